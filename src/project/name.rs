//! The dotted name of a file below a root, as Python's import system would give it. Knows paths, not what files hold.
use std::path::{Path, PathBuf};

/// A module's absolute name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleName {
    /// Such as `app.images`; of a package's `__init__.py`, the package.
    pub dotted: String,
    /// Whether the file is a package's `__init__.py`.
    pub is_package: bool,
}

impl ModuleName {
    /// The name of the file at `relative` below a root, or `None` where no import could say that name.
    ///
    /// Folders without `__init__.py` are parts of the name like others: they are namespace packages.
    pub fn below_root(relative: &Path) -> Option<ModuleName> {
        let stem = relative.file_stem()?.to_str()?;
        let folders = relative
            .parent()
            .map(|folder| folder.iter().map(|part| part.to_str()).collect::<Vec<_>>());
        let mut parts = folders.unwrap_or_default().into_iter().collect::<Option<Vec<&str>>>()?;
        let is_package = stem == "__init__";
        if !is_package {
            parts.push(stem);
        }
        let valid = !parts.is_empty() && parts.iter().all(|part| is_identifier(part));
        valid.then(|| ModuleName {
            dotted: parts.join("."),
            is_package,
        })
    }

    /// The name within the file's own package, whatever the roots; of a file outside of any package its stem, as a script.
    pub fn of_own_folder(path: &Path) -> ModuleName {
        let named =
            own_folder_root(path).and_then(|root| path.strip_prefix(root).ok().and_then(ModuleName::below_root));
        named.unwrap_or_else(|| {
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().replace('.', "_"));
            ModuleName {
                dotted: stem.unwrap_or_default(),
                is_package: false,
            }
        })
    }
}

/// The folder above the topmost of the consecutive folders with `__init__.py` that hold the file: what Python (for a
/// script: its folder) and pytest put in front of `sys.path`. `None` only for a path without a parent.
pub fn own_folder_root(path: &Path) -> Option<PathBuf> {
    let mut folder = path.parent()?;
    while folder.join("__init__.py").is_file() {
        folder = folder.parent()?;
    }
    Some(folder.to_owned())
}

/// Whether Python would take `text` as an identifier (keywords included; close to PEP 3131 outside of ASCII).
pub fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && characters.all(|next| next == '_' || next.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn names_below_a_root() {
        let name = |path: &str| ModuleName::below_root(Path::new(path)).map(|name| (name.dotted, name.is_package));
        assert_eq!(name("app.py"), Some(("app".to_owned(), false)));
        assert_eq!(name("app/__init__.py"), Some(("app".to_owned(), true)));
        assert_eq!(name("app/images/load.py"), Some(("app.images.load".to_owned(), false)));
        assert_eq!(name("app/__main__.py"), Some(("app.__main__".to_owned(), false)));
        assert_eq!(name("app/type.pyi"), Some(("app.type".to_owned(), false)));
        assert_eq!(name("größe/名.py"), Some(("größe.名".to_owned(), false)));
        for path in [
            "",
            "__init__.py",
            "my-app/x.py",
            "my-script.py",
            "2to3.py",
            "a/b.c.py",
            "a b/c.py",
        ] {
            assert_eq!(name(path), None, "{path}");
        }
    }

    #[test]
    fn own_folder_is_above_the_topmost_package() {
        let folder = tempfile::tempdir().unwrap();
        for file in [
            "x-y/a/__init__.py",
            "x-y/a/b/__init__.py",
            "x-y/a/b/c.py",
            "x-y/a/n/d.py",
            "x-y/s.t.py",
        ] {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let at = |file: &str| folder.path().join(file);
        assert_eq!(own_folder_root(&at("x-y/a/b/c.py")), Some(at("x-y")));
        assert_eq!(own_folder_root(&at("x-y/a/n/d.py")), Some(at("x-y/a/n")));
        assert_eq!(own_folder_root(Path::new("")), None);
        assert_eq!(ModuleName::of_own_folder(&at("x-y/a/b/c.py")).dotted, "a.b.c");
        let package = ModuleName::of_own_folder(&at("x-y/a/b/__init__.py"));
        assert_eq!((package.dotted.as_str(), package.is_package), ("a.b", true));
        assert_eq!(ModuleName::of_own_folder(&at("x-y/a/n/d.py")).dotted, "d");
        assert_eq!(ModuleName::of_own_folder(&at("x-y/s.t.py")).dotted, "s_t");
    }
}
