//! Scopes and the branches within them.
use serde::{Deserialize, Serialize};

use super::{BindingId, BlockId, DefinitionId, ScopeId};
use crate::syntax::Span;

/// A region of code with names of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scope {
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// What makes it a scope.
    pub kind: ScopeKind,
    /// The function or class it is the body of.
    pub definition: Option<DefinitionId>,
    /// The names bound in it.
    pub names: Vec<BindingId>,
    /// Whether code in it reads its local names as a whole: `locals()`, `vars()`, `dir()`, `eval`, `exec`.
    pub reads_locals: bool,
    /// Blocks of code in it whose failures of imports are handled, whatever it tries there.
    pub import_errors_handled: Vec<Span>,
    /// Names that it declares `global`.
    pub globals: Vec<String>,
}

/// What makes a region a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScopeKind {
    /// A module.
    Module,
    /// A class body: runs where it stands, and its names are unseen by the functions in it.
    Class,
    /// A `def`.
    Function,
    /// A `lambda`.
    Lambda,
    /// A comprehension or generator expression: runs where it stands.
    Comprehension,
    /// The scope of PEP 695 type parameters, or of a `type` statement.
    TypeParameters,
}

impl ScopeKind {
    /// Whether its code runs only when it is called.
    pub fn is_function(self) -> bool {
        matches!(self, ScopeKind::Function | ScopeKind::Lambda)
    }
}

/// A branch of an `if` or `match` in a function, or what stands behind an `if` that may leave it: what runs in it runs once for
/// each time that the branch is taken. Loops, `try`,
/// `with` and classes have none, neither themselves nor within: there, an import would be repeated, caught or seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Block {
    /// The branch around it, perhaps of a function around its own.
    pub parent: Option<BlockId>,
    /// The function whose branch it is.
    pub scope: ScopeId,
    /// Where the whole statement begins; for what stands behind one, where that ends.
    pub statement: u32,
    /// From the first statement of the branch to the end of its last.
    pub span: Span,
}
