//! The code of one file as plain data, after its tree is dropped: what the evaluator executes. It is as complete as the
//! language: every expression and statement has a form here, so that any code that executes it can leave nothing out unseen.
//! Annotations are not part of it, but those that call something, and attributes that they read; who reads them is another question.
mod expression;
mod statement;

pub use expression::{
    Argument, ArgumentKind, Clause, Comprehension, ComprehensionKind, Expr, Literal, Operator, SequenceKind,
};
pub use statement::{Case, Handler, Stmt};

use serde::{Deserialize, Serialize};

use super::ids::ScopeId;
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

    /// Whether an identifier or a text is in it, wherever.
    pub fn has_name(&self, text: &str) -> bool {
        self.names.iter().any(|name| name == text)
    }

    /// What a dotted name begins with, and the attributes that follow; none of anything else.
    pub fn dotted(&self, at: ExprId) -> Option<(&str, Vec<String>)> {
        match self.expression(at) {
            Expr::Name(name) => Some((self.name(*name), Vec::new())),
            Expr::Attribute(object, name) => {
                let (root, mut attributes) = self.dotted(*object)?;
                attributes.push(self.name(*name).to_owned());
                Some((root, attributes))
            }
            _ => None,
        }
    }

    /// An expression.
    pub fn expression(&self, id: ExprId) -> &Expr {
        &self.expressions[id as usize]
    }

    /// All texts that are written in it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.expressions.iter().filter_map(|expression| match expression {
            Expr::Literal(Literal::Text(text)) => Some(self.name(*text)),
            _ => None,
        })
    }

    /// The text that an expression is; none of any other.
    pub fn text(&self, id: ExprId) -> Option<&str> {
        match self.expression(id) {
            Expr::Literal(Literal::Text(text)) => Some(self.name(*text)),
            _ => None,
        }
    }

    /// Whether two expressions are written alike: names, attributes, items, literals, and operators and calls of such.
    pub fn is_same(&self, one: ExprId, other: ExprId) -> bool {
        match (self.expression(one), self.expression(other)) {
            (Expr::Name(one), Expr::Name(other)) => one == other,
            (Expr::Attribute(one, name), Expr::Attribute(other, its)) => name == its && self.is_same(*one, *other),
            (Expr::Subscript(one, index), Expr::Subscript(other, its)) => {
                self.is_same(*one, *other) && self.is_same(*index, *its)
            }
            (Expr::Literal(one), Expr::Literal(other)) => one == other,
            (Expr::Operator(one, operands), Expr::Operator(other, its)) => {
                let mut pairs = operands.iter().zip(its);
                one == other && operands.len() == its.len() && pairs.all(|(&one, &other)| self.is_same(one, other))
            }
            (Expr::Call(one, handed), Expr::Call(other, its)) => {
                let mut pairs = handed.iter().zip(its);
                self.is_same(*one, *other)
                    && handed.len() == its.len()
                    && pairs.all(|(one, other)| self.is_same(one.value, other.value))
            }
            _ => false,
        }
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
