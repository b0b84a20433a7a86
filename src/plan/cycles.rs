//! Import cycles: deferring an import can make Python enter a cycle at another module than before, where a name that the
//! others take from it is not there yet. Such an import stays.
//!
//! The order in which modules are entered is simulated, depth first as Python imports, for every entry point and for every
//! deferred import when it is made at last. A cycle is a strongly connected component of what is still eager, not counting
//! packages that are loaded only because something below them is.
use rustc_hash::FxHashMap;

use super::Code;
use super::inputs::Inputs;
use super::verdict::Kept;
use crate::graph::reach::entry_order;
use crate::graph::{Bits, EdgeKey, Graph, ModuleId, Reach, Sighting};

/// The cut imports that would make a cycle be entered elsewhere.
pub(super) fn offending(inputs: Inputs<'_>, before: &Reach, cut: &Bits, entries: &[ModuleId]) -> Vec<(EdgeKey, Kept)> {
    let graph = inputs.graph;
    let explicit = explicit_only(graph);
    let after = Reach::new(&explicit, cut);
    let mut cyclic = Bits::new(graph.edges.len());
    for module in (0..graph.edges.len()).filter(|&module| after.in_cycle(module)) {
        cyclic.insert(module);
    }
    if cyclic.is_empty() {
        return Vec::new();
    }
    // Only imports that lead into a cycle can change where it is entered.
    let cut_keys: Vec<EdgeKey> = cut
        .iter()
        .filter(|&key| {
            graph
                .targets(key)
                .any(|target| !before.of(target).common(&cyclic).is_empty())
        })
        .collect();
    let none = Bits::new(graph.imports.len());
    let mut offending: FxHashMap<EdgeKey, ModuleId> = FxHashMap::default();
    for &entry in entries
        .iter()
        .filter(|&&entry| !before.of(entry).common(&cyclic).is_empty())
    {
        let firsts = |order: &[ModuleId]| first_entered(&after, order);
        let was = firsts(&order_from(inputs, &none, entry, &mut Bits::new(graph.edges.len())));
        let mut loaded = Bits::new(graph.edges.len());
        let start = order_from(inputs, cut, entry, &mut loaded);
        let wrong = |now: &FxHashMap<usize, ModuleId>| {
            now.iter()
                .find(|(cycle, first)| was.get(cycle).is_some_and(|old| old != *first))
                .map(|(_, &first)| first)
        };
        if let Some(first) = wrong(&firsts(&start)) {
            // Another cut import used to enter the cycle earlier, elsewhere.
            for key in cut_keys
                .iter()
                .copied()
                .filter(|&key| start.contains(&graph.imports[key].0))
            {
                if graph.targets(key).any(|target| before.of(target).contains(first)) {
                    offending.entry(key).or_insert(first);
                }
            }
        }
        for key in cut_keys
            .iter()
            .copied()
            .filter(|&key| before.of(entry).contains(graph.imports[key].0))
        {
            let mut order = Vec::new();
            let mut loaded = loaded.clone();
            for target in graph.targets(key) {
                order.extend(order_from(inputs, cut, target, &mut loaded));
            }
            if let Some(first) = wrong(&firsts(&order)) {
                offending.entry(key).or_insert(first);
            }
        }
    }
    let mut keys: Vec<(EdgeKey, ModuleId)> = offending.into_iter().collect();
    keys.sort_unstable();
    keys.into_iter()
        .map(|(key, first)| {
            let (module, import) = graph.imports[key];
            let span = inputs
                .program
                .facts(module)
                .map(|facts| facts.imports[import as usize].alias)
                .unwrap_or_default();
            let name = &inputs.program.modules[first].name;
            (
                key,
                Kept::at(Code::ImportCycle, format!("at `{name}`"), Sighting { module, span }),
            )
        })
        .collect()
}

/// The graph without the edges to packages that only hold what is imported.
fn explicit_only(graph: &Graph) -> Graph {
    let mut explicit = graph.clone();
    explicit
        .edges
        .iter_mut()
        .for_each(|edges| edges.retain(|edge| !edge.implicit));
    explicit
}

/// The order in which modules are entered when `root` is imported, the packages around it first.
fn order_from(inputs: Inputs<'_>, cut: &Bits, root: ModuleId, loaded: &mut Bits) -> Vec<ModuleId> {
    let parents: Vec<ModuleId> = std::iter::successors(Some(root), |&module| inputs.program.parent(module)).collect();
    let mut order = Vec::new();
    for &module in parents.iter().rev() {
        entry_order(inputs.graph, cut, module, loaded, &mut order);
    }
    order
}

/// The first member of each cycle in an order.
fn first_entered(reach: &Reach, order: &[ModuleId]) -> FxHashMap<usize, ModuleId> {
    let mut firsts = FxHashMap::default();
    for &module in order.iter().filter(|&&module| reach.in_cycle(module)) {
        firsts.entry(reach.component(module)).or_insert(module);
    }
    firsts
}
