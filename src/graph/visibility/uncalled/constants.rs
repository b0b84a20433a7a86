//! Constants that switch code off: `DEBUG = False`.
use rustc_hash::FxHashSet;

use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, Literal, Stmt};
use crate::semantics::facts::BindingKinds;

/// Variables of a module that are assigned once, a constant which is false.
pub(super) fn constants_that_never_hold(facts: &ModuleFacts) -> FxHashSet<&str> {
    let code = &facts.code;
    let statements = code.bodies.first().map(|body| body.statements.as_slice());
    let assigned = statements.unwrap_or_default().iter().filter_map(|statement| {
        let Stmt::Assign { targets, value } = statement else {
            return None;
        };
        let [target] = targets.as_slice() else { return None };
        let Expr::Name(name) = code.expression(*target) else {
            return None;
        };
        let is_false = matches!(
            code.expression(*value),
            Expr::Literal(Literal::None | Literal::Bool(false) | Literal::Int(0))
        );
        is_false.then(|| code.name(*name))
    });
    let is_bound_once = |name: &&str| {
        let kinds = facts.global(name).map(|id| facts.bindings[id as usize].kinds);
        kinds.is_some_and(BindingKinds::is_assigned_once)
    };
    assigned.filter(is_bound_once).collect()
}
