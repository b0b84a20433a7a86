//! The same choice among fewer nodes: what every cut that counts puts on one side is one node.
//!
//! A node that another one always brings along, and that nothing else leads to, shares its fate; so do nodes that bring each
//! other along, and whatever the root always brings along is the root. Nothing is lost (these are the safe contractions of
//! parametric cuts, Gallo, Grigoriadis and Tarjan 1989, made before a price is known), and in real programs little is left.
use rustc_hash::FxHashMap;

use super::super::reach::components;
use super::{Arc, Selection};

/// A choice among classes of nodes, class 0 being the root's.
pub(super) struct Reduced {
    /// The class of each node; none for what the root does not reach.
    pub class_of: Vec<Option<usize>>,
    pub classes: Selection,
}

/// The class of what the root always brings along.
const ROOT: usize = 0;

impl Reduced {
    pub fn new(selection: &Selection) -> Reduced {
        let reached = selection.reached(|_| false);
        let nodes = selection.weights.len();
        let bound = |node: usize| {
            let arcs = selection.arcs_from(node);
            arcs.filter(|arc| arc.price.is_none()).map(|arc| arc.to)
        };
        let component = components(nodes, bound);
        // Whoever brings others along comes before them: a component has a higher number than all that it reaches.
        let mut order: Vec<usize> = (0..nodes).filter(|&node| reached[node]).collect();
        order.sort_unstable_by_key(|&node| std::cmp::Reverse(component[node]));
        let mut class_of: Vec<Option<usize>> = vec![None; nodes];
        let mut count = 1;
        let always = selection.reached(|arc| arc.price.is_some());
        for members in order.chunk_by(|&left, &right| component[left] == component[right]) {
            let class = if always[members[0]] {
                ROOT
            } else if let Some(class) = only_way(selection, members, &component, &class_of, &reached) {
                class
            } else {
                count += 1;
                count - 1
            };
            members.iter().for_each(|&node| class_of[node] = Some(class));
        }
        Reduced {
            classes: merged(selection, &class_of, count),
            class_of,
        }
    }

    /// Whether each node is loaded, from the same of each class.
    pub fn expand(&self, loaded: impl Fn(usize) -> bool) -> Vec<bool> {
        self.class_of.iter().map(|class| class.is_some_and(&loaded)).collect()
    }
}

/// The class that always brings some nodes along, if no other leads to them.
fn only_way(
    selection: &Selection,
    members: &[usize],
    component: &[usize],
    class_of: &[Option<usize>],
    reached: &[bool],
) -> Option<usize> {
    let mut found = None;
    let mut is_bound = false;
    for arc in members.iter().flat_map(|&node| selection.arcs_to(node)) {
        if !reached[arc.from] || component[arc.from] == component[arc.to] {
            continue;
        }
        // One that has no class yet is another one.
        let class = class_of[arc.from]?;
        if found.is_some_and(|found| found != class) {
            return None;
        }
        found = Some(class);
        is_bound |= arc.price.is_none();
    }
    found.filter(|_| is_bound)
}

/// The classes with their weights, and one arc from one class to another.
fn merged(selection: &Selection, class_of: &[Option<usize>], count: usize) -> Selection {
    let mut weights = vec![0; count];
    for (node, class) in class_of.iter().enumerate() {
        if let Some(class) = *class {
            weights[class] += selection.weights[node];
        }
    }
    let mut prices: FxHashMap<(usize, usize), Option<u32>> = FxHashMap::default();
    let mut arcs: Vec<(usize, usize)> = Vec::new();
    for arc in &selection.arcs {
        let (Some(from), Some(to)) = (class_of[arc.from], class_of[arc.to]) else {
            continue;
        };
        if from == to || to == ROOT {
            continue;
        }
        let all = prices.entry((from, to)).or_insert_with(|| {
            arcs.push((from, to));
            Some(0)
        });
        *all = all.zip(arc.price).map(|(all, price)| all.saturating_add(price));
    }
    let arcs = arcs.into_iter().map(|(from, to)| Arc {
        from,
        to,
        price: prices[&(from, to)],
    });
    Selection::new(weights, ROOT, arcs.collect())
}
