//! Where a project's tests are: in the folders that are called so, that pytest is told of, and that hold little else.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::{Settings, test_paths};
use crate::project::aside::TESTS;
use crate::project::{is_test_file, walk};

/// The folders of tests, sorted; what the settings say counts.
pub(super) fn folders(settings: &Settings) -> Vec<PathBuf> {
    if let Some(tests) = &settings.tests {
        return tests.clone();
    }
    let root = &settings.root;
    let mut candidates: BTreeSet<PathBuf> = test_paths(root).iter().map(|path| root.join(path)).collect();
    let files = walk(std::slice::from_ref(root), &settings.exclude, root).files;
    let below = |file: &PathBuf| Some(file.strip_prefix(root).ok()?.iter().next()?.to_owned());
    candidates.extend(files.iter().filter_map(below).map(|top| root.join(top)));
    // The project itself may be what pytest is told of.
    candidates.retain(|folder| folder.is_dir() && folder != root && folder.starts_with(root));
    let is_meant = |folder: &&PathBuf| is_called_so(folder) || holds_tests(folder, &files);
    let found: Vec<PathBuf> = candidates.iter().filter(is_meant).cloned().collect();
    let is_inside = |folder: &PathBuf| found.iter().any(|other| folder != other && folder.starts_with(other));
    found.iter().filter(|folder| !is_inside(folder)).cloned().collect()
}

fn is_called_so(folder: &Path) -> bool {
    folder
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| TESTS.contains(&name))
}

/// Whether most of the files in a folder are called as tests are; `__init__.py` says nothing.
fn holds_tests(folder: &Path, files: &[PathBuf]) -> bool {
    let inside = files.iter().filter(|file| file.starts_with(folder));
    let names: Vec<_> = inside
        .filter_map(|file| file.file_name()?.to_str())
        .filter(|name| *name != "__init__.py")
        .collect();
    let tests = names.iter().filter(|name| is_test_file(name)).count();
    tests * 2 >= names.len() && tests > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[&str], pyproject: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for path in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        std::fs::write(folder.path().join("pyproject.toml"), pyproject).unwrap();
        let settings = Settings {
            root: folder.path().to_owned(),
            ..Settings::default()
        };
        let shown = |path: &PathBuf| path.strip_prefix(folder.path()).unwrap().display().to_string();
        folders(&settings).iter().map(shown).collect()
    }

    #[test]
    fn folders_of_tests_are_seen_by_name_content_and_pytests_settings() {
        let app = [
            "app/__init__.py",
            "app/testing.py",
            "app/checks/test_a.py",
            "app/checks/kit.py",
        ];
        let with = |more: &[&'static str]| [&app, more].concat();
        assert_eq!(of(&with(&["tests/data.py"]), ""), ["tests"]);
        assert_eq!(
            of(&with(&["unit_test/a/test_a.py", "unit_test/kit.py"]), ""),
            ["unit_test"]
        );
        assert_eq!(
            of(&with(&["testing/__init__.py", "testing/test_a.py"]), ""),
            ["testing"]
        );
        assert!(of(&with(&["testing/__init__.py", "testing/kit.py"]), "").is_empty());
        assert_eq!(
            of(&app, "[tool.pytest.ini_options]\ntestpaths = ['app/checks', '.']\n"),
            ["app/checks"]
        );
        // pytest runs the examples of docstrings there.
        assert!(of(&app, "[tool.pytest.ini_options]\ntestpaths = ['app']\n").is_empty());
    }
}
