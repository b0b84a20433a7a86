//! Uses of lazy imports: what such an import loads it loads there, and the handlers around the use wait for that.
use super::caught::{Around, missing};
use super::{Asked, Guards, Handles, Place};
use crate::graph::{ModuleId, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Import, Phase, Reference};

/// The places of a file that use the name of a lazy import, each with the import.
pub(super) fn lazy_uses(facts: &ModuleFacts) -> impl Iterator<Item = (&Reference, &Import)> {
    let lazy: Vec<&Import> = facts.imports.iter().filter(|import| import.is_lazy).collect();
    let references = facts
        .references
        .iter()
        .filter(|reference| reference.phase == Phase::Run);
    references.filter_map(move |reference| {
        let import = lazy.iter().find(|import| import.binding == Some(reference.binding))?;
        Some((reference, *import))
    })
}

impl Guards<'_> {
    /// Notes the modules that a lazy import loads where its name is used in a `try`.
    pub(super) fn by_use(&self, module: ModuleId, facts: &ModuleFacts, around: &Around, asked: &mut Asked) {
        for (reference, import) in lazy_uses(facts) {
            let Some(caught) = around.names.get(&reference.span.start) else {
                continue;
            };
            let place = Place::of_use(module, reference.scope, reference.span.start);
            let at = Sighting {
                module,
                span: reference.span,
            };
            let missing = missing(caught).map(Handles::Missing);
            let raised = self.any_raises().then(|| Handles::Raised(caught.clone()));
            let handles = missing.into_iter().chain(raised).collect();
            let targets = self.inputs.program.targets(module, import);
            self.ask(place, (at, handles), &targets, None, asked);
        }
    }
}
