//! The `__lazy_modules__` of a file: what Python 3.15 imports lazily without a word at the import.
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use crate::syntax::Span;

use super::facts::{LazyList, MODULE, ModuleFacts};

/// The name that Python looks for.
const LIST: &str = "__lazy_modules__";

/// Where the list stands, if nothing in the file but Python itself reads it: its name stands there once.
pub(super) fn for_python(text: &str, body: &[Stmt]) -> Option<Span> {
    let mut names = text.match_indices(LIST);
    if names.next().is_none() || names.next().is_some() {
        return None;
    }
    body.iter().find_map(|statement| match statement {
        Stmt::Assign(assign) => literal(statement).map(|_| assign.value.range().into()),
        _ => None,
    })
}

/// Looks for it.
pub(super) fn collect(body: &[Stmt], facts: &ModuleFacts) -> LazyList {
    let Some(binding) = facts.global(LIST) else {
        return LazyList::None;
    };
    let kinds = facts.bindings[binding as usize].kinds;
    let total = kinds.imports + kinds.functions + kinds.classes + kinds.assignments + kinds.deletions;
    let is_read = facts
        .references
        .iter()
        .any(|reference| reference.binding == binding && facts.bindings[binding as usize].scope == MODULE);
    if total != 1 || is_read || kinds.from_global_statement {
        return LazyList::Computed;
    }
    if let Some((end, names)) = body.iter().find_map(literal) {
        return LazyList::Literal { end, names };
    }
    match body.iter().find_map(where_it_counts) {
        Some((end, names)) => LazyList::Guarded { end, names },
        None => LazyList::Computed,
    }
}

/// The list in the branch of those versions that ask for it: `if sys.version_info >= (3, 15):`.
fn where_it_counts(statement: &Stmt) -> Option<(u32, Vec<String>)> {
    let branch = statement
        .as_if_stmt()
        .filter(|branch| branch.elif_else_clauses.is_empty())?;
    let compare = branch.test.as_compare_expr()?;
    let is_version = compare
        .left
        .as_attribute_expr()
        .is_some_and(|version| &version.attr == "version_info");
    let ([ast::CmpOp::GtE], [Expr::Tuple(bound)]) = (&*compare.ops, &*compare.comparators) else {
        return None;
    };
    let numbers = bound
        .elts
        .iter()
        .map(|part| part.as_number_literal_expr()?.value.as_int()?.as_u16());
    let numbers: Option<Vec<u16>> = numbers.collect();
    (is_version && numbers? == [3, 15])
        .then(|| branch.body.iter().find_map(literal))
        .flatten()
}

/// `__lazy_modules__ = ["a", "b"]`
fn literal(statement: &Stmt) -> Option<(u32, Vec<String>)> {
    let (target, value) = match statement {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [target] => (target, &*assign.value),
            _ => return None,
        },
        Stmt::AnnAssign(assign) => (&*assign.target, assign.value.as_deref()?),
        _ => return None,
    };
    if !matches!(target, Expr::Name(name) if name.id == LIST) {
        return None;
    }
    let elements = match value {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::Set(set) => &set.elts,
        _ => return None,
    };
    let names: Option<Vec<String>> = elements
        .iter()
        .map(|element| match element {
            Expr::StringLiteral(string) => Some(string.value.to_str().to_owned()),
            _ => None,
        })
        .collect();
    Some((statement.end().into(), names?))
}
