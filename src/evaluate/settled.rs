//! Calls that need not be followed again: with these arguments, and the program as it was, they changed nothing that anybody
//! else has. What they did to the process is kept with them, for each function that is looked at by itself.
use rustc_hash::FxHashMap;

use super::changes::{Age, Changes, Kept};
use super::facet::{Effect, Step};
use super::machine::{Activity, Machine};
use super::object::Arguments;
use super::value::{ObjectId, Value};

/// A function that is looked at by itself follows calls of the project's functions only this deep.
const DEEPEST_TOLD_APART: usize = 3;

/// A call, with all that its outcome rests on besides the state of the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Call {
    activity: Activity,
    function: ObjectId,
    arguments: Arguments,
    /// Whether it happens in a branch, quietly, or behind a switch.
    context: (bool, bool, bool),
    depth: usize,
}

/// What a call did and returned.
#[derive(Debug)]
pub(super) struct Outcome {
    /// What was changed up to then: after another change the call may do something else.
    kept: Kept,
    /// Whether it was handed objects that only the calls around it have: then any change counts.
    is_local: bool,
    value: Value,
    /// What it did to the process, for functions that somebody calls later.
    later: Vec<Effect>,
    /// How many calls were around it.
    around: usize,
}

/// A call that is being followed for the first time.
#[derive(Debug)]
pub(super) struct Settling {
    call: Call,
    kept: Kept,
    age: Age,
    before: Changes,
    later: Vec<Effect>,
    around: usize,
}

impl Machine<'_> {
    /// A call as it may be known from before.
    pub fn call_to_settle(&self, function: ObjectId, arguments: &Arguments) -> Call {
        let depth = match self.activity {
            Activity::Import(_) => 0,
            Activity::Function(_) => self.running.len().min(DEEPEST_TOLD_APART),
        };
        Call {
            activity: self.activity,
            function,
            arguments: arguments.clone(),
            context: (self.weak > 0, self.quiet > 0, self.switched > 0),
            depth,
        }
    }

    /// What a call returned that changed nothing before, if nothing has been changed since. What it did is done again.
    pub fn settled_before(&mut self, call: &Call, step: &Step) -> Option<Value> {
        // Whether a finder does anything at all has to be seen.
        if self.doubt.is_some() {
            return None;
        }
        let known = self.settled.get(call)?;
        let is_same = match known.is_local {
            true => known.kept.all == self.kept.all,
            false => known.kept.seen == self.kept.seen,
        };
        // What it made may be forgotten by now.
        if !is_same || !self.is_there(&known.value) {
            return None;
        }
        let value = known.value.clone();
        let effects = known.later.iter().map(|effect| {
            let within = effect.chain.iter().skip(known.around + 1);
            let chain = self.calls.iter().chain([step]).chain(within).cloned().collect();
            Effect {
                chain,
                ..effect.clone()
            }
        });
        for effect in effects.collect::<Vec<_>>() {
            self.enter_later(effect);
        }
        Some(value)
    }

    /// Begins to follow a call.
    pub fn begin_settling(&mut self, call: Call) -> Settling {
        Settling {
            call,
            kept: self.kept,
            age: self.age(),
            before: self.watch(),
            later: std::mem::take(&mut self.later),
            around: self.calls.len(),
        }
    }

    /// It has returned, be it that it was followed to its end: keeps what it did, if it changed nothing but what it made
    /// itself.
    pub fn settle(&mut self, settling: Settling, returned: &Value, is_whole: bool) {
        let Settling {
            call,
            kept,
            age,
            before,
            later,
            around,
        } = settling;
        let done = std::mem::replace(&mut self.later, later);
        // What it made and filled is another thing the next time.
        let is_same = self.kept.all == kept.all
            || self.kept.seen == kept.seen && !self.changed_older_object(age) && !self.is_younger(returned, age);
        self.watched(before);
        if is_same && is_whole && self.steps > 0 && self.doubt.is_none() {
            let is_local = call.arguments.all().any(|value| self.is_local(value));
            let outcome = Outcome {
                kept: self.kept,
                is_local,
                value: returned.clone(),
                later: done.clone(),
                around,
            };
            self.keep_outcome(call, outcome);
        }
        for effect in done {
            self.enter_later(effect);
        }
    }

    /// What calls did that were known before something was changed is of no use any more.
    fn keep_outcome(&mut self, call: Call, outcome: Outcome) {
        if self.settled_at != self.kept.seen {
            self.settled_at = self.kept.seen;
            self.settled = FxHashMap::default();
        }
        self.settled.insert(call, outcome);
    }
}
