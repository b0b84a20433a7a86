//! Where programs lie: beside the given Python, in the virtual environment, on the path.
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::CommandError;
use crate::project::{Surroundings, environment};

/// The folders in which bare names are looked for.
pub(super) struct Lookup<'a> {
    python: Option<PathBuf>,
    folders: Vec<PathBuf>,
    root: &'a Path,
    surroundings: &'a Surroundings,
}

/// Not in `rules/`: a virtual environment has these, on each system.
const PROGRAMS: [&str; 2] = ["bin", "Scripts"];

impl<'a> Lookup<'a> {
    pub fn new(python: Option<&Path>, root: &'a Path, surroundings: &'a Surroundings) -> Lookup<'a> {
        let mut lookup = Lookup {
            python: None,
            folders: Vec::new(),
            root,
            surroundings,
        };
        // The folder of an environment is as good as its interpreter.
        let python = python.map(|python| {
            let inside = PROGRAMS.map(|programs| python.join(programs).join("python"));
            inside
                .into_iter()
                .find(|path| path.is_file())
                .unwrap_or_else(|| python.to_owned())
        });
        let environments = [&surroundings.virtual_env, &surroundings.conda_prefix];
        let own = root
            .ancestors()
            .flat_map(|above| [".venv", "venv", "env"].map(|name| above.join(name)))
            .filter(|folder| folder.join("pyvenv.cfg").is_file());
        let environments = environments.into_iter().flatten().cloned().chain(own);
        let of_environments: Vec<PathBuf> = environments
            .flat_map(|folder| PROGRAMS.map(|programs| folder.join(programs)))
            .collect();
        lookup.folders.extend(of_environments);
        lookup.folders.extend(surroundings.path.iter().cloned());
        lookup.python = python.map(|python| {
            let is_bare = python.components().count() == 1 && !python.exists();
            let found = is_bare.then(|| lookup.find(python.as_os_str())).flatten();
            found.unwrap_or(python)
        });
        if let Some(folder) = lookup.python.as_deref().and_then(Path::parent) {
            lookup.folders.insert(0, folder.to_owned());
        }
        lookup
    }

    /// A lookup that begins in another environment.
    pub fn in_environment(&self, folder: &Path) -> Lookup<'a> {
        let mut folders: Vec<PathBuf> = PROGRAMS.map(|programs| folder.join(programs)).to_vec();
        folders.extend(self.folders.iter().cloned());
        Lookup {
            python: None,
            folders,
            root: self.root,
            surroundings: self.surroundings,
        }
    }

    /// The folder from which the project is found.
    pub fn root(&self) -> &'a Path {
        self.root
    }

    /// The interpreter that a word such as `python3` means.
    pub fn interpreter(&self, word: &OsStr) -> Result<PathBuf, CommandError> {
        let is_any = word == "python" || word == "python3";
        match self.python.clone().filter(|_| is_any) {
            Some(python) => existing(python),
            None => self.program(word),
        }
    }

    /// The interpreter for what names none.
    pub fn default_interpreter(&self) -> Result<PathBuf, CommandError> {
        self.interpreter(OsStr::new("python3"))
            .or_else(|error| self.interpreter(OsStr::new("python")).map_err(|_| error))
    }

    /// The file that a program's name means. A plain `.py` file in the working directory is one, too.
    pub fn program(&self, word: &OsStr) -> Result<PathBuf, CommandError> {
        let path = PathBuf::from(word);
        let is_path = path.components().count() > 1 || path.is_absolute();
        if is_path || path.extension().is_some_and(|end| end == "py") && path.is_file() {
            return existing(path);
        }
        let found = self.find(word).ok_or_else(|| CommandError::NotFound {
            program: word.to_string_lossy().into_owned(),
        })?;
        Ok(environment::behind_shim(&found, self.root, self.surroundings).unwrap_or(found))
    }

    /// The first executable of that name.
    fn find(&self, name: &OsStr) -> Option<PathBuf> {
        let names = [PathBuf::from(name), PathBuf::from(name).with_extension("exe")];
        let paths = self
            .folders
            .iter()
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)));
        paths.into_iter().find(|path| path.is_file() && is_executable(path))
    }
}

fn existing(path: PathBuf) -> Result<PathBuf, CommandError> {
    if path.exists() {
        Ok(path)
    } else {
        Err(CommandError::NoFile { path })
    }
}

/// Whether a file may be executed; every file where the system does not say.
pub(super) fn is_executable(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        path.metadata()
            .is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
    }
    #[cfg(not(unix))]
    {
        path.exists()
    }
}
