//! Which files are read, but neither edited nor reported, although they lie under the given paths: copies of other people's packages,
//! and what the project's linter leaves out. Knows paths and patterns only.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::exclude::{Excluded, absolute};

/// Folders with copies of other people's packages, which their next version replaces.
/// Not in `rules/`: they are folders: `exclude` in the settings says others, and with `!` that one is the project's own.
const VENDORED: [&str; 7] = [
    "_vendor",
    "_vendored",
    "third_party",
    "thirdparty",
    "vendor",
    "vendored",
    "_third_party",
];

/// Why a file is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spare {
    /// It lies in a folder for copies of other people's packages.
    Vendored,
    /// The project's linter leaves it out.
    Linter,
}

/// What is spared in one project.
pub struct Spared {
    root: PathBuf,
    given: Vec<PathBuf>,
    excluded: Excluded,
    by_linter: Vec<(PathBuf, GlobSet)>,
}

impl Spared {
    /// What is spared in the project in `root`, where `given` is looked at. `exclude` are the patterns of the settings, `by_linter` those
    /// of the linter, each with the folder that they count from.
    pub fn new(root: &Path, given: &[PathBuf], exclude: &[String], by_linter: &[(PathBuf, Vec<String>)]) -> Spared {
        let plain = |path: &PathBuf| absolute(path).unwrap_or_else(|_| path.clone());
        let set = |(folder, patterns): &(PathBuf, Vec<String>)| (folder.clone(), set(folder, patterns));
        Spared {
            root: plain(&root.to_owned()),
            given: given.iter().map(plain).filter(|path| path.is_dir()).collect(),
            // What is wrong with a pattern is told where it excludes.
            excluded: Excluded::new(exclude, root, &mut BTreeSet::new()),
            by_linter: by_linter.iter().map(set).collect(),
        }
    }

    /// Why a file is left as it is: it, or a folder around it, is spared, and neither a `!pattern` of `exclude` nor a given folder in
    /// there asks for it. A file that is given itself does not: hooks are given whatever has changed.
    pub fn why(&self, file: &Path) -> Option<Spare> {
        let below = |path: &&Path| path.starts_with(&self.root) && **path != *self.root;
        let around: Vec<&Path> = file.ancestors().take_while(below).collect();
        for (at, path) in around.iter().enumerate() {
            let Some(spare) = self.why_itself(path, at > 0) else {
                continue;
            };
            let is_asked_for = self.given.iter().any(|given| given.starts_with(path))
                || around[..=at]
                    .iter()
                    .enumerate()
                    .any(|(depth, inner)| self.excluded.takes_back(inner, depth > 0));
            return (!is_asked_for).then_some(spare);
        }
        None
    }

    fn why_itself(&self, path: &Path, is_folder: bool) -> Option<Spare> {
        let name = path.file_name()?.to_str()?;
        if is_folder && VENDORED.contains(&name) {
            return Some(Spare::Vendored);
        }
        let mut sets = self.by_linter.iter();
        sets.any(|(_, set)| set.is_match(path) || set.is_match(name))
            .then_some(Spare::Linter)
    }
}

/// Patterns as ruff reads them: of a name anywhere, or of a path from the folder of the file that they stand in; a `*` also stands for
/// several folders.
fn set(folder: &Path, patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    let folder = folder.to_string_lossy();
    for pattern in patterns {
        let pattern = pattern.trim_end_matches('/');
        let inside = format!("{}/{}", globset::escape(&folder), pattern.trim_start_matches("./"));
        for glob in [Glob::new(pattern), Glob::new(&inside)].into_iter().flatten() {
            builder.add(glob);
        }
    }
    builder.build().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spared(given: &[&str], exclude: &[&str], by_ruff: &[&str]) -> (tempfile::TempDir, Spared) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        for path in ["app/_vendor/lib", "tests/data/deep", "vendor"] {
            std::fs::create_dir_all(root.join(path)).unwrap();
        }
        std::fs::write(root.join("app/_vendor/six.py"), "").unwrap();
        let given: Vec<PathBuf> = given.iter().map(|path| root.join(path)).collect();
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let found = Spared::new(&root, &given, &words(exclude), &[(root.clone(), words(by_ruff))]);
        (folder, found)
    }

    fn why(spared: &(tempfile::TempDir, Spared), path: &str) -> Option<Spare> {
        spared.1.why(&spared.0.path().join(path))
    }

    #[test]
    fn copies_of_others_and_what_the_linter_leaves_out() {
        let found = spared(&[""], &[], &["bad_*.py", "tests/data/*.py", "./gen", "docs/"]);
        for path in ["app/_vendor/lib/a.py", "app/_vendor/six.py", "vendor/a.py"] {
            assert_eq!(why(&found, path), Some(Spare::Vendored), "{path}");
        }
        for path in [
            "app/bad_one.py",
            "tests/data/a.py",
            "tests/data/deep/a.py",
            "gen/a.py",
            "docs/conf.py",
        ] {
            assert_eq!(why(&found, path), Some(Spare::Linter), "{path}");
        }
        for path in [
            "app/a.py",
            "app/vendor.py",
            "app/gen/a.py",
            "tests/a.py",
            "app/tests/data/a.py",
        ] {
            assert_eq!(why(&found, path), None, "{path}");
        }
    }

    #[test]
    fn a_folder_inside_asks_for_it_and_a_file_does_not() {
        let one = "app/_vendor/lib/a.py";
        assert_eq!(why(&spared(&["app/_vendor"], &[], &[]), one), None);
        assert_eq!(why(&spared(&["app/_vendor/lib"], &[], &[]), one), None);
        let six = "app/_vendor/six.py";
        assert_eq!(why(&spared(&[six], &[], &[]), six), Some(Spare::Vendored));
        assert_eq!(why(&spared(&["app"], &[], &[]), one), Some(Spare::Vendored));
        assert_eq!(
            why(&spared(&["tests/data"], &[], &["tests/data"]), "tests/data/a.py"),
            None
        );
    }

    #[test]
    fn the_settings_take_it_back() {
        assert_eq!(why(&spared(&[""], &["!vendor"], &[]), "vendor/a.py"), None);
        assert_eq!(
            why(&spared(&[""], &["!_vendor/lib"], &[]), "app/_vendor/lib/a.py"),
            Some(Spare::Vendored)
        );
        let inner = spared(&[""], &["!/app/_vendor/lib/"], &[]);
        assert_eq!(why(&inner, "app/_vendor/lib/a.py"), None);
        assert_eq!(why(&inner, "app/_vendor/six.py"), Some(Spare::Vendored));
        assert_eq!(why(&spared(&[""], &["!bad.py"], &["bad.py"]), "app/bad.py"), None);
    }

    #[test]
    fn a_project_that_lies_in_such_a_folder_is_a_project() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("vendor/app");
        let found = Spared::new(&root, std::slice::from_ref(&root), &[], &[]);
        assert_eq!(found.why(&root.join("a.py")), None);
    }
}
