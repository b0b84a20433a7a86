//! What is taken of a module while that is being loaded, and what a module does that cannot be loaded.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept, check_untouched};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

/// `app` loads `app.part`, which loads `app.images`, which takes something of `app`: `end` is what `app` ends with.
fn taken(takes: &str, end: &str) -> Case {
    let images = format!("import dockyard\n{takes}\nSIZE = dockyard.SIZE + 1\n\ndef show():\n    return part, SIZE\n");
    Case::from([
        ("app", format!("from . import part\n{end}\n").as_str()),
        (
            "app.part",
            "from app.images import show\n\ndef draw():\n    return show()\n",
        ),
        ("app.images", images.as_str()),
    ])
}

#[test]
fn a_name_of_a_package_that_is_bound_again_behind_the_import() {
    check_kept(
        taken("from app import part", "part = 'other'"),
        "app.part",
        Code::ImportCycle,
    );
    check_kept(
        taken(
            "try:\n    from app import name as part\nexcept ImportError:\n    part = None",
            "name = 1",
        ),
        "app.part",
        Code::ImportCycle,
    );
    for (takes, end) in [
        ("from app import part", ""),
        ("from app import part", "other = 'other'"),
        ("from app import name as part", "NAME = 1"),
    ] {
        let first = format!("name = 0\nfrom . import part\n{end}\n");
        let case = taken(takes, end).and(&[("app", first.as_str())]);
        check_deferred(case, "app.part", &LOCAL);
    }
}

#[test]
fn all_names_of_a_module_that_is_being_loaded() {
    let case = |end: &str| {
        let first = format!("NAME = 1\nfrom app import second\n{end}\n");
        Case::from([
            ("app", "import app.first\n"),
            ("app.first", first.as_str()),
            (
                "app.second",
                "import app.third as third\n\ndef names():\n    return third.names()\n",
            ),
            (
                "app.third",
                "import dockyard\nfrom app.first import *\nSIZE = dockyard.SIZE + 1\n\ndef names():\n    return sorted(globals())\n",
            ),
        ])
    };
    check_kept(case("LATE = 2"), "app.second", Code::ImportCycle);
    check_kept(case(""), "app.second", Code::ImportCycle);
    let listed = case("").and(&[(
        "app.first",
        "__all__ = ['NAME']\nNAME = 1\nfrom app import second\nLATE = 2\n",
    )]);
    check_deferred(listed, "app.second", &LOCAL);
}

/// What a star brings may be bound again by a function of the same name.
#[test]
fn a_name_that_a_star_brought_first() {
    let case = |import: &str| {
        let first = format!("{import}\nfrom app import second\n\ndef draw():\n    return 'own'\n");
        Case::from([
            ("app", "import app.first\n"),
            ("app.base", "def draw():\n    return 'base'\n"),
            ("app.first", first.as_str()),
            (
                "app.second",
                "import app.third as third\n\ndef show():\n    return third.draw()\n",
            ),
            (
                "app.third",
                "import dockyard\nfrom app.first import draw\nSIZE = dockyard.SIZE + 1\n",
            ),
        ])
    };
    check_kept(case("from app.base import *"), "app.second", Code::ImportCycle);
}

/// A module of a cycle may be imported by itself, too.
#[test]
fn a_member_of_a_cycle_is_an_entry_point() {
    let case = Case::from([
        ("app", "from app.first import go\n\ndef run():\n    return go()\n"),
        (
            "app.first",
            "import dockyard\nfrom app import second\nSIZE = dockyard.SIZE + 1\n\ndef go():\n    return second.NAMES\n",
        ),
        (
            "app.second",
            "from app.first import *\n\nNAMES = 'SIZE' in globals()\n\ndef names():\n    return SIZE\n",
        ),
    ]);
    check_kept(case, "app", Code::ImportCycle);
}

#[test]
fn a_module_that_cannot_be_imported() {
    let case = |name: &str| {
        let broken = format!("import dockyard\nSIZE = dockyard.SIZE + 1\n{name}\n");
        Case::from([
            ("app", ""),
            ("app.other", "def f(): ...\n"),
            ("app.broken", broken.as_str()),
            (
                "app.images",
                "from app import broken\n\ndef size():\n    return broken.SIZE\n",
            ),
        ])
    };
    for name in [
        "missing(1)",
        "from app import missing",
        "from app.other import missing",
        "X = [missing.size]",
        "class A:\n    def f(self, size=missing):\n        return size",
        "if 'x' == 'y':\n    import app.other as missing\nX = missing.size",
    ] {
        check_kept(case(name), "app.images", Code::HasEffects);
    }
    for name in [
        "try:\n    from app.other import missing\nexcept ImportError:\n    missing = None",
        "from app.other import f\nfrom app import other",
        "try:\n    X = unicode\nexcept NameError:\n    X = str",
        "X = len(__name__)",
        "def f():\n    return missing",
        "class A:\n    name = __qualname__\n    size = 1\n    sizes = [size]\n    def f(self, size=size):\n        return size",
        "X = [name for name in (1, 2) if name]\ncall = lambda: missing",
        "for name in ():\n    pass",
    ] {
        check_deferred(case(name), "app.images", &LOCAL);
    }
    // What it loads before it fails is loaded all the same.
    let own = Case::from([
        ("app", ""),
        ("app.broken", "import app.images\nmissing(1)\n"),
        ("app.images", "import dockyard\nSIZE = dockyard.SIZE + 1\n"),
    ]);
    check_untouched(own, "app.broken");
}

/// The module that is patched is known only by what the name means where the patch stands.
#[test]
fn a_patch_of_a_module_that_a_star_brought() {
    let case = |patch: &str| {
        let app = format!("import app.first as one\nfrom app.first import *\n{patch}\n");
        Case::from([
            ("app", app.as_str()),
            ("app.first", "import app.images as one\n"),
            (
                "app.images",
                "from dockyard import connect\n\ndef dock():\n    return connect()\n",
            ),
        ])
    };
    check_deferred(
        case("setattr(one, 'connect', print)"),
        "app.images",
        &[Strategy::ModuleGetattr, Strategy::FunctionLocal],
    );
    check_deferred(case("setattr(one, 'other', print)"), "app.images", &LOCAL);
}

#[test]
fn a_constant_that_a_star_brings_too() {
    let case = |other: &str| {
        Case::from([
            ("app", ""),
            ("app.other", other),
            (
                "app.images",
                "import decimal\nfrom app.other import *\n\nLIMIT = decimal.Decimal(2)\n\ndef limit():\n    return LIMIT\n",
            ),
        ])
        .heavy(&["decimal"])
    };
    check_one_kept(case("LIMIT = 1\n"), "app.images", "import decimal", Code::UsedAtImport);
    check_deferred(case("OTHER = 1\n"), "app.images", &[Strategy::LazyConstant]);
}

#[test]
fn an_annotation_reads_a_module_that_is_being_loaded() {
    let case = |annotated: &str| {
        Case::from([
            ("app", ""),
            (
                "app.images",
                "from dockyard import Ship\nfrom app import fleet\n\ndef is_ship(x):\n    return isinstance(x, Ship), fleet\n",
            ),
            (
                "app.fleet",
                format!("import app.images as images\n\n{annotated}\n").as_str(),
            ),
        ])
    };
    for annotated in [
        "def sail(ship: images.Ship): ...",
        "def sail(ship: list[images.Ship]) -> None: ...",
        "def sail(*ships) -> images.Ship | None: ...",
        "class Fleet:\n    ship: images.Ship",
        "flag: images.Ship",
        "def outer():\n    def sail(ship: images.Ship): ...\n    return sail\n\nsail = outer()",
    ] {
        check_one_kept(
            case(annotated),
            "app.images",
            "from dockyard import Ship",
            Code::UsedAtImport,
        );
        let case = case(annotated).target(14);
        check_deferred(case, "app.images", &SERVED);
    }
    for annotated in [
        "def sail(ship: 'images.Ship'): ...",
        "def sail():\n    ship: images.Ship = images.Ship()\n    return ship",
        "def outer():\n    def sail(ship: images.Ship): ...\n    return sail",
    ] {
        check_deferred(case(annotated), "app.images", &SERVED);
    }
}

#[test]
fn an_annotation_loads_what_it_names() {
    let case = |annotated: &str| {
        Case::from([
            ("app", ""),
            ("app.start", "import app.fleet\n"),
            (
                "app.images",
                "from dockyard import Ship\n\ndef is_ship(x):\n    return isinstance(x, Ship)\n",
            ),
            (
                "app.fleet",
                format!("import app.images as images\n\n{annotated}\n").as_str(),
            ),
        ])
    };
    let signature = "def sail(ship: images.Ship): ...";
    for annotated in [signature, "class Fleet:\n    ship: images.Ship"] {
        check_kept(case(annotated), "app.images", Code::LoadedAnyway);
    }
    for annotated in [
        "def sail(ship: 'images.Ship'): ...",
        "from __future__ import annotations\ndef sail(ship: images.Ship): ...",
    ] {
        check_deferred(case(annotated), "app.images", &SERVED);
    }
    check_deferred(case(signature).target(14), "app.images", &SERVED);
    check_deferred(case(signature).quoting(), "app.images", &SERVED);
}

/// `getattr` takes from an unfinished module what is there by then, and something else where it is not; so do `vars`, `dir` and `__dict__`.
#[test]
fn what_is_asked_by_name_of_a_module_that_is_being_loaded() {
    let case = |ask: &str| {
        Case::from([
            ("app", ""),
            (
                "app.ships",
                "from app import fleet\nimport dockyard\nSIZE = dockyard.SIZE\n\ndef names():\n    return fleet.WHO\n",
            ),
            ("app.fleet", format!("from app import ships\nWHO = {ask}\n").as_str()),
            (
                "app.cli",
                "from app import ships\nfrom app import fleet\n\ndef one():\n    return ships.names()\n\ndef two():\n    return fleet.WHO\n",
            ),
        ])
        .heavy(&["app.ships", "app.fleet"])
    };
    for ask in [
        "getattr(ships, 'SIZE', 'none')",
        "hasattr(ships, 'SIZE')",
        "sorted(vars(ships))",
        "dir(ships)",
        "sorted(ships.__dict__)",
    ] {
        check_one_kept(case(ask), "app.cli", "from app import fleet", Code::ImportCycle);
    }
    for ask in [
        "ships.__name__",
        "getattr(ships, '__name__')",
        "hasattr(ships, 'other')",
    ] {
        check_deferred(case(ask), "app.cli", &LOCAL);
    }
}

/// What runs as a script and is imported under its own name is executed twice: what it does then comes in an order.
#[test]
fn a_script_that_is_imported_again() {
    let case = |does: &str, helper: &str| {
        let main = format!(
            "import app.reg\nfrom app import helper\n{does}\n\ndef main():\n    helper.go()\n\nif __name__ == '__main__':\n    main()\n"
        );
        Case::from([
            ("app", ""),
            ("app.reg", "ITEMS = []\n"),
            ("app.__main__", main.as_str()),
            ("app.helper", helper),
        ])
        .heavy(&["app.helper"])
    };
    let again = "import app.__main__ as script\n\ndef go():\n    return script\n";
    let adds = "app.reg.ITEMS.append(__name__)";
    check_one_kept(
        case(adds, again),
        "app.__main__",
        "from app import helper",
        Code::ImportCycle,
    );
    for case in [case("NAME = 1", again), case(adds, "def go():\n    return 1\n")] {
        check_deferred(case, "app.__main__", &LOCAL);
    }
}
