//! Methods that functions, classes and all objects have.
use crate::evaluate::facet::{Access, Grade};
use crate::evaluate::knowledge::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::rules::{EffectKind, Group};

impl Machine<'_> {
    /// `function.register(...)` of a generic function, `function.cache_clear()` and the like.
    pub(super) fn method_of_function(
        &mut self,
        function: ObjectId,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        match method {
            "register" => {
                let handed = arguments.positional.last().cloned().unwrap_or_default();
                self.hold(function, &handed);
                self.changes(
                    function,
                    EffectKind::Registration,
                    place,
                    "registers an implementation".to_owned(),
                );
                // As a decorator it hands out what it is put on.
                let is_class = |atom: Atom| match atom {
                    Atom::Object(object) => matches!(self.kind(object), Kind::Class { .. }),
                    Atom::External(_) => true,
                    _ => false,
                };
                match handed.atoms().any(is_class) {
                    true => self.result("functools.singledispatch.register", arguments),
                    false => handed,
                }
            }
            "__get__" => {
                let receiver = arguments.positional.first().cloned().unwrap_or_default();
                if receiver.single() == Some(Atom::None) {
                    return Atom::Object(function).into();
                }
                self.make_view(Kind::Method {
                    receiver,
                    function: Atom::Object(function).into(),
                })
            }
            "__call__" => self.call(&Atom::Object(function).into(), arguments, place),
            "cache_info" | "cache_parameters" => {
                self.remembers(function, Access::Read, place);
                self.reads_object(function, place);
                Value::plain()
            }
            "cache_clear" => {
                let what = "forgets what a function found".to_owned();
                self.changes(function, EffectKind::Mutation, place, what);
                Atom::None.into()
            }
            _ => Value::plain(),
        }
    }

    pub(super) fn method_of_class(
        &mut self,
        class: ObjectId,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        let of: Value = Atom::Object(class).into();
        match method {
            crate::evaluate::SUBCLASSES => {
                self.reads_subclasses(class, place);
                self.container_of(Container::List, &Value::unknown())
            }
            "mro" | "__mro__" | "__bases__" => self.container_of(Container::Tuple, &of),
            "register" => {
                self.changes(
                    class,
                    EffectKind::Registration,
                    place,
                    "registers a virtual subclass".to_owned(),
                );
                arguments.positional.first().cloned().unwrap_or_default()
            }
            "__call__" => self.make_instance(class, arguments, place),
            "__new__" | "__setattr__" | "__delattr__" | "__init__" | "__init_subclass__" => {
                self.object_protocol(&of, method, arguments, place)
            }
            _ => match self.external_base(class) {
                Some(base) => {
                    let name = format!("{}.{method}", self.symbols.text(base));
                    let of = Use {
                        arguments,
                        receiver: Some(class),
                        place,
                    };
                    let known = self.known_call(&name, of).is_some() || self.rules.is_harmless_call(&name);
                    if !known && !self.rules.knows(Group::ReadingMethod, method) {
                        let what = format!("calls `{name}`, which may do anything");
                        self.note_anything(Grade::Assumed, place, what);
                    }
                    self.result(&name, arguments)
                }
                None => Value::unknown(),
            },
        }
    }

    /// Methods that every object has.
    pub(super) fn object_protocol(
        &mut self,
        receiver: &Value,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        match method {
            "__setattr__" | "__delattr__" => {
                let value = arguments.positional.get(1).cloned().unwrap_or_default();
                for atom in receiver.atoms() {
                    if let Atom::Object(object) = atom {
                        self.put_by_name(object, arguments.positional.first(), &value);
                        self.changes(object, EffectKind::Mutation, place, "sets an attribute".to_owned());
                    }
                }
                Atom::None.into()
            }
            "__new__" => {
                let mut made = Value::nothing();
                let class = arguments
                    .positional
                    .first()
                    .cloned()
                    .unwrap_or_else(|| receiver.clone());
                for atom in class.atoms() {
                    if let Atom::Object(class) = atom
                        && matches!(self.kind(class), Kind::Class { .. })
                    {
                        made = made.with(&self.make_value(Kind::Instance(class)));
                    }
                }
                made
            }
            _ => Atom::None.into(),
        }
    }
}
