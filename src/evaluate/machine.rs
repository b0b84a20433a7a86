//! The machine that executes modules abstractly: names, objects and calls of everything that was executed so far, and what
//! each execution did outside itself. It is total: every code has an outcome, and what cannot be followed has the outcome
//! "anything" in one place ([`super::unknown`]).
//!
//! Code runs in the order of the text. A branch whose condition is not decided runs weakly: what it assigns is added to what
//! was there. A call of a function whose code is read runs its body with the arguments of the call, as deep as the limits allow.
mod changed;
mod importing;
mod names;
mod namespaces;
mod notes;
mod objects;
mod reads;
mod settling;
mod taken;

use rustc_hash::{FxHashMap, FxHashSet};

use super::activity::{Activity, Progress};
use super::arena::Arena;
use super::facet::{Effect, Look, Step};
use super::object::{Env, EnvId, Kind, Object, Place};
use super::parts::{Change, Part};
use super::raised::Raised;
use super::symbols::Symbols;
use super::taken::Taken;
use super::value::{ObjectId, Symbol, Value};
use crate::graph::effort::spend;
use crate::graph::{Kind as Source, LoadedByCall, ModuleId, Program};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, Code, ExprId, Name};
use crate::semantics::facts::{ImportId, ScopeId};

/// Operations within operations, such as an attribute of what an attribute is.
const DEEPEST_OPERATIONS: usize = 600;

/// What a mapping holds, by its keys.
type Items = Vec<(Symbol, Value)>;

/// Where something is made: what is executed, the place in a file, and the statement of the module that leads there.
type Site = (Activity, ModuleId, u32, Option<u32>);

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
    /// For the modules whose functions may execute a module again: those of the project that come into their hands. Known once
    /// functions are looked at by themselves.
    pub in_hand: FxHashMap<ModuleId, std::rc::Rc<[ModuleId]>>,
    /// The functions that the import of each module runs, and whether each runs for its import statements alone, which ask packages
    /// for names.
    pub executed: Vec<FxHashMap<(ModuleId, ScopeId), bool>>,
    /// The modules that the import of each module loads by calls.
    pub loads: Vec<Vec<LoadedByCall>>,
    /// The import statement at the level of a module that is asking a package for a name, which may call its `__getattr__`.
    pub asking: Option<(ModuleId, ImportId)>,
    /// What a module does that is asked for a name by its `__getattr__`, and what those did that were asked.
    pub serving: Option<super::served::Serving>,
    pub served: FxHashMap<(ModuleId, u32), super::served::Served>,
    /// The import statements that were executed.
    pub reached: FxHashSet<(ModuleId, ImportId)>,
    /// The modules whose code was followed to its end.
    pub whole: FxHashSet<ModuleId>,
    pub later: Vec<Effect>,
    /// Namespaces of the project's modules, or names in them, that code of installed packages reads; where, and how.
    pub namespaces: FxHashMap<(ModuleId, Option<String>), (Place, &'static str)>,
    /// What the import of each module reads of the state of others.
    pub reads: Vec<FxHashMap<Part, Place>>,
    /// What the import of each module takes of modules whose code is not read.
    pub taken: Vec<Taken>,
    /// Who looks into the objects of installed modules.
    pub looked: FxHashMap<ObjectId, FxHashSet<Look>>,
    /// Finders of the project that were put among the others.
    pub finders: Vec<ObjectId>,
    /// While a finder is asked: whether something happened.
    pub doubt: Option<bool>,
    /// While a stand-in for `__import__` is asked: for what.
    pub asked_for: Option<Symbol>,
    /// What a name of a module whose code is not read is replaced by, while that is noted.
    pub standing_in: Option<Value>,
    /// What is changed of the state of modules after they are imported.
    pub changed: Vec<Change>,
    /// The same, to find them.
    pub known_changes: FxHashSet<Change>,
    /// The classes, by the names of their bodies.
    pub classes_of_envs: FxHashMap<EnvId, ObjectId>,
    /// Classes with their bases: what an object is never changes.
    pub orders: std::cell::RefCell<FxHashMap<ObjectId, std::rc::Rc<[super::object::Base]>>>,
    /// Attributes that were set in a branch only.
    pub perhaps: FxHashSet<(ObjectId, Symbol)>,
    /// The objects whose `__init__` is running, and how many branches were entered before that.
    pub being_made: Vec<(ObjectId, usize)>,
    /// What modules got under names that are not known.
    pub open_names: FxHashMap<ModuleId, Value>,
    /// Whether the project has the name of the variable in which pytest says which test runs; not known until somebody asks.
    pub names_running_test: std::cell::OnceCell<bool>,
    /// Where objects keep what is set under names that are not known, if anything was.
    pub any_name: Option<Symbol>,
    /// What functions and properties made that remember what they returned, each with its function or instance.
    pub returned_again: FxHashMap<ObjectId, ObjectId>,
    /// Objects whose special methods code that is not read was seen to be free to call.
    pub asked: FxHashSet<(Activity, ObjectId)>,
    /// The modules whose code is not read and of which others take all names.
    pub unread_stars: FxHashMap<ModuleId, Vec<Symbol>>,
    /// The modules of the project that cannot be imported, and where they fail.
    pub failing: FxHashMap<ModuleId, Place>,
    /// What the bodies of modules of the project raise.
    pub raised: FxHashMap<ModuleId, Vec<Raised>>,
    /// The names of the loggers that were asked for, and of those whose methods are being called.
    pub loggers_of: FxHashMap<ObjectId, Symbol>,
    pub loggers: Vec<String>,
    /// The loggers that importing a module asks for in any case.
    pub loggers_of_modules: FxHashSet<(ModuleId, String)>,
    pub activity: Activity,
    /// Environments from this one on were made by what is being executed.
    pub since: EnvId,
    pub calls: Vec<Step>,
    /// The bodies being executed, innermost last.
    pub running: Vec<(ModuleId, BodyId)>,
    /// How many calls led to each of them.
    pub entered: Vec<usize>,
    /// What modules were given from outside the program.
    pub given: super::stopping::Known,
    pub steps: usize,
    /// Those that a function which is looked at by itself has for what it calls.
    pub calls_left: super::activity::Steps,
    /// Whether something that was made may be reached from what is older, and no change of that says so.
    pub escapes: bool,
    /// What there was before the function that is being looked at by itself.
    pub looking_since: super::changes::Age,
    /// Whether it was looked at before.
    pub looking_again: bool,
    /// What that function reads and changes of what is older.
    pub touched: super::changes::Touched,
    /// Operations within operations: objects may lead back to themselves.
    pub depth: usize,
    /// More than zero in a branch, a loop or a handler.
    pub weak: usize,
    /// Whether what foreign code does holds for a while: it is done by entering a context manager, or by a patch of tests.
    pub for_a_while: bool,
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
    pub narrowed: Vec<super::value::Narrowed>,
    /// More than zero in the body of a `try` or `with` that catches everything, and where an installed package says that another
    /// one is missing, which is there.
    pub quiet: usize,
    /// How many objects there were when each of these began.
    pub made_before: Vec<usize>,
    /// For each call that is being followed, what it made for `*rest` and `**rest` when all that it was handed is known.
    pub rests: Vec<Vec<ObjectId>>,
    /// More than zero in the body of a `try` with handlers, or of a `with`: what is raised there may be caught.
    pub caught: usize,
    /// What these catch, and the handler that is being executed.
    pub handlers: super::raised::Handlers,
    /// More than zero where an installed package does something only if the environment says so, or perhaps to what is its own.
    pub in_doubt: usize,
    /// The code whose handlers run, where all is there that they replace.
    pub replaced_in: Option<EnvId>,
    /// How many functions were running when a function was handed to its decorator.
    pub decorating: Option<usize>,
    /// Above zero in a branch of the project that is for other versions of Python than the one that is installed.
    pub elsewhere: usize,
    /// Whether the project's own code is asked what it does under the version that is installed, and not under any.
    pub as_installed: bool,
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
    sites: FxHashMap<Site, (usize, ObjectId)>,
    /// Mappings that make what they are asked for and do not have.
    pub fills: FxHashSet<ObjectId>,
    /// The names that stand in code of the project.
    pub named: FxHashSet<Symbol>,
    /// The attributes that code of the project sets on anything but the object of the method that does it.
    pub set_names: FxHashSet<Symbol>,
    /// Those of them that change what calling a function does.
    pub code_names: Vec<Symbol>,
    /// Functions that choose another one by what they are handed.
    pub generic: FxHashSet<ObjectId>,
    /// Objects that stand for several made at one place.
    pub merged: FxHashSet<ObjectId>,
    /// Calls that changed nothing the last time.
    pub settled: FxHashMap<super::settled::Call, super::settled::Outcome>,
    /// How many changes others could see there were when the oldest of them was kept.
    pub settled_at: usize,
    /// What is known of calls from the project into installed packages.
    pub trials: super::trials::Trials,
    /// Whether code of the project asks any class for its subclasses.
    pub asks_for_subclasses: bool,
    /// The names by which rules call functions of installed packages harmless.
    pub harmless: FxHashMap<(ModuleId, BodyId), Option<std::rc::Rc<str>>>,
    /// The names that looks into frames take, by where these stand.
    frames: FxHashMap<Place, Option<std::rc::Rc<[String]>>>,
}

impl<'a> Machine<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules, versions: super::Versions) -> Self {
        let count = program.modules.len();
        let mut symbols = Symbols::default();
        let own = || program.own_modules().filter_map(|id| program.facts(id));
        let named = (own().flat_map(|facts| &facts.code.names))
            .map(|name| symbols.of(name))
            .collect();
        let set_names: FxHashSet<Symbol> = (own().flat_map(|facts| &facts.operations))
            .filter_map(super::names::attribute_set_on_others)
            .map(|name| symbols.of(name))
            .collect();
        let code_names = super::names::SAY_WHAT_IT_DOES.map(|name| symbols.of(name));
        let code_names = code_names.into_iter().filter(|name| set_names.contains(name)).collect();
        Machine {
            asks_for_subclasses: own().any(|facts| facts.code.has_name(super::SUBCLASSES)),
            program,
            rules,
            versions,
            symbols,
            names: vec![None; count],
            in_hand: FxHashMap::default(),
            objects: Arena::new(Object::gone()),
            envs: Arena::new(Env::gone()),
            progress: vec![Progress::No; count],
            globals: vec![None; count],
            of: vec![Vec::new(); count],
            executed: vec![FxHashMap::default(); count],
            loads: vec![Vec::new(); count],
            reached: FxHashSet::default(),
            whole: FxHashSet::default(),
            asking: None,
            serving: None,
            served: FxHashMap::default(),
            namespaces: FxHashMap::default(),
            later: Vec::new(),
            reads: vec![FxHashMap::default(); count],
            taken: vec![Taken::default(); count],
            looked: FxHashMap::default(),
            finders: Vec::new(),
            doubt: None,
            asked_for: None,
            standing_in: None,
            changed: Vec::new(),
            known_changes: FxHashSet::default(),
            classes_of_envs: FxHashMap::default(),
            orders: std::cell::RefCell::default(),
            perhaps: FxHashSet::default(),
            being_made: Vec::new(),
            open_names: FxHashMap::default(),
            any_name: None,
            returned_again: FxHashMap::default(),
            names_running_test: std::cell::OnceCell::new(),
            asked: FxHashSet::default(),
            unread_stars: FxHashMap::default(),
            failing: FxHashMap::default(),
            raised: FxHashMap::default(),
            loggers_of: FxHashMap::default(),
            loggers: Vec::new(),
            loggers_of_modules: FxHashSet::default(),
            activity: Activity::Function(0),
            since: 0,
            calls: Vec::new(),
            running: Vec::new(),
            entered: Vec::new(),
            given: super::stopping::Known::default(),
            steps: 0,
            calls_left: super::activity::Steps::default(),
            escapes: false,
            looking_since: super::changes::Age::default(),
            looking_again: false,
            touched: super::changes::Touched::default(),
            depth: 0,
            weak: 0,
            for_a_while: false,
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
            handlers: super::raised::Handlers::default(),
            made_before: Vec::new(),
            rests: Vec::new(),
            in_doubt: 0,
            replaced_in: None,
            decorating: None,
            elsewhere: 0,
            as_installed: false,
            returned: FxHashMap::default(),
            changes: super::changes::Changes::default(),
            kept: super::changes::Kept::default(),
            local_from: ObjectId::MAX,
            tested: None,
            sites: FxHashMap::default(),
            fills: FxHashSet::default(),
            named,
            set_names,
            code_names,
            generic: FxHashSet::default(),
            merged: FxHashSet::default(),
            settled: FxHashMap::default(),
            settled_at: 0,
            trials: super::trials::Trials::default(),
            harmless: FxHashMap::default(),
            frames: FxHashMap::default(),
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

    /// One step; whether there are any left.
    pub fn step(&mut self) -> bool {
        spend(1);
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// What an operation gives that may lead to others of its kind: unknown where they lead too deep, or no steps are left.
    pub fn operation(&mut self, of: impl FnOnce(&mut Self) -> Value) -> Value {
        self.depth += 1;
        let may_look = self.step() && self.depth < DEEPEST_OPERATIONS;
        let value = if may_look { of(self) } else { Value::unknown() };
        self.depth -= 1;
        value
    }
}
