//! Submodules that somebody reaches as attributes of their package without importing them himself: whoever loads them has to go
//! on doing so. Where the reader's own imports lead there, it is enough that these do.
use super::Code;
use super::choose::Chooser;
use super::units;
use super::verdict::Kept;
use crate::graph::reach::{follow, ways_to};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, Sighting};
use crate::semantics::facts::MODULE;

impl Chooser<'_, '_> {
    /// What is loaded when all candidates are deferred, and the submodules of which somebody takes it that they are there. What
    /// leads a reader to them is no candidate any more.
    /// Says which these were, too.
    pub(super) fn providers(&mut self, candidates: &mut Bits) -> (Reach, Bits, Vec<EdgeKey>) {
        let graph = self.inputs.graph;
        let before = candidates.clone();
        let mut after = Reach::new(graph, candidates);
        let mut providers = Bits::new(self.inputs.program.modules.len());
        let mut implicit: Vec<(ModuleId, &[Sighting])> = self
            .inputs
            .visibility
            .implicit
            .iter()
            .map(|(&submodule, readers)| (submodule, readers.as_slice()))
            .collect();
        implicit.sort_unstable_by_key(|(submodule, _)| *submodule);
        for (submodule, readers) in implicit {
            if self.is_provided(submodule, readers, &after) {
                continue;
            }
            let leads_there = |at: &Sighting| self.reads_later(*at) && self.before.of(at.module).contains(submodule);
            if readers.iter().all(leads_there) {
                for &at in readers {
                    self.keep_way(at, submodule, candidates);
                }
                after = Reach::new(graph, candidates);
            }
            if !self.is_provided(submodule, readers, &after) {
                providers.insert(submodule);
            }
        }
        (after, providers, before.without(candidates).iter().collect())
    }

    fn is_provided(&self, submodule: ModuleId, readers: &[Sighting], after: &Reach) -> bool {
        let program = self.inputs.program;
        // A package that loads its submodule itself provides it to everybody, be it by its `__getattr__`.
        let by_package = program.parent(submodule).is_some_and(|parent| {
            after.of(parent).contains(submodule)
                || self.is_served(parent, submodule)
                || self.serves_itself(parent, submodule)
        });
        let has_itself = |&at: &Sighting| self.reads_later(at) && after.of(at.module).contains(submodule);
        by_package
            || readers.iter().all(has_itself)
            || self.inputs.options.bare.contains(&program.modules[submodule].name)
    }

    /// Whether what is read there is read by a function, and so behind all that its module imports.
    fn reads_later(&self, at: Sighting) -> bool {
        let facts = self.inputs.program.facts(at.module);
        let mut references = facts.into_iter().flat_map(|facts| {
            let here = facts.references.iter().filter(|reference| reference.span == at.span);
            here.map(|reference| facts.executing_function(reference.scope))
        });
        let runs_at_import = |scope| {
            let mut executed = self.inputs.graph.executed.iter().flatten();
            executed.any(|&body| body == (at.module, scope))
        };
        references.all(|function| function.is_some_and(|scope| !runs_at_import(scope)))
    }

    /// Keeps the imports on a shortest way from a reader to what it reads.
    fn keep_way(&mut self, at: Sighting, submodule: ModuleId, candidates: &mut Bits) {
        let graph = self.inputs.graph;
        let mut goal = Bits::new(graph.edges.len());
        goal.insert(submodule);
        let way = follow(&ways_to(graph, &Bits::new(graph.imports.len()), &goal), at.module);
        for (&from, &to) in way.iter().zip(way.iter().skip(1)) {
            let edges = || graph.edges[from].iter().filter(|edge| edge.target == to);
            let stays = edges().any(|edge| edge.key.is_none_or(|key| !candidates.contains(key)));
            let Some(first) = edges().filter_map(|edge| edge.key).min().filter(|_| !stays) else {
                continue;
            };
            // What binds the same name stays with it.
            let name = units::binding(self.inputs, first);
            let alike = |key: &EdgeKey| *key == first || name.is_some() && units::binding(self.inputs, *key) == name;
            let kept: Vec<EdgeKey> = candidates.iter().filter(alike).collect();
            for key in kept {
                candidates.remove(key);
                let detail = format!("`{}`", self.inputs.program.modules[submodule].name);
                let reason = Kept::at(Code::SubmoduleProvider, detail, at);
                self.kept.entry(key).or_insert(reason);
            }
        }
    }

    /// Whether a package serves a submodule by its `__getattr__` once its own import of it is deferred.
    fn is_served(&self, package: ModuleId, submodule: ModuleId) -> bool {
        let name = self.inputs.program.modules[submodule]
            .name
            .rsplit('.')
            .next()
            .unwrap_or_default();
        let mut own = self
            .shapes
            .iter()
            .filter(|&(&key, _)| self.inputs.graph.imports[key].0 == package);
        own.any(|(_, shape)| shape.getattr && shape.submodules.iter().any(|served| served == name))
    }

    /// Whether a package imports a submodule in a `__getattr__` of its own.
    fn serves_itself(&self, package: ModuleId, submodule: ModuleId) -> bool {
        let program = self.inputs.program;
        let Some(facts) = program.facts(package) else {
            return false;
        };
        let in_getattr = |scope| {
            facts.scope_chain(scope).any(|id| {
                let definition = facts.scopes[id as usize].definition;
                definition.is_some_and(|id| {
                    let definition = &facts.definitions[id as usize];
                    definition.scope == MODULE && !definition.is_class && definition.name == "__getattr__"
                })
            })
        };
        let mut imports = facts.imports.iter().filter(|import| in_getattr(import.scope));
        imports.any(|import| program.targets(package, import).contains(&submodule))
    }
}
