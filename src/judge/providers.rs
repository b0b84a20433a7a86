//! Submodules that some file reaches as attributes of their package without importing them itself: somebody has to load them.
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::inputs::Inputs;
use super::listed::serves_listed;
use super::verdict::Shape;
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, Reached};
use crate::semantics::facts::{Definition, MODULE, Mention, MentionKind, ScopeId};
use crate::verdict::USED_BY_HOOK;

/// What has to go on loading a submodule.
pub(super) enum Providers {
    /// Every import that loads it.
    All,
    /// These imports.
    Of(FxHashSet<EdgeKey>),
    /// None: its package serves it beside one of these imports of its own, which it serves, too.
    Served(Vec<EdgeKey>),
    /// Every import that loads the module that this is said of: a lazy import there names the submodule, which its package
    /// loads from then on for any code that asks.
    Naming(ModuleId),
}

impl Providers {
    /// Whether an import is among them.
    pub fn hold(&self, key: EdgeKey) -> bool {
        match self {
            Providers::All | Providers::Naming(_) => true,
            Providers::Of(keys) => keys.contains(&key),
            Providers::Served(_) => false,
        }
    }

    /// The submodule that is provided, where this is said of `module`.
    pub fn submodule(&self, module: ModuleId) -> ModuleId {
        match self {
            Providers::Naming(submodule) => *submodule,
            Providers::All | Providers::Of(_) | Providers::Served(_) => module,
        }
    }
}

/// Each such submodule that would not be loaded once all `candidates` are deferred, as `after` says, and what has to load it.
pub(super) fn providers(
    inputs: Inputs<'_>,
    (shapes, executed): (&FxHashMap<EdgeKey, Shape>, &FxHashSet<(ModuleId, ScopeId)>),
    candidates: &Bits,
    (before, after): (&Reach, &Reach),
) -> FxHashMap<ModuleId, Providers> {
    let program = inputs.program;
    let mut found = FxHashMap::default();
    for (&submodule, readers) in &inputs.visibility.implicit {
        // A package that loads its submodule itself provides it to everybody; by its `__getattr__`, to all but its own code.
        let parent = program.parent(submodule);
        let asks_package = parent.is_some() && !asked_by_bare_name(inputs, submodule);
        let provided = parent.is_some_and(|parent| {
            after.of(parent).contains(submodule)
                || (serves_by_itself(inputs, parent, submodule) || is_served(inputs, shapes, parent, submodule))
                    && asks_package
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
        // Many readers stand in one module: from each the way is looked for once.
        let mut known: FxHashMap<ModuleId, Option<Vec<EdgeKey>>> = FxHashMap::default();
        let ways = readers.iter().map(|reader| {
            let goal = Some(submodule).filter(|_| runs_later(reader))?;
            let module = reader.at.module;
            let known = known.entry(module);
            known
                .or_insert_with(|| way(inputs, module, goal, candidates, (before, after)))
                .clone()
        });
        let mut all = false;
        for way in ways {
            all |= way.is_none();
            keys.extend(way.into_iter().flatten());
        }
        let by_package = parent.filter(|_| asks_package && (all || !keys.is_empty()));
        let serving = by_package.map(|parent| serving(inputs, shapes, candidates, before, parent, submodule));
        if let Some(serving) = serving.filter(|serving| !serving.is_empty()) {
            found.insert(submodule, Providers::Served(serving));
        } else if all {
            for module in naming_lazily(inputs, submodule) {
                found.entry(module).or_insert(Providers::Naming(submodule));
            }
            found.insert(submodule, Providers::All);
        } else if !keys.is_empty() {
            found.insert(submodule, Providers::Of(keys));
        }
    }
    found
}

/// Whether somebody takes a submodule by its bare name, as the code of its package may, or from the dictionary of that: nothing
/// serves it there.
pub(super) fn asked_by_bare_name(inputs: Inputs<'_>, submodule: ModuleId) -> bool {
    let mut readers = inputs.visibility.implicit.get(&submodule).into_iter().flatten();
    readers.any(|reader| !reader.dotted)
}

/// The modules of the project, beside the packages around a submodule, that name it, or something below it, in a lazy import.
fn naming_lazily(inputs: Inputs<'_>, submodule: ModuleId) -> impl Iterator<Item = ModuleId> {
    let program = inputs.program;
    let around = move |module: ModuleId| program.with_parents(module);
    let names = move |&module: &ModuleId| {
        let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
        let mut lazy = imports.filter(|import| import.is_lazy);
        lazy.any(|import| {
            let mut targets = program.targets(module, import).into_iter();
            targets.any(|target| around(target).any(|named| named == submodule))
        })
    };
    let is_around = move |module: ModuleId| around(submodule).any(|package| package == module);
    program
        .own_modules()
        .filter(move |&module| !is_around(module))
        .filter(names)
}

/// The candidates that have to stay so that a module goes on loading another in any case, those that bring the fewest modules;
/// none where it may not load it anyway.
fn way(
    inputs: Inputs<'_>,
    module: ModuleId,
    goal: ModuleId,
    candidates: &Bits,
    (before, after): (&Reach, &Reach),
) -> Option<Vec<EdgeKey>> {
    let graph = inputs.graph;
    // What leads nowhere, whatever is deferred, is not followed.
    let leads_on = |id: ModuleId| id == goal || before.of(id).contains(goal);
    let runs = |key: EdgeKey| {
        let (importer, import) = graph.imports[key];
        let facts = inputs.program.facts(importer);
        facts.is_some_and(|facts| facts.imports[import as usize].runs_in_any_case())
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
        for edge in graph.edges[id].iter().filter(|edge| leads_on(edge.target)) {
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
    let module = &inputs.program.modules[submodule];
    let name = &module.name;
    let calls = facts.mentions.iter().filter(|mention| in_hook(mention.scope));
    // An installed package says which ones it serves.
    let is_known = || inputs.program.modules[package].is_own() || serves_listed(facts, module.last());
    let loads = |call: &Mention| match &call.kind {
        // `import_module(f"package.{name}")`
        MentionKind::ImportsByName { module } => match module.strip_suffix('*') {
            Some(prefix) => (prefix == "." || name.starts_with(prefix)) && is_known(),
            None => module == name,
        },
        _ => false,
    };
    let mut imports = imports.flat_map(|import| inputs.program.targets(package, import));
    imports.any(|target| target == submodule) || calls.into_iter().any(loads)
}

/// Whether a package serves a submodule by its `__getattr__` once its own import of it is deferred.
fn is_served(inputs: Inputs<'_>, shapes: &FxHashMap<EdgeKey, Shape>, package: ModuleId, submodule: ModuleId) -> bool {
    let name = inputs.program.modules[submodule].last();
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

/// The imports of a package that it serves once they are deferred, and each of which has loaded a submodule so far, by way of
/// others: the same `__getattr__` can serve that, too.
fn serving(
    inputs: Inputs<'_>,
    shapes: &FxHashMap<EdgeKey, Shape>,
    candidates: &Bits,
    before: &Reach,
    package: ModuleId,
    submodule: ModuleId,
) -> Vec<EdgeKey> {
    let name = inputs.program.modules[submodule].last();
    let is_free = |name: &str| {
        let facts = inputs.program.facts(package);
        facts.is_some_and(|facts| facts.global(name).is_none() && facts.global("__getattr__").is_none())
    };
    if !is_free(name) || USED_BY_HOOK.contains(&name) {
        return Vec::new();
    }
    let serves = |key: &EdgeKey| {
        let is_moved = shapes.get(key).is_some_and(|shape| shape.way.moved().getattr);
        let mut targets = inputs.graph.targets(*key);
        is_moved
            && inputs.graph.imports[*key].0 == package
            && targets.any(|target| before.of(target).contains(submodule))
    };
    candidates.iter().filter(serves).collect()
}

/// The submodules that packages have to serve beside imports of theirs which are deferred.
pub(super) fn served(
    inputs: Inputs<'_>,
    providers: &FxHashMap<ModuleId, Providers>,
    cut: &Bits,
    after: &Reach,
) -> BTreeMap<EdgeKey, Vec<String>> {
    let mut found: BTreeMap<EdgeKey, Vec<String>> = BTreeMap::new();
    for (submodule, serving) in unloaded(inputs, providers, after) {
        if let Some(&key) = serving.iter().find(|&&key| cut.contains(key)) {
            found
                .entry(key)
                .or_default()
                .push(inputs.program.modules[submodule].last().to_owned());
        }
    }
    found.values_mut().for_each(|names| names.sort());
    found
}

/// Adds to what is deferred the imports beside which packages have to serve submodules that are loaded no more.
pub(super) fn add_serving(
    inputs: Inputs<'_>,
    providers: &FxHashMap<ModuleId, Providers>,
    cut: &mut Bits,
    after: &Reach,
) {
    for (_, serving) in unloaded(inputs, providers, after) {
        if !serving.iter().any(|&key| cut.contains(key)) {
            cut.insert(serving[0]);
        }
    }
}

/// The submodules that packages may have to serve, and no longer load.
fn unloaded<'p>(
    inputs: Inputs<'p>,
    providers: &'p FxHashMap<ModuleId, Providers>,
    after: &'p Reach,
) -> impl Iterator<Item = (ModuleId, &'p [EdgeKey])> {
    providers.iter().filter_map(move |(&submodule, providers)| {
        let Providers::Served(serving) = providers else {
            return None;
        };
        let parent = inputs.program.parent(submodule)?;
        (!after.of(parent).contains(submodule)).then_some((submodule, serving.as_slice()))
    })
}
