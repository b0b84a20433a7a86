//! The machine that executes modules abstractly: names, objects and calls of everything that was executed so far, and what
//! each execution did outside itself. It is total: every code has an outcome, and what cannot be followed has the outcome
//! "anything" in one place ([`super::unknown`]).
//!
//! Code runs in the order of the text. A branch whose condition is not decided runs weakly: what it assigns is added to what
//! was there. A call of a function whose code is read runs its body with the arguments at hand, as deep as the limits allow.
mod names;
mod objects;

use rustc_hash::{FxHashMap, FxHashSet};

use super::arena::Arena;
use super::facet::{Access, Effect, Facet, Grade, Look, Step};
use super::object::{Container, Env, EnvId, Kind, Object, Owner, Place};
use super::parts::{Change, Part};
use super::symbols::Symbols;
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::effort::spend;
use crate::graph::{Kind as Source, ModuleId, Program};
use crate::project::standard;
use crate::rules::{EffectKind, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, BodyKind, Code, ExprId, Name};
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;

/// Statements and expressions that the import of one module may take.
const STEPS_OF_A_MODULE: usize = 60_000;

/// The same of a module of the project, where giving up would refuse an edit.
const STEPS_OF_AN_OWN_MODULE: usize = 300_000;

/// The same of a test, an example or a script of the documentation: what it sets counts, and not what it computes.
const STEPS_OF_A_MODULE_BESIDE: usize = 60_000;

/// What each statement at the top of a module has at the least.
const STEPS_OF_A_STATEMENT: usize = 1_000;

/// Operations within operations, such as an attribute of what an attribute is.
const DEEPEST_OPERATIONS: usize = 600;

/// More effects of one execution than this tell nobody more.
const MOST_EFFECTS: usize = 300;

/// How far the execution of a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nobody imported it.
    No,
    /// It is being executed.
    Begun,
    /// It has been executed.
    Done,
}

/// An object that is changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed {
    /// The object.
    pub object: ObjectId,
    /// Whether what is entered into it was made by the body that does so.
    pub is_made_there: bool,
}

/// What is being executed, and charged with what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Activity {
    /// The import of a module.
    Import(ModuleId),
    /// A function that nothing calls at import, or a main guard.
    Function(ModuleId),
}

/// What a mapping holds, by its keys.
type Items = Vec<(Symbol, Value)>;

pub(super) struct Machine<'a> {
    pub program: &'a Program,
    pub rules: &'a Rules,
    pub versions: super::Versions,
    pub symbols: Symbols,
    names: Vec<Option<std::rc::Rc<[Symbol]>>>,
    pub objects: Arena<Object>,
    pub envs: Arena<Env>,
    pub progress: Vec<Progress>,
    globals: Vec<Option<EnvId>>,
    /// What the import of each module does.
    pub of: Vec<Vec<Effect>>,
    /// The functions that the import of each module runs.
    pub executed: Vec<FxHashSet<(ModuleId, ScopeId)>>,
    /// The modules that the import of each module loads by calls.
    pub loads: Vec<Vec<ModuleId>>,
    pub later: Vec<Effect>,
    /// What the import of each module reads of the state of others.
    pub reads: Vec<FxHashMap<Part, Place>>,
    /// Who looks into the objects of installed modules.
    pub looked: FxHashMap<ObjectId, FxHashSet<Look>>,
    /// Finders of the project that were put among the others.
    pub finders: Vec<ObjectId>,
    /// While a finder is asked: whether something happened.
    pub doubt: Option<bool>,
    /// What is changed of the state of modules after they are imported.
    pub changed: Vec<Change>,
    /// The same, to find them.
    pub known_changes: FxHashSet<Change>,
    /// The classes, by the names of their bodies.
    pub classes_of_envs: FxHashMap<EnvId, ObjectId>,
    /// Classes with their bases: what an object is never changes.
    pub orders: std::cell::RefCell<FxHashMap<ObjectId, std::rc::Rc<[super::classes::Base]>>>,
    /// Attributes that were set in a branch only.
    pub perhaps: FxHashSet<(ObjectId, Symbol)>,
    /// What modules got under names that are not known.
    pub open_names: FxHashMap<ModuleId, Value>,
    /// Objects whose special methods code that is not read was seen to be free to call.
    pub asked: FxHashSet<(Activity, ObjectId)>,
    /// The modules whose code is not read and of which others take all names.
    pub unread_stars: FxHashMap<ModuleId, Vec<Symbol>>,
    /// The modules of the project that cannot be imported, and where they fail.
    pub failing: FxHashMap<ModuleId, Place>,
    /// The names of the loggers that were asked for, and of those whose methods are being called.
    pub loggers_of: FxHashMap<ObjectId, Symbol>,
    pub loggers: Vec<String>,
    /// The loggers that importing a module asks for in any case.
    pub loggers_of_modules: FxHashSet<(ModuleId, String)>,
    pub activity: Activity,
    pub calls: Vec<Step>,
    /// The bodies being executed, innermost last.
    pub running: Vec<(ModuleId, BodyId)>,
    pub steps: usize,
    /// Those that a function which is looked at by itself has for what it calls.
    pub calls_left: super::later::Steps,
    /// Whether something that was made may be reached from what is older, and no change of that says so.
    pub escapes: bool,
    /// The names of what is being looked at by itself have numbers from this one on.
    pub looking_since: EnvId,
    /// Operations within operations: objects may lead back to themselves.
    pub depth: usize,
    /// More than zero in a branch, a loop or a handler.
    pub weak: usize,
    /// What is being set, where it is a constant and that is always done.
    pub constant: Option<String>,
    /// The same of the calls around.
    pub weak_around: usize,
    /// Lists that were made of the items of a mapping, with each of them at a place.
    pub told_apart: FxHashSet<ObjectId>,
    /// The pairs of mappings as they were when they were asked for last.
    pub pairs_of: FxHashMap<(Activity, ObjectId), (Items, ObjectId)>,
    /// Views of what is there already, and parts of what is not read, by what they are of.
    views: FxHashMap<(Activity, Kind), ObjectId>,
    pub parts: FxHashMap<(Activity, ObjectId, Symbol), ObjectId>,
    /// Loops around that are gone through element by element.
    pub unrolled: usize,
    /// Names of the block being executed that are narrowed up to its end.
    pub narrowed: Vec<super::narrow::Narrowed>,
    /// More than zero in the body of a `try` or `with` that catches everything, and where an installed package says that another
    /// one is missing, which is there.
    pub quiet: usize,
    /// How many objects there were when each of these began.
    pub made_before: Vec<usize>,
    /// More than zero in the body of a `try` with handlers, or of a `with`: what is raised there may be caught.
    pub caught: usize,
    /// More than zero in a branch that an installed package takes if the environment says so.
    pub switched: usize,
    /// The code whose handlers run, where all is there that they replace.
    pub replaced_in: Option<EnvId>,
    /// What functions returned so far, for those that call themselves.
    pub returned: FxHashMap<(ModuleId, BodyId), Value>,
    /// What was assigned that was not there, since the last watch began.
    pub changes: super::changes::Changes,
    /// The same, of what is left when a call ends: not the names of the call itself.
    pub kept: super::changes::Kept,
    /// Objects from this one on were made by the calls that are going on, and nobody else has them.
    pub local_from: ObjectId,
    /// What the parts of a test turned out to be, while it is being looked at.
    pub tested: Option<Vec<(EnvId, ExprId, Value)>>,
    /// What is made at each place by calls, while one module is imported: how many, and the last one.
    sites: FxHashMap<(Activity, ModuleId, u32), (usize, ObjectId)>,
    /// Objects that stand for several made at one place.
    pub merged: FxHashSet<ObjectId>,
    /// Calls that changed nothing the last time.
    pub settled: FxHashMap<super::settled::Call, super::settled::Outcome>,
    /// How many changes others could see there were when the oldest of them was kept.
    pub settled_at: usize,
    /// What is known of calls from the project into installed packages.
    pub trials: super::calls::Trials,
    /// The names by which rules call functions of installed packages harmless.
    pub harmless: FxHashMap<(ModuleId, BodyId), Option<std::rc::Rc<str>>>,
}

/// Adds an effect to those that are known, unless one like it is.
pub(super) fn enter(list: &mut Vec<Effect>, effect: Effect) {
    let same = |other: &Effect| {
        other.kind == effect.kind
            && other.facet == effect.facet
            && other.access == effect.access
            && other.object == effect.object
            && (other.module, other.span) == (effect.module, effect.span)
    };
    if list.len() < MOST_EFFECTS && !list.iter().any(same) {
        list.push(effect);
    }
}

impl<'a> Machine<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules, versions: super::Versions) -> Self {
        let count = program.modules.len();
        Machine {
            program,
            rules,
            versions,
            symbols: Symbols::default(),
            names: vec![None; count],
            objects: Arena::new(Object::gone()),
            envs: Arena::new(Env::gone()),
            progress: vec![Progress::No; count],
            globals: vec![None; count],
            of: vec![Vec::new(); count],
            executed: vec![FxHashSet::default(); count],
            loads: vec![Vec::new(); count],
            later: Vec::new(),
            reads: vec![FxHashMap::default(); count],
            looked: FxHashMap::default(),
            finders: Vec::new(),
            doubt: None,
            changed: Vec::new(),
            known_changes: FxHashSet::default(),
            classes_of_envs: FxHashMap::default(),
            orders: std::cell::RefCell::default(),
            perhaps: FxHashSet::default(),
            open_names: FxHashMap::default(),
            asked: FxHashSet::default(),
            unread_stars: FxHashMap::default(),
            failing: FxHashMap::default(),
            loggers_of: FxHashMap::default(),
            loggers: Vec::new(),
            loggers_of_modules: FxHashSet::default(),
            activity: Activity::Function(0),
            calls: Vec::new(),
            running: Vec::new(),
            steps: 0,
            calls_left: super::later::Steps::default(),
            escapes: false,
            looking_since: 0,
            depth: 0,
            weak: 0,
            constant: None,
            weak_around: 0,
            told_apart: FxHashSet::default(),
            pairs_of: FxHashMap::default(),
            views: FxHashMap::default(),
            parts: FxHashMap::default(),
            unrolled: 0,
            narrowed: Vec::new(),
            quiet: 0,
            caught: 0,
            made_before: Vec::new(),
            switched: 0,
            replaced_in: None,
            returned: FxHashMap::default(),
            changes: super::changes::Changes::default(),
            kept: super::changes::Kept::default(),
            local_from: ObjectId::MAX,
            tested: None,
            sites: FxHashMap::default(),
            merged: FxHashSet::default(),
            settled: FxHashMap::default(),
            settled_at: 0,
            trials: super::calls::Trials::default(),
            harmless: FxHashMap::default(),
        }
    }

    pub fn facts(&self, module: ModuleId) -> Option<&'a ModuleFacts> {
        self.program.modules[module].facts.as_deref()
    }

    /// The code of a module whose file is read and followed. The standard library is known by rules instead.
    pub fn code(&self, module: ModuleId) -> Option<&'a Code> {
        let found = &self.program.modules[module];
        match found.kind {
            Source::Standard | Source::Missing => None,
            Source::FirstParty | Source::Test | Source::Beside | Source::Site => {
                found.facts.as_deref().map(|facts| &facts.code)
            }
        }
    }

    pub fn body(&self, module: ModuleId, body: BodyId) -> Option<&'a Body> {
        self.code(module)?.bodies.get(body as usize)
    }

    /// The symbol of a name in the code of a module.
    pub fn symbol(&mut self, module: ModuleId, name: Name) -> Symbol {
        if self.names[module].is_none() {
            let texts = self.code(module).map(|code| code.names.as_slice()).unwrap_or_default();
            let symbols = texts.iter().map(|text| self.symbols.of(text)).collect();
            self.names[module] = Some(symbols);
        }
        match &self.names[module] {
            Some(symbols) if (name as usize) < symbols.len() => symbols[name as usize],
            _ => self.symbols.of(""),
        }
    }

    pub fn is_own(&self, module: ModuleId) -> bool {
        self.program.modules[module].is_own()
    }

    /// Sets an attribute of an object, without asking anybody.
    pub fn put(&mut self, object: ObjectId, name: Symbol, value: &Value) {
        if self.weak > 0 && !self.objects[object as usize].attributes.contains_key(&name) {
            self.perhaps.insert((object, name));
        }
        let slot = self.objects[object as usize].attributes.entry(name).or_default();
        if slot.join(value) {
            self.changed_object(object);
        }
    }

    /// Puts something into a container, without asking anybody.
    pub fn hold(&mut self, object: ObjectId, value: &Value) {
        for atom in value.atoms() {
            if !self.has_twin(object, atom) && self.objects[object as usize].elements.add(atom) {
                self.changed_object(object);
            }
        }
    }

    /// The names of a module.
    pub fn globals(&mut self, module: ModuleId) -> EnvId {
        if let Some(env) = self.globals[module] {
            return env;
        }
        let env = self.env(module, 0, None);
        self.escapes = true;
        self.globals[module] = Some(env);
        let name = self.symbols.of(&self.program.modules[module].name);
        let dunder = |machine: &mut Self, key: &str, value: Value| {
            let key = machine.symbols.of(key);
            machine.envs[env as usize].names.insert(key, value);
        };
        dunder(self, "__name__", Atom::Text(name).into());
        for plain in ["__file__", "__doc__", "__package__", "__path__", "__loader__"] {
            dunder(self, plain, Value::plain());
        }
        if self.program.modules[module].is_package {
            let path = self.make(Kind::Container(Container::List));
            self.objects[path as usize].owner = Owner::Module(module);
            self.objects[path as usize].elements = Value::plain();
            dunder(self, "__path__", Atom::Object(path).into());
        }
        let package = match self.program.modules[module].is_package {
            true => Some(module),
            false => self.program.parent(module),
        };
        if let Some(package) = package {
            let package = self.symbols.of(&self.program.modules[package].name);
            dunder(self, "__package__", Atom::Text(package).into());
            let kind = self.symbols.of("importlib.machinery.ModuleSpec");
            let spec = self.make(Kind::Result(kind));
            let (parent, own) = (self.symbols.of("parent"), self.symbols.of("name"));
            self.put(spec, parent, &Atom::Text(package).into());
            self.put(spec, own, &Atom::Text(name).into());
            dunder(self, "__spec__", Atom::Object(spec).into());
        } else {
            dunder(self, "__spec__", Value::plain());
        }
        env
    }

    /// Binds a name; weakly in a branch.
    pub fn bind(&mut self, env: EnvId, name: Symbol, value: Value) {
        let is_weak = self.weak > 0;
        let slot = self.envs[env as usize].names.entry(name).or_default();
        let grown = if is_weak {
            slot.join(&value)
        } else {
            let differs = *slot != value;
            *slot = value;
            differs
        };
        if grown {
            self.changed_env(env);
            let Env { module, body, .. } = self.envs[env as usize];
            let is_call = self
                .body(module, body)
                .is_some_and(|body| matches!(body.kind, BodyKind::Function | BodyKind::Lambda));
            if !is_call {
                self.changed_for_others();
            }
        }
    }

    /// What a name means at the top of a module, or as a builtin.
    pub fn global(&mut self, module: ModuleId, symbol: Symbol) -> Value {
        let place = Place {
            module,
            span: Span::default(),
        };
        self.reads_name(module, symbol, place);
        let env = self.globals(module);
        let open = self.open_names.get(&module).cloned();
        if let Some(value) = self.envs[env as usize].names.get(&symbol) {
            return value.clone();
        }
        if let Some(value) = self.hoisted(module, symbol) {
            return value;
        }
        // Whatever was bound by a computed name may be what is called so; nobody replaces a builtin like that.
        if let Some(open) = open.filter(|_| !standard::is_builtin_name(self.symbols.text(symbol))) {
            return open.with(&Atom::External(symbol).into());
        }
        let binds = self
            .facts(module)
            .is_some_and(|facts| facts.global(self.symbols.text(symbol)).is_some());
        if binds {
            // It is bound later, or in a branch that was not taken.
            return Value::nothing();
        }
        let text = &*self.symbols.shared(symbol);
        // Loading a submodule binds it in its package.
        let submodule = self.program.submodule(module, text);
        if let Some(submodule) = submodule.filter(|&submodule| self.code(submodule).is_some()) {
            return Atom::Module(submodule).into();
        }
        match self.unread_stars.get(&module).and_then(|sources| sources.last()) {
            Some(&source) if !standard::is_builtin_name(text) => {
                Atom::External(self.symbols.below(source, text)).into()
            }
            Some(_) | None => Atom::External(symbol).into(),
        }
    }

    /// Notes that something happens.
    pub fn note(&mut self, kind: EffectKind, access: Access, facet: Facet, grade: Grade, place: Place, what: String) {
        self.note_of(None, kind, access, facet, grade, place, what);
    }

    /// Notes that anything may happen, which is not known.
    pub fn note_anything(&mut self, grade: Grade, place: Place, what: String) {
        self.note(
            EffectKind::UnknownCode,
            Access::Write,
            Facet::Everything,
            grade,
            place,
            what,
        );
    }

    /// What happens to an object that is changed.
    #[expect(clippy::too_many_arguments, reason = "each is a part of what happens")]
    pub fn note_of(
        &mut self,
        changed: Option<Changed>,
        kind: EffectKind,
        access: Access,
        facet: Facet,
        grade: Grade,
        place: Place,
        what: String,
    ) {
        let constant = self.constant.take();
        self.is_in_doubt();
        if self.quiet > 0 && matches!(&facet, Facet::State(name) if name.starts_with("warnings")) {
            return;
        }
        // What cannot be followed in an installed package is taken for harmless.
        let grade = match grade {
            Grade::Unknown if !self.is_own(place.module) => Grade::Assumed,
            // So is what it does only where somebody turned a switch of its own on.
            Grade::Seen if self.switched > 0 && access != Access::Read && !self.is_own(place.module) => Grade::Assumed,
            other => other,
        };
        let object = changed.map(|changed| changed.object);
        let list = match self.activity {
            Activity::Import(module) => &mut self.of[module],
            Activity::Function(_) => {
                let concerns = matches!(facet, Facet::State(_) | Facet::Attribute(_) | Facet::Subclasses(_));
                if !concerns || grade != Grade::Seen {
                    return;
                }
                &mut self.later
            }
        };
        let is_known = |other: &Effect| {
            (other.module, other.span, other.kind) == (place.module, place.span, kind)
                && (other.access, other.object) == (access, object)
                && other.facet == facet
        };
        if list.len() >= MOST_EFFECTS || list.iter().any(is_known) {
            return;
        }
        list.push(Effect {
            kind,
            facet,
            access,
            grade,
            module: place.module,
            span: place.span,
            what,
            chain: self.calls.clone(),
            object,
            body: self.running.last().copied(),
            is_made_there: changed.is_some_and(|changed| changed.is_made_there),
            constant,
        });
    }

    /// The function that is being looked at does this.
    pub fn enter_later(&mut self, effect: Effect) {
        enter(&mut self.later, effect);
    }

    /// One step; whether there are any left.
    pub fn step(&mut self) -> bool {
        spend(1);
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// Begins an operation that may lead to others of its kind; whether it may be looked at. Each ends with [`Self::leave`].
    pub fn enter_operation(&mut self) -> bool {
        self.depth += 1;
        self.step() && self.depth < DEEPEST_OPERATIONS
    }

    /// Ends an operation.
    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Executes a module, unless that has begun.
    pub fn import(&mut self, module: ModuleId) {
        if let Some(parent) = self.program.parent(module) {
            self.import(parent);
        }
        if self.progress[module] != Progress::No {
            return;
        }
        self.progress[module] = Progress::Begun;
        let Some(body) = self.body(module, 0) else {
            self.progress[module] = Progress::Done;
            return;
        };
        let env = self.globals(module);
        let steps = match self.is_own(module) {
            true if self.program.modules[module].is_beside() => STEPS_OF_A_MODULE_BESIDE,
            true => STEPS_OF_AN_OWN_MODULE,
            false => STEPS_OF_A_MODULE,
        };
        self.within(Activity::Import(module), steps, |machine| {
            machine.running.push((module, 0));
            machine.made_before.push(machine.objects.next());
            let mut is_exhausted = false;
            for statement in &body.statements {
                if machine.block(env, std::slice::from_ref(statement)) == super::statements::End::Leaves {
                    break;
                }
                // What comes after a statement that takes too long is looked at all the same.
                is_exhausted |= machine.steps == 0;
                machine.steps = machine.steps.max(STEPS_OF_A_STATEMENT);
            }
            machine.running.pop();
            machine.made_before.pop();
            if is_exhausted && machine.is_own(module) {
                let place = Place {
                    module,
                    span: Span::default(),
                };
                machine.note_anything(Grade::Unknown, place, "does more than can be followed".to_owned());
            }
        });
        self.progress[module] = Progress::Done;
    }

    /// Does something as an activity of its own.
    pub fn within(&mut self, activity: Activity, steps: usize, run: impl FnOnce(&mut Self)) {
        let before = self.activity;
        let calls = std::mem::take(&mut self.calls);
        let running = std::mem::take(&mut self.running);
        let (left, weak, quiet) = (self.steps, self.weak, self.quiet);
        let around = std::mem::take(&mut self.weak_around);
        let caught = std::mem::take(&mut self.caught);
        let local_from = std::mem::replace(&mut self.local_from, ObjectId::MAX);
        // Who does something else has made nothing of these yet, and nobody asks for them afterwards.
        let views = std::mem::take(&mut self.views);
        let parts = std::mem::take(&mut self.parts);
        let pairs_of = std::mem::take(&mut self.pairs_of);
        let calls_left = self.steps_of_calls(activity);
        let calls_left = std::mem::replace(&mut self.calls_left, calls_left);
        (self.activity, self.steps, self.weak, self.quiet) = (activity, steps, 0, 0);
        run(self);
        (self.activity, self.steps, self.weak, self.quiet) = (before, left, weak, quiet);
        self.caught = caught;
        self.local_from = local_from;
        (self.views, self.parts, self.pairs_of) = (views, parts, pairs_of);
        self.calls_left = calls_left;
        self.weak_around = around;
        self.calls = calls;
        self.running = running;
    }
}
