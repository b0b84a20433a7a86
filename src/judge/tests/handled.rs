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
