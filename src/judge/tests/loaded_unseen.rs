//! Modules that are loaded by what no statement says: plugins, configuration files, what is declared for others.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// A program that loads `app.plugins.one` in some way before it uses what an installed package has read.
fn case(loads: &str, one: &str) -> Case {
    let main = format!(
        "import importlib, pkgutil, runpy, sys\nfrom app import core, plugins\n\n{loads}\n\ndef main():\n    load('one')\n    \
         return core.size()\n"
    );
    Case::new(&[
        ("app", ""),
        ("app.core", "import rig\n\ndef size():\n    return rig.MODE\n"),
        ("app.plugins", ""),
        ("app.plugins.one", one),
        ("app.start", &main),
    ])
    .site(&[("rig", "import os\nMODE = os.environ.get('RIG_MODE')\n")])
    .heavy(&["rig"])
}

const SETS: &str = "import os\n\nos.environ['RIG_MODE'] = 'b'\n";

const WAYS: [&str; 7] = [
    "def load(name):\n    importlib.import_module(f'app.plugins.{name}')",
    "def load(name):\n    __import__('app.plugins.' + name)",
    "def load(name):\n    for one in pkgutil.iter_modules(plugins.__path__):\n        importlib.import_module(f'{plugins.__name__}.{one.name}')",
    "def load(name):\n    importlib.import_module(sys.argv[1])",
    "def load(name):\n    runpy.run_path(f'app/plugins/{name}.py')",
    "def load(name):\n    module, _, attribute = 'app.plugins.one:run'.partition(':')\n    importlib.import_module(module)",
    "TABLE = {'one': 'app.plugins.one'}\n\ndef load(name):\n    resolve(TABLE[name])",
];

#[test]
fn what_they_set_is_set_some_time() {
    for loads in WAYS {
        check_kept(case(loads, SETS), "app.core", Code::ImportWindow);
        check_deferred(case(loads, "SIZE = 1\n"), "app.core", &LOCAL);
    }
    // It may be one that a plugin imports, which imports the other as well.
    let through = case(WAYS[0], "from app import effects, core\n").and(&[("app.effects", SETS)]);
    check_kept(through, "app.core", Code::ImportWindow);
}

#[test]
fn what_begins_a_program_of_its_own_comes_first() {
    // Nobody loads anything that is not written.
    check_deferred(case("def load(name):\n    print(name)", SETS), "app.core", &LOCAL);
    // Python executes it before all else.
    let customized = case(WAYS[3], "SIZE = 1\n").and(&[("app.hooks", ""), ("app.hooks.sitecustomize", SETS)]);
    check_deferred(customized, "app.core", &LOCAL);
    let guarded = format!("{SETS}from app import core\n\nif __name__ == '__main__':\n    core.size()\n");
    check_deferred(case(WAYS[0], &guarded), "app.core", &LOCAL);
}
