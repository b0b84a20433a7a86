//! What else would keep an import that stays: the reasons behind the first one, as far as what it loads gives them. They are
//! looked for only where somebody is told of them.
//!
//! The question is what would happen if the file's imports were deferred besides those that are: so what another file's imports
//! would move is not taken for moved.
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Code;
use super::choose::Chooser;
use super::guards::guarded;
use super::taken::Together;
use super::verdict::Kept;
use crate::graph::{Bits, EdgeKey, ModuleId, Reach};

/// At most so many reasons of one import that what it moves past gives: each would have to fall.
const MOST_COLLISIONS: usize = 20;

impl Chooser<'_, '_> {
    /// All reasons for the imports that stay, of those that follow from what they load. `kept` are those that were never
    /// candidates.
    pub(super) fn further(&self, cut: &Bits, kept: &FxHashMap<EdgeKey, Kept>) -> FxHashMap<EdgeKey, Vec<Kept>> {
        let graph = self.inputs.graph;
        // No edit could take away the reason that it would gain nothing.
        let has_reason = |kept: &Kept| !matches!(kept.code, Code::LoadedAnyway | Code::NotAtStart | Code::SmallGain);
        let mut by_module: BTreeMap<ModuleId, Vec<EdgeKey>> = BTreeMap::new();
        for (&key, _) in kept.iter().chain(&self.kept).filter(|(_, kept)| has_reason(kept)) {
            by_module.entry(graph.imports[key].0).or_default().push(key);
        }
        let guards = guarded(self.inputs);
        let base = self.together(cut);
        let mut found: FxHashMap<EdgeKey, Vec<Kept>> = FxHashMap::default();
        for (module, mut keys) in by_module {
            keys.sort_unstable();
            keys.dedup();
            let mut candidates = cut.clone();
            for &key in &keys {
                candidates.insert(key);
            }
            let after = Reach::new(graph, &candidates);
            let mut moved = base.moved.clone();
            for &key in &keys {
                moved.extend(&self.loads_now(key).without(after.of(module)));
            }
            let together = Together {
                providers: self.providers_of(&candidates, &after),
                after,
                moved,
            };
            let guards = guards.get(&module).map(Vec::as_slice).unwrap_or_default();
            for key in keys {
                let guarded = guards.iter().filter_map(|guard| guard.keeps(self.inputs, key));
                let reasons = found.entry(key).or_default();
                reasons.extend(guarded);
                reasons.extend(self.causes(key, &candidates, &together));
            }
        }
        found
    }

    /// All reasons to take back one of the candidates.
    pub(super) fn causes(&self, key: EdgeKey, candidates: &Bits, together: &Together) -> Vec<Kept> {
        let Together {
            after,
            moved: all,
            providers,
        } = together;
        let (module, import) = self.inputs.graph.imports[key];
        let loaded = self.loads_now(key);
        let moved = loaded.without(after.of(module));
        let mut found = Vec::new();
        let mut late = loaded.common(after.of(module));
        late.remove(module);
        let is_late = |id: &ModuleId| {
            self.commute.noticed(*id, all, after).is_some() && self.comes_late(key, *id, candidates, after)
        };
        for id in moved.iter().chain(late.iter().filter(is_late)) {
            let mut effects = self.commute.all_noticed(id, all, after).peekable();
            if effects.peek().is_some() {
                let loads = self.chain_to(key, id);
                found.extend(effects.map(|effect| self.has_effect(&loads, id, effect)));
            }
        }
        let provided = moved.iter().filter_map(|id| {
            let by = providers.get(&id).filter(|by| by.hold(key))?;
            Some(by.submodule(id))
        });
        found.extend(provided.map(|id| self.provides(id)));
        let facts = self.inputs.program.facts(module);
        if let Some(import) = facts.map(|facts| &facts.imports[import as usize]) {
            found.extend(self.commute.source_replaced(module, import));
            found.extend(self.commute.served_anew(module, import));
            let collisions = self
                .commute
                .collisions(module, import.statement, &moved, self.before, MOST_COLLISIONS);
            found.extend(collisions);
            found.extend(self.found_loaded(module, import.statement, &moved));
        }
        found.extend(self.handled(key, &moved));
        found.extend(self.attempt_noticed(key, together));
        found.extend(self.missed(&moved, after));
        found.extend(self.put_late(&moved, after));
        found.extend(self.missed_late(key, &late, candidates, after));
        found.extend(self.rests_on(&moved));
        found
    }
}
