//! Functions of the standard library that look something up by its name, go through the names of an object, or make a
//! function or class of what they are handed.
use std::rc::Rc;

use super::activity::Activity;
use super::machine::Machine;
use super::object::{Arguments, Container, Kind, Place};
use super::value::{Atom, Value};
use crate::graph::ModuleId;
use crate::rules::EffectKind;

impl Machine<'_> {
    /// What such a call hands out; none where it is not one of them.
    pub fn looks_up(&mut self, name: &str, arguments: &Arguments, place: Place) -> Option<Value> {
        let first = arguments.positional.first().cloned().unwrap_or_default();
        let second = arguments.positional.get(1).cloned().unwrap_or_default();
        let none = Arguments::default();
        Some(match name {
            "operator.attrgetter" | "operator.itemgetter" | "operator.methodcaller" => {
                let function = self.symbols.of(&format!("{name}()"));
                let made_of = self.container_of_arguments(arguments);
                self.make_value(Kind::Partial {
                    function: Atom::External(function).into(),
                    positional: Rc::new([made_of]),
                    keywords: Rc::new([]),
                })
            }
            "operator.attrgetter()" | "operator.itemgetter()" | "operator.methodcaller()" => {
                self.looked_up(name, &first, &second, place)
            }
            "iter" if arguments.positional.len() > 1 => {
                let made = self.call(&first, &none, place);
                self.container_of(Container::List, &made)
            }
            "inspect.getmembers" => {
                let mut parts = Value::nothing();
                for atom in first.atoms() {
                    parts = parts.with(&match atom {
                        Atom::Object(object) => {
                            let fields = self.make_view(Kind::Fields(object));
                            let inherited = self.members(&first);
                            self.parts(&fields, place).with(&inherited)
                        }
                        Atom::Module(module) => {
                            let names = self.make_view(Kind::Namespace(module));
                            self.parts(&names, place)
                        }
                        _ => Value::unknown(),
                    });
                }
                self.pairs(&Value::plain(), &parts)
            }
            "functools.cmp_to_key" => self.make_value(Kind::Partial {
                function: first,
                positional: Rc::new([Value::plain()]),
                keywords: Rc::new([]),
            }),
            "contextlib.ContextDecorator()" => {
                self.enter(&first, place);
                let rest = Arguments {
                    positional: arguments.positional.iter().skip(2).cloned().collect(),
                    ..arguments.clone()
                };
                self.call(&second, &rest, place)
            }
            "importlib.reload" => {
                let whole = self.symbols.of("*");
                let (Activity::Import(reloading) | Activity::Function(reloading)) = self.activity;
                for atom in first.atoms() {
                    match atom {
                        Atom::Module(module) => self.changes_name(module, whole, place),
                        // Any module of the project may be the one. What an installed package reloads of its own accord is
                        // what its user names, at a prompt or so.
                        Atom::Unknown | Atom::Object(_) if !self.is_own(reloading) => {}
                        Atom::Unknown | Atom::Object(_) => {
                            let any = self.may_have_in_hand(reloading);
                            any.iter().for_each(|&module| self.changes_name(module, whole, place));
                        }
                        Atom::External(_)
                        | Atom::None
                        | Atom::Bool(_)
                        | Atom::Int(_)
                        | Atom::Text(_)
                        | Atom::Beginning(_)
                        | Atom::Plain => {}
                    }
                }
                return None;
            }
            "types.MethodType" => self.make_view(Kind::Method {
                receiver: second,
                function: first,
            }),
            "types.FunctionType" | "types.LambdaType" => Value::unknown(),
            "dataclasses.make_dataclass" => {
                let bases = self.symbols.of("bases");
                let bases = arguments.get(usize::MAX, Some(bases)).cloned().unwrap_or_default();
                let bases = self.iterate(&bases, place);
                let handed = Arguments::of(vec![first, self.container_of(Container::Tuple, &bases)]);
                return self.builtin("type.make", &handed, place);
            }
            "object.__setattr__" | "object.__delattr__" | "type.__setattr__" | "type.__delattr__" => {
                let new = arguments.positional.get(2).cloned().unwrap_or_default();
                for atom in first.atoms() {
                    match (atom, second.single()) {
                        // No hook of the object itself has a say in it.
                        (Atom::Object(object), _) => {
                            self.put_by_name(object, Some(&second), &new);
                            let what = "sets an attribute".to_owned();
                            self.changes(object, EffectKind::Mutation, place, what);
                        }
                        (_, Some(Atom::Text(attribute))) => self.set_attribute(&atom.into(), attribute, &new, place),
                        _ => self.set_unknown_attribute(&atom.into(), &new, place),
                    }
                }
                Atom::None.into()
            }
            "contextlib.closing" => {
                let close = self.symbols.of("close");
                let close = self.attribute(&first, close, place);
                self.weak += 1;
                self.call(&close, &none, place);
                self.weak -= 1;
                first
            }
            _ => return None,
        })
    }

    /// The modules of the project that one which its code has in its hands may be; all of them, while that is not known.
    fn may_have_in_hand(&self, module: ModuleId) -> Rc<[ModuleId]> {
        match self.in_hand.get(&module) {
            Some(known) => Rc::clone(known),
            None => (0..self.program.modules.len()).filter(|&id| self.is_own(id)).collect(),
        }
    }

    /// What a call was handed by place, as a tuple.
    pub(super) fn container_of_arguments(&mut self, arguments: &Arguments) -> Value {
        let tuple = self.make(Kind::Container(Container::Tuple));
        for (at, value) in arguments.positional.iter().enumerate() {
            let key = self.index_key(at as i64);
            self.put(tuple, key, value);
            self.hold(tuple, value);
        }
        for value in arguments.keywords.iter().map(|(_, value)| value).chain(&arguments.rest) {
            self.hold(tuple, value);
        }
        Atom::Object(tuple).into()
    }

    /// What an `attrgetter`, `itemgetter` or `methodcaller` does that was made of `made_of`.
    fn looked_up(&mut self, name: &str, made_of: &Value, of: &Value, place: Place) -> Value {
        let Some(Atom::Object(tuple)) = made_of.single() else {
            return Value::unknown();
        };
        let count = self.objects[tuple as usize].attributes.len();
        let Some(keys) = self.exact_elements(made_of, count) else {
            return self.unknown_call(&Arguments::of(vec![of.clone()]), place);
        };
        let mut found = Value::nothing();
        for key in &keys {
            let one = match (name, key.single()) {
                ("operator.itemgetter()", _) => self.item(of, key, place),
                (_, Some(Atom::Text(path))) => {
                    let path = &*self.symbols.shared(path);
                    path.split('.').fold(of.clone(), |owner, part| {
                        let part = self.symbols.of(part);
                        self.attribute(&owner, part, place)
                    })
                }
                _ => Value::unknown(),
            };
            if name == "operator.methodcaller()" {
                let mut handed = Arguments::of(keys.iter().skip(1).cloned().collect());
                handed.rest = Some(self.objects[tuple as usize].elements.clone());
                return self.call(&one, &handed, place);
            }
            found = found.with(&one);
        }
        match count {
            1 => found,
            _ => self.container_of(Container::Tuple, &found),
        }
    }
}
