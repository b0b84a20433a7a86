//! `dormant optimize`: writes what verified, reports it, and finds nothing left to gain the second time.
mod support;

use std::path::Path;

use support::python::{Python, python};
use support::run::{Done, run};
use support::{dormant, skip, testdata, tree};

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

    let dry = optimize(python, &root, &["--dry-run"], &command);
    assert_eq!(dry.status, 0, "{}", dry.all());
    assert_eq!(tree::read(&root), original);

    let first = optimize(python, &root, &["--output", "../REPORT.md"], &command);
    assert_eq!((first.status, first.stdout.as_str()), (0, ""), "{}", first.stderr);
    assert_ne!(tree::read(&root), original);
    let report = std::fs::read_to_string(folder.path().join("REPORT.md")).expect("the report is there");
    for part in [
        "# Deferred imports: `python -m harbor --help`",
        "| modules |",
        "## Edits",
        "The same program after",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }

    let optimized = tree::read(&root);
    let second = optimize(python, &root, &[], &command);
    assert_eq!(second.status, 0, "{}", second.all());
    assert!(second.stderr.contains("Nothing is left to gain"), "{}", second.stderr);
    assert_eq!(tree::read(&root), optimized);
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
    assert!(done.stderr.contains("not worth making"), "{}", done.stderr);
    assert_eq!(tree::read(folder.path()), original);
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
            .contains("ends with exit status 3 before anything is changed"),
        "{}",
        done.stderr
    );
}
