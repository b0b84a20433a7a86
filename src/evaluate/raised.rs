//! Exceptions that the body of a module of the project raises while it is imported, by a statement in plain sight.
use super::activity::Activity;
use super::machine::Machine;
use super::object::Place;
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, BodyKind, Code, Expr, ExprId};

/// An exception that leaves a module, unless a condition keeps it from that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// Where.
    pub place: Place,
    /// The last name of its class, as it is written; none where that is not told.
    pub exception: Option<String>,
}

/// The last name of the class of an exception: of `errors.Missing("x")`, `Missing`.
pub fn class_name(code: &Code, exception: ExprId) -> Option<&str> {
    match code.expression(exception) {
        Expr::Name(name) | Expr::Attribute(_, name) => Some(code.name(*name)),
        Expr::Call(callee, _) => class_name(code, *callee),
        _ => None,
    }
}

impl Machine<'_> {
    /// Notes what a statement at `place` raises, where it belongs to the body of a module that is being imported and no handler
    /// stands around it there. What functions raise that are called is judged of by nobody.
    pub fn raises(&mut self, place: Place, exception: Option<&str>) {
        let is_function = |&(_, body): &(ModuleId, BodyId)| {
            let kind = self.body(place.module, body).map(|body| body.kind);
            matches!(kind, Some(BodyKind::Function | BodyKind::Lambda) | None)
        };
        let is_import = self.activity == Activity::Import(place.module) && self.is_own(place.module);
        if !is_import || self.caught > 0 || self.running.iter().any(is_function) {
            return;
        }
        let raised = Raised {
            place,
            exception: exception.map(str::to_owned),
        };
        let known = self.raised.entry(place.module).or_default();
        if !known.contains(&raised) {
            known.push(raised);
        }
    }
}
