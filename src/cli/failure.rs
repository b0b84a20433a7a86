//! Why a command ends with status 2 before it has anything to show; told in one place, with its causes.
use std::error::Error;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::config::ConfigError;
use crate::measure::MeasureError;
use crate::measure::nuitka::BuildError;
use crate::pipeline::planning::PlanFailure;
use crate::pipeline::{self, InitFailure, OptimizeFailure, ProfilingError, VerifyFailure};
use crate::profile::{FileError, ProfileError};
use crate::verify::Unable;

/// What went wrong.
#[derive(Debug, Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Settings(#[from] ConfigError),
    #[error(transparent)]
    Analysis(#[from] pipeline::Failure),
    #[error(transparent)]
    SavedProfile(#[from] FileError),
    #[error(transparent)]
    Profiling(#[from] ProfilingError),
    #[error(transparent)]
    Tracing(#[from] ProfileError),
    #[error(transparent)]
    Measuring(#[from] MeasureError),
    #[error(transparent)]
    Building(#[from] BuildError),
    #[error(transparent)]
    Verifying(#[from] VerifyFailure),
    #[error(transparent)]
    Writing(#[from] Unable),
    #[error(transparent)]
    Optimizing(#[from] OptimizeFailure),
    /// A file that cannot be read or written.
    #[error("{path}", path = .path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// A file that is not what it should be.
    #[error("{path}", path = .path.display())]
    Content {
        path: PathBuf,
        source: Box<dyn Error + Send + Sync>,
    },
    #[error(transparent)]
    Planning(#[from] PlanFailure),
    #[error(transparent)]
    Initialising(#[from] InitFailure),
    /// The configuration names something that cannot be run.
    #[error("entry-points: {0:?} is not a command, such as \"app --help\" or \"3 * app list\"")]
    EntryPoint(String),
    /// What `--before` names is neither a folder nor a commit.
    #[error("--before {commit}: no such folder, and {source}")]
    Before { commit: String, source: Unable },
    /// Results that cannot be written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The system refuses what a command needs, such as a temporary folder.
    #[error(transparent)]
    System(#[from] std::io::Error),
    /// What was asked for makes no sense here, in words.
    #[error("{0}")]
    Request(String),
}

impl Failure {
    /// A file that cannot be read or written.
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Failure + use<> {
        let path = path.to_owned();
        move |source| Failure::File { path, source }
    }

    /// A file that is not what it should be.
    pub(super) fn content(path: &Path, source: impl Into<Box<dyn Error + Send + Sync>>) -> Failure {
        Failure::Content {
            path: path.to_owned(),
            source: source.into(),
        }
    }

    /// What it is, and what caused it where that is not said yet.
    pub(super) fn words(&self) -> String {
        let mut text = self.to_string();
        let causes = std::iter::successors(self.source(), |&cause| cause.source());
        for cause in causes.map(ToString::to_string) {
            if !text.contains(&cause) {
                text = format!("{text}: {cause}");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_once() {
        let missing = || std::io::Error::other("no such thing");
        let file = Failure::file(Path::new("plan.json"))(missing());
        assert_eq!(file.words(), "plan.json: no such thing");
        assert_eq!(Failure::from(missing()).words(), "no such thing");
        assert_eq!(Failure::content(Path::new("a"), "not a plan").words(), "a: not a plan");
    }
}
