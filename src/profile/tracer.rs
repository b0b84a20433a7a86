//! Puts the tracer before a command: a temporary folder, and the variables that make Python find it.
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::ProfileError;
use super::record::{Recorded, parse};
use crate::process::{Done, Job};

const TRACER: &str = include_str!("trace.py");
const OVERLAY: &str = include_str!("overlay.py");

/// What a traced run records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The time of each module.
    Times,
    /// Every import with its place, and memory.
    Places,
}

/// The temporary folder of one profile. Python keeps the compiled modules of all its runs in there, so that none are left in
/// the project, and every run but the first finds them.
pub(super) struct Tracer {
    folder: tempfile::TempDir,
}

impl Tracer {
    pub fn new() -> Result<Tracer, ProfileError> {
        Self::with_texts(&[])
    }

    /// A tracer that gives Python other texts for some files.
    pub fn with_texts(texts: &[(PathBuf, String)]) -> Result<Tracer, ProfileError> {
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
        Ok(Tracer { folder })
    }

    /// The job with the cache of compiled modules in the temporary folder.
    pub fn untraced(&self, job: Job) -> Job {
        job.env("PYTHONPYCACHEPREFIX", self.folder.path().join("compiled"))
            .env_remove("PYTHONDONTWRITEBYTECODE")
    }

    /// Runs the job traced, and reads what was recorded.
    pub fn run(&self, job: Job, mode: Mode) -> Result<(Done, Option<Recorded>), ProfileError> {
        let output = self.output();
        let given = job.environment().iter().rfind(|(key, _)| key == "PYTHONPATH");
        let given = given.map(|(_, path)| path.clone());
        let before = given.unwrap_or_else(|| std::env::var_os("PYTHONPATH"));
        let mut path = self.folder.path().join("trace").into_os_string();
        let mut job = self.untraced(job);
        if let Some(before) = before {
            job = job.env("DORMANT_TRACE_PYTHONPATH", &before);
            if !before.is_empty() {
                path.push(SEPARATOR);
                path.push(before);
            }
        }
        let mode = match mode {
            Mode::Times => "times",
            Mode::Places => "places",
        };
        let done = job
            .env("PYTHONPATH", path)
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

#[cfg(windows)]
const SEPARATOR: &str = ";";
#[cfg(not(windows))]
const SEPARATOR: &str = ":";
