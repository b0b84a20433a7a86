//! What installed packages and the project's own ones mean for Nuitka's options: which are dependencies, which have data
//! files, which plugins they need.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files;
use crate::rules::Rules;

/// The top-level names of installed packages and modules with Python sources, without what is not part of programs by the rules
/// and without what `own` has. Sorted.
pub(super) fn installed(site: &[PathBuf], own: &BTreeSet<String>, rules: &Rules) -> Vec<String> {
    let mut found = BTreeSet::new();
    for entry in site
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let top = match name.strip_suffix(".py") {
            Some(stem) => stem.to_owned(),
            None if path.is_dir() && files::python(&path).next().is_some() => name,
            None => continue,
        };
        let is_name = top.chars().all(|c| c == '_' || c.is_alphanumeric()) && top != "__pycache__";
        let ships = rules.compiled(&top).is_none_or(|rule| rule.ships);
        if is_name && ships && !own.contains(&top) {
            found.insert(top);
        }
    }
    found.into_iter().collect()
}

/// The top-level names below the project's own roots: modules, packages, and folders that hold packages without being one
/// (namespaces).
pub(super) fn own(roots: &[PathBuf]) -> BTreeSet<String> {
    let entries = roots
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .flatten();
    let name = |path: PathBuf| -> Option<String> {
        let is_module = path.extension().is_some_and(|end| end == "py");
        let stem = if path.is_dir() {
            path.file_name()
                .filter(|_| path.join("__init__.py").is_file() || !regular(&path).is_empty())
        } else {
            path.file_stem().filter(|_| is_module)
        };
        let is_name = |name: &String| name.chars().all(|c| c == '_' || c.is_alphanumeric());
        stem.map(|stem| stem.to_string_lossy().into_owned()).filter(is_name)
    };
    entries.filter_map(|entry| name(entry.path())).collect()
}

/// The packages directly below a folder, by their names.
fn regular(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("__init__.py").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Those of `packages` that have files besides Python sources, which have to be included; for a namespace, those of the
/// packages in it. Sorted.
pub(super) fn with_data<'a>(packages: impl IntoIterator<Item = &'a str>, roots: &[PathBuf]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for name in packages {
        for folder in roots
            .iter()
            .map(|root| root.join(name))
            .filter(|folder| folder.is_dir())
        {
            let has_data = |folder: &Path| files::below(folder).any(|file| is_data(&file));
            if !folder.join("__init__.py").is_file() {
                let inner = regular(&folder)
                    .into_iter()
                    .filter(|inner| has_data(&folder.join(inner)));
                found.extend(inner.map(|inner| format!("{name}.{inner}")));
            } else if has_data(&folder) {
                found.insert(name.to_owned());
            }
        }
    }
    found.into_iter().collect()
}

/// Whether a file has to be shipped besides code; compiled Python, type stubs and marks for type checkers have not.
fn is_data(file: &Path) -> bool {
    let end = file
        .extension()
        .map(|end| end.to_string_lossy().into_owned())
        .unwrap_or_default();
    !["py", "pyc", "pyi", "so", "pyd", "typed"].contains(&end.as_str())
        && file.file_name().is_none_or(|name| name != "py.typed")
}

/// The plugins that the import of these names asks for. Sorted by name of the plugin.
pub(super) fn plugins(imported: &BTreeSet<&str>, rules: &Rules) -> Vec<String> {
    let asked = imported
        .iter()
        .filter_map(|module| rules.compiled(module)?.nuitka_plugin.clone());
    asked.collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::load;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    #[test]
    fn dependencies_are_what_is_installed_and_not_the_projects_own() {
        let site = tree(&[
            "click/__init__.py",
            "six.py",
            "fast.so",
            "nuitka/__init__.py",
            "harbor/__init__.py",
            "click-8.dist-info/METADATA",
            "only_data/a.txt",
            "space/deep/x.py",
        ]);
        let own = BTreeSet::from(["harbor".to_owned()]);
        assert_eq!(
            installed(&[site.path().to_owned()], &own, Rules::builtin()),
            ["click", "six", "space"]
        );
    }

    #[test]
    fn packages_with_data() {
        let root = tree(&[
            "app/__init__.py",
            "app/py.typed",
            "help/__init__.py",
            "help/texts/a.txt",
            "space/one/__init__.py",
            "space/one/a.txt",
            "space/two/__init__.py",
            "docs/a.txt",
            "x.py",
        ]);
        let roots = [root.path().to_owned()];
        let packages = own(&roots);
        assert_eq!(
            packages.iter().cloned().collect::<Vec<_>>(),
            ["app", "help", "space", "x"]
        );
        let names = packages.iter().map(String::as_str);
        assert_eq!(with_data(names, &roots), ["help", "space.one"]);
    }

    #[test]
    fn plugins_follow_imports() {
        let imported = BTreeSet::from(["tkinter", "gevent", "tkinterest"]);
        assert_eq!(plugins(&imported, Rules::builtin()), ["gevent", "tk-inter"]);
        let own = "[[compiled]]\nmodule = \"tkinterest\"\nnuitka-plugin = \"a\"\nwhy = \"w\"\n";
        let rules = Rules::after(vec![load::parse("own.toml", own).expect("valid")]);
        assert_eq!(plugins(&imported, &rules), ["a", "gevent", "tk-inter"]);
    }
}
