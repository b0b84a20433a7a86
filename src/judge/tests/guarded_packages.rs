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
