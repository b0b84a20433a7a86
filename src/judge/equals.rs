//! Imports that stay because of what they set: where several set the same, not all of them, but one for each that needs it.
use super::choose::Chooser;
use super::taken::{Cause, Taken, Together};
use crate::evaluate::Facet;
use crate::graph::{Bits, ModuleId};

impl Chooser<'_, '_> {
    /// Of imports that have to stay, those that are enough for now.
    pub(super) fn enough(&self, nearest: Bits, taken: &[Taken], together: &Together) -> Bits {
        let graph = self.inputs.graph;
        let mut others = Bits::new(graph.imports.len());
        let mut wanted: Vec<(&str, ModuleId)> = Vec::new();
        for one in taken.iter().filter(|one| nearest.contains(one.key)) {
            let effect = match one.cause {
                Cause::Module(module) => self
                    .commute
                    .noticed(module, &together.moved, &together.after)
                    .map(|effect| (module, effect)),
                Cause::Kept(_) => None,
            };
            let without = effect.and_then(|(module, effect)| {
                let without = self.commute.without_equal(module, effect, &together.after)?;
                match &effect.facet {
                    Facet::Attribute(name) => Some((name.as_str(), without)),
                    _ => None,
                }
            });
            match without {
                Some((name, without)) => wanted.extend(without.into_iter().map(|id| (name, id))),
                None => {
                    others.insert(one.key);
                }
            }
        }
        if wanted.is_empty() || !others.is_empty() {
            return if others.is_empty() { nearest } else { others };
        }
        wanted.sort_unstable();
        wanted.dedup();
        let mut found = Bits::new(graph.imports.len());
        for (name, id) in wanted {
            let sets = |one: &&Taken| {
                let mut targets = graph.targets(one.key);
                graph.imports[one.key].0 == id
                    && targets.any(|target| self.commute.loads_equal(name, target, &together.after))
            };
            let cheapest = taken.iter().filter(sets).min_by_key(|one| {
                let loaded = self.reached(&together.after, one.key);
                (loaded.without(together.after.of(id)).iter().count(), one.key)
            });
            match cheapest {
                Some(one) => found.insert(one.key),
                // Who has none that would do relies on others: all of these stay.
                None => return nearest,
            };
        }
        found
    }
}
