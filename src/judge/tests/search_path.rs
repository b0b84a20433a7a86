//! Functions that change where imports look.
use super::super::testing::{check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::noticed::rigged;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn the_end_of_the_search_path() {
    let appends = "import sys\n\ndef add(folder):\n    sys.path.append(folder)\n";
    check_deferred(rigged("", appends), "app.images", &LOCAL);
    let inserts = "import sys\n\ndef add(folder):\n    sys.path.insert(0, folder)\n    return size()\n";
    let finds = "import importlib.resources\nDATA = importlib.resources.files('rig')";
    check_kept(rigged(finds, inserts), "app.images", Code::ImportWindow);
}

#[test]
fn what_is_taken_from_the_search_path_is_found_no_more() {
    let function = |body: &str| format!("import sys\n\ndef change(folder):\n    {body}\n");
    for body in [
        "sys.path = [folder]",
        "sys.path[:] = [one for one in sys.path if one != folder]",
        "del sys.path[0]",
        "sys.path.remove(folder)",
        "sys.path.pop(0)",
        "sys.path[0] = folder",
        "sys.path = [folder, *sys.path[1:]]",
        "before = sys.path[1:]\n    sys.path[:] = [folder] + before",
        "before = list(sys.path)\n    if folder:\n        before = [folder]\n    sys.path[:] = [folder] + before",
    ] {
        check_kept(rigged("", &function(body)), "app.images", Code::ImportWindow);
    }
    for body in [
        "sys.path += [folder]",
        "sys.path.insert(0, folder)",
        "sys.path.insert(0, folder)\n    try:\n        return size()\n    finally:\n        sys.path.remove(folder)",
        "before = list(sys.path)\n    sys.path.append(folder)\n    yield\n    sys.path[:] = before",
        "return sys.path[0]",
        "sys.path = [folder] + sys.path",
        "sys.path[:] = [folder, *sys.path]",
        "sys.path = list(sys.path) + [folder]",
        "before = list(sys.path)\n    sys.path[:] = [folder, *before]\n    return before",
    ] {
        check_deferred(rigged("", &function(body)), "app.images", &LOCAL);
    }
}

/// A folder in front is looked at by what is told to look there, be it put there by a method or by a longer list.
#[test]
fn a_longer_list_is_an_insertion() {
    let finds = "import importlib.resources\nDATA = importlib.resources.files('rig')";
    for (body, is_kept) in [
        ("sys.path = [folder] + sys.path", true),
        ("sys.path = sys.path + [folder]", false),
    ] {
        let function = format!("import sys\n\ndef change(folder):\n    {body}\n");
        match is_kept {
            true => check_kept(rigged(finds, &function), "app.images", Code::ImportWindow),
            false => check_deferred(rigged(finds, &function), "app.images", &LOCAL),
        }
    }
}

/// `python -m app` runs what the command runs.
#[test]
fn what_a_program_does_once_it_runs() {
    let program = "import sys\n\ndef main(folder='lib'):\n    sys.path.insert(0, folder)\n";
    let case = |main: &str| rigged("", "").and(&[("app.program", program), ("app.__main__", main)]);
    check_deferred(
        case("import app.images\nfrom app.program import main\nmain()\n"),
        "app.images",
        &LOCAL,
    );
    // At its own level, it does so before anything is run.
    check_kept(
        case("import app.images\nimport sys\nsys.path.insert(0, 'lib')\n"),
        "app.images",
        Code::ImportWindow,
    );
}
