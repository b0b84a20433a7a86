//! Whole projects, one for each hazard: `dormant fix` must defer what it can, and change nothing that the probe sees.
//!
//! `DORMANT_PROJECT=diamond cargo test --test it projects` runs those whose name contains the word; `DORMANT_SHOW=1` prints
//! what was rewritten.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::project::{Fixer, Project};
use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip};

fn fix(work: &Path, project: &Project) -> Done {
    run(dormant(work).arg("fix").args(&project.args).args(project.fixed_paths()))
}

/// Runs `job` in a fresh copy of each project, on all processors, and gives what each had to say, sorted.
fn for_each(python: &Python, job: impl Fn(&Project, &Path) -> Vec<String> + Sync) -> Vec<String> {
    let projects = Project::all().expect("the projects can be read");
    assert!(!projects.is_empty(), "no project has a name like that");
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let work = || {
        while let Some(project) = projects.get(next.fetch_add(1, Ordering::Relaxed)) {
            if !project.runs_under(python) {
                skip(&project.name, &format!("it needs Python {}", project.min_python));
                continue;
            }
            let folder = tempfile::tempdir().expect("a temporary folder");
            project.prepare(folder.path()).expect("the project can be copied");
            let reasons = job(project, folder.path());
            if !reasons.is_empty() {
                let text = format!(
                    "{} ({}):\n  {}",
                    project.name,
                    project.title,
                    reasons.join("\n").replace('\n', "\n  ")
                );
                failures.lock().expect("no thread panicked").push(text);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let mut failures = failures.into_inner().expect("no thread panicked");
    failures.sort();
    eprintln!(
        "{} of {} projects hold",
        projects.len() - failures.len(),
        projects.len()
    );
    failures
}

#[test]
fn every_project_is_sound() {
    let Some(python) = python() else {
        return skip("every_project_is_sound", "no Python");
    };
    let failures = for_each(python, |project, work| project.unsound(python, work));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_project_keeps_its_behaviour() {
    let Some(python) = python() else {
        return skip("every_project_keeps_its_behaviour", "no Python");
    };
    let failures = for_each(python, |project, work| project.judge(python, work, &fix));
    assert!(
        failures.is_empty(),
        "{} projects fail\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// What the judge says of `fix` on the project `diamond`, whose entry loads the heavy package through two modules.
fn verdict(python: &Python, fix: Fixer) -> String {
    let project = Project::all()
        .expect("the projects can be read")
        .into_iter()
        .find(|p| p.name == "diamond");
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
