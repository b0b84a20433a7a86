//! Builtins that make classes and what stands in their bodies: properties, decorators, instances.
use super::Builtin;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind};
use crate::evaluate::value::{Atom, Value};

impl Machine<'_> {
    /// What a builtin of this family hands out; none where it is of another one.
    pub(super) fn builtin_of_classes(&mut self, of: &Builtin<'_>) -> Option<Value> {
        let Builtin {
            name,
            arguments,
            first,
            second,
            place,
        } = *of;
        Some(match name {
            "type" if arguments.positional.len() == 1 => self.type_of(first),
            "type" | "type.make" | "types.new_class" => self.called_class(of),
            "functools.cached_property" | "cached_property" => self.cached_property(first),
            "property" | "abc.abstractproperty" => self.make_value(Kind::Property {
                get: first.clone(),
                set: second.clone(),
                delete: arguments.get(2, None).cloned().unwrap_or_default(),
            }),
            "staticmethod" => self.make_value(Kind::Static(first.clone())),
            "classmethod" => self.make_value(Kind::ClassMethod(first.clone())),
            "functools.partial" | "functools.partialmethod" => self.make_value(Kind::Partial {
                function: first.clone(),
                positional: arguments.positional.iter().skip(1).cloned().collect(),
                keywords: arguments.keywords.as_slice().into(),
            }),
            // Called again, it hands out what it was made for.
            "weakref.ref" | "weakref.WeakMethod" => {
                let second = arguments.positional.get(1).cloned().unwrap_or_default();
                let function = self.symbols.of("dormant.identity");
                let made = self.make_value(Kind::Partial {
                    function: Atom::External(function).into(),
                    positional: [first.clone()].into(),
                    keywords: [].into(),
                });
                self.weak += 1;
                self.call(&second, &Arguments::of(vec![made.clone()]), place);
                self.weak -= 1;
                made
            }
            // Whoever changes what this hands out changes what it was handed.
            "weakref.proxy" | "memoryview" => first.clone(),
            "functools.singledispatch" => {
                self.generic.extend(first.atoms().filter_map(Atom::object));
                self.decorated(arguments, first, false)
            }
            "functools.lru_cache"
            | "functools.cache"
            | "functools.singledispatchmethod"
            | "functools.total_ordering"
            | "abc.abstractmethod"
            | "abc.abstractclassmethod"
            | "typing.final"
            | "typing.overload"
            | "typing.no_type_check"
            | "typing.runtime_checkable"
            | "typing.dataclass_transform"
            | "typing.override"
            | "dataclasses.dataclass"
            | "types.coroutine"
            | "enum.unique" => {
                let remembers = matches!(name, "functools.lru_cache" | "functools.cache");
                self.decorated(arguments, first, remembers)
            }
            "dormant.identity" => first.clone(),
            "dormant.remembering" => self.remembering(first),
            "functools.wraps" => Atom::External(self.symbols.of("dormant.identity")).into(),
            // What instances and the class have under its name in the end.
            "dataclasses.field" => {
                let default = self.symbols.of("default");
                return arguments.get(usize::MAX, Some(default)).cloned();
            }
            "contextlib.contextmanager" | "contextlib.asynccontextmanager" => {
                self.make_value(Kind::Manager(first.clone()))
            }
            "contextlib.nullcontext" => first.clone(),
            "object.__new__" => {
                let class = first.single();
                match class {
                    Some(Atom::Object(class)) if matches!(self.kind(class), Kind::Class { .. }) => {
                        self.make_value(Kind::Instance(class))
                    }
                    _ => Value::unknown(),
                }
            }
            "type.__call__" => match first.single() {
                Some(Atom::Object(class)) if matches!(self.kind(class), Kind::Class { .. }) => {
                    let rest = Arguments {
                        positional: arguments.positional.iter().skip(1).cloned().collect(),
                        ..arguments.clone()
                    };
                    self.make_instance(class, &rest, place)
                }
                _ => Value::unknown(),
            },
            _ => return None,
        })
    }

    /// `type(value)`
    fn type_of(&mut self, value: &Value) -> Value {
        let classes: Value = value
            .atoms()
            .map(|atom| match atom {
                Atom::Object(object) => match self.kind(object) {
                    Kind::Instance(class) => Atom::Object(*class),
                    Kind::Class { .. } => match self.metaclass(object) {
                        Some(metaclass) => Atom::Object(metaclass),
                        None => Atom::External(0),
                    },
                    // A set is among the lists, which have the same methods or none.
                    Kind::Container(Container::List) => Atom::External(self.symbols.of("list")),
                    Kind::Container(Container::Dict) => Atom::External(self.symbols.of("dict")),
                    _ => Atom::Plain,
                },
                Atom::Unknown => Atom::Unknown,
                _ => Atom::Plain,
            })
            .collect();
        classes
            .atoms()
            .filter(|atom| !matches!(atom, Atom::External(0)))
            .collect()
    }

    /// A class that a call makes: `type(name, bases, namespace)`
    fn called_class(&mut self, of: &Builtin<'_>) -> Value {
        let Builtin {
            arguments,
            first,
            second,
            place,
            ..
        } = *of;
        let bases = self.iterate(second, place);
        let name_symbol = match first.single() {
            Some(Atom::Text(text)) => text,
            _ => self.symbols.of(""),
        };
        let module = place.module;
        let globals = self.globals(module);
        let env = self.env(module, 0, Some(globals));
        if let Some(namespace) = arguments.positional.get(2).cloned() {
            for (key, value) in self.known_items(&namespace) {
                self.envs[env as usize].names.insert(key, value);
            }
        }
        let positional = bases.atoms().map(Value::from).collect();
        let class = self.make_class(
            name_symbol,
            env,
            &Arguments {
                positional,
                ..Arguments::default()
            },
            place,
        );
        Atom::Object(class).into()
    }

    /// What a decorator that leaves what it decorates hands out, or what makes such a decorator.
    fn decorated(&mut self, arguments: &Arguments, first: &Value, remembers: bool) -> Value {
        // `dataclass(**options)` makes a decorator, whatever the options are; `*arguments` may hold what is decorated.
        let is_handed = |atom: Atom| match atom {
            Atom::Object(object) => self.is_callable(object),
            Atom::Unknown | Atom::External(_) => arguments.keywords.is_empty(),
            _ => false,
        };
        let is_configured = arguments.positional.is_empty() && !first.atoms().any(is_handed);
        let is_decorated = !is_configured
            && first.atoms().any(|atom| match atom {
                Atom::Object(object) => !matches!(self.kind(object), Kind::Container(_)),
                Atom::Unknown | Atom::External(_) => true,
                _ => false,
            });
        match (is_decorated, remembers) {
            (true, true) => self.remembering(first),
            (true, false) => first.clone(),
            (false, true) => Atom::External(self.symbols.of("dormant.remembering")).into(),
            (false, false) => Atom::External(self.symbols.of("dormant.identity")).into(),
        }
    }
}
