//! Writes that hold only while a call goes on.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// A package that reads the working directory and the environment when it is loaded.
const RIG: &str = "import os\nHOME = os.getcwd()\nCORES = os.environ.get('RIG_CORES')\nSIZE = 1\n";

const CHDIR: &str = "\
import contextlib
import os

@contextlib.contextmanager
def inside(folder):
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
";

/// A module that uses the package in a function, and another one beside it.
fn rigged(beside: &str, behind: &str) -> Case {
    let own = format!("import rig\n\ndef size():\n    return rig.SIZE\n{behind}");
    Case::new(&[("app", ""), ("app.images", &own), ("app.beside", beside)])
        .site(&[("rig", RIG)])
        .heavy(&["rig"])
}

/// What runs in between is not told by names: it counts as set for ever.
#[test]
fn what_is_put_back_holds_until_then() {
    for within in ["sorted(os.listdir('.'))", "size()", "folder()"] {
        let uses = format!(
            "{CHDIR}\nfrom app.images import size\n\ndef sized(folder):\n    with inside(folder):\n        return {within}\n"
        );
        check_kept(rigged(&uses, ""), "app.images", Code::ImportWindow);
    }
}

/// A `finally` that puts back what was there changes nothing itself.
#[test]
fn what_puts_back_changes_nothing() {
    let puts_back = |facet: &str, finally: &str| {
        format!(
            "import os\n\ndef plain(text):\n    before = os.environ.get('{facet}')\n    try:\n        return text.upper()\n    finally:\n{finally}"
        )
    };
    let restores = "        if before is None:\n            del os.environ['RIG_CORES']\n        else:\n            os.environ['RIG_CORES'] = before\n";
    check_deferred(rigged("", &puts_back("RIG_CORES", restores)), "app.images", &LOCAL);
    let sets = "        os.environ['RIG_CORES'] = '2'\n";
    check_kept(
        rigged("", &puts_back("RIG_CORES", sets)),
        "app.images",
        Code::ImportWindow,
    );
    let forgets = "        del os.environ['RIG_CORES']\n";
    check_kept(
        rigged("", &puts_back("RIG_CORES", forgets)),
        "app.images",
        Code::ImportWindow,
    );
}

#[test]
fn an_entry_among_the_loaded_modules_that_is_the_projects_own() {
    let goes_through = "import sys\nfor name in list(sys.modules):\n    if name.startswith('sea.'):\n        sys.modules['rig.' + name] = sys.modules[name]\nSIZE = 1\n";
    let replaces = |key: &str| format!("import sys\nimport app.images\nsys.modules[{key}] = app.images\n");
    let case = |key: &str| {
        let modules = [
            ("app", "import app.images\nimport app.beside\n"),
            ("app.beside", &replaces(key)),
        ];
        rigged("", "").and(&modules).site(&[("rig", goes_through)])
    };
    check_deferred(case("__name__"), "app.images", &LOCAL);
    // Near miss: one that the package may look for.
    check_kept(case("'sea.deep'"), "app.images", Code::ImportWindow);
    // Of another installed package it knows nothing either, unless it imports some of it.
    check_deferred(case("'lake.deep'"), "app.images", &LOCAL);
    let imports = case("'lake.deep'").site(&[("rig", &format!("import lake\n{goes_through}")), ("lake", "")]);
    check_kept(imports, "app.images", Code::ImportWindow);
}
