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

#[test]
fn a_context_manager_that_puts_back() {
    let others =
        format!("{CHDIR}\ndef listed(folder):\n    with inside(folder):\n        return sorted(os.listdir('.'))\n");
    check_deferred(rigged(&others, ""), "app.images", &LOCAL);
    // Near miss: the package may be loaded in there.
    let uses = format!(
        "{CHDIR}\nfrom app.images import size\n\ndef sized(folder):\n    with inside(folder):\n        return size()\n"
    );
    check_kept(rigged(&uses, ""), "app.images", Code::ImportWindow);
    // By way of another function, or of a method whose class is not known.
    let by_way = format!(
        "{CHDIR}\nimport app.images\n\ndef measured():\n    return app.images.size()\n\ndef sized(folder):\n    with inside(folder):\n        return measured()\n"
    );
    check_kept(rigged(&by_way, ""), "app.images", Code::ImportWindow);
    let method = format!(
        "{CHDIR}\nclass Yard:\n    def sized(self):\n        from app.images import size\n        return size()\n\ndef sized(folder, yard):\n    with inside(folder):\n        return yard.sized()\n"
    );
    check_kept(rigged(&method, ""), "app.images", Code::ImportWindow);
    // Whoever is handed something to call calls it in there.
    let handed = format!("{CHDIR}\ndef run(folder, task):\n    with inside(folder):\n        return task()\n");
    check_kept(rigged(&handed, ""), "app.images", Code::ImportWindow);
}

#[test]
fn a_function_that_puts_back() {
    let puts_back = |within: &str, finally: &str| {
        format!(
            "import os\n\ndef plain(text):\n    before = os.environ.get('RIG_CORES')\n    os.environ['RIG_CORES'] = '1'\n    try:\n        return {within}\n    finally:\n{finally}"
        )
    };
    let restores = "        if before is None:\n            del os.environ['RIG_CORES']\n        else:\n            os.environ['RIG_CORES'] = before\n";
    check_deferred(rigged("", &puts_back("text.upper()", restores)), "app.images", &LOCAL);
    // Near misses: it is used in between, or something else is there afterwards, or what was there is lost.
    check_kept(
        rigged("", &puts_back("size()", restores)),
        "app.images",
        Code::ImportWindow,
    );
    let sets = "        os.environ['RIG_CORES'] = '2'\n";
    check_kept(
        rigged("", &puts_back("text.upper()", sets)),
        "app.images",
        Code::ImportWindow,
    );
    let forgets = "        del os.environ['RIG_CORES']\n";
    check_kept(
        rigged("", &puts_back("text.upper()", forgets)),
        "app.images",
        Code::ImportWindow,
    );
}

#[test]
fn an_import_hook_for_the_time_being() {
    let hooks = "\
import builtins
import contextlib
import importlib

@contextlib.contextmanager
def hooked(hook):
    saved = builtins.__import__
    builtins.__import__ = hook
    try:
        yield
    finally:
        builtins.__import__ = saved

def again(module, hook):
    with hooked(hook):
        return importlib.reload(module)
";
    check_deferred(rigged(hooks, ""), "app.images", &LOCAL);
    let stays = hooks.replace(
        "    finally:\n        builtins.__import__ = saved\n",
        "    finally:\n        pass\n",
    );
    check_kept(rigged(&stays, ""), "app.images", Code::ImportWindow);
    // One that somebody keeps open.
    let kept = format!("{hooks}\ndef start(hook):\n    manager = hooked(hook)\n    manager.__enter__()\n");
    check_kept(rigged(&kept, ""), "app.images", Code::ImportWindow);
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
