//! Running Nuitka, and what a run that failed means.
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::compilation::Parallel;
use super::c_tool::CTool;
use super::caches::{Folders, with_layers};
use super::{BuildError, BuildOrder, environment, memory, sharing};
use crate::process::{Done, Job};

/// A build of a large program takes minutes on a good machine, hours on a bad one.
const LIMIT: Duration = Duration::from_secs(6 * 3600);

/// What all runs of Nuitka for one build have in common.
pub(super) struct Workplace<'a> {
    /// What is to be built.
    pub order: &'a BuildOrder,
    /// Where the caches and the results in the making are.
    pub folders: &'a Folders,
    /// The folder whose place must not matter.
    pub base: &'a Path,
    /// What keeps compiled C.
    pub c_tool: &'a CTool,
    /// How many compilers run at a time.
    pub parallel: &'a Parallel,
}

impl Workplace<'_> {
    /// Runs Nuitka with these arguments; `first` are the folders to put first on the module search path. Its log goes to `log`.
    ///
    /// # Errors
    /// Where it fails: with what it said last, or, where memory ran out, with what helps.
    pub fn run(&self, arguments: &[String], first: &[PathBuf], log: &Path) -> Result<Done, BuildError> {
        let own = self.order.tree.python_path();
        let path = std::env::join_paths(first.iter().cloned().chain(std::env::split_paths(&own)));
        let job = Job::new(&self.order.python)
            .args(["-m", "nuitka"])
            .args(arguments)
            .env("PYTHONPATH", path.unwrap_or_default())
            // Its own sources are compiled again at each start without.
            .env_remove("PYTHONDONTWRITEBYTECODE")
            // What it says is to come when it says it.
            .env("PYTHONUNBUFFERED", "1")
            .timeout(LIMIT)
            .sampling_group()
            .timing_output();
        let job = with_layers(job, self.folders, &self.order.layers, self.base, self.c_tool);
        let job = sharing::with(job, self.order, self.folders);
        let done = environment::fixed(job, std::env::var_os("SOURCE_DATE_EPOCH").as_deref()).run()?;
        let said = said(&done);
        let _ = std::fs::write(log, &said);
        if done.ending.is_success() {
            Ok(done)
        } else {
            Err(self.failed(&done, &said, log))
        }
    }

    fn failed(&self, done: &Done, said: &str, log: &Path) -> BuildError {
        let log = log.to_owned();
        if let Some(line) = memory::ran_out(done.ending, said) {
            let order = self.order;
            let held = done.usage.group_peak_bytes;
            return BuildError::Memory {
                said: line,
                advice: memory::advice(self.parallel, held, order.bytecode_dependencies, order.lto),
                log,
            };
        }
        // The command line is long, and no news.
        let is_news = |line: &&str| !line.trim().is_empty() && !line.starts_with("Nuitka-Options:");
        let lines: Vec<&str> = said.lines().filter(is_news).collect();
        BuildError::Nuitka {
            ending: done.ending.to_string(),
            last: lines[lines.len().saturating_sub(8)..].join("\n"),
            log,
        }
    }
}

/// All that it said.
pub(super) fn said(done: &Done) -> String {
    format!("{}{}", done.stdout.text(), done.stderr.text())
}
