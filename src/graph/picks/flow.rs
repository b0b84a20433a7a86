//! Where a value goes in one file, and whether nobody does more with it than to call it.
use rustc_hash::FxHashSet;

use super::uses::{Use, Uses};
use super::{LONGEST, Picks};
use crate::rules::Group;
use crate::semantics::code::{Argument, ArgumentKind, Body, BodyId, BodyKind, Expr, ExprId, ParameterKind, Stmt};

/// Follows a value.
pub(super) struct Flow<'f, 'a> {
    picks: &'f Picks<'a>,
    uses: &'f Uses<'f>,
    /// Whether somebody asks for its name.
    pub by_name: bool,
    /// Whether something keeps it until it is picked.
    pub is_kept: bool,
    /// Whether somebody sees all that is kept.
    pub shown: bool,
    seen: FxHashSet<ExprId>,
}

impl<'f, 'a> Flow<'f, 'a> {
    pub fn new(picks: &'f Picks<'a>, uses: &'f Uses<'f>) -> Self {
        Flow {
            picks,
            uses,
            by_name: false,
            is_kept: false,
            shown: false,
            seen: FxHashSet::default(),
        }
    }

    /// Whether nobody does more with a value than to call it.
    pub fn is_only_called(&mut self, id: ExprId, depth: usize) -> bool {
        if depth > LONGEST {
            return false;
        }
        if !self.seen.insert(id) {
            return true;
        }
        match self.uses.of_value(id) {
            Use::Called | Use::Tested => true,
            Use::Flows(whole) => self.is_only_called(whole, depth + 1),
            Use::Named(target) => self.is_name_only_called(target, depth),
            Use::Entry(dict) => {
                self.is_kept = true;
                self.is_only_picked_from(dict, depth)
            }
            Use::Element(display, at) => {
                self.is_kept = true;
                self.is_element_only_called(display, at, depth)
            }
            Use::Handed(call, at) => self.is_argument_only_called(call, at, depth),
            Use::Object(_) | Use::Container(_) | Use::Index(_) | Use::Iterated(_) | Use::Other => false,
        }
    }

    fn is_name_only_called(&mut self, target: ExprId, depth: usize) -> bool {
        let Expr::Name(name) = *self.uses.code.expression(target) else {
            return false;
        };
        let body = self.uses.body_of(target);
        if !self.uses.is_local(name, body) {
            return false;
        }
        let places: Vec<ExprId> = self.uses.named(name, body).collect();
        places
            .into_iter()
            .all(|place| place == target || self.is_only_called(place, depth + 1))
    }

    /// Whether nothing is taken out of a dict but what is called.
    fn is_only_picked_from(&mut self, dict: ExprId, depth: usize) -> bool {
        let code = self.uses.code;
        match self.uses.of_value(dict) {
            Use::Tested => true,
            Use::Container(whole) => match code.expression(whole) {
                Expr::Subscript(..) => self.is_only_called(whole, depth + 1),
                _ => true,
            },
            Use::Iterated(_) => true,
            Use::Object(attribute) => {
                let (Expr::Attribute(_, method), Use::Called) =
                    (code.expression(attribute), self.uses.of_value(attribute))
                else {
                    return false;
                };
                let method = self.uses.text(*method);
                let is_call =
                    |id: &ExprId| matches!(code.expression(*id), Expr::Call(callee, _) if *callee == attribute);
                let call = (0..code.expressions.len() as ExprId).find(is_call);
                let rules = self.uses.rules;
                let picks = rules.knows(Group::TakesItem, method);
                rules.knows(Group::KeysMethod, method)
                    || picks && call.is_some_and(|call| self.is_only_called(call, depth + 1))
            }
            Use::Handed(call, 0) => {
                let Expr::Call(callee, _) = code.expression(call) else {
                    return false;
                };
                matches!(code.expression(*callee), Expr::Name(name) if self.uses.rules.knows(Group::TakesKeys, self.uses.text(*name)))
            }
            Use::Named(target) => {
                let Expr::Name(name) = *code.expression(target) else {
                    return false;
                };
                let body = self.uses.body_of(target);
                let places: Vec<ExprId> = self.uses.named(name, body).collect();
                depth < LONGEST
                    && self.uses.is_local(name, body)
                    && places
                        .into_iter()
                        .all(|place| self.is_only_picked_from(place, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether a loop over a display only calls what it finds at this place.
    fn is_element_only_called(&mut self, display: ExprId, at: u32, depth: usize) -> bool {
        let code = self.uses.code;
        let (target, at) = match self.uses.of_value(display) {
            Use::Iterated(target) => (target, None),
            Use::Element(outer, _) => match self.uses.of_value(outer) {
                Use::Iterated(target) => (target, Some(at)),
                _ => return false,
            },
            _ => return false,
        };
        let name = match (at, code.expression(target)) {
            (None, Expr::Name(_)) => target,
            (Some(at), Expr::Sequence(_, names)) => match names.get(at as usize) {
                Some(&name) => name,
                None => return false,
            },
            _ => return false,
        };
        self.is_name_only_called(name, depth)
    }

    fn is_argument_only_called(&mut self, call: ExprId, at: u32, depth: usize) -> bool {
        let code = self.uses.code;
        let Expr::Call(callee, arguments) = code.expression(call) else {
            return false;
        };
        let Some(argument) = arguments.get(at as usize) else {
            return false;
        };
        match code.expression(*callee) {
            Expr::Attribute(_, method) if self.uses.text(*method) == "set_defaults" => {
                let ArgumentKind::Keyword(key) = argument.kind else {
                    return false;
                };
                let readers = self.picks.readers();
                self.is_kept = true;
                self.shown |= readers.shown;
                match readers.called.get(self.uses.text(key)) {
                    Some(&by_name) => {
                        self.by_name |= by_name;
                        true
                    }
                    None => false,
                }
            }
            // A function of this module.
            Expr::Name(function) => {
                let mut bodies = code.bodies.iter().enumerate();
                let is_it = |body: &Body| body.name == *function && body.parent == Some(0);
                let Some((id, body)) = bodies.find(|(_, body)| is_it(body) && body.kind == BodyKind::Function) else {
                    return false;
                };
                if bodies.any(|(_, body)| is_it(body)) || self.is_decorated(id as BodyId) {
                    return false;
                }
                let is_plain = |argument: &Argument| argument.kind == ArgumentKind::Plain;
                let parameter = match argument.kind {
                    ArgumentKind::Plain if arguments[..at as usize].iter().all(is_plain) => {
                        body.parameters.get(at as usize).filter(|parameter| {
                            matches!(parameter.kind, ParameterKind::Plain | ParameterKind::PositionalOnly)
                        })
                    }
                    ArgumentKind::Keyword(name) => body.parameters.iter().find(|parameter| parameter.name == name),
                    _ => None,
                };
                let Some(parameter) = parameter
                    .filter(|parameter| !matches!(parameter.kind, ParameterKind::Rest | ParameterKind::Keywords))
                else {
                    return false;
                };
                let places: Vec<ExprId> = self.uses.named(parameter.name, id as BodyId).collect();
                places.into_iter().all(|place| self.is_only_called(place, depth + 1))
            }
            _ => false,
        }
    }

    fn is_decorated(&self, body: BodyId) -> bool {
        let module = &self.uses.code.bodies[0].statements;
        !module.iter().any(
            |stmt| matches!(stmt, Stmt::Define { body: made, decorators, .. } if *made == body && decorators.is_empty()),
        )
    }
}
