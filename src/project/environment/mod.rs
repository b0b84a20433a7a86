//! Where the standard library and the installed packages are, from files and variables alone: no interpreter is run, so
//! what only a running one knows (a `sitecustomize`, code in `.pth` files, `PYTHONPATH`) is not seen.
mod editable;
mod installation;
mod prefix;
mod pth;
mod pyenv;
mod venv;

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::ReadError;
use installation::Installation;

/// What one Python can import besides the project's own modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// The version of the interpreter, such as `(3, 12)`, where it is known.
    pub version: Option<(u8, u8)>,
    /// The folder with the standard library's sources.
    pub stdlib: Option<PathBuf>,
    /// The folders of installed packages, in the order of `sys.path`, with what `.pth` files add.
    pub site: Vec<PathBuf>,
    /// Modules that an editable installation maps to a path (that of the package's folder, or of the file with or without
    /// its suffix).
    pub mapping: Vec<(String, PathBuf)>,
    /// Namespace packages that an editable installation makes, with the folders that it adds to each; there may be none.
    pub namespaces: Vec<(String, Vec<PathBuf>)>,
    /// How it was found, for people.
    pub source: String,
}

/// The variables of the process that say which Python is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `$VIRTUAL_ENV`.
    pub virtual_env: Option<PathBuf>,
    /// `$CONDA_PREFIX`.
    pub conda_prefix: Option<PathBuf>,
    /// The folders of `$PATH`.
    pub path: Vec<PathBuf>,
    /// `$PYENV_ROOT`.
    pub pyenv_root: Option<PathBuf>,
    /// `$PYENV_VERSION`.
    pub pyenv_version: Option<String>,
    /// `$HOME`, below which a user's own packages are; `None` also where `$PYTHONNOUSERSITE` is set.
    pub home: Option<PathBuf>,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Surroundings {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = |name: &str| variable(name).map(PathBuf::from);
        Surroundings {
            virtual_env: folder("VIRTUAL_ENV"),
            conda_prefix: folder("CONDA_PREFIX"),
            path: variable("PATH")
                .map(|path: OsString| std::env::split_paths(&path).collect())
                .unwrap_or_default(),
            pyenv_root: folder("PYENV_ROOT"),
            pyenv_version: variable("PYENV_VERSION").and_then(|value| value.into_string().ok()),
            home: folder("HOME").filter(|_| variable("PYTHONNOUSERSITE").is_none()),
        }
    }
}

impl Environment {
    /// Finds the environment of a project: the given interpreter or folder, the activated virtual or conda environment, a
    /// `.venv`, `venv` or `env` in `root` or above (up to the top of the repository), `python3` on the path. Nothing found
    /// is an empty environment.
    ///
    /// Fails only where `python` is given and is none.
    pub fn find(root: &Path, python: Option<&Path>, surroundings: &Surroundings) -> Result<Environment, ReadError> {
        if let Some(python) = python {
            // A bare name such as `python3.12` is looked up as a shell would.
            let on_path = || {
                surroundings
                    .path
                    .iter()
                    .map(|folder| folder.join(python))
                    .find(|path| path.is_file())
            };
            let is_bare = python.components().count() == 1 && !python.exists();
            let python = &is_bare.then(on_path).flatten().unwrap_or_else(|| python.to_owned());
            let installation = if python.is_dir() {
                prefix::in_folder(python, surroundings)
            } else {
                prefix::of_interpreter(python, root, surroundings)
            };
            return match installation {
                Some(found) => Ok(complete(found, format!("{}, as given", python.display()))),
                None => Err(not_found(python)),
            };
        }
        let named = [
            (&surroundings.virtual_env, "VIRTUAL_ENV"),
            (&surroundings.conda_prefix, "CONDA_PREFIX"),
        ];
        for (folder, variable) in named {
            if let Some(folder) = folder
                && let Some(found) = prefix::in_folder(folder, surroundings)
            {
                return Ok(complete(found, format!("{}, from {variable}", folder.display())));
            }
        }
        for folder in up_to_repository(root).flat_map(|above| [".venv", "venv", "env"].map(|name| above.join(name))) {
            let is_environment = folder.join("pyvenv.cfg").is_file() || folder.join("conda-meta").is_dir();
            if is_environment && let Some(found) = prefix::in_folder(&folder, surroundings) {
                return Ok(complete(found, format!("the virtual environment {}", folder.display())));
            }
        }
        for interpreter in surroundings
            .path
            .iter()
            .flat_map(|folder| ["python3", "python3.exe", "python.exe"].map(|name| folder.join(name)))
        {
            if interpreter.is_file()
                && let Some(found) = prefix::of_interpreter(&interpreter, root, surroundings)
            {
                let which = pyenv::is_shim(&interpreter)
                    .then(|| found.stdlib.as_deref().map(|at| format!(" ({})", at.display())));
                let source = format!(
                    "{}{}, the first on PATH",
                    interpreter.display(),
                    which.flatten().unwrap_or_default()
                );
                return Ok(complete(found, source));
            }
        }
        Ok(Environment {
            source: "no Python found".to_owned(),
            ..Environment::default()
        })
    }
}

/// The program that one of pyenv's shims stands for; `None` for every other program.
pub fn behind_shim(program: &Path, root: &Path, surroundings: &Surroundings) -> Option<PathBuf> {
    let name = program.file_name().filter(|_| pyenv::is_shim(program))?;
    let folders = pyenv::installations(program, root, surroundings);
    let mut found = folders.iter().map(|folder| folder.join("bin").join(name));
    found.find(|path| path.is_file())
}

/// `root` and the folders above it, ending with the one that holds `.git`, where one does.
fn up_to_repository(root: &Path) -> impl Iterator<Item = &Path> {
    let top = root.ancestors().find(|folder| folder.join(".git").exists());
    root.ancestors()
        .take_while(move |folder| top.is_none_or(|top| folder.starts_with(top)))
}

/// Adds what the `.pth` files of the installation say.
fn complete(installation: Installation, source: String) -> Environment {
    let mut environment = Environment {
        version: installation.version,
        stdlib: installation.stdlib,
        source,
        ..Environment::default()
    };
    for folder in installation.site {
        pth::add_site_folder(&mut environment, &folder);
    }
    environment
}

fn not_found(python: &Path) -> ReadError {
    let message = if python.is_dir() {
        "neither a virtual environment nor the folder of a Python"
    } else if python.exists() {
        "no Python whose library can be found"
    } else {
        "no such interpreter or folder"
    };
    ReadError {
        path: python.to_owned(),
        line: None,
        message: message.to_owned(),
    }
}

/// The path without `.` and `..`, by its text alone as Python's `abspath` does.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(result.pop()),
            Component::CurDir => {}
            other => result.push(other),
        }
    }
    result
}

#[cfg(test)]
mod tests;
