//! Guards around the import of packages: what they ask of that.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

/// What the project requires of another version of Python is there where that runs: who loads modules by names that are not known does
/// not ask for it, and who names one asks for all that it takes.
#[test]
fn what_the_project_requires() {
    let case = |name: &str, guarded: &str| {
        let source = format!("import {name}\n\ndef size():\n    return {name}.SIZE\n");
        let cli = format!(
            "import importlib\ndef main(name):\n    try:\n        return {guarded}\n    except ImportError:\n        return None\nNAMES = ['app.images']\n"
        );
        Case::from(source.as_str()).and(&[("app.cli", &cli)]).heavy(&[name])
    };
    let by_computed = "importlib.import_module(name)";
    check_kept(case("gone", by_computed), "app.images", Code::GuardedElsewhere);
    check_deferred(case("gone", by_computed).requiring("gone"), "app.images", &LOCAL);
    check_kept(
        case("gone", by_computed).requiring("gone_too"),
        "app.images",
        Code::GuardedElsewhere,
    );
    check_kept(
        case("gone", "importlib.import_module('app.images')").requiring("gone"),
        "app.images",
        Code::GuardedElsewhere,
    );
}

/// Whatever else a package imports does not wait with what one of its imports loads: a submodule leads back to it, which is being
/// executed by then.
#[test]
fn what_the_importing_package_loads_besides() {
    const ERRORS: &str = "from app.errors import bad";
    const RAISING: &str = "raise ValueError('x')\n";
    let case = |errors: &str, settings: &str| {
        Case::from([
            ("app", "from app.errors import bad\nfrom app import settings\n\ndef get():\n    return bad()\n"),
            ("app.errors", errors),
            ("app.settings", settings),
            ("app.other", RAISING),
            (
                "start",
                "import importlib\ndef main():\n    try:\n        return importlib.import_module('app')\n    except ValueError:\n        return None\n",
            ),
        ])
        .heavy(&["app.errors"])
    };
    let bad = "import dockyard\n\ndef bad():\n    return dockyard.SIZE\n";
    check_deferred(case(bad, RAISING), "app", &SERVED);
    let raising = format!("{RAISING}{bad}");
    check_one_kept(case(&raising, ""), "app", ERRORS, Code::GuardedElsewhere);
    let by_another = format!("import app.other\n{bad}");
    check_one_kept(case(&by_another, ""), "app", ERRORS, Code::GuardedElsewhere);
}
