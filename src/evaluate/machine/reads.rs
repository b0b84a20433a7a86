//! What an execution reads or changes of the state of other modules of the project.
use rustc_hash::FxHashSet;

use super::Machine;
use crate::evaluate::activity::Activity;
use crate::evaluate::changes::Spot;
use crate::evaluate::object::{Base, EnvId, Kind, Owner};
use crate::evaluate::parts::{Change, Part};
use crate::evaluate::value::{Atom, Symbol, Value};
use crate::evaluate::{Look, ObjectId, Place};
use crate::graph::ModuleId;
use crate::semantics::code::BodyId;
use crate::syntax::Span;

/// More objects than this in one value are not looked at.
const MOST_LOOKED_THROUGH: usize = 256;

impl Machine<'_> {
    /// A name of a module is read.
    pub fn reads_name(&mut self, module: ModuleId, name: Symbol, place: Place) {
        if let Some(env) = self.globals[module] {
            self.finds(Spot::Name(env, name));
        }
        self.reads_part(Part::Name(module, name), place);
    }

    /// Whether a call has ended before what runs now began, or was one of a module that has been imported meanwhile.
    fn outlives_its_call(&self, env: EnvId) -> bool {
        let imported = match (self.envs[env as usize].owner, self.activity) {
            (Owner::Module(owner), Activity::Import(module)) => owner != module,
            (Owner::Call, _) | (_, Activity::Function(_)) => false,
        };
        env < self.since || imported
    }

    /// A variable of a call that has ended is read by a function that was made there.
    pub fn reads_variable(&mut self, env: EnvId, name: Symbol) {
        if self.outlives_its_call(env) {
            let module = self.envs[env as usize].module;
            let span = Span::default();
            self.reads_part(Part::Variable(module, env, name), Place { module, span });
        }
    }

    /// The same where it is bound: others who have the function notice.
    pub fn changes_variable(&mut self, env: EnvId, name: Symbol) {
        if self.outlives_its_call(env) {
            let module = self.envs[env as usize].module;
            let place = Place {
                module,
                span: Span::default(),
            };
            let what = format!("changes `{}`", self.symbols.text(name));
            self.changes_part(Part::Variable(module, env, name), place, what.clone());
            self.changes_module(module, place, what);
        }
    }

    /// An object is looked into.
    pub fn reads_object(&mut self, object: ObjectId, place: Place) {
        self.reads_of(object, None, false, place);
    }

    /// An object is asked for some attribute.
    pub fn reads_attribute(&mut self, object: ObjectId, place: Place) {
        self.reads_of(object, None, true, place);
    }

    /// An object is asked for an attribute of this name.
    pub fn reads_field(&mut self, object: ObjectId, name: Symbol, place: Place) {
        self.reads_of(object, Some(name), true, place);
    }

    /// A mapping is asked for what stands under a literal key.
    pub fn reads_item(&mut self, mapping: ObjectId, key: Symbol, place: Place) {
        self.reads_of(mapping, Some(key), false, place);
    }

    fn reads_of(&mut self, object: ObjectId, field: Option<Symbol>, is_by_name: bool, place: Place) {
        match field {
            Some(field) => {
                self.finds(Spot::Attribute(object, field));
                self.finds(Spot::Elements(object));
            }
            None => self.finds(Spot::Object(object)),
        }
        let object = self.whose(object);
        let Owner::Module(owner) = self.objects[object as usize].owner else {
            return;
        };
        let part = Part::of_object(owner, object, field);
        if self.is_own(owner) {
            self.reads_part(part, place);
            return;
        }
        let (Activity::Import(reader) | Activity::Function(reader)) = self.activity;
        if reader != owner {
            let body = self.running.last().copied();
            self.trials.looks_into(object, body, is_by_name);
            self.looked_at_by(reader, object, body, is_by_name);
            if let Activity::Import(module) = self.activity
                && self.is_own(module)
            {
                self.reads[module].entry(part).or_insert(place);
            }
        }
    }

    /// A module's import or function looks into an object that an installed module made.
    pub fn looked_at_by(
        &mut self,
        reader: ModuleId,
        object: ObjectId,
        body: Option<(ModuleId, BodyId)>,
        is_by_name: bool,
    ) {
        self.looked.entry(object).or_default().insert(Look {
            reader,
            body,
            is_by_name,
        });
    }

    /// The classes in which an attribute of an object, or of a class, is looked for.
    pub fn reads_classes_of(&mut self, object: ObjectId, name: Symbol, place: Place) {
        // Of a function that somebody calls some time only its conditions count.
        if matches!(self.activity, Activity::Function(_)) && self.touched.testing == 0 {
            return;
        }
        let class = match self.kind(object) {
            &Kind::Instance(class) => class,
            Kind::Class { .. } => object,
            _ => return,
        };
        for base in self.mro(class).iter() {
            if let Base::Class(base) = *base {
                self.finds(Spot::Attribute(base, name));
                self.reads_own(base, name, place);
            }
        }
    }

    /// A class, one of those behind it, or a function is asked for an attribute of its own.
    pub fn reads_own(&mut self, class: ObjectId, name: Symbol, place: Place) {
        if let Owner::Module(owner) = self.objects[class as usize].owner {
            self.reads_part(Part::Field(owner, class, name), place);
        }
    }

    /// A function is called, which does what its code and its defaults say: these may be others by now. Which one a generic
    /// function calls in its place rests on those that were registered with it.
    pub fn reads_function(&mut self, function: ObjectId, place: Place) {
        let Activity::Import(_) = self.activity else { return };
        for at in 0..self.code_names.len() {
            let name = self.code_names[at];
            self.reads_own(function, name, place);
        }
        if self.generic.contains(&function) {
            self.reads_object(function, place);
        }
    }

    /// Every object that a value may be is asked for an attribute.
    pub fn asks_for_attributes(&mut self, value: &Value, place: Place) {
        for atom in value.atoms() {
            if let Atom::Object(object) = atom {
                self.reads_attribute(object, place);
            }
        }
    }

    /// Every object that a value may be is looked into.
    pub fn looks_into(&mut self, value: &Value, place: Place) {
        for atom in value.atoms() {
            if let Atom::Object(object) = atom {
                self.reads_object(object, place);
            }
        }
    }

    /// Everything that can be reached from a value may be looked at: for its text, for a copy of it, or for whether it equals
    /// something else.
    pub fn looks_through(&mut self, value: &Value, place: Place) {
        let Activity::Import(_) = self.activity else { return };
        let mut pending: Vec<ObjectId> = value.atoms().filter_map(Atom::object).collect();
        let mut seen: FxHashSet<ObjectId> = FxHashSet::default();
        while let Some(next) = pending.pop() {
            let is_new = seen.len() < MOST_LOOKED_THROUGH && seen.insert(next);
            if !is_new
                || !matches!(
                    self.kind(next),
                    Kind::Container(_) | Kind::Instance(_) | Kind::Result(_)
                )
            {
                continue;
            }
            let found = &self.objects[next as usize];
            pending.extend(found.elements.atoms().filter_map(Atom::object));
            let held = found.attributes.values().flat_map(Value::atoms);
            pending.extend(held.filter_map(Atom::object));
            if let Owner::Module(owner) = found.owner {
                self.reads_part(Part::Object(owner, next), place);
            }
        }
    }

    /// Whether a part belongs to the project, or is a variable of an installed module or an attribute of one of its objects that
    /// the project may set.
    fn is_state_of_the_program(&self, part: Part) -> bool {
        let may_set = || match part {
            Part::Name(_, name) => self.named.contains(&name),
            Part::Field(_, _, name) => self.set_names.contains(&name),
            Part::Object(..) | Part::Variable(..) => false,
        };
        self.is_own(part.owner()) || may_set()
    }

    fn reads_part(&mut self, part: Part, place: Place) {
        if let Activity::Import(module) = self.activity
            && part.owner() != module
            && self.is_state_of_the_program(part)
        {
            self.reads[module].entry(part).or_insert(place);
        }
    }

    /// A name of a module is bound by a function, or by another module.
    pub fn changes_name(&mut self, module: ModuleId, name: Symbol, place: Place) {
        let what = format!(
            "changes `{}.{}`",
            self.program.modules[module].name,
            self.symbols.text(name)
        );
        self.changes_part(Part::Name(module, name), place, what);
    }

    /// An object that a module made is changed.
    pub fn changes_object(&mut self, object: ObjectId, field: Option<Symbol>, place: Place, what: &str) {
        if let Owner::Module(owner) = self.objects[object as usize].owner {
            self.changes_part(Part::of_object(owner, object, field), place, what.to_owned());
        }
    }

    fn changes_part(&mut self, part: Part, place: Place, what: String) {
        // What a function hooks into the module that calls it takes the place of the hook that stands there.
        let is_hook = matches!(part, Part::Name(_, name)
            if self.running.len() > 1 && matches!(self.symbols.text(name), "__getattr__" | "__dir__"));
        let importing = match self.activity {
            Activity::Import(module) if module == part.owner() && !is_hook => return,
            Activity::Import(module) => Some(module),
            Activity::Function(_) => None,
        };
        let (Activity::Import(changing) | Activity::Function(changing)) = self.activity;
        // What an installed package does to its own is its own business; what the project does to it is the program's state.
        let counts = self.is_own(part.owner()) || self.is_own(changing);
        if counts && !self.program.modules[place.module].is_beside() {
            let change = Change {
                part,
                place,
                what,
                importing,
            };
            if self.known_changes.insert(change.clone()) {
                self.changed.push(change);
            }
        }
    }
}
