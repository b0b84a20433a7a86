//! For every price of an edit, the set of edits that is worth it: for one command exactly, for several together nearly.
//!
//! Of one command the sets come from the corners of its curve. That several commands share an edit has no form as a minimum cut
//! (see [`super::joint`]). So sets are proposed in three ways: what is best for one command alone; that of all commands together, with
//! the price divided by their weights; and the corners of a cut that counts an edit once, but some modules too often. What each
//! of them really saves decides.
use std::collections::BTreeSet;

use super::imports::{Imports, UnitId};
use super::joint::Joint;
use super::network::{Hold, Network, NodeId, Workload};
use crate::graph::selection::Point;

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

/// The sets of edits that are worth some price, from none to the most that can be saved, with units that `allowed` accepts. Each
/// saves more than the one before, and less for each edit more.
pub fn frontier(workloads: &[Workload], imports: &Imports, allowed: &dyn Fn(UnitId) -> bool) -> Vec<Choice> {
    let curve = |workload: &Workload| workload.network.selection(imports, allowed).curve();
    let curves: Vec<Vec<Point>> = workloads.iter().map(curve).collect();
    if let ([workload], [curve]) = (workloads, curves.as_slice()) {
        let corners = curve.iter().map(|point| {
            let mut chosen = edited(&workload.network, imports, &|node| point.loaded[node]);
            complete(&mut chosen, imports);
            Choice {
                edits: imports.edits(&chosen),
                saved_us: (curve[0].weight - point.weight) as f64,
                imports: chosen,
            }
        });
        return hull(corners.collect());
    }
    let mut proposed: BTreeSet<BTreeSet<usize>> = BTreeSet::new();
    let mut propose = |mut chosen: BTreeSet<usize>| {
        complete(&mut chosen, imports);
        proposed.insert(chosen);
    };
    let of_command = |at: usize, point: &Point| edited(&workloads[at].network, imports, &|node| point.loaded[node]);
    for (at, curve) in curves.iter().enumerate() {
        curve.iter().for_each(|point| propose(of_command(at, point)));
    }
    for corners in together(workloads, &curves) {
        let all = corners.iter().enumerate();
        propose(
            all.flat_map(|(at, &corner)| of_command(at, &curves[at][corner]))
                .collect(),
        );
    }
    let joint = Joint::new(workloads, imports, allowed);
    for point in joint.selection.curve() {
        let all = workloads.iter().enumerate();
        let edited = |(at, workload): (usize, &Workload)| {
            edited(&workload.network, imports, &|node| {
                joint.is_loaded(&point.loaded, at, node)
            })
        };
        propose(all.flat_map(edited).collect());
    }
    let choices = proposed.into_iter().map(|chosen| choice(workloads, imports, chosen));
    hull(choices.collect())
}

/// The corners of all commands at one price after the other, from the highest to the lowest.
fn together(workloads: &[Workload], curves: &[Vec<Point>]) -> Vec<Vec<usize>> {
    let mut steps: Vec<(f64, usize, usize)> = Vec::new();
    for (at, (curve, workload)) in curves.iter().zip(workloads).enumerate() {
        for (corner, pair) in curve.windows(2).enumerate() {
            let bought = (pair[0].weight - pair[1].weight) as f64;
            let price = (pair[1].price - pair[0].price).max(1) as f64;
            steps.push((workload.weight * bought / price, at, corner + 1));
        }
    }
    let order = |step: &(f64, usize, usize)| (step.1, step.2);
    steps.sort_by(|left, right| right.0.total_cmp(&left.0).then(order(left).cmp(&order(right))));
    let mut corners = vec![0usize; curves.len()];
    let next = |(_, at, corner): (f64, usize, usize)| {
        corners[at] = corner;
        corners.clone()
    };
    steps.into_iter().map(next).collect()
}

/// Of some choices those that are the best at some price, and nothing.
fn hull(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by(|left, right| {
        let dearer = left.edits.cmp(&right.edits);
        dearer.then(right.saved_us.total_cmp(&left.saved_us))
    });
    let mut hull = vec![Choice::default()];
    let gain = |from: &Choice, to: &Choice| (to.saved_us - from.saved_us) / f64::from((to.edits - from.edits).max(1));
    for choice in choices {
        if hull.last().is_some_and(|last| choice.saved_us <= last.saved_us) {
            continue;
        }
        while let [.., before, last] = hull.as_slice()
            && gain(before, last) <= gain(before, &choice)
        {
            hull.pop();
        }
        hull.push(choice);
    }
    hull
}

/// A set of edits with what it saves.
pub fn choice(workloads: &[Workload], imports: &Imports, chosen: BTreeSet<usize>) -> Choice {
    Choice {
        edits: imports.edits(&chosen),
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

/// The imports to defer for a loaded side: those of loaded modules that lead out of it. What else stands in their statements
/// stays, for it saves nothing.
fn edited(network: &Network, imports: &Imports, loaded: &dyn Fn(NodeId) -> bool) -> BTreeSet<usize> {
    let import = |edge: &super::network::Edge| match edge.hold {
        Hold::Import(number) => imports.unit(number).map(|_| number),
        _ => None,
    };
    let out = network
        .edges
        .iter()
        .filter(|edge| loaded(edge.from) && !loaded(edge.to));
    out.filter_map(import).collect()
}

/// Adds what shares a name or a group with the chosen imports: such imports are deferred together or not at all.
fn complete(chosen: &mut BTreeSet<usize>, imports: &Imports) {
    let names: BTreeSet<(&str, u32)> = chosen
        .iter()
        .filter_map(|&number| Some((imports.all[number].module.as_str(), imports.all[number].binding?)))
        .collect();
    let groups: BTreeSet<u32> = chosen.iter().filter_map(|&number| imports.all[number].group).collect();
    let units: BTreeSet<UnitId> = chosen.iter().filter_map(|&number| imports.unit(number)).collect();
    let shared = units.iter().flat_map(|&unit| &imports.units[unit].imports).copied();
    let shared: Vec<usize> = shared
        .filter(|&number| {
            let import = &imports.all[number];
            let name = import.binding.map(|binding| (import.module.as_str(), binding));
            name.is_some_and(|name| names.contains(&name)) || import.group.is_some_and(|group| groups.contains(&group))
        })
        .collect();
    chosen.extend(shared);
}
