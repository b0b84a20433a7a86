//! `sys.path = [folder] + sys.path`: a list of foreign code put in its own place, with more in it.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::EnvId;
use crate::evaluate::value::{Atom, Value};
use crate::semantics::code::{Code, Expr, ExprId, Operator, SequenceKind, Stmt};

/// Where in a new list all of the old one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Old {
    First,
    Behind,
}

/// What `list[:]` takes a slice of.
fn whole_slice(code: &Code, expression: ExprId) -> Option<ExprId> {
    match code.expression(expression) {
        Expr::Subscript(list, index) => {
            matches!(code.expression(*index), Expr::Slice(parts) if parts.is_empty()).then_some(*list)
        }
        _ => None,
    }
}

/// What the only assignment to a variable among statements gives to it.
fn only_value(code: &Code, statements: &[Stmt], variable: ExprId) -> Option<ExprId> {
    let mut found = Vec::new();
    let mut pending: Vec<&[Stmt]> = vec![statements];
    while let Some(block) = pending.pop() {
        for statement in block {
            match statement {
                Stmt::Assign { targets, value } if targets.iter().any(|&target| code.is_same(target, variable)) => {
                    found.push(*value);
                }
                _ => pending.extend(statement.blocks()),
            }
        }
    }
    match found[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// Whether an expression is a list, or a copy of it, be it one that a variable of these statements holds.
fn is_copy(code: &Code, statements: &[Stmt], expression: ExprId, list: ExprId) -> bool {
    let is = |other: ExprId| code.is_same(other, list);
    match code.expression(expression) {
        Expr::Name(_) => only_value(code, statements, expression)
            .is_some_and(|value| !matches!(code.expression(value), Expr::Name(_)) && is_copy(code, &[], value, list)),
        Expr::Call(callee, arguments) => match (code.expression(*callee), &arguments[..]) {
            (Expr::Name(name), [argument]) => matches!(code.name(*name), "list" | "tuple") && is(argument.value),
            (Expr::Attribute(of, method), []) => code.name(*method) == "copy" && is(*of),
            _ => false,
        },
        _ => is(whole_slice(code, expression).unwrap_or(expression)),
    }
}

/// Where all of a list stands in what an expression makes.
fn old_in(code: &Code, statements: &[Stmt], expression: ExprId, list: ExprId) -> Option<Old> {
    if is_copy(code, statements, expression, list) {
        return Some(Old::First);
    }
    match code.expression(expression) {
        Expr::Operator(Operator::Add, operands) => match &operands[..] {
            [left, right] => old_in(code, statements, *left, list)
                .or_else(|| old_in(code, statements, *right, list).map(|_| Old::Behind)),
            _ => None,
        },
        Expr::Sequence(SequenceKind::List | SequenceKind::Tuple, elements) => {
            let starred = |&id: &ExprId| match code.expression(id) {
                Expr::Starred(inner) => is_copy(code, statements, *inner, list),
                _ => false,
            };
            let at = elements.iter().position(starred)?;
            Some(if at == 0 { Old::First } else { Old::Behind })
        }
        _ => None,
    }
}

impl Machine<'_> {
    /// Whether a statement does no more than add to a list of foreign code of which it is known what adding to it does; does
    /// that. Nothing is taken from it.
    pub(super) fn lengthens_external(&mut self, env: EnvId, targets: &[ExprId], made: ExprId, value: &Value) -> bool {
        let &[target] = targets else { return false };
        let Some(code) = self.code(self.envs[env as usize].module) else {
            return false;
        };
        let list = whole_slice(code, target).unwrap_or(target);
        if !matches!(code.expression(list), Expr::Attribute(..)) {
            return false;
        }
        let running = self.running.last().copied();
        let body = running.and_then(|(module, body)| self.body(module, body));
        let statements = body.map(|body| body.statements.as_slice()).unwrap_or_default();
        let Some(old) = old_in(code, statements, made, list) else {
            return false;
        };
        // Put back as it was.
        if old == Old::First && matches!(code.expression(made), Expr::Name(_)) {
            return false;
        }
        let place = self.place(env, target);
        let list = self.eval(env, list);
        let (method, handed) = match old {
            Old::First => ("extend", vec![value.clone()]),
            Old::Behind => ("insert", vec![Atom::Int(0).into(), value.clone()]),
        };
        self.adds_to_external(&list, method, handed, place)
    }
}
