//! What a command line means as a Python program: which interpreter runs what, with which arguments.
//!
//! Understands console scripts, `python -m x`, `python x.py`, `python -c …`, bare scripts, `uv run …` around any of these, and the
//! cold start of a serverless function, `lambda: app.handler`. It reads first lines of files and starts nothing.
mod error;
mod handler;
mod interpreter;
mod lookup;
mod shebang;
#[cfg(test)]
mod tests;
mod uv;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::Job;
use crate::project::Surroundings;
pub use error::CommandError;
pub use handler::Handler;
use lookup::Lookup;

/// A Python program with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PythonCommand {
    /// The interpreter.
    pub interpreter: PathBuf,
    /// The interpreter's own options, such as `-W error`.
    pub options: Vec<OsString>,
    /// What it runs.
    pub start: Start,
    /// The program's arguments.
    pub args: Vec<OsString>,
    /// The folder that `uv run --directory` asks to run in.
    pub folder: Option<PathBuf>,
}

/// What a Python runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// `-m MODULE`
    Module(OsString),
    /// `-c CODE`
    Code(OsString),
    /// A file, or a folder or archive with a `__main__`; console scripts, too.
    Script(PathBuf),
}

impl PythonCommand {
    /// What the words of a command line mean.
    ///
    /// A bare name is looked for beside `python`, where that is given, in the activated or the project's virtual environment
    /// (`.venv`, `venv` or `env` in `root` or above), and on the path. `python` also stands for the names `python` and
    /// `python3`, and runs scripts that name no interpreter themselves.
    ///
    /// # Errors
    /// Where nothing is to be run, it is not found, cannot be executed, or is not a Python program.
    pub fn read(
        words: &[OsString],
        python: Option<&Path>,
        root: &Path,
        surroundings: &Surroundings,
    ) -> Result<PythonCommand, CommandError> {
        let lookup = Lookup::new(python, root, surroundings);
        if let Some(handler) = Handler::read(words, root) {
            return Ok(PythonCommand {
                interpreter: lookup.default_interpreter()?,
                options: Vec::new(),
                start: Start::Code(handler?.code().into()),
                args: Vec::new(),
                folder: None,
            });
        }
        let (program, args) = words.split_first().ok_or(CommandError::Empty)?;
        if stem(program) == "uv" && args.first().is_some_and(|word| word == "run") {
            return uv::unwrapped(&args[1..], &lookup);
        }
        plain(program, args, &lookup)
    }

    /// The job that runs it.
    pub fn job(&self) -> Job {
        let job = Job::new(&self.interpreter).args(&self.options);
        let job = match &self.start {
            Start::Module(name) => job.arg("-m").arg(name),
            Start::Code(code) => job.arg("-c").arg(code),
            Start::Script(path) => job.arg(path.as_os_str()),
        };
        let job = job.args(&self.args);
        match &self.folder {
            Some(folder) => job.folder(folder),
            None => job,
        }
    }

    /// Whether the interpreter is told to look at no `PYTHON…` variable, or not to load `site`.
    pub fn is_isolated(&self) -> bool {
        let letters = |option: &OsStr| {
            let text = option.to_string_lossy().into_owned();
            let is_short = text.starts_with('-') && !text.starts_with("--");
            let value = text.find(['W', 'X']).unwrap_or(text.len());
            is_short && text[..value].contains(['I', 'E', 'S'])
        };
        let follows_value = |at: usize| at > 0 && matches!(self.options[at - 1].to_str(), Some("-W" | "-X"));
        (0..self.options.len()).any(|at| !follows_value(at) && letters(&self.options[at]))
    }
}

/// A command line without `uv run`.
fn plain(program: &OsStr, args: &[OsString], lookup: &Lookup<'_>) -> Result<PythonCommand, CommandError> {
    if is_interpreter(program) {
        return interpreter::read(lookup.interpreter(program)?, args, Vec::new());
    }
    let path = lookup.program(program)?;
    script(path, args, lookup)
}

/// A file with the interpreter that it names, or the project's for a `.py` file that names none.
fn script(path: PathBuf, args: &[OsString], lookup: &Lookup<'_>) -> Result<PythonCommand, CommandError> {
    let is_python_file = path
        .extension()
        .is_some_and(|end| end == "py" || end == "pyw" || end == "pyz");
    let (interpreter, options) = match shebang::read(&path)? {
        Some(named) => match named.resolve(&path, lookup) {
            Ok(found) => found,
            // `#!/usr/bin/env -S uv run --script`, or a line that another machine wrote.
            Err(_) if is_python_file => (lookup.default_interpreter()?, Vec::new()),
            Err(error) => return Err(error),
        },
        None if is_python_file || path.is_dir() => (lookup.default_interpreter()?, Vec::new()),
        None => return Err(CommandError::NotPython { path }),
    };
    Ok(PythonCommand {
        interpreter,
        options,
        start: Start::Script(path),
        args: args.to_vec(),
        folder: None,
    })
}

/// The last part of a path, without `.exe`.
fn stem(program: &OsStr) -> String {
    let name = Path::new(program).file_name().unwrap_or(program).to_string_lossy();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}

/// Whether a program is called like an interpreter: `python`, `python3.12`, `pypy3`, `python3.13t`.
fn is_interpreter(program: &OsStr) -> bool {
    let name = stem(program);
    let version = ["python", "pypy", "graalpy"]
        .into_iter()
        .find_map(|start| name.strip_prefix(start));
    version.is_some_and(|version| {
        version
            .trim_end_matches(['t', 'd', 'w'])
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.')
    })
}
