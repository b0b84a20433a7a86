//! Who else sees the name, or the thing that it is imported from.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept, check_untouched, rewritten};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";
const READ: (&str, &str) = (
    "app.other",
    "from app.images import connect\n\ndef go():\n    return connect\n",
);

const SEEN: (&str, &str) = (
    "app.other",
    "from app import images\n\ndef go():\n    return images.connect\n",
);

fn with(rest: &str) -> Case {
    Case::from(format!("{USE}\n{rest}\n").as_str())
}

#[test]
fn a_getattr_that_is_there_is_added_to() {
    for hook in [
        "def __getattr__(name):\n    raise AttributeError(name)",
        "def __getattr__(attr: str, /) -> object:\n    \"Old names.\"\n    if attr == 'old':\n        import dockyard.hull\n        return dockyard.hull\n    raise AttributeError",
        "def __dir__():\n    return []",
    ] {
        check_deferred(with(hook).and(&[SEEN]), "app.images", &SERVED);
        check_deferred(with(hook), "app.images", &LOCAL);
    }
}

#[test]
fn existing_getattr() {
    for hook in [
        "@cache\ndef __getattr__(name):\n    raise AttributeError(name)",
        "__getattr__ = make()",
        "from app.lazy import __getattr__",
        "if size:\n    def __getattr__(name):\n        raise AttributeError(name)",
        "def __getattr__(name, more=1):\n    raise AttributeError(name)",
        "def __getattr__(connect):\n    raise AttributeError(connect)",
        "def __getattr__(name):\n    global connect\n    raise AttributeError(name)",
        "def __getattr__(name):\n    raise AttributeError(name)\ndel __getattr__",
        "def __dir__():\n    return []\n__dir__ = None",
    ] {
        check_untouched(with(hook).and(&[SEEN]), "app.images");
    }
    let decorated = with("from functools import cache\n@cache\ndef __getattr__(name):\n    raise AttributeError(name)")
        .and(&[SEEN]);
    check_kept(decorated, "app.images", Code::ExistingGetattr);
    let method = "class A:\n    def __getattr__(self, name): ...";
    check_deferred(
        with(method).tests(&[("tests.t", "import app.images\napp.images.connect\n")]),
        "app.images",
        &SERVED,
    );
}

#[test]
fn a_getattr_that_is_there_may_use_what_it_serves() {
    check(
        Case::from([
            (
                "app",
                "
                from . import _main
                from ._old import warn

                def __getattr__(name):
                    if name.startswith('o'):
                        warn(name)
                    return getattr(_main, name)
                ",
            ),
            ("app._main", "import dockyard\nclass Main(dockyard.Ship): ...\n"),
            (
                "app._old",
                "import dockyard\nclass Old(dockyard.Ship): ...\ndef warn(name): ...\n",
            ),
        ]),
        "app",
        r#"
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            from . import _main
            from ._old import warn
        else:

            def __dir__():
                return sorted({*globals(), "_main", "_old", "warn"})


        def __getattr__(name):
            if name == "_main":
                from importlib import import_module

                return globals().setdefault(name, import_module("._main", __name__))
            if name == "warn":
                from ._old import warn

                return globals().setdefault(name, warn)
            if name == "_old":
                from importlib import import_module

                return globals().setdefault(name, import_module("._old", __name__))
            from . import _main

            if name.startswith('o'):
                from ._old import warn

                warn(name)
            return getattr(_main, name)
        "#,
    );
}

#[test]
fn a_package_without_all_offers_what_it_serves() {
    let core = ("app.core", "import dockyard\nclass Core(dockyard.Ship): ...\n");
    check(
        Case::from([("app", "from app.core import Core\n\nVERSION = 1\n"), core]),
        "app",
        r#"
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            from app.core import Core
        else:

            def __getattr__(name):
                if name == "Core":
                    from app.core import Core as value
                elif name == "core":
                    from importlib import import_module

                    value = import_module(".core", __name__)
                elif name == "__all__":
                    return [key for key in __dir__() if key[0] != "_"]
                else:
                    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), "Core", "core"} - {"TYPE_CHECKING"})


        VERSION = 1
        "#,
    );
    // A name that was there before goes on being offered.
    let named = rewritten(
        Case::from([
            ("app", "from typing import TYPE_CHECKING\nfrom app.core import Core\n"),
            core,
        ]),
        "app",
    );
    assert!(
        named.contains("return sorted({*globals(), \"Core\", \"core\"})\n"),
        "{named}"
    );
    for own in [
        "__all__ = ['Core']\n",
        "def __dir__():\n    return ['Core']\n",
        "def __getattr__(name):\n    raise AttributeError(name)\n",
    ] {
        let text = format!("from app.core import Core\n\n{own}");
        let after = rewritten(Case::from([("app", text.as_str()), core]), "app");
        assert!(after.contains("\"Core\"") && !after.contains("\"__all__\""), "{after}");
    }
}

#[test]
fn what_an_example_calls_runs_nothing_at_the_start_of_the_program() {
    let example = "from app.images import size\nprint(size())\n";
    check_deferred(
        Case::from(USE).beside(&[("examples.demo", example)]),
        "app.images",
        &LOCAL,
    );
    check_untouched(Case::from(USE).and(&[("app.demo", example)]), "app.images");
}

#[test]
fn loaded_by_its_path() {
    let patched = "from unittest.mock import patch\n\n@patch('app.images.connect')\ndef test(fake): ...\n";
    let case = |loads: &str| {
        let tests =
            format!("from importlib.util import spec_from_file_location\n{patched}\ndef load():\n    {loads}\n");
        Case::from(USE).tests(&[("tests.t", &tests)])
    };
    check_deferred(
        case("spec_from_file_location('x', 'tools/other.py')"),
        "app.images",
        &SERVED,
    );
    for loads in [
        "spec_from_file_location('x', 'src/app/images.py')",
        "spec_from_file_location('x', path)",
    ] {
        check_deferred(case(loads), "app.images", &SERVED);
        let own = format!("{USE}\ndef __getattr__(name):\n    raise AttributeError(name)\n");
        check_kept(case(loads).and(&[("app.images", &own)]), "app.images", Code::RunAsMain);
    }
}

#[test]
fn run_as_main() {
    let patching = [(
        "tests.test_images",
        "from unittest.mock import patch\n@patch('app.images.connect')\ndef test(fake): ...\n",
    )];
    let guard = "if __name__ == '__main__':\n    size()";
    check(
        with(guard).tests(&patching),
        "app.images",
        "
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            from dockyard import connect as connect
        else:

            def __getattr__(name):
                if name in globals():
                    value = globals()[name]
                elif name == \"connect\":
                    from dockyard import connect as value
                else:
                    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), \"connect\"})


        def size():
            connect = __getattr__(\"connect\")  # type: ignore[name-defined]

            return connect()

        if __name__ == '__main__':
            size()
        ",
    );
    let own = format!("def __getattr__(name):\n    raise AttributeError(name)\n\n{guard}");
    check_kept(with(&own).tests(&patching), "app.images", Code::RunAsMain);
    check_deferred(with("").tests(&patching), "app.images", &SERVED);
    let main = Case::from([("app", ""), ("app.__main__", USE)]).tests(&[(
        "tests.test_main",
        "from unittest.mock import patch\n@patch('app.__main__.connect')\ndef test(fake): ...\n",
    )]);
    check_deferred(main, "app.__main__", &SERVED);
    check_deferred(
        with(guard).tests(&[("tests.t", "from app.images import connect\n")]),
        "app.images",
        &SERVED,
    );
}

#[test]
fn submodule_shadowed() {
    let init = "from dockyard import connect\n__all__ = ['connect']\n";
    let case = |submodule: &str| Case::from([("app", init), (submodule, "")]);
    check_kept(case("app.connect"), "app", Code::SubmoduleShadowed);
    check_deferred(case("app.connected"), "app", &[Strategy::ModuleGetattr]);
    // What a `__getattr__` calls would be the submodule, or the module's own.
    check_kept(case("app.globals"), "app", Code::SubmoduleShadowed);
    let own = Case::from([(
        "app",
        "from dockyard import connect\n__all__ = ['connect']\ndef sorted(x): ...\n",
    )]);
    check_kept(own, "app", Code::SubmoduleShadowed);
}

#[test]
fn computed_all() {
    let exports = "import app.names\n__all__ = ['size', *app.names.ALL]";
    let names = [("app.names", "ALL = ['connect']\n"), READ];
    check_deferred(with(exports).and(&names), "app.images", &SERVED);
    check_deferred(
        with("__all__ = ['size'] + ['connect']").and(&names),
        "app.images",
        &SERVED,
    );
}

#[test]
fn a_computed_list_may_export_a_name_that_nobody_in_the_project_reads() {
    let exports = "import app.names\n__all__ = ['size', *app.names.ALL]";
    let names = [("app.names", "ALL = ['connect']\n")];
    check_deferred(with(exports).and(&names), "app.images", &SERVED);
    // Whoever takes all of them gets what it lists now.
    let star = [
        ("app.names", "ALL = ['connect']\n"),
        ("app.all", "from app.images import *\n"),
    ];
    check_kept(with(exports).and(&star), "app.images", Code::StarImported);
}

#[test]
fn source_patched() {
    for test in [
        "from unittest.mock import patch\n@patch('dockyard.connect')\ndef test(fake): ...\n",
        "def test(monkeypatch):\n    monkeypatch.setattr('dockyard.connect', None)\n",
        "import dockyard\ndef test(monkeypatch):\n    monkeypatch.setattr(dockyard, 'connect', None)\n",
        "import dockyard\ndef test():\n    dockyard.connect = None\n",
        "import dockyard\ndef test():\n    setattr(dockyard, 'connect', None)\n",
        "from unittest import mock\nimport dockyard as yard\ndef test():\n    with mock.patch.object(yard, 'connect'): ...\n",
        "from unittest.mock import patch\n@patch.multiple('dockyard', connect=None)\ndef test(fake): ...\n",
    ] {
        check_kept(
            with("").tests(&[("tests.test_images", test)]),
            "app.images",
            Code::SourcePatched,
        );
    }
    let attribute = "import dockyard\n\ndef size():\n    return dockyard.connect()\n";
    let test = "from unittest.mock import patch\n@patch('dockyard.connect')\ndef test(fake): ...\n";
    check_deferred(
        Case::from(attribute).tests(&[("tests.test_images", test)]),
        "app.images",
        &LOCAL,
    );
    let other = "from unittest.mock import patch\n@patch('dockyard.other')\ndef test(fake): ...\n";
    check_deferred(with("").tests(&[("tests.test_images", other)]), "app.images", &LOCAL);
}

#[test]
fn sys_modules() {
    for rest in [
        "import sys\ndef f():\n    return 'dockyard' in sys.modules",
        "import sys\ndef f():\n    return sys.modules.get('dockyard')",
        "import sys\ndef f():\n    return sys.modules['dockyard']",
        "import sys\ndef f():\n    sys.modules.pop('dockyard', None)",
        "import sys\ndef f():\n    del sys.modules['dockyard']",
        "import sys\ndef f():\n    sys.modules.update({'dockyard': None})",
    ] {
        check_kept(with(rest), "app.images", Code::SysModules);
    }
    for test in [
        "import sys\nfrom unittest.mock import patch\ndef test():\n    with patch.dict(sys.modules, {'dockyard': None}): ...\n",
        "from unittest.mock import patch\n@patch.dict('sys.modules', {'dockyard': None})\ndef test(): ...\n",
        "import sys\ndef test(monkeypatch):\n    monkeypatch.setitem(sys.modules, 'dockyard', None)\n",
        "import sys\nsys.modules['dockyard'] = None\n",
    ] {
        check_kept(
            with("").tests(&[("tests.conftest", test)]),
            "app.images",
            Code::SysModules,
        );
    }
    check_deferred(
        with("import sys\ndef f():\n    return 'other' in sys.modules"),
        "app.images",
        &LOCAL,
    );
    check_deferred(
        with("import sys\ndef f():\n    return 'dockyard.hull' in sys.modules"),
        "app.images",
        &LOCAL,
    );
    check_deferred(with("names = 'dockyard' in ('a', 'b')"), "app.images", &LOCAL);
}

#[test]
fn sys_modules_by_keyword() {
    let test = "from unittest.mock import patch\n@patch.dict('sys.modules', dockyard=None)\ndef test(): ...\n";
    check_kept(
        with("").tests(&[("tests.conftest", test)]),
        "app.images",
        Code::SysModules,
    );
}

#[test]
fn sys_modules_by_another_name() {
    let rest = "from sys import modules\ndef f():\n    return 'dockyard' in modules";
    check_kept(with(rest), "app.images", Code::SysModules);
}

#[test]
fn sys_modules_by_a_name_from_a_list() {
    let test = "import sys\nFAKES = ['dockyard', 'numpy']\nfor name in FAKES:\n    sys.modules[name] = object()\n";
    check_kept(
        with("").tests(&[("tests.conftest", test)]),
        "app.images",
        Code::SysModules,
    );
}

#[test]
fn submodule_provider() {
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let relies = [(
        "app.other",
        "import dockyard\n\ndef go():\n    return dockyard.hull.build()\n",
    )];
    check_kept(Case::from(provider).and(&relies), "app.images", Code::SubmoduleProvider);
    let imports = [(
        "app.other",
        "import dockyard.hull\n\ndef go():\n    return dockyard.hull.build()\n",
    )];
    check_deferred(Case::from(provider).and(&imports), "app.images", &LOCAL);
    let deeper = [(
        "app.other",
        "import dockyard.hull.deck\n\ndef go():\n    return dockyard.hull.build()\n",
    )];
    let deeper = Case::from(provider)
        .and(&deeper)
        .site(&[("dockyard.hull", ""), ("dockyard.hull.deck", "")]);
    check_deferred(deeper, "app.images", &LOCAL);
}

#[test]
fn a_submodule_that_its_reader_loads_needs_no_provider() {
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let yard = [
        ("dockyard", ""),
        ("dockyard.hull", ""),
        ("crane", "import dockyard.hull\n"),
    ];
    let reads = |text: &str| Case::from(provider).and(&[("app.other", text)]).site(&yard);
    // Another package that the reader imports loads it.
    let by_another =
        "import crane\nimport dockyard\n\ndef go():\n    return crane, dockyard.hull\n\nclass A(crane.Arm): ...\n";
    check_one_kept(reads(by_another), "app.other", "import dockyard", Code::LoadedAnyway);
    check_deferred(reads(by_another), "app.images", &LOCAL);
    let none = "import dockyard\n\ndef go():\n    return dockyard.hull\n";
    check_kept(reads(none), "app.images", Code::SubmoduleProvider);
    // What is read at once may come before what loads it.
    let at_once = "import dockyard\nHULL = dockyard.hull.SIZE + 1\nimport crane\nclass A(crane.Arm): ...\n";
    check_kept(reads(at_once), "app.images", Code::SubmoduleProvider);
    // Whoever follows a module's own import gets what that has loaded.
    let through = [
        ("app", ""),
        (
            "app.images",
            "from dockyard import hull\n\ndef build():\n    return hull.build()\n",
        ),
        (
            "app.other",
            "from app import images\n\ndef go():\n    return images.hull.SIZE\n",
        ),
    ];
    check_deferred(Case::from(through).site(&yard), "app.images", &SERVED);
}

#[test]
fn what_leads_a_reader_to_a_submodule_stays() {
    let yard = [
        ("dockyard", ""),
        ("dockyard.hull", ""),
        ("crane", "import dockyard.hull\n"),
    ];
    let case = Case::from([
        ("app", ""),
        ("app.images", "import crane\n\ndef build():\n    return crane.lift()\n"),
        ("app.tools", "import crane\n\ndef lift():\n    return crane.lift()\n"),
        (
            "app.other",
            "import dockyard\nfrom app import tools\n\ndef go():\n    return tools, dockyard.hull\n",
        ),
    ]);
    let case = || case.clone().heavy(&["dockyard", "crane"]).site(&yard);
    check_deferred(case(), "app.images", &LOCAL);
    check_kept(case(), "app.tools", Code::SubmoduleProvider);
    check_one_kept(case(), "app.other", "from app import tools", Code::SubmoduleProvider);
}

#[test]
fn a_package_may_serve_its_submodules_itself() {
    let yard = |text: &'static str| [("dockyard", text), ("dockyard.hull", "")];
    let case = |text| {
        Case::from([
            ("app", ""),
            (
                "app.images",
                "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n",
            ),
            ("app.other", "import dockyard\n\ndef go():\n    return dockyard.hull\n"),
        ])
        .site(&yard(text))
    };
    let serves = "def __getattr__(name):\n    if name == 'hull':\n        import dockyard.hull as hull\n        return hull\n    raise AttributeError(name)\n";
    check_deferred(case(serves), "app.images", &LOCAL);
    check_kept(
        case("def hull():\n    import dockyard.hull\n"),
        "app.images",
        Code::SubmoduleProvider,
    );
}

#[test]
fn what_a_test_says_with_a_colon_replaces_nothing() {
    let replaces = "def test(monkeypatch, target): monkeypatch.setattr(target, 1)\n";
    let says = |name: &str| Case::from(USE).tests(&[("tests.t", &format!("START = '{name}'\n{replaces}"))]);
    check_kept(says("dockyard.connect"), "app.images", Code::SourcePatched);
    check_deferred(says("dockyard:connect"), "app.images", &LOCAL);
    check_deferred(says("app.images:connect"), "app.images", &SERVED);
}

#[test]
fn a_submodule_that_its_package_loads_needs_no_provider() {
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let relies = [(
        "app.other",
        "import dockyard\n\ndef go():\n    return dockyard.hull.build()\n",
    )];
    let case = Case::from(provider)
        .and(&relies)
        .site(&[("dockyard", "from . import hull\n")]);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn a_standard_library_that_was_read_is_still_known_by_name() {
    let typing = (
        "typing",
        "class Protocol:\n    def __init_subclass__(cls):\n        super().__init_subclass__()\n        cls.hook()\n",
    );
    let subclass = "from typing import Protocol\n\nclass Sized(Protocol):\n    size: int\n";
    let main = "from app.shapes import Sized\n\ndef main():\n    return Sized\n";
    let with = |shapes: &str| {
        Case::from([("app", ""), ("app.shapes", shapes), ("app.images", main)])
            .standard(&[typing, ("shelves", "def register(thing):\n    pass\n")])
            .heavy(&["app.shapes"])
    };
    check_deferred(with(subclass), "app.images", &LOCAL);
    check_kept(
        with("import shelves\n\nshelves.register(1)\n\nSized = int\n"),
        "app.images",
        Code::HasEffects,
    );
    let read_inside = Case::from([
        ("app", ""),
        ("app.images", "import jam\n\ndef main():\n    return jam\n"),
    ])
    .standard(&[
        ("jam", "import re\nX = re.match('a', 'b')\n"),
        ("re", "_cache = {}\ndef match(a, b):\n    _cache.pop(a)\n"),
    ])
    .heavy(&["jam"]);
    check_deferred(read_inside, "app.images", &LOCAL);
}

#[test]
fn what_is_only_assumed_stays_where_only_proofs_count() {
    let source = "import opaque\n\ndef size():\n    return opaque.SIZE\n";
    let case = || Case::from(source).heavy(&["opaque"]);
    check_deferred(case(), "app.images", &LOCAL);
    check_kept(case().strict(), "app.images", Code::Assumed);
    // Code that can be read, and does nothing to others.
    let plain = [("opaque", "SIZE = 1\n")];
    check_deferred(case().strict().site(&plain), "app.images", &LOCAL);
    // It loads what cannot be read.
    let through = [("opaque", "import _native\nSIZE = _native.size()\n")];
    check_deferred(case().site(&through), "app.images", &LOCAL);
    check_kept(case().strict().site(&through), "app.images", Code::Assumed);
    // What is loaded in any case does not come later.
    let also = format!("import _native\n{source}\nNATIVE = _native.size()\n");
    let loads = [("opaque", "import _native\nSIZE = 1\n")];
    check_kept(case().strict().site(&loads), "app.images", Code::Assumed);
    let also = Case::from(also.as_str()).heavy(&["opaque"]).strict().site(&loads);
    check_deferred(also, "app.images", &LOCAL);
}
