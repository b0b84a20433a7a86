//! Where the project names and calls its functions and classes, by name: found once, because each of them is asked for.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Owner;
use super::objects::Objects;
use crate::graph::ModuleId;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Operation, OperationKind, Path, Phase, Reference, Role};
use crate::syntax::Span;

/// A reference, by the place of its file in [`Uses::files`] and its own.
type Place = (u32, u32);

/// One file of the project.
pub(super) struct File<'a> {
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    calls: FxHashMap<u32, Vec<&'a Operation>>,
    /// References in the order of the text.
    by_start: Vec<u32>,
}

impl<'a> File<'a> {
    /// The calls that start at a place.
    pub fn calls_at(&self, start: u32) -> &[&'a Operation] {
        self.calls.get(&start).map(Vec::as_slice).unwrap_or_default()
    }

    /// The references within a span.
    pub fn references_within(&self, span: Span) -> impl Iterator<Item = &'a Reference> {
        let at = |&id: &u32| &self.facts.references[id as usize];
        let from = self.by_start.partition_point(|id| at(id).span.start < span.start);
        let behind = self.by_start[from..].iter();
        let mut found: Vec<u32> = behind
            .take_while(|id| at(id).span.start < span.end)
            .filter(|id| at(id).span.end <= span.end)
            .copied()
            .collect();
        found.sort_unstable();
        found.into_iter().map(|id| &self.facts.references[id as usize])
    }
}

/// All files of the project, and what is named where.
pub(super) struct Uses<'a> {
    pub files: Vec<File<'a>>,
    places: FxHashMap<ModuleId, usize>,
    /// References that may be to something of this name, be it imported under another.
    named: FxHashMap<&'a str, Vec<Place>>,
    /// References to variables, by what these may be.
    assigned: FxHashMap<Owner, Vec<Place>>,
    calls: FxHashMap<&'a str, Vec<(u32, &'a Operation)>>,
    /// The last parts of dotted names that are arguments of calls.
    handed_on: FxHashSet<&'a str>,
    heirs: FxHashMap<Owner, Vec<Owner>>,
}

impl<'a> Uses<'a> {
    pub fn new(objects: &Objects<'a>) -> Self {
        let mut uses = Uses {
            files: Vec::new(),
            places: FxHashMap::default(),
            named: FxHashMap::default(),
            assigned: FxHashMap::default(),
            calls: FxHashMap::default(),
            handed_on: FxHashSet::default(),
            heirs: FxHashMap::default(),
        };
        for (module, facts) in objects.own() {
            uses.add(objects, module, facts);
        }
        uses
    }

    fn add(&mut self, objects: &Objects<'a>, module: ModuleId, facts: &'a ModuleFacts) {
        let place = self.files.len() as u32;
        let mut calls: FxHashMap<u32, Vec<&Operation>> = FxHashMap::default();
        for operation in &facts.operations {
            for path in operation.arguments.iter().filter(|path| !path.attributes.is_empty()) {
                self.handed_on.insert(path.last());
            }
            if operation.kind != OperationKind::Call {
                continue;
            }
            calls.entry(operation.span.start).or_default().push(operation);
            if let Some(path) = &operation.path {
                self.calls.entry(path.last()).or_default().push((place, operation));
            }
        }
        let mut imported: FxHashMap<u32, Vec<&str>> = FxHashMap::default();
        for import in &facts.imports {
            if let (Some(binding), Some(name)) = (import.binding, &import.name) {
                imported.entry(binding).or_default().push(name);
            }
        }
        for (id, reference) in facts.references.iter().enumerate() {
            if is_harmless(reference) {
                continue;
            }
            let at = (place, id as u32);
            let binding = &facts.bindings[reference.binding as usize];
            let ends = [reference.attributes.first(), reference.attributes.last()];
            let mut names: Vec<&str> = ends.into_iter().flatten().map(String::as_str).collect();
            names.push(&binding.name);
            if binding.kinds.imports > 0 {
                names.extend(imported.get(&reference.binding).into_iter().flatten());
            }
            names.sort_unstable();
            names.dedup();
            for name in names {
                self.named.entry(name).or_default().push(at);
            }
            if binding.kinds.assignments > 0 {
                for owner in objects.path(module, &path_of(facts, reference)).owners {
                    let places = self.assigned.entry(owner).or_default();
                    if places.last() != Some(&at) {
                        places.push(at);
                    }
                }
            }
        }
        for (id, heir) in facts.definitions.iter().enumerate() {
            let owner = (module, id as u32);
            for path in heir.bases.iter().flatten() {
                for base in objects.path(module, path).owners {
                    let heirs = self.heirs.entry(base).or_default();
                    if heirs.last() != Some(&owner) {
                        heirs.push(owner);
                    }
                }
            }
        }
        let mut by_start: Vec<u32> = (0..facts.references.len() as u32).collect();
        by_start.sort_by_key(|&id| facts.references[id as usize].span.start);
        self.places.insert(module, self.files.len());
        self.files.push(File {
            module,
            facts,
            calls,
            by_start,
        });
    }

    pub fn file(&self, module: ModuleId) -> Option<&File<'a>> {
        self.files.get(*self.places.get(&module)?)
    }

    /// The references that name a function or class of this name, but for those by which it is not handed on.
    pub fn of(&self, objects: &Objects<'a>, owner: Owner, name: &str) -> Vec<(&File<'a>, &'a Reference)> {
        let known = self.assigned.get(&owner).map(Vec::as_slice).unwrap_or_default();
        let named = self.named.get(name).into_iter().flatten().copied();
        let is_it = |&(file, id): &Place| {
            let File { module, facts, .. } = &self.files[file as usize];
            let path = path_of(facts, &facts.references[id as usize]);
            objects.path(*module, &path).owners.contains(&owner)
        };
        let is_new = |place: &Place| known.binary_search(place).is_err();
        let others = named.filter(is_new).filter(is_it);
        let mut places: Vec<Place> = known.iter().copied().chain(others).collect();
        places.sort_unstable();
        let reference = |(file, id): Place| {
            let file = &self.files[file as usize];
            (file, &file.facts.references[id as usize])
        };
        places.into_iter().map(reference).collect()
    }

    /// The calls of something whose last name is this.
    pub fn calls_of(&self, name: &str) -> impl Iterator<Item = (&File<'a>, &'a Operation)> {
        let calls = self.calls.get(name).into_iter().flatten();
        calls.map(|&(file, call)| (&self.files[file as usize], call))
    }

    /// Whether an attribute of this name is an argument of some call.
    pub fn is_handed_on(&self, name: &str) -> bool {
        self.handed_on.contains(name)
    }

    /// The classes that name another one as a base.
    pub fn heirs_of(&self, base: Owner) -> &[Owner] {
        self.heirs.get(&base).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The path that a reference reads.
pub(super) fn path_of(facts: &ModuleFacts, reference: &Reference) -> Path {
    Path {
        root: facts.bindings[reference.binding as usize].name.clone(),
        binding: Some(reference.binding),
        attributes: reference.attributes.clone(),
    }
}

/// Whether it is a mention by which a function is not handed on: what it decorates is known by that.
fn is_harmless(reference: &Reference) -> bool {
    reference.role == Role::Decorator || !matches!(reference.phase, Phase::Run | Phase::MainGuard)
}
