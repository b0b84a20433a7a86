//! What can be told of values without running anything: whether they are called, and of which class they are.
use super::machine::Machine;
use super::object::{Base, Container, Kind};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::rules::Group;

/// What the platform is called by the names that a program asks, where that is a constant of it.
fn constant_of_platform(name: &str) -> Option<&'static str> {
    match name {
        "sys.platform" => Some(match std::env::consts::OS {
            "macos" => "darwin",
            "windows" => "win32",
            other => other,
        }),
        "platform.python_implementation()" => Some("CPython"),
        "sys.implementation.name" => Some("cpython"),
        "os.name" => Some(if cfg!(windows) { "nt" } else { "posix" }),
        "platform.system()" => Some(match std::env::consts::OS {
            "linux" => "Linux",
            "macos" => "Darwin",
            "windows" => "Windows",
            _ => return None,
        }),
        _ => None,
    }
}

impl Machine<'_> {
    /// Whether what a module offers is known by its names, although its code is there: it does what other code does, on all versions
    /// of Python, in ways that are not to be followed.
    pub fn stands_for_others(&self, module: ModuleId) -> bool {
        self.rules.knows(Group::Backport, &self.program.modules[module].name)
    }

    /// What a name of code that is not read stands for: what it is called by, or a constant of the platform.
    pub fn external(&mut self, name: Symbol) -> Value {
        match constant_of_platform(self.symbols.text(name)) {
            Some(text) => Atom::Text(self.symbols.of(text)).into(),
            None => Atom::External(name).into(),
        }
    }

    /// What a call of a function hands out that tells a constant of the platform; none for all others.
    pub fn constant_of_call(&mut self, function: &str) -> Option<Value> {
        let text = constant_of_platform(&format!("{function}()"))?;
        Some(Atom::Text(self.symbols.of(text)).into())
    }

    /// Whether an atom is what only other platforms or interpreters have; not told otherwise.
    pub fn is_of_others(&self, atom: Atom) -> Option<bool> {
        let Atom::External(name) = atom else { return None };
        let is_theirs = self.rules.knows(Group::OtherPlatform, self.symbols.text(name));
        is_theirs.then_some(true)
    }

    /// Whether something is so of all atoms, or of none; not told otherwise.
    pub fn are_all(&self, value: &Value, is: impl Fn(&Self, Atom) -> Option<bool>) -> Option<bool> {
        let mut told = value.atoms().map(|atom| is(self, atom));
        let first = told.next()??;
        told.all(|one| one == Some(first)).then_some(first)
    }

    /// `bool(atom)`
    pub fn is_true(&self, atom: Atom) -> Option<bool> {
        match atom {
            Atom::None => Some(false),
            Atom::Bool(value) => Some(value),
            Atom::Int(value) => Some(value != 0),
            Atom::Text(text) => Some(!self.symbols.text(text).is_empty()),
            Atom::Module(_) => Some(true),
            Atom::External(name) => match self.symbols.text(name) {
                "typing.TYPE_CHECKING" | "typing_extensions.TYPE_CHECKING" => Some(false),
                "__debug__" => Some(true),
                _ => None,
            },
            Atom::Object(object) => match self.kind(object) {
                Kind::Function { .. } => Some(true),
                Kind::Class { .. } if self.metaclass(object).is_none() => Some(true),
                Kind::Container(_) if self.is_empty_rest(object) => Some(false),
                _ => None,
            },
            Atom::Plain | Atom::Beginning(_) | Atom::Unknown => None,
        }
    }

    /// Whether a call of the code that is being executed made this for further arguments, was handed none, and has entered
    /// nothing since.
    pub fn is_empty_rest(&self, object: ObjectId) -> bool {
        let rest = &self.objects[object as usize];
        let is_own = self.rests.last().is_some_and(|own| own.contains(&object));
        is_own && rest.attributes.is_empty() && rest.elements.is_nothing()
    }

    /// `atom is None`
    pub fn is_none(&self, atom: Atom) -> Option<bool> {
        match atom {
            Atom::None => Some(true),
            Atom::Bool(_) | Atom::Int(_) | Atom::Text(_) | Atom::Beginning(_) | Atom::Module(_) => Some(false),
            Atom::Object(object) => match self.kind(object) {
                // What code that is not read hands out may be nothing.
                Kind::Result(_) | Kind::Foreign { .. } => None,
                Kind::Function { .. }
                | Kind::Class { .. }
                | Kind::Instance(_)
                | Kind::Container(_)
                | Kind::Method { .. }
                | Kind::Partial { .. }
                | Kind::Property { .. }
                | Kind::Static(_)
                | Kind::ClassMethod(_)
                | Kind::Generator { .. }
                | Kind::Manager(_)
                | Kind::Super { .. }
                | Kind::Namespace(_)
                | Kind::Fields(_) => Some(false),
            },
            Atom::Plain | Atom::External(_) | Atom::Unknown => None,
        }
    }

    /// `callable(atom)`
    pub fn is_called(&self, atom: Atom) -> Option<bool> {
        match atom {
            Atom::None
            | Atom::Bool(_)
            | Atom::Int(_)
            | Atom::Text(_)
            | Atom::Plain
            | Atom::Beginning(_)
            | Atom::Module(_) => Some(false),
            Atom::Object(object) => match self.kind(object) {
                Kind::Function { .. }
                | Kind::Class { .. }
                | Kind::Method { .. }
                | Kind::Foreign { .. }
                | Kind::Partial { .. } => Some(true),
                Kind::Container(_) | Kind::Generator { .. } | Kind::Namespace(_) | Kind::Fields(_) => Some(false),
                Kind::Instance(_)
                | Kind::Property { .. }
                | Kind::Static(_)
                | Kind::ClassMethod(_)
                | Kind::Manager(_)
                | Kind::Super { .. }
                | Kind::Result(_) => None,
            },
            Atom::External(_) | Atom::Unknown => None,
        }
    }

    /// `isinstance(atom, classes)`
    pub fn is_instance(&self, atom: Atom, classes: &Value) -> Option<bool> {
        let mut is_unknown = false;
        for class in classes.atoms() {
            let is = match class {
                Atom::Object(object) => match self.kind(object) {
                    Kind::Class { .. } => self.is_instance_of(atom, object),
                    Kind::Container(Container::Tuple) => {
                        let held = &self.objects[object as usize].elements;
                        let is_nested = held.atoms().any(|one| one == class);
                        if is_nested { None } else { self.is_instance(atom, held) }
                    }
                    _ => None,
                },
                Atom::External(name) if self.is_no_stream(atom, name) => Some(false),
                Atom::External(name) => self.is_instance_of_named(atom, self.symbols.text(name)),
                _ => None,
            };
            match is {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_unknown = true,
            }
        }
        (!is_unknown).then_some(false)
    }

    /// `isinstance(atom, type)`
    pub fn is_class(&self, atom: Atom) -> Option<bool> {
        match atom {
            Atom::Plain | Atom::Beginning(_) => Some(false),
            Atom::Object(object) => match self.kind(object) {
                // An instance of a metaclass is a class.
                Kind::Instance(of) => {
                    let order = self.mro(*of);
                    let is_read = order.iter().all(|base| matches!(base, Base::Class(_)));
                    is_read.then_some(false)
                }
                _ => self.is_instance_of_named(atom, "type"),
            },
            _ => self.is_instance_of_named(atom, "type"),
        }
    }

    /// `issubclass(atom, classes)`
    pub fn is_subclass(&self, atom: Atom, classes: &Value) -> Option<bool> {
        let Atom::Object(class) = atom else { return None };
        let (Kind::Class { .. }, Some(Atom::Object(of))) = (self.kind(class), classes.single()) else {
            return None;
        };
        // A metaclass may say anything.
        if !matches!(self.kind(of), Kind::Class { .. }) || self.metaclass(of).is_some() {
            return None;
        }
        let order = self.mro(class);
        match order.contains(&Base::Class(of)) {
            true => Some(true),
            false => (!order.contains(&Base::Unknown)).then_some(false),
        }
    }

    fn is_instance_of(&self, atom: Atom, class: ObjectId) -> Option<bool> {
        // A metaclass may say anything.
        if self.metaclass(class).is_some() {
            return None;
        }
        match atom {
            Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_) | Atom::Module(_) => Some(false),
            Atom::Object(object) => match self.kind(object) {
                Kind::Instance(of) => {
                    let order = self.mro(*of);
                    if order.contains(&Base::Class(class)) {
                        Some(true)
                    } else if order.contains(&Base::Unknown) {
                        None
                    } else {
                        Some(false)
                    }
                }
                Kind::Function { .. }
                | Kind::Class { .. }
                | Kind::Container(_)
                | Kind::Method { .. }
                | Kind::Property { .. }
                | Kind::Static(_)
                | Kind::ClassMethod(_)
                | Kind::Partial { .. }
                | Kind::Generator { .. }
                | Kind::Namespace(_)
                | Kind::Fields(_) => Some(false),
                Kind::Foreign { .. } | Kind::Manager(_) | Kind::Super { .. } | Kind::Result(_) => None,
            },
            Atom::Plain | Atom::Beginning(_) | Atom::External(_) | Atom::Unknown => None,
        }
    }

    /// Whether it is a stream of the process, and the class one that no stream has: be it replaced, it is still written to.
    fn is_no_stream(&self, atom: Atom, class: Symbol) -> bool {
        let knows = |group, name| self.rules.knows(group, self.symbols.text(name));
        matches!(atom, Atom::External(name) if knows(Group::Stream, name)) && knows(Group::NoStream, class)
    }

    fn is_instance_of_named(&self, atom: Atom, class: &str) -> Option<bool> {
        match (atom, class) {
            (Atom::Text(_) | Atom::Beginning(_), "str") => Some(true),
            (Atom::Bool(_), "bool" | "int") | (Atom::Int(_), "int") => Some(true),
            (
                Atom::None | Atom::Text(_) | Atom::Beginning(_) | Atom::Module(_),
                "str" | "int" | "bool" | "float" | "bytes" | "list" | "dict" | "tuple" | "type",
            ) => Some(false),
            (
                Atom::Object(object),
                "str" | "int" | "bool" | "float" | "bytes" | "list" | "dict" | "tuple" | "set" | "type",
            ) => match (self.kind(object), class) {
                (Kind::Class { .. }, "type") => Some(true),
                (Kind::Container(Container::Dict), "dict") | (Kind::Container(Container::Tuple), "tuple") => Some(true),
                (
                    Kind::Function { .. }
                    | Kind::Method { .. }
                    | Kind::Class { .. }
                    | Kind::Property { .. }
                    | Kind::Static(_)
                    | Kind::ClassMethod(_)
                    | Kind::Partial { .. }
                    | Kind::Generator { .. },
                    _,
                ) => Some(false),
                (Kind::Container(Container::Dict), _) => Some(false),
                // A list stands for a set, too.
                (Kind::Container(Container::List), "list" | "set") => None,
                (Kind::Container(Container::List | Container::Tuple), _) => Some(false),
                // What it is the iterator of is not told; it is not a list.
                (Kind::Container(Container::Iterator), "dict" | "list" | "set" | "tuple" | "str") => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}
