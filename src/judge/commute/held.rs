//! Writes that hold only while a call goes on: what a function sets and puts back in a `finally`, where it is left, and what a
//! context manager undoes.
//!
//! Only what runs in between sees them. In the program that is followed by name ([`within`]); what somebody outside runs in a
//! `with` of his own is his, as is whatever else he sets before he calls.
mod locks;
mod managed;
mod of_tests;
mod taken_back;
pub(super) mod within;

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Commute;
use super::finders;
use super::writes::Write;
use crate::evaluate::{Access, Effect, Evaluation, Facet};
use crate::graph::visibility::{Part, each_part, holds, pairs};
use crate::graph::{Bits, Kind, ModuleId, Program, Reach};
use crate::rules::Rules;
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::syntax::Span;
use of_tests::OfTests;
use within::{Reached, Region, Within};

/// Variables that hold what was saved are followed through this many others.
const DEEPEST: usize = 3;

/// For how long a write holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    /// For ever, as far as is known.
    On,
    /// It puts back what was there.
    PutsBack,
    /// While some code runs that reaches these modules.
    While(Rc<Reached>),
}

/// Answers for the functions of a program.
pub(super) struct Holding<'a> {
    program: &'a Program,
    within: Within<'a>,
    /// What each body does to the state of the process when somebody calls it.
    effects: FxHashMap<(ModuleId, BodyId), Vec<&'a Effect>>,
    known: RefCell<FxHashMap<Key, Held>>,
    /// What files of tests set for a while.
    of_tests: OfTests,
}

/// A write: where, and of what.
type Key = ((ModuleId, BodyId), Span, Facet);

/// Whether a statement has a `finally`.
fn puts_back(statement: &Stmt) -> bool {
    let mut inner = statement.blocks().into_iter().flatten();
    matches!(statement, Stmt::Try { finally, .. } if !finally.is_empty()) || inner.any(puts_back)
}

/// One function, with what it does.
struct Function<'f> {
    code: &'f Code,
    body: &'f Body,
    effects: &'f [&'f Effect],
}

impl Commute<'_> {
    /// Whether a write holds when one of those that move may be loaded, which a statement of `module` defers.
    pub(super) fn holds_for(&self, write: &Write<'_>, module: ModuleId, moved: &Bits, before: &Reach) -> bool {
        let Some(reached) = &write.only_while else { return true };
        if reached.is_of_importers {
            let mut loads = reached.loads.iter();
            return loads.any(|&load| load == module || before.of(load).contains(module));
        }
        let (modules, bare) = (&self.inputs.program.modules, &self.inputs.options.bare);
        let mut moved = moved.iter().filter(|&id| !bare.contains(&modules[id].name));
        let names = reached.names.iter().filter(|(at, _)| *at == module);
        let targets: Vec<ModuleId> = reached
            .loads
            .iter()
            .copied()
            .chain(names.map(|&(_, target)| target))
            .collect();
        moved.any(|id| {
            targets
                .iter()
                .any(|&target| target == id || before.of(target).contains(id))
        })
    }
}

impl<'a> Holding<'a> {
    pub fn new(program: &'a Program, evaluation: &'a Evaluation, rules: &'a Rules) -> Self {
        let mut effects: FxHashMap<_, Vec<&Effect>> = FxHashMap::default();
        for effect in evaluation.later.iter().flat_map(|later| &later.effects) {
            if let Some(body) = effect.body {
                effects.entry(body).or_default().push(effect);
            }
        }
        Holding {
            program,
            within: Within::new(program, rules),
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
        if let Some(class) = body.parent
            && let Some(removed) = function.removed_entry(write)
            && self.is_appended_by_class((module, class), code, (body, removed))
        {
            return Held::PutsBack;
        }
        if function.takes_back(write) {
            // It was found while the function had its folder there, and is found no more.
            return match self.within.reached(&[(module, id, &body.statements)]) {
                Some(reached) => Held::While(Rc::new(Reached {
                    is_of_importers: true,
                    ..reached
                })),
                None => Held::PutsBack,
            };
        }
        if self.is_held_among_themselves(&function, write) {
            return Held::While(Rc::default());
        }
        // What runs while a coroutine waits is nowhere in sight.
        if !self.program.modules[module].is_own() || body.kind != BodyKind::Function || body.is_async {
            return Held::On;
        }
        if code.name(body.name) == "__enter__"
            && let Some(regions) = self.until_exit(key, write)
        {
            return self
                .within
                .reached(&regions)
                .map_or(Held::On, |reached| Held::While(Rc::new(reached)));
        }
        if !write.is_undone && !body.statements.iter().any(puts_back) {
            return Held::On;
        }
        if function.is_in_finally(&body.statements, write) {
            return Held::PutsBack;
        }
        let blocks = match write.is_undone {
            true => function.entered(&body.statements, write).map(|block| vec![block]),
            false => function.region(&body.statements, write),
        };
        let Some(blocks) = blocks else { return Held::On };
        // What a test runs is told by what its file imports, and not by names.
        if self.program.modules[module].kind == Kind::Test && code.name(body.name).starts_with("test") {
            return self.reached_by_test(module).map_or(Held::On, Held::While);
        }
        let mut regions: Vec<_> = blocks.into_iter().map(|block| (module, id, block)).collect();
        if body.is_generator {
            match self.within.managed(module, id) {
                Some(others) => regions.extend(others),
                None => return Held::On,
            }
        }
        self.within
            .reached(&regions)
            .map_or(Held::On, |reached| Held::While(Rc::new(reached)))
    }

    /// What runs from a write of `__enter__` on, where the `__exit__` of its class writes the same.
    fn until_exit(&self, (module, id): (ModuleId, BodyId), write: &Effect) -> Option<Vec<Region<'a>>> {
        let code = self.within.code(module)?;
        let body = &code.bodies[id as usize];
        let class = body
            .parent
            .filter(|&class| code.bodies[class as usize].kind == BodyKind::Class)?;
        let is_exit = |body: &Body| body.parent == Some(class) && code.name(body.name) == "__exit__";
        let exit = code.bodies.iter().position(is_exit)? as BodyId;
        let mut undoes = self.effects.get(&(module, exit))?.iter();
        let takes_away = |effect: &Effect| finders::is(effect, "finders") && finders::is(write, "meta_path");
        let is_same = |effect: &Effect| effect.access != Access::Read && effect.facet == write.facet;
        if !undoes.any(|effect| is_same(effect) || takes_away(effect)) {
            return None;
        }
        let mut regions = self.within.managed_by_class(module, class)?;
        regions.push((module, id, &body.statements));
        Some(regions)
    }
}

impl Function<'_> {
    /// Whether a write stands in a `finally` that puts back what it writes.
    fn is_in_finally(&self, block: &[Stmt], write: &Effect) -> bool {
        block.iter().any(|statement| {
            let is_here = matches!(statement, Stmt::Try { finally, .. }
                if holds(self.code, finally, write.span) && self.restores(finally, write));
            is_here || statement.blocks().iter().any(|inner| self.is_in_finally(inner, write))
        })
    }

    /// What runs from a write on until it is put back.
    fn region<'s>(&self, block: &'s [Stmt], write: &Effect) -> Option<Vec<&'s [Stmt]>> {
        let holds = |statement: &Stmt| holds(self.code, std::slice::from_ref(statement), write.span);
        let at = block.iter().position(holds)?;
        let mut inner = block[at].blocks().into_iter();
        if let Some(found) = inner.find_map(|inner| self.region(inner, write)) {
            return Some(found);
        }
        if let Stmt::Try { finally, .. } = &block[at]
            && self.restores(finally, write)
        {
            return Some(block[at].blocks());
        }
        let behind = block[at + 1..]
            .iter()
            .position(|statement| matches!(statement, Stmt::Try { finally, .. } if self.restores(finally, write)))?;
        Some(vec![&block[at..=at + 1 + behind]])
    }

    /// The `with` statement whose manager does a write when it is entered.
    fn entered<'s>(&self, block: &'s [Stmt], write: &Effect) -> Option<&'s [Stmt]> {
        block.iter().find_map(|statement| {
            let is_manager = |&(manager, _): &(ExprId, _)| self.code.span(manager) == write.span;
            match statement {
                Stmt::With { items, .. } if items.iter().any(is_manager) => Some(std::slice::from_ref(statement)),
                _ => statement
                    .blocks()
                    .into_iter()
                    .find_map(|inner| self.entered(inner, write)),
            }
        })
    }

    /// Whether a block puts back what a write sets, or would have set.
    fn restores(&self, finally: &[Stmt], write: &Effect) -> bool {
        let writes = |effect: &&&Effect| {
            effect.access != Access::Read && effect.facet == write.facet && holds(self.code, finally, effect.span)
        };
        self.effects.iter().filter(writes).any(|effect| {
            let mut found = false;
            each_part(self.code, finally, &mut |part| match part {
                Part::Binding(target, value) => {
                    found |= pairs(self.code, target, value).into_iter().any(|(target, value)| {
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
            for (target, value) in pairs(self.code, target, value) {
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
        restored.is_some_and(|restored| self.code.is_same(id, restored))
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
}
