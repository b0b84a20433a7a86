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
        self.hand_over(arguments, place);
        Value::unknown()
    }

    /// Code that is not read gets hold of values: it may change objects of others, and call functions.
    pub fn hand_over(&mut self, arguments: &Arguments, place: Place) {
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
                    Kind::Function { .. } | Kind::Method { .. } | Kind::Partial { .. } => self.may_run(atom, place),
                    Kind::Class { .. }
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
