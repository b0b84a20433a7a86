//! Exceptions that are raised while a module is imported: by a statement in plain sight, or by a call of which the rules know that;
//! in installed packages at module level, where something outside of them decides it.
use super::object::Place;
use crate::semantics::code::{Code, Expr, ExprId};

/// An exception that leaves a module, unless a condition keeps it from that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// Where.
    pub place: Place,
    /// The last name of its class, as it is written; none where that is not told.
    pub exception: Option<String>,
    /// Whether something outside the program decides it, as far as its text tells: what a file, a variable of the environment or the
    /// command line holds. Else it is raised whenever the program is started, or never.
    pub is_given: bool,
}

/// The last name of the class of an exception: of `errors.Missing("x")`, `Missing`.
pub fn class_name(code: &Code, exception: ExprId) -> Option<&str> {
    match code.expression(exception) {
        Expr::Name(name) | Expr::Attribute(_, name) => Some(code.name(*name)),
        Expr::Call(callee, _) => class_name(code, *callee),
        _ => None,
    }
}
