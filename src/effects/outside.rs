//! The effects of installed packages that can be seen from their own statements.
use rustc_hash::FxHashSet;

use super::{Effect, Look, changes, names};
use crate::graph::{ModuleId, called};
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path, ScopeId};

impl Look<'_> {
    /// The first operation at import time that changes another package or the process in plain sight, here or in a function
    /// of the module that is called.
    pub(super) fn first_known_effect(&self) -> Option<Effect> {
        self.known_in(None, &mut FxHashSet::default())
    }

    /// The same for one body: the module's own, or a function's.
    fn known_in(&self, body: Option<ScopeId>, seen: &mut FxHashSet<ScopeId>) -> Option<Effect> {
        let module = self.module;
        let facts = self.program.facts(module)?;
        let within = facts.operations.iter().filter(|operation| {
            let context = operation.context;
            // What only some platforms, versions or settings do, or what is tried, is most often a workaround.
            let always = !context.main_guard && !context.conditional && !context.in_try;
            always && facts.executing_function(operation.scope) == body
        });
        for operation in within {
            if let Some(what) = self.known_change(module, operation) {
                return Some(Effect {
                    module,
                    span: operation.span,
                    what,
                });
            }
            for (target, scope) in called(self.program, module, facts, operation) {
                if target == module
                    && seen.insert(scope)
                    && let Some(effect) = self.known_in(Some(scope), seen)
                {
                    return Some(effect);
                }
            }
        }
        None
    }

    fn known_change(&self, module: ModuleId, operation: &Operation) -> Option<String> {
        let path = operation.path.as_ref()?;
        let known = self.program.known_names(module, path);
        if changes(operation.kind) {
            return self
                .is_foreign(module, path, &known)
                .then(|| format!("changes `{}`", path.dotted()));
        }
        let call = matches!(
            operation.kind,
            OperationKind::Call | OperationKind::Decorate | OperationKind::DecorateByResult
        );
        (call && known.iter().any(|name| names::changes_everything(name))).then(|| format!("calls `{}`", path.dotted()))
    }

    /// Whether a path leads into another package than the module's own.
    fn is_foreign(&self, module: ModuleId, path: &Path, known: &[String]) -> bool {
        let top = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        let own = top(&self.program.modules[self.module].name);
        let imported = self.program.facts(module).zip(path.binding).is_some_and(|(facts, id)| {
            let binding = &facts.bindings[id as usize];
            binding.scope == MODULE && binding.kinds.imports > 0
        });
        imported && !path.attributes.is_empty() && known.iter().all(|name| top(name) != own)
    }
}
