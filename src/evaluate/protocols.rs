//! What code that is not read asks of the objects that it gets hold of: their special methods, which it may call.
use super::machine::Machine;
use super::object::{Arguments, Base, Kind, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::rules::{Group, Rules};

/// Containers in containers are looked into this far.
const DEEPEST_CONTAINERS: usize = 4;
/// More objects than this in one value are not looked at.
const MOST_REACHED: usize = 64;

/// Special methods that only making or changing an object calls, or what is judged where it is called.
/// Not in `rules/`: Python's data model has no others.
const OF_MAKING: [&str; 17] = [
    "__init__",
    "__new__",
    "__init_subclass__",
    "__class_getitem__",
    "__set_name__",
    "__setattr__",
    "__delattr__",
    "__getattr__",
    "__getattribute__",
    "__post_init__",
    "__call__",
    "__enter__",
    "__exit__",
    "__get__",
    "__set__",
    "__delete__",
    "__prepare__",
];

/// Whether any code that gets an object may call this method of it.
fn is_asked(method: &str) -> bool {
    method == "keys" || method.starts_with("__") && method.ends_with("__") && !OF_MAKING.contains(&method)
}

/// Whether a builtin may call special methods of what it is handed, beside those that it is followed in.
pub(super) fn asks_what_it_is_handed(rules: &Rules, name: &str) -> bool {
    let name = name.strip_prefix("builtins.").unwrap_or(name);
    // Names that are our own: what others return, and what such a function makes.
    let is_own = matches!(
        name,
        "dormant.identity" | "operator.attrgetter()" | "operator.itemgetter()" | "operator.methodcaller()"
    );
    !is_own
        && !rules.knows(Group::AsksNothing, name)
        && !name.starts_with("functools.")
        && !name.starts_with("abc.")
        && !name.starts_with("typing.")
}

impl Machine<'_> {
    /// What can be found in a value: itself, and what its containers hold.
    pub fn reach(&self, value: &Value) -> Vec<Atom> {
        let mut found: Vec<Atom> = Vec::new();
        let mut level: Vec<Atom> = value.atoms().collect();
        for _ in 0..DEEPEST_CONTAINERS {
            let mut next = Vec::new();
            for atom in level {
                if found.len() >= MOST_REACHED {
                    return found;
                }
                // So few are gone through faster than any table is made.
                if found.contains(&atom) {
                    continue;
                }
                found.push(atom);
                if let Atom::Object(object) = atom
                    && matches!(self.kind(object), Kind::Container(_))
                {
                    let object = &self.objects[object as usize];
                    let mut keys: Vec<&Symbol> = object.attributes.keys().collect();
                    keys.sort_unstable();
                    next.extend(object.elements.atoms());
                    next.extend(keys.into_iter().flat_map(|key| object.attributes[key].atoms()));
                }
            }
            level = next;
        }
        found
    }

    /// Code that is not read gets hold of what it is handed: it may call its special methods.
    pub fn asks_all(&mut self, arguments: &Arguments, place: Place) {
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in handed {
            self.looks_through(&value, place);
            self.asks(&value, place);
        }
    }

    /// The same of one value.
    pub fn asks(&mut self, value: &Value, place: Place) {
        if !value.atoms().any(|atom| matches!(atom, Atom::Object(_))) {
            return;
        }
        for atom in self.reach(value) {
            if let Atom::Object(object) = atom
                && let Kind::Instance(class) = *self.kind(object)
                && self.is_own_code(class)
                && self.asked.insert((self.activity, object))
            {
                self.asks_instance(object, class, place);
            }
        }
    }

    /// Whether a class stands in the project. What those of installed packages do when they are asked is not in plain sight.
    fn is_own_code(&self, class: ObjectId) -> bool {
        match *self.kind(class) {
            Kind::Class { env, .. } => self.is_own(self.envs[env as usize].module),
            _ => false,
        }
    }

    /// Whether what is taken of an object or made of it is up to the project: to a class of its own, or to who fills a container.
    pub(super) fn is_up_to_project(&self, object: ObjectId) -> bool {
        match *self.kind(object) {
            Kind::Class { .. } => self.is_own_code(object),
            Kind::Instance(class) => self.is_own_code(class),
            Kind::Container(_) | Kind::Namespace(_) | Kind::Fields(_) => true,
            _ => false,
        }
    }

    fn asks_instance(&mut self, object: ObjectId, class: ObjectId, place: Place) {
        self.calls_defined(object, class, is_asked, &Value::plain(), place);
    }

    /// Code that is not read may call those methods of an object that its class, or a class above it whose code is read, defines
    /// under such names; `handed` is all that it hands over.
    pub(super) fn calls_defined(
        &mut self,
        object: ObjectId,
        class: ObjectId,
        is_one: impl Fn(&str) -> bool,
        handed: &Value,
        place: Place,
    ) {
        let mut methods: Vec<Symbol> = Vec::new();
        for &base in self.mro(class).iter() {
            let Base::Class(base) = base else { continue };
            let Kind::Class { env, .. } = *self.kind(base) else {
                continue;
            };
            let names = self.envs[env as usize].names.keys();
            methods.extend(names.filter(|name| is_one(self.symbols.text(**name))));
        }
        methods.sort_unstable();
        methods.dedup();
        let arguments = Arguments {
            rest: Some(handed.clone()),
            ..Arguments::default()
        };
        for method in methods {
            let Some(function) = self.class_attribute(class, method) else {
                continue;
            };
            self.weak += 1;
            let bound = self.bound(&function, Atom::Object(object).into(), class, place);
            let made = self.call(&bound, &arguments, place);
            // What iterates goes through what it got.
            if self.symbols.text(method) == "__iter__" && made != Value::from(Atom::Object(object)) {
                self.iterate(&made, place);
            }
            self.weak -= 1;
        }
    }

    /// Patterns read attributes: properties may run.
    pub fn reads_properties(&mut self, value: &Value, place: Place) {
        for atom in value.atoms() {
            let Atom::Object(object) = atom else { continue };
            let Kind::Instance(class) = *self.kind(object) else {
                continue;
            };
            let fields = self.members(&Atom::Object(class).into());
            self.weak += 1;
            for member in fields.atoms() {
                if let Atom::Object(held) = member
                    && matches!(self.kind(held), Kind::Property { .. })
                {
                    self.bound(&member.into(), atom.into(), class, place);
                }
            }
            self.weak -= 1;
        }
    }

    /// Calls something that code which is not read was handed, with what else that may hand over.
    pub fn calls_back(&mut self, callable: Atom, others: &[&Value], place: Place) {
        let Atom::Object(object) = callable else { return };
        let call = self.symbols.of("__call__");
        let is_callable = match *self.kind(object) {
            Kind::Instance(class) => self.class_attribute(class, call).is_some(),
            // `TABLE.add` of a container or of something foreign.
            Kind::Foreign { .. } => true,
            _ => self.is_callable(object),
        };
        if !is_callable {
            return;
        }
        let mut rest = Value::plain();
        let reached = others.iter().flat_map(|other| self.reach(other));
        for atom in reached.filter(|&atom| atom != Atom::Unknown) {
            // Too many to tell apart are not anything: they are what was handed.
            if rest.atoms().count() >= 11 {
                break;
            }
            rest.add(atom);
        }
        let arguments = Arguments {
            rest: Some(rest),
            ..Arguments::default()
        };
        self.weak += 1;
        self.call(&callable.into(), &arguments, place);
        self.weak -= 1;
    }
}
