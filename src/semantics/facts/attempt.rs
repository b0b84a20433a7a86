//! `try` statements that import something.
use serde::{Deserialize, Serialize};

use super::{BindingId, ImportId, Path};
use crate::syntax::Span;

/// A module-level `try` with imports in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The whole statement.
    pub statement: Span,
    /// Whether it runs; not under `if TYPE_CHECKING:`, where a `__getattr__` may serve its names.
    pub runs: bool,
    /// The `if TYPE_CHECKING:` that tells type checkers of its names, where it is all that stands in the `else`.
    pub told: Option<Span>,
    /// The imports in it.
    pub imports: Vec<ImportId>,
    /// What it binds, sorted by name.
    pub names: Vec<AttemptedName>,
    /// What it calls.
    pub calls: Vec<Path>,
    /// The names that handlers give to what they caught, and how often.
    pub caught: Vec<(String, u16)>,
    /// What it does besides importing, assigning and setting what it imports, if anything: where, and in words.
    pub more: Option<(Span, String)>,
}

/// A name that a `try` binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptedName {
    /// The name.
    pub name: String,
    /// What binds it; none where the statement does not run.
    pub binding: Option<BindingId>,
    /// How often the statement binds it.
    pub times: u16,
    /// Whether it is bound whether the imports fail or not.
    pub always: bool,
}
