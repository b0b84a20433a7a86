//! Statements, and what belongs to them.
use serde::{Deserialize, Serialize};

use super::expression::{Argument, Operator};
use super::{BodyId, ExprId, Name};
use crate::semantics::ids::ImportId;
use crate::syntax::Span;

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

impl Stmt {
    /// The blocks that it holds, besides its expressions.
    pub fn blocks(&self) -> Vec<&[Stmt]> {
        match self {
            Stmt::If { then, otherwise, .. } => vec![then, otherwise],
            Stmt::For { body, otherwise, .. } | Stmt::While { body, otherwise, .. } => vec![body, otherwise],
            Stmt::Try {
                body,
                handlers,
                otherwise,
                finally,
            } => {
                let mut all: Vec<&[Stmt]> = vec![body, otherwise, finally];
                all.extend(handlers.iter().map(|handler| handler.body.as_slice()));
                all
            }
            Stmt::With { body, .. } => vec![body],
            Stmt::Match { cases, .. } => cases.iter().map(|case| case.body.as_slice()).collect(),
            Stmt::Expression(_)
            | Stmt::Annotation(_)
            | Stmt::Assign { .. }
            | Stmt::Augment { .. }
            | Stmt::Declare(_)
            | Stmt::Delete(_)
            | Stmt::Import(_)
            | Stmt::Define { .. }
            | Stmt::Class { .. }
            | Stmt::Return(_)
            | Stmt::Raise { .. }
            | Stmt::Assert { .. }
            | Stmt::TypeAlias(_)
            | Stmt::Jump
            | Stmt::Pass => Vec::new(),
        }
    }

    /// Whether it is a `return`, or has one below it.
    pub fn returns(&self) -> bool {
        let mut inner = self.blocks().into_iter().flatten();
        matches!(self, Stmt::Return(_)) || inner.any(Stmt::returns)
    }

    /// Whether the block around it may be left by it, other than by an exception.
    pub fn leaves(&self) -> bool {
        match self {
            Stmt::Return(_) | Stmt::Jump => true,
            // What leaves a loop goes on behind it.
            Stmt::For { body, .. } | Stmt::While { body, .. } => body.iter().any(Stmt::returns),
            _ => self.blocks().into_iter().flatten().any(Stmt::leaves),
        }
    }
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
