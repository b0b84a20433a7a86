//! The namespace that an expression goes through, and which part of it: `vars(m).items()`, `sorted(dir(m))`.
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::rules::{Group, Rules};
use crate::semantics::namespace_reads::is_globals;
use crate::semantics::paths::path;
use crate::syntax::Span;

/// A way of going through a namespace.
pub(super) struct Namespace<'a> {
    pub of: &'a Expr,
    pub read: Span,
    pub part: Part,
    pub live: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Names,
    Values,
    Pairs,
}

/// The namespace that an expression goes through.
pub(super) fn namespace<'e>(expr: &'e Expr, rules: &Rules) -> Option<Namespace<'e>> {
    let dictionary = |expr| {
        whole(expr).map(|(of, read)| Namespace {
            of,
            read,
            part: Part::Names,
            live: true,
        })
    };
    let Expr::Call(call) = expr else {
        return dictionary(expr);
    };
    match (&*call.func, &*call.arguments.args) {
        (Expr::Name(name), [inner, ..]) if rules.knows(Group::Snapshot, &name.id) => {
            namespace(inner, rules).map(|found| Namespace { live: false, ..found })
        }
        (Expr::Name(name), [inner]) if matches!(name.id.as_str(), "reversed" | "iter") => namespace(inner, rules),
        (Expr::Name(name), [of]) if name.id == "dir" => Some(Namespace {
            of,
            read: call.range().into(),
            part: Part::Names,
            live: false,
        }),
        (Expr::Attribute(method), []) => {
            let part = match method.attr.as_str() {
                "items" => Part::Pairs,
                "values" => Part::Values,
                "keys" => Part::Names,
                "copy" => return dictionary(&method.value).map(|found| Namespace { live: false, ..found }),
                _ => return dictionary(expr),
            };
            let copied = method
                .value
                .as_call_expr()
                .and_then(|inner| match (&*inner.func, &*inner.arguments.args) {
                    (Expr::Name(name), [inner]) if name.id == "dict" => namespace(inner, rules),
                    (Expr::Attribute(copy), []) if &copy.attr == "copy" => namespace(&copy.value, rules),
                    _ => None,
                });
            match copied {
                Some(found) => Some(Namespace {
                    part,
                    live: false,
                    ..found
                }),
                None => dictionary(&method.value).map(|found| Namespace { part, ..found }),
            }
        }
        (function, [of, ..]) if path(function).is_some_and(|path| path.last().starts_with("getmembers")) => {
            Some(Namespace {
                of,
                read: call.range().into(),
                part: Part::Pairs,
                live: false,
            })
        }
        _ => dictionary(expr),
    }
}

/// Whose dictionary an expression is: `vars(x)`, `x.__dict__`, `globals()`.
fn whole(expr: &Expr) -> Option<(&Expr, Span)> {
    match expr {
        Expr::Attribute(attribute) if &attribute.attr == "__dict__" => {
            Some((&attribute.value, attribute.range().into()))
        }
        Expr::Call(call) if is_globals(expr) => Some((expr, call.range().into())),
        Expr::Call(call) => match (&*call.func, &*call.arguments.args) {
            (Expr::Name(name), [of]) if name.id == "vars" => Some((of, call.range().into())),
            _ => None,
        },
        _ => None,
    }
}
