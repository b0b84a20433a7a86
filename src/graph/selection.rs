//! Which cuts pay: the choice that makes what stays loaded plus the price of the cuts the least, for every price at once.
//!
//! This is project selection (Picard 1976; Hochbaum's closure problem) as a minimum cut. As the price of a cut rises, the loaded
//! sides grow, each within the next (Gallo, Grigoriadis and Tarjan 1989); the prices at which they change are found like the
//! corners of a lower convex hull (Eisner and Severance 1976), and each search takes place only among the nodes that its two
//! neighbours do not agree on, so that all of them together cost little more than a few cuts of the whole.
use super::flow::{Network, UNCUTTABLE};

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
        let everything = self.reached(|_| false);
        let mut nothing = vec![false; self.weights.len()];
        nothing[self.root] = true;
        let all_prices: u64 = self.arcs.iter().filter_map(|arc| arc.price).map(u64::from).sum();
        let most = self.point(everything);
        let least = self.point(self.least(&nothing, &most.loaded, all_prices + 1, 1));
        let mut curve = vec![most.clone()];
        if least.weight < most.weight {
            self.between(&most, &least, &mut curve);
            curve.push(least);
        }
        curve
    }

    /// The loaded side that is the cheapest choice where a unit of weight counts `per_weight` and a unit of price `per_price`.
    pub fn best(&self, per_weight: u64, per_price: u64) -> Point {
        let mut nothing = vec![false; self.weights.len()];
        nothing[self.root] = true;
        self.point(self.least(&nothing, &self.reached(|_| false), per_weight, per_price))
    }

    /// Adds the corners between two points, that with more weight first.
    fn between(&self, heavy: &Point, light: &Point, curve: &mut Vec<Point>) {
        let (weight, price) = (heavy.weight - light.weight, light.price - heavy.price);
        if weight == 0 || price == 0 {
            return;
        }
        // On the line through both points, so many units of price are worth so many of weight.
        let middle = self.point(self.least(&light.loaded, &heavy.loaded, price, weight));
        let cost = |point: &Point| price * point.weight + weight * point.price;
        if cost(&middle) < cost(light) {
            self.between(heavy, &middle, curve);
            curve.push(middle.clone());
            self.between(&middle, light, curve);
        }
    }

    fn point(&self, loaded: Vec<bool>) -> Point {
        let weights = loaded.iter().zip(&self.weights).filter(|(loaded, _)| **loaded);
        let weight = weights.map(|(_, weight)| weight).sum();
        let cut = self.arcs.iter().filter(|arc| loaded[arc.from] && !loaded[arc.to]);
        let price = cut.filter_map(|arc| arc.price).map(u64::from).sum();
        Point { loaded, weight, price }
    }

    /// The best loaded side between two given ones: `inner` lies within it, and it within `outer`.
    fn least(&self, inner: &[bool], outer: &[bool], per_weight: u64, per_price: u64) -> Vec<bool> {
        let (source, sink) = (0, 1);
        let mut numbers = vec![0usize; self.weights.len()];
        let open: Vec<usize> = (0..self.weights.len())
            .filter(|&node| outer[node] && !inner[node])
            .collect();
        for (number, &node) in open.iter().enumerate() {
            numbers[node] = number + 2;
        }
        let mut network = Network::new(open.len() + 2);
        let capacity = |arc: &Arc| arc.price.map_or(UNCUTTABLE, |price| u64::from(price) * per_price);
        for &node in &open {
            let own = self.weights[node] * per_weight;
            if own > 0 {
                network.arc(numbers[node], sink, own);
            }
            for arc in self.outgoing[node].iter().map(|&number| &self.arcs[number as usize]) {
                match (inner[arc.to], outer[arc.to]) {
                    (true, _) => {}
                    (_, true) => network.arc(numbers[node], numbers[arc.to], capacity(arc)),
                    _ => network.arc(numbers[node], sink, capacity(arc)),
                }
            }
            for arc in self.incoming[node].iter().map(|&number| &self.arcs[number as usize]) {
                if inner[arc.from] {
                    network.arc(source, numbers[node], capacity(arc));
                }
            }
        }
        let mut loaded = inner.to_vec();
        match network.min_cut(source, sink) {
            Some(cut) => open.iter().for_each(|&node| loaded[node] = cut.inside[numbers[node]]),
            // Cannot happen: whatever an uncuttable arc leads to is in `outer`, and sinks have finite weights.
            None => loaded.copy_from_slice(outer),
        }
        loaded
    }
}

#[cfg(test)]
mod tests;
