//! Statements of a module that change what imports around them find: the environment, `sys.path`, warnings, import hooks.
use super::names;
use crate::graph::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::OperationKind;
use crate::syntax::Span;

/// A statement at module level that changes what imports find, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Where.
    pub span: Span,
    /// What is changed or called.
    pub what: String,
}

/// The windows of a module, in the order of the text.
pub fn windows(program: &Program, module: ModuleId, facts: &ModuleFacts) -> Vec<Window> {
    let mut found: Vec<Window> = facts
        .operations
        .iter()
        .filter(|operation| !operation.context.main_guard && facts.executing_function(operation.scope).is_none())
        .filter(|operation| operation.kind != OperationKind::Raise)
        .filter_map(|operation| {
            let path = operation.path.as_ref()?;
            let opens = program
                .known_names(module, path)
                .iter()
                .any(|name| names::opens_window(name));
            // Reading is no change.
            let reads =
                operation.kind == OperationKind::Call && matches!(path.last(), "get" | "copy" | "items" | "keys");
            (opens && !reads).then(|| Window {
                span: operation.span,
                what: path.dotted(),
            })
        })
        .collect();
    found.sort_by_key(|window| window.span);
    found
}
