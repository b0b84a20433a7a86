//! Reads of whole namespaces, and of frames: whose names are seen.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::graph::visibility::frames::Whose;
use crate::graph::visibility::held::Held;
use crate::graph::visibility::reach::Reach;
use crate::graph::visibility::{Sifted, Sighting, frames, note, note_way};
use crate::semantics::facts::{
    Access, MODULE, NamespaceRead, Operation, OperationKind, Reference, ScopeId, TRACEBACK_LOCALS,
};

/// Ways of getting at the names that a function sees, by having the function.
/// Not in `rules/`: the words are those of `semantics`.
const OF_A_FUNCTION: [&str; 5] = [
    ".__code__",
    ".__globals__",
    "getclosurevars()",
    "FunctionType()",
    "getsource()",
];

impl Look<'_> {
    /// A read of a namespace as a whole, or of some of its names.
    pub(super) fn namespace_read(&mut self, read: &NamespaceRead, imported: &FxHashSet<ModuleId>, reach: &Reach) {
        let at = self.at(read.span);
        if read.how == TRACEBACK_LOCALS {
            self.local_names(read, at);
            return;
        }
        if matches!(read.how.as_str(), ".f_globals" | ".f_locals") {
            self.frame(read);
            return;
        }
        if matches!(read.how.as_str(), "eval()" | "exec()")
            && let Some(words) = frames::words_evaluated(&self.facts.code, read.span)
        {
            // The text gets hold of the dictionary itself.
            let takes = words
                .iter()
                .find(|word| matches!(word.as_str(), "globals" | "locals" | "vars"));
            if let Some(word) = takes {
                note_way(&mut self.seen.namespace, self.module, (at, format!("{word}()")));
            }
            // Behind a dot stands a name of another module.
            let own = imported.iter().flat_map(|&module| self.program.meant(module));
            for module in own.chain(reach.all.iter().copied()) {
                for word in &words {
                    note(&mut self.seen.read, (module, word.clone()), at);
                    self.in_dictionary(module, word, (read.scope, at));
                }
            }
            for word in words {
                note_way(&mut self.seen.looked_up, (self.module, word), (at, read.how.clone()));
            }
            return;
        }
        let is_whole = read.name.is_none() && read.patterns.is_empty();
        let taken = is_whole.then(|| self.taken_by_callee(read)).flatten();
        let sifted = taken.map(|taken| NamespaceRead {
            patterns: vec![taken],
            ..read.clone()
        });
        let read = sifted.as_ref().unwrap_or(read);
        let owners = match self.held(&read.object) {
            Held::Module(module) => vec![module],
            // The namespace behind a function (`f.__globals__`) is its module's: of one that is handed over, that of
            // the code that hands it over.
            Held::Attribute(module) if OF_A_FUNCTION.contains(&read.how.as_str()) => vec![module],
            _ if OF_A_FUNCTION.contains(&read.how.as_str()) => self.homes_of_functions(),
            // Whatever module it is that came here as a value.
            Held::Any => self.any_of(&read.object, reach),
            Held::New => self.named_files(),
            Held::Attribute(_) | Held::Nothing => Vec::new(),
        };
        for module in owners {
            self.lists_submodules(module, read);
            let how = (at, read.how.clone());
            match &read.name {
                Some(name) => {
                    self.in_dictionary(module, name, (read.scope, at));
                    note_way(&mut self.seen.looked_up, (module, name.clone()), how);
                }
                // Which names these are, the modules tell that may be meant.
                None if !read.patterns.is_empty() => {
                    for meant in self.program.meant(module) {
                        self.looked_up_like(meant, read, &how);
                    }
                }
                None if read.besides.is_empty() && read.passes.is_empty() => {
                    note_way(&mut self.seen.namespace, module, how);
                }
                None => self.seen.sifted.entry(module).or_default().push(Sifted {
                    at,
                    how: read.how.clone(),
                    besides: read.besides.clone(),
                    passes: read.passes.clone(),
                    live: read.live,
                }),
            }
        }
    }

    /// The modules whose functions may come here: this one, those that import it, and those that these import.
    fn homes_of_functions(&self) -> Vec<ModuleId> {
        let mut homes: Vec<ModuleId> = self.importers().chain([self.module]).collect();
        let named: Vec<ModuleId> = homes.iter().flat_map(|&home| self.own_targets(home)).collect();
        homes.extend(named);
        homes.sort_unstable();
        homes.dedup();
        homes
    }

    /// Names of a module that look like this are looked up in its namespace.
    fn looked_up_like(&mut self, module: ModuleId, read: &NamespaceRead, how: &(Sighting, String)) {
        let is_like = |name: &str| read.patterns.iter().any(|pattern| pattern.matches(name));
        let bindings = self.program.facts(module).into_iter().flat_map(|facts| &facts.bindings);
        let names = bindings
            .filter(|binding| binding.scope == MODULE)
            .map(|binding| binding.name.as_str());
        for name in names.filter(|name| is_like(name)) {
            note_way(&mut self.seen.looked_up, (module, name.to_owned()), how.clone());
        }
        // A module that is loaded stands in the package around it.
        let below = (0..self.program.modules.len()).filter(|&id| self.program.parent(id) == Some(module));
        let below = below.map(|id| self.program.modules[id].last());
        let below: Vec<&str> = below.filter(|name| is_like(name)).collect();
        for name in below {
            self.in_dictionary(module, name, (read.scope, how.0));
        }
    }

    /// Variables of functions that are looked up by name: a name that is imported in a function is among them. Which names is
    /// known, or said by strings of this file and of those that import it.
    fn local_names(&mut self, read: &NamespaceRead, at: Sighting) {
        let program = self.program;
        let own = |&id: &ModuleId| program.modules[id].is_own();
        let words: FxHashSet<String> = match &read.name {
            Some(name) => std::iter::once(name.clone()).collect(),
            None => self.told_by_callers(read.scope).unwrap_or_else(|| {
                let tell = std::iter::once(self.module).chain(self.importers());
                let tell = tell.filter_map(|id| program.facts(id));
                tell.flat_map(|facts| &facts.words).cloned().collect()
            }),
        };
        for (id, facts) in (0..program.modules.len())
            .filter(own)
            .filter_map(|id| Some((id, program.facts(id)?)))
        {
            let in_function = |reference: &&Reference| facts.executing_function(reference.scope).is_some();
            for reference in facts.references.iter().filter(in_function) {
                let binding = &facts.bindings[reference.binding as usize];
                if binding.kinds.imports > 0 && words.contains(&binding.name) {
                    note_way(
                        &mut self.seen.looked_up,
                        (id, binding.name.clone()),
                        (at, read.how.clone()),
                    );
                }
            }
        }
    }

    /// The identifiers that all calls of a function hand to it as strings, but for its own; none where it is used otherwise, or
    /// handed something else.
    fn told_by_callers(&self, scope: ScopeId) -> Option<FxHashSet<String>> {
        let program = self.program;
        let body = self.facts.executing_function(scope)?;
        let function = &self.facts.definitions[self.facts.scopes[body as usize].definition? as usize];
        let name = function.name.as_str();
        let own = program.own_modules();
        let mut told = FxHashSet::default();
        for (id, facts) in own.filter_map(|id| Some((id, program.facts(id)?))) {
            let is_call = |operation: &&Operation| {
                let path = operation.path.as_ref();
                operation.kind == OperationKind::Call && path.is_some_and(|path| path.last() == name)
            };
            let calls: FxHashMap<u32, &Operation> = facts
                .operations
                .iter()
                .filter(is_call)
                .map(|call| (call.span.start, call))
                .collect();
            for reference in &facts.references {
                let last = reference.attributes.last();
                let last = last.unwrap_or(&facts.bindings[reference.binding as usize].name);
                if last != name || reference.access != Access::Read {
                    continue;
                }
                let call = calls.get(&reference.span.start)?;
                let is_own = id == self.module && facts.scope_chain(call.scope).any(|scope| scope == body);
                if call.texts.is_empty() && !is_own {
                    return None;
                }
                told.extend(call.texts.iter().cloned());
            }
        }
        (!told.is_empty()).then_some(told)
    }

    /// `frame.f_globals`: the names of the modules whose frame it may be.
    fn frame(&mut self, read: &NamespaceRead) {
        let at = self.at(read.span);
        let Some(found) = frames::read_at(&self.facts.code, read.span) else {
            // Code that is not lowered.
            note_way(&mut self.seen.namespace, self.module, (at, read.how.clone()));
            return;
        };
        let operations = |id: ModuleId| self.program.facts(id).into_iter().flat_map(|facts| &facts.operations);
        let called = |id: ModuleId| operations(id).filter_map(|operation| operation.path.as_ref());
        // Who calls something of this file, which may call the function that looks.
        let calls_this = |id: &ModuleId| {
            called(*id).any(|path| match self.program.entity(*id, path) {
                Some(Entity::Attribute(target, _)) => target == self.module,
                Some(Entity::Module(_)) | None => false,
            })
        };
        let calls = |id: &ModuleId, name: &str| {
            let loose = self.program.facts(*id).map(|facts| facts.loose_attributes.as_slice());
            called(*id).any(|path| path.last() == name && !self.program.is_of_others(*id, path))
                || loose.unwrap_or_default().iter().any(|other| other == name)
        };
        let hands_over = |id: &ModuleId, name: &str| {
            let mut handing = operations(*id).filter(|operation| !operation.handed.is_empty());
            handing.any(|operation| operation.path.as_ref().is_some_and(|path| path.last() == name))
        };
        // Names of a module are locals of a frame at module level only.
        let is_at_module_level = || {
            let mut calls = self
                .facts
                .operations
                .iter()
                .filter(|operation| operation.kind == OperationKind::Call);
            let name = found.function.map(|name| self.facts.code.name(name));
            calls.any(|call| {
                let is_it = call.path.as_ref().is_some_and(|path| Some(path.last()) == name);
                is_it && self.facts.executing_function(call.scope).is_none()
            }) || name.is_none()
        };
        let own = self.program.own_modules();
        let modules: Vec<ModuleId> = match found.whose {
            Whose::Nobody => Vec::new(),
            Whose::Handed(name) => {
                let name = self.facts.code.name(name);
                own.filter(|id| calls(id, name) && hands_over(id, name)).collect()
            }
            Whose::Own => vec![self.module],
            Whose::Caller(name) => own.filter(|id| calls(id, self.facts.code.name(name))).collect(),
            Whose::Callers => own.filter(|id| *id == self.module || calls_this(id)).collect(),
            Whose::Anybody => own.collect(),
        };
        let is_local = read.how == ".f_locals";
        if is_local && found.names.is_none() {
            self.locals_of_callers(found.whose, at);
        }
        let concerns = |&module: &ModuleId| !is_local || module == self.module && is_at_module_level();
        for module in modules.into_iter().filter(concerns) {
            let how = (at, read.how.clone());
            match &found.names {
                Some(names) => names
                    .iter()
                    .for_each(|name| note_way(&mut self.seen.looked_up, (module, name.clone()), how.clone())),
                None => note_way(&mut self.seen.namespace, module, how),
            }
        }
    }
}
