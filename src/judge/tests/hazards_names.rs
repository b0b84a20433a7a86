//! Programs made to be broken by deferral: names that are read or patched through strings, other names and namespaces.
//! Numbers are those of the list of hazards that the design rests on.
use super::hazards::{SERVED, USE, read_by, tested_by};
use crate::judge::Code;
use crate::judge::testing::{Case, check_deferred, check_kept, check_untouched};
use crate::verdict::Strategy;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn h20_a_module_under_another_name() {
    check_deferred(
        read_by("from app import images\nbackend = images\n\ndef go():\n    return backend.connect()\n"),
        "app.images",
        &SERVED,
    );
}

#[test]
fn h20_a_module_chosen_by_a_condition() {
    let reader = "from app import images, other\nbackend = images if __debug__ else other\n\ndef go():\n    return backend.connect()\n";
    check_deferred(
        read_by(reader).and(&[("app.other", "def connect(): ...\n")]),
        "app.images",
        &SERVED,
    );
}

#[test]
fn h20_modules_in_a_list() {
    let reader = "from app import images\n\ndef go():\n    return [module.connect() for module in (images,)]\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_module_handed_to_a_function() {
    let reader = "from app import images\n\ndef call(module):\n    return module.connect()\n\ndef go():\n    return call(images)\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_module_handed_to_a_function_elsewhere() {
    let case = read_by("from app import images\nfrom app.calls import call\n\ndef go():\n    return call(images)\n")
        .and(&[("app.calls", "def call(module):\n    return module.connect()\n")]);
    check_deferred(case, "app.images", &SERVED);
}

#[test]
fn h20_a_module_as_a_class_attribute() {
    let reader = "from app import images\n\nclass Service:\n    backend = images\n\n    def go(self):\n        return self.backend.connect()\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_module_imported_by_a_relative_name_in_a_string() {
    let reader = "import importlib\n\ndef go():\n    return importlib.import_module('.images', 'app').connect()\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_module_imported_by_a_computed_name() {
    let reader = "import importlib\n\ndef go(name):\n    return importlib.import_module(f'app.{name}').connect()\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_module_imported_by_name_into_a_variable() {
    let reader =
        "import importlib\nhere = importlib.import_module('app.images')\n\ndef go():\n    return here.connect()\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_match_on_a_name_of_the_module() {
    let reader =
        "from app import images\n\ndef go(x):\n    match x:\n        case images.connect:\n            return 1\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h20_a_submodule_that_its_package_imports_by_name() {
    for reader in [
        "from app import images\n\ndef go():\n    return images.connect()\n",
        "import app\n\ndef go():\n    return app.images.connect()\n",
    ] {
        let case = read_by(reader).and(&[("app", "from . import images\nprint(images)\n")]);
        check_deferred(case, "app.images", &SERVED);
    }
}

#[test]
fn h23_a_patch_of_a_submodule_that_its_package_imports_by_name() {
    let test = "from unittest.mock import patch\n\n@patch('app.images.connect')\ndef test(fake): ...\n";
    check_deferred(
        tested_by(test).and(&[("app", "from . import images\n")]),
        "app.images",
        &SERVED,
    );
    let object = "from unittest.mock import patch\nfrom app import images\n\n@patch.object(images, 'connect')\ndef test(fake): ...\n";
    check_deferred(
        tested_by(object).and(&[("app", "from . import images\n")]),
        "app.images",
        &SERVED,
    );
}

#[test]
fn h23_a_patch_of_an_f_string() {
    let test = "from unittest.mock import patch\nMODULE = 'app.images'\n\ndef test():\n    with patch(f'{MODULE}.connect'): ...\n";
    check_deferred(tested_by(test), "app.images", &SERVED);
}

#[test]
fn h23_a_patch_of_a_sum_of_strings() {
    let test = "from unittest.mock import patch\nMODULE = 'app.images'\n\ndef test():\n    with patch(MODULE + '.connect'): ...\n";
    check_deferred(tested_by(test), "app.images", &SERVED);
}

#[test]
fn h23_a_patch_of_the_module_name() {
    let test = "from unittest.mock import patch\nfrom app import images\n\ndef test():\n    with patch(f'{images.__name__}.connect'): ...\n";
    check_deferred(tested_by(test), "app.images", &SERVED);
}

#[test]
fn h23_a_patch_by_keywords() {
    let test = "from unittest.mock import patch\nfrom app import images\n\ndef test():\n    with patch.object(target=images, attribute='connect'): ...\n";
    check_deferred(tested_by(test), "app.images", &SERVED);
}

#[test]
fn h23_a_patch_from_a_table() {
    let test = "from unittest.mock import patch\nfrom app import images\nNAMES = ['connect']\n\ndef test():\n    for name in NAMES:\n        with patch.object(images, name): ...\n";
    check_deferred(tested_by(test), "app.images", &SERVED);
}

#[test]
fn h23_an_assignment_through_another_name() {
    let test = "from app import images\n\ndef test():\n    target = images\n    target.connect = None\n";
    check_deferred(tested_by(test), "app.images", &SERVED);
}

#[test]
fn h23_the_source_patched_through_an_f_string() {
    let test = "from unittest.mock import patch\nMODULE = 'dockyard'\n\ndef test():\n    with patch(f'{MODULE}.connect'): ...\n";
    check_kept(tested_by(test), "app.images", Code::SourcePatched);
}

#[test]
fn h24_getters_of_attributes() {
    let reader =
        "import operator\nfrom app import images\n\ndef go():\n    return operator.attrgetter('connect')(images)\n";
    check_deferred(read_by(reader), "app.images", &SERVED);
}

#[test]
fn h24_a_function_that_reads_the_namespace_of_its_argument() {
    let reader = "from app import images\n\ndef names(module):\n    return [x for x in vars(module).values()]\n\ndef go():\n    return names(images)\n";
    check_untouched(read_by(reader), "app.images");
}

#[test]
fn h24_a_loop_over_modules_that_reads_their_namespaces() {
    let reader = "import inspect\nfrom app import images\n\ndef go():\n    for module in [images]:\n        yield inspect.getmembers(module)\n";
    check_untouched(read_by(reader), "app.images");
}

#[test]
fn h24_a_module_imported_by_a_name_and_scanned() {
    let reader =
        "import importlib\nimages = importlib.import_module('app.images')\n\ndef go():\n    return vars(images)\n";
    check_kept(read_by(reader), "app.images", Code::NamespaceRead);
}

#[test]
fn h24_a_package_scanned_with_pkgutil() {
    let reader = "
        import importlib
        import pkgutil
        import app

        def go():
            for info in pkgutil.iter_modules(app.__path__):
                module = importlib.import_module(f'app.{info.name}')
                for name in dir(module):
                    yield getattr(module, name)
        ";
    check_untouched(read_by(reader), "app.images");
}

#[test]
fn h25_the_globals_of_a_frame() {
    let source = format!("import sys\n{USE}\ndef look():\n    return sys._getframe().f_globals['dockyard']\n");
    check_kept(source.as_str(), "app.images", Code::NamespaceRead);
}

#[test]
fn h25_the_locals_of_a_frame() {
    let source = "import sys\nimport dockyard\n\ndef look():\n    return dockyard.SIZE, sys._getframe().f_locals\n";
    check_untouched(source, "app.images");
}

#[test]
fn h25_namespaces_by_another_name() {
    let source = format!("namespace = globals\n{USE}\ndef look():\n    return namespace()['dockyard']\n");
    check_kept(source.as_str(), "app.images", Code::NamespaceRead);
}

#[test]
fn h25_a_qualified_builtin() {
    let source = format!("import builtins\n{USE}\ndef look():\n    return builtins.globals()['dockyard']\n");
    check_kept(source.as_str(), "app.images", Code::NamespaceRead);
}

#[test]
fn h25_a_statement_run_in_the_main_module() {
    let source =
        format!("import cProfile\n{USE}\nif __name__ == '__main__':\n    cProfile.run('dockyard.connect()')\n");
    check_untouched(source.as_str(), "app.images");
}

#[test]
fn h25_timeit_imports_from_the_main_module() {
    let source = format!(
        "import timeit\n{USE}\nif __name__ == '__main__':\n    timeit.timeit('dockyard.connect()', 'from __main__ import dockyard')\n"
    );
    check_untouched(source.as_str(), "app.images");
}

/// What goes through a plugin for marked functions passes over modules and classes, whoever holds the manager.
#[test]
fn h20_a_plugin_that_is_searched_for_marked_functions() {
    let pluggy = "class PluginManager:\n    def __init__(self, name): ...\n    def register(self, plugin): return dir(plugin)\nclass HookimplMarker:\n    def __init__(self, name): ...\n    def __call__(self, function): return function\n";
    let case = |imports: &str, start: &str| {
        Case::new(&[
            ("app", ""),
            ("app.marks", "import pluggy\nimpl = pluggy.HookimplMarker('it')\n"),
            (
                "app.rigs",
                "import rig\nfrom app.marks import impl\nclass Rig: pass\n@impl\ndef it_sails(): return rig.SIZE\n",
            ),
            (
                "app.images",
                &format!("{imports}\n\ndef size():\n    return used.SIZE\n"),
            ),
            ("app.start", start),
        ])
        .site(&[
            (
                "rig",
                "SIZE = 1\nSIZES = [1]\nCHOSEN = 1\nCHOSEN = SIZE\nclass Sail: pass\nmade = Sail()\n",
            ),
            ("pluggy", pluggy),
        ])
        .heavy(&["rig", "app.rigs"])
    };
    let held = |maker: &str, more: &str| {
        format!(
            "import pluggy\nfrom app import images\n\nclass Own(pluggy.PluginManager): pass\n\nclass Plugins:\n    def __init__(self):\n        self.manager = {maker}\n{more}\n    def load(self):\n        for plugin in (images,):\n            self.manager.register(plugin)\n"
        )
    };
    let plain = held("pluggy.PluginManager('it')", "");
    let local = "import pluggy\nfrom app import images\n\ndef load():\n    manager = pluggy.PluginManager('it')\n    manager.register(images)\n";
    for imports in [
        "import rig as used",
        "from rig import Sail as used",
        "from app.rigs import Rig as used",
        "from rig import SIZE as used",
        "from rig import SIZES as used",
    ] {
        check_deferred(case(imports, &plain), "app.images", &LOCAL);
        check_deferred(case(imports, local), "app.images", &LOCAL);
    }
    // What a call made, or what is bound twice, may be a function.
    for imports in ["from rig import made as used", "from rig import CHOSEN as used"] {
        check_kept(case(imports, &plain), "app.images", Code::NamespaceRead);
    }
    // A function that carries the mark is what it looks for.
    check_kept(
        case("from app.rigs import it_sails as used", &plain),
        "app.images",
        Code::NamespaceRead,
    );
    // Another kind of manager may look for anything.
    let others = [
        held("Own('it')", ""),
        held(
            "pluggy.PluginManager('it')",
            "    def other(self, manager):\n        self.manager = manager\n",
        ),
        held("pluggy.PluginManager('it')", "    manager = None\n"),
        local.replace("register(images)", "consider(images)"),
    ];
    for start in others {
        check_kept(
            case("from app.rigs import Rig as used", &start),
            "app.images",
            Code::NamespaceRead,
        );
    }
}

#[test]
fn names_that_their_source_binds_again() {
    let case = |source: &str| {
        Case::from("from app.dock import berth\n\ndef size():\n    return berth\n")
            .and(&[("app.dock", source)])
            .heavy(&["app.dock"])
    };
    for source in [
        "berth = 1\n\ndef close():\n    global berth\n    del berth\n",
        "berth = 1\n\ndef close(now):\n    global berth\n    if now:\n        del berth\n",
        "berth = 1\n\ndef close():\n    global berth\n    type berth = int\n",
        "from math import floor as berth\n\ndef close():\n    global berth\n    from math import ceil as berth\n",
        "berth = 1\n\ndef load(text):\n    exec(text, globals())\n",
    ] {
        check_kept(case(source), "app.images", Code::SourcePatched);
    }
    for source in [
        "berth = other = 1\n\ndef close():\n    global other\n    del other\n",
        "berth = 1\n\ndef close():\n    berth = 2\n    del berth\n",
        "berth = 1\n\ndef close():\n    type berth = int\n",
        "from math import floor as berth\n\ndef close():\n    from math import ceil as berth\n    return berth\n",
    ] {
        // What a module of the project binds by itself, others may read there.
        case(source).assert_none_kept("app.images");
    }
}
