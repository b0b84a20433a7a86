//! What a file may get of modules that others look up by their names, and which of its objects may be one.
use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::program::ModuleId;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Object, Operation, OperationKind, Origin, Path, ScopeId};

/// Variables are followed through this many others.
const DEEPEST: usize = 4;

/// What a file may get of those which it imports.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What hands it out, or holds it, under the names that it has for that.
    pub names: FxHashSet<String>,
    /// Those of its own names for it that an import binds.
    pub imported: FxHashSet<String>,
    /// Names for what it imports from elsewhere.
    pub others: FxHashSet<String>,
    /// The modules of the project.
    pub modules: Vec<ModuleId>,
    /// What was found of each of the file's variables, by how far others may still be followed: functions that call each other
    /// by the hundred lead to the same ones in ever so many ways.
    pub followed: RefCell<FxHashMap<(BindingId, usize), bool>>,
}

impl Given {
    /// Whether a call of this path may hand one out.
    pub fn is_call(&self, path: &Path) -> bool {
        let mut parts = std::iter::once(&path.root).chain(&path.attributes);
        !self.others.contains(&path.root) && parts.any(|part| self.names.contains(part))
    }

    /// Whether a file calls anything that does.
    pub fn is_asked_for(&self, facts: &ModuleFacts) -> bool {
        self.calls(facts).next().is_some()
    }

    fn calls<'f>(&self, facts: &'f ModuleFacts) -> impl Iterator<Item = &'f Operation> {
        let calls = facts
            .operations
            .iter()
            .filter(|operation| operation.kind == OperationKind::Call);
        calls.filter(|call| call.path.as_ref().is_some_and(|path| self.is_call(path)))
    }

    /// Whether an object of a file may be one.
    pub fn may_be(&self, facts: &ModuleFacts, object: &Object) -> bool {
        match object {
            Object::Made(path) => self.is_call(path),
            Object::Path(path) => self.is_given(facts, path, DEEPEST),
            Object::Below(_) | Object::Unknown => true,
            Object::ThisModule | Object::Module(_) | Object::Value => false,
        }
    }

    fn is_given(&self, facts: &ModuleFacts, path: &Path, depth: usize) -> bool {
        if self.is_call(path) {
            return true;
        }
        let Some(id) = path.binding.filter(|_| depth > 0) else {
            return false;
        };
        if let Some(&found) = self.followed.borrow().get(&(id, depth)) {
            return found;
        }
        let binding = &facts.bindings[id as usize];
        let is_one = |origin: &Origin| matches!(origin, Origin::Unknown) || self.is_seen(facts, origin, depth - 1);
        let found = binding.origins.iter().any(is_one)
            || binding.kinds.parameters > 0
                && (self.is_called_back(facts, binding.scope) || self.is_handed_on(facts, binding.scope, depth - 1));
        self.followed.borrow_mut().insert((id, depth), found);
        found
    }

    /// Whether one is seen to be among these values of a file.
    pub fn comes_from(&self, facts: &ModuleFacts, origins: &[Origin]) -> bool {
        origins.iter().any(|origin| self.is_seen(facts, origin, DEEPEST))
    }

    /// Whether a file calls its own function of this scope with one.
    fn is_handed_on(&self, facts: &ModuleFacts, scope: ScopeId, depth: usize) -> bool {
        let Some(id) = facts.scopes[scope as usize].definition else {
            return false;
        };
        let function = facts.definitions[id as usize].name.as_str();
        let calls = facts.operations.iter().filter(|call| {
            let path = call.path.as_ref();
            call.kind == OperationKind::Call && path.is_some_and(|path| path.last() == function)
        });
        let mut handed = calls.flat_map(|call| &call.handed).flat_map(|one| &one.origins);
        handed.any(|origin| self.is_seen(facts, origin, depth))
    }

    /// Whether a value is seen to be one: nothing else tells that one of which nothing is known is any.
    fn is_seen(&self, facts: &ModuleFacts, origin: &Origin, depth: usize) -> bool {
        match origin {
            Origin::Call(path) | Origin::Object(path) | Origin::Part(path) | Origin::Held(path) => {
                self.is_given(facts, path, depth)
            }
            Origin::Unknown | Origin::Lambda(_) => false,
        }
    }

    /// Whether a file hands the function of this scope to what may call it with one.
    fn is_called_back(&self, facts: &ModuleFacts, scope: ScopeId) -> bool {
        let definition = facts.scopes[scope as usize].definition;
        let function = definition.map(|id| facts.definitions[id as usize].name.as_str());
        let is_it = |origin: &Origin| match origin {
            Origin::Lambda(_) => function.is_none(),
            Origin::Object(path) => function == Some(path.last()),
            Origin::Call(_) | Origin::Part(_) | Origin::Held(_) | Origin::Unknown => false,
        };
        let mut handed = self.calls(facts).flat_map(|call| &call.handed);
        handed.any(|argument| argument.origins.iter().any(is_it))
    }
}
