//! Modules, and attributes of objects, that are named by strings or by what is put together.
use rustc_hash::FxHashSet;

use super::Look;
use super::kept::keeps_made;
use crate::graph::effort::spend;
use crate::graph::program::{Kind, ModuleId};
use crate::graph::visibility::held::Held;
use crate::graph::visibility::reach::Reach;
use crate::graph::visibility::{Forgetting, Reached, Sighting, note, note_way};
use crate::semantics::facts::{
    Import, MODULE, Mention, MentionKind, Object, Operation, OperationKind, Piece, ScopeId, ScopeKind, Touch,
};

impl Look<'_> {
    pub(super) fn mention(&mut self, mention: &Mention, reach: &Reach, imported: &FxHashSet<ModuleId>) {
        let at = self.at(mention.span);
        match &mention.kind {
            MentionKind::Text { text, touch, keywords } => {
                let touch = match self.is_told_to_patching_base(mention.scope) {
                    true => Touch::Replace,
                    false => *touch,
                };
                self.text(text, touch, keywords, at);
                self.looked_up_from(text, mention, &reach.all);
            }
            // What a function of the project does with a name that is not known is seen in its code, whatever it is called.
            MentionKind::Joined { pieces, .. }
                if pieces.iter().all(|piece| *piece == Piece::Unknown) && self.calls_own_function(mention.span) => {}
            MentionKind::Joined { pieces, touch } => {
                let own = imported
                    .iter()
                    .copied()
                    .filter(|&module| self.program.modules[module].is_own());
                let known: Vec<ModuleId> = own.chain(reach.all.iter().copied()).collect();
                self.joined(pieces, *touch, &known, at);
            }
            // What is set at module level is there before anybody takes it.
            MentionKind::ComputedAttribute {
                object: Object::ThisModule,
                touch: Touch::Replace,
            } if self.facts.executing_function(mention.scope).is_none() => {
                note(&mut self.seen.filled, (self.module, "*".to_owned()), at);
            }
            MentionKind::Attribute {
                object: Object::ThisModule,
                name,
                touch: Touch::Replace,
            } if self.facts.executing_function(mention.scope).is_none() => {
                note(&mut self.seen.filled, (self.module, name.clone()), at);
            }
            MentionKind::Attribute { object, name, touch } => {
                self.attribute(object, name, *touch, at, reach);
                for module in self.modules_of(object, reach) {
                    self.asks_for_submodule_of(module, name, mention);
                }
            }
            MentionKind::ComputedAttribute { object, touch } => {
                for module in self.modules_of(object, reach) {
                    self.computed(module, *touch, at);
                }
                self.asks_for_any_submodule(object, mention, imported);
            }
            // Code of others sets nothing but what it is told to.
            MentionKind::SetterHanded { method, holder, touch } => {
                if self.is_defined_here(method) && !self.is_of_others(holder, mention.scope) {
                    reach.all.iter().for_each(|&module| self.computed(module, *touch, at));
                }
            }
            MentionKind::DefinedAttribute { object, touch } => {
                for module in self.modules_of(object, reach) {
                    self.defined(module, *touch, at);
                }
            }
            MentionKind::ThisModule => note(&mut self.seen.computed, self.module, at),
            MentionKind::ReplacesThisModule => note(&mut self.seen.self_replacing, self.module, at),
            MentionKind::Loaded { asked: false, .. }
            | MentionKind::LoadedBelow { asked: false, .. }
            | MentionKind::LoadedComputed { asked: false }
                if self.comes_first(mention) => {}
            MentionKind::Loaded { module, asked } => note(self.seen.among_loaded(*asked), module.clone(), at),
            MentionKind::LoadedBelow { prefix, asked } => {
                for module in &self.program.modules {
                    if module.name.starts_with(prefix) {
                        note(self.seen.among_loaded(*asked), module.name.clone(), at);
                    }
                }
            }
            // A test that does so is about what it loaded itself.
            MentionKind::LoadedAll { prefix } if !self.program.modules[self.module].is_beside() => {
                for module in self.program.modules.iter().filter(|module| module.is_own()) {
                    if module.name.starts_with(prefix) {
                        note(&mut self.seen.loaded, module.name.clone(), at);
                    }
                }
                // Which of those of others are there is what somebody asks who says their names.
                let others = self.program.modules.iter().filter(|module| !module.is_own());
                for module in others.filter(|module| !prefix.is_empty() && module.name.starts_with(prefix)) {
                    note(&mut self.seen.asked, module.name.clone(), at);
                }
            }
            MentionKind::LoadedAll { .. } => {}
            MentionKind::RunsText => {
                for module in self.files_run() {
                    note(&mut self.seen.anew, module, at);
                    note_way(&mut self.seen.namespace, module, (at, "exec()".to_owned()));
                }
            }
            MentionKind::WritesPart { origins, name } => self.written_to_part(origins, name, &reach.all, at),
            // A script of the documentation that looks for what is loaded, whatever it is, decides nothing of the program.
            MentionKind::LoadedComputed { asked: true } if self.program.modules[self.module].kind == Kind::Beside => {}
            MentionKind::LoadedComputed { asked: false } | MentionKind::LoadedOf { asked: false, .. }
                if self.puts_back(mention.span) => {}
            MentionKind::LoadedComputed { asked } => {
                if *asked {
                    self.asks_for_those_found(at);
                }
                let registers = self.loads_modules(mention.scope);
                self.seen.forgetting.push(Forgetting {
                    at,
                    registers,
                    asks: *asked,
                });
            }
            MentionKind::LoadedOf { object, asked } => {
                for module in self.modules_of(object, reach) {
                    let name = self.program.modules[module].name.clone();
                    note(self.seen.among_loaded(*asked), name, at);
                }
            }
            MentionKind::LoadedAnew {
                module,
                by_path,
                hands_out,
            } => {
                let named = match module {
                    Some(name) => self.program.named_or_below(name),
                    None if *by_path => self.named_files(),
                    None => self.told_modules(),
                };
                for &module in &named {
                    note(&mut self.seen.anew, module, at);
                    // What has it as an attribute is no name that is followed.
                    if *hands_out || *by_path && keeps_made(&self.facts.code, mention.span) {
                        note_way(&mut self.seen.namespace, module, (at, "runpy".to_owned()));
                    }
                }
                // A path from elsewhere may be that of any file.
                if *by_path && named.is_empty() && !self.names_a_file() {
                    for module in self.program.own_modules() {
                        note(&mut self.seen.anew, module, at);
                    }
                }
            }
            // The program asks for these where it settles what is loaded under which name.
            MentionKind::Puts { .. } | MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed => {}
        }
    }

    /// The modules of the project that strings of this file name, and of those that import it.
    fn told_modules(&self) -> Vec<ModuleId> {
        let program = self.program;
        let tell = std::iter::once(self.module).chain(self.importers());
        let words = tell.filter_map(|id| program.facts(id)).flat_map(|facts| &facts.words);
        let named = words.filter_map(|word| program.find(word));
        named.filter(|&id| program.modules[id].is_own()).collect()
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

    /// Whether the project defines, or sets, anything that may be called as a method of this name.
    fn is_defined_here(&self, name: &str) -> bool {
        let own = self.program.own_modules();
        own.filter_map(|id| self.program.facts(id)).any(|facts| {
            let is_kept =
                |scope: ScopeId| matches!(facts.scopes[scope as usize].kind, ScopeKind::Module | ScopeKind::Class);
            let mut bindings = facts.bindings.iter();
            let mut operations = facts.operations.iter();
            bindings.any(|binding| binding.name == name && is_kept(binding.scope))
                || operations.any(|operation| {
                    let path = operation.path.as_ref();
                    operation.kind == OperationKind::WriteAttribute && path.is_some_and(|path| path.last() == name)
                })
        })
    }

    /// The modules that an object may be.
    fn modules_of(&self, object: &Object, reach: &Reach) -> Vec<ModuleId> {
        match self.held(object) {
            Held::Module(module) => vec![module],
            Held::Any => self.any_of(object, reach),
            Held::New => self.named_files(),
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
            let own = program.own_modules();
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
    pub(in crate::graph::visibility) fn computed(&mut self, module: ModuleId, touch: Touch, at: Sighting) {
        match touch {
            Touch::Read => note(&mut self.seen.computed, module, at),
            Touch::Replace => note(&mut self.seen.open, module, at),
            Touch::Delete => note_way(&mut self.seen.namespace, module, (at, "delattr()".to_owned())),
        }
    }

    /// An attribute of a module.
    pub(in crate::graph::visibility) fn touched(&mut self, module: ModuleId, name: String, touch: Touch, at: Sighting) {
        let map = match touch {
            Touch::Read => &mut self.seen.read,
            Touch::Replace => &mut self.seen.replaced,
            Touch::Delete => &mut self.seen.deleted,
        };
        note(map, (module, name.clone()), at);
        if module == self.module {
            self.in_dictionary(module, &name, (MODULE, at));
        }
    }

    /// What is looked up in the dictionary of a package may be a submodule that an import has put there: nothing serves that.
    pub(super) fn in_dictionary(&mut self, package: ModuleId, name: &str, (scope, at): (ScopeId, Sighting)) {
        let binds = self
            .program
            .facts(package)
            .is_some_and(|facts| facts.global(name).is_some());
        let submodule = self.program.submodule(package, name).filter(|_| !binds);
        if let Some(submodule) = submodule.filter(|&submodule| self.may_be_submodule(submodule)) {
            let reached = Reached {
                at,
                scope,
                dotted: false,
            };
            self.seen.implicit.entry(submodule).or_default().push(reached);
        }
    }

    /// `getattr(x, "n")` and `patch.object(x, "n")`.
    fn attribute(&mut self, object: &Object, name: &str, touch: Touch, at: Sighting, reach: &Reach) {
        match self.held(object) {
            Held::Module(module) => {
                self.touched(module, name.to_owned(), touch, at);
                return;
            }
            Held::Attribute(_) | Held::Nothing => return,
            Held::Any | Held::New => {}
        }
        for module in self.any_of(object, reach) {
            self.touched(module, name.to_owned(), touch, at);
        }
        if touch == Touch::Replace && self.program.modules[self.module].kind == Kind::Test {
            self.replaced_somewhere(name, at);
        }
    }

    /// `getattr(package, name)` of an installed package: any submodule that others have loaded may be meant.
    fn asks_for_any_submodule(&mut self, object: &Object, mention: &Mention, imported: &FxHashSet<ModuleId>) {
        let program = self.program;
        let Held::Module(package) = self.held(object) else {
            return;
        };
        if program.modules[package].is_own() || program.modules[self.module].is_beside() {
            return;
        }
        let submodules: Vec<ModuleId> = (0..program.modules.len())
            .filter(|&id| program.parent(id) == Some(package) && !imported.contains(&id) && self.may_be_submodule(id))
            .collect();
        for submodule in submodules {
            let reached = Reached {
                at: self.at(mention.span),
                scope: mention.scope,
                dotted: true,
            };
            self.seen.implicit.entry(submodule).or_default().push(reached);
        }
    }

    /// A test that is handed the object from elsewhere: any module of the project that has such a name may be meant.
    pub(in crate::graph::visibility) fn replaced_somewhere(&mut self, name: &str, at: Sighting) {
        for module in 0..self.program.modules.len() {
            if self.program.modules[module].is_own() && !self.program.imports_of(module, name).is_empty() {
                self.touched(module, name.to_owned(), Touch::Replace, at);
            }
        }
    }
}
