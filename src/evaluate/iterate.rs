//! What iterating, entering and taking apart hands out.
use super::activity::Activity;
use super::facet::{Access, Step};
use super::machine::Machine;
use super::object::{Arguments, Container, Kind, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::rules::{EffectKind, Group};

impl Machine<'_> {
    /// The elements that going over a value hands out, after all that it runs.
    pub fn iterate(&mut self, value: &Value, place: Place) -> Value {
        self.operation(|machine| machine.elements_of(value, place))
    }

    fn elements_of(&mut self, value: &Value, place: Place) -> Value {
        self.takes_from(value, place);
        let mut elements = Value::nothing();
        for atom in value.atoms() {
            if let Atom::Object(object) = atom {
                self.reads_object(object, place);
            }
            match atom {
                Atom::Object(object) => match self.kind(object).clone() {
                    Kind::Container(Container::Dict) => {
                        let keys: Vec<Symbol> = self.objects[object as usize].attributes.keys().copied().collect();
                        for key in keys {
                            elements.add(Atom::Text(key));
                        }
                        elements.add(Atom::Plain);
                    }
                    Kind::Container(_) => {
                        let held = self.objects[object as usize].elements.clone();
                        let held = if held.is_nothing() {
                            self.unseen_part(object)
                        } else {
                            held
                        };
                        elements = elements.with(&held);
                    }
                    Kind::Generator { .. } => elements = elements.with(&self.run_generator(object, place)),
                    Kind::Namespace(_) | Kind::Fields(_) => {
                        elements.add(Atom::Plain);
                    }
                    Kind::Instance(_) | Kind::Class { .. } => {
                        elements = elements.with(&self.iterate_special(&atom.into(), place));
                    }
                    Kind::Result(_) => {
                        elements.add(atom);
                    }
                    Kind::Manager(inner) => elements = elements.with(&self.iterate(&inner, place)),
                    Kind::Function { .. }
                    | Kind::Method { .. }
                    | Kind::Foreign { .. }
                    | Kind::Property { .. }
                    | Kind::Static(_)
                    | Kind::ClassMethod(_)
                    | Kind::Partial { .. }
                    | Kind::Super { .. } => {}
                },
                Atom::Text(_) | Atom::Plain | Atom::Beginning(_) => {
                    elements.add(Atom::Plain);
                }
                Atom::External(name) => {
                    let text = &*self.symbols.shared(name);
                    if self.uses_contents(text, None, Access::Read, place) {
                        elements.add(Atom::Plain);
                    } else {
                        elements.add(atom);
                    }
                }
                Atom::Unknown => {
                    elements.add(Atom::Unknown);
                }
                Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Module(_) => {}
            }
        }
        elements
    }

    /// Whether going over an object leaves less of it: an iterator, a generator, or what a call hands out that is one.
    fn is_used_up(&self, object: ObjectId) -> bool {
        match self.kind(object) {
            Kind::Container(Container::Iterator) | Kind::Generator { .. } => true,
            Kind::Result(name) => self.rules.knows(Group::MakesIterator, self.symbols.text(*name)),
            _ => false,
        }
    }

    /// Takes elements out of what is used up by that.
    pub fn takes_from(&mut self, value: &Value, place: Place) {
        for atom in value.atoms() {
            if let Atom::Object(object) = atom
                && self.is_used_up(object)
            {
                self.takes_out(object, place);
            }
        }
    }

    /// Notes that elements are taken out of an iterator: nobody else gets them.
    pub fn takes_out(&mut self, object: ObjectId, place: Place) {
        let what = "takes the next element".to_owned();
        self.changes(object, EffectKind::Mutation, place, what);
    }

    /// Iterates by `__iter__` and `__next__`, or `__getitem__`.
    pub fn iterate_special(&mut self, value: &Value, place: Place) -> Value {
        let none = Arguments::default();
        match self.special(value, "__iter__", &none, place) {
            Some(iterator) => {
                let by_next = self.special(&iterator, "__next__", &none, place);
                let is_itself = iterator == *value;
                let others = if is_itself {
                    Value::nothing()
                } else {
                    self.iterate_made(&iterator, value, place)
                };
                by_next.unwrap_or_default().with(&others)
            }
            None => {
                let index = Arguments::of(vec![Value::plain()]);
                let by_index = self.special(value, "__getitem__", &index, place);
                by_index.unwrap_or_else(|| self.members(value))
            }
        }
    }

    /// What an iterator that a method made hands out; one of the same class is not asked again.
    fn iterate_made(&mut self, iterator: &Value, of: &Value, place: Place) -> Value {
        let others: Value = iterator
            .atoms()
            .filter(|&atom| !of.atoms().any(|other| other == atom))
            .filter(|&atom| match atom {
                Atom::Object(object) => !matches!(self.kind(object), Kind::Instance(_)),
                _ => true,
            })
            .collect();
        self.iterate(&others, place)
    }

    /// The members of a class that is gone over: an enumeration.
    pub fn members(&mut self, value: &Value) -> Value {
        let mut members = Value::nothing();
        for atom in value.atoms() {
            if let Atom::Object(object) = atom {
                match self.kind(object).clone() {
                    Kind::Class { env, .. } => {
                        let held: Vec<Value> = self.envs[env as usize].names.values().cloned().collect();
                        held.iter().for_each(|held| {
                            members.join(held);
                        });
                    }
                    Kind::Instance(_) => drop(members.join(&Value::unknown())),
                    _ => {}
                }
            }
        }
        members
    }

    /// What a value holds, without running anything: elements of containers, values of dicts, parts of foreign objects.
    pub fn parts(&mut self, value: &Value, place: Place) -> Value {
        self.operation(|machine| machine.parts_of(value, place))
    }

    fn parts_of(&mut self, value: &Value, place: Place) -> Value {
        let mut parts = Value::nothing();
        self.looks_into(value, place);
        for atom in value.atoms() {
            match atom {
                Atom::Object(object) => match self.kind(object).clone() {
                    Kind::Container(_) => {
                        let found = &self.objects[object as usize];
                        let mut held = found.elements.clone();
                        let known = found.attributes.values().flat_map(Value::atoms);
                        for atom in known.filter(|&atom| !self.has_twin(object, atom)) {
                            held.add(atom);
                        }
                        let held = if held.is_nothing() {
                            self.unseen_part(object)
                        } else {
                            held
                        };
                        parts = parts.with(&held);
                    }
                    Kind::Generator { .. } => parts = parts.with(&self.run_generator(object, place)),
                    Kind::Result(_) => {
                        parts.add(atom);
                    }
                    Kind::Instance(_) => parts = parts.with(&self.held_by_instance(object).unwrap_or_default()),
                    Kind::Namespace(module) => {
                        let env = self.globals(module);
                        let held: Vec<Value> = self.envs[env as usize].names.values().cloned().collect();
                        held.iter().for_each(|held| {
                            parts.join(held);
                        });
                    }
                    Kind::Fields(object) => {
                        let mut held: Vec<Value> = self.objects[object as usize].attributes.values().cloned().collect();
                        if let Kind::Class { env, .. } = self.kind(object) {
                            held.extend(self.envs[*env as usize].names.values().cloned());
                        }
                        held.iter().for_each(|held| {
                            parts.join(held);
                        });
                    }
                    _ => {}
                },
                Atom::External(_) | Atom::Unknown => {
                    parts.add(atom);
                }
                Atom::Text(_) | Atom::Plain | Atom::Beginning(_) => {
                    parts.add(Atom::Plain);
                }
                Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Module(_) => {}
            }
        }
        parts
    }

    /// The elements of a sequence whose places are known, if there are as many.
    pub fn exact_elements(&mut self, value: &Value, count: usize) -> Option<Vec<Value>> {
        let Atom::Object(object) = value.single()? else {
            return None;
        };
        if !matches!(self.kind(object), Kind::Container(Container::List | Container::Tuple)) {
            return None;
        }
        if self.objects[object as usize].attributes.len() != count {
            return None;
        }
        let keys: Vec<Symbol> = (0..count).map(|at| self.index_key(at as i64)).collect();
        keys.iter()
            .map(|key| self.objects[object as usize].attributes.get(key).cloned())
            .collect()
    }

    /// The items of a dict whose keys are known texts.
    pub fn known_items(&self, value: &Value) -> Vec<(Symbol, Value)> {
        let Some(Atom::Object(object)) = value.single() else {
            return Vec::new();
        };
        match self.kind(object) {
            Kind::Container(Container::Dict) => {
                let mut items: Vec<(Symbol, Value)> = self.objects[object as usize]
                    .attributes
                    .iter()
                    .map(|(key, value)| (*key, value.clone()))
                    .collect();
                items.sort_by_key(|(key, _)| *key);
                items
            }
            _ => Vec::new(),
        }
    }

    /// `{**mapping}` reads all that a mapping of the process holds.
    pub fn reads_all(&mut self, value: &Value, place: Place) {
        for atom in value.atoms() {
            if let Atom::External(name) = atom {
                let text = &*self.symbols.shared(name);
                self.uses_contents(text, None, Access::Read, place);
            }
        }
    }

    /// A list of pairs: what going over the items of a mapping hands out.
    pub fn pairs(&mut self, keys: &Value, values: &Value) -> Value {
        let pair = self.make(Kind::Container(Container::Tuple));
        for (at, value) in [keys, values].into_iter().enumerate() {
            let key = self.index_key(at as i64);
            self.put(pair, key, value);
            self.hold(pair, value);
        }
        self.container_of(Container::List, &Atom::Object(pair).into())
    }

    /// What a mapping holds besides what is known by its key.
    pub fn beside_known_items(&mut self, value: &Value, place: Place) -> Value {
        match value.single() {
            Some(Atom::Object(object)) if *self.kind(object) == Kind::Container(Container::Dict) => {
                self.objects[object as usize].elements.clone()
            }
            _ => self.parts(value, place),
        }
    }

    pub fn is_container(&self, value: &Value) -> bool {
        value.atoms().any(|atom| match atom {
            Atom::Object(object) => matches!(self.kind(object), Kind::Container(_)),
            _ => false,
        })
    }

    /// What entering a context manager hands out, after all that entering and leaving it run.
    pub fn enter(&mut self, manager: &Value, place: Place) -> Value {
        let mut entered = Value::nothing();
        for atom in manager.atoms() {
            let one: Value = atom.into();
            if let Some(name) = self.external_name(atom).map(str::to_owned) {
                self.enters_external(&name, atom.object(), place);
            }
            match atom {
                Atom::Object(object) => match self.kind(object).clone() {
                    Kind::Manager(generator) => entered = entered.with(&self.iterate(&generator, place)),
                    Kind::Instance(_) => {
                        let none = Arguments::default();
                        match self.special(&one, "__enter__", &none, place) {
                            Some(value) => drop(entered.join(&value)),
                            None => drop(entered.join(&one)),
                        }
                        let three = Arguments::of(vec![Atom::None.into(), Atom::None.into(), Atom::None.into()]);
                        self.special(&one, "__exit__", &three, place);
                    }
                    _ => drop(entered.join(&one)),
                },
                Atom::Unknown => entered = entered.with(&self.unknown_call(&Arguments::default(), place)),
                _ => drop(entered.join(&one)),
            }
        }
        entered
    }

    /// Runs a generator from the start, and what it hands out.
    fn run_generator(&mut self, generator: u32, place: Place) -> Value {
        let Kind::Generator { function, env } = self.kind(generator).clone() else {
            return Value::nothing();
        };
        let module = self.envs[env as usize].module;
        if self.envs[env as usize].yielded.is_nothing() && self.may_call(module) {
            let left = match self.activity {
                Activity::Function(_) => self.enter_called(module),
                Activity::Import(_) => None,
            };
            let body = self.body(module, self.envs[env as usize].body);
            let name = body
                .zip(self.code(module))
                .map(|(body, code)| code.name(body.name).to_owned());
            self.calls.push(Step {
                module: place.module,
                span: place.span,
                name: name.unwrap_or_default(),
            });
            self.run_body(function, env);
            self.calls.pop();
            if self.leave_called(module, left) {
                self.hands_out(env, |env| &mut env.yielded, &Value::unknown());
            }
        }
        self.envs[env as usize].yielded.clone()
    }
}
