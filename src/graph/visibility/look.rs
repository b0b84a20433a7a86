//! What one file says of the names of other modules, and of its own.
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::frames::{self, Whose};
use super::reach::{Held, binds_global, modules_handed};
use super::{Forgetting, Reached, Sighting, Visibility, note, note_way};
use crate::graph::effort::spend;
use crate::graph::program::{Entity, Kind, ModuleId, Program, Trail};
use crate::rules::{ModuleReads, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, Exports, Import, MODULE, Mention, MentionKind, NamePattern, NamespaceRead, Object, Operation,
    OperationKind, Path, Phase, Reference, ScopeId, TRACEBACK_LOCALS, Touch, Value,
};
use crate::syntax::Span;

/// Ways of getting at the names that a function sees, by having the function.
const OF_A_FUNCTION: [&str; 4] = [".__globals__", "getclosurevars()", "FunctionType()", "getsource()"];

/// A place where a path stands, and what is done there.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub at: Sighting,
    pub scope: ScopeId,
    /// Whether the last attribute is written.
    pub writes: bool,
    /// How many attributes follow the name.
    pub attributes: usize,
    /// The first of them is the name itself, which nothing in the file binds.
    pub unbound: bool,
}

/// The look at one file.
pub(super) struct Look<'a> {
    pub program: &'a Program,
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    /// The modules that other files hand to functions of this one.
    pub handed: &'a [ModuleId],
    /// The names of all functions and classes of the project, once somebody asked.
    pub defined: &'a OnceCell<FxHashSet<String>>,
    pub seen: &'a mut Visibility,
}

impl Look<'_> {
    pub fn at(&self, span: Span) -> Sighting {
        Sighting {
            module: self.module,
            span,
        }
    }

    pub fn everywhere(&mut self) {
        self.imported_names();
        let mut imported = FxHashSet::default();
        for import in &self.facts.imports {
            for target in self.program.targets(self.module, import) {
                // With the packages around it, each of which becomes an attribute of the one around that.
                imported.extend(std::iter::successors(Some(target), |&module| {
                    self.program.parent(module)
                }));
            }
        }
        for reference in &self.facts.references {
            if reference.phase != Phase::TypeCheckers && !reference.attributes.is_empty() {
                self.attributes(reference, &imported);
            }
        }
        self.unbound(&imported);
        let reach = self.reach();
        self.handed_to_others();
        for mention in &self.facts.mentions {
            self.mention(mention, &reach, &imported);
        }
        for read in &self.facts.namespace_reads {
            let at = self.at(read.span);
            if read.how == TRACEBACK_LOCALS {
                self.local_names(read, at);
                continue;
            }
            if matches!(read.how.as_str(), ".f_globals" | ".f_locals") {
                self.frame(read);
                continue;
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
                let own = |module: &ModuleId| self.program.modules[*module].is_own();
                for module in imported.iter().copied().filter(own).chain(reach.iter().copied()) {
                    for word in &words {
                        note(&mut self.seen.read, (module, word.clone()), at);
                    }
                }
                for word in words {
                    note_way(&mut self.seen.looked_up, (self.module, word), (at, read.how.clone()));
                }
                continue;
            }
            let owners = match self.held(&read.object) {
                Held::Module(module) => vec![module],
                // The namespace behind a function (`f.__globals__`) is its module's: of one that is handed over, that of
                // whoever hands it over.
                Held::Attribute(module) if OF_A_FUNCTION.contains(&read.how.as_str()) => vec![module],
                _ if OF_A_FUNCTION.contains(&read.how.as_str()) => self.importers().chain([self.module]).collect(),
                // Whatever module it is that came here as a value.
                Held::Any => reach.clone(),
                Held::Attribute(_) | Held::Nothing => Vec::new(),
            };
            for module in owners {
                let how = (at, read.how.clone());
                match &read.name {
                    Some(name) => note_way(&mut self.seen.looked_up, (module, name.clone()), how),
                    None if !read.patterns.is_empty() => self.looked_up_like(module, &read.patterns, &how),
                    None if read.besides.is_empty() => note_way(&mut self.seen.namespace, module, how),
                    None => {
                        let sifted = self.seen.sifted.entry(module).or_default();
                        sifted.push((at, read.how.clone(), read.besides.clone()));
                    }
                }
            }
        }
        let at = self.at(Span::default());
        for &module in &reach {
            for name in &self.facts.loose_attributes {
                note(&mut self.seen.read, (module, name.clone()), at);
            }
        }
    }

    /// Names of a module that look like this are looked up in its namespace.
    fn looked_up_like(&mut self, module: ModuleId, patterns: &[NamePattern], how: &(Sighting, String)) {
        let bindings = self.program.facts(module).into_iter().flat_map(|facts| &facts.bindings);
        let names = bindings
            .filter(|binding| binding.scope == MODULE)
            .map(|binding| &binding.name);
        for name in names.filter(|name| patterns.iter().any(|pattern| pattern.matches(name))) {
            note_way(&mut self.seen.looked_up, (module, name.clone()), how.clone());
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
        let own = (0..program.modules.len()).filter(|&id| program.modules[id].is_own());
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

    /// The modules of the project that strings of this file name, and of those that import it.
    fn told_modules(&self) -> Vec<ModuleId> {
        let program = self.program;
        let tell = std::iter::once(self.module).chain(self.importers());
        let words = tell.filter_map(|id| program.facts(id)).flat_map(|facts| &facts.words);
        let named = words.filter_map(|word| program.find(word));
        named.filter(|&id| program.modules[id].is_own()).collect()
    }

    /// `frame.f_globals`: the names of the modules whose frame it may be.
    fn frame(&mut self, read: &NamespaceRead) {
        let Some(found) = frames::read_at(&self.facts.code, read.span) else {
            // Code that is not lowered.
            let how = (self.at(read.span), read.how.clone());
            note_way(&mut self.seen.namespace, self.module, how);
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
        let is_of_others = |id: ModuleId, path: &Path| match self.program.entity(id, path) {
            Some(Entity::Attribute(target, _) | Entity::Module(target)) => !self.program.modules[target].is_own(),
            None => false,
        };
        let calls = |id: &ModuleId, name: &str| {
            let loose = self.program.facts(*id).map(|facts| facts.loose_attributes.as_slice());
            called(*id).any(|path| path.last() == name && !is_of_others(*id, path))
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
        let own = (0..self.program.modules.len()).filter(|&id| self.program.modules[id].is_own());
        let modules: Vec<ModuleId> = match found.whose {
            Whose::Nobody => Vec::new(),
            Whose::Handed(name) => {
                let name = self.facts.code.name(name);
                own.filter(|id| calls(id, name) && hands_over(id, name)).collect()
            }
            Whose::Own => vec![self.module],
            Whose::Caller(name) => own.filter(|id| calls(id, self.facts.code.name(name))).collect(),
            Whose::Callers => own.filter(|id| *id == self.module || calls_this(id)).collect(),
        };
        let is_local = read.how == ".f_locals";
        let concerns = |&module: &ModuleId| !is_local || module == self.module && is_at_module_level();
        for module in modules.into_iter().filter(concerns) {
            let how = (self.at(read.span), read.how.clone());
            match &found.names {
                Some(names) => names
                    .iter()
                    .for_each(|name| note_way(&mut self.seen.looked_up, (module, name.clone()), how.clone())),
                None => note_way(&mut self.seen.namespace, module, how),
            }
        }
    }

    fn mention(&mut self, mention: &Mention, reach: &[ModuleId], imported: &FxHashSet<ModuleId>) {
        let at = self.at(mention.span);
        match &mention.kind {
            MentionKind::Text { text, touch, keywords } => self.text(text, *touch, keywords, at),
            MentionKind::Joined { pieces, touch } => {
                let own = imported
                    .iter()
                    .copied()
                    .filter(|&module| self.program.modules[module].is_own());
                let known: Vec<ModuleId> = own.chain(reach.iter().copied()).collect();
                self.joined(pieces, *touch, &known, at);
            }
            MentionKind::Attribute { object, name, touch } => {
                self.attribute(object, name, *touch, at, reach);
                self.asks_for_submodule(object, name, mention, imported);
            }
            MentionKind::ComputedAttribute { object, touch } => {
                for module in self.modules_of(object, reach) {
                    self.computed(module, *touch, at);
                }
            }
            MentionKind::DefinedAttribute { object, touch } => {
                for module in self.modules_of(object, reach) {
                    self.defined(module, *touch, at);
                }
            }
            MentionKind::ThisModule => note(&mut self.seen.computed, self.module, at),
            MentionKind::ReplacesThisModule => note(&mut self.seen.self_replacing, self.module, at),
            MentionKind::Loaded { module } => note(&mut self.seen.loaded, module.clone(), at),
            MentionKind::LoadedBelow { prefix } => {
                for module in &self.program.modules {
                    if module.name.starts_with(prefix) {
                        note(&mut self.seen.loaded, module.name.clone(), at);
                    }
                }
            }
            MentionKind::LoadedComputed => {
                let registers = self.loads_modules(mention.scope);
                self.seen.forgetting.push(Forgetting { at, registers });
            }
            MentionKind::LoadedOf { object } => {
                let modules = match self.held(object) {
                    Held::Module(module) => vec![module],
                    Held::Any => reach.to_vec(),
                    Held::Attribute(_) | Held::Nothing => Vec::new(),
                };
                for module in modules {
                    note(&mut self.seen.loaded, self.program.modules[module].name.clone(), at);
                }
            }
            MentionKind::LoadedAnew {
                module,
                by_path,
                hands_out,
            } => {
                let named = match module {
                    Some(name) => self.program.find(name).into_iter().collect(),
                    None if *by_path => self.named_files(),
                    None => self.told_modules(),
                };
                for &module in &named {
                    note(&mut self.seen.anew, module, at);
                    if *hands_out {
                        note_way(&mut self.seen.namespace, module, (at, "runpy".to_owned()));
                    }
                }
                // A path from elsewhere may be that of any file.
                if *by_path && named.is_empty() && !self.names_a_file() {
                    for module in (0..self.program.modules.len()).filter(|&id| self.program.modules[id].is_own()) {
                        note(&mut self.seen.anew, module, at);
                    }
                }
            }
            MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed => {}
        }
    }

    /// Whether a function of the program makes modules of files that it finds, and puts them among the loaded ones, as
    /// those that load plugins do.
    fn loads_modules(&self, scope: ScopeId) -> bool {
        let Some(body) = self.facts.executing_function(scope) else {
            return false;
        };
        let mut calls = self.facts.operations.iter().filter(|operation| {
            operation.kind == OperationKind::Call && self.facts.executing_function(operation.scope) == Some(body)
        });
        let is_test = self.program.modules[self.module].kind == Kind::Test;
        let makes = |call: &Operation| call.path.as_ref().is_some_and(|path| path.last() == "module_from_spec");
        !is_test && calls.any(makes)
    }

    /// The modules that an object may be.
    fn modules_of(&self, object: &Object, reach: &[ModuleId]) -> Vec<ModuleId> {
        match self.held(object) {
            Held::Module(module) => vec![module],
            Held::Any => reach.to_vec(),
            Held::Attribute(_) | Held::Nothing => Vec::new(),
        }
    }

    /// An attribute of a module, under the name of some function or class of the project. What a name is imported from may be
    /// called so, too.
    fn defined(&mut self, module: ModuleId, touch: Touch, at: Sighting) {
        let program = self.program;
        let imported = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
        spend(imported.clone().count());
        let names = self.defined.get_or_init(|| {
            let own = (0..program.modules.len()).filter(|&id| program.modules[id].is_own());
            let defined = own
                .filter_map(|id| program.facts(id))
                .flat_map(|facts| &facts.definitions);
            defined.map(|definition| definition.name.clone()).collect()
        });
        for name in imported.map(Import::bound_name).filter(|name| names.contains(*name)) {
            self.touched(module, name.to_owned(), touch, at);
        }
    }

    /// An attribute of a module, under a name that is not known.
    pub(super) fn computed(&mut self, module: ModuleId, touch: Touch, at: Sighting) {
        match touch {
            Touch::Read => note(&mut self.seen.computed, module, at),
            Touch::Replace => note(&mut self.seen.open, module, at),
            Touch::Delete => note_way(&mut self.seen.namespace, module, (at, "delattr()".to_owned())),
        }
    }

    /// An attribute of a module.
    pub(super) fn touched(&mut self, module: ModuleId, name: String, touch: Touch, at: Sighting) {
        let map = match touch {
            Touch::Read => &mut self.seen.read,
            Touch::Replace => &mut self.seen.replaced,
            Touch::Delete => &mut self.seen.deleted,
        };
        note(map, (module, name), at);
    }

    fn imported_names(&mut self) {
        for import in &self.facts.imports {
            let Some(base) = self
                .program
                .absolute(self.module, import)
                .and_then(|name| self.program.find(&name))
            else {
                continue;
            };
            let at = self.at(import.alias);
            match &import.name {
                Some(_) if base == self.module => {}
                Some(_) if import.context.type_checking => {}
                Some(star) if star == "*" => match self.program.facts(base).map(|facts| &facts.exports) {
                    Some(Exports::Listed(names)) => {
                        for name in names {
                            note(&mut self.seen.read, (base, name.clone()), at);
                        }
                    }
                    _ => note(&mut self.seen.starred, base, at),
                },
                Some(name) => note(&mut self.seen.read, (base, name.clone()), at),
                None => {}
            }
        }
    }

    /// Attributes read or written through an imported name.
    fn attributes(&mut self, reference: &Reference, imported: &FxHashSet<ModuleId>) {
        if self.facts.bindings[reference.binding as usize].kinds.imports == 0 {
            return;
        }
        let Some(trail) = self
            .program
            .trail(self.module, reference.binding, &reference.attributes)
        else {
            return;
        };
        let place = Place {
            at: self.at(reference.span),
            scope: reference.scope,
            writes: reference.access == Access::WriteAttribute,
            attributes: reference.attributes.len(),
            unbound: false,
        };
        self.passes(&trail, place, imported);
    }

    /// Notes the attributes of modules that a path passes.
    pub(super) fn passes(&mut self, trail: &Trail, place: Place, imported: &FxHashSet<ModuleId>) {
        let Place { at, scope, writes, .. } = place;
        let mut written = false;
        let mut last_used = 0;
        for hop in trail.hops.iter().filter(|hop| hop.used > 0) {
            let key = (hop.module, hop.name.clone());
            if writes && hop.used == place.attributes {
                // What the attribute was imported from is not written.
                if !std::mem::replace(&mut written, true) {
                    note(&mut self.seen.replaced, key, at);
                }
            } else {
                note(&mut self.seen.read, key, at);
            }
            // Behind the attribute itself come the imports that bind it elsewhere, which load what they take.
            let is_attribute = std::mem::replace(&mut last_used, hop.used) != hop.used;
            let reached = self
                .program
                .submodule(hop.module, &hop.name)
                .filter(|_| is_attribute && !writes);
            let dotted = hop.used > 1 || !place.unbound;
            // The imports of a file that name a submodule go on doing so where they are, but none of them binds a bare name.
            let is_reached =
                |&submodule: &ModuleId| !(dotted && imported.contains(&submodule)) && self.may_be_submodule(submodule);
            if let Some(submodule) = reached.filter(is_reached) {
                let reached = Reached { at, scope, dotted };
                self.seen.implicit.entry(submodule).or_default().push(reached);
            }
        }
    }

    /// Whether a dotted name is known to be that of a module: of what is not installed, and of what has no submodules, it may be
    /// a class.
    fn may_be_submodule(&self, submodule: ModuleId) -> bool {
        let package = self
            .program
            .parent(submodule)
            .map(|parent| &self.program.modules[parent]);
        self.program.modules[submodule].kind != Kind::Missing && package.is_some_and(|package| package.is_package)
    }

    /// Modules of the project that are handed to code of others, which may do with them what it likes.
    fn handed_to_others(&mut self) {
        let is_test = self.program.modules[self.module].kind == Kind::Test;
        let mentioned = self.facts.mentions.iter().map(|mention| mention.span);
        let understood: FxHashSet<Span> = mentioned
            .chain(self.facts.namespace_reads.iter().map(|read| read.span))
            .collect();
        for operation in &self.facts.operations {
            let is_call = matches!(operation.kind, OperationKind::Call | OperationKind::DecorateByResult);
            if !is_call || operation.context.type_checking {
                continue;
            }
            let names = self.names_of(operation);
            let rules = Rules::builtin();
            let reader = names.iter().find_map(|name| rules.module_reader(name));
            let at = self.at(operation.span);
            if reader == Some(ModuleReads::Caller) && operation.handed.is_empty() {
                let how = format!("{}()", names.first().map(String::as_str).unwrap_or_default());
                note_way(&mut self.seen.namespace, self.module, (at, how));
            }
            // What it does with attributes that it is told is noted by itself.
            let is_understood = reader == Some(ModuleReads::Nothing)
                || names
                    .iter()
                    .any(|name| !name.contains('.') && rules.is_harmless_call(name))
                || understood.contains(&operation.span)
                || binds_global(operation)
                || self.is_own_function(operation);
            if is_understood {
                continue;
            }
            // With what lies in it: `reduce(getattr, ["cli", "main"], package)`.
            for module in modules_handed(self.program, self.module, self.facts, operation) {
                for below in self.own_from(module) {
                    self.computed(below, if is_test { Touch::Replace } else { Touch::Read }, at);
                }
            }
        }
    }

    /// A module, and those of the project that lie in it where it is a package.
    fn own_from(&self, module: ModuleId) -> Vec<ModuleId> {
        let modules = &self.program.modules;
        let prefix = format!("{}.", modules[module].name);
        let is_below = |&id: &ModuleId| id == module || modules[id].is_own() && modules[id].name.starts_with(&prefix);
        (0..modules.len()).filter(is_below).collect()
    }

    fn names_of(&self, operation: &Operation) -> Vec<String> {
        let path = operation.path.as_ref();
        path.map(|path| self.program.known_names(self.module, path))
            .unwrap_or_default()
    }

    /// Whether a function of the project is called: what it does with a module is seen there.
    fn is_own_function(&self, operation: &Operation) -> bool {
        let callee = operation
            .path
            .as_ref()
            .and_then(|path| self.program.entity(self.module, path));
        let Some(Entity::Attribute(target, name)) = callee else {
            return false;
        };
        self.program.modules[target].is_own() && !self.is_made_by_others(target, &name)
    }

    /// Whether a variable of the project holds what code of others made: `GET = operator.attrgetter("cli.main")`.
    fn is_made_by_others(&self, module: ModuleId, name: &str) -> bool {
        let root = name.split('.').next().unwrap_or_default();
        let facts = self.program.facts(module);
        let variable = facts.and_then(|facts| Some(&facts.bindings[facts.global(root)? as usize]));
        let Some(Value::Call(maker)) = variable.and_then(|variable| variable.value.as_ref()) else {
            return false;
        };
        match self.program.entity(module, maker) {
            Some(Entity::Attribute(target, _) | Entity::Module(target)) => !self.program.modules[target].is_own(),
            None => false,
        }
    }

    /// `getattr(x, "n")` and `patch.object(x, "n")`.
    fn attribute(&mut self, object: &Object, name: &str, touch: Touch, at: Sighting, reach: &[ModuleId]) {
        match self.held(object) {
            Held::Module(module) => {
                self.touched(module, name.to_owned(), touch, at);
                return;
            }
            Held::Attribute(_) | Held::Nothing => return,
            Held::Any => {}
        }
        for &module in reach {
            self.touched(module, name.to_owned(), touch, at);
        }
        if touch == Touch::Replace && self.program.modules[self.module].kind == Kind::Test {
            self.replaced_somewhere(name, at);
        }
    }

    /// `hasattr(package, "submodule")`: what comes out of it depends on who has loaded that.
    fn asks_for_submodule(&mut self, object: &Object, name: &str, mention: &Mention, imported: &FxHashSet<ModuleId>) {
        let Held::Module(package) = self.held(object) else {
            return;
        };
        let submodule = self.program.submodule(package, name);
        let is_reached = |&submodule: &ModuleId| !imported.contains(&submodule) && self.may_be_submodule(submodule);
        if let Some(submodule) = submodule.filter(is_reached) {
            let reached = Reached {
                at: self.at(mention.span),
                scope: mention.scope,
                dotted: true,
            };
            self.seen.implicit.entry(submodule).or_default().push(reached);
        }
    }

    /// A test that is handed the object from elsewhere: any module of the project that has such a name may be meant.
    pub(super) fn replaced_somewhere(&mut self, name: &str, at: Sighting) {
        for module in 0..self.program.modules.len() {
            if self.program.modules[module].is_own() && !self.program.imports_of(module, name).is_empty() {
                self.touched(module, name.to_owned(), Touch::Replace, at);
            }
        }
    }
}
