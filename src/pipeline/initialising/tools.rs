//! Which tools a project is set up for, seen in its files: what runs its tests, and what lints it.
use std::path::{Path, PathBuf};

use toml::Table;

use crate::project::{is_test_file, walk};

/// The command that runs the tests in some folders; none where there are no tests.
pub(super) fn test_command(root: &Path, folders: &[PathBuf]) -> Option<String> {
    if has_section(
        root,
        &["tool", "pytest"],
        &["pytest.ini"],
        &["[pytest]", "[tool:pytest]"],
    ) {
        return Some("pytest -q".to_owned());
    }
    let files = walk(folders, &[], root).files;
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let tests: Vec<_> = files
        .iter()
        .filter(|path| name(path).is_some_and(|name| is_test_file(&name)))
        .collect();
    let first = folders.first()?;
    if tests.is_empty() {
        return None;
    }
    let text = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let by_unittest = |path: &Path| text(path).contains("unittest.TestCase") || text(path).contains("(TestCase)");
    let is_plain = tests
        .iter()
        .all(|path| by_unittest(path) && !text(path).contains("pytest"));
    if is_plain {
        let folder = first.strip_prefix(root).unwrap_or(first);
        return Some(format!("python -m unittest discover -s {}", folder.display()));
    }
    Some("pytest -q".to_owned())
}

/// Where a tool keeps its settings.
struct Tool {
    name: &'static str,
    /// Files of its own.
    files: &'static [&'static str],
    /// Sections of setup.cfg and tox.ini.
    sections: &'static [&'static str],
}

/// The linters that are known, sorted. Each may also have a table `tool.NAME` in pyproject.toml.
const LINTERS: [Tool; 5] = [
    Tool {
        name: "black",
        files: &[],
        sections: &[],
    },
    Tool {
        name: "flake8",
        files: &[".flake8"],
        sections: &["[flake8]"],
    },
    Tool {
        name: "isort",
        files: &[".isort.cfg"],
        sections: &["[isort]"],
    },
    Tool {
        name: "pylint",
        files: &[".pylintrc", "pylintrc"],
        sections: &["[pylint]"],
    },
    Tool {
        name: "ruff",
        files: &["ruff.toml", ".ruff.toml"],
        sections: &[],
    },
];

/// The linters with settings in the project, sorted.
pub(super) fn linters(root: &Path) -> Vec<String> {
    let is_set_up = |tool: &&Tool| has_section(root, &["tool", tool.name], tool.files, tool.sections);
    LINTERS
        .iter()
        .filter(is_set_up)
        .map(|tool| tool.name.to_owned())
        .collect()
}

/// Whether pyproject.toml has a table, the project one of these files, or setup.cfg or tox.ini a section.
fn has_section(root: &Path, keys: &[&str], files: &[&str], sections: &[&str]) -> bool {
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap_or_default();
    let table: Option<Table> = read("pyproject.toml").parse().ok();
    let mut at = table.map(toml::Value::Table);
    for key in keys {
        at = at.and_then(|value| value.get(key).cloned());
    }
    let holds = |name: &str| read(name).lines().any(|line| sections.contains(&line.trim()));
    at.is_some()
        || files.iter().any(|name| root.join(name).is_file())
        || ["setup.cfg", "tox.ini"].into_iter().any(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn tests_of(files: &[(&str, &str)]) -> Option<String> {
        let project = project(files);
        let tests = project.path().join("tests");
        test_command(
            project.path(),
            &Vec::from_iter(Some(tests).filter(|tests| tests.is_dir())),
        )
    }

    #[test]
    fn what_runs_the_tests() {
        let pytest = Some("pytest -q".to_owned());
        assert_eq!(tests_of(&[("pyproject.toml", "[tool.pytest.ini_options]\n")]), pytest);
        assert_eq!(tests_of(&[("setup.cfg", "[tool:pytest]\n")]), pytest);
        assert_eq!(tests_of(&[("tests/test_a.py", "def test_a(): ...\n")]), pytest);
        let unittest = ("tests/test_a.py", "import unittest\nclass A(unittest.TestCase): ...\n");
        assert_eq!(
            tests_of(&[unittest]),
            Some("python -m unittest discover -s tests".to_owned())
        );
        assert_eq!(tests_of(&[unittest, ("tests/test_b.py", "import pytest\n")]), pytest);
        assert_eq!(tests_of(&[("tests/data.py", "")]), None);
        assert_eq!(tests_of(&[("app.py", "")]), None);
    }

    #[test]
    fn what_lints() {
        let of = |files| linters(project(files).path());
        assert_eq!(
            of(&[("pyproject.toml", "[tool.ruff.lint]\n[tool.isort]\n")]),
            ["isort", "ruff"]
        );
        assert_eq!(
            of(&[("ruff.toml", ""), ("setup.cfg", "[flake8]\n")]),
            ["flake8", "ruff"]
        );
        assert!(of(&[("pyproject.toml", "tool = 3")]).is_empty());
    }
}
