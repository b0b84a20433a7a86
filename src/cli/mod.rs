//! Arguments in, exit status out; the only place that prints.
pub mod args;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command line `args` (the program's name first) and returns the exit status.
pub fn run(_args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
