//! What importing packages was seen to do.
use serde::Deserialize;

/// What importing the modules of a package was seen to do outside the package, by `rules/observe.py`. What its code might do
/// beyond that, as far as it can be followed, is taken for harmless, and counted as assumed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MeasuredRule {
    /// The top-level name of the package.
    pub package: String,
    /// What was installed.
    pub distribution: String,
    /// The version of that.
    pub version: String,
    /// The version of Python.
    pub python: String,
    /// The day, such as `2026-11-27`.
    pub date: String,
    /// The modules that were imported, each in an interpreter of its own.
    pub imports: Vec<String>,
    /// Parts of the state that it changes for others, as facets are named; a `*` at the end is anything.
    #[serde(default)]
    pub changes: Vec<String>,
    /// Of `warnings`, `logging` and `cwd`, those that it asks while it is imported.
    #[serde(default)]
    pub reads: Vec<MeasuredRead>,
    /// Parts of the state that its code asks for while it is imported, and of which it makes nothing that others see: which thread
    /// loads it tells it no more than when that is.
    #[serde(default)]
    pub own: Vec<String>,
    /// What it was seen to do, and why that concerns nobody else, in one sentence.
    pub why: String,
}

impl MeasuredRule {
    /// Whether importing the package changes a part of the state, by its name, for others.
    pub fn changes(&self, facet: &str) -> bool {
        self.changes.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(beginning) => facet.starts_with(beginning),
            None => facet == pattern,
        })
    }

    /// Whether importing the package asks for a part of the state, by its name; so it does of all that nobody watched, such as which
    /// loggers there are: one that exists by then is switched off by `dictConfig`, and one that is made later is not.
    pub fn reads(&self, facet: &str) -> bool {
        let family = facet.split(':').next().unwrap_or_default();
        let read = match family {
            "warnings.filters" => MeasuredRead::Warnings,
            "logging" => MeasuredRead::Logging,
            "cwd" => MeasuredRead::Cwd,
            family => return !self.own.iter().any(|own| own == family),
        };
        self.reads.contains(&read)
    }
}

/// What an import may ask, and was watched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MeasuredRead {
    /// The filters, by giving a warning.
    Warnings,
    /// Loggers and their handlers, by saying something or setting them up.
    Logging,
    /// The working directory.
    Cwd,
}
