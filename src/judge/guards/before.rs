//! What has been loaded whenever a guard runs: about that it asks nothing.
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Guards, Place};
use crate::graph::{Bits, ModuleId};
use crate::semantics::facts::{Import, MODULE};

/// What has been found of modules: what each loads in any case, and itself.
#[derive(Default)]
pub(super) struct SureLoads(RefCell<FxHashMap<ModuleId, Rc<Bits>>>);

impl Guards<'_> {
    /// The modules that have been loaded without a guard whenever the code at a place runs, or above it in the same guard: had
    /// one of them been missing, it would not run.
    pub(super) fn loaded_before(&self, place: Place) -> Bits {
        let program = self.inputs.program;
        let mut pending = Vec::new();
        if let Some(facts) = program.facts(place.module) {
            let function = facts.executing_function(place.scope);
            let is_late = function.is_some_and(|function| !self.executed.contains(&(place.module, function)));
            let before = facts.imports.iter().filter(|import| {
                let is_above = import.alias.start < place.start;
                import.scope == MODULE && (is_late || is_above) || import.scope == place.scope && is_above
            });
            let is_tried = |import: &Import| {
                let context = import.context;
                let here = import.scope == place.scope && context.import_errors_caught;
                here && context.catcher == place.catcher && import.is_certain()
            };
            for import in before.filter(|import| import.runs_in_any_case() || is_tried(import)) {
                pending.extend(self.loads(place.module, import));
            }
            // A function that runs later runs after the packages around its module, too.
            let around = std::iter::successors(program.parent(place.module), |&module| program.parent(module));
            for package in around.filter(|_| is_late) {
                pending.extend(self.surely(package));
            }
        }
        let mut loaded = Bits::new(program.modules.len());
        for id in pending {
            loaded.extend(&self.surely_with(id));
        }
        loaded
    }

    /// A module, with all that is loaded in any case when it is, or it fails.
    fn surely_with(&self, module: ModuleId) -> Rc<Bits> {
        if let Some(known) = self.sure_loads.0.borrow().get(&module) {
            return Rc::clone(known);
        }
        let mut found = Bits::new(self.inputs.program.modules.len());
        let mut pending = vec![module];
        while let Some(id) = pending.pop() {
            if let Some(known) = self.sure_loads.0.borrow().get(&id) {
                found.extend(known);
            } else if found.insert(id) {
                pending.extend(self.surely(id));
            }
        }
        let found = Rc::new(found);
        self.sure_loads.0.borrow_mut().insert(module, Rc::clone(&found));
        found
    }

    /// What an import loads, and the packages around it.
    fn loads(&self, module: ModuleId, import: &Import) -> Vec<ModuleId> {
        let program = self.inputs.program;
        let targets = program.targets(module, import).into_iter();
        targets.flat_map(|target| program.with_parents(target)).collect()
    }

    /// What a module loads in any case, or fails.
    fn surely(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> + '_ {
        let graph = self.inputs.graph;
        let facts = self.inputs.program.facts(module);
        let edges = graph.edges[module].iter().filter(move |edge| match edge.key {
            None => edge.implicit,
            Some(key) => {
                let (importer, import) = graph.imports[key];
                importer == module && facts.is_some_and(|facts| facts.imports[import as usize].runs_in_any_case())
            }
        });
        edges.map(|edge| edge.target)
    }
}
