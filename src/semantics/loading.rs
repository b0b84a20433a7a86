//! Code that takes a module out of `sys.modules`, and imports it where it is not there: an import, however it is written.
//!
//! ```python
//! if name in sys.modules:
//!     module = sys.modules[name]
//! else:
//!     module = import_module(name)
//! ```
use ruff_python_ast::{CmpOp, Expr, ExprCompare, ExprIf, Stmt, StmtIf};
use ruff_text_size::Ranged;

use super::literals::literal;
use super::paths;
use crate::syntax::Span;

/// The places of an `if` that ask for a module which is there behind it in any case, under either answer; none where the answers
/// make a difference.
pub(super) fn of_statement(statement: &StmtIf) -> Option<Vec<Span>> {
    let (compare, is_there) = asked(&statement.test)?;
    let key = &compare.left;
    let otherwise = match statement.elif_else_clauses.as_slice() {
        [] => None,
        [only] if only.test.is_none() => Some(only.body.as_slice()),
        _ => return None,
    };
    let (there, missing) = if is_there {
        (Some(statement.body.as_slice()), otherwise)
    } else {
        (otherwise, Some(statement.body.as_slice()))
    };
    let [missing] = missing? else { return None };
    let mut places = vec![compare.range().into()];
    let Some(there) = there else {
        // What is imported is taken from behind the `if`.
        let Stmt::Expr(imported) = missing else { return None };
        return imports(&imported.value, key, true).then_some(places);
    };
    let [there] = there else { return None };
    let (taken, imported) = match (there, missing) {
        (Stmt::Assign(there), Stmt::Assign(missing)) if same(&there.targets, &missing.targets) => {
            (&*there.value, &*missing.value)
        }
        (Stmt::Return(there), Stmt::Return(missing)) => (there.value.as_deref()?, missing.value.as_deref()?),
        _ => return None,
    };
    places.push(took(taken, key)?);
    imports(imported, key, false).then_some(places)
}

/// The same of `sys.modules[name] if name in sys.modules else import_module(name)`.
pub(super) fn of_expression(expression: &ExprIf) -> Option<Vec<Span>> {
    let (compare, is_there) = asked(&expression.test)?;
    let (there, missing) = if is_there {
        (&expression.body, &expression.orelse)
    } else {
        (&expression.orelse, &expression.body)
    };
    let place = took(there, &compare.left)?;
    imports(missing, &compare.left, false).then(|| vec![compare.range().into(), place])
}

/// `key in sys.modules`, and whether it is `in` and not `not in`.
fn asked(test: &Expr) -> Option<(&ExprCompare, bool)> {
    let Expr::Compare(compare) = test else { return None };
    let is_there = match *compare.ops {
        [CmpOp::In] => true,
        [CmpOp::NotIn] => false,
        _ => return None,
    };
    paths::is_sys_modules(&compare.comparators[0]).then_some((compare, is_there))
}

/// Where `sys.modules[key]` stands.
fn took(expr: &Expr, key: &Expr) -> Option<Span> {
    match expr {
        Expr::Subscript(subscript) if paths::is_sys_modules(&subscript.value) && is_same(&subscript.slice, key) => {
            Some(subscript.range().into())
        }
        _ => None,
    }
}

/// Whether an expression is the import of what a key names. `__import__` does not hand out what it is asked for.
fn imports(expr: &Expr, key: &Expr, is_discarded: bool) -> bool {
    let Expr::Call(call) = expr else { return false };
    let Some(path) = paths::path(&call.func) else {
        return false;
    };
    let is_import = path.last() == "import_module" || is_discarded && path.dotted() == "__import__";
    is_import && matches!(&*call.arguments.args, [only] if is_same(only, key)) && call.arguments.keywords.is_empty()
}

fn same(one: &[Expr], other: &[Expr]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

/// Whether two expressions are the same name, dotted name or text.
fn is_same(one: &Expr, other: &Expr) -> bool {
    match (literal(one), literal(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => {
            let (one, other) = (paths::path(one), paths::path(other));
            one.is_some() && one.map(|path| path.dotted()) == other.map(|path| path.dotted())
        }
        _ => false,
    }
}
