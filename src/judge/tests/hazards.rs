//! Programs made to be broken by deferral: each is one that runs today and would not, or not the same, after an edit that
//! looks harmless. Numbers are those of the list of hazards that the design rests on.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept, check_untouched};
use super::super::{Code, Strategy};

pub(super) const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

const CONNECT: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

pub(super) const USE: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";

pub(super) fn read_by(reader: &str) -> Case {
    Case::from(CONNECT).and(&[("app.reader", reader)])
}

pub(super) fn tested_by(test: &str) -> Case {
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
