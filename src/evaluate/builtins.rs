//! Builtins, and functions of the standard library that are about functions, classes and names: what they hand out and run.
mod classes;
mod copies;
mod iteration;
mod objects;
mod program;

use super::activity::Activity;
use super::machine::Machine;
use super::object::{Arguments, Kind, Place};
use super::value::{Atom, Value};
use crate::graph::ModuleId;

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

/// The call of a builtin.
#[derive(Clone, Copy)]
struct Builtin<'c> {
    /// Its name, without the module of builtins.
    name: &'c str,
    arguments: &'c Arguments,
    /// The first argument; nothing where there is none.
    first: &'c Value,
    /// The second one.
    second: &'c Value,
    place: Place,
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
        if let Some(value) = self.looks_up(name, arguments, place) {
            return Some(value);
        }
        let of = Builtin {
            name,
            arguments,
            first: &first,
            second: &second,
            place,
        };
        self.builtin_of_object(&of)
            .or_else(|| self.builtin_that_iterates(&of))
            .or_else(|| self.builtin_of_classes(&of))
            .or_else(|| self.builtin_of_program(&of))
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

    /// `inspect.getmodule(frame)`: the module whose code runs there. A function that is called some time may look at its
    /// caller: what it changes there is looked at where the caller is.
    fn module_of_frame(&mut self, frame: &Value) -> Option<Value> {
        let asked = ["sys._getframe", "inspect.currentframe"].map(|name| self.symbols.of(name));
        let globals = self.symbols.of("f_globals");
        let mut found = Value::nothing();
        for atom in frame.atoms() {
            let Atom::Object(frame) = atom else { return None };
            if !matches!(*self.kind(frame), Kind::Result(name) if asked.contains(&name)) {
                return None;
            }
            let names = self.objects[frame as usize].attributes.get(&globals).cloned();
            match (names, self.activity) {
                (Some(names), _) => {
                    for names in names.atoms() {
                        let Atom::Object(names) = names else { return None };
                        let Kind::Namespace(module) = *self.kind(names) else {
                            return None;
                        };
                        found.add(Atom::Module(module));
                    }
                }
                (None, Activity::Import(_)) => return None,
                (None, Activity::Function(_)) => {
                    let running: Vec<ModuleId> = self.running.iter().map(|&(module, _)| module).collect();
                    running.into_iter().for_each(|module| {
                        found.add(Atom::Module(module));
                    });
                    let of_caller = self.symbols.of("types.ModuleType");
                    found.add(Atom::Object(self.make(Kind::Result(of_caller))));
                }
            }
        }
        (!found.is_nothing()).then_some(found)
    }

    pub(super) fn set_unknown_attribute(&mut self, of: &Value, new: &Value, place: Place) {
        for atom in of.atoms() {
            match atom {
                Atom::Object(object) => {
                    self.put_under_any_name(object, new);
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
        self.note_anything(super::facet::Grade::Unknown, place, what);
        Value::unknown()
    }
}
