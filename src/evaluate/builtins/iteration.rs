//! Builtins that iterate, make containers, or call a function for each element.
use super::Builtin;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind};
use crate::evaluate::value::{Atom, Value};

impl Machine<'_> {
    /// What a builtin of this family hands out; none where it is of another one.
    pub(super) fn builtin_that_iterates(&mut self, of: &Builtin<'_>) -> Option<Value> {
        Some(match of.name {
            "list" | "set" | "tuple" | "frozenset" | "sorted" | "collections.deque" | "collections.Counter" => {
                self.gathered(of, Container::List)
            }
            "reversed"
            | "iter"
            | "zip"
            | "enumerate"
            | "itertools.chain"
            | "itertools.chain.from_iterable"
            | "itertools.product"
            | "itertools.cycle"
            | "itertools.islice" => self.gathered(of, Container::Iterator),
            "range" => self.container_of(Container::List, &Value::plain()),
            "next" => self.next_element(of),
            "any" | "all" => {
                let elements = self.looked_through(of);
                self.boolean(&elements, of.place);
                let indifferent = Atom::Bool(of.name == "all");
                match elements.single() {
                    Some(atom) if atom == indifferent => elements,
                    _ => Value::plain(),
                }
            }
            "sum" | "min" | "max" => {
                let elements = self.looked_through(of);
                let method = if of.name == "sum" { "__add__" } else { "__lt__" };
                self.special(&elements, method, &Arguments::of(vec![elements.clone()]), of.place);
                elements.with(&Value::plain())
            }
            "dict" | "collections.OrderedDict" | "collections.UserDict" => self.dict_of(of),
            // What they show is the mappings themselves, whatever becomes of those.
            "collections.ChainMap" | "types.MappingProxyType" if !of.first.is_nothing() => {
                let mut shown = Value::nothing();
                for mapping in of.arguments.positional.iter().chain(&of.arguments.rest) {
                    shown.join(mapping);
                }
                shown
            }
            "collections.ChainMap" => self.dict_of(of),
            "collections.defaultdict" => {
                let dict = self.make(Kind::Container(Container::Dict));
                // Its factory runs when a key is missing: at any access.
                let made = self.call(of.first, &Arguments::default(), of.place);
                self.hold(dict, &made);
                self.fills.insert(dict);
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
            | "functools.reduce" => self.applied(of),
            _ => return None,
        })
    }

    /// A container, or an iterator, of all that the arguments hold.
    fn gathered(&mut self, of: &Builtin<'_>, kind: Container) -> Value {
        let (arguments, place) = (of.arguments, of.place);
        let mut elements = Value::nothing();
        for value in arguments.positional.iter().chain(&arguments.rest) {
            elements = elements.with(&self.iterate(value, place));
        }
        for (_, function) in &arguments.keywords {
            self.call(function, &Arguments::of(vec![elements.clone()]), place);
        }
        if of.name == "sorted" {
            self.special(&elements, "__lt__", &Arguments::of(vec![elements.clone()]), place);
        }
        match of.name {
            "zip" | "enumerate" | "itertools.product" => {
                elements.add(Atom::Plain);
                let pair = self.container_of(Container::Tuple, &elements);
                self.container_of(kind, &pair)
            }
            "itertools.chain.from_iterable" => {
                let inner = self.iterate(&elements, place);
                self.container_of(kind, &inner)
            }
            "tuple" | "frozenset" => self.container_of(Container::Tuple, &elements),
            _ => self.container_of(kind, &elements),
        }
    }

    /// `next(iterator, default)`
    fn next_element(&mut self, of: &Builtin<'_>) -> Value {
        for atom in of.first.atoms() {
            // Nothing that has no place to go on from has a next element.
            if let Atom::Object(object) = atom
                && matches!(
                    self.kind(object),
                    Kind::Result(_) | Kind::Container(_) | Kind::Generator { .. }
                )
            {
                self.takes_out(object, of.place);
            }
        }
        let by_method = self.special(of.first, "__next__", &Arguments::default(), of.place);
        let elements = self.iterate(of.first, of.place);
        by_method.unwrap_or_default().with(&elements).with(of.second)
    }

    /// The elements that `min(values, key=function)` and its like look at; of several arguments each is one, too.
    fn looked_through(&mut self, of: &Builtin<'_>) -> Value {
        let arguments = of.arguments;
        let mut elements = Value::nothing();
        for value in &arguments.positional {
            elements = elements.with(&self.iterate(value, of.place));
            if arguments.positional.len() > 1 {
                elements = elements.with(value);
            }
        }
        for (keyword, function) in &arguments.keywords {
            if self.symbols.text(*keyword) == "key" {
                self.call(function, &Arguments::of(vec![elements.clone()]), of.place);
            }
        }
        elements
    }

    /// A dict of the items of the arguments.
    fn dict_of(&mut self, of: &Builtin<'_>) -> Value {
        let (arguments, place) = (of.arguments, of.place);
        let dict = self.make(Kind::Container(Container::Dict));
        for value in &arguments.positional {
            for (key, value) in self.known_items(value) {
                self.put(dict, key, &value);
            }
            let elements = self.iterate(value, place);
            let parts = self.parts(value, place).with(&self.parts(&elements, place));
            self.hold(dict, &parts);
        }
        for (key, value) in &arguments.keywords {
            self.put(dict, *key, value);
        }
        if let Some(rest) = &arguments.rest {
            self.hold(dict, rest);
        }
        match of.name {
            "types.MappingProxyType" => of.first.clone().with(&Atom::Object(dict).into()),
            _ => Atom::Object(dict).into(),
        }
    }

    /// `map(function, values)` and its like, which call a function for each element.
    fn applied(&mut self, of: &Builtin<'_>) -> Value {
        let Builtin {
            name,
            arguments,
            first,
            second,
            place,
        } = *of;
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
        for (_, function) in &arguments.keywords {
            self.call(function, &handed, place);
        }
        self.weak -= 1;
        match name {
            "functools.reduce" => made.with(&elements).with(&begun),
            "map" | "itertools.starmap" | "itertools.accumulate" => self.container_of(Container::Iterator, &made),
            _ => self.container_of(Container::Iterator, &elements),
        }
    }
}
