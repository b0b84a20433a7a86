//! How a command ends.
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing to report.
    Clean,
    /// Findings, or changes that were only shown.
    Findings,
    /// Something went wrong; the rest was still done.
    Failed = 2,
    /// The user ended it, as shells call that.
    Interrupted = 130,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}
