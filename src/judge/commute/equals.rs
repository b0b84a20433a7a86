//! Several modules of the project give an attribute of an installed module the same value: which of them does so first makes no
//! difference, as long as any code that uses that module has loaded one of them.
//!
//! Nothing that is imported earlier than before has a say in it: deferring only takes executions away. So all that may go wrong
//! is that somebody who had loaded such a module before his import of the changed one was complete has no longer.
use rustc_hash::FxHashMap;

use super::Commute;
use crate::evaluate::{Access, Effect, Evaluation, Facet};
use crate::graph::{ModuleId, Program, Reach};
use crate::semantics::facts;

/// An attribute of an installed module, and the modules of the project that all give it one value.
pub(super) struct Equals {
    target: ModuleId,
    writers: Vec<ModuleId>,
}

/// The attributes that are set so, by their dotted names.
pub(super) fn equals(program: &Program, evaluation: &Evaluation) -> FxHashMap<String, Equals> {
    let mut writers: FxHashMap<&str, Vec<(ModuleId, &Effect)>> = FxHashMap::default();
    for (module, effects) in evaluation.of.iter().enumerate() {
        for effect in effects.iter().filter(|effect| effect.access != Access::Read) {
            if let Facet::Attribute(name) = &effect.facet {
                writers.entry(name).or_default().push((module, effect));
            }
        }
    }
    writers.retain(|_, writes| {
        let constant = writes[0].1.constant.as_ref();
        let is_equal = |(module, effect): &(ModuleId, &Effect)| {
            program.modules[*module].is_own() && effect.module == *module && effect.constant.as_ref() == constant
        };
        writes.len() > 1 && constant.is_some() && writes.iter().all(is_equal)
    });
    // Nor does a function give it another one.
    let later = evaluation.later.iter().flat_map(|later| &later.effects);
    for effect in later.filter(|effect| !program.modules[effect.module].is_beside()) {
        match &effect.facet {
            Facet::Attribute(name) if effect.access != Access::Read => writers.remove(name.as_str()),
            _ => None,
        };
    }
    let found = writers.into_iter().filter_map(|(name, writes)| {
        let (owner, attribute) = name.rsplit_once('.')?;
        let target = program.find(owner)?;
        let is_plain = !program.modules[target].is_own()
            && is_bound_once(program, target, attribute)
            && !is_used_at_import(program, evaluation, target, attribute);
        let writers = writes.into_iter().map(|(module, _)| module).collect();
        is_plain.then(|| (name.to_owned(), Equals { target, writers }))
    });
    found.collect()
}

/// Whether a module binds a name in one place, at its own level.
fn is_bound_once(program: &Program, module: ModuleId, name: &str) -> bool {
    let Some(facts) = program.facts(module) else {
        return false;
    };
    facts.global(name).is_some_and(|id| {
        let kinds = facts.bindings[id as usize].kinds;
        kinds.assignments == 1 && kinds.imports + kinds.deletions == 0 && !kinds.from_global_statement
    })
}

/// Whether somebody else may look at an attribute of a module while modules are imported: takes it, names it, or calls a function
/// of the module.
fn is_used_at_import(program: &Program, evaluation: &Evaluation, target: ModuleId, attribute: &str) -> bool {
    let top = |id: ModuleId| program.modules[id].top();
    let others = (0..program.modules.len()).filter(|&id| top(id) != top(target));
    others.into_iter().any(|id| {
        let Some(facts) = program.facts(id) else { return false };
        let names = facts.references.iter().any(|reference| {
            reference.access == facts::Access::Read
                && reference.attributes.iter().any(|name| name == attribute)
                && facts.executing_function(reference.scope).is_none()
        });
        let takes = facts
            .imports
            .iter()
            .any(|import| import.name.as_deref() == Some(attribute));
        names
            || takes
            || evaluation.followed.executed[id]
                .iter()
                .any(|(module, _)| *module == target)
    })
}

impl Commute<'_> {
    /// Where others that stay do what `module` does to an attribute: the modules of the project that use the changed one
    /// without having loaded any of these. None where it is not so simple.
    pub fn without_equal(&self, module: ModuleId, effect: &Effect, after: &Reach) -> Option<Vec<ModuleId>> {
        let Facet::Attribute(name) = &effect.facet else {
            return None;
        };
        let equals = self
            .equals
            .get(name)
            .filter(|equals| equals.writers.contains(&module))?;
        let loads = |id: ModuleId| self.loads_equal(name, id, after);
        let mut without = Vec::new();
        for (targets, importers) in &self.own_imports.by_targets {
            let leads = |id: ModuleId| id == equals.target || after.of(id).contains(equals.target);
            if targets.iter().any(|&target| leads(target)) && !targets.iter().any(|&target| loads(target)) {
                without.extend(importers.iter().copied().filter(|&id| !loads(id)));
            }
        }
        without.sort_unstable();
        without.dedup();
        Some(without)
    }

    /// Whether a module is, or loads, one that sets the attribute.
    pub fn loads_equal(&self, attribute: &str, id: ModuleId, after: &Reach) -> bool {
        let writers = self
            .equals
            .get(attribute)
            .into_iter()
            .flat_map(|equals| &equals.writers);
        let mut writers = writers.copied();
        writers.any(|writer| writer == id || after.of(id).contains(writer))
    }
}
