//! Where the import statement stands, and what its author says of it.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "\ndef size():\n    return dockyard.SIZE\n";

fn with_use(head: &str) -> Case {
    Case::from(format!("{head}{USE}").as_str())
}

#[test]
fn star_import() {
    let source = "from dockyard import *\n\ndef size():\n    return SIZE\n";
    check_kept(source, "app.images", Code::StarImport);
    let named = "from dockyard import SIZE\n\ndef size():\n    return SIZE\n";
    check_deferred(named, "app.images", &LOCAL);
}

#[test]
fn guarded_import() {
    for guard in [
        "try:\n    import dockyard\nexcept ImportError:\n    pass\n",
        "try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    import dockyard\n",
        "try:\n    pass\nfinally:\n    import dockyard\n",
        "try:\n    if True:\n        import dockyard\nexcept* ImportError:\n    pass\n",
    ] {
        check_kept(with_use(guard), "app.images", Code::GuardedImport);
    }
    check_deferred(
        with_use("try:\n    import gone\nexcept ImportError:\n    pass\nimport dockyard\n"),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn conditional_import() {
    for head in [
        "import sys\nif sys.platform == 'linux':\n    import dockyard\n",
        "if not TYPE_CHECKING:\n    import dockyard\n",
        "for _ in (1,):\n    import dockyard\n",
        "while True:\n    import dockyard\n    break\n",
        "match 1:\n    case 1:\n        import dockyard\n",
    ] {
        check_kept(with_use(head), "app.images", Code::ConditionalImport);
    }
    check_deferred(
        with_use("import sys\nif sys.platform == 'linux':\n    pass\nimport dockyard\n"),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn with_block() {
    check_kept(
        with_use("import threading\nwith threading.Lock():\n    import dockyard\n"),
        "app.images",
        Code::WithBlock,
    );
    check_deferred(
        with_use("import threading\nwith threading.Lock():\n    pass\nimport dockyard\n"),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn class_scope_import() {
    let source = "class Images:\n    import dockyard\n\n    def size(self):\n        return self.dockyard.SIZE\n";
    check_kept(source, "app.images", Code::ClassScopeImport);
    let outside = "import dockyard\n\nclass Images:\n    def size(self):\n        return dockyard.SIZE\n";
    check_deferred(outside, "app.images", &LOCAL);
}

#[test]
fn eager_comment() {
    check_kept(
        with_use("import dockyard  # dormant: eager\n"),
        "app.images",
        Code::EagerComment,
    );
    let inside = "from dockyard import (\n    SIZE,  # dormant: eager\n)\n\ndef size():\n    return SIZE\n";
    check_kept(inside, "app.images", Code::EagerComment);
    check_deferred(with_use("# dormant: eager\n\nimport dockyard\n"), "app.images", &LOCAL);
}

#[test]
fn a_comment_is_about_its_own_name() {
    let two = "
        from dockyard import (
            SIZE,  # dormant: eager
            connect,
        )

        def size():
            return connect(SIZE)
        ";
    check_one_kept(two, "app.images", "from dockyard import SIZE", Code::EagerComment);
}

#[test]
fn eager_setting() {
    check_kept(
        with_use("import dockyard\n").eager("dockyard"),
        "app.images",
        Code::EagerSetting,
    );
    let hull = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    check_kept(Case::from(hull).eager("dockyard"), "app.images", Code::EagerSetting);
    let from = "from dockyard import hull\n\ndef build():\n    return hull.build()\n";
    check_kept(
        Case::from(from).eager("dockyard.hull"),
        "app.images",
        Code::EagerSetting,
    );
    check_deferred(
        with_use("import dockyard\n").eager("dockyard.hull"),
        "app.images",
        &LOCAL,
    );
    check_deferred(with_use("import dockyard\n").eager("dock"), "app.images", &LOCAL);
}

#[test]
fn ignored() {
    check_kept(
        with_use("import dockyard  # dormant: ignore\n"),
        "app.images",
        Code::Ignored,
    );
    check_kept(
        with_use("import dockyard  # dormant: ignore[function-local]\n"),
        "app.images",
        Code::Ignored,
    );
    check_kept(
        with_use("import dockyard\n").ignore("app.images", "function-local"),
        "app.images",
        Code::Ignored,
    );
    check_kept(
        with_use("import dockyard\n").ignore("app.images", "all"),
        "app.images",
        Code::Ignored,
    );
    check_deferred(
        with_use("import dockyard  # dormant: ignore[module-getattr]\n"),
        "app.images",
        &LOCAL,
    );
    check_deferred(
        with_use("import dockyard\n").ignore("app", "function-local"),
        "app.images",
        &LOCAL,
    );
}

/// A package that reads the state of the process when it is imported.
fn reading(source: &str) -> Case {
    let port = "import os\nimport socket\nimport warnings\nDOCK = os.environ.get('DOCK')\nHERE = os.getcwd()\nwarnings.warn('old')\nX = socket.socket\n";
    Case::from(source).site(&[("dockyard.port", port)])
}

#[test]
fn a_function_that_sets_what_the_package_reads() {
    let source = format!("import os\nimport dockyard.port\ndef later():\n    os.environ['DOCK'] = '1'\n{USE}");
    check_kept(reading(&source), "app.images", Code::ImportWindow);
    let source = source.replace("'DOCK'", "'OTHER'");
    check_deferred(reading(&source), "app.images", &LOCAL);
}

#[test]
fn import_window() {
    for window in [
        "os.environ['DOCK'] = '1'",
        "del os.environ['DOCK']",
        "os.environ.setdefault('DOCK', '1')",
        "os.environ |= {'DOCK': '1'}",
        "os.chdir('/')",
        "sys.path.insert(0, 'lib')",
        "sys.path = ['lib']",
        "sys.meta_path.insert(0, None)",
        "warnings.filterwarnings('ignore')",
        "environ['DOCK'] = '1'",
        "if True:\n    os.environ['DOCK'] = '1'",
    ] {
        let source = format!(
            "import os\nimport sys\nimport warnings\nfrom os import environ\nimport dockyard.port\n{window}\n{USE}"
        );
        check_kept(reading(&source), "app.images", Code::ImportWindow);
        // What it does not read may be set.
        let is_about_loading = window.starts_with("sys.");
        if !is_about_loading {
            let source = source.replace("dockyard.port", "dockyard");
            check_deferred(source.as_str(), "app.images", &LOCAL);
        }
    }
}

#[test]
fn no_window() {
    for other in [
        "debug = os.environ.get('DOCK')",
        "here = sys.path[0]",
        "def later():\n    os.environ['DOCK'] = '1'",
        "if __name__ == '__main__':\n    os.chdir('/')",
        "names = list(os.environ.keys())",
        "import warnings\nwith warnings.catch_warnings():\n    pass",
    ] {
        let source = format!("import os\nimport sys\nimport dockyard\n{other}\n{USE}");
        check_deferred(source.as_str(), "app.images", &LOCAL);
    }
    let before = format!("import os\nos.environ['DOCK'] = '1'\nimport dockyard\n{USE}");
    check_deferred(before.as_str(), "app.images", &LOCAL);
}

#[test]
fn a_window_under_another_name() {
    let source = format!("import os\nimport dockyard.port\nsettings = os.environ\nsettings['DOCK'] = '1'\n{USE}");
    check_kept(reading(&source), "app.images", Code::ImportWindow);
}

#[test]
fn a_window_in_a_function_that_is_called() {
    let source =
        format!("import os\nimport dockyard.port\ndef prepare():\n    os.environ['DOCK'] = '1'\nprepare()\n{USE}");
    check_kept(reading(&source), "app.images", Code::ImportWindow);
}

#[test]
fn a_window_in_a_module_imported_later() {
    let source = format!("import dockyard.port\nfrom app import prepare\n{USE}");
    let case = reading(&source).and(&[("app.prepare", "import os\nos.environ['DOCK'] = '1'\n")]);
    check_kept(case, "app.images", Code::ImportWindow);
}

#[test]
fn a_replaced_function_of_another_module_is_a_window() {
    let source = format!("import socket\nimport dockyard.port\nsocket.socket = None\n{USE}");
    check_kept(reading(&source), "app.images", Code::ImportWindow);
}

/// Names of the module that say where its imports lead.
#[test]
fn what_relative_imports_start_from() {
    let both = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    let strategies = |import: &str| {
        if import.starts_with("from") {
            &both[..]
        } else {
            &LOCAL[..]
        }
    };
    let case = |import: &str, set: &str| {
        let source = format!("{import}\n{set}\n\ndef size():\n    return core.connect()\n");
        let core = "from dockyard import connect\n\ndef stop():\n    connect()\n";
        Case::new(&[("app", &source), ("app.core", core), ("app.main", "import app\n")]).heavy(&["app.core"])
    };
    for import in ["from . import core", "from app import core", "import app.core as core"] {
        check_kept(case(import, "__path__ = []"), "app", Code::ImportWindow);
        check_deferred(case(import, "__version__ = '1'"), "app", strategies(import));
    }
    for set in [
        "__package__ = 'other'",
        "__name__ = 'other'",
        "__spec__ = None",
        "def rename():\n    global __package__\n    __package__ = 'other'\n",
    ] {
        check_kept(case("from . import core", set), "app", Code::ImportWindow);
        check_deferred(case("import app.core as core", set), "app", &LOCAL);
    }
    check_deferred(case("__path__ = list(__path__)\nfrom . import core", ""), "app", &both);
}
