//! Reads a program's sources for what Nuitka does not see by itself.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::arguments::Found;
use super::{BuildError, BuildOrder, dynamic, failure, files, names, packages};

/// The project's own packages that a script imports, sorted.
pub(super) fn imported_packages(order: &BuildOrder, script: &Path) -> Result<Vec<String>, BuildError> {
    let bytes = std::fs::read(script).map_err(|error| failure(script, &error))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let own = packages::own(&order.tree.roots);
    let imported = dynamic::imported([text.as_str()].into_iter());
    let names: BTreeSet<&str> = imported.into_iter().filter(|name| own.contains(*name)).collect();
    Ok(names.into_iter().map(str::to_owned).collect())
}

/// Reads the program's sources for what neither Nuitka nor PyInstaller sees by itself; `installed` are the interpreter's folders
/// of packages.
pub(super) fn found(order: &BuildOrder, installed: &[PathBuf]) -> Found {
    let roots = &order.tree.roots;
    let site = [order.tree.dependencies.as_slice(), installed].concat();
    let texts: BTreeMap<PathBuf, String> = roots
        .iter()
        .flat_map(|root| files::python(root))
        .filter_map(|file| {
            let text = String::from_utf8_lossy(&std::fs::read(&file).ok()?).into_owned();
            Some((file, text))
        })
        .collect();
    let own = packages::own(roots);
    // What tests import is not part of the program.
    let shipped: Vec<&str> = texts
        .iter()
        .filter(|(file, _)| !is_test(file))
        .map(|(_, text)| text.as_str())
        .collect();
    let imported = dynamic::imported(shipped.iter().copied());
    let dynamic = dynamic::found(&shipped, &imported, &site);
    let others = imported.iter().copied().filter(|name| !own.contains(*name));
    let mut with_data = packages::with_data(own.iter().map(String::as_str), roots);
    with_data.extend(packages::with_data(others, &site));
    let mut by_name = names::in_strings(shipped.iter().copied(), roots, &site);
    by_name.extend(dynamic.modules);
    by_name.sort();
    by_name.dedup();
    Found {
        by_name,
        with_data,
        plugins: packages::plugins(&imported, &order.rules),
        whole: dynamic.packages,
        distributions: dynamic.distributions,
        dependencies: packages::installed(&site, &own, &order.rules),
    }
}

/// Whether a file's name, or that of its folder, says that it is a test.
fn is_test(file: &Path) -> bool {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    name == "conftest"
        || name.starts_with("test_")
        || name.ends_with("_test")
        || file
            .parent()
            .is_some_and(|folder| folder.ends_with("tests") || folder.ends_with("testing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_told_by_their_names() {
        let all = [
            "a/conftest.py",
            "test_a.py",
            "a_test.py",
            "app/tests/x.py",
            "app/testing/x.py",
        ];
        assert!(all.iter().all(|file| is_test(Path::new(file))));
        let none = ["app/contest.py", "app/tests.py", "app/latest.py", "tests/../x.py"];
        assert!(none.iter().all(|file| !is_test(Path::new(file))));
    }
}
