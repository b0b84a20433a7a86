//! Puts the tracer before a command: a temporary folder, and the variables that make Python find it.
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::ProfileError;
use super::record::{Recorded, parse};
use crate::process::{Done, Job};

const TRACER: &str = concat!(include_str!("make_way.py"), include_str!("trace.py"));
const OVERLAY: &str = include_str!("overlay.py");

/// What a traced run records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The time of each module.
    Times,
    /// Every import with its place, and memory.
    Places,
}

/// A temporary folder in which Python keeps compiled modules, so that none are left in the project, and every run but the first
/// finds them: the runs of other commands and of edited programs, too, where they are given the same folder.
#[derive(Debug)]
pub struct Bytecode(tempfile::TempDir);

impl Bytecode {
    /// An empty folder.
    ///
    /// # Errors
    /// Where no temporary folder can be made.
    pub fn new() -> Result<Bytecode, ProfileError> {
        Ok(Bytecode(
            tempfile::Builder::new().prefix("dormant-compiled-").tempdir()?,
        ))
    }
}

/// The temporary folder of one profile, with what makes Python trace.
pub(super) struct Tracer<'a> {
    folder: tempfile::TempDir,
    compiled: &'a Path,
}

impl<'a> Tracer<'a> {
    pub fn new(bytecode: &'a Bytecode) -> Result<Self, ProfileError> {
        Self::with_texts(bytecode, &[])
    }

    /// A tracer that gives Python other texts for some files.
    pub fn with_texts(bytecode: &'a Bytecode, texts: &[(PathBuf, String)]) -> Result<Self, ProfileError> {
        let folder = tempfile::Builder::new().prefix("dormant-profile-").tempdir()?;
        std::fs::create_dir(folder.path().join("trace"))?;
        let mut tracer = String::new();
        if !texts.is_empty() {
            let overlay = folder.path().join("trace/overlay");
            std::fs::create_dir(&overlay)?;
            let mut index = Vec::new();
            for (number, (path, text)) in texts.iter().enumerate() {
                std::fs::write(overlay.join(number.to_string()), text)?;
                let path = path.canonicalize().unwrap_or_else(|_| path.clone());
                index.push(path.into_os_string());
            }
            let index = index.join(OsStr::new("\0"));
            std::fs::write(overlay.join("index"), index.as_encoded_bytes())?;
            tracer.push_str(OVERLAY);
        }
        tracer.push_str(TRACER);
        std::fs::write(folder.path().join("trace/sitecustomize.py"), tracer)?;
        Ok(Tracer {
            folder,
            compiled: bytecode.0.path(),
        })
    }

    /// The file that holds the text of a number.
    pub fn text(&self, number: usize) -> PathBuf {
        self.folder.path().join("trace/overlay").join(number.to_string())
    }

    /// The job with its compiled modules in the folder for them.
    pub fn untraced(&self, job: Job) -> Job {
        job.env("PYTHONPYCACHEPREFIX", self.compiled)
            .env_remove("PYTHONDONTWRITEBYTECODE")
    }

    /// Runs the job traced, and reads what was recorded.
    pub fn run(&self, job: Job, mode: Mode) -> Result<(Done, Option<Recorded>), ProfileError> {
        let output = self.output();
        let job = first_on_path(self.untraced(job), &self.folder.path().join("trace"));
        let mode = match mode {
            Mode::Times => "times",
            Mode::Places => "places",
        };
        let done = job
            .env("DORMANT_TRACE_FILE", &output)
            .env("DORMANT_TRACE_MODE", OsString::from(mode))
            .run()?;
        let recorded = match std::fs::read_to_string(&output) {
            Ok(text) => Some(parse(&text)?),
            Err(_) => None,
        };
        let _ = std::fs::remove_file(&output);
        Ok((done, recorded))
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("trace.jsonl")
    }
}

/// The job with a folder first on Python's path; what was there before is kept in a variable of its own, which make_way.py takes.
pub(super) fn first_on_path(mut job: Job, folder: &Path) -> Job {
    let given = job.environment().iter().rfind(|(key, _)| key == "PYTHONPATH");
    let given = given.map(|(_, path)| path.clone());
    let mut path = folder.as_os_str().to_owned();
    if let Some(known) = given.unwrap_or_else(|| std::env::var_os("PYTHONPATH")) {
        job = job.env("DORMANT_PYTHONPATH", &known);
        if !known.is_empty() {
            path.push(SEPARATOR);
            path.push(known);
        }
    }
    job.env("PYTHONPATH", path)
}

#[cfg(windows)]
const SEPARATOR: &str = ";";
#[cfg(not(windows))]
const SEPARATOR: &str = ":";
