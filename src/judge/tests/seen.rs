//! Who else sees a name: other files of the project, computed names, whoever is handed the module.
use super::super::Strategy;
use super::super::testing::{Case, check_deferred, rewritten};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

#[test]
fn names_that_other_files_start() {
    for name in ["app.images:connect", "app.images.connect", "app.images:connect.deep"] {
        check_deferred(Case::from(USE).started(name), "app.images", &SERVED);
    }
    for name in ["app.images:size", "app.images", "app.other:connect", "images:connect"] {
        check_deferred(Case::from(USE).started(name), "app.images", &LOCAL);
    }
}

#[test]
fn the_start_of_a_program_that_is_also_a_script() {
    let text = "from app.images import size\n\nif __name__ == '__main__':\n    size()\n";
    let heavy = "import dockyard\n\nclass Own(dockyard.Ship): ...\n\ndef size(): ...\n";
    let case = Case::from(heavy).and(&[("app.__main__", text)]);
    let after = rewritten(case.started("app.__main__:size"), "app.__main__");
    assert!(after.contains("def __getattr__(name):"), "{after}");
    assert!(
        after.contains("\n    from app.images import size\n\n    size()\n"),
        "{after}"
    );
}
