//! The modules that calls hand over: as they are named, kept in variables, or loaded by their names.
use rustc_hash::FxHashMap;

use super::confined::{self, handed::parameter_of};
use super::given::Given;
use crate::graph::program::{Entity, ModuleId, Program};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Name};
use crate::semantics::facts::{Argument, MentionKind, Operation, OperationKind, Origin};

/// Origins are followed through this many variables.
const DEEPEST: usize = 4;

/// What other files hand to functions of a module.
#[derive(Default)]
pub(super) struct HandedOver {
    /// The modules of the project among it.
    pub modules: Vec<ModuleId>,
    /// The parameters as which functions at the level of the file have these.
    pub parameters: Vec<(BodyId, Name)>,
    /// Whether something else may have one.
    pub is_elsewhere: bool,
}

/// The modules of the project that other files hand to functions of each module.
pub(super) fn handed_over(
    program: &Program,
    rules: &Rules,
    given: &FxHashMap<ModuleId, Given>,
) -> FxHashMap<ModuleId, HandedOver> {
    let mut handed: FxHashMap<ModuleId, HandedOver> = FxHashMap::default();
    for (module, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
        for operation in calls(facts) {
            let callee = operation.path.as_ref().and_then(|path| program.entity(module, path));
            if let Some(Entity::Attribute(target, name)) = callee
                && program.modules[target].is_own()
                && let Some(there) = program.facts(target)
            {
                let handed = handed.entry(target).or_default();
                for (place, argument) in operation.handed.iter().enumerate() {
                    let modules = modules_in((program, rules), module, facts, argument);
                    if modules.is_empty() {
                        continue;
                    }
                    handed.modules.extend(modules);
                    match parameter(&there.code, &name, operation, place) {
                        Some(parameter) => handed.parameters.push(parameter),
                        None => handed.is_elsewhere = true,
                    }
                }
                // What a file gives itself is seen there.
                if let Some(given) = given.get(&module).filter(|_| target != module)
                    && operation
                        .handed
                        .iter()
                        .any(|argument| given.comes_from(facts, &argument.origins))
                {
                    handed.modules.extend(&given.modules);
                    handed.is_elsewhere = true;
                }
            }
        }
    }
    handed
}

pub(super) fn calls(facts: &ModuleFacts) -> impl Iterator<Item = &Operation> {
    let called = facts.operations.iter().filter(|operation| {
        matches!(operation.kind, OperationKind::Call | OperationKind::DecorateByResult)
            && !operation.context.type_checking
    });
    called.filter(|operation| !operation.handed.is_empty())
}

/// Whether a call is `globals().setdefault(name, value)`, which binds a name of the module, as an import does.
pub(super) fn binds_global(call: &Operation) -> bool {
    let is_globals =
        |origin: &Origin| matches!(origin, Origin::Call(path) if path.binding.is_none() && path.dotted() == "globals");
    call.path.as_ref().is_some_and(|path| path.last() == "setdefault")
        && !call.receiver.is_empty()
        && call.receiver.iter().all(is_globals)
}

/// The modules of the project among the arguments of a call.
pub(super) fn modules_handed(
    known: (&Program, &Rules),
    module: ModuleId,
    facts: &ModuleFacts,
    operation: &Operation,
) -> Vec<ModuleId> {
    let handed = operation.handed.iter();
    let mut found: Vec<ModuleId> = handed
        .flat_map(|argument| modules_in(known, module, facts, argument))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The modules of the project that an argument may be.
fn modules_in(known: (&Program, &Rules), module: ModuleId, facts: &ModuleFacts, argument: &Argument) -> Vec<ModuleId> {
    let mut found = Vec::new();
    modules_among(known, module, facts, &argument.origins, DEEPEST, &mut found);
    found
}

/// The parameter as which the one function of a name at the level of a file has an argument.
fn parameter(code: &Code, name: &str, call: &Operation, place: usize) -> Option<(BodyId, Name)> {
    let is_it = |body: &Body| body.parent == Some(0) && code.name(body.name) == name;
    let mut bodies = (0..).zip(&code.bodies).filter(|(_, body)| is_it(body));
    let (id, _) = bodies
        .next()
        .filter(|(_, body)| body.kind == BodyKind::Function)
        .filter(|_| bodies.next().is_none())?;
    let spreads = |argument: &Argument| argument.is_starred || argument.keyword.as_deref() == Some("");
    if call.handed.iter().any(spreads) {
        return None;
    }
    let keyword = call.handed[place].keyword.as_deref();
    parameter_of(code, id, keyword, place).map(|parameter| (id, parameter))
}

fn modules_among(
    known: (&Program, &Rules),
    module: ModuleId,
    facts: &ModuleFacts,
    origins: &[Origin],
    depth: usize,
    found: &mut Vec<ModuleId>,
) {
    let (program, rules) = known;
    for origin in origins {
        // Which one a call loads by name, the strings of the file tell; so they do where the function itself is handed over.
        if let Origin::Call(path) | Origin::Object(path) = origin
            && confined::looks_up(rules, &facts.loaders, path.last())
        {
            found.extend(named_in(program, facts));
        }
        let (Origin::Object(path) | Origin::Part(path) | Origin::Held(path)) = origin else {
            continue;
        };
        match program.entity(module, path) {
            // An attribute of it, which its submodules are.
            Some(Entity::Module(target)) if matches!(origin, Origin::Part(_)) => {
                let is_below = |&id: &ModuleId| program.parent(id) == Some(target) && program.modules[id].is_own();
                found.extend((0..program.modules.len()).filter(is_below));
            }
            Some(Entity::Module(target)) => found.extend(program.meant(target)),
            _ => {
                let variable = path.binding.map(|id| &facts.bindings[id as usize]);
                if let Some(variable) = variable.filter(|variable| depth > 0 && variable.kinds.imports == 0) {
                    modules_among(known, module, facts, &variable.origins, depth - 1, found);
                }
            }
        }
    }
}

/// The modules of the project that the strings of a file name.
fn named_in<'p>(program: &'p Program, facts: &'p ModuleFacts) -> impl Iterator<Item = ModuleId> + 'p {
    let names = named_by_texts(program, facts).chain(named_to_load(program, facts));
    let named = names.flat_map(|module| program.meant(module));
    named.filter(|&module| program.modules[module].is_own())
}

/// The modules that strings of a file name.
pub(super) fn named_by_texts<'p>(program: &'p Program, facts: &'p ModuleFacts) -> impl Iterator<Item = ModuleId> + 'p {
    facts.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Text { text, .. } => program.find(text),
        _ => None,
    })
}

/// The modules that a file names in strings to load them.
pub(super) fn named_to_load<'p>(program: &'p Program, facts: &'p ModuleFacts) -> impl Iterator<Item = ModuleId> + 'p {
    let named = facts.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::ImportsByName { module } | MentionKind::Loaded { module, .. } => Some(module),
        _ => None,
    });
    named.flat_map(|name| program.find(name).into_iter().chain(program.put_under(name)))
}
