//! Several commands as one choice, so that an edit that pays only for all of them together is found.
//!
//! With `u` and `s` for "the importing module is loaded" and "the import runs" in each of several commands, an edit costs its price
//! if `u` holds and `s` does not in any of them: `max(u1 (1 - s1), u2 (1 - s2))`. For one command that is an arc of a cut. For two
//! it has the term `s1 u2` with a positive sign (set `u1 = 1`, `s2 = 0`: what is left is `1 - s1 + s1 u2`), so it is not
//! submodular, and no network has these costs as its cuts (Kolmogorov and Zabih 2004, What Energy Functions Can Be Minimized via
//! Graph Cuts, theorem 4.1: each term of two variables has to be submodular).
//!
//! So the choice is made with a cost that is never too low: the edit is one arc, entered from `u` of every command, and left to `s` of
//! every command. It counts modules as loaded by a command that no longer loads the importing one while another does.
//! What is chosen then is at least as good as it seems; it is the best where the commands agree about the importing modules.
//! [`super::frontier`] takes it as one proposal among others and asks what each really saves.
use super::imports::{Imports, UnitId};
use super::network::{Network, NodeId, ROOT, Workload};
use crate::graph::selection::{Arc, Selection};

/// What the weights of all nodes add up to, nearly: products with prices have to fit 64 bits.
const ALL_WEIGHTS: f64 = (1u64 << 29) as f64;

/// The commands as one selection problem.
pub(super) struct Joint {
    pub selection: Selection,
    /// Where the modules of each command begin; the program itself is node 0 for all.
    first: Vec<usize>,
}

impl Joint {
    pub fn new(workloads: &[Workload], imports: &Imports, allowed: &dyn Fn(UnitId) -> bool) -> Joint {
        let total = |workload: &Workload| {
            let modules = workload.network.nodes.iter();
            workload.weight * modules.map(|node| node.self_us as f64).sum::<f64>()
        };
        let all: f64 = workloads.iter().map(total).sum();
        let scale = if all > 0.0 { ALL_WEIGHTS / all } else { 0.0 };
        let mut weights = vec![0u64];
        let mut first = Vec::new();
        for workload in workloads {
            first.push(weights.len());
            let own = workload.network.nodes.iter();
            weights.extend(own.map(|node| (node.self_us as f64 * workload.weight * scale).round() as u64));
        }
        let before = weights.len();
        weights.resize(before + 2 * imports.units.len(), 0);
        let (enter, leave) = (|unit: UnitId| before + 2 * unit, |unit: UnitId| before + 2 * unit + 1);
        let priced = (0..imports.units.len()).filter(|&unit| allowed(unit)).map(|unit| Arc {
            from: enter(unit),
            to: leave(unit),
            price: Some(imports.units[unit].edits),
        });
        let mut arcs: Vec<Arc> = priced.collect();
        let mut always = |from: usize, to: usize| arcs.push(Arc { from, to, price: None });
        for (workload, &first) in workloads.iter().zip(&first) {
            let number = |node: NodeId| if node == ROOT { 0 } else { first + node };
            for edge in &workload.network.edges {
                match Network::unit(edge, imports).filter(|&unit| allowed(unit)) {
                    Some(unit) => {
                        always(number(edge.from), enter(unit));
                        always(leave(unit), number(edge.to));
                    }
                    None => always(number(edge.from), number(edge.to)),
                }
            }
        }
        Joint {
            selection: Selection::new(weights, 0, arcs),
            first,
        }
    }

    /// Whether a module of a command is among the loaded nodes.
    pub fn is_loaded(&self, loaded: &[bool], command: usize, node: NodeId) -> bool {
        node == ROOT || loaded[self.first[command] + node]
    }
}
