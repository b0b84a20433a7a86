//! Readers of a namespace that take no more of it than values of some kind.
use super::super::Code;
use super::super::testing::{Case, check_kept, rewritten};

const MODULE: &str = "import dockyard\n\ndef size():\n    return dockyard.connect()\n";
const FUNCTION: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";
const CLASS: &str = "from dockyard import Ship\n\ndef size():\n    return Ship()\n";
const VALUE: &str = "from dockyard import SIZE\n\ndef size():\n    return SIZE\n";

/// Somebody goes through the names of `app.images`.
fn scanned(images: &str, reader: &str) -> Case {
    let head = "import importlib, inspect, types\nfrom collections.abc import Callable\nfrom typing import Protocol\n\n\
        class Plugin: ...\n\nclass Other: ...\n\nclass Kind(type): ...\n\nclass Able(Protocol): ...\n\n\
        def go():\n    return find(importlib.import_module('app.images'))\n\n";
    let plugins = format!("{head}def find(module):\n{reader}");
    Case::from(images).and(&[("app.plugins", plugins.as_str())])
}

#[track_caller]
fn check_seen(case: Case) {
    check_kept(case, "app.images", Code::NamespaceRead);
}

#[track_caller]
fn check_not_seen(case: Case) {
    rewritten(case, "app.images");
}

#[test]
fn scans_that_take_instances_of_a_class() {
    for reader in [
        "    return [v for v in module.__dict__.values() if isinstance(v, Plugin)]\n",
        "    return {k: v for k, v in vars(module).items() if isinstance(v, Plugin) and v.ready}\n",
        "    return [v for k, v in inspect.getmembers(module) if isinstance(v, (Plugin,))]\n",
        "    return inspect.getmembers(module, lambda v: isinstance(v, Plugin))\n",
        "    return list(filter(lambda v: isinstance(v, Plugin), vars(module).values()))\n",
        "    return [v for v in (getattr(module, n) for n in dir(module)) if isinstance(v, Plugin)]\n",
        "    found = []\n    for v in vars(module).values():\n        if not isinstance(v, Plugin):\n            continue\n        found.append(v)\n    return found\n",
        "    for n in dir(module):\n        v = getattr(module, n)\n        if isinstance(v, Plugin):\n            return v()\n",
    ] {
        for images in [MODULE, FUNCTION, CLASS] {
            check_not_seen(scanned(images, reader));
        }
        // What is installed makes none of the project's.
        check_not_seen(scanned(VALUE, reader));
    }
    for (reader, images) in [
        (
            "    return [v for v in vars(module).values() if isinstance(v, type)]\n",
            CLASS,
        ),
        (
            "    return [v for v in vars(module).values() if isinstance(v, types.ModuleType)]\n",
            MODULE,
        ),
        (
            "    return [v for v in vars(module).values() if isinstance(v, Callable)]\n",
            FUNCTION,
        ),
        (
            "    return [v for v in vars(module).values() if isinstance(v, Able)]\n",
            MODULE,
        ),
        (
            "    return [v for v in vars(module).values() if isinstance(v, Kind)]\n",
            CLASS,
        ),
        (
            "    return [v for v in vars(module).values() if isinstance(v, int)]\n",
            VALUE,
        ),
        (
            "    return [v for v in vars(module).values() if isinstance(v, Plugin) or v.ready]\n",
            FUNCTION,
        ),
        (
            "    return [v for v in vars(module).values() if not isinstance(v, Plugin)]\n",
            FUNCTION,
        ),
        (
            "    return [v for v in vars(module).values() if go(v) and isinstance(v, Plugin)]\n",
            FUNCTION,
        ),
        (
            "    for v in vars(module).values():\n        if isinstance(v, Plugin):\n            go()\n        print(v)\n",
            FUNCTION,
        ),
        ("    return inspect.getmembers(module, callable)\n", FUNCTION),
    ] {
        check_seen(scanned(images, reader));
    }
}

#[test]
fn scans_that_take_classes() {
    for test in [
        "inspect.isclass(v) and issubclass(v, Plugin)",
        "isinstance(v, type) and issubclass(v, Plugin) and v is not Plugin",
        "isinstance(v, type) and issubclass(v, Plugin | Other)",
        "hasattr(v, 'pattern') and v.__module__ == module.__name__",
    ] {
        let reader = format!("    return [v for v in vars(module).values() if {test}]\n");
        for images in [MODULE, FUNCTION, CLASS] {
            check_not_seen(scanned(images, &reader));
        }
    }
    for (test, images) in [
        ("isinstance(v, type) and issubclass(v, object)", CLASS),
        ("isinstance(v, type) and issubclass(v, Plugin | object)", CLASS),
        ("isinstance(v, type) and issubclass(v, Plugin | go())", CLASS),
        ("inspect.isclass(v)", CLASS),
        ("v.__name__ == module.__name__", FUNCTION),
        ("v.__module__ == 'dockyard'", FUNCTION),
        ("v.__module__ == module.__name__", VALUE),
    ] {
        check_seen(scanned(
            images,
            &format!("    return [v for v in vars(module).values() if {test}]\n"),
        ));
    }
    let members = "    return inspect.getmembers(module, predicate=inspect.isclass)\n";
    check_not_seen(scanned(FUNCTION, members));
    check_seen(scanned(CLASS, members));
    let by_name = "    return inspect.getmembers(object=module, predicate=inspect.isclass)\n";
    check_seen(scanned(CLASS, by_name));
}

#[test]
fn scans_that_take_names_in_capitals() {
    let reader = "    return {n: getattr(module, n) for n in dir(module) if n.isupper()}\n";
    check_not_seen(scanned(FUNCTION, reader));
    check_seen(scanned(VALUE, reader));
    let reader = "    found = {}\n    for n in dir(module):\n        if n.isupper():\n            found[n] = getattr(module, n)\n    return found\n";
    check_not_seen(scanned(FUNCTION, reader));
    check_seen(scanned(VALUE, reader));
    let items = |test: &str| format!("    return {{n: v for n, v in module.__dict__.items() if {test}}}\n");
    for test in ["n.upper() == n", "n == n.upper()", "not n.upper() != n"] {
        check_not_seen(scanned(FUNCTION, &items(test)));
        check_seen(scanned(VALUE, &items(test)));
    }
    for test in [
        "n.upper() != n",
        "n.lower() == n",
        "n.upper() == n.upper()",
        "not n.upper() == n",
        "n.upper() == n or v",
    ] {
        check_seen(scanned(FUNCTION, &items(test)));
    }
}
