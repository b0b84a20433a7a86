//! What stops the program where the environment or the command line does not hold what it should: a `raise` or an `assert` in plain
//! sight, and what is made of a value that somebody gives. A person who starts the program with a bad setting is told at once.
use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::activity::Activity;
use super::facet::{Access, CONTROL, Effect, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, Place};
use super::value::Atom;
use crate::graph::ModuleId;
use crate::rules::EffectKind;
use crate::semantics::code::{Body, Code, Expr, ExprId, Name, Stmt};
use crate::syntax::Span;

impl Machine<'_> {
    /// Notes that importing a module raises an exception at `place` where something bad is given, if that was asked there by then
    /// and nobody around it handles that; whether it was noted. That a package is missing is no such question.
    pub fn stops(&mut self, place: Place, exception: Option<&str>) -> bool {
        let Some(module) = self.raising(place) else {
            return false;
        };
        let is_missing = matches!(exception, None | Some("ImportError" | "ModuleNotFoundError"));
        if is_missing || !self.of[module].iter().any(is_asking) || !self.is_given(place, is_asking) {
            return false;
        }
        let what = format!("may raise `{}`, as the environment says", exception.unwrap_or_default());
        let facet = Facet::State(CONTROL.to_owned());
        // Whether it does so is what is asked.
        let doubt = std::mem::take(&mut self.in_doubt);
        self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
        self.in_doubt = doubt;
        true
    }

    /// An enumeration is asked for the member of a value: one that somebody gives may have none.
    pub fn asks_for_member(&mut self, class: &str, arguments: &Arguments, place: Place) {
        let is_known = |atom: Atom| matches!(atom, Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_));
        let value = arguments.positional.first();
        let is_asked = value.is_some_and(|value| !value.atoms().all(is_known)) && arguments.positional.len() == 1;
        if class.starts_with("enum.") && is_asked {
            self.stops(place, Some("ValueError"));
        }
    }

    /// Whether what happens at a place depends on what `is_asking` says of reads, as far as the text tells: it stands in a condition
    /// that asks for that, or works on what was asked before.
    pub fn is_given(&self, place: Place, is_asking: fn(&Effect) -> bool) -> bool {
        let Some(code) = self.facts(place.module).map(|facts| &facts.code) else {
            return false;
        };
        let asked = self.asked(place.module, is_asking);
        let body = code
            .bodies
            .iter()
            .find(|body| raises_at(code, &body.statements, place.span));
        let top = code.bodies.first();
        let mut given = Given::new(code, top.into_iter().chain(body), asked);
        let is_so = |given: &Given<'_>| match body {
            Some(body) => given.decides(&body.statements, place.span),
            None => given.is_in(place.span),
        };
        if is_so(&given) {
            return true;
        }
        // What the function was handed.
        let Some((call, body)) = self.calls.last().zip(body) else {
            return false;
        };
        let around = self.facts(call.module).map(|facts| &facts.code);
        let is_handed = around.is_some_and(|code| {
            let caller = self.running.iter().rev().nth(1).filter(|(of, _)| *of == call.module);
            let caller = caller.and_then(|&(_, body)| code.bodies.get(body as usize));
            let known = code.bodies.first().into_iter().chain(caller);
            Given::new(code, known, self.asked(call.module, is_asking)).is_in(call.span)
        });
        is_handed && {
            given
                .names
                .extend(body.parameters.iter().map(|parameter| parameter.name));
            given.spread(code, std::iter::once(body));
            is_so(&given)
        }
    }

    /// Where a module asks for such a thing while the module is imported that is at it.
    fn asked(&self, module: ModuleId, is_asking: fn(&Effect) -> bool) -> Vec<Span> {
        let Activity::Import(importing) = self.activity else {
            return Vec::new();
        };
        let reads = self.of[importing].iter().filter(|effect| is_asking(effect));
        let places = reads.flat_map(|effect| {
            let steps = effect.chain.iter().map(|step| (step.module, step.span));
            steps.chain([(effect.module, effect.span)])
        });
        places.filter(|&(of, _)| of == module).map(|(_, span)| span).collect()
    }
}

/// Whether an effect takes what somebody gives who starts a program.
fn is_asking(effect: &Effect) -> bool {
    let is_asked = |name: &str| name == "argv" || name.starts_with("env:");
    effect.access == Access::Read && matches!(&effect.facet, Facet::State(name) if is_asked(name))
}

/// Whether an effect takes what the program does not hold by itself.
pub fn is_outside(effect: &Effect) -> bool {
    effect.access == Access::Read && matches!(&effect.facet, Facet::State(_))
}

/// What a piece of code was given by the environment or the command line.
struct Given<'a> {
    code: &'a Code,
    asked: Vec<Span>,
    /// The names that hold some of it.
    names: FxHashSet<Name>,
    /// Where the file names anything, in the order of the text, once somebody asked.
    named: OnceCell<Vec<(u32, Name)>>,
}

impl<'a> Given<'a> {
    fn new(code: &'a Code, bodies: impl Iterator<Item = &'a Body> + Clone, asked: Vec<Span>) -> Self {
        let mut given = Given {
            code,
            names: FxHashSet::default(),
            named: OnceCell::new(),
            asked,
        };
        given.spread(code, bodies);
        given
    }

    /// Adds the names that are set to what is given, until there are no more.
    fn spread(&mut self, code: &Code, bodies: impl Iterator<Item = &'a Body> + Clone) {
        loop {
            let known = self.names.len();
            for body in bodies.clone() {
                self.spread_in(code, &body.statements);
            }
            if self.names.len() == known {
                return;
            }
        }
    }

    fn spread_in(&mut self, code: &Code, block: &[Stmt]) {
        for statement in block {
            match statement {
                Stmt::Assign { targets, value } => targets.iter().for_each(|&target| self.give(code, target, *value)),
                Stmt::For { target, iterable, .. } => self.give(code, *target, *iterable),
                Stmt::With { items, .. } => {
                    for &(manager, target) in items {
                        target.into_iter().for_each(|target| self.give(code, target, manager));
                    }
                }
                _ => {}
            }
            for inner in statement.blocks() {
                self.spread_in(code, inner);
            }
        }
    }

    /// A name that is set to a value holds what that holds.
    fn give(&mut self, code: &Code, target: ExprId, value: ExprId) {
        if let Expr::Name(name) = code.expression(target)
            && self.is_in(code.span(value))
        {
            self.names.insert(*name);
        }
    }

    /// Whether an expression asks for it, or names something that holds it.
    fn is_in(&self, span: Span) -> bool {
        let is_within = |inner: Span| span.start <= inner.start && inner.end <= span.end;
        self.asked.iter().any(|asked| is_within(*asked)) || !self.names.is_empty() && self.names_some(span)
    }

    /// Whether an expression names something that holds it.
    fn names_some(&self, span: Span) -> bool {
        let named = self.named.get_or_init(|| {
            let expressions = self.code.expressions.iter().zip(&self.code.spans);
            let named = expressions.filter_map(|(expression, span)| match expression {
                Expr::Name(name) => Some((span.start, *name)),
                _ => None,
            });
            let mut named: Vec<(u32, Name)> = named.collect();
            named.sort_unstable();
            named
        });
        let first = named.partition_point(|(start, _)| *start < span.start);
        let mut within = named[first..].iter().take_while(|(start, _)| *start < span.end);
        within.any(|(_, name)| self.names.contains(name))
    }

    /// Whether a `raise` or `assert` somewhere in these statements depends on it.
    fn decides(&self, block: &[Stmt], raise: Span) -> bool {
        let is_one = |test: ExprId| self.is_in(self.code.span(test));
        let mut has_asked = false;
        for statement in block {
            if is_it(self.code, statement, raise) {
                return has_asked || matches!(statement, Stmt::Assert { test, .. } if is_one(*test));
            }
            let decides = match statement {
                Stmt::If { test, .. } | Stmt::While { test, .. } => is_one(*test),
                Stmt::For { iterable, .. } => is_one(*iterable),
                Stmt::Match { subject, .. } => is_one(*subject),
                // What is not there is found out by trying to take it.
                Stmt::Try { body, handlers, .. } => {
                    let handled = handlers
                        .iter()
                        .any(|handler| raises_at(self.code, &handler.body, raise));
                    handled && body.iter().any(|statement| self.asks_in(statement))
                }
                _ => false,
            };
            if statement
                .blocks()
                .into_iter()
                .any(|inner| raises_at(self.code, inner, raise))
            {
                let mut inner = statement.blocks().into_iter();
                return has_asked || decides || inner.any(|inner| self.decides(inner, raise));
            }
            // `if given: return`, and what follows runs otherwise.
            has_asked = has_asked || decides && statement.blocks().into_iter().any(leaves);
        }
        false
    }

    /// Whether a statement asks for it anywhere.
    fn asks_in(&self, statement: &Stmt) -> bool {
        let of = |expression: &ExprId| self.is_in(self.code.span(*expression));
        match statement {
            Stmt::Expression(value) | Stmt::Assign { value, .. } | Stmt::Return(Some(value)) => of(value),
            _ => {
                let mut inner = statement.blocks().into_iter().flatten();
                inner.any(|statement| self.asks_in(statement))
            }
        }
    }
}

/// Whether a block is left at its end.
fn leaves(block: &[Stmt]) -> bool {
    matches!(block.last(), Some(Stmt::Return(_) | Stmt::Jump))
}

fn is_it(code: &Code, statement: &Stmt, raise: Span) -> bool {
    match statement {
        Stmt::Raise { span, .. } => *span == raise,
        Stmt::Assert { test, .. } => code.span(*test) == raise,
        _ => false,
    }
}

/// Whether a `raise`, or an `assert` of a test, stands among statements or below them.
fn raises_at(code: &Code, block: &[Stmt], raise: Span) -> bool {
    block.iter().any(|statement| {
        let mut inner = statement.blocks().into_iter();
        is_it(code, statement, raise) || inner.any(|inner| raises_at(code, inner, raise))
    })
}
