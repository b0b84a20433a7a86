//! Modules of the project that cannot be imported: they read a name that nothing binds, or take one that is not there; and
//! what the body of one raises.
use super::activity::Activity;
use super::facet::{Access, CONTROL, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, EnvId, Kind, Place};
use super::raised::{Catching, Raised, class_names};
use super::stopping::Asking;
use super::value::{Atom, Symbol, Value};
use crate::graph::{Kind as Source, ModuleId};
use crate::project::standard;
use crate::rules::{EffectKind, Group};
use crate::semantics::code::{BodyId, BodyKind, Expr, ExprId, Name};
use crate::semantics::facts::Import;

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

    /// `raise Missing`: of a class, Python makes the exception.
    pub fn makes_raised(&mut self, raised: &Value, place: Place) {
        let is_class =
            |atom: &Atom| matches!(atom, Atom::Object(object) if matches!(self.kind(*object), Kind::Class { .. }));
        let classes: Value = raised.atoms().filter(is_class).collect();
        if !classes.is_nothing() {
            self.call(&classes, &Arguments::default(), place);
        }
    }

    /// Notes what a statement raises at `place`, and that this may stop the program.
    pub fn raises(&mut self, place: Place, exception: Option<&str>) {
        self.is_in_doubt();
        let is_given = self.stops(place, exception);
        self.may_raise(place, exception, is_given.then_some(true));
    }

    /// Whether an expression is the name by which a handler that is being executed has what it caught.
    pub fn is_what_was_caught(&self, module: ModuleId, exception: ExprId) -> bool {
        match self.code(module).map(|code| code.expression(exception)) {
            Some(Expr::Name(name)) => self.handlers.named.contains(&(module, *name)),
            Some(_) | None => false,
        }
    }

    /// Notes what a statement raises that names its exception, or several of which it is one.
    pub fn raises_one_of(&mut self, place: Place, exception: ExprId) {
        let Some(facts) = self.facts(place.module) else { return };
        for class in class_names(&facts.code, exception) {
            self.raises(place, class);
        }
    }

    /// Notes what a handler raises again at its end that it caught: any exception below its classes. Those that are known to be raised
    /// below the `try` are noted where that is done.
    pub fn raises_again(&mut self, place: Place) {
        match self.handlers.handling.clone() {
            Some(Catching::Classes(classes)) => {
                for class in classes {
                    self.note_raised(place, Some(&class), true, None);
                }
            }
            Some(Catching::Anything) => {}
            // What was caught before, which is noted where that is raised.
            None => self.may_raise(place, None, None),
        }
    }

    /// Notes what is raised at `place` while a module is imported, by its body or by a function of the project that it calls, where no
    /// handler stands around it there; whether something outside the program decides it, the text tells where that is not known.
    pub fn may_raise(&mut self, place: Place, exception: Option<&str>, is_given: Option<bool>) {
        self.note_raised(place, exception, false, is_given);
    }

    fn note_raised(&mut self, place: Place, exception: Option<&str>, or_below: bool, is_given: Option<bool>) {
        let Some(module) = self.raising(place, exception, or_below) else {
            return;
        };
        let is_it = |raised: &Raised| {
            let is_same = raised.place == place && raised.exception.as_deref() == exception;
            is_same && raised.is_given && raised.or_below == or_below
        };
        if self.raised.get(&module).is_some_and(|known| known.iter().any(is_it)) {
            return;
        }
        let is_given = is_given.unwrap_or_else(|| self.is_given(place, Asking::Outside));
        let is_own = self.is_own(module) && self.is_own(place.module);
        if !is_own && !is_given {
            return;
        }
        let raised = Raised {
            place,
            exception: exception.map(str::to_owned),
            or_below,
            is_given,
        };
        let known = self.raised.entry(module).or_default();
        if !known.contains(&raised) {
            known.push(raised);
        }
    }

    /// The module whose import what is raised at a place may leave: no handler for it stands around it there.
    pub fn raising(&self, place: Place, exception: Option<&str>, or_below: bool) -> Option<ModuleId> {
        let Activity::Import(module) = self.activity else {
            return None;
        };
        let is_own = self.is_own(module) && self.is_own(place.module);
        let may_catch = |catching: &Catching| catching.may_catch(self.rules, exception, or_below);
        // What functions of a library raise is its business: most have settings of their own.
        let may_leave = is_own || self.calls.is_empty();
        (may_leave && !self.handlers.around.iter().any(may_catch)).then_some(module)
    }

    /// Whether a function loads a module, and which one is told that belongs neither to the project nor to Python.
    fn loads_what_may_be_missing(&mut self, function: &str, arguments: &Arguments) -> bool {
        let last = function.rsplit('.').next().unwrap_or_default();
        let keyword = self.symbols.of("name");
        let Some(Atom::Text(module)) = arguments.get(0, Some(keyword)).and_then(Value::single) else {
            return false;
        };
        let top = self.symbols.text(module).split('.').next().unwrap_or_default();
        let kind = self.program.find(top).map(|id| self.program.modules[id].kind);
        self.rules.knows(Group::GivesModule, last)
            && !top.is_empty()
            && !standard::is_standard(top)
            && matches!(kind, Some(Source::Site | Source::Missing) | None)
    }

    /// Notes what a call of code that is not read raises, where that is known.
    pub fn call_raises(&mut self, name: &str, arguments: &Arguments, place: Place) {
        let rules = self.rules;
        let Some(rule) = rules.raises(name) else { return };
        // What a library makes of a setting of its own is its business.
        if rule.by_arguments && !self.is_own(place.module) {
            return;
        }
        let may_be_missing = self.loads_what_may_be_missing(name, arguments);
        let is_number = |atom: Atom| match atom {
            Atom::Bool(_) | Atom::Int(_) => true,
            Atom::Text(text) => self.symbols.text(text).trim().parse::<f64>().is_ok(),
            _ => false,
        };
        let decides = |value: &&Value| match rule.decided_by {
            Some(at) => arguments.positional.get(at).is_none_or(|one| std::ptr::eq(one, *value)),
            None => true,
        };
        let mut deciding = arguments.all().filter(decides);
        let is_constant =
            rule.decided_by.is_some() && deciding.all(|value| value.single().is_some_and(Atom::is_constant));
        // What is installed says whether it is there.
        let is_of_others = is_constant && may_be_missing;
        let is_decided = is_constant && !is_of_others;
        let mut keywords = arguments
            .keywords
            .iter()
            .map(|(keyword, _)| self.symbols.text(*keyword));
        let has_default = rule
            .default
            .is_some_and(|at| arguments.positional.len() > at || keywords.any(|keyword| keyword == "default"));
        let are_numbers = rule.takes_numbers && arguments.all().all(|value| value.atoms().all(is_number));
        let needs_nothing = |atom: Atom| match atom {
            Atom::Text(text) => rule.needs_nothing.iter().any(|one| one == self.symbols.text(text)),
            _ => false,
        };
        let first = arguments.positional.first();
        let asks_nothing = first.is_some_and(|first| !first.is_nothing() && first.atoms().all(needs_nothing));
        if are_numbers || is_decided || has_default || asks_nothing {
            return;
        }
        self.is_in_doubt();
        // The sources of the program are there, unless something outside says which.
        let is_source = rule.finds_file && self.is_own_source(place) && !self.is_given(place, Asking::Person);
        if is_source {
            self.given.own_files.insert(place);
        }
        let is_given = match (is_source, rule.by_arguments) {
            _ if is_of_others => Some(true),
            (true, _) => Some(false),
            (false, true) => None,
            (false, false) => Some(true),
        };
        let exception = if is_of_others { "ImportError" } else { &rule.exception };
        self.note_raised(place, Some(exception), true, is_given);
    }
}
