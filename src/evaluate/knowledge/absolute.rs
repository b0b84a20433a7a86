//! Paths that begin at the root: what is made of them depends on no working directory. Where a module is from is such a path.
use super::super::machine::Machine;
use super::super::object::Place;
use crate::rules::{FacetKind, Group, Rules, Touches};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::MODULE;

/// Variables are followed through this many others.
const DEEPEST: usize = 4;

/// Whether a function reads the working directory for the sake of the path that it is handed, and of nothing else.
fn takes_a_path(name: &str) -> bool {
    let is_of_a_path = name.starts_with("os.path.") || name.starts_with("pathlib.Path.");
    is_of_a_path && !name.ends_with(".relpath") && !name.ends_with(".cwd") || matches!(name, "open" | "io.open")
}

impl Machine<'_> {
    /// What a call of a name at a place touches, without the working directory if its path begins at the root.
    pub(super) fn without_cwd(&self, name: &str, mut touches: Touches, place: Place) -> Touches {
        if touches.reads.iter().any(|pattern| pattern.kind == FacetKind::Cwd)
            && takes_a_path(name)
            && let Some(facts) = self.facts(place.module)
        {
            let (rules, code) = (self.rules, &facts.code);
            let calls = code.spans.iter().zip(&code.expressions);
            let mut calls = calls.filter(|(span, _)| **span == place.span);
            let is_absolute = calls.any(|(_, call)| match call {
                Expr::Call(callee, arguments) => {
                    path_of(code, *callee, arguments).is_some_and(|path| is_absolute(rules, facts, path, DEEPEST))
                }
                _ => false,
            });
            if is_absolute {
                touches.reads.retain(|pattern| pattern.kind != FacetKind::Cwd);
            }
        }
        touches
    }
}

/// The path that a call is about: its first argument; of a method of paths, what that belongs to.
fn path_of(code: &Code, callee: ExprId, arguments: &[Argument]) -> Option<ExprId> {
    match arguments.first() {
        Some(first) => Some(first.value),
        None => match *code.expression(callee) {
            Expr::Attribute(path, _) => Some(path),
            _ => None,
        },
    }
}

/// Whether an expression is a path that is made of where the module is from.
fn is_absolute(rules: &Rules, facts: &ModuleFacts, at: ExprId, depth: usize) -> bool {
    let code = &facts.code;
    let is = |at: ExprId| is_absolute(rules, facts, at, depth);
    let is_part = |name: Name| rules.knows(Group::PathPart, code.name(name));
    match code.expression(at) {
        Expr::Name(name) if code.name(*name) == "__file__" => {
            !is_local(code, *name) && facts.global("__file__").is_none()
        }
        Expr::Name(name) => {
            depth > 0 && only_value(facts, *name).is_some_and(|at| is_absolute(rules, facts, at, depth - 1))
        }
        Expr::Attribute(path, name) => is_part(*name) && is(*path),
        // `Path(__file__).parents[1]`
        Expr::Subscript(path, _) => {
            matches!(*code.expression(*path), Expr::Attribute(_, name) if code.name(name) == "parents") && is(*path)
        }
        // `Path(__file__).parent / "data"`: a text has no such operator.
        Expr::Operator(_, parts) => parts.first().is_some_and(|&first| is(first)),
        Expr::Call(callee, arguments) => match *code.expression(*callee) {
            Expr::Attribute(path, name) if is_part(name) && is(path) => true,
            Expr::Name(name) | Expr::Attribute(_, name) if rules.knows(Group::KeepsAbsolute, code.name(name)) => {
                arguments.first().is_some_and(|first| is(first.value))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a function has a variable of this name.
fn is_local(code: &Code, name: Name) -> bool {
    let mut bodies = code.bodies.iter().skip(1);
    bodies.any(|body| body.locals.binary_search(&name).is_ok())
}

/// What a variable of the module is given once, and nowhere else.
fn only_value(facts: &ModuleFacts, name: Name) -> Option<ExprId> {
    let code = &facts.code;
    let binding = &facts.bindings[facts.global(code.name(name))? as usize];
    let kinds = binding.kinds;
    let is_once =
        binding.scope == MODULE && binding.first == binding.last && kinds.assignments > 0 && kinds.imports == 0;
    if !is_once || is_local(code, name) {
        return None;
    }
    let statements = code.bodies.first()?.statements.iter();
    statements.into_iter().find_map(|statement| match statement {
        Stmt::Assign { targets, value } => match targets[..] {
            [target] if matches!(code.expression(target), Expr::Name(bound) if *bound == name) => Some(*value),
            _ => None,
        },
        _ => None,
    })
}
