//! From the effects of a function, which speak of its parameters, to those of a call, which speak of what it is handed.
use super::objects::Owner;
use super::observe::Observer;
use super::{Body, Effect, Target};
use crate::graph::ModuleId;
use crate::semantics::facts::{Argument, Operation, Origin};

/// Longer chains of calls tell nobody more.
const LONGEST_CHAIN: usize = 8;
/// Calls within calls are followed this far.
const DEEPEST_CALLS: usize = 24;

impl Observer<'_> {
    /// The effects of calling a function: `receiver` is whose the object is that a method is called on.
    pub fn run_body(
        &self,
        module: ModuleId,
        operation: &Operation,
        body: Body,
        receiver: Option<Owner>,
        handed: &[Argument],
    ) -> Vec<Effect> {
        // Functions that are handed to each other may call each other without end.
        if self.running.get() >= DEEPEST_CALLS {
            return Vec::new();
        }
        self.running.set(self.running.get() + 1);
        let effects = self.substituted(module, operation, body, receiver, handed);
        self.running.set(self.running.get() - 1);
        effects
    }

    fn substituted(
        &self,
        module: ModuleId,
        operation: &Operation,
        body: Body,
        receiver: Option<Owner>,
        handed: &[Argument],
    ) -> Vec<Effect> {
        let effects = self.of_body(body);
        if effects.is_empty() {
            return Vec::new();
        }
        let step = self.step(module, operation);
        let found = effects.iter().flat_map(|effect| match &effect.target {
            Target::Everybody | Target::Module(_) => vec![effect.clone()],
            Target::Parameter(name) => {
                let owner = match self.handed(body, receiver.as_ref(), handed, name) {
                    Handed::Receiver(owner) => owner,
                    Handed::Origins(origins) => self.owner_of(module, &origins),
                    Handed::Default => Owner::Fresh,
                    Handed::Outer => return vec![effect.clone()],
                };
                target(owner)
                    .map(|(target, is_known)| Effect {
                        target,
                        is_certain: effect.is_certain && is_known,
                        ..effect.clone()
                    })
                    .into_iter()
                    .collect()
            }
            Target::Called(name) => match self.handed(body, receiver.as_ref(), handed, name) {
                Handed::Origins(origins) => self.of_called(module, operation, effect, &origins),
                Handed::Receiver(_) | Handed::Default => Vec::new(),
                Handed::Outer => vec![effect.clone()],
            },
        });
        found
            .map(|mut effect| {
                if effect.chain.first() != Some(&step) && effect.chain.len() < LONGEST_CHAIN {
                    effect.chain.insert(0, step.clone());
                }
                effect
            })
            .collect()
    }

    /// The effects of calling what was handed over.
    fn of_called(&self, module: ModuleId, operation: &Operation, effect: &Effect, origins: &[Origin]) -> Vec<Effect> {
        let Some(facts) = self.program.facts(module) else {
            return Vec::new();
        };
        let bare = Operation {
            handed: Vec::new(),
            kind: crate::semantics::facts::OperationKind::Call,
            ..operation.clone()
        };
        let called = origins.iter().flat_map(|origin| match origin {
            Origin::Object(path) => match self.owner(module, path) {
                Owner::Parameter(name) if path.attributes.is_empty() => vec![Effect {
                    target: Target::Called(name),
                    ..effect.clone()
                }],
                _ if self.found(module, path).is_empty() && path.binding.is_some() => vec![Effect {
                    target: Target::Everybody,
                    ..effect.clone()
                }],
                _ => self.of_callback(module, facts, &bare, origin),
            },
            _ => self.of_callback(module, facts, &bare, origin),
        });
        called.collect()
    }

    /// What a call hands to a parameter of the function that it calls.
    fn handed(&self, body: Body, receiver: Option<&Owner>, handed: &[Argument], name: &str) -> Handed {
        let Some(facts) = self.program.facts(body.0) else {
            return Handed::Outer;
        };
        let definition = facts.scopes[body.1 as usize].definition;
        let Some(definition) = definition.map(|id| &facts.definitions[id as usize]) else {
            return Handed::Outer;
        };
        let Some(place) = definition.parameters.iter().position(|parameter| parameter == name) else {
            // A parameter of a function around it.
            return Handed::Outer;
        };
        let place = match receiver {
            Some(owner) if place == 0 => return Handed::Receiver(owner.clone()),
            Some(_) => place - 1,
            None => place,
        };
        let by_name = handed.iter().find(|argument| argument.keyword.as_deref() == Some(name));
        let mut by_place = handed.iter().filter(|argument| argument.keyword.is_none());
        match by_name.or_else(|| by_place.nth(place)) {
            Some(argument) => Handed::Origins(argument.origins.clone()),
            None => Handed::Default,
        }
    }
}

/// What a parameter gets.
enum Handed {
    /// The object that a method is called on.
    Receiver(Owner),
    /// A value.
    Origins(Vec<Origin>),
    /// Nothing: its default, or what a caller that is not seen hands over.
    Default,
    /// It is no parameter of this function but of one around it.
    Outer,
}

/// The target of a change of somebody's object, and whether that is known; none where nobody else has it.
pub(super) fn target(owner: Owner) -> Option<(Target, bool)> {
    match owner {
        Owner::Fresh => None,
        Owner::Parameter(name) => Some((Target::Parameter(name), true)),
        Owner::Unknown => Some((Target::Everybody, false)),
        Owner::Module(module) => Some((Target::Module(module), true)),
    }
}
