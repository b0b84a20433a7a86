//! Functions that run at odd times: while the interpreter shuts down, and in the course of an import.
use rustc_hash::FxHashSet;

use crate::graph::{ModuleId, Program, called};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Path, ScopeId};

/// Methods that Python or the collector may call while the interpreter shuts down.
/// Not in `rules/`: Python's data model has no others.
pub(super) const SHUTDOWN_METHODS: [&str; 1] = ["__del__"];
/// Methods that Python calls in the course of an import.
/// Not in `rules/`: the protocol of Python's import system has no others.
pub(super) const IMPORT_HOOKS: [&str; 6] = [
    "find_spec",
    "find_module",
    "load_module",
    "exec_module",
    "create_module",
    "get_code",
];

/// The functions that the interpreter calls when imports may fail, by their modules and the scopes of their bodies.
#[derive(Debug, Default)]
pub(super) struct Special {
    /// While it shuts down.
    pub shutdown: FxHashSet<(ModuleId, ScopeId)>,
    /// In the course of an import.
    pub hooks: FxHashSet<(ModuleId, ScopeId)>,
}

impl Special {
    /// Follows the calls within the project.
    pub fn new(program: &Program, rules: &Rules) -> Self {
        let own = program.own_modules();
        let own: Vec<(ModuleId, &ModuleFacts)> = own.filter_map(|id| Some((id, program.facts(id)?))).collect();
        let start = |names: &[&str], group: Group| -> Vec<(ModuleId, ScopeId)> {
            let of = |&(module, facts): &(ModuleId, &ModuleFacts)| {
                let methods =
                    methods(facts, names).chain(handed(program, module, facts, &|name| rules.knows(group, name)));
                methods.map(|body| (module, body)).collect::<Vec<_>>()
            };
            own.iter().flat_map(of).collect()
        };
        Special {
            shutdown: reached(program, start(&SHUTDOWN_METHODS, Group::Collector)),
            hooks: reached(program, start(&IMPORT_HOOKS, Group::ImportHook)),
        }
    }
}

/// Methods of these names.
fn methods(facts: &ModuleFacts, names: &[&str]) -> impl Iterator<Item = ScopeId> {
    let methods = facts.definitions.iter();
    methods
        .filter(|method| method.scope != MODULE && names.contains(&method.name.as_str()))
        .map(|method| method.body)
}

/// The functions that are handed to some calls.
fn handed(program: &Program, module: ModuleId, facts: &ModuleFacts, is_one: &dyn Fn(&str) -> bool) -> Vec<ScopeId> {
    let known = |path: &Path| program.known_names(module, path);
    let handing = facts.operations.iter().filter(|call| {
        let names = call.path.as_ref().filter(|_| !call.arguments.is_empty()).map(known);
        names.unwrap_or_default().iter().any(|name| is_one(name))
    });
    let handed = handing
        .flat_map(|call| &call.arguments)
        .filter(|path| path.attributes.is_empty());
    let scopes = handed.flat_map(|path| {
        let functions = facts
            .definitions
            .iter()
            .filter(move |function| !function.is_class && function.name == path.root);
        functions.map(|function| function.body)
    });
    scopes.collect()
}

/// The functions that some of them run, and these themselves.
fn reached(program: &Program, from: Vec<(ModuleId, ScopeId)>) -> FxHashSet<(ModuleId, ScopeId)> {
    let mut seen: FxHashSet<(ModuleId, ScopeId)> = from.iter().copied().collect();
    let mut queue = from;
    while let Some((module, scope)) = queue.pop() {
        let Some(facts) = program.facts(module) else { continue };
        let calls = facts.operations.iter();
        for call in calls.filter(|call| facts.executing_function(call.scope) == Some(scope)) {
            for body in called(program, module, facts, call) {
                if program.modules[body.0].is_own() && seen.insert(body) {
                    queue.push(body);
                }
            }
        }
    }
    seen
}
