//! Submodules: who loads them, who names them, and who finds them with their package.
use super::outside::{LOCAL, SERVED};
use crate::judge::testing::{Case, check, check_deferred, check_kept, check_one_kept, check_untouched, rewritten};
use crate::judge::{Code, Strategy};

/// A `__getattr__` serves a submodule by the name of what it uses itself, or the import stays.
#[test]
fn submodules_called_like_what_serves_them() {
    let case = |submodule: &str| {
        let init = format!("from .{submodule} import g\n__all__ = ['g']\n");
        let below = format!("app.{submodule}");
        let own = [
            ("app", init.as_str()),
            (
                below.as_str(),
                "import dockyard\ndef g(): return dockyard.connect\nOTHER = dockyard.SIZE\n",
            ),
        ];
        Case::from(own)
    };
    let after = rewritten(case("globals"), "app");
    assert!(
        after.contains("name == \"globals\"") && !after.contains("globals()"),
        "{after}"
    );
    for submodule in ["import_module", "dict", "AttributeError"] {
        check_kept(case(submodule), "app", Code::SubmoduleShadowed);
    }
    let named = "from dockyard import import_module\n__all__ = ['import_module']\n";
    check_kept(Case::from([("app", named)]), "app", Code::SubmoduleShadowed);
}

#[test]
fn submodule_shadowed() {
    let init = "from dockyard import connect\n__all__ = ['connect']\n";
    let case = |submodule: &str| Case::from([("app", init), (submodule, "")]);
    check_kept(case("app.connect"), "app", Code::SubmoduleShadowed);
    check_deferred(case("app.connected"), "app", &[Strategy::ModuleGetattr]);
    // What a `__getattr__` calls would be the submodule, or the module's own.
    check_kept(case("app.sorted"), "app", Code::SubmoduleShadowed);
    check_deferred(case("app.globals"), "app", &[Strategy::ModuleGetattr]);
    let own = Case::from([(
        "app",
        "from dockyard import connect\n__all__ = ['connect']\ndef sorted(x): ...\n",
    )]);
    check_kept(own, "app", Code::SubmoduleShadowed);
}

/// A module that moves takes a name of a package for which somebody else loads a submodule meanwhile.
#[test]
fn a_name_that_a_module_takes_is_shadowed() {
    let case = |package: &str, other: &str| {
        Case::from("import dockyard\n\ndef size():\n    return dockyard.hull\n")
            .site(&[
                ("dockyard", "from rig import hull\n"),
                ("rig", package),
                ("rig.hull", "SIZE = 1\n"),
                ("rig.deck", ""),
            ])
            .and(&[("app.other", other)])
    };
    let binds = "def hull():\n    return 1\n";
    for loads in [
        "import rig.hull\n",
        "from rig.hull import SIZE\n",
        "def go():\n    import rig.hull\n",
    ] {
        check_kept(case(binds, loads), "app.images", Code::SubmoduleShadowed);
        // The package has loaded it before it binds the name.
        let first = format!("import rig.hull\n{binds}");
        check_deferred(case(&first, loads), "app.images", &LOCAL);
    }
    for nobody in ["", "import rig.deck\n", "from rig import hull\n"] {
        check_deferred(case(binds, nobody), "app.images", &LOCAL);
    }
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
    // Any code that follows a module's own import gets what that has loaded.
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
        case("def load():\n    import dockyard.hull\n"),
        "app.images",
        Code::SubmoduleProvider,
    );
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
fn each_function_gets_the_submodules_that_it_names() {
    check(
        "
        import dockyard.hull
        import dockyard.sails

        def build():
            return dockyard.hull.build()

        def hoist():
            return dockyard.sails.hoist()
        ",
        "app.images",
        "
        def build():
            import dockyard.hull

            return dockyard.hull.build()

        def hoist():
            import dockyard.sails

            return dockyard.sails.hoist()
        ",
    );
}

#[test]
fn one_of_two_submodules_waits_where_the_other_is_needed_at_once() {
    let source = "
        import dockyard.hull
        import dockyard.sails

        BUILT = dockyard.hull.build()

        def hoist():
            return dockyard.sails.hoist(), dockyard.hull.build()

        def build():
            return dockyard.hull.build()
        ";
    check(
        source,
        "app.images",
        "
        import dockyard.hull

        BUILT = dockyard.hull.build()

        def hoist():
            import dockyard.sails

            return dockyard.sails.hoist(), dockyard.hull.build()

        def build():
            return dockyard.hull.build()
        ",
    );
    for more in [
        "print(dockyard)",
        "x = dockyard.sails.hoist()",
        "def f(use):\n    return use(dockyard)\nf(print)",
        "def f(x: dockyard.sails): ...",
    ] {
        let text = format!(
            "import dockyard.hull\nimport dockyard.sails\n\nprint(dockyard.hull)\n\ndef hoist():\n    return dockyard.sails\n\n{more}\n"
        );
        check_untouched(text.as_str(), "app.images");
    }
    let text = "import dockyard.hull\nimport dockyard.sails\n\nprint(dockyard.hull)\n\ndef hoist():\n    return dockyard.sails\n";
    let other = "from app import images\n\ndef go():\n    return images.dockyard.sails\n";
    check_untouched(Case::from(text).and(&[("app.other", other)]), "app.images");
}

#[test]
fn a_function_that_hands_the_package_on_gets_all() {
    check(
        "
        import dockyard.hull
        import dockyard.sails

        def build(use):
            return use(dockyard)
        ",
        "app.images",
        "
        def build(use):
            import dockyard.hull
            import dockyard.sails

            return use(dockyard)
        ",
    );
}

/// A submodule that takes the place of what its package has under its name, once somebody loads it whom nobody sees.
#[test]
fn a_submodule_that_nobody_in_sight_loads() {
    let case = |package: &str, submodule: &str| {
        Case::new(&[
            ("app", ""),
            ("app.use", "from app.sub import thing\n\ndef get():\n    return thing\n"),
            ("app.sub", package),
            (submodule, "z = 1\n"),
        ])
        .heavy(&["app.sub"])
    };
    let defines = "def thing(): return 1\n";
    check_kept(case(defines, "app.sub.thing"), "app.use", Code::SubmoduleShadowed);
    check_deferred(case(defines, "app.sub.other"), "app.use", &[Strategy::FunctionLocal]);
    // The package has loaded it.
    let loads = "from app.sub.thing import z as other\ndef thing(): return 1\n";
    check_deferred(case(loads, "app.sub.thing"), "app.use", &[Strategy::FunctionLocal]);
}
