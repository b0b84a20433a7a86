"""The language server as pytest-lsp, an independent client of the protocol, meets it: it checks each answer against the
protocol's types. `DORMANT` is the program; the project is in the working folder."""
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

TEXT = "X = '😀漢'; import ballast  # 😀\nY = 2\n\n\ndef weight():\n    return '😀', ballast.weigh(1)\n"
ROOT = pathlib.Path.cwd().resolve()
FILE = (ROOT / "good.py").as_uri()
EVERYTHING = types.Range(start=types.Position(0, 0), end=types.Position(9, 0))


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "emacs"],
    config=ClientServerConfig(server_command=[os.environ["DORMANT"], "server"]),
)
async def client(request, lsp_client: LanguageClient):
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(asked: types.RegistrationParams):
        assert [one.method for one in asked.registrations] == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]

    @lsp_client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)
    def refreshed(*_):
        return None

    asked = types.InitializeParams(
        capabilities=client_capabilities(request.param),
        workspace_folders=[types.WorkspaceFolder(uri=ROOT.as_uri(), name="project")],
    )
    await lsp_client.initialize_session(asked)
    yield
    await lsp_client.shutdown_session()


def document():
    return types.TextDocumentIdentifier(uri=FILE)


@pytest.mark.asyncio
async def test_an_import_is_found_explained_and_fixed(client: LanguageClient):
    opened = types.TextDocumentItem(uri=FILE, language_id="python", version=1, text=TEXT)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=opened))
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    (found,) = client.diagnostics[FILE]
    assert (found.code, found.source) == ("function-local", "dormant")
    place = found.range.start
    # The emoji before it is two units of UTF-16.
    assert (place.line, place.character) == (0, 18)

    hover = await client.text_document_hover_async(types.HoverParams(text_document=document(), position=place))
    assert "function-local" in hover.contents.value

    context = types.CodeActionContext(diagnostics=[found])
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(text_document=document(), range=found.range, context=context)
    )
    titles = [action.title for action in actions]
    assert any(title.startswith("Defer `import ballast`") for title in titles), titles
    assert "Ignore function-local here" in titles and "Explain function-local" in titles

    hints = await client.text_document_inlay_hint_async(types.InlayHintParams(text_document=document(), range=EVERYTHING))
    assert [hint.label for hint in hints] == ["183 ms, 2 modules"]
