//! Imports that are deferred together or not at all: those of one `try`, and those that share a name (`import a.b`, `import a.c`).
use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::inputs::Inputs;
use super::verdict::{Kept, Shape};
use crate::graph::{Bits, EdgeKey, ModuleId};
use crate::semantics::facts::BindingId;
use crate::syntax::Span;

type Shapes = FxHashMap<EdgeKey, Shape>;

/// The name that an import binds.
pub(super) fn binding(inputs: Inputs<'_>, key: EdgeKey) -> Option<(ModuleId, BindingId)> {
    let (module, import) = inputs.graph.imports[key];
    Some((module, inputs.program.facts(module)?.imports[import as usize].binding?))
}

/// The `try` that an import is deferred with.
fn attempt(inputs: Inputs<'_>, shapes: &Shapes, key: EdgeKey) -> Option<(ModuleId, Span)> {
    let attempt = shapes.get(&key)?.attempt.as_ref()?;
    Some((inputs.graph.imports[key].0, attempt.statement))
}

/// Imports of a `try` of which another one is no candidate any more are none, either.
pub(super) fn keep_whole(
    inputs: Inputs<'_>,
    shapes: &Shapes,
    candidates: &mut Bits,
    kept: &mut FxHashMap<EdgeKey, Kept>,
) {
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
    let names: FxHashSet<(ModuleId, BindingId)> = chosen.iter().filter_map(|key| binding(inputs, key)).collect();
    let attempts: FxHashSet<(ModuleId, Span)> = chosen.iter().filter_map(|key| attempt(inputs, shapes, key)).collect();
    for key in candidates.iter() {
        if binding(inputs, key).is_some_and(|found| names.contains(&found))
            || attempt(inputs, shapes, key).is_some_and(|found| attempts.contains(&found))
        {
            chosen.insert(key);
        }
    }
}
