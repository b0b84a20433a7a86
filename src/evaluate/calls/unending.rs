//! Functions of installed packages that take more steps than a call from the project gets, whenever they are followed: after a
//! few times they are not followed again. What they were seen to do then, they do whenever they are called.
use rustc_hash::FxHashSet;

use super::limits::STEPS_OF_A_PACKAGE;
use crate::evaluate::activity::Activity;
use crate::evaluate::facet::{Effect, Step};
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Place};
use crate::evaluate::trials::{Called, Trial};
use crate::evaluate::value::Value;
use crate::graph::ModuleId;
use crate::semantics::code::BodyId;

/// A function that was never followed to its end is given up when it has taken all steps so often.
const ENOUGH: usize = 3;

impl Machine<'_> {
    /// What calls of a function are known by; none where the project does not call an installed package.
    fn called(&self, module: ModuleId, body: BodyId) -> Option<Called> {
        let importing = match self.activity {
            Activity::Import(_) if self.steps <= STEPS_OF_A_PACKAGE => return None,
            Activity::Import(importing) => Some(importing),
            // What is being called gives its steps to all that it calls.
            Activity::Function(_) => {
                self.calls_left.of_packages?;
                None
            }
        };
        self.crosses(module).then_some((importing, module, body))
    }

    /// What a call hands out of a function that is not followed again.
    pub(super) fn given_up(
        &mut self,
        (module, body): (ModuleId, BodyId),
        arguments: &Arguments,
        place: Place,
        step: &Step,
    ) -> Option<Value> {
        // Whether a finder does anything at all has to be seen.
        if self.doubt.is_some() {
            return None;
        }
        let called = self.called(module, body)?;
        let tried = self.trials.tried.get_mut(&called)?;
        if tried.is_whole || tried.exhausted < ENOUGH {
            return None;
        }
        let (effects, looks) = (std::mem::take(&mut tried.effects), std::mem::take(&mut tried.looks));
        self.calls.push(step.clone());
        for effect in &effects {
            if self.knows_later(effect) {
                continue;
            }
            let chain = self.calls.iter().chain(&effect.chain).cloned().collect();
            self.enter_later(Effect {
                chain,
                ..effect.clone()
            });
        }
        let (Activity::Import(reader) | Activity::Function(reader)) = self.activity;
        for &(object, body, is_by_name) in &looks {
            self.looked_at_by(reader, object, body, is_by_name);
        }
        if let Some(tried) = self.trials.tried.get_mut(&called) {
            (tried.effects, tried.looks) = (effects, looks);
        }
        let returned = self.returned.get(&(module, body)).cloned().unwrap_or_default();
        let returned = self.what_is_there(&returned);
        let made = self.more_than_followed(module, body, arguments, place);
        self.calls.pop();
        Some(returned.with(&made))
    }

    /// Begins to follow a call; the calls around it are those of now.
    pub(super) fn begin_trial(&mut self, module: ModuleId, body: BodyId) -> Option<Trial> {
        let called = self.called(module, body)?;
        let is_later = called.0.is_none();
        if is_later {
            self.trials.looks = Some(FxHashSet::default());
        }
        Some(Trial {
            called,
            is_fair: self.calls_left.of_packages == self.steps_of_calls(self.activity).of_packages,
            later: match is_later {
                true => std::mem::take(&mut self.later),
                false => Vec::new(),
            },
            around: self.calls.len(),
        })
    }

    /// It has returned, or taken all its steps.
    pub(super) fn end_trial(&mut self, trial: Trial, is_exhausted: bool) {
        let Trial {
            called,
            is_fair,
            later,
            around,
        } = trial;
        let looks = self.trials.looks.take().unwrap_or_default();
        let done = match called.0 {
            None => std::mem::replace(&mut self.later, later),
            Some(_) => Vec::new(),
        };
        let tried = self.trials.tried.entry(called).or_default();
        tried.is_whole |= !is_exhausted;
        tried.exhausted += usize::from(is_exhausted && is_fair);
        if !tried.is_whole && tried.exhausted <= ENOUGH {
            for effect in &done {
                let chain = effect.chain.iter().skip(around).cloned().collect();
                tried.effects.push(Effect {
                    chain,
                    ..effect.clone()
                });
            }
            tried.looks.extend(looks);
        } else {
            (tried.effects, tried.looks) = Default::default();
        }
        for effect in done {
            self.enter_later(effect);
        }
    }
}
