//! Finding a Python to run programs with.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::run::run;

/// An interpreter that was seen to work.
#[derive(Debug, Clone)]
pub struct Python {
    /// Where it is; a bare name where it is on the path.
    pub path: PathBuf,
    /// Its version, such as (3, 12).
    pub version: (u32, u32),
}

impl Python {
    /// A command of it, in `folder`, with `path` as its module search path, and nothing left behind in the folder.
    pub fn command(&self, folder: &Path, path: &[PathBuf]) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(folder);
        if let Ok(joined) = std::env::join_paths(path) {
            command.env("PYTHONPATH", joined);
        }
        command
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONHASHSEED", "0")
            .env_remove("PYTHONWARNINGS");
        command
    }

    /// The folder of this name under `target/` in which a package is, with others; they are installed there once.
    ///
    /// # Errors
    /// What pip says, where it cannot install them.
    pub fn installed(&self, folder: &Path, package: &str, packages: &[&str]) -> Result<PathBuf, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(folder);
        if !folder.join(package).exists() {
            let install = [
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--target",
            ];
            let done = run(Command::new(&self.path).args(install).arg(&folder).args(packages));
            if done.status != 0 {
                return Err(format!("pip cannot install {package}: {}", done.all().trim()));
            }
        }
        Ok(folder)
    }
}

/// The Python of the tests: `DORMANT_TEST_PYTHON`, else the first that works of `python3.12`, pyenv's 3.12 and `python3`.
/// Printed once. `None`, with the reason printed, where there is none of 3.9 or later.
pub fn python() -> Option<&'static Python> {
    static FOUND: OnceLock<Option<Python>> = OnceLock::new();
    FOUND
        .get_or_init(|| {
            let found = candidates().iter().find_map(|path| probe(path));
            match &found {
                Some(python) => eprintln!("tests use {} ({:?})", python.path.display(), python.version),
                None => eprintln!("no Python of 3.9 or later: set DORMANT_TEST_PYTHON to one"),
            }
            found
        })
        .as_ref()
}

fn candidates() -> Vec<PathBuf> {
    if let Some(named) = std::env::var_os("DORMANT_TEST_PYTHON") {
        return vec![named.into()];
    }
    let mut all = vec![PathBuf::from("python3.12")];
    // pyenv puts a shim on the path that fails where the version is not chosen: look behind it.
    let pyenv = std::env::var_os("PYENV_ROOT")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv")));
    if let Some(versions) = pyenv.and_then(|root| std::fs::read_dir(root.join("versions")).ok()) {
        let mut found: Vec<PathBuf> = versions
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with("3.12"))
            .map(|entry| entry.path().join("bin/python3"))
            .collect();
        found.sort();
        all.extend(found.pop());
    }
    all.push("python3".into());
    all
}

/// The interpreter at `path`, if it starts and is 3.9 or later.
pub fn probe(path: &Path) -> Option<Python> {
    let done = run(Command::new(path).args(["-c", "import sys; print(*sys.version_info[:2])"]));
    let mut numbers = done.stdout.split_whitespace().map(|part| part.parse().ok());
    let version = (numbers.next()??, numbers.next()??);
    (done.status == 0 && version >= (3, 9)).then(|| Python {
        path: path.to_path_buf(),
        version,
    })
}
