//! What the command to measure is: a module, a script, the function behind a console script or in the cloud; and which Python
//! runs it.
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::MeasureError;
use crate::process::{CommandError, Handler, Job, PythonCommand, Start};
use crate::project::Surroundings;

/// A command taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// What runs.
    pub entry: Entry,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// The interpreter.
    pub python: PathBuf,
    /// Facts of the interpreter.
    pub facts: Facts,
}

/// What a command runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// Arguments for the interpreter: `-m module`, `-c code`, a script.
    Interpreter(Vec<OsString>),
    /// The cold start of a serverless function.
    Handler(Handler),
    /// A console script.
    Console {
        /// Its name.
        name: String,
        /// The module that it imports.
        module: String,
        /// What it calls there, such as `cli` or `App.run`.
        attribute: String,
        /// The installed file, where there is one.
        file: Option<PathBuf>,
    },
}

/// What an interpreter says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Facts {
    /// Such as `3.12.1`.
    pub version: String,
    /// The interpreter's own path.
    pub executable: PathBuf,
    /// The folder of installed scripts.
    pub scripts: PathBuf,
    /// `module:attribute` of the console script asked for, where it is installed.
    pub console: Option<String>,
    /// Whether the interpreter is that of a virtual environment.
    pub in_environment: bool,
}

/// Prints [`Facts`]; its argument is the name of a console script.
const ASK: &str = r#"
import importlib.metadata, json, os, sys, sysconfig
found = [p.value for d in importlib.metadata.distributions() for p in d.entry_points
         if p.group == "console_scripts" and p.name == sys.argv[1]]
print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])), "executable": sys.executable,
    "scripts": sysconfig.get_path("scripts"), "console": found[0].split("[")[0].strip() if found else None,
    "in_environment": sys.prefix != sys.base_prefix}))
"#;

/// Takes `words` apart. `python` is the interpreter asked for, `scripts` the `[project.scripts]` of the project: name and
/// `module:attribute`, which need not be installed; `path` goes first on the module search path.
///
/// # Errors
/// Where there is no command, the interpreter does not run, or nothing of the command's name is known.
pub(super) fn resolve(
    words: &[String],
    python: Option<&Path>,
    scripts: &[(String, String)],
    path: &OsStr,
) -> Result<Command, MeasureError> {
    let (first, args) = words.split_first().ok_or(MeasureError::NoCommand)?;
    let root = std::env::current_dir().unwrap_or_default();
    let all: Vec<OsString> = words.iter().map(OsString::from).collect();
    let handler = Handler::read(&all, &root).transpose()?;
    let read = PythonCommand::read(&all, python, &root, &Surroundings::of_process());
    let name = Path::new(first)
        .file_name()
        .map_or_else(|| first.clone(), |name| name.to_string_lossy().into_owned());
    let interpreter = match &read {
        Ok(found) => found.interpreter.clone(),
        Err(_) => python.map_or_else(|| "python3".into(), Path::to_owned),
    };
    let facts = ask(&interpreter, &name, path)?;
    let own = || {
        scripts
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, target)| target.clone())
    };
    let target = facts.console.clone().or_else(own);
    let target = target.as_deref().and_then(|target| target.split_once(':'));
    if let Some((module, attribute)) = target {
        let file = Some(facts.scripts.join(&name)).filter(|file| file.is_file());
        return Ok(Command {
            entry: Entry::Console {
                name,
                module: module.trim().to_owned(),
                attribute: attribute.trim().to_owned(),
                file,
            },
            args: args.iter().map(OsString::from).collect(),
            python: facts.executable.clone(),
            facts,
        });
    }
    if let Some(handler) = handler {
        return Ok(Command {
            entry: Entry::Handler(handler),
            args: Vec::new(),
            python: facts.executable.clone(),
            facts,
        });
    }
    match read {
        Ok(found) => Ok(Command {
            args: found.args.clone(),
            entry: Entry::Interpreter(start(&found)),
            python: facts.executable.clone(),
            facts,
        }),
        Err(CommandError::NotFound { .. }) => Err(MeasureError::UnknownCommand {
            name,
            python: interpreter,
        }),
        Err(error) => Err(error.into()),
    }
}

/// What the interpreter is given before the program's own arguments.
fn start(command: &PythonCommand) -> Vec<OsString> {
    let end = match &command.start {
        Start::Module(name) => vec!["-m".into(), name.clone()],
        Start::Code(code) => vec!["-c".into(), code.clone()],
        Start::Script(path) => vec![path.clone().into_os_string()],
    };
    command.options.iter().cloned().chain(end).collect()
}

/// Asks an interpreter about itself and a console script.
fn ask(python: &Path, script: &str, path: &OsStr) -> Result<Facts, MeasureError> {
    let job = Job::new(python)
        .args(["-c", ASK, script])
        .env("PYTHONPATH", path)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .timeout(Duration::from_secs(60));
    let done = job.run()?;
    serde_json::from_str(done.stdout.text().lines().last().unwrap_or_default()).map_err(|_| MeasureError::Python {
        python: python.to_owned(),
        message: done.failure(),
    })
}

impl Command {
    /// What direct Python is given, after its options.
    pub fn direct(&self) -> Vec<OsString> {
        let start = match &self.entry {
            Entry::Interpreter(args) => args.clone(),
            Entry::Handler(handler) => vec!["-c".into(), handler.code().into()],
            Entry::Console {
                name,
                module,
                attribute,
                ..
            } => {
                let top = attribute.split('.').next().unwrap_or(attribute);
                let code =
                    format!("import sys; from {module} import {top}; sys.argv[0] = {name:?}; sys.exit({attribute}())");
                vec!["-c".into(), code.into()]
            }
        };
        start.into_iter().chain(self.args.iter().cloned()).collect()
    }

    /// The module that the command names: it has to come from the tree that is measured.
    pub fn named_module(&self) -> Option<String> {
        match &self.entry {
            Entry::Console { module, .. } | Entry::Handler(Handler { module, .. }) => Some(module.clone()),
            Entry::Interpreter(args) => match args.as_slice() {
                [.., flag, module] if flag == "-m" => Some(module.to_string_lossy().into_owned()),
                _ => None,
            },
        }
    }

    /// The module whose import is the start of the program, where importing it does not run the program.
    pub fn main_module(&self) -> Option<&str> {
        match &self.entry {
            Entry::Console { module, .. } | Entry::Handler(Handler { module, .. }) => Some(module),
            Entry::Interpreter(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(String::from).collect()
    }

    #[test]
    fn a_console_script_is_the_call_of_its_function() {
        let command = Command {
            entry: Entry::Console {
                name: "harbor".into(),
                module: "harbor.cli".into(),
                attribute: "App.run".into(),
                file: None,
            },
            args: vec!["fleet".into(), "list".into()],
            python: "python3".into(),
            facts: Facts::default(),
        };
        assert_eq!(
            command.direct()[1..],
            [
                "import sys; from harbor.cli import App; sys.argv[0] = \"harbor\"; sys.exit(App.run())",
                "fleet",
                "list"
            ]
        );
        assert_eq!(command.main_module(), Some("harbor.cli"));
        assert_eq!(command.named_module().as_deref(), Some("harbor.cli"));
        let by_module = Command {
            entry: Entry::Interpreter(vec!["-B".into(), "-m".into(), "harbor".into()]),
            ..command
        };
        assert_eq!(
            (by_module.main_module(), by_module.named_module().as_deref()),
            (None, Some("harbor"))
        );
    }

    #[test]
    fn what_is_no_command_is_said() {
        let message = |line: &str| {
            resolve(&words(line), Some(Path::new("no-python-xyz")), &[], OsStr::new(""))
                .map_or_else(|error| error.to_string(), |_| String::new())
        };
        assert_eq!(message(""), "no command to measure: give one after `--`");
        assert!(message("harbor --help").starts_with("no-python-xyz: no such program"));
    }
}
