//! Where nothing was said about what is heavy, an edit has to make faster what a user starts.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const IMAGES: (&str, &str) = (
    "app.images",
    "import dockyard\n\ndef build():\n    return dockyard.connect()\n",
);

fn app(main: &str) -> Case {
    Case::new(&[IMAGES, ("app", ""), ("app.main", main)])
}

#[test]
fn what_a_command_loads_is_deferred() {
    let case = app("from app.images import build\n\nMADE = build\n").starts(&["app", "app.main"]);
    check_deferred(case, "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn what_no_command_loads_stays_as_it_is() {
    let case = app("def main():\n    from app.images import build\n    return build()\n");
    check_deferred(case.clone(), "app.images", &[Strategy::FunctionLocal]);
    check_kept(case.starts(&["app", "app.main"]), "app.images", Code::NotAtStart);
}

#[test]
fn what_the_command_loads_by_another_way_stays_too() {
    let case = app("from app.images import build\nimport dockyard\n\nclass Main(dockyard.Ship):\n    made = build\n");
    check_kept(case.starts(&["app", "app.main"]), "app.images", Code::LoadedAnyway);
}
