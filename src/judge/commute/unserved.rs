//! Names that somebody reads of a module while that is still being loaded: a `__getattr__` below its imports comes too late for them.
use super::super::Code;
use super::super::verdict::Kept;
use super::Commute;
use crate::evaluate::{Part, Place};
use crate::graph::{ModuleId, Reach, Sighting};

impl Commute<'_> {
    /// Why a module cannot serve a name: a module that it loads itself, in whatever order a cycle is entered, reads the name while it
    /// is imported, by whatever way it gets hold of the module.
    pub fn read_while_loading(&self, module: ModuleId, name: &str, before: &Reach) -> Option<Kept> {
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let parts = &self.parts;
        // What an import statement takes is an edge of the graph, which goes where the statement goes.
        let is_import = |place: &Place| {
            let facts = program.facts(place.module);
            let mut imports = facts.into_iter().flat_map(|facts| &facts.imports);
            imports.any(|import| import.statement.start <= place.span.start && place.span.end <= import.statement.end)
        };
        let read = parts.of_names.get(&module)?.iter().find(|(reader, part, place)| {
            let Part::Name(_, symbol) = part else { return false };
            let is_it = *reader != module && evaluation.symbols.text(*symbol) == name;
            is_it && before.of(module).contains(*reader) && !is_import(place)
        });
        read.map(|(reader, _, place)| {
            let at = Sighting {
                module: place.module,
                span: place.span,
            };
            let reader = &program.modules[*reader].name;
            Kept::at(
                Code::UsedAtImport,
                format!("by `{reader}`, which this module loads"),
                at,
            )
        })
    }
}
