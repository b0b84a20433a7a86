//! A syntax tree into [`Code`]. Every form of the grammar is lowered to something that does at least as much; nothing is
//! evaluated, folded or left out but annotations that do nothing wherever they are evaluated, the bounds of type parameters, and the
//! values of `type` statements.
mod bodies;
mod expressions;
mod operators;
mod patterns;
mod statements;
mod strings;
#[cfg(test)]
pub mod tests;

use ruff_python_ast::Stmt;
use rustc_hash::{FxHashMap, FxHashSet};

use super::code::{BodyKind, Code, Expr, ExprId, Name};
use super::facts::{BindingId, Import, ImportId, MODULE, ModuleFacts, ScopeId};
use crate::syntax::Span;
use bodies::{Header, Open};

/// The code of a file, whose facts say which scopes and imports its statements have.
pub(super) fn lower(text: &str, body: &[Stmt], facts: &ModuleFacts) -> Code {
    let mut lowering = Lowering::new(facts);
    let span = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let header = Header {
        kind: BodyKind::Module,
        name: lowering.text(""),
        span,
        scope: MODULE,
        is_async: false,
    };
    lowering.body(header, Vec::new(), None, |lowering| lowering.block(body));
    lowering.code
}

/// The growing code of one file.
struct Lowering {
    code: Code,
    names: FxHashMap<String, Name>,
    /// The scopes of functions and classes, by where their names start.
    definitions: FxHashMap<u32, ScopeId>,
    /// The scopes of lambdas, by where they start.
    lambdas: FxHashMap<u32, ScopeId>,
    /// The aliases of import statements, by where these start.
    imports: FxHashMap<u32, Vec<ImportId>>,
    /// The body whose code is being lowered.
    current: Open,
    /// The name of the class around that code, without the underscores before it.
    class: Option<String>,
    /// Whether annotations are never evaluated, by the future import.
    has_future_annotations: bool,
    /// What the file binds anywhere, but for what it has of `typing`: names that may mean what somebody made. None where it may be any.
    bound: Option<FxHashSet<String>>,
}

impl Lowering {
    fn new(facts: &ModuleFacts) -> Self {
        let definitions = facts.definitions.iter();
        let mut imports: FxHashMap<u32, Vec<ImportId>> = FxHashMap::default();
        for (id, import) in (0..).zip(&facts.imports) {
            imports.entry(import.statement.start).or_default().push(id);
        }
        Lowering {
            code: Code::default(),
            names: FxHashMap::default(),
            definitions: definitions
                .map(|definition| (definition.name_span.start, definition.body))
                .collect(),
            lambdas: facts.lambdas.iter().copied().collect(),
            imports,
            current: Open::default(),
            class: None,
            has_future_annotations: facts.future_annotations,
            bound: bound(facts),
        }
    }

    /// A text, as it is.
    fn text(&mut self, text: &str) -> Name {
        if let Some(&known) = self.names.get(text) {
            return known;
        }
        let name = self.code.names.len() as Name;
        self.code.names.push(text.to_owned());
        self.names.insert(text.to_owned(), name);
        name
    }

    /// An identifier. In a class, `__name` means `_Class__name`.
    fn name(&mut self, identifier: &str) -> Name {
        match &self.class {
            Some(class) if identifier.starts_with("__") && !identifier.ends_with("__") && !class.is_empty() => {
                let mangled = format!("_{class}{identifier}");
                self.text(&mangled)
            }
            _ => self.text(identifier),
        }
    }

    /// Adds an expression whose operands are there.
    fn push(&mut self, expression: Expr, span: Span) -> ExprId {
        let id = self.code.expressions.len() as ExprId;
        self.code.expressions.push(expression);
        self.code.spans.push(span);
        id
    }
}

/// The names that a file binds, but for those that it imports of `typing`; none where a star import may bind any.
fn bound(facts: &ModuleFacts) -> Option<FxHashSet<String>> {
    if facts.imports.iter().any(Import::is_star) {
        return None;
    }
    let is_typing = |import: &&Import| matches!(import.module.as_str(), "typing" | "typing_extensions");
    let of_typing = facts.imports.iter().filter(is_typing);
    let of_typing: FxHashSet<BindingId> = of_typing.filter_map(|import| import.binding).collect();
    let bindings = (0..).zip(&facts.bindings);
    let bindings = bindings.filter(|(id, _)| !of_typing.contains(id));
    Some(bindings.map(|(_, binding)| binding.name.clone()).collect())
}
