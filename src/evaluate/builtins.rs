//! Builtins, and functions of the standard library that are about functions, classes and names: what they hand out and run.
use super::machine::Machine;
use super::object::{Arguments, Container, Kind, Place};
use super::value::{Atom, Value};

/// What the first two parameters are called, where they may be given by name.
fn parameters(name: &str) -> [&'static str; 2] {
    match name {
        "importlib.import_module" => ["name", "package"],
        "__import__" => ["name", "globals"],
        "logging.getLogger" => ["name", "second"],
        "property" | "abc.abstractproperty" => ["fget", "fset"],
        "functools.cached_property" | "cached_property" => ["func", "second"],
        "functools.update_wrapper" => ["wrapper", "wrapped"],
        "functools.lru_cache" => ["maxsize", "typed"],
        "contextlib.nullcontext" => ["enter_result", "second"],
        "contextlib.contextmanager" | "contextlib.asynccontextmanager" => ["func", "second"],
        "copy.copy" | "copy.deepcopy" => ["x", "memo"],
        "asyncio.run" => ["main", "debug"],
        "types.new_class" => ["name", "bases"],
        // Of the others, these two go by their places only.
        _ => ["", ""],
    }
}

impl Machine<'_> {
    /// What a call of a builtin (or of a function that is as basic) hands out; none where it is not one of them.
    pub fn builtin(&mut self, name: &str, arguments: &Arguments, place: Place) -> Option<Value> {
        // The backports of `typing` are what they stand for.
        let as_standard = name.strip_prefix("typing_extensions.").map(|of| format!("typing.{of}"));
        let name = as_standard.as_deref().unwrap_or(name);
        let name = name.strip_prefix("builtins.").unwrap_or(name);
        let mut named = |parameter: &str| (!parameter.is_empty()).then(|| self.symbols.of(parameter));
        let [first_name, second_name] = parameters(name).map(&mut named);
        let first = arguments
            .get(0, first_name)
            .cloned()
            .or_else(|| arguments.rest.clone())
            .unwrap_or_default();
        let second = arguments.get(1, second_name).cloned().unwrap_or_default();
        let none = Arguments::default();
        if let Some(value) = self.looks_up(name, arguments, place) {
            return Some(value);
        }
        Some(match name {
            "len" | "bool" | "int" | "float" | "hash" | "abs" | "round" | "repr" | "str" | "bytes" | "complex"
            | "format" | "index" => {
                let methods: &[&str] = match name {
                    "len" => &["__len__"],
                    "bool" => &["__bool__", "__len__"],
                    "int" => &["__int__", "__index__"],
                    "float" => &["__float__"],
                    "hash" => &["__hash__"],
                    "abs" => &["__abs__"],
                    "round" => &["__round__"],
                    "repr" => &["__repr__"],
                    "str" => &["__str__", "__repr__"],
                    "bytes" => &["__bytes__"],
                    "complex" => &["__complex__"],
                    "format" => &["__format__", "__str__"],
                    _ => &["__index__"],
                };
                for method in methods {
                    if self.special(&first, method, &none, place).is_some() {
                        break;
                    }
                }
                match (name, first.single()) {
                    ("str", Some(Atom::Text(_))) => first,
                    _ => Value::plain(),
                }
            }
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
                let by_method = self.special(&first, "__next__", &none, place);
                let elements = self.iterate(&first, place);
                by_method.unwrap_or_default().with(&elements).with(&second)
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
                    return Some(first.with(&Atom::Object(dict).into()));
                }
                Atom::Object(dict).into()
            }
            "collections.defaultdict" => {
                let dict = self.make(Kind::Container(Container::Dict));
                // Its factory runs when a key is missing: at any access.
                let made = self.call(&first, &none, place);
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
                    "itertools.groupby" | "itertools.accumulate" => (second, vec![first]),
                    _ => (first, arguments.positional.iter().skip(1).cloned().collect()),
                };
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
                        Arguments::of(vec![elements.clone(), elements.clone()])
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
                    "functools.reduce" => made.with(&elements),
                    "map" | "itertools.starmap" | "itertools.accumulate" => self.container_of(Container::List, &made),
                    _ => self.container_of(Container::List, &elements),
                }
            }
            "getattr" | "hasattr" | "inspect.getattr_static" => {
                let mut found = Value::nothing();
                for atom in second.atoms() {
                    found = found.with(&match atom {
                        Atom::Text(name) => self.attribute(&first, name, place),
                        _ => Value::unknown(),
                    });
                }
                match name {
                    "hasattr" => Value::plain(),
                    _ => found.with(arguments.positional.get(2).unwrap_or(&Value::nothing())),
                }
            }
            "setattr" | "delattr" => {
                let new = arguments.positional.get(2).cloned().unwrap_or_default();
                match second.single() {
                    Some(Atom::Text(attribute)) => self.set_attribute(&first, attribute, &new, place),
                    _ => self.set_unknown_attribute(&first, &new, place),
                }
                Atom::None.into()
            }
            "vars" => match first.single() {
                Some(Atom::Module(module)) if self.code(module).is_some() => self.make_view(Kind::Namespace(module)),
                Some(Atom::Object(object)) => self.make_view(Kind::Fields(object)),
                Some(Atom::External(_)) => first,
                _ => Value::unknown(),
            },
            "dir" | "id" | "callable" | "isinstance" | "issubclass" | "ord" | "chr" | "hex" | "oct" | "bin"
            | "ascii" | "slice" | "object" | "divmod" | "pow" | "memoryview" | "bytearray" => {
                if name == "isinstance" || name == "issubclass" {
                    let hook = if name == "isinstance" {
                        "__instancecheck__"
                    } else {
                        "__subclasscheck__"
                    };
                    self.special(&second, hook, &Arguments::of(vec![first.clone()]), place);
                }
                let decided = match name {
                    "callable" => self.are_all(&first, |machine, atom| machine.is_called(atom)),
                    "isinstance" => self.are_all(&first, |machine, atom| machine.is_instance(atom, &second)),
                    _ => None,
                };
                if let Some(decided) = decided {
                    return Some(Atom::Bool(decided).into());
                }
                match name {
                    "bytearray" => self.container_of(Container::List, &Value::plain()),
                    "object" => self.result("object", &none),
                    _ => Value::plain(),
                }
            }
            "type" if arguments.positional.len() == 1 => {
                let classes: Value = first
                    .atoms()
                    .map(|atom| match atom {
                        Atom::Object(object) => match self.kind(object) {
                            Kind::Instance(class) => Atom::Object(*class),
                            Kind::Class { .. } => match self.metaclass(object) {
                                Some(metaclass) => Atom::Object(metaclass),
                                None => Atom::External(0),
                            },
                            _ => Atom::Plain,
                        },
                        Atom::Unknown => Atom::Unknown,
                        _ => Atom::Plain,
                    })
                    .collect();
                let known: Value = classes
                    .atoms()
                    .filter(|atom| !matches!(atom, Atom::External(_)))
                    .collect();
                known
            }
            "type" | "type.make" | "types.new_class" => {
                let bases = self.iterate(&second, place);
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
            "property" | "functools.cached_property" | "cached_property" => self.make_value(Kind::Property {
                get: first,
                set: second,
            }),
            "abc.abstractproperty" => self.make_value(Kind::Property {
                get: first,
                set: second,
            }),
            "staticmethod" => self.make_value(Kind::Static(first)),
            "classmethod" => self.make_value(Kind::ClassMethod(first)),
            "functools.partial" | "functools.partialmethod" => self.make_value(Kind::Partial {
                function: first,
                positional: arguments.positional.iter().skip(1).cloned().collect(),
                keywords: arguments.keywords.as_slice().into(),
            }),
            "functools.lru_cache"
            | "functools.cache"
            | "functools.singledispatch"
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
                // `dataclass(frozen=True, **options)` makes a decorator, whatever the options are.
                let is_configured = arguments.positional.is_empty() && !arguments.keywords.is_empty();
                let is_decorated = !is_configured
                    && first.atoms().any(|atom| match atom {
                        Atom::Object(object) => !matches!(self.kind(object), Kind::Container(_)),
                        Atom::Unknown | Atom::External(_) => true,
                        _ => false,
                    });
                if is_decorated {
                    first
                } else {
                    Atom::External(self.symbols.of("dormant.identity")).into()
                }
            }
            "dormant.identity" => first,
            "functools.wraps" => Atom::External(self.symbols.of("dormant.identity")).into(),
            "functools.update_wrapper" | "copy.copy" | "typing.cast" | "copy.deepcopy" => {
                if name == "typing.cast" {
                    second
                } else if name.starts_with("copy.") {
                    self.copied(&first, place)
                } else {
                    first
                }
            }
            // What instances and the class have under its name in the end.
            "dataclasses.field" => {
                let default = self.symbols.of("default");
                return arguments.get(usize::MAX, Some(default)).cloned();
            }
            "contextlib.contextmanager" | "contextlib.asynccontextmanager" => self.make_value(Kind::Manager(first)),
            "contextlib.nullcontext" => first,
            "importlib.import_module" => {
                let value = self.import_by_name(&first, Some(&second), true, place);
                if value.is_unknown() {
                    self.unknown_import(place)
                } else {
                    value
                }
            }
            "__import__" => {
                let from_list = self.symbols.of("fromlist");
                let is_whole = arguments.get(3, Some(from_list)).is_some();
                let value = self.import_by_name(&first, None, is_whole, place);
                if value.is_unknown() {
                    self.unknown_import(place)
                } else {
                    value
                }
            }
            "logging.getLogger" => {
                let name = match first.single() {
                    Some(Atom::Text(name)) => self.symbols.text(name).to_owned(),
                    None | Some(Atom::None) => "root".to_owned(),
                    _ => "*".to_owned(),
                };
                let symbol = self.symbols.of("logging.Logger");
                let made = self.make(Kind::Result(symbol));
                let key = self.symbols.of(&name);
                self.finds_logger(&name, place);
                self.loggers_of.insert(made, key);
                Atom::Object(made).into()
            }
            "exec" | "eval" | "compile" if name != "compile" => {
                let what = format!("calls `{name}`, which may do anything");
                self.note(
                    crate::rules::EffectKind::UnknownCode,
                    super::facet::Access::Write,
                    super::facet::Facet::Everything,
                    super::facet::Grade::Unknown,
                    place,
                    what,
                );
                Value::unknown()
            }
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
            "operator.setitem" => {
                let new = arguments.positional.get(2).cloned().unwrap_or_default();
                self.set_item(&first, &second, &new, place);
                Atom::None.into()
            }
            "types.SimpleNamespace" => {
                let made = self.make(Kind::Result(0));
                for (key, value) in &arguments.keywords {
                    self.put(made, *key, value);
                }
                Atom::Object(made).into()
            }
            // A logger that is made by hand is nobody else's.
            "logging.Logger" => {
                let symbol = self.symbols.of("logging.Logger()");
                self.make_value(Kind::Result(symbol))
            }
            "sys._getframe" => return self.frame(&first, place),
            "asyncio.run" => {
                self.iterate(&first, place);
                return None;
            }
            _ => return None,
        })
    }

    /// `sys._getframe(depth)`: whose global names are those of the code that called.
    fn frame(&mut self, depth: &Value, place: Place) -> Option<Value> {
        let depth = match depth.single() {
            None if depth.is_nothing() => Some(0),
            Some(Atom::Int(depth)) => usize::try_from(depth).ok(),
            _ => None,
        };
        let caller = depth.and_then(|depth| self.running.iter().rev().nth(depth).copied());
        let (module, _) = caller?;
        let symbol = self.symbols.of("sys._getframe");
        self.reads_external(symbol, place);
        let frame = self.make(Kind::Result(symbol));
        let names = self.make_view(Kind::Namespace(module));
        let name = self.symbols.of("f_globals");
        self.put(frame, name, &names);
        Some(Atom::Object(frame).into())
    }

    fn copied(&mut self, value: &Value, place: Place) -> Value {
        let mut copies = Value::nothing();
        for atom in value.atoms() {
            copies = copies.with(&match atom {
                Atom::Object(object) => match self.kind(object).clone() {
                    kind @ (Kind::Container(_) | Kind::Instance(_) | Kind::Result(_)) => {
                        let made = self.make(kind);
                        let source = self.objects[object as usize].clone();
                        self.objects[made as usize].attributes = source.attributes;
                        self.objects[made as usize].elements = source.elements;
                        Atom::Object(made).into()
                    }
                    _ => atom.into(),
                },
                _ => atom.into(),
            });
        }
        let none = Arguments::default();
        match self.special(value, "__copy__", &none, place) {
            Some(made) => copies.with(&made),
            None => copies,
        }
    }

    fn set_unknown_attribute(&mut self, of: &Value, new: &Value, place: Place) {
        for atom in of.atoms() {
            match atom {
                Atom::Object(object) => {
                    self.hold(object, new);
                    let what = "sets an attribute".to_owned();
                    self.changes(object, crate::rules::EffectKind::Mutation, place, what);
                }
                Atom::Module(module) => self.set_global(module, &Value::plain(), new, place),
                Atom::External(name) => {
                    let name = format!("{}.*", self.symbols.text(name));
                    self.writes_external(&name, None, place);
                }
                Atom::Unknown => {
                    let name = self.symbols.of("*");
                    self.set_attribute(&Value::unknown(), name, new, place);
                }
                Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_) | Atom::Plain | Atom::Beginning(_) => {}
            }
        }
    }

    /// Imports a module whose name is not known.
    fn unknown_import(&mut self, place: Place) -> Value {
        let what = "imports a module whose name is computed".to_owned();
        self.note(
            crate::rules::EffectKind::UnknownCode,
            super::facet::Access::Write,
            super::facet::Facet::Everything,
            super::facet::Grade::Unknown,
            place,
            what,
        );
        Value::unknown()
    }
}
