//! The one question about what moves: does it commute with what it moves past? (Bernstein's conditions, over facets of state.)
//!
//! What a deferred import loads is executed later: behind the rest of its module, behind the modules that are entered after
//! it, and behind what functions do before its first use. What it reads must not be written by these, and what it writes must
//! not be read by them. A write of a part of the process's state counts as read; one of an object of another module counts
//! unless that module loads the writer itself, or nobody else loads that module either.
mod alone;
mod bases;
mod behind;
mod collision;
mod equals;
mod finders;
mod held;
mod in_front;
mod known;
mod looking;
mod meeting;
mod noticed;
mod once;
mod permuted;
mod replaced;
mod served;
mod statement;
mod unbound;
mod unseen;
mod unserved;
mod users;
mod working_directory;
mod writes;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inputs::Inputs;
use super::subclasses::Subclasses;
use super::sure::SureLoads;
use crate::evaluate::{Access, Effect, Facet, Grade, Later};
use crate::graph::{Bits, Kind, ModuleId, Sighting};
use crate::project::standard;
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;
use alone::{Done, runs_alone};
use held::{Held, Holding};
use known::{OwnImports, Parts};
use meeting::{Readings, meets};
use writes::Writes;

/// Parts of the state that are never the same again: reading one at another time gives another answer. Reading any other
/// part is not an effect by itself; it collides with any code that writes it.
/// Not in `rules/`: facets are words of our own.
const MOVING: [&str; 6] = ["clock", "entropy", "pid", "current-thread", "frames", "event-loop"];

/// What every import reads: another value there finds another module.
/// Not in `rules/`: facets are words of our own.
const LOADING: [&str; 10] = [
    "sys.path",
    "path_entries",
    "meta_path",
    "finders",
    "path_hooks",
    "audit_hooks",
    "sys.modules",
    "site.addsitedir",
    "builtins.__import__",
    "privileges",
];

/// Those of them that are set to have a say in imports: who looks for a folder more may well do so for what comes later. What is
/// on the search path no more concerns what is found there alone.
/// Not in `rules/`: facets are words of our own.
const IMPORTING: [&str; 7] = [
    "path_entries",
    "meta_path",
    "finders",
    "path_hooks",
    "audit_hooks",
    "builtins.__import__",
    "privileges",
];

/// Facets whose names look like those of attributes.
/// Not in `rules/`: facets are words of our own.
const NAMED: [&str; 4] = ["sys.path", "sys.modules", "warnings.filters", "decimal.context"];

/// Methods that run where nobody calls them, to make what is not there yet.
/// Not in `rules/`: Python's data model has no others.
const ON_DEMAND: [&str; 3] = ["__getattr__", "__missing__", "__get__"];

/// The state that tests set for what they call.
/// Not in `rules/`: facets are words of our own.
const SET_BY_TESTS: [&str; 11] = [
    "meta_path",
    "finders",
    "env",
    "cwd",
    "argv",
    "stdin",
    "stdout",
    "stderr",
    "sys.path",
    "sys.modules",
    "clock",
];

/// What a module reads from the process that a program sets before it imports it.
/// Not in `rules/`: facets are words of our own.
const SURROUNDINGS: [&str; 4] = ["env", "cwd", "argv", "warnings.filters"];

/// Whether a change is one of what modules read by themselves, and of nothing that finds them.
pub(super) fn is_of_surroundings(change: &Effect) -> bool {
    matches!(&change.facet, Facet::State(name) if SURROUNDINGS.contains(&family(name)))
}

/// Where a function changes what imports behind it find, itself or by what it calls, in the order of the text.
pub(super) fn changes_what_is_found(inputs: Inputs<'_>, module: ModuleId, function: ScopeId) -> Vec<Span> {
    let changes = changes(inputs, module, function).into_iter();
    changes.map(|(place, _)| place).collect()
}

/// The same with what is changed.
pub(super) fn changes(inputs: Inputs<'_>, module: ModuleId, function: ScopeId) -> Vec<(Span, &Effect)> {
    let later = inputs.evaluation.later.iter();
    let own = later.filter(|later| later.module == module && later.scope == function);
    // Another import adds to what is loaded, and changes nothing of it.
    let is_import = |effect: &&Effect| {
        let facts = inputs.program.facts(effect.module);
        let mut imports = facts.into_iter().flat_map(|facts| &facts.imports);
        imports.any(|import| import.statement.start <= effect.span.start && effect.span.end <= import.statement.end)
    };
    let changes = own
        .flat_map(|later| &later.effects)
        .filter(|effect| effect.access != Access::Read && !is_import(effect))
        .filter(|effect| match &effect.facet {
            Facet::State(name) => LOADING.contains(&family(name)) || SURROUNDINGS.contains(&family(name)),
            Facet::Attribute(_) => true,
            Facet::Module(_) | Facet::Subclasses(_) | Facet::Everything => false,
        });
    let mut places: Vec<(Span, &Effect)> = changes
        .map(|effect| match effect.chain.first() {
            Some(step) if step.module == module => (step.span, effect),
            Some(_) | None => (effect.span, effect),
        })
        .collect();
    places.sort_by_key(|(place, _)| *place);
    places
}

pub(super) struct Commute<'a> {
    inputs: Inputs<'a>,
    /// What functions of the project, main guards and tests write.
    later: Vec<Done<'a>>,
    /// What modules write while they are imported, with the module: those of the project, and those that are installed.
    at_import: Vec<(ModuleId, &'a Effect)>,
    /// What is read of the state of the process while modules are imported, and by the project's functions.
    read: Readings<'a, &'a Effect>,
    /// The modules whose classes somebody asks for their subclasses.
    asked: FxHashSet<ModuleId>,
    /// Who may be handed a class, and ask it.
    subclasses: Subclasses<'a>,
    /// Who imports each module, by whatever statement.
    importers: FxHashMap<ModuleId, Vec<ModuleId>>,
    /// What the project's import statements load.
    own_imports: OwnImports,
    /// The same as `later` and `at_import`, as far as it concerns anybody.
    writes: (Writes<'a>, Writes<'a>),
    /// Who reads parts of the project.
    parts: Parts,
    /// The modules that what puts the import of Python back concerns: none.
    nobody: FxHashSet<ModuleId>,
    /// What the project's own finders know, where it gets hold of no others.
    own_finders: OnceCell<Option<FxHashSet<ModuleId>>>,
    /// Calls that take an entry from the search path which is put on it again at once.
    put_elsewhere: OnceCell<FxHashSet<(ModuleId, Span)>>,
    /// Those that take the working directory from the front of it.
    working_directory: OnceCell<FxHashSet<(ModuleId, Span)>>,
    /// Modules that may be found elsewhere once a folder is put in front of the search path, and at its end.
    found_elsewhere: OnceCell<[Bits; 2]>,
    /// Where functions, and modules that are imported later, bind names of the project's modules again.
    renamed: FxHashMap<(ModuleId, String), Sighting>,
    /// The installed modules that the classes of each module of the project inherit from.
    bases: bases::Bases,
    /// Attributes of installed modules that several modules of the project give the same value.
    equals: FxHashMap<String, equals::Equals>,
    /// What was found of whether one module may read what another one writes.
    may_read: RefCell<FxHashMap<(ModuleId, ModuleId), bool>>,
    /// Which modules have a text or name in their code, as far as that was asked.
    writers: RefCell<FxHashMap<String, Vec<ModuleId>>>,
    /// What modules load in any case.
    sure: SureLoads,
    /// The same by imports that stay as they are.
    sure_as_it_is: SureLoads,
}

fn family(facet: &str) -> &str {
    facet.split(':').next().unwrap_or(facet)
}

/// Whether it is an attribute of a module, and no part of the state that has a name of its own.
fn is_attribute(facet: &Facet) -> bool {
    match facet {
        Facet::State(name) => !MOVING.contains(&family(name)) && !is_set_on_purpose(name),
        Facet::Attribute(_) => true,
        Facet::Module(_) | Facet::Subclasses(_) | Facet::Everything => false,
    }
}

/// Whether reading this part of the state is judged by who writes it.
fn is_set_on_purpose(facet: &str) -> bool {
    !MOVING.contains(&family(facet)) && !facet.split_once('.').is_some_and(|(top, _)| standard::is_standard(top))
        || NAMED.contains(&family(facet))
}

/// Whether only who knows a package by name reads this: its logger, its place among the loaded modules.
fn is_of_one_package(written: &Facet) -> bool {
    match written {
        Facet::State(name) => match name.split_once(':') {
            Some(("logging", logger)) => logger != "*" && logger != "root",
            Some(("sys.modules", module)) => !module.contains('*'),
            Some(_) | None => false,
        },
        Facet::Module(_) | Facet::Attribute(_) | Facet::Subclasses(_) | Facet::Everything => false,
    }
}

/// Whether it is known which file is meant.
fn is_one_file(facet: &str) -> bool {
    facet.split_once(':').is_some_and(|(_, name)| !name.contains('*'))
}

impl<'a> Commute<'a> {
    pub fn new(inputs: Inputs<'a>) -> Self {
        let (program, evaluation) = (inputs.program, inputs.evaluation);
        let own_imports = OwnImports::new(program, inputs.rules);
        let is_write = |effect: &&'a Effect| {
            let is_named = match &effect.facet {
                // Who calls is not changed by changing the names that a caller sees.
                Facet::State(name) if family(name) == "frames" => program.modules[effect.module].is_own(),
                // Which file is seldom known, and what a program writes is seldom what its modules read: one of the same name is.
                Facet::State(name) => family(name) != "files" || is_one_file(name),
                Facet::Attribute(_) | Facet::Subclasses(_) => true,
                Facet::Module(_) | Facet::Everything => false,
            };
            // Another module that is loaded changes nothing of those that are; one of any name may be one that somebody looks for.
            let finds = matches!(&effect.facet, Facet::State(name)
                if LOADING.contains(&family(name)) && (family(name) != "sys.modules" || name.ends_with(":*")));
            // Every call counts for who asks how many there were, and every handler for what is logged from then on.
            let counts =
                || matches!(&effect.facet, Facet::State(name) if matches!(family(name), "cache" | "logging.handlers"));
            is_named && (effect.access == Access::Write || effect.access == Access::Append && (finds || counts()))
        };
        let holding = Holding::new(program, evaluation, inputs.rules);
        // Tests set the state of the process; what they replace of other modules is seen by name, where names are judged.
        let is_beside = |effect: &Effect| program.modules[effect.module].is_beside();
        let is_state =
            |effect: &Effect| matches!(&effect.facet, Facet::State(name) if SET_BY_TESTS.contains(&family(name)));
        // An attribute in whose place a test puts something else, as far as it is known what runs meanwhile.
        let is_told = |effect: &Effect| is_attribute(&effect.facet) && matches!(holding.held(effect), Held::While(_));
        // What a test calls is not the program: only what it sets itself counts.
        let is_by_itself =
            |later: &Later, effect: &Effect| !program.modules[later.module].is_beside() || is_beside(effect);
        // What is left is put back as it was when it was entered.
        let is_put_back = |effect: &Effect| {
            let name = effect.body.and_then(|(module, body)| {
                let code = &program.facts(module)?.code;
                Some(code.name(code.bodies.get(body as usize)?.name))
            });
            matches!(name, Some("__exit__" | "__aexit__"))
                && matches!(&effect.facet, Facet::State(name) if LOADING.contains(&family(name)) || SURROUNDINGS.contains(&family(name)))
        };
        let mut alone: FxHashSet<ModuleId> = evaluation.later.iter().map(|later| later.module).collect();
        alone.retain(|&module| runs_alone(program, &own_imports, module));
        let later = evaluation
            .later
            .iter()
            .flat_map(|later| {
                let alone = Some(later.module).filter(|module| alone.contains(module));
                let effects = later.effects.iter().filter(|effect| is_by_itself(later, effect));
                effects.map(move |effect| Done { effect, alone })
            })
            .filter(|done| {
                let effect = done.effect;
                is_write(&effect)
                    && (!is_beside(effect) || is_state(effect) || is_told(effect))
                    && !is_put_back(effect)
                    && holding.held(effect) != Held::PutsBack
            })
            .collect();
        // Under which names an installed package puts something where it does not say so is assumed to concern nobody, and so are
        // its finders and hooks: they look for what is its own.
        let is_told = |effect: &Effect| match &effect.facet {
            Facet::State(name) => !LOADING.contains(&name.as_str()) && !name.ends_with('*'),
            Facet::Attribute(_) | Facet::Module(_) | Facet::Subclasses(_) => true,
            Facet::Everything => false,
        };
        let concerns = |module: ModuleId, effect: &Effect| match program.modules[module].kind {
            Kind::FirstParty | Kind::Test | Kind::Beside => true,
            Kind::Site => is_told(effect),
            Kind::Standard | Kind::Missing => false,
        };
        let at_import = (0..program.modules.len())
            .flat_map(|module| evaluation.of[module].iter().map(move |effect| (module, effect)))
            // What a package was watched for, and not seen to do, it does not do.
            .filter(|(_, effect)| effect.grade != Grade::Assumed)
            .filter(|&(module, effect)| is_write(&effect) && concerns(module, effect))
            .filter(|&(module, effect)| !known::is_done_by_running(program, &own_imports, module, effect))
            .collect();
        let read: Vec<&Effect> = evaluation.readings().collect();
        let asked = evaluation.asked_for_subclasses();
        let mut importers: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
        for module in 0..program.modules.len() {
            for import in program.facts(module).iter().flat_map(|facts| &facts.imports) {
                if import.context.type_checking {
                    continue;
                }
                for target in program.targets(module, import) {
                    importers.entry(target).or_default().push(module);
                }
            }
        }
        let mut commute = Commute {
            inputs,
            later,
            at_import,
            read: Readings::new(read.iter().map(|effect| (&effect.facet, *effect))),
            asked,
            subclasses: Subclasses::new(inputs),
            importers,
            own_imports,
            renamed: known::renamed(evaluation),
            writes: Default::default(),
            parts: Parts::new(program, evaluation),
            nobody: FxHashSet::default(),
            own_finders: OnceCell::new(),
            put_elsewhere: OnceCell::new(),
            working_directory: OnceCell::new(),
            found_elsewhere: OnceCell::new(),
            bases: bases::bases(program),
            equals: equals::equals(program, evaluation),
            may_read: RefCell::default(),
            writers: RefCell::default(),
            sure: SureLoads::default(),
            sure_as_it_is: SureLoads::through(bases::is_as_it_is),
        };
        let readings = known::read_at_import(evaluation);
        let is_seen_by = |write: &Effect, read: &Effect| commute.is_seen_by(write, read);
        commute.writes = writes::writes(
            (inputs, &commute.parts),
            &commute.later,
            &commute.at_import,
            &readings,
            is_seen_by,
            |write| match holding.held(write) {
                Held::On | Held::PutsBack => None,
                Held::While(reached) => Some(reached),
            },
        );
        commute
    }

    /// What is written in a process that loads `module`, by others than those who move.
    fn writes(&self, module: ModuleId) -> impl Iterator<Item = &'a Effect> {
        let at_import = self.at_import.iter().map(|(_, write)| *write);
        self.later_in(module).chain(at_import)
    }

    /// What functions write, some time, and what modules write while they are imported.
    fn all_writes(&self) -> impl Iterator<Item = &'a Effect> {
        let at_import = self.at_import.iter().map(|(_, write)| *write);
        self.later.iter().map(|done| done.effect).chain(at_import)
    }

    /// What functions write, some time, in a process that loads `module`.
    fn later_in(&self, module: ModuleId) -> impl Iterator<Item = &'a Effect> {
        let later = self.later.iter().filter(move |done| done.is_seen_in(module));
        later.map(|done| done.effect)
    }

    /// What a module loads in any case, with itself.
    pub fn loads_surely(&self, module: ModuleId) -> Rc<Bits> {
        self.sure.with(self.inputs, module)
    }

    /// Whether some statement imports a module.
    pub fn is_imported_anywhere(&self, module: ModuleId) -> bool {
        !self.importers_of(module).is_empty()
    }

    /// The modules with statements that import a module.
    pub fn importers_of(&self, module: ModuleId) -> &[ModuleId] {
        self.importers.get(&module).map(Vec::as_slice).unwrap_or_default()
    }
}
