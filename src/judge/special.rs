//! Functions that run at odd times: while the interpreter shuts down, and in the course of an import.
use rustc_hash::FxHashSet;

use crate::graph::{ModuleId, Program, called};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, ScopeId};

/// Methods that Python or the collector may call while the interpreter shuts down.
pub(super) const SHUTDOWN_METHODS: [&str; 1] = ["__del__"];
/// Methods that Python calls in the course of an import.
pub(super) const IMPORT_HOOKS: [&str; 6] = [
    "find_spec",
    "find_module",
    "load_module",
    "exec_module",
    "create_module",
    "get_code",
];

/// The functions of a module that the interpreter calls when imports may fail, by the scopes of their bodies.
#[derive(Debug, Default)]
pub(super) struct Special {
    /// While it shuts down.
    pub shutdown: FxHashSet<ScopeId>,
    /// In the course of an import.
    pub hooks: FxHashSet<ScopeId>,
}

impl Special {
    /// Follows the calls within the module.
    pub fn new(program: &Program, module: ModuleId, facts: &ModuleFacts) -> Self {
        let named = |names: &[&str]| -> Vec<ScopeId> {
            let methods = facts
                .definitions
                .iter()
                .filter(|method| names.contains(&method.name.as_str()));
            methods
                .filter(|method| method.scope != MODULE)
                .map(|method| method.body)
                .collect()
        };
        let mut ends = named(&SHUTDOWN_METHODS);
        ends.extend(callbacks(program, module, facts));
        Special {
            shutdown: reached(program, module, facts, ends),
            hooks: reached(program, module, facts, named(&IMPORT_HOOKS)),
        }
    }
}

/// The functions that are handed to weak references.
fn callbacks(program: &Program, module: ModuleId, facts: &ModuleFacts) -> Vec<ScopeId> {
    let calls = facts.operations.iter().filter(|call| !call.arguments.is_empty());
    let weak = calls.filter(|call| {
        let names = call
            .path
            .as_ref()
            .map(|path| program.known_names(module, path))
            .unwrap_or_default();
        names.iter().any(|name| {
            matches!(
                name.as_str(),
                "weakref.ref" | "weakref.proxy" | "weakref.finalize" | "weakref.WeakMethod"
            )
        })
    });
    let handed = weak
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

/// The functions of a module that some of them run, and these themselves.
fn reached(program: &Program, module: ModuleId, facts: &ModuleFacts, from: Vec<ScopeId>) -> FxHashSet<ScopeId> {
    let mut seen: FxHashSet<ScopeId> = from.iter().copied().collect();
    let mut queue = from;
    while let Some(scope) = queue.pop() {
        for call in facts
            .operations
            .iter()
            .filter(|call| facts.executing_function(call.scope) == Some(scope))
        {
            for (target, body) in called(program, module, facts, call) {
                if target == module && seen.insert(body) {
                    queue.push(body);
                }
            }
        }
    }
    seen
}
