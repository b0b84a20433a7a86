//! Submodules that some file reaches as attributes of their package without importing them itself: somebody has to load them.
use rustc_hash::{FxHashMap, FxHashSet};

use super::guards::runs_in_any_case;
use super::inputs::Inputs;
use super::verdict::Shape;
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, Reached};
use crate::semantics::facts::{Definition, MODULE, ScopeId};

/// Whose imports have to go on loading a submodule.
pub(super) enum Providers {
    /// Everybody's who loads it.
    All,
    /// These modules'.
    Of(Bits),
}

impl Providers {
    /// Whether a module is among them.
    pub fn are(&self, module: ModuleId) -> bool {
        match self {
            Providers::All => true,
            Providers::Of(modules) => modules.contains(module),
        }
    }
}

/// Each such submodule that would not be loaded once all `candidates` are deferred, as `after` says, and by whom it has to be.
pub(super) fn providers(
    inputs: Inputs<'_>,
    shapes: &FxHashMap<EdgeKey, Shape>,
    executed: &FxHashSet<(ModuleId, ScopeId)>,
    candidates: &Bits,
    (before, after): (&Reach, &Reach),
) -> FxHashMap<ModuleId, Providers> {
    let program = inputs.program;
    let mut found = FxHashMap::default();
    for (&submodule, readers) in &inputs.visibility.implicit {
        // A package that loads its submodule itself provides it to everybody, be it by its `__getattr__`.
        let provided = program.parent(submodule).is_some_and(|parent| {
            after.of(parent).contains(submodule)
                || serves_by_itself(inputs, parent, submodule)
                || is_served(inputs, shapes, parent, submodule)
        });
        if provided || inputs.options.bare.contains(&program.modules[submodule].name) {
            continue;
        }
        // By the time a function of the reader runs, all that the reader imports is loaded.
        let runs_later = |reader: &Reached| {
            let module = reader.at.module;
            let function = program
                .facts(module)
                .and_then(|facts| facts.executing_function(reader.scope));
            function.is_some_and(|function| !executed.contains(&(module, function)))
        };
        let mut of = Bits::new(program.modules.len());
        let mut all = false;
        for reader in readers {
            let module = reader.at.module;
            match runs_later(reader) {
                true if surely_loads(inputs, module, submodule, Some(candidates)) => {}
                true if surely_loads(inputs, module, submodule, None) => {
                    of.extend(before.of(module));
                    of.insert(module);
                }
                _ => all = true,
            }
        }
        if all {
            found.insert(submodule, Providers::All);
        } else if of.iter().next().is_some() {
            found.insert(submodule, Providers::Of(of));
        }
    }
    found
}

/// Whether a module loads another in any case, once the imports `without` are deferred.
fn surely_loads(inputs: Inputs<'_>, module: ModuleId, goal: ModuleId, without: Option<&Bits>) -> bool {
    let graph = inputs.graph;
    let stays = |key: EdgeKey| {
        let (importer, import) = graph.imports[key];
        let facts = inputs.program.facts(importer);
        let is_deferred = without.is_some_and(|without| without.contains(key));
        !is_deferred && facts.is_some_and(|facts| runs_in_any_case(&facts.imports[import as usize]))
    };
    let mut seen = FxHashSet::default();
    let mut pending = vec![module];
    while let Some(id) = pending.pop() {
        if seen.insert(id) {
            let surely = graph.edges[id]
                .iter()
                .filter(|edge| edge.key.map_or(edge.implicit, stays));
            pending.extend(surely.map(|edge| edge.target));
        }
    }
    seen.contains(&goal)
}

/// Whether the `__getattr__` of a package imports a submodule when it is asked for it.
fn serves_by_itself(inputs: Inputs<'_>, package: ModuleId, submodule: ModuleId) -> bool {
    let Some(facts) = inputs.program.facts(package) else {
        return false;
    };
    let is_hook = |definition: &Definition| definition.scope == MODULE && definition.name == "__getattr__";
    let hook = facts
        .definitions
        .iter()
        .find(|definition| is_hook(definition))
        .map(|found| found.body);
    let mut imports = facts.imports.iter().filter(|import| Some(import.scope) == hook);
    imports.any(|import| inputs.program.targets(package, import).contains(&submodule))
}

/// Whether a package serves a submodule by its `__getattr__` once its own import of it is deferred.
fn is_served(inputs: Inputs<'_>, shapes: &FxHashMap<EdgeKey, Shape>, package: ModuleId, submodule: ModuleId) -> bool {
    let name = inputs.program.modules[submodule]
        .name
        .rsplit('.')
        .next()
        .unwrap_or_default();
    let mut own = shapes
        .iter()
        .filter(|&(&key, _)| inputs.graph.imports[key].0 == package);
    own.any(|(_, shape)| shape.getattr && shape.submodules.iter().any(|served| served == name))
}
