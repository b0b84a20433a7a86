//! `dormant verify` bites: rewrites that are broken in one place each, among harmless edits, are caught, the edit at fault is
//! named, and what is written without it is the same program.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::python::{Python, python};
use crate::support::run::run;
use crate::support::{dormant, skip, testdata, tree};

/// One broken edit: in `file`, `old` becomes `new`.
struct Case {
    name: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
    /// What it takes to see it besides importing the modules.
    flag: &'static str,
    /// What has to be said about it, as `subject kind about`.
    said: &'static str,
}

const NOTHING: &str = "";
const TESTS: &str = "--tests=python -m unittest discover -v -s tests -t .";
const TYPES: &str = "--type-checker=python tools/checker.py";
const SHOW: &str = "--command=python -m app show";
const FAIL: &str = "--command=! python -m app fail";

#[rustfmt::skip]
const CASES: [Case; 26] = [
    Case { name: "a dropped re-export", file: "src/app/__init__.py", old: "import Ship, describe", new: "import Ship", flag: NOTHING,
        said: "module:app name describe" },
    Case { name: "a lost registration", file: "src/app/plugins/__init__.py", old: "import north, south", new: "import south", flag: NOTHING,
        said: "module:app registry app.registry.TABLE" },
    Case { name: "a renamed attribute", file: "src/app/paths.py", old: "LIMIT = 3", new: "MOST = 3", flag: NOTHING,
        said: "module:app.paths name LIMIT" },
    Case { name: "a patched name that moved", file: "src/app/tools.py", old: "import json\n\n", new: "", flag: NOTHING,
        said: "module:app.tools name json" },
    Case { name: "a broken annotation", file: "src/app/model.py", old: "other: Ship", new: "other: Shipp", flag: NOTHING,
        said: "module:app.model annotations Ship.heavier" },
    Case { name: "a lost entry of __all__", file: "src/app/__init__.py", old: "\"Ship\", \"describe\"]", new: "\"Ship\"]", flag: NOTHING,
        said: "module:app all " },
    Case { name: "a changed default", file: "src/app/model.py", old: "by: int = 1", new: "by: int = 2", flag: NOTHING,
        said: "module:app.model signature Ship.heavier" },
    Case { name: "a class that cannot be pickled", file: "src/app/tools.py", old: "class Client:", new: "class Client:\n    __qualname__ = \"Hidden\"\n", flag: NOTHING,
        said: "module:app.tools pickle Client" },
    Case { name: "a lost side effect", file: "src/app/settings.py", old: "os.environ.setdefault(\"HARBOUR\", \"calm\")\n", new: "", flag: NOTHING,
        said: "module:app.settings state environment" },
    Case { name: "another order of side effects", file: "src/app/plugins/__init__.py", old: "import north, south", new: "import south, north", flag: NOTHING,
        said: "module:app registry app.registry.TABLE" },
    Case { name: "a lost warning", file: "src/app/settings.py", old: "warnings.warn(\"old settings\")\n", new: "", flag: NOTHING,
        said: "module:app.settings printed " },
    Case { name: "another exception", file: "src/app/tools.py", old: "raise HarbourError(text)", new: "raise KeyError(text)", flag: TESTS,
        said: "test:tests.test_app.TestApp.test_error outcome " },
    Case { name: "another output", file: "src/app/cli.py", old: "print(\"ships:\"", new: "print(\"Ships:\"", flag: SHOW,
        said: "command:python -m app show output " },
    Case { name: "another exit status", file: "src/app/cli.py", old: "return 3", new: "return 4", flag: FAIL,
        said: "command:! python -m app fail exit status " },
    Case { name: "a test that no longer passes", file: "src/app/codec.py", old: "text.upper()", new: "text.lower()", flag: TESTS,
        said: "test:tests.test_app.TestApp.test_codec outcome " },
    Case { name: "an error of the type checker", file: "src/app/codec.py", old: "shaped(text: str) -> str", new: "shaped(text: str)", flag: TYPES,
        said: "type-checker:python tools/checker.py message src/app/codec.py: error: shaped lacks annotations" },
    Case { name: "a lost star import", file: "src/app/api.py", old: "from app.model import *\n", new: "", flag: NOTHING,
        said: "module:app.api name Ship" },
    Case { name: "a lost docstring", file: "src/app/codec.py", old: "\"\"\"Codes.\"\"\"\n", new: "", flag: NOTHING,
        said: "module:app.codec doc " },
    Case { name: "a changed constant", file: "src/app/paths.py", old: "os.path.dirname(__file__)", new: "os.path.dirname(os.__file__)", flag: NOTHING,
        said: "module:app.paths name HERE" },
    Case { name: "a submodule that is no attribute", file: "src/app/tools.py", old: "import app.codec  # noqa: F401\n", new: "", flag: NOTHING,
        said: "module:app name codec" },
    Case { name: "a function without its import", file: "src/app/cli.py", old: "import sys\n", new: "", flag: NOTHING,
        said: "module:app.cli undefined name sys in main" },
    Case { name: "a lost exit function", file: "src/app/settings.py", old: "atexit.register(close)\n", new: "", flag: NOTHING,
        said: "module:app.settings state exit functions" },
    Case { name: "a module that cannot be imported", file: "src/app/api.py", old: "from app.tools import Client", new: "from app.tools import Clients", flag: NOTHING,
        said: "module:app.api outcome " },
    Case { name: "another base class", file: "src/app/errors.py", old: "(Exception)", new: "(ValueError)", flag: NOTHING,
        said: "module:app.errors bases HarbourError" },
    Case { name: "another error for missing names", file: "src/app/lazy.py", old: "raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")", new: "raise AttributeError(name)", flag: NOTHING,
        said: "module:app.lazy missing name " },
    Case { name: "a name that dir() forgets", file: "src/app/lazy.py", old: "[\"decode\", \"upper\"]", new: "[\"upper\"]", flag: NOTHING,
        said: "module:app.lazy dir decode" },
];

/// Harmless edits, made in every case: each moves an import into the function that uses it, or adds a comment.
const HARMLESS: [(&str, &str, &str); 4] = [
    ("src/app/codec.py", "import base64\n\n\n", "\n\n"),
    (
        "src/app/codec.py",
        "    return base64.",
        "    import base64\n\n    return base64.",
    ),
    ("src/app/registry.py", "TABLE = {}", "# what there is\nTABLE = {}"),
    (
        "src/app/model.py",
        "    return f\"",
        "    # in few words\n    return f\"",
    ),
];

fn edit(root: &Path, file: &str, old: &str, new: &str) {
    let path = root.join(file);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    assert_eq!(text.matches(old).count(), 1, "{file} has {old:?} once");
    std::fs::write(&path, text.replacen(old, new, 1)).expect("the file can be written");
}

fn verify(python: &Python, before: &Path, after: &Path, flags: &[&str]) -> (i32, serde_json::Value, String) {
    let mut command = dormant(before);
    command
        .arg("verify")
        .arg("--before")
        .arg(before)
        .arg("--after")
        .arg(after)
        .arg("--python")
        .arg(&python.path);
    let done = run(command.args(["--output-format=json"]).args(flags));
    let value = serde_json::from_str(&done.stdout).unwrap_or_default();
    (done.status, value, done.stderr)
}

/// Every difference as `subject kind about`, with the texts of the edits to blame.
fn blamed(verdict: &serde_json::Value) -> Vec<(String, Vec<(String, u64)>)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let all = verdict["differences"].as_array().cloned().unwrap_or_default();
    all.iter()
        .map(|one| {
            let difference = &one["difference"];
            let subject = match &difference["subject"] {
                serde_json::Value::Object(map) => map
                    .iter()
                    .map(|(kind, name)| format!("{kind}:{}", text(name)))
                    .collect::<String>(),
                other => text(other),
            };
            let edits = one["edits"].as_array().cloned().unwrap_or_default();
            let place = |edit: &serde_json::Value| {
                let edit = &verdict["edits"][edit.as_u64().unwrap_or_default() as usize];
                (text(&edit["path"]), edit["line"].as_u64().unwrap_or_default())
            };
            (
                format!("{subject} {} {}", text(&difference["kind"]), text(&difference["about"])),
                edits.iter().map(place).collect(),
            )
        })
        .collect()
}

fn judge(python: &Python, case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    for root in [&before, &after] {
        tree::copy(&testdata().join("verify"), root).expect("the project can be copied");
    }
    for (file, old, new) in HARMLESS {
        edit(&after, file, old, new);
    }
    edit(&after, case.file, case.old, case.new);
    let original = std::fs::read_to_string(before.join(case.file)).unwrap_or_default();
    let line = original[..original.find(case.old).unwrap_or(0)].matches('\n').count() as u64 + 1;
    let flags: Vec<&str> = [case.flag, "--drop"]
        .into_iter()
        .filter(|flag| !flag.is_empty())
        .collect();
    let (status, verdict, stderr) = verify(python, &before, &after, &flags);
    if status != 1 {
        return Err(format!("exit status {status}\n{stderr}"));
    }
    let blamed = blamed(&verdict);
    let Some((_, edits)) = blamed.iter().find(|(said, _)| said == case.said) else {
        return Err(format!("not said: {}\nbut: {blamed:#?}", case.said));
    };
    let expected = [(case.file.to_owned(), line)];
    let is_near = |(path, at): &(String, u64)| path == case.file && at.abs_diff(line) <= 1;
    if edits.len() != 1 || !is_near(&edits[0]) {
        return Err(format!("{expected:?} is to blame, not {edits:?}"));
    }
    if let Some((said, edits)) = blamed.iter().find(|(_, edits)| edits.iter().any(|edit| !is_near(edit))) {
        return Err(format!("a harmless edit is blamed for {said}: {edits:?}"));
    }
    let (status, verdict, stderr) = verify(python, &before, &after, &flags[..flags.len() - 1]);
    if status != 0 {
        return Err(format!("not the same program after --drop: {verdict:#}\n{stderr}"));
    }
    Ok(())
}

#[test]
fn broken_rewrites_are_caught_and_their_edit_is_named() {
    let Some(python) = python() else {
        return skip("broken_rewrites_are_caught_and_their_edit_is_named", "no Python");
    };
    let wanted = std::env::var("DORMANT_CASE").unwrap_or_default();
    let cases: Vec<&Case> = CASES.iter().filter(|case| case.name.contains(&wanted)).collect();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(reason) = judge(python, case) {
                        failures
                            .lock()
                            .expect("no thread panicked")
                            .push(format!("{}: {reason}", case.name));
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no thread panicked");
    eprintln!(
        "{} of {} broken rewrites are caught",
        cases.len() - failures.len(),
        cases.len()
    );
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn harmless_edits_pass() {
    let Some(python) = python() else {
        return skip("harmless_edits_pass", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    for root in [&before, &after] {
        tree::copy(&testdata().join("verify"), root).expect("the project can be copied");
    }
    for (file, old, new) in HARMLESS {
        edit(&after, file, old, new);
    }
    let untouched = tree::read(&before);
    let (status, verdict, stderr) = verify(python, &before, &after, &[TESTS, TYPES, SHOW, FAIL]);
    assert_eq!((status, blamed(&verdict)), (0, vec![]), "{stderr}");
    assert_eq!(verdict["is_proven"], true);
    assert_eq!(verdict["counts"]["tests"], 4);
    assert_eq!(tree::read(&before), untouched);
}

#[test]
fn what_fix_makes_of_the_sample_is_the_same_program() {
    let Some(python) = python() else {
        return skip("what_fix_makes_of_the_sample_is_the_same_program", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root: PathBuf = folder.path().join("sample");
    tree::copy(&testdata().join("sample"), &root).expect("the sample can be copied");
    let untouched = tree::read(&root);
    let mut command = dormant(&root);
    command.args([
        "verify",
        "--tests=python -m unittest discover -v -s tests -t .",
        "--command=python -m harbor --help",
    ]);
    let done = run(command.arg("--python").arg(&python.path));
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(done.stdout.starts_with("The same program after "), "{}", done.stdout);
    assert_eq!(tree::read(&root), untouched);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let said = |args: &[&str]| {
        let done = run(dormant(folder.path()).arg("verify").args(args));
        assert_eq!(done.status, 2, "{}", done.all());
        done.stderr
    };
    assert!(said(&["--after", "nowhere"]).contains("nowhere: no such folder"));
    assert!(said(&["--before", "v1"]).contains("--before v1: no such folder, and git"));
    assert!(said(&["--before", ".", "--unsafe"]).contains("cannot be used with"));
}

#[test]
fn what_never_ran_is_no_proof() {
    let Some(python) = python() else {
        return skip("what_never_ran_is_no_proof", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("verify");
    tree::copy(&testdata().join("verify"), &root).expect("the project can be copied");
    let empty = [
        ("empty/__init__.py", ""),
        ("failing/__init__.py", ""),
        ("failing/test_x.py", FAILING),
    ];
    tree::write(&root, &empty).expect("the files can be written");
    let said = |flag: &str| {
        let mut command = dormant(&root);
        command.args(["verify", flag]).arg("--python").arg(&python.path);
        let done = run(&mut command);
        assert_eq!(done.status, 2, "{flag}: {}", done.all());
        assert_eq!(done.stdout, "", "{flag}");
        done.stderr
    };
    for flag in [
        "--tests=pytset -q",
        "--command=nosuch --help",
        "--type-checker=mypyy app",
    ] {
        assert!(said(flag).contains("cannot be started: there is no command"), "{flag}");
    }
    for flag in [
        "--command=(nosuch --help)",
        "--command=python -m nosuch --help",
        "--command=python -c 'import nosuch'",
        "--command=echo boom >&2; exit 3",
        "--command=exit 1",
        "--command=python -m app fail",
        "--type-checker=python -m nosuch app",
        "--tests=python -m nosuch",
        "--tests=python -m unittest discover -s empty -t .",
        "--tests=python -m unittest discover -v -s failing -t .",
        "--tests=kill -9 $$",
    ] {
        let text = said(flag);
        assert!(
            text.contains("fails before any edit, so that it proves nothing"),
            "{flag}: {text}"
        );
    }
}

/// Files beside a pyproject.toml may be scripts; those that it names are modules, and are imported.
#[test]
fn modules_without_a_package_are_imported_where_the_project_names_them() {
    let Some(python) = python() else {
        return skip(
            "modules_without_a_package_are_imported_where_the_project_names_them",
            "no Python",
        );
    };
    let said = |project: &str| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let tree = |name: &str, app: &str| {
            let root = folder.path().join(name);
            tree::write(&root, &[("pyproject.toml", project), ("app.py", app)]).expect("the files can be written");
            root
        };
        let before = tree("before", "import csv\n\ndef f():\n    return csv.reader\n");
        let after = tree("after", "import nope\n\ndef f():\n    return csv.reader\n");
        let mut command = dormant(&before);
        command
            .arg("verify")
            .arg("--before")
            .arg(&before)
            .arg("--after")
            .arg(&after);
        run(command.arg("--python").arg(&python.path))
    };
    for named in [
        "[project]\nname = 'app'\nversion = '1'\n",
        "[project]\nname = 'x'\nversion = '1'\n[project.scripts]\nx = 'app:f'\n",
        "[project]\nname = 'x'\nversion = '1'\n[tool.setuptools]\npy-modules = ['app']\n",
    ] {
        let done = said(named);
        assert_eq!(done.status, 1, "{}", done.all());
        assert!(done.stdout.contains("nope"), "{}", done.all());
    }
    let done = said("[project]\nname = 'x'\nversion = '1'\n");
    assert_eq!(done.status, 2, "{}", done.all());
    assert!(done.stderr.contains("nothing would be looked at"), "{}", done.all());
}

#[test]
fn a_command_that_is_to_fail_is_marked() {
    let Some(python) = python() else {
        return skip("a_command_that_is_to_fail_is_marked", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("verify");
    tree::copy(&testdata().join("verify"), &root).expect("the project can be copied");
    let verified = |flag: &str| {
        let mut command = dormant(&root);
        command.args(["verify", flag]).arg("--python").arg(&python.path);
        run(&mut command)
    };
    let done = verified("--command=! python -m app fail");
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(
        done.stdout.contains("1 command run, 1 of which failed as before"),
        "{}",
        done.stdout
    );
    for (flag, expected) in [
        ("--command=! python -m app show", "ends with exit status 0"),
        ("--command=! nosuch", "cannot be started: there is no command"),
        ("--tests=true", "proves nothing: it says of no test that it was run"),
        (
            "--command=true",
            "proves nothing: it runs no module and no script of the project",
        ),
        (
            "--command=python -c 'import json'",
            "it runs no module and no script of the project",
        ),
        (
            "--command=! python -c 'import json; 1 / 0'",
            "it runs no module and no script of the project",
        ),
        (
            "--tests=echo Ran 3 tests",
            "(--tests) proves nothing: it runs no module",
        ),
    ] {
        let done = verified(flag);
        assert_eq!(done.status, 2, "{flag}: {}", done.all());
        assert!(done.stderr.contains(expected), "{flag}: {}", done.stderr);
    }
    // By a child, or as a script: it is the project's code all the same.
    for flag in [
        "--command=python -c 'import os; os.system(\"python -m app show\")'",
        "--command=python tools/checker.py || true",
    ] {
        let done = verified(flag);
        assert_eq!(done.status, 0, "{flag}: {}", done.all());
    }
    let done = verified("--tests=python -m unittest discover -s tests -t .");
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(done.stdout.contains("run, before and after"), "{}", done.stdout);
}

const FAILING: &str = "import unittest\n\n\nclass X(unittest.TestCase):\n    def test_x(self):\n        self.fail()\n";

#[test]
fn a_suite_with_failures_is_told_as_one() {
    let Some(python) = python() else {
        return skip("a_suite_with_failures_is_told_as_one", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("verify");
    tree::copy(&testdata().join("verify"), &root).expect("the project can be copied");
    tree::write(&root, &[("tests/test_failing.py", FAILING)]).expect("the file can be written");
    let mut command = dormant(&root);
    let tests = "--tests=python -m unittest discover -v -s tests -t .";
    let done = run(command.args(["verify", tests]).arg("--python").arg(&python.path));
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(
        done.stdout.contains("4 passed, 1 failed, before and after"),
        "{}",
        done.stdout
    );
}

#[test]
fn a_new_public_name_is_another_program() {
    let Some(python) = python() else {
        return skip("a_new_public_name_is_another_program", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    for root in [&before, &after] {
        tree::copy(&testdata().join("verify"), root).expect("the project can be copied");
    }
    edit(&after, "src/app/paths.py", "LIMIT = 3", "LIMIT = 3\nMORE = 4");
    let (status, verdict, stderr) = verify(python, &before, &after, &[]);
    assert_eq!(status, 1, "{stderr}");
    assert_eq!(blamed(&verdict)[0].0, "module:app.paths name MORE");
}
