//! Which modules a variable may hold that is given what `import_module` hands out, and nothing else.
use super::look::Look;
use super::reach::Reach;
use crate::graph::program::ModuleId;
use crate::semantics::facts::{Mention, MentionKind, Object, Origin};

impl Look<'_> {
    /// The modules of the project that an object may be of which no more is known than that it may be any.
    pub(super) fn any_of(&self, object: &Object, reach: &Reach) -> Vec<ModuleId> {
        let loaded = self.loaded_by_name(object);
        loaded.unwrap_or_else(|| reach.of(object, self.rules).to_vec())
    }

    /// The modules of the project that a variable of a function holds, where the names say which it loads, or how they begin.
    fn loaded_by_name(&self, object: &Object) -> Option<Vec<ModuleId>> {
        let Object::Path(path) = object else { return None };
        let binding = &self.facts.bindings[path.binding.filter(|_| path.attributes.is_empty())? as usize];
        let kinds = binding.kinds;
        let is_loaded = |origin: &Origin| match origin {
            Origin::Call(path) => {
                let mut names = self.program.known_names(self.module, path).into_iter();
                names.any(|name| name == "importlib.import_module")
            }
            _ => false,
        };
        let only_assigned = kinds.parameters + kinds.imports + kinds.functions + kinds.classes == 0;
        let is_local = only_assigned && !kinds.from_global_statement && !binding.origins.is_empty();
        if !is_local || !binding.origins.iter().all(is_loaded) {
            return None;
        }
        let is_near = |mention: &&Mention| mention.scope == binding.scope;
        let mut found = Vec::new();
        let mut is_named = false;
        for mention in self.facts.mentions.iter().filter(is_near) {
            let name = match &mention.kind {
                MentionKind::ImportsByName { module } if !module.starts_with('.') => module,
                MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed { .. } => return None,
                _ => continue,
            };
            is_named = true;
            match name.strip_suffix('*') {
                Some(beginning) => {
                    let own = self.program.own_modules();
                    found.extend(own.filter(|&id| self.program.modules[id].name.starts_with(beginning)));
                }
                None => found.extend(self.program.find(name)),
            }
        }
        is_named.then(|| {
            let mut all: Vec<ModuleId> = found
                .into_iter()
                .flat_map(|module| self.program.meant(module))
                .collect();
            all.sort_unstable();
            all.dedup();
            all
        })
    }
}
