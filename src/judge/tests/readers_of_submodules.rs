//! Readers of submodules and lists of names: who needs another to provide them, and who does not.
use super::hints::{LOCAL, SERVED, USE};
use crate::judge::Code;
use crate::judge::testing::{Case, check_deferred, check_kept, rewritten};

#[test]
fn submodules_that_the_reader_loads_itself() {
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let reader = |text: &str| {
        let harbour = "import dockyard.hull\nDOCKS = dockyard.hull.build()\n";
        Case::from(provider).and(&[("app.harbour", harbour), ("app.other", text)])
    };
    let go = "def go():\n    return dockyard.hull.build()\n";
    check_deferred(
        reader(&format!("import dockyard\nimport app.harbour\n\n{go}")),
        "app.images",
        &LOCAL,
    );
    // What may not run provides nothing, nor does what runs after the use.
    for text in [
        &format!("import dockyard\nif dockyard.SIZE > 4:\n    import app.harbour\n\n{go}"),
        "import dockyard\nHULL = dockyard.hull.build()\nimport app.harbour\n",
        &format!("import dockyard\n\n{go}\nHULL = go()\nimport app.harbour\n"),
    ] {
        check_kept(reader(text), "app.images", Code::SubmoduleProvider);
    }
}

#[test]
fn only_who_loads_it_for_the_reader_provides_a_submodule() {
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let reader = "import dockyard\nimport app.near\n\ndef go():\n    return dockyard.hull.build(), app.near.build()\n";
    let case = Case::from(provider).and(&[("app.near", provider), ("app.other", reader)]);
    check_kept(case.clone(), "app.near", Code::SubmoduleProvider);
    check_deferred(case.clone(), "app.images", &LOCAL);
    // Of two that load it for the reader, one does.
    let reader = "import dockyard\nimport app.near\nimport app.images\n\ndef go():\n    return dockyard.hull.build(), app.near.build(), app.images.build()\n";
    let case = case.and(&[("app.other", reader)]);
    check_kept(case.clone(), "app.near", Code::SubmoduleProvider);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn what_an_import_of_another_module_binds_needs_no_provider() {
    let near = "from dockyard import hull\nHULL = hull.build()\n";
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let test = "from app import near\n\ndef test(): assert near.hull.build()\n";
    let case = Case::from(provider)
        .and(&[("app.near", near)])
        .tests(&[("tests.test_near", test)]);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn a_list_of_names_that_is_computed() {
    let text = format!("from other import NAMES\n__all__ = [name for name in NAMES]\n{USE}");
    check_deferred(text.as_str(), "app.images", &SERVED);
}

#[test]
fn names_that_a_listing_leaves_out() {
    let listing = |test: &str| {
        let text = format!("from app import images\n\nNAMES = [n for n in dir(images) if {test}]\n");
        Case::from(USE).and(&[("app.other", text.as_str())])
    };
    for test in [
        "not n.startswith('_') and n not in ('connect', 'x')",
        "n not in ['connect']",
        "n != 'connect'",
    ] {
        check_deferred(listing(test), "app.images", &LOCAL);
    }
    for test in [
        "not n.startswith('_')",
        "n not in ('x', 'y')",
        "n in ('connect', 'x')",
        "n != 'x' or n not in ('connect',)",
        "NAME not in ('connect',)",
    ] {
        check_kept(listing(test), "app.images", Code::NamespaceRead);
    }
    let both = "from app import images\n\ndef names(): return dir(images)\n";
    check_kept(
        listing("n != 'connect'").and(&[("app.both", both)]),
        "app.images",
        Code::NamespaceRead,
    );
}

#[test]
fn whoever_lists_the_names_of_a_module_has_loaded_it() {
    let yard = "import dockyard\n\nclass Own(dockyard.Ship): ...\n";
    let uses = "from app.yard import Own\n\ndef size():\n    return Own()\n";
    let lists = "import app.yard\n\ndef names():\n    return dir(app.yard)\n";
    let case = || {
        Case::from([
            ("app", ""),
            ("app.yard", yard),
            ("app.images", uses),
            ("app.other", lists),
        ])
    };
    check_deferred(case(), "app.images", &LOCAL);
    let lists_itself = format!("{uses}{lists}");
    check_kept(
        case().and(&[("app.images", lists_itself.as_str())]),
        "app.images",
        Code::NamespaceRead,
    );
    // A package gets its submodules as they are loaded: those that it loads itself, whenever somebody has it.
    let deep = ("app.yard.deep", "import dockyard\n\nclass Deep(dockyard.Ship): ...\n");
    check_deferred(case().and(&[deep]), "app.images", &LOCAL);
    let uses_deep = "from app.yard.deep import Deep\n\ndef size():\n    return Deep()\n";
    check_kept(
        case().and(&[
            deep,
            ("app.images", uses_deep),
            ("app.cli", "import app.images\nimport app.other\n"),
        ]),
        "app.images",
        Code::SubmoduleProvider,
    );
    let by_another = (
        "app.near",
        "import app.yard.deep\n\ndef near():\n    return app.yard.deep.Deep()\n",
    );
    let uses_near = "from app.near import near\n\ndef size():\n    return near()\n";
    check_kept(
        case().and(&[
            deep,
            by_another,
            ("app.images", uses_near),
            ("app.cli", "import app.images\nimport app.other\n"),
        ]),
        "app.images",
        Code::SubmoduleProvider,
    );
}

#[test]
fn a_package_that_serves_its_submodule_when_it_is_asked() {
    let provider = "import dockyard.hull\n\ndef build():\n    return dockyard.hull.build()\n";
    let relies = [(
        "app.other",
        "import dockyard\n\ndef go():\n    return dockyard.hull.build()\n",
    )];
    let case = |import: &str| {
        let serving = format!(
            "def __getattr__(name):\n    if name == 'hull':\n        {import}\n        return hull\n    raise AttributeError(name)\n"
        );
        Case::from(provider)
            .and(&relies)
            .site(&[("dockyard", serving.as_str())])
    };
    check_deferred(case("import dockyard.hull as hull"), "app.images", &LOCAL);
    let called = |module: &str| {
        case(&format!(
            "import importlib\n        hull = importlib.import_module({module})"
        ))
    };
    let at_once = |module: &str| {
        case(&format!(
            "import importlib\n        return importlib.import_module({module})"
        ))
    };
    check_deferred(at_once("f'dockyard.{name}'"), "app.images", &LOCAL);
    check_deferred(called("'dockyard.hull'"), "app.images", &LOCAL);
    check_kept(at_once("f'boatyard.{name}'"), "app.images", Code::SubmoduleProvider);
    check_kept(
        case("import dockyard.sails as hull"),
        "app.images",
        Code::SubmoduleProvider,
    );
}

/// A text says the name of a submodule to who looks it up from the package that he is handed; and the names in that.
#[test]
fn submodules_that_texts_ask_for() {
    let case = |asks: &str| {
        let main = format!(
            "import operator, functools, pkgutil\nimport app\nfrom app import images\n\ndef other():\n    return images.size()\n\n{asks}\n"
        );
        Case::from(USE)
            .heavy(&["app.images", "dockyard"])
            .and(&[("app.main", &main)])
    };
    for asks in [
        "def main():\n    return operator.attrgetter('images')(app)\n",
        "def main():\n    return operator.attrgetter('images.size')(app)\n",
        "PATHS = {'a': 'images.size'}\ndef main(name):\n    return operator.attrgetter(PATHS[name])(app)\n",
        "def main():\n    return functools.reduce(getattr, 'images.size'.split('.'), app)\n",
        "def main():\n    return '{0.images.__name__}'.format(app)\n",
        "def main():\n    return '{.images}'.format(app)\n",
        "def main():\n    return '{a.images.__name__:>9}'.format_map({'a': app})\n",
    ] {
        check_kept(case(asks), "app.main", Code::SubmoduleProvider);
    }
    for asks in [
        "def main():\n    return operator.attrgetter('other.images')(app)\n",
        "def main():\n    return operator.attrgetter('images.size')(operator)\n",
        "def main():\n    return '{0.__name__}.images'.format(app)\n",
    ] {
        let after = rewritten(case(asks), "app.main");
        assert!(after.contains("    from app import images\n"), "{asks}\n{after}");
    }
    for asks in [
        "def main():\n    return operator.attrgetter('images.dockyard')(app)\n",
        "def main():\n    return '{0.images.dockyard}'.format(app)\n",
        "PARTS = {'a': ['app', 'images', 'dockyard']}\ndef main(n):\n    return pkgutil.resolve_name('.'.join(PARTS[n]))\n",
    ] {
        check_deferred(case(asks), "app.images", &SERVED);
    }
}
