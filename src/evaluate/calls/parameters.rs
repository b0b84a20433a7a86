//! Parameters and what a call hands to them.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Container, EnvId, Kind};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, ParameterKind};

impl Machine<'_> {
    /// Binds the parameters of a function to what a call hands over; hands out what it made for `*rest` and `**rest` whose
    /// contents are all known.
    pub(super) fn fill(
        &mut self,
        env: EnvId,
        module: ModuleId,
        body: BodyId,
        arguments: &Arguments,
        defaults: &[(Symbol, Value)],
    ) -> Vec<ObjectId> {
        let mut known = Vec::new();
        let Some(found) = self.body(module, body) else {
            return known;
        };
        let mut place = 0;
        let mut used: Vec<Symbol> = Vec::new();
        for parameter in &found.parameters {
            let name = self.symbol(module, parameter.name);
            let by_name = arguments
                .keywords
                .iter()
                .find(|(keyword, _)| *keyword == name)
                .map(|(_, value)| value.clone());
            let value = match parameter.kind {
                ParameterKind::PositionalOnly | ParameterKind::Plain => {
                    let by_place = arguments.positional.get(place).cloned();
                    place += 1;
                    used.push(name);
                    by_place.or(by_name)
                }
                ParameterKind::KeywordOnly => {
                    used.push(name);
                    by_name
                }
                ParameterKind::Rest => {
                    let tuple = self.make(Kind::Container(Container::Tuple));
                    for value in arguments.positional.iter().skip(place).chain(&arguments.rest) {
                        self.hold(tuple, value);
                    }
                    if arguments.rest.is_none() {
                        for (at, value) in arguments.positional.iter().skip(place).enumerate() {
                            let key = self.index_key(at as i64);
                            self.put(tuple, key, value);
                        }
                        known.push(tuple);
                    }
                    Some(Atom::Object(tuple).into())
                }
                ParameterKind::Keywords => {
                    let dict = self.make(Kind::Container(Container::Dict));
                    for (keyword, value) in arguments.keywords.iter().filter(|(keyword, _)| !used.contains(keyword)) {
                        self.put(dict, *keyword, value);
                    }
                    match &arguments.rest {
                        Some(rest) => self.hold(dict, rest),
                        None => known.push(dict),
                    }
                    Some(Atom::Object(dict).into())
                }
            };
            let default = defaults
                .iter()
                .find(|(default, _)| *default == name)
                .map(|(_, value)| value.clone());
            let value = match (value, &arguments.rest) {
                (Some(value), _) => value,
                (None, Some(rest)) => rest.clone().with(&default.unwrap_or_default()),
                (None, None) => default.unwrap_or_default(),
            };
            self.envs[env as usize].names.insert(name, value);
        }
        known
    }
}
