//! `uv run …` unwrapped: the command as it runs in the project's environment, without uv's own time.
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::lookup::Lookup;
use super::{CommandError, PythonCommand, interpreter, plain};

/// Options without a value that change nothing about an environment that is in place.
#[rustfmt::skip]
/// Not in `rules/`: they are the grammar of a command line.
const FLAGS: &[&str] = &[
    "--active", "--all-extras", "--all-groups", "--all-packages", "--exact", "--frozen", "--locked", "--native-tls",
    "--no-cache", "--no-config", "--no-default-groups", "--no-dev", "--no-editable", "--no-env-file", "--no-progress",
    "--no-project", "--no-python-downloads", "--no-sync", "--offline", "--quiet", "--verbose", "-n", "-q", "-v",
];

/// Options with a value, likewise.
#[rustfmt::skip]
/// Not in `rules/`: they are the grammar of a command line.
const VALUES: &[&str] = &[
    "--cache-dir", "--color", "--config-file", "--extra", "--group", "--no-extra", "--no-group", "--only-group",
    "--package", "--python", "-p",
];

/// Options that make an environment which does not exist before.
#[rustfmt::skip]
/// Not in `rules/`: they are the grammar of a command line.
const OTHER_ENVIRONMENT: &[&str] = &[
    "--with", "--with-editable", "--with-requirements", "--isolated", "--script", "-s", "-w",
];

/// The command behind the words `uv run`.
pub(super) fn unwrapped(words: &[OsString], lookup: &Lookup<'_>) -> Result<PythonCommand, CommandError> {
    let mut rest = words;
    let mut folder: Option<PathBuf> = None;
    let mut project: Option<PathBuf> = None;
    let mut is_module = false;
    while let Some((word, behind)) = rest.split_first() {
        let text = word.to_string_lossy().into_owned();
        if !text.starts_with('-') {
            break;
        }
        rest = behind;
        let (name, attached) = match text.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(OsString::from(value))),
            None => (text, None),
        };
        let mut value = || {
            let next = attached.clone().or_else(|| rest.first().cloned());
            if attached.is_none() {
                rest = rest.get(1..).unwrap_or_default();
            }
            next.map(PathBuf::from)
                .ok_or_else(|| CommandError::NoValue { option: name.clone() })
        };
        match name.as_str() {
            "--" => break,
            "-m" | "--module" => is_module = true,
            "--directory" => folder = Some(value()?),
            "--project" => project = Some(value()?),
            name if FLAGS.contains(&name) => {}
            name if VALUES.contains(&name) => drop(value()?),
            name if OTHER_ENVIRONMENT.contains(&name) => {
                return Err(CommandError::Uv {
                    option: name.to_owned(),
                });
            }
            name => {
                return Err(CommandError::UvUnknown {
                    option: name.to_owned(),
                });
            }
        }
        if is_module {
            break;
        }
    }
    let base = project.or_else(|| folder.clone());
    let base = base.map_or_else(|| lookup.root().to_owned(), |base| lookup.root().join(base));
    let lookup =
        environment_of(&base).map_or_else(|| lookup.in_environment(&base), |found| lookup.in_environment(&found));
    let (program, args) = rest.split_first().ok_or(CommandError::Empty)?;
    let mut command = if is_module {
        let words: Vec<OsString> = std::iter::once(OsString::from("-m"))
            .chain(rest.iter().cloned())
            .collect();
        interpreter::read(lookup.interpreter(OsStr::new("python"))?, &words, Vec::new())?
    } else {
        plain(program, args, &lookup)?
    };
    command.folder = folder;
    Ok(command)
}

/// The environment that uv keeps for a project.
fn environment_of(project: &Path) -> Option<PathBuf> {
    project
        .ancestors()
        .map(|folder| folder.join(".venv"))
        .find(|folder| folder.join("pyvenv.cfg").is_file())
}
