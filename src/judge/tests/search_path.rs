//! Functions that change where imports look.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::noticed::rigged;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn the_end_of_the_search_path() {
    let appends = "import sys\n\ndef add(folder):\n    sys.path.append(folder)\n";
    check_deferred(rigged("", appends), "app.images", &LOCAL);
    let inserts = "import sys\n\ndef add(folder):\n    sys.path.insert(0, folder)\n    return size()\n";
    let finds = "from importlib.metadata import entry_points\nDATA = entry_points(group='rig')";
    check_kept(rigged(finds, inserts), "app.images", Code::ImportWindow);
}

/// What one method of a class appends, another one takes off again.
#[test]
fn what_a_class_appends_and_takes_off() {
    let in_method = |method: &str, adds: &str, removes: &str| {
        format!(
            "import sys\n\nclass Folder:\n    def {method}(self, folder):\n        self.folder = folder\n        {adds}\n\n    \
             def close(self):\n        size()\n        {removes}\n\n    def move(self, folder):\n        self.folder = folder\n"
        )
    };
    let class = |adds: &str, removes: &str| in_method("__init__", adds, removes);
    let added = in_method("add", "sys.path.append(self.folder)", "sys.path.remove(self.folder)");
    check_kept(rigged("", &added), "app.images", Code::ImportWindow);
    let asks = "if self.folder not in sys.path:\n            sys.path.append(self.folder)";
    check_kept(
        rigged("", &class(asks, "sys.path.remove(self.folder)")),
        "app.images",
        Code::ImportWindow,
    );
    for (adds, removes) in [
        ("sys.path.append(self.folder)", "sys.path.remove(self.folder)"),
        (asks, "if self.is_there:\n            sys.path.remove(self.folder)"),
        (
            "name = str(self.folder / 'a')\n        sys.path.append(name)",
            "name = str(self.folder / 'a')\n        if name in sys.path:\n            sys.path.remove(name)",
        ),
    ] {
        check_deferred(rigged("", &class(adds, removes)), "app.images", &LOCAL);
    }
    for (adds, removes) in [
        ("sys.path.append(self.folder)", "sys.path.remove('ropes')"),
        ("sys.path.insert(0, self.folder)", "sys.path.remove(self.folder)"),
        (
            "sys.path.append(str(folder))",
            "folder = '.'\n        sys.path.remove(str(folder))",
        ),
        (
            "sys.path.append(folder)",
            "folder = '.'\n        sys.path.remove(folder)",
        ),
    ] {
        check_kept(rigged("", &class(adds, removes)), "app.images", Code::ImportWindow);
    }
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
    // What is taken away is another folder than the one that was put there.
    for body in [
        "sys.path.insert(0, folder)\n    sys.path.remove('ropes')",
        "sys.path.append(folder)\n    sys.path.pop(0)",
    ] {
        check_kept(rigged("", &function(body)), "app.images", Code::ImportWindow);
    }
    for body in [
        "sys.path += [folder]",
        "sys.path.insert(0, folder)",
        "sys.path.append(folder)\n    size()\n    sys.path.pop()",
        "sys.path.insert(0, str(folder))\n    size()\n    sys.path.remove(str(folder))",
        "sys.path.insert(0, folder)\n    size()\n    sys.path.pop(0)",
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

/// A folder in front may have what was found elsewhere: files of folders that are no packages are found by their own names then.
#[test]
fn a_folder_in_front_that_has_something_of_the_same_name() {
    let inserts = "import sys\nfrom app import images\n\ndef main(folder):\n    sys.path.insert(0, folder)\n    return images.size()\n";
    let case = |file: &str| {
        Case::new(&[
            ("app", ""),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.start", inserts),
            ("rig", "SIZE = 1\n"),
            (file, "SIZE = 2\n"),
        ])
        .heavy(&["app.images"])
    };
    check_kept(case("plugins.rig"), "app.start", Code::ImportWindow);
    check_deferred(case("plugins.other"), "app.start", &LOCAL);
    // What lies in no package there is found only if nothing else is.
    check_deferred(case("plugins.rig.more"), "app.start", &LOCAL);
    check_deferred(case("rig.rig"), "app.start", &LOCAL);
    // A package is looked into by its name.
    check_deferred(case("app.rig"), "app.start", &LOCAL);
    // So it is unless somebody puts that folder in front himself.
    let own = inserts
        .replace("0, folder)", "0, os.path.dirname(__file__))")
        .replace("import sys", "import os, sys");
    let own = case("app.rig").and(&[("app.start", own.as_str())]);
    check_kept(own, "app.start", Code::ImportWindow);
    let tests = [("tests", ""), ("tests.rig", "SIZE = 2\n")];
    check_deferred(case("plugins.other").tests(&tests), "app.start", &LOCAL);
    check_kept(
        case("plugins.other").tests(&tests[1..]),
        "app.start",
        Code::ImportWindow,
    );
}

/// An entry that changes its place is still there; a file beside the module that moves it hides what has its name until then.
#[test]
fn an_entry_that_changes_its_place() {
    let case = |moves: &str, beside: &str| {
        Case::new(&[
            ("app", ""),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.contrib", ""),
            (
                "app.contrib.runner",
                &format!("import sys\nfrom app import images\n\n{moves}\n"),
            ),
            (&format!("app.contrib.{beside}"), ""),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    for moves in [
        "sys.path.append(sys.path.pop(0))",
        "def main():\n    sys.path.append(sys.path.pop(0))",
    ] {
        check_deferred(case(moves, "other"), "app.images", &LOCAL);
        check_kept(case(moves, "rig"), "app.images", Code::ImportWindow);
    }
    for moves in [
        "sys.path.pop(0)",
        "OTHERS = []\nOTHERS.append(sys.path.pop(0))",
        "sys.path.append(str(sys.path.pop(0)) + '/lib')",
        // Where a folder is looked at first, it may have what is found elsewhere.
        "sys.path.insert(0, sys.path.pop())",
        "sys.path.append(sys.path.remove('here'))",
    ] {
        check_kept(case(moves, "other"), "app.images", Code::ImportWindow);
    }
}

/// Where `python -m` put the folder that somebody stands in, it is taken away again.
#[test]
fn the_working_directory_in_front() {
    let case = |leaves: &str, moved: &str| {
        let leaves = leaves.replace('\n', "\n    ");
        Case::new(&[
            ("app", ""),
            (
                "app.images",
                &format!("import {moved}\n\ndef size():\n    return {moved}.SIZE\n"),
            ),
            (
                "app.main",
                &format!("import os, sys\nfrom app.images import size\n\ndef main(x):\n    {leaves}\n    size()\n"),
            ),
            ("helper", "SIZE = 1\n"),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig", "helper", "gone"])
    };
    for leaves in [
        "if sys.path[0] in ('', os.getcwd()):\n    sys.path.pop(0)",
        "if sys.path[0] == os.getcwd():\n    del sys.path[0]",
        "if x and '' == sys.path[0]:\n    del sys.path[0]",
        "try:\n    here = os.getcwd()\nexcept OSError:\n    pass\nelse:\n    if sys.path and sys.path[0] == here:\n        del sys.path[0]",
    ] {
        check_deferred(case(leaves, "rig"), "app.images", &LOCAL);
        // What lies there itself.
        check_kept(case(leaves, "helper"), "app.images", Code::ImportWindow);
    }
    for leaves in [
        "if x or sys.path[0] == os.getcwd():\n    del sys.path[0]",
        "if sys.path[0] in ('', os.getcwd(), x):\n    del sys.path[0]",
        "if sys.path[0] != os.getcwd():\n    del sys.path[0]",
        "if sys.path[0] == os.getcwd():\n    pass\nelse:\n    del sys.path[0]",
        "if sys.path[0] == os.getcwd():\n    del sys.path[1]",
        "if sys.path[1] == os.getcwd():\n    del sys.path[0]",
        "if sys.path[0] == os.getcwd():\n    sys.path.pop()",
        "here = os.getcwd()\nhere = x\nif sys.path[0] == here:\n    del sys.path[0]",
        "if sys.path[0] == os.getcwd():\n    pass\ndel sys.path[0]",
        "if sys.path[0] == os.getcwd():\n    del sys.path[0]\n    del sys.path[0]",
        "if x is None:\n    x = os.getcwd()\nif sys.path[0] == x:\n    del sys.path[0]",
        "global here\nhere = os.getcwd()\nif sys.path[0] == here:\n    del sys.path[0]",
        "here, there = os.getcwd(), x\nif sys.path[0] == there:\n    del sys.path[0]",
        "if sys.path[0] == x.getcwd():\n    del sys.path[0]",
        "os.chdir(x)\nif sys.path[0] == os.getcwd():\n    del sys.path[0]",
        "sys.path.insert(0, x)\nif sys.path[0] == os.getcwd():\n    del sys.path[0]",
    ] {
        check_kept(case(leaves, "rig"), "app.images", Code::ImportWindow);
    }
    let leaves = "if sys.path[0] == os.getcwd():\n    del sys.path[0]";
    check_kept(case(leaves, "gone"), "app.images", Code::ImportWindow);
    let asks = "from importlib.util import find_spec\nSIZE = find_spec('helper')\n";
    let case_of_rig = case(leaves, "rig").site(&[("rig", asks)]);
    check_kept(case_of_rig, "app.images", Code::ImportWindow);
    // Somebody's own settings may lie there, or not; and who asks what there is.
    for heavy in [
        "import gone\nSIZE = gone",
        "try:\n    import gone\nexcept ImportError:\n    gone = None\nSIZE = gone",
        "import importlib.util\nSIZE = importlib.util.find_spec('gone')",
        "from importlib.metadata import version\nSIZE = version('app')",
    ] {
        let case = case(leaves, "app.heavy")
            .and(&[("app.heavy", &format!("{heavy}\n"))])
            .heavy(&["app.heavy"]);
        check_kept(case, "app.images", Code::ImportWindow);
    }
}

/// A folder that is taken away, whichever it is, had what is looked for on the search path.
#[test]
fn what_lies_in_a_package_is_not_looked_for_on_the_search_path() {
    let takes = "import sys\n\ndef change(folder):\n    sys.path.remove(folder)\n";
    let case = |imports: &str, packages: &[(&str, &str)]| {
        Case::new(&[
            ("app", ""),
            ("app.start", takes),
            (
                "app.images",
                &format!("{imports}\n\ndef size():\n    return heavy.SIZE\n"),
            ),
        ])
        .site(packages)
        .heavy(&["json", "rig.heavy", "heavy"])
    };
    // A package that is loaded in any case finds its own, and the standard library stays.
    let loaded = "import rig\nfrom rig import heavy";
    let packages = [("rig", ""), ("rig.heavy", "SIZE = 1\n")];
    check_deferred(case(loaded, &packages), "app.images", &LOCAL);
    check_deferred(
        case("import json as heavy", &[]).standard(&[("json", "SIZE = 1\n")]),
        "app.images",
        &LOCAL,
    );
    // What is not in a package is looked for there, and so is what is in one that is scattered over the path.
    check_kept(
        case("import heavy", &[("heavy", "SIZE = 1\n")]),
        "app.images",
        Code::ImportWindow,
    );
    let scattered = "import rig.light\nfrom rig import heavy";
    let folders = [("rig.heavy", "SIZE = 1\n"), ("rig.light", "")];
    check_kept(case(scattered, &folders), "app.images", Code::ImportWindow);
}

/// A folder in front is looked at by what is told to look there, be it put there by a method or by a longer list.
#[test]
fn a_longer_list_is_an_insertion() {
    let finds = "from importlib.metadata import entry_points\nDATA = entry_points(group='rig')";
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

#[test]
fn what_is_loaded_while_a_folder_is_on_the_search_path_is_found_there() {
    let case = |load: &str| {
        let start = format!(
            "import sys\n\ndef load(folder):\n    sys.path.insert(0, folder)\n    try:\n        {load}\n    finally:\n        sys.path.remove(folder)\n"
        );
        Case::new(&[
            ("app", ""),
            ("app.start", &start),
            ("app.other", ""),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    check_kept(case("import app.images"), "app.images", Code::ImportWindow);
    check_deferred(case("import app.other"), "app.images", &LOCAL);
}

/// A distribution, or a package with files, is looked up by its name as a module is; who asks for all of them sees a new folder.
#[test]
fn one_distribution_is_found_as_modules_are() {
    let function = |body: &str| format!("import sys\n\ndef change(folder):\n    {body}\n");
    let version = "from importlib.metadata import version\nVERSION = version('rig')";
    let files = "import importlib.resources\nDATA = importlib.resources.files('rig')";
    let module = "from importlib.util import find_spec\nHAS_IT = find_spec('rope') is not None";
    let zone = "from zoneinfo import ZoneInfo\nHERE = ZoneInfo('Europe/Berlin')";
    for reads in [version, files, module, zone] {
        check_deferred(
            rigged(reads, &function("sys.path.insert(0, folder)")),
            "app.images",
            &LOCAL,
        );
        // What was there may be gone.
        check_kept(
            rigged(reads, &function("sys.path[:] = [folder]")),
            "app.images",
            Code::ImportWindow,
        );
    }
    for reads in [
        "from importlib.metadata import entry_points\nFOUND = entry_points(group='rig')",
        "import sys\nfrom importlib.metadata import version\nVERSION = version(sys.argv[0])",
        "import sys\nfrom importlib.util import find_spec\nHAS_IT = find_spec(sys.argv[0]) is not None",
    ] {
        check_kept(
            rigged(reads, &function("sys.path.insert(0, folder)")),
            "app.images",
            Code::ImportWindow,
        );
    }
}

/// A method of a class whose base is in an installed package runs when that package is loaded.
#[test]
fn who_inherits_from_a_package_has_loaded_it() {
    let case = |session: &str| {
        Case::new(&[
            ("app", ""),
            ("app.session", session),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
        ])
        .site(&[("rig", "import os\nSIZE = os.environ.get('RIG')\nclass Base: pass\n")])
        .heavy(&["rig"])
    };
    let sets = "    def run(self):\n        os.environ['RIG'] = '1'\n";
    let session = |head: &str, class: &str| format!("import os\n{head}\n\n{class}:\n{sets}");
    check_deferred(
        case(&session("import rig", "class Session(rig.Base)")),
        "app.images",
        &LOCAL,
    );
    check_deferred(
        case(&session("from rig import Base", "class Session(Base)")),
        "app.images",
        &LOCAL,
    );
    for (head, class) in [
        ("import rig", "class Session"),
        (
            "try:\n    import rig\nexcept ImportError:\n    rig = None",
            "class Session",
        ),
        (
            "if os.sep:\n    import rig\nelse:\n    rig = None",
            "class Session(rig.Base if rig else object)",
        ),
    ] {
        check_kept(case(&session(head, class)), "app.images", Code::ImportWindow);
    }
}

/// Whoever gives up rights may not find a module any more; how much the process may use leaves its files where they are.
#[test]
fn rights_that_are_given_up_before_the_first_use() {
    let case = |before: &str| {
        let source = format!(
            "import os\nimport resource\nimport dockyard\n\ndef main():\n    {before}\n    return size()\n\ndef size():\n    return dockyard.SIZE\n"
        );
        Case::from(source.as_str())
    };
    for before in ["os.setuid(65534)", "os.chroot('/srv')", "os.setgroups([])"] {
        check_kept(case(before), "app.images", Code::ImportWindow);
    }
    for before in [
        "os.nice(5)",
        "os.setsid()",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))",
    ] {
        check_deferred(case(before), "app.images", &[Strategy::FunctionLocal]);
    }
}
