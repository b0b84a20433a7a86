//! Reading and writing attributes.
mod any_name;
mod inherited;
mod setting;

use super::activity::{Activity, Progress};
use super::machine::Machine;
use super::object::{Arguments, Base, Container, Kind, Owner, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;

impl Machine<'_> {
    /// `value.name`
    pub fn attribute(&mut self, value: &Value, name: Symbol, place: Place) -> Value {
        self.operation(|machine| machine.attribute_of(value, name, place))
    }

    fn attribute_of(&mut self, value: &Value, name: Symbol, place: Place) -> Value {
        let mut found = Value::nothing();
        for atom in value.atoms() {
            found = found.with(&match atom {
                Atom::Unknown => Value::unknown(),
                Atom::External(owner) => self.external_attribute(owner, name, place),
                Atom::Module(module) => self.module_attribute(module, name, place),
                Atom::Object(object) => self.object_attribute(object, name, place),
                Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_) | Atom::Plain | Atom::Beginning(_) => self
                    .make_view(Kind::Foreign {
                        receiver: atom.into(),
                        name,
                    }),
            });
        }
        found
    }

    fn external_attribute(&mut self, owner: Symbol, name: Symbol, place: Place) -> Value {
        let name = &*self.symbols.shared(name);
        let whole = self.symbols.below(owner, name);
        self.reads_external(whole, place);
        if name == "f_globals" {
            self.reads_frame(None, place);
        }
        self.external(whole)
    }

    /// An attribute of a module.
    pub fn module_attribute(&mut self, module: ModuleId, name: Symbol, place: Place) -> Value {
        let text = &*self.symbols.shared(name);
        let submodule = self.program.submodule(module, text);
        if self.code(module).is_none() || self.stands_for_others(module) {
            self.import(module);
            if let Some(submodule) = submodule.filter(|&submodule| self.code(submodule).is_some()) {
                return Atom::Module(submodule).into();
            }
            let whole = self.symbols.joined(&self.program.modules[module].name, text);
            self.reads_external(whole, place);
            return self.external(whole);
        }
        self.import(module);
        self.reads_name(module, name, place);
        if self.is_own(place.module) && !self.is_own(module) {
            let whole = self.symbols.joined(&self.program.modules[module].name, text);
            self.reads_external(whole, place);
        }
        if text == "__dict__" {
            self.reads_namespace(module, place, ".__dict__");
            return self.make_view(Kind::Namespace(module));
        }
        if text == "__builtins__" {
            return Atom::External(name).into();
        }
        let env = self.globals(module);
        let open = self.open_names.get(&module).cloned();
        if let Some(value) = self.envs[env as usize].names.get(&name) {
            let value = value.clone();
            let value = self.known_by_rules(module, text, &value).unwrap_or(value);
            return self.or_bound_under_any_name(value, module);
        }
        if let Some(open) = open {
            return open.with(&submodule.map(Atom::Module).map(Value::from).unwrap_or_default());
        }
        if let Some(submodule) = submodule {
            return Atom::Module(submodule).into();
        }
        if let Some(value) = self.hoisted(module, name) {
            return value;
        }
        let hook = self.symbols.of("__getattr__");
        if let Some(hook) = self.envs[env as usize].names.get(&hook).cloned() {
            return self.call(&hook, &Arguments::of(vec![Atom::Text(name).into()]), place);
        }
        if let Some(&source) = self.unread_stars.get(&module).and_then(|sources| sources.last()) {
            let found = Atom::External(self.symbols.below(source, text)).into();
            return self.known_by_rules(module, text, &found).unwrap_or(found);
        }
        let is_begun = self.progress[module] == Progress::Begun;
        if is_begun { Value::nothing() } else { Value::unknown() }
    }

    /// A function or class of a module that is being executed and has not come to it: what it will be.
    pub fn hoisted(&mut self, module: ModuleId, name: Symbol) -> Option<Value> {
        if self.progress[module] != Progress::Begun || self.activity == Activity::Import(module) {
            return None;
        }
        let body = self.body(module, 0)?;
        let text = &*self.symbols.shared(name);
        let statement = body.statements.iter().find(|statement| match statement {
            crate::semantics::code::Stmt::Define { body, .. } | crate::semantics::code::Stmt::Class { body, .. } => {
                let named = self
                    .code(module)
                    .map(|code| code.name(code.bodies[*body as usize].name));
                named == Some(text)
            }
            _ => false,
        })?;
        if self.running.len() > 12 {
            return None;
        }
        let env = self.globals(module);
        let steps = self.steps;
        self.within(Activity::Import(module), steps, |machine| {
            machine.block(env, std::slice::from_ref(statement));
        });
        self.envs[env as usize].names.get(&name).cloned()
    }

    fn object_attribute(&mut self, object: ObjectId, name: Symbol, place: Place) -> Value {
        if matches!(
            self.kind(object),
            Kind::Instance(_) | Kind::Class { .. } | Kind::Result(_) | Kind::Function { .. }
        ) {
            match self.symbols.text(name) {
                "__dict__" => self.reads_object(object, place),
                _ => self.reads_field(object, name, place),
            }
            self.reads_classes_of(object, name, place);
        }
        if let Kind::Result(of) = *self.kind(object) {
            let attribute = &*self.symbols.shared(name);
            let whole = self.symbols.below(of, attribute);
            self.reads_of_object(whole, Some(object), place);
            if attribute == "f_globals" {
                let known = self.objects[object as usize].attributes.get(&name).cloned();
                self.reads_frame(known.as_ref(), place);
            }
        }
        let text = &*self.symbols.shared(name);
        match self.kind(object).clone() {
            Kind::Instance(class) => self.instance_attribute(object, class, name, place),
            Kind::Class { .. } => self.attribute_of_class(object, name, place),
            Kind::Function {
                module, body, defaults, ..
            } => match self.objects[object as usize].attributes.get(&name) {
                Some(value) => value.clone(),
                None if text == "__name__" => match self.body(module, body) {
                    Some(found) => Atom::Text(self.symbol(module, found.name)).into(),
                    None => Value::plain(),
                },
                None if text == "__globals__" => self.make_view(Kind::Namespace(module)),
                None if text == "__wrapped__" => Atom::Object(object).into(),
                // What is set in it, the function has.
                None if text == "__kwdefaults__" => self.make_view(Kind::Fields(object)),
                None if text == "__defaults__" => {
                    let held = defaults.iter().fold(Value::nothing(), |all, (_, one)| all.with(one));
                    self.container_of(Container::Tuple, &held)
                }
                None if matches!(text, "__get__" | "__call__") => self.foreign_method(object, name),
                None if text.starts_with("__") => Value::plain(),
                None => self.foreign_method(object, name),
            },
            Kind::Method { receiver, function } => match text {
                "__self__" => receiver,
                "__func__" => function,
                _ => self.attribute(&function, name, place),
            },
            Kind::Super { class, receiver } => self.super_attribute(class, &receiver, name, place),
            Kind::Partial { function, .. } if text == "func" => function,
            Kind::Partial { positional, .. } if text == "args" => {
                let handed = positional.iter().fold(Value::nothing(), |all, one| all.with(one));
                self.container_of(Container::Tuple, &handed)
            }
            Kind::Property { get, .. } if text == "fget" => get,
            Kind::Property { set, .. } if text == "fset" => set,
            // What is asked for an attribute is an object, not a method that is about to be called.
            Kind::Foreign { receiver, name: part } => {
                let mut found = Value::nothing();
                for atom in receiver.atoms() {
                    let Some(of) = self.external_name(atom).map(str::to_owned) else {
                        found = found.with(&self.foreign_method(object, name));
                        continue;
                    };
                    let whole = format!("{of}.{}", self.symbols.text(part));
                    let held = self.part_of(atom, &whole);
                    found = found.with(&self.attribute(&held, name, place));
                }
                found
            }
            Kind::Namespace(module) if text == "__dict__" => self.make_view(Kind::Namespace(module)),
            Kind::Container(_)
            | Kind::Property { .. }
            | Kind::Static(_)
            | Kind::ClassMethod(_)
            | Kind::Partial { .. }
            | Kind::Generator { .. }
            | Kind::Manager(_)
            | Kind::Result(_)
            | Kind::Namespace(_)
            | Kind::Fields(_) => match self.objects[object as usize].attributes.get(&name) {
                Some(value) if matches!(self.kind(object), Kind::Result(_)) => value.clone(),
                _ => self.foreign_method(object, name),
            },
        }
    }

    fn foreign_method(&mut self, object: ObjectId, name: Symbol) -> Value {
        self.make_view(Kind::Foreign {
            receiver: Atom::Object(object).into(),
            name,
        })
    }

    fn instance_attribute(&mut self, object: ObjectId, class: ObjectId, name: Symbol, place: Place) -> Value {
        let found = self.named_attribute(object, class, name, place);
        self.or_under_any_name(found, object)
    }

    fn named_attribute(&mut self, object: ObjectId, class: ObjectId, name: Symbol, place: Place) -> Value {
        let text = &*self.symbols.shared(name);
        match text {
            "__class__" => return Atom::Object(class).into(),
            "__dict__" => return self.make_view(Kind::Fields(object)),
            _ => {}
        }
        let hook = self.symbols.of("__getattribute__");
        if let Some(function) = self.class_attribute(class, hook) {
            let bound = self.bound(&function, Atom::Object(object).into(), class, place);
            self.call(&bound, &Arguments::of(vec![Atom::Text(name).into()]), place);
        }
        let own = self.objects[object as usize].attributes.get(&name).cloned();
        let of_class = self.class_attribute(class, name);
        let found = match (own, of_class) {
            (Some(own), None) => Some(own),
            (own, Some(of_class)) => {
                // What is set in any case stands before what the class has, unless that has a say in it.
                let is_set = own.is_some() && !self.perhaps.contains(&(object, name)) && !self.merged.contains(&object);
                let is_there =
                    |atom: &Atom| own.is_none() || !self.is_field(*atom) && (!is_set || self.has_a_say(*atom));
                let of_class: Value = of_class.atoms().filter(is_there).collect();
                let bound = self.bound(&of_class, Atom::Object(object).into(), class, place);
                Some(bound.with(&own.unwrap_or_default()))
            }
            (None, None) => None,
        };
        if let Some(found) = found {
            return found;
        }
        let hook = self.symbols.of("__getattr__");
        if let Some(function) = self.class_attribute(class, hook) {
            let bound = self.bound(&function, Atom::Object(object).into(), class, place);
            return self.call(&bound, &Arguments::of(vec![Atom::Text(name).into()]), place);
        }
        self.takes_inherited(class, text);
        let order = self.mro(class);
        let mut bases = order.iter().copied();
        match bases.find(|base| !matches!(base, Base::Class(_))) {
            Some(Base::Unknown) => Value::unknown(),
            Some(_) => self.foreign_method(object, name),
            // Somebody that is not seen set it, or nobody did.
            None if self.objects[object as usize].owner == Owner::Call => Value::unknown(),
            None => self.foreign_method(object, name),
        }
    }

    /// Whether what a class has under a name may be asked in the place of what an instance of it has: a property, any other object of
    /// a class, or what is not known.
    fn has_a_say(&self, atom: Atom) -> bool {
        match atom {
            Atom::Object(object) => matches!(
                self.kind(object),
                Kind::Property { .. } | Kind::Instance(_) | Kind::Result(_)
            ),
            Atom::External(_) | Atom::Unknown => true,
            Atom::None
            | Atom::Bool(_)
            | Atom::Int(_)
            | Atom::Text(_)
            | Atom::Plain
            | Atom::Beginning(_)
            | Atom::Module(_) => false,
        }
    }

    /// What reading an attribute of a class on an instance of it hands out.
    pub fn bound(&mut self, value: &Value, receiver: Value, class: ObjectId, place: Place) -> Value {
        let mut bound = Value::nothing();
        for atom in value.atoms() {
            bound = bound.with(&match atom {
                Atom::Object(object) => match self.kind(object).clone() {
                    Kind::Function { .. } | Kind::Manager(_) => self.make_view(Kind::Method {
                        receiver: receiver.clone(),
                        function: atom.into(),
                    }),
                    Kind::Property { get, .. } => self.property_of(object, &get, receiver.clone(), place),
                    Kind::Static(function) => function,
                    Kind::ClassMethod(function) => {
                        let class = match receiver.single() {
                            Some(Atom::Object(object)) if matches!(self.kind(object), Kind::Class { .. }) => object,
                            _ => class,
                        };
                        self.make_view(Kind::Method {
                            receiver: Atom::Object(class).into(),
                            function,
                        })
                    }
                    Kind::Instance(_) => {
                        let arguments = Arguments::of(vec![receiver.clone(), Atom::Object(class).into()]);
                        self.special(&atom.into(), "__get__", &arguments, place)
                            .unwrap_or(atom.into())
                    }
                    _ => atom.into(),
                },
                _ => atom.into(),
            });
        }
        bound
    }

    /// `value.name = new`, or `del value.name` where there is nothing new.
    pub fn set_attribute(&mut self, value: &Value, name: Symbol, new: &Value, place: Place) {
        let is_own = |machine: &Self, atom: Atom| matches!(atom, Atom::Object(object) if machine.is_own_object(object));
        // A package that goes through all that it has, to put its own name on it, means what it made itself.
        let may_mean_own = matches!(
            self.symbols.text(name),
            "__module__" | "__name__" | "__qualname__" | "__doc__" | "__signature__" | "__wrapped__"
        ) && !self.is_own(place.module)
            && value.atoms().any(|atom| is_own(self, atom));
        for atom in value.atoms() {
            let in_doubt = usize::from(may_mean_own && !is_own(self, atom));
            self.in_doubt += in_doubt;
            self.set_attribute_of(atom, name, new, place);
            self.in_doubt -= in_doubt;
        }
    }

    fn set_attribute_of(&mut self, atom: Atom, name: Symbol, new: &Value, place: Place) {
        match atom {
            Atom::Object(object) => self.set_object_attribute(object, name, new, place),
            Atom::Module(module) => self.set_module_attribute(module, name, new, place),
            Atom::External(owner) => {
                let attribute = &*self.symbols.shared(name);
                let whole = self.symbols.below(owner, attribute);
                let whole = &*self.symbols.shared(whole);
                self.putting_in(Some(new.clone()), |machine| machine.writes_external(whole, None, place));
            }
            Atom::Unknown => {
                let what = format!(
                    "changes `{}` of an object that cannot be determined",
                    self.symbols.text(name)
                );
                self.note_changed_unknown(place, what);
            }
            // They have no attributes that can be set.
            Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_) | Atom::Plain | Atom::Beginning(_) => {}
        }
    }
}
