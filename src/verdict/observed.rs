//! What executing modules does, for the reports: plain data without numbers of modules or offsets.
use std::path::PathBuf;

use serde::Serialize;

/// What is known of one module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ObservedModule {
    /// Its dotted name.
    pub module: String,
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// Why its effects cannot be known; none where they are.
    pub unknown: Option<String>,
    /// Its effects, in the order in which they happen.
    pub effects: Vec<ObservedEffect>,
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ObservedEffect {
    /// What sort, such as `registration`.
    pub kind: &'static str,
    /// What happens, to be read after "it".
    pub what: String,
    /// What it touches: `env:NAME`, `module:NAME` (what that module made), `NAME.ATTRIBUTE`, `subclasses:NAME`; `*` is anything.
    pub facet: String,
    /// Where, as `path:line`.
    pub place: String,
    /// Whether it is a reason to keep an import of the module.
    pub counts: bool,
    /// The calls that lead to it, outermost first.
    pub chain: Vec<ObservedCall>,
}

/// A call on the way to an effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ObservedCall {
    /// What is called.
    pub name: String,
    /// Where, as `path:line`.
    pub place: String,
}
