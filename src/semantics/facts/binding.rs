//! The names that a file binds, and where their values come from.
use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{BindingId, ScopeId};
use crate::syntax::Span;

/// A name in a scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Binding {
    /// The name.
    pub name: String,
    /// Where it is bound.
    pub scope: ScopeId,
    /// How it is bound, counting only what runs (not under `if TYPE_CHECKING:`).
    pub kinds: BindingKinds,
    /// The first place that binds it.
    pub first: Span,
    /// The last place that binds it.
    pub last: Span,
    /// What it is assigned from, if it is assigned once from something that has a name.
    pub value: Option<Box<Value>>,
    /// Where the values that it is assigned come from, as far as they are not made on the spot.
    pub origins: ThinVec<Origin>,
}

/// How a name is bound: how often by each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingKinds {
    /// By import statements.
    pub imports: u16,
    /// By import statements under `if TYPE_CHECKING:`.
    pub type_checking_imports: u16,
    /// By `def`.
    pub functions: u16,
    /// By `class`.
    pub classes: u16,
    /// By assignment, `for`, `with`, `except`, `match`, `:=` and the like.
    pub assignments: u16,
    /// By `del`.
    pub deletions: u16,
    /// As a parameter or type parameter.
    pub parameters: u16,
    /// From another scope, by a `global` declaration.
    pub from_global_statement: bool,
}

impl BindingKinds {
    /// Whether import statements, at run time, are all that binds it.
    pub fn only_imports(self) -> bool {
        self.imports > 0
            && self.functions + self.classes + self.assignments + self.deletions + self.parameters == 0
            && !self.from_global_statement
    }

    /// How often something binds it.
    pub fn total(self) -> u16 {
        self.imports + self.functions + self.classes + self.assignments + self.deletions + self.parameters
    }

    /// Whether it is a parameter, to which its function gives nothing else.
    pub fn only_parameter(self) -> bool {
        self.parameters == 1
            && self.imports + self.functions + self.classes + self.assignments + self.deletions == 0
            && !self.from_global_statement
    }

    /// Whether one assignment is all that binds it.
    pub fn is_assigned_once(self) -> bool {
        self.assignments == 1
            && self.imports + self.functions + self.classes + self.deletions + self.parameters == 0
            && !self.from_global_statement
    }
}

/// What a name is assigned from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// `name = path(...)`, or `name = path(...)(...)`.
    Call(Path),
    /// `name = path`.
    Alias(Path),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It is the named object itself.
    Object(Path),
    /// It is taken out of the named object: an item, an element, an attribute of a part.
    Part(Path),
    /// It is a new container that holds the named object.
    Held(Path),
    /// It is what the call of this path hands out.
    Call(Path),
    /// It is the lambda that starts here.
    Lambda(u32),
    /// It may be anything.
    Unknown,
}

/// A dotted name as it is written: `root.attribute.attribute`. Of a method of something unnamed, the root is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// The first name.
    pub root: String,
    /// What the first name is bound to; none for builtins and for names that nothing binds.
    pub binding: Option<BindingId>,
    /// The attributes after it.
    pub attributes: Vec<String>,
}

impl Path {
    /// The last part.
    pub fn last(&self) -> &str {
        self.attributes.last().unwrap_or(&self.root)
    }

    /// The path with dots.
    pub fn dotted(&self) -> String {
        std::iter::once(&self.root)
            .chain(&self.attributes)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(".")
    }
}

/// The names that a star import takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exports {
    /// No `__all__`: every public name.
    #[default]
    Public,
    /// Those listed.
    Listed(Vec<String>),
    /// `__all__` is computed.
    Unknown(Span),
}

/// A variable that stands for a type made of types: `Shape = Square | Circle`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypeAlias {
    /// The variable.
    pub binding: BindingId,
    /// The names in what it is assigned, strings included.
    pub names: Vec<Path>,
}
