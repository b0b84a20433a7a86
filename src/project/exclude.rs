//! The patterns of paths that are left out. Knows paths only, and reads no folder.
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The patterns of the setting `exclude`.
#[derive(Clone)]
pub(super) struct Excluded {
    patterns: Gitignore,
    root: PathBuf,
}

impl Excluded {
    /// The patterns, as in a `.gitignore` in `root`; those that are none become problems.
    pub fn new(patterns: &[String], root: &Path, problems: &mut BTreeSet<(PathBuf, String)>) -> Excluded {
        let root = absolute(root).unwrap_or_else(|_| root.to_owned());
        let mut builder = GitignoreBuilder::new(&root);
        for pattern in patterns {
            if let Err(error) = builder.add_line(None, pattern) {
                problems.insert((root.clone(), format!("exclude pattern {pattern:?}: {}", plain(&error))));
            }
        }
        Excluded {
            patterns: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            root,
        }
    }

    /// Whether a pattern names this very path.
    pub fn is_match(&self, path: &Path, is_folder: bool) -> bool {
        // Patterns are relative to the root; of a path elsewhere only its last part can be compared.
        let relative = path
            .strip_prefix(&self.root)
            .ok()
            .or_else(|| path.file_name().map(Path::new));
        relative.is_some_and(|relative| self.patterns.matched(relative, is_folder).is_ignore())
    }

    /// Whether a pattern with `!` says that this very path is not left out.
    pub fn takes_back(&self, path: &Path, is_folder: bool) -> bool {
        let relative = path.strip_prefix(&self.root);
        relative.is_ok_and(|relative| self.patterns.matched(relative, is_folder).is_whitelist())
    }

    /// Whether a path that was given itself, or a folder above it within the root, is excluded.
    pub fn holds(&self, path: &Path) -> bool {
        let above = path
            .ancestors()
            .skip(1)
            .take_while(|folder| folder.starts_with(&self.root) && *folder != self.root);
        self.is_match(path, path.is_dir()) || above.into_iter().any(|folder| self.is_match(folder, true))
    }
}

/// The absolute form of a path; links are resolved only where `..` makes that necessary.
pub fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    if path.components().any(|part| part == Component::ParentDir) {
        path.canonicalize()
    } else {
        std::path::absolute(path)
    }
}

/// What is wrong with a pattern or an ignore file, without its place.
pub(super) fn plain(error: &ignore::Error) -> String {
    match error {
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => plain(err),
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_relative_to_the_root() {
        let mut problems = BTreeSet::new();
        let patterns = ["/gen", "*_pb2.py", "docs/*.py", "!keep_pb2.py"].map(str::to_owned);
        let excluded = Excluded::new(&patterns, Path::new("/srv/app"), &mut problems);
        for path in ["gen", "gen/a.py", "src/x_pb2.py", "docs/conf.py"] {
            assert!(excluded.holds(&Path::new("/srv/app").join(path)), "{path}");
        }
        for path in ["src/gen/a.py", "keep_pb2.py", "docs/sub/conf.py", "a.py"] {
            assert!(!excluded.holds(&Path::new("/srv/app").join(path)), "{path}");
        }
        assert!(excluded.holds(Path::new("/elsewhere/x_pb2.py")));
        assert!(!excluded.holds(Path::new("/work")) && !excluded.holds(Path::new("/")));
        assert!(problems.is_empty());
    }
}
