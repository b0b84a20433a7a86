//! What the code of a module that is being imported does, one event after another.
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Execution, Need, Progress};
use crate::graph::execution::called;
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Exports, MODULE, Operation, OperationKind, Path, Phase, Reference, ScopeId};
use crate::syntax::prefixes;

impl<'a> Execution<'a> {
    pub(super) fn import(&mut self, module: ModuleId, facts: &ModuleFacts, import: usize, asker: (ModuleId, u32)) {
        let import = &facts.imports[import];
        let Some(base) = self.program.absolute(module, import) else {
            return;
        };
        for target in prefixes(&base).filter_map(|name| self.program.find(name)) {
            self.enter(target);
        }
        let (Some(name), Some(base)) = (&import.name, self.program.find(&base)) else {
            return;
        };
        if import.is_star() {
            self.take_all(base, asker);
            return;
        }
        let submodule = self.program.submodule(base, name);
        let Some(position) = self.position(base) else {
            if let Some(submodule) = submodule.filter(|_| !self.program.binds(base, name)) {
                self.enter(submodule);
            }
            return;
        };
        let binding = self.program.binding(base, name);
        if binding.is_some_and(|id| self.is_bound(base, id, position)) {
            return;
        }
        let has_begun = self.has_begun_to_bind(base, name, position);
        match submodule {
            // It is found below the package, as long as that has no such name of its own.
            Some(submodule) if !has_begun => {
                self.enter(submodule);
                let kinds = binding.and_then(|id| Some(self.program.facts(base)?.bindings[id as usize].kinds));
                let is_bound_anew = kinds.is_some_and(|kinds| !kinds.only_imports());
                if is_bound_anew && base != asker.0 {
                    self.need(asker.0, asker.1, base, name);
                    self.changes(asker, base, name);
                }
            }
            _ if base == asker.0 => {}
            _ => {
                self.need(asker.0, asker.1, base, name);
                // Where it is caught that nothing is there yet, that is an answer, too.
                if has_begun || import.context.in_try || self.has_star(base, position) {
                    self.changes(asker, base, name);
                }
            }
        }
    }

    /// `from base import *`, where that may be unfinished: names that come later are not taken.
    fn take_all(&mut self, base: ModuleId, asker: (ModuleId, u32)) {
        let (Some(position), Some(facts)) = (
            self.position(base).filter(|_| base != asker.0),
            self.program.facts(base),
        ) else {
            return;
        };
        let names: Vec<BindingId> = match &facts.exports {
            Exports::Listed(names) => names.iter().filter_map(|name| facts.global(name)).collect(),
            Exports::Public | Exports::Unknown(_) => {
                let public = facts.bindings.iter().enumerate();
                let public = public.filter(|(_, bound)| bound.scope == MODULE && !bound.name.starts_with('_'));
                public.map(|(id, _)| id as BindingId).collect()
            }
        };
        if names.into_iter().any(|id| !self.is_bound(base, id, position)) {
            self.need(asker.0, asker.1, base, "*");
            self.changes(asker, base, "*");
        }
    }

    /// Whether an unfinished module has a name already that it binds again.
    fn has_begun_to_bind(&self, module: ModuleId, name: &str, position: u32) -> bool {
        self.program.facts(module).is_some_and(|facts| {
            let binding = facts.global(name).map(|id| &facts.bindings[id as usize]);
            binding.is_some_and(|binding| binding.first.start < position)
        })
    }

    /// Whether an unfinished module has taken all names of another one, which may have brought any.
    fn has_star(&self, module: ModuleId, position: u32) -> bool {
        let mut imports = self.program.facts(module).into_iter().flat_map(|facts| &facts.imports);
        imports.any(|import| import.is_star() && import.alias.start < position)
    }

    /// Whether a module's code has bound a name for good when it has got so far.
    fn is_bound(&self, module: ModuleId, id: BindingId, position: u32) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let binding = &facts.bindings[id as usize];
        let mut imports = facts.imports.iter().enumerate();
        let is_deferred = imports.any(|(at, import)| import.binding == Some(id) && self.is_cut(module, at));
        binding.last.start < position && !is_deferred && !binding.kinds.from_global_statement
    }

    /// A name bound by imports is read, with attributes.
    pub(super) fn read(&mut self, module: ModuleId, reference: &Reference, asker: (ModuleId, u32)) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        if facts.bindings[reference.binding as usize].kinds.imports == 0 {
            self.look_up(module, reference.binding, asker);
        } else {
            let trails = self.program.trails(module, reference.binding, &reference.attributes);
            for hop in trails.into_iter().flat_map(|trail| trail.hops) {
                // A submodule is an attribute of its package only when it is finished.
                let submodule = self.program.submodule(hop.module, &hop.name);
                let unfinished = submodule.is_some_and(|submodule| self.position(submodule).is_some());
                match self.program.binding(hop.module, &hop.name) {
                    Some(id) if !unfinished => self.look_up(hop.module, id, asker),
                    _ if unfinished && hop.used > 0 => self.need(asker.0, asker.1, hop.module, &hop.name),
                    None if hop.name == "__dict__" && self.position(hop.module).is_some() && hop.module != asker.0 => {
                        self.need(asker.0, asker.1, hop.module, "*");
                    }
                    _ => {}
                }
            }
        }
    }

    /// The module-level name of a module, perhaps an unfinished one, is looked up.
    fn look_up(&mut self, module: ModuleId, id: BindingId, asker: (ModuleId, u32)) {
        let (Some(position), Some(facts)) = (
            self.position(module).filter(|_| module != asker.0),
            self.program.facts(module),
        ) else {
            return;
        };
        let binding = &facts.bindings[id as usize];
        if binding.scope != MODULE {
            return;
        }
        let kinds = binding.kinds;
        let is_the_same_later = kinds.assignments + kinds.deletions == 0;
        if !is_the_same_later || !self.is_bound(module, id, position) {
            self.need(asker.0, asker.1, module, &binding.name);
            let has_begun = self.has_begun_to_bind(module, &binding.name, position) || self.has_star(module, position);
            if has_begun && !self.is_bound(module, id, position) {
                self.changes(asker, module, &binding.name);
            }
        }
    }

    fn position(&self, module: ModuleId) -> Option<u32> {
        match self.progress.get(&module) {
            Some(&Progress::Until(position)) => Some(position),
            _ => None,
        }
    }

    pub(super) fn operate(
        &mut self,
        module: ModuleId,
        facts: &ModuleFacts,
        operation: &Operation,
        asker: (ModuleId, u32),
    ) {
        use OperationKind::{Call, Decorate, DecorateByResult, With};
        if !matches!(operation.kind, Call | Decorate | DecorateByResult | With) {
            return;
        }
        self.ask_by_builtin(module, operation, asker);
        let bodies = called(self.program, module, facts, operation);
        if bodies.is_empty()
            && let Some(Entity::Attribute(target, name)) = operation
                .path
                .as_ref()
                .and_then(|path| self.program.entity(module, path))
            && target != asker.0
            && self.position(target).is_some()
            && !self.is_plain_class(target, &name)
        {
            // It runs something of an unfinished module, nobody knows what.
            self.need(asker.0, asker.1, target, &name);
        }
        self.run(bodies, asker);
    }

    /// `getattr(module, "name")` looks a name up; who asks for all names of an unfinished module finds those that are there by then.
    fn ask_by_builtin(&mut self, module: ModuleId, operation: &Operation, asker: (ModuleId, u32)) {
        let builtin = operation.path.as_ref().filter(|path| path.binding.is_none());
        let asks_for_all = match builtin.map(Path::last) {
            Some("getattr" | "hasattr") => false,
            Some("vars" | "dir") => true,
            _ => return,
        };
        for asked in &operation.arguments {
            let Some(Entity::Module(target)) = self.program.entity(module, asked) else {
                continue;
            };
            if asks_for_all && target != asker.0 && self.position(target).is_some() {
                self.need(asker.0, asker.1, target, "*");
            }
            for name in operation.texts.iter().filter(|_| !asks_for_all) {
                if let Some(id) = self.program.binding(target, name) {
                    self.look_up(target, id, asker);
                }
            }
        }
    }

    /// Whether it is a class without a metaclass whose instances are made by `object`.
    fn is_plain_class(&self, module: ModuleId, name: &str) -> bool {
        let definitions = self.program.facts(module).map(|facts| facts.definitions.as_slice());
        definitions
            .unwrap_or_default()
            .iter()
            .any(|class| class.is_class && class.name == name && class.bases.is_empty() && class.keywords.is_empty())
    }

    /// A class is made from a base, which may have a metaclass.
    pub(super) fn inherit(&mut self, module: ModuleId, base: &Path, asker: (ModuleId, u32)) {
        let Some(Entity::Attribute(target, name)) = self.program.entity(module, base) else {
            return;
        };
        let Some(facts) = self.program.facts(target).filter(|_| target != asker.0) else {
            return;
        };
        let mut definitions = facts.definitions.iter();
        if self.position(target).is_some() && definitions.any(|class| class.name == name && !class.keywords.is_empty())
        {
            self.need(asker.0, asker.1, target, &name);
        }
    }

    /// Runs function bodies, and those that they call.
    pub(super) fn run(&mut self, mut pending: Vec<(ModuleId, ScopeId)>, asker: (ModuleId, u32)) {
        let mut seen = FxHashSet::default();
        while let Some((module, scope)) = pending.pop() {
            let Some(facts) = self.program.facts(module).filter(|_| seen.insert((module, scope))) else {
                continue;
            };
            let bodies = self.bodies(module, facts);
            let within =
                |map: &FxHashMap<Option<ScopeId>, Vec<usize>>| map.get(&Some(scope)).cloned().unwrap_or_default();
            for import in within(&bodies.imports) {
                if !facts.imports[import].context.type_checking {
                    self.import(module, facts, import, asker);
                }
            }
            for reference in within(&bodies.references) {
                let reference = &facts.references[reference];
                if reference.phase == Phase::Run || facts.evaluates_annotation(reference.phase) {
                    self.read(module, reference, asker);
                }
            }
            for operation in within(&bodies.operations) {
                pending.extend(called(self.program, module, facts, &facts.operations[operation]));
            }
        }
    }

    pub(super) fn need(&mut self, module: ModuleId, at: u32, of: ModuleId, name: &str) {
        let name = name.to_owned();
        self.needs.insert(Need { module, at, of, name });
    }

    fn changes(&mut self, (module, at): (ModuleId, u32), of: ModuleId, name: &str) {
        let name = name.to_owned();
        self.changing.insert(Need { module, at, of, name });
    }
}
