//! Methods of what `globals()`, `vars(object)` and `object.__dict__` give.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
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
                let (known, others) = self.items_handed(handed.as_ref(), arguments, place);
                if !others.is_nothing() {
                    self.set_global(module, &Value::plain(), &others, place);
                }
                for (name, value) in known {
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

    /// What `update` is handed: the items whose names are known, and what may come under any other name.
    fn items_handed(
        &mut self,
        handed: Option<&Value>,
        arguments: &Arguments,
        place: Place,
    ) -> (Vec<(Symbol, Value)>, Value) {
        let mut known = arguments.keywords.clone();
        let mut others = arguments.rest.clone().unwrap_or_default();
        if let Some(handed) = handed {
            let items = self.known_items(handed);
            match handed.single() {
                Some(Atom::Object(dict)) if !items.is_empty() => others.join(&self.objects[dict as usize].elements),
                _ => others.join(&self.parts(handed, place)),
            };
            known.extend(items);
        }
        (known, others)
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
            "update" | "__ior__" => {
                self.changes(of, EffectKind::Mutation, place, "sets attributes".to_owned());
                let (known, others) = self.items_handed(arguments.positional.first(), arguments, place);
                for (name, value) in known {
                    self.put(of, name, &value);
                }
                self.put_under_any_name(of, &others);
                Value::plain()
            }
            "setdefault" | "__setitem__" => {
                self.changes(of, EffectKind::Mutation, place, "sets attributes".to_owned());
                let value = arguments.positional.get(1).cloned().unwrap_or_default();
                self.put_by_name(of, arguments.positional.first(), &value);
                value
            }
            "pop" | "clear" => {
                self.changes(of, EffectKind::Mutation, place, "sets attributes".to_owned());
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
