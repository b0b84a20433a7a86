//! Methods of the project's classes that code which is not read calls, because a class of its own says so.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Base, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
use crate::rules::HooksRule;

impl Machine<'_> {
    /// A method that an object has from a base which is not read calls those that its class defines instead of the base's.
    pub(super) fn calls_hooks(&mut self, object: ObjectId, base: Symbol, method: &str, place: Place) {
        let Kind::Instance(class) = *self.kind(object) else {
            return;
        };
        let rules = self.rules;
        let base = self.symbols.shared(base);
        let hooks: Vec<&HooksRule> = rules.hooks_of(&base).filter(|rule| rule.is_called_by(method)).collect();
        self.calls_methods(object, class, &hooks, place);
    }

    /// A function that is not read was handed objects, or classes, whose methods it calls.
    pub(super) fn calls_hooks_of_handed(&mut self, function: &str, arguments: &Arguments, place: Place) {
        let rules = self.rules;
        let hooks: Vec<&HooksRule> = rules.hooks_for(function).collect();
        if hooks.is_empty() {
            return;
        }
        let handed: Vec<ObjectId> = arguments
            .all()
            .flat_map(Value::atoms)
            .filter_map(Atom::object)
            .collect();
        for object in handed {
            let (class, is_class) = match *self.kind(object) {
                Kind::Instance(class) => (class, false),
                Kind::Class { .. } => (object, true),
                _ => continue,
            };
            let of_bases = self.hooks_among(class, &hooks);
            if of_bases.is_empty() {
                continue;
            }
            let objects: Value = match is_class {
                true => self.instantiate(class, &Arguments::default(), place),
                false => Atom::Object(object).into(),
            };
            for object in objects.atoms().filter_map(Atom::object) {
                self.calls_methods(object, class, &of_bases, place);
            }
        }
    }

    /// Those of the entries that are about a base of a class.
    fn hooks_among<'r>(&self, class: ObjectId, hooks: &[&'r HooksRule]) -> Vec<&'r HooksRule> {
        let order = self.mro(class);
        let is_base = |name: &String| {
            let mut bases = order.iter();
            bases.any(|base| matches!(base, Base::External(base) if self.symbols.text(*base) == name))
        };
        let is_of_base = |rule: &&HooksRule| rule.names.iter().any(is_base);
        hooks.iter().copied().filter(is_of_base).collect()
    }

    fn calls_methods(&mut self, object: ObjectId, class: ObjectId, hooks: &[&HooksRule], place: Place) {
        if !hooks.is_empty() {
            let is_called = |method: &str| hooks.iter().any(|rule| rule.calls(method));
            self.calls_defined(object, class, is_called, &Value::unknown(), place);
        }
    }
}
