//! What has been loaded whenever a guard runs: about that it asks nothing.
use super::super::sure::surely;
use super::{Guards, Place};
use crate::graph::{Bits, ModuleId};
use crate::semantics::facts::{Import, MODULE};

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
                pending.extend(surely(self.inputs, package));
            }
        }
        let mut loaded = Bits::new(program.modules.len());
        for id in pending {
            loaded.extend(&self.sure_loads.with(self.inputs, id));
        }
        loaded
    }

    /// What an import loads, and the packages around it.
    fn loads(&self, module: ModuleId, import: &Import) -> Vec<ModuleId> {
        let program = self.inputs.program;
        let targets = program.targets(module, import).into_iter();
        targets.flat_map(|target| program.with_parents(target)).collect()
    }
}
