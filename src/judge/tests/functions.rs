//! Functions that a Typer app makes commands of: which become stand-ins, what these say, and which imports stay.
use super::super::testing::{Case, check, check_deferred, check_one_kept};
use super::super::{Code, Strategy};

const SHIPS: &str =
    "from dockyard import SIZE\n\ndef sail(n: int = SIZE):\n    'Sail\\naway.\\n\\nFar.'\n\ndef sink(): ...\n";

/// A program whose Typer app is in `app.cli`, and whose functions are in `app.ships`.
fn program(ships: &str, import: &str, rest: &str) -> Case {
    let shop = match ["TEXT", "Own", "**", "shop"].iter().any(|name| rest.contains(name)) {
        true => "from shop import Own, TEXT, more, shop\n",
        false => "",
    };
    let cli = format!("import typer\n{shop}{import}\n\ncli = typer.Typer()\n{rest}\n");
    Case::new(&[("app", ""), ("app.ships", ships), ("app.cli", &cli)])
}

#[test]
fn a_function_becomes_a_stand_in() {
    check(
        program(
            SHIPS,
            "from app.ships import sail, sink",
            "cli.command('go')(sail)\ncli.command(\n    help=\"Sink.\",\n)(sink)\ncli.command(help='No.', hidden=True)(sink)",
        ),
        "app.cli",
        "
        import typer
        from app._dormant import deferred_function

        sail = deferred_function(\"app.ships:sail\", help=\"Sail\\naway.\\n\\nFar.\")
        sink = deferred_function(\"app.ships:sink\")

        cli = typer.Typer()
        cli.command('go', cls=sail.command)(sail)
        cli.command(
            help=\"Sink.\",
            cls=sink.command,
        )(sink)
        cli.command(help='No.', hidden=True, cls=sink.command)(sink)
        ",
    );
    check(
        program(SHIPS, "from app import ships", "cli.command()(ships.sail)"),
        "app.cli",
        "
        import typer
        from app._dormant import deferred_function

        ships_sail = deferred_function(\"app.ships:sail\", help=\"Sail\\naway.\\n\\nFar.\")

        cli = typer.Typer()
        cli.command(cls=ships_sail.command)(ships_sail)
        ",
    );
}

#[test]
fn annotations_of_a_function_are_read_for_its_stand_in_too() {
    let ships = "from __future__ import annotations\nfrom dockyard import Size\n\ndef sail(size: Size): ...\n";
    let cli = "import typer\nfrom app._dormant import deferred_function\n\nsail = deferred_function(\"app.ships:sail\")\n\ncli = typer.Typer()\ncli.command(cls=sail.command)(sail)\n";
    let case = Case::new(&[("app", ""), ("app.ships", ships), ("app.cli", cli)]);
    check_one_kept(case, "app.ships", "from dockyard import Size", Code::RuntimeAnnotation);
    let case = program(ships, "from app.ships import sail", "cli.command()(sail)");
    check_one_kept(case, "app.ships", "from dockyard import Size", Code::RuntimeAnnotation);
}

#[test]
fn an_app_may_be_made_by_a_function_of_the_program() {
    let made = "import typer\n\ndef make(text):\n    'An app.'\n    return typer.Typer(help=text)\n";
    let cli = "from app.made import make\nfrom app.ships import sail\n\ncli = make('All.')\ncli.command()(sail)\n";
    let case = |made: &str| Case::new(&[("app", ""), ("app.ships", SHIPS), ("app.made", made), ("app.cli", cli)]);
    check_deferred(case(made), "app.cli", &[Strategy::Registry]);
    for other in [
        made.replace("return ", "return text or "),
        made.replace("typer.Typer(help=text)", "Shop(text)"),
        made.replace("    return", "    typer.Typer = text\n    return"),
    ] {
        check_one_kept(
            case(&other),
            "app.cli",
            "from app.ships import sail",
            Code::UsedAtImport,
        );
    }
}

#[test]
fn functions_of_which_it_is_not_known_how_they_are_shown() {
    for (ships, rest) in [
        (SHIPS.to_owned(), "cli.command(help=TEXT)(sail)"),
        (
            SHIPS.to_owned(),
            "cli.command(help='Go.')(sail)\ncli.command('go')(sail)",
        ),
        (SHIPS.replace("Far", "F\\tar"), "cli.command()(sail)"),
    ] {
        let case = program(&ships, "from app.ships import sail", rest);
        check_one_kept(case, "app.cli", "from app.ships import sail", Code::CommandText);
    }
}

#[test]
fn functions_that_are_more_than_made_commands_of() {
    let plain = "cli.command()(sail)";
    for (ships, rest) in [
        (SHIPS.to_owned(), "cli.command(cls=Own)(sail)"),
        (SHIPS.to_owned(), "cli.command(**more)(sail)"),
        (SHIPS.to_owned(), "command = cli.command()(sail)"),
        (SHIPS.to_owned(), "cli.command()(sail)\n\ndef later():\n    sail()"),
        (SHIPS.to_owned(), "cli.command()(sail)\ncli.callback()(sail)"),
        (SHIPS.to_owned(), "cli.command()(sail)\nprint(cli.registered_commands)"),
        (
            SHIPS.to_owned(),
            "cli.command()(sail)\ncli.other(pretty_exceptions_short=False)",
        ),
        (SHIPS.to_owned(), "other = shop(cli)\nother.command()(sail)"),
        (SHIPS.to_owned(), "cli = shop(cli)\ncli.command()(sail)"),
        (SHIPS.to_owned(), "cli.command()(sail)\n__all__ = ['sail']"),
        (
            SHIPS.replace("def sail", "from shop import wraps\n@wraps\ndef sail"),
            plain,
        ),
        (format!("{SHIPS}sail.__doc__ = 'x'\n"), plain),
        (format!("{SHIPS}sail = sink\n"), plain),
    ] {
        let case = program(&ships, "from app.ships import sail", rest);
        check_one_kept(case, "app.cli", "from app.ships import sail", Code::UsedAtImport);
    }
    let case = program(SHIPS, "from app.ships import sail", plain);
    let case = case.and(&[("app.other", "from app.cli import sail\nsail()\n")]);
    check_one_kept(case, "app.cli", "from app.ships import sail", Code::UsedAtImport);
}
