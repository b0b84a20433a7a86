//! Modules that only strings name: tables of `"module:attribute"`, arguments of `import_module`. Nuitka follows import
//! statements and cannot see these.
//!
//! Texts are searched for quoted dotted names, without parsing: a name counts only where such a module exists, and a module
//! too many costs some size, one too few the program.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The modules that strings in `texts` name: first-party ones by any dotted name, others by `module:attribute`. `roots` are the
/// folders of first-party packages, `site` those of installed ones. Sorted.
pub(super) fn in_strings<'a>(texts: impl Iterator<Item = &'a str>, roots: &[PathBuf], site: &[PathBuf]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for literal in texts.flat_map(literals) {
        let (module, attribute) = match literal.split_once(':') {
            Some((module, attribute)) => (module, Some(attribute)),
            None => (literal, None),
        };
        let is_reference = attribute.is_some_and(is_dotted);
        if !is_dotted(module) || attribute.is_some() && !is_reference || attribute.is_none() && !module.contains('.') {
            continue;
        }
        if exists(module, roots) || is_reference && exists(module, site) {
            found.insert(module.to_owned());
        }
    }
    found.into_iter().collect()
}

/// What stands between two equal quotation marks on one line, as far as that could be a name.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        ['"', '\''].into_iter().flat_map(move |quote| {
            line.split(quote).skip(1).filter(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_.:".contains(&byte))
            })
        })
    })
}

fn is_dotted(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && !part.starts_with(|first: char| first.is_ascii_digit()) && !part.contains(':'))
}

fn exists(module: &str, folders: &[PathBuf]) -> bool {
    let relative: PathBuf = module.split('.').collect();
    let is_module = |folder: &PathBuf| {
        let path = folder.join(&relative);
        path.join("__init__.py").is_file() || with_suffix(&path, "py").is_file()
    };
    folders.iter().any(is_module)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        for file in [
            "src/app/__init__.py",
            "src/app/sales.py",
            "site/dock/__init__.py",
            "site/dock/run.py",
        ] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let path = |name: &str| vec![folder.path().join(name)];
        in_strings(std::iter::once(text), &path("src"), &path("site")).join(" ")
    }

    #[test]
    fn tables_and_calls_name_modules() {
        assert_eq!(
            check("TABLE = {'Sales': \"app.sales:Sales\", 'x': \"dock.run:main\"}\n"),
            "app.sales dock.run"
        );
        assert_eq!(check("import_module('app.sales')"), "app.sales");
        assert_eq!(check("f(\"app:VERSION\")"), "app");
    }

    #[test]
    fn what_names_no_module_does_not_count() {
        for text in [
            "'app.nothing:x'",
            "'dock.run'",
            "'app'",
            "'a:b:c'",
            "\"12:30\"",
            "'app.sales:'",
            "'app..sales'",
            "app.sales",
        ] {
            assert_eq!(check(text), "", "{text}");
        }
    }
}
