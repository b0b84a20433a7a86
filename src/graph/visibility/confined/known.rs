//! Functions, methods and decorators by what they do with a module that they are handed.
use rustc_hash::FxHashSet;

use crate::rules::{Group, Rules};
use crate::semantics::code::{BodyId, Code, Expr, ExprId, Stmt};

/// `sys.modules`, under whatever name `sys` has.
pub const MODULES: &str = "modules";
/// Functions whose decorators, if any, give out what they return.
pub(super) fn plain_functions(code: &Code, rules: &Rules) -> FxHashSet<BodyId> {
    let mut plain = FxHashSet::default();
    let mut blocks_left: Vec<&[Stmt]> = code.bodies.iter().map(|body| body.statements.as_slice()).collect();
    while let Some(block) = blocks_left.pop() {
        for statement in block {
            blocks_left.extend(statement.blocks());
            if let Stmt::Define { body, decorators, .. } = statement
                && decorators
                    .iter()
                    .all(|&decorator| rules.knows(Group::GivesResult, last_name(code, decorator)))
            {
                plain.insert(*body);
            }
        }
    }
    plain
}

/// The last part of a dotted name, or of that which is called.
fn last_name(code: &Code, at: ExprId) -> &str {
    match code.expression(at) {
        Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name),
        Expr::Call(callee, _) => last_name(code, *callee),
        _ => "",
    }
}
