//! Calls that need not be followed again, kept and found again.
use rustc_hash::FxHashMap;

use super::Machine;
use crate::evaluate::activity::Activity;
use crate::evaluate::object::Arguments;
use crate::evaluate::settled::{Call, Outcome, Settling};
use crate::evaluate::value::Value;
use crate::evaluate::{Effect, ObjectId, Step};

/// A function that is looked at by itself follows calls of the project's functions only this deep.
const DEEPEST_TOLD_APART: usize = 3;

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
            context: (
                self.weak > 0,
                self.quiet > 0,
                self.in_doubt + self.elsewhere > 0,
                self.decorating.is_some(),
            ),
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
        let new = known.later.iter().filter(|effect| !self.knows_later(effect));
        let effects = new.map(|effect| {
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
