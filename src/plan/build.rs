//! The network of one command: what the profile saw, and what the text says besides.
//!
//! The run tells what was loaded and which statements ran; the text tells what an edit would not get rid of: names that other
//! modules re-export, and uses while modules are imported. An import counts only if it ran: one under a condition that did not
//! hold keeps nothing loaded.
use rustc_hash::{FxHashMap, FxHashSet};

use super::imports::Imports;
use super::model::Place;
use super::network::{Edge, Hold, Network, NodeId, ROOT};
use crate::graph::{Graph, Program};
use crate::profile::model::{Event, Kind, Profile};

/// Puts a profile and the project's import graph together. `main` is the project's module that ran as `__main__`, if one did.
pub fn build(profile: &Profile, program: &Program, graph: &Graph, imports: &Imports, main: Option<&str>) -> Network {
    let mut builder = Builder {
        profile,
        imports,
        network: Network::new("__main__"),
        ran: FxHashSet::default(),
    };
    if let Some(main) = main {
        builder.network.name_root(main);
    }
    builder.modules();
    builder.events();
    builder.texts(program, graph);
    builder.strays();
    builder.network
}

struct Builder<'a> {
    profile: &'a Profile,
    imports: &'a Imports,
    network: Network,
    /// The project's imports that ran.
    ran: FxHashSet<usize>,
}

impl Builder<'_> {
    fn modules(&mut self) {
        for module in &self.profile.modules {
            let own_us = (module.self_ms * 1000.0).round().max(0.0) as u64;
            let node = self.network.add(&module.name, own_us, module.kind == Kind::FirstParty);
            if node == ROOT {
                self.network.nodes[ROOT].self_us = own_us;
            }
        }
        // Code that imports while it is executed without being, or remaining, a module: one that failed, or was not new.
        for event in &self.profile.events {
            let running = event
                .during
                .iter()
                .chain(event.is_module_level().then_some(&event.importer));
            for name in running.filter(|name| *name != "__main__") {
                self.network.add(name, 0, false);
            }
        }
        for node in 1..self.network.nodes.len() {
            if let Some((parent, _)) = self.network.nodes[node].name.rsplit_once('.')
                && let Some(to) = self.network.find(parent)
            {
                self.network.connect(Edge {
                    from: node,
                    to,
                    hold: Hold::Parent,
                    place: None,
                });
            }
        }
    }

    /// The module in whose name code runs: the program's, for code of `__main__`.
    fn node(&self, name: Option<&str>) -> NodeId {
        name.and_then(|name| self.network.find(name)).unwrap_or(ROOT)
    }

    fn events(&mut self) {
        for event in &self.profile.events {
            self.event(event);
        }
    }

    fn event(&mut self, event: &Event) {
        let importer = self.network.importer(&event.importer).to_owned();
        let importer = importer.as_str();
        let place = event.file.as_ref().map(|file| Place {
            path: file.clone(),
            line: event.line,
        });
        if !event.is_module_level() {
            let from = self.node(event.during.as_deref());
            let hold = Hold::Function {
                name: event.function.clone().unwrap_or_else(|| "import_module".to_owned()),
                module: importer.to_owned(),
                found_loaded: event.is_cached(),
            };
            self.load(from, event, None, &hold, place.as_ref());
            return;
        }
        let from = self.node(Some(importer));
        let here = self.imports.behind(importer, event);
        if here.is_empty() {
            self.load(from, event, None, &Hold::Elsewhere, place.as_ref());
        }
        for number in here {
            self.ran.insert(number);
            let import = &self.imports.all[number];
            let (name, place) = (import.name.clone(), import.place.clone());
            self.load(from, event, name.as_deref(), &Hold::Import(number), Some(&place));
        }
    }

    /// Adds what an import loads; with `name`, of its submodules only that one.
    fn load(&mut self, from: NodeId, event: &Event, name: Option<&str>, hold: &Hold, place: Option<&Place>) {
        let wanted = |submodule: &&String| name.is_none_or(|name| name == submodule.as_str() || name == "*");
        let submodules = event.submodules.iter().filter(wanted);
        let others = event.submodules.iter().filter(|submodule| !wanted(submodule));
        let others: Vec<String> = others.map(|name| format!("{}.{name}", event.target)).collect();
        let targets: Vec<String> = std::iter::once(event.target.clone())
            .chain(submodules.map(|name| format!("{}.{name}", event.target)))
            .chain(event.executed.iter().filter(|name| !others.contains(name)).cloned())
            .collect();
        for target in targets {
            if let Some(to) = self.network.find(&target) {
                self.network.connect(Edge {
                    from,
                    to,
                    hold: hold.clone(),
                    place: place.cloned(),
                });
            }
        }
    }

    /// What the texts of the project's modules say besides.
    fn texts(&mut self, program: &Program, graph: &Graph) {
        let mut nodes: FxHashMap<usize, NodeId> = FxHashMap::default();
        for (id, module) in program.modules.iter().enumerate() {
            if let Some(node) = self.network.find(&module.name) {
                nodes.insert(id, node);
            }
        }
        for (id, edges) in graph.edges.iter().enumerate() {
            let Some(&from) = nodes.get(&id).filter(|_| program.modules[id].is_own()) else {
                continue;
            };
            for edge in edges {
                let Some(&to) = nodes.get(&edge.target) else { continue };
                let import = edge.key.and_then(|key| self.imports.of_key(key));
                let (hold, place) = match (edge.key, import) {
                    (Some(_), Some(number)) if self.ran.contains(&number) => {
                        (Hold::Import(number), Some(self.imports.all[number].place.clone()))
                    }
                    (Some(_), _) => continue,
                    (None, _) => (Hold::Use, None),
                };
                self.network.connect(Edge { from, to, hold, place });
            }
        }
    }

    /// Modules that nothing seen keeps loaded hang on the module that was being executed; on the program, where nothing else leads there.
    fn strays(&mut self) {
        for to_parent in [true, false] {
            let loaded = self.network.loaded(&|_| false);
            for to in (1..loaded.len()).filter(|&to| !loaded[to]) {
                let module = self.profile.module(&self.network.nodes[to].name);
                let parent = module
                    .and_then(|module| self.profile.modules.get(module.parent? as usize))
                    .filter(|_| to_parent);
                let from = self.node(parent.map(|parent| parent.name.as_str()));
                self.network.connect(Edge {
                    from,
                    to,
                    hold: Hold::Elsewhere,
                    place: None,
                });
            }
        }
    }
}
