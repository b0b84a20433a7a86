//! Methods that `super()` finds: those of the classes above, and of what stands beside these in the bases of a class below.
use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, Path, ScopeId, ScopeKind};

/// The classes of the project, by the last names of their bases.
pub(super) struct Supers<'a> {
    program: &'a Program,
    below: FxHashMap<&'a str, Vec<Class<'a>>>,
}

type Class<'a> = (ModuleId, &'a ModuleFacts, &'a Definition);

impl<'a> Supers<'a> {
    pub fn of(program: &'a Program) -> Self {
        let mut below: FxHashMap<&str, Vec<Class<'_>>> = FxHashMap::default();
        for (id, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
            for class in facts.definitions.iter().filter(|one| one.is_class) {
                for base in class.bases.iter().flatten() {
                    below.entry(base.last()).or_default().push((id, facts, class));
                }
            }
        }
        Supers { program, below }
    }

    /// Whether `super()` in a function leads to classes of others alone: its class has no other bases, and what is below that has no
    /// bases of the project besides.
    pub fn leads_to_others(&self, module: ModuleId, facts: &ModuleFacts, scope: ScopeId) -> bool {
        let program = self.program;
        let mut around = facts.scope_chain(scope);
        let class = around.find(|&id| facts.scopes[id as usize].kind == ScopeKind::Class);
        let class = class.and_then(|id| facts.definitions.iter().find(|one| one.is_class && one.body == id));
        let Some(class) = class else { return false };
        if !(class.bases.iter()).all(|base| is_of_others(program, module, facts, base.as_ref())) {
            return false;
        }
        // By their names alone: more classes than there are.
        let mut names = FxHashSet::default();
        let (mut pending, mut found) = (vec![class.name.as_str()], Vec::new());
        while let Some(name) = pending.pop() {
            if names.insert(name) {
                let below = self.below.get(name).map(Vec::as_slice).unwrap_or_default();
                pending.extend(below.iter().map(|(_, _, class)| class.name.as_str()));
                found.extend(below);
            }
        }
        found.iter().all(|(id, facts, class)| {
            class.bases.iter().all(|base| {
                let is_below = base.as_ref().is_some_and(|base| names.contains(base.last()));
                is_below || is_of_others(program, *id, facts, base.as_ref())
            })
        })
    }
}

/// Whether a base is a class of an installed module, or one that Python has by itself.
fn is_of_others(program: &Program, module: ModuleId, facts: &ModuleFacts, base: Option<&Path>) -> bool {
    let Some(base) = base else { return false };
    let is_builtin = || base.attributes.is_empty() && base.binding.is_none() && facts.global(&base.root).is_none();
    program.is_of_others(module, base) || program.entity(module, base).is_none() && is_builtin()
}
