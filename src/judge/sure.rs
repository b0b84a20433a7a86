//! What a module loads in any case, or fails.
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::inputs::Inputs;
use crate::graph::{Bits, Kind, ModuleId};
use crate::semantics::facts::Import;

/// What has been found of modules: what each loads in any case, and itself.
pub(super) struct SureLoads {
    found: RefCell<FxHashMap<ModuleId, Rc<Bits>>>,
    /// The modules whose imports count.
    through: fn(Inputs<'_>, ModuleId) -> bool,
}

impl Default for SureLoads {
    fn default() -> Self {
        SureLoads::through(|_, _| true)
    }
}

impl SureLoads {
    /// As far as the imports of some modules go.
    pub fn through(through: fn(Inputs<'_>, ModuleId) -> bool) -> Self {
        SureLoads {
            found: RefCell::default(),
            through,
        }
    }

    /// A module whose imports count, with all that is loaded in any case when it is, or it fails.
    pub fn with(&self, inputs: Inputs<'_>, module: ModuleId) -> Rc<Bits> {
        if let Some(known) = self.found.borrow().get(&module) {
            return Rc::clone(known);
        }
        let mut found = Bits::new(inputs.program.modules.len());
        let mut pending = vec![module];
        while let Some(id) = pending.pop() {
            if let Some(known) = self.found.borrow().get(&id) {
                found.extend(known);
            } else if found.insert(id) && (self.through)(inputs, id) {
                pending.extend(surely(inputs, id));
            }
        }
        let found = Rc::new(found);
        self.found.borrow_mut().insert(module, Rc::clone(&found));
        found
    }
}

/// What a module itself loads in any case, or fails.
pub(super) fn surely(inputs: Inputs<'_>, module: ModuleId) -> impl Iterator<Item = ModuleId> + '_ {
    let (graph, modules) = (inputs.graph, &inputs.program.modules);
    let facts = inputs.program.facts(module);
    let is_standard = |id: ModuleId| modules[id].kind == Kind::Standard;
    let edges = graph.edges[module].iter().filter(move |edge| match edge.key {
        None => edge.implicit,
        Some(key) => {
            let (importer, import) = graph.imports[key];
            // What Python tries to import of its own is there, where this interpreter has it.
            let is_there = is_standard(module) && is_standard(edge.target);
            let runs = |import: &Import| import.runs_in_any_case() || is_there && import.is_certain();
            importer == module && facts.is_some_and(|facts| runs(&facts.imports[import as usize]))
        }
    });
    edges.map(|edge| edge.target)
}
