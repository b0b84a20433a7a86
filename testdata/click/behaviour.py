"""A stand-in is the command in every way that Python has to ask. Runs in the rewritten project `plain`, asked thing by thing."""

import copy
import pickle
import subprocess
import sys
import threading
from unittest.mock import patch

import click
from click.testing import CliRunner

HEAVY = "app.commands.images"


def fresh():
    for name in [name for name in sys.modules if name.split(".")[0] == "app"]:
        del sys.modules[name]
    import app.cli

    assert type(app.cli.images).__name__ == "DeferredCommand"
    assert HEAVY not in sys.modules
    return app.cli


def real():
    return sys.modules[HEAVY].images


def help_imports_nothing():
    cli = fresh()
    assert CliRunner().invoke(cli.cli, ["--help"]).exit_code == 0
    assert isinstance(cli.images, click.Command)
    assert cli.images.name == "images" and not cli.images.hidden
    assert HEAVY not in sys.modules


def threads_import_once():
    cli = fresh()
    start, found = threading.Barrier(8), []

    def work():
        start.wait()
        found.append(cli.images.callback)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [real().callback] * 8


def it_is_of_the_class_of_the_command():
    cli = fresh()
    assert not isinstance(cli.images, click.Group)
    assert cli.images.__class__ is type(real())
    assert repr(cli.images) == repr(real())
    assert dir(cli.images) == dir(real())
    assert vars(cli.images) is vars(real())


def it_equals_the_command():
    cli = fresh()
    from app.commands.images import images

    assert cli.images == images and images == cli.images
    assert hash(cli.images) == hash(images)
    assert cli.images in [images] and images in {cli.images: 1}
    assert cli.images != cli.report and cli.cli.commands["ls"] == images


def copies_are_copies_of_the_command():
    cli = fresh()
    for made in (copy.copy(cli.images), copy.deepcopy(cli.images)):
        assert type(made) is type(real()) and made is not real()
        assert made.name == "images"
    cli.images.callback = print
    for parameter in cli.images.params:
        parameter.type = None
    made = pickle.loads(pickle.dumps(cli.images))
    assert type(made) is type(real()) and made.callback is print


def attributes_are_those_of_the_command():
    cli = fresh()
    cli.images.hidden = True
    assert real().hidden and cli.images.hidden
    cli.images.extra = 1
    del cli.images.extra
    assert not hasattr(real(), "extra")
    assert len(cli.cli.commands["ls"].params) == 1


def patches_reach_it():
    cli = fresh()
    with patch("app.cli.images") as fake:
        assert cli.images is fake and cli.again() is fake.callback
    assert cli.again() is real().callback
    with patch.object(cli.images, "callback", lambda size: click.echo("faked")):
        assert CliRunner().invoke(cli.cli, ["ls"]).output == "faked\n"
    assert CliRunner().invoke(cli.cli, ["ls"]).output == "3 images\n"


def a_failing_import_names_the_command():
    cli = fresh()
    with patch.dict(sys.modules, {"ballast": None}):
        try:
            cli.images.params
        except ImportError as error:
            assert "ballast" in str(error)
            if sys.version_info >= (3, 11):
                assert any("app.commands.images:images" in note for note in error.__notes__), error.__notes__
        else:
            raise AssertionError("no error")
    assert cli.images.params


def it_can_be_called():
    code = "from app.cli import images; images(['--size', '7'])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "7 images\n"


for check in (
    help_imports_nothing,
    threads_import_once,
    it_is_of_the_class_of_the_command,
    it_equals_the_command,
    copies_are_copies_of_the_command,
    attributes_are_those_of_the_command,
    patches_reach_it,
    a_failing_import_names_the_command,
    it_can_be_called,
):
    check()
    print("ok", check.__name__)
