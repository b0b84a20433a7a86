//! What the command to measure is: a module, a script, or the function behind a console script; and which Python runs it.
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::MeasureError;
use crate::process::Job;

/// A command taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// What runs.
    pub entry: Entry,
    /// Its arguments.
    pub args: Vec<String>,
    /// The interpreter.
    pub python: PathBuf,
    /// Facts of the interpreter.
    pub facts: Facts,
}

/// What a command runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// Arguments for the interpreter: `-m module`, `-c code`, a script.
    Interpreter(Vec<String>),
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
/// `module:attribute`.
///
/// # Errors
/// Where there is no command, the interpreter does not run, or nothing of the command's name is known.
pub(super) fn resolve(
    words: &[String],
    python: Option<&Path>,
    scripts: &[(String, String)],
    path: &[PathBuf],
) -> Result<Command, MeasureError> {
    let (first, args) = words.split_first().ok_or(MeasureError::NoCommand)?;
    if is_interpreter(first) {
        let interpreter = python.map_or_else(|| PathBuf::from(first), Path::to_owned);
        let facts = ask(&interpreter, "", path)?;
        let split = interpreter_arguments(args);
        return Ok(Command {
            entry: Entry::Interpreter(args[..split].to_vec()),
            args: args[split..].to_vec(),
            python: facts.executable.clone(),
            facts,
        });
    }
    let file = installed(first);
    let interpreter = python
        .map(Path::to_owned)
        .or_else(|| beside(file.as_deref()?))
        .unwrap_or_else(|| PathBuf::from("python3"));
    if first.ends_with(".py") {
        let facts = ask(&interpreter, "", path)?;
        return Ok(Command {
            entry: Entry::Interpreter(vec![first.clone()]),
            args: args.to_vec(),
            python: facts.executable.clone(),
            facts,
        });
    }
    let name = Path::new(first)
        .file_name()
        .map_or_else(|| first.clone(), |name| name.to_string_lossy().into_owned());
    let facts = ask(&interpreter, &name, path)?;
    let own = || {
        scripts
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, target)| target.clone())
    };
    let target = facts.console.clone().or_else(own);
    let (module, attribute) = target
        .as_deref()
        .and_then(|target| target.split_once(':'))
        .map(|(module, attribute)| (module.trim().to_owned(), attribute.trim().to_owned()))
        .ok_or_else(|| MeasureError::UnknownCommand {
            name: name.clone(),
            python: interpreter.clone(),
        })?;
    let file = Some(facts.scripts.join(&name)).filter(|file| file.is_file());
    Ok(Command {
        entry: Entry::Console {
            name,
            module,
            attribute,
            file,
        },
        args: args.to_vec(),
        python: facts.executable.clone(),
        facts,
    })
}

/// Asks an interpreter about itself and a console script.
fn ask(python: &Path, script: &str, path: &[PathBuf]) -> Result<Facts, MeasureError> {
    let job = Job::new(python)
        .args(["-c", ASK, script])
        .env("PYTHONPATH", std::env::join_paths(path).unwrap_or_default())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .timeout(Duration::from_secs(60));
    let done = job.run()?;
    serde_json::from_str(done.stdout.text().lines().last().unwrap_or_default()).map_err(|_| MeasureError::Python {
        python: python.to_owned(),
        message: super::schedule::failure(&done),
    })
}

/// How many of an interpreter's arguments are its own: `-X opt -m module` of `-X opt -m module --help`.
fn interpreter_arguments(args: &[String]) -> usize {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        at += 1;
        match arg.as_str() {
            "-m" | "-c" => return (at + 1).min(args.len()),
            "-X" | "-W" => at += 1,
            flag if flag.starts_with('-') && flag.len() > 1 => {}
            _ => return at,
        }
    }
    at.min(args.len())
}

fn is_interpreter(word: &str) -> bool {
    let name = Path::new(word)
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    name.strip_prefix("python")
        .is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// The file of a command: as given, or the first on `PATH`.
fn installed(word: &str) -> Option<PathBuf> {
    let given = PathBuf::from(word);
    if given.components().count() > 1 {
        return given.is_file().then_some(given);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(word))
        .find(|file| file.is_file())
}

/// The interpreter of the environment that an installed script is in: it lies next to it.
fn beside(script: &Path) -> Option<PathBuf> {
    let folder = script.parent()?;
    ["python", "python3", "python.exe"]
        .map(|name| folder.join(name))
        .into_iter()
        .find(|file| file.is_file())
}

impl Command {
    /// What direct Python is given, after its options.
    pub fn direct(&self) -> Vec<String> {
        let start = match &self.entry {
            Entry::Interpreter(args) => args.clone(),
            Entry::Console {
                name,
                module,
                attribute,
                ..
            } => {
                let top = attribute.split('.').next().unwrap_or(attribute);
                let code =
                    format!("import sys; from {module} import {top}; sys.argv[0] = {name:?}; sys.exit({attribute}())");
                vec!["-c".into(), code]
            }
        };
        start.into_iter().chain(self.args.iter().cloned()).collect()
    }

    /// The module whose import is the start of the program, where importing it does not run the program.
    pub fn main_module(&self) -> Option<&str> {
        match &self.entry {
            Entry::Console { module, .. } => Some(module),
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
    fn an_interpreters_own_arguments_end_where_the_program_begins() {
        let own = |line: &str| words(line)[..interpreter_arguments(&words(line))].join(" ");
        assert_eq!(own("-m harbor --help"), "-m harbor");
        assert_eq!(own("-X dev -I -m harbor -m x"), "-X dev -I -m harbor");
        assert_eq!(own("main.py -m x"), "main.py");
        assert_eq!(own("-c pass"), "-c pass");
        assert_eq!(own("-m"), "-m");
        assert_eq!(own("-X"), "-X");
        assert_eq!(own("- x"), "-");
    }

    #[test]
    fn interpreters_are_told_by_their_names() {
        for name in ["python", "python3", "python3.12", "/a/b/python3", "python.exe"] {
            assert!(is_interpreter(name), "{name}");
        }
        for name in ["pythonic", "ipython", "harbor", "python-config"] {
            assert!(!is_interpreter(name), "{name}");
        }
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
            args: words("fleet list"),
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
    }

    #[test]
    fn what_is_no_command_is_said() {
        let message = |line: &str| {
            resolve(&words(line), Some(Path::new("no-python-xyz")), &[], &[])
                .map_or_else(|error| error.to_string(), |_| String::new())
        };
        assert_eq!(message(""), "no command to measure: give one after `--`");
        assert!(message("harbor --help").starts_with("no-python-xyz: no such program"));
    }
}
