//! Start-up under several runners, before and after, with intervals and verdicts; and compiling with Nuitka.
//!
//! `model`, `compilation` and `worth` are plain data for the reports. Nothing is written into the project: bytecode goes to a
//! temporary folder, builds into a folder of their own.
mod command;
pub mod compilation;
mod copies;
mod frozen;
mod gates;
mod importtime;
mod memory;
pub mod model;
mod no_job;
pub mod nuitka;
mod runners;
mod schedule;
mod session;
mod statistics;
mod trees;
pub mod worth;

use std::path::PathBuf;

use crate::process::{CommandError, ProcessError};

pub use gates::Limits;
pub use runners::Runner;
pub use session::{Order, measure, saved};
pub use trees::Tree;

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// No words after `--`.
    #[error("no command to measure: give one after `--`")]
    NoCommand,
    /// A command that is not a console script of this Python.
    #[error(
        "{name}: no console script of {}, and none in [project.scripts]; give --python, or a command such as `python -m {name}`",
        .python.display()
    )]
    UnknownCommand {
        /// The command.
        name: String,
        /// The interpreter that was asked.
        python: PathBuf,
    },
    /// The interpreter does not do what one does.
    #[error("{}: no usable Python: {message}", .python.display())]
    Python {
        /// The interpreter.
        python: PathBuf,
        /// What it said.
        message: String,
    },
    /// A file or folder that cannot be read or made.
    #[error("{}: {message}", .path.display())]
    File {
        /// The path.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// Words that start no Python program.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// A tree that has the program, which is all the same imported from elsewhere: something else would be measured.
    #[error("{0}")]
    Elsewhere(String),
    /// A child that could not be run, or an interruption.
    #[error(transparent)]
    Process(#[from] ProcessError),
}
