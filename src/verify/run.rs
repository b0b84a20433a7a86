//! Running programs with a tree first on Python's path.
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::changes::NoSense;
use crate::process::{Done, Handler, Job, ProcessError};

/// Why something could not be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum Unable {
    /// A program could not be run, or the user interrupted.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// Some of the edits make no sense alone.
    #[error(transparent)]
    Edits(#[from] NoSense),
    /// Anything else, in one sentence.
    #[error("{0}")]
    Other(String),
}

/// How programs are run: the same for both trees.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder of the project, by which a line may name its files.
    pub root: PathBuf,
    /// The project's interpreter.
    pub python: PathBuf,
    /// Folders to put first on Python's path; relative ones are counted from the tree.
    pub path: Vec<PathBuf>,
    /// How long one program may run.
    pub timeout: Duration,
}

impl Place {
    /// A program that sees the tree.
    pub(super) fn job(&self, program: impl Into<PathBuf>, tree: &Path) -> Job {
        let mut path: Vec<PathBuf> = self.path.iter().map(|folder| tree.join(folder)).collect();
        if let Some(more) = std::env::var_os("PYTHONPATH") {
            path.extend(std::env::split_paths(&more).filter(|path| !path.as_os_str().is_empty()));
        }
        let mut programs: Vec<PathBuf> = self.python.parent().map(Path::to_owned).into_iter().collect();
        programs.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        Job::new(program)
            .folder(tree)
            .timeout(self.timeout)
            .env("PYTHONPATH", joined(&path))
            .env("PATH", joined(&programs))
            .env("PYTHONHASHSEED", "0")
    }

    /// A line that a shell understands, or the cold start of a function, run in the tree. Where it names files of the project in full,
    /// those of the tree are meant.
    pub fn run_line(&self, line: &str, tree: &Path) -> Job {
        let line = &within(line, &self.root, tree);
        if let Some(Ok(handler)) = Handler::of_line(line, tree) {
            return self.job(&self.python, tree).arg("-c").arg(handler.code());
        }
        if cfg!(windows) {
            self.job("cmd", tree).args(["/C", line])
        } else {
            self.job("/bin/sh", tree).args(["-c", line])
        }
    }

    /// Runs a Python script that has to succeed.
    pub(super) fn script(&self, script: &Path, args: &[OsString], tree: &Path) -> Result<Done, Unable> {
        let done = self.job(&self.python, tree).arg(script).args(args).run()?;
        if done.ending.is_success() {
            return Ok(done);
        }
        Err(Unable::Other(format!(
            "{}: looking at the modules failed: {}",
            self.python.display(),
            done.failure()
        )))
    }
}

/// A line with the paths below one folder leading below another one, as far as they are there: environments, which are not copied,
/// are what they were.
fn within(line: &str, root: &Path, tree: &Path) -> String {
    const ENDS: &str = " \t\n'\"`;&|()<>:,=";
    let Some(named) = root.to_str().filter(|root| root.len() > 1) else {
        return line.to_owned();
    };
    let mut found = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(named) {
        let (before, from) = rest.split_at(at);
        let (_, behind) = from.split_at(named.len());
        let below = behind.split(|letter| ENDS.contains(letter)).next().unwrap_or_default();
        let starts = before.chars().next_back().is_none_or(|letter| ENDS.contains(letter));
        let moved = below.strip_prefix('/').map(|below| tree.join(below));
        let moved = moved.or_else(|| below.is_empty().then(|| tree.to_owned()));
        found += before;
        match moved.filter(|moved| starts && moved.exists()) {
            Some(moved) => found += &moved.to_string_lossy(),
            None => found += &from[..named.len() + below.len()],
        }
        rest = &behind[below.len()..];
    }
    found + rest
}

fn joined(paths: &[PathBuf]) -> OsString {
    std::env::join_paths(paths).unwrap_or_default()
}

/// The interpreter of a project: the given one (a file, a folder with an environment, or a name on `PATH`), that of the active
/// environment, of a `.venv`, `venv` or `env` in the project, or `python3`.
pub fn interpreter(root: &Path, given: Option<&Path>) -> PathBuf {
    let within = |folder: &Path| {
        let names = ["bin/python", "bin/python3", "Scripts/python.exe", "python.exe"];
        names.iter().map(|name| folder.join(name)).find(|path| path.is_file())
    };
    if let Some(given) = given {
        return if given.is_dir() {
            within(given).unwrap_or_else(|| given.to_owned())
        } else {
            given.to_owned()
        };
    }
    let active = ["VIRTUAL_ENV", "CONDA_PREFIX"]
        .into_iter()
        .filter_map(std::env::var_os)
        .map(PathBuf::from);
    let own = root
        .ancestors()
        .flat_map(|above| [".venv", "venv", "env"].map(|name| above.join(name)));
    let folders = active.chain(own.filter(|folder| folder.join("pyvenv.cfg").is_file()));
    folders
        .filter_map(|folder| within(&folder))
        .next()
        .unwrap_or_else(|| "python3".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_project_are_those_of_the_tree() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (root, tree) = (Path::new("/home/me/shop"), folder.path());
        std::fs::create_dir_all(tree.join("src/shop")).expect("a folder");
        std::fs::write(tree.join("run.py"), "").expect("a file");
        let line = |text: &str| within(text, root, tree);
        let there = tree.to_str().expect("a path");
        assert_eq!(
            line("python /home/me/shop/run.py --help"),
            format!("python {there}/run.py --help")
        );
        assert_eq!(
            line("PYTHONPATH=/home/me/shop/src:/home/me/shop/lib mypy '/home/me/shop/src/shop'"),
            format!("PYTHONPATH={there}/src:/home/me/shop/lib mypy '{there}/src/shop'")
        );
        assert_eq!(line("cd /home/me/shop && pytest"), format!("cd {there} && pytest"));
        for same in [
            "/home/me/shop/.venv/bin/pytest",
            "ls /home/me/shopping /else/home/me/shop",
            "pytest tests",
        ] {
            assert_eq!(line(same), same);
        }
    }
}
