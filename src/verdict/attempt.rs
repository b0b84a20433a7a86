//! `try` statements that are deferred as a whole.
use crate::syntax::Span;

/// A `try` statement that runs when one of its names is first asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeferredAttempt {
    /// The statement.
    pub statement: Span,
    /// The names that it binds, sorted, and whether it does so in any case; that is so for at least one.
    pub names: Vec<(String, bool)>,
    /// The functions of the module that need it, by the offsets of their names, and the names that each imports from this very
    /// module; where there are none, one of those that are bound in any case makes it run.
    pub functions: Vec<(u32, Vec<String>)>,
    /// The `if TYPE_CHECKING:` in whose `else` it stands alone: it tells type checkers of the names, and loses its `else`.
    pub told: Option<Span>,
}

impl DeferredAttempt {
    /// The first of the names that are bound in any case.
    pub fn sure(&self) -> Option<&str> {
        self.names
            .iter()
            .find(|(_, always)| *always)
            .map(|(name, _)| name.as_str())
    }
}
