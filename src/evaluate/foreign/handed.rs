//! Functions that change the state of the process, handed to code that is not read: `Thread(target=os.chdir, args=("d",))`. Functions of
//! the project are looked at by themselves; what these do is known by rules alone.
use crate::evaluate::activity::Activity;
use crate::evaluate::knowledge::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::rules::Group;

/// What calls a function when the program has ended. Not in `rules/`: Python has no other.
const AT_EXIT: &str = "atexit.register";

impl Machine<'_> {
    /// What a function that is not read calls of what it is handed.
    pub(super) fn calls_what_is_handed(&mut self, function: &str, arguments: &Arguments, place: Place) {
        self.calls_hooks_of_handed(function, arguments, place);
        self.calls_handed_over(function, arguments, place);
    }

    /// While a function is looked at that somebody may call: what is handed to `function`, and may be called there.
    fn calls_handed_over(&mut self, function: &str, arguments: &Arguments, place: Place) {
        let Activity::Function(_) = self.activity else { return };
        let last = function.rsplit('.').next().unwrap_or(function);
        let only_looks = self.rules.knows(Group::LooksAt, last) || self.rules.knows(Group::ReplacesNamed, last);
        if only_looks || function == AT_EXIT {
            return;
        }
        let handed: Vec<Atom> = arguments.all().flat_map(Value::atoms).collect();
        for atom in handed {
            let Some((name, receiver)) = self.called_as(atom) else {
                continue;
            };
            let rule = self.rules.facet(&name).and_then(|rule| rule.call.as_ref());
            if rule.is_none_or(|touches| touches.writes.is_empty() && touches.appends.is_empty()) {
                continue;
            }
            let unknown = Arguments {
                rest: Some(Value::unknown()),
                ..Arguments::default()
            };
            let of = Use {
                arguments: &unknown,
                receiver,
                place,
            };
            self.known_call(&name, of);
        }
    }

    /// The dotted name of a function that is not read, and what it is bound to.
    fn called_as(&self, atom: Atom) -> Option<(String, Option<ObjectId>)> {
        if let Atom::External(name) = atom {
            return Some((self.symbols.text(name).to_owned(), None));
        }
        let Kind::Foreign { receiver, name } = self.kind(atom.object()?) else {
            return None;
        };
        let of = receiver.single()?;
        Some((
            format!("{}.{}", self.external_name(of)?, self.symbols.text(*name)),
            of.object(),
        ))
    }
}
