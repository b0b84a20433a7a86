//! In which order modules are entered, depth first as Python imports, and by which member a cycle is.
use rustc_hash::FxHashMap;

use super::inputs::Inputs;
use crate::graph::reach::entry_order;
use crate::graph::{Bits, ModuleId, Reach};

/// The order in which modules are entered when `root` is imported, the packages around it first.
pub(super) fn order_from(inputs: Inputs<'_>, cut: &Bits, root: ModuleId, loaded: &mut Bits) -> Vec<ModuleId> {
    let parents: Vec<ModuleId> = inputs.program.with_parents(root).collect();
    let mut order = Vec::new();
    for &module in parents.iter().rev() {
        entry_order(inputs.graph, cut, module, loaded, &mut order);
    }
    order
}

/// The first member of each cycle in an order.
pub(super) fn first_entered(reach: &Reach, order: &[ModuleId]) -> FxHashMap<usize, ModuleId> {
    let mut firsts = FxHashMap::default();
    for &module in order.iter().filter(|&&module| reach.in_cycle(module)) {
        firsts.entry(reach.component(module)).or_insert(module);
    }
    firsts
}
