//! What tests set for as long as one of them runs: a patch that decorates it, and what pytest undoes behind it.
use super::Holding;
use super::within::Region;
use crate::evaluate::Effect;
use crate::graph::{Kind, ModuleId};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Stmt};
use crate::syntax::Span;

/// What pytest hands a test by this name undoes behind it whatever was set with it.
pub(super) const UNDOING: &str = "monkeypatch";
/// What makes a function one that pytest runs before tests, and what is behind its `yield`, behind them.
const FIXTURE: &str = "fixture";

impl<'a> Holding<'a> {
    /// What runs from a write of a test on until that ends; none where it is not one of a single test.
    pub(super) fn until_a_test_ends(
        &self,
        (module, id): (ModuleId, BodyId),
        write: &Effect,
    ) -> Option<Vec<Region<'a>>> {
        let code = self.within.code(module)?;
        if let Some(decorated) = code
            .bodies
            .iter()
            .find_map(|body| decorated(code, &body.statements, write.span))
        {
            let body = &code.bodies[decorated as usize];
            // What runs while a coroutine waits is nowhere in sight.
            return (!body.is_async).then(|| vec![(module, decorated, body.statements.as_slice())]);
        }
        let body = &code.bodies[id as usize];
        let is_handed = body
            .parameters
            .iter()
            .any(|parameter| code.name(parameter.name) == UNDOING);
        let is_test = self.program.modules[module].kind == Kind::Test
            && body.kind == BodyKind::Function
            && code.name(body.name).starts_with("test");
        if !is_test || !is_handed || body.is_async || !calls_on(code, write.span, UNDOING) {
            return None;
        }
        // What other fixtures do behind their tests, they may do before it is undone.
        let fixtures = self.program.own_modules().flat_map(|other| {
            let code = self.within.code(other);
            let all = code
                .into_iter()
                .flat_map(|code| code.bodies.iter().enumerate().map(move |body| (code, body)));
            let one = all.filter(|(code, (id, body))| body.is_generator && is_fixture(code, *id as BodyId, body));
            one.map(move |(_, (id, body))| (other, id as BodyId, body.statements.as_slice()))
        });
        Some(
            std::iter::once((module, id, body.statements.as_slice()))
                .chain(fixtures)
                .collect(),
        )
    }
}

/// The function that an expression at a place decorates, by itself.
fn decorated(code: &Code, block: &[Stmt], at: Span) -> Option<BodyId> {
    block.iter().find_map(|statement| match statement {
        Stmt::Define { body, decorators, .. } if decorators.iter().any(|&one| code.span(one) == at) => Some(*body),
        _ => statement
            .blocks()
            .into_iter()
            .find_map(|inner| decorated(code, inner, at)),
    })
}

/// Whether a call at a place is one of a method of what has a name.
fn calls_on(code: &Code, at: Span, name: &str) -> bool {
    let is_it = |of: ExprId| matches!(code.expression(of), Expr::Name(of) if code.name(*of) == name);
    code.expressions.iter().zip(&code.spans).any(|(expression, span)| {
        *span == at
            && matches!(expression, Expr::Call(callee, _) if matches!(code.expression(*callee), Expr::Attribute(of, _) if is_it(*of)))
    })
}

/// Whether a function is a fixture.
fn is_fixture(code: &Code, id: BodyId, body: &Body) -> bool {
    let Some(parent) = body.parent else { return false };
    let decorators = super::managed::decorators(&code.bodies[parent as usize].statements, id);
    decorators.into_iter().flatten().any(|&decorator| {
        let of = match code.expression(decorator) {
            Expr::Call(callee, _) => *callee,
            _ => decorator,
        };
        matches!(code.expression(of), Expr::Name(name) | Expr::Attribute(_, name) if code.name(*name) == FIXTURE)
    })
}
