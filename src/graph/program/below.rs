//! Whether what is looked up by a name that begins in some way is a module whose own name does: `sys.modules[f"app.plugins.{n}"]`.
use rustc_hash::FxHashSet;

use super::Program;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{ArgumentKind, Code, Expr, ExprId};
use crate::semantics::facts::{Import, MentionKind, Piece};

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
            puts || hands_out(facts, start) || facts.definitions.iter().any(|one| one.name == "import_module")
        })
    }
}

/// Whether a file does anything with `sys.modules` but look something up there, go through it, or put something there under
/// names that begin in another way.
fn hands_out(facts: &ModuleFacts, start: &str) -> bool {
    let code = &facts.code;
    let is_it = |at: ExprId| {
        matches!(code.expression(at), Expr::Attribute(of, name)
            if code.name(*name) == "modules" && matches!(code.expression(*of), Expr::Name(root) if code.name(*root) == "sys"))
    };
    let is_taken = |import: &Import| import.module == "sys" && import.name.as_deref() == Some("modules");
    if facts.imports.iter().any(is_taken) {
        return true;
    }
    if !code.has_name("modules") {
        return false;
    }
    let asked = asked(code, start);
    let mut all = 0..code.expressions.len() as ExprId;
    all.any(|at| is_it(at) && !asked.contains(&at))
}

/// The expressions that are only looked into, or are changed under other names.
fn asked(code: &Code, start: &str) -> FxHashSet<ExprId> {
    let is_elsewhere = |key: ExprId| code.text(key).is_some_and(|name| !name.starts_with(start));
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
                // What tests put there for a while: `monkeypatch.setitem(sys.modules, "name", new)`, `patch.dict(sys.modules, {...})`.
                let method = match code.expression(*callee) {
                    Expr::Attribute(_, name) => code.name(*name),
                    _ => "",
                };
                if let Some((of, rest)) = handed.split_first() {
                    let is_put_elsewhere = match method {
                        "setitem" | "delitem" => rest.first().is_some_and(|key| is_elsewhere(key.value)),
                        "dict" => rest.iter().all(|one| match (one.kind, code.expression(one.value)) {
                            (ArgumentKind::Keyword(name), _) => !code.name(name).starts_with(start),
                            (_, Expr::Dict(items)) => items.iter().all(|(key, _)| key.is_some_and(is_elsewhere)),
                            _ => false,
                        }),
                        _ => false,
                    };
                    found.extend(is_put_elsewhere.then_some(of.value));
                }
            }
            _ => {}
        }
    }
    found
}
