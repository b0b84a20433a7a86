//! What `fix` leaves behind where it is killed, where a file is in the way, and where its helper is missing.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::small::CONFIG;
use crate::support::{dormant, skip, tree};

/// Runs every module of a program with its helper.
const USE: &str = "import importlib, sys
for number in range(int(sys.argv[1])):
    print(importlib.import_module('app.m%d' % number).make('keel').__class__)
";

/// A package of so many tables, each of which is rewritten with the help of one file.
fn program(modules: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text =
        "from app.provider import Keel\n\nTABLE = {\"keel\": Keel}\n\n\ndef make(kind):\n    return TABLE[kind]()\n";
    let names: Vec<String> = (0..modules).map(|number| format!("app/m{number}.py")).collect();
    let mut files = vec![
        ("pyproject.toml", CONFIG),
        ("site/ballast/__init__.py", "class Base:\n    pass\n"),
        ("app/__init__.py", ""),
        (
            "app/provider.py",
            "import ballast\n\n\nclass Keel(ballast.Base):\n    pass\n",
        ),
    ];
    files.extend(names.iter().map(|name| (name.as_str(), text)));
    tree::write(folder.path(), &files).expect("the files can be written");
    folder
}

fn used(python: &Python, folder: &Path, modules: usize) -> Done {
    let path = [folder.to_owned(), folder.join("site")];
    run(python.command(folder, &path).args(["-c", USE, &modules.to_string()]))
}

/// Every file of the package, the helper too, with its text.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder.join("app"))
        .expect("the folder can be read")
        .flatten();
    let mut texts: Vec<(String, String)> = entries
        .filter(|entry| entry.path().is_file())
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    texts.sort();
    texts
}

/// Waits until the first file is written beside its destination; false where the process ended before.
fn has_begun(child: &mut Child, folder: &Path) -> bool {
    loop {
        let entries = std::fs::read_dir(folder.join("app")).into_iter().flatten().flatten();
        if entries
            .map(|entry| entry.file_name())
            .any(|name| name.to_string_lossy().ends_with(".tmp"))
        {
            return true;
        }
        if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
            return false;
        }
    }
}

#[test]
fn a_program_runs_wherever_fix_was_killed_and_a_second_run_completes() {
    const MODULES: usize = 300;
    let Some(python) = python() else {
        return skip("a_program_runs_wherever_fix_was_killed", "no Python");
    };
    let start = |folder: &Path| {
        let mut command = dormant(folder);
        command.args(["fix", "app"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("it starts")
    };
    let whole = program(MODULES);
    let expected = used(python, whole.path(), MODULES);
    assert_eq!(expected.status, 0, "{expected:?}");
    let mut child = start(whole.path());
    assert!(has_begun(&mut child, whole.path()));
    let began = Instant::now();
    assert!(child.wait().expect("it ends").success());
    let takes = began.elapsed();
    let fixed = texts(whole.path());

    let kill = || {
        let folder = program(MODULES);
        let mut child = start(folder.path());
        if has_begun(&mut child, folder.path()) {
            std::thread::sleep(Duration::from_secs_f64(takes.as_secs_f64() * fastrand::f64()));
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let rewritten = texts(folder.path())
            .iter()
            .filter(|(_, text)| text.contains("DeferredDict("))
            .count();
        assert_eq!(
            used(python, folder.path(), MODULES),
            expected,
            "after {rewritten} files"
        );
        let again = run(dormant(folder.path()).args(["fix", "app"]));
        assert_eq!(again.status, 0, "{again:?}");
        assert!(texts(folder.path()) == fixed, "after {rewritten} files");
        (1..MODULES).contains(&rewritten)
    };
    let kills = || (0..25).filter(|_| kill()).count();
    let halfway: usize = std::thread::scope(|scope| {
        let threads = [scope.spawn(kills), scope.spawn(kills)];
        threads
            .into_iter()
            .map(|thread| thread.join().expect("every kill is survived"))
            .sum()
    });
    assert!(halfway > 0, "no kill came between the renames");
    assert_eq!(used(python, whole.path(), MODULES), expected);
}

#[test]
fn a_helper_that_is_missing_or_changed_is_found_and_written() {
    let folder = program(2);
    let run = |command: &str| run(dormant(folder.path()).args([command, "app"]));
    assert_eq!(run("fix").status, 0);
    let helper = folder.path().join("app/_dormant.py");
    let right = std::fs::read_to_string(&helper).expect("there is a helper");
    assert_eq!(run("check").status, 0);
    let wrong = [
        None,
        Some(right.replace("import_module(", "print(")),
        Some(right[..right.len() / 2].to_owned()),
        Some(String::new()),
    ];
    for text in wrong {
        match &text {
            None => std::fs::remove_file(&helper).expect("it can be removed"),
            Some(text) => std::fs::write(&helper, text).expect("it can be written"),
        }
        let checked = run("check");
        assert_eq!(checked.status, 1, "{text:?}: {checked:?}");
        assert!(checked.stdout.contains("stale-helper"), "{checked:?}");
        assert_eq!(run("fix").status, 0);
        assert_eq!(std::fs::read_to_string(&helper).ok(), Some(right.clone()));
        assert_eq!(run("check").status, 0);
    }
    // What somebody else wrote under that name is not touched, and how a helper is laid out does not matter.
    for text in [
        "class DeferredDict(dict): ...\n".to_owned(),
        right.replacen("\n\n", "\n\n# Ours now.\n\n", 1),
    ] {
        std::fs::write(&helper, &text).expect("it can be written");
        assert_eq!(run("check").status, 0);
        assert_eq!(run("fix").status, 0);
        assert_eq!(std::fs::read_to_string(&helper).ok(), Some(text));
    }
}

#[test]
fn a_helper_that_nothing_imports_is_removed() {
    let folder = program(2);
    let run = |arguments: &[&str]| run(dormant(folder.path()).args(arguments).arg("app"));
    assert_eq!(run(&["fix"]).status, 0);
    let helper = folder.path().join("app/_dormant.py");
    let right = std::fs::read_to_string(&helper).expect("there is a helper");
    let write = |files: &[(&str, &str)]| tree::write(folder.path(), files).expect("the files can be written");
    let extended = format!("{right}\n\ndef ours():\n    return 1\n");
    write(&[("app/m0.py", "X = 1\n")]);
    assert_eq!(run(&["check"]).status, 0, "m1 needs it");
    write(&[("app/m1.py", "X = 1\n")]);
    // Who may need it all the same.
    for (path, text) in [
        (
            "app/m1.py",
            "import importlib\nX = importlib.import_module('app._dormant')\n",
        ),
        ("app/m1.py", "from app import _dormant\n"),
        ("app/below/build/other.py", "from app._dormant import deferred\n"),
        ("tests/test_it.py", "import app._dormant\n"),
        ("app/_dormant.py", &extended),
    ] {
        let before = std::fs::read_to_string(folder.path().join(path)).ok();
        write(&[(path, text)]);
        let checked = run(&["check"]);
        assert_eq!(checked.status, 0, "{text}: {checked:?}");
        match before {
            Some(before) => write(&[(path, &before)]),
            None => std::fs::remove_file(folder.path().join(path)).expect("it can be removed"),
        }
    }
    let checked = run(&["check"]);
    assert_eq!(checked.status, 1, "{checked:?}");
    assert!(
        checked.stdout.contains("stale-helper") && checked.stdout.contains("_dormant.py"),
        "{checked:?}"
    );
    for format in [
        "json", "sarif", "rdjson", "gitlab", "github", "junit", "markdown", "full", "concise",
    ] {
        let checked = run(&["check", "--output-format", format]);
        assert_eq!(checked.status, 1, "{format}: {checked:?}");
        assert!(checked.stdout.contains("_dormant.py"), "{format}: {checked:?}");
    }
    let diff = run(&["fix", "--diff"]);
    assert!(
        diff.stdout.contains("--- a/app/_dormant.py\n+++ /dev/null\n@@ -1,"),
        "{diff:?}"
    );
    let json = run(&["fix", "--diff", "--output-format", "json"]);
    assert!(json.stdout.contains("\"is_removed\": true"), "{json:?}");
    assert!(helper.is_file());
    let fixed = run(&["fix"]);
    assert_eq!(fixed.status, 0, "{fixed:?}");
    assert!(!helper.exists(), "{fixed:?}");
    assert_eq!(run(&["check"]).status, 0);
}

#[test]
fn without_its_helper_no_file_is_written_and_the_rest_is() {
    let folder = program(2);
    tree::write(
        folder.path(),
        &[(
            "app/plain.py",
            "import ballast\n\n\ndef f():\n    return ballast.Base\n",
        )],
    )
    .expect("the files can be written");
    // A folder in the place of the helper, so that it cannot be written whoever runs this.
    std::fs::create_dir_all(folder.path().join("app/_dormant.py/full")).expect("it can be made");
    let before = texts(folder.path());
    let done = run(dormant(folder.path()).args(["fix", "app"]));
    assert_eq!(done.status, 2, "{done:?}");
    let after = texts(folder.path());
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(old, new)| old != new)
        .map(|((name, _), _)| name.as_str())
        .collect();
    assert_eq!(changed, ["plain.py"], "{done:?}");
    assert!(done.stderr.contains("_dormant.py"), "{done:?}");
    assert!(done.stderr.contains("1 import in 1 file"), "{done:?}");
}

#[test]
fn a_server_may_have_everything_imported_at_once() {
    let Some(python) = python() else {
        return skip("writing", "no Python");
    };
    let folder = program(1);
    assert_eq!(run(dormant(folder.path()).args(["fix", "app"])).status, 0);
    let path = [folder.path().to_owned(), folder.path().join("site")];
    let code = "import sys, app.m0\nprint('app.provider' in sys.modules, app.m0.make('keel').__class__.__name__)";
    let said = |eager: &str| {
        let mut command = python.command(folder.path(), &path);
        run(command.env("DORMANT_EAGER", eager).args(["-c", code])).stdout
    };
    assert_eq!(said("1").trim(), "True Keel");
    assert_eq!(said("").trim(), "False Keel");
    assert_eq!(said("0").trim(), "False Keel");
}
