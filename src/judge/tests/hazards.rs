//! Programs made to be broken by deferral: each is one that runs today and would not, or not the same, after an edit that
//! looks harmless. Numbers are those of the list of hazards that the design rests on.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept, check_untouched};
use super::super::{Code, Strategy};

const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const CONNECT: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";
const USE: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";

fn read_by(reader: &str) -> Case {
    Case::from(CONNECT).and(&[("app.reader", reader)])
}

fn tested_by(test: &str) -> Case {
    Case::from(CONNECT).tests(&[("tests.test_images", test)])
}

#[test]
fn h4_a_class_body_reads_the_module_before_it_imports_the_name_itself() {
    let source = "
        import dockyard

        class Fleet:
            size = dockyard.SIZE
            import light as dockyard

        def size():
            return dockyard.SIZE
        ";
    check_untouched(source, "app.images");
}

#[test]
fn h4_a_class_body_reads_the_module_where_the_loop_did_not_run() {
    let source = "
        import dockyard

        class Fleet:
            for dockyard in ():
                pass
            size = dockyard.SIZE

        def size():
            return dockyard.SIZE
        ";
    check_kept(source, "app.images", Code::UsedAtImport);
}

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
fn h45_a_submodule_with_effects_that_its_package_imports_by_name() {
    let case = Case::from([
        ("app", ""),
        ("app.core", "TABLE = []\n"),
        ("app.plugins", "from . import ship\n"),
        (
            "app.plugins.ship",
            "import dockyard\nfrom app.core import TABLE\nTABLE.append(dockyard.SIZE)\n\ndef go(): ...\n",
        ),
        (
            "app.images",
            "import dockyard\nfrom app import plugins\n\ndef size():\n    return plugins.ship.go(), dockyard.SIZE\n",
        ),
    ]);
    check_one_kept(case, "app.images", "from app import plugins", Code::HasEffects);
}

#[test]
fn h44_an_import_of_which_no_function_names_anything_is_not_lost() {
    let source = "import dockyard.hull\nimport dockyard.sails\n\ndef build():\n    return dockyard.hull.build()\n";
    check(
        source,
        "app.images",
        "def build():\n    import dockyard.hull\n    import dockyard.sails\n\n    return dockyard.hull.build()\n",
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

#[test]
fn h32_the_submodule_of_the_same_name_is_loaded_elsewhere() {
    let case = Case::from([
        ("app", "from dockyard import images\n\ndef size():\n    return images\n"),
        ("app.images", ""),
        ("app.other", "import app.images\nx = 1\n"),
    ]);
    check_untouched(case, "app");
}

#[test]
fn h37_the_name_is_a_local_of_another_branch() {
    let source = "import dockyard\n\ndef f(x):\n    if x:\n        import dockyard.hull\n    return dockyard.SIZE\n\ndef g():\n    return dockyard.SIZE\n";
    check_deferred(source, "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn h45_a_plugin_registered_by_a_base_class() {
    let case = Case::from([
        ("app", ""),
        (
            "app.core",
            "class Base:\n    kinds = {}\n\n    def __init_subclass__(cls):\n        cls.kinds[cls.__name__] = cls\n",
        ),
        (
            "app.plugin",
            "import dockyard\nfrom app.core import Base\n\nclass Plugin(Base):\n    size = dockyard.SIZE\n\ndef go(): ...\n",
        ),
        (
            "app.images",
            "from app.plugin import go\n\ndef size():\n    return go()\n",
        ),
    ]);
    check_kept(case, "app.images", Code::HasEffects);
}

#[test]
fn h45_a_plugin_that_puts_itself_into_a_table_that_a_call_hands_out() {
    let case = Case::from([
        ("app", ""),
        ("app.core", "TABLE = {}\n\ndef table():\n    return TABLE\n"),
        (
            "app.plugin",
            "import dockyard\nfrom app.core import table\n\ndef go(): ...\n\nkinds = table()\nkinds['ship'] = dockyard.Ship\n",
        ),
        (
            "app.images",
            "from app.plugin import go\n\ndef size():\n    return go()\n",
        ),
    ]);
    check_kept(case, "app.images", Code::HasEffects);
}

#[test]
fn h45_a_route_registered_with_a_decorator_called_get() {
    let case = Case::from([
        ("app", ""),
        ("app.core", "from fastapi import FastAPI\napi = FastAPI()\n"),
        (
            "app.routes",
            "import dockyard\nfrom app.core import api\n\n@api.get('/')\ndef go():\n    return 1\n\nSIZE = dockyard.SIZE + 1\n",
        ),
        (
            "app.images",
            "from app.routes import go\n\ndef size():\n    return go()\n",
        ),
    ]);
    check_kept(case, "app.images", Code::HasEffects);
}

#[test]
fn h46_the_environment_is_read_by_a_function_called_at_import() {
    let case = Case::from([
        ("app", ""),
        (
            "app.plugin",
            "import os\nimport dockyard\n\ndef read():\n    return os.environ['DOCK']\n\nDOCK = read()\nSIZE = dockyard.SIZE + 1\n\ndef go(): ...\n",
        ),
        (
            "app.images",
            "import os\nfrom app.plugin import go\n\ndef size():\n    return go()\n\ndef main():\n    os.environ['DOCK'] = '1'\n",
        ),
    ]);
    check_kept(case, "app.images", Code::ImportWindow);
}

#[test]
fn h49_a_replaced_import_function() {
    let source = "
        import builtins
        import dockyard

        def watch(name, *rest):
            dockyard.connect(name)
            return original(name, *rest)

        original = builtins.__import__
        builtins.__import__ = watch
        ";
    check_untouched(source, "app.images");
}

#[test]
fn h57_a_weak_reference_calls_back() {
    let source = "
        import weakref
        import dockyard

        def close(reference):
            dockyard.connect(reference)

        class Harbor:
            def __init__(self):
                self.reference = weakref.ref(self, close)
        ";
    check_kept(source, "app.images", Code::Shutdown);
}

#[test]
fn h65_a_handler_of_an_error_of_the_package() {
    // The import goes to the top of the function, so that the handler finds the class.
    let source =
        "import dockyard\n\ndef f(x):\n    try:\n        return x()\n    except dockyard.Error:\n        return None\n";
    check(
        source,
        "app.images",
        "def f(x):\n    import dockyard\n\n    try:\n        return x()\n    except dockyard.Error:\n        return None\n",
    );
}

#[test]
fn h76_doctests_in_a_table() {
    let source = format!("{USE}\n__test__ = {{'size': '>>> dockyard.SIZE\\n3\\n'}}\n");
    check_kept(source.as_str(), "app.images", Code::Doctest);
}

#[test]
fn a_signal_handler_is_a_function_like_others() {
    let source = "import signal\nimport dockyard\n\ndef stop(*rest):\n    dockyard.connect()\n\nif __name__ == '__main__':\n    signal.signal(signal.SIGTERM, stop)\n";
    check_deferred(source, "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn a_type_checking_flag_that_is_true() {
    let source = format!("from app import settings\n{USE}\nif settings.TYPE_CHECKING:\n    print(dockyard.SIZE)\n");
    let case = Case::from(source.as_str()).and(&[("app.settings", "TYPE_CHECKING = True\n")]);
    check_kept(case, "app.images", Code::UsedAtImport);
}
