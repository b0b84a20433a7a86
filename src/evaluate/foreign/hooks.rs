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
        let handed: Vec<Atom> = arguments.all().flat_map(Value::atoms).collect();
        for atom in handed {
            let Atom::Object(object) = atom else { continue };
            match *self.kind(object) {
                Kind::Instance(class) => self.calls_methods(object, class, &hooks, place),
                Kind::Class { .. } if !self.hooks_among(object, &hooks).is_empty() => {
                    let made = self.instantiate(object, &Arguments::default(), place);
                    for atom in made.atoms() {
                        if let Atom::Object(made) = atom {
                            self.calls_methods(made, object, &hooks, place);
                        }
                    }
                }
                _ => {}
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
        let mut found = hooks.to_vec();
        found.retain(|rule| rule.names.iter().any(is_base));
        found
    }

    fn calls_methods(&mut self, object: ObjectId, class: ObjectId, hooks: &[&HooksRule], place: Place) {
        let hooks = self.hooks_among(class, hooks);
        if hooks.is_empty() {
            return;
        }
        let mut methods: Vec<Symbol> = Vec::new();
        for base in self.mro(class).iter() {
            if let Base::Class(base) = *base
                && let Kind::Class { env, .. } = *self.kind(base)
            {
                methods.extend(self.envs[env as usize].names.keys());
            }
        }
        methods.retain(|&method| hooks.iter().any(|rule| rule.calls(self.symbols.text(method))));
        methods.sort_unstable();
        methods.dedup();
        let arguments = Arguments {
            rest: Some(Value::unknown()),
            ..Arguments::default()
        };
        for method in methods {
            let Some(function) = self.class_attribute(class, method) else {
                continue;
            };
            self.weak += 1;
            let bound = self.bound(&function, Atom::Object(object).into(), class, place);
            self.call(&bound, &arguments, place);
            self.weak -= 1;
        }
    }
}
