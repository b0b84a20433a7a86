//! Functions that take away from the search path what they put there before.
use super::Function;
use crate::evaluate::{Access, Effect, Facet};
use crate::graph::visibility::{Part, each_part};
use crate::semantics::code::{Expr, ExprId};

fn is(effect: &Effect, facet: &str) -> bool {
    matches!(&effect.facet, Facet::State(name) if name == facet)
}

impl Function<'_> {
    /// Whether a write takes an entry away from the search path which the function put there, as it is written.
    pub(super) fn takes_back(&self, write: &Effect) -> bool {
        let of_path = |effect: &&&Effect| is(effect, "sys.path") && effect.access != Access::Read;
        let mut at_once = self.effects.iter().filter(of_path);
        let mut earlier = self.effects.iter().filter(of_path);
        (is(write, "path_entries") || is(write, "path_hooks"))
            && at_once.any(|other| other.span == write.span)
            && earlier.any(|other| other.span.start < write.span.start && self.removes(other, write))
    }

    /// Whether a removal names the entry that an earlier call added: by its value (`remove(folder)`), or by its place (`pop(0)`
    /// behind `insert(0, folder)`, `pop()` behind `append(folder)`). What is not done by such calls is taken for it.
    fn removes(&self, added: &Effect, removed: &Effect) -> bool {
        let (Some((adding, added)), Some((removing, removed))) = (self.call(added), self.call(removed)) else {
            return true;
        };
        match (adding, removing, added.as_slice(), removed.as_slice()) {
            ("insert", "remove", [_, entry], [value]) | ("append", "remove", [entry], [value]) => {
                self.code.is_same(*entry, *value)
            }
            ("insert", "pop", [place, _], [value]) => self.code.is_same(*place, *value),
            ("insert" | "append", "remove" | "pop", _, removed) => adding == "append" && removed.is_empty(),
            _ => true,
        }
    }

    /// The method that an effect calls, with what it is handed.
    fn call(&self, effect: &Effect) -> Option<(&str, Vec<ExprId>)> {
        let mut found = None;
        each_part(self.code, &self.body.statements, &mut |part| {
            let Part::Expression(id, _) = part else { return };
            if let Expr::Call(callee, handed) = self.code.expression(id)
                && self.code.span(id) == effect.span
                && let Expr::Attribute(_, method) = self.code.expression(*callee)
            {
                let handed = handed.iter().map(|argument| argument.value);
                found = Some((self.code.name(*method), handed.collect()));
            }
        });
        found
    }
}
