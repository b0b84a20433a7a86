//! Why no plan could be made.
use std::path::PathBuf;

use crate::pipeline::ProfilingError;

/// What went wrong while edits were chosen by running what they make.
#[derive(Debug, thiserror::Error)]
pub enum PlanFailure {
    /// The edited program cannot be run.
    #[error(transparent)]
    Run(#[from] ProfilingError),
    /// There is a saved profile in the place of the command.
    #[error("a saved profile cannot be run")]
    Saved,
    /// A file cannot be rewritten as planned.
    #[error("{path}: {message}", path = .path.display())]
    Rewrite {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}
