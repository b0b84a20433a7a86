//! Which imports bind a name of a module, and which computing one reads.
use super::{ModuleId, Program};
use crate::semantics::facts::{BindingId, Constant, Import, MODULE, Table, TableForm};

impl Program {
    /// The imports that bind a module-level name, and nothing else does; a name that `__getattr__` serves counts.
    pub fn imports_of(&self, module: ModuleId, name: &str) -> Vec<&Import> {
        let Some(facts) = self.facts(module) else {
            return Vec::new();
        };
        let Some(&id) = self.names[module].bindings.get(name) else {
            return Vec::new();
        };
        let kinds = facts.bindings[id as usize].kinds;
        let defined = kinds.functions + kinds.classes + kinds.assignments > 0;
        if defined || kinds.imports == 0 && !self.is_served(module, facts, id) {
            return Vec::new();
        }
        self.importing(module, id).collect()
    }

    /// Whether a table holds something of the project, each of which somebody may want without the others. Any other table is
    /// a constant like others.
    pub fn is_registry(&self, module: ModuleId, table: &Table) -> bool {
        let mut bound = table.entries.iter().filter_map(|entry| entry.path.binding);
        table.form == TableForm::Deferred
            || bound.any(|binding| {
                let mut targets = self
                    .importing(module, binding)
                    .flat_map(|import| self.targets(module, import));
                targets.any(|target| self.modules[target].is_own())
            })
    }

    /// The imports that computing a constant of a module reads, directly or through other constants.
    pub fn imports_of_constant(&self, module: ModuleId, name: &str) -> Vec<&Import> {
        let Some(facts) = self.facts(module) else {
            return Vec::new();
        };
        let is_served = self.names[module].bindings.contains_key("__getattr__");
        let mut attempts = facts.attempts.iter().filter(|attempt| attempt.runs || is_served);
        if let Some(attempt) = attempts.find(|attempt| attempt.names.iter().any(|one| one.name == name)) {
            // Any code that asks for one of its names runs all of it.
            let imports = attempt.imports.iter();
            return imports.map(|&id| &facts.imports[id as usize]).collect();
        }
        let mut found = Vec::new();
        let mut pending: Vec<&str> = vec![name];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = pending.pop() {
            let is_served = self.names[module].bindings.contains_key("__getattr__");
            let mut named = facts.constants.iter().rev().filter(|constant| constant.name == name);
            let is_registry = |constant: &&Constant| {
                let own = facts
                    .tables
                    .iter()
                    .find(|table| Some(table.binding) == constant.binding);
                own.is_some_and(|table| self.is_registry(module, table))
            };
            let Some(constant) = named
                .find(|constant| constant.binding.is_some() || is_served)
                .filter(|constant| !is_registry(constant))
            else {
                continue;
            };
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            for &read in &constant.reads {
                found.extend(self.importing(module, read));
                pending.push(&facts.bindings[read as usize].name);
            }
        }
        found
    }

    /// The first import that binds a name, before those in functions that declare it `global`.
    pub(super) fn first_import(&self, module: ModuleId, id: BindingId) -> Option<&Import> {
        let mut at_top = self.importing(module, id);
        at_top.next().or_else(|| self.binding_imports(module, id).next())
    }

    /// The module-level imports that bind a name of a module.
    pub(super) fn importing(&self, module: ModuleId, id: BindingId) -> impl Iterator<Item = &Import> {
        let all = self.binding_imports(module, id);
        all.filter(|import| import.scope == MODULE)
    }

    /// All imports that bind a name, of a module or of a function in it.
    pub(super) fn binding_imports(&self, module: ModuleId, id: BindingId) -> impl Iterator<Item = &Import> {
        let imports = self
            .facts(module)
            .map(|facts| facts.imports.as_slice())
            .unwrap_or_default();
        let all = self.names[module].imports.get(&id).into_iter().flatten();
        all.map(move |&at| &imports[at])
    }
}
