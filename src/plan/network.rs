//! What one command loads, and what keeps each module loaded.
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::imports::{Imports, UnitId};
use super::model::{Place, Reason};
use crate::graph::selection::{Arc, Selection};
use crate::verdict::Code;

/// Number of a module in its [`Network`]; 0 is the program itself.
pub type NodeId = usize;

/// The program itself: what runs first and is always loaded.
pub const ROOT: NodeId = 0;

/// Why an import is made that Python itself was to defer.
pub const NEEDED: &str = "the command uses it: Python did import it, though told to be lazy";

/// Why a deferred import runs at start all the same, in words.
pub fn needs(function: Option<&str>) -> String {
    match function {
        Some(function) => format!("the command runs `{function}`, which needs it"),
        None => "the command needs it".to_owned(),
    }
}

/// A module that the command loads.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its dotted name.
    pub name: String,
    /// Its own time in microseconds.
    pub self_us: u64,
    /// Whether it is of the project.
    pub is_own: bool,
}

/// Why a module keeps another loaded.
#[derive(Debug, Clone, PartialEq)]
pub enum Hold {
    /// An import of the project's own code, by its number in [`Imports::all`]: deferrable or not.
    Import(usize),
    /// A submodule and the package around it.
    Parent,
    /// An import in a function that ran while the first module was executed, or while the program ran.
    Function {
        /// The function.
        name: String,
        /// The module it stands in.
        module: String,
        /// Whether all that it asked for was loaded before.
        found_loaded: bool,
    },
    /// An edit has put the import into a function that the command runs; `None` where it is not known which.
    Moved(Option<String>),
    /// The first module uses the second at import time, by whatever way its names come to it.
    Use,
    /// A Python that was to defer the import made it all the same.
    Needed,
    /// An import in code that is not the project's, or that dormant does not rewrite.
    Elsewhere,
}

/// One module keeping another loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The module that is loaded first.
    pub from: NodeId,
    /// The module that it keeps loaded.
    pub to: NodeId,
    /// Why.
    pub hold: Hold,
    /// Where, if that is known.
    pub place: Option<Place>,
}

/// What one command loads.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The modules; the first is the program.
    pub nodes: Vec<Node>,
    /// What keeps what loaded; at most one edge for two modules and a reason.
    pub edges: Vec<Edge>,
    main: Option<String>,
    /// The edges of each module, by number.
    outgoing: Vec<Vec<u32>>,
    index: FxHashMap<String, NodeId>,
    seen: FxHashSet<(NodeId, NodeId, Option<usize>)>,
}

impl Network {
    /// A network of the program alone, which is called `name`.
    pub fn new(name: &str) -> Self {
        let mut network = Network::default();
        network.add(name, 0, true);
        network
    }

    /// Adds a module; the one of that name where it is there already.
    pub fn add(&mut self, name: &str, self_us: u64, is_own: bool) -> NodeId {
        if let Some(known) = self.find(name) {
            return known;
        }
        let node = self.nodes.len();
        self.nodes.push(Node {
            name: name.to_owned(),
            self_us,
            is_own,
        });
        self.outgoing.push(Vec::new());
        self.index.insert(name.to_owned(), node);
        node
    }

    /// Makes `name` another name of the program.
    pub fn name_root(&mut self, name: &str) {
        self.index.insert(name.to_owned(), ROOT);
        self.main = Some(name.to_owned());
    }

    /// The module that code of a given name stands in: that of `__main__` in the project's module that runs as the program.
    pub fn importer<'a>(&'a self, name: &'a str) -> &'a str {
        match (&self.main, name) {
            (Some(main), "__main__") => main,
            _ => name,
        }
    }

    /// The module of that name.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.index.get(name).copied()
    }

    /// Says that a module keeps another loaded. Of two edges for the same reason the first stays.
    pub fn connect(&mut self, edge: Edge) {
        let import = match edge.hold {
            Hold::Import(number) => Some(number),
            _ => None,
        };
        if edge.from != edge.to && edge.to != ROOT && self.seen.insert((edge.from, edge.to, import)) {
            self.outgoing[edge.from].push(self.edges.len() as u32);
            self.edges.push(edge);
        }
    }

    /// The same network with what `hold` gives as the reason of each edge; without the edge where it gives none.
    pub fn mapped(&self, hold: impl Fn(&Network, &Edge) -> Option<Hold>) -> Network {
        let mut mapped = Network {
            edges: Vec::new(),
            outgoing: vec![Vec::new(); self.nodes.len()],
            seen: FxHashSet::default(),
            ..self.clone()
        };
        for edge in &self.edges {
            if let Some(hold) = hold(self, edge) {
                mapped.connect(Edge { hold, ..edge.clone() });
            }
        }
        mapped
    }

    /// How far an edge is from what a reader takes for the cause: a statement at module level (0) comes before a function that ran
    /// later (1), and one that found everything loaded (2) is no cause at all.
    pub fn remoteness(edge: &Edge) -> u8 {
        match edge.hold {
            Hold::Function { found_loaded, .. } => 1 + u8::from(found_loaded),
            _ => 0,
        }
    }

    /// The most of [`Network::remoteness`].
    pub const MOST_REMOTE: u8 = 2;

    /// The unit of an edge; none for one that cannot be cut.
    pub fn unit(edge: &Edge, imports: &Imports) -> Option<UnitId> {
        match edge.hold {
            Hold::Import(number) => imports.unit(number),
            _ => None,
        }
    }

    /// Why an edge cannot be cut; none where it can.
    pub fn reason(&self, edge: &Edge, imports: &Imports) -> Option<Reason> {
        let reason = |code: Code, text: String| Some(Reason::new(code.code(), text));
        match &edge.hold {
            Hold::Import(number) => imports.all[*number].verdict.as_ref().err()?.first().cloned(),
            Hold::Parent => reason(Code::Package, "Python loads the package around a submodule".to_owned()),
            Hold::Function { name, module, .. } => reason(
                Code::UsedAtStart,
                format!("`{name}` of `{module}` ran and imported it in its body"),
            ),
            Hold::Moved(function) => reason(Code::UsedAtStart, needs(function.as_deref())),
            Hold::Use => reason(Code::UsedAtImport, "it is used while the module is imported".to_owned()),
            Hold::Needed => reason(Code::UsedAtStart, NEEDED.to_owned()),
            Hold::Elsewhere => reason(
                Code::NotYours,
                format!(
                    "the import stands in code that dormant does not rewrite: in `{}`",
                    self.nodes[edge.from].name
                ),
            ),
        }
    }

    /// The selection problem over the modules (same numbers) and the units that `allowed` lets be edited (numbers after them).
    pub fn selection(&self, imports: &Imports, allowed: &dyn Fn(UnitId) -> bool) -> Selection {
        let mut weights: Vec<u64> = self.nodes.iter().map(|node| node.self_us).collect();
        let modules = weights.len();
        weights.resize(modules + imports.units.len(), 0);
        let mut arcs = Vec::new();
        let mut entered = FxHashSet::default();
        for edge in &self.edges {
            match Self::unit(edge, imports).filter(|&unit| allowed(unit)) {
                Some(unit) => {
                    let node = modules + unit;
                    if entered.insert(unit) {
                        arcs.push(Arc {
                            from: edge.from,
                            to: node,
                            price: Some(imports.units[unit].edits),
                        });
                    }
                    arcs.push(Arc {
                        from: node,
                        to: edge.to,
                        price: None,
                    });
                }
                None => arcs.push(Arc {
                    from: edge.from,
                    to: edge.to,
                    price: None,
                }),
            }
        }
        Selection::new(weights, ROOT, arcs)
    }

    /// What is still loaded when `cut` holds for the edited imports.
    pub fn loaded(&self, cut: &dyn Fn(usize) -> bool) -> Vec<bool> {
        let mut loaded = vec![false; self.nodes.len()];
        self.load(ROOT, cut, &mut loaded);
        loaded
    }

    /// Adds a module, and what it loads, to what is loaded already.
    pub fn load(&self, node: NodeId, cut: &dyn Fn(usize) -> bool, loaded: &mut [bool]) {
        loaded[node] = true;
        let mut pending = vec![node];
        while let Some(node) = pending.pop() {
            for edge in self.edges_of(node) {
                let is_cut = matches!(edge.hold, Hold::Import(number) if cut(number));
                if !is_cut && !std::mem::replace(&mut loaded[edge.to], true) {
                    pending.push(edge.to);
                }
            }
        }
    }

    /// The modules that go with each of some sets of imports, if one set is deferred after the other.
    pub fn departures(&self, sets: &[BTreeSet<usize>]) -> Vec<Vec<NodeId>> {
        let mut set_of: FxHashMap<usize, usize> = FxHashMap::default();
        for (at, set) in sets.iter().enumerate() {
            for &number in set {
                set_of.entry(number).or_insert(at);
            }
        }
        // From the last set to the first: what comes back without it had gone with it.
        let mut loaded = vec![false; self.nodes.len()];
        let mut waiting: Vec<Vec<NodeId>> = vec![Vec::new(); sets.len()];
        let mut found = vec![Vec::new(); sets.len()];
        let mut pending = vec![ROOT];
        for first_cut in (0..=sets.len()).rev() {
            while let Some(node) = pending.pop() {
                if std::mem::replace(&mut loaded[node], true) {
                    continue;
                }
                if let Some(found) = found.get_mut(first_cut) {
                    found.push(node);
                }
                for edge in self.edges_of(node) {
                    let set = match edge.hold {
                        Hold::Import(number) => set_of.get(&number).filter(|&&set| set < first_cut),
                        _ => None,
                    };
                    match set {
                        Some(&set) => waiting[set].push(edge.to),
                        None => pending.push(edge.to),
                    }
                }
            }
            if let Some(before) = first_cut.checked_sub(1) {
                pending = std::mem::take(&mut waiting[before]);
            }
        }
        found
    }

    /// What a module keeps loaded.
    pub fn edges_of(&self, node: NodeId) -> impl Iterator<Item = &Edge> {
        self.outgoing[node].iter().map(|&number| &self.edges[number as usize])
    }
}

/// A command that counts.
#[derive(Debug, Clone)]
pub struct Workload {
    /// What it loads.
    pub network: Network,
    /// How much it counts, beside the others.
    pub weight: f64,
}
