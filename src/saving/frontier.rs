//! For every price of an edit, the set of edits that is worth it: for one command exactly, for several together nearly.
//!
//! Of one command the sets come from the corners of its curve. That several commands share an edit has no form as a minimum
//! cut; each is solved for itself with the price divided by its weight, and the sets are put together. An edit that pays only
//! for several commands together is then found at a lower price than it deserves; it is found all the same.
use std::collections::BTreeSet;

use super::imports::{Imports, UnitId};
use super::network::Network;
use crate::graph::selection::{Point, Selection};

/// A command that counts.
#[derive(Debug, Clone)]
pub struct Workload {
    /// What it loads.
    pub network: Network,
    /// How much it counts, beside the others.
    pub weight: f64,
}

/// A set of edits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// What is deferred: numbers of [`Imports::all`].
    pub imports: BTreeSet<usize>,
    /// How many statements that are.
    pub edits: u32,
    /// What it saves for each run, in microseconds: the weighted mean over the commands.
    pub saved_us: f64,
}

/// The sets of edits that are worth some price, from none to the most that can be saved, with units that `allowed` accepts.
pub fn frontier(workloads: &[Workload], imports: &Imports, allowed: &dyn Fn(UnitId) -> bool) -> Vec<Choice> {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let curves: Vec<Vec<Point>> = workloads
        .iter()
        .map(|workload| workload.network.selection(imports, allowed))
        .map(|selection: Selection| selection.curve())
        .collect();
    // Every corner of every curve, with the price at which it is worth its step.
    let mut steps: Vec<(f64, usize, usize)> = Vec::new();
    for (at, (curve, workload)) in curves.iter().zip(workloads).enumerate() {
        for (corner, pair) in curve.windows(2).enumerate() {
            let bought = (pair[0].weight - pair[1].weight) as f64;
            let price = (pair[1].price - pair[0].price).max(1) as f64;
            steps.push((workload.weight / weights * bought / price, at, corner + 1));
        }
    }
    steps.sort_by(|left, right| {
        right
            .0
            .total_cmp(&left.0)
            .then((left.1, left.2).cmp(&(right.1, right.2)))
    });
    let mut corners = vec![0usize; curves.len()];
    let mut found = vec![Choice::default()];
    for (_, at, corner) in steps {
        corners[at] = corner;
        let mut chosen = BTreeSet::new();
        for ((curve, workload), &corner) in curves.iter().zip(workloads).zip(&corners) {
            chosen.extend(edited(&workload.network, imports, &curve[corner]));
        }
        complete(&mut chosen, imports);
        found.push(choice(workloads, imports, chosen));
    }
    found.dedup_by(|later, earlier| later.imports == earlier.imports);
    found
}

/// A set of edits with what it saves.
pub fn choice(workloads: &[Workload], imports: &Imports, chosen: BTreeSet<usize>) -> Choice {
    Choice {
        edits: statements(imports, &chosen),
        saved_us: saved_us(workloads, &chosen),
        imports: chosen,
    }
}

/// What a set of edits saves for each run, in microseconds: the weighted mean over the commands.
pub fn saved_us(workloads: &[Workload], chosen: &BTreeSet<usize>) -> f64 {
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let saved = workloads.iter().map(|workload| {
        let network = &workload.network;
        let loaded = network.loaded(&|number| chosen.contains(&number));
        let gone = network.nodes.iter().zip(loaded).filter(|(_, loaded)| !loaded);
        workload.weight * gone.map(|(node, _)| node.self_us).sum::<u64>() as f64
    });
    if weights > 0.0 {
        saved.sum::<f64>() / weights
    } else {
        0.0
    }
}

/// How many statements a set of imports stands in.
pub fn statements(imports: &Imports, chosen: &BTreeSet<usize>) -> u32 {
    let statements: BTreeSet<(&str, u32)> = chosen
        .iter()
        .map(|&number| &imports.all[number])
        .map(|import| (import.module.as_str(), import.at.0))
        .collect();
    statements.len() as u32
}

/// The imports to defer for a loaded side: those of loaded modules that lead out of it. What else stands in their statements
/// stays, for it saves nothing.
fn edited(network: &Network, imports: &Imports, point: &Point) -> BTreeSet<usize> {
    let out = network
        .edges
        .iter()
        .filter(|edge| point.loaded[edge.from] && !point.loaded[edge.to]);
    out.filter(|edge| Network::unit(edge, imports).is_some())
        .filter_map(|edge| match edge.hold {
            super::network::Hold::Import(number) => Some(number),
            _ => None,
        })
        .collect()
}

/// Adds what shares a name with the chosen imports: such imports are deferred together or not at all.
fn complete(chosen: &mut BTreeSet<usize>, imports: &Imports) {
    let names: BTreeSet<(&str, u32)> = chosen
        .iter()
        .filter_map(|&number| Some((imports.all[number].module.as_str(), imports.all[number].binding?)))
        .collect();
    let units: BTreeSet<UnitId> = chosen.iter().filter_map(|&number| imports.unit(number)).collect();
    let shared = units.iter().flat_map(|&unit| &imports.units[unit].imports).copied();
    let shared: Vec<usize> = shared
        .filter(|&number| {
            let import = &imports.all[number];
            import
                .binding
                .is_some_and(|binding| names.contains(&(import.module.as_str(), binding)))
        })
        .collect();
    chosen.extend(shared);
}
