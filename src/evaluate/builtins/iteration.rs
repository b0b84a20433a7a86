//! Builtins that iterate, make containers, or call a function for each element.
use super::Builtin;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind};
use crate::evaluate::value::{Atom, Value};

impl Machine<'_> {
    /// What a builtin of this family hands out; none where it is of another one.
    pub(super) fn builtin_that_iterates(&mut self, of: &Builtin<'_>) -> Option<Value> {
        let Builtin {
            name,
            arguments,
            first,
            second,
            place,
        } = *of;
        let none = Arguments::default();
        Some(match name {
            "list"
            | "set"
            | "tuple"
            | "frozenset"
            | "sorted"
            | "reversed"
            | "collections.deque"
            | "iter"
            | "zip"
            | "enumerate"
            | "itertools.chain"
            | "itertools.chain.from_iterable"
            | "itertools.product"
            | "itertools.cycle"
            | "itertools.islice"
            | "collections.Counter" => {
                let mut elements = Value::nothing();
                let values: Vec<Value> = arguments.positional.iter().chain(&arguments.rest).cloned().collect();
                for value in values {
                    elements = elements.with(&self.iterate(&value, place));
                }
                for (_, function) in arguments.keywords.clone() {
                    self.call(&function, &Arguments::of(vec![elements.clone()]), place);
                }
                if matches!(name, "sorted") {
                    self.special(&elements, "__lt__", &Arguments::of(vec![elements.clone()]), place);
                }
                match name {
                    "zip" | "enumerate" | "itertools.product" => {
                        elements.add(Atom::Plain);
                        let pair = self.container_of(Container::Tuple, &elements);
                        self.container_of(Container::List, &pair)
                    }
                    "itertools.chain.from_iterable" => {
                        let inner = self.iterate(&elements, place);
                        self.container_of(Container::List, &inner)
                    }
                    "iter" if first.atoms().any(|atom| matches!(atom, Atom::Object(_))) => {
                        self.container_of(Container::List, &elements)
                    }
                    "tuple" | "frozenset" => self.container_of(Container::Tuple, &elements),
                    _ => self.container_of(Container::List, &elements),
                }
            }
            "range" => self.container_of(Container::List, &Value::plain()),
            "next" => {
                for atom in first.atoms() {
                    if let Atom::Object(object) = atom
                        && matches!(
                            self.kind(object),
                            Kind::Result(_) | Kind::Container(_) | Kind::Generator { .. }
                        )
                    {
                        let what = "takes the next element".to_owned();
                        self.changes(object, crate::rules::EffectKind::Mutation, place, what);
                    }
                }
                let by_method = self.special(first, "__next__", &none, place);
                let elements = self.iterate(first, place);
                by_method.unwrap_or_default().with(&elements).with(second)
            }
            "any" | "all" | "sum" | "min" | "max" => {
                let mut elements = Value::nothing();
                for value in arguments.positional.clone() {
                    elements = elements
                        .with(&self.iterate(&value, place))
                        .with(&match arguments.positional.len() {
                            1 => Value::nothing(),
                            _ => value,
                        });
                }
                for (keyword, function) in arguments.keywords.clone() {
                    if self.symbols.text(keyword) == "key" {
                        self.call(&function, &Arguments::of(vec![elements.clone()]), place);
                    }
                }
                if matches!(name, "any" | "all") {
                    self.boolean(&elements, place);
                    let indifferent = Atom::Bool(name == "all");
                    return Some(match elements.single() {
                        Some(atom) if atom == indifferent => elements,
                        _ => Value::plain(),
                    });
                }
                let method = if name == "sum" { "__add__" } else { "__lt__" };
                self.special(&elements, method, &Arguments::of(vec![elements.clone()]), place);
                elements.with(&Value::plain())
            }
            "dict"
            | "collections.OrderedDict"
            | "collections.ChainMap"
            | "types.MappingProxyType"
            | "collections.UserDict" => {
                let dict = self.make(Kind::Container(Container::Dict));
                for value in arguments.positional.clone() {
                    for (key, value) in self.known_items(&value) {
                        self.put(dict, key, &value);
                    }
                    let elements = self.iterate(&value, place);
                    let parts = self.parts(&value, place).with(&self.parts(&elements, place));
                    self.hold(dict, &parts);
                }
                for (key, value) in &arguments.keywords {
                    self.put(dict, *key, value);
                }
                if let Some(rest) = &arguments.rest {
                    self.hold(dict, rest);
                }
                if name == "types.MappingProxyType" {
                    return Some(first.clone().with(&Atom::Object(dict).into()));
                }
                Atom::Object(dict).into()
            }
            "collections.defaultdict" => {
                let dict = self.make(Kind::Container(Container::Dict));
                // Its factory runs when a key is missing: at any access.
                let made = self.call(first, &none, place);
                self.hold(dict, &made);
                Atom::Object(dict).into()
            }
            "map"
            | "filter"
            | "itertools.starmap"
            | "itertools.takewhile"
            | "itertools.dropwhile"
            | "itertools.filterfalse"
            | "itertools.groupby"
            | "itertools.accumulate"
            | "functools.reduce" => {
                let (function, iterables) = match name {
                    "itertools.groupby" | "itertools.accumulate" => (second.clone(), vec![first.clone()]),
                    // What it begins with is handed over as it is.
                    "functools.reduce" => (first.clone(), vec![second.clone()]),
                    _ => (first.clone(), arguments.positional.iter().skip(1).cloned().collect()),
                };
                let initial = self.symbols.of("initial");
                let begun = arguments.get(2, Some(initial)).cloned().unwrap_or_default();
                let mut handed = Vec::new();
                for iterable in &iterables {
                    handed.push(self.iterate(iterable, place));
                }
                let elements = handed.iter().fold(Value::nothing(), |all, one| all.with(one));
                let handed = match name {
                    "itertools.starmap" => {
                        let rest = self.iterate(&elements, place);
                        Arguments {
                            rest: Some(rest),
                            ..Arguments::default()
                        }
                    }
                    "functools.reduce" | "itertools.accumulate" => {
                        Arguments::of(vec![elements.clone().with(&begun), elements.clone()])
                    }
                    _ => Arguments::of(handed),
                };
                self.weak += 1;
                let made = self.call(&function, &handed, place);
                for (_, function) in arguments.keywords.clone() {
                    self.call(&function, &handed, place);
                }
                self.weak -= 1;
                match name {
                    "functools.reduce" => made.with(&elements).with(&begun),
                    "map" | "itertools.starmap" | "itertools.accumulate" => self.container_of(Container::List, &made),
                    _ => self.container_of(Container::List, &elements),
                }
            }
            _ => return None,
        })
    }
}
