//! What is known about packages, loaded from the data in `rules/` and matched against dotted names.
//!
//! The knowledge itself is TOML, one file per family, compiled into the binary; every entry says why it is there and shows an
//! example that the tests parse. This room answers questions about dotted names. It must never know a syntax tree, a file of
//! the user's, or a decision: what follows from an answer is for `effects` and `plan` to say.
pub mod evidence;
pub mod load;
pub mod matching;
pub mod model;
pub mod note;
pub mod query;

#[cfg(test)]
mod data_tests;

pub use evidence::{Evidence, EvidenceError, Probed, ProbedEffect};
pub use load::LoadError;
pub use matching::matches;
pub use model::{
    AnnotationRule, CommandRole, CommandRule, EffectKind, EffectRule, FunctionRule, ModuleReaderRule, ModuleReads,
    NoImportsRule, Outside, Package, Reader, Reads,
};
pub use note::note;
pub use query::Rules;
