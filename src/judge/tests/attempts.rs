//! A whole `try` with its fallbacks and flags.
use super::super::testing::{Case, check, check_deferred, check_kept, check_untouched, rewritten};
use super::super::{Code, Strategy};

const SERVED: [Strategy; 1] = [Strategy::ModuleGetattr];
const BOTH: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const FLAG: &str =
    "try:\n    import dockyard\n    HAS = True\nexcept ImportError:\n    dockyard = None\n    HAS = False\n";

fn with(rest: &str) -> Case {
    Case::from(format!("{FLAG}\n{rest}\n").as_str())
}

#[test]
fn a_try_is_served_as_a_whole() {
    check(
        with("def size():\n    return dockyard.SIZE if HAS else 0"),
        "app.images",
        r#"
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            try:
                import dockyard
                HAS = True
            except ImportError:
                dockyard = None
                HAS = False
        else:

            def __getattr__(name):
                if name in ("HAS", "dockyard"):
                    global HAS, dockyard
                    before = dict(globals())
                    try:
                        import dockyard
                        HAS = True
                    except ImportError:
                        dockyard = None
                        HAS = False
                    for key in before.keys() & {"HAS", "dockyard"}:
                        globals()[key] = before[key]
                    value = globals()[name]
                else:
                    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), "HAS", "dockyard"})


        def size():
            from app.images import HAS, dockyard

            return dockyard.SIZE if HAS else 0
        "#,
    );
}

#[test]
fn a_name_that_may_not_be_bound_is_read_from_the_module() {
    check(
        "
        import sys
        # Ships are optional.
        try:
            from dockyard import Ship, connect
        except (ImportError, AttributeError):
            connect = None

        def ship():
            return Ship()

        def link():
            return connect
        ",
        "app.images",
        r#"
        import sys

        TYPE_CHECKING = False
        if TYPE_CHECKING:
            # Ships are optional.
            try:
                from dockyard import Ship, connect
            except (ImportError, AttributeError):
                connect = None
        else:

            def __getattr__(name):
                if name in ("Ship", "connect"):
                    global Ship, connect
                    before = dict(globals())
                    try:
                        from dockyard import Ship, connect
                    except (ImportError, AttributeError):
                        connect = None
                    for key in before.keys() & {"Ship", "connect"}:
                        globals()[key] = before[key]
                    if name not in globals():
                        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
                    value = globals()[name]
                else:
                    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
                return globals().setdefault(name, value)

            def __dir__():
                __getattr__("connect")
                return sorted({*globals(), "connect"})


        def ship():
            from app.images import connect  # noqa: F401

            return Ship()

        def link():
            from app.images import connect

            return connect
        "#,
    );
}

#[test]
fn flags_of_many_forms() {
    for attempt in [
        "try:\n    import dockyard\nexcept ImportError:\n    dockyard = None\n",
        "try:\n    import dockyard.hull as hull\n    V = int(hull.version[0]) > 2\nexcept Exception:\n    V = False\n",
        "try:\n    from dockyard import SIZE\nexcept ModuleNotFoundError:\n    SIZE: int = 0\n",
        "try:\n    import gone\nexcept ImportError:\n    import dockyard as gone\n",
        "try:\n    import dockyard\nexcept ImportError:\n    HAS = dockyard = None\nelse:\n    HAS = not None\n",
    ] {
        check_deferred(attempt, "app.images", &SERVED);
        // Any code that reads one of the names runs all of it.
        let name = if attempt.contains("SIZE") { "SIZE" } else { "V" };
        let reads =
            Case::from(attempt).and(&[("app.other", &format!("from app.images import {name}\nprint({name})\n"))]);
        if attempt.contains(name) {
            check_kept(reads, "app.images", Code::LoadedAnyway);
        }
    }
}

#[test]
fn the_functions_of_others_wait_with_it() {
    let other = "from app.images import HAS\n\ndef go():\n    return HAS\n";
    check_deferred(with("").and(&[("app.other", other)]), "app.images", &SERVED);
    check_deferred(
        with("").and(&[("app.other", other)]),
        "app.other",
        &[Strategy::FunctionLocal],
    );
    let patched = "from unittest.mock import patch\n\n@patch('app.images.HAS', False)\ndef test(): ...\n";
    check_deferred(
        with("def has():\n    return HAS").tests(&[("tests.t", patched)]),
        "app.images",
        &BOTH,
    );
}

#[test]
fn what_is_needed_at_once_stays() {
    for rest in [
        "if HAS:\n    import app",
        "SHIP = dockyard.Ship if HAS else None",
        "class A(dockyard.Ship): ...",
        "def f(ship=dockyard): ...",
        "def has():\n    return HAS\nhas()",
        "def f(ship: dockyard.Ship): ...",
        "HAS = not HAS",
        "def f():\n    global HAS\n    HAS = 1",
        "def dockyard(): ...",
        "del HAS",
        "if __name__ == '__main__':\n    print(HAS)",
    ] {
        check_kept(with(rest), "app.images", Code::GuardedImport);
    }
    for rest in [
        "print(globals())",
        "def __getattr__(name):\n    raise AttributeError(name)",
    ] {
        check_untouched(with(rest), "app.images");
    }
    check_untouched(with("").and(&[("app.images.HAS", "")]), "app.images");
}

#[test]
fn what_does_more_than_import_and_assign_stays() {
    for attempt in [
        "try:\n    import dockyard\n    dockyard.connect()\nexcept ImportError:\n    dockyard = None\n",
        "try:\n    import dockyard\n    LINK = dockyard.connect()\nexcept ImportError:\n    LINK = None\n",
        "try:\n    import dockyard\nexcept ImportError:\n    raise RuntimeError\n",
        "try:\n    import dockyard\nexcept ImportError:\n    print('no')\n    dockyard = None\n",
        "try:\n    import dockyard\nexcept ImportError:\n    class dockyard: ...\n",
        "try:\n    import dockyard\nexcept ImportError:\n    dockyard = None\nfinally:\n    X = 1\n",
        "COUNT = 1\nCOUNT += 1\ntry:\n    import dockyard\nexcept ImportError:\n    dockyard = COUNT\n",
        "if True:\n    try:\n        import dockyard\n    except ImportError:\n        dockyard = None\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    try:\n        import dockyard\n    except ImportError:\n        dockyard = None\n",
    ] {
        check_kept(attempt, "app.images", Code::GuardedImport);
    }
    let comment = FLAG.replace("import dockyard\n", "import dockyard  # dormant: eager\n");
    check_kept(comment.as_str(), "app.images", Code::EagerComment);
}

#[test]
fn what_type_checkers_are_told_already_is_not_told_again() {
    check(
        "
        import typing as t

        if t.TYPE_CHECKING:
            import dockyard
            from dockyard import Ship
        else:
            try:
                import dockyard
                from dockyard import Ship
            except ImportError:  # not everywhere
                dockyard = Ship = None

        import os

        def ship() -> 't.Optional[Ship]':
            return Ship(os.sep) if dockyard else None
        ",
        "app.images",
        r#"
        import typing as t

        if t.TYPE_CHECKING:
            import dockyard
            from dockyard import Ship

        if not t.TYPE_CHECKING:

            def __getattr__(name):
                if name in ("Ship", "dockyard"):
                    global Ship, dockyard
                    before = dict(globals())
                    try:
                        import dockyard
                        from dockyard import Ship
                    except ImportError:  # not everywhere
                        dockyard = Ship = None
                    for key in before.keys() & {"Ship", "dockyard"}:
                        globals()[key] = before[key]
                    value = globals()[name]
                else:
                    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), "Ship", "dockyard"})


        import os

        def ship() -> 't.Optional[Ship]':
            from app.images import Ship, dockyard

            return Ship(os.sep) if dockyard else None
        "#,
    );
}

#[test]
fn what_else_stands_in_the_else_keeps_it() {
    let beside = |more: &str| {
        let told = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import dockyard\nelse:\n";
        Case::from(format!("{told}{more}    try:\n        import dockyard\n    except ImportError:\n        dockyard = None\n\ndef f():\n    return dockyard\n").as_str())
    };
    check_deferred(beside(""), "app.images", &BOTH);
    check_untouched(beside("    SIZE = 1\n"), "app.images");
}

#[test]
fn what_is_set_on_the_import_waits_with_it() {
    let sets = "try:\n    import dockyard\n    dockyard.settings.fast = True\n    import dockyard.hull\n    HAS = True\nexcept ImportError:\n    HAS = False\n\ndef f():\n    return dockyard if HAS else None\n";
    let yard = [
        ("dockyard", "from dockyard import settings\n"),
        ("dockyard.settings", "fast = False\n"),
        ("dockyard.hull", ""),
    ];
    check_deferred(Case::from(sets).site(&yard), "app.images", &BOTH);
    // Somebody else finds it set.
    let other = ("app.other", "import dockyard\n\nprint(dockyard.settings.fast)\n");
    check_untouched(Case::from(sets).site(&yard).and(&[other]), "app.images");
    let sets_too = (
        "app.other",
        "def go():\n    import dockyard.settings\n    dockyard.settings.fast = False\n",
    );
    check_kept(
        Case::from(sets).site(&yard).and(&[sets_too]),
        "app.images",
        Code::SourcePatched,
    );
    // It is set on something that the statement does not bring.
    let own = sets.replace("dockyard.settings.fast", "config.fast");
    let case = Case::from(format!("from app import config\n{own}").as_str()).site(&yard);
    check_kept(
        case.and(&[("app.config", "fast = False\n")]),
        "app.images",
        Code::GuardedImport,
    );
}

#[test]
fn what_the_function_calls_its_own_hides_nothing() {
    let named = "name = 'x'\ntry:\n    import dockyard\n    X = name\nexcept ImportError:\n    X = None\n\ndef f():\n    return X\n";
    check_deferred(named, "app.images", &BOTH);
    for own in ["before", "key", "value"] {
        check_deferred(named.replace("name", own).as_str(), "app.images", &BOTH);
    }
}

#[test]
fn a_package_keeps_what_it_tries_below_itself() {
    let package = "try:\n    from .sails import hoist\nexcept ImportError:\n    hoist = None\n";
    check_kept(
        Case::new(&[
            ("app", package),
            ("app.sails", "from dockyard import connect as hoist\nhoist()\n"),
        ]),
        "app",
        Code::GuardedImport,
    );
}

#[test]
fn the_branch_that_asks_for_it() {
    let function = |rest: &str| {
        let text = rewritten(with(&format!("def size(args):\n{rest}")), "app.images");
        text[text.find("def size").unwrap_or(0)..].to_owned()
    };
    assert_eq!(
        function("    if args:\n        return 1\n\n    return dockyard.SIZE if HAS else 0"),
        "def size(args):\n    if args:\n        return 1\n\n    from app.images import HAS, dockyard\n\n    return dockyard.SIZE if HAS else 0\n"
    );
    assert_eq!(
        function("    if args and HAS:\n        return dockyard.SIZE\n    return 0"),
        "def size(args):\n    from app.images import HAS, dockyard\n\n    if args and HAS:\n        return dockyard.SIZE\n    return 0\n"
    );
}

#[test]
fn an_annotation_that_is_evaluated_when_somebody_asks() {
    let case = |annotation: &str| with(&format!("def sail(ship: {annotation}):\n    return dockyard"));
    check_kept(case("dockyard.Ship").target(14), "app.images", Code::GuardedImport);
    check_kept(case("dockyard.Ship").target(15), "app.images", Code::GuardedImport);
    check_deferred(case("\"dockyard.Ship\"").target(14), "app.images", &BOTH);
    check_deferred(case("int").target(15), "app.images", &BOTH);
}
