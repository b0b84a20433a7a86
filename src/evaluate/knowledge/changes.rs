//! Calls that change what they are handed, by its name: patches, and writes of attributes and items.
use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Use;
use crate::evaluate::activity::Activity;
use crate::evaluate::facet::{Access, Facet, Grade};
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Place};
use crate::evaluate::value::{Atom, Symbol, Value};
use crate::graph::Kind;
use crate::project::standard;
use crate::rules::{EffectKind, Group, Returns, Touches};

/// Arguments of `patch.multiple` that are no attributes.
/// Not in `rules/`: it has no others.
const MULTIPLE: [&str; 6] = ["spec", "create", "spec_set", "autospec", "new_callable", "unsafe"];
/// The builtins, as every module has them among its names: the module itself or its namespace.
const BUILTINS: &str = "__builtins__";

/// The name of what is found through the builtins that every module has: `__builtins__.open`, `app.core.__builtins__`.
pub(in crate::evaluate) fn through_builtins(name: &str) -> Cow<'_, str> {
    if !name.contains(BUILTINS) {
        return name.into();
    }
    let mut behind = name.split('.').skip_while(|part| *part != BUILTINS);
    match behind.next() {
        Some(_) => std::iter::once("builtins")
            .chain(behind)
            .collect::<Vec<_>>()
            .join(".")
            .into(),
        None => name.into(),
    }
}

impl Machine<'_> {
    /// Whether a name is that of a type of `typing` or the like. What its functions make has a small letter.
    pub(super) fn is_typing_form(&self, name: &str) -> bool {
        let parts = name.rsplit_once('.');
        parts.is_some_and(|(module, form)| {
            self.rules.knows(Group::TypingModule, module) && form.starts_with(|first: char| first.is_uppercase())
        })
    }

    /// Calls that replace what they name: `mock.patch.object`, `monkeypatch.setattr`. What they put there stays for a while.
    pub(super) fn known_patch(&mut self, name: &str, arguments: &Arguments, place: Place) -> bool {
        // What a program patches so is put back nowhere, as far as is known.
        let is_of_test = self.program.modules[place.module].kind == Kind::Test;
        let around = std::mem::replace(&mut self.for_a_while, is_of_test);
        let is_one = self.patches(name, arguments, place);
        self.for_a_while = around;
        is_one
    }

    fn patches(&mut self, name: &str, arguments: &Arguments, place: Place) -> bool {
        let Some(first) = arguments.positional.first().cloned() else {
            return false;
        };
        let second = arguments.positional.get(1).and_then(Value::single);
        let key = match second {
            Some(Atom::Text(key)) => Some(self.symbols.shared(key)),
            _ => None,
        };
        match name.strip_prefix("pytest.MonkeyPatch.").unwrap_or(name) {
            "setenv" | "delenv" => drop(self.uses_contents("os.environ", Some(&first), Access::Write, place)),
            "chdir" if name.starts_with("pytest") => self.writes_state("cwd", name, place),
            "syspath_prepend" => self.writes_state("sys.path", name, place),
            "setitem" | "delitem" => self.replaces_item(&first, arguments, place),
            "setattr" | "delattr" if name.contains('.') => match first.single() {
                // `monkeypatch.setattr("app.module.name", new)`
                Some(Atom::Text(target)) => self.replaces_named(target, arguments, place),
                _ => self.replaces_attribute(&first, key.as_deref(), arguments, place),
            },
            _ if name.ends_with("mock.patch.dict") => self.known_patch_of_items(&first, arguments, place),
            _ if name.ends_with("mock.patch.object") => {
                self.replaces_attribute(&first, key.as_deref(), arguments, place);
            }
            _ if name.ends_with("mock.patch.multiple") => self.replaces_several(&first, arguments, place),
            _ if name.ends_with("mock.patch") => {
                if let Some(Atom::Text(target)) = first.single() {
                    self.replaces_named(target, arguments, place);
                }
            }
            _ => return false,
        }
        true
    }

    /// A patch of what has this whole name.
    fn replaces_named(&mut self, target: Symbol, arguments: &Arguments, place: Place) {
        let target = &*self.symbols.shared(target);
        let new = self.replacement(arguments, 1);
        self.holds_items(target, new.as_ref(), place);
        self.putting_in(new, |machine| machine.writes_external(target, None, place));
    }

    /// A dict that comes in the place of another one has other items: `patch("os.environ", {"MODE": "x"})`.
    fn holds_items(&mut self, name: &str, new: Option<&Value>, place: Place) {
        if self.rules.facet(name).is_none_or(|rule| rule.item.is_none()) {
            return;
        }
        for (key, _) in new.map(|new| self.known_items(new)).unwrap_or_default() {
            self.uses_contents(name, Some(&Atom::Text(key).into()), Access::Write, place);
        }
    }

    /// A patch of an attribute.
    fn replaces_attribute(&mut self, of: &Value, attribute: Option<&str>, arguments: &Arguments, place: Place) {
        let new = self.replacement(arguments, 2);
        let owner = of.single().and_then(|of| self.whole_name(of));
        if let (Some(owner), Some(attribute)) = (owner, attribute) {
            self.holds_items(&format!("{owner}.{attribute}"), new.as_ref(), place);
        }
        self.putting_in(new, |machine| machine.writes_named(of, attribute, place));
    }

    /// Writes something in whose place `new` comes, where that is known.
    pub(in crate::evaluate) fn putting_in(&mut self, new: Option<Value>, write: impl FnOnce(&mut Self)) {
        self.standing_in = new;
        write(self);
        self.standing_in = None;
    }

    /// `patch.multiple(target, name=new)`: attributes of what an object is, or what has this whole name.
    fn replaces_several(&mut self, of: &Value, arguments: &Arguments, place: Place) {
        let of = match of.single() {
            Some(Atom::Text(name)) => Atom::External(name).into(),
            _ => of.clone(),
        };
        let settings = MULTIPLE.map(|name| self.symbols.of(name));
        for (name, new) in &arguments.keywords {
            if !settings.contains(name) {
                let attribute = self.symbols.shared(*name);
                self.putting_in(Some(new.clone()), |machine| {
                    machine.writes_named(&of, Some(&attribute), place);
                });
            }
        }
        // Of the names that somebody else says nothing is known.
        if arguments.rest.is_some() {
            self.writes_named(&of, Some("*"), place);
        }
    }

    /// `monkeypatch.setitem(target, key, new)`
    fn replaces_item(&mut self, of: &Value, arguments: &Arguments, place: Place) {
        let (key, new) = (self.symbols.of("name"), self.symbols.of("value"));
        let key = arguments.get(1, Some(key)).cloned().unwrap_or_else(Value::plain);
        let new = arguments.get(2, Some(new)).cloned();
        self.writes_item(of, &key, new.as_ref(), place);
    }

    /// What a patch itself puts in the place of what it names; a mock around that tells everybody what it was asked for.
    fn replacement(&mut self, arguments: &Arguments, place: usize) -> Option<Value> {
        let keyword = self.symbols.of("new");
        arguments.get(place, Some(keyword)).cloned()
    }

    /// `mock.patch.dict(target, {"key": value}, key=value)`: those keys are set for a while.
    fn known_patch_of_items(&mut self, target: &Value, arguments: &Arguments, place: Place) {
        let target = match target.single() {
            Some(Atom::Text(name)) => Atom::External(name).into(),
            _ => target.clone(),
        };
        let handed = arguments.positional.get(1).cloned().unwrap_or_default();
        let known = self.known_items(&handed).into_iter().chain(arguments.keywords.clone());
        let mut items: Vec<(Value, Option<Value>)> =
            known.map(|(key, new)| (Atom::Text(key).into(), Some(new))).collect();
        let is_known = handed.atoms().all(|atom| match atom {
            Atom::Object(object) => self.objects[object as usize].elements_beside_known().is_nothing(),
            _ => false,
        });
        if !is_known || arguments.rest.is_some() {
            items.push((Value::plain(), None));
        }
        for (key, new) in items {
            self.writes_item(&target, &key, new.as_ref(), place);
        }
    }

    /// Something is put under a key of what is known by its name.
    fn writes_item(&mut self, of: &Value, key: &Value, new: Option<&Value>, place: Place) {
        for atom in of.atoms() {
            if let Some(name) = self.whole_name(atom) {
                self.putting_in(new.cloned(), |machine| machine.writes_external(&name, Some(key), place));
            }
        }
    }

    /// The dotted name by which something is known.
    fn whole_name(&self, atom: Atom) -> Option<String> {
        match atom {
            Atom::Module(module) => Some(self.program.modules[module].name.clone()),
            _ => self.external_name(atom).map(str::to_owned),
        }
    }

    /// An item of the namespace of a module is an attribute of it, or one of several.
    pub(super) fn writes_items(&mut self, module: &str, key: &Value, place: Place) {
        let mut names = BTreeSet::new();
        for atom in key.atoms() {
            names.insert(match atom {
                Atom::Text(name) => self.symbols.shared(name),
                _ => "*".into(),
            });
        }
        if names.is_empty() {
            names.insert("*".into());
        }
        for name in names {
            self.writes_external(&format!("{module}.{name}"), None, place);
        }
    }

    /// `module.__dict__.update(name=value)` and other methods that change what a namespace holds.
    pub(super) fn changes_namespace(&mut self, name: &str, method: &str, arguments: &Arguments, place: Place) {
        let handed = arguments.positional.first().cloned().unwrap_or_default();
        let mut keys = vec![handed.clone()];
        if method == "update" {
            let known = self.known_items(&handed);
            let is_known = !known.is_empty() || arguments.positional.is_empty();
            let named = known.into_iter().chain(arguments.keywords.clone());
            keys = named.map(|(key, _)| Atom::Text(key).into()).collect();
            keys.extend((!is_known || arguments.rest.is_some()).then(Value::plain));
        }
        for key in keys {
            self.writes_external(name, Some(&key), place);
        }
    }

    /// `urllib.parse.uses_netloc.append("s3")`: a method that changes a table of the standard library of which no rule speaks.
    /// Methods of a class that are called on what they are handed change that.
    pub(super) fn changes_table(&mut self, owner: &str, of: Use<'_>) -> bool {
        let is_class = |name: &str| self.rules.facet(name).is_some_and(|rule| rule.call.is_some());
        let is_table = of.receiver.is_none()
            && owner
                .rsplit('.')
                .next()
                .is_some_and(|last| !last.starts_with(char::is_uppercase))
            && owner.split_once('.').is_some_and(|(top, _)| standard::is_standard(top))
            && self.program.find(owner).is_none()
            && !is_class(owner)
            && !self.rules.is_harmless_call(owner);
        if is_table {
            self.writes_external(owner, None, of.place);
        }
        is_table
    }

    /// An attribute or item of what a call hands out to everybody is part of what the call is about: whether this is one.
    pub(super) fn changes_shared(&mut self, call: &str, place: Place, what: &str) -> bool {
        let rules = self.rules;
        let rule = rules.facet(call).filter(|rule| rule.returns == Some(Returns::Shared));
        let Some(read) = rule.and_then(|rule| rule.call.as_ref()) else {
            return false;
        };
        let touches = Touches {
            writes: read.reads.clone(),
            ..Touches::default()
        };
        self.touches_by_name(&touches, place, what);
        true
    }

    /// An operator is applied to what a call of foreign code made.
    pub fn operates_external(&mut self, atom: Atom, place: Place) {
        let rules = self.rules;
        let name = self.external_name(atom).map(str::to_owned).unwrap_or_default();
        if let Some(touches) = rules.facet(&name).and_then(|rule| rule.operator.as_ref()) {
            self.touches_by_name(touches, place, &format!("calculates with `{name}`"));
        }
    }

    /// While a module is imported, an attribute of what a call of foreign code made is set.
    pub fn sets_on_external(&mut self, name: &str, place: Place) {
        let rules = self.rules;
        let is_at_import = matches!(self.activity, Activity::Import(_));
        if let Some(touches) = rules.facet(name).and_then(|rule| rule.attribute.as_ref())
            && is_at_import
        {
            self.touches_by_name(touches, place, &format!("sets an attribute of a `{name}`"));
        }
    }

    fn touches_by_name(&mut self, touches: &Touches, place: Place, what: &str) {
        let none = Arguments::default();
        let of = Use {
            arguments: &none,
            receiver: None,
            place,
        };
        self.touch(touches, of, what);
    }

    fn writes_state(&mut self, facet: &str, name: &str, place: Place) {
        let (facet, what) = (Facet::State(facet.to_owned()), format!("calls `{name}`"));
        self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
    }

    /// An attribute (or, without one, the contents) of something that is known by its name is replaced.
    fn writes_named(&mut self, target: &Value, attribute: Option<&str>, place: Place) {
        for atom in target.atoms() {
            match (self.whole_name(atom), attribute) {
                (Some(name), Some(attribute)) => self.writes_external(&format!("{name}.{attribute}"), None, place),
                (Some(name), None) => self.writes_external(&name, Some(&Value::plain()), place),
                (None, _) => {}
            }
        }
    }
}
