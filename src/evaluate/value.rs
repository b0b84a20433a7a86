//! What a name may be: a small set of atoms. An empty set is a value that nothing has produced yet; an unknown one may be
//! anything.
use std::rc::Rc;

use crate::graph::ModuleId;

/// An interned text; see [`super::symbols::Symbols`].
pub type Symbol = u32;
/// Index into the objects of a machine.
pub type ObjectId = u32;

/// One thing that a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text that is known.
    Text(Symbol),
    /// A number, text or the like: immutable, and nobody's.
    Plain,
    /// A text of which the beginning is known.
    Beginning(Symbol),
    /// A module.
    Module(ModuleId),
    /// An object that some execution made.
    Object(ObjectId),
    /// What code that is not read calls by this dotted name: `os.environ`, `len`.
    External(Symbol),
    /// Anything.
    Unknown,
}

impl Atom {
    /// The object, if it is one of code that is read.
    pub fn object(self) -> Option<ObjectId> {
        match self {
            Atom::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether it is a constant that is known as a whole.
    pub fn is_constant(self) -> bool {
        matches!(self, Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_))
    }
}

/// More than this is anything.
const MOST: usize = 64;

/// A set of atoms.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Value(Atoms);

/// Most values are one atom, which needs no place of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
enum Atoms {
    #[default]
    Nothing,
    One(Atom),
    /// Two or more, sorted.
    Many(Rc<Vec<Atom>>),
}

impl Value {
    /// Nothing yet.
    pub fn nothing() -> Self {
        Value(Atoms::Nothing)
    }

    /// Anything.
    pub fn unknown() -> Self {
        Atom::Unknown.into()
    }

    /// Something immutable.
    pub fn plain() -> Self {
        Atom::Plain.into()
    }

    fn as_slice(&self) -> &[Atom] {
        match &self.0 {
            Atoms::Nothing => &[],
            Atoms::One(atom) => std::slice::from_ref(atom),
            Atoms::Many(atoms) => atoms,
        }
    }

    /// The atoms.
    pub fn atoms(&self) -> impl Iterator<Item = Atom> + use<> {
        let value = self.clone();
        (0..value.as_slice().len()).map(move |at| value.as_slice()[at])
    }

    /// Whether it may be anything.
    pub fn is_unknown(&self) -> bool {
        self.as_slice().contains(&Atom::Unknown)
    }

    /// Whether nothing has produced it yet.
    pub fn is_nothing(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The atom, where there is exactly one.
    pub fn single(&self) -> Option<Atom> {
        match self.as_slice() {
            [atom] => Some(*atom),
            _ => None,
        }
    }

    /// Adds an atom; whether it is new.
    pub fn add(&mut self, atom: Atom) -> bool {
        match &mut self.0 {
            Atoms::Nothing => self.0 = Atoms::One(atom),
            Atoms::One(own) if *own == atom => return false,
            Atoms::One(own) => {
                let own = *own;
                self.0 = Atoms::Many(Rc::new(vec![own.min(atom), own.max(atom)]));
            }
            Atoms::Many(atoms) => match atoms.binary_search(&atom) {
                Ok(_) => return false,
                Err(_) if atoms.len() >= MOST && atom != Atom::Unknown => return self.add(Atom::Unknown),
                Err(at) => Rc::make_mut(atoms).insert(at, atom),
            },
        }
        true
    }

    /// Adds all of another value; whether any is new.
    pub fn join(&mut self, other: &Value) -> bool {
        match (&mut self.0, &other.0) {
            (_, Atoms::Nothing) => false,
            (_, &Atoms::One(atom)) => self.add(atom),
            (Atoms::Nothing, Atoms::Many(_)) => {
                *self = other.clone();
                true
            }
            (Atoms::Many(own), Atoms::Many(others)) if Rc::ptr_eq(own, others) => false,
            (Atoms::One(_) | Atoms::Many(_), Atoms::Many(others)) => self.join_many(others),
        }
    }

    /// The same where both are sorted: what is there already is seen in one go, and nothing is copied for it.
    fn join_many(&mut self, others: &[Atom]) -> bool {
        let own = self.as_slice();
        let mut rest = own;
        let is_known = |atom: &Atom| {
            let at = rest.partition_point(|one| one < atom);
            rest = &rest[at..];
            rest.first() == Some(atom)
        };
        if others.iter().all(is_known) {
            return false;
        }
        let mut new = others.iter().filter(|atom| own.binary_search(atom).is_err());
        let room = MOST.saturating_sub(own.len());
        let mut all = own.to_vec();
        all.extend(new.by_ref().take(room));
        // One more is anything, which has always room.
        if new.next().is_some() {
            all.push(Atom::Unknown);
        }
        all.sort_unstable();
        all.dedup();
        let is_grown = all.len() > own.len();
        if is_grown {
            self.0 = Atoms::Many(Rc::new(all));
        }
        is_grown
    }

    /// The same with all of another.
    #[must_use]
    pub fn with(self, other: &Value) -> Value {
        if self.is_nothing() {
            return other.clone();
        }
        let mut joined = self;
        joined.join(other);
        joined
    }
}

impl From<Atom> for Value {
    fn from(atom: Atom) -> Self {
        Value(Atoms::One(atom))
    }
}

impl FromIterator<Atom> for Value {
    fn from_iter<I: IntoIterator<Item = Atom>>(atoms: I) -> Self {
        let mut value = Value::nothing();
        for atom in atoms {
            value.add(atom);
        }
        value
    }
}

/// A name that a test says something of.
#[derive(Debug)]
pub(super) struct Narrow {
    /// The name.
    pub name: Symbol,
    /// What it was before.
    pub before: Value,
    /// What was left of that.
    pub left: Value,
}

/// What a test says, in the order in which it was found out.
pub(super) type Narrowed = Vec<Narrow>;
