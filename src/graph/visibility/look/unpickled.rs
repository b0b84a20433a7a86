//! Classes that say for pickle where it finds what it is told the name of: `find_class`. It looks up any name in modules whose names
//! come out of that method; those that stand in texts of the file, or of others that it knows, may be.
use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::program::ModuleId;
use crate::graph::visibility::parts::{Part, each_part};
use crate::semantics::code::{Expr, Literal};
use crate::semantics::facts::{ScopeKind, Touch};

/// The method that pickle asks.
const FINDS: &str = "find_class";

impl Look<'_> {
    /// Notes the modules of the project that such a class of the file may look into.
    pub(super) fn unpickled(&mut self) {
        let facts = self.facts;
        let is_method = |scope: u32| facts.scopes[scope as usize].kind == ScopeKind::Class;
        let mut methods = facts.definitions.iter();
        let Some(method) = methods.find(|one| !one.is_class && one.name == FINDS && is_method(one.scope)) else {
            return;
        };
        let words = self.words_of(&self.nearby());
        let named = words.iter().filter_map(|word| self.program.find(word));
        // What the method itself writes may be a part of a name: `module.replace("old", "app")`.
        let mut texts = FxHashSet::default();
        for body in facts.code.bodies.iter().filter(|body| body.scope == method.body) {
            each_part(&facts.code, &body.statements, &mut |part| {
                if let Part::Expression(at, _) = part
                    && let Expr::Literal(Literal::Text(text)) = facts.code.expression(at)
                {
                    texts.insert(facts.code.name(*text).trim_matches('.'));
                }
            });
        }
        let parts = texts.into_iter().filter(|text| self.program.find(text).is_some());
        let below = parts.flat_map(|text| self.program.named_or_below(&format!("{text}.*")));
        let meant: Vec<ModuleId> = named.chain(below).collect();
        let at = self.at(method.name_span);
        for module in meant {
            if self.program.modules[module].is_own() {
                self.computed(module, Touch::Read, at);
            }
        }
    }
}
