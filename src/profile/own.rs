//! Whether a program that ran is the one in the project, and not an installed copy of it.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ProfileError;
use super::record::Recorded;

/// Fails where a module of the project was imported from elsewhere: all that was seen would be about other files. `own` has the
/// project's modules with their files; `folder` is where the command ran.
///
/// # Errors
/// The first such module, with both places.
pub(super) fn is_own(recorded: &Recorded, own: &[(String, PathBuf)], folder: &Path) -> Result<(), ProfileError> {
    let mut expected: BTreeMap<&str, Vec<&Path>> = BTreeMap::new();
    for (name, file) in own {
        expected.entry(name).or_default().push(file);
    }
    for module in &recorded.modules {
        let Some((files, found)) = expected.get(module.name.as_str()).zip(module.file.as_deref()) else {
            continue;
        };
        let found = folder.join(found);
        // What is compiled or generated has no source to compare with.
        if found.extension().is_none_or(|end| end != "py") || files.iter().any(|file| is_same(file, &found)) {
            continue;
        }
        return Err(ProfileError::Elsewhere {
            module: module.name.clone(),
            found,
            expected: files[0].to_owned(),
        });
    }
    Ok(())
}

fn is_same(one: &Path, other: &Path) -> bool {
    one == other
        || one
            .canonicalize()
            .ok()
            .zip(other.canonicalize().ok())
            .is_some_and(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::record::ModuleRow;

    fn recorded(name: &str, file: Option<&str>) -> Recorded {
        Recorded {
            modules: vec![ModuleRow {
                name: name.into(),
                parent: None,
                event: None,
                self_ns: 0,
                bytes: 0,
                file: file.map(str::to_owned),
                failed: false,
            }],
            ..Recorded::default()
        }
    }

    #[test]
    fn a_module_from_elsewhere_is_named_with_both_places() {
        let own = [("app.cli".to_owned(), PathBuf::from("/work/src/app/cli.py"))];
        let said = |name: &str, file: Option<&str>| is_own(&recorded(name, file), &own, Path::new("/work"));
        let installed = "/env/lib/site-packages/app/cli.py";
        let error = said("app.cli", Some(installed)).expect_err("another file").to_string();
        assert!(
            error.contains(installed) && error.contains("/work/src/app/cli.py"),
            "{error}"
        );
        assert!(said("app.cli", Some("/work/src/app/cli.py")).is_ok());
        assert!(said("app.cli", Some("src/app/cli.py")).is_ok());
        assert!(said("app.cli", Some("/env/app/cli.so")).is_ok());
        assert!(said("app.cli", None).is_ok());
        assert!(said("other", Some(installed)).is_ok());
    }
}
