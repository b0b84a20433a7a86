//! Whether what is looked up by a name that begins in some way is a module whose own name does: `sys.modules[f"app.plugins.{n}"]`.
use rustc_hash::FxHashSet;

use super::Program;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId};
use crate::semantics::facts::{MentionKind, Piece};

/// Methods of `sys.modules` that hand out no more than is asked for. What is put there by others is a mention of its own.
/// Not in `rules/`: these are the methods of dicts.
const ASKS: [&str; 8] = ["copy", "get", "items", "keys", "pop", "setdefault", "update", "values"];

/// What only goes through a mapping.
/// Not in `rules/`: these are builtins.
const GOES_THROUGH: [&str; 7] = ["dict", "frozenset", "len", "list", "set", "sorted", "tuple"];

impl Program {
    /// Whether a module may lie there under a name that begins so and is not its own, or be handed out for that: somebody puts
    /// one there, gives `sys.modules` another name, or has an `import_module` of his own.
    pub fn may_be_other_below(&self, start: &str) -> bool {
        let mut own = self.own_modules().filter_map(|id| self.facts(id));
        own.any(|facts| {
            let puts = facts.mentions.iter().any(|mention| match &mention.kind {
                MentionKind::Puts { name, .. } => match name.first() {
                    Some(Piece::Text(text)) => text.starts_with(start) || start.starts_with(text.as_str()),
                    Some(Piece::NameOf(_) | Piece::Unknown) | None => true,
                },
                _ => false,
            });
            puts || hands_out(facts) || facts.definitions.iter().any(|one| one.name == "import_module")
        })
    }
}

/// Whether a file does anything with `sys.modules` but look something up there, or go through it.
fn hands_out(facts: &ModuleFacts) -> bool {
    let code = &facts.code;
    let is_it = |at: ExprId| {
        matches!(code.expression(at), Expr::Attribute(of, name)
            if code.name(*name) == "modules" && matches!(code.expression(*of), Expr::Name(root) if code.name(*root) == "sys"))
    };
    let is_taken =
        |import: &crate::semantics::facts::Import| import.module == "sys" && import.name.as_deref() == Some("modules");
    if facts.imports.iter().any(is_taken) {
        return true;
    }
    if !code.has_name("modules") {
        return false;
    }
    let asked = asked(code);
    let mut all = 0..code.expressions.len() as ExprId;
    all.any(|at| is_it(at) && !asked.contains(&at))
}

/// The expressions that are only looked into.
fn asked(code: &Code) -> FxHashSet<ExprId> {
    let mut found = FxHashSet::default();
    for expression in &code.expressions {
        match expression {
            Expr::Subscript(of, _) => drop(found.insert(*of)),
            Expr::Compare(_, rest) => found.extend(rest.iter().map(|&(_, right)| right)),
            Expr::Attribute(of, name) if ASKS.contains(&code.name(*name)) => drop(found.insert(*of)),
            Expr::Call(callee, handed) => {
                let goes =
                    matches!(code.expression(*callee), Expr::Name(name) if GOES_THROUGH.contains(&code.name(*name)));
                found.extend(handed.iter().filter(|_| goes).map(|argument| argument.value));
            }
            _ => {}
        }
    }
    found
}
