//! Methods of which nothing is known but the name.
use crate::evaluate::facet::Grade;
use crate::evaluate::machine::Machine;
use crate::evaluate::names::registers;
use crate::evaluate::object::{Arguments, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::graph::Kind as Source;
use crate::rules::{CommandRole, EffectKind, Group};

impl Machine<'_> {
    /// `dict.update(object, ...)`: the same as the method on the object.
    pub(super) fn unbound_method(&mut self, name: &str, arguments: &Arguments, place: Place) -> Option<Value> {
        let (owner, method) = name.rsplit_once('.')?;
        if !matches!(
            owner,
            "dict" | "list" | "set" | "collections.OrderedDict" | "collections.deque"
        ) || method == "fromkeys"
        {
            return None;
        }
        let receiver = arguments.positional.first()?;
        let rest = Arguments {
            positional: arguments.positional.iter().skip(1).cloned().collect(),
            ..arguments.clone()
        };
        let mut made = Value::nothing();
        for atom in receiver.atoms() {
            let Atom::Object(object) = atom else { continue };
            made = made.with(&match *self.kind(object) {
                Kind::Container(kind) => self.method_of_container(object, kind, method, &rest, place),
                Kind::Instance(_) => self
                    .method_of_held(object, method, &rest, place)
                    .unwrap_or_else(Value::plain),
                _ => self.call_foreign(&atom.into(), method, &rest, place, false),
            });
        }
        Some(made)
    }

    /// A method of an object of foreign code of which nothing is known: it may change that object.
    pub(super) fn unknown_method(
        &mut self,
        name: &str,
        receiver: ObjectId,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        let method = name.rsplit('.').next().unwrap_or_default().to_owned();
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in handed {
            self.hold(receiver, &value);
        }
        self.asks_all(arguments, place);
        // What makes a command, or leaves one as it is, changes nothing but what it is put on.
        if let Some(made_by) = name.strip_suffix(".__call__")
            && let Some(role) = self.rules.command_role(made_by)
        {
            return match (role, arguments.positional.first()) {
                (CommandRole::Keeps, Some(decorated)) => decorated.clone(),
                (CommandRole::Keeps | CommandRole::Command | CommandRole::Class | CommandRole::App, _) => {
                    self.result(made_by, arguments)
                }
            };
        }
        let of: Value = Atom::Object(receiver).into();
        let made_by = name.rsplit_once('.').map_or("", |(owner, _)| owner);
        if self.rules.knows(Group::MakesImmutable, made_by) {
            return self.result(name, arguments);
        }
        let is_special = method.starts_with("__") && method != "__call__";
        if !decorates && (self.rules.knows(Group::ReadingMethod, &method) || is_special) {
            return of;
        }
        // Calling an object says nothing of what that does to it.
        if !self.is_fresh(receiver) && (method != "__call__" || self.is_own(place.module)) {
            let kind = if registers(self.rules, &method) {
                EffectKind::Registration
            } else {
                EffectKind::Mutation
            };
            self.changes(receiver, kind, place, format!("calls `{method}`"));
        }
        let top = name.split('.').next().unwrap_or_default();
        let is_standard = self
            .program
            .find(top)
            .is_some_and(|top| self.program.modules[top].kind == Source::Standard);
        if !is_standard {
            let what = format!("calls `{name}`, which may do anything");
            self.note_anything(Grade::Assumed, place, what);
        }
        let symbol = self.symbols.of(name);
        // What a method hands out is part of its object.
        let made = self.make(Kind::Result(symbol));
        self.objects[made as usize].owner = self.objects[receiver as usize].owner;
        Atom::Object(made).into()
    }
}
