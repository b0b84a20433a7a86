//! Submodules that some file reaches as attributes of their package without importing them itself: somebody has to load them.
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::guards::runs_in_any_case;
use super::inputs::Inputs;
use super::verdict::Shape;
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, Reached};
use crate::semantics::facts::{Definition, MODULE, Mention, MentionKind, ScopeId};

/// What has to go on loading a submodule.
pub(super) enum Providers {
    /// Every import that loads it.
    All,
    /// These imports.
    Of(FxHashSet<EdgeKey>),
}

impl Providers {
    /// Whether an import is among them.
    pub fn hold(&self, key: EdgeKey) -> bool {
        match self {
            Providers::All => true,
            Providers::Of(keys) => keys.contains(&key),
        }
    }
}

/// Each such submodule that would not be loaded once all `candidates` are deferred, as `after` says, and what has to load it.
pub(super) fn providers(
    inputs: Inputs<'_>,
    shapes: &FxHashMap<EdgeKey, Shape>,
    executed: &FxHashSet<(ModuleId, ScopeId)>,
    candidates: &Bits,
    after: &Reach,
) -> FxHashMap<ModuleId, Providers> {
    let program = inputs.program;
    let mut found = FxHashMap::default();
    for (&submodule, readers) in &inputs.visibility.implicit {
        // A package that loads its submodule itself provides it to everybody; by its `__getattr__`, to all but its own code.
        let provided = program.parent(submodule).is_some_and(|parent| {
            let is_within = |reader: &Reached| reader.at.module == parent && !reader.dotted;
            after.of(parent).contains(submodule)
                || (serves_by_itself(inputs, parent, submodule) || is_served(inputs, shapes, parent, submodule))
                    && !readers.iter().any(is_within)
        });
        if provided || inputs.options.bare.contains(&program.modules[submodule].name) {
            continue;
        }
        // By the time a function of the reader runs, all that the reader imports is loaded.
        let runs_later = |reader: &Reached| {
            let module = reader.at.module;
            let facts = program.facts(module);
            let function = facts.and_then(|facts| facts.executing_function(reader.scope));
            function.is_some_and(|function| !executed.contains(&(module, function)))
        };
        let mut keys = FxHashSet::default();
        let ways = readers.iter().map(|reader| {
            let goal = Some(submodule).filter(|_| runs_later(reader));
            way(inputs, reader.at.module, goal?, candidates, after)
        });
        let mut all = false;
        for way in ways {
            all |= way.is_none();
            keys.extend(way.into_iter().flatten());
        }
        if all {
            found.insert(submodule, Providers::All);
        } else if !keys.is_empty() {
            found.insert(submodule, Providers::Of(keys));
        }
    }
    found
}

/// The candidates that have to stay so that a module goes on loading another in any case, those that bring the fewest modules;
/// none where it may not load it anyway.
fn way(inputs: Inputs<'_>, module: ModuleId, goal: ModuleId, candidates: &Bits, after: &Reach) -> Option<Vec<EdgeKey>> {
    let graph = inputs.graph;
    let runs = |key: EdgeKey| {
        let (importer, import) = graph.imports[key];
        let facts = inputs.program.facts(importer);
        facts.is_some_and(|facts| runs_in_any_case(&facts.imports[import as usize]))
    };
    let mut seen = FxHashSet::default();
    // Ways over what stays cost nothing; keeping a candidate costs what it loads when all others are deferred.
    let mut pending: BTreeSet<(usize, Vec<EdgeKey>, ModuleId)> = BTreeSet::from([(0, Vec::new(), module)]);
    while let Some((cost, kept, id)) = pending.pop_first() {
        if id == goal {
            return Some(kept);
        }
        if !seen.insert(id) {
            continue;
        }
        for edge in &graph.edges[id] {
            match edge.key {
                None if !edge.implicit => {}
                Some(key) if !runs(key) => {}
                Some(key) if candidates.contains(key) && !kept.contains(&key) => {
                    let longer = kept.iter().copied().chain([key]).collect();
                    let brings = 1 + after.of(edge.target).without(after.of(module)).len();
                    pending.insert((cost + brings, longer, edge.target));
                }
                _ => {
                    pending.insert((cost, kept.clone(), edge.target));
                }
            }
        }
    }
    None
}

/// Whether the `__getattr__` of a package imports a submodule when it is asked for it.
fn serves_by_itself(inputs: Inputs<'_>, package: ModuleId, submodule: ModuleId) -> bool {
    let Some(facts) = inputs.program.facts(package) else {
        return false;
    };
    let is_hook = |definition: &Definition| definition.scope == MODULE && definition.name == "__getattr__";
    let hook = facts.definitions.iter().find(|definition| is_hook(definition));
    let Some(hook) = hook.map(|hook| hook.body) else {
        return false;
    };
    let in_hook = |scope: ScopeId| facts.scope_chain(scope).any(|id| id == hook);
    let imports = facts.imports.iter().filter(|import| in_hook(import.scope));
    let name = &inputs.program.modules[submodule].name;
    let calls = facts.mentions.iter().filter(|mention| in_hook(mention.scope));
    let loads = |call: &Mention| match &call.kind {
        // `import_module(f"package.{name}")`
        MentionKind::ImportsByName { module } => match module.strip_suffix('*') {
            Some(prefix) => prefix == "." || name.starts_with(prefix),
            None => module == name,
        },
        _ => false,
    };
    let mut imports = imports.flat_map(|import| inputs.program.targets(package, import));
    imports.any(|target| target == submodule) || calls.into_iter().any(loads)
}

/// Whether a package serves a submodule by its `__getattr__` once its own import of it is deferred.
fn is_served(inputs: Inputs<'_>, shapes: &FxHashMap<EdgeKey, Shape>, package: ModuleId, submodule: ModuleId) -> bool {
    let name = inputs.program.modules[submodule]
        .name
        .rsplit('.')
        .next()
        .unwrap_or_default();
    let Some(facts) = inputs.program.facts(package) else {
        return false;
    };
    let mut own = shapes.iter().filter_map(|(&key, shape)| {
        let (importer, import) = inputs.graph.imports[key];
        (importer == package).then(|| (&facts.imports[import as usize], shape))
    });
    own.any(|(import, shape)| {
        let is_itself = import.bound_name() == name && inputs.program.targets(package, import).contains(&submodule);
        let moved = shape.way.moved();
        let is_served = moved.getattr || shape.way.attempt().is_some();
        is_served && (is_itself || moved.submodules.iter().any(|served| served == name))
    })
}
