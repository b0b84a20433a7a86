//! The list `__lazy_modules__` of a module.
use serde::{Deserialize, Serialize};

/// A module's `__lazy_modules__`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LazyList {
    /// There is none.
    #[default]
    None,
    /// It is written out, once.
    Literal {
        /// Where the statement ends: imports above it are not concerned.
        end: u32,
        /// What it names.
        names: Vec<String>,
    },
    /// It is written out, once, in the branch of those versions that ask for it.
    Guarded {
        /// Where the statement ends: imports above it are not concerned.
        end: u32,
        /// What it names.
        names: Vec<String>,
    },
    /// It is computed, changed, or assigned under a condition.
    Computed,
}
