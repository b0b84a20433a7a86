//! The effects of operations and reads at import time.
use super::{Look, changes, names};
use crate::graph::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path, Phase, Value};
use crate::syntax::Span;

impl Look<'_> {
    /// What an operation in `module` (the observed one, or one whose function it runs) does to others; none if nothing.
    pub(super) fn of_operation(&self, module: ModuleId, operation: &Operation) -> Option<String> {
        match operation.kind {
            OperationKind::Raise => None,
            kind if changes(kind) => self.of_change(module, operation),
            _ => self.of_call(module, operation),
        }
    }

    fn of_change(&self, module: ModuleId, operation: &Operation) -> Option<String> {
        let Some(path) = &operation.path else {
            return Some("changes an object that has no name".to_owned());
        };
        let shown = path.dotted();
        (!self.is_own_object(module, path)).then(|| format!("changes `{shown}`"))
    }

    /// Whether a path names an object of the observed module, or one that is local to a function.
    fn is_own_object(&self, module: ModuleId, path: &Path) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let Some(id) = path.binding else { return false };
        let binding = &facts.bindings[id as usize];
        if binding.kinds.imports > 0 {
            return false;
        }
        if binding.scope != MODULE {
            // A parameter may be anything that was handed in, but it was handed in by this module's execution.
            return true;
        }
        match &binding.value {
            // Another name for somebody else's object.
            Some(Value::Alias(alias)) => module == self.module && self.is_own_object(module, alias),
            _ => module == self.module,
        }
    }

    fn of_call(&self, module: ModuleId, operation: &Operation) -> Option<String> {
        let Some(path) = &operation.path else {
            return Some("calls something that has no name".to_owned());
        };
        let method = path.last();
        if path.root.is_empty() {
            return (!names::only_reads(method)).then(|| format!("calls `.{method}()` on something that has no name"));
        }
        let known = self.program.known_names(module, path);
        if known.iter().any(|name| self.rules.is_harmless_call(name)) {
            return None;
        }
        let outside = known.iter().any(|name| names::is_surroundings(name));
        if !outside && self.is_followed(module, path) {
            return None;
        }
        let shown = path.dotted();
        let is_method = !path.attributes.is_empty();
        if is_method && !outside && names::only_reads(method) && !self.is_module_attribute(module, path) {
            return None;
        }
        if is_method && self.is_own_object(module, path) && names::only_changes_its_object(method) {
            return None;
        }
        let verb = if operation.kind == OperationKind::Decorate {
            "decorates with"
        } else {
            "calls"
        };
        Some(if outside {
            format!("reads or changes its surroundings by `{shown}`")
        } else {
            format!("{verb} `{shown}`")
        })
    }

    /// Whether the call is a function of a module, rather than a method of an object.
    fn is_module_attribute(&self, module: ModuleId, path: &Path) -> bool {
        let object = Path {
            attributes: path.attributes[..path.attributes.len().saturating_sub(1)].to_vec(),
            ..path.clone()
        };
        matches!(self.program.entity(module, &object), Some(Entity::Module(_)))
    }

    /// Whether the body that a call runs is known, and so observed by itself.
    fn is_followed(&self, module: ModuleId, path: &Path) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let local = path.binding.is_some_and(|id| {
            let binding = &facts.bindings[id as usize];
            binding.scope != MODULE && binding.kinds.functions == 1 && path.attributes.is_empty()
        });
        if local {
            return true;
        }
        let Some(Entity::Attribute(target, name)) = self.program.entity(module, path) else {
            return false;
        };
        let Some(target_facts) = self.program.facts(target) else {
            return false;
        };
        let (head, rest) = name
            .split_once('.')
            .map_or((name.as_str(), None), |(head, rest)| (head, Some(rest)));
        let Some(definition) = target_facts
            .definitions
            .iter()
            .find(|definition| definition.scope == MODULE && definition.name == head)
        else {
            return false;
        };
        // A decorated function is what its decorators make of it.
        let plain = definition.decorators.is_empty();
        match (definition.is_class, rest) {
            (false, None) => plain,
            (true, None) => self.instances_are_plain(target, definition),
            (true, Some(method)) => {
                let methods = &target_facts.definitions;
                methods
                    .iter()
                    .any(|inner| inner.scope == definition.body && inner.name == method)
            }
            (false, Some(_)) => false,
        }
    }

    /// Reads of the environment and the like at import time.
    pub(super) fn of_reads(&self, facts: &ModuleFacts) -> Option<(Span, String)> {
        facts.references.iter().find_map(|reference| {
            let runs = reference.phase == Phase::Run && facts.executing_function(reference.scope).is_none();
            let binding = &facts.bindings[reference.binding as usize];
            if !runs || binding.kinds.imports == 0 {
                return None;
            }
            let path = Path {
                root: binding.name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes.clone(),
            };
            let known = self.program.known_names(self.module, &path);
            known
                .iter()
                .any(|name| names::is_surroundings(name))
                .then(|| (reference.span, format!("reads `{}`", path.dotted())))
        })
    }
}
