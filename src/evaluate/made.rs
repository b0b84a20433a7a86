//! Whether what is entered into an object was made on the spot, for the code that asks first, or handed over to be kept.
use super::activity::Activity;
use super::machine::Machine;
use super::object::{Kind, Owner};
use super::value::{Atom, ObjectId, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, BodyKind};

/// What holds more than this is not looked through: it may hold anything.
const MOST: usize = 200;

impl Machine<'_> {
    /// Whether what is going to be entered into an object was made by the body that is running, or is there already. What others
    /// handed over was not, however it is wrapped.
    pub fn is_made_there(&self, object: ObjectId, entered: &Value) -> bool {
        // Nobody asks where the change itself concerns nobody.
        if self.is_fresh(object) || matches!(self.activity, Activity::Function(_)) {
            return false;
        }
        // What a module does at its own level nobody does for the one who asks first: it is done once.
        let is_function = |&(module, body): &(ModuleId, BodyId)| {
            let kind = self.body(module, body).map(|body| body.kind);
            matches!(kind, Some(BodyKind::Function | BodyKind::Lambda))
        };
        if !self.running.last().is_some_and(is_function) {
            return false;
        }
        let before = self.made_before.last().copied().unwrap_or_default();
        let holder = &self.objects[object as usize];
        let is_held = |atom: Atom| {
            let mut held = holder.attributes.values().chain(std::iter::once(&holder.elements));
            held.any(|value| value.atoms().any(|held| held == atom))
        };
        !entered.is_nothing()
            && entered.atoms().all(|atom| match atom {
                Atom::Object(object) => {
                    is_held(atom)
                        || self.merged.contains(&object)
                        || object as usize >= before && !self.holds_what_was_handed_over(object, before)
                }
                Atom::None => true,
                _ => false,
            })
    }

    /// Whether a new object holds, however deep, an object that code of another package made before.
    fn holds_what_was_handed_over(&self, object: ObjectId, before: usize) -> bool {
        let mut seen = vec![object];
        let mut at = 0;
        while let Some(&holder) = seen.get(at) {
            at += 1;
            for held in self.held_by(holder).iter().flat_map(Value::atoms) {
                let Atom::Object(held) = held else { continue };
                if (held as usize) < before {
                    if self.is_of_another_package(held) {
                        return true;
                    }
                } else if !seen.contains(&held) {
                    seen.push(held);
                }
            }
            if seen.len() > MOST {
                return true;
            }
        }
        false
    }

    fn is_of_another_package(&self, object: ObjectId) -> bool {
        let modules = &self.program.modules;
        match self.objects[object as usize].owner {
            Owner::Module(owner) => self
                .running
                .last()
                .is_some_and(|&(module, _)| modules[module].top() != modules[owner].top()),
            Owner::Call => false,
        }
    }

    /// What an object holds: its attributes and elements, what it wraps, and what a function closes over.
    fn held_by(&self, object: ObjectId) -> Vec<Value> {
        let found = &self.objects[object as usize];
        let mut held: Vec<Value> = found.attributes.values().cloned().collect();
        held.push(found.elements.clone());
        match &found.kind {
            Kind::Property { get, set, delete } => held.extend([get.clone(), set.clone(), delete.clone()]),
            Kind::Static(value) | Kind::ClassMethod(value) | Kind::Manager(value) => held.push(value.clone()),
            Kind::Method { receiver, function } => held.extend([receiver.clone(), function.clone()]),
            Kind::Foreign { receiver, .. } | Kind::Super { receiver, .. } => held.push(receiver.clone()),
            Kind::Partial {
                function,
                positional,
                keywords,
            } => {
                held.push(function.clone());
                held.extend(positional.iter().cloned());
                held.extend(keywords.iter().map(|(_, value)| value.clone()));
            }
            Kind::Function { env, defaults, .. } => {
                held.extend(defaults.iter().map(|(_, value)| value.clone()));
                // The names around it, but for those of its module.
                let parent = |env: u32| self.envs[env as usize].parent;
                let around = std::iter::successors(Some(*env), |&env| parent(env));
                for env in around.filter(|&env| parent(env).is_some()) {
                    held.extend(self.envs[env as usize].names.values().cloned());
                }
            }
            Kind::Class { bases, env, .. } => {
                held.extend(bases.iter().cloned());
                held.extend(self.envs[*env as usize].names.values().cloned());
            }
            Kind::Fields(object) => held.push(Atom::Object(*object).into()),
            Kind::Instance(class) => held.push(Atom::Object(*class).into()),
            Kind::Generator { function, env } => {
                held.push(Atom::Object(*function).into());
                held.extend(self.envs[*env as usize].names.values().cloned());
            }
            Kind::Container(_) | Kind::Result(_) | Kind::Namespace(_) => {}
        }
        held
    }
}
