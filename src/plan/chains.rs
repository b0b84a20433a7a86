//! Why a module is loaded: the shortest chains to it, who shares it, and the fewest edits without it.
use std::collections::BTreeSet;

use super::frontier::saved_us;
use super::imports::Imports;
use super::model::{Explanation, Link, Removal};
use super::network::{Edge, Network, NodeId, ROOT, Workload};
use super::steps::{alone_us, edits, imports_of};
use crate::graph::dominators::dominators;
use crate::graph::flow::{self, UNCUTTABLE};

/// Explains one module of one command, with at most `most` chains; none if the command does not load it.
pub fn why(workload: &Workload, imports: &Imports, module: &str, most: usize) -> Option<Explanation> {
    let network = &workload.network;
    let goal = network.find(module).filter(|&goal| goal != ROOT)?;
    let all = distances(network, &|_| true);
    // A chain of what ran in functions is told where there is no other.
    let within = |near| (near, distances(network, &|edge| Network::remoteness(edge) <= near));
    let (near, distance) = (0..=Network::MOST_REMOTE)
        .map(within)
        .find(|(_, distance)| distance[goal].is_some())?;
    let (chains, chain_count) = shortest(network, imports, (near, &distance), goal, most);
    let own: Vec<u64> = network.nodes.iter().map(|node| node.self_us).collect();
    let retained = dominators(&own, ROOT, network.edges.iter().map(|edge| (edge.from, edge.to))).retained;
    let mut importers: Vec<Link> = network
        .edges
        .iter()
        .filter(|edge| edge.to == goal && all[edge.from].is_some())
        .map(|edge| link(network, imports, edge))
        .collect();
    importers.sort_by(|left, right| (&left.from, &left.place).cmp(&(&right.from, &right.place)));
    importers.dedup_by(|later, earlier| later.from == earlier.from && later.place == earlier.place);
    Some(Explanation {
        module: module.to_owned(),
        self_ms: own[goal] as f64 / 1000.0,
        retained_ms: retained[goal] as f64 / 1000.0,
        chains,
        chain_count,
        importers,
        removal: removal(workload, imports, goal),
    })
}

/// One edge, for people.
pub(super) fn link(network: &Network, imports: &Imports, edge: &Edge) -> Link {
    Link {
        from: network.nodes[edge.from].name.clone(),
        to: network.nodes[edge.to].name.clone(),
        place: edge.place.clone(),
        held: network.reason(edge, imports),
    }
}

/// How many edges each module is away from the program, over the edges that `counts` accepts.
fn distances(network: &Network, counts: &dyn Fn(&Edge) -> bool) -> Vec<Option<u32>> {
    let mut outgoing: Vec<Vec<NodeId>> = vec![Vec::new(); network.nodes.len()];
    for edge in network.edges.iter().filter(|edge| counts(edge)) {
        outgoing[edge.from].push(edge.to);
    }
    let mut distance = vec![None; network.nodes.len()];
    distance[ROOT] = Some(0);
    let mut queue = vec![ROOT];
    let mut at = 0;
    while let Some(&node) = queue.get(at) {
        at += 1;
        for &to in &outgoing[node] {
            if distance[to].is_none() {
                distance[to] = distance[node].map(|steps: u32| steps + 1);
                queue.push(to);
            }
        }
    }
    distance
}

/// The first `most` shortest chains to a module in the order of the edges, and how many there are; of edges that are no more remote
/// than `near`, with the distances over these.
fn shortest(
    network: &Network,
    imports: &Imports,
    (near, distance): (u8, &[Option<u32>]),
    goal: NodeId,
    most: usize,
) -> (Vec<Vec<Link>>, u64) {
    // One edge for each pair of modules: that with a place, if there is one.
    let mut incoming: Vec<Vec<&Edge>> = vec![Vec::new(); network.nodes.len()];
    for edge in &network.edges {
        let nearer = distance[edge.from].is_some_and(|steps| distance[edge.to] == Some(steps + 1));
        if !nearer || Network::remoteness(edge) > near {
            continue;
        }
        match incoming[edge.to].iter_mut().find(|known| known.from == edge.from) {
            Some(known) if known.place.is_none() => *known = edge,
            Some(_) => {}
            None => incoming[edge.to].push(edge),
        }
    }
    let mut counts = vec![0u64; network.nodes.len()];
    counts[ROOT] = 1;
    let mut order: Vec<NodeId> = (0..network.nodes.len())
        .filter(|&node| distance[node].is_some())
        .collect();
    order.sort_by_key(|&node| distance[node]);
    for &node in order.iter().filter(|&&node| node != ROOT) {
        counts[node] = incoming[node]
            .iter()
            .fold(0, |sum: u64, edge| sum.saturating_add(counts[edge.from]));
    }
    let mut chains = Vec::new();
    let mut pending: Vec<Vec<&Edge>> = incoming[goal].iter().rev().map(|edge| vec![*edge]).collect();
    while let Some(chain) = pending.pop().filter(|_| chains.len() < most) {
        match chain.last() {
            Some(first) if first.from != ROOT => {
                let longer = incoming[first.from].iter().rev();
                pending.extend(longer.map(|edge| chain.iter().copied().chain([*edge]).collect::<Vec<_>>()));
            }
            _ => chains.push(chain.iter().rev().map(|edge| link(network, imports, edge)).collect()),
        }
    }
    (chains, counts[goal])
}

/// The fewest statements without which a module is not loaded, or a chain that no edit cuts. Of several such sets the one nearest
/// to the program is taken: it saves the most.
fn removal(workload: &Workload, imports: &Imports, goal: NodeId) -> Removal {
    let network = &workload.network;
    let modules = network.nodes.len();
    let mut flows = flow::Network::new(modules + imports.units.len());
    let mut entered = BTreeSet::new();
    for edge in &network.edges {
        match Network::unit(edge, imports) {
            Some(unit) => {
                if entered.insert(unit) {
                    flows.arc(edge.from, modules + unit, u64::from(imports.units[unit].edits));
                }
                flows.arc(modules + unit, edge.to, UNCUTTABLE);
            }
            None => flows.arc(edge.from, edge.to, UNCUTTABLE),
        }
    }
    let Some(cut) = flows.min_cut(ROOT, goal) else {
        return Removal::Impossible {
            chain: uncuttable(network, imports, goal),
        };
    };
    let across = network
        .edges
        .iter()
        .filter(|edge| cut.inside[edge.from] && !cut.inside[edge.to]);
    let chosen = imports_of(across);
    let loaded = network.loaded(&|number| chosen.contains(&number));
    let workloads = std::slice::from_ref(workload);
    Removal::Edits {
        edits: edits(&alone_us(workloads, imports, &BTreeSet::new()), imports, &chosen),
        saved_ms: saved_us(workloads, &chosen) / 1000.0,
        modules: loaded.iter().filter(|loaded| !**loaded).count(),
    }
}

/// The shortest chain that no edit cuts; empty where edits cut all.
pub(super) fn uncuttable(network: &Network, imports: &Imports, goal: NodeId) -> Vec<Link> {
    let is_fixed = |edge: &Edge| Network::unit(edge, imports).is_none();
    (0..=Network::MOST_REMOTE)
        .map(|near| {
            chain(network, imports, goal, &|edge| {
                is_fixed(edge) && Network::remoteness(edge) <= near
            })
        })
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// A shortest chain to a module over the edges that `counts` accepts; empty where there is none.
fn chain(network: &Network, imports: &Imports, goal: NodeId, counts: &dyn Fn(&Edge) -> bool) -> Vec<Link> {
    let distance = distances(network, counts);
    let mut chain = Vec::new();
    let mut at = goal;
    while at != ROOT {
        let step = network.edges.iter().find(|edge| {
            edge.to == at && counts(edge) && distance[edge.from].is_some_and(|steps| distance[at] == Some(steps + 1))
        });
        let Some(edge) = step else { return Vec::new() };
        chain.push(link(network, imports, edge));
        at = edge.from;
    }
    chain.reverse();
    chain
}
