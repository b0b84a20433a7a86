//! Tests that tell a base class of others what to replace: `class Test(kit.Case): targets = ["app.core.connect"]`.
use super::Look;
use crate::graph::program::{Entity, Kind};
use crate::semantics::facts::{Definition, Path, ScopeId, ScopeKind};

/// What such a base class calls for it.
/// Not in `rules/`: it is what the standard library has for this.
const REPLACES: [&str; 2] = ["patch", "setattr"];

impl Look<'_> {
    /// Whether a scope of a test is in a class with a base of others that may replace what texts name.
    pub(super) fn is_told_to_patching_base(&self, scope: ScopeId) -> bool {
        if self.program.modules[self.module].kind != Kind::Test {
            return false;
        }
        let around = self.facts.scope_chain(scope);
        let mut classes = around.filter(|&scope| self.facts.scopes[scope as usize].kind == ScopeKind::Class);
        classes.any(|scope| {
            let definition = self.facts.scopes[scope as usize].definition;
            let class: Option<&Definition> = definition.map(|id| &self.facts.definitions[id as usize]);
            let mut bases = class.into_iter().flat_map(|class| class.bases.iter().flatten());
            bases.any(|base| self.may_patch(base))
        })
    }

    /// Whether a class of others may replace what it is told the name of. Those of Python do not.
    fn may_patch(&self, base: &Path) -> bool {
        let (Some(Entity::Attribute(module, _)) | Some(Entity::Module(module))) =
            self.program.entity(self.module, base)
        else {
            return false;
        };
        match self.program.modules[module].kind {
            Kind::Site => {
                let facts = self.program.facts(module);
                facts.is_none_or(|facts| REPLACES.iter().any(|name| facts.code.has_name(name)))
            }
            Kind::Missing => true,
            Kind::FirstParty | Kind::Test | Kind::Beside | Kind::Standard => false,
        }
    }
}
