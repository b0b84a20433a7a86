//! Small forms that a served name is written with.

use rustpython_parser::Parse;
use rustpython_parser::ast::{self, Constant, Expr, Stmt};

use super::normal::blind;

/// `value` in `return f(name, value)`.
pub fn second_argument(statement: &Stmt) -> Option<&Expr> {
    let Stmt::Return(back) = statement else { return None };
    match back.value.as_deref()? {
        Expr::Call(call) => call.args.get(1),
        _ => None,
    }
}

/// The names in `parameter == "a"` and `parameter in ("a", "b")`.
pub fn tested(test: &Expr, parameter: &str) -> Option<Vec<String>> {
    let Expr::Compare(compare) = test else { return None };
    if !matches!(&*compare.left, Expr::Name(name) if name.id.as_str() == parameter) {
        return None;
    }
    let owned = |expr: &Expr| text(expr).map(str::to_owned);
    match (compare.ops.as_slice(), compare.comparators.as_slice()) {
        ([ast::CmpOp::Eq], [one]) => Some(vec![owned(one)?]),
        ([ast::CmpOp::In], [Expr::Tuple(several)]) => several.elts.iter().map(owned).collect(),
        _ => None,
    }
}

pub fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Constant(constant) => match &constant.value {
            Constant::Str(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a statement reads like this, layout aside.
pub fn is_written(statement: &Stmt, text: &str) -> bool {
    written(text).is_some_and(|wanted| blind(wanted) == blind(statement.clone()))
}

/// The one statement of a text; a `return` is parsed as well.
pub fn written(text: &str) -> Option<Stmt> {
    let within: String = text.lines().map(|line| format!("    {line}\n")).collect();
    let parsed = ast::Suite::parse(&format!("def f():\n{within}"), "<text>").ok()?;
    let [Stmt::FunctionDef(mut shell)] = <[Stmt; 1]>::try_from(parsed).ok()? else {
        return None;
    };
    shell.body.pop().filter(|_| shell.body.is_empty())
}
