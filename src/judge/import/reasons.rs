//! All the reasons for which an import stays, by itself: those that stand behind the first one, too. They are looked for only
//! where somebody is told of them.
use std::collections::BTreeMap;

use super::super::Code;
use super::super::verdict::Kept;
use super::{Judge, Lazy};
use crate::semantics::facts::{BindingId, Import, ImportId};

impl Judge<'_, '_> {
    /// The reasons, in the order in which [`Judge::judge`] would meet them.
    pub fn reasons(&self, id: ImportId) -> Vec<Kept> {
        let import = &self.facts.imports[id as usize];
        let mut found = Vec::new();
        if let Some(attempt) = self.attempt_of(id) {
            self.attempt_reasons(attempt, true, &mut BTreeMap::new(), &mut found);
            return found;
        }
        // Of several ways, the first is what people expect.
        let lazy = self.inputs.options.ways().first().copied().flatten();
        found.extend(self.statement(import, lazy).err());
        found.extend(self.wishes(import).err());
        let Some(binding) = import.binding else {
            return found;
        };
        found.extend(self.name(import, binding, lazy));
        found.extend(self.source(import, binding));
        found.extend(self.uses(import, binding, lazy));
        found
    }

    /// Those that the uses of the name give, and those of serving it all the same.
    fn uses(&self, import: &Import, binding: BindingId, lazy: Lazy) -> Vec<Kept> {
        let (mut usage, mut found) = self.usage.reasons(binding, lazy);
        if let Some(Err(kept)) = self.commands().stand_in(import, binding, true) {
            found.push(kept);
        }
        if lazy.is_some() {
            return found;
        }
        let serves_constants = !usage.constants.is_empty();
        for index in std::mem::take(&mut usage.constants) {
            found.extend(self.constants(&[index]).err());
        }
        let needed_at_once = !found.is_empty() || serves_constants;
        let shape = self.shape(import, binding, &usage).err();
        // What is used at once only, or by a constant that may wait, is not an unused import.
        found.extend(shape.filter(|kept| kept.code != Code::UnusedImport || !needed_at_once));
        found
    }
}
