//! A run under a Python that defers imports by itself (PEP 810, 3.15 and later): which of some imports the command needs at start
//! anyway, without editing anything.
use std::path::Path;

use super::ProfileError;
use super::run::{Request, check};
use super::tracer::first_on_path;
use crate::process::PythonCommand;

const LAZY: &str = concat!(include_str!("make_way.py"), include_str!("lazy.py"));

/// An import that Python is to defer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deferral<'a> {
    /// The module that it stands in; `__main__` for the program itself.
    pub module: &'a str,
    /// The absolute name of the module that it names.
    pub target: &'a str,
    /// The name that it takes from there, if any.
    pub name: Option<&'a str>,
    /// The name that it binds.
    pub bound: &'a str,
}

/// Runs the command under `python` with exactly these imports deferred; gives the numbers of those that were needed.
///
/// # Errors
/// A Python that has no lazy imports, and a command that cannot be started there, fails or does not end.
pub fn needed(request: &Request<'_>, python: &Path, deferred: &[Deferral<'_>]) -> Result<Vec<usize>, ProfileError> {
    if request.command.is_isolated() {
        return Err(ProfileError::Isolated);
    }
    let folder = tempfile::Builder::new().prefix("dormant-lazy-").tempdir()?;
    let hook = folder.path().join("hook");
    std::fs::create_dir(&hook)?;
    std::fs::write(hook.join("sitecustomize.py"), LAZY)?;
    std::fs::write(hook.join("deferred"), lines(deferred))?;
    let output = folder.path().join("needed");
    let command = PythonCommand {
        interpreter: python.to_owned(),
        ..request.command.clone()
    };
    let job = request.job(&command);
    let done = first_on_path(job, &hook)
        .env("DORMANT_LAZY_FILE", &output)
        .env("PYTHONPYCACHEPREFIX", folder.path().join("compiled"))
        .run()?;
    let said = std::fs::read_to_string(&output).ok();
    if let Some(version) = said.as_deref().and_then(|text| text.strip_prefix("version ")) {
        return Err(ProfileError::NeverLazy {
            python: python.to_owned(),
            version: version.trim().to_owned(),
        });
    }
    let done = check(done, request, |ending, stderr| ProfileError::FailsLazily {
        python: python.to_owned(),
        ending,
        stderr,
    })?;
    let said = said.ok_or_else(|| ProfileError::NoTrace {
        stderr: done.stderr.text().into_owned(),
    })?;
    let numbers = said.lines().filter_map(|line| line.parse().ok());
    Ok(numbers.filter(|&number| number < deferred.len()).collect())
}

/// One line for each import, with tabs between its parts.
fn lines(deferred: &[Deferral<'_>]) -> String {
    let line = |import: &Deferral<'_>| {
        let name = import.name.unwrap_or_default();
        format!("{}\t{}\t{name}\t{}\n", import.module, import.target, import.bound)
    };
    deferred.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_a_line() {
        let deferred = [
            Deferral {
                module: "app.cli",
                target: "json",
                name: Some("dumps"),
                bound: "write",
            },
            Deferral {
                module: "__main__",
                target: "os.path",
                name: None,
                bound: "os",
            },
        ];
        assert_eq!(
            lines(&deferred),
            "app.cli\tjson\tdumps\twrite\n__main__\tos.path\t\tos\n"
        );
    }
}
