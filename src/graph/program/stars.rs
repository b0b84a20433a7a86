//! What star imports bring.
use super::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Exports, Import};

/// The star imports of a module that bind something when it is executed.
pub(in crate::graph) fn running_stars(facts: &ModuleFacts) -> impl Iterator<Item = &Import> {
    let imports = facts.imports.iter();
    imports.filter(|import| import.is_star() && !import.context.type_checking)
}

impl Program {
    /// The star import of a module that may bind `name`. What a module without readable source offers is not known: it may
    /// be that. One that is not there brings nothing.
    pub fn star_that_binds(&self, module: ModuleId, name: &str) -> Option<&Import> {
        let mut stars = self.facts(module).map(running_stars).into_iter().flatten();
        stars.find(|star| self.brings(module, star, name, &mut Vec::new()))
    }

    fn brings(&self, importer: ModuleId, star: &Import, name: &str, visited: &mut Vec<ModuleId>) -> bool {
        let base = self.absolute(importer, star).and_then(|base| self.find(&base));
        let Some(base) = base.filter(|base| !visited.contains(base)) else {
            return false;
        };
        visited.push(base);
        let Some(facts) = self.facts(base) else { return true };
        if let Exports::Listed(names) = &facts.exports {
            return names.iter().any(|listed| listed == name);
        }
        let public = !name.starts_with('_');
        let mut stars = running_stars(facts);
        public && (self.binding(base, name).is_some() || stars.any(|star| self.brings(base, star, name, visited)))
    }
}
