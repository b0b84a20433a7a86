//! Writes that put back what was there, and those that hold only while a test runs.
//!
//! What a function of the program sets is seen by all that may run before it puts that back: which code that is, names do not tell
//! (special methods, decorators and callbacks run without being named), so that it counts as set for ever.
mod of_tests;
mod taken_back;

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Commute;
use super::writes::Write;
use crate::evaluate::{Access, Effect, Evaluation, Facet};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Kind, ModuleId, Program, Reach};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::syntax::Span;
use of_tests::OfTests;

/// Variables that hold what was saved are followed through this many others.
const DEEPEST: usize = 3;

/// For how long a write holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    /// For ever, as far as is known.
    On,
    /// It puts back what was there.
    PutsBack,
    /// While some code runs that loads none but these modules.
    While(Rc<Vec<ModuleId>>),
}

/// Answers for the functions of a program.
pub(super) struct Holding<'a> {
    program: &'a Program,
    /// What each body does to the state of the process when somebody calls it.
    effects: FxHashMap<(ModuleId, BodyId), Vec<&'a Effect>>,
    known: RefCell<FxHashMap<Key, Held>>,
    /// What files of tests set for a while.
    of_tests: OfTests,
}

/// A write: where, and of what.
type Key = ((ModuleId, BodyId), Span, Facet);

/// One function, with what it does.
struct Function<'f> {
    code: &'f Code,
    body: &'f Body,
    effects: &'f [&'f Effect],
}

impl Commute<'_> {
    /// Whether a write holds when something is loaded that a statement of `module` defers.
    pub(super) fn holds_for(&self, write: &Write<'_>, module: ModuleId, before: &Reach) -> bool {
        let Some(loads) = &write.only_while else { return true };
        let mut loads = loads.iter();
        loads.any(|&load| load == module || before.of(load).contains(module))
    }
}

impl<'a> Holding<'a> {
    pub fn new(program: &'a Program, evaluation: &'a Evaluation) -> Self {
        let mut effects: FxHashMap<_, Vec<&Effect>> = FxHashMap::default();
        for effect in evaluation.later.iter().flat_map(|later| &later.effects) {
            if let Some(body) = effect.body {
                effects.entry(body).or_default().push(effect);
            }
        }
        Holding {
            program,
            effects,
            known: RefCell::default(),
            of_tests: OfTests::default(),
        }
    }

    /// For how long a write holds.
    pub fn held(&self, write: &Effect) -> Held {
        let Some(body) = write.body else { return Held::On };
        let key = (body, write.span, write.facet.clone());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let held = self.looked_at(write);
        self.known.borrow_mut().insert(key, held.clone());
        held
    }

    fn looked_at(&self, write: &Effect) -> Held {
        let Some(key) = write.body.filter(|key| key.0 == write.module) else {
            return Held::On;
        };
        let (module, id) = key;
        if write.is_undone
            && let Some(reached) = self.until_a_test_ends(write)
        {
            return Held::While(reached);
        }
        let facts = self.program.facts(module);
        let Some((code, effects)) = facts.map(|facts| &facts.code).zip(self.effects.get(&key)) else {
            return Held::On;
        };
        let Some(body) = code.bodies.get(id as usize) else {
            return Held::On;
        };
        let function = Function { code, body, effects };
        if function.takes_back(write) {
            // It was found while the function had its folder there, and is found no more.
            let loads = self.imported_by_functions(module);
            return loads.map_or(Held::PutsBack, |loads| Held::While(Rc::new(loads)));
        }
        // What runs while a coroutine waits is nowhere in sight.
        if !self.program.modules[module].is_own() || body.kind != BodyKind::Function || body.is_async {
            return Held::On;
        }
        if function.is_in_finally(&body.statements, write) {
            return Held::PutsBack;
        }
        let is_test = self.program.modules[module].kind == Kind::Test && code.name(body.name).starts_with("test");
        match is_test && function.is_put_back(&body.statements, write) {
            true => self.reached_by_test(module).map_or(Held::On, Held::While),
            false => Held::On,
        }
    }
}

impl Function<'_> {
    /// Whether a part of a block is at a place.
    fn holds(&self, block: &[Stmt], at: Span) -> bool {
        let mut found = false;
        each_part(self.code, block, &mut |part| {
            if let Part::Expression(id, _) = part {
                let span = self.code.span(id);
                found |= span.start <= at.start && at.end <= span.end;
            }
        });
        found
    }

    /// Whether a write stands in a `finally` that puts back what it writes.
    fn is_in_finally(&self, block: &[Stmt], write: &Effect) -> bool {
        block.iter().any(|statement| {
            let is_here = matches!(statement, Stmt::Try { finally, .. }
                if self.holds(finally, write.span) && self.restores(finally, write));
            is_here || statement.blocks().iter().any(|inner| self.is_in_finally(inner, write))
        })
    }

    /// Whether a `finally` around a write, or behind it, puts back what it sets.
    fn is_put_back(&self, block: &[Stmt], write: &Effect) -> bool {
        let holds = |statement: &Stmt| self.holds(std::slice::from_ref(statement), write.span);
        let Some(at) = block.iter().position(holds) else {
            return false;
        };
        let restores =
            |statement: &Stmt| matches!(statement, Stmt::Try { finally, .. } if self.restores(finally, write));
        let mut inner = block[at].blocks().into_iter();
        inner.any(|inner| self.is_put_back(inner, write)) || block[at..].iter().any(restores)
    }

    /// Whether a block puts back what a write sets, or would have set.
    fn restores(&self, finally: &[Stmt], write: &Effect) -> bool {
        let writes = |effect: &&&Effect| {
            effect.access != Access::Read && effect.facet == write.facet && self.holds(finally, effect.span)
        };
        self.effects.iter().filter(writes).any(|effect| {
            let mut found = false;
            each_part(self.code, finally, &mut |part| match part {
                Part::Binding(target, value) => {
                    found |= self.pairs(target, value).into_iter().any(|(target, value)| {
                        self.is_at(target, effect.span) && self.is_saved(value, Some(target), &write.facet, 0)
                    });
                }
                Part::Expression(call, _) => {
                    if let Expr::Call(_, arguments) = self.code.expression(call)
                        && self.code.span(call) == effect.span
                    {
                        let mut values = arguments.iter().map(|argument| argument.value);
                        found |= values.any(|value| self.is_saved(value, None, &write.facet, 0));
                    }
                }
            });
            found
        })
    }

    fn is_at(&self, id: ExprId, at: Span) -> bool {
        let span = self.code.span(id);
        span.start <= at.start && at.end <= span.end
    }

    /// What is assigned to each of several targets.
    fn pairs(&self, target: ExprId, value: ExprId) -> Vec<(ExprId, ExprId)> {
        match (self.code.expression(target), self.code.expression(value)) {
            (Expr::Sequence(_, targets), Expr::Sequence(_, values)) if targets.len() == values.len() => {
                targets.iter().copied().zip(values.iter().copied()).collect()
            }
            _ => vec![(target, value)],
        }
    }

    /// Whether a value is a variable that holds what was there before.
    fn is_saved(&self, value: ExprId, restored: Option<ExprId>, facet: &Facet, depth: usize) -> bool {
        let Expr::Name(name) = *self.code.expression(value) else {
            return false;
        };
        self.is_saved_in(name, restored, facet, depth)
    }

    fn is_saved_in(&self, name: Name, restored: Option<ExprId>, facet: &Facet, depth: usize) -> bool {
        let is_parameter = self.body.parameters.iter().any(|parameter| parameter.name == name);
        if depth > DEEPEST || is_parameter || !self.body.locals.contains(&name) {
            return false;
        }
        let mut found = false;
        each_part(self.code, &self.body.statements, &mut |part| {
            let Part::Binding(target, value) = part else { return };
            for (target, value) in self.pairs(target, value) {
                if !self.binds(target, name) {
                    continue;
                }
                let reads = self.effects.iter().any(|effect| {
                    effect.access == Access::Read && effect.facet.meets(facet) && self.is_at(value, effect.span)
                });
                found |= reads || self.has(value, &|id| self.is_what_is_restored(id, restored));
                // `for name, value in saved.items()`
                found |= self.has(value, &|id| match *self.code.expression(id) {
                    Expr::Name(other) => other != name && self.is_saved_in(other, restored, facet, depth + 1),
                    _ => false,
                });
            }
        });
        found
    }

    fn is_what_is_restored(&self, id: ExprId, restored: Option<ExprId>) -> bool {
        restored.is_some_and(|restored| self.is_same(id, restored))
    }

    /// Whether a target is a variable, a part of it, or has it among others.
    fn binds(&self, target: ExprId, name: Name) -> bool {
        match self.code.expression(target) {
            Expr::Name(bound) => *bound == name,
            Expr::Subscript(of, _) => self.binds(*of, name),
            Expr::Sequence(_, targets) => targets.iter().any(|&target| self.binds(target, name)),
            _ => false,
        }
    }

    /// Whether an expression has a part of some kind.
    fn has(&self, value: ExprId, is_it: &dyn Fn(ExprId) -> bool) -> bool {
        let mut found = false;
        each_part(self.code, &[Stmt::Expression(value)], &mut |part| {
            if let Part::Expression(id, _) = part {
                found |= is_it(id);
            }
        });
        found
    }

    /// Whether two expressions are written alike.
    fn is_same(&self, left: ExprId, right: ExprId) -> bool {
        match (self.code.expression(left), self.code.expression(right)) {
            (Expr::Name(left), Expr::Name(right)) => left == right,
            (Expr::Attribute(left, name), Expr::Attribute(right, other)) => {
                name == other && self.is_same(*left, *right)
            }
            (Expr::Subscript(left, index), Expr::Subscript(right, other)) => {
                self.is_same(*left, *right) && self.is_same(*index, *other)
            }
            (Expr::Literal(left), Expr::Literal(right)) => left == right,
            (Expr::Call(left, handed), Expr::Call(right, other)) => {
                let mut pairs = handed.iter().zip(other);
                self.is_same(*left, *right)
                    && handed.len() == other.len()
                    && pairs.all(|(left, right)| self.is_same(left.value, right.value))
            }
            _ => false,
        }
    }
}
