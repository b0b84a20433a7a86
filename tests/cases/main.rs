//! The behaviour cases: `dormant fix` must defer what it can in small projects, and change nothing that their probes see.
//!
//! A case is a folder of `tests/cases` or `testdata/projects`; README.md here has the format. `cargo test --test cases NAME` runs
//! those whose name contains NAME, in parallel; `DORMANT_SHOW=1` prints what was rewritten. `DORMANT_TEST_PYTHON` chooses the
//! Python. A case that needs a newer one, or packages that cannot be installed here, is ignored, with the reason.
#[path = "../it/support/mod.rs"]
mod support;

mod packages;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use support::dormant;
use support::project::Project;
use support::python::{Python, python};
use support::run::run;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let Some(python) = python() else {
        eprintln!("skipped all behaviour cases: no Python");
        return ExitCode::SUCCESS;
    };
    match Project::all() {
        Ok(projects) => {
            let trials = projects.into_iter().map(|project| trial(project, python)).collect();
            libtest_mimic::run(&arguments, trials).exit_code()
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn trial(project: Project, python: &'static Python) -> Trial {
    Trial::ignorable_test(project.name.clone(), move || judge(project, python))
}

/// Fixes a fresh copy of the project, and says what is wrong with the result.
fn judge(mut project: Project, python: &Python) -> Result<Completion, Failed> {
    if !project.runs_under(python) {
        return Ok(Completion::ignored_with(format!(
            "it needs Python {}",
            project.min_python
        )));
    }
    match packages::installed(python, &project.requires) {
        Ok(folders) => project.packages = folders,
        Err(reason) => return Ok(Completion::ignored_with(reason)),
    }
    let folder = tempfile::tempdir()?;
    let work = folder.path();
    project.prepare(work)?;
    let mut reasons = project.unsound(python, work);
    if reasons.is_empty() {
        reasons = project.judge(python, work, &|work, project| {
            run(dormant(work).arg("fix").args(&project.args).args(project.fixed_paths()))
        });
    }
    if reasons.is_empty() {
        return Ok(Completion::Completed);
    }
    Err(format!("{}\n{}", project.title, reasons.join("\n")).into())
}
