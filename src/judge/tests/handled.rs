//! Handlers around the first use that no name leads from: around what somebody was handed, around methods of a name, and in those who
//! call apart what they are handed.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

/// Whether a handler in `rest` keeps the import of a module that raises `KeyError` where the environment says so; it is used in `use`.
#[track_caller]
fn keeps(rest: &str, does: bool) {
    let plug = "import os\nimport heavy\nNEED = os.environ['NEED']\ndef run():\n    return heavy.VALUE\n";
    let main = format!(
        "from app import plug\ndef use(*given):\n    return plug.run()\ndef other(*given):\n    return 1\n{rest}\n"
    );
    let case = Case::from([("app", ""), ("app.plug", plug), ("app.main", &main)]).heavy(&["app.plug"]);
    match does {
        true => check_kept(case, "app.main", Code::GuardedElsewhere),
        false => check_deferred(case, "app.main", &[Strategy::FunctionLocal]),
    }
}

/// The same of a function that calls `use` (or `other`) somehow, where `handled` is called and its exceptions are handled.
#[track_caller]
fn tried(before: &str, handled: &str, does: bool) {
    keeps(
        &format!("{before}\ndef main():\n    try:\n        {handled}\n    except Exception:\n        return 0\n"),
        does,
    );
}

const ATTEMPT: &str = "def attempt(f):\n    try:\n        return f()\n    except KeyError:\n        return None\n";
const SAFE: &str = "def safe(f):\n    def wrapped():\n        try:\n            return f()\n        except KeyError:\n            return None\n    return wrapped\n";

#[test]
fn who_was_handed_a_function_handles_what_it_raises() {
    keeps(&format!("{ATTEMPT}def main():\n    attempt(use)"), true);
    keeps(&format!("{ATTEMPT}def main():\n    attempt(lambda: use())"), true);
    keeps(&format!("{SAFE}@safe\ndef main():\n    use()"), true);
    let base = "class Base:\n    def main(self):\n        try:\n            self.go()\n        except KeyError:\n            pass\n";
    keeps(
        &format!("{base}class App(Base):\n    def go(self):\n        use()"),
        true,
    );
    tried("TABLE = {'use': use}", "TABLE['use']()", true);
    tried("def each(all):\n    return [one() for one in all]", "each([use])", true);
    let parser = "def build(parser):\n    parser.set_defaults(func=use)\n    return parser.parse_args()";
    tried(parser, "args = build(0); args.func(args)", true);
    tried("", "sorted([1], key=use)", true);
    tried("import functools\nlater = functools.partial(use, 1)", "later()", true);
    tried(
        "class P:\n    def go(self):\n        use()",
        "getattr(P(), 'go')()",
        true,
    );
    // Another function is handed over, something else is handled, or another method is called.
    keeps(&format!("{ATTEMPT}def main():\n    attempt(other)\n    use()"), false);
    keeps(
        &format!("{SAFE}@safe\ndef rest():\n    other()\ndef main():\n    use()"),
        false,
    );
    keeps(
        &format!(
            "{}def main():\n    attempt(use)",
            ATTEMPT.replace("KeyError", "ValueError")
        ),
        false,
    );
    keeps(
        &format!("{base}class App(Base):\n    def stop(self):\n        use()"),
        false,
    );
    tried(
        "TABLE = {'other': other}\ndef rest():\n    use()",
        "TABLE['other']()",
        false,
    );
    tried(
        "import functools\n@functools.wraps(other)\ndef rest():\n    use()",
        "TABLE['other']()",
        false,
    );
}

#[test]
fn python_calls_some_functions_itself() {
    tried(
        "class A:\n    @property\n    def size(self):\n        return use()",
        "print(A().size)",
        true,
    );
    tried(
        "class A:\n    def __str__(self):\n        return use()",
        "print(f'{A()}')",
        true,
    );
    tried(
        "class A:\n    def __enter__(self):\n        use()\n    def __exit__(self, *given):\n        pass",
        "with A(): pass",
        true,
    );
    tried(
        "class A:\n    @property\n    def size(self):\n        return use()",
        "print(A().length)",
        false,
    );
}

#[test]
fn what_is_called_apart_ends_nothing_else() {
    let threads = "import threading\ndef main():\n    threading.Thread(target=use).start()";
    keeps(threads, true);
    keeps("def main(pool):\n    pool.submit(use)\n    pool.submit(other)", true);
    keeps(
        "import asyncio\nasync def go():\n    use()\nasync def main():\n    await asyncio.gather(go())",
        true,
    );
    keeps("import atexit\natexit.register(use)", true);
    keeps("def main(pool):\n    pool.submit(other)\n    use()", false);
    keeps("import atexit\natexit.register(other)\ndef main():\n    use()", false);
}

#[test]
fn a_block_that_is_left_at_its_end_drops_exceptions() {
    let finally = |block: &str| format!("def main():\n    try:\n        use()\n    finally:\n        {block}");
    keeps(&finally("return 1"), true);
    keeps(&finally("print('end')"), false);
    keeps(&finally("for one in [1]:\n            break"), false);
    keeps(
        "def main():\n    while True:\n        try:\n            use()\n        finally:\n            break",
        true,
    );
    let stack = "import contextlib\ndef main():\n    with contextlib.ExitStack() as stack:\n        stack.push(lambda *given: True)\n        use()";
    keeps(stack, true);
}

#[test]
fn a_handler_in_the_function_that_gets_the_import_catches_nothing_of_it() {
    let within =
        |handled: &str| format!("{ATTEMPT}def main():\n    def go():\n        return plug.run()\n    {handled}\n");
    for handled in [
        "attempt(go)",
        "try:\n        go()\n    except KeyError:\n        pass",
        "T = {1: go}\n    try:\n        T[1]()\n    except KeyError:\n        pass",
    ] {
        keeps(&within(handled), false);
    }
    // Somebody else handles what that function raises.
    keeps(
        &(within("go()") + "def rest():\n    try:\n        main()\n    except KeyError:\n        pass"),
        true,
    );
}

/// A generator that runs wherever somebody goes through what it hands out, with a handler around names; nothing leads from it to `use`.
const ROWS: &str = "def rows(item):\n    try:\n        n = item.value.lower()\n    except KeyError:\n        n = 0\n    yield n\ndef each(f):\n    for row in rows(f):\n        yield row, f()\n";

/// What tests hand on they, and what runs them, call; what the program does may be called by anything of it.
#[test]
fn what_tests_hand_on() {
    let main = format!("{ROWS}def main():\n    return use()");
    keeps(&main, false);
    keeps(&format!("{main}\nHOOKS = []\nHOOKS.append(main)"), true);
    keeps(
        &format!("{main}\ndef again(app):\n    return [getattr(app, 'main')()]\nX = [main]"),
        true,
    );
    let plug = "import os\nimport heavy\nNEED = os.environ['NEED']\ndef run():\n    return heavy.VALUE\n";
    let source = format!("from app import plug\ndef use(*given):\n    return plug.run()\n{main}\n");
    let case = |more: &[(&str, &str)], test: &str| {
        Case::from([("app", ""), ("app.plug", plug), ("app.main", source.as_str())])
            .and(more)
            .heavy(&["app.plug"])
            .tests(&[("tests.test_main", test)])
    };
    for test in [
        "from app.main import main\n\ndef test(runner):\n    runner.invoke(main, ['x'])\n",
        "from app import main\n\ndef test(monkeypatch):\n    monkeypatch.setattr(main, 'rows', main.main)\n",
    ] {
        check_deferred(case(&[], test), "app.main", &[Strategy::FunctionLocal]);
    }
    // A file of tests that the program imports is part of it.
    let hands = "from app.main import main\n\nHOOKS = [main]\n";
    check_kept(
        case(&[("app.kit", "import tests.test_main\n")], hands),
        "app.main",
        Code::GuardedElsewhere,
    );
}

/// `super()` of a class whose bases are all of others leads to none of the project, unless a class below has another base.
#[test]
fn methods_that_super_finds() {
    let jar = "class Jar(http.cookies.SimpleCookie):\n    def load(self):\n        super().run()\ndef go(f):\n    Jar().load()\n    yield 1\n";
    let app = "class App:\n    def run(self):\n        return use()\ndef main():\n    App().run()\n";
    let program = |jar: &str, more: &str| format!("import http.cookies, kit\n{ROWS}{jar}{app}{more}");
    keeps(&program("", ""), false);
    keeps(&program(jar, ""), false);
    keeps(&program(jar, "class Own(Jar):\n    pass\n"), false);
    keeps(&program(jar, "class Both(Jar, App):\n    pass\n"), true);
    keeps(
        &program(jar, "class Own(Jar):\n    pass\nclass Both(Own, App):\n    pass\n"),
        true,
    );
    keeps(
        &program(&jar.replace("http.cookies.SimpleCookie", "kit.made()"), ""),
        true,
    );
    keeps(&program(&jar.replace("super()", "self"), ""), true);
}

/// What foreign code makes of texts alone runs nothing of the project.
#[test]
fn what_is_made_of_texts() {
    let program = |point: &str| {
        format!(
            "import collections, kit\n{ROWS}{point}\ndef main():\n    return use()\nHOOKS = [main]\ndef make():\n    try:\n        return Point(1, 2)\n    except KeyError:\n        return None\n"
        )
    };
    let rows = |point: &str| program(point).replace(ROWS, "");
    keeps(&rows("Point = collections.namedtuple('Point', 'x y')"), false);
    keeps(&rows("Point = collections.namedtuple('Point', ['x', 'y'])"), false);
    keeps(&rows("Point = kit.loaded('app.main:main')"), true);
    keeps(&rows("def one(): pass\nPoint = collections.defaultdict(one)"), true);
    keeps(
        &rows("Point = collections.namedtuple('Point', 'x y')\nPoint = min"),
        true,
    );
}
