//! The places that read a name, and when they are evaluated.
use serde::{Deserialize, Serialize};

use super::{BindingId, BlockId, DefinitionId, ScopeId};
use crate::syntax::Span;

/// A place that names something.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reference {
    /// What it names.
    pub binding: BindingId,
    /// Where it stands; for a name in a string, the string.
    pub span: Span,
    /// The scope in which it is evaluated.
    pub scope: ScopeId,
    /// The innermost branch that holds it, if any.
    pub block: Option<BlockId>,
    /// The attributes that follow.
    pub attributes: Vec<String>,
    /// When it is evaluated.
    pub phase: Phase,
    /// What the last attribute (or the name) is there for.
    pub access: Access,
    /// The part that it plays in its statement.
    pub role: Role,
    /// In a class body that binds the same name: the class's own name if bound by then, else the module's.
    pub class_fallback: bool,
}

/// A place that names what nothing in its file binds: a submodule of the package whose file it is, or what a star import brings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unbound {
    /// The name.
    pub name: String,
    /// The attributes that follow.
    pub attributes: Vec<String>,
    /// Where it stands.
    pub span: Span,
    /// The scope in which it is evaluated.
    pub scope: ScopeId,
    /// What the last attribute (or the name) is there for.
    pub access: Access,
}

/// When a reference is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// When its scope runs.
    Run,
    /// When the script's main guard runs.
    MainGuard,
    /// In an annotation: whether and when depends on the target version, the future import and the owner.
    Annotation {
        /// The function, or the class whose variable it is.
        owner: Option<DefinitionId>,
        /// What is annotated.
        place: AnnotationPlace,
        /// In quotes.
        quoted: bool,
        /// The whole annotation.
        whole: Span,
    },
    /// In a string that only type checkers read, such as `cast("T", x)`, or under `if TYPE_CHECKING:`.
    TypeCheckers,
    /// In a type parameter's bound or a `type` statement: when somebody asks.
    OnDemand,
}

/// What an annotation annotates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnnotationPlace {
    /// A parameter or the result of a function.
    Signature,
    /// A variable of a class body.
    ClassVariable,
    /// The same where its name begins with an underscore, and it is given a value there: who makes fields of variables takes
    /// the value, and needs no type.
    PrivateVariable,
    /// A variable of the module.
    ModuleVariable,
    /// A variable in a function: never evaluated (PEP 526).
    LocalVariable,
}

/// What is done with the named thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// It is read.
    Read,
    /// An attribute of it is assigned or deleted.
    WriteAttribute,
    /// An item of it is assigned or deleted.
    WriteItem,
}

/// The part that a reference plays in its statement, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Any other.
    Plain,
    /// In a decorator.
    Decorator,
    /// Among a class's bases or keywords.
    Base,
    /// In a default argument.
    Default,
}
