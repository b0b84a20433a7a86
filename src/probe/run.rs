//! Two runs of the script with an interpreter, and its answer read.
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Observed, script};
use crate::process::{Done, Job, ProcessError};

/// Imports modules in fresh interpreters.
#[derive(Debug, Clone)]
pub struct Prober {
    /// The interpreter.
    pub python: PathBuf,
    /// Folders that go to the front of the search path.
    pub roots: Vec<PathBuf>,
    /// How long one import may take.
    pub timeout: Duration,
}

/// Why nothing can be said about a module.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// The interpreter cannot be run, or the user interrupted.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// No room for the script and its answer.
    #[error("cannot write to a temporary folder: {0}")]
    Folder(#[from] std::io::Error),
    /// The import took too long.
    #[error("importing `{module}` took longer than {seconds} s: allow more with --timeout, if it ends at all")]
    Slow {
        /// The module.
        module: String,
        /// How long it was allowed to take.
        seconds: u64,
    },
    /// The interpreter ended without an answer.
    #[error("importing `{module}` ended the interpreter ({ending}){last}")]
    Ended {
        /// The module.
        module: String,
        /// How it ended, in words.
        ending: String,
        /// The last line of its error output, after a colon.
        last: String,
    },
}

impl Prober {
    /// What importing a module does.
    ///
    /// # Errors
    /// Where the interpreter cannot be started, is too slow, or ends before it can answer; an exception that the import
    /// raises is data.
    pub fn probe(&self, module: &str) -> Result<Observed, ProbeError> {
        let folder = tempfile::tempdir()?;
        let looking = folder.path().join("probe");
        std::fs::create_dir(&looking)?;
        script::write(&looking)?;
        let first = folder.path().join("first");
        self.run(&looking, module, &first, None)?;
        let second = folder.path().join("second");
        let done = self.run(&looking, module, &second, Some(&first))?;
        let text = std::fs::read_to_string(&second)?;
        serde_json::from_str(&text).map_err(|error| ended(module, &done, &error.to_string()))
    }

    fn run(&self, script: &Path, module: &str, result: &Path, first: Option<&Path>) -> Result<Done, ProbeError> {
        let earlier = first.map_or_else(|| OsString::from("-"), |path| path.as_os_str().to_owned());
        let done = Job::new(&self.python)
            // No bytecode: a probe leaves the folders of the packages as they are.
            .arg("-B")
            .arg(script)
            .arg(result)
            .arg(module)
            .arg(earlier)
            .args(&self.roots)
            .env("PYTHONHASHSEED", "0")
            .timeout(self.timeout)
            .run()?;
        if done.ending == crate::process::Ending::TimedOut {
            return Err(ProbeError::Slow {
                module: module.to_owned(),
                seconds: self.timeout.as_secs(),
            });
        }
        if !result.is_file() {
            let errors = std::fs::read_to_string(result.with_extension("stderr")).unwrap_or_default();
            let told = if errors.trim().is_empty() {
                done.stderr.text().into_owned()
            } else {
                errors
            };
            return Err(ended(module, &done, &told));
        }
        Ok(done)
    }
}

fn ended(module: &str, done: &Done, told: &str) -> ProbeError {
    let last = told.lines().rev().find(|line| !line.trim().is_empty());
    ProbeError::Ended {
        module: module.to_owned(),
        ending: done.ending.to_string(),
        last: last.map(|line| format!(": {}", line.trim())).unwrap_or_default(),
    }
}
