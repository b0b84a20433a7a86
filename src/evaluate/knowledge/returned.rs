//! What calls hand out of which the rules say what they do.
use super::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::value::{Atom, Value};
use crate::rules::{FacetRule, Group, Handed, Returns};

impl Machine<'_> {
    /// What a call of a name hands out.
    pub(super) fn handed_out(&mut self, name: &str, rule: &FacetRule, of: Use<'_>) -> Value {
        // What it makes is of the class that it is handed.
        let is_told = |handed: &Handed| {
            let mut makers = self.handed(handed, of).into_iter();
            makers.any(|maker| maker.single() != Some(Atom::None))
        };
        let class = rule.class.clone().filter(|_| !rule.runs.iter().any(is_told));
        let named = class.unwrap_or_else(|| name.to_owned());
        match &rule.returns {
            Some(Returns::Argument(Handed::Receiver)) => match of.receiver {
                Some(receiver) => Atom::Object(receiver).into(),
                None => self.result(&named, of.arguments),
            },
            Some(Returns::Argument(handed)) => {
                let values = self.handed(handed, of);
                let value = values.iter().fold(Value::nothing(), |all, one| all.with(one));
                if value.is_nothing() {
                    self.result(&named, of.arguments)
                } else {
                    value
                }
            }
            Some(Returns::Shared) => Atom::External(self.symbols.of(&named)).into(),
            Some(Returns::TextOrDefault) if self.is_set_elsewhere(of) => {
                self.default(of).cloned().unwrap_or_else(|| Atom::None.into())
            }
            Some(Returns::TextOrDefault) if self.hands_out_text(of) => {
                let default = self.default(of).cloned().unwrap_or_default();
                default.with(&Atom::Beginning(self.symbols.of("")).into())
            }
            Some(Returns::Fresh | Returns::TextOrDefault) | None => {
                let constant = self.constant_of_call(name);
                constant.unwrap_or_else(|| self.result(&named, of.arguments))
            }
        }
    }

    /// What a call is handed for where there is nothing.
    fn default<'u>(&mut self, of: Use<'u>) -> Option<&'u Value> {
        of.arguments.get(1, Some(self.symbols.of("default")))
    }

    /// Whether an installed package asks for a variable of the environment that only other platforms set, and of which the project
    /// says nothing.
    fn is_set_elsewhere(&self, of: Use<'_>) -> bool {
        let asked = of.arguments.positional.first().and_then(Value::single);
        let Some(Atom::Text(variable)) = asked else {
            return false;
        };
        let variable = self.symbols.text(variable);
        let mut own = self.program.own_modules().filter_map(|id| self.program.facts(id));
        !self.is_own(of.place.module)
            && self
                .rules
                .knows(Group::OtherPlatform, &format!("os.environ.{variable}"))
            && !own.any(|facts| facts.words.iter().any(|word| word == variable))
    }

    /// Whether a call that is handed a default hands out a text in any case. What packages ask is a switch of their own.
    fn hands_out_text(&mut self, of: Use<'_>) -> bool {
        let default = self.default(of);
        let is_text = |atom: Atom| matches!(atom, Atom::Text(_) | Atom::Beginning(_));
        let is_known = default.is_some_and(|default| !default.is_nothing() && default.atoms().all(is_text));
        is_known && self.is_own(of.place.module)
    }
}
