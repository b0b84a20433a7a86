//! A chosen set of edits in the order in which it pays: which edits make modules disappear together, and what that saves.
use std::collections::{BTreeMap, BTreeSet};

use super::frontier::{Choice, Workload, frontier, saved_us};
use super::imports::Imports;
use super::model::{CurvePoint, Edit, Step};
use super::network::{Hold, Network, ROOT};
use crate::graph::dominators::dominators;

/// How many packages a step names.
const NAMED: usize = 4;

/// The steps of a choice, the one that saves the most for each edit first. Within the chosen edits the sets that are worth a price
/// lie within each other, for each of them starts at a module that stays loaded to the last; so every step only adds.
pub fn steps(workloads: &[Workload], imports: &Imports, chosen: &Choice) -> Vec<Step> {
    let allowed = |unit: usize| {
        let numbers = &imports.units[unit].imports;
        numbers.iter().any(|number| chosen.imports.contains(number))
    };
    let mut sets: Vec<BTreeSet<usize>> = frontier(workloads, imports, &allowed)
        .into_iter()
        .map(|choice| choice.imports.intersection(&chosen.imports).copied().collect())
        .collect();
    sets.push(chosen.imports.clone());
    let mut steps: Vec<Step> = Vec::new();
    let mut done: BTreeSet<usize> = BTreeSet::new();
    let mut total = 0.0;
    for set in sets {
        let more: BTreeSet<usize> = set.difference(&done).copied().collect();
        if more.is_empty() {
            continue;
        }
        let before = done.clone();
        done.extend(&more);
        let now = saved_us(workloads, &done) / 1000.0;
        let (modules, packages) = gone(workloads, &before, &done);
        steps.push(Step {
            edits: edits(workloads, imports, &more),
            saved_ms: now - total,
            total_ms: now,
            total_edits: super::frontier::statements(imports, &done),
            modules,
            packages,
        });
        total = now;
    }
    steps
}

/// The curve for plots: what any number of edits could save at best.
pub fn points(workloads: &[Workload], imports: &Imports) -> Vec<CurvePoint> {
    let corners = frontier(workloads, imports, &|_| true);
    let mut points: Vec<CurvePoint> = Vec::new();
    for corner in corners {
        let point = CurvePoint {
            edits: corner.edits,
            saved_ms: corner.saved_us / 1000.0,
        };
        // Sets of several commands can come out dearer than a later one.
        points.retain(|earlier| earlier.edits < point.edits);
        points.push(point);
    }
    points
}

/// Imports as edits, one for each statement.
pub fn edits(workloads: &[Workload], imports: &Imports, chosen: &BTreeSet<usize>) -> Vec<Edit> {
    let alone = alone_us(workloads, imports);
    let mut found: BTreeMap<(&str, u32), Edit> = BTreeMap::new();
    for &number in chosen {
        let import = &imports.all[number];
        let edit = found.entry((&import.module, import.at.0)).or_insert_with(|| Edit {
            place: import.place.clone(),
            module: import.module.clone(),
            imports: Vec::new(),
            strategies: Vec::new(),
            alone_ms: imports.unit(number).map_or(0.0, |unit| alone[unit] / 1000.0),
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

/// What each unit saves without any other, in microseconds for each run: the weight that hangs on it alone.
pub fn alone_us(workloads: &[Workload], imports: &Imports) -> Vec<f64> {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let mut alone = vec![0.0; imports.units.len()];
    for workload in workloads {
        let network = &workload.network;
        let modules = network.nodes.len();
        let mut own: Vec<u64> = network.nodes.iter().map(|node| node.self_us).collect();
        own.resize(modules + imports.units.len(), 0);
        let arcs = network
            .edges
            .iter()
            .flat_map(|edge| match Network::unit(edge, imports) {
                Some(unit) => vec![(edge.from, modules + unit), (modules + unit, edge.to)],
                None => vec![(edge.from, edge.to)],
            });
        let found = dominators(&own, ROOT, arcs);
        for (unit, alone) in alone.iter_mut().enumerate() {
            *alone += workload.weight / weights * found.retained[modules + unit] as f64;
        }
    }
    alone
}

/// How many modules disappear between two sets, and the packages among them that save the most.
fn gone(workloads: &[Workload], before: &BTreeSet<usize>, after: &BTreeSet<usize>) -> (usize, Vec<(String, f64)>) {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let mut names = BTreeSet::new();
    let mut packages: BTreeMap<&str, f64> = BTreeMap::new();
    for workload in workloads {
        let network = &workload.network;
        let was = network.loaded(&|number| before.contains(&number));
        let is = network.loaded(&|number| after.contains(&number));
        for (at, node) in network.nodes.iter().enumerate().filter(|(at, _)| was[*at] && !is[*at]) {
            debug_assert_ne!(at, ROOT);
            names.insert(node.name.as_str());
            let package = node.name.split('.').next().unwrap_or_default();
            *packages.entry(package).or_default() += workload.weight / weights * node.self_us as f64 / 1000.0;
        }
    }
    let mut packages: Vec<(String, f64)> = packages.into_iter().map(|(name, ms)| (name.to_owned(), ms)).collect();
    packages.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    packages.truncate(NAMED);
    (names.len(), packages)
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
