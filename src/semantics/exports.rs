//! `__all__` and what changes it. Part of the walk.
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::facts::{Exports, MODULE};
use super::literals::literal;
use super::walk::Walker;
use crate::syntax::Span;

impl Walker<'_> {
    /// `__all__` is bound in a way that is not followed.
    pub(super) fn unknown_exports(&mut self, span: Span) {
        if self.state.scope == MODULE {
            self.recorder.facts.exports = Exports::Unknown(span);
        }
    }

    /// `__all__` and its changes at module level.
    pub(super) fn exports_of(&mut self, stmt: &Stmt) {
        if self.state.scope != MODULE {
            return;
        }
        let is_all = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == "__all__");
        let (value, adds) = match stmt {
            Stmt::Assign(assign) if assign.targets.iter().any(is_all) => (Some(&*assign.value), false),
            Stmt::Assign(assign) if assign.targets.iter().any(holds_all) => {
                self.unknown_exports(stmt.range().into());
                return;
            }
            Stmt::Delete(delete) if delete.targets.iter().any(holds_all) => {
                self.unknown_exports(stmt.range().into());
                return;
            }
            Stmt::AnnAssign(assign) if is_all(&assign.target) => (assign.value.as_deref(), false),
            Stmt::AugAssign(assign) if is_all(&assign.target) => (Some(&*assign.value), true),
            Stmt::Expr(expression) => match &*expression.value {
                Expr::Call(call) => match &*call.func {
                    Expr::Attribute(method) if is_all(&method.value) => match method.attr.as_str() {
                        "extend" | "append" => (call.arguments.args.first(), true),
                        _ => (Some(&*expression.value), true),
                    },
                    _ => return,
                },
                _ => return,
            },
            _ => return,
        };
        let Some(value) = value else { return };
        let known = match &self.recorder.facts.exports {
            Exports::Listed(names) if adds => names.clone(),
            Exports::Public if adds => Vec::new(),
            Exports::Unknown(_) if adds => return,
            _ => Vec::new(),
        };
        self.recorder.facts.exports = match strings(value) {
            Some(names) => Exports::Listed(known.into_iter().chain(names).collect()),
            None => Exports::Unknown(value.range().into()),
        };
    }
}

/// Whether a target is `__all__`, an item of it, or holds it.
fn holds_all(target: &Expr) -> bool {
    match target {
        Expr::Name(name) => name.id == "__all__",
        Expr::Subscript(subscript) => holds_all(&subscript.value),
        Expr::Tuple(tuple) => tuple.elts.iter().any(holds_all),
        Expr::List(list) => list.elts.iter().any(holds_all),
        _ => false,
    }
}

/// The strings of a literal list or tuple (or sum of such), or the one string.
pub(super) fn strings(expr: &Expr) -> Option<Vec<String>> {
    match expr {
        Expr::StringLiteral(string) => Some(vec![string.value.to_str().to_owned()]),
        Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
            elts.iter().map(|element| literal(element).map(str::to_owned)).collect()
        }
        Expr::BinOp(sum) if sum.op == ast::Operator::Add => {
            let mut names = strings(&sum.left)?;
            names.extend(strings(&sum.right)?);
            Some(names)
        }
        _ => None,
    }
}
