//! What is assigned, by the age of what it is assigned to.
use super::Machine;
use crate::evaluate::ObjectId;
use crate::evaluate::activity::Activity;
use crate::evaluate::changes::{Age, Changes, Spot};
use crate::evaluate::object::{Env, EnvId};
use crate::evaluate::value::{Atom, Symbol, Value};

impl Machine<'_> {
    /// What there is now.
    pub fn age(&self) -> Age {
        Age {
            object: self.objects.next() as ObjectId,
            env: self.envs.next() as EnvId,
        }
    }

    /// An object was changed.
    pub fn changed_object(&mut self, object: ObjectId, spot: Spot) {
        self.changes.object = self.changes.object.min(object);
        if self.is_older(spot) {
            self.touched.changes.extend([spot, Spot::Object(object)]);
        }
        self.kept.all += 1;
        self.kept.seen += usize::from(object < self.local_from);
    }

    /// A name was bound to something new.
    pub fn changed_env(&mut self, env: EnvId, name: Symbol) {
        self.changes.env = self.changes.env.min(env);
        if self.is_older(Spot::Name(env, name)) {
            self.touched.changes.insert(Spot::Name(env, name));
        }
    }

    /// Code finds something that others may change.
    pub fn finds(&mut self, spot: Spot) {
        if self.touched.testing > 0 && self.is_older(spot) {
            self.touched.reads.push(spot);
        }
    }

    /// Evaluates a condition. If it is decided, then so it is by what it reads.
    pub fn testing<T>(
        &mut self,
        test: impl FnOnce(&mut Self) -> T,
        is_decided: impl FnOnce(&mut Self, &T) -> bool,
    ) -> T {
        let before = self.touched.reads.len();
        self.touched.testing += 1;
        let result = test(self);
        self.touched.testing -= 1;
        let is_decided = is_decided(self, &result);
        let reads = self.touched.reads.drain(before..);
        self.touched.decided_by.extend(reads.filter(|_| is_decided));
        result
    }

    /// Whether something was there before the function that is looked at by itself.
    pub fn is_older(&self, spot: Spot) -> bool {
        let is_older = match spot {
            Spot::Name(env, _) => env < self.looking_since.env,
            Spot::Attribute(object, _) | Spot::Elements(object) | Spot::Object(object) => {
                object < self.looking_since.object
            }
        };
        is_older && matches!(self.activity, Activity::Function(_))
    }

    /// Names that others see were bound.
    pub fn changed_for_others(&mut self) {
        self.kept.all += 1;
        self.kept.seen += 1;
    }

    /// Begins to watch; what was seen before is handed out, for [`Self::watched`].
    pub fn watch(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// What was changed since, all in all.
    pub fn watched(&mut self, before: Changes) {
        self.changes.object = self.changes.object.min(before.object);
        self.changes.env = self.changes.env.min(before.env);
    }

    /// Whether anything that there was then has been changed since the watch began.
    pub fn changed_older(&self, than: Age) -> bool {
        self.changes.object < than.object || self.changes.env < than.env
    }

    /// Gives back what was made since: nothing that is older leads to any of it.
    pub fn forget(&mut self, since: Age) {
        if !self.returned_again.is_empty() {
            self.returned_again.retain(|&object, _| object < since.object);
        }
        self.objects.release(since.object as usize);
        self.envs.release(since.env as usize);
    }

    /// Whether nothing that a value may be was forgotten.
    pub fn is_there(&self, value: &Value) -> bool {
        let mut atoms = value.atoms();
        atoms.all(|atom| !matches!(atom, Atom::Object(object) if !self.objects.is_there(object)))
    }

    /// A value without what was forgotten.
    pub fn what_is_there(&self, value: &Value) -> Value {
        match self.is_there(value) {
            true => value.clone(),
            false => value.atoms().filter(|&atom| self.is_there(&atom.into())).collect(),
        }
    }

    /// The code of `env` returns or yields a value: a generator that is older keeps it.
    pub fn hands_out(&mut self, env: EnvId, to: impl FnOnce(&mut Env) -> &mut Value, value: &Value) {
        let is_new = to(&mut self.envs[env as usize]).join(value);
        self.escapes |= is_new && env < self.looking_since.env;
    }

    /// The same of objects alone.
    pub fn changed_older_object(&self, than: Age) -> bool {
        self.changes.object < than.object
    }

    /// Whether a value may be an object that was made since.
    pub fn is_younger(&self, value: &Value, than: Age) -> bool {
        value.atoms().any(|atom| match atom {
            Atom::Object(object) => object >= than.object,
            _ => false,
        })
    }

    /// Whether a value may be an object that only the calls have which are going on.
    pub fn is_local(&self, value: &Value) -> bool {
        value.atoms().any(|atom| match atom {
            Atom::Object(object) => object >= self.local_from,
            _ => false,
        })
    }
}
