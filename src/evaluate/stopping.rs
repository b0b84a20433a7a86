//! What stops the program where the environment or the command line does not hold what it should: a `raise` or an `assert` in plain
//! sight, and what is made of a value that somebody gives. A person who starts the program with a bad setting is told at once.
mod control;
mod given;
mod handed;
mod known;
mod modules;
mod operations;

use super::activity::Activity;
use super::facet::{Access, CONTROL, Effect, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, Kind, Place};
use super::raised::is_of_missing;
use super::value::{Atom, Value};
use crate::graph::ModuleId;
use crate::rules::EffectKind;
use crate::semantics::code::{BodyId, BodyKind, Code, Expr, ExprId};
use control::Target;
use given::{Given, Names};
use handed::{handed, handed_to_hook};
pub(super) use known::Known;

/// What is asked of the outside of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asking {
    /// What somebody gives who starts it: variables of the environment, the command line.
    Person,
    /// Anything that the program does not hold by itself.
    Outside,
}

impl Asking {
    /// Whether an effect takes such a thing.
    fn is_by(self, effect: &Effect) -> bool {
        let Facet::State(name) = &effect.facet else {
            return false;
        };
        let is_meant = match self {
            Asking::Person => name == "argv" || name.starts_with("env:"),
            Asking::Outside => true,
        };
        effect.access == Access::Read && is_meant
    }
}

impl Machine<'_> {
    /// Notes that importing a module raises an exception at `place` where something bad is given, if that was asked there by then
    /// and nobody around it handles that; whether it was noted. That a package is missing is no such question.
    pub fn stops(&mut self, place: Place, exception: Option<&str>) -> bool {
        if exception.is_some_and(is_of_missing)
            || self.raising(place, exception, false).is_none()
            || !self.is_given(place, Asking::Person)
        {
            return false;
        }
        let what = format!(
            "may raise `{}`, as the environment says",
            exception.unwrap_or("exception")
        );
        let facet = Facet::State(CONTROL.to_owned());
        // Whether it does so is what is asked.
        let doubt = std::mem::take(&mut self.in_doubt);
        self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
        self.in_doubt = doubt;
        true
    }

    /// Notes where one of several functions is called: what is given may say which.
    pub fn chooses_callee(&mut self, callee: &Value, place: Place) {
        if callee.single().is_some() || !matches!(self.activity, Activity::Import(_)) || !self.is_own(place.module) {
            return;
        }
        let function = |atom: Atom| match atom {
            // The same method of several objects is one.
            Atom::Object(object) => match self.kind(object) {
                Kind::Method { function, .. } => function.clone(),
                _ => atom.into(),
            },
            _ => atom.into(),
        };
        let mut functions = callee.atoms().map(function);
        let first = functions.next();
        let are_several = functions.any(|other| Some(&other) != first.as_ref());
        if are_several && self.given.chosen.insert(place) {
            self.given.answers.clear();
        }
    }

    /// An enumeration is asked for the member of a value, or of a name: one that somebody gives may have none.
    pub fn asks_for_member(&mut self, arguments: &Arguments, exception: &str, place: Place) {
        let value = arguments.positional.first();
        let is_asked =
            value.is_some_and(|value| !value.atoms().all(Atom::is_constant)) && arguments.positional.len() == 1;
        if is_asked && self.stops(place, Some(exception)) {
            self.may_raise(place, Some(exception), Some(true));
        }
    }

    /// Whether what happens at a place depends on what is asked of the outside, as far as the text tells: it stands in a condition
    /// that asks for that, or in a function that is called in one, or works on what was asked before.
    pub fn is_given(&mut self, place: Place, asking: Asking) -> bool {
        let Activity::Import(importing) = self.activity else {
            return false;
        };
        let count = self.asked_so_far(importing, asking);
        let stack = (0..).zip(&self.running);
        let stack = stack.map(|(at, &(module, body))| (module, body, self.entered_from(at)));
        let question = (place, asking, importing, count, stack.collect());
        if let Some(known) = self.given.answers.get(&question) {
            return *known;
        }
        let answer = self.follows_given(place, asking, importing);
        self.given.answers.insert(question, answer);
        answer
    }

    fn follows_given(&mut self, place: Place, asking: Asking, importing: ModuleId) -> bool {
        let mut got = Names::default();
        for at in 0..self.running.len() {
            let (module, body) = self.running[at];
            let next = self.running.get(at + 1).copied();
            let here = match next {
                Some(_) => self.entered_from(at + 1),
                None => Some(place),
            };
            let Some((facts, here)) = self.facts(module).zip(here.filter(|here| here.module == module)) else {
                got = Names::default();
                continue;
            };
            let code = &facts.code;
            let of_module = self.given_to(module, importing, asking, 0);
            if of_module.is_nothing() && got.is_empty() {
                continue;
            }
            let mut given = Given::new(code, &of_module.places, Names::default());
            given.names = match body {
                0 => of_module.names.clone(),
                _ => self.names_in(code, body, &of_module),
            };
            given.names.join(&got);
            got = Names::default();
            if given.is_nothing() {
                continue;
            }
            if body != 0 {
                given.spread(body);
            }
            let part = self.expression_at(module, here.span);
            let is_raise = next.is_none() && self.raises_at(here);
            let target = match is_raise {
                true => Target::Raise(here.span),
                false => Target::Expression(here.span),
            };
            let chooses =
                |part: ExprId| next.is_some() && self.given.chosen.contains(&here) && given.chooses_callee(part);
            if given.decides(body, target) == Some(true) || part.is_some_and(chooses) {
                return true;
            }
            match next.zip(part) {
                Some(((module, body), part)) => {
                    if let Some(facts) = self.facts(module).filter(|_| body != 0) {
                        got = handed(&given, part, (&facts.code, body));
                        self.around(&given, (&facts.code, body), &mut got);
                    }
                }
                None if next.is_none() && !is_raise => return part.is_some_and(|part| given.holds(part)),
                None => {
                    if let Some((module, body)) = next
                        && let Some(facts) = self.facts(module).filter(|_| body != 0)
                    {
                        got = handed_to_hook(&given, here.span, (&facts.code, body));
                    }
                }
            }
        }
        false
    }

    /// Where the function was called that is running as one of several; none where nothing says so.
    fn entered_from(&self, at: usize) -> Option<Place> {
        let (before, then) = (*self.entered.get(at.checked_sub(1)?)?, *self.entered.get(at)?);
        let step = (then > before).then(|| self.calls.get(then - 1)).flatten()?;
        Some(Place {
            module: step.module,
            span: step.span,
        })
    }

    /// What a function sees of what was given: names of the module and of its class, and its defaults.
    fn names_in(&self, code: &Code, body: BodyId, of_module: &known::OfModule) -> Names {
        let function = &code.bodies[body as usize];
        let mut names = of_module.names.seen_in(function);
        let around = Given::new(code, &of_module.places, of_module.names.clone());
        let defaults = function.parameters.iter();
        let given = defaults.filter(|parameter| parameter.default.is_some_and(|default| around.holds(default)));
        names.whole.extend(given.map(|parameter| parameter.name));
        let class = function.parent.map(|id| &code.bodies[id as usize]);
        if let Some((class, first)) = class
            .filter(|class| class.kind == BodyKind::Class)
            .zip(function.parameters.first())
        {
            let set = of_module
                .names
                .whole
                .iter()
                .filter(|name| class.locals.binary_search(name).is_ok());
            names.parts.extend(set.map(|&name| (first.name, name)));
        }
        names
    }

    /// What a function closes over that the one around it was handed, wherever that was called in the same code.
    fn around(&self, given: &Given<'_>, (code, body): (&Code, BodyId), got: &mut Names) {
        let Some(parent) = code.bodies[body as usize].parent else {
            return;
        };
        let around = &code.bodies[parent as usize];
        if !matches!(around.kind, BodyKind::Function | BodyKind::Lambda) {
            return;
        }
        let name = code.name(around.name);
        let is_it = |callee: ExprId| match given.code.expression(callee) {
            Expr::Name(called) | Expr::Attribute(_, called) => given.code.name(*called) == name,
            _ => false,
        };
        let mut of_around = Names::default();
        for (id, expression) in (0..).zip(&given.code.expressions) {
            if matches!(expression, Expr::Call(callee, _) if is_it(*callee)) {
                of_around.join(&handed(given, id, (code, parent)));
            }
        }
        got.join(&of_around.seen_in(&code.bodies[body as usize]));
    }
}
