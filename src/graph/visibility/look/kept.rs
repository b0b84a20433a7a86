//! Whether what a call makes goes into an attribute: of an instance, or of a class whose body binds it.
use rustc_hash::FxHashSet;

use crate::graph::visibility::{Part, each_part};
use crate::semantics::code::{BodyKind, Code, Expr, ExprId, Name};
use crate::syntax::Span;

/// Whether a file sets an attribute to what the call at a place makes, or to what is made of that. Names are told apart by their texts.
pub(super) fn keeps_made(code: &Code, call: Span) -> bool {
    let mut bound: Vec<(BodyKind, ExprId, ExprId)> = Vec::new();
    for body in &code.bodies {
        each_part(code, &body.statements, &mut |part| {
            if let Part::Binding(target, value) = part {
                bound.push((body.kind, target, value));
            }
        });
    }
    let mut names: FxHashSet<Name> = FxHashSet::default();
    loop {
        let known = names.len();
        for &(kind, target, value) in &bound {
            if !holds(code, value, call, &names) {
                continue;
            }
            match code.expression(target) {
                Expr::Name(_) if kind == BodyKind::Class => return true,
                Expr::Name(name) => drop(names.insert(*name)),
                Expr::Attribute(..) => return true,
                _ => {}
            }
        }
        if names.len() == known {
            return false;
        }
    }
}

/// Whether an expression has the call in it, or is one of some names, or a call that is handed one.
fn holds(code: &Code, at: ExprId, call: Span, names: &FxHashSet<Name>) -> bool {
    let span = code.span(at);
    if span.start <= call.start && call.end <= span.end {
        return true;
    }
    match code.expression(at) {
        Expr::Name(name) => names.contains(name),
        Expr::Call(_, arguments) => {
            let mut handed = arguments.iter().map(|argument| argument.value);
            handed.any(|value| matches!(code.expression(value), Expr::Name(name) if names.contains(name)))
        }
        _ => false,
    }
}
