//! Why a command cannot be profiled, and what to do about it.
use std::path::PathBuf;

use crate::process::{Ending, ProcessError};

/// A command that cannot be profiled.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// It cannot be started, or was interrupted.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// It ended otherwise than it should.
    #[error("the command failed ({ending}); --exit-status says which status is right{}", said(.stderr))]
    Failed {
        /// How it ended.
        ending: Ending,
        /// What it wrote to standard error.
        stderr: String,
    },
    /// It needs a terminal, or input.
    #[error("the command failed ({ending}): it seems to need a terminal or input, and is run without{}", said(.stderr))]
    Terminal {
        /// How it ended.
        ending: Ending,
        /// What it wrote to standard error.
        stderr: String,
    },
    /// It did not end.
    #[error("the command did not end within {seconds} s; give one that ends by itself, such as --help, or a longer --timeout{}", said(.stderr))]
    TimedOut {
        /// How long it was waited for.
        seconds: u64,
        /// What it wrote to standard error.
        stderr: String,
    },
    /// It ends otherwise when it is traced.
    #[error("the command ends differently when it is traced ({ending}); please report this{}", said(.stderr))]
    Disturbed {
        /// How it ended.
        ending: Ending,
        /// What it wrote to standard error.
        stderr: String,
    },
    /// Its Python looks at no `PYTHONPATH`.
    #[error("the command runs Python with -I, -E or -S, which keep the tracer out; run it without them")]
    Isolated,
    /// The Python that was given for lazy imports has none.
    #[error("{}: this is Python {version}; lazy imports need 3.15 or later", python.display())]
    NeverLazy {
        /// That Python.
        python: PathBuf,
        /// Its version.
        version: String,
    },
    /// It does not run under the Python that was given for lazy imports.
    #[error("the command fails under {} ({ending}): all that it needs has to be installed there{}", python.display(), said(.stderr))]
    FailsLazily {
        /// That Python.
        python: PathBuf,
        /// How it ended.
        ending: Ending,
        /// What it wrote to standard error.
        stderr: String,
    },
    /// It is not the project's.
    #[error(
        "`{module}` is imported from {}, not from {}: the command runs another copy of the program; install the project with -e, or say where its sources are with --src",
        found.display(),
        expected.display()
    )]
    Elsewhere {
        /// A module of the program.
        module: String,
        /// Its file.
        found: PathBuf,
        /// The project's file.
        expected: PathBuf,
    },
    /// It left no trace.
    #[error("the command ended without a trace: it replaced itself by another program, or its Python is older than 3.9{}", said(.stderr))]
    NoTrace {
        /// What it wrote to standard error.
        stderr: String,
    },
    /// Its trace makes no sense.
    #[error("line {line} of the trace cannot be read: {message}")]
    Trace {
        /// Counted from one.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The temporary folder cannot be used.
    #[error("the temporary folder: {0}")]
    Folder(#[from] std::io::Error),
}

/// How many of the last lines are shown.
const LINES: usize = 8;

/// The end of what the command said, on lines of its own.
fn said(stderr: &str) -> String {
    let lines: Vec<&str> = stderr.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    last.iter().map(|line| format!("\n  | {line}")).collect()
}

/// What programs say that find no terminal.
/// Not in `rules/`: they are parts of messages, and no names.
const TERMINAL: [&str; 8] = [
    "not a tty",
    "not a terminal",
    "isatty",
    "inappropriate ioctl",
    "a terminal",
    "eof when reading",
    "eoferror",
    "termios.error",
];

impl ProfileError {
    /// A command that ended as it should not have.
    pub(super) fn failed(ending: Ending, stderr: String) -> ProfileError {
        let lower = stderr.to_lowercase();
        if TERMINAL.iter().any(|words| lower.contains(words)) {
            ProfileError::Terminal { ending, stderr }
        } else {
            ProfileError::Failed { ending, stderr }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_say_what_the_command_said() {
        let told = |stderr: &str| ProfileError::failed(Ending::Exit(2), stderr.to_owned()).to_string();
        insta::assert_snapshot!(told("Usage: app\n\nNo such option: -z\n"), @r"
        the command failed (exit status 2); --exit-status says which status is right
          | Usage: app
          | No such option: -z
        ");
        insta::assert_snapshot!(told("EOFError: EOF when reading a line"), @r"
        the command failed (exit status 2): it seems to need a terminal or input, and is run without
          | EOFError: EOF when reading a line
        ");
        let many: String = (0..20).map(|line| format!("{line}\n")).collect();
        assert!(told(&many).ends_with("| 19") && !told(&many).contains("| 11\n"));
    }
}
