//! What was assigned so far, by the age of what it was assigned to. Objects and names get numbers that grow, so that what a
//! call or the round of a loop made for itself is told from what was there before: nobody else notices a change of that.
use super::object::EnvId;
use super::value::ObjectId;

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
#[derive(Debug, Clone, Copy)]
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
