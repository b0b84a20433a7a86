//! Fixed-size sets of small numbers.
use fixedbitset::FixedBitSet;

/// A set of numbers below a bound that is fixed when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(FixedBitSet);

impl Bits {
    /// The empty set of numbers below `bound`.
    pub fn new(bound: usize) -> Self {
        Bits(FixedBitSet::with_capacity(bound))
    }

    /// Adds a number; whether it is new.
    pub fn insert(&mut self, number: usize) -> bool {
        !self.0.put(number)
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: usize) {
        self.0.remove(number);
    }

    /// Whether it holds a number.
    pub fn contains(&self, number: usize) -> bool {
        self.0.contains(number)
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: &Bits) {
        self.0.union_with(&other.0);
    }

    /// The numbers of this set that the other lacks.
    pub fn without(&self, other: &Bits) -> Bits {
        let mut rest = self.clone();
        rest.0.difference_with(&other.0);
        rest
    }

    /// The numbers that both hold.
    pub fn common(&self, other: &Bits) -> Bits {
        let mut both = self.clone();
        both.0.intersect_with(&other.0);
        both
    }

    /// Whether both hold some number.
    pub fn meets(&self, other: &Bits) -> bool {
        !self.0.is_disjoint(&other.0)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }

    /// How many it holds.
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Its numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.ones()
    }
}
