//! The modules that a program starts with: those for which the chooser asks what they load.
use rustc_hash::FxHashSet;

use super::choose::Chooser;
use crate::graph::{Kind, ModuleId, Reach};

impl Chooser<'_, '_> {
    /// The modules that a program can start with: those that no other module of the project loads, packages, `__main__`
    /// modules and what console scripts name; and, where tests are rewritten, tests.
    pub(super) fn entries(&self, after: &Reach) -> Vec<ModuleId> {
        let program = self.inputs.program;
        let own: Vec<ModuleId> = (0..program.modules.len())
            .filter(|&id| program.modules[id].kind == Kind::FirstParty)
            .collect();
        let mut loaded: FxHashSet<usize> = FxHashSet::default();
        for &id in &own {
            for target in after
                .of(id)
                .iter()
                .filter(|&target| after.component(target) != after.component(id))
            {
                loaded.insert(after.component(target));
            }
        }
        // A word is a small edit: it may serve any code that imports a file that stands on its own.
        let are_lazy = self.inputs.options.ways().iter().any(Option::is_some);
        let is_entry = |id: ModuleId| {
            let module = &program.modules[id];
            match module.kind {
                Kind::Test | Kind::Beside => self.inputs.editable.contains(&id),
                Kind::FirstParty => {
                    !loaded.contains(&after.component(id))
                        || module.is_package
                        || are_lazy && !module.name.contains('.')
                        || module.name.ends_with("__main__")
                        || self.inputs.options.scripts.contains(&module.name)
                }
                Kind::Site | Kind::Standard | Kind::Missing => false,
            }
        };
        (0..program.modules.len()).filter(|&id| is_entry(id)).collect()
    }

    /// The modules that an edit must make start faster to be worth it.
    pub(super) fn starts(&self, after: &Reach) -> Vec<ModuleId> {
        match &self.inputs.options.starts {
            Some(names) => names.iter().filter_map(|name| self.inputs.program.find(name)).collect(),
            None => self.entries(after),
        }
    }

    /// Whether a start loads a module: as things are where the starts are given, for they stay whatever is deferred.
    pub(super) fn loads(&self, start: ModuleId, module: ModuleId, after: &Reach) -> bool {
        let reach = if self.inputs.options.starts.is_some() {
            self.before
        } else {
            after
        };
        reach.of(start).contains(module)
    }
}
