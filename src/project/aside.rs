//! Which files stand beside the program: tests, examples, documentation and benchmarks. They are read, because they must go on working,
//! but edited only where somebody points into them.
use std::path::{Path, PathBuf};

/// Folders of tests, wherever they are.
/// Not in `rules/`: they are folders, which no program names.
pub const TESTS: [&str; 7] = [
    "functional_tests",
    "integration_tests",
    "test",
    "tests",
    "testsuite",
    "unit_test",
    "unit_tests",
];
/// Folders of what shows or describes a program. Inside of a package they are part of it.
/// Not in `rules/`: they are folders, which no program names.
pub const BESIDE: [&str; 11] = [
    "asv_bench",
    "benches",
    "bench",
    "benchmark",
    "benchmarks",
    "doc",
    "docs",
    "documentation",
    "example",
    "examples",
    "samples",
];

/// Files that build a project, or are run to look after it.
/// Not in `rules/`: they are files, which no program names.
pub const BUILDING: [&str; 3] = ["conftest.py", "noxfile.py", "setup.py"];

/// Whether a file builds a project or looks after it: nobody waits for its start. Inside of a package it is a module like others.
pub fn is_building(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| BUILDING.contains(&name)) && !path.with_file_name("__init__.py").is_file()
}

/// Whether a file or folder is beside the program of the project in `root`; `tests` are its folders of tests, where they are known.
/// All paths are absolute.
pub fn is_aside(path: &Path, root: &Path, tests: &[PathBuf]) -> bool {
    if tests.iter().any(|folder| path.starts_with(folder)) {
        return true;
    }
    let Ok(below) = path.strip_prefix(root) else {
        return false;
    };
    let is_file = path.extension().is_some_and(|extension| extension == "py");
    let mut at = root.to_owned();
    let mut parts = below.iter().peekable();
    while let Some(part) = parts.next() {
        let is_folder = parts.peek().is_some() || !is_file;
        let Some(name) = part.to_str() else { return false };
        if is_folder {
            let is_beside = BESIDE.contains(&name) && !at.join("__init__.py").is_file();
            if TESTS.contains(&name) || is_beside {
                return true;
            }
        } else if is_test_file(name) {
            return true;
        }
        at.push(part);
    }
    false
}

/// The names under which pytest and unittest look for tests.
pub fn is_test_file(name: &str) -> bool {
    let stem = name.strip_suffix(".py").unwrap_or(name);
    stem.starts_with("test_") || stem.ends_with("_test") || stem == "conftest"
}

/// Whether one of the given paths points at this file, or at a folder around it that is itself beside the program.
pub fn is_asked_for(file: &Path, given: &[PathBuf], root: &Path, tests: &[PathBuf]) -> bool {
    given
        .iter()
        .any(|path| file.starts_with(path) && (file == path || is_aside(path, root, tests)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in ["src/app/__init__.py", "src/app/docs/__init__.py", "examples/a.py"] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    #[test]
    fn tests_examples_and_docs_are_beside_the_program() {
        let folder = project();
        let aside = |path: &str| is_aside(&folder.path().join(path), folder.path(), &[]);
        for path in [
            "tests/test_a.py",
            "src/app/tests/helpers.py",
            "test_a.py",
            "src/app/a_test.py",
            "unit_test/helper.py",
            "conftest.py",
            "examples/a.py",
            "docs/conf.py",
            "docs",
            "packages/one/benchmarks/run.py",
        ] {
            assert!(aside(path), "{path}");
        }
        for path in [
            "src/app/a.py",
            "src/app/docs/a.py",
            "src/app/docs/__init__.py",
            "src/app/testing.py",
            "docs.py",
            "setup.py",
            "src",
            ".",
        ] {
            assert!(!aside(path), "{path}");
        }
    }

    #[test]
    fn the_folders_that_the_settings_name_are_tests() {
        let folder = project();
        let checks = folder.path().join("checks");
        assert!(is_aside(
            &checks.join("a.py"),
            folder.path(),
            std::slice::from_ref(&checks)
        ));
        assert!(!is_aside(&folder.path().join("a.py"), folder.path(), &[checks]));
    }

    #[test]
    fn what_builds_the_program_is_no_part_of_it() {
        let folder = project();
        for (path, is_meant) in [
            ("setup.py", true),
            ("noxfile.py", true),
            ("a.py", false),
            ("src/app/setup.py", false),
        ] {
            assert_eq!(is_building(&folder.path().join(path)), is_meant, "{path}");
        }
    }

    #[test]
    fn a_path_inside_asks_for_them() {
        let folder = project();
        let asked = |given: &str| {
            let file = folder.path().join("examples/more/a.py");
            is_asked_for(&file, &[folder.path().join(given)], folder.path(), &[])
        };
        assert!(asked("examples") && asked("examples/more") && asked("examples/more/a.py"));
        assert!(!asked("") && !asked("src") && !asked("examples/other"));
    }
}
