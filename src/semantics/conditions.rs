//! What the head of a compound statement says about when its body runs.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{CmpOp, ExceptHandler, Expr, Number, Stmt, UnaryOp};

use super::paths::{callee, path};
use crate::rules::{Group, Rules};

/// What an `if` asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    TypeChecking,
    NotTypeChecking,
    MainGuard,
    Other,
}

/// Recognises `TYPE_CHECKING` under any qualification, what never holds, their negations, and `__name__ == "__main__"`.
pub(super) fn test(expr: &Expr) -> Test {
    match expr {
        Expr::Name(name) if name.id == "TYPE_CHECKING" => Test::TypeChecking,
        Expr::Attribute(attribute) if &attribute.attr == "TYPE_CHECKING" => Test::TypeChecking,
        Expr::BooleanLiteral(literal) if !literal.value => Test::TypeChecking,
        Expr::NumberLiteral(number) if is_zero(&number.value) => Test::TypeChecking,
        Expr::UnaryOp(unary) if unary.op == UnaryOp::Not && test(&unary.operand) == Test::TypeChecking => {
            Test::NotTypeChecking
        }
        Expr::Compare(compare) if *compare.ops == [CmpOp::Eq] => {
            let sides = [&*compare.left, &compare.comparators[0]];
            let is_name = |expr: &&Expr| matches!(expr, Expr::Name(name) if name.id == "__name__");
            let is_main = |expr: &&Expr| matches!(expr, Expr::StringLiteral(text) if text.value.to_str() == "__main__");
            if sides.iter().any(is_name) && sides.iter().any(is_main) {
                Test::MainGuard
            } else {
                Test::Other
            }
        }
        _ => Test::Other,
    }
}

fn is_zero(number: &Number) -> bool {
    matches!(number, Number::Int(value) if value.as_u8() == Some(0))
}

/// The exceptions that a failing import can raise, and their bases.
fn is_import_error(expr: &Expr, rules: &Rules) -> bool {
    match expr {
        Expr::Tuple(tuple) => tuple.elts.iter().any(|one| is_import_error(one, rules)),
        // Named otherwise (a tuple kept in a variable, say), it may be any exception.
        _ => path(expr).is_none_or(|path| {
            let is_other = path.attributes.is_empty() && rules.knows(Group::OtherException, path.last());
            rules.knows(Group::ImportError, path.last())
                || !path.last().ends_with("Error") && !path.last().ends_with("Exception") && !is_other
        }),
    }
}

/// Whether the handlers of a `try` catch a failing import. An `OSError` beside the reading of a file is meant for that.
pub(super) fn catches_import_errors(handlers: &[ExceptHandler], body: &[Stmt], rules: &Rules) -> bool {
    let mut files = UsesFiles { rules, found: false };
    files.visit_body(body);
    let is_of_files = |kind: &Expr| files.found && path(kind).is_some_and(|path| path.last() == "OSError");
    handlers.iter().any(|ExceptHandler::ExceptHandler(handler)| {
        let is_meant = handler
            .type_
            .as_deref()
            .is_none_or(|kind| is_import_error(kind, rules) && !is_of_files(kind));
        is_meant && !only_tells(&handler.body, rules)
    })
}

/// Whether a handler says something and raises again what it caught: it handles nothing.
fn only_tells(handler: &[Stmt], rules: &Rules) -> bool {
    let is_telling = |statement: &Stmt| {
        let Stmt::Expr(statement) = statement else { return false };
        let named = path(callee(&statement.value));
        matches!(&*statement.value, Expr::Call(_)) && named.is_some_and(|path| rules.knows(Group::Tells, path.last()))
    };
    match handler.split_last() {
        Some((Stmt::Raise(last), told)) => last.exc.is_none() && told.iter().all(is_telling),
        Some(_) | None => false,
    }
}

struct UsesFiles<'r> {
    rules: &'r Rules,
    found: bool,
}

impl<'a> Visitor<'a> for UsesFiles<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            let last = match &*call.func {
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                Expr::Name(name) => name.id.as_str(),
                _ => "",
            };
            self.found |= self.rules.knows(Group::UsesFile, last);
        }
        visitor::walk_expr(self, expr);
    }
}

/// Whether a context manager may swallow a failing import: `suppress(ImportError)`, `pytest.raises(...)`.
pub(super) fn may_suppress(expr: &Expr, rules: &Rules) -> bool {
    let Expr::Call(call) = expr else { return false };
    let named = path(callee(expr)).is_some_and(|path| rules.knows(Group::Swallows, path.last()));
    named && (call.arguments.args.is_empty() || call.arguments.args.iter().any(|one| is_import_error(one, rules)))
}
