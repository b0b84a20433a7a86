//! Which linter setting of a project, if any, forbids imports inside functions: ruff's PLC0415 or pylint's
//! `import-outside-toplevel`.
//!
//! Reads the linters' own files as the linters find them (nearest folder upward), and leniently.
use std::path::Path;

use toml::{Table, Value};

use super::read::{PYPROJECT, table};
use super::ruff::Ruff;

/// The rule of ruff that forbids imports inside functions.
const RUFF_RULE: &str = "PLC0415";
/// Names of the same check in pylint.
/// Not in `rules/`: they are values of settings of pylint.
const PYLINT_NAMES: [&str; 3] = ["import-outside-toplevel", "C0415", "all"];

/// What the setting begins with where it is pylint's.
const PYLINT: &str = "pylint's";
/// What ruff and flake8 are told about an import in a function.
const NOQA: &str = "# noqa: PLC0415";
/// What pylint is told about it.
const DISABLE: &str = "# pylint: disable=import-outside-toplevel";

/// The comment that has a linter accept an import in a function; `forbidden` is the setting that forbids it.
pub(super) fn suppression(forbidden: Option<&str>) -> &'static str {
    match forbidden.is_some_and(|place| place.starts_with(PYLINT)) {
        true => DISABLE,
        false => NOQA,
    }
}

/// Whether ruff also forbids imports at module level, of modules that are written out: it then minds none of them in a function.
pub(super) fn inline_imports_wanted(ruff: Option<&Ruff>) -> bool {
    let Some(ruff) = ruff else { return false };
    let banned = ruff.get(&["lint", "flake8-tidy-imports", "banned-module-level-imports"]);
    ruff.selects("TID253").is_some()
        && banned
            .and_then(Value::as_array)
            .is_some_and(|banned| !banned.is_empty())
}

/// The setting that forbids imports inside functions in the folder `start`, with its file and key.
pub(super) fn inline_imports_forbidden(start: &Path, ruff: Option<&Ruff>) -> Option<String> {
    ruff.and_then(|ruff| ruff.selects(RUFF_RULE)).or_else(|| pylint(start))
}

/// pylint's check is on unless disabled, but only where it is named is somebody's will to be seen in it.
fn pylint(start: &Path) -> Option<String> {
    start.ancestors().find_map(|folder| {
        let path = folder.join(PYPROJECT);
        let file = table(&path)?;
        let settings = file.get("tool")?.get("pylint")?.as_table()?;
        let sections = std::iter::once(("tool.pylint".to_string(), settings)).chain(
            settings
                .iter()
                .filter_map(|(name, value)| Some((format!("tool.pylint.{name}"), value.as_table()?))),
        );
        Some(enabled(&path, sections.collect()))
    })?
}

fn enabled(path: &Path, sections: Vec<(String, &Table)>) -> Option<String> {
    let named = |key: &str, names: &[&str]| {
        sections.iter().find_map(|(section, table)| {
            let name = words(table.get(key)?)
                .into_iter()
                .find(|word| names.contains(&word.as_str()))?;
            Some((section.clone(), name))
        })
    };
    let (section, name) = named("enable", &PYLINT_NAMES)?;
    // An `all` is outdone by a precise name in `disable`.
    if named("disable", &PYLINT_NAMES[..2]).is_some() {
        return None;
    }
    Some(format!(
        "{PYLINT} [{section}] enable has \"{name}\" in {}",
        path.display()
    ))
}

/// A list of strings, or one string with commas.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split(',').map(|word| word.trim().to_string()).collect(),
        Value::Array(items) => items
            .iter()
            .filter_map(|item| Some(item.as_str()?.to_string()))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forbidden(files: &[(&str, &str)]) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let start = folder.path().join("src");
        std::fs::create_dir_all(&start).unwrap();
        let place = inline_imports_forbidden(&start, Ruff::find(&start).as_ref())?;
        Some(place.replace(&format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR), ""))
    }

    #[test]
    fn each_linter_has_a_comment_of_its_own() {
        assert_eq!(suppression(None), NOQA);
        assert_eq!(suppression(ruff_lint("select = ['PLC0415']").as_deref()), NOQA);
        assert_eq!(
            suppression(forbidden(&[("pyproject.toml", "[tool.pylint.main]\nenable = ['C0415']")]).as_deref()),
            DISABLE
        );
    }

    #[test]
    fn what_may_not_stand_at_module_level_may_stand_in_functions() {
        let wanted = |text: &str| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("ruff.toml"), text).unwrap();
            inline_imports_wanted(Ruff::find(folder.path()).as_ref())
        };
        let banned = "[lint.flake8-tidy-imports]\nbanned-module-level-imports = ['torch']\n";
        assert!(wanted(&format!("[lint]\nselect = ['TID']\n{banned}")));
        assert!(!wanted(&format!("[lint]\nselect = ['E']\n{banned}")));
        assert!(!wanted("[lint]\nselect = ['TID']\n"));
    }

    fn ruff_lint(text: &str) -> Option<String> {
        forbidden(&[("ruff.toml", &format!("[lint]\n{text}"))])
    }

    #[test]
    fn every_selector_that_covers_the_rule_counts() {
        for selector in ["PLC0415", "PLC04", "PLC0", "PLC", "PL", "ALL"] {
            let place = ruff_lint(&format!("select = ['E', '{selector}']"));
            assert_eq!(
                place,
                Some(format!("ruff's [lint] select has \"{selector}\" in ruff.toml"))
            );
        }
        for selector in ["P", "PLE", "PLC0416", "PT", "E", "", "PLC04155"] {
            assert_eq!(ruff_lint(&format!("select = ['{selector}']")), None, "{selector}");
        }
    }

    #[test]
    fn the_more_precise_selector_wins() {
        assert_eq!(ruff_lint("select = ['ALL']\nignore = ['PLC0415']"), None);
        assert_eq!(ruff_lint("select = ['PL']\nextend-ignore = ['PL']"), None);
        assert!(ruff_lint("select = ['PLC0415']\nignore = ['PL']").is_some());
        assert_eq!(
            ruff_lint("extend-select = ['PLC']\nignore = ['PLE']").as_deref(),
            Some("ruff's [lint] extend-select has \"PLC\" in ruff.toml")
        );
    }

    #[test]
    fn all_the_places_of_ruffs_settings() {
        let place = forbidden(&[("pyproject.toml", "[tool.ruff.lint]\nselect = ['PL']")]);
        assert_eq!(
            place.as_deref(),
            Some("ruff's [tool.ruff.lint] select has \"PL\" in pyproject.toml")
        );
        let place = forbidden(&[("pyproject.toml", "[tool.ruff]\nselect = ['PL']")]);
        assert_eq!(
            place.as_deref(),
            Some("ruff's [tool.ruff] select has \"PL\" in pyproject.toml")
        );
        let place = forbidden(&[
            (".ruff.toml", "select = ['PL']"),
            ("ruff.toml", "[lint]\nignore = ['PL']"),
        ]);
        assert_eq!(place.as_deref(), Some("ruff's select has \"PL\" in .ruff.toml"));
    }

    #[test]
    fn the_nearest_file_with_settings_of_ruff_counts() {
        let outer = ("ruff.toml", "[lint]\nselect = ['PL']");
        assert!(forbidden(&[outer, ("src/pyproject.toml", "[project]\nname = 'x'")]).is_some());
        assert_eq!(forbidden(&[outer, ("src/ruff.toml", "line-length = 100")]), None);
        assert!(forbidden(&[outer, ("src/ruff.toml", "extend = '../ruff.toml'")]).is_some());
        assert_eq!(
            forbidden(&[
                outer,
                ("src/ruff.toml", "extend = '../ruff.toml'\n[lint]\nselect = ['E']")
            ]),
            None
        );
        assert_eq!(
            forbidden(&[
                outer,
                ("src/ruff.toml", "extend = '../ruff.toml'\n[lint]\nignore = ['PL']")
            ]),
            None
        );
        assert_eq!(forbidden(&[("ruff.toml", "extend = 'ruff.toml'")]), None);
    }

    #[test]
    fn pylint_forbids_where_it_says_so() {
        let pylint = |text: &str| forbidden(&[("pyproject.toml", text)]);
        assert_eq!(
            pylint("[tool.pylint.'messages control']\nenable = ['import-outside-toplevel']").as_deref(),
            Some("pylint's [tool.pylint.messages control] enable has \"import-outside-toplevel\" in pyproject.toml")
        );
        assert!(pylint("[tool.pylint]\nenable = 'C0414, C0415'").is_some());
        assert_eq!(pylint("[tool.pylint.main]\njobs = 2"), None);
        assert_eq!(pylint("[tool.pylint.main]\nenable = 'all'\ndisable = ['C0415']"), None);
    }

    #[test]
    fn broken_files_forbid_nothing() {
        assert_eq!(forbidden(&[("ruff.toml", "select = [")]), None);
        assert_eq!(forbidden(&[("ruff.toml", "lint = 3\nselect = 'PL'")]), None);
    }
}
