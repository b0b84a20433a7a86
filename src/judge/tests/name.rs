//! What else happens to the name in its own module.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept, rewritten};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "\ndef size():\n    return dockyard.SIZE\n";

fn after_import(rest: &str) -> Case {
    Case::from(format!("import dockyard\n{USE}\n{rest}\n").as_str())
}

#[test]
fn rebound_name() {
    for rest in [
        "dockyard = 1",
        "dockyard: int = 1",
        "dockyard += 1",
        "del dockyard",
        "def dockyard(): ...",
        "class dockyard: ...",
        "for dockyard in (): ...",
        "for [first, *dockyard] in (): ...",
        "with open('x') as dockyard: ...",
        "try: ...\nexcept ValueError as dockyard: ...",
        "match 1:\n    case dockyard: ...",
        "match 1:\n    case [*dockyard]: ...",
        "match 1:\n    case {'a': 1, **dockyard}: ...",
        "match 1:\n    case int() as dockyard: ...",
        "if (dockyard := 1): ...",
        "sizes = [dockyard := n for n in (1, 2)]",
        "def forget():\n    global dockyard\n    dockyard = None",
        "def forget():\n    global dockyard\n    del dockyard",
        "def forget():\n    global dockyard\n    import dockyard",
        "class Forget:\n    global dockyard\n    dockyard = None",
        "def outer():\n    def inner():\n        global dockyard\n        dockyard = 1",
        "type dockyard = int",
        "from other import dockyard",
    ] {
        check_kept(after_import(rest), "app.images", Code::ReboundName);
    }
    let checked = |told: &str| {
        Case::from(format!("import typing\nimport dockyard\nif typing.TYPE_CHECKING:\n    {told}\n{USE}").as_str())
    };
    check_kept(checked("from other import dockyard"), "app.images", Code::ReboundName);
    check_deferred(checked("import dockyard"), "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn a_star_import_may_bind_the_name_too() {
    let checked = format!(
        "from typing import TYPE_CHECKING\nimport dockyard\nif TYPE_CHECKING:\n    from app.other import *\n{USE}"
    );
    check_deferred(
        Case::from(checked.as_str()).and(&[("app.other", "dockyard = 1\n")]),
        "app.images",
        &[Strategy::FunctionLocal],
    );
    let starred = |other: &str| {
        Case::from(format!("import dockyard\nfrom app.other import *\n{USE}").as_str())
            .and(&[("app.other", other), ("app.third", "def dockyard(): ...\n")])
    };
    for other in [
        "import dockyard\n",
        "dockyard = 1\n",
        "__all__ = ['dockyard']\ndef __getattr__(name): ...\n",
        "from app.third import *\n",
    ] {
        check_one_kept(starred(other), "app.images", "import dockyard", Code::ReboundName);
    }
    for other in [
        "SIZE = 1\n",
        "__all__ = ['SIZE']\nSIZE = dockyard = 1\n",
        "from app.other import *\n",
        "from app import third\n",
    ] {
        check_deferred(starred(other), "app.images", &LOCAL);
    }
}

#[test]
fn the_same_name_elsewhere() {
    for rest in [
        "def other():\n    dockyard = 1\n    return dockyard",
        "def other(dockyard):\n    return dockyard",
        "sizes = [dockyard for dockyard in (1, 2)]",
        "class Other:\n    dockyard = 1",
        "def outer():\n    dockyard = 1\n    def inner():\n        nonlocal dockyard\n        dockyard = 2\n    return inner",
        "make = lambda dockyard: dockyard",
        "def generic[dockyard](x: dockyard) -> dockyard: ...",
        "class Generic[dockyard]: ...",
        "type Alias[dockyard] = list[dockyard]",
        "dockyard: int",
    ] {
        check_deferred(after_import(rest), "app.images", &LOCAL);
    }
}

#[test]
fn several_imports_of_one_package_are_one() {
    let source = "
        import dockyard.hull
        import dockyard.sails

        def build():
            return dockyard.hull.build(), dockyard.sails.hoist()
        ";
    check_deferred(source, "app.images", &LOCAL);
    let rebound = format!("{}\ndockyard = 1\n", "import dockyard.hull\nimport dockyard.sails\n");
    check_kept(rebound.as_str(), "app.images", Code::ReboundName);
    let conditional = format!("import dockyard\nif 1:\n    import dockyard.hull\n{USE}");
    check_one_kept(conditional.as_str(), "app.images", "import dockyard", Code::ReboundName);
}

#[test]
fn namespace_read() {
    for rest in [
        "def names():\n    return globals()",
        "names = locals()",
        "names = dir()",
        "names = vars()",
        "def run(code):\n    return eval(code)",
        "def run(code):\n    exec(code, globals())",
        "import sys\ndef names():\n    return vars(sys.modules[__name__])",
        "import sys\ndef names():\n    return dir(sys.modules[__name__])",
        "def names():\n    return size.__globals__",
        "import types\ndef run(code):\n    return types.FunctionType(code, size.__globals__)",
        "import types\ndef run(f):\n    return types.FunctionType(f.__code__, size.__globals__)",
        "import sys\ndef names():\n    return sys.modules[__name__].__dict__",
        "import inspect, sys\ndef names():\n    return inspect.getmembers(sys.modules[__name__])",
        "import importlib\ndef names():\n    return vars(importlib.import_module(__name__))",
    ] {
        check_kept(after_import(rest), "app.images", Code::NamespaceRead);
    }
    for rest in [
        "def names(args):\n    return vars(args)",
        "def run(code):\n    return eval(code, {})",
        "class Names:\n    def globals(self):\n        return self.globals()",
        "def names(args):\n    return dir(args)",
        "import types\ndef copied(f):\n    return types.FunctionType(f.__code__, f.__globals__, name=f.__name__)",
    ] {
        check_deferred(after_import(rest), "app.images", &LOCAL);
    }
}

#[test]
fn a_namespace_read_by_another_module() {
    for reader in [
        "from app import images\nnames = vars(images)\n",
        "import app.images\ndef names():\n    return dir(app.images)\n",
        "import inspect\nimport app.images as pictures\ndef names():\n    return inspect.getmembers(pictures)\n",
        "import sys\ndef names():\n    return sys.modules['app.images'].__dict__\n",
        "from app.images import size\ndef names():\n    return size.__globals__\n",
    ] {
        let case = after_import("").and(&[("app.reader", reader)]);
        let (module, code) = ("app.images", Code::NamespaceRead);
        check_kept(case, module, code);
    }
    let other = after_import("").and(&[
        ("app.reader", "from app import other\nnames = vars(other)\n"),
        ("app.other", ""),
    ]);
    check_deferred(other, "app.images", &LOCAL);
}

#[test]
fn a_scanned_module_is_imported_as_before() {
    let case = Case::from([
        ("app", ""),
        (
            "app.commands",
            "import dockyard\ndef run():\n    return dockyard.SIZE\n",
        ),
        (
            "app.images",
            "from app import commands\nimport app.reader\ndef go():\n    return commands.run()\n",
        ),
        (
            "app.reader",
            "import app.commands\ndef names():\n    return dir(app.commands)\n",
        ),
    ]);
    check_kept(case, "app.commands", Code::NamespaceRead);
}

#[test]
fn module_replaced() {
    for first in [
        "import sys\nsys.modules[__name__] = object()",
        "import sys\nsys.modules[__name__].__class__ = type(sys)",
    ] {
        check_kept(
            format!("{first}\nimport dockyard\n{USE}").as_str(),
            "app.images",
            Code::ModuleReplaced,
        );
    }
    check_deferred(after_import("import sys\nversion = sys.version"), "app.images", &LOCAL);
}

#[test]
fn star_imported() {
    let star = [("app.other", "from app.images import *\n")];
    check_kept(after_import("").and(&star), "app.images", Code::StarImported);
    check_kept(
        after_import("").and(&[("app.other", "from .images import *\n")]),
        "app.images",
        Code::StarImported,
    );
    check_deferred(after_import("__all__ = ['size']").and(&star), "app.images", &LOCAL);
    let private = "import dockyard as _dockyard\n\ndef size():\n    return _dockyard.SIZE\n";
    check_deferred(Case::from(private).and(&star), "app.images", &LOCAL);
}

#[test]
fn star_imported_with_an_imported_list() {
    let source = "from app.names import __all__\nimport dockyard\n\ndef size():\n    return dockyard.SIZE\n";
    let case = Case::from(source).and(&[
        ("app.names", "__all__ = ['dockyard', 'size']\n"),
        ("app.other", "from app.images import *\n"),
    ]);
    check_kept(case, "app.images", Code::StarImported);
}

#[test]
fn doctest() {
    let doctested = format!("import dockyard\n{USE}    \nclass A:\n    '''\n    >>> dockyard.SIZE\n    3\n    '''\n");
    check_kept(doctested.as_str(), "app.images", Code::Doctest);
    let module = format!("'''\n>>> size()\n... + dockyard.SIZE\n'''\nimport dockyard\n{USE}");
    check_kept(module.as_str(), "app.images", Code::Doctest);
    let own = format!("'''\n>>> import dockyard\n>>> dockyard.SIZE  # dockyard\n3\n'''\nimport dockyard\n{USE}");
    check_deferred(own.as_str(), "app.images", &LOCAL);
    let prose = format!("'''\n>>> size()\n3\n\nSee dockyard.\n'''\nimport dockyard\n{USE}");
    check_deferred(prose.as_str(), "app.images", &LOCAL);
    // Where nobody gives the example a name that it begins with, it comes no further.
    let fails = format!("'''\n>>> model.fit(n=dockyard.SIZE)\n3\n'''\nimport dockyard\n{USE}");
    check_deferred(fails.as_str(), "app.images", &LOCAL);
    let given = "import pytest\n\n@pytest.fixture\ndef add(doctest_namespace):\n    doctest_namespace['model'] = 1\n";
    let given = Case::from(fails.as_str()).tests(&[("tests.conftest", given)]);
    check_kept(given, "app.images", Code::Doctest);
    for known in [">>> model = 1\n", ">>> size()\n"] {
        let known = fails.replacen(">>> model.fit", &format!("{known}>>> size.fit"), 1);
        check_kept(known.as_str(), "app.images", Code::Doctest);
    }
    for gives in [
        "import app.images\napp.images.model = 1\n",
        "def f(item):\n    item.dtest.globs['model'] = 1\n",
        "def f(item):\n    item.dtest.globs.update(model=1)\n",
        "NOTE = 'DocTestParser'\n",
    ] {
        let gives = Case::from(fails.as_str()).tests(&[("tests.conftest", gives)]);
        check_kept(gives, "app.images", Code::Doctest);
    }
    let local = "def f(model):\n    model = model + 1\n    return model\n";
    check_deferred(
        Case::from(fails.as_str()).tests(&[("tests.conftest", local)]),
        "app.images",
        &LOCAL,
    );
    let star = format!("{fails}from app.other import *\n");
    let star = Case::from(star.as_str()).and(&[("app.other", "model = 1\n")]);
    check_kept(star, "app.images", Code::Doctest);
}

#[test]
fn test_collection() {
    let case = |name: &str| {
        let text = format!("from dockyard import {name}\n\ndef test_it():\n    assert {name}\n");
        Case::from([("app", "")]).tests(&[("tests.test_app", text.as_str())])
    };
    check_kept(case("TestShip"), "tests.test_app", Code::TestCollection);
    check_kept(case("test_fleet"), "tests.test_app", Code::TestCollection);
    check_deferred(case("Ship"), "tests.test_app", &LOCAL);
    let first_party = "from dockyard import TestShip\n\ndef size():\n    return TestShip\n";
    check_deferred(first_party, "app.images", &LOCAL);
}

/// Whatever a module is to pytest: `pytest_plugins`, an option or an entry point may name it.
#[test]
fn fixtures_and_hooks() {
    let case = |imports: &str, kit: &str| {
        let text = format!("{imports}\n\ndef size():\n    return ship\n");
        Case::new(&[
            ("app", ""),
            ("app.images", &text),
            ("app.again", "from kit import ship\n"),
        ])
        .site(&[
            ("kit", kit),
            ("kit.ship", ""),
            ("pytest", "def fixture(function): return function\n"),
        ])
        .heavy(&["kit"])
    };
    const IMPORT: &str = "from kit import ship";
    for kit in [
        "import pytest\n@pytest.fixture\ndef ship(): pass\n",
        "import pytest\n@pytest.fixture(scope='session')\ndef ship(): pass\n",
        "from pytest import fixture as given\n@given\ndef ship(): pass\n",
        "import pytest\ndef make(): pass\nship = pytest.fixture(make)\n",
        "import pytest\ndef make(): pass\nship = pytest.fixture()(make)\n",
        "import pytest\n@pytest.fixture\ndef make(): pass\nship = make\n",
    ] {
        check_kept(case(IMPORT, kit), "app.images", Code::TestCollection);
        check_kept(
            case("from app.again import ship", kit).heavy(&["app.again", "kit"]),
            "app.images",
            Code::TestCollection,
        );
    }
    let own = "import pytest\ndef given(function):\n    return pytest.fixture(function)\n";
    let own = case("from app.ships import ship", "")
        .and(&[
            ("app.given", own),
            ("app.ships", "from app.given import given\n@given\ndef ship(): pass\n"),
        ])
        .heavy(&["app.ships"]);
    check_kept(own, "app.images", Code::TestCollection);
    check_kept(
        case(
            "from kit import pytest_configure, ship",
            "def pytest_configure(): pass\ndef ship(): pass\n",
        )
        .and(&[(
            "app.images",
            "from kit import pytest_configure\n\ndef size():\n    return pytest_configure\n",
        )]),
        "app.images",
        Code::TestCollection,
    );
    for kit in [
        "def ship(): pass\n",
        "import functools\n@functools.cache\ndef ship(): pass\n",
        "import pytest\n@pytest.fixture\ndef other(): pass\ndef ship(): pass\n",
        "ship = 3\n",
        "import pytest\n@pytest.mark.slow\nclass ship: pass\n",
    ] {
        check_deferred(case(IMPORT, kit), "app.images", &LOCAL);
    }
    check_deferred(case("import kit.ship as ship", ""), "app.images", &LOCAL);
}

/// `TYPE_CHECKING` that a package imports behind what is served is its own name, and others may take it: `__dir__` tells it.
#[test]
fn what_is_imported_behind_is_not_hidden() {
    for first in ["", "import os; import sys\n", "import os\n"] {
        let text = format!(
            "{first}try:\n    import dockyard\nexcept ImportError:\n    dockyard = None\n\
             from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from hulls import Hull\n\n\
             def size():\n    return dockyard.SIZE\n"
        );
        let case = Case::from([("app", text.as_str())]).and(&[(
            "app.use",
            "from app import dockyard\n\ndef use():\n    return dockyard\n",
        )]);
        let after = rewritten(case, "app");
        assert!(
            after.contains("def __dir__():\n        return sorted({*globals(), \"dockyard\"})\n"),
            "{after}"
        );
    }
}
