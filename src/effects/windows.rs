//! Statements of a module that change what imports around them find: the environment, `sys.path`, warnings, import hooks.
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::names;
use crate::graph::{Entity, ModuleId, Program, called};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Operation, OperationKind, Path, ScopeId};
use crate::syntax::Span;

/// A statement at module level that changes what imports find, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Where.
    pub span: Span,
    /// What is changed or called.
    pub what: String,
}

/// The windows of modules, each looked for once.
#[derive(Debug, Default)]
pub struct Windows(RefCell<FxHashMap<ModuleId, Rc<[Window]>>>);

impl Windows {
    /// The windows of a module, in the order of the text.
    pub fn of(&self, program: &Program, module: ModuleId) -> Rc<[Window]> {
        if let Some(known) = self.0.borrow().get(&module) {
            return Rc::clone(known);
        }
        let found: Rc<[Window]> = program
            .facts(module)
            .map(|facts| windows(program, module, facts))
            .unwrap_or_default()
            .into();
        self.0.borrow_mut().insert(module, Rc::clone(&found));
        found
    }
}

/// Where a function changes what imports find, itself or by what it calls, in the order of the text.
pub fn within(program: &Program, module: ModuleId, facts: &ModuleFacts, function: ScopeId) -> Vec<Span> {
    let mut found: Vec<Span> = facts
        .operations
        .iter()
        .filter(|operation| facts.executing_function(operation.scope) == Some(function))
        .filter(|operation| opens(program, module, facts, operation, 0))
        .map(|operation| operation.span)
        .collect();
    found.sort();
    found
}

/// Calls are followed this far.
const DEEPEST_CALLS: usize = 4;

fn windows(program: &Program, module: ModuleId, facts: &ModuleFacts) -> Vec<Window> {
    let runs = facts
        .operations
        .iter()
        .filter(|operation| !operation.context.main_guard && facts.executing_function(operation.scope).is_none());
    let mut found: Vec<Window> = runs
        .filter(|operation| opens(program, module, facts, operation, 0))
        .filter_map(|operation| {
            Some(Window {
                span: operation.span,
                what: operation.path.as_ref()?.dotted(),
            })
        })
        .collect();
    found.sort_by_key(|window| window.span);
    found
}

/// Whether an operation, or what it calls, changes what later imports find.
fn opens(program: &Program, module: ModuleId, facts: &ModuleFacts, operation: &Operation, depth: usize) -> bool {
    let Some(path) = operation
        .path
        .as_ref()
        .filter(|_| !matches!(operation.kind, OperationKind::Raise | OperationKind::Implicit))
    else {
        return false;
    };
    // Reading is no change.
    let reads = operation.kind == OperationKind::Call && matches!(path.last(), "get" | "copy" | "items" | "keys");
    let known = program.known_names(module, path);
    if !reads && known.iter().any(|name| names::opens_window(name))
        || changes_package(program, module, facts, operation, path)
    {
        return true;
    }
    depth < DEEPEST_CALLS
        && called(program, module, facts, operation)
            .into_iter()
            .any(|(target, scope)| {
                program.facts(target).is_some_and(|facts| {
                    let mut within = facts
                        .operations
                        .iter()
                        .filter(|inner| facts.executing_function(inner.scope) == Some(scope));
                    within.any(|inner| opens(program, target, facts, inner, depth + 1))
                })
            })
}

/// Whether an operation assigns an attribute of a module that is not the project's.
fn changes_package(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    operation: &Operation,
    path: &Path,
) -> bool {
    let imported = path
        .binding
        .is_some_and(|id| facts.bindings[id as usize].kinds.imports > 0);
    if operation.kind != OperationKind::WriteAttribute || !imported || path.attributes.is_empty() {
        return false;
    }
    match program.entity(module, path) {
        Some(Entity::Attribute(target, _) | Entity::Module(target)) => !program.modules[target].is_own(),
        None => false,
    }
}
