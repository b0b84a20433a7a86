//! Functions that somebody puts in the place of `__import__`: one that hands on whatever it does not know concerns the import
//! statements whose names it knows.
//!
//! Its form has to be so plain that nothing but its tests can fail ([`hands_on`]); what these say of a name is found by running it.
use rustc_hash::FxHashMap;

use super::facet::{Effect, Facet};
use super::later::Later;
use super::machine::Machine;
use super::object::{Arguments, Kind, Place};
use super::value::{Atom, ObjectId, Value};
use crate::graph::{ModuleId, Program};
use crate::project::standard;
use crate::rules::prefixes;
use crate::semantics::code::{Argument, ArgumentKind, Body, Code, Expr, ExprId, Literal, Name, ParameterKind, Stmt};
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;

/// The names of what an import statement calls.
/// Not in `rules/`: Python has no others.
pub const IMPORT: [&str; 2] = ["__import__", "builtins.__import__"];
/// What it is handed, all of it by its place: a name, the names around, which names are wanted, and how far up it is looked for.
/// Not in `rules/`: Python has no others.
const HANDED: [&str; 5] = ["name", "globals", "locals", "fromlist", "level"];
/// Methods of texts that tell names apart, and do not fail.
/// Not in `rules/`: each is one that is followed here.
const TELLING: [&str; 6] = ["endswith", "lower", "partition", "split", "startswith", "upper"];
/// Attributes by which a function becomes another one.
/// Not in `rules/`: Python has no others.
const MAKING: [&str; 3] = ["__code__", "__defaults__", "__kwdefaults__"];

impl Machine<'_> {
    /// The functions that were put in the place of `__import__`.
    pub fn functions_among_finders(&self) -> Vec<(ModuleId, ScopeId)> {
        let functions = self.finders.iter().filter_map(|&finder| match *self.kind(finder) {
            Kind::Function { module, body, .. } => Some((module, self.code(module)?.bodies.get(body as usize)?.scope)),
            _ => None,
        });
        functions.collect()
    }

    /// Whether a function that stands in for `__import__` may do anything but hand on what it is asked for, and hand out what comes of
    /// that.
    pub(super) fn may_do_otherwise(&mut self, function: ObjectId, module: ModuleId, name: &str) -> bool {
        let asked = self.symbols.of(name);
        let mut arguments = vec![Value::unknown(); HANDED.len()];
        arguments[0] = Atom::Text(asked).into();
        let place = Place {
            module,
            span: Span::default(),
        };
        let mut found = Value::unknown();
        let mut is_exhausted = false;
        self.doubt = Some(false);
        self.asked_for = Some(asked);
        self.later_of(module, |machine| {
            found = machine.call(&Atom::Object(function).into(), &Arguments::of(arguments), place);
            is_exhausted = machine.steps == 0;
        });
        self.asked_for = None;
        let is_in_doubt = self.doubt.take() != Some(false);
        is_in_doubt || is_exhausted || found.single() != Some(self.what_import_hands_out())
    }

    /// A function is called: while a stand-in is asked, that has to be one of the same form.
    pub(super) fn asks_for_its_form(&mut self, module: ModuleId, body: &Body) {
        if self.asked_for.is_some() && !self.code(module).is_some_and(|code| hands_on(code, body)) {
            self.is_in_doubt();
        }
    }

    /// What patches put in the place of `__import__`, with where they stand.
    pub(super) fn stand_ins(&self, later: &[Later]) -> Vec<((ModuleId, Span), ObjectId)> {
        let is_import = |effect: &&Effect| matches!(&effect.facet, Facet::State(name) if name == "meta_path");
        let later = later.iter().flat_map(|later| &later.effects);
        let mut found: FxHashMap<(ModuleId, Span), Option<ObjectId>> = FxHashMap::default();
        for effect in self.of.iter().flatten().chain(later).filter(is_import) {
            let at = found.entry((effect.module, effect.span)).or_insert(effect.object);
            *at = at.filter(|one| effect.object == Some(*one));
        }
        found.into_iter().filter_map(|(at, one)| Some((at, one?))).collect()
    }

    /// What the import itself hands out, where a stand-in hands on what it is asked for.
    pub(super) fn handed_on(&mut self, name: &str, arguments: &Arguments) -> Option<Value> {
        let asked = self.asked_for?;
        let first = arguments.positional.first()?.single()?;
        (IMPORT.contains(&name) && first == Atom::Text(asked)).then(|| self.what_import_hands_out().into())
    }

    /// A stand-in for `__import__` calls code that is not read.
    pub(super) fn leaves_what_is_asked(&mut self, name: &str) {
        let top = || name.split('.').next().unwrap_or_default();
        if self.asked_for.is_some() && !standard::is_builtin_name(top()) {
            self.is_in_doubt();
        }
    }

    fn what_import_hands_out(&mut self) -> Atom {
        Atom::External(self.symbols.of("what is imported"))
    }

    /// Whether Python's own `__import__` is put back.
    pub(super) fn puts_import_back(&self, name: &str, new: &Value) -> bool {
        let new = new.single().and_then(|atom| self.external_name(atom));
        let mut both = [Some(name), new].into_iter();
        both.all(|name| name.is_some_and(|name| IMPORT.contains(&name)))
    }
}

/// The names that one is asked for where a module is imported, one of its own names or of a package around it is taken, or its import
/// statements are executed: a relative import asks for the end of a name, and for nothing where it takes a submodule.
pub(super) fn names_asked_for(program: &Program, module: ModuleId) -> Vec<&str> {
    let ends = |name| std::iter::successors(Some(name), |name: &&str| Some(name.split_once('.')?.1));
    let names = prefixes(&program.modules[module].name).flat_map(ends);
    let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
    let mut asked: Vec<&str> = names.chain(imports.map(|import| &*import.module)).collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// Whether a function does nothing but tell names apart, raise, and hand on all that it is handed.
fn hands_on(code: &Code, body: &Body) -> bool {
    let plain = |kind| matches!(kind, ParameterKind::PositionalOnly | ParameterKind::Plain);
    let count = body.parameters.iter().filter(|parameter| plain(parameter.kind)).count();
    let takes_rest = body
        .parameters
        .iter()
        .any(|parameter| parameter.kind == ParameterKind::Rest);
    let takes_all = count == HANDED.len() || (1..HANDED.len()).contains(&count) && takes_rest;
    let is_changed = MAKING.iter().any(|name| code.has_name(name));
    let Some(name) = body.parameters.first().filter(|_| takes_all && !is_changed) else {
        return false;
    };
    let form = Form {
        code,
        body,
        name: name.name,
    };
    !body.is_generator && !body.is_async && form.is_plain(&body.statements)
}

/// The form of a function.
struct Form<'a> {
    code: &'a Code,
    body: &'a Body,
    /// The parameter that is the name.
    name: Name,
}

impl Form<'_> {
    fn is_plain(&self, block: &[Stmt]) -> bool {
        block.iter().all(|statement| match statement {
            Stmt::Pass | Stmt::Raise { .. } | Stmt::Return(None) => true,
            // A docstring.
            Stmt::Expression(value) => matches!(self.code.expression(*value), Expr::Literal(_)),
            Stmt::Return(Some(value)) => match self.code.expression(*value) {
                Expr::Call(callee, arguments) => !self.is_what_it_replaces(*callee) && self.are_all(arguments),
                _ => true,
            },
            // What it is going to say.
            Stmt::Assign { targets, value } => {
                targets.iter().all(|&target| self.is_own_variable(target)) && self.is_text(*value)
            }
            Stmt::If { test, then, otherwise } => {
                self.is_test(*test) && self.is_plain(then) && self.is_plain(otherwise)
            }
            _ => false,
        })
    }

    /// Whether it asks for what it stands in the place of, which is itself by then, and not for what was there before.
    fn is_what_it_replaces(&self, callee: ExprId) -> bool {
        let (Expr::Name(name) | Expr::Attribute(_, name)) = self.code.expression(callee) else {
            return true;
        };
        self.code.name(*name) == IMPORT[0]
    }

    fn is_own_variable(&self, target: ExprId) -> bool {
        let Expr::Name(name) = self.code.expression(target) else {
            return false;
        };
        let mut parameters = self.body.parameters.iter();
        self.body.locals.binary_search(name).is_ok() && !parameters.any(|parameter| parameter.name == *name)
    }

    /// Whether an expression is a text, with the name in it or not.
    fn is_text(&self, at: ExprId) -> bool {
        match self.code.expression(at) {
            Expr::Literal(literal) => matches!(literal, Literal::Text(_)),
            Expr::Format(parts) => parts.iter().all(|&part| self.is_text(part) || self.is_of_name(part)),
            Expr::Formatted(value, rest) => rest.is_empty() && self.is_of_name(*value),
            _ => false,
        }
    }

    /// Whether arguments are the parameters, each as it came.
    fn are_all(&self, arguments: &[Argument]) -> bool {
        let parameters = &self.body.parameters;
        arguments.len() == parameters.len()
            && arguments
                .iter()
                .zip(parameters)
                .enumerate()
                .all(|(at, (argument, parameter))| {
                    let is_it =
                        matches!(self.code.expression(argument.value), Expr::Name(name) if *name == parameter.name);
                    is_it
                        && match (argument.kind, parameter.kind) {
                            (ArgumentKind::Plain, ParameterKind::PositionalOnly | ParameterKind::Plain)
                            | (ArgumentKind::Star, ParameterKind::Rest)
                            | (ArgumentKind::Keywords, ParameterKind::Keywords) => true,
                            (ArgumentKind::Keyword(name), ParameterKind::Plain) => {
                                HANDED.get(at) == Some(&self.code.name(name))
                            }
                            _ => false,
                        }
                })
    }

    /// Whether an expression only compares texts.
    fn is_test(&self, at: ExprId) -> bool {
        match self.code.expression(at) {
            Expr::Name(_) | Expr::Literal(_) => true,
            Expr::Compare(left, rest) => self.is_test(*left) && rest.iter().all(|(_, right)| self.is_test(*right)),
            Expr::And(parts) | Expr::Or(parts) | Expr::Sequence(_, parts) => {
                parts.iter().all(|&part| self.is_test(part))
            }
            Expr::Not(value) => self.is_test(*value),
            _ => self.is_of_name(at),
        }
    }

    /// Whether an expression is the name or a part of it: `name.split(".")[0]`.
    fn is_of_name(&self, at: ExprId) -> bool {
        match self.code.expression(at) {
            Expr::Name(name) => *name == self.name,
            Expr::Call(callee, arguments) => match self.code.expression(*callee) {
                Expr::Attribute(of, method) => {
                    let mut values = arguments.iter().map(|argument| argument.value);
                    TELLING.contains(&self.code.name(*method))
                        && self.is_of_name(*of)
                        && values.all(|value| self.is_test(value))
                }
                _ => false,
            },
            Expr::Subscript(of, index) => {
                matches!(self.code.expression(*index), Expr::Literal(Literal::Int(0))) && self.is_of_name(*of)
            }
            _ => false,
        }
    }
}
