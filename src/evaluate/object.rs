//! Objects that an execution makes, each with who made it.
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::value::{ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::semantics::code::BodyId;
use crate::syntax::Span;

/// Index into the environments of a machine.
pub type EnvId = u32;

/// An object.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// Whose execution made it: others notice when somebody else changes it.
    pub owner: Owner,
    /// Its own attributes, and the values of a dict under literal keys.
    pub attributes: FxHashMap<Symbol, Value>,
    /// What a container holds, without what is known by its key.
    pub elements: Value,
}

impl Object {
    /// Stands for one that nobody can reach.
    pub fn gone() -> Self {
        Object {
            kind: Kind::Container(Container::List),
            owner: Owner::Call,
            attributes: FxHashMap::default(),
            elements: Value::unknown(),
        }
    }

    /// What a dict holds under keys that are not known, which may be any.
    pub fn elements_beside_known(&self) -> Value {
        match self.kind {
            Kind::Container(Container::Dict) => self.elements.clone(),
            _ => Value::nothing(),
        }
    }
}

/// Whose execution made an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// That of a module, when it is imported.
    Module(ModuleId),
    /// That of a function which nothing calls at import: nobody else has it.
    Call,
}

/// A kind of object.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A function with what it closes over.
    Function {
        /// The module of its code.
        module: ModuleId,
        /// Its body there.
        body: BodyId,
        /// The names around it.
        env: EnvId,
        /// Its defaults, by parameter.
        defaults: Rc<[(Symbol, Value)]>,
        /// The class in whose body it stands.
        class: Option<EnvId>,
    },
    /// A class.
    Class {
        /// Its name.
        name: Symbol,
        /// Its bases.
        bases: Rc<[Value]>,
        /// Its metaclass, where it has one of its own.
        metaclass: Value,
        /// The names of its body.
        env: EnvId,
    },
    /// An instance of a class.
    Instance(ObjectId),
    /// A list, tuple or set, or a dict.
    Container(Container),
    /// A function bound to what it is called on.
    Method {
        /// The first argument.
        receiver: Value,
        /// The function.
        function: Value,
    },
    /// A method of something whose code is not read.
    Foreign {
        /// What it is called on.
        receiver: Value,
        /// Its name.
        name: Symbol,
    },
    /// `property(get, set, delete)`
    Property {
        /// The getter.
        get: Value,
        /// The setter.
        set: Value,
        /// The deleter.
        delete: Value,
    },
    /// `staticmethod(function)`
    Static(Value),
    /// `classmethod(function)`
    ClassMethod(Value),
    /// `partial(function, *positional, **keywords)`
    Partial {
        /// The function.
        function: Value,
        /// Its first arguments.
        positional: Rc<[Value]>,
        /// Its keywords.
        keywords: Rc<[(Symbol, Value)]>,
    },
    /// What calling a generator function makes.
    Generator {
        /// The function.
        function: ObjectId,
        /// Its names.
        env: EnvId,
    },
    /// `contextmanager(function)`, or what calling that makes: a `with` runs what it holds.
    Manager(Value),
    /// `super()`
    Super {
        /// The class whose bases are asked.
        class: ObjectId,
        /// What methods are bound to.
        receiver: Value,
    },
    /// What a call of code that is not read handed out: the name of what was called.
    Result(Symbol),
    /// The namespace of a module: `globals()`, `vars(module)`.
    Namespace(ModuleId),
    /// The namespace of an object: `vars(object)`, `object.__dict__`.
    Fields(ObjectId),
}

/// A kind of container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Container {
    /// A list, set, deque or the like.
    List,
    /// A tuple or frozenset.
    Tuple,
    /// A dict.
    Dict,
    /// An iterator: who goes over it takes its elements out.
    Iterator,
}

/// Names and what they are bound to: of a module, a class body, or one call of a function.
#[derive(Debug, Clone)]
pub struct Env {
    /// The module of its code.
    pub module: ModuleId,
    /// The body.
    pub body: BodyId,
    /// The names around it.
    pub parent: Option<EnvId>,
    /// What ran when it was made.
    pub owner: Owner,
    /// What is bound.
    pub names: FxHashMap<Symbol, Value>,
    /// The class that the function running here was found in, and what it is called on: for `super()`.
    pub receiver: Option<(ObjectId, Value)>,
    /// What has been returned.
    pub returned: Value,
    /// What has been yielded.
    pub yielded: Value,
    /// What asks for names that are not bound gets: nothing yet, or, where who called it is not seen, anything.
    pub is_open: bool,
}

impl Env {
    /// Stands for one that nobody can reach.
    pub fn gone() -> Self {
        Env {
            module: 0,
            body: 0,
            parent: None,
            owner: Owner::Call,
            names: FxHashMap::default(),
            receiver: None,
            returned: Value::nothing(),
            yielded: Value::nothing(),
            is_open: true,
        }
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The module.
    pub module: ModuleId,
    /// Where in it.
    pub span: Span,
}

/// The arguments of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Arguments {
    /// By place.
    pub positional: Vec<Value>,
    /// By name.
    pub keywords: Vec<(Symbol, Value)>,
    /// What further arguments may be, by place or by name; none where there are no others.
    pub rest: Option<Value>,
}

impl Arguments {
    /// Arguments by place.
    pub fn of(positional: Vec<Value>) -> Self {
        Arguments {
            positional,
            ..Arguments::default()
        }
    }

    /// The same with one more in front.
    pub fn after(&self, first: Value) -> Self {
        let mut arguments = self.clone();
        arguments.positional.insert(0, first);
        arguments
    }

    /// The argument at a place or of a name.
    pub fn get(&self, place: usize, keyword: Option<Symbol>) -> Option<&Value> {
        let named = |symbol: Symbol| self.keywords.iter().find(|(name, _)| *name == symbol);
        self.positional
            .get(place)
            .or_else(|| keyword.and_then(named).map(|(_, value)| value))
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Value> {
        let keywords = self.keywords.iter().map(|(_, value)| value);
        self.positional.iter().chain(keywords).chain(&self.rest)
    }
}

/// One class among the bases of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Base {
    /// A class whose code is read.
    Class(ObjectId),
    /// A class by its name.
    External(Symbol),
    /// Anything.
    Unknown,
}
