//! Sets of small numbers, in blocks that sets share for as long as they say the same: what importing one module loads is mostly
//! what importing another one loads, and of a large program little. The sets of `fixedbitset`, which were here before, take a bit for
//! each pair of modules.
use std::sync::Arc;

/// Words in a block.
const WORDS: usize = 8;

/// Numbers in a block.
const BLOCK: usize = WORDS * u64::BITS as usize;

type Block = [u64; WORDS];

/// A set of numbers below a bound that is fixed when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits {
    /// By number; none for those that hold nothing.
    blocks: Box<[Option<Arc<Block>>]>,
}

impl Bits {
    /// The empty set of numbers below `bound`.
    pub fn new(bound: usize) -> Self {
        Bits {
            blocks: vec![None; bound.div_ceil(BLOCK)].into(),
        }
    }

    /// Adds a number; whether it is new.
    pub fn insert(&mut self, number: usize) -> bool {
        // Most of what is added while a graph is followed is there already; a block is made one's own only for what is not.
        if self.contains(number) {
            return false;
        }
        let (at, word, bit) = place(number);
        Arc::make_mut(self.blocks[at].get_or_insert_default())[word] |= bit;
        true
    }

    /// Takes a number out.
    pub fn remove(&mut self, number: usize) {
        let (at, word, bit) = place(number);
        if let Some(block) = self.blocks.get_mut(at).and_then(Option::as_mut) {
            Arc::make_mut(block)[word] &= !bit;
            if **block == [0; WORDS] {
                self.blocks[at] = None;
            }
        }
    }

    /// Whether it holds a number.
    pub fn contains(&self, number: usize) -> bool {
        let (at, word, bit) = place(number);
        let block = self.blocks.get(at).and_then(Option::as_ref);
        block.is_some_and(|block| block[word] & bit != 0)
    }

    /// Adds all of another set.
    pub fn extend(&mut self, other: &Bits) {
        for (own, other) in self.blocks.iter_mut().zip(&other.blocks) {
            match (&mut *own, other) {
                (_, None) => {}
                (None, Some(_)) => own.clone_from(other),
                (Some(known), Some(new)) => {
                    if !Arc::ptr_eq(known, new) && known.iter().zip(&**new).any(|(known, new)| new & !known != 0) {
                        let known = Arc::make_mut(known);
                        known.iter_mut().zip(&**new).for_each(|(known, new)| *known |= new);
                    }
                }
            }
        }
    }

    /// The numbers of this set that the other lacks.
    pub fn without(&self, other: &Bits) -> Bits {
        self.merged(other, true, |own, other| own & !other)
    }

    /// The numbers that both hold.
    pub fn common(&self, other: &Bits) -> Bits {
        self.merged(other, false, |own, other| own & other)
    }

    /// What comes of each block and that of the other set; `alone` says whether a block stays where the other set has none.
    fn merged(&self, other: &Bits, alone: bool, of: impl Fn(u64, u64) -> u64) -> Bits {
        let none = None;
        let others = other.blocks.iter().chain(std::iter::repeat(&none));
        let blocks = self.blocks.iter().zip(others).map(|blocks| match blocks {
            (None, _) => None,
            (own, None) => own.clone().filter(|_| alone),
            (Some(own), Some(other)) => {
                let merged: Block = std::array::from_fn(|word| of(own[word], other[word]));
                match merged {
                    [0, 0, 0, 0, 0, 0, 0, 0] => None,
                    _ if merged == **own => Some(Arc::clone(own)),
                    _ => Some(Arc::new(merged)),
                }
            }
        });
        Bits {
            blocks: blocks.collect(),
        }
    }

    /// Whether both hold some number.
    pub fn meets(&self, other: &Bits) -> bool {
        let both = self.blocks.iter().zip(&other.blocks);
        let mut both = both.filter_map(|(own, other)| Some((own.as_ref()?, other.as_ref()?)));
        both.any(|(own, other)| own.iter().zip(&**other).any(|(own, other)| own & other != 0))
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(Option::is_none)
    }

    /// How many it holds.
    pub fn len(&self) -> usize {
        let words = self.blocks.iter().flatten().flat_map(|block| block.iter());
        words.map(|word| word.count_ones() as usize).sum()
    }

    /// Its numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let blocks = self.blocks.iter().enumerate();
        let blocks = blocks.filter_map(|(at, block)| Some((at * BLOCK, block.as_ref()?)));
        let words = blocks.flat_map(|(start, block)| {
            let words = block.iter().enumerate();
            words.map(move |(at, &word)| (start + at * u64::BITS as usize, word))
        });
        words.flat_map(|(start, word)| {
            let rest = |&rest: &u64| Some(rest & rest.wrapping_sub(1)).filter(|&rest| rest != 0);
            let first = Some(word).filter(|&word| word != 0);
            std::iter::successors(first, rest).map(move |rest| start + rest.trailing_zeros() as usize)
        })
    }
}

/// The block of a number, the word in it, and the bit.
fn place(number: usize) -> (usize, usize, u64) {
    let bits = u64::BITS as usize;
    (number / BLOCK, number % BLOCK / bits, 1 << (number % bits))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const BOUND: usize = 3 * BLOCK + 7;

    fn bits(numbers: &BTreeSet<usize>) -> Bits {
        let mut bits = Bits::new(BOUND);
        for &number in numbers {
            bits.insert(number);
        }
        bits
    }

    fn numbers() -> impl Strategy<Value = BTreeSet<usize>> {
        proptest::collection::btree_set(0..BOUND, 0..40)
    }

    proptest! {
        #[test]
        fn it_is_a_set(left in numbers(), right in numbers()) {
            let (own, other) = (bits(&left), bits(&right));
            prop_assert!(own.iter().eq(left.iter().copied()));
            prop_assert_eq!((own.len(), own.is_empty()), (left.len(), left.is_empty()));
            prop_assert_eq!(own.meets(&other), !left.is_disjoint(&right));
            prop_assert_eq!(own.common(&other), bits(&(&left & &right)));
            prop_assert_eq!(own.without(&other), bits(&(&left - &right)));
            let mut both = own.clone();
            both.extend(&other);
            prop_assert_eq!(&both, &bits(&(&left | &right)));
            right.iter().for_each(|&number| both.remove(number));
            prop_assert_eq!(both, bits(&(&left - &right)));
            prop_assert_eq!(own, bits(&left), "who shares a block with another set keeps it");
            prop_assert!((0..2 * BOUND).all(|number| other.contains(number) == right.contains(&number)));
        }
    }
}
