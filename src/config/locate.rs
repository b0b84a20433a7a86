//! Where the configuration lies, and which folder is the project's root.
//!
//! The nearest folder upward that configures dormant wins, and in one folder `dormant.toml` wins over `pyproject.toml`.
//! A `pyproject.toml` without `[tool.dormant]` does not end the search.
use std::path::{Path, PathBuf};

use super::read::{self, OWN_FILE, PYPROJECT};
use super::{ConfigError, RawSettings};

/// Files and folders that only the root of a project has.
/// Not in `rules/`: they are where settings are.
const MARKERS: [&str; 4] = [PYPROJECT, "setup.py", "setup.cfg", ".git"];

/// The configuration nearest to the folder `start`, upward; an unreadable or broken file on the way is an error, because it
/// may be the one that counts.
pub(super) fn configuration(start: &Path) -> Result<Option<(PathBuf, RawSettings)>, ConfigError> {
    for folder in start.ancestors() {
        if let Some(found) = within(folder)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The configuration in a folder itself.
fn within(folder: &Path) -> Result<Option<(PathBuf, RawSettings)>, ConfigError> {
    for name in [OWN_FILE, PYPROJECT] {
        let path = folder.join(name);
        if let Some(text) = read::text(&path)?
            && let Some(raw) = read::settings(&path, &text)?
        {
            return Ok(Some((path, raw)));
        }
    }
    Ok(None)
}

/// The file that configures dormant in a folder itself, where there is one.
///
/// A `pyproject.toml` that does not say a word of dormant need not even be TOML: programs carry templates of projects.
///
/// # Errors
/// A file that cannot be read, or is wrong.
pub fn configuration_in(folder: &Path) -> Result<Option<PathBuf>, ConfigError> {
    let of_others = |text: String| !text.contains("dormant");
    if !folder.join(OWN_FILE).exists() && read::text(&folder.join(PYPROJECT))?.is_none_or(of_others) {
        return Ok(None);
    }
    Ok(within(folder)?.map(|(path, _)| path))
}

/// The configuration that `--config` names: it must be there, and a `pyproject.toml` must have the table.
pub(super) fn named(path: &Path) -> Result<(PathBuf, RawSettings), ConfigError> {
    let text = read::text(path)?.ok_or_else(|| ConfigError::whole(path, "no such file"))?;
    let raw = read::settings(path, &text)?.ok_or_else(|| ConfigError::whole(path, "has no table [tool.dormant]"))?;
    Ok((path.to_path_buf(), raw))
}

/// The nearest folder upward that looks like the root of a project.
pub(super) fn marked(start: &Path) -> Option<&Path> {
    start
        .ancestors()
        .find(|folder| MARKERS.iter().any(|marker| folder.join(marker).exists()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_pyproject_without_the_table_does_not_end_the_search() {
        let folder = tree(&[
            ("pyproject.toml", "[tool.dormant]\nheavy = ['a']"),
            ("lib/pyproject.toml", "[project]\nname = 'lib'"),
            ("lib/src/x.py", ""),
        ]);
        let (path, raw) = configuration(&folder.path().join("lib/src")).unwrap().unwrap();
        assert_eq!(path, folder.path().join("pyproject.toml"));
        assert_eq!(raw.heavy, Some(vec!["a".to_string()]));
        assert_eq!(
            marked(&folder.path().join("lib/src")),
            Some(folder.path().join("lib").as_path())
        );
    }

    #[test]
    fn dormant_toml_wins_in_its_folder() {
        let folder = tree(&[
            ("pyproject.toml", "[tool.dormant]\nheavy = ['a']"),
            ("dormant.toml", "heavy = ['b']"),
            ("near/pyproject.toml", "[tool.dormant]\nheavy = ['c']"),
        ]);
        let heavy = |start: &Path| configuration(start).unwrap().unwrap().1.heavy.unwrap();
        assert_eq!(heavy(folder.path()), ["b"]);
        assert_eq!(heavy(&folder.path().join("near")), ["c"]);
    }

    #[test]
    fn a_broken_file_on_the_way_is_an_error() {
        let folder = tree(&[
            ("pyproject.toml", "[tool.dormant]"),
            ("lib/pyproject.toml", "[project\n"),
        ]);
        let error = configuration(&folder.path().join("lib")).unwrap_err();
        assert_eq!(
            (error.path, error.line),
            (folder.path().join("lib/pyproject.toml"), Some(1))
        );
    }

    #[test]
    fn a_template_of_a_project_configures_nothing() {
        let folder = tree(&[
            ("{{ name }}/pyproject.toml", "[project]\nname = {{ name }}\n"),
            ("broken/pyproject.toml", "[project\n[tool.dormant]\n"),
        ]);
        let found = |name: &str| configuration_in(&folder.path().join(name));
        assert_eq!(found("{{ name }}"), Ok(None));
        assert_eq!(found("broken").unwrap_err().line, Some(1));
    }

    #[test]
    fn a_named_configuration_must_be_one() {
        let folder = tree(&[("pyproject.toml", ""), ("other.toml", "heavy = ['a']")]);
        let message = |name: &str| named(&folder.path().join(name)).map_err(|error| error.message);
        assert_eq!(message("missing.toml"), Err("no such file".to_string()));
        assert_eq!(
            message("pyproject.toml"),
            Err("has no table [tool.dormant]".to_string())
        );
        assert_eq!(message("other.toml").unwrap().1.heavy, Some(vec!["a".to_string()]));
    }
}
