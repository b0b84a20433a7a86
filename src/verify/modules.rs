//! The modules of a program that can be imported one by one.
use std::path::{Path, PathBuf};

use crate::config::Settings;
use crate::project::{Roots, walk};

/// One file of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its dotted name.
    pub name: String,
    /// Whether it is a package's `__init__.py`.
    pub is_package: bool,
    /// The file, relative to the project's folder.
    pub path: PathBuf,
    /// Whether importing it is part of using the program: no test, no script.
    pub is_importable: bool,
}

/// Every Python file of the project, and the folders that its modules are imported from, relative to the project's folder.
pub fn modules(settings: &Settings) -> (Vec<Module>, Vec<PathBuf>) {
    let root = &settings.root;
    let files = walk(std::slice::from_ref(root), &settings.exclude, root).files;
    let roots = settings
        .src
        .as_ref()
        .map_or_else(|| Roots::guess(&files, root), |src| Roots::explicit(src));
    let below = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_owned();
    let mut found: Vec<Module> = files
        .iter()
        .map(|file| {
            let name = roots.name(file);
            Module {
                is_importable: is_importable(file, &name.dotted, &roots, settings),
                name: name.dotted,
                is_package: name.is_package,
                path: below(file),
            }
        })
        .collect();
    found.sort_by(|left, right| (&left.name, &left.path).cmp(&(&right.name, &right.path)));
    (found, roots.folders().iter().map(|folder| below(folder)).collect())
}

/// Scripts do their work when they are imported, and tests are run, not imported.
fn is_importable(file: &Path, name: &str, roots: &Roots, settings: &Settings) -> bool {
    let folder = file.parent().unwrap_or(file);
    let stem = name.rsplit('.').next().unwrap_or_default();
    // A lone file in a folder named for sources is a module; beside a pyproject.toml it may be anything, such as setup.py, unless that
    // names it.
    let is_declared = || {
        settings
            .modules
            .iter()
            .chain(&settings.scripts)
            .any(|module| module == name)
    };
    let is_source = folder.join("__init__.py").is_file()
        || roots
            .folders()
            .iter()
            .any(|root| root == folder && (root != &settings.root || is_declared()));
    let is_name = name
        .split('.')
        .all(|part| !part.is_empty() && !part.contains(|c: char| !c.is_alphanumeric() && c != '_'));
    let in_tests = settings.tests.iter().flatten().any(|tests| file.starts_with(tests));
    let below = file.strip_prefix(&settings.root).unwrap_or(file);
    let is_test = below.iter().any(|part| part == "tests" || part == "test")
        || stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem == "conftest";
    is_source && is_name && !in_tests && !is_test && stem != "__main__" && stem != "setup"
}
