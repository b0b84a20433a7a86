//! Where nothing was said about what is heavy, an edit has to make faster what a user starts.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const IMAGES: (&str, &str) = (
    "app.images",
    "import dockyard\n\ndef build():\n    return dockyard.connect()\n",
);

fn app(main: &str) -> Case {
    Case::new(&[IMAGES, ("app", ""), ("app.main", main)])
}

#[test]
fn what_a_command_loads_is_deferred() {
    let case = app("from app.images import build\n\nMADE = build\n").starts(&["app", "app.main"]);
    check_deferred(case, "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn what_no_command_loads_stays_as_it_is() {
    let case = app("def main():\n    from app.images import build\n    return build()\n");
    check_deferred(case.clone(), "app.images", &[Strategy::FunctionLocal]);
    check_kept(case.starts(&["app", "app.main"]), "app.images", Code::NotAtStart);
}

#[test]
fn what_a_function_loads_that_every_start_runs() {
    let main = |body: &str| {
        app(&format!(
            "import dockyard\n\ndef main(args):\n{body}\n    return args\n"
        ))
    };
    let started = |body: &str| main(body).starts(&["app", "app.main"]).started("app.main:main");
    check_kept(started("    print(dockyard.SIZE)"), "app.main", Code::UsedAtStart);
    // In a branch of it, it may not be needed.
    let branch = "    if args:\n        print(dockyard.SIZE)";
    check_deferred(started(branch), "app.main", &[Strategy::FunctionLocal]);
    // A decorator may answer before the function does.
    let source = "import dockyard\nimport click\n\n@click.command()\ndef main():\n    print(dockyard.SIZE)\n";
    let decorated = app(source).starts(&["app", "app.main"]).started("app.main:main");
    check_deferred(decorated, "app.main", &[Strategy::FunctionLocal]);
    // What is loaded there is loaded whatever becomes of other imports of it.
    let both = started("    print(dockyard.SIZE)").and(&[IMAGES, ("app", "import app.images\n")]);
    check_kept(both.clone(), "app.main", Code::UsedAtStart);
    check_deferred(both, "app.images", &[Strategy::FunctionLocal]);
    let shared = app(
        "import dockyard\nfrom app import images\n\ndef main():\n    dockyard.a()\n\ndef f():\n    images.build()\n",
    );
    let shared = shared.starts(&["app.main"]).started("app.main:main");
    check_kept(shared, "app.images", Code::LoadedAnyway);
}

/// Where something is said to be heavy, too.
#[test]
fn what_every_entry_point_needs_first_stays() {
    let case = |main: &str| app(&format!("import dockyard\n\n{main}")).command("app.main:main");
    let plain = "def main():\n    run(dockyard.SIZE)\n";
    let module = ("app.__main__", "from app.main import main\nmain()\n");
    check_kept(case(plain), "app.main", Code::UsedAtStart);
    check_kept(case(plain).and(&[module]), "app.main", Code::UsedAtStart);
    let called = "def make():\n    return dockyard.make()\n\ndef main():\n    made = make()\n    run(made)\n";
    check_kept(case(called), "app.main", Code::UsedAtStart);
    // In what another call is handed, and behind calls that answer no command line.
    for main in [
        "print(make())",
        "import argparse\n    parser = argparse.ArgumentParser()\n    parser.add_argument('x')\n    made = make()\n    parser.parse_args()",
        "ready()\n    make()",
    ] {
        let called = format!(
            "def make():\n    return dockyard.make()\n\ndef ready():\n    print('ready')\n\ndef main():\n    {main}\n"
        );
        check_kept(case(&called), "app.main", Code::UsedAtStart);
    }
    // A command that names it by another module.
    let by_name = app(&format!("import dockyard\n\n{plain}"))
        .and(&[("app.cli", "from app.main import main\n")])
        .command("app.cli:main");
    check_kept(by_name, "app.main", Code::UsedAtStart);
    let more = format!("{plain}\ndef other():\n    dockyard.other()\n");
    check_kept(case(&more).command("app.main:other"), "app.main", Code::UsedAtStart);
}

#[test]
fn what_some_start_may_not_need_is_deferred() {
    let case = |main: &str| app(&format!("import dockyard\n\n{main}"));
    let plain = "def main():\n    run(dockyard.SIZE)\n";
    let module = ("app.__main__", "from app.main import main\nmain()\n");
    let local = |case: Case| check_deferred(case, "app.main", &[Strategy::FunctionLocal]);
    let more_of = |plain: &str| format!("{plain}\ndef more():\n    pass\n");
    // No entry point, or a module that is plugged in, or another function.
    local(case(plain));
    local(case(plain).and(&[module]));
    local(case(plain).started("app.main:main"));
    local(case(plain).command("app.main:main").started("app.main"));
    local(case(&more_of(plain)).command("app.main:main").started("app.main:more"));
    let other = format!("{plain}\ndef other():\n    pass\n");
    local(case(&other).command("app.main:main").command("app.main:other"));
    local(case(&other).command("app.main:other"));
    // Who imports the module may call nothing of it.
    local(
        case(plain)
            .command("app.main:main")
            .and(&[("app", "import app.main\n")]),
    );
    local(
        case(plain)
            .command("app.main:main")
            .and(&[("tool", "import app.main\n")]),
    );
    // A branch, what is called behind one or behind what may end the program, and a decorator.
    for main in [
        "def main(args):\n    if args:\n        run(dockyard.SIZE)\n",
        "def make():\n    return dockyard.make()\n\ndef main(args):\n    if args:\n        return\n    make()\n",
        "def make():\n    return dockyard.make()\n\ndef main():\n    parse()\n    make()\n",
        "import click\n\n@click.command()\ndef main():\n    run(dockyard.SIZE)\n",
        "def main(parser):\n    options = parser.parse_args()\n    run(dockyard.SIZE)\n",
        "def make():\n    return dockyard.make()\n\ndef main():\n    options = parse_args()\n    make()\n",
    ] {
        local(case(main).command("app.main:main"));
    }
}

#[test]
fn what_the_command_loads_by_another_way_stays_too() {
    let case = app("from app.images import build\nimport dockyard\n\nclass Main(dockyard.Ship):\n    made = build\n");
    check_kept(case.starts(&["app", "app.main"]), "app.images", Code::LoadedAnyway);
}

const HANDLERS: &str = "
import dockyard

def main(args):
    try:
        return run(args)
    except ValueError:
        print(dockyard.SIZE)
    except KeyError as error:
        if error.args:
            print(dockyard.SIZE)
";
const IN_FRONT: &str = "
def main(args):
    import dockyard

    try:
        return run(args)
    except ValueError:
        print(dockyard.SIZE)
    except KeyError as error:
        if error.args:
            print(dockyard.SIZE)
";
const IN_EACH: &str = "
def main(args):
    try:
        return run(args)
    except ValueError:
        import dockyard

        print(dockyard.SIZE)
    except KeyError as error:
        if error.args:
            import dockyard

            print(dockyard.SIZE)
";

/// In front of the branches of a function that every start of the program runs, an import would be no later than it was.
#[test]
fn a_function_that_every_start_runs_gets_it_in_each_branch() {
    let plain = |source: &str| Case::from(source.trim_start());
    let check = |case: Case, expected: &str| super::super::testing::check(case, "app.images", expected.trim_start());
    check(plain(HANDLERS), IN_FRONT);
    check(plain(HANDLERS).started("app.images:main"), IN_EACH);
    check(plain(HANDLERS).started("app.images:other"), IN_FRONT);
    let guard = "\nif __name__ == '__main__':\n    main(1)\n";
    check(plain(&format!("{HANDLERS}{guard}")), &format!("{IN_EACH}{guard}"));
    // What it calls in any case is run as well.
    let cli = |body: &str| {
        [(
            "app.cli",
            format!("from app.images import main\n\ndef start():\n{body}"),
        )]
    };
    for (body, expected) in [
        ("    return main(1)\n", IN_EACH),
        ("    if 1 < 2:\n        main(1)\n", IN_FRONT),
    ] {
        let modules = cli(body);
        let modules: Vec<(&str, &str)> = modules.iter().map(|(name, text)| (*name, text.as_str())).collect();
        check(plain(HANDLERS).and(&modules).started("app.cli:start"), expected);
    }
    // One that is used in any case, or in many branches, comes first.
    let used = HANDLERS.replace("    try:", "    dockyard.open()\n    try:");
    let first = IN_FRONT.replace("    try:", "    dockyard.open()\n    try:");
    check(plain(&used).started("app.images:main"), &first);
    let more = "    except OSError:\n        dockyard.a()\n    except TypeError:\n        dockyard.b()\n";
    check(
        plain(&format!("{HANDLERS}{more}")).started("app.images:main"),
        &format!("{IN_FRONT}{more}"),
    );
}

/// A demonstration that only `python -m` loads makes an instance when it is loaded, which nobody else does.
#[test]
fn what_only_a_demonstration_runs() {
    let core = "import dockyard\n\nclass App:\n    def __init__(self):\n        self.ship = dockyard.Ship()\n";
    let case = |behind: &str, main: &str, cli: &str| {
        Case::new(&[
            ("app", "from app.core import App\n"),
            ("app.core", &format!("{core}{behind}")),
            ("app.demo", "from app.core import App\n\nDEMO = App()\n"),
            ("app.__main__", main),
            ("app.cli", cli),
        ])
    };
    let main = "from app.demo import DEMO\n\nprint(DEMO)\n";
    check_deferred(case("", main, ""), "app.core", &[Strategy::FunctionLocal]);
    for (behind, main, cli) in [
        ("", main, "from app.demo import DEMO\n"),
        ("\nAPP = App()\n", main, ""),
        ("\nfrom app import demo\n", main, ""),
        // Whoever looks at it does so by its own name.
        ("", "", ""),
    ] {
        check_one_kept(
            case(behind, main, cli),
            "app.core",
            "import dockyard",
            Code::UsedAtImport,
        );
    }
}
