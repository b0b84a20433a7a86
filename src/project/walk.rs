//! Finding the Python files under the given paths. Looks at names and ignore files only, never into a source.
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use rustc_hash::FxHashMap;

use super::entries::each;
use super::exclude::{Excluded, absolute, plain};
use super::real::RealPaths;

/// What lies under some paths. All paths are absolute, sorted, and each file is there once, however many links lead to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Python files: `*.py`, and every file that was given itself.
    pub files: Vec<PathBuf>,
    /// Type stubs: `*.pyi`.
    pub stubs: Vec<PathBuf>,
    /// What could not be looked at, and why.
    pub problems: Vec<(PathBuf, String)>,
}

/// Folders that hold no sources of the project, wherever they are. Hidden folders are skipped anyway.
/// Not in `rules/`: they are folders: `exclude` in the settings says others.
const SKIPPED: &[&str] = &["__pycache__", "__pypackages__", "node_modules", "site-packages"];

/// Folders with built or installed copies, unless they are Python packages: there are packages called `build` and `venv`.
/// Not in `rules/`: they are folders: `exclude` in the settings says others.
const SKIPPED_UNLESS_PACKAGES: &[&str] = &["_build", "build", "buck-out", "dist", "venv"];

/// Finds the files in `paths` (relative ones are relative to the working directory).
///
/// Git's ignore files count, outside of repositories too; hidden files, virtual environments and build folders are skipped.
/// None of that applies to what is given itself; `exclude` (patterns as in a `.gitignore` in `root`) always applies.
/// Symbolic links are followed where they stay under `root` or a given path.
pub fn walk(paths: &[PathBuf], exclude: &[String], root: &Path) -> Walk {
    Walks::default().walk(paths, exclude, root)
}

/// What was seen of folders by the walks of one run: no folder is gone through twice.
#[derive(Debug, Default)]
pub struct Walks {
    seen: Mutex<HashMap<Walked, Arc<Seen>>>,
    environments: Environments,
}

/// A folder, and what is left out below it: patterns, and the folder that they count from.
type Walked = (PathBuf, Vec<String>, PathBuf);

/// What lies below a folder.
#[derive(Debug, Default)]
struct Seen {
    /// Python files and stubs, and whether each is a link.
    files: Vec<(PathBuf, bool)>,
    /// The folders that were gone through.
    folders: HashSet<PathBuf>,
    problems: Vec<(PathBuf, String)>,
    /// Whether there are links: which of them are followed depends on what else is looked at.
    has_links: bool,
}

impl Walks {
    /// As [`walk()`], with what is known from before.
    pub fn walk(&self, paths: &[PathBuf], exclude: &[String], root: &Path) -> Walk {
        let mut problems = BTreeSet::new();
        let excluded = Excluded::new(exclude, root, &mut problems);
        let mut given = Vec::new();
        for path in paths {
            match absolute(path).and_then(|path| path.metadata().map(|metadata| (path, metadata))) {
                Ok((path, _)) if excluded.holds(&path) => drop(path),
                Ok((path, metadata)) => given.push((path, metadata.is_dir())),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    problems.insert((path.clone(), "no such file or folder".to_owned()));
                }
                Err(error) => {
                    problems.insert((path.clone(), error.to_string()));
                }
            }
        }
        let mut inside: Vec<PathBuf> = given.iter().filter_map(|(path, _)| path.canonicalize().ok()).collect();
        inside.extend(root.canonicalize().ok());

        let mut found = Found::default();
        let mut done: Vec<Arc<Seen>> = Vec::new();
        for (path, is_folder) in given {
            if !is_folder {
                found.add_given(path);
            } else if !done.iter().any(|seen| seen.covers(&path)) {
                let seen = self.seen(&path, exclude, root, &excluded, &inside);
                for (file, is_link) in &seen.files {
                    found.add(file.clone(), *is_link);
                }
                problems.extend(seen.problems.iter().cloned());
                done.push(seen);
            }
        }
        let (stubs, files) = found
            .files
            .into_values()
            .map(|(_, path)| path)
            .partition(|path: &PathBuf| has_suffix(path, "pyi"));
        let mut walk = Walk {
            files,
            stubs,
            problems: problems.into_iter().collect(),
        };
        walk.files.sort();
        walk.stubs.sort();
        walk
    }

    /// The environments among the folders that were looked at.
    pub(super) fn environments(&self) -> Environments {
        self.environments.clone()
    }

    fn seen(
        &self,
        folder: &Path,
        exclude: &[String],
        root: &Path,
        excluded: &Excluded,
        inside: &[PathBuf],
    ) -> Arc<Seen> {
        let key = (folder.to_owned(), exclude.to_vec(), root.to_owned());
        let known = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = known().get(&key) {
            return Arc::clone(seen);
        }
        let seen = Arc::new(Seen::new(folder, excluded, inside, &self.environments));
        if !seen.has_links {
            known().insert(key, Arc::clone(&seen));
        }
        seen
    }
}

impl Seen {
    /// Whether a folder below was gone through as it would be by itself.
    fn covers(&self, folder: &Path) -> bool {
        !self.has_links && self.folders.contains(folder)
    }

    fn new(folder: &Path, excluded: &Excluded, inside: &[PathBuf], environments: &Environments) -> Seen {
        let (patterns, bounds, environments) = (excluded.clone(), inside.to_vec(), environments.clone());
        let has_links = Arc::new(AtomicBool::new(false));
        let links = Arc::clone(&has_links);
        let mut builder = WalkBuilder::new(folder);
        builder
            .follow_links(true)
            .require_git(false)
            .filter_entry(move |entry| {
                if entry.path_is_symlink() {
                    links.store(true, Ordering::Relaxed);
                }
                entry.depth() == 0 || is_wanted(entry, &patterns, &bounds, &environments)
            });
        let mut seen = Seen::default();
        each(&mut builder, |entry| match entry {
            Ok(entry) => {
                let (path, kind) = (entry.path(), entry.file_type());
                if kind.is_some_and(|kind| kind.is_dir()) {
                    seen.folders.insert(entry.into_path());
                } else if kind.is_some_and(|kind| kind.is_file()) && (has_suffix(path, "py") || has_suffix(path, "pyi"))
                {
                    let is_link = entry.path_is_symlink();
                    seen.files.push((entry.into_path(), is_link));
                }
            }
            Err(error) => seen.problems.push(problem(&error, folder)),
        });
        seen.has_links = has_links.load(Ordering::Relaxed);
        seen
    }
}

/// Whether an entry may be of the project; a folder may not where it holds what is installed or built.
pub(super) fn is_wanted(
    entry: &DirEntry,
    excluded: &Excluded,
    inside: &[PathBuf],
    environments: &Environments,
) -> bool {
    let path = entry.path();
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    if excluded.is_match(path, is_folder) {
        return false;
    }
    if entry.path_is_symlink()
        && !path
            .canonicalize()
            .is_ok_and(|real| inside.iter().any(|base| real.starts_with(base)))
    {
        return false;
    }
    let Some(name) = entry.file_name().to_str().filter(|_| is_folder) else {
        return true;
    };
    let is_skipped = SKIPPED.contains(&name)
        || (SKIPPED_UNLESS_PACKAGES.contains(&name) && !path.join("__init__.py").is_file())
        || environments.holds(path);
    !is_skipped
}

/// Which folders are environments, of those that the walks of one run came to: to look takes two questions to the system.
#[derive(Debug, Clone, Default)]
pub(super) struct Environments(Arc<Mutex<FxHashMap<PathBuf, bool>>>);

impl Environments {
    fn holds(&self, folder: &Path) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *known
            .entry(folder.to_owned())
            .or_insert_with(|| folder.join("pyvenv.cfg").is_file() || folder.join("conda-meta").is_dir())
    }
}

/// The files so far, by what they really are; of several names of one file, one without links, then the first, is kept.
#[derive(Default)]
struct Found {
    files: BTreeMap<PathBuf, (bool, PathBuf)>,
    real: RealPaths,
}

impl Found {
    /// A file that was given itself, which may be a link.
    fn add_given(&mut self, path: PathBuf) {
        self.insert(self.real.of(&path), true, path);
    }

    /// A file in a folder.
    fn add(&mut self, path: PathBuf, is_link: bool) {
        let real = match is_link {
            true => self.real.of(&path),
            false => self.real.of_entry(&path),
        };
        self.insert(real, is_link, path);
    }

    fn insert(&mut self, real: Option<PathBuf>, is_link: bool, path: PathBuf) {
        let real = real.unwrap_or_else(|| path.clone());
        let entry = (is_link || real != path, path);
        match self.files.get_mut(&real) {
            Some(known) if *known > entry => *known = entry,
            Some(_) => {}
            None => drop(self.files.insert(real, entry)),
        }
    }
}

fn has_suffix(path: &Path, suffix: &str) -> bool {
    path.extension().is_some_and(|extension| extension == suffix)
}

/// Where a walk failed, and why, for people.
fn problem(error: &ignore::Error, folder: &Path) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => (path.clone(), plain(err)),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => problem(err, folder),
        ignore::Error::Loop { ancestor, child } => (
            child.clone(),
            format!("a symbolic link that leads back to {}", ancestor.display()),
        ),
        other => (folder.to_owned(), plain(other)),
    }
}

#[cfg(test)]
mod tests;
