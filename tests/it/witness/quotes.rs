//! Annotations: taking them out of a statement, and whether one is another put in quotes.
use std::convert::Infallible;

use rustpython_parser::Parse;
use rustpython_parser::ast::{self, Constant, Expr, Fold, Operator, Ranged, Stmt};

use super::normal::Blind;

/// Takes the annotations out of the head of a statement, in the order of the text, and leaves `...` for each.
pub fn take(statement: &mut Stmt) -> Vec<Expr<()>> {
    let all: Vec<&mut Expr> = match statement {
        Stmt::FunctionDef(def) => of_parameters(&mut def.args)
            .into_iter()
            .chain(def.returns.as_deref_mut())
            .collect(),
        Stmt::AsyncFunctionDef(def) => of_parameters(&mut def.args)
            .into_iter()
            .chain(def.returns.as_deref_mut())
            .collect(),
        Stmt::AnnAssign(assignment) => vec![&mut *assignment.annotation],
        _ => Vec::new(),
    };
    all.into_iter()
        .map(|annotation| {
            let nothing = Expr::Constant(ast::ExprConstant {
                range: annotation.range(),
                value: Constant::Ellipsis,
                kind: None,
            });
            blind(std::mem::replace(annotation, nothing))
        })
        .collect()
}

fn of_parameters(all: &mut ast::Arguments) -> Vec<&mut Expr> {
    let plain = all.posonlyargs.iter_mut().chain(&mut all.args).map(|one| &mut one.def);
    plain
        .chain(all.vararg.as_deref_mut())
        .chain(all.kwonlyargs.iter_mut().map(|one| &mut one.def))
        .chain(all.kwarg.as_deref_mut())
        .filter_map(|parameter| parameter.annotation.as_deref_mut())
        .collect()
}

fn blind(expression: Expr) -> Expr<()> {
    match Blind.fold(expression) {
        Ok(expression) => expression,
        Err(never) => {
            let never: Infallible = never;
            match never {}
        }
    }
}

/// Whether `new` is `old`, or `old` in quotes. That quotes were taken away is a difference: what they hide is then looked up.
pub fn is_same(old: &Expr<()>, new: &Expr<()>) -> bool {
    let in_quotes = || text(old).is_none() && text(new).is_some() && unquoted(old.clone()) == unquoted(new.clone());
    old == new || in_quotes()
}

fn text(expression: &Expr<()>) -> Option<&str> {
    match expression {
        Expr::Constant(constant) => constant.value.as_str().map(String::as_str),
        _ => None,
    }
}

/// The type without quotes around it or its parts. Strings that are data, in `Literal` and behind `Annotated`, stay.
fn unquoted(expression: Expr<()>) -> Expr<()> {
    if let Some(inner) = text(&expression).and_then(|text| Expr::parse(text, "<annotation>").ok()) {
        return unquoted(blind(inner));
    }
    let each = |all: Vec<Expr<()>>| all.into_iter().map(unquoted).collect();
    match expression {
        Expr::Subscript(mut of) => {
            let name = match &*of.value {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => "",
            };
            let slice = match (name, *of.slice) {
                ("Literal", slice) => slice,
                ("Annotated", Expr::Tuple(mut parts)) => {
                    let first = parts.elts.first().cloned().map(unquoted);
                    parts.elts.iter_mut().zip(first).for_each(|(old, new)| *old = new);
                    Expr::Tuple(parts)
                }
                (_, slice) => unquoted(slice),
            };
            of.slice = Box::new(slice);
            Expr::Subscript(of)
        }
        Expr::Tuple(mut parts) => {
            parts.elts = each(parts.elts);
            Expr::Tuple(parts)
        }
        Expr::List(mut parts) => {
            parts.elts = each(parts.elts);
            Expr::List(parts)
        }
        Expr::BinOp(mut either) if either.op == Operator::BitOr => {
            either.left = Box::new(unquoted(*either.left));
            either.right = Box::new(unquoted(*either.right));
            Expr::BinOp(either)
        }
        other => other,
    }
}
