//! What an installed package makes when it is first asked for, and keeps: `if self._key is None: self._key = made()`.
//!
//! Who asks first has it made, and everybody finds the same; nobody else names an attribute that the package marks as its own.
use crate::evaluate::Place;
use crate::graph::Program;
use crate::semantics::code::{Code, Expr, ExprId, Literal, Name, Operator, Stmt};

/// Whether a change keeps what is made there for any caller that asks first.
pub(super) fn is_made_once(program: &Program, place: Place) -> bool {
    let facts = program
        .facts(place.module)
        .filter(|_| !program.modules[place.module].is_own());
    facts.is_some_and(|facts| {
        let mut bodies = facts.code.bodies.iter();
        bodies.any(|body| keeps(&facts.code, &body.statements, place))
    })
}

fn keeps(code: &Code, block: &[Stmt], place: Place) -> bool {
    block.iter().any(|statement| {
        let is_it = match statement {
            Stmt::If { test, then, .. } => asked_for_none(code, *test)
                .is_some_and(|asked| then.iter().any(|inner| sets(code, inner, asked, place))),
            _ => false,
        };
        is_it || statement.blocks().iter().any(|inner| keeps(code, inner, place))
    })
}

/// `self` and `_key` of the test `self._key is None`.
fn asked_for_none(code: &Code, test: ExprId) -> Option<(Name, Name)> {
    let Expr::Compare(left, rest) = code.expression(test) else {
        return None;
    };
    match &rest[..] {
        [(Operator::Is, right)] if *code.expression(*right) == Expr::Literal(Literal::None) => private(code, *left),
        _ => None,
    }
}

/// `self` and `_key` of `self._key`.
fn private(code: &Code, expression: ExprId) -> Option<(Name, Name)> {
    let Expr::Attribute(object, name) = *code.expression(expression) else {
        return None;
    };
    match *code.expression(object) {
        Expr::Name(object) if code.name(name).starts_with('_') => Some((object, name)),
        _ => None,
    }
}

fn sets(code: &Code, statement: &Stmt, asked: (Name, Name), place: Place) -> bool {
    let Stmt::Assign { targets, .. } = statement else {
        return false;
    };
    targets
        .iter()
        .any(|&target| code.span(target) == place.span && private(code, target) == Some(asked))
}
