//! The script that is compiled: the one given, or a small one that calls a function.
use std::path::{Path, PathBuf};

use super::super::compilation::Mode;
use super::{BuildError, BuildOrder, failure};

/// What is compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The name of the program.
    pub name: String,
    /// The script.
    pub script: PathBuf,
}

/// Whether the entry is the folder of a package, which becomes one extension module.
pub(super) fn is_package(order: &BuildOrder) -> bool {
    let given = Path::new(&order.entry);
    !given.is_file()
        && [given.to_owned(), order.tree.folder.join(given)]
            .iter()
            .any(|folder| folder.join("__init__.py").is_file())
}

/// Finds the script, or writes it into `folder`.
pub(super) fn find(order: &BuildOrder, folder: &Path) -> Result<Entry, BuildError> {
    let given = Path::new(&order.entry);
    for script in [given.to_owned(), order.tree.folder.join(given)] {
        let is_package = order.mode == Mode::Module && script.join("__init__.py").is_file();
        if script.is_file() || is_package {
            let name = given
                .file_stem()
                .map_or_else(|| "program".into(), |stem| stem.to_string_lossy().into_owned());
            let script = std::path::absolute(&script).map_err(|error| failure(&script, &error))?;
            return Ok(Entry { name, script });
        }
    }
    let refused = |hint: String| BuildError::Entry {
        entry: order.entry.clone(),
        hint,
    };
    if order.mode == Mode::Module {
        return Err(refused(
            "; a module is made of a script or of a package's folder".into(),
        ));
    }
    let (name, target) = target(&order.entry, &order.scripts).ok_or_else(|| refused(hint(&order.scripts)))?;
    let (module, attribute) = target;
    // A name that no module can have: a script `app.py` would hide the package `app` from the compiler.
    let script = folder.join(format!("{name}-program.py"));
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
    std::fs::write(&script, text(&module, &attribute)).map_err(|error| failure(&script, &error))?;
    Ok(Entry { name, script })
}

/// The name of the program, and the module and function that it calls.
fn target(entry: &str, scripts: &[(String, String)]) -> Option<(String, (String, String))> {
    let declared = scripts.iter().find(|(name, _)| name == entry);
    let (name, target) = match declared {
        Some((name, target)) => (name.clone(), target.as_str()),
        None => {
            let top = entry.split([':', '.']).next()?;
            (top.to_owned(), entry)
        }
    };
    let (module, attribute) = target.split_once(':')?;
    let is_name = |dotted: &str| {
        dotted.split('.').all(|part| {
            !part.is_empty()
                && !part.starts_with(|first: char| first.is_ascii_digit())
                && part.chars().all(|c| c == '_' || c.is_alphanumeric())
        })
    };
    (is_name(module) && is_name(attribute)).then(|| (name, (module.to_owned(), attribute.to_owned())))
}

/// As pip writes console scripts.
fn text(module: &str, attribute: &str) -> String {
    let top = attribute.split('.').next().unwrap_or(attribute);
    format!("import sys\n\nfrom {module} import {top}\n\nif __name__ == \"__main__\":\n    sys.exit({attribute}())\n")
}

fn hint(scripts: &[(String, String)]) -> String {
    if scripts.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = scripts.iter().map(|(name, _)| name.as_str()).collect();
    format!("; the project's console scripts are {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_scripts_of_the_project_or_functions() {
        let scripts = [("app".to_owned(), "app_core.cli:App.run".to_owned())];
        let shown = |entry: &str| {
            target(entry, &scripts).map(|(name, (module, attribute))| format!("{name}: {module} {attribute}"))
        };
        assert_eq!(shown("app").as_deref(), Some("app: app_core.cli App.run"));
        assert_eq!(shown("harbor.cli:main").as_deref(), Some("harbor: harbor.cli main"));
        assert_eq!(shown("other"), None);
        assert_eq!(shown("a b:c"), None);
        assert_eq!(hint(&scripts), "; the project's console scripts are app");
    }

    #[test]
    fn the_script_calls_the_function() {
        assert_eq!(
            text("app.cli", "App.run"),
            "import sys\n\nfrom app.cli import App\n\nif __name__ == \"__main__\":\n    sys.exit(App.run())\n"
        );
    }
}
