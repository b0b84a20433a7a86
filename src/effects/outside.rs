//! The effects of installed packages that can be seen from their own statements.
use super::{Effect, Look, changes, names};
use crate::graph::ModuleId;
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path};

impl Look<'_> {
    /// The first operation at import time that changes another package or the process in plain sight.
    pub(super) fn first_known_effect(&self) -> Option<Effect> {
        let facts = self.program.facts(self.module)?;
        let own = facts
            .operations
            .iter()
            .filter(|operation| !operation.context.main_guard && facts.executing_function(operation.scope).is_none());
        let direct = own.map(|operation| (self.module, operation));
        let called = self.graph.executed[self.module].iter().flat_map(|&(module, scope)| {
            let facts = self.program.facts(module);
            facts.into_iter().flat_map(move |facts| {
                let within = facts
                    .operations
                    .iter()
                    .filter(move |operation| facts.executing_function(operation.scope) == Some(scope));
                within.map(move |operation| (module, operation))
            })
        });
        direct.chain(called).find_map(|(module, operation)| {
            let what = self.known_change(module, operation)?;
            Some(Effect {
                module,
                span: operation.span,
                what,
            })
        })
    }

    fn known_change(&self, module: ModuleId, operation: &Operation) -> Option<String> {
        // What only some platforms or versions do, or what is tried, is most often a workaround for something absent.
        if operation.context.conditional || operation.context.in_try {
            return None;
        }
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
