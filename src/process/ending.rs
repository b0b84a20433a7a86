//! How a child ended and what it took, as data.
use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By itself, with this status.
    Exit(i32),
    /// By a signal that it did not get from here.
    Signal(i32),
    /// It ran longer than it was allowed to, and was killed with its whole process group.
    TimedOut,
}

impl Ending {
    /// Whether it ended by itself with status 0.
    pub fn is_success(self) -> bool {
        self == Ending::Exit(0)
    }

    /// The ending that the system reports.
    pub(super) fn of(status: ExitStatus) -> Ending {
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return Ending::Signal(signal);
        }
        Ending::Exit(status.code().unwrap_or(-1))
    }
}

impl std::fmt::Display for Ending {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Ending::Exit(status) => write!(out, "exit status {status}"),
            Ending::Signal(signal) => write!(out, "signal {signal}"),
            Ending::TimedOut => write!(out, "out of time"),
        }
    }
}

/// What a child took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// From its start until it ended.
    pub wall: Duration,
    /// Processor time in its own code, with that of the descendants that it waited for.
    pub user: Duration,
    /// Processor time in the kernel, likewise.
    pub system: Duration,
    /// The most memory, in bytes, that it or a descendant that it waited for held at a time: the largest single process.
    /// `None` where it is not known: the system counts what the parent held when it started the child, so that a parent
    /// larger than its child hides it.
    pub peak_bytes: Option<u64>,
    /// The most memory, in bytes, that all processes of its group held at a time, as seen in samples; pages that processes
    /// share count for each. `None` where it was not asked for, or cannot be had.
    pub group_peak_bytes: Option<u64>,
    /// Processor time of the process alone, without that of its descendants; `None` where the system does not tell.
    pub own_cpu: Option<Duration>,
}

impl Usage {
    /// User and system time together.
    pub fn cpu(&self) -> Duration {
        self.user + self.system
    }
}

/// Why a child has no ending.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// There is no such program.
    #[error("{}: no such program; is it installed, and on PATH?", .program.display())]
    NotFound {
        /// What was to be run.
        program: PathBuf,
    },
    /// The folder that it was to run in is none.
    #[error("{}: no such folder to run {} in", .folder.display(), .program.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// What was to be run.
        program: PathBuf,
    },
    /// It could not be started or waited for.
    #[error("cannot run {}: {source}", .program.display())]
    System {
        /// What was to be run.
        program: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The user interrupted dormant; the child and its descendants were ended.
    #[error("interrupted")]
    Interrupted,
}
