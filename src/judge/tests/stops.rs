//! Modules that stop the program at their import where the environment or the command line does not hold what it should.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

/// A program that gets `app.plug` at its top and uses it later; the module runs `code`, and `app.env` is `env`.
fn program(code: &str, env: &str) -> Case {
    let plug = format!("import os, sys\nimport heavy\n{code}\ndef run():\n    return heavy.VALUE\n");
    let main = "from app import plug\ndef main():\n    print('start')\n    return plug.run()\n";
    Case::from([("app", ""), ("app.env", env), ("app.plug", &plug), ("app.main", main)]).heavy(&["app.plug"])
}

#[track_caller]
pub(super) fn stops(code: &str, does: bool) {
    stops_with(code, "", does);
}

#[track_caller]
fn stops_with(code: &str, env: &str, does: bool) {
    match does {
        true => check_kept(program(code, env), "app.main", Code::HasEffects),
        false => check_deferred(program(code, env), "app.main", &[Strategy::FunctionLocal]),
    }
}

const FAIL: &str = "def fail(text='bad'):\n    raise RuntimeError(text)\n";

#[test]
fn a_function_that_raises_is_called_where_something_given_says_so() {
    for (call, does) in [
        ("if os.environ.get('BAD'):\n    fail()", true),
        ("os.environ.get('BAD') is None or fail()", true),
        ("X = fail() if os.environ.get('BAD') else 1", true),
        ("X = os.environ.get('BAD') and fail()", true),
        (
            "def check(value):\n    if value:\n        fail(value)\ncheck(os.environ.get('BAD'))",
            true,
        ),
        (
            "def check(value):\n    if value:\n        fail()\ncheck(value=os.environ.get('BAD'))",
            true,
        ),
        (
            "check = lambda value: fail() if value else value\ncheck(os.environ.get('BAD'))",
            true,
        ),
        // It is called by nobody, or what is given does not say whether it is.
        ("X = os.environ.get('BAD')", false),
        (
            "X = os.environ.get('BAD')\ndef check():\n    if X:\n        fail()",
            false,
        ),
        (
            "def check(value, other):\n    if value:\n        fail()\ncheck('', os.environ.get('BAD'))",
            false,
        ),
        (
            "try:\n    if os.environ.get('BAD'):\n        fail()\nexcept RuntimeError:\n    pass",
            false,
        ),
    ] {
        stops(&format!("{FAIL}{call}"), does);
    }
}

#[test]
fn what_is_set_by_something_given_tells_of_it() {
    let raising = |set: &str, test: &str| format!("{set}\nif {test}:\n    raise RuntimeError('bad')");
    for (set, test, does) in [
        ("a, b = os.environ.get('BAD'), 1", "a", true),
        ("a = ''\na += os.environ.get('BAD', '')", "a", true),
        ("b = (a := os.environ.get('BAD'))", "a", true),
        ("ok = True\nif os.environ.get('BAD'):\n    ok = False", "not ok", true),
        (
            "errors = []\nif os.environ.get('BAD'):\n    errors.append('bad')",
            "errors",
            true,
        ),
        ("conf = {}\nconf['bad'] = os.environ.get('BAD')", "conf['bad']", true),
        ("conf = {**os.environ}", "'BAD' in conf", true),
        ("class N: pass\nn = N()\nn.bad = os.environ.get('BAD')", "n.bad", true),
        (
            "bad = None\ndef load():\n    global bad\n    bad = os.environ.get('BAD')\nload()",
            "bad",
            true,
        ),
        (
            "bad = os.environ.get('BAD')\ndef is_bad():\n    return bool(bad)",
            "is_bad()",
            true,
        ),
        (
            "def all_of():\n    yield os.environ.get('BAD')\nbad = [one for one in all_of()]",
            "bad",
            true,
        ),
        (
            "for n in 'a', 'b':\n    if n in os.environ:\n        break\nelse:\n    n = None",
            "n",
            true,
        ),
        // What is asked about is another name, or only whether a key is there.
        ("a, b = os.environ.get('BAD'), len(sys.path)", "b > 1000", false),
        (
            "conf = {}\nconf['bad'] = os.environ.get('BAD')\nconf[str(sys.path)] = 1",
            "'good' in conf",
            false,
        ),
        ("a = os.environ.get('BAD', 'x')", "a is None", false),
        ("a = os.environ.get('BAD', 'x')", "not isinstance(a, str)", false),
    ] {
        stops(&raising(set, test), does);
    }
}

#[test]
fn settings_of_another_module_are_given_as_well() {
    let env = "import os\nBAD = os.environ.get('BAD')\nGOOD = 1 + len(__name__)\ndef flag():\n    return BAD\n";
    let class = "import os\nclass Settings:\n    def __init__(self):\n        self.bad = os.environ.get('BAD')\n    def check(self):\n        \
                 if self.bad:\n            raise RuntimeError\nS = Settings()\n";
    let raising = |first: &str, test: &str| format!("{first}\nif {test}:\n    raise RuntimeError");
    stops_with(&raising("from app.env import BAD", "BAD"), env, true);
    stops_with(&raising("from app.env import BAD as B", "B"), env, true);
    stops_with(&raising("from app import env", "env.BAD"), env, true);
    stops_with(&raising("from app.env import flag", "flag()"), env, true);
    stops_with(&raising("from app.env import S", "S.bad"), class, true);
    stops_with("from app.env import S\nS.check()", class, true);
    stops_with(&raising("from app.env import BAD, GOOD", "GOOD > 1000"), env, false);
    stops_with(&raising("from app import env", "env.GOOD > 1000"), env, false);
}

#[test]
fn objects_keep_what_they_are_handed() {
    let class =
        |set: &str, rest: &str| format!("class C:\n    def __init__(self, v=None, n=1):\n        {set}\n    {rest}\n");
    let check = "def check(self):\n        if self.v:\n            raise RuntimeError";
    stops(
        &(class("self.v = os.environ.get('BAD'); self.check()", check) + "C()"),
        true,
    );
    stops(&(class("self.v = v", check) + "C(os.environ.get('BAD')).check()"), true);
    stops(
        &(class("self.n = v; self.v = len(sys.path) - n; self.check()", check) + "C(os.environ.get('BAD'))"),
        false,
    );
    let data = "import dataclasses\n@dataclasses.dataclass\nclass C:\n    n: int\n    v: str = DEFAULT\n    def __post_init__(self):\n        \
                if TEST:\n            raise ValueError\n";
    let made = |default: &str, test: &str, call: &str| data.replace("DEFAULT", default).replace("TEST", test) + call;
    stops(&made("''", "self.v", "C(1, os.environ.get('BAD'))"), true);
    stops(&made("os.environ.get('BAD')", "self.v", "C(1)"), true);
    stops(
        &made("''", "self.n < 0", "C(len(sys.path), os.environ.get('BAD'))"),
        false,
    );
}

#[test]
fn a_member_of_an_enumeration_is_asked_for() {
    let kind = |bases: &str, rest: &str| format!("import enum\nclass Kind({bases}):\n    A = 'a'\n    {rest}\n");
    let (given, none) = ("os.environ.get('BAD', 'a')", "");
    stops(&(kind("enum.Enum", none) + &format!("K = Kind({given})")), true);
    stops(&(kind("str, enum.Enum", none) + &format!("K = Kind({given})")), true);
    stops(&(kind("enum.Enum", none) + &format!("K = Kind[{given}]")), true);
    stops(
        &(kind("enum.Enum", none) + &format!("def kind(v):\n    return Kind(v)\nK = kind({given})")),
        true,
    );
    stops(
        &(kind("enum.Enum", none) + &format!("K = [Kind(v) for v in {given}.split()]")),
        true,
    );
    let missing = "@classmethod\n    def _missing_(cls, value): ";
    stops(
        &(kind("enum.Enum", &format!("{missing}return cls.A")) + &format!("K = Kind({given})")),
        false,
    );
    stops(
        &(kind("enum.Enum", &format!("{missing}return None")) + &format!("K = Kind({given})")),
        true,
    );
    stops(
        &(kind("enum.Enum", none) + &format!("K = Kind('a')\nX = {given}")),
        false,
    );
}

#[test]
fn what_is_tried_first_says_whether_something_is_raised() {
    let tried =
        |handler: &str, rest: &str| format!("try:\n    os.environ['BAD']\nexcept KeyError:\n    {handler}\n{rest}");
    stops(&tried("pass", "else:\n    raise RuntimeError"), true);
    stops(
        "try:\n    os.environ['BAD']\n    raise RuntimeError\nexcept KeyError:\n    pass",
        true,
    );
    let function = "def f():\n    try:\n        os.environ['BAD']\n    except KeyError:\n        return 1\n    raise RuntimeError\nf()";
    stops(function, true);
    stops(&tried("pass", ""), false);
    stops(
        "import contextlib\nwith contextlib.nullcontext(os.environ.get('BAD')) as v:\n    if v:\n        raise KeyError",
        true,
    );
    stops(
        "import contextlib\nwith contextlib.suppress(KeyError):\n    if os.environ.get('BAD'):\n        raise KeyError",
        false,
    );
}

#[test]
fn a_default_makes_a_missing_variable_no_question() {
    let env = "MISSING = object()\ndef env(name, default=MISSING):\n    try:\n        return os.environ[name]\n    except KeyError:\n        \
               if default is MISSING:\n            raise RuntimeError(name)\n        return default\n";
    let get = "def env(name, default=None):\n    value = os.environ.get(name, default)\n    if value is None:\n        raise RuntimeError(name)\n    return value\n";
    for env in [env, get] {
        stops(&format!("{env}X = env('X', '1')"), false);
        stops(&format!("{env}X = env('X')"), true);
    }
}

/// Whether a handler around a call that leads to the first use keeps the import of a module that runs `raising`.
#[track_caller]
pub(super) fn caught(raising: &str, handler: &str, keeps: bool) {
    let plug = format!("import json, os, pathlib, sys\nimport heavy\n{raising}\ndef run():\n    return heavy.VALUE\n");
    let main = format!(
        "from app import plug\ndef go():\n    return plug.run()\ndef main():\n    try:\n        return go()\n    {handler}\n        return 0\n"
    );
    let case = Case::from([("app", ""), ("app.plug", &plug), ("app.main", &main)]).heavy(&["app.plug"]);
    match keeps {
        true => check_kept(case, "app.main", Code::GuardedElsewhere),
        false => check_deferred(case, "app.main", &[Strategy::FunctionLocal]),
    }
}

/// A handler of an installed package that waits for a module which is there.
#[test]
fn a_module_that_is_there_is_not_missing() {
    let keeps = |rig: &str, does: bool| {
        let main = "import rig\ndef go():\n    return rig.run()\ndef main():\n    try:\n        return go()\n    except Exception:\n        return 0\n";
        let case = Case::from([("app", ""), ("app.main", main)])
            .site(&[("rig", rig), ("fast", "def mask():\n    pass\n")])
            .heavy(&["rig"]);
        match does {
            true => check_kept(case, "app.main", Code::HasEffects),
            false => check_deferred(case, "app.main", &[Strategy::FunctionLocal]),
        }
    };
    let tried = |body: &str, handler: &str| {
        format!("import os\ntry:\n    {body}\nexcept {handler}\n    mask = None\ndef run():\n    return 1\n")
    };
    let again = "ImportError:\n    if os.environ.get('FAST') == '1':\n        raise";
    keeps(&tried("from fast import mask", again), false);
    let other = "ImportError:\n    if os.environ.get('FAST') == '1':\n        raise RuntimeError('no mask')";
    keeps(&tried("from fast import mask", other), false);
    // It is not there, or something else is tried or handled.
    keeps(&tried("from gone import mask", other), true);
    keeps(&tried("from fast import mask; N = int(os.environ['N'])", other), true);
    keeps(
        &tried("from fast import mask", &other.replace("ImportError", "Exception")),
        true,
    );
    // What was caught is raised by its name.
    let picked = |raised: &str| {
        tried(
            "mask = __import__(os.environ.get('PICK', 'fast'))",
            &format!(
                "KeyError as first:\n    try:\n        import fast\n    except ImportError:\n        raise {raised}"
            ),
        )
    };
    keeps(&picked("first from None"), false);
    keeps(&picked("RuntimeError"), false);
}

#[test]
fn what_is_raised_again_is_what_was_raised() {
    let read = |path: &str| format!("try:\n    TEXT = pathlib.Path({path}).read_text()\nexcept OSError:\n    raise");
    caught(&read("'/x'"), "except FileNotFoundError:", true);
    caught(&read("'/x'"), "except KeyError:", false);
    caught(&read("__file__"), "except OSError:", false);
    let get = "try:\n    X = os.environ.get('X', '')\nexcept Exception:\n    raise";
    caught(get, "except Exception:", false);
    caught(
        "try:\n    X = int(os.environ.get('X', ''))\nexcept Exception:\n    raise",
        "except ValueError:",
        true,
    );
    let other = "try:\n    X = open('/x')\nexcept KeyError:\n    X = None";
    caught(other, "except OSError:", true);
    caught(
        "with open('/x') as file:\n    X = json.load(file)",
        "except ValueError:",
        true,
    );
}

#[test]
fn the_sources_of_the_program_are_there() {
    caught("TEXT = pathlib.Path(__file__).read_text()", "except OSError:", false);
    caught(
        "TEXT = open(os.path.join(os.path.dirname(__file__), '__init__.py')).read()",
        "except OSError:",
        false,
    );
    caught(
        "HERE = pathlib.Path(__file__).parent\nTEXT = open(HERE / 'main.py', encoding='utf-8').read()",
        "except OSError:",
        false,
    );
    let connect = |path: &str| format!("import sqlite3\nBASE = sqlite3.connect('{path}')");
    caught(&connect(":memory:"), "except OSError:", false);
    // What else stands there somebody may have put there, or not.
    caught(
        "TEXT = open(pathlib.Path(__file__).parent / 'table.txt').read()",
        "except OSError:",
        true,
    );
    caught(
        "TEXT = open(pathlib.Path(__file__).parent / 'other.py').read()",
        "except OSError:",
        true,
    );
    let given = "TEXT = open(os.path.join(os.path.dirname(__file__), os.environ.get('X', ''))).read()";
    caught(given, "except OSError:", true);
}

/// The body of a generator or coroutine runs behind its call, where somebody goes through it or waits for it.
#[test]
fn what_runs_behind_its_call() {
    let case = |go: &str, main: &str| {
        let plug = "TEXT = open('/x').read()\ndef run():\n    return TEXT\n";
        let text = format!(
            "from app import plug\n{go}\ndef main(loop):\n    made = go()\n    print('made')\n    try:\n        {main}\n    except OSError:\n        return 0\n"
        );
        Case::from([("app", ""), ("app.plug", plug), ("app.main", &text)]).heavy(&["app.plug"])
    };
    let generator = "def go():\n    yield plug.run()";
    let coroutine = "async def go():\n    return plug.run()";
    for (go, main) in [(generator, "next(made)"), (coroutine, "loop.run_until_complete(made)")] {
        check_kept(case(go, main), "app.main", Code::GuardedElsewhere);
    }
    let plain = "def go():\n    return plug.run()";
    check_deferred(case(plain, "print(made)"), "app.main", &[Strategy::FunctionLocal]);
}
