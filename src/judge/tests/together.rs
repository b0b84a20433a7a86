//! What the import graph says of imports that could be deferred one by one.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";

#[test]
fn guarded_elsewhere() {
    for guard in [
        "try:\n    from app import images\nexcept ImportError:\n    images = None\n",
        "try:\n    import app.images\nexcept (ValueError, ModuleNotFoundError):\n    pass\n",
        "try:\n    from app.images import size\nexcept Exception:\n    size = None\n",
        "try:\n    from app.images import size\nexcept:\n    size = None\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    from app import images\n",
        "def load():\n    try:\n        from app import images\n    except ImportError:\n        return None\n    return images\n",
        "try:\n    from app import between\nexcept ImportError:\n    between = None\n",
    ] {
        let case = Case::from(USE).and(&[
            ("app.guard", guard),
            ("app.between", "from app import images\nimages.size\n"),
        ]);
        check_kept(case, "app.images", Code::GuardedElsewhere);
    }
    // The guard's own package, and what it imports, is there already when the guard asks for something in it.
    let around = Case::from([
        (
            "app",
            "try:\n    from app.extra import x\nexcept ImportError:\n    x = None\nfrom app import images\n",
        ),
        ("app.extra", "x = 1\n"),
        ("app.images", USE),
    ]);
    check_deferred(around, "app.images", &LOCAL);
    let other = "try:\n    from app import images\nexcept KeyError:\n    images = None\n";
    check_deferred(Case::from(USE).and(&[("app.guard", other)]), "app.images", &LOCAL);
    let elsewhere =
        "try:\n    import gone\nexcept ImportError:\n    gone = None\nfrom app import images\nimages.size\n";
    check_deferred(Case::from(USE).and(&[("app.guard", elsewhere)]), "app.images", &LOCAL);
}

/// A script that uses the heavy module at once keeps it loaded for itself, not for the package, which goes on loading the
/// module between: its own import of that is not worth an edit.
#[test]
fn a_script_that_needs_it_keeps_it_for_itself() {
    let case = Case::from([
        ("app", "from .images import size\n"),
        ("app.images", USE),
        (
            "script",
            "from app.images import size\nimport dockyard\ndockyard.SIZE\n",
        ),
    ]);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn guarded_by_a_dynamic_import() {
    let guard = "import importlib\ntry:\n    importlib.import_module('app.images')\nexcept ImportError:\n    pass\n";
    check_kept(
        Case::from(USE).and(&[("app.guard", guard)]),
        "app.images",
        Code::GuardedElsewhere,
    );
}

#[test]
fn guarded_against_a_missing_library() {
    let guard = "try:\n    from app import images\nexcept OSError:\n    images = None\n";
    check_kept(
        Case::from(USE).and(&[("app.guard", guard)]),
        "app.images",
        Code::GuardedElsewhere,
    );
}

#[test]
fn has_effects() {
    let case = |text: &str| {
        Case::from([
            ("app", ""),
            ("app.plugin", text),
            ("app.registry", "TABLE = []\n"),
            (
                "app.images",
                "from app import plugin\n\ndef go():\n    return plugin.go()\n",
            ),
        ])
    };
    let direct = "import dockyard\nfrom app import registry\nregistry.TABLE.append(dockyard.SIZE)\n\ndef go(): ...\n";
    check_kept(case(direct), "app.images", Code::HasEffects);
    let below = "import dockyard\nimport app.below\nx = dockyard.SIZE + 1\n\ndef go(): ...\n";
    let more = case(below).and(&[("app.below", "from app import registry\nregistry.TABLE.append(1)\n")]);
    check_kept(more, "app.images", Code::HasEffects);
    let none = "import dockyard\nTABLE = []\nTABLE.append(dockyard.SIZE)\n\ndef go(): ...\n";
    check_deferred(case(none), "app.images", &LOCAL);
}

#[test]
fn an_effect_that_happens_anyway_keeps_nothing() {
    let case = Case::from([
        ("app", ""),
        ("app.noisy", "print('loaded')\n"),
        (
            "app.plugin",
            "import dockyard\nimport app.noisy\nx = dockyard.SIZE + 1\n\ndef go(): ...\n",
        ),
        (
            "app.images",
            "import app.noisy\nfrom app import plugin\n\ndef go():\n    return plugin.go()\n",
        ),
    ]);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn an_installed_package_with_effects() {
    let case = Case::from(USE).site(&[("dockyard", "import os\nos.chdir('/')\nSIZE = 3\n")]);
    check_kept(case, "app.images", Code::HasEffects);
    let known = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";
    check_deferred(
        Case::from(known).site(&[("dockyard", "import os\nSIZE = len(os.sep)\n")]),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn no_cycle_is_entered_elsewhere() {
    let case = Case::from([
        ("app", ""),
        ("app.images", "from app.first import go\n\ndef f():\n    return go()\n"),
        (
            "app.first",
            "import dockyard\nfrom app.second import NAME\nVALUE = dockyard.SIZE + 1\n\ndef go():\n    return NAME\n",
        ),
        (
            "app.second",
            "NAME = 'x'\nimport app.first\n\ndef later():\n    return app.first.go\n",
        ),
    ]);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn import_cycle() {
    // Today `app` enters the cycle at `app.application`. Were its import deferred, `run` would enter it at `app.modes`, whose
    // `mode` is not there yet when `app.keys` asks for it.
    let case = |run: &str| {
        Case::from([
            ("app", "from app.application import Application\n"),
            (
                "app.application",
                "import dockyard\nfrom app.keys import bind\n\nclass Application(dockyard.Ship):\n    keys = bind\n",
            ),
            (
                "app.keys",
                "from app.modes import mode\n\ndef bind():\n    return mode\n",
            ),
            ("app.modes", "import app.application\n\ndef mode(): ...\n"),
            ("run", run),
        ])
    };
    check_kept(case("from app.modes import mode\nmode\n"), "app", Code::ImportCycle);
}

/// Both `app` and `run` use a cycle, which `app` enters at `app.first`; once its import is deferred, `run` enters it at `app.second`.
fn cycle_entered_at_second(first: &str, second: &str) -> Case {
    Case::from([
        ("app", "from app.first import go\n\ndef f():\n    return go()\n"),
        ("app.first", first),
        ("app.second", second),
        ("run", "from app.second import stay\nstay\n"),
    ])
}

#[test]
fn a_cycle_may_be_entered_elsewhere_where_nothing_unfinished_is_asked_for() {
    let heavy =
        "import dockyard\nfrom app import second\nSIZE = dockyard.SIZE + 1\n\ndef go():\n    return second.stay()\n";
    for second in [
        "from app import first\n\ndef stay():\n    return first.go()\n",
        "def stay():\n    return 1\n\nfrom app import first\n",
        "import app.first as first\n\ndef stay() -> 'first.Ship':\n    return first.SIZE\n",
    ] {
        check_deferred(cycle_entered_at_second(heavy, second), "app", &SERVED);
    }
    // `stay` is bound when it is taken, and is the same function later.
    let takes =
        "import dockyard\nfrom app.second import stay\nSIZE = dockyard.SIZE + 1\n\ndef go():\n    return stay()\n";
    let bound_before = "def stay():\n    return 1\n\nfrom app import first\n";
    check_deferred(cycle_entered_at_second(takes, bound_before), "app", &SERVED);
}

#[test]
fn a_cycle_whose_modules_ask_for_what_is_unfinished_is_entered_where_it_was() {
    let first = |body: &str| {
        format!(
            "import dockyard\nimport app.second as second\nfrom app.second import stay\nSIZE = dockyard.SIZE + 1\n{body}\n\ndef go():\n    return stay()\n"
        )
    };
    for (body, second) in [
        // Not bound yet.
        ("", "from app import first\n\ndef stay():\n    return 1\n"),
        // Bound again later.
        (
            "",
            "def stay():\n    return 1\n\nfrom app import first\n\ndef stay():\n    return 2\n",
        ),
        // Grows later.
        (
            "COUNT = len(second.NAMES)",
            "NAMES = []\ndef stay():\n    return 1\n\nfrom app import first\nNAMES.append(1)\n",
        ),
        // Calls what reads something that is not bound yet.
        (
            "COUNT = stay()",
            "def stay():\n    return LATE\n\nfrom app import first\nLATE = 1\n",
        ),
        (
            "COUNT = stay()",
            "def stay():\n    return between()\n\ndef between():\n    return LATE\n\nfrom app import first\nLATE = 1\n",
        ),
        // An attribute of the package that only a finished submodule is.
        (
            "import app\nCOUNT = app.second.stay",
            "def stay():\n    return 1\n\nfrom app import first\n",
        ),
        // Makes a class of a base whose hook reads what is not bound yet.
        (
            "class Ship(second.Hull): ...",
            "class Hull:\n    def __init_subclass__(cls):\n        LATE\ndef stay():\n    return 1\n\nfrom app import first\nLATE = 1\n",
        ),
    ] {
        check_kept(cycle_entered_at_second(&first(body), second), "app", Code::ImportCycle);
    }
}

#[test]
fn loaded_anyway() {
    let other = [("app.other", "import dockyard\nSIZE = dockyard.SIZE + 1\n")];
    let case = Case::from(
        "import dockyard\nimport app.other\nx = app.other.SIZE + 1\n\ndef size():\n    return dockyard.SIZE\n",
    )
    .and(&other);
    check_one_kept(case, "app.images", "import dockyard", Code::LoadedAnyway);
    let parent = Case::from([
        ("app", "import dockyard\nSIZE = dockyard.SIZE + 1\n"),
        ("app.images", USE),
    ]);
    check_kept(parent, "app.images", Code::LoadedAnyway);
    check_deferred(Case::from(USE).and(&other), "app.images", &LOCAL);
}

#[test]
fn both_ways_to_a_heavy_module_go_together() {
    let case = Case::from([
        ("app", ""),
        (
            "app.images",
            "import dockyard\nimport app.other\n\ndef size():\n    return dockyard.SIZE, app.other.size()\n",
        ),
        ("app.other", USE),
    ]);
    check(
        case.clone(),
        "app.other",
        "def size():\n    import dockyard\n\n    return dockyard.SIZE\n",
    );
    // With that done, `app.other` is cheap: nothing is said about its import.
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn strategy_off() {
    let source = Case::from(USE).strategies(&[Strategy::TypeChecking, Strategy::ModuleGetattr]);
    check_kept(source, "app.images", Code::StrategyOff);
    let read = [(
        "app.other",
        "from app.images import dockyard\n\ndef go():\n    return dockyard\n",
    )];
    let local = Case::from(USE)
        .and(&read)
        .strategies(&[Strategy::FunctionLocal, Strategy::TypeChecking]);
    check_kept(local, "app.images", Code::StrategyOff);
    check_deferred(Case::from(USE).strategies(&LOCAL), "app.images", &LOCAL);
}

/// `app.opener` loads a cycle at `app.second`, and `app.later` at `app.first`.
fn cycle_with_two_doors(first: &str, second: &str) -> Case {
    Case::from([
        ("app", ""),
        (
            "app.opener",
            "import app.second\n\ndef f():\n    return app.second.NAME\n",
        ),
        ("app.first", first),
        ("app.second", second),
        ("app.later", "import app.first\nPAIR = app.first.PAIR\n"),
    ])
    .heavy(&["app.second"])
}

#[test]
fn a_cycle_is_opened_by_the_door_that_works() {
    // By `app.second` all is well; by `app.first`, `app.second` asks for a name that is not there yet.
    let imports = "from app.second import NAME\nPAIR = NAME\n";
    let needs = "NAME = 1\nfrom app.first import PAIR\nBOTH = PAIR\n";
    check_kept(cycle_with_two_doors(imports, needs), "app.opener", Code::ImportCycle);
    // The failure is caught, and then the name is another one.
    let catches = "try:\n    import app.second as second\nexcept ImportError:\n    second = None\nPAIR = 1\n";
    check_kept(cycle_with_two_doors(catches, needs), "app.opener", Code::ImportCycle);
}

#[test]
fn a_cycle_with_two_good_doors_or_whose_opener_comes_to_the_bad_one_may_wait() {
    let imports = "import app.second\nPAIR = 1\n";
    for second in [
        "import app.first\nNAME = 1\n",
        "NAME = 1\n\ndef f():\n    from app.first import PAIR\n    return PAIR\n",
    ] {
        check_deferred(cycle_with_two_doors(imports, second), "app.opener", &LOCAL);
    }
    // Whoever comes by `app.second` first fails, with this import or without it.
    let fails = "from app.first import pair\nNAME = pair\n";
    let takes = "def pair(): ...\nfrom app.second import NAME\nPAIR = NAME\n";
    check_deferred(cycle_with_two_doors(takes, fails), "app.opener", &LOCAL);
}

#[test]
fn a_door_inside_a_package_that_nobody_comes_to_is_none() {
    let case = |later: &str| {
        Case::from([
            ("app", ""),
            (
                "app.opener",
                "import yard.second\n\ndef f():\n    return yard.second.NAME\n",
            ),
            ("app.later", later),
        ])
        .site(&[
            ("yard", ""),
            ("yard.first", "from yard.second import NAME\nPAIR = NAME\n"),
            ("yard.second", "NAME = 1\nfrom yard.first import PAIR\nBOTH = PAIR\n"),
        ])
        .heavy(&["yard.second"])
    };
    check_deferred(case(""), "app.opener", &LOCAL);
    check_deferred(
        case("def f():\n    from yard import second\n    return second\n"),
        "app.opener",
        &LOCAL,
    );
    for later in [
        "import yard.first\n",
        "def f():\n    from yard import first\n    return first\n",
    ] {
        check_kept(case(later), "app.opener", Code::ImportCycle);
    }
}

#[test]
fn a_package_that_an_import_enters_on_its_way_may_close_a_cycle() {
    // Alone, `app.shapes` is loaded by `app` in the middle of which `app.parts` reads it; without that, it is unfinished then.
    let case = Case::from([
        ("app", "from app.start import go as run\n"),
        (
            "app.start",
            "import app.parts.leaf\ndef go():\n    return app.parts.leaf.LEAF\n",
        ),
        ("app.shapes", "from app.parts.leaf import LEAF\nLIST = [LEAF]\n"),
        (
            "app.parts",
            "import dockyard\nimport app.shapes\nclass Parts(dockyard.Ship):\n    shapes = app.shapes.LIST\n",
        ),
        ("app.parts.leaf", "LEAF = 1\n"),
    ]);
    check_kept(case, "app", Code::ImportCycle);
}
