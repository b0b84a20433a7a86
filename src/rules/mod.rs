//! What is known about packages, loaded from the data in `rules/` and matched against dotted names.
//!
//! The knowledge itself is TOML, one file per family, compiled into the binary; every entry says why it is there and shows an
//! example that the tests parse. A user's own knowledge has the same form and comes first. This room answers questions about
//! dotted names. It must never know a syntax tree, or a decision: what follows from an answer is for others to say.
pub mod annotation_rule;
mod command_rule;
pub mod evidence;
mod exception_rule;
pub mod facet;
pub mod facet_kind;
pub mod facet_rule;
mod groups;
mod hooks_rule;
pub mod load;
pub mod matching;
pub mod measured_rule;
pub mod model;
mod names_rule;
pub mod note;
pub mod query;
mod schema;
mod version;

#[cfg(test)]
mod data_tests;

pub use annotation_rule::{AnnotationRule, Reader, Reads};
pub use command_rule::{CommandRole, CommandRule};
pub use evidence::{Evidence, EvidenceError, Probed, ProbedEffect};
pub use exception_rule::ExceptionRule;
pub use facet::{FacetError, FacetKey, FacetPattern, Handed, Naming};
pub use facet_kind::FacetKind;
pub use facet_rule::{FacetRule, Returns, Touches};
pub use hooks_rule::HooksRule;
pub use load::LoadError;
pub use matching::{matches, prefixes};
pub use measured_rule::MeasuredRule;
pub use model::{
    CompiledRule, EffectKind, EffectRule, FunctionRule, Leaves, ModuleReaderRule, ModuleReads, NoImportsRule, Outside,
    Package, RaisesRule,
};
pub use names_rule::{Group, NamesRule};
pub use note::note;
pub use query::Rules;
pub use schema::SCHEMA;
