//! What a name may be: a small set of atoms. An empty set is a value that nothing has produced yet; an unknown one may be
//! anything.
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

/// More than this is anything.
const MOST: usize = 64;

/// A set of atoms, sorted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Value(Vec<Atom>);

impl Value {
    /// Nothing yet.
    pub fn nothing() -> Self {
        Value(Vec::new())
    }

    /// Anything.
    pub fn unknown() -> Self {
        Atom::Unknown.into()
    }

    /// Something immutable.
    pub fn plain() -> Self {
        Atom::Plain.into()
    }

    /// The atoms.
    pub fn atoms(&self) -> impl Iterator<Item = Atom> + use<> {
        self.0.clone().into_iter()
    }

    /// Whether it may be anything.
    pub fn is_unknown(&self) -> bool {
        self.0.contains(&Atom::Unknown)
    }

    /// Whether nothing has produced it yet.
    pub fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// The atom, where there is exactly one.
    pub fn single(&self) -> Option<Atom> {
        match self.0.as_slice() {
            [atom] => Some(*atom),
            _ => None,
        }
    }

    /// Adds an atom; whether it is new.
    pub fn add(&mut self, atom: Atom) -> bool {
        match self.0.binary_search(&atom) {
            Ok(_) => false,
            Err(_) if self.0.len() >= MOST && atom != Atom::Unknown => self.add(Atom::Unknown),
            Err(at) => {
                self.0.insert(at, atom);
                true
            }
        }
    }

    /// Adds all of another value; whether any is new.
    pub fn join(&mut self, other: &Value) -> bool {
        other.0.iter().fold(false, |grown, &atom| self.add(atom) | grown)
    }

    /// The same with all of another.
    #[must_use]
    pub fn with(mut self, other: &Value) -> Value {
        self.join(other);
        self
    }
}

impl From<Atom> for Value {
    fn from(atom: Atom) -> Self {
        Value(vec![atom])
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
