//! Functions that run at odd times: while the interpreter shuts down, in the course of an import, and whenever the program starts.
use rustc_hash::FxHashSet;

use crate::graph::{ModuleId, Program, called};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path, ScopeId};
use crate::syntax::Span;

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
    /// Whenever the program starts: what an entry point names or a main guard calls, and what these call in any case.
    pub first: FxHashSet<(ModuleId, ScopeId)>,
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
        let first = own
            .iter()
            .flat_map(|&(module, facts)| started(program, module, facts))
            .collect();
        Special {
            shutdown: reached(program, start(&SHUTDOWN_METHODS, Group::Collector), |_, _| true),
            hooks: reached(program, start(&IMPORT_HOOKS, Group::ImportHook), |_, _| true),
            first: reached(program, first, in_any_case),
        }
    }
}

/// The functions of a module that an entry point names, or its main guard calls. A decorator may put more in front of one, such
/// as the help of a command.
fn started(program: &Program, module: ModuleId, facts: &ModuleFacts) -> Vec<(ModuleId, ScopeId)> {
    let own = &program.modules[module].name;
    let named = program.started.iter().filter_map(|name| {
        let (of, function) = name.split_once(':')?;
        (of == own).then_some(function)
    });
    let calls = facts
        .operations
        .iter()
        .filter(|call| call.context.main_guard && call.kind == OperationKind::Call);
    let called = calls
        .filter_map(|call| call.path.as_ref())
        .filter(|path| path.attributes.is_empty());
    let names: FxHashSet<&str> = named.chain(called.map(|path| path.root.as_str())).collect();
    let functions = facts.definitions.iter();
    functions
        .filter(|function| !function.is_class && function.scope == MODULE && function.decorators.is_empty())
        .filter(|function| names.contains(function.name.as_str()))
        .map(|function| (module, function.body))
        .collect()
}

/// Whether a function that runs does this whatever happens: it stands in none of its branches.
fn in_any_case(facts: &ModuleFacts, operation: &Operation) -> bool {
    let Span { start, end } = operation.span;
    let mut branches = facts.blocks.iter();
    !operation.context.conditional && !branches.any(|branch| branch.span.start <= start && end <= branch.span.end)
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

/// The functions that some of them run by calls that are followed, and these themselves.
fn reached(
    program: &Program,
    from: Vec<(ModuleId, ScopeId)>,
    follows: fn(&ModuleFacts, &Operation) -> bool,
) -> FxHashSet<(ModuleId, ScopeId)> {
    let mut seen: FxHashSet<(ModuleId, ScopeId)> = from.iter().copied().collect();
    let mut queue = from;
    while let Some((module, scope)) = queue.pop() {
        let Some(facts) = program.facts(module) else { continue };
        let calls = facts.operations.iter();
        let own = calls.filter(|call| facts.executing_function(call.scope) == Some(scope));
        for call in own.filter(|call| follows(facts, call)) {
            for body in called(program, module, facts, call) {
                if program.modules[body.0].is_own() && seen.insert(body) {
                    queue.push(body);
                }
            }
        }
    }
    seen
}
