//! Guards around the import of packages: what they ask of that.
use super::super::testing::{Case, check_deferred, check_one_kept};
use super::super::{Code, Strategy};

const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

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

/// What the project declares that it needs is there, and nobody who tries it asks for that.
#[test]
fn what_the_project_depends_on() {
    let case = |first: &str| {
        Case::from([
            ("app", ""),
            (
                "app.images",
                &format!("{first}\n\ndef size():\n    return dockyard.SIZE\n"),
            ),
            (
                "start",
                "try:\n    from app.images import size\nexcept ImportError:\n    size = None\n",
            ),
        ])
    };
    let plain = "import dockyard";
    check_one_kept(case(plain), "app.images", plain, Code::GuardedElsewhere);
    check_one_kept(
        case(plain).depends_on(&[], &["dockyard"]),
        "app.images",
        plain,
        Code::GuardedElsewhere,
    );
    check_one_kept(
        case(plain).depends_on(&["other"], &[]),
        "app.images",
        plain,
        Code::GuardedElsewhere,
    );
    let installed = |case: Case| case.site(&[("dockyard", "SIZE = 1\n")]);
    check_one_kept(installed(case(plain)), "app.images", plain, Code::GuardedElsewhere);
    for case in [case(plain), installed(case(plain))] {
        check_deferred(
            case.depends_on(&["dockyard"], &[]),
            "app.images",
            &[Strategy::FunctionLocal],
        );
    }
    // In the branch of some versions.
    let branch = "import sys\nif sys.version_info < (3, 11):\n    import dockyard\nelse:\n    dockyard = sys\n";
    let by_version = |compat: &str| {
        let case = case("from app.compat import dockyard").and(&[("app.compat", compat)]);
        case.heavy(&["app.compat"]).target(10)
    };
    let import = "from app.compat import dockyard";
    for case in [by_version(branch), by_version(plain).depends_on(&[], &["dockyard"])] {
        check_one_kept(case, "app.images", import, Code::GuardedElsewhere);
    }
    let branch = by_version(branch).depends_on(&[], &["dockyard"]);
    check_deferred(branch, "app.images", &[Strategy::FunctionLocal]);
}
