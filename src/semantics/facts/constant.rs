//! Names that are assigned once, from simple expressions over imported things.
use serde::{Deserialize, Serialize};

use super::{BindingId, Path};
use crate::syntax::Span;

/// A module-level `NAME = expression`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constant {
    /// The name.
    pub name: String,
    /// What binds it; none where it stands under `if TYPE_CHECKING:`, and a `__getattr__` may serve it.
    pub binding: Option<BindingId>,
    /// The whole statement: an assignment, or a `try` that does nothing but assign the name in each of its blocks.
    pub statement: Span,
    /// The expression; of a `try`, all of it.
    pub value: Span,
    /// How often the statement assigns the name.
    pub times: u16,
    /// Module-level names that the expression reads, sorted.
    pub reads: Vec<BindingId>,
    /// What it calls.
    pub calls: Vec<Path>,
    /// What becomes part of it as it is, outside any call.
    pub parts: Vec<Path>,
    /// What it takes items of, as `Union[a, b]` does.
    pub subscripts: Vec<Path>,
}
