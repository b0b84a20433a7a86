//! Methods of what `globals()`, `vars(object)` and `object.__dict__` give.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::graph::ModuleId;
use crate::rules::EffectKind;

impl Machine<'_> {
    /// A method of the namespace of a module.
    pub(super) fn method_of_namespace(
        &mut self,
        object: ObjectId,
        module: ModuleId,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        let of: Value = Atom::Object(object).into();
        match (method, arguments.positional.first().cloned()) {
            ("update" | "__ior__", handed) => {
                let handed = handed.unwrap_or_default();
                let known = self.known_items(&handed);
                let unknown = self.parts(&handed, place);
                if known.is_empty() && arguments.keywords.is_empty() {
                    self.set_global(module, &Value::plain(), &unknown, place);
                }
                for (name, value) in known.into_iter().chain(arguments.keywords.clone()) {
                    self.set_global(module, &Atom::Text(name).into(), &value, place);
                }
                Atom::None.into()
            }
            ("setdefault" | "pop" | "__setitem__" | "__delitem__", Some(name)) => {
                let found = match method {
                    "setdefault" | "pop" => self.item(&of, &name, place),
                    _ => Value::nothing(),
                };
                let value = arguments.positional.get(1).cloned().unwrap_or_default();
                self.set_global(module, &name, &value, place);
                value.with(&found)
            }
            ("get" | "__getitem__", Some(name)) => self.item(&of, &name, place),
            ("items", _) => {
                let values = self.parts(&of, place);
                self.pairs(&Value::plain(), &values)
            }
            ("values", _) => {
                let values = self.parts(&of, place);
                self.container_of(Container::List, &values)
            }
            _ => self.parts(&of, place),
        }
    }

    /// A method of the dictionary of an object.
    pub(super) fn method_of_fields(
        &mut self,
        object: ObjectId,
        of: ObjectId,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        let fields: Value = Atom::Object(object).into();
        match method {
            "update" | "__ior__" | "setdefault" | "pop" | "clear" | "__setitem__" => {
                self.changes(of, EffectKind::Mutation, place, "sets attributes".to_owned());
                for (name, value) in arguments.keywords.clone() {
                    self.put(of, name, &value);
                }
                Value::plain()
            }
            "items" => match self.known_pairs(object) {
                Some(pairs) => {
                    self.looks_into(&fields, place);
                    pairs
                }
                None => {
                    let values = self.parts(&fields, place);
                    self.pairs(&Value::plain(), &values)
                }
            },
            "values" => {
                let values = self.parts(&fields, place);
                self.container_of(Container::List, &values)
            }
            "get" if matches!(self.kind(of), Kind::Class { .. }) => self.name_of_class(object, of, arguments, place),
            _ => self.parts(&fields, place),
        }
    }
}
