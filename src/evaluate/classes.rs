//! Classes: making them with all the hooks that this runs, their attributes along their bases, and making instances.
mod instances;
mod order;

use std::rc::Rc;

use super::facet::{Access, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, Base, EnvId, Kind, Owner, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::rules::EffectKind;
use crate::semantics::code::{Argument, BodyId, ExprId};

impl Machine<'_> {
    /// `class name(arguments): body`
    pub fn class_statement(&mut self, env: EnvId, body: BodyId, decorators: &[ExprId], arguments: &[Argument]) {
        let module = self.envs[env as usize].module;
        let Some(found) = self.body(module, body) else { return };
        let makers = self.decorators(env, decorators);
        let place = Place {
            module,
            span: found.span,
        };
        let arguments = self.arguments(env, arguments);
        let name = self.symbol(module, found.name);
        let names = self.env(module, body, Some(env));
        self.block_of_class(names, body);
        let class = self.make_class(name, names, &arguments, place);
        let mut value: Value = Atom::Object(class).into();
        for (maker, place) in makers.into_iter().rev() {
            value = self.decorate(&maker, value, place);
        }
        self.bind_name(env, found.name, value);
    }

    fn block_of_class(&mut self, names: EnvId, body: BodyId) {
        let module = self.envs[names as usize].module;
        let Some(found) = self.body(module, body) else { return };
        let weak = std::mem::take(&mut self.weak);
        self.block(names, &found.statements);
        self.weak = weak;
    }

    /// Makes a class of names that have been bound, and runs what that runs.
    pub fn make_class(&mut self, name: Symbol, names: EnvId, arguments: &Arguments, place: Place) -> ObjectId {
        let metaclass_keyword = self.symbols.of("metaclass");
        let metaclass = arguments
            .get(usize::MAX, Some(metaclass_keyword))
            .cloned()
            .unwrap_or_default();
        let mut bases = arguments.positional.clone();
        bases.extend(arguments.rest.clone());
        let class = self.make(Kind::Class {
            name,
            bases: bases.into(),
            metaclass,
            env: names,
        });
        self.classes_of_envs.insert(names, class);
        self.by_metaclass(class, place);
        self.set_names(class, names, place);
        let keywords: Vec<(Symbol, Value)> = arguments
            .keywords
            .iter()
            .filter(|(keyword, _)| *keyword != metaclass_keyword)
            .cloned()
            .collect();
        self.init_subclass(class, keywords, place);
        self.enters_bases(class, place);
        self.make_members(class, names, place);
        class
    }

    /// `__prepare__`, `__new__` and `__init__` of the metaclass.
    fn by_metaclass(&mut self, class: ObjectId, place: Place) {
        let Some(metaclass) = self.metaclass(class) else { return };
        let three = |machine: &mut Self| {
            let bases = machine.make_value(Kind::Container(super::object::Container::Tuple));
            let names = machine.make_view(Kind::Fields(class));
            vec![Value::plain(), bases, names]
        };
        for hook in ["__prepare__", "__new__", "__init__"] {
            let name = self.symbols.of(hook);
            let Some(function) = self.class_attribute(metaclass, name) else {
                continue;
            };
            let mut arguments = three(self);
            let function = self.unwrapped(&function);
            let first: Value = if hook == "__init__" {
                Atom::Object(class)
            } else {
                Atom::Object(metaclass)
            }
            .into();
            arguments.insert(0, first);
            let made = self.call(&function, &Arguments::of(arguments), place);
            if hook == "__prepare__" {
                let pair = Arguments::of(vec![Value::plain(), Value::plain()]);
                self.special(&made, "__setitem__", &pair, place);
            }
        }
    }

    /// The names of an environment with what they hold, in the order in which names are known.
    fn held_names(&self, env: EnvId) -> Vec<(Symbol, Value)> {
        let names = self.envs[env as usize].names.iter();
        let mut held: Vec<(Symbol, Value)> = names.map(|(name, value)| (*name, value.clone())).collect();
        held.sort_by_key(|(name, _)| *name);
        held
    }

    /// `__set_name__` of what a class holds.
    fn set_names(&mut self, class: ObjectId, names: EnvId, place: Place) {
        for (name, value) in self.held_names(names) {
            let arguments = Arguments::of(vec![Atom::Object(class).into(), Atom::Text(name).into()]);
            for atom in value.atoms() {
                if let Atom::Object(object) = atom
                    && matches!(self.kind(object), Kind::Instance(_))
                {
                    self.special(&atom.into(), "__set_name__", &arguments, place);
                }
            }
        }
    }

    /// `__init_subclass__` of the bases.
    fn init_subclass(&mut self, class: ObjectId, keywords: Vec<(Symbol, Value)>, place: Place) {
        let hook = self.symbols.of("__init_subclass__");
        for base in self.mro(class).iter().copied().skip(1) {
            match base {
                Base::Class(base) => {
                    let Some(function) = self.own_attribute(base, hook) else {
                        continue;
                    };
                    let function = self.unwrapped(&function);
                    let arguments = Arguments {
                        positional: vec![Atom::Object(class).into()],
                        keywords,
                        rest: None,
                    };
                    self.call(&function, &arguments, place);
                    return;
                }
                Base::External(name) => {
                    let name = &*self.symbols.shared(name);
                    self.subclass_of_external(name, place);
                }
                Base::Unknown => {
                    let what = "makes a subclass of a class that cannot be determined".to_owned();
                    self.note_anything(Grade::Unknown, place, what);
                    return;
                }
            }
        }
    }

    /// A class is among the subclasses of its bases from now on.
    fn enters_bases(&mut self, class: ObjectId, place: Place) {
        for base in self.mro(class).iter().copied().skip(1) {
            if let Base::External(name) = base
                && self.asks_for_subclasses
            {
                let name = &*self.symbols.shared(name);
                self.enters_subclasses_of(name, place);
            }
            if let Base::Class(base) = base
                && let Owner::Module(owner) = self.objects[base as usize].owner
                && !self.is_fresh(base)
            {
                let Kind::Class { name, .. } = *self.kind(base) else {
                    continue;
                };
                let what = format!("makes a subclass of `{}`", self.symbols.text(name));
                let facet = Facet::Subclasses(owner);
                self.note(EffectKind::Registration, Access::Write, facet, Grade::Seen, place, what);
            }
        }
    }

    pub fn is_enumeration(&self, class: ObjectId) -> bool {
        self.mro(class).iter().copied().any(|base| match base {
            Base::External(name) => matches!(
                self.symbols.text(name),
                "enum.Enum" | "enum.IntEnum" | "enum.StrEnum" | "enum.Flag" | "enum.IntFlag" | "enum.ReprEnum"
            ),
            _ => false,
        })
    }

    /// The members of an enumeration are instances of it.
    fn make_members(&mut self, class: ObjectId, names: EnvId, place: Place) {
        if !self.is_enumeration(class) {
            return;
        }
        for hook in ["_missing_", "_generate_next_value_"] {
            let name = self.symbols.of(hook);
            if let Some(function) = self.class_attribute(class, name) {
                let function = self.unwrapped(&function);
                let arguments = Arguments {
                    positional: (hook == "_missing_")
                        .then(|| Atom::Object(class).into())
                        .into_iter()
                        .collect(),
                    rest: Some(Value::plain()),
                    ..Arguments::default()
                };
                self.weak += 1;
                self.call(&function, &arguments, place);
                self.weak -= 1;
            }
        }
        for (name, value) in self.held_names(names) {
            let is_value = value.atoms().all(|atom| match atom {
                Atom::Object(object) => matches!(self.kind(object), Kind::Container(_) | Kind::Result(_)),
                Atom::External(_) | Atom::Module(_) => false,
                _ => true,
            });
            if !is_value || self.symbols.text(name).starts_with("__") {
                continue;
            }
            let parts = match value.single() {
                Some(Atom::Object(object)) => {
                    let count = self.objects[object as usize].attributes.len();
                    self.exact_elements(&value, count)
                        .unwrap_or_else(|| vec![value.clone()])
                }
                _ => vec![value.clone()],
            };
            let member = self.instantiate(class, &Arguments::of(parts), place);
            self.envs[names as usize].names.insert(name, member);
        }
    }

    /// The metaclass of a class, where its code is read: its own, or that of a base.
    pub fn metaclass(&self, class: ObjectId) -> Option<ObjectId> {
        self.mro(class).iter().copied().find_map(|base| match base {
            Base::Class(base) => match self.kind(base) {
                Kind::Class { metaclass, .. } => metaclass.atoms().find_map(|atom| match atom {
                    Atom::Object(object) if matches!(self.kind(object), Kind::Class { .. }) => Some(object),
                    _ => None,
                }),
                _ => None,
            },
            _ => None,
        })
    }

    /// A class and its bases, each before its own.
    pub fn mro(&self, class: ObjectId) -> Rc<[Base]> {
        let known = self.orders.borrow().get(&class).cloned();
        known.unwrap_or_else(|| {
            let order: Rc<[Base]> = self.order(class).into();
            self.orders.borrow_mut().insert(class, order.clone());
            order
        })
    }

    /// `names.get(name, default)` of the names of a class, such as a metaclass is handed.
    pub fn name_of_class(&mut self, names: ObjectId, class: ObjectId, arguments: &Arguments, place: Place) -> Value {
        let Some(Atom::Text(name)) = arguments.positional.first().and_then(Value::single) else {
            return self.parts(&Atom::Object(names).into(), place);
        };
        self.reads_object(class, place);
        let default = arguments.positional.get(1).cloned();
        let default = default.unwrap_or_else(|| Atom::None.into());
        // What was bound under a name that is not known may be called so.
        let others = self.objects[class as usize].elements.clone();
        match self.own_attribute(class, name) {
            Some(value) if !self.perhaps.contains(&(class, name)) => value.with(&others),
            Some(value) => value.with(&default).with(&others),
            None => default.with(&others),
        }
    }

    /// An attribute of a class or of its bases, as far as their code is read.
    pub fn class_attribute(&self, class: ObjectId, name: Symbol) -> Option<Value> {
        let mut found: Option<Value> = None;
        for &base in self.mro(class).iter() {
            let Base::Class(base) = base else { continue };
            let Some(value) = self.own_attribute(base, name) else {
                continue;
            };
            found = Some(found.unwrap_or_default().with(&value));
            // What was set in a branch may not be there: then that of the next base is.
            if !self.perhaps.contains(&(base, name)) {
                break;
            }
        }
        found
    }

    /// What `staticmethod` and `classmethod` hold; anything else as it is.
    pub fn unwrapped(&self, value: &Value) -> Value {
        let mut plain = Value::nothing();
        for atom in value.atoms() {
            match atom {
                Atom::Object(object) => match self.kind(object) {
                    Kind::Static(inner) | Kind::ClassMethod(inner) => drop(plain.join(inner)),
                    _ => drop(plain.add(atom)),
                },
                _ => drop(plain.add(atom)),
            }
        }
        plain
    }

    /// The fields of an instance whose class gets its `__init__` from elsewhere hold what it is handed.
    fn init_of_external(&mut self, class: ObjectId, made: &Value, arguments: &Arguments, place: Place) {
        let fields: Vec<Symbol> = self.fields(class);
        for atom in made.atoms() {
            let Atom::Object(object) = atom else { continue };
            for (at, name) in fields.iter().enumerate() {
                if let Some(value) = arguments.get(at, Some(*name)).cloned() {
                    self.put(object, *name, &value);
                } else if let Some(rest) = &arguments.rest {
                    // `Config(**given)`: it may be among what is given, or what its class says.
                    let default = self.class_attribute(class, *name).unwrap_or_default();
                    self.put(object, *name, &rest.clone().with(&default));
                }
            }
        }
        self.call_factories(class, made, place);
        let externals: Vec<Symbol> = self
            .mro(class)
            .iter()
            .filter_map(|base| match base {
                Base::External(name) => Some(*name),
                _ => None,
            })
            .collect();
        if let Some(&name) = externals.first() {
            let name = &*self.symbols.shared(name);
            self.instance_of_external(name, arguments, place);
            self.asks_all(arguments, place);
            self.asks(made, place);
        }
    }

    /// `field(default_factory=make)`: what a class's own `__init__` is generated from is called for each instance, which has
    /// what that makes.
    fn call_factories(&mut self, class: ObjectId, made: &Value, place: Place) {
        let mut held: Vec<(Symbol, ObjectId)> = Vec::new();
        for &base in self.mro(class).iter() {
            let Base::Class(base) = base else { continue };
            let Kind::Class { env, .. } = *self.kind(base) else {
                continue;
            };
            for (name, value) in &self.envs[env as usize].names {
                held.extend(value.atoms().filter_map(|atom| match atom {
                    Atom::Object(object) if matches!(self.kind(object), Kind::Result(_)) => Some((*name, object)),
                    _ => None,
                }));
            }
        }
        held.sort_unstable();
        for (name, field) in held {
            let is_field = self.is_field(Atom::Object(field));
            for atom in self.objects[field as usize].elements.clone().atoms() {
                let is_made = match atom {
                    // `count().__next__` is a method of something that is not read.
                    Atom::Object(object) => {
                        self.is_callable(object) || is_field && matches!(self.kind(object), Kind::Foreign { .. })
                    }
                    Atom::External(_) => is_field,
                    _ => false,
                };
                if !is_made {
                    continue;
                }
                self.weak += 1;
                let value = self.call(&atom.into(), &Arguments::default(), place);
                self.weak -= 1;
                for instance in made.atoms().filter(|_| is_field) {
                    if let Atom::Object(object) = instance {
                        self.put(object, name, &value);
                    }
                }
            }
        }
    }
}
