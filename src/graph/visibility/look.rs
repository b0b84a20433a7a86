//! What one file says of the names of other modules, and of its own.
mod attributes;
mod bases;
mod callers;
mod folders;
mod given;
mod handed;
mod kept;
mod listed;
mod looked_up_from;
mod mentions;
mod namespaces;
mod put_first;
mod renamed;
mod restored;
mod sifting;
mod texts;
mod unpickled;
mod written;

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

pub(super) use attributes::Attributes;
use attributes::Setting;

use super::given::Given;
use super::handed_over::HandedOver;
use super::{Reached, Sighting, Visibility, note};
use crate::graph::program::{Kind, ModuleId, Program, Trail};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Access, Exports, Phase, Reference, ScopeId};
use crate::syntax::Span;

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
    pub rules: &'a Rules,
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    /// What other files hand to functions of this one.
    pub handed: &'a HandedOver,
    /// What code of this file may get of files that it imports.
    pub given: Option<&'a Given>,
    /// The names of all functions and classes of the project, once somebody asked.
    pub defined: &'a OnceCell<FxHashSet<String>>,
    /// Where the project sets attributes, once somebody asked.
    pub attributes: &'a OnceCell<Attributes>,
    pub seen: &'a mut Visibility,
}

impl Look<'_> {
    pub fn at(&self, span: Span) -> Sighting {
        Sighting {
            module: self.module,
            span,
        }
    }

    /// The statements of the project that set an attribute of this name; none where something else may set it as well.
    fn settings_of(&self, name: &str) -> Option<&[Setting]> {
        let attributes = self.attributes.get_or_init(|| Attributes::of(self.program));
        attributes.set(name)
    }

    /// Whether the project sets an attribute of this name, whatever it is of.
    pub(super) fn sets_attribute(&self, name: &str) -> bool {
        self.settings_of(name).is_none_or(|settings| !settings.is_empty())
    }

    pub fn everywhere(&mut self) {
        self.imported_names();
        self.renamed();
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
            let passes_some = !reference.attributes.is_empty() || self.program.renames_some();
            if reference.phase != Phase::TypeCheckers && passes_some {
                self.attributes(reference, &imported);
            }
        }
        self.unbound(&imported);
        let reach = self.reach();
        self.handed_to_others();
        self.unpickled();
        self.written_through_variables(&reach);
        for mention in &self.facts.mentions {
            if self.runs(mention.scope) {
                self.mention(mention, &reach, &imported);
            }
        }
        for read in &self.facts.namespace_reads {
            if self.runs(read.scope) {
                self.namespace_read(read, &imported, &reach);
            }
        }
        self.listers_handed_on(&imported, &reach);
        let at = self.at(Span::default());
        let given = self.given.filter(|given| given.is_asked_for(self.facts));
        let given = given.map(|given| given.modules.as_slice()).unwrap_or_default();
        // What lies in objects that others fill.
        let mut set: Vec<ModuleId> = Vec::new();
        for name in &self.facts.loose_attributes {
            set.extend(self.program.set_to_objects(name));
        }
        set.sort_unstable();
        set.dedup();
        for &module in reach.all.iter().chain(given).chain(&set) {
            for name in &self.facts.loose_attributes {
                note(&mut self.seen.read, (module, name.clone()), at);
            }
        }
        self.seen.escaping.extend(reach.escaping);
        if !reach.all.is_empty() {
            self.seen.in_hand.insert(self.module, reach.all);
        }
        if !reach.by_computed_name.is_empty() {
            self.seen.by_computed_name.insert(self.module, reach.by_computed_name);
        }
    }

    /// Whether code of a scope may run.
    fn runs(&self, scope: ScopeId) -> bool {
        !self.seen.uncalled.never_runs(self.facts, self.module, scope)
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
            if self.program.modules[base].kind == Kind::Missing && !import.context.type_checking {
                for module in self.program.meant(base) {
                    let submodule = import
                        .name
                        .as_ref()
                        .and_then(|name| self.program.submodule(module, name));
                    for module in submodule.into_iter().chain([module]) {
                        note(&mut self.seen.anew, module, at);
                    }
                }
            }
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
            self.brought_by_star(reference, imported);
            return;
        }
        let trails = self
            .program
            .trails(self.module, reference.binding, &reference.attributes);
        let place = Place {
            at: self.at(reference.span),
            scope: reference.scope,
            writes: reference.access == Access::WriteAttribute,
            attributes: reference.attributes.len(),
            unbound: false,
        };
        for trail in trails {
            self.passes(&trail, place, imported);
        }
    }

    /// Notes the attributes of modules that a path passes.
    pub(super) fn passes(&mut self, trail: &Trail, place: Place, imported: &FxHashSet<ModuleId>) {
        self.passes_named(trail, place, imported);
        self.passes_renamed(trail, place, imported);
    }

    /// The same of the modules that have just these names.
    fn passes_named(&mut self, trail: &Trail, place: Place, imported: &FxHashSet<ModuleId>) {
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
}
