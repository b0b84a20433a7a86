//! Executing statements.
mod binding;
mod both_branches;
mod longer;
mod switches;
mod trying;

use super::activity::End;
use super::machine::Machine;
use super::object::{Arguments, EnvId, Kind, Place};
use super::raised::Catching;
use super::value::{Atom, Value};
use crate::project::standard;
use crate::rules::Group;
use crate::semantics::code::{Argument, ArgumentKind, BodyId, Case, ExprId, Stmt};

/// A loop is executed at most this often: what it assigns is added up.
const MOST_ROUNDS: usize = 3;

impl Machine<'_> {
    /// Executes statements in order.
    pub fn block(&mut self, env: EnvId, statements: &[Stmt]) -> End {
        let narrowed_before = self.narrowed.len();
        let doubt_before = self.in_doubt;
        let end = self.each(env, statements);
        self.in_doubt = doubt_before;
        // What a branch that leaves says of names holds up to the end of its block: this one may not be executed at all.
        for names in self.narrowed.split_off(narrowed_before) {
            self.widen(env, names);
        }
        end
    }

    fn each(&mut self, env: EnvId, statements: &[Stmt]) -> End {
        for statement in statements {
            self.reads_on();
            if !self.step() {
                return End::Falls;
            }
            if self.statement(env, statement) == End::Leaves {
                return End::Leaves;
            }
        }
        End::Falls
    }

    /// Executes a block that may run or not.
    pub fn weakly(&mut self, env: EnvId, statements: &[Stmt]) -> End {
        self.weak += 1;
        let end = self.block(env, statements);
        self.weak -= 1;
        end
    }

    pub fn place(&self, env: EnvId, expression: ExprId) -> Place {
        let module = self.envs[env as usize].module;
        let span = self.code(module).map(|code| code.span(expression)).unwrap_or_default();
        Place { module, span }
    }

    fn statement(&mut self, env: EnvId, statement: &Stmt) -> End {
        match statement {
            Stmt::Expression(value) => {
                self.eval(env, *value);
            }
            Stmt::Assign { targets, value: made } => {
                let value = self.eval(env, *made);
                if !self.lengthens_external(env, targets, *made, &value) {
                    for &target in targets {
                        self.may_not_unpack(env, target, *made, &value);
                        self.assign(env, target, &value);
                    }
                }
            }
            Stmt::Augment {
                target,
                operator,
                value,
            } => {
                let place = self.place(env, *target);
                let old = self.eval(env, *target);
                let added = self.eval(env, *value);
                if !self.extends_external(*operator, &old, &added, place) {
                    let result = self.in_place(*operator, &old, &added, place);
                    self.assign(env, *target, &result);
                }
            }
            Stmt::Declare(_) | Stmt::Pass => {}
            Stmt::TypeAlias(name) => {
                self.rebinds(env, *name);
            }
            Stmt::Delete(targets) => {
                for &target in targets {
                    self.delete(env, target);
                }
            }
            Stmt::Import(imports) => self.import_statement(env, imports),
            Stmt::Annotation(annotation) => self.annotations(env, &[*annotation]),
            Stmt::Define {
                body,
                decorators,
                annotations,
            } => {
                self.annotations(env, annotations);
                self.define(env, *body, decorators);
            }
            Stmt::Class {
                body,
                decorators,
                arguments,
            } => self.class_statement(env, *body, decorators, arguments),
            Stmt::Return(value) => {
                let value = value.map_or(Atom::None.into(), |value| self.eval(env, value));
                self.hands_out(env, |env| &mut env.returned, &value);
                return End::Leaves;
            }
            Stmt::Raise { exception, cause, span } => {
                self.is_in_doubt();
                let module = self.envs[env as usize].module;
                let place = Place { module, span: *span };
                for value in exception.iter().chain(cause) {
                    let raised = self.eval(env, *value);
                    self.makes_raised(&raised, place);
                }
                match exception {
                    // A module that is there is not missing.
                    _ if self.handlers.in_vain > 0 => {}
                    // It is noted where it was raised.
                    Some(exception) if self.is_what_was_caught(module, *exception) => {}
                    Some(exception) => self.raises_one_of(place, *exception),
                    None => self.raises_again(place),
                }
                return End::Leaves;
            }
            Stmt::Assert { test, message } => {
                if self.truth(env, *test) != Some(true) {
                    self.raises(self.place(env, *test), Some("AssertionError"));
                }
                if let Some(message) = message {
                    self.weak += 1;
                    self.eval(env, *message);
                    self.weak -= 1;
                }
            }
            Stmt::If { test, then, otherwise } => return self.branches(env, *test, then, otherwise),
            Stmt::For {
                target,
                iterable,
                body,
                otherwise,
            } => {
                let place = self.place(env, *iterable);
                let is_empty =
                    |machine: &mut Self, value: &Value| machine.entries(value).is_some_and(|all| all.is_empty());
                let iterable = self.testing(|machine| machine.eval(env, *iterable), is_empty);
                self.for_each(env, *target, &iterable, place, |machine| {
                    machine.weakly(env, body);
                });
                self.weakly(env, otherwise);
            }
            Stmt::While { test, body, otherwise } => {
                self.rounds(|machine| {
                    machine.truth(env, *test);
                    machine.weakly(env, body);
                });
                self.weakly(env, otherwise);
            }
            Stmt::Try {
                body,
                handlers,
                otherwise,
                finally,
            } => {
                return self.tried(env, body, handlers, otherwise, finally);
            }
            Stmt::With { items, body } => return self.with(env, items, body),
            Stmt::Match { subject, cases } => self.matched(env, *subject, cases),
            Stmt::Jump => return End::Leaves,
        }
        End::Falls
    }

    fn matched(&mut self, env: EnvId, subject: ExprId, cases: &[Case]) {
        let place = self.place(env, subject);
        let subject = self.eval(env, subject);
        self.asks(&subject, place);
        self.reads_properties(&subject, place);
        let parts = self.parts(&subject, place);
        for case in cases {
            self.weak += 1;
            for &read in &case.reads {
                let read = self.eval(env, read);
                self.asks_for_instance(&subject, &read, place);
            }
            for &name in &case.binds {
                self.bind_name(env, name, parts.clone().with(&subject));
            }
            if let Some(guard) = case.guard {
                self.eval(env, guard);
            }
            self.block(env, &case.body);
            self.weak -= 1;
        }
    }

    /// Executes a loop until nothing new is assigned, or long enough.
    pub fn rounds(&mut self, mut round: impl FnMut(&mut Self)) {
        for _ in 0..MOST_ROUNDS {
            let (before, age) = (self.watch(), self.age());
            round(self);
            let is_done = !self.changed_older(age);
            self.watched(before);
            if is_done || self.steps == 0 {
                break;
            }
        }
    }

    fn branches(&mut self, env: EnvId, test: ExprId, then: &[crate::semantics::code::Stmt], otherwise: &[Stmt]) -> End {
        let around = self.tested.replace(Vec::new());
        let truth = self.truth(env, test);
        let is_switch = truth.is_none() && self.is_switch(env, test);
        self.tested = around;
        match truth {
            Some(true) => self.block(env, then),
            Some(false) => self.block(env, otherwise),
            None => {
                self.in_doubt += usize::from(is_switch);
                let here = self.holds_here(env, test);
                self.elsewhere += usize::from(here == Some(false));
                let first = self.narrowed(env, test, true, |machine| machine.block(env, then));
                self.elsewhere -= usize::from(here == Some(false));
                self.elsewhere += usize::from(here == Some(true));
                let second = self.narrowed(env, test, false, |machine| machine.block(env, otherwise));
                self.elsewhere -= usize::from(here == Some(true));
                // Code behind it runs only where the branch that leaves was not taken.
                if first == Some(End::Leaves) && second == Some(End::Falls) {
                    let names = self.narrow(env, test, false);
                    self.narrowed.extend(names);
                }
                self.in_doubt -= usize::from(is_switch);
                self.set_by_both(env, then, otherwise);
                // So does what stands behind a switch that leaves unless somebody has turned it.
                let leaves_unset = match (first, second) {
                    (Some(End::Leaves), Some(End::Falls)) => Some(true),
                    (Some(End::Falls), Some(End::Leaves)) => Some(false),
                    _ => None,
                };
                if is_switch && leaves_unset.is_some() && self.when_unset(env, test) == leaves_unset {
                    self.in_doubt += 1;
                }
                match (first, second) {
                    (Some(End::Leaves), Some(End::Leaves) | None) | (None, Some(End::Leaves)) => End::Leaves,
                    (Some(End::Falls), _) | (_, Some(End::Falls)) | (None, None) => End::Falls,
                }
            }
        }
    }

    fn with(&mut self, env: EnvId, items: &[(ExprId, Option<ExprId>)], body: &[Stmt]) -> End {
        let mut quiet = 0;
        let mut may_swallow = false;
        for &(manager, target) in items {
            let place = self.place(env, manager);
            let manager = self.eval(env, manager);
            may_swallow |= self.may_swallow(&manager);
            let keeps_filters = manager
                .atoms()
                .any(|atom| self.external_name(atom) == Some("warnings.catch_warnings"));
            quiet += usize::from(keeps_filters);
            // What an installed package loads within is its own business, and the filters are put back.
            let is_theirs = keeps_filters && !self.is_own(place.module);
            self.quiet += usize::from(is_theirs);
            let entered = self.enter(&manager, place);
            self.quiet -= usize::from(is_theirs);
            if let Some(target) = target {
                self.assign(env, target, &entered);
            }
        }
        self.quiet += quiet;
        self.caught += 1;
        let catching = self.handlers.around.len();
        self.handlers.around.extend(may_swallow.then_some(Catching::Anything));
        let end = self.block(env, body);
        self.handlers.around.truncate(catching);
        self.caught -= 1;
        self.quiet -= quiet;
        end
    }

    /// Whether a context manager may end its block where something is raised there, and the program goes on. Those of Python do not,
    /// but for some that are known.
    fn may_swallow(&self, manager: &Value) -> bool {
        let leaves_it = |atom: Atom| {
            let name = self.external_name(atom)?;
            let (top, last) = (name.split('.').next()?, name.rsplit('.').next()?);
            let is_known = standard::is_standard(top) || !name.contains('.');
            // A stack of others does what they do.
            let entering = ["enter_context", "enter_async_context"];
            let is_stack = entering
                .iter()
                .any(|method| self.rules.facet(&[name, ".", method].concat()).is_some());
            Some(is_known && !is_stack && !self.rules.knows(Group::Swallows, last))
        };
        manager.is_nothing() || !manager.atoms().all(|atom| leaves_it(atom) == Some(true))
    }

    /// Binds a name of the code of `env`.
    pub fn bind_name(&mut self, env: EnvId, name: crate::semantics::code::Name, value: Value) {
        let (home, symbol) = self.rebinds(env, name);
        // Somebody else's name may be bound by a function that is called in a branch.
        let around = if home == env { 0 } else { self.weak_around };
        self.weak += around;
        self.bind(home, symbol, value);
        self.weak -= around;
    }

    /// Makes a function of a body.
    pub fn function(&mut self, env: EnvId, body: BodyId) -> Value {
        let module = self.envs[env as usize].module;
        let Some(found) = self.body(module, body) else {
            return Value::unknown();
        };
        let mut defaults = Vec::new();
        for parameter in &found.parameters {
            if let Some(default) = parameter.default {
                let value = self.eval(env, default);
                defaults.push((self.symbol(module, parameter.name), value));
            }
        }
        let around = self.envs[env as usize].body;
        let in_class = self
            .body(module, around)
            .is_some_and(|body| body.kind == crate::semantics::code::BodyKind::Class);
        self.make_value(Kind::Function {
            module,
            body,
            env,
            defaults: defaults.into(),
            class: in_class.then_some(env),
        })
    }

    /// The arguments of a call or of a class statement.
    pub fn arguments(&mut self, env: EnvId, arguments: &[Argument]) -> Arguments {
        let module = self.envs[env as usize].module;
        let mut found = Arguments::default();
        for argument in arguments {
            let value = self.eval(env, argument.value);
            let place = self.place(env, argument.value);
            match argument.kind {
                ArgumentKind::Plain => found.positional.push(value),
                ArgumentKind::Keyword(name) => {
                    let name = self.symbol(module, name);
                    found.keywords.push((name, value));
                }
                ArgumentKind::Star => {
                    let elements = self.iterate(&value, place);
                    found.rest.get_or_insert_with(Value::nothing).join(&elements);
                }
                ArgumentKind::Keywords => {
                    self.asks(&value, place);
                    found.keywords.extend(self.known_items(&value));
                    let others = self.beside_known_items(&value, place);
                    if !others.is_nothing() {
                        found.rest.get_or_insert_with(Value::nothing).join(&others);
                    }
                }
            }
        }
        found
    }
}
