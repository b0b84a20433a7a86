//! Where pytest looks for tests, from its own settings.
use std::path::Path;

use super::ini::{self, Section};
use super::read::{PYPROJECT, table};

/// The paths that pytest is told to look in, relative to the project in `root`.
pub fn test_paths(root: &Path) -> Vec<String> {
    let by_ini = || ini::in_folder(root, &["pytest.ini", ".pytest.ini", "tox.ini"], &["pytest"]);
    let found = by_ini()
        .or_else(|| by_toml(root))
        .or_else(|| ini::in_folder(root, &["setup.cfg"], &["tool:pytest"]));
    let Some(said) = found.as_ref().and_then(|section| section.get("testpaths")) else {
        return Vec::new();
    };
    said.split([' ', ',', '\n'])
        .map(|path| path.trim_end_matches('/').to_owned())
        .filter(|path| !path.is_empty())
        .collect()
}

/// The table of pytest 9, or the one of the versions before it.
fn by_toml(root: &Path) -> Option<Section> {
    let file = table(&root.join(PYPROJECT))?;
    let pytest = file.get("tool")?.get("pytest")?;
    let settings = pytest.get("ini_options").unwrap_or(pytest).as_table()?;
    Some(Section::from_toml(settings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::testing::folder;

    #[test]
    fn the_places_of_pytests_settings() {
        for (name, text) in [
            (
                "pyproject.toml",
                "[tool.pytest.ini_options]\ntestpaths = ['a', 'b/c/']\n",
            ),
            ("pyproject.toml", "[tool.pytest]\ntestpaths = ['a', 'b/c']\n"),
            ("pytest.ini", "[pytest]\ntestpaths =\n    a\n    b/c\n"),
            ("tox.ini", "[pytest]\ntestpaths = a b/c\n"),
            ("setup.cfg", "[tool:pytest]\ntestpaths = a b/c\n"),
        ] {
            assert_eq!(test_paths(folder(&[(name, text)]).path()), ["a", "b/c"], "{name}");
        }
        assert!(test_paths(folder(&[("pyproject.toml", "tool = 3")]).path()).is_empty());
    }
}
