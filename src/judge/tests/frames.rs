//! Who looks into the frames of its callers: only who comes to the function that looks is looked into.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// A module whose functions lead to a look into the names of a caller at any depth, and some that do not.
const LOOKS: &str = "import sys

def where(depth):
    return dict(sys._getframe(depth).f_locals)

def asks():
    return where(2)

again = where

class Look:
    def __init__(self, depth):
        self.names = dict(sys._getframe(depth).f_locals)

class More(Look):
    pass

class Other:
    def method(self):
        return 1

def other():
    return Other()
";

/// What becomes of an import in a function that also does something with the module that looks.
#[track_caller]
fn check(looks: &str, does: &str, stays: bool) {
    let source = format!("from app import looks\nimport heavy\n\ndef run(thing):\n    {does}\n    return heavy.VALUE\n");
    let case = Case::from([("app", ""), ("app.looks", looks), ("app.main", &source)]).heavy(&["heavy"]);
    match stays {
        true => check_kept(case, "app.main", Code::LocalsRead),
        false => check_deferred(case, "app.main", &LOCAL),
    }
}

#[test]
fn locals_of_who_comes_to_the_look() {
    for does in [
        "looks.where(1)",
        "looks.asks()",
        "looks.again(1)",
        "thing.where(1)",
        "looks.Look(1)",
        "looks.More(1)",
    ] {
        check(LOOKS, does, true);
    }
    for does in ["looks.other()", "looks.Other()", "looks.Other().method()", "thing.method()"] {
        check(LOOKS, does, false);
    }
    // Python itself calls what looks then: for whom is not seen.
    let by_python = format!("{LOOKS}\nclass Table:\n    def __getitem__(self, key):\n        return where(key)\n");
    check(&by_python, "looks.other()", true);
}

#[test]
fn globals_of_who_comes_to_the_look() {
    let looks = "import inspect

def names():
    return list(inspect.stack()[1].frame.f_globals)

def further(depth):
    return list(inspect.stack()[depth].frame.f_globals)

def other():
    return 1
";
    let check = |does: &str, stays: bool| {
        let source = format!("from app import looks\nimport heavy\n\ndef run():\n    return heavy.VALUE\n\n{does}\n");
        let case = Case::from([("app", ""), ("app.looks", looks), ("app.main", &source)]).heavy(&["heavy"]);
        match stays {
            true => check_kept(case, "app.main", Code::NamespaceRead),
            false => check_deferred(case, "app.main", &LOCAL),
        }
    };
    check("looks.names()", true);
    check("looks.further(1)", true);
    check("looks.other()", false);
}
