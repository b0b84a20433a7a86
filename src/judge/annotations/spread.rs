//! Reading spreads: any code that reads the annotations of a class reads those of the types of its fields, and of its bases.
use rustc_hash::FxHashMap;

use super::lookup::Lookup;
use super::objects::Objects;
use super::reading::{Anything, Reading, makes};
use super::{Owner, ReadBy, Sight};
use crate::graph::{ModuleId, Sighting};
use crate::judge::commands::DEFERRED_FUNCTION;
use crate::semantics::facts::{MODULE, Path, Phase, Reference, ScopeKind};

/// Collects who is read, and follows from each to the next.
pub(super) struct Spread<'r, 'a> {
    lookup: &'r Lookup<'a>,
    objects: &'r Objects<'a>,
    /// The names in the annotations of each owner.
    named: FxHashMap<Owner, Vec<&'a Reference>>,
    /// The types that generic classes are made for.
    parameters: FxHashMap<Owner, Vec<Owner>>,
    reading: Reading,
    pending: Vec<(Owner, Sight, ReadBy)>,
}

impl<'r, 'a> Spread<'r, 'a> {
    pub fn new(lookup: &'r Lookup<'a>, objects: &'r Objects<'a>) -> Self {
        let mut named: FxHashMap<Owner, Vec<&Reference>> = FxHashMap::default();
        for (module, facts) in objects.own() {
            for reference in &facts.references {
                if let Phase::Annotation { owner: Some(owner), .. } = reference.phase {
                    named.entry((module, owner)).or_default().push(reference);
                }
            }
        }
        Spread {
            lookup,
            objects,
            named,
            parameters: FxHashMap::default(),
            reading: Reading::default(),
            pending: Vec::new(),
        }
    }

    /// What is read because of its own decorators and bases.
    pub fn definitions(&mut self) {
        for (module, facts) in self.objects.own() {
            for (id, definition) in facts.definitions.iter().enumerate() {
                let owner = (module, id as u32);
                if let Some((look, who)) = self.lookup.decorated(owner)
                    && let Some(sight) = look.sight()
                {
                    if definition.is_class && self.lookup.looks_at_fields(owner) {
                        self.made(owner, sight, &who);
                    } else {
                        self.whole(owner, sight, &who);
                    }
                }
                if definition.is_class
                    && let Some((look, who)) = self.lookup.based(module, definition, 0)
                    && let Some(sight) = look.sight()
                {
                    self.read(owner, sight, &who);
                }
            }
        }
    }

    /// What a Typer app makes commands of once they are run, of which only a name is left: Typer looks at it then.
    pub fn stood_for(&mut self) {
        let program = self.objects.program;
        for (module, facts) in self.objects.own() {
            let all = facts.commands.stand_ins.iter();
            for stand_in in all.filter(|stand_in| stand_in.maker == DEFERRED_FUNCTION) {
                let Some((of, name)) = stand_in.target.split_once(':') else {
                    continue;
                };
                let Some(target) = program.find(of) else { continue };
                let at = Sighting {
                    module,
                    span: stand_in.span,
                };
                let by = ReadBy::call(DEFERRED_FUNCTION, at);
                let definitions = program.facts(target).into_iter().flat_map(|facts| &facts.definitions);
                for (id, _) in definitions
                    .enumerate()
                    .filter(|(_, one)| one.scope == MODULE && one.name == name)
                {
                    self.whole((target, id as u32), Sight::Evaluated, &by);
                }
            }
        }
    }

    /// The annotations of a function, or of the variables of a class, are read.
    pub fn read(&mut self, owner: Owner, sight: Sight, by: &ReadBy) {
        if self.reading.owner(owner, sight, by) {
            self.pending.push((owner, sight, by.clone()));
        }
    }

    /// The same, and what makes an instance of the class.
    pub fn made(&mut self, owner: Owner, sight: Sight, by: &ReadBy) {
        self.read(owner, sight, by);
        for member in self.objects.members(owner) {
            if self
                .objects
                .definition(member)
                .is_some_and(|member| makes(&member.name))
            {
                self.read(member, sight, by);
            }
        }
    }

    /// The same, and all methods that the class has, inherited ones, too.
    pub fn whole(&mut self, owner: Owner, sight: Sight, by: &ReadBy) {
        let mut classes = vec![owner];
        let mut at = 0;
        while let Some(&class) = classes.get(at) {
            at += 1;
            self.read(class, sight, by);
            for member in self.objects.members(class) {
                self.read(member, sight, by);
            }
            for base in self.bases(class) {
                if !classes.contains(&base) {
                    classes.push(base);
                }
            }
        }
    }

    /// A generic class is made for these types.
    pub fn parametrised(&mut self, generic: Owner, types: &[Owner]) {
        let types = types.iter().filter(|&&other| other != generic);
        self.parameters.entry(generic).or_default().extend(types);
    }

    pub fn variables(&mut self, module: ModuleId, sight: Sight, by: &ReadBy) {
        self.reading.variables(module, sight, by);
    }

    pub fn module(&mut self, module: ModuleId, by: &ReadBy) {
        self.reading.module(module, by);
    }

    pub fn anything(&mut self, what: Anything, sight: Sight, by: &ReadBy) {
        self.reading.anything(what, sight, by);
    }

    /// Follows all that was noted.
    pub fn finish(mut self) -> Reading {
        while let Some((owner, sight, by)) = self.pending.pop() {
            let by = self.through(owner, by);
            for next in self.types(owner) {
                // Who makes fields of the variables of a model may make some of any that another class has.
                let spares_private = by.spares_private && self.lookup.spares_private(next);
                let by = ReadBy {
                    spares_private,
                    ..by.clone()
                };
                self.made(next, sight, &by);
            }
            for next in self.bases(owner) {
                self.read(next, sight, &by);
            }
        }
        self.reading
    }

    /// What to say of those that are read because this one is.
    fn through(&self, owner: Owner, by: ReadBy) -> ReadBy {
        let name = self
            .objects
            .definition(owner)
            .map(|definition| definition.name.as_str());
        let who = match name {
            Some(name) if !by.who.contains(" through ") => format!("{} through `{name}`", by.who),
            _ => by.who,
        };
        ReadBy { who, ..by }
    }

    /// The functions and classes that the annotations of an owner name.
    fn types(&self, owner: Owner) -> Vec<Owner> {
        let Some(facts) = self.objects.program.facts(owner.0) else {
            return Vec::new();
        };
        let mut found = self.beside(owner);
        found.extend(self.parameters.get(&owner).into_iter().flatten());
        for reference in self.named.get(&owner).into_iter().flatten() {
            let path = Path {
                root: facts.bindings[reference.binding as usize].name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes.clone(),
            };
            found.extend(self.objects.path(owner.0, &path).owners);
        }
        found
    }

    /// The classes in the function that makes a class: names of local things are not known, so any of them may be meant.
    fn beside(&self, owner: Owner) -> Vec<Owner> {
        let (Some(facts), Some(definition)) = (self.objects.program.facts(owner.0), self.objects.definition(owner))
        else {
            return Vec::new();
        };
        if facts.scopes[definition.scope as usize].kind != ScopeKind::Function {
            return Vec::new();
        }
        let all = facts.definitions.iter().enumerate();
        all.filter(|(_, other)| other.is_class && other.scope == definition.scope)
            .map(|(id, _)| (owner.0, id as u32))
            .collect()
    }

    /// The classes of the project that a class inherits from: who reads its fields reads theirs.
    fn bases(&self, owner: Owner) -> Vec<Owner> {
        let bases = self.objects.definition(owner).map(|class| class.bases.as_slice());
        let known = bases.unwrap_or_default().iter().flatten();
        known.flat_map(|base| self.objects.path(owner.0, base).owners).collect()
    }
}
