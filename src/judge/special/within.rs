//! The functions that an object holds, which a method runs by the name of an attribute.
use super::Executed;
use super::collected::{assigned, of_expression, of_origin, of_path};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, ExprId};
use crate::semantics::facts::{Operation, OperationKind, Path, ScopeId};

/// The functions that a call of `self.callback()` may run where no class has a method of that name: what the attribute is
/// assigned anywhere in the project, and what is handed to a function that assigns its parameter.
pub(super) fn held(program: &Program, module: ModuleId, facts: &ModuleFacts, call: &Operation) -> Vec<Executed> {
    let path = call.path.as_ref().filter(|_| call.kind == OperationKind::Call);
    let Some(path) = path.filter(|path| path.attributes.len() == 1) else {
        return Vec::new();
    };
    let binding = path.binding.map(|id| &facts.bindings[id as usize]);
    if !program.modules[module].is_own() || binding.is_none_or(|binding| binding.kinds.parameters == 0) {
        return Vec::new();
    }
    let name = path.last();
    let own = program.own_modules().filter_map(|id| Some((id, program.facts(id)?)));
    let mut found = Vec::new();
    for (id, facts) in own {
        for value in assigned(&facts.code, name) {
            found.extend(of_expression(program, id, facts, value));
            if let Expr::Name(parameter) = facts.code.expression(value) {
                let parameter = facts.code.name(*parameter);
                let takers = takers(facts, value, parameter);
                found.extend(takers.iter().flat_map(|taker| handed_to(program, taker)));
            }
        }
    }
    found
}

/// What calls a function that takes a parameter: the name of the class for what makes an object of it, or its own.
fn takers<'f>(facts: &'f ModuleFacts, value: ExprId, parameter: &str) -> Vec<&'f str> {
    let at = facts.code.span(value);
    let functions = facts.definitions.iter().filter(|one| !one.is_class);
    let taking = functions.filter(|one| one.parameters.iter().any(|name| name == parameter));
    let holds = |body: ScopeId| {
        let bodies = facts.code.bodies.iter().filter(|found| found.scope == body);
        let mut holds = false;
        bodies.for_each(|body| {
            each_part(&facts.code, &body.statements, &mut |part| {
                holds |= matches!(part, Part::Expression(id, _) if facts.code.span(id) == at);
            });
        });
        holds
    };
    let taking = taking.filter(|one| holds(one.body));
    let named = taking.map(|one| match one.name.as_str() {
        "__init__" | "__new__" => {
            let class = facts.scopes[one.scope as usize].definition;
            class.map_or(one.name.as_str(), |id| facts.definitions[id as usize].name.as_str())
        }
        name => name,
    });
    named.collect()
}

/// The functions that calls of something of this name are handed, anywhere in the project.
fn handed_to(program: &Program, callee: &str) -> Vec<Executed> {
    let own = program.own_modules().filter_map(|id| Some((id, program.facts(id)?)));
    let calls = own.flat_map(|(id, facts)| {
        let calls = facts.operations.iter().filter(|call| call.kind == OperationKind::Call);
        let named = calls.filter(move |call| {
            let path = call.path.as_ref();
            path.is_some_and(|path| path.last() == callee || is_renamed(program, id, path, callee))
        });
        named.map(move |call| (id, facts, call))
    });
    let handed = calls.flat_map(|(id, facts, call)| {
        let origins = call.handed.iter().flat_map(|argument| &argument.origins);
        let by_origin = origins.flat_map(move |origin| of_origin(program, id, facts, origin, None));
        let arguments = call.arguments.iter();
        by_origin.chain(arguments.flat_map(move |path| of_path(program, id, facts, path, None)))
    });
    handed.collect()
}

/// Whether a path stands for something of this name that was imported under another one.
fn is_renamed(program: &Program, module: ModuleId, path: &Path, name: &str) -> bool {
    matches!(program.entity(module, path), Some(Entity::Attribute(_, found)) if found == name)
}
