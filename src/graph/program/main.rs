//! `__main__`: the module that runs as the program, under the name that code finds it by.
use rustc_hash::FxHashSet;

use super::{Kind, Module, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::Phase;

/// What Python calls the module that it was started with.
pub(super) const NAME: &str = "__main__";

/// The module of that name. What is in it is that of the modules which may run as the program.
pub(super) fn module() -> Module {
    Module {
        name: NAME.to_owned(),
        kind: Kind::Standard,
        is_package: false,
        facts: None,
        stub: None,
        is_copy: false,
    }
}

impl Program {
    /// `__main__`, where no file of the project has that very name.
    pub fn main(&self) -> Option<ModuleId> {
        self.find(NAME).filter(|&main| !self.modules[main].is_own())
    }

    /// The modules of the project that a module may be: itself, for `__main__` each that may run as the program, and each that may
    /// be loaded under its name or is put in its place.
    pub fn meant(&self, id: ModuleId) -> Vec<ModuleId> {
        let renamed = self.renamed(id).iter().copied();
        match self.modules[id].kind {
            Kind::FirstParty | Kind::Test | Kind::Beside => std::iter::once(id).chain(renamed).collect(),
            Kind::Site | Kind::Standard if self.main() == Some(id) => self.mains(),
            Kind::Missing | Kind::Site | Kind::Standard => renamed.collect(),
        }
    }

    /// The modules of the project that may run as the program: those that do something only then, or that no other imports.
    fn mains(&self) -> Vec<ModuleId> {
        let own = || self.own_modules().filter_map(|id| Some((id, self.facts(id)?)));
        let imported: FxHashSet<ModuleId> = own()
            .flat_map(|(id, facts)| facts.imports.iter().flat_map(move |import| self.targets(id, import)))
            .collect();
        let says_so = |facts: &ModuleFacts| {
            let mut references = facts.references.iter();
            facts.main_guard.is_some() || references.any(|reference| reference.phase == Phase::MainGuard)
        };
        let may_run = |&(id, facts): &(ModuleId, &ModuleFacts)| {
            let is_alone = !self.modules[id].is_package && !imported.contains(&id);
            says_so(facts) || self.modules[id].is_main() || is_alone
        };
        own().filter(may_run).map(|(id, _)| id).collect()
    }
}
