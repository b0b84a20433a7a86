//! Builtins about a single object: its special methods, its attributes, its copies.
use super::Builtin;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, Kind, Place};
use crate::evaluate::value::{Atom, Value};

impl Machine<'_> {
    /// What a builtin of this family hands out; none where it is of another one.
    pub(super) fn builtin_of_object(&mut self, of: &Builtin<'_>) -> Option<Value> {
        let Builtin {
            name,
            arguments,
            first,
            second,
            place,
        } = *of;
        let none = Arguments::default();
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
                self.reads_whole(first, place);
                for method in methods {
                    if self.special(first, method, &none, place).is_some() {
                        break;
                    }
                }
                match (name, first.single()) {
                    ("str", Some(Atom::Text(_))) => first.clone(),
                    ("len", Some(Atom::Object(object))) if self.is_empty_rest(object) => Atom::Int(0).into(),
                    ("bool", _) => match self.are_all(first, Self::is_true) {
                        Some(truth) => Atom::Bool(truth).into(),
                        None => Value::plain(),
                    },
                    _ => Value::plain(),
                }
            }
            "getattr" | "hasattr" | "inspect.getattr_static" => {
                let mut found = Value::nothing();
                for atom in second.atoms() {
                    found = found.with(&match atom {
                        Atom::Text(name) => self.attribute(first, name, place),
                        _ => Value::unknown(),
                    });
                }
                match name {
                    "hasattr" if self.are_all(&found, Self::is_of_others) == Some(true) => Atom::Bool(false).into(),
                    "hasattr" => Value::plain(),
                    _ => found.with(arguments.positional.get(2).unwrap_or(&Value::nothing())),
                }
            }
            "os.path.join" | "posixpath.join" if arguments.keywords.is_empty() && arguments.rest.is_none() => {
                let is_text = |part: &Value| matches!(part.single(), Some(Atom::Text(_)));
                let parts = &arguments.positional;
                let name = self.joined_parts(parts).filter(|_| parts.iter().all(is_text))?;
                Atom::Text(self.symbols.of(&name)).into()
            }
            "setattr" | "delattr" => {
                let new = arguments.positional.get(2).cloned().unwrap_or_default();
                match second.single() {
                    Some(Atom::Text(attribute)) => self.set_attribute(first, attribute, &new, place),
                    _ => self.set_unknown_attribute(first, &new, place),
                }
                Atom::None.into()
            }
            "vars" => {
                for atom in first.atoms() {
                    if let Atom::Module(module) = atom {
                        self.reads_namespace(module, place, "vars()");
                    }
                }
                match first.single() {
                    Some(Atom::Module(module)) if self.code(module).is_some() => {
                        self.make_view(Kind::Namespace(module))
                    }
                    Some(Atom::Object(object)) => self.make_view(Kind::Fields(object)),
                    Some(Atom::Module(module)) => {
                        let namespace = self.symbols.joined(&self.program.modules[module].name, "__dict__");
                        Atom::External(namespace).into()
                    }
                    Some(Atom::External(name)) => Atom::External(self.symbols.below(name, "__dict__")).into(),
                    _ => Value::unknown(),
                }
            }
            "dir" | "id" | "callable" | "isinstance" | "issubclass" | "ord" | "chr" | "hex" | "oct" | "bin"
            | "ascii" | "slice" | "object" | "divmod" | "pow" | "memoryview" | "bytearray" => {
                if name == "isinstance" {
                    self.asks_classes(second, place);
                    self.asks_for_instance(first, second, place);
                } else if name == "issubclass" {
                    self.asks_classes(second, place);
                    self.special(second, "__subclasscheck__", &Arguments::of(vec![first.clone()]), place);
                    self.subclass_hook(second, place);
                }
                let decided = match name {
                    "callable" => self.are_all(first, |machine, atom| machine.is_called(atom)),
                    "isinstance" => self.are_all(first, |machine, atom| machine.is_instance(atom, second)),
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
            "functools.update_wrapper" | "copy.copy" | "typing.cast" | "copy.deepcopy" => {
                if name == "typing.cast" {
                    second.clone()
                } else if name.starts_with("copy.") {
                    self.copied(first, name == "copy.deepcopy", place)
                } else {
                    first.clone()
                }
            }
            _ => return None,
        })
    }
}

impl Machine<'_> {
    /// `isinstance(value, classes)`, or a pattern of a class.
    pub fn asks_for_instance(&mut self, value: &Value, classes: &Value, place: Place) {
        let handed = Arguments::of(vec![value.clone()]);
        self.special(classes, "__instancecheck__", &handed, place);
        self.subclass_hook(classes, place);
    }

    /// An abstract class may be asked whether it knows another one.
    fn subclass_hook(&mut self, classes: &Value, place: Place) {
        let name = self.symbols.of("__subclasshook__");
        for atom in classes.clone().atoms() {
            let Atom::Object(class) = atom else { continue };
            if matches!(self.kind(class), Kind::Class { .. })
                && let Some(hook) = self.class_attribute(class, name)
            {
                let bound = self.bound(&hook, Atom::Object(class).into(), class, place);
                self.call(&bound, &Arguments::of(vec![Value::unknown()]), place);
            }
        }
    }
}
