//! Properties that import something, and that are read in a `try`: its handlers wait for that as well.
use super::caught::{Around, is_for_missing};
use super::{Asked, Asks, Guards, Place};
use crate::graph::{ModuleId, Sighting};
use crate::semantics::ModuleFacts;

impl Guards<'_> {
    /// Notes the modules whose import is tried by reading a property, of whatever object: of one of that name, all are meant.
    pub(super) fn by_property(&self, module: ModuleId, facts: &ModuleFacts, around: &Around, asked: &mut Asked) {
        let mut waiting = around.attributes.iter();
        for attribute in waiting
            .by_ref()
            .filter(|attribute| attribute.caught.iter().any(is_for_missing))
        {
            let properties = self.importers.properties(facts.code.name(attribute.name));
            if properties.is_empty() {
                continue;
            }
            let before = self.loaded_before(Place::of_use(module, attribute.scope, attribute.span.start));
            let at = Sighting {
                module,
                span: attribute.span,
            };
            for &property in properties {
                let caught = attribute.caught.as_slice();
                self.tried_in(property, &before, (at, caught), (Some(Asks::All), false), asked);
            }
        }
    }
}
