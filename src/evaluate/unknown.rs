//! The one way out for what is not known: it reads and writes what it was handed, and may call any function that it was handed.
use super::activity::Activity;
use super::facet::{Access, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, Kind, Place};
use super::value::{Atom, Value};
use crate::rules::EffectKind;

impl Machine<'_> {
    /// A call of something that may be anything.
    pub fn unknown_call(&mut self, arguments: &Arguments, place: Place) -> Value {
        let what = "calls something that cannot be determined".to_owned();
        self.note_anything(Grade::Unknown, place, what);
        match self.is_decorator_of_package() {
            true => self.hand_over_objects(arguments, place),
            false => self.hand_over(arguments, place),
        }
        Value::unknown()
    }

    /// Whether a decorator of an installed package is at work, and nothing of the project that it calls: what it makes of a function
    /// in ways that cannot be followed is taken to run the function later, as with decorators that are not read.
    fn is_decorator_of_package(&self) -> bool {
        let running = self
            .decorating
            .map(|depth| &self.running[depth.min(self.running.len())..]);
        running.is_some_and(|running| !running.is_empty() && running.iter().all(|&(module, _)| !self.is_own(module)))
    }

    /// Code that is not read gets hold of values: it may change objects of others, and call functions.
    pub fn hand_over(&mut self, arguments: &Arguments, place: Place) {
        self.hand_over_objects(arguments, place);
        for atom in arguments.all().flat_map(Value::atoms).collect::<Vec<_>>() {
            let Atom::Object(object) = atom else { continue };
            if let Kind::Function { .. } | Kind::Method { .. } | Kind::Partial { .. } = self.kind(object) {
                self.may_run(atom, place);
            }
        }
    }

    /// Code that is not read gets hold of values: it may change objects of others.
    fn hand_over_objects(&mut self, arguments: &Arguments, place: Place) {
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in handed {
            for atom in value.atoms() {
                let Atom::Object(object) = atom else { continue };
                match self.kind(object).clone() {
                    Kind::Container(super::object::Container::Tuple) => {}
                    Kind::Container(_) | Kind::Instance(_) | Kind::Result(_) => {
                        if !self.is_fresh(object) {
                            let what = "hands over something that may be changed there".to_owned();
                            self.changes_unseen(object, place, what);
                        }
                    }
                    Kind::Function { .. }
                    | Kind::Method { .. }
                    | Kind::Partial { .. }
                    | Kind::Class { .. }
                    | Kind::Foreign { .. }
                    | Kind::Property { .. }
                    | Kind::Static(_)
                    | Kind::ClassMethod(_)
                    | Kind::Generator { .. }
                    | Kind::Manager(_)
                    | Kind::Super { .. }
                    | Kind::Namespace(_)
                    | Kind::Fields(_) => {}
                }
            }
        }
    }

    /// Somebody may call a function with arguments that are not seen.
    pub fn may_run(&mut self, callable: Atom, place: Place) {
        if matches!(self.activity, Activity::Function(_)) {
            return;
        }
        let arguments = Arguments {
            rest: Some(Value::unknown()),
            ..Arguments::default()
        };
        self.weak += 1;
        self.call(&callable.into(), &arguments, place);
        self.weak -= 1;
    }

    fn changes_unseen(&mut self, object: u32, place: Place, what: String) {
        if let super::object::Owner::Module(owner) = self.objects[object as usize].owner {
            let what = format!("{what}: an object of `{}`", self.program.modules[owner].name);
            self.note(
                EffectKind::UnknownCode,
                Access::Write,
                Facet::Module(owner),
                Grade::Unknown,
                place,
                what,
            );
        }
    }
}
