//! Expressions, and what belongs to them.
use serde::{Deserialize, Serialize};

use super::{BodyId, ExprId, Name};

/// An expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// A name.
    Name(Name),
    /// A literal.
    Literal(Literal),
    /// An f-string or template string: texts and the values between them, in order.
    Format(Box<[ExprId]>),
    /// A part of a `Format` that does not stand for its own text: `{value!r:specification}` with the parts of its
    /// specification, and every part of a template string.
    Formatted(ExprId, Box<[ExprId]>),
    /// `object.name`
    Attribute(ExprId, Name),
    /// `object[index]`
    Subscript(ExprId, ExprId),
    /// A slice: the parts that it has.
    Slice(Box<[ExprId]>),
    /// A call.
    Call(ExprId, Box<[Argument]>),
    /// A unary or binary operator with its operands.
    Operator(Operator, Box<[ExprId]>),
    /// `left op right op ...`
    Compare(ExprId, Box<[(Operator, ExprId)]>),
    /// `and`
    And(Box<[ExprId]>),
    /// `or`
    Or(Box<[ExprId]>),
    /// `not`
    Not(ExprId),
    /// `then if test else otherwise`
    Conditional {
        /// The condition.
        test: ExprId,
        /// Where it holds.
        then: ExprId,
        /// Where it does not.
        otherwise: ExprId,
    },
    /// A tuple, list or set display; elements may be `Starred`.
    Sequence(SequenceKind, Box<[ExprId]>),
    /// A dict display; `**mapping` has no key.
    Dict(Box<[(Option<ExprId>, ExprId)]>),
    /// A comprehension or generator expression.
    Comprehension(Box<Comprehension>),
    /// `lambda`
    Lambda(BodyId),
    /// `(target := value)`
    Assign(ExprId, ExprId),
    /// `await`
    Await(ExprId),
    /// `yield`
    Yield(Option<ExprId>),
    /// `yield from`
    YieldFrom(ExprId),
    /// `*value`
    Starred(ExprId),
}

/// A literal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Literal {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// A whole number that fits.
    Int(i64),
    /// Any other number.
    Number,
    /// A text.
    Text(Name),
    /// Bytes.
    Bytes,
    /// `...`
    Ellipsis,
}

/// A display in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SequenceKind {
    /// `(a, b)`
    Tuple,
    /// `[a, b]`
    List,
    /// `{a, b}`
    Set,
}

/// What a comprehension makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComprehensionKind {
    /// `[...]`
    List,
    /// `{...}`
    Set,
    /// `{key: value ...}`
    Dict,
    /// `(...)`
    Generator,
}

/// A comprehension or generator expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comprehension {
    /// What it makes.
    pub kind: ComprehensionKind,
    /// The key of a dict's entry.
    pub key: Option<ExprId>,
    /// Its elements.
    pub element: ExprId,
    /// Its `for` clauses.
    pub clauses: Box<[Clause]>,
}

/// A `for` clause with its conditions. The targets are local to the comprehension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// What each element is bound to.
    pub target: ExprId,
    /// What is gone over.
    pub iterable: ExprId,
    /// The conditions.
    pub conditions: Box<[ExprId]>,
}

/// An argument of a call or of a class statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// How it is handed over.
    pub kind: ArgumentKind,
    /// The value.
    pub value: ExprId,
}

/// How an argument is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArgumentKind {
    /// By its place.
    Plain,
    /// `*values`
    Star,
    /// `name=value`
    Keyword(Name),
    /// `**mapping`
    Keywords,
}

/// An operator, by the special method behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `@`
    MatMul,
    /// `/`
    Div,
    /// `//`
    FloorDiv,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `<<`
    LeftShift,
    /// `>>`
    RightShift,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `&`
    And,
    /// Unary `-`
    Neg,
    /// Unary `+`
    Pos,
    /// `~`
    Invert,
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Lt,
    /// `<=`
    LtE,
    /// `>`
    Gt,
    /// `>=`
    GtE,
    /// `in`
    In,
    /// `not in`
    NotIn,
    /// `is`
    Is,
    /// `is not`
    IsNot,
}

impl Operator {
    /// Whether it only asks whether two things are the same.
    pub fn is_identity(self) -> bool {
        matches!(self, Operator::Is | Operator::IsNot)
    }
}
