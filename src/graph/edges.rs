//! The import graph: one edge for each module that importing another one loads, with the import statement it comes from.
use rustc_hash::{FxHashMap, FxHashSet};

use super::bits::Bits;
use super::execution::Bodies;
use super::followed::{Executed, Followed};
use super::picks::{Picked, Picks};
use super::program::{Entity, ModuleId, Program, Trail};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Access, Exports, Import, ImportId, MODULE, Phase, Reference, ScopeId};
use crate::syntax::prefixes;

/// Number of an import (an alias that runs while its module is imported) in [`Graph::imports`].
pub type EdgeKey = usize;

/// One module loading another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The module loaded.
    pub target: ModuleId,
    /// The import that loads it; none for an edge that no edit can take away by itself.
    pub key: Option<EdgeKey>,
    /// Loaded only as the package around a submodule: none of its names is asked for.
    pub implicit: bool,
}

/// The import graph.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// The edges of each module in the order in which Python takes them.
    pub edges: Vec<Vec<Edge>>,
    /// The import behind each key.
    pub imports: Vec<(ModuleId, ImportId)>,
    keys: FxHashMap<(ModuleId, ImportId), EdgeKey>,
    /// What each import loads.
    loaded: Vec<Vec<ModuleId>>,
    /// The function bodies that run while each module is imported.
    pub executed: Vec<Executed>,
    /// The references of each module that do no more than pick a function to be called later, by where they begin.
    pub picked: Vec<FxHashMap<u32, Picked>>,
}

impl Graph {
    /// Reads the graph off the facts, with what was seen when they were followed.
    pub fn new(program: &Program, followed: &Followed, rules: &Rules) -> Self {
        let bodies: Vec<Bodies> = (0..program.modules.len())
            .map(|id| program.facts(id).map(Bodies::new).unwrap_or_default())
            .collect();
        let picks = Picks::new(program, rules);
        let mut graph = Graph {
            picked: (0..program.modules.len()).map(|module| picks.of(module)).collect(),
            ..Graph::default()
        };
        for module in 0..program.modules.len() {
            let runs = followed.executed.get(module).cloned().unwrap_or_default();
            let edges = match program.facts(module) {
                Some(facts) => Builder {
                    program,
                    bodies: &bodies,
                    graph: &mut graph,
                    followed,
                    module,
                }
                .build(facts, &runs),
                None => Vec::new(),
            };
            let parent = program.parent(module).map(|target| Edge {
                target,
                key: None,
                implicit: true,
            });
            let by_calls = followed.loads.get(module).into_iter().flatten().map(|loaded| Edge {
                target: loaded.module,
                key: loaded.import.and_then(|import| graph.key(module, import)),
                implicit: false,
            });
            let by_calls: Vec<Edge> = by_calls.collect();
            graph
                .edges
                .push(parent.into_iter().chain(edges).chain(by_calls).collect());
            graph.executed.push(runs);
        }
        graph.loaded = vec![Vec::new(); graph.imports.len()];
        for edge in graph.edges.iter().flatten() {
            if let Some(key) = edge.key {
                graph.loaded[key].push(edge.target);
            }
        }
        graph
    }

    /// The key of an import.
    pub fn key(&self, module: ModuleId, import: ImportId) -> Option<EdgeKey> {
        self.keys.get(&(module, import)).copied()
    }

    /// The modules that `module` loads over edges that are not cut.
    pub fn uncut<'a>(&'a self, module: ModuleId, cut: &'a Bits) -> impl Iterator<Item = ModuleId> + 'a {
        self.edges[module]
            .iter()
            .filter(move |edge| edge.key.is_none_or(|key| !cut.contains(key)))
            .map(|edge| edge.target)
    }

    /// The modules that one import loads.
    pub fn targets(&self, key: EdgeKey) -> impl Iterator<Item = ModuleId> + '_ {
        self.loaded[key].iter().copied()
    }

    fn new_key(&mut self, module: ModuleId, import: ImportId) -> EdgeKey {
        let key = self.imports.len();
        self.imports.push((module, import));
        self.keys.insert((module, import), key);
        key
    }
}

/// Whether a use of the name that an import binds loads what it names: of `import a.b`, using `a.c` loads `a` alone.
fn names_at_least(import: &Import, reference: &Reference) -> bool {
    if !import.binds_first_part() {
        return true;
    }
    let mut below = import.module.split('.').skip(1).zip(&reference.attributes);
    below.all(|(part, attribute)| part == attribute)
}

/// The names that a star import takes of a module.
fn offered(facts: &ModuleFacts) -> Vec<&str> {
    match &facts.exports {
        Exports::Listed(names) => names.iter().map(String::as_str).collect(),
        Exports::Public | Exports::Unknown(_) => {
            let own = facts
                .scopes
                .first()
                .map(|scope| scope.names.as_slice())
                .unwrap_or_default();
            let names = own.iter().map(|&id| facts.bindings[id as usize].name.as_str());
            names.filter(|name| !name.starts_with('_')).collect()
        }
    }
}

struct Builder<'a> {
    program: &'a Program,
    bodies: &'a [Bodies],
    graph: &'a mut Graph,
    followed: &'a Followed,
    module: ModuleId,
}

impl Builder<'_> {
    /// The edges of one module: its imports and uses in the order of the text, then what the functions that it runs load.
    fn build(&mut self, facts: &ModuleFacts, runs: &[(ModuleId, ScopeId)]) -> Vec<Edge> {
        let mut placed: Vec<(u32, Edge)> = Vec::new();
        for &at in self.bodies[self.module].imports.get(&None).into_iter().flatten() {
            let import = &facts.imports[at];
            if import.context.type_checking || import.context.main_guard || import.is_lazy {
                continue;
            }
            let key = self.graph.new_key(self.module, at as ImportId);
            if self.followed.skips(self.program, self.module, at as ImportId) {
                continue;
            }
            placed.extend(
                self.import_edges(self.module, import, Some(key))
                    .into_iter()
                    .map(|edge| (import.alias.start, edge)),
            );
        }
        for &at in self.bodies[self.module].references.get(&None).into_iter().flatten() {
            let reference = &facts.references[at];
            if reference.phase == Phase::Run {
                let edges = [
                    self.touched(facts, reference),
                    self.use_edges(self.module, facts, reference),
                ];
                placed.extend(edges.into_iter().flatten().map(|edge| (reference.span.start, edge)));
            } else if self.is_evaluated(facts, reference) {
                // The import goes together with its annotations: they are put in quotes.
                let mut imports = facts.imports.iter();
                let import = imports.position(|import| import.binding == Some(reference.binding));
                let key = import.and_then(|import| self.graph.key(self.module, import as ImportId));
                let edges = self.use_edges(self.module, facts, reference).into_iter();
                placed.extend(edges.map(|edge| (reference.span.start, Edge { key, ..edge })));
            }
        }
        placed.sort_by_key(|&(at, _)| at);
        let mut edges: Vec<Edge> = placed.into_iter().map(|(_, edge)| edge).collect();
        for &(module, scope) in runs {
            let Some(facts) = self.program.facts(module) else {
                continue;
            };
            let is_asked = self.followed.asked.contains(&(self.module, module, scope));
            let imports = self.bodies[module].imports.get(&Some(scope)).into_iter().flatten();
            for import in imports.filter(|_| !is_asked).map(|&at| &facts.imports[at]) {
                if !import.context.type_checking {
                    edges.extend(self.import_edges(module, import, None));
                }
            }
            for &at in self.bodies[module].references.get(&Some(scope)).into_iter().flatten() {
                let reference = &facts.references[at];
                if reference.phase == Phase::Run || self.is_evaluated(facts, reference) {
                    edges.extend(self.run_edges(module, facts, reference));
                }
            }
        }
        let mut seen = FxHashSet::default();
        edges.retain(|edge| edge.target != self.module && seen.insert((edge.target, edge.key)));
        edges
    }

    /// Whether a reference is in an annotation that is evaluated where it stands.
    fn is_evaluated(&self, facts: &ModuleFacts, reference: &Reference) -> bool {
        self.followed.evaluates_annotations && facts.evaluates_annotation(reference.phase)
    }

    /// What an import statement loads: the packages around the module, the module, and what re-exports bring along.
    fn import_edges(&self, module: ModuleId, import: &Import, key: Option<EdgeKey>) -> Vec<Edge> {
        let Some(base) = self.program.absolute(module, import) else {
            return Vec::new();
        };
        let mut edges = self.chain_to(&base, key);
        let Some(name) = &import.name else { return edges };
        let Some(base) = self.program.find(&base) else {
            return edges;
        };
        if name == "*" {
            for name in self.program.facts(base).map(offered).unwrap_or_default() {
                self.reexported(base, name, key, &mut edges);
            }
            return edges;
        }
        let taken = self.program.taken_submodule(module, import);
        let is_bound = self.program.binds(base, name) || !self.program.imports_of_constant(base, name).is_empty();
        if is_bound && (taken.is_none() || base != module) {
            self.reexported(base, name, key, &mut edges);
        } else if let Some(submodule) = taken {
            if let Some(last) = edges.last_mut() {
                last.implicit = true;
            }
            edges.push(Edge {
                target: submodule,
                key,
                implicit: false,
            });
        }
        edges
    }

    /// The modules along a dotted name.
    fn chain_to(&self, dotted: &str, key: Option<EdgeKey>) -> Vec<Edge> {
        let edges = prefixes(dotted).filter_map(|name| {
            let target = self.program.find(name)?;
            Some(Edge {
                target,
                key,
                implicit: name.len() < dotted.len(),
            })
        });
        edges.collect()
    }

    /// What reading `name` of a module loads, should the import that binds it there be deferred.
    fn reexported(&self, module: ModuleId, name: &str, key: Option<EdgeKey>, edges: &mut Vec<Edge>) {
        let mut pending = vec![(module, name.to_owned())];
        let mut seen = Vec::new();
        while let Some((module, name)) = pending.pop() {
            if seen.len() > 24 || seen.contains(&(module, name.clone())) || !self.program.modules[module].is_own() {
                continue;
            }
            let constant = self.program.imports_of_constant(module, &name);
            for import in self.program.imports_of(module, &name).into_iter().chain(constant) {
                let Some(base) = self.program.absolute(module, import) else {
                    continue;
                };
                edges.extend(self.chain_to(&base, key));
                if let (Some(inner), Some(base)) = (&import.name, self.program.find(&base)) {
                    match self.program.taken_submodule(module, import) {
                        Some(target) => edges.push(Edge {
                            target,
                            key,
                            implicit: false,
                        }),
                        None => pending.push((base, inner.clone())),
                    }
                }
            }
            seen.push((module, name));
        }
    }

    /// What a use of a lazy import at module level loads.
    fn touched(&self, facts: &ModuleFacts, reference: &Reference) -> Vec<Edge> {
        let own = facts.imports.iter().filter(|import| {
            import.is_lazy && import.binding == Some(reference.binding) && names_at_least(import, reference)
        });
        own.flat_map(|import| self.import_edges(self.module, import, None))
            .collect()
    }

    /// What a use of an imported name while the module is imported loads beyond the import itself: attributes that other
    /// modules import in their turn.
    fn use_edges(&self, module: ModuleId, facts: &ModuleFacts, reference: &Reference) -> Vec<Edge> {
        let is_imported = facts.bindings[reference.binding as usize].kinds.imports > 0;
        if !is_imported || reference.access != Access::Read || self.is_picked(module, reference) {
            return Vec::new();
        }
        let Some(trail) = self.program.trail(module, reference.binding, &reference.attributes) else {
            return Vec::new();
        };
        self.trail_edges(&trail)
    }

    /// What a use in a function that runs while this module is imported loads, should the import of the name be deferred.
    fn run_edges(&self, module: ModuleId, facts: &ModuleFacts, reference: &Reference) -> Vec<Edge> {
        let binding = &facts.bindings[reference.binding as usize];
        if binding.kinds.imports == 0
            || binding.scope != MODULE
            || self.is_command_handed_on(module, facts, reference)
            || self.is_picked(module, reference)
        {
            return Vec::new();
        }
        let mut edges = Vec::new();
        for import in facts
            .imports
            .iter()
            .filter(|import| import.binding == Some(reference.binding))
        {
            edges.extend(self.import_edges(module, import, None));
        }
        if let Some(trail) = self.program.trail(module, reference.binding, &reference.attributes) {
            edges.extend(self.trail_edges(&trail));
        }
        edges
    }

    /// Whether a use only picks a function, in whose place another one can be picked.
    fn is_picked(&self, module: ModuleId, reference: &Reference) -> bool {
        self.graph.picked[module].contains_key(&reference.span.start)
    }

    /// Whether a use only adds a command to a group, which a stand-in can take part in as well.
    fn is_command_handed_on(&self, module: ModuleId, facts: &ModuleFacts, reference: &Reference) -> bool {
        let handed = &facts.commands.handed;
        if !reference.attributes.is_empty() || handed.binary_search(&reference.span.start).is_err() {
            return false;
        }
        let end = self
            .program
            .trail(module, reference.binding, &[])
            .map(|trail| trail.end);
        matches!(end, Some(Entity::Attribute(source, name)) if self.program.facts(source).is_some_and(|facts| {
            let mut commands = facts.commands.defined.iter();
            commands.any(|command| facts.definitions[command.definition as usize].name == name)
        }))
    }

    fn trail_edges(&self, trail: &Trail) -> Vec<Edge> {
        let mut edges = Vec::new();
        for hop in trail.hops.iter().filter(|hop| hop.used > 0) {
            self.reexported(hop.module, &hop.name, None, &mut edges);
        }
        if let Entity::Module(target) = trail.end
            && trail.hops.last().is_some_and(|hop| hop.used > 0)
        {
            edges.push(Edge {
                target,
                key: None,
                implicit: false,
            });
        }
        edges
    }
}
