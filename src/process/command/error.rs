//! Why a command line is not a Python program, and what to do about it.
use std::path::PathBuf;

/// A command line that cannot be run as a Python program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// No words.
    #[error("no command: give one behind `--`, such as `-- python -m app`")]
    Empty,
    /// `lambda:` without a function.
    #[error(
        "lambda: {given}: not a function; give a module and a function, as in `lambda: app.handler`, and an event if it needs one: `lambda: app.handler event.json`"
    )]
    NotHandler {
        /// What stands behind `lambda:`.
        given: String,
    },
    /// The program is nowhere.
    #[error(
        "{program}: not found beside the project's Python nor on PATH; is the environment activated? (or give --python)"
    )]
    NotFound {
        /// As given.
        program: String,
    },
    /// The path leads nowhere.
    #[error("{}: no such file", .path.display())]
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// The file is not a Python program.
    #[error("{}: not a Python program (its first line names no Python); only Python programs can be traced", .path.display())]
    NotPython {
        /// The file.
        path: PathBuf,
    },
    /// The file is a compiled program.
    #[error("{}: a compiled program, not a Python program; only Python programs can be traced", .path.display())]
    Compiled {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be executed.
    #[error("{}: not executable; `chmod +x` it, or run it with `python`", .path.display())]
    NotExecutable {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("{}: {message}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        message: String,
    },
    /// The interpreter in a first line does not exist.
    #[error("{}: its first line names {interpreter}, which does not exist; install the program again", .path.display())]
    NoInterpreter {
        /// The script.
        path: PathBuf,
        /// As named there.
        interpreter: String,
    },
    /// `python` alone, or `python -`.
    #[error("{interpreter} is given no program: add a script, `-m MODULE` or `-c CODE`")]
    Interactive {
        /// As given.
        interpreter: String,
    },
    /// An option lacks its value.
    #[error("{option} needs a value")]
    NoValue {
        /// The option.
        option: String,
    },
    /// `uv run` with an option that makes an environment which is not there otherwise.
    #[error("uv run {option}: makes an environment of its own; give the command as it runs in there, without `uv run`")]
    Uv {
        /// The option.
        option: String,
    },
    /// `uv run` with an option that is not known.
    #[error("uv run {option}: not understood; give the command without `uv run`, such as `-- .venv/bin/app`")]
    UvUnknown {
        /// The option.
        option: String,
    },
}
