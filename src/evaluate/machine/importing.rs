//! Executing a module, and doing anything as an activity of its own.
use super::Machine;
use crate::evaluate::activity::{Activity, Progress};
use crate::evaluate::object::EnvId;
use crate::evaluate::{Grade, ObjectId, Place};
use crate::graph::ModuleId;
use crate::syntax::Span;

/// Statements and expressions that the import of one module may take.
const STEPS_OF_A_MODULE: usize = 60_000;

/// The same of a module of the project, where giving up would refuse an edit.
const STEPS_OF_AN_OWN_MODULE: usize = 300_000;

/// The same of a test, an example or a script of the documentation: what it sets counts, and not what it computes.
const STEPS_OF_A_MODULE_BESIDE: usize = 60_000;

/// What each statement at the top of a module has at the least.
const STEPS_OF_A_STATEMENT: usize = 1_000;

impl Machine<'_> {
    /// Executes a module, unless that has begun.
    pub fn import(&mut self, module: ModuleId) {
        if let Some(parent) = self.program.parent(module) {
            self.import(parent);
        }
        if self.progress[module] != Progress::No {
            return;
        }
        self.progress[module] = Progress::Begun;
        let Some(body) = self.body(module, 0) else {
            self.progress[module] = Progress::Done;
            return;
        };
        let env = self.globals(module);
        let steps = match self.is_own(module) {
            true if self.program.modules[module].is_beside() => STEPS_OF_A_MODULE_BESIDE,
            true => STEPS_OF_AN_OWN_MODULE,
            false => STEPS_OF_A_MODULE,
        };
        self.within(Activity::Import(module), steps, |machine| {
            machine.running.push((module, 0));
            machine.entered.push(0);
            machine.made_before.push(machine.objects.next());
            let mut is_exhausted = false;
            for statement in &body.statements {
                if machine.block(env, std::slice::from_ref(statement)) == crate::evaluate::activity::End::Leaves {
                    break;
                }
                // What comes after a statement that takes too long is looked at all the same.
                is_exhausted |= machine.steps == 0;
                machine.steps = machine.steps.max(STEPS_OF_A_STATEMENT);
            }
            machine.running.pop();
            machine.entered.pop();
            machine.made_before.pop();
            if !is_exhausted {
                machine.whole.insert(module);
            } else if machine.is_own(module) {
                let place = Place {
                    module,
                    span: Span::default(),
                };
                machine.note_anything(Grade::Unknown, place, "does more than can be followed".to_owned());
            }
        });
        self.progress[module] = Progress::Done;
    }

    /// Does something as an activity of its own.
    pub fn within(&mut self, activity: Activity, steps: usize, run: impl FnOnce(&mut Self)) {
        let before = self.activity;
        let since = std::mem::replace(&mut self.since, self.envs.next() as EnvId);
        let calls = std::mem::take(&mut self.calls);
        let running = std::mem::take(&mut self.running);
        let entered = std::mem::take(&mut self.entered);
        let (left, weak, quiet) = (self.steps, self.weak, self.quiet);
        let around = std::mem::take(&mut self.weak_around);
        let caught = std::mem::take(&mut self.caught);
        let handlers = std::mem::take(&mut self.handlers);
        let local_from = std::mem::replace(&mut self.local_from, ObjectId::MAX);
        // Who does something else has made nothing of these yet, and nobody asks for them afterwards.
        let views = std::mem::take(&mut self.views);
        let parts = std::mem::take(&mut self.parts);
        let pairs_of = std::mem::take(&mut self.pairs_of);
        let calls_left = self.steps_of_calls(activity);
        let calls_left = std::mem::replace(&mut self.calls_left, calls_left);
        (self.activity, self.steps, self.weak, self.quiet) = (activity, steps, 0, 0);
        run(self);
        (self.activity, self.steps, self.weak, self.quiet) = (before, left, weak, quiet);
        self.since = since;
        (self.caught, self.handlers) = (caught, handlers);
        self.local_from = local_from;
        (self.views, self.parts, self.pairs_of) = (views, parts, pairs_of);
        self.calls_left = calls_left;
        self.weak_around = around;
        self.calls = calls;
        (self.running, self.entered) = (running, entered);
    }
}
