//! Modules that are loaded under the end of their name, from a folder on the path: which of their names others take then.
use super::super::testing::{Case, check_deferred, check_kept, rewritten};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

/// `app._vendor.lib.core` uses an import, and `app.main` imports `lib.core`, which is not installed.
fn used_by(main: &str) -> Case {
    let vendored = [
        ("app._vendor", ""),
        ("app._vendor.lib", ""),
        ("app._vendor.lib.core", USE),
    ];
    Case::from("").and(&vendored).and(&[("app.main", main)])
}

const CORE: &str = "app._vendor.lib.core";

/// Who uses other names takes nothing of it.
#[test]
fn other_names() {
    for main in [
        "import lib\n\ndef main():\n    return lib.core.size()\n",
        "import lib.core\n\ndef main():\n    return lib.core.size()\n",
        "import lib.core as core\n\ndef main():\n    return core.size()\n",
        "from lib import core\n\ndef main():\n    return core.size()\n",
        "from lib.core import size\n\ndef main():\n    return size()\n",
        "try:\n    import lib.core\nexcept ImportError:\n    lib = None\n\ndef main():\n    return lib.core.size()\n",
        "def main():\n    import lib.core\n    return lib.core.size()\n",
        "import lib.core\n\ndef main():\n    return getattr(lib.core, 'size')()\n",
        "import lib.core\n\ndef main():\n    return 'size' in vars(lib.core)\n",
    ] {
        check_deferred(used_by(main), CORE, &LOCAL);
    }
}

/// A name that is taken is served.
#[test]
fn its_name() {
    for main in [
        "from lib.core import connect\n",
        "import lib\n\ndef main():\n    return lib.core.connect()\n",
        "import lib.core\n\ndef main():\n    return lib.core.connect()\n",
        "import lib.core as core\n\ndef main():\n    return core.connect()\n",
        "from lib import core\n\ndef main():\n    return core.connect()\n",
        "def main():\n    from lib import core\n    return core.connect()\n",
        "import lib.core\n\ndef main():\n    return getattr(lib.core, 'connect')()\n",
        "import lib.core\n\ndef main(name):\n    return getattr(lib.core, name)()\n",
        "import lib.core\n\ndef main():\n    core = lib.core\n    return core.connect()\n",
        "import lib.core\n\ndef use(core):\n    return core.connect()\n\ndef main():\n    return use(lib.core)\n",
    ] {
        check_deferred(used_by(main), CORE, &SERVED);
    }
}

/// A package that gets another of the project's folders has what stands there under its own name.
#[test]
fn folders_of_a_package() {
    let adds = |adds: &str, ends: &str| {
        used_by(&format!(
            "import os\nimport app\n\n{adds}\nimport app.lib.core\n\nlib = app.lib\n\ndef main():\n    return {ends}\n"
        ))
    };
    let folder = "os.path.join(os.path.dirname(__file__), '_vendor')";
    for added in [
        format!("app.__path__.append({folder})"),
        format!("app.__path__.insert(0, {folder})"),
        format!("app.__path__ = [{folder}]"),
        format!("app.__path__ += [{folder}]"),
    ] {
        let kept = adds(&added, "lib.core.connect()");
        check_kept(kept, CORE, Code::NamespaceRead);
    }
    check_deferred(
        adds("print(list(app.__path__), '_vendor')", "lib.core.size()"),
        CORE,
        &LOCAL,
    );
}

/// What is in the folder of a package goes by no other name because that package gets further folders.
#[test]
fn a_package_that_gets_other_folders() {
    let adds = |package: &str, word: &str| {
        used_by(&format!(
            "import {package}\n\nNAME = '{word}'\n\ndef add(paths):\n    {package}.__path__ = paths + list({package}.__path__)\n\ndef main():\n    return add([])\n"
        ))
    };
    check_deferred(adds("app._vendor.lib", "lib"), CORE, &LOCAL);
    check_kept(adds("app._vendor", "lib"), CORE, Code::NamespaceRead);
    check_kept(adds("app", "app/_vendor"), CORE, Code::NamespaceRead);
}

/// Which folder a package gets no word in the same file has to tell: what is imported of it, and is not there, does.
#[test]
fn folders_that_nobody_names() {
    let boot = |adds: &str| format!("import os\nimport app\n\ndef add(given):\n    {adds}\n");
    let case = |adds: &str, main: &str| {
        let main = format!("import app\nfrom app import boot\n\ndef main(given):\n    boot.add(given)\n    {main}\n");
        used_by(&main).and(&[("app.boot", &boot(adds))])
    };
    for adds in [
        "app.__path__ = [os.environ['FOLDER']] + list(app.__path__)",
        "app.__path__ = given + list(app.__path__)",
        "app.__path__.append(list(app.__path__)[0] + '/_ven' + 'dor')",
        "app.__path__.extend(open('folders.txt').read().split())",
        "app.__path__[:0] = given",
        "setattr(app, '__path__', given)",
        "app.__dict__['__path__'] = given",
        "folders = app.__path__; folders.append(given[0])",
        "folders = app.__path__; folders += given",
        "folders = app.__path__; folders[:0] = given",
    ] {
        for main in [
            "import app.lib.core",
            "from app.lib import core",
            "__import__('importlib').import_module('app.lib.core')",
        ] {
            check_kept(case(adds, main), CORE, Code::NamespaceRead);
        }
        // Nobody imports anything that is not there, or by a name that is another one.
        for main in ["import app._vendor.lib.core", "import app.lib.other"] {
            check_deferred(case(adds, main), CORE, &LOCAL);
        }
    }
    // Who only goes through the folders adds none.
    for reads in [
        "folders = app.__path__; print(folders[0], *folders)",
        "for folder in app.__path__: print(folder)",
    ] {
        check_deferred(case(reads, "import app.lib.core"), CORE, &LOCAL);
    }
}

/// What goes through all names, or takes one where nothing serves it, keeps it.
#[test]
fn all_names() {
    check_kept(used_by("from lib.core import *\n"), CORE, Code::StarImported);
    for main in [
        "import lib.core\n\ndef main():\n    return vars(lib.core)\n",
        "import lib.core\n\ndef main():\n    return dir(lib.core)\n",
        "import lib\n\ndef main():\n    return vars(lib.core)\n",
        "from lib import core\n\ndef main():\n    return vars(core)\n",
        "from lib import core\n\ndef main():\n    return vars(core)['connect']\n",
        "from lib import core\n\ndef names(core):\n    return vars(core)\n\ndef main():\n    return names(core)\n",
        "from lib import core\n\ndef main():\n    return 'connect' in vars(core)\n",
        "from lib import core\n\ndef main():\n    return [name for name in vars(core) if name.startswith('con')]\n",
        "import importlib\n\ndef main():\n    return importlib.import_module('lib.core').connect\n",
    ] {
        check_kept(used_by(main), CORE, Code::NamespaceRead);
    }
}

/// Code that replaces the name finds it in the copy, which an import of the module by its own name would not find.
#[test]
fn a_name_that_is_replaced() {
    for main in [
        "import lib.core\n\ndef main():\n    lib.core.connect = len\n",
        "import lib\n\ndef main():\n    lib.core.connect = len\n",
        "from lib import core\n\ndef main():\n    core.connect = len\n",
        "import lib.core\n\ndef main(name):\n    setattr(lib.core, name, len)\n",
    ] {
        let after = rewritten(used_by(main), CORE);
        assert!(
            after.contains("    connect = __getattr__(\"connect\")"),
            "{main}\n{after}"
        );
    }
}

/// A module that is put in the place of another one is found under its name, whose file nobody sees then.
#[test]
fn put_in_the_place_of_another() {
    let case = |puts: &str, uses: &str| {
        let facade = format!("import sys\nfrom app import images\n{puts}\n");
        Case::from(USE)
            .and(&[("app.facade", &facade), ("app.other", "SIZE = 1\n")])
            .and(&[("app.main", &format!("import app.facade\n{uses}\n"))])
    };
    for puts in [
        "sys.modules[__name__] = images",
        "sys.modules['app.facade'] = images",
        "sys.modules[__name__] = sys.modules['app.images']",
    ] {
        for uses in [
            "def main():\n    return app.facade.connect()\n",
            "from app.facade import connect\n",
            "from app import facade\n\ndef main():\n    return facade.connect()\n",
            "from app import facade\n\ndef main():\n    return getattr(facade, 'connect')()\n",
            "import importlib\n\ndef main():\n    return importlib.import_module('app.facade').connect()\n",
            "import pkgutil\n\ndef main():\n    return pkgutil.resolve_name('app.facade:connect')()\n",
        ] {
            check_deferred(case(puts, uses), "app.images", &SERVED);
        }
        check_kept(
            case(puts, "from app.facade import *\n"),
            "app.images",
            Code::StarImported,
        );
        // Other names are taken, or what is there is another one.
        for uses in ["", "def main():\n    return app.facade.size()\n"] {
            check_deferred(case(puts, uses), "app.images", &LOCAL);
        }
    }
    for puts in [
        "",
        "sys.modules['app.elsewhere'] = images",
        "sys.modules[__name__] = object()",
    ] {
        let uses = "def main():\n    return app.facade.connect()\n";
        check_deferred(case(puts, uses), "app.images", &LOCAL);
    }
}

/// So is one that somebody sets as an attribute of another module, or of an object.
#[test]
fn set_as_an_attribute() {
    let case = |sets: &str, uses: &str| {
        let package = "class Box:\n    pass\n\nBOX = Box()\n";
        let sets = format!("import app\nfrom app import images\n{sets}\n");
        Case::from(USE).and(&[("app", package), ("app.sets", &sets)]).and(&[(
            "app.main",
            &format!("import app\nimport app.sets\n\ndef main(name):\n    return {uses}\n"),
        )])
    };
    for (sets, uses) in [
        ("app.alias = images", "app.alias.connect()"),
        ("app.alias, x = images, 1", "app.alias.connect()"),
        ("app.alias = x = images", "app.alias.connect()"),
        ("app.alias = images if app.BOX else None", "app.alias.connect()"),
        ("setattr(app, 'alias', images)", "app.alias.connect()"),
        ("vars(app)['alias'] = images", "app.alias.connect()"),
        ("app.__dict__['alias'] = images", "app.alias.connect()"),
        ("def setup():\n    app.alias = images", "app.alias.connect()"),
        ("alias = images", "app.sets.alias.connect()"),
        ("app.BOX.images = images", "app.BOX.images.connect()"),
        ("app.alias = images", "getattr(app.alias, 'connect')()"),
        ("app.alias = images", "getattr(app.alias, name)()"),
        ("app.alias = images", "(lambda x: x.connect())(app.alias)"),
    ] {
        check_deferred(case(sets, uses), "app.images", &SERVED);
    }
    for (sets, uses) in [
        ("app.alias = images", "app.alias.size()"),
        ("app.alias = images", "app.other.connect()"),
        ("app.alias = images.size", "app.alias.connect()"),
        ("app.alias = app", "app.alias.connect()"),
        ("app.BOX.images = images", "app.BOX.other.connect()"),
    ] {
        check_deferred(case(sets, uses), "app.images", &LOCAL);
    }
    // What replaces a name there replaces it for the module.
    let replaces = "def replace():\n    app.alias.connect = len\napp.alias = images";
    let after = rewritten(case(replaces, "1"), "app.images");
    assert!(after.contains("    from app.images import connect\n"), "{after}");
    check_kept(
        case("app.alias = images", "vars(app.alias)"),
        "app.images",
        Code::NamespaceRead,
    );
}
