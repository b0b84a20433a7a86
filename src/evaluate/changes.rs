//! What was assigned so far, by the age of what it was assigned to. Objects and names get numbers that grow, so that what a
//! call or the round of a loop made for itself is told from what was there before: nobody else notices a change of that.
use rustc_hash::FxHashSet;

use super::object::EnvId;
use super::value::{ObjectId, Symbol};

/// The changes since a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Changes {
    /// The oldest object that was changed.
    pub object: ObjectId,
    /// The oldest environment in which a name was bound.
    pub env: EnvId,
}

impl Default for Changes {
    fn default() -> Self {
        Changes {
            object: ObjectId::MAX,
            env: EnvId::MAX,
        }
    }
}

/// What there was at some time: whatever has a greater number is younger.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Age {
    pub object: ObjectId,
    pub env: EnvId,
}

/// How many changes of what is left when a call ends there were so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kept {
    /// All of them.
    pub all: usize,
    /// Those of what is older than the outermost call, or in reach of others.
    pub seen: usize,
}

/// Something that a function finds, and that others may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    /// A name of an environment.
    Name(EnvId, Symbol),
    /// An attribute of an object, or the item of a mapping under a known key.
    Attribute(ObjectId, Symbol),
    /// What an object holds besides.
    Elements(ObjectId),
    /// Anything of an object.
    Object(ObjectId),
}

/// What a function that is looked at by itself touches of what was there before it.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// What decided its conditions.
    pub decided_by: FxHashSet<Spot>,
    /// What the conditions read that are being evaluated.
    pub reads: Vec<Spot>,
    /// How many conditions are being evaluated.
    pub testing: usize,
    /// What it changes.
    pub changes: FxHashSet<Spot>,
}
