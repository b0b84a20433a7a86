//! Imports of click commands: which become stand-ins, what these say, and which imports stay.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const GROUP: &str = "import click\n\n@click.group()\ndef cli(): ...\n\n";
const COMMAND: &str = "import click\nfrom dockyard import SIZE\n\n@click.command()\n@click.option('-n', default=SIZE)\ndef images(n):\n    'List images.'\n";

/// A program whose group is in `app.cli`, and whose command is in `app.images`.
fn program(command: &str, rest: &str) -> Case {
    let group = format!("from app.images import images\n{GROUP}{rest}\n");
    Case::new(&[("app", ""), ("app.images", command), ("app.cli", &group)])
}

fn registry(case: Case) {
    check_deferred(case, "app.cli", &[Strategy::Registry]);
}

#[test]
fn a_command_becomes_a_stand_in() {
    check(
        program(COMMAND, "cli.add_command(images, name='ls')"),
        "app.cli",
        "
        from app._dormant import DeferredCommand
        import click

        images = DeferredCommand(\"app.images:images\", \"images\", help=\"List images.\")


        @click.group()
        def cli(): ...

        cli.add_command(images, name='ls')
        ",
    );
}

/// A command that is an attribute of the module which has it, and of nothing else that is used of that.
#[test]
fn a_command_of_a_module_becomes_a_stand_in() {
    let program = |imports: &str, rest: &str| {
        Case::new(&[
            ("app", ""),
            ("app.images", COMMAND),
            ("app.cli", &format!("{imports}\n{GROUP}{rest}\n")),
        ])
    };
    check(
        program("from app import images", "cli.add_command(images.images)"),
        "app.cli",
        "
        from app._dormant import DeferredCommand
        import click

        images_images = DeferredCommand(\"app.images:images\", \"images\", help=\"List images.\")


        @click.group()
        def cli(): ...

        cli.add_command(images_images)
        ",
    );
    registry(program(
        "import app.images as pictures",
        "cli.add_command(pictures.images, name='ls')",
    ));
    for rest in [
        "cli.add_command(images.images)\nimport app\n\ndef size():\n    return app.images.SIZE",
        "cli.add_command(images.images)\nprint(images.SIZE)",
        "cli.add_command(images.images)\n\ndef size():\n    return images.SIZE",
        "print(images.images)",
        "images_images = 1\ncli.add_command(images.images)",
    ] {
        check_kept(program("from app import images", rest), "app.cli", Code::UsedAtImport);
    }
}

#[test]
fn names_of_one_statement_may_go_different_ways() {
    check(
        Case::new(&[
            ("app", ""),
            ("app.images", COMMAND),
            (
                "app.cli",
                "
                import click
                from .images import N, images as pictures  # for the group
                cli = click.Group()
                cli.add_command(pictures)

                def size():
                    return N
                ",
            ),
        ])
        .and(&[("app.images", &format!("{COMMAND}N = 1\n"))]),
        "app.cli",
        "
        import click
        from ._dormant import DeferredCommand

        pictures = DeferredCommand(\"app.images:images\", \"images\", help=\"List images.\")

        cli = click.Group()
        cli.add_command(pictures)

        def size():
            from .images import N  # for the group

            return N
        ",
    );
}

#[test]
fn ways_to_hand_a_command_to_a_group() {
    for rest in [
        "cli.add_command(cmd=images)",
        "for c in [images]:\n    cli.add_command(c, c.name + '-x')",
        "ALL = {'ls': images}\nfor n, c in ALL.items():\n    cli.add_command(c, n)",
        "ALL: list = [(images, 'ls')]\nfor c, n in ALL:\n    cli.add_command(c, name=n)",
        "other = click.Group(commands=[images])",
        "def add(group):\n    group.add_command(images)\n\nadd(cli)",
        "cli.add_command(images)\n\ndef later():\n    return images.params",
        "cli.add_command(images)\nif __name__ == '__main__':\n    images()",
    ] {
        registry(program(COMMAND, rest));
    }
}

const CHAIN: &str = "@click.group(chain=True)\ndef other(): ...\nother.add_command(images)";

#[test]
fn a_chain_is_told_that_it_is_no_group() {
    let after = super::super::testing::rewritten(program(COMMAND, CHAIN), "app.cli");
    let stand_in = "DeferredCommand(\n    \"app.images:images\", \"images\", help=\"List images.\", group=False\n)";
    assert!(after.contains(stand_in), "{after}");
}

#[test]
fn a_name_that_versions_of_click_make_differently_is_left_to_click() {
    let command = COMMAND.replace("images(", "images_cmd(");
    let cli = format!("from app.images import images_cmd\n{GROUP}cli.add_command(images_cmd)\n");
    let case = Case::new(&[("app", ""), ("app.images", &command), ("app.cli", &cli)]);
    let after = super::super::testing::rewritten(case, "app.cli");
    let stand_in = "images_cmd = DeferredCommand(\"app.images:images_cmd\", None, help=\"List images.\")";
    assert!(after.contains(stand_in), "{after}");
}

#[test]
fn what_else_is_done_with_it_at_import_keeps_it() {
    for rest in [
        "cli.add_command(images)\nimages.params.append(1)",
        "cli.add_command(images)\n\n@images.command()\ndef more(): ...",
        "for c in [images]:\n    cli.add_command(c)\n    c.params.append(1)",
        "ALL = [images]\nfor c in ALL:\n    cli.add_command(c)\nprint(ALL)",
        "ALL = [images]\nALL = [*ALL]",
        "cli.add_command(images.other)",
    ] {
        check_kept(program(COMMAND, rest), "app.cli", Code::UsedAtImport);
    }
    // A chain asks each of its commands whether it is a group.
    for command in [
        COMMAND.replace("click.command()", "click.group()"),
        COMMAND.replace("click.command()", "click.command(cls=click.Group)"),
    ] {
        check_kept(program(&command, CHAIN), "app.cli", Code::UsedAtImport);
    }
    let case = program(COMMAND, "ALL = [images]\nfor c in ALL:\n    cli.add_command(c)");
    let case = case.and(&[("app.other", "from app.cli import ALL\nprint(ALL[0].params)\n")]);
    check_one_kept(case, "app.cli", "from app.images import images", Code::UsedAtImport);
}

#[test]
fn who_asks_for_the_very_class_of_a_command_gets_the_command() {
    let plain = "cli.add_command(images)\n";
    for asks in [
        "type(c) is click.Group",
        "click.Group == type(c)",
        "type(c) in CLASSES",
        "TABLE[type(c)]",
        "print(type(c))",
    ] {
        let rest = format!("{plain}\ndef show():\n    for c in cli.commands.values():\n        {asks}\n");
        check_one_kept(
            program(COMMAND, &rest),
            "app.cli",
            "from app.images import images",
            Code::UsedAtImport,
        );
    }
    // What says nothing of commands, and who knows nothing of them.
    for asks in ["type(c) is str", "type(c).__name__", "type('A', (), {})", "type(self)"] {
        registry(program(
            COMMAND,
            &format!("{plain}\ndef show(self, c):\n    return {asks}\n"),
        ));
    }
    let other = "def show(c):\n    return type(c) is C\n";
    registry(program(COMMAND, plain).and(&[("app.other", other)]));
    let asking = format!("import click\n\n{other}");
    let case = program(COMMAND, plain).and(&[("app.other", &asking)]);
    check_one_kept(case, "app.cli", "from app.images import images", Code::UsedAtImport);
}

#[test]
fn commands_that_a_loop_at_import_changes_are_loaded_by_it() {
    let walk = "for c in cli.commands.values():\n    c.context_settings['x'] = 1\n";
    let case = program(COMMAND, &format!("cli.add_command(images)\n{walk}"));
    check_one_kept(case, "app.cli", "from app.images import images", Code::UsedAtImport);
    for harmless in [
        "for c in cli.commands.values():\n    other.add_command(c)\n".to_owned(),
        "for n, c in cli.commands.items():\n    other.add_command(c, n)\n    print(c.name)\n".to_owned(),
        "def later():\n    for c in cli.commands.values():\n        c.context_settings['x'] = 1\n".to_owned(),
    ] {
        registry(program(
            COMMAND,
            &format!("other = click.Group()\ncli.add_command(images)\n{harmless}"),
        ));
    }
}

#[test]
fn what_is_no_command_is_no_matter_of_this() {
    for command in [
        "from dockyard import SIZE\nX = SIZE + 1\ndef images(): ...\n",
        "from dockyard import SIZE, command\n@command()\ndef images(): ...\nX = SIZE + 1\n",
        "import click\nfrom dockyard import SIZE\nX = SIZE + 1\nimages = click.Command('images')\n",
    ] {
        check_kept(
            program(command, "cli.add_command(images)"),
            "app.cli",
            Code::UsedAtImport,
        );
    }
}

fn said(decorators: &str, function: &str) -> Case {
    let head = "import click\nfrom functools import wraps\nfrom dockyard import SIZE\nX = SIZE + 1\n";
    let helpers = "def keep(f):\n    return click.option('-k')(f)\n\ndef lose(f):\n    return lambda: f()\n\ndef opt(n):\n    return click.option(n)\n\nquiet = click.option('-q')\n\nclass Loud(click.Command):\n    def invoke(self, ctx): ...\n\nclass Odd(click.Command):\n    def get_short_help_str(self): ...\n\n";
    program(
        &format!("{head}{helpers}{decorators}\n{function}\n"),
        "cli.add_command(images)",
    )
}

#[test]
fn texts_that_are_written_out() {
    for decorators in [
        "@click.command",
        "@click.command()",
        "@click.command('ls', help='Do.', short_help='D', hidden=True, deprecated='no')",
        "@click.command(cls=Loud)",
        "@click.group(name='ls', chain=True)",
        "@click.command()\n@click.argument('x')\n@click.pass_context",
        "@click.command()\n@keep\n@quiet\n@opt('-o')",
    ] {
        registry(said(decorators, "def images(): 'Do.'"));
    }
}

#[test]
fn groups_of_packages_that_are_known() {
    for class in [
        "click_default_group.DefaultGroup",
        "click_didyoumean.DYMGroup",
        "click_aliases.ClickAliasedGroup",
    ] {
        let (package, name) = class.split_once('.').unwrap();
        let command = |decorator: &str| {
            format!(
                "import click\nfrom {package} import {name}\nfrom dockyard import SIZE\n\n@click.group(cls={name})\n\
                 def boxes(): ...\n\n{decorator}\ndef images(n=SIZE):\n    'Do.'\n"
            )
        };
        registry(program(
            &command(&format!("@click.group(cls={name})")),
            "cli.add_command(images)",
        ));
        // Made by such a group, which is loaded with it.
        check_deferred(
            program(&command("@boxes.command()"), "cli.add_command(images)"),
            "app.cli",
            &[Strategy::Registry],
        );
    }
}

#[test]
fn texts_that_cannot_be_told() {
    for (decorators, function) in [
        ("@click.command(NAME)", "def images(): ..."),
        ("@click.command(help='a' + X)", "def images(): ..."),
        ("@click.command(hidden=X)", "def images(): ..."),
        ("@click.command(**X)", "def images(): ..."),
        ("@click.command(cls=Odd)", "def images(): ..."),
        ("@click.command(cls=X())", "def images(): ..."),
        ("@keep\n@click.command()", "def images(): ..."),
        ("@click.command()\n@lose", "def images(): ..."),
        ("@click.command()", "def images():\n    '''A.\n    \n    B.'''"),
        ("@click.command()", "def images(): ...\nimages.help = 'x'"),
    ] {
        check_kept(said(decorators, function), "app.cli", Code::CommandText);
    }
}

#[test]
fn a_submodule_of_the_same_name_would_take_its_place() {
    let package = "import click\nfrom .images import images\ncli = click.Group()\ncli.add_command(images)\n";
    let case = |package: &str| Case::new(&[("app", package), ("app.images", COMMAND), ("app.other", "")]);
    // The stand-in takes it back, and any code that takes the name from the package gets the stand-in.
    check_deferred(case(package), "app", &[Strategy::Registry]);
    let taken = case(package).and(&[(
        "app.other",
        "def load():\n    from app import images\n    return images\n",
    )]);
    check_deferred(taken, "app", &[Strategy::Registry]);
    let shadowed = |case: Case| check_one_kept(case, "app", "from .images import images", Code::SubmoduleShadowed);
    for other in [
        "def size():\n    from app.images import SIZE\n    return SIZE\n",
        "import importlib\n\ndef load():\n    return importlib.import_module('app.images')\n",
        "import importlib\n\ndef load(name):\n    return importlib.import_module(name)\n",
        "def load():\n    import app.images.deep\n",
    ] {
        shadowed(case(package).and(&[("app.other", other)]));
    }
    let test = "from unittest.mock import patch\n\ndef test():\n    with patch('app.images.SIZE', 1): ...\n";
    shadowed(case(package).tests(&[("tests.test_images", test)]));
    // That of another one does not.
    let others = package.replace("from .images", "from .pictures");
    let case = Case::new(&[("app", &others), ("app.images", ""), ("app.pictures", COMMAND)]);
    check_one_kept(case, "app", "from .pictures import images", Code::SubmoduleShadowed);
}

#[test]
fn nested_groups_are_their_module_s_own_business() {
    let nested = "import click\nfrom dockyard import SIZE\nX = SIZE + 1\n@click.group()\ndef images(): ...\n\n@images.group()\ndef layers(): ...\n\n@layers.command()\ndef show(): ...\n";
    registry(program(nested, "cli.add_command(images)"));
    let elsewhere = "import click\nfrom app.base import base\nfrom dockyard import SIZE\nX = SIZE + 1\n@base.command()\ndef images(): ...\n";
    let case = program(elsewhere, "cli.add_command(images)")
        .and(&[("app.base", "import click\n@click.group()\ndef base(): ...\n")]);
    check_kept(case, "app.cli", Code::HasEffects);
}

const APP: &str = "import typer\nfrom dockyard import SIZE\n\napp = typer.Typer(help='Boxes.\\n\\nMore.')\n\n@app.command()\ndef pack(n: int = SIZE): ...\n";

/// A program whose Typer app is in `app.cli`, and whose other one is in `app.boxes`.
fn apps(boxes: &str, rest: &str) -> Case {
    let cli = format!("import typer\nfrom app import boxes\n\ncli = typer.Typer()\n{rest}\n");
    Case::new(&[("app", ""), ("app.boxes", boxes), ("app.cli", &cli)])
}

#[test]
fn an_app_becomes_a_stand_in() {
    check(
        apps(APP, "cli.add_typer(boxes.app, name='crates')"),
        "app.cli",
        "
        import typer
        from app._dormant import DeferredTyper

        boxes_app = DeferredTyper(\"app.boxes:app\", \"crates\", help=\"Boxes.\\n\\nMore.\")

        cli = typer.Typer()
        cli.add_typer(boxes_app, name='crates')
        ",
    );
}

#[test]
fn ways_to_add_an_app() {
    for rest in [
        "PANEL = 'P'\ncli.add_typer(boxes.app, name='x', help='Y.', hidden=True, rich_help_panel=PANEL)",
        "cli.add_typer(boxes.app, name='x', no_args_is_help=True)",
    ] {
        registry(apps(APP, rest));
    }
    let named = APP.replace("help=", "name='boxes', add_completion=False, help=");
    registry(apps(&named, "cli.add_typer(boxes.app)"));
    let called = format!("{APP}\n@app.callback()\ndef main(loud: bool = False):\n    'Other.'\n");
    registry(apps(&called, "cli.add_typer(boxes.app, name='x')"));
}

#[test]
fn apps_of_which_it_is_not_known_how_they_are_shown() {
    let add = "cli.add_typer(boxes.app, name='x')";
    for (from, to) in [
        ("help=", "cls=Group, help="),
        ("help=", "deprecated=True, help="),
        ("help=", "rich_help_panel='P', help="),
        ("help='Boxes.", "help=TEXT + '"),
        ("help=", "**texts, help="),
    ] {
        let boxes = APP.replace(from, to);
        assert_ne!(boxes, APP);
        check_one_kept(apps(&boxes, add), "app.cli", "from app import boxes", Code::CommandText);
    }
    check_one_kept(
        apps(APP, "cli.add_typer(boxes.app)"),
        "app.cli",
        "from app import boxes",
        Code::CommandText,
    );
}

#[test]
fn apps_that_are_more_than_added() {
    for (boxes, rest) in [
        (
            APP.to_owned(),
            "cli.add_typer(boxes.app, name='x')\nboxes.app.info.help = 'Y'",
        ),
        (
            APP.to_owned(),
            "cli.add_typer(boxes.app, name='x')\ncli.add_typer(boxes.app, name='y')",
        ),
        (
            APP.to_owned(),
            "from shop import Group\ncli.add_typer(boxes.app, name='x', cls=Group)",
        ),
        (
            APP.to_owned(),
            "from shop import more\ncli.add_typer(boxes.app, name='x', **more)",
        ),
        (
            APP.to_owned(),
            "cli.add_typer(boxes.app, name='x')\n\ndef run():\n    boxes.app()",
        ),
        (
            APP.to_owned(),
            "cli.pretty = dict(pretty_exceptions_short=False)\ncli.add_typer(boxes.app, name='x')",
        ),
        (
            format!("{APP}from shop import other\napp = other(app)\n"),
            "cli.add_typer(boxes.app, name='x')",
        ),
        (
            APP.replace("typer.Typer(", "make(")
                .replace("import typer", "from shop import make"),
            "cli.add_typer(boxes.app, name='x')",
        ),
    ] {
        check_one_kept(
            apps(&boxes, rest),
            "app.cli",
            "from app import boxes",
            Code::UsedAtImport,
        );
    }
}
