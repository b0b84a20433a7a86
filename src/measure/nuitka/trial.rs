//! Running the result, and the same program under Python: they must end alike and print the same.
use std::path::Path;
use std::time::Duration;

use super::super::compilation::{Mode, Trial};
use super::BuildOrder;
use super::entry::Entry;
use crate::process::{Done, Job, ProcessError};

const LIMIT: Duration = Duration::from_secs(120);

/// Runs the program and compares.
pub(super) fn run(order: &BuildOrder, entry: &Entry, program: &Path) -> Result<Trial, ProcessError> {
    if order.mode == Mode::Module {
        return module(order, entry, program);
    }
    let job = prepared(Job::new(program).args(&order.trial));
    let compiled = job.run()?;
    // The same name of the program, which help texts show; `runpy` would put the script's in its place.
    const CODE: &str = "import sys; __file__ = sys.argv[1]; sys.argv[:] = sys.argv[2:]; exec(compile(open(__file__, 'rb').read(), __file__, 'exec'))";
    let source = prepared(
        Job::new(&order.python)
            .args(["-c", CODE])
            .arg(&entry.script)
            .arg(program)
            .args(&order.trial),
    )
    .env("PYTHONPATH", order.tree.python_path())
    .env("PYTHONDONTWRITEBYTECODE", "1")
    .run()?;
    let why = difference(&source, &compiled);
    Ok(Trial {
        shown: job.shown(),
        ending: compiled.ending.to_string(),
        is_right: why.is_none(),
        why,
    })
}

/// Imports an extension module.
fn module(order: &BuildOrder, entry: &Entry, program: &Path) -> Result<Trial, ProcessError> {
    let folder = program.parent().unwrap_or(program).to_owned();
    let path = std::env::join_paths(std::iter::once(&folder).chain(&order.tree.path())).unwrap_or_default();
    let code = format!("import {0}; print({0}.__spec__.origin or {0}.__file__)", entry.name);
    let job = prepared(Job::new(&order.python).args(["-c", &code])).env("PYTHONPATH", path);
    let done = job.run()?;
    let is_right = done.ending.is_success() && done.stdout.text().contains(&*folder.to_string_lossy());
    let why = (!is_right).then(|| done.failure());
    Ok(Trial {
        shown: job.shown(),
        ending: done.ending.to_string(),
        is_right,
        why,
    })
}

fn prepared(job: Job) -> Job {
    job.timeout(LIMIT).env("COLUMNS", "80").env_remove("PYTHONPATH")
}

/// What a user would see of a difference.
fn difference(source: &Done, compiled: &Done) -> Option<String> {
    if source.ending != compiled.ending {
        let words = compiled.failure();
        return Some(format!("{words}; under Python {}", source.ending));
    }
    let (expected, found) = (source.stdout.text(), compiled.stdout.text());
    if expected == found {
        return None;
    }
    let mut lines = expected.lines().zip(found.lines());
    let first = lines.find(|(one, other)| one != other);
    Some(match first {
        Some((one, other)) => format!("it prints {other:?} where Python prints {one:?}"),
        None => format!("it prints {} bytes, under Python {}", found.len(), expected.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::schedule::mock::{failed, took};
    use super::*;
    use crate::process::Captured;

    fn printed(text: &str) -> Done {
        Done {
            stdout: Captured {
                bytes: text.as_bytes().to_vec(),
                ..Captured::default()
            },
            ..took(1)
        }
    }

    #[test]
    fn differences_are_named() {
        assert_eq!(difference(&printed("a\n"), &printed("a\n")), None);
        assert_eq!(
            difference(&printed("a\nb\n"), &printed("a\nc\n")).as_deref(),
            Some("it prints \"c\" where Python prints \"b\"")
        );
        assert_eq!(
            difference(&printed("a\nb\n"), &printed("a\n")).as_deref(),
            Some("it prints 2 bytes, under Python 4")
        );
        assert_eq!(
            difference(&printed("a"), &failed("ModuleNotFoundError: x")).as_deref(),
            Some("exit status 1: ModuleNotFoundError: x; under Python exit status 0")
        );
        assert_eq!(difference(&failed("x"), &failed("y")), None);
    }
}
