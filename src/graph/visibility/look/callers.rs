//! Functions whose local names somebody goes through who looks into their frames: a name that is imported there would be one more.
use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::graph::visibility::frames::Whose;
use crate::graph::visibility::{Sighting, note};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Operation, OperationKind};

/// What has a function called with every frame.
/// Not in `rules/`: the standard library has no others.
const FOLLOWERS: [&str; 3] = ["setprofile", "settrace", "monitoring"];

impl Look<'_> {
    /// Notes the functions of the project whose frame it may be.
    pub(super) fn locals_of_callers(&mut self, whose: Whose, at: Sighting) {
        let program = self.program;
        let own: Vec<(ModuleId, &ModuleFacts)> = program
            .own_modules()
            .filter_map(|id| Some((id, program.facts(id)?)))
            .collect();
        let is_of_this = |id: ModuleId, call: &Operation| {
            let path = call.path.as_ref();
            id == self.module
                || path.is_some_and(|path| match program.entity(id, path) {
                    Some(Entity::Attribute(target, _)) => target == self.module,
                    Some(Entity::Module(_)) => false,
                    // A method of something.
                    None => !path.attributes.is_empty() && self.defines(path.last()),
                })
        };
        let looks = |id: ModuleId, call: &Operation| match whose {
            Whose::Caller(name) => {
                let name = self.facts.code.name(name);
                call.path.as_ref().is_some_and(|path| path.last() == name)
            }
            Whose::Callers => is_of_this(id, call),
            Whose::Handed(_) | Whose::Own | Whose::Nobody => false,
        };
        let mut found = FxHashSet::default();
        for &(id, facts) in &own {
            let calls = facts
                .operations
                .iter()
                .filter(|call| call.kind != OperationKind::Implicit);
            let calling = calls.filter(|call| looks(id, call));
            found.extend(calling.filter_map(|call| Some((id, facts.executing_function(call.scope)?))));
            // The frames of all functions are handed over: those that are named are looked into.
            let is_followed =
                matches!(whose, Whose::Handed(_)) && FOLLOWERS.iter().any(|name| self.facts.code.has_name(name));
            let named = facts
                .definitions
                .iter()
                .filter(|function| is_followed && !function.is_class && self.facts.words.contains(&function.name));
            found.extend(named.map(|function| (id, function.body)));
        }
        for function in found {
            note(&mut self.seen.locals_read, function, at);
        }
    }

    fn defines(&self, name: &str) -> bool {
        self.facts.definitions.iter().any(|one| one.name == name)
    }
}
