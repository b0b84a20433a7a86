//! What a deferred import costs once it is needed, and which of the commands come to that.
//!
//! A deferred import moves time, it does not take it away. What the first use loads is what the command no longer loads at start
//! and the import leads to; its times are those of the profile, in which the same modules were executed at start.
use std::collections::BTreeSet;

use super::imports::Imports;
use super::network::{Hold, Network, NodeId, Workload};
use super::truth::is_run_of;
use crate::profile::model::{Event, ImportKind, Profile};

/// What the first use of some chosen imports loads that the command which has the most of it no longer loads at start: in
/// milliseconds, and how many modules.
pub fn cost(workloads: &[Workload], chosen: &BTreeSet<usize>, of: &BTreeSet<usize>) -> (f64, usize) {
    let of_one = |workload: &Workload| {
        let network = &workload.network;
        let waiting = waiting(network, chosen, of);
        let own = waiting.iter().map(|&node| network.nodes[node].self_us);
        (own.sum::<u64>() as f64 / 1000.0, waiting.len())
    };
    let costs = workloads.iter().map(of_one);
    costs
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .unwrap_or_default()
}

/// The modules that some imports lead to and that are not loaded before.
fn waiting(network: &Network, chosen: &BTreeSet<usize>, of: &BTreeSet<usize>) -> Vec<NodeId> {
    let mut loaded = network.loaded(&|number| chosen.contains(&number));
    let made = |hold: &Hold| matches!(hold, Hold::Import(number) if of.contains(number));
    let deferred = |hold: &Hold| matches!(hold, Hold::Import(number) if chosen.contains(number));
    let first = network.edges.iter().filter(|edge| made(&edge.hold));
    let mut pending: Vec<NodeId> = first.map(|edge| edge.to).collect();
    let mut waiting = Vec::new();
    while let Some(node) = pending.pop() {
        if !std::mem::replace(&mut loaded[node], true) {
            waiting.push(node);
            let next = network.edges_of(node).filter(|edge| !deferred(&edge.hold));
            pending.extend(next.map(|edge| edge.to));
        }
    }
    waiting
}

/// Where a run of the edited program came to the first use of some imports: the function, and what that loaded, in milliseconds.
/// `helper` is what generated modules are called that import what stands in a table, or for a command.
pub fn met(
    network: &Network,
    imports: &Imports,
    of: &BTreeSet<usize>,
    after: &Profile,
    helper: &str,
) -> Vec<(String, f64)> {
    let is_of = |event: &Event| {
        let importer = network.importer(&event.importer);
        of.iter().any(|&number| {
            let import = &imports.all[number];
            let by_helper = event.kind == ImportKind::ImportModule
                && event.target == import.target
                && importer.rsplit('.').next() == Some(helper);
            by_helper || is_run_of(import, importer, event)
        })
    };
    let events = after.events.iter().enumerate();
    let first_uses = events.filter(|(_, event)| !event.is_module_level() && !event.is_cached() && is_of(event));
    first_uses
        .map(|(number, event)| {
            let function = event.function.clone().unwrap_or_else(|| "import_module".to_owned());
            (function, loaded_ms(network, after, number))
        })
        .collect()
}

/// What an event loaded with all that followed from it, in milliseconds: by the profile of the program as it is, where that has
/// the module.
fn loaded_ms(network: &Network, after: &Profile, event: usize) -> f64 {
    let mut is_loaded = vec![false; after.modules.len()];
    let mut us = 0.0;
    for (at, module) in after.modules.iter().enumerate() {
        // A parent comes before what it imports.
        let by_parent = module.parent.is_some_and(|parent| is_loaded[parent as usize]);
        is_loaded[at] = by_parent || module.event == Some(event as u32);
        if is_loaded[at] {
            let known = network.find(&module.name).map(|node| network.nodes[node].self_us);
            us += known
                .filter(|&us| us > 0)
                .map_or(module.self_ms * 1000.0, |us| us as f64);
        }
    }
    us / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::testing::workload;
    use super::*;

    #[test]
    fn the_first_use_loads_what_is_not_there_by_then() {
        let (workload, imports) = workload(
            &[
                ("app.a", 1),
                ("app.b", 1),
                ("big", 50),
                ("big.core", 20),
                ("shared", 8),
                ("other", 5),
            ],
            &[
                "__main__ = app.a",
                "__main__ = app.b",
                "app.a > big",
                "big = big.core",
                "big = shared",
                "app.b = shared",
                "big > other",
            ],
        );
        let number = |text: &str| imports.all.iter().position(|import| import.text == text).unwrap();
        let big = BTreeSet::from([number("import big")]);
        assert_eq!(cost(std::slice::from_ref(&workload), &big, &big), (75.0, 3));
        // What another deferred import waits for is not part of it.
        let both = BTreeSet::from([number("import big"), number("import other")]);
        assert_eq!(cost(&[workload], &both, &big), (70.0, 2));
    }
}
