//! Reads one configuration file: its text into [`RawSettings`], or an error with a line.
//!
//! Decides nothing about which file counts; that is `locate`.
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use toml::Table;

use super::{ConfigError, RawSettings};

/// The name of the file that holds the settings at its top level.
pub(super) const OWN_FILE: &str = "dormant.toml";
/// The name of the file that holds the settings in its table `tool.dormant`.
pub(super) const PYPROJECT: &str = "pyproject.toml";

#[derive(Deserialize)]
struct PyProject {
    tool: Option<Tools>,
}

#[derive(Deserialize)]
struct Tools {
    dormant: Option<RawSettings>,
}

/// The text of `path`, without a byte order mark; `None` when there is no such file.
pub(super) fn text(path: &Path) -> Result<Option<String>, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        // A folder of that name is not a configuration file.
        Err(_) if path.is_dir() => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(ConfigError::whole(path, "not valid UTF-8")),
        Err(error) => Err(ConfigError::whole(path, format!("cannot be read: {error}"))),
    }
}

/// The settings of a file by its name: pyproject.toml has them in a table, where it has any; any other file is all settings.
pub(super) fn settings(path: &Path, text: &str) -> Result<Option<RawSettings>, ConfigError> {
    let wrong = |error| ConfigError::from_toml(path, text, error);
    if path.file_name().is_some_and(|name| name == PYPROJECT) {
        let file: PyProject = toml::from_str(text).map_err(wrong)?;
        return Ok(file.tool.and_then(|tools| tools.dormant));
    }
    toml::from_str(text).map(Some).map_err(|error| {
        let mut error = wrong(error);
        if error.message.starts_with("unknown key 'tool'") {
            error.message = "unknown key 'tool': in this file the settings stand at the top level, \
                             without [tool.dormant]"
                .to_string();
        }
        error
    })
}

/// The file as TOML, when it is there and is TOML.
pub(super) fn table(path: &Path) -> Option<Table> {
    std::fs::read_to_string(path).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PythonVersion;
    use crate::verdict::Strategy;

    fn own(text: &str) -> Result<Option<RawSettings>, String> {
        settings(Path::new("dormant.toml"), text).map_err(|error| error.to_string())
    }

    fn wrong(text: &str) -> String {
        own(text).expect_err(text)
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"
            heavy = ["modal"]
            extend-heavy = ["docker"]
            eager = ["app.early"]
            src = ["src"]
            python = ".venv/bin/python"
            search-path = ["vendor"]
            target-version = "3.12"
            strategies = ["function-local", "module-getattr"]
            annotations = "quote"
            library = false
            exclude = ["build/"]
            tests = ["tests"]
            entry-points = ["app.cli:main"]
            budget-ms = 250
            [per-file-ignores]
            "scripts/**" = ["function-local"]
        "#;
        let raw = own(text).unwrap().unwrap();
        assert_eq!(raw.heavy, Some(vec!["modal".to_string()]));
        assert_eq!(raw.target_version, Some(PythonVersion::new(3, 12)));
        assert_eq!(
            raw.strategies,
            Some(vec![Strategy::FunctionLocal, Strategy::ModuleGetattr])
        );
        assert_eq!(raw.budget_ms, Some(250.0));
        assert_eq!(raw.per_file_ignores.unwrap()["scripts/**"], ["function-local"]);
    }

    #[test]
    fn an_empty_file_says_nothing() {
        assert_eq!(own(""), Ok(Some(RawSettings::default())));
    }

    #[test]
    fn pyproject_has_settings_only_in_its_table() {
        let path = Path::new("app/pyproject.toml");
        assert_eq!(settings(path, "[project]\nname = \"app\"\n"), Ok(None));
        assert_eq!(settings(path, "[tool.dormant]\n"), Ok(Some(RawSettings::default())));
        let error = settings(path, "[tool.dormant]\nheavy = []\nheavvy = []\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "app/pyproject.toml:3: unknown key 'heavvy', did you mean 'heavy'?"
        );
    }

    #[test]
    fn wrong_names_are_told_from_the_right_ones() {
        assert_eq!(
            wrong("\nheavvy = []"),
            "dormant.toml:2: unknown key 'heavvy', did you mean 'heavy'?"
        );
        insta::assert_snapshot!(wrong("colour = true"), @"dormant.toml:1: unknown key 'colour', expected one of extend, heavy, extend-heavy, profile, profile-threshold-ms, eager, src, python, search-path, target-version, strategies, annotations, library, exclude, tests, entry-points, budget-ms, evidence, rules, accept, strict, add-noqa, per-file-ignores");
        insta::assert_snapshot!(wrong("eager = []\nstrategies = [\n  'function-local',\n  'modul-getattr',\n]"), @"dormant.toml:4: strategies: unknown name 'modul-getattr', did you mean 'module-getattr'?");
        insta::assert_snapshot!(wrong("[tool.dormant]\nheavy = []"), @"dormant.toml:1: unknown key 'tool': in this file the settings stand at the top level, without [tool.dormant]");
    }

    #[test]
    fn wrong_types_are_told_with_their_key_and_line() {
        insta::assert_snapshot!(wrong("# heavy\n\nheavy = 'modal'"), @r#"dormant.toml:3: heavy: expected a list, found string "modal""#);
        insta::assert_snapshot!(wrong("heavy = ['a', 3]"), @"dormant.toml:1: heavy: expected a string, found integer `3`");
        insta::assert_snapshot!(wrong("per-file-ignores = ['a']"), @"dormant.toml:1: per-file-ignores: expected a table, found a list");
        insta::assert_snapshot!(wrong("budget-ms = 'fast'"), @r#"dormant.toml:1: budget-ms: expected a number, found string "fast""#);
        insta::assert_snapshot!(wrong("budget-ms = -1"), @"dormant.toml:1: budget-ms: -1 is not a number of milliseconds above zero");
        insta::assert_snapshot!(wrong("target-version = 3.12"), @r#"dormant.toml:1: target-version: expected a string such as "py312" or "3.12", found floating point `3.12`"#);
        insta::assert_snapshot!(wrong("target-version = 'py38'"), @"dormant.toml:1: target-version: 'py38' is not a version that can be targeted: expected py39 to py315, or 3.9 to 3.15");
    }

    #[test]
    fn wrong_toml_is_told_with_its_line() {
        insta::assert_snapshot!(wrong("eager = []\nheavy = [\n"), @"dormant.toml:2: unclosed array, expected `]`");
        insta::assert_snapshot!(wrong("eager = []\neager = []\n"), @"dormant.toml:2: duplicate key");
        insta::assert_snapshot!(wrong("eager ="), @"dormant.toml:1: string values must be quoted, expected literal string");
    }
}
