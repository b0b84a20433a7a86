//! What hangs on one node alone: the weight that is no longer reached from the root without it.
//!
//! A node's retained weight is that of its subtree in the dominator tree (as heap profilers count memory). The dominators are
//! petgraph's, by Cooper, Harvey and Kennedy (2001).
use petgraph::algo::dominators::simple_fast;
use petgraph::graph::{DiGraph, NodeIndex};

/// Who dominates whom, from one root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dominators {
    /// The nearest node that every way from the root to this one passes; none for the root and for what it does not reach.
    pub immediate: Vec<Option<usize>>,
    /// The weight that is no longer reached without the node, its own included; 0 for what the root does not reach.
    pub retained: Vec<u64>,
}

/// The dominators of a graph with one weight for each node.
pub fn dominators(weights: &[u64], root: usize, arcs: impl IntoIterator<Item = (usize, usize)>) -> Dominators {
    let mut graph: DiGraph<(), (), u32> = DiGraph::new();
    for _ in weights {
        graph.add_node(());
    }
    for (from, to) in arcs {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }
    let found = simple_fast(&graph, NodeIndex::new(root));
    let immediate: Vec<Option<usize>> = (0..weights.len())
        .map(|node| found.immediate_dominator(NodeIndex::new(node)).map(NodeIndex::index))
        .collect();
    let mut children = vec![Vec::new(); weights.len()];
    for (node, dominator) in immediate.iter().enumerate() {
        if let Some(dominator) = *dominator {
            children[dominator].push(node);
        }
    }
    // From the root downward, and the sums back upward.
    let mut order = vec![root];
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        at += 1;
        order.extend(&children[node]);
    }
    let mut retained = vec![0; weights.len()];
    for &node in order.iter().rev() {
        retained[node] += weights[node];
        if let Some(dominator) = immediate[node] {
            retained[dominator] += retained[node];
        }
    }
    Dominators { immediate, retained }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_shared_node_hangs_on_neither() {
        let found = dominators(&[1, 2, 4, 8], 0, [(0, 1), (0, 2), (1, 3), (2, 3)]);
        assert_eq!(found.retained, [15, 2, 4, 8]);
        assert_eq!(found.immediate, [None, Some(0), Some(0), Some(0)]);
    }

    #[test]
    fn what_is_not_reached_weighs_nothing() {
        assert_eq!(dominators(&[1, 2], 0, [(1, 0)]).retained, [1, 0]);
    }

    fn reached(arcs: &[(usize, usize)], without: Option<usize>) -> Vec<bool> {
        let mut seen = vec![false; 7];
        seen[0] = without != Some(0);
        for _ in 0..7 {
            for &(from, to) in arcs {
                seen[to] |= seen[from] && without != Some(to);
            }
        }
        seen
    }

    proptest! {
        #[test]
        fn retained_is_what_is_lost_without(
            weights in prop::collection::vec(0u64..9, 7),
            arcs in prop::collection::vec((0usize..7, 0usize..7), 0..16),
        ) {
            let weigh = |seen: &[bool]| -> u64 { (0..7).filter(|&node| seen[node]).map(|node| weights[node]).sum() };
            let found = dominators(&weights, 0, arcs.iter().copied());
            let all = weigh(&reached(&arcs, None));
            for node in 0..7 {
                prop_assert_eq!(found.retained[node], all - weigh(&reached(&arcs, Some(node))), "node {}", node);
            }
        }
    }
}
