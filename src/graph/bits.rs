//! Fixed-size sets of small numbers.

/// A set of numbers below a bound that is fixed when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// The empty set of numbers below `bound`.
    pub fn new(bound: usize) -> Self {
        Bits(vec![0; bound.div_ceil(64)])
    }

    /// Adds a number; whether it is new.
    pub fn insert(&mut self, number: usize) -> bool {
        let (word, bit) = (number / 64, 1u64 << (number % 64));
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: usize) {
        self.0[number / 64] &= !(1u64 << (number % 64));
    }

    /// Whether it holds a number.
    pub fn contains(&self, number: usize) -> bool {
        self.0[number / 64] & (1u64 << (number % 64)) != 0
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: &Bits) {
        self.0
            .iter_mut()
            .zip(&other.0)
            .for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// The numbers of this set that the other lacks.
    pub fn without(&self, other: &Bits) -> Bits {
        Bits(
            self.0
                .iter()
                .zip(&other.0)
                .map(|(mine, theirs)| mine & !theirs)
                .collect(),
        )
    }

    /// The numbers that both hold.
    pub fn common(&self, other: &Bits) -> Bits {
        Bits(
            self.0
                .iter()
                .zip(&other.0)
                .map(|(mine, theirs)| mine & theirs)
                .collect(),
        )
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    /// How many it holds.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Its numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |&rest| {
                Some(rest & (rest - 1)).filter(|&rest| rest != 0)
            })
            .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}
