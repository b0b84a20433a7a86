//! What loading a module puts into the package around it: its name there, in the place of what the package has under that.
use super::super::Code;
use super::super::choose::Chooser;
use super::super::verdict::Kept;
use crate::graph::{Bits, ModuleId, Reach, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::BindingId;

impl Chooser<'_, '_> {
    /// The first of the modules that move whose package has something else under its name, and does not load it itself: that stands
    /// there for longer, and what was put there in the meantime is lost.
    pub(in super::super) fn takes_a_name(&self, moved: &Bits, after: &Reach) -> Option<Kept> {
        let (program, visibility) = (self.inputs.program, self.inputs.visibility);
        moved.iter().find_map(|id| {
            let package = program.parent(id)?;
            if after.of(package).contains(id) {
                return None;
            }
            let name = program.modules[id].name.rsplit('.').next()?;
            let key = (package, name.to_owned());
            let set = visibility.replaced.get(&key).or_else(|| visibility.deleted.get(&key));
            let bound = || {
                let facts = program.facts(package)?;
                let bound = facts
                    .global(name)
                    .filter(|&bound| self.is_other(package, facts, bound, id))?;
                // Of an installed package only those matter who ask for the name.
                let is_read = program.modules[package].is_own() || visibility.read.contains_key(&key);
                is_read.then(|| Sighting {
                    module: package,
                    span: facts.bindings[bound as usize].first,
                })
            };
            let at = set.copied().or_else(bound)?;
            Some(Kept::at(
                Code::SubmoduleShadowed,
                format!("`{}`", program.modules[id].name),
                at,
            ))
        })
    }

    /// Whether a package binds a name in another way than by importing its submodule.
    fn is_other(&self, package: ModuleId, facts: &ModuleFacts, bound: BindingId, submodule: ModuleId) -> bool {
        let kinds = facts.bindings[bound as usize].kinds;
        let mut imports = facts.imports.iter().filter(|import| import.binding == Some(bound));
        let is_itself = |import| self.inputs.program.targets(package, import).contains(&submodule);
        kinds.functions + kinds.classes + kinds.assignments + kinds.deletions > 0
            || kinds.from_global_statement
            || imports.any(|import| !import.context.type_checking && !is_itself(import))
    }
}
