//! Reading and writing items: of containers, namespaces, environment variables, and by special methods.
use super::activity::{Activity, Changed};
use super::facet::{Access, Facet, Grade};
use super::knowledge::changes::through_builtins;
use super::machine::Machine;
use super::object::{Arguments, Container, Kind, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::rules::EffectKind;

/// What a part is called of which nothing is known.
const UNSEEN: &str = "part";

impl Machine<'_> {
    /// `value[index]`
    pub fn item(&mut self, value: &Value, index: &Value, place: Place) -> Value {
        self.operation(|machine| machine.item_of(value, index, place))
    }

    fn item_of(&mut self, value: &Value, index: &Value, place: Place) -> Value {
        let mut found = Value::nothing();
        for atom in value.atoms() {
            found = found.with(&match atom {
                Atom::Object(object) => self.item_of_object(object, index, place),
                Atom::External(name) => self.item_of_external(name, index, place),
                Atom::Unknown => Value::unknown(),
                Atom::Text(_) | Atom::Plain | Atom::Beginning(_) => Value::plain(),
                Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Module(_) => Value::nothing(),
            });
        }
        found
    }

    fn item_of_external(&mut self, name: Symbol, index: &Value, place: Place) -> Value {
        let text = &*self.symbols.shared(name);
        if self.uses_contents(text, Some(index), Access::Read, place) {
            if text == "sys.modules" {
                return self.module_by_name(index);
            }
            if text == "os.environ" && !self.is_looked_for(place) {
                self.may_raise(place, Some("KeyError"), Some(true));
            }
            return Value::plain();
        }
        // What is built in under a name is not the table of all such names.
        if matches!(&*through_builtins(text), "builtins" | "builtins.__dict__") {
            return match index.single() {
                Some(Atom::Text(key)) => Atom::External(key).into(),
                _ => Value::unknown(),
            };
        }
        // `Generic[T]` is `Generic` to any code that inherits from it.
        Atom::External(name).into()
    }

    /// The modules that a value may name; anything where it is not known.
    pub fn module_by_name(&mut self, name: &Value) -> Value {
        let mut found = Value::nothing();
        for atom in name.atoms() {
            found = found.with(&match atom {
                Atom::Text(text) => {
                    let text = &*self.symbols.shared(text);
                    match self.program.find(text) {
                        Some(module) => Atom::Module(module).into(),
                        None => Atom::External(self.symbols.of(text)).into(),
                    }
                }
                _ => Value::unknown(),
            });
        }
        found
    }

    fn item_of_object(&mut self, object: ObjectId, index: &Value, place: Place) -> Value {
        match index.single().and_then(|index| self.key_of_mapping(object, index)) {
            Some(key) => self.reads_item(object, key, place),
            None => self.reads_object(object, place),
        }
        match self.kind(object).clone() {
            Kind::Container(_) => {
                self.asks(index, place);
                let key = index.single().and_then(|index| self.key_of(index));
                let known = key.and_then(|key| self.objects[object as usize].attributes.get(&key).cloned());
                match known {
                    Some(known) => known.with(&self.objects[object as usize].elements_beside_known()),
                    None => {
                        if self.fills.contains(&object) {
                            self.changes(object, EffectKind::Mutation, place, "may make an item".to_owned());
                        }
                        let parts = self.parts(&Atom::Object(object).into(), place);
                        if parts.is_nothing() {
                            self.unseen_part(object)
                        } else {
                            parts
                        }
                    }
                }
            }
            Kind::Namespace(module) => match texts(index).as_deref() {
                Some(&[name]) => self.module_attribute(module, name, place),
                // Any of some, such as those of a display that a loop goes over.
                Some(names) => {
                    let mut found = Value::nothing();
                    self.weak += 1;
                    for &name in names {
                        found.join(&self.module_attribute(module, name, place));
                    }
                    self.weak -= 1;
                    found
                }
                None => self.parts(&Atom::Object(object).into(), place),
            },
            Kind::Fields(of) => match index.single() {
                Some(Atom::Text(name)) => self.field(of, name).unwrap_or_else(Value::unknown),
                _ => self.parts(&Atom::Object(object).into(), place),
            },
            Kind::Class { .. } => {
                let arguments = Arguments::of(vec![index.clone()]);
                let hook = self.symbols.of("__class_getitem__");
                if let Some(function) = self.class_attribute(object, hook) {
                    let function = self.unwrapped(&function);
                    if self.only_makes_a_class(&function, object) {
                        return Atom::Object(object).into();
                    }
                    return self.call(&function, &arguments.after(Atom::Object(object).into()), place);
                }
                if self.is_enumeration(object) {
                    self.asks_for_member(&arguments, "KeyError", place);
                }
                let by_metaclass = self.special(&Atom::Object(object).into(), "__getitem__", &arguments, place);
                by_metaclass.unwrap_or(Atom::Object(object).into())
            }
            Kind::Instance(_) => {
                let arguments = Arguments::of(vec![index.clone()]);
                let of: Value = Atom::Object(object).into();
                if let Some(found) = self.special(&of, "__getitem__", &arguments, place) {
                    return found;
                }
                match self.held_by_instance(object) {
                    Some(held) => {
                        let missing = self.special(&of, "__missing__", &arguments, place);
                        held.with(&missing.unwrap_or_default())
                    }
                    None => of,
                }
            }
            // A part of a foreign object is as foreign, and belongs to the same module.
            Kind::Result(_) | Kind::Foreign { .. } | Kind::Manager(_) | Kind::Generator { .. } => {
                Atom::Object(object).into()
            }
            Kind::Function { .. }
            | Kind::Method { .. }
            | Kind::Property { .. }
            | Kind::Static(_)
            | Kind::ClassMethod(_)
            | Kind::Partial { .. }
            | Kind::Super { .. } => Value::nothing(),
        }
    }

    /// What an object has under a name itself.
    pub fn field(&self, object: ObjectId, name: Symbol) -> Option<Value> {
        match self.kind(object) {
            Kind::Class { .. } => self.own_attribute(object, name),
            _ => self.objects[object as usize].attributes.get(&name).cloned(),
        }
    }

    /// The key under which a container keeps what stands at a literal index.
    pub fn key_of(&mut self, index: Atom) -> Option<Symbol> {
        match index {
            Atom::Text(text) => Some(text),
            Atom::Int(index) => Some(self.index_key(index)),
            _ => None,
        }
    }

    /// The literal key under which something stands in a dict and nowhere else.
    fn key_of_mapping(&self, object: ObjectId, index: Atom) -> Option<Symbol> {
        match (self.kind(object), index) {
            (Kind::Container(Container::Dict), Atom::Text(key)) => Some(key),
            _ => None,
        }
    }

    /// Puts an item into a dict that is being made.
    pub fn enter_item(&mut self, dict: ObjectId, key: &Value, value: &Value) {
        match key.single() {
            Some(Atom::Text(key)) => self.put(dict, key, value),
            _ => {
                self.hold(dict, value);
                self.hold_key(dict, key);
            }
        }
    }

    /// Callables that are keys may be called, too.
    fn hold_key(&mut self, dict: ObjectId, key: &Value) {
        let objects: Value = key.atoms().filter(|atom| matches!(atom, Atom::Object(_))).collect();
        self.hold(dict, &objects);
    }

    /// `value[index] = new`, or `del value[index]` where there is nothing new.
    pub fn set_item(&mut self, value: &Value, index: &Value, new: &Value, place: Place) {
        for atom in value.atoms() {
            match atom {
                Atom::Object(object) => self.set_item_of_object(object, index, new, place),
                Atom::External(name) => {
                    let name = &*self.symbols.shared(name);
                    if !self.registers_module(name, index, new, place) {
                        self.putting_in(Some(new.clone()), |machine| {
                            machine.writes_external(name, Some(index), place);
                        });
                    }
                }
                Atom::Unknown => {
                    let what = "changes an item of an object that cannot be determined".to_owned();
                    self.note_changed_unknown(place, what);
                }
                // They have no items that can be set.
                Atom::None
                | Atom::Bool(_)
                | Atom::Int(_)
                | Atom::Text(_)
                | Atom::Plain
                | Atom::Beginning(_)
                | Atom::Module(_) => {}
            }
        }
    }

    fn set_item_of_object(&mut self, object: ObjectId, index: &Value, new: &Value, place: Place) {
        match self.kind(object).clone() {
            Kind::Container(_) => {
                self.asks(index, place);
                self.told_apart.remove(&object);
                let is_made_there = self.is_made_there(object, new);
                self.enter_item(object, index, new);
                let field = index.single().and_then(|index| self.key_of_mapping(object, index));
                let changed = Changed {
                    object,
                    field,
                    is_made_there,
                };
                self.changed_by(changed, EffectKind::Registration, place, "sets an item".to_owned());
            }
            Kind::Namespace(module) => self.set_global(module, index, new, place),
            Kind::Fields(of) => {
                self.put_by_name(of, Some(index), new);
                self.changes(of, EffectKind::Mutation, place, "sets an attribute".to_owned());
            }
            Kind::Instance(_) | Kind::Class { .. } => {
                let arguments = Arguments::of(vec![index.clone(), new.clone()]);
                let method = if new.is_nothing() { "__delitem__" } else { "__setitem__" };
                if self
                    .special(&Atom::Object(object).into(), method, &arguments, place)
                    .is_none()
                {
                    self.hold(object, new);
                    self.changes(object, EffectKind::Registration, place, "sets an item".to_owned());
                }
            }
            Kind::Result(_) | Kind::Foreign { .. } | Kind::Manager(_) | Kind::Generator { .. } => {
                self.hold(object, new);
                self.changes(object, EffectKind::Registration, place, "sets an item".to_owned());
            }
            // They have no items.
            Kind::Function { .. }
            | Kind::Method { .. }
            | Kind::Property { .. }
            | Kind::Static(_)
            | Kind::ClassMethod(_)
            | Kind::Partial { .. }
            | Kind::Super { .. } => {}
        }
    }

    /// `globals()[name] = value`, or the same of another module.
    pub fn set_global(&mut self, module: ModuleId, name: &Value, new: &Value, place: Place) {
        let env = self.globals(module);
        self.weak += 1;
        for atom in name.atoms() {
            let changed = match atom {
                Atom::Text(name) => {
                    self.bind(env, name, new.clone());
                    name
                }
                _ => {
                    // Names that installed packages compute are assumed to replace nothing.
                    if self.is_own(module) {
                        self.escapes = true;
                        self.open_names.entry(module).or_default().join(new);
                    }
                    self.symbols.of("*")
                }
            };
            // What a `__getattr__` keeps was not there before.
            if place.module != module || !self.serves_names(module) {
                self.changes_name(module, changed, place);
            }
        }
        self.weak -= 1;
        if self.activity != Activity::Import(module) {
            let name = &self.program.modules[module].name;
            let (facet, what) = (Facet::Module(module), format!("sets a name of `{name}`"));
            self.note(EffectKind::Registration, Access::Write, facet, Grade::Seen, place, what);
        }
    }

    /// Whether a module's `__getattr__` is running.
    fn serves_names(&self, module: ModuleId) -> bool {
        self.running.iter().any(|&(running, body)| {
            let name = self.body(running, body).zip(self.code(running));
            running == module && name.is_some_and(|(body, code)| code.name(body.name) == "__getattr__")
        })
    }

    /// What somebody that was not seen put into a container of another module.
    pub fn unseen_part(&mut self, object: ObjectId) -> Value {
        if self.is_fresh(object) {
            return Value::nothing();
        }
        self.part_of(Atom::Object(object), UNSEEN)
    }

    /// A part of an object of foreign code, which belongs to whom that belongs.
    pub fn part_of(&mut self, of: Atom, name: &str) -> Value {
        let symbol = self.symbols.of(name);
        let is_shared = self.external_name(of).is_some_and(|name| self.is_shared(name));
        match of {
            Atom::Object(object) if !is_shared => {
                let key = (self.activity, object, symbol);
                if let Some(&made) = self.parts.get(&key)
                    && self.is_made_here(made)
                {
                    return Atom::Object(made).into();
                }
                let made = self.make(Kind::Result(symbol));
                self.objects[made as usize].owner = self.objects[object as usize].owner;
                self.parts.insert(key, made);
                Atom::Object(made).into()
            }
            _ => Atom::External(symbol).into(),
        }
    }

    /// A container made of another one, with the same parts. Who goes over a dict gets its keys, which may be objects.
    pub fn container_like(&mut self, container: Container, parts: &Value) -> Value {
        let made = self.container_of(container, parts);
        // What nobody saw somebody put there is no more than a part.
        let unseen = self.symbols.of(UNSEEN);
        let is_key = |atom: &Atom| match *atom {
            Atom::Object(object) => *self.kind(object) != Kind::Result(unseen),
            _ => false,
        };
        match container {
            Container::Dict => made.with(&parts.atoms().filter(is_key).collect()),
            _ => made,
        }
    }

    /// A new container that holds the parts of a value.
    pub fn container_of(&mut self, container: Container, value: &Value) -> Value {
        let made = self.make(Kind::Container(container));
        self.hold(made, value);
        Atom::Object(made).into()
    }
}

/// The texts that something may be, where it can be nothing else.
fn texts(value: &Value) -> Option<Vec<Symbol>> {
    let text = |atom| match atom {
        Atom::Text(text) => Some(text),
        _ => None,
    };
    let texts: Vec<Symbol> = value.atoms().map(text).collect::<Option<_>>()?;
    (!texts.is_empty()).then_some(texts)
}
