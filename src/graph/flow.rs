//! Maximum flows and minimum cuts in a network with whole-numbered capacities.
//!
//! Dinic's algorithm (1970) with current arcs and without recursion. petgraph's `dinics` (0.8) starts every augmenting path from
//! the source with fresh tables as large as the network, and here there are about as many paths as nodes.

/// What an arc that no cut may take can carry: more than all others together.
pub const UNCUTTABLE: u64 = u64::MAX / 8;

/// A directed network under construction. Nodes are numbers below the count given to [`Network::new`].
#[derive(Debug, Clone)]
pub struct Network {
    /// The arcs of each node, those back included: arc `a` and its reverse `a ^ 1` are neighbours.
    arcs_of: Vec<Vec<u32>>,
    targets: Vec<u32>,
    /// What each arc can still carry.
    left: Vec<u64>,
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
            arcs_of: vec![Vec::new(); nodes],
            targets: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Adds an arc.
    pub fn arc(&mut self, from: usize, to: usize, capacity: u64) {
        let number = self.targets.len() as u32;
        self.arcs_of[from].push(number);
        self.arcs_of[to].push(number + 1);
        self.targets.extend([to as u32, from as u32]);
        self.left.extend([capacity, 0]);
    }

    /// The minimum cut between two different nodes; none where only uncuttable arcs lead from one to the other.
    pub fn min_cut(mut self, source: usize, sink: usize) -> Option<Cut> {
        let mut capacity = 0u64;
        loop {
            let levels = self.levels(source);
            if levels[sink] == UNSEEN {
                let inside = levels.iter().map(|&level| level != UNSEEN).collect();
                return Some(Cut { capacity, inside });
            }
            capacity += self.saturate(source, sink, levels);
            if capacity >= UNCUTTABLE {
                return None;
            }
        }
    }

    /// The distance of every node from the source over arcs that can still carry something.
    fn levels(&self, source: usize) -> Vec<u32> {
        let mut levels = vec![UNSEEN; self.arcs_of.len()];
        levels[source] = 0;
        let mut queue = vec![source];
        let mut at = 0;
        while let Some(&node) = queue.get(at) {
            at += 1;
            for &arc in &self.arcs_of[node] {
                let target = self.targets[arc as usize] as usize;
                if self.left[arc as usize] > 0 && levels[target] == UNSEEN {
                    levels[target] = levels[node] + 1;
                    queue.push(target);
                }
            }
        }
        levels
    }

    /// Sends as much as can be sent over arcs that lead one level down; how much that was.
    fn saturate(&mut self, source: usize, sink: usize, mut levels: Vec<u32>) -> u64 {
        let mut next = vec![0usize; self.arcs_of.len()];
        let mut path: Vec<u32> = Vec::new();
        let mut sent = 0u64;
        let mut node = source;
        loop {
            if node == sink {
                let least = path.iter().map(|&arc| self.left[arc as usize]).min().unwrap_or(0);
                sent += least;
                if sent >= UNCUTTABLE {
                    return sent;
                }
                let mut first_full = path.len();
                for (at, &arc) in path.iter().enumerate().rev() {
                    self.left[arc as usize] -= least;
                    self.left[arc as usize ^ 1] += least;
                    if self.left[arc as usize] == 0 {
                        first_full = at;
                    }
                }
                if let Some(&arc) = path.get(first_full) {
                    node = self.targets[arc as usize ^ 1] as usize;
                }
                path.truncate(first_full);
                continue;
            }
            let arcs = &self.arcs_of[node];
            let leads_down = |&&arc: &&u32| {
                let target = self.targets[arc as usize] as usize;
                self.left[arc as usize] > 0 && levels[target] == levels[node] + 1
            };
            let skipped = arcs[next[node]..].iter().position(|arc| leads_down(&arc));
            if let Some(skipped) = skipped {
                next[node] += skipped;
                let arc = arcs[next[node]];
                path.push(arc);
                node = self.targets[arc as usize] as usize;
            } else if let Some(arc) = path.pop() {
                // A dead end: nobody comes here again in this round.
                levels[node] = UNSEEN;
                node = self.targets[arc as usize ^ 1] as usize;
            } else {
                return sent;
            }
        }
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
