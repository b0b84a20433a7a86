//! What statements do besides binding names and reading them.
use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::ScopeId;
use super::binding::{Origin, Path};
use super::import::Context;
use crate::syntax::Span;

/// A value that a call is handed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its keyword; empty for `**mapping`, none for one that is known by its place.
    pub keyword: Option<String>,
    /// Where its value stands.
    pub span: Span,
    /// Whether it stands for any number of values: `*values`.
    pub is_starred: bool,
    /// Where it comes from; nothing where it is made on the spot.
    pub origins: ThinVec<Origin>,
}

/// What a statement does besides binding names and reading them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Operation {
    /// The scope that runs it.
    pub scope: ScopeId,
    /// Where.
    pub span: Span,
    /// What.
    pub kind: OperationKind,
    /// The callee, or the object that is changed; none where it is not a dotted name.
    pub path: Option<Path>,
    /// The arguments of a call that are dotted names.
    pub arguments: ThinVec<Path>,
    /// Where all arguments of a call come from.
    pub handed: ThinVec<Argument>,
    /// Of a method of something that has no name: where that comes from.
    pub receiver: ThinVec<Origin>,
    /// The identifiers among the strings that a call is handed, by themselves or in a display.
    pub texts: ThinVec<String>,
    /// Under what conditions.
    pub context: Context,
}

/// A kind of operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OperationKind {
    /// A call.
    Call,
    /// The call of a decorator on what it decorates.
    Decorate,
    /// The same, of a decorator that a call makes: the path is what that call calls.
    DecorateByResult,
    /// An attribute is assigned or deleted; the path includes it.
    WriteAttribute,
    /// An item is assigned or deleted; the path is the container.
    WriteItem,
    /// `name += ...` on a name; the path is the name.
    Augment,
    /// A `with` block is entered.
    With,
    /// `raise`, or `assert`.
    Raise,
    /// A special method that an operator, a subscript or a loop calls, if there is one; the path is that of the method.
    Implicit,
}
