//! Which classes a module's functions ask for their subclasses, where all that they are handed is seen:
//!
//! ```python
//! def all_below(cls):
//!     return [below for sub in cls.__subclasses__() for below in (sub, *all_below(sub))]
//!
//! TABLE = all_below(Shape)
//! ```
use rustc_hash::FxHashSet;

use crate::evaluate::SUBCLASSES;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, Kind, ModuleId, Program};
use crate::project::standard::is_builtin_name;
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyKind, Code, Expr, ExprId, Literal};
use crate::semantics::facts::{Exports, Import, OperationKind, Origin, ScopeId};

/// What a function may ask of its classes, and of what it collects them in: nothing by which it comes upon other classes.
/// Not in `rules/`: these are methods of lists and sets, and names of classes that the language gives.
const ASKED: [&str; 14] = [
    SUBCLASSES,
    "__name__",
    "__qualname__",
    "__module__",
    "__doc__",
    "add",
    "append",
    "copy",
    "extend",
    "pop",
    "popleft",
    "remove",
    "union",
    "update",
];

/// A function that asks.
struct Function<'p> {
    module: ModuleId,
    name: &'p str,
    scope: ScopeId,
}

/// The modules that define the classes which the functions of `asker` are handed to ask; none where something is not seen.
pub(super) fn told(program: &Program, rules: &Rules, asker: ModuleId) -> Option<FxHashSet<ModuleId>> {
    let facts = program.facts(asker)?;
    let code = &facts.code;
    let is_asked = |at: &&Expr| matches!(at, Expr::Attribute(_, name) if code.name(*name) == SUBCLASSES);
    let is_text = |at: &Expr| matches!(at, Expr::Literal(Literal::Text(text)) if code.name(*text) == SUBCLASSES);
    let (mut unseen, mut functions) = (code.expressions.iter().filter(is_asked).count(), Vec::new());
    for body in code.bodies.iter().filter(|body| is_module_function(body)) {
        let mut asks = 0;
        each_part(code, &body.statements, &mut |part| {
            asks += usize::from(matches!(part, Part::Expression(at, _) if is_asked(&code.expression(at))));
        });
        if asks > 0 {
            unseen -= asks;
            is_closed(facts, rules, body).then_some(())?;
            functions.push(Function {
                module: asker,
                name: code.name(body.name),
                scope: body.scope,
            });
        }
    }
    if unseen > 0 || code.expressions.iter().any(is_text) {
        return None;
    }
    // What a parameter is where nobody says.
    let is_default = |body: &&Body| functions.iter().any(|function| function.scope == body.scope);
    let mut parameters = code.bodies.iter().filter(is_default).flat_map(|body| &body.parameters);
    if !parameters.all(|one| {
        one.default
            .is_none_or(|at| matches!(code.expression(at), Expr::Literal(_)))
    }) {
        return None;
    }
    let mut classes = FxHashSet::default();
    let may_call = |id: &ModuleId| matches!(program.modules[*id].kind, Kind::FirstParty | Kind::Beside | Kind::Test);
    for caller in (0..program.modules.len()).filter(may_call) {
        for function in &functions {
            classes.extend(handed_by(program, caller, function)?);
        }
    }
    Some(classes)
}

fn is_module_function(body: &Body) -> bool {
    body.kind == BodyKind::Function && body.parent == Some(0)
}

/// Whether a function comes by its classes only by its parameters and what it asks those: whatever else it names only looks.
fn is_closed(facts: &ModuleFacts, rules: &Rules, body: &Body) -> bool {
    let code = &facts.code;
    let mut own: FxHashSet<&str> = body.locals.iter().map(|&name| code.name(name)).collect();
    own.insert(code.name(body.name));
    let mut is_closed = body.globals.is_empty() && body.nonlocals.is_empty();
    let mut looks = FxHashSet::default();
    each_part(code, &body.statements, &mut |part| match part {
        Part::Binding(target, _) => names_of(code, target, &mut own),
        Part::Expression(at, _) => {
            if let Expr::Call(callee, _) = code.expression(at)
                && let Some((root, attributes)) = code.dotted(*callee)
                && facts.global(root).is_some()
                && rules.knows(Group::LooksAtClass, attributes.last().map_or(root, String::as_str))
            {
                looks.extend(below_of(code, *callee));
            }
        }
    });
    each_part(code, &body.statements, &mut |part| {
        let Part::Expression(at, _) = part else { return };
        is_closed &= looks.contains(&at)
            || match code.expression(at) {
                Expr::Name(name) => {
                    let name = code.name(*name);
                    own.contains(name) || facts.global(name).is_none() && only_looks(rules, name)
                }
                Expr::Attribute(_, name) => ASKED.contains(&code.name(*name)),
                Expr::Lambda(_) | Expr::Subscript(..) => false,
                _ => true,
            };
    });
    is_closed && !has_bodies_within(code, body)
}

/// Whether a function of Python's tells something of what it is handed, or puts it together, and comes by nothing else.
fn only_looks(rules: &Rules, name: &str) -> bool {
    let makes = ["filter", "iter", "len", "map", "next", "reversed"].contains(&name);
    is_builtin_name(name)
        && (makes || rules.knows(Group::LooksAtClass, name) || rules.knows(Group::CopiesElements, name))
}

/// A dotted name, and all that it is made of.
fn below_of(code: &Code, at: ExprId) -> Vec<ExprId> {
    let next = |&at: &ExprId| match code.expression(at) {
        Expr::Attribute(object, _) => Some(*object),
        _ => None,
    };
    std::iter::successors(Some(at), next).collect()
}

fn has_bodies_within(code: &Code, body: &Body) -> bool {
    let is_it = |id: crate::semantics::code::BodyId| std::ptr::eq(&raw const code.bodies[id as usize], body);
    code.bodies.iter().any(|one| one.parent.is_some_and(is_it))
}

/// The names that a target binds.
fn names_of<'c>(code: &'c Code, target: ExprId, found: &mut FxHashSet<&'c str>) {
    match code.expression(target) {
        Expr::Name(name) => drop(found.insert(code.name(*name))),
        Expr::Sequence(_, parts) => parts.iter().for_each(|&part| names_of(code, part, found)),
        Expr::Starred(inner) => names_of(code, *inner, found),
        _ => {}
    }
}

/// The modules of the classes that `caller` hands to a function; none where it does anything with that but call it with classes.
fn handed_by(program: &Program, caller: ModuleId, function: &Function) -> Option<Vec<ModuleId>> {
    let Some(facts) = program.facts(caller) else {
        return Some(Vec::new());
    };
    let (code, name) = (&facts.code, function.name);
    let is_renamed = |import: &Import| import.name.as_deref() == Some(name) && import.bound_name() != name;
    if facts.imports.iter().any(is_renamed) {
        return None;
    }
    if !code.has_name(name) {
        return Some(Vec::new());
    }
    let is_offered = matches!(&facts.exports, Exports::Listed(names) if names.iter().any(|one| one == name));
    let mut mentions = 0;
    for expression in &code.expressions {
        match expression {
            Expr::Name(one) | Expr::Attribute(_, one) => mentions += usize::from(code.name(*one) == name),
            Expr::Literal(Literal::Text(text)) if code.name(*text) == name && !is_offered => return None,
            _ => {}
        }
    }
    let is_it = |entity: Entity| matches!(entity, Entity::Attribute(id, one) if id == function.module && one == name);
    let mut classes = Vec::new();
    for call in facts.operations.iter().filter(|one| one.kind == OperationKind::Call) {
        let named = call.path.as_ref().filter(|path| path.last() == name);
        if !named.is_some_and(|path| program.entity(caller, path).is_some_and(is_it)) {
            continue;
        }
        mentions = usize::checked_sub(mentions, 1)?;
        // It hands on what it was handed.
        let is_within = caller == function.module && facts.scope_chain(call.scope).any(|id| id == function.scope);
        for origin in call
            .handed
            .iter()
            .flat_map(|argument| &argument.origins)
            .filter(|_| !is_within)
        {
            let Origin::Object(path) = origin else { return None };
            classes.push(program.class_named(caller, path)?);
        }
    }
    (mentions == 0).then_some(classes)
}
