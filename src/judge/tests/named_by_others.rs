//! Names that are reached by variables that hold modules, by texts that import, and by loops over what is loaded.
use super::super::Code;
use super::super::Strategy;
use super::super::testing::{Case, check_deferred, check_kept, rewritten};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

fn tested(test: &str) -> Case {
    let head =
        "import importlib, inspect, sys\nimport app.images\nfrom app import images\nfrom app.images import size\n";
    Case::from(USE).tests(&[("tests.test_images", &format!("{head}{test}\n"))])
}

#[test]
fn tests_that_write_through_a_variable() {
    for test in [
        "MOD = images\nMOD.connect = len",
        "def test():\n    mod = app.images\n    mod.connect = len",
        "def test():\n    mod = sys.modules['app.images']\n    mod.connect = len",
        "def test():\n    mod = importlib.import_module('app.images')\n    mod.connect = len",
        "def test():\n    mod = inspect.getmodule(size)\n    mod.connect = len",
        "def test():\n    mod = sys.modules[size.__module__]\n    mod.connect = len",
        "def test():\n    for mod in (images, sys):\n        mod.connect = len",
        "def fake(mod):\n    mod.connect = len\ndef test():\n    fake(images)",
        "def module():\n    return images\ndef test():\n    mod = module()\n    mod.connect = len",
        "class Test:\n    def setup(self):\n        self.mod = images\n        self.mod.connect = len",
        "def test():\n    sys.modules['app.images'].connect = len",
        "def test():\n    {'a': images}['a'].connect = len",
        "MODS = [images]\ndef test():\n    MODS[0].connect = len",
        "def module():\n    return images\ndef test():\n    module().connect = len",
        "class Test:\n    mod = images\ndef test():\n    Test.mod.connect = len",
        "def test():\n    images.__setattr__('connect', len)",
        "import types\ndef test():\n    types.ModuleType.__setattr__(images, 'connect', len)",
        "def test(name):\n    importlib.import_module('app.' + name).connect = len",
        "def test(names, new):\n    list(map(setattr, [images] * 2, names, new))",
        "from functools import partial\ndef test(name):\n    partial(setattr, images, name)(len)",
    ] {
        let after = rewritten(tested(test), "app.images");
        assert!(
            after.contains("    from app.images import connect\n"),
            "{test}\n{after}"
        );
    }
}

/// `app.hold` keeps `app.images` in an object, and a test writes through that.
#[test]
fn tests_that_write_through_an_object_of_the_program() {
    let held = |hold: &str, test: &str| {
        let hold = format!("import types\nfrom app import images\n{hold}\n");
        let test = format!("from app import hold\nfrom app.hold import held\n{test}\n");
        Case::from(USE)
            .and(&[("app.hold", hold.as_str())])
            .tests(&[("tests.test_images", test.as_str())])
    };
    for (hold, test) in [
        (
            "held = types.SimpleNamespace(images=images)",
            "held.images.connect = len",
        ),
        (
            "held = types.SimpleNamespace(images=images)",
            "hold.held.images.connect = len",
        ),
        ("class held:\n    part = images", "held.part.connect = len"),
        ("held = {'a': images}", "held['a'].connect = len"),
        (
            "held = [images]",
            "def test():\n    first = held[0]\n    first.connect = len",
        ),
        ("def held():\n    return images", "held().connect = len"),
        (
            "def held():\n    return images",
            "def test():\n    it = held()\n    it.connect = len",
        ),
    ] {
        let after = rewritten(held(hold, test), "app.images");
        assert!(
            after.contains("    from app.images import connect\n"),
            "{test}\n{after}"
        );
    }
    for (hold, test) in [
        ("class held: ...", "held().connect = len"),
        ("class held: ...", "def test():\n    it = held()\n    it.connect = len"),
    ] {
        check_deferred(held(hold, test), "app.images", &LOCAL);
    }
}

#[test]
fn tests_that_write_into_the_namespace_of_what_they_are_handed() {
    for test in [
        "def fake(mod, **new):\n    mod.__dict__.update(new)\ndef test():\n    fake(images, connect=len)",
        "def fake(mod):\n    return mod.__dict__.get('connect')\ndef test():\n    fake(images)",
        "def fake(mod, name):\n    mod.__dict__[name] = len\ndef test():\n    fake(images, 'connect')",
    ] {
        check_kept(tested(test), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn attributes_of_what_is_no_module() {
    for test in [
        "class Fake: ...\ndef test():\n    fake = Fake()\n    fake.connect = len",
        "class Fake: ...\ndef test():\n    fakes = [Fake()]\n    fakes[0].connect = len",
        "class Fake: ...\ndef test():\n    Fake().connect = len",
        "def test(images):\n    images.connect = len",
        "from unittest.mock import Mock\ndef test():\n    fake = Mock()\n    fake.connect = len",
        "class Test:\n    def setup(self):\n        self.connect = len",
    ] {
        check_deferred(tested(test), "app.images", &LOCAL);
    }
}

/// `app.images`, and `app.other` with this text.
fn beside(other: &str) -> Case {
    Case::from(USE).and(&[("app.other", other)])
}

#[test]
fn texts_that_import() {
    for (other, strategies) in [
        (
            "def f(ns):\n    exec('from app.images import connect', ns)",
            &SERVED[..],
        ),
        (
            "def f(ns, name):\n    exec('from app.%s import connect' % name, ns)",
            &SERVED[..],
        ),
        (
            "def f(ns, name):\n    exec(f'from app.{name} import size', ns)",
            &LOCAL[..],
        ),
        ("def f(ns):\n    exec('from app.images import size', ns)", &LOCAL[..]),
    ] {
        check_deferred(beside(other), "app.images", strategies);
    }
    for other in [
        "def f(ns, name):\n    exec('from app.%s import *' % name, ns)",
        "def f(ns):\n    exec('from app.images import *', ns)",
    ] {
        check_kept(beside(other), "app.images", Code::StarImported);
    }
}

#[test]
fn modules_that_are_run_or_loaded_by_a_name_that_is_put_together() {
    let runs = "import runpy\n\ndef f(name):\n    return runpy.run_module('app.' + name)\n";
    check_kept(beside(runs), "app.images", Code::NamespaceRead);
    let loads = "import unittest\n\ndef f():\n    return unittest.defaultTestLoader.loadTestsFromName('app.images')\n";
    check_deferred(beside(loads), "app.images", &SERVED);
    let by_path = "import pathlib\nfrom importlib import util\n\ndef f():\n    spec = util.spec_from_file_location('copy', pathlib.Path(__file__).with_name('images.py'))\n    module = util.module_from_spec(spec)\n    spec.loader.exec_module(module)\n    return module.connect\n";
    check_deferred(beside(by_path), "app.images", &SERVED);
}

/// What is made of a file and goes into an attribute is followed no further: all its names may be taken there.
#[test]
fn modules_that_are_made_of_a_file_and_kept_in_an_attribute() {
    let made = |ends: &str| {
        format!(
            "import pathlib\nfrom importlib import machinery, util\n\nspec = util.spec_from_file_location('copy', pathlib.Path(__file__).with_name('images.py'))\nmodule = util.module_from_spec(spec)\nspec.loader.exec_module(module)\n{ends}\n"
        )
    };
    for ends in [
        "class lib:\n    core = module\n\ndef f():\n    return lib.core.connect\n",
        "class C:\n    def __init__(self):\n        self.core = module\n\ndef f():\n    return C().core.connect\n",
        "class C:\n    pass\n\nother = module\nC.core = other\n\ndef f():\n    return C.core.connect\n",
    ] {
        check_kept(beside(&made(ends)), "app.images", Code::NamespaceRead);
    }
    let loaded = "import os\nfrom importlib.machinery import SourceFileLoader\n\nclass lib:\n    core = SourceFileLoader('core2', os.path.join(os.path.dirname(__file__), 'images.py')).load_module()\n\ndef f():\n    return lib.core.connect\n";
    check_kept(beside(loaded), "app.images", Code::NamespaceRead);
    for ends in [
        "def f():\n    return module.connect\n",
        "class C:\n    size = len('a')\n\ndef f():\n    return module.connect\n",
        "other = module\n\ndef f():\n    return other.connect\n",
    ] {
        check_deferred(beside(&made(ends)), "app.images", &SERVED);
    }
}

#[test]
fn modules_that_are_loaded_under_the_end_of_their_name() {
    for other in [
        "from images import connect",
        "import images\n\ndef f():\n    return images.connect\n",
    ] {
        check_deferred(beside(other), "app.images", &SERVED);
    }
    for other in [
        "import importlib\n\ndef f():\n    return importlib.import_module('images').connect\n",
        "def f():\n    return __import__('images').connect\n",
    ] {
        check_kept(beside(other), "app.images", Code::NamespaceRead);
    }
    // No end of its name, only letters of it; and a package that is nowhere.
    for other in [
        "from ages import connect",
        "try:\n    import nowhere\nexcept ImportError:\n    nowhere = None\n",
        "from other.images import connect",
    ] {
        check_deferred(beside(other), "app.images", &LOCAL);
    }
}

/// `app.user` takes a heavy module of its own, and `app.hooks` looks at what is loaded.
fn looking(hooks: &str) -> Case {
    Case::new(&[
        ("app", ""),
        (
            "app.plugin",
            "import dockyard\n\nclass Ship(dockyard.Ship): ...\n\ndef hook(): ...\n",
        ),
        (
            "app.user",
            "from app.plugin import hook\n\ndef f():\n    return hook()\n",
        ),
        ("app.hooks", hooks),
    ])
}

#[test]
fn loops_over_loaded_modules() {
    for hooks in [
        "import sys\n\ndef all():\n    for name, module in sys.modules.items():\n        if hasattr(module, 'hook'):\n            module.hook()\n",
        "import sys\n\ndef all():\n    return [module.hook() for module in list(sys.modules.values()) if module]\n",
        "from sys import modules\n\ndef all():\n    return [m for n, m in sorted(modules.items()) if n.startswith('app.plug')]\n",
        "import sys\n\ndef names():\n    return sorted(n for n in list(sys.modules) if n.startswith('app.plug'))\n",
        "import sys\n\ndef count():\n    return len([n for n in sys.modules.keys() if n.startswith('app.')])\n",
    ] {
        check_kept(looking(hooks), "app.user", Code::SysModules);
    }
    // Whoever goes through the names in them finds what is imported there.
    for hooks in [
        "import sys\n\ndef all():\n    return [vars(m) for n, m in sys.modules.copy().items() if n.startswith('app.')]\n",
        "import sys\n\ndef all():\n    return [k for m in list(sys.modules.values()) for k in vars(m)]\n",
    ] {
        check_kept(looking(hooks), "app.user", Code::NamespaceRead);
    }
    for hooks in [
        "import sys\n\ndef files():\n    return [module.__file__ for module in sys.modules.values() if hasattr(module, '__file__')]\n",
        "import sys\n\ndef files():\n    return [getattr(module, '__file__', None) for module in list(sys.modules.values())]\n",
        "import sys\n\ndef all():\n    return [vars(m) for n, m in sys.modules.copy().items() if n.startswith('other.')]\n",
        "import sys\n\ndef names():\n    return [n for n in sys.modules if n.startswith('other.')]\n",
        "import sys\n\ndef before():\n    return set(sys.modules)\n",
    ] {
        check_deferred(looking(hooks), "app.user", &LOCAL);
    }
}

#[test]
fn whoever_goes_through_all_objects() {
    let case = |asks: &str| {
        Case::new(&[
            ("app", ""),
            ("app.base", "class Base: ...\n"),
            (
                "app.plugin",
                "import dockyard\nfrom app.base import Base\n\nclass Ship(dockyard.Ship, Base): ...\n\ndef hook(): ...\n",
            ),
            (
                "app.user",
                &format!(
                    "import gc\nfrom app.base import Base\nfrom app.plugin import hook\n\ndef f():\n    return hook()\n\ndef g():\n    return {asks}\n"
                ),
            ),
        ])
    };
    check_kept(
        case("[c for c in gc.get_objects() if isinstance(c, type) and issubclass(c, Base)]"),
        "app.user",
        Code::HasEffects,
    );
    check_deferred(case("gc.collect(), Base"), "app.user", &LOCAL);
}

#[test]
fn texts_of_files_that_are_executed() {
    let runs = "import pathlib\n\ndef f(ns):\n    exec(pathlib.Path('src/app/images.py').read_text(), ns)\n";
    check_kept(beside(runs), "app.images", Code::NamespaceRead);
    for runs in [
        "import pathlib\n\ndef f(ns):\n    exec(pathlib.Path('src/app/more.py').read_text(), ns)\n",
        "def f(text, ns):\n    exec(text, ns)\n",
    ] {
        check_deferred(beside(runs), "app.images", &LOCAL);
    }
}

#[test]
fn submodules_that_are_looked_up_in_their_package() {
    // What `app.user` imports becomes an attribute of the package, which `app.other` asks for.
    let case = |other: &str| {
        let user = "import dockyard.hull\n\ndef f():\n    return dockyard.hull.build()\n";
        let other = format!("import dockyard\nfrom app import user\n\ndef g(name):\n    return {other}\n");
        Case::new(&[("app", ""), ("app.user", user), ("app.other", &other)])
    };
    check_kept(
        case("getattr(dockyard, name, None)"),
        "app.user",
        Code::SubmoduleProvider,
    );
    check_deferred(case("getattr(user, name, None)"), "app.user", &SERVED);
}

#[test]
fn names_that_a_star_import_brings_and_the_file_binds_too() {
    let case = |asks: &str| {
        let head = "from app.names import *\ntry:\n    images\nexcept NameError:\n    images = None\n";
        let user = format!("{head}\ndef f():\n    return {asks}\n");
        Case::from(USE).and(&[("app.names", "from app import images\n"), ("app.user", &user)])
    };
    check_deferred(case("images.connect()"), "app.images", &SERVED);
    check_deferred(case("images.size()"), "app.images", &LOCAL);
}

/// A test that does not say it replaces something, but for the name of what it hands on.
#[test]
fn tests_that_patch_under_another_name() {
    let case = |test: &str| {
        let head = "from unittest import mock\nfrom unittest.mock import patch\nimport functools\nimport kit\nimport unittest\n";
        Case::from(USE)
            .site(&[("kit", "from unittest import mock\nclass Case:\n    def setUp(self):\n        mock.patch(self.target).start()\n")])
            .tests(&[("tests.test_images", &format!("{head}{test}\n"))])
    };
    for test in [
        "override = mock.patch\ndef test():\n    with override('app.images.connect'): ...",
        "from unittest.mock import patch as override\ndef test():\n    with override('app.images.connect'): ...",
        "override = mock.patch.multiple\ndef test():\n    with override('app.images', connect=len): ...",
        "override = mock.patch\nBASE = 'app.images'\ndef test():\n    with override(f'{BASE}.connect'): ...",
        "fake = functools.partial(mock.patch, 'app.images.connect')\ndef test():\n    with fake(): ...",
        "def test():\n    for one in map(patch, ['app.images.connect']):\n        one.start()",
        "HOW = {'patch': mock.patch}\ndef test():\n    HOW['patch']('app.images.connect').start()",
        "class Test(kit.Case):\n    target = 'app.images.connect'",
    ] {
        let after = rewritten(case(test), "app.images");
        assert!(
            after.contains("    from app.images import connect\n"),
            "{test}\n{after}"
        );
    }
    for test in [
        "def test():\n    assert 'app.images.connect'",
        "class Test(unittest.TestCase):\n    target = 'app.images.connect'",
    ] {
        let after = rewritten(case(test), "app.images");
        assert!(
            !after.contains("    from app.images import connect\n"),
            "{test}\n{after}"
        );
    }
}

/// What another function hands out runs when somebody has replaced a name in the meantime: it looks that up itself, which a lambda cannot.
#[test]
fn a_name_that_is_replaced_before_a_lambda_runs() {
    let patches = "from app import images\ndef test_it(monkeypatch):\n    size = images.make()\n    monkeypatch.setattr(images, 'connect', lambda: 2)\n    assert size() == 2\n";
    let source = "from dockyard import connect\n\ndef make():\n    return lambda: connect()\n";
    let case = || Case::from(source);
    check_kept(
        case().tests(&[("tests.test_it", patches)]),
        "app.images",
        Code::ModuleLevelLambda,
    );
    check_deferred(case(), "app.images", &[Strategy::FunctionLocal]);
}
