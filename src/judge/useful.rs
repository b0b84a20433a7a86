//! Which of the candidates save something: the nearest ones to each heavy module.
use rustc_hash::FxHashMap;

use super::choose::Chooser;
use super::units;
use crate::graph::{Bits, ModuleId, Reach};

impl Chooser<'_, '_> {
    /// The candidates by which some entry point loses a heavy module, when all of them are cut.
    ///
    /// Which modules are loaded depends on the choice: an import that is not worth its edit stays, and what it loads goes on
    /// loading. So each round asks again, with the imports that the last one chose cut, until none is added.
    pub(super) fn useful(&self, candidates: &Bits) -> Bits {
        let saving = self.saved(candidates);
        let after = Reach::new(self.inputs.graph, &saving);
        let entries = self.starts(&after);
        let mut chosen = Bits::new(self.inputs.graph.imports.len());
        self.choose_useful(candidates, &after, &after, &entries, &mut chosen);
        // Where the starts are given, what they load does not depend on the choice.
        while self.inputs.options.starts.is_none() {
            let with = Reach::new(self.inputs.graph, &self.saved(&chosen));
            if !self.choose_useful(candidates, &after, &with, &entries, &mut chosen) {
                break;
            }
        }
        chosen
    }

    /// Adds the candidates by which an entry point that loads their module with the imports of `with` loses a heavy module;
    /// says whether there were any.
    fn choose_useful(
        &self,
        candidates: &Bits,
        after: &Reach,
        with: &Reach,
        entries: &[ModuleId],
        chosen: &mut Bits,
    ) -> bool {
        let before = chosen.clone();
        // What all entry points that load a module load anyway: an import of nothing else saves nothing. `None` where no
        // entry point loads it.
        let mut anyway: FxHashMap<ModuleId, Option<Bits>> = FxHashMap::default();
        for key in self.saved(candidates).iter() {
            let (module, _) = self.inputs.graph.imports[key];
            let gone = self.reached(after, key).common(self.heavy);
            if gone.is_empty() {
                continue;
            }
            let shared = anyway.entry(module).or_insert_with(|| {
                entries
                    .iter()
                    .filter(|&&entry| self.loads(entry, module, with))
                    .map(|&entry| after.of(entry))
                    .fold(None, |shared: Option<Bits>, set| {
                        Some(shared.map_or_else(|| set.clone(), |shared| shared.common(set)))
                    })
            });
            if shared.as_ref().is_some_and(|shared| !gone.without(shared).is_empty()) {
                chosen.insert(key);
            }
        }
        units::complete(self.inputs, self.shapes, chosen, candidates);
        !chosen.without(&before).is_empty()
    }
}
