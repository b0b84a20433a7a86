//! What differs between two sightings of a module. Pure.
//!
//! Inherent in deferring, and so no difference: when a module is loaded; a name that nobody but its own module uses and that
//! has moved into functions; what installed packages do to the process while they load, as far as it is theirs alone.
mod accepted;

use std::collections::BTreeMap;

use super::difference::{Difference, Note, Subject};
use super::facts::{Items, Names, Seen, Uses};
use crate::config::Accept;

/// What was found in one module.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Found {
    pub differences: Vec<Difference>,
    pub notes: Vec<Note>,
    /// Names that are new, and that deferring adds.
    pub added: Vec<String>,
}

/// Compares one module.
pub(super) fn module(before: &Seen, after: Option<&Seen>, uses: &Uses, accepted: &[Accept]) -> Found {
    let mut found = Found::default();
    let Some(after) = after else {
        found.differences.push(Difference {
            subject: Subject::Module(before.module.clone()),
            kind: "outcome".into(),
            about: String::new(),
            before: before.by_subject().get(&("outcome", "")).unwrap_or(&"").to_string(),
            after: "its interpreter crashed, ended, or took too long".into(),
        });
        return found;
    };
    let mut comparison = Comparison {
        before,
        after,
        old: before.by_subject(),
        new: after.by_subject(),
        uses,
        accepted,
        found,
    };
    comparison.facts();
    comparison.state();
    comparison.found
}

struct Comparison<'a> {
    before: &'a Seen,
    after: &'a Seen,
    old: BTreeMap<(&'a str, &'a str), &'a str>,
    new: BTreeMap<(&'a str, &'a str), &'a str>,
    uses: &'a Uses,
    accepted: &'a [Accept],
    found: Found,
}

impl<'a> Comparison<'a> {
    fn differs(&mut self, kind: &str, about: &str, before: &str, after: &str) {
        self.found.differences.push(Difference {
            subject: Subject::Module(self.before.module.clone()),
            kind: kind.to_owned(),
            about: about.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        });
    }

    fn note(&mut self, text: String) {
        let subject = Subject::Module(self.before.module.clone());
        self.found.notes.push(Note { subject, text });
    }

    fn facts(&mut self) {
        // A module that cannot be imported offers nothing: saying so once is enough.
        let (old, new) = (
            self.old.get(&("outcome", "")).copied(),
            self.new.get(&("outcome", "")).copied(),
        );
        if old != new {
            self.differs("outcome", "", old.unwrap_or_default(), new.unwrap_or_default());
            return;
        }
        for ((kind, about), old) in self.old.clone() {
            match self.new.get(&(kind, about)).copied() {
                Some(new) if new == old => {}
                Some(new) => self.changed(kind, about, old, new),
                None => self.gone(kind, about, old),
            }
        }
        for ((kind, about), new) in self.new.clone() {
            if kind == "undefined name" && !self.old.contains_key(&(kind, about)) {
                self.differs(kind, about, "defined", new);
            }
            if kind == "name" && !self.old.contains_key(&(kind, about)) {
                self.added(about, new);
            }
        }
    }

    /// A name that was not there before. That of a class is its own affair: its signature is compared.
    fn added(&mut self, name: &str, value: &str) {
        if name.starts_with('_') || name.contains('.') {
            return;
        }
        // What rewriting itself needs: it is served to nobody, and no name of the program's own.
        let is_helper = value
            .split_whitespace()
            .nth(1)
            .is_some_and(|path| path.contains("._dormant."));
        if is_helper || name == "TYPE_CHECKING" {
            self.found.added.push(name.to_owned());
            self.note(format!("`{name}` is new, which is part of deferring"));
        } else if value.starts_with("module ") {
            self.note(format!("`{name}` is new: {value}"));
        } else {
            self.differs("name", name, "absent", value);
        }
    }

    fn changed(&mut self, kind: &str, about: &str, old: &str, new: &str) {
        match kind {
            "registry" if !self.is_loaded(about) => {}
            "printed" if self.is_accepted(kind, old) => {}
            "subclasses" if !self.uses.subclasses || !self.is_loaded(about) => {}
            // Hints that could not be resolved before need not be now.
            "type hints" if old.contains("Error") => {}
            "registry" | "subclasses" | "all" => {
                let (old, new) = first_difference(old, new);
                self.differs(kind, about, &old, &new);
            }
            _ => self.differs(kind, about, old, new),
        }
    }

    /// Whether the module that a dotted name begins with is loaded right after the import, in both trees.
    fn is_loaded(&self, about: &str) -> bool {
        let own: Names<'_> = self.after.own.iter().map(String::as_str).collect();
        let ends = about.match_indices('.').map(|(at, _)| at).chain([about.len()]);
        ends.filter(|&end| self.before.own.iter().any(|name| name == &about[..end]))
            .max()
            .is_some_and(|end| own.contains(&about[..end]))
    }

    fn gone(&mut self, kind: &str, about: &str, old: &str) {
        let resolves = self.new.contains_key(&("name", about));
        match kind {
            "name" if !about.contains('.') => self.name_gone(about, old),
            // A member of a class that is still there.
            "name" | "signature" if about.contains('.') => {
                let class = about.split('.').next().unwrap_or_default();
                if self.new.contains_key(&("name", class))
                    && self.new.get(&("name", class)) == self.old.get(&("name", class))
                {
                    self.differs(kind, about, old, "absent");
                }
            }
            "dir" if resolves && self.is_loaded_later(about) => {
                self.note(format!("`{about}` is loaded later, and listed by dir() from then on"));
            }
            "dir" if resolves => self.differs(kind, about, "listed by dir()", "not listed by dir()"),
            "star" if resolves => {
                let is_promised = self.old.get(&("all", "")).is_some_and(|all| *all != "none");
                if is_promised || self.uses.starred.contains_key(&self.before.module) {
                    self.differs(kind, about, "exported by import *", "not exported by import *");
                } else {
                    self.note(format!("`{about}` is left out of `import *`, which nothing here does"));
                }
            }
            // Of a name that is gone, or of a module that is not loaded yet.
            _ => {}
        }
    }

    /// Whether a name is a submodule that was loaded with the module and no longer is, and that nothing here takes from it.
    /// It may resolve all the same: looking at other names loads it.
    fn is_loaded_later(&self, name: &str) -> bool {
        let submodule = format!("{}.{name}", self.before.module);
        self.before.own.contains(&submodule)
            && !self.after.own.contains(&submodule)
            && self.uses.of(&self.before.module, name).is_none()
    }

    fn name_gone(&mut self, name: &str, old: &str) {
        let module = &self.before.module;
        let in_all = self
            .old
            .get(&("all", ""))
            .is_some_and(|all| all.lines().any(|line| line == name));
        let rest = format!("{module}.{name}");
        let is_submodule = old == format!("module {rest}");
        let is_defined_here = ["class", "function"].iter().any(|kind| old == format!("{kind} {rest}"));
        let is_package = self
            .old
            .get(&("origin", ""))
            .is_some_and(|path| path.ends_with("__init__.py"));
        let is_re_export = is_package && !name.starts_with('_') && !old.starts_with("module ") && self.is_own(old);
        let because = if let Some(place) = self.uses.of(module, name) {
            format!("absent, and taken at {place}")
        } else if in_all {
            "absent, though in __all__".to_owned()
        } else if is_defined_here {
            "absent, though it was defined here".to_owned()
        } else if is_re_export {
            "absent, though the package offered it".to_owned()
        } else {
            let what = if is_submodule {
                "is loaded later"
            } else {
                "has moved into the functions that use it"
            };
            self.note(format!("`{name}` {what}; nothing here takes it from outside"));
            return;
        };
        self.differs("name", name, old, &because);
    }

    /// Whether a value, as `inspect.py` describes it, comes from the program itself.
    fn is_own(&self, value: &str) -> bool {
        let path = value.split(' ').nth(1).unwrap_or_default();
        let top = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
        !path.is_empty() && top(path) == top(&self.before.module)
    }

    fn state(&mut self) {
        let none = (Items::new(), Items::new());
        for (kind, came, went) in &self.before.state {
            let after = self.after.state.iter().find(|(other, _, _)| other == kind);
            let (new_came, new_went) = after.map_or((&none.0, &none.1), |(_, came, went)| (came, went));
            self.items(kind, "", came, new_came);
            self.items(kind, " taken away", went, new_went);
        }
    }

    /// Compares what came, or what went, of one kind of state.
    fn items(&mut self, kind: &str, what: &str, old: &Items, new: &Items) {
        let mut lost: Vec<&str> = old
            .iter()
            .filter(|item| !new.contains(item) && !self.is_housekeeping(item))
            .map(|(text, _)| text.as_str())
            .collect();
        let mut extra: Vec<&str> = new
            .iter()
            .filter(|item| !old.contains(item))
            .map(|(text, _)| text.as_str())
            .collect();
        lost.retain(|item| !self.is_accepted(kind, item));
        extra.retain(|item| !self.is_accepted(kind, item));
        let about = format!("{kind}{what}");
        if !lost.is_empty() || !extra.is_empty() {
            let say = |items: &[&str]| match items {
                [] => "nothing".to_owned(),
                _ => items.join("; "),
            };
            return self.differs("state", &about, &say(&lost), &say(&extra));
        }
        let kept = |items: &Items, others: &Items| -> Vec<String> {
            items
                .iter()
                .filter(|item| others.contains(item))
                .map(|(text, _)| text.clone())
                .collect()
        };
        let (old_order, new_order) = (kept(old, new), kept(new, old));
        if old_order != new_order {
            let about = format!("order of {about}");
            self.differs("state", &about, &old_order.join("; "), &new_order.join("; "));
        }
    }

    /// Whether an accepted risk explains that an item of the state came or went, which is noted.
    fn is_accepted(&mut self, kind: &str, item: &str) -> bool {
        let found = accepted::explains(self.accepted, kind, item, (self.before, self.after));
        if let Some(one) = found {
            self.note(format!(
                "{kind} {item}: accepted, because `{}` is loaded later ({})",
                one.module, one.why
            ));
        }
        found.is_some()
    }

    /// Whether an item belongs to an installed module that is simply not loaded any more: its own affair.
    fn is_housekeeping(&self, (_, owner): &(String, Option<String>)) -> bool {
        owner.as_ref().is_some_and(|owner| {
            self.before.loaded.contains(owner) && !self.after.loaded.contains(owner) && !self.before.own.contains(owner)
        })
    }
}

/// The first lines that two lists do not share, with how many there are.
fn first_difference(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(left, right)| left == right).count();
    let say = |lines: &[&str]| format!("{} of {}", lines.get(same).unwrap_or(&"(end)"), lines.len());
    (say(&old), say(&new))
}

#[cfg(test)]
mod tests;
