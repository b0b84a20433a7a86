//! Modules of the project that cannot be imported: they read a name that nothing binds, or take one that is not there; and
//! what the body of one raises.
use super::activity::Activity;
use super::facet::{Access, CONTROL, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, EnvId, Place};
use super::raised::Raised;
use super::value::{Atom, Symbol, Value};
use crate::graph::ModuleId;
use crate::project::standard;
use crate::rules::{EffectKind, Group};
use crate::semantics::code::{BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::Import;
use crate::syntax::Span;

impl Machine<'_> {
    /// Whether what a module of the project does is sure to happen while it is imported, and nobody would catch its failing.
    fn is_sure(&self, module: ModuleId) -> bool {
        // Not in a function that is called: what that reads may be there by then.
        let is_function = |&(_, body): &(ModuleId, BodyId)| {
            let kind = self.body(module, body).map(|body| body.kind);
            matches!(kind, Some(BodyKind::Function | BodyKind::Lambda) | None)
        };
        self.weak + self.caught + self.in_doubt == 0
            && self.activity == Activity::Import(module)
            && self.is_own(module)
            && !self.running.iter().any(is_function)
    }

    /// A name is read that means `value`: whether that is nothing.
    pub fn missing(&mut self, env: EnvId, id: ExprId, name: Name, value: &Value) {
        let module = self.envs[env as usize].module;
        let symbol = self.symbol(module, name);
        let may_be_missing = value.is_nothing() || value.single() == Some(Atom::External(symbol));
        if !may_be_missing || !self.is_sure(module) {
            return;
        }
        let globals = self.globals(module);
        let scopes = std::iter::successors(Some(env), |&scope| self.envs[scope as usize].parent);
        let has_it = |scope: EnvId| self.envs[scope as usize].names.contains_key(&symbol);
        let text = self.symbols.text(symbol);
        let bound = self
            .facts(module)
            .and_then(|facts| Some(&facts.bindings[facts.global(text)? as usize]));
        // The bases of `class C[T](Base[T])` see the parameters of the class.
        let mut bodies = self.facts(module).into_iter().flat_map(|facts| &facts.code.bodies);
        // A lazy import is followed where it stands, and loads nothing there: in a cycle that comes back here too early.
        let mut imports = self.facts(module).into_iter().flat_map(|facts| &facts.imports);
        let is_bound_by_then = bound.is_some() && imports.any(|import| import.is_lazy);
        let is_given = is_bound_by_then
            || bodies.any(|body| body.type_parameters.contains(&name))
            || standard::is_builtin_name(text)
            || text.starts_with("__")
            || bound.is_some_and(|bound| bound.kinds.from_global_statement);
        if !is_given && !scopes.chain([globals]).any(has_it) {
            let what = format!("reads `{text}`, which is not bound, so that it cannot be imported");
            let place = self.place(env, id);
            self.fails(module, place, what);
        }
    }

    /// A name is taken from a module: whether that has none.
    pub fn takes_missing(&mut self, module: ModuleId, import: &Import, from: &Value, name: Symbol, place: Place) {
        let Some(Atom::Module(source)) = from.single() else {
            return;
        };
        let is_caught = import.context.in_try || import.context.in_with;
        let Some(facts) = self.facts(source).filter(|_| !is_caught && self.is_own(source)) else {
            return;
        };
        let text = self.symbols.text(name);
        let gives = |given: &String| self.rules.knows(Group::GivesNames, given);
        let globals = facts.global(text).or_else(|| facts.global("__getattr__"));
        let may_have = globals.is_some()
            || text.starts_with("__")
            || facts.imports.iter().any(Import::is_star)
            || facts.code.names.iter().any(gives)
            || self.open_names.contains_key(&source)
            || self.program.submodule(source, text).is_some();
        if may_have || !self.is_sure(module) {
            return;
        }
        let what = format!("takes `{text}`, which is not there, so that it cannot be imported");
        let names = self.globals(source);
        if !self.envs[names as usize].names.contains_key(&name) {
            self.fails(module, place, what);
        }
    }

    fn fails(&mut self, module: ModuleId, place: Place, what: String) {
        self.failing.entry(module).or_insert(place);
        let facet = Facet::State(CONTROL.to_owned());
        self.note(EffectKind::UnknownCode, Access::Write, facet, Grade::Seen, place, what);
    }

    /// Notes what is raised at `place` while a module of the project is imported, by its body or by a function of the project
    /// that it calls, where no handler stands around it there.
    pub fn raises(&mut self, place: Place, exception: Option<&str>) {
        let Activity::Import(module) = self.activity else {
            return;
        };
        if self.caught > 0 || !self.is_own(module) || !self.is_own(place.module) {
            return;
        }
        let raised = Raised {
            place,
            exception: exception.map(str::to_owned),
        };
        let known = self.raised.entry(module).or_default();
        if !known.contains(&raised) {
            known.push(raised);
        }
    }

    /// Notes that importing the module stops the program where the environment or the command line does not hold what it should:
    /// that has been asked by then, and nobody around the raise handles it. That a package is missing is no such question.
    pub fn stops(&mut self, place: Place, exception: Option<&str>) {
        let Activity::Import(module) = self.activity else {
            return;
        };
        let is_missing = matches!(exception, None | Some("ImportError" | "ModuleNotFoundError"));
        if self.caught > 0 || is_missing {
            return;
        }
        let is_asked = |name: &str| name == "argv" || name.starts_with("env:");
        let asking = self.of[module].iter().filter(|effect| {
            effect.access == Access::Read && matches!(&effect.facet, Facet::State(name) if is_asked(name))
        });
        // Of installed code only what stands in a condition of the module itself is in plain sight.
        let is_told = match self.is_own(module) && self.is_own(place.module) {
            true => asking.count() > 0,
            false => {
                let here = asking.filter(|effect| effect.module == place.module);
                let asked: Vec<Span> = here.map(|effect| effect.span).collect();
                let facts = self.facts(place.module).filter(|_| !asked.is_empty());
                facts.is_some_and(|facts| depends(&facts.code, place.span, &asked))
            }
        };
        if !is_told {
            return;
        }
        let what = format!("may raise `{}`, as the environment says", exception.unwrap_or_default());
        let facet = Facet::State(CONTROL.to_owned());
        // It does so in plain sight, whoever wrote the condition.
        let doubt = std::mem::take(&mut self.in_doubt);
        self.note(EffectKind::ProcessState, Access::Write, facet, Grade::Seen, place, what);
        self.in_doubt = doubt;
    }

    /// An enumeration is asked for the member of a value: one that is not known may have none.
    pub fn asks_for_member(&mut self, class: &str, arguments: &Arguments, place: Place) {
        let is_known = |atom: Atom| matches!(atom, Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_));
        let value = arguments.positional.first();
        let is_asked = value.is_some_and(|value| !value.atoms().all(is_known)) && arguments.positional.len() == 1;
        if class.starts_with("enum.") && is_asked {
            self.stops(place, Some("ValueError"));
        }
    }

    /// Notes what a call of code that is not read raises, where that is known.
    pub fn call_raises(&mut self, name: &str, arguments: &Arguments, place: Place) {
        let rules = self.rules;
        let Some(rule) = rules.raises(name) else { return };
        let is_number = |atom: Atom| match atom {
            Atom::Bool(_) | Atom::Int(_) => true,
            Atom::Text(text) => self.symbols.text(text).trim().parse::<f64>().is_ok(),
            _ => false,
        };
        let is_fine = rule.takes_numbers && arguments.all().all(|value| value.atoms().all(is_number));
        if !is_fine {
            self.raises(place, Some(&rule.exception));
        }
    }
}

/// Whether a `raise` stands at module level in a condition that asks at one of these places, or for a variable that was set by one.
fn depends(code: &Code, raise: Span, asked: &[Span]) -> bool {
    let body = code.bodies.first().map(|body| body.statements.as_slice());
    let body = body.unwrap_or_default();
    let is_within = |outer: Span| {
        asked
            .iter()
            .any(|span| outer.start <= span.start && span.end <= outer.end)
    };
    let told = body.iter().filter_map(|statement| match statement {
        Stmt::Assign { targets, value } if is_within(code.span(*value)) => Some(targets),
        _ => None,
    });
    let told: Vec<Name> = told
        .flatten()
        .filter_map(|&target| match code.expression(target) {
            Expr::Name(name) => Some(*name),
            _ => None,
        })
        .collect();
    let names_told = |test: Span| {
        let expressions = code.expressions.iter().zip(&code.spans);
        let mut within = expressions.filter(|(_, span)| test.start <= span.start && span.end <= test.end);
        within.any(|(expression, _)| matches!(expression, Expr::Name(name) if told.contains(name)))
    };
    stands_below(code, body, raise, &|test| is_within(test) || names_told(test))
}

/// Whether a `raise` stands in these statements under such a condition.
fn stands_below(code: &Code, block: &[Stmt], raise: Span, is_one: &dyn Fn(Span) -> bool) -> bool {
    block.iter().any(|statement| {
        let is_asked = matches!(statement, Stmt::If { test, .. } if is_one(code.span(*test)));
        statement.blocks().into_iter().any(|inner| match is_asked {
            true => holds(inner, raise),
            false => stands_below(code, inner, raise, is_one),
        })
    })
}

fn holds(block: &[Stmt], raise: Span) -> bool {
    block.iter().any(|statement| {
        matches!(statement, Stmt::Raise { span, .. } if *span == raise)
            || statement.blocks().into_iter().any(|inner| holds(inner, raise))
    })
}
