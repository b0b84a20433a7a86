//! Functions of installed packages that use up all the steps of whichever module of another package calls them, such as what makes
//! the classes of a framework: after some modules they are not followed again. Such a module is followed no further than before.
use crate::evaluate::activity::Activity;
use crate::evaluate::machine::Machine;
use crate::evaluate::value::{Atom, Value};
use crate::graph::ModuleId;
use crate::semantics::code::BodyId;

/// A function that has used up the steps of so many modules, and has never come to its end, does so whenever it is called.
const ENOUGH: usize = 8;

impl Machine<'_> {
    /// What a call is known by that goes from the code of an installed module into another installed package.
    pub(super) fn between(&self, module: ModuleId, body: BodyId) -> Option<(ModuleId, BodyId)> {
        let Activity::Import(importing) = self.activity else {
            return None;
        };
        let is_direct = self.running.last().is_some_and(|&(caller, _)| caller == importing);
        let modules = &self.program.modules;
        // Whether a finder does anything at all has to be seen.
        let is_counted = is_direct
            && self.doubt.is_none()
            && !self.is_own(importing)
            && !self.is_own(module)
            && modules[importing].top() != modules[module].top();
        is_counted.then_some((module, body))
    }

    /// What a call hands out of a function that uses up all steps, as it does here again.
    pub(super) fn used_up(&mut self, called: (ModuleId, BodyId)) -> Option<Value> {
        let times = self.trials.used_up.get(&called).copied().flatten()?;
        if times < ENOUGH {
            return None;
        }
        self.steps = 0;
        let returned = self.returned.get(&called).cloned().unwrap_or_default();
        let mut value = self.what_is_there(&returned);
        if value.is_nothing() {
            value.add(Atom::None);
        }
        Some(value)
    }

    /// Such a call has returned, or has used up all steps.
    pub(super) fn end_between(&mut self, called: (ModuleId, BodyId)) {
        let is_used_up = self.steps == 0;
        let times = self.trials.used_up.entry(called).or_insert(Some(0));
        *times = times.filter(|_| is_used_up).map(|times| times + 1);
    }
}
