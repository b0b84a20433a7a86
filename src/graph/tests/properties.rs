//! The queries of this room, against the plainest possible versions of themselves.
use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::graph::program::absolute;
use crate::graph::reach::{entry_order, follow, ways_to};
use crate::graph::{Bits, Edge, Graph, Reach};

/// A graph of edges, each with a key of its own, in which some are cut.
fn graph_of(count: usize, edges: &[(usize, usize)]) -> Graph {
    let mut graph = Graph::default();
    graph.edges = vec![Vec::new(); count];
    graph.executed = vec![Vec::new(); count];
    for &(from, target) in edges {
        graph.edges[from].push(Edge {
            target,
            key: Some(graph.imports.len()),
            implicit: false,
        });
        graph.imports.push((from, 0));
    }
    graph
}

/// Reachability by repetition.
fn plainly(count: usize, edges: &[(usize, usize)]) -> Vec<BTreeSet<usize>> {
    let mut reached: Vec<BTreeSet<usize>> = (0..count).map(|node| BTreeSet::from([node])).collect();
    for _ in 0..count {
        for &(from, target) in edges {
            let more = reached[target].clone();
            reached[from].extend(more);
        }
    }
    reached
}

const NODES: usize = 9;

/// Edges among a few nodes, each with whether it is cut.
fn some_edges() -> impl Strategy<Value = Vec<((usize, usize), bool)>> {
    prop::collection::vec(((0..NODES, 0..NODES), prop::bool::weighted(0.3)), 0..24)
}

fn split(edges: &[((usize, usize), bool)]) -> (Graph, Bits, Vec<(usize, usize)>) {
    let all: Vec<(usize, usize)> = edges.iter().map(|(edge, _)| *edge).collect();
    let mut cut = Bits::new(all.len());
    for (key, _) in edges.iter().enumerate().filter(|(_, (_, is_cut))| *is_cut) {
        cut.insert(key);
    }
    let kept = edges
        .iter()
        .filter(|(_, is_cut)| !is_cut)
        .map(|(edge, _)| *edge)
        .collect();
    (graph_of(NODES, &all), cut, kept)
}

proptest! {
    #[test]
    fn reach_is_reachability(edges in some_edges()) {
        let (graph, cut, kept) = split(&edges);
        let reach = Reach::new(&graph, &cut);
        let plain = plainly(NODES, &kept);
        for (node, expected) in plain.iter().enumerate() {
            prop_assert_eq!(&reach.of(node).iter().collect::<BTreeSet<_>>(), expected);
        }
    }

    #[test]
    fn components_are_what_reaches_each_other(edges in some_edges()) {
        let (graph, cut, kept) = split(&edges);
        let reach = Reach::new(&graph, &cut);
        let plain = plainly(NODES, &kept);
        for (one, two) in (0..NODES).flat_map(|one| (0..NODES).map(move |two| (one, two))) {
            let mutual = plain[one].contains(&two) && plain[two].contains(&one);
            prop_assert_eq!(reach.component(one) == reach.component(two), mutual);
            if mutual && one != two {
                prop_assert!(reach.in_cycle(one));
            }
            if plain[one].contains(&two) && !mutual {
                prop_assert!(reach.component(two) < reach.component(one));
            }
        }
    }

    #[test]
    fn the_shortest_chain_is_one_and_the_shortest(edges in some_edges(), start in 0..NODES, goal in 0..NODES) {
        let (graph, cut, kept) = split(&edges);
        let mut goals = Bits::new(NODES);
        goals.insert(goal);
        let chain = follow(&ways_to(&graph, &cut, &goals), start);
        let found = Some(chain).filter(|chain| !chain.is_empty());
        // Distances by rounds of relaxation.
        let mut distance = [usize::MAX; NODES];
        distance[start] = 0;
        for _ in 0..NODES {
            for &(from, target) in &kept {
                distance[target] = distance[target].min(distance[from].saturating_add(1));
            }
        }
        prop_assert_eq!(found.as_ref().map_or(usize::MAX, |chain| chain.len() - 1), distance[goal]);
        if let Some(chain) = found {
            prop_assert_eq!((chain.first(), chain.last()), (Some(&start), Some(&goal)));
            prop_assert!(chain.windows(2).all(|pair| kept.contains(&(pair[0], pair[1]))));
        }
    }

    #[test]
    fn modules_are_entered_depth_first(edges in some_edges(), root in 0..NODES, there in prop::collection::btree_set(0..NODES, 0..4)) {
        fn enter(node: usize, graph: &Graph, cut: &Bits, loaded: &mut BTreeSet<usize>, order: &mut Vec<usize>) {
            if loaded.insert(node) {
                order.push(node);
                for target in graph.uncut(node, cut) {
                    enter(target, graph, cut, loaded, order);
                }
            }
        }
        let (graph, cut, _) = split(&edges);
        let mut loaded = Bits::new(NODES);
        for &node in &there {
            loaded.insert(node);
        }
        let mut order = Vec::new();
        entry_order(&graph, &cut, root, &mut loaded, &mut order);
        let (mut plain_loaded, mut plain_order) = (there, Vec::new());
        enter(root, &graph, &cut, &mut plain_loaded, &mut plain_order);
        prop_assert_eq!(order, plain_order);
        prop_assert_eq!(loaded.iter().collect::<BTreeSet<_>>(), plain_loaded);
    }

    #[test]
    fn bits_are_a_set(
        bound in 1usize..200,
        changes in prop::collection::vec((0usize..200, any::<bool>()), 0..80),
        others in prop::collection::vec(0usize..200, 0..80),
    ) {
        let (mut bits, mut set) = (Bits::new(bound), BTreeSet::new());
        for (number, adds) in changes.into_iter().map(|(number, adds)| (number % bound, adds)) {
            if adds {
                prop_assert_eq!(bits.insert(number), set.insert(number));
            } else {
                bits.remove(number);
                set.remove(&number);
            }
            prop_assert_eq!(bits.contains(number), set.contains(&number));
        }
        let (mut other, mut other_set) = (Bits::new(bound), BTreeSet::new());
        for number in others.into_iter().map(|number| number % bound) {
            other.insert(number);
            other_set.insert(number);
        }
        let numbers = |bits: &Bits| bits.iter().collect::<Vec<_>>();
        prop_assert_eq!(numbers(&bits), set.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!((bits.len(), bits.is_empty()), (set.len(), set.is_empty()));
        prop_assert_eq!(numbers(&bits.without(&other)), set.difference(&other_set).copied().collect::<Vec<_>>());
        prop_assert_eq!(numbers(&bits.common(&other)), set.intersection(&other_set).copied().collect::<Vec<_>>());
        bits.extend(&other);
        prop_assert_eq!(numbers(&bits), set.union(&other_set).copied().collect::<Vec<_>>());
    }

    #[test]
    fn absolute_names_never_panic(importer in "[a-c.]{0,6}", package: bool, level: u32, module in "[a-c.]{0,5}") {
        if let Some(name) = absolute(&importer, package, level, &module) {
            prop_assert!(level > 0 || name == module);
        }
    }
}
