//! The code of one file as plain data, after its tree is dropped: what the evaluator executes. It is as complete as the
//! language: every expression and statement has a form here, so that whoever executes it can leave nothing out unseen.
//! Annotations are no part of it, but those that call something; who reads them is another question.
use serde::{Deserialize, Serialize};

use super::facts::{ImportId, ScopeId};
use crate::syntax::Span;

/// Index into [`Code::expressions`].
pub type ExprId = u32;
/// Index into [`Code::bodies`]; 0 is the module's own.
pub type BodyId = u32;
/// Index into [`Code::names`].
pub type Name = u32;

/// All code of a file; of one that cannot be read there is none, not even the module's body.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// Every identifier and text once.
    pub names: Vec<String>,
    /// All expressions; operands come before what they are operands of.
    pub expressions: Vec<Expr>,
    /// Where each expression stands.
    pub spans: Vec<Span>,
    /// Everything that is executed as a whole: the module, functions, lambdas, class bodies. A body comes after its parent.
    pub bodies: Vec<Body>,
}

impl Code {
    /// The text of a name.
    pub fn name(&self, name: Name) -> &str {
        &self.names[name as usize]
    }

    /// An expression.
    pub fn expression(&self, id: ExprId) -> &Expr {
        &self.expressions[id as usize]
    }

    /// Where an expression stands.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id as usize]
    }
}

/// Something that is executed as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// What it is the body of.
    pub kind: BodyKind,
    /// The name of the function or class; empty for modules and lambdas.
    pub name: Name,
    /// Where that name stands; of a lambda, the whole lambda.
    pub span: Span,
    /// The body around it; none for the module.
    pub parent: Option<BodyId>,
    /// Its scope among the file's facts.
    pub scope: ScopeId,
    /// The parameters of a function or lambda: `*args` and `**kwargs` come last.
    pub parameters: Vec<Parameter>,
    /// Its type parameters (PEP 695), which whatever is in it sees; their bounds are evaluated when somebody asks.
    pub type_parameters: Vec<Name>,
    /// Names that are local to it, parameters included, sorted; in a class, what its body binds.
    pub locals: Vec<Name>,
    /// Names that it declares `global`, sorted.
    pub globals: Vec<Name>,
    /// Names that it declares `nonlocal`, sorted.
    pub nonlocals: Vec<Name>,
    /// Whether calling it makes a generator (it has a `yield` of its own).
    pub is_generator: bool,
    /// Whether it is `async def`.
    pub is_async: bool,
    /// What it executes, in order. That of a lambda is one `return`.
    pub statements: Vec<Stmt>,
}

/// What a body is the body of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyKind {
    /// A module.
    Module,
    /// A `class`.
    Class,
    /// A `def`.
    Function,
    /// A `lambda`.
    Lambda,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// How it is filled.
    pub kind: ParameterKind,
    /// Its default, which the body around evaluates where the function is made.
    pub default: Option<ExprId>,
}

/// How a parameter is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParameterKind {
    /// Only by its place.
    PositionalOnly,
    /// By its place or its name.
    Plain,
    /// By its name.
    KeywordOnly,
    /// `*args`.
    Rest,
    /// `**kwargs`.
    Keywords,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stmt {
    /// An expression for its own sake.
    Expression(ExprId),
    /// `a = b = value`. A target is a name, attribute, subscript, starred, or a tuple or list of targets.
    Assign {
        /// The targets, from left to right.
        targets: Vec<ExprId>,
        /// The value.
        value: ExprId,
    },
    /// `target op= value`.
    Augment {
        /// A name, attribute or subscript.
        target: ExprId,
        /// The operator.
        operator: Operator,
        /// The value.
        value: ExprId,
    },
    /// `target: annotation`, without a value (with one it is an `Assign`).
    Declare(ExprId),
    /// The annotation of the variable that is assigned or declared next, where it calls something: evaluated as those of a
    /// function are.
    Annotation(ExprId),
    /// `del`.
    Delete(Vec<ExprId>),
    /// An import statement: its aliases.
    Import(Vec<ImportId>),
    /// `def`.
    Define {
        /// Its body, with name and parameters.
        body: BodyId,
        /// Its decorators, outermost first.
        decorators: Vec<ExprId>,
        /// Annotations of it that call something, and are evaluated where it is made: before Python 3.14, and without the
        /// future import.
        annotations: Vec<ExprId>,
    },
    /// `class`.
    Class {
        /// Its body, with its name.
        body: BodyId,
        /// Its decorators, outermost first.
        decorators: Vec<ExprId>,
        /// Its bases and keywords.
        arguments: Vec<Argument>,
    },
    /// `return`.
    Return(Option<ExprId>),
    /// `raise exception from cause`.
    Raise {
        /// The exception.
        exception: Option<ExprId>,
        /// Its cause.
        cause: Option<ExprId>,
        /// The whole statement.
        span: Span,
    },
    /// `assert`.
    Assert {
        /// What is asserted.
        test: ExprId,
        /// The message.
        message: Option<ExprId>,
    },
    /// `if`; `elif` is an `if` in `otherwise`.
    If {
        /// The condition.
        test: ExprId,
        /// Where it holds.
        then: Vec<Stmt>,
        /// Where it does not.
        otherwise: Vec<Stmt>,
    },
    /// `for`.
    For {
        /// What each element is bound to.
        target: ExprId,
        /// What is gone over.
        iterable: ExprId,
        /// The loop.
        body: Vec<Stmt>,
        /// After the last element.
        otherwise: Vec<Stmt>,
    },
    /// `while`.
    While {
        /// The condition.
        test: ExprId,
        /// The loop.
        body: Vec<Stmt>,
        /// When the condition fails.
        otherwise: Vec<Stmt>,
    },
    /// `try`.
    Try {
        /// What is tried.
        body: Vec<Stmt>,
        /// The handlers.
        handlers: Vec<Handler>,
        /// Where nothing was raised.
        otherwise: Vec<Stmt>,
        /// In any case.
        finally: Vec<Stmt>,
    },
    /// `with`.
    With {
        /// The context managers, each with its target.
        items: Vec<(ExprId, Option<ExprId>)>,
        /// The block.
        body: Vec<Stmt>,
    },
    /// `match`.
    Match {
        /// What is matched.
        subject: ExprId,
        /// The cases.
        cases: Vec<Case>,
    },
    /// `type name = ...`: evaluated when somebody asks.
    TypeAlias(Name),
    /// `break` and `continue`.
    Jump,
    /// `pass`.
    Pass,
}

/// A handler of a `try`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handler {
    /// What it catches; none for everything.
    pub kind: Option<ExprId>,
    /// What the exception is bound to.
    pub name: Option<Name>,
    /// What it does.
    pub body: Vec<Stmt>,
}

/// A case of a `match`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The values and classes that its pattern evaluates.
    pub reads: Vec<ExprId>,
    /// The names that its pattern binds, to parts of the subject.
    pub binds: Vec<Name>,
    /// Its guard.
    pub guard: Option<ExprId>,
    /// What it does.
    pub body: Vec<Stmt>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Expr {
    /// A name.
    Name(Name),
    /// A literal.
    Literal(Literal),
    /// An f-string or template string: texts and the values between them, in order.
    Format(Vec<ExprId>),
    /// A part of a `Format` that does not stand for its own text: `{value!r:specification}` with the parts of its
    /// specification, and every part of a template string.
    Formatted(ExprId, Vec<ExprId>),
    /// `object.name`
    Attribute(ExprId, Name),
    /// `object[index]`
    Subscript(ExprId, ExprId),
    /// A slice: the parts that it has.
    Slice(Vec<ExprId>),
    /// A call.
    Call(ExprId, Vec<Argument>),
    /// A unary or binary operator with its operands.
    Operator(Operator, Vec<ExprId>),
    /// `left op right op ...`
    Compare(ExprId, Vec<(Operator, ExprId)>),
    /// `and`
    And(Vec<ExprId>),
    /// `or`
    Or(Vec<ExprId>),
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
    Sequence(SequenceKind, Vec<ExprId>),
    /// A dict display; `**mapping` has no key.
    Dict(Vec<(Option<ExprId>, ExprId)>),
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
    pub clauses: Vec<Clause>,
}

/// A `for` clause with its conditions. The targets are local to the comprehension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// What each element is bound to.
    pub target: ExprId,
    /// What is gone over.
    pub iterable: ExprId,
    /// The conditions.
    pub conditions: Vec<ExprId>,
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
