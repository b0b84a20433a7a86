//! Objects: where they are made, and what is known of them.
use rustc_hash::FxHashMap;

use super::Machine;
use crate::evaluate::activity::Activity;
use crate::evaluate::changes::Spot;
use crate::evaluate::object::{Kind, Object, Owner};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::rules::CommandRole;

/// What one statement makes more often at one place of a function is not told apart.
const MOST_MADE: usize = 3;

impl<'a> Machine<'a> {
    // Objects.

    /// Whose is what is made now.
    pub fn owner(&self) -> Owner {
        match self.activity {
            Activity::Import(module) => Owner::Module(module),
            Activity::Function(_) => Owner::Call,
        }
    }

    pub fn make(&mut self, kind: Kind) -> ObjectId {
        let owner = self.owner();
        self.objects.push(Object {
            kind,
            owner,
            attributes: FxHashMap::default(),
            elements: Value::nothing(),
        })
    }

    /// The same at a place in a function: what a function makes there again and again is one object in the end.
    pub fn make_at(&mut self, kind: Kind, module: ModuleId, site: u32) -> ObjectId {
        if self.running.len() < 2 {
            return self.make(kind);
        }
        // A statement of the module itself runs once: what different ones make is told apart.
        let around = self.calls.first().map(|step| step.span.start);
        let around = around.filter(|_| matches!(self.activity, Activity::Import(_)));
        let key = (self.activity, module, site, around);
        let before = self.sites.get(&key).copied();
        let before = before.filter(|&(_, last)| self.objects.is_there(last));
        if let Some((MOST_MADE, last)) = before
            && *self.kind(last) == kind
        {
            self.merged.insert(last);
            return last;
        }
        let made = self.make(kind);
        let count = before.map_or(0, |(count, _)| count);
        self.sites.insert(key, (MOST_MADE.min(count + 1), made));
        made
    }

    pub fn make_value(&mut self, kind: Kind) -> Value {
        Atom::Object(self.make(kind)).into()
    }

    /// A view of what is there already, such as a method of an object. Within one call of a body it is made once, so that a
    /// loop which only looks at things comes to an end.
    pub fn make_view(&mut self, kind: Kind) -> Value {
        let key = (self.activity, kind);
        if let Some(&made) = self.views.get(&key)
            && self.is_made_here(made)
        {
            return Atom::Object(made).into();
        }
        let made = self.make(key.1.clone());
        self.views.insert(key, made);
        Atom::Object(made).into()
    }

    /// Whether the body that is being executed, or what it called, made an object.
    pub fn is_made_here(&self, object: ObjectId) -> bool {
        let first = self.made_before.last().copied().unwrap_or_default();
        object as usize >= first
    }

    pub fn kind(&self, object: ObjectId) -> &Kind {
        &self.objects[object as usize].kind
    }

    /// Whether a container holds a decorator that does the same: of a table of options, one stands for all.
    pub fn has_twin(&self, container: ObjectId, atom: Atom) -> bool {
        let decorator = |atom: Atom| {
            let name = self.external_name(atom)?;
            (self.rules.command_role(name) == Some(CommandRole::Keeps)).then_some(name)
        };
        let Some(name) = decorator(atom) else {
            return false;
        };
        let mut held = self.objects[container as usize].elements.atoms();
        held.any(|other| other != atom && decorator(other) == Some(name))
    }

    // What happens.

    /// Whether an object was made by what is being executed, and nobody else has it.
    pub fn is_fresh(&self, object: ObjectId) -> bool {
        match (self.objects[object as usize].owner, self.activity) {
            (Owner::Module(owner), Activity::Import(module)) => owner == module,
            (Owner::Call, _) => true,
            (Owner::Module(_), Activity::Function(_)) => false,
        }
    }

    /// Whether what is done to an object now is done in any case; to one that is being made, whenever it is made.
    pub fn changes_for_sure(&self, object: ObjectId) -> bool {
        self.weak == 0 || self.being_made.contains(&(object, self.weak))
    }

    /// Sets an attribute of an object, without asking anybody.
    pub fn put(&mut self, object: ObjectId, name: Symbol, value: &Value) {
        if value.is_nothing() {
            self.perhaps.insert((object, name));
        } else if self.changes_for_sure(object) {
            self.perhaps.remove(&(object, name));
        } else if !self.objects[object as usize].attributes.contains_key(&name) {
            self.perhaps.insert((object, name));
        }
        let slot = self.objects[object as usize].attributes.entry(name).or_default();
        if slot.join(value) {
            self.changed_object(object, Spot::Attribute(object, name));
        }
    }

    /// Puts something into a container, without asking anybody.
    pub fn hold(&mut self, object: ObjectId, value: &Value) {
        for atom in value.atoms() {
            if !self.has_twin(object, atom) && self.objects[object as usize].elements.add(atom) {
                self.changed_object(object, Spot::Elements(object));
            }
        }
    }
}
