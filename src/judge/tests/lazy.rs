//! What Python 3.15 makes lazy in place: which reasons it minds, and what a list concerns.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept, check_untouched};
use super::super::{Code, Strategy};

const LISTS: [Strategy; 1] = [Strategy::LazyModules];

/// A module for both strategies.
fn both(text: &str) -> [(Case, Strategy); 2] {
    let case = Case::from(text);
    [
        (case.clone().target(15), Strategy::LazyKeyword),
        (case.strategies(&LISTS), Strategy::LazyModules),
    ]
}

#[track_caller]
fn check_lazy(text: &str) {
    for (case, strategy) in both(text) {
        check_deferred(case, "app.images", &[strategy]);
    }
}

#[track_caller]
fn check_eager(text: &str, code: Code) {
    for (case, _) in both(text) {
        check_kept(case, "app.images", code);
    }
}

const USED: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n\n";

#[test]
fn who_asks_for_names_is_served() {
    for reader in [
        "print(dir())",
        "def f(text):\n    return eval(text)",
        "def f(text):\n    return eval(text, globals())",
        "def f(text):\n    exec(text, globals())",
        "import inspect, sys\ndef f():\n    return inspect.getmembers(sys.modules[__name__])",
        "def f():\n    import sys\n    return getattr(sys.modules[__name__], 'dockyard')",
        "def f():\n    return locals()",
        "def f():\n    global dockyard\n    dockyard = 1",
        "dockyard = before = None",
        "def f():\n    '''\n    >>> dockyard.SIZE\n    3\n    '''",
        "size_of = lambda: dockyard.SIZE",
        "type Size = dockyard.Ship",
        "def f(x: dockyard.Ship) -> None: ...",
    ] {
        check_lazy(&format!("{USED}{reader}\n"));
    }
}

#[test]
fn who_takes_values_out_of_the_dictionary_is_not() {
    for reader in [
        "def f():\n    return globals()",
        "print(vars())",
        "print(locals())",
        "def f():\n    return globals()['dockyard']",
        "def f():\n    return size.__globals__",
        "import sys\ndef f():\n    return vars(sys.modules[__name__])",
        "import sys\ndef f():\n    return sys.modules[__name__].__dict__",
        "import inspect, sys\ndef f():\n    return inspect.getmembers_static(sys.modules[__name__])",
        "def f():\n    return eval(\"globals()['dock' + 'yard']\")",
        "print(dir())\ndef f():\n    return globals()",
    ] {
        check_eager(&format!("{USED}{reader}\n"), Code::NamespaceRead);
    }
}

#[test]
fn star_imports_by_others_load_what_they_take() {
    let text = "from dockyard import connect\n\ndef size():\n    return connect()\n";
    let later = [
        ("app.main", "from app import images\n"),
        ("app.all", "from app.images import *\n"),
        ("app.go", "def go():\n    import app.all\n"),
    ];
    let case = Case::from(text).and(&later);
    check_deferred(case.clone().target(15), "app.images", &[Strategy::LazyKeyword]);
    check_deferred(case.strategies(&LISTS), "app.images", &LISTS);
    // Who starts with it loads it all the same.
    let first = Case::from([("app", "from app.images import *\n"), ("app.images", text)]);
    check_kept(first.target(15), "app.images", Code::LoadedAnyway);
}

#[test]
fn blocks_at_module_level_may_hold_it() {
    for head in ["if size:", "for _ in 'a':", "while size:", "with open('x') as file:"] {
        check_lazy(&format!(
            "def size():\n    return dockyard.SIZE\n\n{head}\n    import dockyard\n"
        ));
    }
    let branches = |lazy: &str| {
        format!(
            "import sys\nif sys.argv:\n    {lazy}import dockyard\nelse:\n    dockyard = None\n\ndef f():\n    return dockyard\n"
        )
    };
    check(
        Case::from(branches("").as_str()).target(15),
        "app.images",
        &branches("lazy "),
    );
    for head in [
        "import contextlib\nwith contextlib.suppress(ImportError):",
        "import warnings\nwith warnings.catch_warnings():",
        "import where\nwith where.path_added():",
        "import where\nwith open('x'), where.path_added():",
    ] {
        let text = format!("{head}\n    import dockyard\n\ndef f():\n    return dockyard\n");
        check_eager(&text, Code::WithBlock);
    }
    let cleanup = "try:\n    pass\nfinally:\n    import dockyard\n\ndef f():\n    return dockyard\n";
    check_eager(cleanup, Code::GuardedImport);
}

#[test]
fn at_shutdown_and_in_import_hooks_nothing_can_be_loaded() {
    let finalizer = "import dockyard\n\nclass A:\n    def __del__(self):\n        dockyard.connect()\n";
    check_eager(finalizer, Code::Shutdown);
    let called = "import dockyard\n\ndef close():\n    dockyard.connect()\n\nclass A:\n    def __del__(self):\n        close()\n";
    check_eager(called, Code::Shutdown);
    check_lazy("import dockyard\n\nclass A:\n    def __exit__(self, *a):\n        dockyard.connect()\n");
    let finder = "import dockyard\n\nclass Finder:\n    def find_spec(self, name, path=None, target=None):\n        return dockyard.connect()\n";
    check_eager(finder, Code::ImportHook);
}

#[test]
fn helpers_in_other_files_run_at_shutdown_and_in_import_hooks_too() {
    let helper = [(
        "app.images",
        "import dockyard\n\ndef close():\n    dockyard.connect()\n",
    )];
    let finalizer = [(
        "app.other",
        "from app.images import close\n\nclass A:\n    def __del__(self):\n        close()\n",
    )];
    let hook = [(
        "app.other",
        "import sys\nfrom app import images\n\ndef look(path):\n    images.close()\n\nsys.path_hooks.append(look)\n",
    )];
    let audit = [(
        "app.other",
        "import sys\nfrom app.images import close\n\ndef look(event, arguments):\n    close()\n\nsys.addaudithook(look)\n",
    )];
    for (user, code) in [
        (finalizer, Code::Shutdown),
        (hook, Code::ImportHook),
        (audit, Code::ImportHook),
    ] {
        let case = Case::new(&[("app", "")]).and(&helper).and(&user);
        check_kept(case.clone().target(15), "app.images", code);
        check_kept(case.clone().strategies(&LISTS), "app.images", code);
        check_kept(case, "app.images", code);
    }
}

#[test]
fn what_compiles_a_function_takes_its_globals() {
    let text = "import numba\nimport dockyard\n\n@numba.njit\ndef f():\n    return dockyard.SIZE\n";
    check_eager(text, Code::NoImportInBody);
}

#[test]
fn a_submodule_of_the_same_name_may_take_its_place() {
    let x = (
        "app.x",
        "import dockyard\n\ndef x():\n    return dockyard.SIZE\n\nx()\n",
    );
    let case = Case::from([("app", "from app.x import x\n\ndef use():\n    return x()\n"), x]);
    check_kept(case.clone().target(15), "app", Code::SubmoduleShadowed);
    check_kept(case.strategies(&LISTS), "app", Code::SubmoduleShadowed);
    let itself = Case::from([("app", "from app import x\n\ndef use():\n    return x.x()\n"), x]);
    check_deferred(itself.target(15), "app", &[Strategy::LazyKeyword]);
}

#[test]
fn a_lazy_import_provides_the_submodule_that_it_names() {
    let reader = [(
        "app.other",
        "import dockyard\n\ndef go():\n    return dockyard.hull.build()\n",
    )];
    for import in [
        "import dockyard.hull\n\ndef f():\n    return dockyard.hull.build()\n",
        "from dockyard import hull\n\ndef f():\n    return hull.build()\n",
        "from dockyard.hull import build\n\ndef f():\n    return build()\n",
    ] {
        let case = Case::from(import).and(&reader).heavy(&["dockyard.hull"]);
        check_deferred(case.target(15), "app.images", &[Strategy::LazyKeyword]);
    }
    // One that only leads to it does not.
    let through = Case::from("from app import between\n\ndef f():\n    return between\n")
        .and(&[
            ("app.between", "import dockyard.hull\n\nBUILT = dockyard.hull.build()\n"),
            (
                "app.other",
                "import app.images\nimport dockyard\n\ndef go():\n    return dockyard.hull.build()\n",
            ),
        ])
        .heavy(&["dockyard.hull"]);
    check_kept(through.target(15), "app.images", Code::SubmoduleProvider);
}

#[test]
fn submodules_under_one_name_are_lazy_one_by_one() {
    let text = |lazy: &str| {
        format!(
            "import dockyard.hull\n{lazy}import dockyard.sails\n\nBUILT = dockyard.hull.build()\n\ndef hoist():\n    return dockyard.sails.hoist()\n"
        )
    };
    check(Case::from(text("").as_str()).target(15), "app.images", &text("lazy "));
}

#[test]
fn annotations_that_are_read_later_are_served() {
    let sail = "import typing\nfrom dockyard import Ship\n\ndef sail(ship: Ship): ...\n\n";
    check_lazy(&format!("{sail}def hints():\n    return typing.get_type_hints(sail)\n"));
    check_eager(
        &format!("{sail}HINTS = typing.get_type_hints(sail)\n"),
        Code::RuntimeAnnotation,
    );
    let fields =
        "from dataclasses import dataclass\nfrom dockyard import Ship\n\n@dataclass\nclass Fleet:\n    first: Ship\n";
    check_eager(fields, Code::RuntimeAnnotation);
}

#[test]
fn classes_that_evaluate_their_fields_hold_a_list_and_leave_strings_alone() {
    for base in ["NamedTuple", "TypedDict", "Protocol"] {
        let class = |field: &str| {
            format!(
                "from typing import {base}\nfrom dockyard import Ship\n\nclass Fleet({base}):\n    first: {field}\n\ndef f():\n    return Ship()\n"
            )
        };
        let future = format!("from __future__ import annotations\n{}", class("Ship"));
        for text in [class("'Ship'"), future] {
            check_lazy(&text);
        }
        // For a list, too: Python 3.15 loads it with the class, whatever older versions do.
        check_eager(&class("Ship"), Code::RuntimeAnnotation);
    }
}

#[test]
fn a_list_names_modules_and_concerns_all_that_is_imported_from_them() {
    let parts = [
        ("app", ""),
        (
            "app.safe",
            "import dockyard\n\nSIZE = dockyard.SIZE + 1\n\ndef f():\n    return SIZE\n",
        ),
        ("app.effects", "import os\n\nos.environ['SHIP'] = '1'\n"),
        ("app.plain", "X = 1\n"),
        ("app.other", "import os\n\ndef go():\n    return os.environ['SHIP']\n"),
    ];
    let images = |other: &str| {
        format!("from app import safe\nfrom app import {other}\n\ndef f():\n    return safe.f(), {other}\n")
    };
    let with_effects = Case::new(&parts).and(&[("app.images", images("effects").as_str())]);
    let with_effects = with_effects.strategies(&LISTS);
    check_untouched(with_effects.clone(), "app.images");
    check_one_kept(with_effects, "app.images", "from app import safe", Code::HasEffects);
    // Neighbours that mind nothing become lazy, too.
    let case = Case::new(&parts).and(&[("app.images", images("plain").as_str())]);
    let wanted = format!("__lazy_modules__ = [\"app\"]\n\n{}", images("plain"));
    check(case.strategies(&LISTS), "app.images", &wanted);
    // So do those that are used at once, and save nothing.
    let at_once = "from app import safe\nfrom app import plain\n\nX = plain.X\n\ndef f():\n    return safe.f()\n";
    let case = Case::new(&parts).and(&[("app.images", at_once)]);
    let wanted = format!("__lazy_modules__ = [\"app\"]\n\n{at_once}");
    check(case.strategies(&LISTS), "app.images", &wanted);
    let effects = "from app import safe\nfrom app import effects\nfrom app import other\n\nSHIP = other.go()\nX = effects.X\n\ndef f():\n    return safe.f()\n";
    let case = Case::new(&parts).and(&[("app.images", effects)]);
    check_untouched(case.strategies(&LISTS), "app.images");
    // In a function or a `try` nobody asks the list.
    let apart = "from app import safe\n\ndef f():\n    from app import effects\n    return safe.f(), effects\n\ntry:\n    from app import effects as e\nexcept ImportError:\n    e = None\n";
    let case = Case::new(&parts).and(&[("app.images", apart)]).strategies(&LISTS);
    let (plan, _) = case.outcome_of("app.images");
    assert!(plan.is_some_and(|plan| plan.deferrals.len() == 1));
}

#[test]
fn a_list_is_extended_in_its_own_quotes_and_order() {
    let text = |list: &str| {
        format!("__lazy_modules__ = {list}\nimport json\nimport dockyard\n\ndef f():\n    return json, dockyard.SIZE\n")
    };
    for (before, wanted) in [
        ("['json']", "['dockyard', 'json']"),
        ("(\"json\",)", "(\"dockyard\", \"json\",)"),
        ("{'zlib', 'json'}", "{'zlib', 'json', 'dockyard'}"),
        ("[]", "[\"dockyard\"]"),
    ] {
        let case = Case::from(text(before).as_str()).strategies(&LISTS);
        check(case, "app.images", &text(wanted));
    }
}

#[test]
fn what_a_list_names_is_deferred_already() {
    let listed = "__lazy_modules__ = ['dockyard']\nimport dockyard\n\ndef f():\n    return dockyard.SIZE\n";
    for case in [Case::from(listed).strategies(&LISTS), Case::from(listed).target(15)] {
        let (plan, decided) = case.outcome_of("app.images");
        assert!(plan.is_none() && decided == 0);
    }
    // Older versions ignore it.
    check_deferred(Case::from(listed), "app.images", &[Strategy::FunctionLocal]);
    let computed = listed.replace("['dockyard']", "['dock' + 'yard']");
    // In the branch of the versions that ask for it.
    let guarded = "import sys\nif sys.version_info >= (3, 15):\n    __lazy_modules__ = ['dockyard']\nimport dockyard\nimport json\n\ndef f():\n    return dockyard.SIZE, json\n";
    let (plan, decided) = Case::from(guarded).target(15).outcome_of("app.images");
    assert!(plan.is_none() && decided == 0);
    let others = Case::from(guarded.replace("['dockyard']", "['json']").as_str()).strategies(&LISTS);
    check_kept(others, "app.images", Code::StrategyOff);
    let below = "import dockyard\n__lazy_modules__ = ['json']\n\ndef f():\n    return dockyard.SIZE\n";
    for text in [computed.as_str(), below] {
        check_kept(Case::from(text).strategies(&LISTS), "app.images", Code::StrategyOff);
    }
}

#[test]
fn for_both_sides_what_can_move_moves_and_a_list_serves_the_rest() {
    let both = [Strategy::LazyModules, Strategy::FunctionLocal];
    check_deferred(
        Case::from(USED).strategies(&both),
        "app.images",
        &[Strategy::FunctionLocal],
    );
    let annotated = "from dockyard import Ship\n\ndef sail(ship: Ship): ...\n";
    check_deferred(Case::from(annotated).strategies(&both), "app.images", &LISTS);
    // A move that saves nothing for older versions is none.
    let same = "import dockyard\nfrom dockyard.hull import build\n\ndef f(x: build):\n    return dockyard.SIZE\n";
    check(
        Case::from(same).strategies(&both),
        "app.images",
        &format!("__lazy_modules__ = [\"dockyard\", \"dockyard.hull\"]\n\n{same}"),
    );
    check(
        Case::from("import dockyard\nfrom shipyard import Ship\n\ndef f(x: Ship):\n    return dockyard.SIZE\n")
            .site(&[("shipyard", "class Ship: ...\n")])
            .heavy(&["dockyard", "shipyard"])
            .strategies(&both),
        "app.images",
        "__lazy_modules__ = [\"shipyard\"]\n\nfrom shipyard import Ship\n\ndef f(x: Ship):\n    import dockyard\n\n    return dockyard.SIZE\n",
    );
}

#[test]
fn a_statement_is_split_only_where_the_half_saves_something() {
    let text = "from dockyard import SIZE, connect\n\nAREA = SIZE + 1\n\ndef go():\n    return connect()\n";
    check_untouched(Case::from(text).target(15), "app.images");
    let text = "from dockyard import SIZE, hull\n\nAREA = SIZE + 1\n\ndef go():\n    return hull.build()\n";
    check(
        Case::from(text).target(15),
        "app.images",
        "from dockyard import SIZE\nlazy from dockyard import hull\n\nAREA = SIZE + 1\n\ndef go():\n    return hull.build()\n",
    );
}

#[test]
fn what_moves_leaves_the_list_of_its_module() {
    let text = "__lazy_modules__ = ['dockyard', 'json']\n\nimport dockyard\nimport json\n\n\ndef size():\n    return dockyard.SIZE\n";
    let moved = "import json\n\n\ndef size():\n    import dockyard\n\n    return dockyard.SIZE\n";
    check(text, "app.images", &format!("__lazy_modules__ = ['json']\n\n{moved}"));
    let text = text.replace("\n    return", "\n    yield __lazy_modules__\n    return");
    let seen = "__lazy_modules__ = ['dockyard', 'json']\n\n".to_owned() + moved;
    check(
        text.as_str(),
        "app.images",
        &seen.replace("\n    return", "\n    yield __lazy_modules__\n    return"),
    );
}

#[test]
fn a_list_that_others_read_is_left() {
    let text = "__lazy_modules__ = ['dockyard']\n\nimport dockyard\n\n\ndef size():\n    return dockyard.SIZE\n";
    let moved = "def size():\n    import dockyard\n\n    return dockyard.SIZE\n";
    check(text, "app.images", moved);
    for reader in [
        "from app import images\nprint(images.__lazy_modules__)\n",
        "from app.images import __lazy_modules__\n",
        "from app import images\nprint(getattr(images, '__lazy_modules__'))\n",
    ] {
        let case = Case::from(text).and(&[("app.other", reader)]);
        check(
            case,
            "app.images",
            &format!("__lazy_modules__ = ['dockyard']\n\n\n{moved}"),
        );
    }
}
