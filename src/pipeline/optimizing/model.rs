//! What is to be optimized, and what came of it, as plain data.
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use crate::judge::Assurance;
use crate::measure::MeasureError;
use crate::measure::model::Measurement;
use crate::pipeline::planning::PlanFailure;
use crate::pipeline::verifying::{Verified, VerifyFailure, Wanted};
use crate::pipeline::{Failure, ProfilingError};
use crate::plan::Limits;
use crate::plan::model::Plan;
use crate::profile::{Profile, ProfileError};
use crate::verdict::Problem;
use crate::verify::{Edit, NewlySaid, Unable};

/// What is to be optimized, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// The commands, each with how much it counts.
    pub commands: Vec<(f64, Vec<OsString>)>,
    /// How often each is run in each tree for the measurement.
    pub runs: u32,
    /// What may be edited.
    pub limits: Limits,
    /// Whether annotations that Python evaluates may be put in quotes.
    pub allow_unsafe: bool,
    /// What edits have to rest on.
    pub assurance: Assurance,
    /// What the first command's start-up may take in the end, in milliseconds of CPU.
    pub budget_ms: Option<f64>,
    /// What is checked besides the commands.
    pub wanted: Wanted,
}

/// One command before and after.
#[derive(Debug)]
pub struct Startup {
    /// The command as a shell takes it.
    pub line: String,
    /// Its profile before.
    pub before: Profile,
    /// Its profile with the kept edits; `None` where there are none.
    pub after: Option<Profile>,
    /// The measurement of both; `None` where nothing had to be measured.
    pub measured: Option<Measurement>,
}

/// An edit that was not made though it was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The edit.
    pub edit: Edit,
    /// What it changes.
    pub differs: String,
}

/// What optimizing came to.
#[derive(Debug)]
pub struct Optimized {
    /// The commands.
    pub startups: Vec<Startup>,
    /// The plan that holds, and what stays.
    pub plan: Plan,
    /// The edits, verified; `None` where none is worth making.
    pub verified: Option<Verified>,
    /// What ruff newly says of the edited files; `None` where it is not set up, not there, or was not asked.
    pub linter: Option<NewlySaid>,
    /// What was planned and is to blame for a difference.
    pub dropped: Vec<Dropped>,
    /// Why nothing is written; `None` where the edits pay.
    pub refused: Option<Refused>,
    /// What went wrong with single files.
    pub problems: Vec<Problem>,
    /// How long each stage took.
    pub stages: Vec<(&'static str, Duration)>,
}

/// Why edits are not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There are none that save enough.
    NothingToGain,
    /// No set of them was found that leaves the program the same.
    NotTheSame,
    /// They hold, and what they save cannot be told from noise.
    NotWorthIt,
}

/// A failure to optimize anything.
#[derive(Debug, thiserror::Error)]
pub enum OptimizeFailure {
    /// Neither a command nor an entry point was given.
    #[error("nothing to optimize: give a command after `--`, or `entry-points` in the configuration")]
    NoCommand,
    /// A command that cannot be run as it is.
    #[error("`{line}`, before anything is changed: {error}")]
    Command {
        /// The command.
        line: String,
        /// What is wrong.
        #[source]
        error: ProfilingError,
    },
    /// A command that cannot be run with the edits.
    #[error("`{line}`, with the edits: {error}")]
    Edited {
        /// The command.
        line: String,
        /// What is wrong.
        #[source]
        error: ProfilingError,
    },
    /// Nowhere to keep bytecode.
    #[error(transparent)]
    Bytecode(ProfileError),
    /// The project could not be looked at.
    #[error(transparent)]
    Analysis(#[from] Failure),
    /// The edits cannot be made, or the edited program cannot be run.
    #[error(transparent)]
    Plan(#[from] PlanFailure),
    /// Something could not be run, read or written.
    #[error(transparent)]
    Verify(#[from] VerifyFailure),
    /// A command could not be measured.
    #[error(transparent)]
    Measure(#[from] MeasureError),
    /// Edits are to be tested, and there is nothing that tests them.
    #[error("`--assurance tested` rests on the tests, and {0}")]
    NoTests(String),
    /// A file of the project changed in the meantime.
    #[error("{}: changed in the meantime: nothing was written, run it again", .0.display())]
    Changed(PathBuf),
}

impl From<Unable> for OptimizeFailure {
    fn from(error: Unable) -> Self {
        VerifyFailure::Unable(error).into()
    }
}
