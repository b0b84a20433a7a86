//! A module that is handed to a function of the same file: it is a variable of that function, and no more.
use super::{Flow, Use};
use crate::graph::visibility::parts::binds;
use crate::semantics::code::{
    Argument, ArgumentKind, Body, BodyId, Code, Expr, ExprId, Name, Parameter, ParameterKind,
};

impl Flow<'_> {
    /// The function at the level of the file that a call may mean by a name, and what it is called: no code around the call has
    /// another use for that name.
    pub(super) fn function(&self, callee: ExprId) -> Option<(Name, BodyId)> {
        let Expr::Name(name) = *self.code.expression(callee) else {
            return None;
        };
        let is_it = |body: &Body| body.parent == Some(0) && body.name == name;
        let at = self.code.bodies.iter().position(is_it)?;
        let around = |body: &BodyId| self.code.bodies[*body as usize].parent;
        let mut inner = std::iter::successors(Some(self.body), around).filter(|&body| body != 0);
        let is_local = inner.any(|body| {
            let body = &self.code.bodies[body as usize];
            body.locals.contains(&name) || body.type_parameters.contains(&name)
        });
        let is_inside = |expression: &Expr| match expression {
            Expr::Comprehension(of) => of.clauses.iter().any(|clause| binds(self.code, clause.target, name)),
            _ => false,
        };
        (!is_local && !self.code.expressions.iter().any(is_inside)).then_some((name, at as BodyId))
    }

    /// What a function does with an argument: it has it as one of its parameters.
    pub(super) fn parameter(
        &self,
        (name, body): (Name, BodyId),
        arguments: &[Argument],
        argument: &Argument,
    ) -> Option<Use> {
        let is_plain = |argument: &Argument| matches!(argument.kind, ArgumentKind::Plain | ArgumentKind::Keyword(_));
        if !arguments.iter().all(is_plain) {
            return None;
        }
        let keyword = match argument.kind {
            ArgumentKind::Keyword(keyword) => Some(self.code.name(keyword)),
            _ => None,
        };
        let place = arguments.iter().position(|other| other.value == argument.value)?;
        let found = parameter_of(self.code, body, keyword, place);
        found.map(|parameter| Use::Handed(name, body, parameter))
    }

    /// A function is handed a module. What runs while nobody waits for it may be looked into meanwhile.
    pub(super) fn hand(&mut self, function: Name, body: BodyId, parameter: Name) {
        let of = &self.code.bodies[body as usize];
        let is_plain = !of.is_generator && !of.is_async;
        if is_plain && (self.function_of)(self.code.name(function)) == Some(of.scope) {
            self.held.insert((body, parameter));
        } else {
            self.leaves = true;
        }
    }
}

/// The parameter as which a function has an argument of a call without stars: one with that keyword, or at that place. None where the
/// function gathers several arguments in one.
pub(in crate::graph::visibility) fn parameter_of(
    code: &Code,
    body: BodyId,
    keyword: Option<&str>,
    place: usize,
) -> Option<Name> {
    let parameters = &code.bodies[body as usize].parameters;
    let gathers = |one: &Parameter| matches!(one.kind, ParameterKind::Rest | ParameterKind::Keywords);
    if parameters.iter().any(gathers) {
        return None;
    }
    let found = match keyword {
        Some(keyword) => {
            let mut by_keyword = parameters
                .iter()
                .filter(|one| one.kind != ParameterKind::PositionalOnly);
            by_keyword.find(|one| code.name(one.name) == keyword)
        }
        None => parameters
            .get(place)
            .filter(|one| one.kind != ParameterKind::KeywordOnly),
    };
    found.map(|parameter| parameter.name)
}
