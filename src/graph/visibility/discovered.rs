//! Modules that come to a piece of code because it looks into a folder for them, or through all that are loaded:
//! `pkgutil.iter_modules(package.__path__)`, `Path(__file__).parent.glob("*.py")`, `sys.modules.values()`.
use super::look::Look;
use crate::graph::program::ModuleId;
use crate::rules::Group;
use crate::semantics::facts::{Mention, MentionKind};

impl Look<'_> {
    /// Modules of the project that the file finds by looking into folders: those below its own package, and below the packages that it
    /// imports.
    pub(super) fn discovered(&self) -> Vec<ModuleId> {
        let is_computed = |mention: &Mention| matches!(mention.kind, MentionKind::ImportsComputed);
        let lists = self.uses_any(Group::ListsFolder) || self.uses_any(Group::ListsModules);
        if !lists || !self.facts.mentions.iter().any(is_computed) {
            return Vec::new();
        }
        let modules = &self.program.modules;
        let own = match modules[self.module].is_package {
            true => Some(self.module),
            false => self.program.parent(self.module),
        };
        let imported = self.facts.imports.iter();
        let imported = imported.flat_map(|import| self.program.targets(self.module, import));
        let packages: Vec<String> = own
            .into_iter()
            .chain(imported.filter(|&id| modules[id].is_own() && modules[id].is_package))
            .map(|id| format!("{}.", modules[id].name))
            .collect();
        let own_modules = self.program.own_modules().filter(|&id| id != self.module);
        let is_below = |&id: &ModuleId| packages.iter().any(|package| modules[id].name.starts_with(package));
        own_modules.filter(is_below).collect()
    }

    /// Modules of the project among all that are loaded, where the file goes through these and looks at what is in them.
    pub(super) fn among_all_loaded(&self) -> Vec<ModuleId> {
        let prefixes = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::LoadedAll { prefix } => Some(prefix.as_str()),
            _ => None,
        });
        let prefixes: Vec<&str> = prefixes.collect();
        let modules = &self.program.modules;
        let is_meant = |&id: &ModuleId| prefixes.iter().any(|prefix| modules[id].name.starts_with(prefix));
        self.program.own_modules().filter(is_meant).collect()
    }
}
