//! Calls that need not be followed again: with these arguments, and the program as it was, they changed nothing that anybody
//! else has. What they did to the process is kept with them, for each function that is looked at by itself.

use super::activity::Activity;
use super::changes::{Age, Changes, Kept};
use super::facet::Effect;
use super::object::Arguments;
use super::value::{ObjectId, Value};

/// A call, with all that its outcome rests on besides the state of the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Call {
    pub activity: Activity,
    pub function: ObjectId,
    pub arguments: Arguments,
    /// Whether it happens in a branch, quietly, or behind a switch.
    pub context: (bool, bool, bool, bool),
    pub depth: usize,
}

/// What a call did and returned.
#[derive(Debug)]
pub(super) struct Outcome {
    /// What was changed up to then: after another change the call may do something else.
    pub kept: Kept,
    /// Whether it was handed objects that only the calls around it have: then any change counts.
    pub is_local: bool,
    pub value: Value,
    /// What it did to the process, for functions that somebody calls later.
    pub later: Vec<Effect>,
    /// How many calls were around it.
    pub around: usize,
}

/// A call that is being followed for the first time.
#[derive(Debug)]
pub(super) struct Settling {
    pub call: Call,
    pub kept: Kept,
    pub age: Age,
    pub before: Changes,
    pub later: Vec<Effect>,
    pub around: usize,
}
