//! `dormant optimize`: writes what verified, reports it, and finds nothing left to gain the second time.

use std::path::Path;

use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};

fn optimize(python: &Python, root: &Path, args: &[&str], command: &[&str]) -> Done {
    let mut line = dormant(root);
    line.arg("optimize").arg("--python").arg(&python.path);
    run(line.args(args).arg("--").args(command))
}

#[test]
fn the_sample_is_optimized_once() {
    let Some(python) = python() else {
        return skip("the_sample_is_optimized_once", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("sample");
    tree::copy(&testdata().join("sample"), &root).expect("the sample can be copied");
    let original = tree::read(&root);
    let command = ["python", "-m", "harbor", "--help"];

    let first = optimize(python, &root, &["--output", "../REPORT.md", "--runs", "5"], &command);
    assert_eq!((first.status, first.stdout.as_str()), (0, ""), "{}", first.stderr);
    assert!(tree::read(&root) != original, "{}\n{}", first.stdout, first.stderr);
    let stages = [
        "[1/4] profiling",
        "[2/4] planning",
        "[3/4] verifying",
        "[4/4] measuring",
    ];
    assert!(
        stages.iter().all(|stage| first.stderr.contains(stage)),
        "{}",
        first.stderr
    );
    assert!(first.stderr.contains(" left\n"), "{}", first.stderr);
    let report = std::fs::read_to_string(folder.path().join("REPORT.md")).expect("the report is there");
    for part in [
        "# Start-up of `python -m harbor --help`",
        "| modules loaded |",
        "| import time",
        "## Edits",
        "The same program after",
        "## What stays, and why",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }

    let optimized = tree::read(&root);
    let second = optimize(python, &root, &[], &command);
    assert_eq!(second.status, 0, "{}", second.all());
    assert!(second.stderr.contains("Nothing is left to gain"), "{}", second.stderr);
    assert!(tree::read(&root) == optimized);
}

/// A program whose command needs none of what it imports for another one.
fn small(root: &Path) {
    let files = [
        ("pyproject.toml", "[project]\nname = \"app\"\nversion = \"1\"\n"),
        ("app/__init__.py", ""),
        ("app/__main__.py", "from app.cli import main\n\nmain()\n"),
        (
            "app/cli.py",
            "import asyncio\nimport sys\n\n\ndef main():\n    if sys.argv[1:]:\n        serve()\n    print(1)\n\n\ndef serve():\n    asyncio.run(asyncio.sleep(0))\n",
        ),
    ];
    tree::write(root, &files).expect("it can be written");
}

#[test]
fn a_dry_run_writes_nothing() {
    let Some(python) = python() else {
        return skip("a_dry_run_writes_nothing", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    small(folder.path());
    let original = tree::read(folder.path());
    let dry = optimize(
        python,
        folder.path(),
        &["--dry-run", "--runs", "5", "--budget-ms", "1"],
        &["python", "-m", "app"],
    );
    assert_eq!(dry.status, 1, "{}", dry.all());
    assert!(
        dry.stdout.contains("`app/cli.py:1` import asyncio (function-local)"),
        "{}",
        dry.all()
    );
    assert!(
        dry.stderr.contains("--dry-run") && dry.stderr.contains("--budget-ms failed"),
        "{}",
        dry.stderr
    );
    assert!(tree::read(folder.path()) == original);
}

#[test]
fn what_the_command_needs_anyway_is_left_alone() {
    let Some(python) = python() else {
        return skip("what_the_command_needs_anyway_is_left_alone", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("pyproject.toml", "[project]\nname = \"app\"\nversion = \"1\"\n"),
        ("app/__init__.py", ""),
        ("app/__main__.py", "from app.cli import main\n\nmain()\n"),
        (
            "app/cli.py",
            "import colorsys\n\n\ndef main():\n    print(colorsys.rgb_to_hls(0, 0, 0))\n",
        ),
    ];
    tree::write(folder.path(), &files).expect("it can be written");
    let original = tree::read(folder.path());
    let done = optimize(python, folder.path(), &[], &["python", "-m", "app"]);
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(done.stderr.contains("Nothing is left to gain"), "{}", done.stderr);
    assert!(tree::read(folder.path()) == original);
}

#[test]
fn a_command_that_fails_is_told_before_anything_else() {
    let Some(python) = python() else {
        return skip("a_command_that_fails_is_told_before_anything_else", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    tree::write(folder.path(), &[("pyproject.toml", "[project]\nname = \"x\"\n")]).expect("it can be written");
    let done = optimize(python, folder.path(), &[], &["python", "-c", "raise SystemExit(3)"]);
    assert_eq!(done.status, 2);
    assert!(
        done.stderr
            .contains("before anything is changed: the command failed (exit status 3)"),
        "{}",
        done.stderr
    );
}

#[test]
fn nothing_to_run_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    tree::write(folder.path(), &[("pyproject.toml", "[project]\nname = \"x\"\n")]).expect("it can be written");
    let done = run(dormant(folder.path()).arg("optimize"));
    assert_eq!(done.status, 2);
    assert!(done.stderr.contains("give a command after `--`"), "{}", done.stderr);
}

/// Interrupts `dormant optimize` once it says that it has come to a stage, and gives what it leaves in the folder for
/// temporary files.
#[cfg(unix)]
fn interrupted(
    python: &Python,
    root: &Path,
    temporary: &Path,
    stage: &str,
    signal: &str,
) -> (Option<i32>, Vec<String>) {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};

    std::fs::create_dir_all(temporary).expect("a folder");
    let mut child = dormant(root)
        .args(["optimize", "--verbose", "--runs", "1000", "--python"])
        .arg(&python.path)
        .args(["--", "python", "-m", "app"])
        .env("TMPDIR", temporary)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.contains(stage) {
        line.clear();
        assert!(
            said.read_line(&mut line).is_ok_and(|bytes| bytes > 0),
            "it ended before {stage}"
        );
    }
    let before = std::fs::read_dir(temporary).map_or(0, Iterator::count);
    assert!(before > 0, "it works in the folder for temporary files");
    let kill = run(Command::new("kill").args([signal, &child.id().to_string()]));
    assert_eq!(kill.status, 0, "{}", kill.stderr);
    let mut rest = String::new();
    let _ = said.read_to_string(&mut rest);
    let status = child.wait().expect("it ends").code();
    assert_eq!(rest.lines().last(), Some("dormant: interrupted"), "{rest}");
    let left = std::fs::read_dir(temporary).into_iter().flatten().flatten();
    (
        status,
        left.map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect(),
    )
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_the_project_as_it_is() {
    let Some(python) = python() else {
        return skip("an_interruption_leaves_the_project_as_it_is", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("app");
    small(&root);
    let original = tree::read(&root);
    let temporary = folder.path().join("temporary");
    for (stage, signal) in [
        ("[1/4] profiling", "-INT"),
        ("importing", "-TERM"),
        ("round 2 of", "-INT"),
    ] {
        let (status, left) = interrupted(python, &root, &temporary, stage, signal);
        assert_eq!(status, Some(130), "{stage}");
        assert_eq!(left, Vec::<String>::new(), "{stage}");
        assert!(tree::read(&root) == original, "{stage}");
        assert!(!has_bytecode(&root), "{stage}");
    }
}

/// Whether Python left compiled modules anywhere in a folder.
#[cfg(unix)]
fn has_bytecode(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .any(|path| path.ends_with("__pycache__") || path.is_dir() && has_bytecode(&path))
}

#[test]
fn tests_that_cannot_run_end_it_before_anything_is_done() {
    let Some(python) = python() else {
        return skip("tests_that_cannot_run_end_it_before_anything_is_done", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    small(folder.path());
    let original = tree::read(folder.path());
    for (tests, said) in [
        ("pytset -q", "`pytset -q` (--tests) cannot be started"),
        (
            "python -m unittest discover -s app",
            "fails before any edit, so that it proves nothing",
        ),
    ] {
        let done = optimize(
            python,
            folder.path(),
            &["--runs", "1", "--tests", tests],
            &["python", "-m", "app"],
        );
        assert_eq!((done.status, done.stdout.as_str()), (2, ""), "{}", done.all());
        assert!(done.stderr.contains(said), "{}", done.stderr);
        assert!(!done.stderr.contains("[2/4]"), "{}", done.stderr);
        assert!(tree::read(folder.path()) == original);
    }
}

/// A linter is part of the environment, or not; what it says stops nothing.
#[cfg(unix)]
#[test]
fn what_the_linter_newly_says_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let test = "what_the_linter_newly_says_is_told";
    let Some(python) = python() else {
        return skip(test, "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (root, bin) = (folder.path().join("app"), folder.path().join("bin"));
    small(&root);
    let ruff = "#!/bin/sh\nfor last; do :; done\nif grep -q '^    *import' \"$last\"; then echo '[{\"code\": \"PLC0415\"}, {\"code\": \"E1\"}]'; exit 1\n\
                else echo '[{\"code\": \"E1\"}]'; exit 1; fi\n";
    tree::write(&bin, &[("ruff", ruff)]).expect("it can be written");
    let program = bin.join("ruff");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("it can be made executable");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let report = || {
        let mut line = dormant(&root);
        line.arg("optimize")
            .arg("--python")
            .arg(&python.path)
            .env("PATH", &path);
        let done = run(line.args(["--dry-run", "--runs", "5", "--", "python", "-m", "app"]));
        assert_eq!(done.status, 0, "{}", done.all());
        done.stdout
    };
    let said = "\nruff, as this project sets it up, newly says: PLC0415 ×1 (`add-noqa = true`";
    let without = report();
    assert!(!without.contains("ruff"), "{without}");
    let declared = "[project]\nname = \"app\"\nversion = \"1\"\n[tool.ruff.lint]\nextend-select = [\"E\"]\n";
    tree::write(&root, &[("pyproject.toml", declared)]).expect("it can be written");
    let with = report();
    assert!(with.contains(said), "{with}");
    // One that fails in a way of its own says nothing.
    std::fs::write(&program, "#!/bin/sh\nexit 2\n").expect("it can be written");
    let failing = report();
    assert!(failing.contains("## Proof") && !failing.contains("ruff"), "{failing}");
}

/// A program whose test looks for modules that have been loaded; only one of them is used when tests run.
fn watched(root: &Path, test: &str) {
    let files = [
        ("pyproject.toml", "[project]\nname = \"app\"\nversion = \"1\"\n"),
        ("app/__init__.py", ""),
        ("app/__main__.py", "from app.cli import main\n\nmain()\n"),
        (
            "app/cli.py",
            "import asyncio\nimport email.message\nimport sys\n\n\ndef main():\n    if sys.argv[1:]:\n        serve()\n    print(1)\n\n\n\
             def serve():\n    asyncio.run(asyncio.sleep(0))\n\n\ndef letter():\n    return email.message.Message()\n",
        ),
        ("tests/__init__.py", ""),
        ("tests/test_cli.py", test),
    ];
    tree::write(root, &files).expect("it can be written");
}

const LOOKS: &str = "import sys\nimport unittest\n\nfrom app import cli\n\n\nclass Serves(unittest.TestCase):\n    def test_serves(self):\n        \
                     for name in [\"asyncio\", \"email\"]:\n            print(name in sys.modules)\n        cli.serve()\n";

const TESTED: [&str; 6] = [
    "--assurance",
    "tested",
    "--tests",
    "python -m unittest -v",
    "--runs",
    "5",
];

/// What tests do to the program is settled by running them, where that is asked for and something ran of what has moved.
#[test]
fn edits_that_rest_on_the_tests() {
    let Some(python) = python() else {
        return skip("edits_that_rest_on_the_tests", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("app");
    watched(&root, LOOKS);
    let command = ["python", "-m", "app"];
    let proven = optimize(python, &root, &TESTED[2..], &command);
    assert!(proven.stderr.contains("Nothing is left to gain"), "{}", proven.all());

    let args = [&TESTED[..], &["--save", "../plan.json"]].concat();
    let tested = optimize(python, &root, &args, &command);
    assert_eq!(tested.status, 0, "{}", tested.all());
    for part in [
        "`app/cli.py:1` import asyncio (function-local); tested, not proven: The project asks for this module",
        "Tested, not proven: 1 statement; 1 of 1 moved uses ran.",
        "`app/cli.py:2` import email.message: by the commands and the tests, its one use was not run",
    ] {
        assert!(tested.stdout.contains(part), "{part}: {}", tested.all());
    }
    assert!(!tested.stdout.contains("dormant-optimize-"), "{}", tested.stdout);
    let saved = std::fs::read_to_string(folder.path().join("plan.json")).expect("the plan is saved");
    assert!(saved.contains("\"tested\""), "{saved}");
    let plan = ["check", "--plan", "../plan.json"];
    let kept = run(dormant(&root).args(plan).arg("--python").arg(&python.path));
    assert_eq!(kept.status, 0, "{}", kept.all());

    // `fix` makes no such edits.
    watched(&root, LOOKS);
    let fixed = run(dormant(&root)
        .args(["fix", "--plan", "../plan.json", "--python"])
        .arg(&python.path));
    assert_eq!(fixed.status, 2, "{}", fixed.all());
    assert!(fixed.stderr.contains("has to stay"), "{}", fixed.all());
}

/// A test that sees the difference keeps the import; tests that fail as it is show nothing.
#[test]
fn tests_that_edits_cannot_rest_on() {
    let Some(python) = python() else {
        return skip("tests_that_edits_cannot_rest_on", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let command = ["python", "-m", "app"];
    let none = optimize(python, folder.path(), &["--assurance", "tested"], &command);
    assert_eq!(none.status, 2, "{}", none.all());
    assert!(none.stderr.contains("none are given (--tests)"), "{}", none.stderr);

    let sees = LOOKS.replace("print(name in sys.modules)", "self.assertIn(name, sys.modules)");
    watched(folder.path(), &sees);
    let original = tree::read(folder.path());
    let seen = optimize(python, folder.path(), &TESTED, &command);
    assert_eq!(seen.status, 0, "{}", seen.all());
    assert!(seen.stderr.contains("Nothing is left to gain"), "{}", seen.all());
    assert!(tree::read(folder.path()) == original);

    let fails = LOOKS.to_owned() + "\n    def test_fails(self):\n        self.fail()\n";
    watched(folder.path(), &fails);
    let failing = optimize(python, folder.path(), &TESTED, &command);
    assert_eq!(failing.status, 2, "{}", failing.all());
    assert!(
        failing
            .stderr
            .contains("before any edit not all of them pass: 1 passed, 1 failed"),
        "{}",
        failing.stderr
    );
}
