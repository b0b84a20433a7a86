//! The corners of the curve, from the heaviest to the lightest.
//!
//! Between two corners lies another one if the line through both can be undercut, and the cut that does so says which of the nodes
//! that the two do not agree on go with which of them: the search goes on in both parts, and neither looks at the other again.
use super::super::flow::{Network, UNCUTTABLE};
use super::{Arc, Selection};

/// The weight of what is loaded, and the price of what is cut.
pub(super) type Corner = (u64, u64);

/// What is known of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// It is loaded at both corners.
    Stays,
    /// At the heavier one only.
    Open,
    /// At neither.
    Gone,
}

/// A part of the curve.
struct Part {
    heavy: Corner,
    light: Corner,
    /// The nodes that leave between its ends.
    open: Vec<usize>,
    /// What the part next to it is about, and where that is now.
    others: (Vec<usize>, Side),
}

/// The search.
pub(super) struct Search<'a> {
    selection: &'a Selection,
    sides: Vec<Side>,
    numbers: Vec<usize>,
}

impl<'a> Search<'a> {
    /// A search with everything loaded that can be.
    pub fn new(selection: &'a Selection) -> Self {
        let reached = selection.reached(|_| false).into_iter();
        let mut sides: Vec<Side> = reached
            .map(|reached| if reached { Side::Open } else { Side::Gone })
            .collect();
        sides[selection.root] = Side::Stays;
        Search {
            selection,
            numbers: vec![0; sides.len()],
            sides,
        }
    }

    /// All corners, and the number of the first at which each node is not loaded.
    pub fn corners(mut self) -> (Vec<Corner>, Vec<usize>) {
        const STAYS: usize = usize::MAX;
        let selection = self.selection;
        let is_gone = |side: &Side| if *side == Side::Gone { 0 } else { STAYS };
        let mut until: Vec<usize> = self.sides.iter().map(is_gone).collect();
        let heavy = (self.weight(|side| side != Side::Gone), 0);
        let all_prices: u64 = selection.arcs.iter().filter_map(|arc| arc.price).map(u64::from).sum();
        let open = self.open();
        let (stays, leaves) = self.cut(&open, all_prices + 1, 1);
        let light = self.without(heavy, &leaves);
        let mut corners = vec![heavy];
        let mut parts = vec![Part {
            heavy,
            light,
            open: leaves,
            others: (stays, Side::Stays),
        }];
        while let Some(part) = parts.pop() {
            part.others.0.iter().for_each(|&node| self.sides[node] = part.others.1);
            part.open.iter().for_each(|&node| self.sides[node] = Side::Open);
            let (heavy, light) = (part.heavy, part.light);
            let (weight, price) = (heavy.0 - light.0, light.1 - heavy.1);
            if weight == 0 {
                continue;
            }
            // On the line through both corners, so many units of price are worth so many of weight.
            let cost = |corner: Corner| price * corner.0 + weight * corner.1;
            let divided = (part.open.len() > 1).then(|| self.cut(&part.open, price, weight));
            let divided = divided.map(|(stays, leaves)| (self.without(heavy, &leaves), stays, leaves));
            match divided.filter(|(middle, ..)| cost(*middle) < cost(light)) {
                Some((middle, stays, leaves)) => {
                    parts.push(Part {
                        heavy: middle,
                        light,
                        open: stays.clone(),
                        others: (leaves.clone(), Side::Gone),
                    });
                    parts.push(Part {
                        heavy,
                        light: middle,
                        open: leaves,
                        others: (stays, Side::Stays),
                    });
                }
                None => {
                    part.open.iter().for_each(|&node| until[node] = corners.len());
                    corners.push(light);
                }
            }
        }
        (corners, until)
    }

    /// Whether each node is loaded where the loaded side is the cheapest with these prices.
    pub fn best(&mut self, per_weight: u64, per_price: u64) -> Vec<bool> {
        let open = self.open();
        let (_, leaves) = self.cut(&open, per_weight, per_price);
        let mut loaded: Vec<bool> = self.sides.iter().map(|&side| side != Side::Gone).collect();
        leaves.iter().for_each(|&node| loaded[node] = false);
        loaded
    }

    fn open(&self) -> Vec<usize> {
        (0..self.sides.len())
            .filter(|&node| self.sides[node] == Side::Open)
            .collect()
    }

    fn weight(&self, counts: impl Fn(Side) -> bool) -> u64 {
        let all = self.sides.iter().zip(&self.selection.weights);
        all.filter(|(side, _)| counts(**side)).map(|(_, weight)| weight).sum()
    }

    /// What a corner is without some of the open nodes.
    fn without(&mut self, (weight, price): Corner, leaves: &[usize]) -> Corner {
        let selection = self.selection;
        let priced = |arc: &Arc| arc.price.map_or(0, u64::from);
        leaves.iter().for_each(|&node| self.sides[node] = Side::Gone);
        let into = leaves.iter().flat_map(|&node| selection.arcs_to(node));
        let cut: u64 = into.filter(|arc| self.sides[arc.from] != Side::Gone).map(priced).sum();
        leaves.iter().for_each(|&node| self.sides[node] = Side::Open);
        let out = leaves.iter().flat_map(|&node| selection.arcs_from(node));
        let spared: u64 = out.filter(|arc| self.sides[arc.to] == Side::Gone).map(priced).sum();
        let lost: u64 = leaves.iter().map(|&node| selection.weights[node]).sum();
        (weight - lost, price + cut - spared)
    }

    /// The open nodes that stay, and those that leave, where a unit of weight and one of price cost so much.
    fn cut(&mut self, open: &[usize], per_weight: u64, per_price: u64) -> (Vec<usize>, Vec<usize>) {
        let (source, sink) = (0, 1);
        for (number, &node) in open.iter().enumerate() {
            self.numbers[node] = number + 2;
        }
        let selection = self.selection;
        let mut network = Network::new(open.len() + 2);
        let capacity = |arc: &Arc| arc.price.map_or(UNCUTTABLE, |price| u64::from(price) * per_price);
        for &node in open {
            let number = self.numbers[node];
            let into = selection
                .arcs_to(node)
                .filter(|arc| self.sides[arc.from] == Side::Stays);
            let given = into.map(capacity).fold(0, u64::saturating_add).min(UNCUTTABLE);
            if given > 0 {
                network.arc(source, number, given);
            }
            let mut own = selection.weights[node] * per_weight;
            for arc in selection.arcs_from(node) {
                match self.sides[arc.to] {
                    Side::Stays => {}
                    Side::Open => network.arc(number, self.numbers[arc.to], capacity(arc)),
                    Side::Gone => own = own.saturating_add(capacity(arc)).min(UNCUTTABLE),
                }
            }
            if own > 0 {
                network.arc(number, sink, own);
            }
        }
        match network.min_cut(source, sink) {
            Some(cut) => open.iter().partition(|&&node| cut.inside[self.numbers[node]]),
            // Cannot happen: whatever an uncuttable arc leads to is open or stays, and what leaves has a finite weight.
            None => (open.to_vec(), Vec::new()),
        }
    }
}
