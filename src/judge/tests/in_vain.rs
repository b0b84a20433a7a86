//! Lazy imports that save nothing: read while modules are imported, or waited for.
use crate::judge::Code;
use crate::judge::testing::Case;

#[test]
fn lazy_imports_that_are_read_at_once_are_found() {
    for text in [
        "lazy import dockyard\n\nSIZE = dockyard.SIZE\n",
        "lazy from dockyard import connect\n\n@connect\ndef f(): ...\n",
        "lazy from dockyard import Ship\n\nclass A(Ship): ...\n",
        "lazy import dockyard\n\ndef f():\n    return dockyard.SIZE\n\nSIZE = f()\n",
        "__lazy_modules__ = ['dockyard']\nimport dockyard\n\nSIZE = dockyard.SIZE\n",
        "import dataclasses\nlazy from dockyard import Ship\n\n@dataclasses.dataclass\nclass Fleet:\n    ship: Ship\n",
        // A dataclass looks up what its strings name.
        "import dataclasses\nlazy from dockyard import Ship\n\n@dataclasses.dataclass\nclass Fleet:\n    ship: 'Ship'\n",
        "from __future__ import annotations\nimport dataclasses\nlazy from dockyard import Ship\n\n@dataclasses.dataclass\nclass Fleet:\n    ship: Ship\n",
        "from typing import NamedTuple\nlazy from dockyard import Ship\n\nclass Fleet(NamedTuple):\n    ship: Ship\n",
        "from typing import TypedDict\nlazy from dockyard import Ship\n\nclass Base(TypedDict): ...\n\nclass Fleet(Base):\n    ship: Ship\n",
        "if 1:\n    lazy import dockyard\n\nprint(dockyard)\n",
    ] {
        let found = Case::from(text).target(15).in_vain("app.images");
        assert!(
            matches!(found.as_slice(), [(Code::LazyTouched, _)]),
            "{found:?} in {text}"
        );
    }
    let other = "lazy from dockyard import connect\n\ndef f():\n    return connect()\n";
    for reader in [
        "from app.images import connect\n",
        "from app import images\n\nX = images.f()\n",
        "from app.images import *\n",
        "from app import images\n\nX = images.connect\n",
        "import app.images\n\ndef f():\n    return app.images.connect\n\nX = f()\n",
    ] {
        let found = Case::from(other)
            .and(&[("app.other", reader)])
            .target(15)
            .in_vain("app.images");
        assert!(
            matches!(found.as_slice(), [(Code::LazyTouched, _)]),
            "{found:?} with {reader}"
        );
    }
    for reader in [
        "from app import images\n\ndef f():\n    return images.connect\n",
        "lazy from app.images import connect\n",
        "from app import images\n\nimages.connect = 1\n",
    ] {
        let case = Case::from(other).and(&[("app.other", reader)]);
        let found = case.target(15).in_vain("app.images");
        assert!(found.is_empty(), "{found:?} with {reader}");
    }
    for text in [
        other,
        "import sys\nlazy import dockyard\n\nif sys.platform == 'win32':\n    SIZE = dockyard.SIZE\n",
        "lazy import dockyard\n\ntry:\n    import fast\nexcept ImportError:\n    fast = dockyard.SIZE\n",
        "import sys\nlazy import dockyard\n\ndef f():\n    if '--size' in sys.argv:\n        return dockyard.SIZE\n\nSIZE = f()\n",
        "lazy import dockyard.hull\nimport dockyard\n\nX = dockyard.SIZE\n\ndef f():\n    return dockyard.hull\n",
        "lazy from dockyard import Ship\n\ndef f(ship: Ship): ...\n",
        "__lazy_modules__ = ['dockyard']\nfrom dockyard import SIZE, hull\n\nX = SIZE\n\ndef f():\n    return hull\n",
        "from typing import NamedTuple\nlazy from dockyard import Ship\n\nclass Fleet(NamedTuple):\n    ship: 'Ship'\n",
        "from __future__ import annotations\nfrom typing import TypedDict\nlazy from dockyard import Ship\n\nclass Fleet(TypedDict):\n    ship: Ship\n",
        "from typing import Protocol\nlazy from dockyard import Ship\n\nclass Fleet(Protocol):\n    def go(self, ship: Ship): ...\n",
        "lazy import dockyard\ndockyard = 1\nX = dockyard\n",
        "lazy import dockyard  # dormant: ignore[lazy-touched]\n\nSIZE = dockyard.SIZE\n",
    ] {
        let found = Case::from(text).target(15).in_vain("app.images");
        assert!(found.is_empty(), "{found:?} in {text}");
    }
}

#[test]
fn lazy_imports_whose_effects_somebody_waits_for_are_found() {
    let text = "lazy from app import plugins\n\ndef load(name):\n    return plugins, name\n";
    let found = |code: &str| {
        let case = Case::from(text).and(&[("app.plugins", code)]);
        case.target(15).in_vain("app.images")
    };
    let waits = found("import codecs\ncodecs.register(lambda name: None)\n");
    assert!(matches!(waits.as_slice(), [(Code::LazyAwaited, _)]), "{waits:?}");
    assert_eq!(found("TABLE = {}\n"), []);
}

/// Who imports a package alone does not load what takes its names, unless the package loads that.
#[test]
fn names_that_are_taken_of_a_package() {
    let case = |init: &str| {
        Case::from([
            ("app", init),
            ("app.other", "from app import connect\n\nX = connect\n"),
            ("app.start", "import app.other\n"),
        ])
        .target(15)
    };
    let lazy = "lazy from dockyard import connect\n";
    assert_eq!(case(lazy).in_vain("app"), []);
    let loads = format!("{lazy}from app import other\n");
    let found = case(&loads).in_vain("app");
    assert!(matches!(found.as_slice(), [(Code::LazyTouched, _)]), "{found:?}");
}
