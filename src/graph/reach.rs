//! What is loaded when a module is imported: reachability over the import graph with some edges cut.
use super::bits::Bits;
use super::edges::{EdgeKey, Graph};
use super::effort::spend;
use super::program::ModuleId;

/// For every module, the modules that importing it loads, itself included.
#[derive(Debug)]
pub struct Reach {
    /// The component of each module: modules of one component load each other.
    component: Vec<usize>,
    loaded: Vec<Bits>,
    sizes: Vec<usize>,
}

impl Reach {
    /// Reachability without the edges that `cut` holds.
    pub fn new(graph: &Graph, cut: &Bits) -> Self {
        let count = graph.edges.len();
        let component = components(count, |module| graph.uncut(module, cut));
        let components = component.iter().max().map_or(0, |last| last + 1);
        let mut loaded = vec![Bits::new(count); components];
        let mut sizes = vec![0; components];
        // Tarjan numbers components in reverse topological order: whatever one reaches has a lower number.
        let mut by_component: Vec<Vec<ModuleId>> = vec![Vec::new(); components];
        for (module, &id) in component.iter().enumerate() {
            by_component[id].push(module);
            sizes[id] += 1;
        }
        for (id, members) in by_component.iter().enumerate() {
            let mut set = Bits::new(count);
            for &member in members {
                set.insert(member);
                for target in graph.uncut(member, cut).filter(|&target| component[target] != id) {
                    set.extend(&loaded[component[target]]);
                }
            }
            loaded[id] = set;
        }
        Reach {
            component,
            loaded,
            sizes,
        }
    }

    /// What importing `module` loads.
    pub fn of(&self, module: ModuleId) -> &Bits {
        &self.loaded[self.component[module]]
    }

    /// The component that a module belongs to.
    pub fn component(&self, module: ModuleId) -> usize {
        self.component[module]
    }

    /// Whether a module is in an import cycle.
    pub fn in_cycle(&self, module: ModuleId) -> bool {
        self.sizes[self.component[module]] > 1
    }
}

/// Strongly connected components (Tarjan 1972, without recursion), numbered so that a component comes after all that it reaches.
pub(super) fn components<I: Iterator<Item = usize>>(count: usize, successors: impl Fn(usize) -> I) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let mut index = vec![UNSEEN; count];
    let mut low = vec![0; count];
    let mut component = vec![UNSEEN; count];
    let mut stack = Vec::new();
    let (mut next, mut found) = (0, 0);
    for root in 0..count {
        if index[root] != UNSEEN {
            continue;
        }
        let mut work = vec![(root, successors(root))];
        index[root] = next;
        low[root] = next;
        next += 1;
        stack.push(root);
        while let Some((node, rest)) = work.last_mut() {
            let node = *node;
            if let Some(target) = rest.next() {
                if index[target] == UNSEEN {
                    index[target] = next;
                    low[target] = next;
                    next += 1;
                    stack.push(target);
                    work.push((target, successors(target)));
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(index[target]);
                }
                continue;
            }
            work.pop();
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}

/// The order in which modules finish being entered (start executing) when `root` is imported, depth first as Python does, with
/// `loaded` already there.
pub fn entry_order(graph: &Graph, cut: &Bits, root: ModuleId, loaded: &mut Bits, order: &mut Vec<ModuleId>) {
    if !loaded.insert(root) {
        return;
    }
    order.push(root);
    let mut work = vec![(root, 0usize)];
    while let Some((module, at)) = work.last_mut() {
        let Some(edge) = graph.edges[*module].get(*at) else {
            work.pop();
            continue;
        };
        *at += 1;
        if edge.key.is_some_and(|key: EdgeKey| cut.contains(key)) {
            continue;
        }
        if loaded.insert(edge.target) {
            order.push(edge.target);
            work.push((edge.target, 0));
        }
    }
}

/// What loading `targets` loads while the modules of `loaded` are there already, or being executed.
pub fn loaded_beside(graph: &Graph, targets: impl Iterator<Item = ModuleId>, loaded: &Bits) -> Bits {
    let mut found = Bits::new(graph.edges.len());
    let mut work: Vec<ModuleId> = targets.collect();
    while let Some(module) = work.pop() {
        if !loaded.contains(module) && found.insert(module) {
            spend(graph.edges[module].len());
            work.extend(graph.edges[module].iter().map(|edge| edge.target));
        }
    }
    found
}

/// Who imports each module, over edges that are not cut: the graph backwards, for those who ask for many ways.
#[derive(Debug)]
pub struct Importers {
    /// Those of the first module, then those of the second, and so on.
    all: Vec<u32>,
    /// Where those of each module end.
    ends: Vec<usize>,
}

impl Importers {
    /// The graph backwards without the edges that `cut` holds.
    pub fn new(graph: &Graph, cut: &Bits) -> Self {
        let count = graph.edges.len();
        let mut ends = vec![0; count];
        for target in (0..count).flat_map(|module| graph.uncut(module, cut)) {
            ends[target] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        // Up to here each has where its own begin; filling them in moves that to where they end.
        let mut all = vec![0; sum];
        for module in 0..count {
            for target in graph.uncut(module, cut) {
                all[ends[target]] = module as u32;
                ends[target] += 1;
            }
        }
        Importers { all, ends }
    }

    fn of(&self, module: ModuleId) -> &[u32] {
        let start = module.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[module]]
    }

    /// For every module, the next one on a shortest way to any of `goals`; itself for a goal, none where no way leads there.
    pub fn ways_to(&self, goals: impl IntoIterator<Item = ModuleId>) -> Vec<Option<ModuleId>> {
        let mut next: Vec<Option<ModuleId>> = vec![None; self.ends.len()];
        let mut queue: std::collections::VecDeque<ModuleId> = goals.into_iter().collect();
        queue.iter().for_each(|&goal| next[goal] = Some(goal));
        while let Some(module) = queue.pop_front() {
            spend(1);
            for importer in self.of(module).iter().map(|&importer| importer as ModuleId) {
                if next[importer].is_none() {
                    next[importer] = Some(module);
                    queue.push_back(importer);
                }
            }
        }
        next
    }
}

/// The ways to any of `goals` over edges that are not cut, as [`Importers::ways_to`] finds them.
pub fn ways_to(graph: &Graph, cut: &Bits, goals: &Bits) -> Vec<Option<ModuleId>> {
    Importers::new(graph, cut).ways_to(goals.iter())
}

/// Every module on the way from `start`, as [`ways_to`] found it; empty where there is none.
pub fn follow(ways: &[Option<ModuleId>], start: ModuleId) -> Vec<ModuleId> {
    if ways[start].is_none() {
        return Vec::new();
    }
    let step = |&at: &ModuleId| ways[at].filter(|&next| next != at);
    std::iter::successors(Some(start), step).collect()
}
