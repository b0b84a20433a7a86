//! What loading a module puts into the package around it: a name there, which others find, or which takes the place of another.
use super::outside::LOCAL;
use crate::judge::testing::{Case, check_deferred, check_kept};
use crate::judge::{Code, Strategy};

const USES: &str = "import app.deep.hull\n\ndef build():\n    return app.deep.hull.SIZE\n";
const TAKES: &str = "from app.deep.hull import SIZE\n\ndef size():\n    return SIZE\n";
const HULL: &str = "import dockyard\n\nSIZE = dockyard.SIZE\n";

fn case(uses: &str, package: &str) -> Case {
    Case::from([
        ("app", ""),
        ("app.images", uses),
        ("app.deep", package),
        ("app.deep.hull", HULL),
    ])
}

#[test]
fn a_package_that_looks_through_what_it_has() {
    for reader in [
        "def names():\n    return sorted(globals())",
        "def has(name):\n    return name in globals()",
        "import sys\ndef names():\n    return dir(sys.modules[__name__])",
        "import sys, types\ndef all():\n    return [v for v in vars(sys.modules[__name__]).values() if isinstance(v, types.ModuleType)]",
    ] {
        for uses in [USES, TAKES] {
            check_kept(case(uses, reader), "app.images", Code::NamespaceRead);
            check_kept(case(uses, reader).target(15), "app.images", Code::NamespaceRead);
        }
        // What it loads itself is there in any case.
        let loads = format!("from . import hull\nKEEP = hull.SIZE\n{reader}\n");
        check_deferred(case(TAKES, &loads).heavy(&["app.deep.hull"]), "app.images", &LOCAL);
    }
}

#[test]
fn whether_a_module_is_in_the_dictionary_of_its_package() {
    for (key, code) in [
        ("'hull'", Some(Code::SubmoduleProvider)),
        ("'hu' + name", Some(Code::SubmoduleProvider)),
        ("'mast'", None),
        ("'ma' + name", None),
    ] {
        let inside = format!("def has(name):\n    return {key} in globals()\n");
        let other = format!("import app.deep\n\ndef has(name):\n    return {key} in vars(app.deep)\n");
        for case in [
            case(TAKES, &inside),
            case(TAKES, "").and(&[("app.other", other.as_str())]),
        ] {
            match code {
                Some(code) => {
                    check_kept(case.clone(), "app.images", code);
                    check_kept(case.target(15), "app.images", code);
                }
                None => {
                    check_deferred(case.clone(), "app.images", &LOCAL);
                    check_deferred(case.target(15), "app.images", &[Strategy::LazyKeyword]);
                }
            }
        }
    }
}

#[test]
fn a_name_of_the_package_that_a_module_would_take() {
    for package in [
        "hull = 1\nfrom .hull import SIZE\nbefore = hull\n\ndef size():\n    return SIZE\n",
        "from .hull import SIZE\nhull = 1\n\ndef size():\n    return SIZE\n",
        "from .hull import SIZE\n\ndef hull():\n    return SIZE\n",
        "from .hull import SIZE\nfrom os import path as hull\n\ndef size():\n    return SIZE, hull\n",
        "from .hull import SIZE\n\ndef put():\n    global hull\n    hull = SIZE\n",
    ] {
        check_kept(case("", package), "app.deep", Code::SubmoduleShadowed);
        check_kept(case("", package).target(15), "app.deep", Code::SubmoduleShadowed);
    }
    // Set from elsewhere.
    let sets = "import app.deep\n\ndef put():\n    app.deep.hull = 1\n";
    check_kept(
        case(TAKES, "").and(&[("app.other", sets)]),
        "app.images",
        Code::SubmoduleShadowed,
    );
    // Another name, or the module itself under its own.
    for package in [
        "from .hull import SIZE\nmast = 1\n\ndef size():\n    return SIZE\n",
        "from . import hull\nfrom .hull import SIZE\n\ndef size():\n    return SIZE, hull.SIZE\n",
    ] {
        check_deferred(case("", package).target(15), "app.deep", &[Strategy::LazyKeyword]);
    }
    // What the package loads itself has taken its name before.
    let loads = "hull = 1\nfrom .hull import SIZE\nKEEP = SIZE\n";
    check_deferred(case(TAKES, loads).heavy(&["app.deep.hull"]), "app.images", &LOCAL);
}
