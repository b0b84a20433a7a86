//! Locks that an installed package takes for the time of a `with` statement: nothing of the project runs meanwhile, so nothing that it
//! has deferred waits for them, where the statement calls what the package has itself.
use super::{Function, Holding};
use crate::evaluate::{Effect, Facet, is_method_of_values};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Kind, ModuleId};
use crate::project::standard;
use crate::semantics::code::{BodyKind, Code, Expr, ExprId, Stmt};

/// The facet of a lock.
const LOCK: &str = "lock";

impl Holding<'_> {
    /// Whether a lock is held for the time of a statement of an installed package that calls nothing which it was handed.
    pub(super) fn is_held_among_themselves(&self, function: &Function<'_>, write: &Effect) -> bool {
        let is_lock = matches!(&write.facet, Facet::State(name) if super::super::family(name) == LOCK);
        let region = function.entered(&function.body.statements, write);
        is_lock
            && self.program.modules[write.module].kind == Kind::Site
            && region.is_some_and(|region| self.calls_its_own(write.module, function.code, region))
    }

    fn calls_its_own(&self, module: ModuleId, code: &Code, region: &[Stmt]) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let has_own = |name: &str| {
            let mut bodies = code.bodies.iter();
            bodies.any(|body| matches!(body.kind, BodyKind::Function | BodyKind::Class) && code.name(body.name) == name)
        };
        let is_known = |callee: ExprId| match *code.expression(callee) {
            Expr::Name(name) => {
                let text = code.name(name);
                let is_local = code
                    .bodies
                    .iter()
                    .skip(1)
                    .any(|body| body.locals.binary_search(&name).is_ok());
                !is_local && (has_own(text) || facts.global(text).is_none() && standard::is_builtin_name(text))
            }
            Expr::Attribute(of, name) => {
                let text = code.name(name);
                // A class of the project may have a method of that name in its place.
                has_own(text) && !self.within.has_function(text)
                    || is_method_of_values(self.within.rules, text)
                    || self.within.is_foreign(module, of)
            }
            _ => false,
        };
        let mut holds = true;
        each_part(code, region, &mut |part| {
            if let Part::Expression(id, _) = part
                && let Expr::Call(callee, _) = code.expression(id)
            {
                holds &= is_known(*callee);
            }
        });
        holds
    }
}
