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
use crate::judge::inputs::Inputs;
use crate::project::standard::is_builtin_name;
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyKind, Code, Expr, ExprId, Literal};
use crate::semantics::facts::{Exports, Import, OperationKind, Origin, ScopeId};

/// What classes tell of themselves.
/// Not in `rules/`: these are names that the language gives.
const TELLS: [&str; 5] = [SUBCLASSES, "__name__", "__qualname__", "__module__", "__doc__"];

/// What lists and sets do with what is put into them.
/// Not in `rules/`: these are the methods of containers.
const COLLECTS: [&str; 9] = [
    "add", "append", "copy", "extend", "pop", "popleft", "remove", "union", "update",
];

/// A function that asks.
struct Function<'p> {
    module: ModuleId,
    name: &'p str,
    scope: ScopeId,
}

/// The modules that define the classes which the functions of `asker` are handed to ask; none where something is not seen.
pub(super) fn told(inputs: Inputs<'_>, asker: ModuleId) -> Option<FxHashSet<ModuleId>> {
    let (program, rules) = (inputs.program, inputs.rules);
    let facts = program.facts(asker)?;
    // Whoever takes a function by a name that he computes may call it.
    if inputs.visibility.computed.contains_key(&asker) {
        return None;
    }
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
            let mut same = facts.definitions.iter().filter(|one| one.body == body.scope);
            (is_closed(facts, rules, body) && same.all(|one| one.decorators.is_empty())).then_some(())?;
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

/// Whether a function comes by its classes only by its parameters and what it asks those: whatever else it names only looks, and
/// a class that it has is neither called nor gone through.
fn is_closed(facts: &ModuleFacts, rules: &Rules, body: &Body) -> bool {
    let code = &facts.code;
    let name_of = |name: crate::semantics::code::Name| code.name(name);
    let mut own: FxHashSet<&str> = body.locals.iter().map(|&name| name_of(name)).collect();
    own.insert(name_of(body.name));
    // What is only ever a list or a set that the function makes.
    let mut made: FxHashSet<&str> = own.clone();
    body.parameters.iter().for_each(|one| {
        made.remove(name_of(one.name));
    });
    made.remove(name_of(body.name));
    let mut is_closed = body.globals.is_empty() && body.nonlocals.is_empty();
    let is_name = |at: ExprId| matches!(code.expression(at), Expr::Name(_));
    let mut looks = FxHashSet::default();
    each_part(code, &body.statements, &mut |part| match part {
        Part::Binding(target, value) => {
            names_of(code, target, &mut own);
            for (target, value) in pairs(code, target, value) {
                let mut bound = FxHashSet::default();
                names_of(code, target, &mut bound);
                if !(is_name(target) && makes_container(code, rules, value)) {
                    bound.iter().for_each(|name| {
                        made.remove(name);
                    });
                }
                is_closed &= !matches!(
                    code.expression(value),
                    Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_)
                );
            }
        }
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
    let is_made = |at: ExprId| matches!(code.expression(at), Expr::Name(name) if made.contains(name_of(*name)));
    each_part(code, &body.statements, &mut |part| {
        let at = match part {
            Part::Expression(at, _) => at,
            // Who goes through a class has what its metaclass hands out.
            Part::Binding(target, value) => {
                is_closed &= pairs(code, target, value)
                    .iter()
                    .all(|&(_, value)| !is_name(value) || is_made(value));
                return;
            }
        };
        is_closed &= looks.contains(&at)
            || match code.expression(at) {
                Expr::Name(name) => {
                    let name = name_of(*name);
                    own.contains(name) || facts.global(name).is_none() && only_looks(rules, name)
                }
                Expr::Attribute(of, name) => {
                    TELLS.contains(&name_of(*name))
                        || COLLECTS.contains(&name_of(*name)) && (is_made(*of) || !is_name(*of))
                }
                Expr::Call(callee, _) => match code.expression(*callee) {
                    Expr::Name(name) => *name == body.name || !own.contains(name_of(*name)),
                    Expr::Attribute(..) => true,
                    _ => false,
                },
                Expr::Starred(inner) => is_made(*inner) || !is_name(*inner),
                Expr::Lambda(_) | Expr::Subscript(..) => false,
                _ => true,
            };
    });
    is_closed && !has_bodies_within(code, body)
}

/// What a binding binds, one by one where both are displays: `found, work = set(), [cls]`.
fn pairs(code: &Code, target: ExprId, value: ExprId) -> Vec<(ExprId, ExprId)> {
    match (code.expression(target), code.expression(value)) {
        (Expr::Sequence(_, targets), Expr::Sequence(_, values)) if targets.len() == values.len() => {
            targets.iter().copied().zip(values.iter().copied()).collect()
        }
        _ => vec![(target, value)],
    }
}

/// Whether an expression makes a list or a set.
fn makes_container(code: &Code, rules: &Rules, value: ExprId) -> bool {
    match code.expression(value) {
        Expr::Sequence(..) | Expr::Comprehension(_) => true,
        Expr::Call(callee, _) => matches!(code.expression(*callee), Expr::Name(name)
            if rules.knows(Group::CopiesElements, code.name(*name))),
        _ => false,
    }
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

/// Whether nothing else is ever given the name of a class.
fn is_only_class(facts: &ModuleFacts, class: &str) -> bool {
    let binding = facts.global(class).map(|id| facts.bindings[id as usize].kinds);
    let is_global = facts
        .scopes
        .iter()
        .any(|scope| scope.globals.iter().any(|one| one == class));
    !is_global && binding.is_none_or(|kinds| kinds.total() == kinds.classes && !kinds.from_global_statement)
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
    if !code.names.iter().any(|text| text.contains(name)) {
        return Some(Vec::new());
    }
    let is_offered = matches!(&facts.exports, Exports::Listed(names) if names.iter().any(|one| one == name));
    let mut mentions = 0;
    for expression in &code.expressions {
        match expression {
            Expr::Name(one) | Expr::Attribute(_, one) => mentions += usize::from(code.name(*one) == name),
            Expr::Literal(Literal::Text(text))
                if code.name(*text).contains(name) && !(is_offered && code.name(*text) == name) =>
            {
                return None;
            }
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
        for argument in call.handed.iter().filter(|_| !is_within) {
            let [Origin::Object(path)] = argument.origins.as_slice() else {
                return None;
            };
            let (source, class) = program.class_named(caller, path)?;
            is_only_class(program.facts(source)?, &class).then(|| classes.push(source))?;
        }
    }
    (mentions == 0).then_some(classes)
}
