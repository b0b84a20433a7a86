//! Entering what calls of foreign code make, as context managers: by a statement, by hand and with a stack of them.
use super::Use;
use crate::evaluate::activity::Activity;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Place};
use crate::evaluate::value::{ObjectId, Value};
use crate::rules::{FacetKind, Touches};

impl Machine<'_> {
    /// What entering the result of a call touches, as a context manager.
    pub fn enters_external(&mut self, name: &str, object: Option<ObjectId>, place: Place) {
        // What is entered while a module is imported is left before its end, which undoes it; but a lock has to be free.
        let is_left = matches!(self.activity, Activity::Import(_));
        let counts = |touches: &Touches| !is_left || touches.all().any(|pattern| pattern.kind == FacetKind::Lock);
        self.for_a_while = true;
        self.enters(name, object, place, counts);
        self.for_a_while = false;
    }

    /// The same where nobody sees that it is left again: `manager.__enter__()`.
    pub fn enters_for_good(&mut self, name: &str, receiver: Option<ObjectId>, place: Place) {
        self.enters(name, receiver, place, |_| true);
    }

    fn enters(&mut self, name: &str, receiver: Option<ObjectId>, place: Place, counts: impl Fn(&Touches) -> bool) {
        let rules = self.rules;
        let touches = rules.facet(name).and_then(|rule| rule.enter.as_ref());
        if let Some(touches) = touches.filter(|touches| counts(touches)) {
            let none = Arguments::default();
            let of = Use {
                arguments: &none,
                receiver,
                place,
            };
            self.touch(touches, of, &format!("enters `{name}`"));
        }
    }

    /// A function hands context managers to a stack, which enters them.
    pub(super) fn enters_with_stack(&mut self, method: &str, arguments: &Arguments, place: Place) {
        let managers = arguments.positional.first();
        if !matches!(method, "enter_context" | "enter_async_context") || matches!(self.activity, Activity::Import(_)) {
            return;
        }
        for atom in managers.into_iter().flat_map(Value::atoms) {
            if let Some(name) = self.external_name(atom).map(str::to_owned) {
                self.enters_for_good(&name, atom.object(), place);
            }
        }
    }
}
