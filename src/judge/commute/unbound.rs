//! Names that are taken by import statements which fail where the name is not there yet.
//!
//! In a cycle of imports one order of entering works, and another one does not. A module that takes a name of the importing one,
//! bound behind the import, has not been loaded by that import: both would have failed. It has been loaded before.
use super::Commute;
use crate::evaluate::Place;
use crate::graph::reach::loaded_beside;
use crate::graph::{Bits, ModuleId};
use crate::semantics::facts::MODULE;

impl Commute<'_> {
    /// Whether a module reads a name of another one by an import statement that fails as long as nobody has bound the name, and
    /// whose failure nobody handles.
    pub(super) fn fails_unbound(&self, reader: ModuleId, place: Place, owner: ModuleId, name: &str) -> bool {
        let program = self.inputs.program;
        let Some((facts, of_owner)) = program.facts(reader).zip(program.facts(owner)) else {
            return false;
        };
        let mut imports = facts.imports.iter();
        let takes = imports.any(|import| {
            import.scope == MODULE
                && import.name.as_deref() == Some(name)
                && import.statement.start <= place.span.start
                && place.span.end <= import.statement.end
                && import.runs_in_any_case()
                && program.targets(reader, import).contains(&owner)
        });
        let is_found_otherwise = of_owner.global("__getattr__").is_some() || program.submodule(owner, name).is_some();
        place.module == reader && takes && !is_found_otherwise && !self.is_tried(owner)
    }

    /// Whether some code of the project goes on where a module cannot be imported. The packages around that code are loaded.
    fn is_tried(&self, module: ModuleId) -> bool {
        let (program, graph) = (self.inputs.program, self.inputs.graph);
        program.own_modules().any(|id| {
            let mut around = Bits::new(program.modules.len());
            for at in program.with_parents(id) {
                around.insert(at);
            }
            let imports = program.facts(id).into_iter().flat_map(|facts| &facts.imports);
            let mut tried = imports.filter(|import| import.context.import_errors_caught);
            tried.any(|import| {
                let targets = program.targets(id, import);
                loaded_beside(graph, targets.iter().copied(), &around).contains(module)
            })
        })
    }
}
