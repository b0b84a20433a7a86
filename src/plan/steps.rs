//! A chosen set of edits in the order in which it pays: which edits make modules disappear together, and what that saves.
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::frontier::{Choice, frontier};
use super::imports::Imports;
use super::model::{CurvePoint, Edit, Step};
use super::network::{Edge, Hold, Network, NodeId, ROOT, Workload};
use crate::graph::dominators::dominators;

/// How many packages a step names.
const NAMED: usize = 4;

/// The steps of a choice, the one that saves the most for each edit first. For one command the sets of chosen edits that are worth a
/// price lie within each other, for each of them starts at a module that stays loaded to the last; so every step only adds.
pub fn steps(workloads: &[Workload], imports: &Imports, chosen: &Choice) -> Vec<Step> {
    let more = portions(workloads, imports, chosen);
    let gone: Vec<Vec<Vec<NodeId>>> = workloads
        .iter()
        .map(|workload| workload.network.departures(&more))
        .collect();
    let alone = alone_us(workloads, imports, &BTreeSet::new());
    let (mut total, mut total_edits) = (0.0, BTreeSet::new());
    let step = |(at, set): (usize, &BTreeSet<usize>)| {
        let of_step: Vec<&[NodeId]> = gone.iter().map(|sets| sets[at].as_slice()).collect();
        let left = departed(workloads, &of_step);
        total += left.saved_ms;
        total_edits.extend(set);
        Step {
            edits: edits(&alone, imports, set),
            saved_ms: left.saved_ms,
            total_ms: total,
            total_edits: imports.edits(&total_edits),
            modules: left.modules,
            packages: left.packages,
        }
    };
    more.iter().enumerate().map(step).collect()
}

/// The imports of each step.
pub(super) fn portions(workloads: &[Workload], imports: &Imports, chosen: &Choice) -> Vec<BTreeSet<usize>> {
    let allowed = |unit: usize| {
        let numbers = &imports.units[unit].imports;
        numbers.iter().any(|number| chosen.imports.contains(number))
    };
    let mut sets: Vec<BTreeSet<usize>> = frontier(workloads, imports, &allowed)
        .into_iter()
        .map(|choice| choice.imports.intersection(&chosen.imports).copied().collect())
        .collect();
    sets.push(chosen.imports.clone());
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut more: Vec<BTreeSet<usize>> = sets
        .iter()
        .map(|set| {
            let more: BTreeSet<usize> = set.difference(&done).copied().collect();
            done.extend(&more);
            more
        })
        .collect();
    more.retain(|set| !set.is_empty());
    more
}

/// The curve for plots: what any number of edits could save at best. `corners` is the [`super::frontier`] of all edits.
pub fn points(corners: &[Choice]) -> Vec<CurvePoint> {
    let point = |corner: &Choice| CurvePoint {
        edits: corner.edits,
        saved_ms: corner.saved_us / 1000.0,
    };
    corners.iter().map(point).collect()
}

/// Imports as edits, one for each statement. `alone` is what each unit saves alone: [`alone_us`].
pub fn edits(alone: &[f64], imports: &Imports, chosen: &BTreeSet<usize>) -> Vec<Edit> {
    let mut found: BTreeMap<(&str, u32), Edit> = BTreeMap::new();
    for &number in chosen {
        let import = &imports.all[number];
        let edit = found.entry((&import.module, import.at.0)).or_insert_with(|| Edit {
            place: import.place.clone(),
            module: import.module.clone(),
            imports: Vec::new(),
            strategies: Vec::new(),
            alone_ms: imports.unit(number).map_or(0.0, |unit| alone[unit] / 1000.0),
            later: None,
            tested: None,
        });
        edit.imports.push(import.text.clone());
        for &strategy in import.verdict.iter().flatten() {
            if !edit.strategies.contains(&strategy) {
                edit.strategies.push(strategy);
            }
        }
    }
    let mut edits: Vec<Edit> = found.into_values().collect();
    edits.sort_by(|left, right| left.place.cmp(&right.place));
    edits
}

/// What each unit saves if it is added to some deferred imports, without any other, in microseconds for each run: the weight that
/// hangs on it alone.
pub fn alone_us(workloads: &[Workload], imports: &Imports, deferred: &BTreeSet<usize>) -> Vec<f64> {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let mut alone = vec![0.0; imports.units.len()];
    for workload in workloads {
        let network = &workload.network;
        let modules = network.nodes.len();
        let mut own: Vec<u64> = network.nodes.iter().map(|node| node.self_us).collect();
        own.resize(modules + imports.units.len(), 0);
        let is_left = |edge: &&Edge| !matches!(edge.hold, Hold::Import(number) if deferred.contains(&number));
        let mut entered = FxHashSet::default();
        let mut arcs = Vec::new();
        for edge in network.edges.iter().filter(is_left) {
            match Network::unit(edge, imports) {
                Some(unit) => {
                    if entered.insert((edge.from, unit)) {
                        arcs.push((edge.from, modules + unit));
                    }
                    arcs.push((modules + unit, edge.to));
                }
                None => arcs.push((edge.from, edge.to)),
            }
        }
        let found = dominators(&own, ROOT, arcs);
        for (unit, alone) in alone.iter_mut().enumerate() {
            *alone += workload.weight / weights * found.retained[modules + unit] as f64;
        }
    }
    alone
}

/// What went in one step.
pub(super) struct Departed {
    pub saved_ms: f64,
    pub modules: usize,
    pub packages: Vec<(String, f64)>,
}

/// How many modules those of each command are, and the packages among them that save the most.
pub(super) fn departed(workloads: &[Workload], gone: &[&[NodeId]]) -> Departed {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let mut names = FxHashSet::default();
    let mut packages: BTreeMap<&str, f64> = BTreeMap::new();
    for (workload, gone) in workloads.iter().zip(gone) {
        for node in gone.iter().map(|&node| &workload.network.nodes[node]) {
            names.insert(node.name.as_str());
            let package = node.name.split('.').next().unwrap_or_default();
            *packages.entry(package).or_default() += workload.weight / weights * node.self_us as f64 / 1000.0;
        }
    }
    let saved_ms = packages.values().sum();
    let mut packages: Vec<(String, f64)> = packages.into_iter().map(|(name, ms)| (name.to_owned(), ms)).collect();
    packages.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    packages.truncate(NAMED);
    Departed {
        saved_ms,
        modules: names.len(),
        packages,
    }
}

/// The imports that an edge stands for, in order, without repetition.
pub(super) fn imports_of<'a>(edges: impl Iterator<Item = &'a super::network::Edge>) -> BTreeSet<usize> {
    edges
        .filter_map(|edge| match edge.hold {
            Hold::Import(number) => Some(number),
            _ => None,
        })
        .collect()
}
