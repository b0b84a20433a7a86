//! Two copies of a project, as it is and edited, and how a command runs in each. The project itself is only read.
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::OptimizeFailure;
use crate::config::Settings;
use crate::measure::Tree;
use crate::pipeline::planning::everything_heavy;
use crate::pipeline::profiling::{Elsewhere, Profiling};
use crate::pipeline::verifying::KeptFile;
use crate::verify::{self, Linting, NewlySaid, Place, Unable, copy_tree};

/// The copies; they go with this.
pub(super) struct Copies {
    _folder: TempDir,
    original: PathBuf,
    /// Before and after.
    trees: [PathBuf; 2],
    /// The settings of both.
    settings: [Settings; 2],
    /// The folders that modules are imported from, those of the project relative to it.
    path: Vec<PathBuf>,
    /// Where commands run, relative to the project.
    within: PathBuf,
}

impl Copies {
    /// Copies the project as it is.
    pub fn new(settings: &Settings) -> Result<Copies, OptimizeFailure> {
        let folder = tempfile::Builder::new()
            .prefix("dormant-optimize-")
            .tempdir()
            .map_err(Unable::from)?;
        // Python names modules' files without links, and so does the system the working directory.
        let base = folder.path().canonicalize().map_err(Unable::from)?;
        let name = settings.root.file_name().unwrap_or("project".as_ref());
        let trees = ["before", "after"].map(|side| base.join(side).join(name));
        copy_tree(&settings.root, &trees[0]).map_err(Unable::from)?;
        let settings_of = [&trees[0], &trees[1]].map(|tree| moved(settings, tree));
        let (_, mut path) = verify::modules(&settings_of[0]);
        let below = |folder: &PathBuf| folder.strip_prefix(&trees[0]).unwrap_or(folder).to_owned();
        path.extend(settings_of[0].search_path.iter().map(below));
        let here = std::env::current_dir().unwrap_or_default();
        let within = here.strip_prefix(&settings.root).unwrap_or(Path::new("")).to_owned();
        Ok(Copies {
            _folder: folder,
            original: settings.root.clone(),
            trees,
            settings: settings_of,
            path,
            within,
        })
    }

    /// The settings for a copy, with everything called heavy.
    pub fn settings(&self, is_edited: bool) -> &Settings {
        &self.settings[usize::from(is_edited)]
    }

    /// Makes the edited copy.
    pub fn edit(&self, kept: &[KeptFile]) -> Result<(), Unable> {
        // What ran there before may have left something.
        if self.trees[1].exists() {
            std::fs::remove_dir_all(&self.trees[1])?;
        }
        copy_tree(&self.original, &self.trees[1])?;
        for file in kept {
            let path = self.trees[1].join(&file.path);
            match &file.kept {
                Some(bytes) => std::fs::write(path, bytes)?,
                None if path.exists() => std::fs::remove_file(path)?,
                None => {}
            }
        }
        Ok(())
    }

    /// The folder of the edited copy.
    pub fn edited(&self) -> &Path {
        &self.trees[1]
    }

    /// What ruff, as the project sets it up, newly says of the edited files.
    pub fn linter(&self, settings: &Settings, place: &Place, kept: &[KeptFile]) -> Result<Option<NewlySaid>, Unable> {
        let Some(file) = &settings.ruff else { return Ok(None) };
        let edited = kept.iter().filter(|file| file.kept != file.without);
        let files: Vec<PathBuf> = edited.map(|file| file.path.clone()).collect();
        let linting = Linting {
            settings: file,
            root: &self.original,
            files: &files,
        };
        verify::newly_said(place, linting, [&self.trees[0], &self.trees[1]])
    }

    /// Whether the project's files are still what was copied.
    pub fn is_current<'p>(&self, paths: impl Iterator<Item = &'p PathBuf>) -> Result<(), OptimizeFailure> {
        for path in paths {
            let file = self.original.join(path);
            if std::fs::read(&file).ok() != std::fs::read(self.trees[0].join(path)).ok() {
                return Err(OptimizeFailure::Changed(file));
            }
        }
        Ok(())
    }

    /// Where commands run, relative to the tree.
    pub fn within(&self) -> &Path {
        &self.within
    }

    /// A copy as what is measured.
    pub fn tree(&self, is_edited: bool) -> Tree {
        let folder = self.trees[usize::from(is_edited)].clone();
        Tree {
            roots: self.path.iter().map(|below| folder.join(below)).collect(),
            dependencies: Vec::new(),
            folder,
        }
    }

    /// How a command is profiled in a copy.
    pub fn profiling(&self, words: &[OsString], runs: u32, is_edited: bool, timeout: Duration) -> Profiling {
        let tree = self.tree(is_edited);
        Profiling {
            words: self.words(words),
            runs,
            timeout,
            exit_status: 0,
            first_party: None,
            elsewhere: Some(Elsewhere {
                folder: tree.folder.join(&self.within),
                python_path: tree.python_path(),
            }),
        }
    }

    /// A command whose paths into the project lead into whichever copy it runs in.
    pub fn words(&self, words: &[OsString]) -> Vec<OsString> {
        let up: PathBuf = self.within.components().map(|_| "..").collect();
        let word = |word: &OsString| match Path::new(word).strip_prefix(&self.original) {
            // An environment in the project is not copied.
            Ok(below) if self.trees[0].join(below).exists() => up.join(below).into_os_string(),
            _ => word.clone(),
        };
        words.iter().map(word).collect()
    }
}

/// The settings of a project for a copy of it.
fn moved(settings: &Settings, copy: &Path) -> Settings {
    let root = &settings.root;
    let path = |path: &PathBuf| {
        path.strip_prefix(root)
            .map_or_else(|_| path.clone(), |below| copy.join(below))
    };
    // What an environment brings is not copied, and found where it is.
    let existing = |folder: &PathBuf| {
        Some(path(folder))
            .filter(|moved| moved.exists())
            .unwrap_or(folder.clone())
    };
    Settings {
        root: copy.to_owned(),
        src: settings.src.as_ref().map(|folders| folders.iter().map(path).collect()),
        tests: settings
            .tests
            .as_ref()
            .map(|folders| folders.iter().map(path).collect()),
        search_path: settings.search_path.iter().map(existing).collect(),
        python: Some(verify::interpreter(root, settings.python.as_deref())),
        ..everything_heavy(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> (TempDir, Settings) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("shop");
        std::fs::create_dir_all(root.join("src/shop")).expect("a folder");
        std::fs::write(root.join("src/shop/__init__.py"), "x = 1\n").expect("a file");
        let settings = Settings {
            src: Some(vec![root.join("src")]),
            python: Some("/usr/bin/python3".into()),
            search_path: vec![root.join(".venv/site"), "/elsewhere".into()],
            root,
            ..Settings::default()
        };
        (folder, settings)
    }

    #[test]
    fn settings_go_with_the_copy() {
        let (_folder, settings) = project();
        let copies = Copies::new(&settings).expect("copies");
        let moved = copies.settings(false);
        assert!(moved.root.ends_with("before/shop") && moved.root != settings.root);
        assert_eq!(moved.src, Some(vec![moved.root.join("src")]));
        assert_eq!(moved.search_path, settings.search_path);
        let tree = copies.tree(true);
        assert_eq!(tree.roots[0], tree.folder.join("src"));
        let words: Vec<OsString> = ["python".into(), settings.root.join("src/shop/__init__.py").into()].into();
        assert_eq!(
            copies.words(&words),
            ["python", "src/shop/__init__.py"].map(OsString::from)
        );
    }

    #[test]
    fn a_file_that_changed_in_the_meantime_is_named() {
        let (_folder, settings) = project();
        let copies = Copies::new(&settings).expect("copies");
        let path = PathBuf::from("src/shop/__init__.py");
        assert!(copies.is_current([&path].into_iter()).is_ok());
        std::fs::write(settings.root.join(&path), "x = 2\n").expect("a file");
        let error = copies.is_current([&path].into_iter()).expect_err("it changed");
        assert!(error.to_string().contains("changed in the meantime"), "{error}");
    }
}
