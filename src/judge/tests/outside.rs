//! Who else sees the name, or the thing that it is imported from.
use super::super::testing::{Case, check, check_deferred, check_kept, check_untouched, rewritten};
use super::super::{Code, Strategy};

pub(super) const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

pub(super) const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

pub(super) const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

const READ: (&str, &str) = (
    "app.other",
    "from app.images import connect\n\ndef go():\n    return connect\n",
);

const SEEN: (&str, &str) = (
    "app.other",
    "from app import images\n\ndef go():\n    return images.connect\n",
);

pub(super) fn with(rest: &str) -> Case {
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

/// What only runs is no condition.
#[test]
fn a_getattr_beside_what_checkers_see() {
    for hook in [
        "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    def __getattr__(name):\n        raise AttributeError(name)",
        "import typing as t\nif not t.TYPE_CHECKING:\n    def __getattr__(name):\n        raise AttributeError(name)",
    ] {
        check_deferred(with(hook).and(&[SEEN]), "app.images", &SERVED);
    }
    for hook in [
        "import app.flags as t\nif not t.TYPE_CHECKING:\n    def __getattr__(name):\n        raise AttributeError(name)",
        "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    for again in (1, 2):\n        def __getattr__(name):\n            raise AttributeError(name)",
        "from typing import TYPE_CHECKING\nif size:\n    if not TYPE_CHECKING:\n        def __getattr__(name):\n            raise AttributeError(name)",
    ] {
        check_untouched(with(hook).and(&[SEEN]), "app.images");
    }
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
            from . import _main as _main
            from ._old import warn as warn
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
    // Any code that takes all of them gets what it lists now.
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
fn what_a_test_says_with_a_colon_replaces_nothing() {
    let replaces = "def test(monkeypatch, target): monkeypatch.setattr(target, 1)\n";
    let says = |name: &str| Case::from(USE).tests(&[("tests.t", &format!("START = '{name}'\n{replaces}"))]);
    check_kept(says("dockyard.connect"), "app.images", Code::SourcePatched);
    check_deferred(says("dockyard:connect"), "app.images", &LOCAL);
    check_deferred(says("app.images:connect"), "app.images", &SERVED);
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

/// A linter sees no use of a name that functions import themselves, and takes it away from those who only check types.
#[test]
fn a_served_name_is_marked_as_offered() {
    let case = Case::from([
        ("app", ""),
        (
            "app.images",
            "
            import dockyard

            def size():
                return dockyard.SIZE
            ",
        ),
        (
            "app.cli",
            "from app import images\n\ndef main():\n    return images.dockyard\n",
        ),
    ]);
    check(
        case,
        "app.images",
        "
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            import dockyard as dockyard
        else:

            def __getattr__(name):
                if name == \"dockyard\":
                    import dockyard as value
                else:
                    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), \"dockyard\"})


        def size():
            import dockyard

            return dockyard.SIZE
        ",
    );
}
