//! Which cuts pay: the choice that makes what stays loaded plus the price of the cuts the least, for every price at once.
//!
//! This is project selection (Picard 1976; Hochbaum's closure problem) as a minimum cut. As the price of a cut rises, the loaded
//! sides grow, each within the next (Gallo, Grigoriadis and Tarjan 1989); the prices at which they change are found like the
//! corners of a lower convex hull (Eisner and Severance 1976), and each search takes place only among the nodes that its two
//! neighbours do not agree on. Before all that, what no cut can tell apart is made one node.
mod corners;
mod reduce;

use corners::Search;
use reduce::Reduced;

/// One node keeping another loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// The node that is loaded first.
    pub from: usize,
    /// The node that it loads.
    pub to: usize,
    /// What it costs to cut this arc; none where it cannot be cut.
    pub price: Option<u32>,
}

/// What is loaded, and what it would cost not to load it.
#[derive(Debug, Clone)]
pub struct Selection {
    weights: Vec<u64>,
    root: usize,
    arcs: Vec<Arc>,
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
}

/// A corner of the curve of weight against price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Whether each node is still loaded.
    pub loaded: Vec<bool>,
    /// The weight of the loaded nodes.
    pub weight: u64,
    /// The price of the arcs that are cut: those from a loaded node to one that is not.
    pub price: u64,
}

impl Selection {
    /// `weights` has one entry for each node; a node is loaded if a chain of arcs leads to it from `root`.
    ///
    /// Weights and prices, each added up, should stay below 2^30 or so, for their products must fit 64 bits.
    pub fn new(weights: Vec<u64>, root: usize, arcs: Vec<Arc>) -> Self {
        let mut outgoing = vec![Vec::new(); weights.len()];
        let mut incoming = vec![Vec::new(); weights.len()];
        for (number, arc) in arcs.iter().enumerate() {
            outgoing[arc.from].push(number as u32);
            incoming[arc.to].push(number as u32);
        }
        Selection {
            weights,
            root,
            arcs,
            outgoing,
            incoming,
        }
    }

    /// What is loaded when the arcs that `is_cut` accepts are cut.
    pub fn reached(&self, is_cut: impl Fn(&Arc) -> bool) -> Vec<bool> {
        let mut loaded = vec![false; self.weights.len()];
        loaded[self.root] = true;
        let mut pending = vec![self.root];
        while let Some(node) = pending.pop() {
            for &number in &self.outgoing[node] {
                let arc = &self.arcs[number as usize];
                if !loaded[arc.to] && !is_cut(arc) {
                    loaded[arc.to] = true;
                    pending.push(arc.to);
                }
            }
        }
        loaded
    }

    /// The corners of the curve: from nothing cut to the least that can stay loaded (with the fewest cuts that get there). Every
    /// loaded side lies within the one before it, and every step buys less for its price than the one before.
    pub fn curve(&self) -> Vec<Point> {
        let reduced = Reduced::new(self);
        let (corners, until) = Search::new(&reduced.few).corners();
        let corners = corners.into_iter().enumerate();
        let point = |(at, (weight, price))| Point {
            loaded: reduced.expand(|node| until[node] > at),
            weight,
            price,
        };
        corners.map(point).collect()
    }

    /// The loaded side that is the cheapest choice where a unit of weight counts `per_weight` and a unit of price `per_price`.
    pub fn best(&self, per_weight: u64, per_price: u64) -> Point {
        let reduced = Reduced::new(self);
        let loaded = Search::new(&reduced.few).best(per_weight, per_price);
        self.point(reduced.expand(|node| loaded[node]))
    }

    fn point(&self, loaded: Vec<bool>) -> Point {
        let weights = loaded.iter().zip(&self.weights).filter(|(loaded, _)| **loaded);
        let weight = weights.map(|(_, weight)| weight).sum();
        let cut = self.arcs.iter().filter(|arc| loaded[arc.from] && !loaded[arc.to]);
        let price = cut.filter_map(|arc| arc.price).map(u64::from).sum();
        Point { loaded, weight, price }
    }

    fn arcs_from(&self, node: usize) -> impl Iterator<Item = &Arc> {
        self.outgoing[node].iter().map(|&number| &self.arcs[number as usize])
    }

    fn arcs_to(&self, node: usize) -> impl Iterator<Item = &Arc> {
        self.incoming[node].iter().map(|&number| &self.arcs[number as usize])
    }
}

#[cfg(test)]
mod tests;
