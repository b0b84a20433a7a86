//! Names that are taken by import statements which fail where the name is not there yet.
//!
//! In a cycle of imports one order of entering works, and another one does not. A module that takes a name of the importing one,
//! bound behind the import, has not been loaded by that import: both would have failed. It has been loaded before.
use super::Commute;
use crate::evaluate::Place;
use crate::graph::reach::loaded_beside;
use crate::graph::visibility::{Part, parts_of_statement};
use crate::graph::{Bits, ModuleId};
use crate::semantics::code::{Code, Expr, Stmt};
use crate::semantics::facts::MODULE;
use crate::syntax::Span;

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

    /// Whether what reads an attribute at a place does without it where it is not there: a call such as `getattr(m, "n", None)`, or
    /// code that a `try` stands around.
    pub(super) fn does_without(&self, place: Place) -> bool {
        let facts = self.inputs.program.facts(place.module);
        facts.is_some_and(|facts| {
            let mut bodies = facts.code.bodies.iter();
            bodies.any(|body| is_in_doubt(&facts.code, &body.statements, place.span, false))
        })
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

/// Whether an expression of a block is a call, or stands in a `try`.
fn is_in_doubt(code: &Code, block: &[Stmt], at: Span, is_tried: bool) -> bool {
    block.iter().any(|statement| {
        let mut found = false;
        parts_of_statement(code, statement, &mut |part| {
            if let Part::Expression(id, _) = part {
                let is_call = matches!(code.expression(id), Expr::Call(..));
                found |= code.span(id) == at && (is_call || is_tried);
            }
        });
        let is_tried = is_tried || matches!(statement, Stmt::Try { handlers, .. } if !handlers.is_empty());
        found
            || statement
                .blocks()
                .into_iter()
                .any(|inner| is_in_doubt(code, inner, at, is_tried))
    })
}
