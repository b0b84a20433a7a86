//! The judge of the behaviour cases (`tests/cases`): it accepts a right fix and catches wrong ones.

use std::path::Path;

use crate::support::project::{Fixer, Project};
use crate::support::python::{Python, python};
use crate::support::run::Done;
use crate::support::{repository, skip};

/// What the judge says of `fix` on the project `diamond`, whose entry loads the heavy package through two modules.
fn verdict(python: &Python, fix: Fixer) -> String {
    let project = Project::all()
        .expect("the projects can be read")
        .into_iter()
        .find(|p| p.name == "projects/diamond");
    let project = project.expect("the project `diamond`");
    let folder = tempfile::tempdir().expect("a temporary folder");
    project.prepare(folder.path()).expect("the project can be copied");
    project.judge(python, folder.path(), fix).join("\n")
}

const RIGHT: &str = "NAME = 'right'\n\n\ndef make():\n    import app.bottom\n\n    return app.bottom.Bottom(2)\n";
const LEFT: &str = "NAME = 'left'\n\n\ndef make():\n    from app.bottom import Bottom\n\n    return Bottom(1)\n";

fn put(work: &Path, name: &str, text: &str) {
    std::fs::write(work.join("src/app").join(name), text).expect("the file can be written");
}

#[test]
fn the_judge_accepts_a_right_fix() {
    let Some(python) = python() else {
        return skip("the_judge_accepts_a_right_fix", "no Python");
    };
    let said = verdict(python, &|work, _| {
        put(work, "left.py", LEFT);
        put(work, "right.py", RIGHT);
        Done::default()
    });
    assert_eq!(said, "");
}

#[test]
fn the_judge_catches_wrong_fixes() {
    let Some(python) = python() else {
        return skip("the_judge_catches_wrong_fixes", "no Python");
    };
    let nothing = verdict(python, &|_, _| Done {
        status: 2,
        ..Done::default()
    });
    assert!(nothing.contains("fix exited 2"), "{nothing}");
    assert!(nothing.contains("ballast is still loaded at import"), "{nothing}");

    let half = verdict(python, &|work, _| {
        put(work, "left.py", LEFT);
        Done::default()
    });
    assert!(half.contains("app.bottom is still loaded at import"), "{half}");

    let wrong = verdict(python, &|work, _| {
        put(work, "left.py", &LEFT.replace("Bottom(1)", "Bottom(3)"));
        put(work, "right.py", RIGHT);
        Done::default()
    });
    assert!(wrong.contains("behaviour changed"), "{wrong}");

    let broken = verdict(python, &|work, _| {
        put(work, "left.py", "def make(:\n");
        Done::default()
    });
    assert!(broken.contains("does not compile"), "{broken}");
    assert!(broken.contains("importing app.top fails"), "{broken}");

    let restless = verdict(python, &|work, _| {
        let old = std::fs::read_to_string(work.join("src/app/left.py")).unwrap_or_default();
        put(work, "left.py", &(old + "# again\n"));
        Done::default()
    });
    assert!(restless.contains("a second fix changed files again"), "{restless}");

    let stray = verdict(python, &|work, _| {
        let _ = std::fs::write(work.join("site/ballast/errors.py"), "class Leak(Exception): ...\n");
        Done::default()
    });
    assert!(stray.contains("not the project's own code"), "{stray}");
}

#[test]
fn hazards_are_in_the_list() {
    let list = std::fs::read_to_string(repository().join("docs/hazards.md")).expect("the list can be read");
    for project in Project::all().expect("the projects can be read") {
        for number in &project.hazards {
            let start = format!("{number}. ");
            let is_listed = list.lines().any(|line| line.starts_with(&start));
            assert!(is_listed, "{}: hazard {number} is not in docs/hazards.md", project.name);
        }
    }
}
