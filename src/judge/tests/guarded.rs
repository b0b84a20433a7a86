//! Guards around imports of other files of the project, which ask whether something can be loaded.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::outside::{LOCAL, USE};

const IN_A_FUNCTION: &str = "def main():\n    try:\n        from app.images import size\n    except ImportError:\n        return 0\n    return size()\n";
const AT_THE_TOP: &str = "try:\n    from app.images import size\nexcept ImportError:\n    size = None\n";

/// A guard in `app.cli` around an import of `app.images`, which another module, or a line above, may have loaded before.
fn guarded(cli: &str, package: &str) -> Case {
    Case::from([("app", package), ("app.images", USE), ("app.cli", cli)])
}

#[test]
fn guards_behind_an_import_without_one() {
    let keeps = |cli: &str, package: &str| check_kept(guarded(cli, package), "app.images", Code::GuardedElsewhere);
    let defers = |cli: &str, package: &str| check_deferred(guarded(cli, package), "app.images", &LOCAL);
    keeps(IN_A_FUNCTION, "");
    keeps(AT_THE_TOP, "");
    defers(IN_A_FUNCTION, "import app.images\n");
    defers(&format!("import app.images\n{IN_A_FUNCTION}"), "");
    defers(&format!("from app import images\n\n{AT_THE_TOP}"), "");
    defers(
        &IN_A_FUNCTION.replace("    try:", "    import app.images\n    try:"),
        "",
    );
    // Below the guard, or under a condition or a guard itself, it may not have run.
    keeps(&format!("{AT_THE_TOP}\nimport app.images\n"), "");
    keeps(&format!("if 1:\n    import app.images\n{IN_A_FUNCTION}"), "");
    keeps(&format!("{AT_THE_TOP}\n{IN_A_FUNCTION}"), "");
}

#[test]
fn what_a_guard_has_loaded_before_it_does_not_ask() {
    // The guard asks for `plane`, which `app.images` loads; that `dockyard` is there it knows.
    let images = "import plane\nfrom dockyard import connect\n\nplane.take_off()\ndef size():\n    return connect()\n";
    let case = |cli: &str| {
        Case::from([("app", ""), ("app.images", images), ("app.cli", cli)])
            .site(&[("plane", "def take_off(): ...\n")])
            .heavy(&["dockyard"])
    };
    check_kept(case(AT_THE_TOP), "app.images", Code::GuardedElsewhere);
    let after = format!("import dockyard\ndockyard.connect()\n{AT_THE_TOP}");
    check_deferred(case(&after), "app.images", &LOCAL);
}

#[test]
fn guards_around_the_reading_of_a_file() {
    let reading = |error: &str| {
        format!(
            "def main(path):\n    try:\n        from app.images import size\n        return open(path), size()\n    except {error}:\n        return None\n"
        )
    };
    check_deferred(guarded(&reading("OSError"), ""), "app.images", &LOCAL);
    check_kept(
        guarded(&reading("(OSError, ImportError)"), ""),
        "app.images",
        Code::GuardedElsewhere,
    );
    check_kept(
        guarded(&IN_A_FUNCTION.replace("ImportError", "OSError"), ""),
        "app.images",
        Code::GuardedElsewhere,
    );
}

#[test]
fn what_a_module_raises_is_for_the_handler_that_catches_it() {
    let deferred = |raising: &str, handler: &str, keeps: bool| {
        let cli = format!(
            "def main():\n    try:\n        from app.images import size\n    {handler}\n        return 0\n    return size()\n"
        );
        let images = "from app import kernel\ndef size():\n    return kernel\n";
        let kernel = format!("import os\n{raising}\n");
        let case = Case::from([
            ("app", ""),
            ("app.kernel", &kernel),
            ("app.images", images),
            ("app.cli", &cli),
        ])
        .heavy(&["app.kernel"]);
        match keeps {
            true => check_kept(case, "app.images", Code::GuardedElsewhere),
            false => check_deferred(case, "app.images", &LOCAL),
        }
    };
    let own = "if os.path.exists('/x'):\n    raise Missing('x')";
    let python = "if os.path.exists('/x'):\n    raise KeyError('x')";
    deferred(own, "except ValueError:", true);
    deferred(python, "except (TypeError, LookupError):", true);
    deferred(python, "except Exception:", true);
    deferred(python, "except:", true);
    deferred(python, "except KINDS:", true);
    deferred("KEY = os.environ['KEY']", "except KeyError:", true);
    deferred("assert os.path.exists('/x')", "except AssertionError:", true);
    // It catches something else, or says what it caught and raises it again.
    deferred(python, "except ValueError:", false);
    deferred(
        python,
        "except KeyError:\n        print('no')\n        raise\n    except ValueError:",
        false,
    );
    // It is caught where it is raised, or not raised here.
    deferred(
        "try:\n    KEY = os.environ['KEY']\nexcept KeyError:\n    KEY = None",
        "except KeyError:",
        false,
    );
    deferred(
        "import sys\nif sys.version_info < (3,):\n    raise KeyError",
        "except KeyError:",
        false,
    );
    deferred("KEY = os.environ.get('KEY')", "except KeyError:", false);
    deferred("def check():\n    raise KeyError", "except KeyError:", false);
    // The rules know what calls raise.
    let reads = "import pathlib\nTEXT = pathlib.Path('/x').read_text()";
    deferred(reads, "except OSError:", true);
    deferred(reads, "except KeyError:", false);
    deferred("import json\nTABLE = json.loads('{')", "except ValueError:", true);
    // It is raised by what the body calls.
    let check = "def check(port):\n    if port > 9:\n        raise KeyError\ncheck(os.cpu_count())";
    deferred(check, "except KeyError:", true);
    deferred(check, "except ValueError:", false);
    deferred("PORT = int(os.environ.get('PORT', '1'))", "except ValueError:", true);
    deferred("PORT = int(os.environ.get('PORT', '1'))", "except KeyError:", false);
    deferred("PORT = int('80')", "except ValueError:", false);
    deferred("TEXT = open('/x')", "except FileNotFoundError:", true);
}

#[test]
fn what_a_module_raises_is_for_a_manager_that_swallows_it() {
    let kept = |manager: &str, keeps: bool| {
        let cli = format!(
            "from contextlib import suppress\ndef main():\n    size = None\n    with {manager}:\n        from app.images import size\n    return size\n"
        );
        let case = Case::from([
            ("app", ""),
            ("app.kernel", "raise KeyError('x')\n"),
            ("app.images", "from app import kernel\ndef size():\n    return kernel\n"),
            ("app.cli", &cli),
        ])
        .heavy(&["app.kernel"]);
        match keeps {
            true => check_kept(case, "app.images", Code::GuardedElsewhere),
            false => check_deferred(case, "app.images", &LOCAL),
        }
    };
    kept("suppress(LookupError)", true);
    kept("suppress(TypeError, KeyError)", true);
    kept("suppress(TypeError)", false);
    kept("open('/x')", false);
}

#[test]
fn a_handler_waits_for_what_is_loaded_by_a_name_that_is_put_together() {
    let case = |load: &str, handler: &str, images: &str| {
        let cli = format!(
            "import importlib\ndef main(name):\n    try:\n        return importlib.import_module({load})\n    except {handler}:\n        return None\nNAMES = ['app.plugins.images']\n"
        );
        Case::from([
            ("app", ""),
            ("app.kernel", "raise KeyError('x')\n"),
            ("app.plugins", ""),
            ("app.plugins.images", images),
            ("app.cli", &cli),
        ])
        .heavy(&["app.kernel", "decimal", "absent"])
    };
    let kept = |load: &str, handler: &str, images: &str| {
        check_kept(
            case(load, handler, images),
            "app.plugins.images",
            Code::GuardedElsewhere,
        );
    };
    let deferred = |load: &str, handler: &str, images: &str| {
        check_deferred(case(load, handler, images), "app.plugins.images", &LOCAL);
    };
    let raising = "from app import kernel\ndef size():\n    return kernel\n";
    let missing = "import absent\ndef size():\n    return absent\n";
    for load in ["'app.plugins.' + name", "f'app.plugins.{name}'", "name"] {
        kept(load, "Exception", raising);
        kept(load, "LookupError", raising);
        kept(load, "ImportError", missing);
        deferred(load, "ValueError", raising);
    }
    // What it takes from a module that does without, and what is for another version of Python.
    let kernel = "import decimal\nfrom app.compat import absent\ndef size():\n    return decimal, absent\n";
    let elsewhere = |version: &str, import: &str| {
        format!(
            "import sys, decimal\nif sys.version_info {version}:\n    import {import}\ndef size():\n    return decimal\n"
        )
    };
    for (images, may_wait) in [
        (kernel.to_owned(), true),
        (elsewhere("< (3, 11)", "absent"), true),
        (elsewhere(">= (3, 11)", "absent"), false),
        (elsewhere("< (3, 14)", "absent"), false),
        ("import decimal\ntry:\n    import json\nexcept ImportError:\n    import absent as json\ndef size():\n    return decimal\n".to_owned(), true),
        ("import decimal\ntry:\n    import gone as json\nexcept ImportError:\n    import absent as json\ndef size():\n    return decimal\n".to_owned(), false),
    ] {
        let compat = "try:\n    import absent\nexcept ImportError:\n    absent = None\n";
        let case = Case::from([
            ("app", ""),
            ("app.compat", compat),
            ("app.plugins", ""),
            ("app.plugins.images", &images),
            ("app.cli", "import importlib\ndef main(name):\n    try:\n        return importlib.import_module(name)\n    except ImportError:\n        return None\nNAMES = ['app.plugins.ports']\n"),
            ("app.plugins.ports", "from app.plugins import images\ndef count():\n    return images.size()\n"),
        ])
        .standard(&[("json", "")])
        .heavy(&["app.plugins.images"]);
        match may_wait {
            true => check_deferred(case, "app.plugins.ports", &LOCAL),
            false => check_kept(case, "app.plugins.ports", Code::GuardedElsewhere),
        }
    }
    deferred("'app.others.' + name", "Exception", raising);
    deferred("'app.plugins.' + name", "KeyError", missing);
    let harmless = "import decimal\ndef size():\n    return decimal\n";
    deferred("'app.plugins.' + name", "Exception", harmless);
}

#[test]
fn a_handler_waits_for_what_a_called_function_imports() {
    let case = |load: &str, call: &str, handler: &str, kernel: &str| {
        let cli =
            format!("import app.help\n{load}\ndef main(it):\n    try:\n        return {call}\n    except {handler}\n");
        Case::from([
            ("app", ""),
            ("app.help", "def get():\n    return 1\n"),
            ("app.kernel", kernel),
            ("app.images", "from app import kernel\ndef size():\n    return kernel\n"),
            ("app.cli", &cli),
        ])
        .heavy(&["app.kernel"])
        .site(&[("dockyard", "")])
    };
    let (raising, missing) = ("raise KeyError('x')\n", "import dockyard\n");
    let function = "def find():\n    from app.images import size\n    return size\ndef load():\n    return find()\n";
    let method = "class Loader:\n    def load(self):\n        from app import images\n        return images\n";
    let kept = |load: &str, call: &str, handler: &str, kernel: &str| {
        check_kept(case(load, call, handler, kernel), "app.images", Code::GuardedElsewhere);
    };
    let deferred = |load: &str, call: &str, handler: &str, kernel: &str| {
        check_deferred(case(load, call, handler, kernel), "app.images", &LOCAL);
    };
    kept(function, "load()", "ImportError:\n        return None", missing);
    kept(function, "load()", "KeyError:\n        return None", raising);
    kept(method, "it.load()", "ImportError:\n        return None", missing);
    // Which of all methods of that name would raise is not known.
    deferred(method, "it.load()", "Exception:\n        return None", raising);
    kept(
        method,
        "Loader().load()",
        "(TypeError, ModuleNotFoundError):\n        return None",
        missing,
    );
    // It is for something else, for anything, or only tells that something failed.
    deferred(function, "load()", "ValueError:\n        return None", raising);
    deferred(function, "load()", "Exception:\n        return None", missing);
    deferred(
        function,
        "load()",
        "KeyError:\n        print('no')\n        raise",
        raising,
    );
    deferred(function, "app.help.get()", "KeyError:\n        return None", raising);
    let handling =
        "def load():\n    try:\n        from app.images import size\n    except ValueError:\n        return None\n";
    deferred(handling, "it.other()", "KeyError:\n        return None", raising);
}

#[test]
fn a_constant_whose_computing_raises_is_for_the_handler_around_the_import() {
    let case = |handler: &str| {
        let cli = format!(
            "def main():\n    try:\n        from app import version\n    except {handler}:\n        return None\n    return version.get()\n"
        );
        let version =
            "from importlib.metadata import version\nVERSION = version('app')\ndef get():\n    return VERSION\n";
        Case::from([("app", ""), ("app.version", version), ("app.cli", &cli)]).heavy(&["importlib.metadata"])
    };
    check_kept(case("ImportError"), "app.version", Code::GuardedElsewhere);
    check_deferred(case("KeyError"), "app.version", &[Strategy::LazyConstant]);
}

/// What is imported where its package has been found, nobody who handles a missing package waits for.
#[test]
fn a_package_that_is_looked_for_first() {
    let case = |images: &str| {
        let cli = "import importlib\ndef main(name):\n    try:\n        return importlib.import_module(name)\n    except ImportError:\n        return None\nNAMES = ['app.ports']\n";
        Case::from([
            ("app", ""),
            ("app.images", &format!("{images}\ndef size():\n    return 1\n")),
            ("app.with_absent", "import absent.base\n"),
            ("app.again", "from app import with_absent\n"),
            ("app.real", "thing = 1\n"),
            ("app.cli", cli),
            (
                "app.ports",
                "from app import images\ndef count():\n    return images.size()\n",
            ),
        ])
        .heavy(&["app.images"])
    };
    let look = "from importlib.util import find_spec\n";
    for images in [
        "HAS = find_spec('absent') is not None\nif HAS:\n    from absent.base import visualize",
        "if find_spec('absent') is not None:\n    import absent",
        "HAS = find_spec('absent') is not None\nif HAS and __debug__:\n    import absent.base",
        "if find_spec('absent.base') is not None:\n    import absent",
        "try:\n    import absent\n    HAS = hasattr(absent, 'x')\nexcept ImportError:\n    HAS = False\nif HAS:\n    import absent.base",
        "import importlib\nreal = importlib.import_module('app.real')",
        "import importlib\ntry:\n    absent = importlib.import_module('gone')\nexcept ImportError:\n    absent = None",
    ] {
        check_deferred(case(&format!("{look}{images}")), "app.ports", &LOCAL);
    }
    for images in [
        "HAS = find_spec('absent') is not None\nif HAS:\n    import other",
        "HAS = find_spec('absent') is not None\nif not HAS:\n    import absent",
        "HAS = find_spec('absent') is not None\nif HAS or __debug__:\n    import absent",
        "try:\n    import absent\n    HAS = True\nexcept ImportError:\n    HAS = True\nif HAS:\n    import absent.base",
        "try:\n    import other\n    HAS = True\nexcept ImportError:\n    HAS = False\nif HAS:\n    import absent.base",
        "try:\n    HAS = True\n    import absent\nexcept ImportError:\n    pass\nif HAS:\n    import absent.base",
        "HAS = find_spec('absent') is None\nif HAS:\n    import absent",
        "import importlib\nabsent = importlib.import_module('gone')",
        "def find():\n    return __import__('gone.deep')\nabsent = find()",
        "try:\n    from app.real import other\nexcept ImportError:\n    try:\n        from absent import thing\n    except ImportError:\n        from gone import thing",
        "try:\n    import absent\nexcept ImportError:\n    absent = False\nif absent is not None:\n    import absent.base",
        "try:\n    import absent\nexcept ImportError:\n    absent = 'none'\nif absent:\n    import absent.base",
        "try:\n    import absent\nexcept ImportError:\n    absent = None\nabsent = absent or 1\nif absent:\n    import absent.base",
        "try:\n    import absent\nexcept ImportError:\n    absent = None\nif not absent:\n    from app import with_absent",
        "try:\n    import absent\nexcept ImportError:\n    absent = None\nif absent:\n    from app import with_absent\nfrom app import again",
        "try:\n    import other\nexcept ImportError:\n    other = None\nif other:\n    from app import with_absent",
        "HAS = find_spec('absent') is not None\nHAS = True\nif HAS:\n    import absent",
        "HAS = find_spec('absent.auth') is not None\nif HAS:\n    import absent.cloud",
        "try:\n    import absent.auth\n    HAS = True\nexcept ImportError:\n    HAS = False\nif HAS:\n    import absent.cloud",
        "HAS = find_spec('absent') is not None\nif HAS:\n    pass\nelse:\n    import absent",
        "def find_spec(name): return name\nif find_spec('absent') is not None:\n    import absent",
    ] {
        let look = if images.starts_with("def") { "" } else { look };
        check_kept(case(&format!("{look}{images}")), "app.ports", Code::GuardedElsewhere);
    }
}

/// Who loads entry points of others does without those whose package is missing.
#[test]
fn entry_points_that_fail() {
    let using = |name: &str| {
        let source = format!("import {name}\n\ndef size():\n    return {name}.SIZE\n");
        Case::from(source.as_str()).heavy(&[name])
    };
    check_kept(
        using("gone").offered("app.images"),
        "app.images",
        Code::GuardedElsewhere,
    );
    let below = using("gone").and(&[("app.plugin", "import app.images\n")]);
    check_kept(below.offered("app.plugin"), "app.images", Code::GuardedElsewhere);
    let by_itself = using("gone").and(&[(
        "app.plugin",
        "try:\n    import app.images\nexcept ImportError:\n    raise\n",
    )]);
    check_deferred(by_itself, "app.images", &LOCAL);
    check_deferred(using("gone"), "app.images", &LOCAL);
    check_deferred(using("dockyard").offered("app.images"), "app.images", &LOCAL);
}
