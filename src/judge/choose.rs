//! Of the imports that could be deferred one by one, those that are deferred together: safe as a whole, and each one saving
//! something.
//!
//! Let `G` be the import graph and `D` the deferrable imports. Cutting all of `D` shows what can disappear at all. An import is
//! worth its edit if it leads to a heavy module that some entry point no longer loads then; leaving out the others changes
//! nothing of what any entry point loads, because all that they lead to is loaded there by another way. So the edits made are
//! the nearest ones to each heavy module, all that it takes or none, and a second run finds nothing to do.
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::assumed::assumed;
use super::commute::Commute;
use super::cycles;
use super::early::taken_early;
use super::guards::{Handled, guarded, raised_by};
use super::inputs::{Inputs, Selection};
use super::providers::{add_serving, served};
use super::puts::Puts;
use super::units;
use super::verdict::{Kept, LazyConstant, Shape};
use crate::graph::reach::{Importers, follow, loaded_beside};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, Sighting};
use crate::semantics::facts::ScopeId;

/// A file is generated only if it removes as many modules.
const WORTH_A_HELPER: usize = 20;
/// Rounds of taking edits back; each takes back at least one, and few are ever needed.
const MOST_ROUNDS: usize = 50;

/// The choice.
pub(super) struct Choice {
    /// The imports that are deferred.
    pub cut: Bits,
    /// Why the others that could have been deferred by themselves are not.
    pub kept: FxHashMap<EdgeKey, Kept>,
    /// What they move and is only assumed to be harmless.
    pub assumed: Vec<ModuleId>,
    /// What else would keep these, and those that were kept before.
    pub more: FxHashMap<EdgeKey, Vec<Kept>>,
    /// Submodules that packages serve beside these.
    pub served: BTreeMap<EdgeKey, Vec<String>>,
    /// The heavy modules.
    pub heavy: Bits,
    /// Reachability once the chosen imports are deferred.
    pub after: Reach,
}

/// Chooses among the imports that can be deferred one by one.
pub(super) fn choose<'a>(
    inputs: Inputs<'a>,
    before: &Reach,
    commute: &Commute<'a>,
    heavy: Bits,
    shapes: &FxHashMap<EdgeKey, Shape>,
    executed: &FxHashSet<(ModuleId, ScopeId)>,
    kept: &FxHashMap<EdgeKey, Kept>,
) -> Choice {
    let graph = inputs.graph;
    let none = Bits::new(graph.imports.len());
    let mut chooser = Chooser {
        inputs,
        before,
        commute,
        heavy: &heavy,
        shapes,
        executed,
        kept: FxHashMap::default(),
        loads: RefCell::default(),
        replaced: RefCell::default(),
        collisions: RefCell::default(),
        questions: OnceCell::new(),
        importers: OnceCell::new(),
        puts: OnceCell::new(),
        handled: OnceCell::new(),
    };
    let mut candidates = none.clone();
    for &key in shapes.keys() {
        candidates.insert(key);
    }
    chooser.keep_unselected(&mut candidates);
    chooser.keep_at_start(&mut candidates);
    units::keep_whole(inputs, shapes, &mut candidates, &mut chooser.kept);
    chooser.keep_guarded(&mut candidates);
    chooser.keep_effects(&mut candidates);
    let mut cut = none;
    // What cycles keep depends on what else is cut: at the end it is asked once more.
    let mut again: Option<Vec<EdgeKey>> = Some(Vec::new());
    let mut settled = cut.clone();
    let mut providers = FxHashMap::default();
    for _ in 0..MOST_ROUNDS {
        cut = match inputs.options.selection {
            Selection::Useful => chooser.useful(&candidates),
            Selection::Everything => candidates.clone(),
            Selection::Only(_) => candidates.clone(),
        };
        cut.extend(&settled.common(&candidates));
        providers = chooser.providers_of(&candidates, &Reach::new(graph, &chooser.saved(&candidates)));
        let loaded = Reach::new(graph, &chooser.saved(&cut));
        add_serving(inputs, &providers, &mut cut, &loaded);
        // Whether a cycle is entered elsewhere depends on what else is deferred: of no use before that is known.
        if inputs.options.selection == Selection::Everything {
            break;
        }
        let saved = chooser.saved(&cut);
        let entries = chooser.entries(&Reach::new(graph, &saved));
        let mut offending = cycles::offending(inputs, before, &saved, &entries);
        offending.extend(taken_early(inputs, before, &saved, &entries));
        // What an edit takes away is known only among those that are going to be made.
        if inputs.options.selection == Selection::Useful && offending.is_empty() {
            offending.extend(chooser.too_dear(&cut, &entries));
        }
        offending.retain(|(key, kept)| !inputs.options.waives(*key, kept));
        if offending.is_empty() {
            match again.take().filter(|keys| !keys.is_empty()) {
                Some(keys) => {
                    settled = cut.clone();
                    keys.into_iter().for_each(|key| {
                        candidates.insert(key);
                        chooser.kept.remove(&key);
                    });
                }
                None => break,
            }
        }
        for (key, kept) in offending {
            if let Some(keys) = again.as_mut().filter(|_| kept.code == Code::ImportCycle) {
                keys.push(key);
            }
            candidates.remove(key);
            cut.remove(key);
            chooser.kept.insert(key, kept);
        }
        chooser.keep_effects(&mut candidates);
    }
    let cut = chooser.saved(&cut);
    let after = Reach::new(graph, &cut);
    let candidates = chooser.saved(&candidates);
    chooser.loaded_anyway(&candidates, &cut);
    let more = match inputs.options.all_reasons {
        true => chooser.further(&cut, kept),
        false => FxHashMap::default(),
    };
    let mut moved = Bits::new(graph.edges.len());
    for key in cut.iter() {
        let (module, _) = graph.imports[key];
        moved.extend(&chooser.loads_now(key).without(after.of(module)));
    }
    let kept = chooser.kept;
    Choice {
        assumed: assumed(inputs, &moved),
        served: served(inputs, &providers, &cut, &after),
        cut,
        kept,
        more,
        heavy,
        after,
    }
}

/// A module asks, while it is loaded, whether another one is there.
pub(super) struct Question {
    pub reader: ModuleId,
    pub name: String,
    /// The module of that name, where the program has it.
    pub asked: Option<ModuleId>,
    pub at: Sighting,
}

pub(super) struct Chooser<'a, 'r> {
    pub(super) inputs: Inputs<'a>,
    pub(super) before: &'r Reach,
    pub(super) commute: &'r Commute<'a>,
    pub(super) heavy: &'r Bits,
    pub(super) shapes: &'r FxHashMap<EdgeKey, Shape>,
    pub(super) executed: &'r FxHashSet<(ModuleId, ScopeId)>,
    pub(super) kept: FxHashMap<EdgeKey, Kept>,
    /// What imports load as things are, as far as somebody asked.
    loads: RefCell<FxHashMap<EdgeKey, Rc<Bits>>>,
    /// What was found of imports of names that are replaced.
    pub(super) replaced: RefCell<FxHashMap<EdgeKey, Option<Kept>>>,
    /// What imports collide with that move so much, as far as somebody asked.
    pub(super) collisions: RefCell<FxHashMap<EdgeKey, (Bits, Option<Kept>)>>,
    /// What modules ask of what is loaded, once somebody asked.
    pub(super) questions: OnceCell<Vec<Question>>,
    /// Who imports each module, as things are.
    pub(super) importers: OnceCell<Importers>,
    /// The modules for which it matters when they come into their package.
    pub(super) puts: OnceCell<Puts>,
    /// What handlers of the program catch around what is used.
    handled: OnceCell<Handled>,
}

impl<'a> Chooser<'a, '_> {
    /// Those of some imports that do not load at once what they name.
    pub(super) fn saved(&self, imports: &Bits) -> Bits {
        let mut saved = imports.clone();
        let rides = |key: &EdgeKey| self.shapes.get(key).is_some_and(|shape| shape.rides.is_some());
        for key in imports.iter().filter(rides) {
            saved.remove(key);
        }
        saved
    }

    pub(super) fn reached(&self, reach: &Reach, key: EdgeKey) -> Bits {
        let mut set = Bits::new(self.inputs.program.modules.len());
        for target in self.inputs.graph.targets(key) {
            set.extend(reach.of(target));
        }
        set
    }

    /// The modules that an import loads, as things are: the module that makes it is being executed, and the packages around
    /// it are, or have been.
    pub(super) fn loads_now(&self, key: EdgeKey) -> Rc<Bits> {
        let known = self.loads.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = Rc::new(self.finds_loads(key));
            self.loads.borrow_mut().insert(key, Rc::clone(&found));
            found
        })
    }

    fn finds_loads(&self, key: EdgeKey) -> Bits {
        let (module, _) = self.inputs.graph.imports[key];
        let program = self.inputs.program;
        let mut around = Bits::new(program.modules.len());
        let is_script = !program.modules[module].is_package
            && program.facts(module).is_some_and(|facts| facts.main_guard.is_some());
        if is_script || self.inputs.visibility.anew.contains_key(&module) {
            return self.reached(self.before, key);
        }
        let mut at = Some(module);
        while let Some(package) = at {
            around.insert(package);
            at = program.parent(package);
        }
        loaded_beside(self.inputs.graph, self.inputs.graph.targets(key), &around)
    }

    /// Imports that a selection by others leaves out.
    fn keep_unselected(&mut self, candidates: &mut Bits) {
        let Selection::Only(selected) = &self.inputs.options.selection else {
            return;
        };
        for key in candidates.clone().iter() {
            let (module, import) = self.inputs.graph.imports[key];
            let start = self
                .inputs
                .program
                .facts(module)
                .map(|facts| facts.imports[import as usize].alias.start);
            let name = &self.inputs.program.modules[module].name;
            // Beside what was selected stand imports that lead to nothing heavy.
            if self.reached(self.before, key).common(self.heavy).is_empty() {
                continue;
            }
            if !start.is_some_and(|start| selected.contains(&(name.clone(), start))) {
                candidates.remove(key);
                self.kept.insert(key, Kept::new(Code::LoadedAnyway));
            }
        }
    }

    /// Why an import stays: some handler around its uses would catch what the modules that move raise.
    pub(super) fn handled(&self, key: EdgeKey, moved: &Bits) -> Option<Kept> {
        let raised = raised_by(self.inputs, moved);
        let handled = (!raised.is_empty()).then(|| self.handled.get_or_init(|| Handled::new(self.inputs)))?;
        handled.keeps(self.inputs, key, &raised)
    }

    /// Imports whose failure somebody handles: what is loaded below a guarded import of a module of the project, and may be
    /// missing, is part of what the guard asks.
    fn keep_guarded(&mut self, candidates: &mut Bits) {
        let below = guarded(self.inputs);
        for key in candidates.clone().iter() {
            let (module, _) = self.inputs.graph.imports[key];
            let Some(guards) = below.get(&module) else { continue };
            let shape = self.shapes.get(&key);
            let constants = || shape.into_iter().flat_map(|shape| &shape.constants);
            let mut kept = guards.iter().filter_map(|guard| {
                let keeps = |constant: &LazyConstant| guard.keeps_constant(self.inputs, module, constant.statement);
                guard.keeps(self.inputs, key).or_else(|| constants().find_map(keeps))
            });
            if let Some(kept) = kept.find(|kept| !self.inputs.options.waives(key, kept)) {
                candidates.remove(key);
                self.kept.insert(key, kept);
            }
        }
    }

    /// The ways by which the heavy modules behind some imports are loaded all the same, when all candidates are deferred.
    fn loaded_anyway(&mut self, candidates: &Bits, cut: &Bits) {
        let graph = self.inputs.graph;
        let least = Reach::new(graph, candidates);
        let entries = self.starts(&least);
        let importers = Importers::new(graph, candidates);
        let mut reasons: BTreeMap<EdgeKey, Kept> = BTreeMap::new();
        let mut by_goal: BTreeMap<ModuleId, Vec<EdgeKey>> = BTreeMap::new();
        for key in candidates.iter().filter(|&key| !cut.contains(key)) {
            let (module, _) = graph.imports[key];
            if self.inputs.options.starts.is_some() && !entries.iter().any(|&id| self.loads(id, module, &least)) {
                reasons.insert(key, Kept::new(Code::NotAtStart));
                continue;
            }
            let goals = self.reached(&least, key).common(self.heavy);
            // What it names itself says more than the packages around that.
            let named = graph.targets(key).filter(|&id| goals.contains(id)).last();
            if let Some(goal) = named.or_else(|| goals.iter().next()) {
                by_goal.entry(goal).or_default().push(key);
            }
        }
        for (goal, keys) in by_goal {
            let ways = importers.ways_to([goal]);
            for key in keys {
                let (module, _) = graph.imports[key];
                let loading = entries.iter().copied().filter(|&id| least.of(id).contains(module));
                let chain = std::iter::once(module)
                    .chain(loading)
                    .map(|start| follow(&ways, start))
                    .find(|chain| !chain.is_empty())
                    .unwrap_or_default();
                let names: Vec<&str> = chain
                    .iter()
                    .map(|&id| self.inputs.program.modules[id].name.as_str())
                    .collect();
                reasons.insert(key, Kept::told(Code::LoadedAnyway, names.join(" -> ")));
            }
        }
        for (key, reason) in reasons {
            self.kept.entry(key).or_insert(reason);
        }
    }

    /// Where `*` calls everything heavy, which says nothing of cost, the edits that need a generated file and take only a few
    /// modules away. Each package has a file of its own: what else is looked at changes nothing.
    fn too_dear(&self, cut: &Bits, entries: &[ModuleId]) -> Vec<(EdgeKey, Kept)> {
        let needs_helper = |key: &EdgeKey| {
            let shape = self.shapes.get(key);
            shape.is_some_and(|shape| shape.way.needs_helper())
        };
        if !self.inputs.options.heavy.iter().any(|pattern| pattern == "*") {
            return Vec::new();
        }
        let mut helped: BTreeMap<&str, Vec<EdgeKey>> = BTreeMap::new();
        for key in cut.iter().filter(needs_helper) {
            let (module, _) = self.inputs.graph.imports[key];
            let name = &self.inputs.program.modules[module].name;
            helped
                .entry(name.split('.').next().unwrap_or_default())
                .or_default()
                .push(key);
        }
        let with = Reach::new(self.inputs.graph, cut);
        let is_dear = |keys: &Vec<EdgeKey>| {
            let mut others = cut.clone();
            keys.iter().for_each(|&key| others.remove(key));
            let without = Reach::new(self.inputs.graph, &others);
            let mut gone = Bits::new(self.inputs.program.modules.len());
            for &entry in entries {
                gone.extend(&without.of(entry).without(with.of(entry)));
            }
            gone.iter().count() < WORTH_A_HELPER
        };
        let dear = helped.into_values().filter(is_dear).flatten();
        dear.map(|key| (key, Kept::new(Code::SmallGain))).collect()
    }
}
