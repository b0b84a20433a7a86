//! The shape of an entry that says what exceptions inherit from.
use serde::Deserialize;

/// Exceptions with the same base.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ExceptionRule {
    /// The exceptions, by the last word.
    pub names: Vec<String>,
    /// What they inherit from: `Exception`, or another that has an entry.
    pub base: String,
    /// How it is known, in one sentence.
    pub why: String,
    /// A few lines of Python that use them.
    #[serde(default)]
    pub example: String,
}
