//! Where the value of an expression comes from: whose object a name holds after an assignment, or a call is handed. Knows
//! nothing of scopes.
use ruff_python_ast::{self as ast, Expr, ExprName};
use ruff_text_size::Ranged;
use thin_vec::ThinVec;

use super::facts::{Argument, Origin, Path};
use super::paths;
use crate::rules::{Group, Rules};

/// What an expression's value may be; nothing where it is made on the spot.
pub(super) fn origins(expr: &Expr) -> Vec<Origin> {
    match expr {
        Expr::Name(_) | Expr::Attribute(_) => match paths::path(expr) {
            Some(path) => vec![Origin::Object(path)],
            None => match expr {
                Expr::Attribute(attribute) => parts(origins(&attribute.value)),
                _ => Vec::new(),
            },
        },
        Expr::Subscript(subscript) => parts(origins(&subscript.value)),
        Expr::Call(call) => looked_up(call).unwrap_or_else(|| called(&call.func)),
        Expr::If(choice) => both(&choice.body, &choice.orelse),
        Expr::BoolOp(choice) => choice.values.iter().flat_map(origins).collect(),
        Expr::Named(named) => origins(&named.value),
        Expr::Starred(starred) => origins(&starred.value),
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => vec![Origin::Unknown],
        Expr::Lambda(lambda) => vec![Origin::Lambda(lambda.range().start().into())],
        // A path joined to another is still a path.
        Expr::BinOp(sum) if sum.op == ruff_python_ast::Operator::Div => parts(origins(&sum.left)),
        Expr::List(list) => held(list.elts.iter()),
        Expr::Tuple(tuple) => held(tuple.elts.iter()),
        Expr::Set(set) => held(set.elts.iter()),
        Expr::Dict(dict) => held(dict.items.iter().map(|item| &item.value)),
        _ => Vec::new(),
    }
}

/// The origins of what a loop or an unpacking takes out of an expression.
pub(super) fn elements(expr: &Expr, rules: &Rules) -> Vec<Origin> {
    match expr {
        Expr::List(ast::ExprList { elts, .. })
        | Expr::Tuple(ast::ExprTuple { elts, .. })
        | Expr::Set(ast::ExprSet { elts, .. }) => elts.iter().flat_map(origins).collect(),
        // A new container holds what was made elsewhere.
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => vec![Origin::Unknown],
        Expr::Call(call) => match &*call.func {
            Expr::Name(name) if rules.knows(Group::CopiesElements, &name.id) => vec![Origin::Unknown],
            _ => parts(origins(expr)),
        },
        _ => parts(origins(expr)),
    }
}

/// The values that a call is handed.
pub(super) fn arguments(arguments: &ruff_python_ast::Arguments) -> ThinVec<Argument> {
    let positional = arguments.args.iter().map(|value| Argument {
        keyword: None,
        span: value.range().into(),
        is_starred: value.is_starred_expr(),
        origins: origins(value).into(),
    });
    let named = arguments.keywords.iter().map(|keyword| Argument {
        keyword: Some(keyword.arg.as_ref().map(ToString::to_string).unwrap_or_default()),
        span: keyword.value.range().into(),
        is_starred: false,
        origins: origins(&keyword.value).into(),
    });
    positional.chain(named).collect()
}

/// Each name that an assignment of `value` to `target` binds, with the origins of what it gets.
pub(super) fn assigned<'a>(target: &'a Expr, value: &Expr, found: &mut Vec<(&'a ExprName, Vec<Origin>)>) {
    let pairs = match (targets(target), value) {
        (Some(targets), Expr::Tuple(values)) => Some((targets, &values.elts)),
        (Some(targets), Expr::List(values)) => Some((targets, &values.elts)),
        _ => None,
    };
    match pairs {
        Some((targets, values)) if targets.len() == values.len() && !targets.iter().any(Expr::is_starred_expr) => {
            for (target, value) in targets.iter().zip(values) {
                assigned(target, value, found);
            }
        }
        _ => bound(target, &origins(value), found),
    }
}

/// Each name in a target, when what it gets comes from `origins`: all of it, or for an unpacking a part of it.
pub(super) fn bound<'a>(target: &'a Expr, origins: &[Origin], found: &mut Vec<(&'a ExprName, Vec<Origin>)>) {
    match target {
        Expr::Name(name) => found.push((name, origins.to_vec())),
        Expr::Starred(starred) => bound(&starred.value, origins, found),
        _ => {
            for target in targets(target).into_iter().flatten() {
                bound(target, &parts(origins.to_vec()), found);
            }
        }
    }
}

fn targets(target: &Expr) -> Option<&[Expr]> {
    match target {
        Expr::Tuple(tuple) => Some(&tuple.elts),
        Expr::List(list) => Some(&list.elts),
        _ => None,
    }
}

fn both(left: &Expr, right: &Expr) -> Vec<Origin> {
    let mut all = origins(left);
    all.extend(origins(right));
    all
}

/// A new container, and what it holds.
fn held<'a>(values: impl Iterator<Item = &'a Expr>) -> Vec<Origin> {
    let inner = values.flat_map(origins);
    inner
        .map(|origin| match origin {
            Origin::Object(path) | Origin::Part(path) | Origin::Held(path) => Origin::Held(path),
            other => other,
        })
        .filter(|origin| !matches!(origin, Origin::Unknown | Origin::Call(_)))
        .collect()
}

/// What hands out what is in an object, some of it or all.
/// Not in `rules/`: the standard library has no others.
const MEMBERS: [&str; 3] = ["getattr_static", "getmembers", "getmembers_static"];

/// What `getattr(object, name, default)` hands out, where the name is not written, or `inspect.getmembers(object)`.
fn looked_up(call: &ruff_python_ast::ExprCall) -> Option<Vec<Origin>> {
    let takes_members = paths::path(&call.func).is_some_and(|path| MEMBERS.contains(&path.last()));
    if let (true, Some(first)) = (takes_members, call.arguments.args.first()) {
        let found = parts(origins(first));
        return (!found.is_empty()).then_some(found);
    }
    let is_it = matches!(&*call.func, Expr::Name(name) if name.id == "getattr") && call.arguments.keywords.is_empty();
    let (first, name, rest) = match &*call.arguments.args {
        [first, name, rest @ ..] if is_it => (first, name, rest),
        _ => return None,
    };
    let mut found = parts(origins(first));
    found.extend(rest.iter().flat_map(origins));
    (!name.is_string_literal_expr() && !found.is_empty()).then_some(found)
}

/// What is taken out of what the origins say.
fn parts(origins: Vec<Origin>) -> Vec<Origin> {
    origins
        .into_iter()
        .map(|origin| match origin {
            Origin::Object(path) | Origin::Held(path) => Origin::Part(path),
            other => other,
        })
        .collect()
}

/// What a call hands out. Of a method of something that a call made, the path is that call's with the method behind it.
fn called(callee: &Expr) -> Vec<Origin> {
    if let Some(path) = paths::path(callee) {
        return vec![Origin::Call(path)];
    }
    match callee {
        Expr::Attribute(attribute) => {
            let below = |path: Path| Path {
                attributes: [path.attributes, vec![attribute.attr.to_string()]].concat(),
                ..path
            };
            let receiver = origins(&attribute.value);
            receiver
                .into_iter()
                .map(|origin| match origin {
                    Origin::Call(path) => Origin::Call(below(path)),
                    other => other,
                })
                .collect()
        }
        _ => vec![Origin::Unknown],
    }
}
