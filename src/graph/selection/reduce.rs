//! The same choice among fewer nodes: what every cut that counts puts on one side is one node.
//!
//! A node that another one always brings along, and that nothing else leads to, shares its fate; so do nodes that bring each
//! other along, and whatever the root always brings along is the root. Nothing is lost (these are the safe contractions of
//! parametric cuts, Gallo, Grigoriadis and Tarjan 1989, made before a price is known), and in real programs little is left.
use rustc_hash::FxHashMap;

use super::super::reach::components;
use super::{Arc, Selection};

/// A choice among fewer nodes, the first being the root.
pub(super) struct Reduced {
    pub few: Selection,
    /// What has become of each node.
    fates: Vec<Fate>,
}

/// What has become of a node.
#[derive(Clone, Copy)]
enum Fate {
    /// The root does not reach it.
    Unreached,
    /// It is a part of that node.
    In(usize),
    /// It is a part of the arc between these nodes: loaded if both are.
    Between(usize, usize),
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
        // Any code that brings others along comes before them: a component has a higher number than all that it reaches.
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
        let (weights, arcs) = merged(selection, &class_of, count);
        let (fates, few) = without_passages(&weights, &arcs);
        let fates = class_of
            .iter()
            .map(|class| class.map_or(Fate::Unreached, |class| fates[class]));
        Reduced {
            fates: fates.collect(),
            few,
        }
    }

    /// Whether each node is loaded, from the same of the few.
    pub fn expand(&self, loaded: impl Fn(usize) -> bool) -> Vec<bool> {
        let is_loaded = |fate: &Fate| match *fate {
            Fate::Unreached => false,
            Fate::In(node) => loaded(node),
            Fate::Between(from, to) => loaded(from) && loaded(to),
        };
        self.fates.iter().map(is_loaded).collect()
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

/// The weights of the classes, and one arc from one class to another.
fn merged(selection: &Selection, class_of: &[Option<usize>], count: usize) -> (Vec<u64>, Vec<Arc>) {
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
    (weights, arcs.collect())
}

/// Puts one arc in the place of a weightless node that one arc with a price leads to, and one without leads on from: most
/// statements are such nodes.
fn without_passages(weights: &[u64], arcs: &[Arc]) -> (Vec<Fate>, Selection) {
    let mut into: Vec<Ends> = vec![Ends::None; weights.len()];
    let mut out = into.clone();
    for arc in arcs {
        into[arc.to].add(*arc);
        out[arc.from].add(*arc);
    }
    let passage = |node: usize| match (into[node], out[node]) {
        (Ends::One(into), Ends::One(out)) if node != ROOT && weights[node] == 0 && out.price.is_none() => {
            into.price.map(|_| (into, out))
        }
        _ => None,
    };
    let stays: Vec<usize> = (0..weights.len()).filter(|&node| passage(node).is_none()).collect();
    let mut numbers = vec![0; weights.len()];
    stays
        .iter()
        .enumerate()
        .for_each(|(number, &node)| numbers[node] = number);
    // What leads on from a passage leads to none, for it has no price; and what leads to one comes from none, for it has one.
    let fates = (0..weights.len()).map(|node| match passage(node) {
        Some((into, out)) => Fate::Between(numbers[into.from], numbers[out.to]),
        None => Fate::In(numbers[node]),
    });
    let fewer = arcs.iter().filter(|arc| passage(arc.to).is_none()).map(|arc| {
        let into = passage(arc.from).map_or(*arc, |(into, _)| into);
        Arc {
            from: numbers[into.from],
            to: numbers[arc.to],
            price: into.price,
        }
    });
    let few = Selection::new(stays.iter().map(|&node| weights[node]).collect(), ROOT, fewer.collect());
    (fates.collect(), few)
}

/// The arcs at one end of a node, as far as it matters.
#[derive(Clone, Copy)]
enum Ends {
    None,
    One(Arc),
    More,
}

impl Ends {
    fn add(&mut self, arc: Arc) {
        *self = match self {
            Ends::None => Ends::One(arc),
            _ => Ends::More,
        };
    }
}
