//! Code for both sides of Python 3.15: what can move is moved, for all versions, and a list serves Python 3.15 where that cannot.
//!
//! Older versions ignore the list. So what moves has to be safe, and to pay, by itself as well as together with what is listed.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::choose::{Choice, choose};
use super::commute::Commute;
use super::inputs::Inputs;
use super::verdict::{Kept, Shape};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach};
use crate::semantics::facts::ScopeId;
use crate::verdict::Way;

type Shapes = FxHashMap<EdgeKey, Shape>;

/// Chooses among imports that are judged for each way: `shapes` by the first that serves, `listed` is what a list could do for
/// those that may move, or may not.
pub(super) fn choose_for_all<'a>(
    inputs: Inputs<'a>,
    (before, commute, executed): (&Reach, &Commute<'a>, &FxHashSet<(ModuleId, ScopeId)>),
    heavy: &Bits,
    mut shapes: Shapes,
    kept: &mut FxHashMap<EdgeKey, Kept>,
    listed: &Shapes,
) -> (Choice, Shapes) {
    let known = kept.clone();
    let choose = |shapes: &Shapes| choose(inputs, before, commute, heavy.clone(), shapes, executed, &known);
    if listed.is_empty() {
        return (choose(&shapes), shapes);
    }
    for (&key, shape) in listed {
        shapes.entry(key).or_insert_with(|| shape.clone());
    }
    loop {
        let moved: Shapes = shapes
            .iter()
            .filter(|(_, shape)| shape.way != Way::LazyModules)
            .map(|(&key, shape)| (key, shape.clone()))
            .collect();
        let older = choose(&moved);
        let mut lost: Vec<(EdgeKey, Option<Kept>)> = moved
            .keys()
            .filter(|&&key| !older.cut.contains(key))
            .map(|&key| (key, older.kept.get(&key).cloned()))
            .collect();
        let mut newer = None;
        if lost.is_empty() {
            let mut choice = choose(&shapes);
            // What pays for older versions alone is done for these; what is refused is not safe beside the list.
            let refused = |key: &EdgeKey| {
                let reason = choice.kept.get(key).filter(|_| !choice.cut.contains(*key));
                reason.filter(|reason| !matches!(reason.code, Code::LoadedAnyway | Code::NotAtStart))
            };
            let refused = moved.keys().filter_map(|key| Some((*key, Some(refused(key)?.clone()))));
            lost.extend(refused);
            for &key in moved.keys() {
                choice.cut.insert(key);
            }
            choice.after = Reach::new(inputs.graph, &choice.cut);
            for (key, names) in older.served {
                choice.served.entry(key).or_insert(names);
            }
            newer = Some(choice);
        }
        match newer.filter(|_| lost.is_empty()) {
            Some(choice) => {
                for key in choice.cut.iter() {
                    kept.remove(&key);
                }
                return (choice, shapes);
            }
            None => {
                for (key, reason) in lost {
                    shapes.remove(&key);
                    kept.extend(reason.map(|reason| (key, reason)));
                    shapes.extend(listed.get(&key).map(|shape| (key, shape.clone())));
                }
            }
        }
    }
}
