//! Why a row of a measurement has no numbers: nothing can be started.
use std::path::PathBuf;

/// Why a runner starts nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoJob {
    /// The script of a command is not installed.
    #[error("no script `{name}` is installed in {scripts}", scripts = .scripts.display())]
    NoScript { name: String, scripts: PathBuf },
    /// The command has no script.
    #[error("the command is not a console script")]
    NotConsole,
    /// Nothing was compiled.
    #[error(
        "no compiled program: make one with `dormant build`, or another tool, and give it with --compiled-before, --compiled-after"
    )]
    NotCompiled,
    /// A folder was given in which the program is not.
    #[error("{folder}: no program of the folder's name is in it", folder = .0.display())]
    EmptyFolder(PathBuf),
    /// No Python has lazy imports.
    #[error("no Python 3.15: give one with --lazy-python")]
    NoLazyPython,
}
