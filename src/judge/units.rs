//! Imports that are deferred together or not at all: those of one `try`, those that share a name (`import a.b`, `import a.c`), and
//! those that one name in `__lazy_modules__` makes lazy.
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::inputs::Inputs;
use super::verdict::{Kept, Shape};
use crate::graph::listed::may_be_listed;
use crate::graph::{Bits, EdgeKey, ModuleId, Sighting};
use crate::semantics::facts::BindingId;
use crate::syntax::Span;
use crate::verdict::Way;

type Shapes = FxHashMap<EdgeKey, Shape>;

/// The name that an import binds.
pub(super) fn binding(inputs: Inputs<'_>, key: EdgeKey) -> Option<(ModuleId, BindingId)> {
    let (module, import) = inputs.graph.imports[key];
    Some((module, inputs.program.facts(module)?.imports[import as usize].binding?))
}

/// The `try` that an import is deferred with.
fn attempt(inputs: Inputs<'_>, shapes: &Shapes, key: EdgeKey) -> Option<(ModuleId, Span)> {
    let attempt = shapes.get(&key)?.way.attempt()?;
    Some((inputs.graph.imports[key].0, attempt.statement))
}

/// What `__lazy_modules__` would have to name for an import that stays at module level.
fn listed(inputs: Inputs<'_>, key: EdgeKey) -> Option<(ModuleId, String)> {
    let (module, import) = inputs.graph.imports[key];
    let import = &inputs.program.facts(module)?.imports[import as usize];
    let base = inputs
        .program
        .absolute(module, import)
        .filter(|_| may_be_listed(import))?;
    Some((module, base))
}

/// Of imports that one name of a list would make lazy, all can be, or none is.
fn keep_listed_whole(inputs: Inputs<'_>, shapes: &Shapes, candidates: &mut Bits, kept: &mut FxHashMap<EdgeKey, Kept>) {
    let is_listed = |key: EdgeKey| shapes.get(&key).is_some_and(|shape| shape.way == Way::LazyModules);
    let wanted: FxHashSet<(ModuleId, String)> = candidates
        .iter()
        .filter(|&key| is_listed(key))
        .filter_map(|key| listed(inputs, key))
        .collect();
    let mut broken: FxHashMap<(ModuleId, String), Kept> = FxHashMap::default();
    for (module, facts) in wanted
        .iter()
        .map(|(module, _)| *module)
        .collect::<BTreeSet<ModuleId>>()
        .into_iter()
        .filter_map(|module| Some((module, inputs.program.facts(module)?)))
    {
        for (at, import) in facts.imports.iter().enumerate() {
            let base = inputs
                .program
                .absolute(module, import)
                .filter(|_| may_be_listed(import));
            let Some(name) = base.map(|base| (module, base)).filter(|name| wanted.contains(name)) else {
                continue;
            };
            let key = inputs.graph.key(module, at as u32);
            if import.is_lazy || key.is_some_and(|key| candidates.contains(key)) {
                continue;
            }
            let reason = key.and_then(|key| kept.get(&key)).cloned().unwrap_or_else(|| {
                let span = import.alias;
                Kept::at(
                    Code::StrategyOff,
                    format!(
                        "`lazy-modules`: the list names modules, and `{}` must stay",
                        import.to_python()
                    ),
                    Sighting { module, span },
                )
            });
            broken.entry(name).or_insert(reason);
        }
    }
    for key in candidates.clone().iter().filter(|&key| is_listed(key)) {
        if let Some(reason) = listed(inputs, key).and_then(|name| broken.get(&name)) {
            candidates.remove(key);
            kept.entry(key).or_insert(reason.clone());
        }
    }
}

/// Imports of a `try` of which another one is not a candidate any more are none, either.
pub(super) fn keep_whole(
    inputs: Inputs<'_>,
    shapes: &Shapes,
    candidates: &mut Bits,
    kept: &mut FxHashMap<EdgeKey, Kept>,
) {
    keep_listed_whole(inputs, shapes, candidates, kept);
    let mut keys: Vec<EdgeKey> = shapes
        .keys()
        .copied()
        .filter(|&key| !candidates.contains(key))
        .collect();
    keys.sort_unstable();
    let mut broken: FxHashMap<(ModuleId, Span), Kept> = FxHashMap::default();
    for key in keys {
        if let Some(unit) = attempt(inputs, shapes, key) {
            let reason = kept.get(&key).cloned().unwrap_or(Kept::new(Code::LoadedAnyway));
            broken.entry(unit).or_insert(reason);
        }
    }
    for key in candidates.clone().iter() {
        if let Some(reason) = attempt(inputs, shapes, key).and_then(|unit| broken.get(&unit)) {
            candidates.remove(key);
            kept.entry(key).or_insert(reason.clone());
        }
    }
}

/// Adds what moves together with the chosen ones.
pub(super) fn complete(inputs: Inputs<'_>, shapes: &Shapes, chosen: &mut Bits, candidates: &Bits) {
    let is_lazy = |key: EdgeKey| shapes.get(&key).is_some_and(Shape::is_lazy);
    let names: FxHashSet<(ModuleId, BindingId)> = chosen
        .iter()
        .filter(|&key| !is_lazy(key))
        .filter_map(|key| binding(inputs, key))
        .collect();
    let lists: FxHashSet<(ModuleId, String)> = chosen
        .iter()
        .filter(|key| shapes.get(key).is_some_and(|shape| shape.way == Way::LazyModules))
        .filter_map(|key| listed(inputs, key))
        .collect();
    let attempts: FxHashSet<(ModuleId, Span)> = chosen.iter().filter_map(|key| attempt(inputs, shapes, key)).collect();
    for key in candidates.iter() {
        if binding(inputs, key).is_some_and(|found| names.contains(&found))
            || !lists.is_empty() && listed(inputs, key).is_some_and(|found| lists.contains(&found))
            || attempt(inputs, shapes, key).is_some_and(|found| attempts.contains(&found))
        {
            chosen.insert(key);
        }
    }
}
