//! The settings as they stand in a file: every key once, with its documentation, which is also the schema's.
//!
//! Knows no paths and no defaults: an absent key is `None`.
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{Accept, Annotations, PythonVersion};
use crate::verdict::Strategy;

/// What `[tool.dormant]` in pyproject.toml, or dormant.toml, may say.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(test, schemars(title = "dormant"))]
pub struct RawSettings {
    /// Another configuration, relative to this file, whose values count where this one says nothing: `"../dormant.toml"`.
    pub extend: Option<PathBuf>,
    /// Modules that are slow to import, with everything below them: `["modal", "docker"]`. Replaces the built-in list;
    /// `"*"` is every module that a bare interpreter has not already loaded.
    pub heavy: Option<Vec<String>>,
    /// More heavy modules, added to the built-in list or to `heavy`.
    pub extend_heavy: Option<Vec<String>>,
    /// A profile saved by `dormant profile --save`, relative to this file: what costs more than `profile-threshold-ms` in it is
    /// heavy, where `heavy` is absent.
    pub profile: Option<PathBuf>,
    /// How many milliseconds of a profile make a module heavy; 5 when absent.
    #[serde(default, deserialize_with = "positive")]
    #[cfg_attr(test, schemars(range(min = 0)))]
    pub profile_threshold_ms: Option<f64>,
    /// Modules whose imports stay as they are, with everything below them.
    pub eager: Option<Vec<String>>,
    /// The folders in which first-party packages lie, relative to this file: `["src"]`. Found by themselves when absent.
    pub src: Option<Vec<PathBuf>>,
    /// The interpreter whose installed packages count: a path relative to this file, or a command.
    pub python: Option<PathBuf>,
    /// More folders of installed packages, relative to this file.
    pub search_path: Option<Vec<PathBuf>>,
    /// The oldest version of Python that must run the code, such as `"py39"` or `"3.12"`. The lower bound of
    /// `requires-python` when absent.
    pub target_version: Option<PythonVersion>,
    /// The ways of deferring that may be used. Every one that fits the target version when absent.
    pub strategies: Option<Vec<Strategy>>,
    /// Whether annotations that Python evaluates, and that nobody in the program reads, may be put in quotes: `"keep"` or
    /// `"quote"`. Where it is absent they stay, unless the project is an application: it declares commands and says
    /// `library = false`.
    pub annotations: Option<Annotations>,
    /// Whether others import the project's modules: `false` says that nobody but its own commands and tests does.
    pub library: Option<bool>,
    /// Files and folders to leave alone, as in a .gitignore next to this file.
    pub exclude: Option<Vec<String>>,
    /// The folders of tests, relative to this file: read for the names that they patch.
    pub tests: Option<Vec<PathBuf>>,
    /// The commands or modules whose start-up matters: `["app.cli:main"]`.
    pub entry_points: Option<Vec<String>>,
    /// What a start may cost, in milliseconds.
    #[serde(default, deserialize_with = "positive")]
    #[cfg_attr(test, schemars(range(min = 0)))]
    pub budget_ms: Option<f64>,
    /// Files that `dormant probe --save` wrote, relative to this one: what importing modules was seen to do.
    /// `.dormant/evidence.json` when absent, if it exists.
    pub evidence: Option<Vec<PathBuf>>,
    /// Files of your own knowledge about packages, relative to this one, in the form of dormant's own. They win over those.
    pub rules: Option<Vec<PathBuf>>,
    /// Risks that are taken by name: `[{ module = "colorama", facet = "stdout", why = "it prints nothing before" }]`. What such
    /// a module does there keeps no import; every report lists it.
    pub accept: Option<Vec<Accept>>,
    /// Whether only what is proven counts: what rests on code that cannot be read is left alone.
    pub strict: Option<bool>,
    /// Whether imports that are put into functions get `# noqa: PLC0415`, for a linter that forbids them there.
    pub add_noqa: Option<bool>,
    /// Codes that are not reported in the files matching a pattern: `{ "scripts/**" = ["function-local"] }`.
    pub per_file_ignores: Option<BTreeMap<String, Vec<String>>>,
}

/// A finite number above zero.
fn positive<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number.is_finite() && number > 0.0 {
        Ok(Some(number))
    } else {
        Err(D::Error::custom(format!(
            "{number} is not a number of milliseconds above zero"
        )))
    }
}
