//! Maximum flows and minimum cuts in a network with whole-numbered capacities.
//!
//! Dinic's algorithm (1970) with current arcs and without recursion; distances are counted from the sink, so that few paths end
//! nowhere. petgraph's `dinics` (0.8) starts every augmenting path from the source with fresh tables as large as the network, and
//! here there are about as many paths as nodes.

/// What an arc that no cut may take can carry: more than all others together.
pub const UNCUTTABLE: u64 = u64::MAX / 8;

/// A directed network under construction. Nodes are numbers below the count given to [`Network::new`].
#[derive(Debug, Clone)]
pub struct Network {
    nodes: usize,
    /// From where, to where, and what each arc can carry.
    arcs: Vec<(u32, u32, u64)>,
}

/// A minimum cut: the nearest one to the source, should there be several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The capacity of the arcs that lead from the source's side to the other.
    pub capacity: u64,
    /// Whether each node is on the source's side.
    pub inside: Vec<bool>,
}

impl Network {
    /// A network of `nodes` nodes without arcs.
    pub fn new(nodes: usize) -> Self {
        Network {
            nodes,
            arcs: Vec::new(),
        }
    }

    /// Adds an arc.
    pub fn arc(&mut self, from: usize, to: usize, capacity: u64) {
        self.arcs.push((from as u32, to as u32, capacity));
    }

    /// The minimum cut between two different nodes; none where only uncuttable arcs lead from one to the other.
    pub fn min_cut(self, source: usize, sink: usize) -> Option<Cut> {
        let mut flow = Flow::new(&self);
        drop(self);
        let mut capacity = 0u64;
        while let Some(distances) = flow.distances(source, sink) {
            capacity += flow.saturate(source, sink, distances);
            if capacity >= UNCUTTABLE {
                return None;
            }
        }
        let inside = flow.reached(source);
        Some(Cut { capacity, inside })
    }
}

/// A network with what flows through it. Each arc stands among those of its first node, and its reverse among those of the other.
struct Flow {
    /// Where the arcs of each node begin.
    first: Vec<u32>,
    targets: Vec<u32>,
    /// What each arc can still carry.
    left: Vec<u64>,
    /// The reverse of each arc.
    reverse: Vec<u32>,
}

impl Flow {
    fn new(network: &Network) -> Flow {
        let mut first = vec![0u32; network.nodes + 1];
        for &(from, to, _) in &network.arcs {
            first[from as usize] += 1;
            first[to as usize] += 1;
        }
        let mut sum = 0;
        for begin in &mut first {
            sum += *begin;
            *begin = sum;
        }
        let mut flow = Flow {
            first,
            targets: vec![0; sum as usize],
            left: vec![0; sum as usize],
            reverse: vec![0; sum as usize],
        };
        // Filled from the end of each node's range; afterwards `first` says where it begins.
        for &(from, to, capacity) in network.arcs.iter().rev() {
            let mut place = |node: u32| {
                flow.first[node as usize] -= 1;
                flow.first[node as usize] as usize
            };
            let (there, back) = (place(from), place(to));
            (flow.targets[there], flow.targets[back]) = (to, from);
            (flow.reverse[there], flow.reverse[back]) = (back as u32, there as u32);
            flow.left[there] = capacity;
        }
        flow
    }

    fn arcs(&self, node: usize) -> std::ops::Range<usize> {
        self.first[node] as usize..self.first[node + 1] as usize
    }

    /// What the source still reaches.
    fn reached(&self, source: usize) -> Vec<bool> {
        let mut reached = vec![false; self.first.len() - 1];
        reached[source] = true;
        let mut pending = vec![source];
        while let Some(node) = pending.pop() {
            for arc in self.arcs(node).filter(|&arc| self.left[arc] > 0) {
                let target = self.targets[arc] as usize;
                if !std::mem::replace(&mut reached[target], true) {
                    pending.push(target);
                }
            }
        }
        reached
    }

    /// How far every node is from the sink over arcs that can still carry something, up to the distance of the source; none
    /// if the source does not reach it.
    fn distances(&self, source: usize, sink: usize) -> Option<Vec<u32>> {
        let mut distances = vec![UNSEEN; self.first.len() - 1];
        distances[sink] = 0;
        let mut queue = vec![sink];
        let mut at = 0;
        while let Some(&node) = queue.get(at) {
            at += 1;
            if distances[source] <= distances[node] {
                return Some(distances);
            }
            for arc in self.arcs(node) {
                let from = self.targets[arc] as usize;
                if distances[from] == UNSEEN && self.left[self.reverse[arc] as usize] > 0 {
                    distances[from] = distances[node] + 1;
                    queue.push(from);
                }
            }
        }
        (distances[source] != UNSEEN).then_some(distances)
    }

    /// Sends as much as can be sent over arcs that lead one step nearer; how much that was.
    fn saturate(&mut self, source: usize, sink: usize, mut distances: Vec<u32>) -> u64 {
        let mut next: Vec<u32> = self.first.clone();
        let mut path: Vec<usize> = Vec::new();
        let mut sent = 0u64;
        let mut node = source;
        loop {
            if node == sink {
                let least = path.iter().map(|&arc| self.left[arc]).min().unwrap_or(0);
                sent += least;
                if sent >= UNCUTTABLE {
                    return sent;
                }
                let mut first_full = path.len();
                for (at, &arc) in path.iter().enumerate().rev() {
                    self.left[arc] -= least;
                    self.left[self.reverse[arc] as usize] += least;
                    if self.left[arc] == 0 {
                        first_full = at;
                    }
                }
                if let Some(&arc) = path.get(first_full) {
                    node = self.from(arc);
                }
                path.truncate(first_full);
                continue;
            }
            let nearer = |&arc: &usize| {
                let distance = distances[self.targets[arc] as usize];
                self.left[arc] > 0 && distance != UNSEEN && distance + 1 == distances[node]
            };
            let rest = next[node] as usize..self.first[node + 1] as usize;
            let end = rest.end;
            let found = rest.into_iter().find(nearer);
            next[node] = found.unwrap_or(end) as u32;
            if let Some(arc) = found {
                path.push(arc);
                node = self.targets[arc] as usize;
            } else if let Some(arc) = path.pop() {
                // A dead end: nobody comes here again in this round.
                distances[node] = UNSEEN;
                node = self.from(arc);
            } else {
                return sent;
            }
        }
    }

    /// The node that an arc leads from.
    fn from(&self, arc: usize) -> usize {
        self.targets[self.reverse[arc] as usize] as usize
    }
}

const UNSEEN: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_flow_of_a_textbook_network() {
        // Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, figure 26.1.
        let mut network = Network::new(6);
        for (from, to, capacity) in [
            (0, 1, 16),
            (0, 2, 13),
            (1, 3, 12),
            (2, 1, 4),
            (3, 2, 9),
            (2, 4, 14),
            (4, 3, 7),
            (3, 5, 20),
            (4, 5, 4),
        ] {
            network.arc(from, to, capacity);
        }
        let cut = network.min_cut(0, 5).expect("every arc can be cut");
        assert_eq!(cut.capacity, 23);
        assert_eq!(cut.inside, [true, true, true, false, true, false]);
    }

    #[test]
    fn what_cannot_be_cut_is_none() {
        let mut network = Network::new(3);
        network.arc(0, 1, UNCUTTABLE);
        network.arc(1, 2, UNCUTTABLE);
        assert_eq!(network.min_cut(0, 2), None);
    }

    #[test]
    fn what_is_apart_costs_nothing() {
        assert_eq!(Network::new(2).min_cut(0, 1).map(|cut| cut.capacity), Some(0));
    }

    proptest! {
        #[test]
        fn no_other_cut_is_smaller(arcs in prop::collection::vec((0usize..6, 0usize..6, 0u64..9), 0..16)) {
            let mut network = Network::new(6);
            for &(from, to, capacity) in &arcs {
                network.arc(from, to, capacity);
            }
            let found = network.min_cut(0, 5).expect("every arc can be cut");
            let across = |inside: &dyn Fn(usize) -> bool| -> u64 {
                arcs.iter().filter(|(from, to, _)| inside(*from) && !inside(*to)).map(|arc| arc.2).sum()
            };
            prop_assert_eq!(across(&|node| found.inside[node]), found.capacity);
            // Every way of putting the nodes between the two ends on one side or the other.
            let least = (0u32..16).map(|sides| across(&|node| node == 0 || node < 5 && sides & (1 << (node - 1)) != 0)).min();
            prop_assert_eq!(Some(found.capacity), least);
        }
    }
}
