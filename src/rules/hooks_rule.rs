//! The shape of an entry that says which methods of a subclass the code of a class calls.
use serde::Deserialize;

/// Classes whose code calls methods that their subclasses define.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HooksRule {
    /// The classes, by their dotted names.
    pub names: Vec<String>,
    /// Their methods that call the others; `*` for any.
    #[serde(default)]
    pub by: Vec<String>,
    /// The functions that call the others on what they are handed: on an instance, or on one that they make of a class.
    #[serde(default)]
    pub handed_to: Vec<String>,
    /// The methods that are called; one that ends in `*` stands for all that begin so.
    pub calls: Vec<String>,
    /// How it is known, in one sentence.
    pub why: String,
    /// A few lines of Python that use them, where that is not obvious.
    pub example: Option<String>,
}

impl HooksRule {
    /// Whether a method of the class calls the others.
    pub fn is_called_by(&self, method: &str) -> bool {
        self.by.iter().any(|by| by == "*" || by == method)
    }

    /// Whether a method of a subclass is one of those that are called.
    pub fn calls(&self, method: &str) -> bool {
        let mut calls = self.calls.iter();
        calls.any(|call| match call.strip_suffix('*') {
            Some(start) => method.starts_with(start),
            None => call == method,
        })
    }
}
