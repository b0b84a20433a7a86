//! Methods of texts and containers that were made while the code ran.
use crate::evaluate::activity::Changed;
use crate::evaluate::machine::Machine;
use crate::evaluate::names::registers;
use crate::evaluate::object::{Arguments, Container, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::project::standard;
use crate::rules::{EffectKind, Group};

impl Machine<'_> {
    pub(super) fn method_of_text(&mut self, text: Atom, method: &str, arguments: &Arguments, place: Place) -> Value {
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in &handed {
            if method == "join" {
                self.iterate(value, place);
            }
        }
        self.asks_all(arguments, place);
        let text = match text {
            Atom::Text(text) => self.symbols.text(text).to_owned(),
            _ => return Value::plain(),
        };
        if let ("lower" | "upper", []) = (method, handed.as_slice()) {
            let changed = if method == "lower" {
                text.to_lowercase()
            } else {
                text.to_uppercase()
            };
            return Atom::Text(self.symbols.of(&changed)).into();
        }
        if let ("startswith" | "endswith", [ends]) = (method, handed.as_slice()) {
            return self.begins_or_ends(&text, method, ends);
        }
        if let ("split" | "partition", [mark]) = (method, handed.as_slice())
            && let Some(parts) = self.taken_apart(&text, method, mark)
        {
            return self.container_of_arguments(&Arguments::of(parts));
        }
        let texts: Option<Vec<String>> = match (method, handed.as_slice()) {
            ("join", [value]) => {
                let count = match value.single() {
                    Some(Atom::Object(object)) => self.objects[object as usize].attributes.len(),
                    _ => return Value::plain(),
                };
                self.exact_elements(value, count)
                    .map(|parts| self.texts(&parts))
                    .unwrap_or_default()
            }
            ("format", parts) if arguments.keywords.is_empty() => self.texts(parts),
            _ => None,
        };
        match texts {
            Some(parts) if method == "join" => Atom::Text(self.symbols.of(&parts.join(&text))).into(),
            // What is put in may look like a place for more.
            Some(parts) if parts.iter().any(|part| part.contains('{')) => Value::plain(),
            Some(parts) => {
                let mut made = text;
                for (index, part) in parts.iter().enumerate() {
                    made = made.replace(&format!("{{{index}}}"), part).replacen("{}", part, 1);
                }
                if made.contains('{') {
                    Value::plain()
                } else {
                    Atom::Text(self.symbols.of(&made)).into()
                }
            }
            None => Value::plain(),
        }
    }

    /// `text.split(".")` and `text.partition(".")`.
    fn taken_apart(&mut self, text: &str, method: &str, mark: &Value) -> Option<Vec<Value>> {
        let mark = match mark.single()? {
            Atom::Text(mark) => self.symbols.text(mark).to_owned(),
            _ => return None,
        };
        let parts: Vec<String> = match method {
            _ if mark.is_empty() => return None,
            "split" => text.split(&mark).map(str::to_owned).collect(),
            _ => match text.split_once(&mark) {
                Some((before, after)) => vec![before.to_owned(), mark, after.to_owned()],
                None => vec![text.to_owned(), String::new(), String::new()],
            },
        };
        Some(
            parts
                .iter()
                .map(|part| Atom::Text(self.symbols.of(part)).into())
                .collect(),
        )
    }

    /// `text.startswith(ends)`, where it is the same for each text that `ends` may be.
    fn begins_or_ends(&self, text: &str, method: &str, ends: &Value) -> Value {
        let is = |_: &Self, atom: Atom| match atom {
            Atom::Text(end) if method == "startswith" => Some(text.starts_with(self.symbols.text(end))),
            Atom::Text(end) => Some(text.ends_with(self.symbols.text(end))),
            _ => None,
        };
        match self.are_all(ends, is) {
            Some(told) => Atom::Bool(told).into(),
            None => Value::plain(),
        }
    }

    /// `cls.__module__.startswith(text)` of what the standard library defines, where no module of it is named so.
    pub(super) fn is_of_another_module(&self, name: &str, arguments: &Arguments) -> bool {
        let Some(of) = name.strip_suffix(".__module__.startswith") else {
            return false;
        };
        let begins = arguments.positional.first();
        begins.is_some_and(|begins| self.is_named_otherwise(of, begins))
    }

    /// Whether an object is of the standard library, and no module of that begins with one of these texts.
    pub fn is_made_elsewhere(&self, object: Atom, begins: &Value) -> bool {
        match object {
            Atom::External(name) => self.is_named_otherwise(self.symbols.text(name), begins),
            _ => false,
        }
    }

    fn is_named_otherwise(&self, name: &str, begins: &Value) -> bool {
        let top = name.split('.').next().unwrap_or_default();
        let is_other = |machine: &Self, atom: Atom| match atom {
            Atom::Text(text) => Some(!standard::may_begin(machine.symbols.text(text))),
            _ => None,
        };
        (standard::is_standard(top) || standard::is_builtin_name(top)) && self.are_all(begins, is_other) == Some(true)
    }

    fn texts(&self, values: &[Value]) -> Option<Vec<String>> {
        values
            .iter()
            .map(|value| match value.single()? {
                Atom::Text(text) => Some(self.symbols.text(text).to_owned()),
                _ => None,
            })
            .collect()
    }

    pub(super) fn method_of_container(
        &mut self,
        object: ObjectId,
        kind: Container,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        let of: Value = Atom::Object(object).into();
        if self.rules.knows(Group::ComparingMethod, method) {
            self.asks(&of, place);
            self.asks_all(arguments, place);
        }
        if matches!(method, "__setitem__" | "__delitem__") && kind != Container::Tuple {
            let index = arguments.positional.first().cloned().unwrap_or_default();
            let new = arguments.positional.get(1).cloned().unwrap_or_default();
            self.set_item(&of, &index, &new, place);
        }
        if !self.rules.knows(Group::ChangingMethod, method) || self.rules.knows(Group::TakesKey, method) {
            self.reads_object(object, place);
        }
        if self.rules.knows(Group::ChangingMethod, method) && kind != Container::Tuple {
            // Its elements are no longer where they were.
            if kind == Container::List {
                self.objects[object as usize].attributes.clear();
            }
            let first = arguments.positional.first().cloned().unwrap_or_default();
            let is_made_there = self.is_made_there(object, arguments.positional.last().unwrap_or(&Value::nothing()));
            match (method, arguments.positional.get(1)) {
                ("setdefault", value) => {
                    let value = value.cloned().unwrap_or_else(|| Atom::None.into());
                    self.enter_item(object, &first, &value);
                }
                ("update" | "__ior__", _) => {
                    for (name, value) in self.known_items(&first).into_iter().chain(arguments.keywords.clone()) {
                        self.put(object, name, &value);
                    }
                    let parts = self.parts(&first, place);
                    self.hold(object, &parts);
                }
                ("extend" | "extendleft" | "__iadd__", _) => {
                    let elements = self.iterate(&first, place);
                    self.hold(object, &elements);
                }
                ("insert", Some(value)) => {
                    let value = value.clone();
                    self.hold(object, &value);
                }
                ("append" | "appendleft" | "add", _) => self.hold(object, &first),
                ("sort", _) => self.call_handed(&arguments.after(of.clone()), place),
                _ => {}
            }
            let change = if registers(self.rules, method) {
                EffectKind::Registration
            } else {
                EffectKind::Mutation
            };
            let changed = Changed {
                object,
                field: None,
                is_made_there,
            };
            self.changed_by(changed, change, place, format!("calls `{method}`"));
        }
        match method {
            "get" | "pop" | "setdefault" | "__getitem__" if !arguments.positional.is_empty() => {
                let index = arguments.positional[0].clone();
                let default = arguments.positional.get(1).cloned().unwrap_or_default();
                self.item(&of, &index, place).with(&default)
            }
            "items" if kind == Container::Dict => {
                if let Some(pairs) = self.known_pairs(object) {
                    return pairs;
                }
                let keys = self.iterate(&of, place);
                let parts = self.parts(&of, place);
                self.pairs(&keys, &parts)
            }
            "values" => {
                let parts = self.parts(&of, place);
                self.container_of(Container::List, &parts)
            }
            // Another container of the same.
            "copy" | "union" | "difference" => {
                let mut parts = self.parts(&of, place);
                for other in arguments.all().cloned().collect::<Vec<_>>() {
                    parts.join(&self.parts(&other, place));
                }
                self.container_like(kind, &parts)
            }
            "get" | "pop" | "popitem" | "popleft" | "items" | "__iter__" => {
                let parts = self.parts(&of, place);
                self.container_of(kind, &parts).with(&parts)
            }
            "keys" => {
                let keys = self.iterate(&of, place);
                self.container_of(Container::List, &keys)
            }
            _ => Value::plain(),
        }
    }
}
