//! Which classes a module's functions ask for their subclasses, where all that they are handed is seen:
//!
//! ```python
//! def all_below(cls):
//!     return [below for sub in cls.__subclasses__() for below in (sub, *all_below(sub))]
//!
//! TABLE = all_below(Shape)
//! ```
use rustc_hash::FxHashSet;

use super::closed::is_closed;
use crate::evaluate::SUBCLASSES;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, Kind, ModuleId, Program};
use crate::judge::inputs::Inputs;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyKind, Expr, ExprId, Literal};
use crate::semantics::facts::{Exports, Import, OperationKind, Origin, ScopeId};

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
    let all = || 0..code.expressions.len() as ExprId;
    let asks_for =
        |at: &ExprId| matches!(code.expression(*at), Expr::Attribute(_, name) if code.name(*name) == SUBCLASSES);
    let (mut unseen, mut functions) = (all().filter(asks_for).count(), Vec::new());
    for body in code.bodies.iter().filter(|body| is_module_function(body)) {
        let mut asks = 0;
        each_part(code, &body.statements, &mut |part| {
            asks += usize::from(matches!(part, Part::Expression(at, _) if asks_for(&at)));
        });
        if asks > 0 {
            unseen -= asks;
            let mut same = facts.definitions.iter().filter(|one| one.body == body.scope);
            // What a parameter is where nobody says.
            let mut defaults = body.parameters.iter().filter_map(|one| one.default);
            let is_told = same.all(|one| one.decorators.is_empty())
                && defaults.all(|at| matches!(code.expression(at), Expr::Literal(_)));
            (is_told && is_closed(facts, rules, body)).then_some(())?;
            functions.push(Function {
                module: asker,
                name: code.name(body.name),
                scope: body.scope,
            });
        }
    }
    if unseen > 0 || all().any(|at| code.text(at) == Some(SUBCLASSES)) {
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

/// Whether nothing else is ever given the name of a class.
fn is_only_class(facts: &ModuleFacts, class: &str) -> bool {
    let binding = facts.global(class).map(|id| facts.bindings[id as usize].kinds);
    !facts.is_declared_global(class)
        && binding.is_none_or(|kinds| kinds.total() == kinds.classes && !kinds.from_global_statement)
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
