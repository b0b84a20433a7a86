//! The one question about what moves: does it commute with what it moves past? (Bernstein's conditions, over facets of state.)
//!
//! What a deferred import loads is executed later: behind the rest of its module, behind the modules that are entered after
//! it, and behind what functions do before its first use. What it reads must not be written by these, and what it writes must
//! not be read by them. A write of a part of the process's state counts as read; one of an object of another module counts
//! unless that module loads the writer itself, or nobody else loads that module either.
mod known;
mod statement;

use std::cell::{OnceCell, RefCell};

use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::inputs::Inputs;
use super::subclasses::Subclasses;
use super::verdict::Kept;
use crate::evaluate::{Access, Effect, Facet, Later, Part};
use crate::graph::effort::spend;
use crate::graph::{Bits, Entity, Kind, Module, ModuleId, Program, Reach, Sighting, Targets};
use crate::project::standard;
use crate::rules::{EffectKind, matches};
use crate::semantics::facts::{Import, ScopeId};
use crate::syntax::Span;
use known::{OwnImports, Parts, Readings, Write};

/// Parts of the state that are never the same again: reading one at another time gives another answer. Reading any other
/// part is no effect by itself; it collides with whoever writes it.
const MOVING: [&str; 6] = ["clock", "entropy", "pid", "current-thread", "frames", "event-loop"];

/// What every import reads: another value there finds another module.
const LOADING: [&str; 6] = [
    "sys.path",
    "meta_path",
    "path_hooks",
    "sys.modules",
    "site.addsitedir",
    "builtins.__import__",
];

/// Facets whose names look like those of attributes.
const NAMED: [&str; 4] = ["sys.path", "sys.modules", "warnings.filters", "decimal.context"];

/// Methods that run where nobody calls them, to make what is not there yet.
const ON_DEMAND: [&str; 3] = ["__getattr__", "__missing__", "__get__"];

/// The state that tests set for what they call.
const SET_BY_TESTS: [&str; 9] = [
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
const SURROUNDINGS: [&str; 4] = ["env", "cwd", "argv", "warnings.filters"];

/// Where a function changes what imports behind it find, itself or by what it calls, in the order of the text.
pub(super) fn changes_what_is_found(inputs: Inputs<'_>, module: ModuleId, function: ScopeId) -> Vec<Span> {
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
    let mut places: Vec<Span> = changes
        .map(|effect| match effect.chain.first() {
            Some(step) if step.module == module => step.span,
            Some(_) | None => effect.span,
        })
        .collect();
    places.sort();
    places
}

pub(super) struct Commute<'a> {
    inputs: Inputs<'a>,
    /// What functions of the project, main guards and tests write.
    later: Vec<&'a Effect>,
    /// What the project's modules write while they are imported, with the module.
    at_import: Vec<(ModuleId, &'a Effect)>,
    /// What is read of the state of the process while modules are imported, and by the project's functions.
    read: Vec<&'a Effect>,
    /// The modules whose classes somebody asks for their subclasses.
    asked: FxHashSet<ModuleId>,
    /// Who may be handed a class, and ask it.
    subclasses: Subclasses<'a>,
    /// Who imports each module, by whatever statement.
    importers: FxHashMap<ModuleId, Vec<ModuleId>>,
    /// What the project's import statements load.
    own_imports: OwnImports,
    /// The same as `later` and `at_import`, as far as it concerns anybody.
    writes: (Vec<Write<'a>>, Vec<Write<'a>>),
    /// Who reads parts of the project.
    parts: OnceCell<Parts>,
    /// Modules that may be found elsewhere once a folder is put in front of the search path, and at its end.
    found_elsewhere: OnceCell<[Bits; 2]>,
    /// What was found of whether one module may read what another one writes.
    may_read: RefCell<FxHashMap<(ModuleId, ModuleId), bool>>,
}

fn family(facet: &str) -> &str {
    facet.split(':').next().unwrap_or(facet)
}

/// Whether reading this part of the state is judged by who writes it.
fn is_set_on_purpose(facet: &str) -> bool {
    !MOVING.contains(&family(facet)) && !facet.split_once('.').is_some_and(|(top, _)| standard::is_standard(top))
        || NAMED.contains(&family(facet))
}

/// Whether a file is a script that shares no process with the rest of the project: nobody imports it, and it imports nothing of
/// the project.
fn runs_alone(program: &Program, imports: &OwnImports, module: ModuleId) -> bool {
    // Python itself loads these, first of all.
    let is_customisation = matches!(
        program.modules[module].name.rsplit('.').next(),
        Some("sitecustomize" | "usercustomize")
    );
    let has_main = is_customisation || program.facts(module).is_some_and(|facts| facts.main_guard.is_some());
    let own = || program.facts(module).into_iter().flat_map(|facts| &facts.imports);
    let targets = || own().flat_map(|import| program.targets(module, import));
    has_main && !imports.imported.contains(&module) && targets().all(|target| !program.modules[target].is_own())
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

/// Whether a write meets a read, where surroundings are the environment and the working directory.
fn meets(write: &Facet, read: &Facet) -> bool {
    match (write, read) {
        (Facet::State(write), Facet::State(read)) if read == "surroundings" => {
            matches!(family(write), "env" | "cwd" | "argv")
        }
        // Which distribution of a name comes first.
        (Facet::State(write), Facet::State(read)) if write == "sys.path" && read == "installation" => true,
        _ => write.meets(read),
    }
}

impl<'a> Commute<'a> {
    pub fn new(inputs: Inputs<'a>) -> Self {
        let (program, evaluation) = (inputs.program, inputs.evaluation);
        let own_imports = OwnImports::new(program);
        let is_write = |effect: &&'a Effect| {
            let is_named = match &effect.facet {
                // Who calls is not changed by changing the names that a caller sees.
                Facet::State(name) if family(name) == "frames" => program.modules[effect.module].is_own(),
                // Which file is seldom known, and what a program writes is seldom what its modules read.
                Facet::State(name) => family(name) != "files",
                Facet::Attribute(_) => true,
                Facet::Module(_) | Facet::Subclasses(_) | Facet::Everything => false,
            };
            // Another module that is loaded changes nothing of those that are.
            let finds = matches!(&effect.facet, Facet::State(name)
                if LOADING.contains(&family(name)) && family(name) != "sys.modules");
            is_named && (effect.access == Access::Write || effect.access == Access::Append && finds)
        };
        // Tests set the state of the process; what they replace of other modules is seen by name, where names are judged.
        let is_beside = |effect: &Effect| program.modules[effect.module].is_beside();
        let is_state =
            |effect: &Effect| matches!(&effect.facet, Facet::State(name) if SET_BY_TESTS.contains(&family(name)));
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
        let later = evaluation
            .later
            .iter()
            .filter(|later| !runs_alone(program, &own_imports, later.module))
            .flat_map(|later| later.effects.iter().filter(|effect| is_by_itself(later, effect)))
            .filter(is_write)
            .filter(|effect| !is_beside(effect) || is_state(effect))
            .filter(|effect| !is_put_back(effect))
            .collect();
        let at_import = (0..program.modules.len())
            .filter(|&module| program.modules[module].is_own())
            .flat_map(|module| evaluation.of[module].iter().map(move |effect| (module, effect)))
            .filter(|(_, effect)| is_write(effect))
            .collect();
        let reads = evaluation
            .of
            .iter()
            .flatten()
            .chain(evaluation.later.iter().flat_map(|later| &later.effects));
        let read: Vec<&Effect> = reads.filter(|effect| effect.access == Access::Read).collect();
        let asked = read
            .iter()
            .filter_map(|effect| match effect.facet {
                Facet::Subclasses(module) => Some(module),
                _ => None,
            })
            .collect();
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
            read,
            asked,
            subclasses: Subclasses::new(inputs),
            importers,
            own_imports,
            writes: Default::default(),
            parts: OnceCell::new(),
            found_elsewhere: OnceCell::new(),
            may_read: RefCell::default(),
        };
        let readings = Readings::new(evaluation);
        let is_seen_by = |write: &Effect, read: &Effect| commute.is_seen_by(write, read);
        commute.writes = known::writes(program, &commute.later, &commute.at_import, &readings, is_seen_by);
        commute
    }

    /// The first effect of a module that others notice once it is executed later, together with all of `moved`.
    pub fn noticed(&self, module: ModuleId, moved: &Bits, after: &Reach) -> Option<&'a Effect> {
        self.all_noticed(module, moved, after).next()
    }

    /// All effects of a module that others notice then.
    pub fn all_noticed<'s>(
        &'s self,
        module: ModuleId,
        moved: &'s Bits,
        after: &'s Reach,
    ) -> impl Iterator<Item = &'a Effect> + 's {
        let effects = self.inputs.evaluation.that_count(self.inputs.program, module);
        effects.filter(move |effect| match effect.access {
            // What an installed package keeps on its own objects is its own business; what it enters into its own tables
            // may be asked for at once.
            Access::Write | Access::Append if self.is_internal(module, effect, moved) => false,
            Access::Write | Access::Append => {
                self.is_read(effect, moved) && self.is_noticed(module, &effect.facet, moved, after)
            }
            Access::Read => self.is_own_reading(module, effect),
        })
    }

    /// Whether a module may read, while it is imported, what another one writes.
    pub fn may_read(&self, reader: ModuleId, writer: ModuleId) -> bool {
        let known = self.may_read.borrow().get(&(reader, writer)).copied();
        known.unwrap_or_else(|| {
            let found = self.finds_read(reader, writer);
            self.may_read.borrow_mut().insert((reader, writer), found);
            found
        })
    }

    fn finds_read(&self, reader: ModuleId, writer: ModuleId) -> bool {
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let is_read = |facet: &Facet| {
            let mut effects = evaluation.that_count(program, reader);
            let of_module = |target: ModuleId| {
                let own = evaluation.reads[reader].keys().any(|part| part.owner() == target);
                let imports = || {
                    self.importers
                        .get(&target)
                        .is_some_and(|importers| importers.contains(&reader))
                };
                own || !program.modules[target].is_own() && imports()
            };
            match facet {
                Facet::Module(target) => of_module(*target),
                Facet::Attribute(name) => self.module_of(name).is_none_or(of_module),
                Facet::State(_) | Facet::Subclasses(_) | Facet::Everything => {
                    effects.any(|effect| effect.access == Access::Read && meets(facet, &effect.facet))
                }
            }
        };
        // Code that cannot be followed may read anything.
        let is_unknown = || {
            let mut effects = evaluation.that_count(program, reader);
            effects.any(|effect| effect.facet == Facet::Everything)
        };
        let writes = evaluation.that_count(program, writer);
        let mut writes = writes.filter(|effect| effect.access != Access::Read).peekable();
        writes.peek().is_some() && is_unknown() || writes.any(|write| is_read(&write.facet))
    }

    /// Whether an installed package changes what is its own, where nobody who does not move looks.
    fn is_internal(&self, module: ModuleId, effect: &Effect, moved: &Bits) -> bool {
        let modules = &self.inputs.program.modules;
        let top = |id: ModuleId| modules[id].name.split('.').next();
        let Facet::Module(target) = effect.facet else {
            return false;
        };
        if modules[target].is_own() {
            return false;
        }
        let is_of_that_package = modules[module].kind == Kind::Site && top(target) == top(module);
        if is_of_that_package && effect.kind == EffectKind::Mutation {
            return true;
        }
        // What is made when it is first asked for is made by whoever asks first.
        let is_made_on_demand = || {
            let looks = self.inputs.evaluation.looked.get(&effect.object.unwrap_or_default());
            if effect.is_made_there && looks.is_some_and(|looks| looks.iter().any(|look| look.body == effect.body)) {
                return true;
            }
            let own = effect
                .chain
                .iter()
                .rev()
                .find(|step| modules[step.module].is_own() || step.module == module);
            own.is_some_and(|step| ON_DEMAND.contains(&step.name.as_str()))
        };
        // A package that serves its names when they are asked for may keep them.
        let serves = effect
            .chain
            .last()
            .is_some_and(|step| ON_DEMAND.contains(&step.name.as_str()));
        if effect.object.is_none() && serves && effect.module == target {
            return true;
        }
        let Some(object) = effect.object.filter(|_| is_of_that_package || is_made_on_demand()) else {
            return false;
        };
        // What a `__getattr__` puts on its object is made again for whoever asks for it by name.
        let code = |module: ModuleId| self.inputs.program.facts(module).map(|facts| &facts.code);
        let is_served = effect.body.is_some_and(|(module, body)| {
            code(module).is_some_and(|code| code.name(code.bodies[body as usize].name) == "__getattr__")
        });
        let mut looks = self.inputs.evaluation.looked.get(&object).into_iter().flatten();
        !looks.any(|look| !moved.contains(look.reader) && look.body != effect.body && !(is_served && look.is_by_name))
    }

    /// Whether somebody who does not move may see what is written of the state of the process.
    fn is_read(&self, write: &Effect, moved: &Bits) -> bool {
        let Facet::State(name) = &write.facet else { return true };
        match family(name) {
            // Numbers that are taken away are missed where the generator starts at a known number.
            "random" if write.access == Access::Append => self.writes().any(|other| {
                other.access == Access::Write && meets(&other.facet, &write.facet) && !moved.contains(other.module)
            }),
            "env" | "registry" if self.is_known_by_name(name) => self
                .read
                .iter()
                .any(|read| !moved.contains(read.module) && self.meets(write, read)),
            _ => true,
        }
    }

    /// Whether a write meets a read. A variable that bears the name of the installed package which sets it is nobody else's:
    /// who goes through all variables does not ask for it.
    fn meets(&self, write: &Effect, read: &Effect) -> bool {
        let Facet::State(name) = &write.facet else {
            return meets(&write.facet, &read.facet);
        };
        let modules = &self.inputs.program.modules;
        let writer = &modules[write.module];
        if modules[read.module].kind != Kind::Site {
            return meets(&write.facet, &read.facet);
        }
        let top = writer.name.split('.').next().unwrap_or_default();
        let own = top.trim_matches('_').to_uppercase();
        let variable = name.strip_prefix("env:").filter(|variable| *variable != "*");
        let is_named_so = writer.kind == Kind::Site && variable.is_some_and(|variable| variable.starts_with(&own));
        // A test sets a variable for the program, which asks for it by name.
        let is_for_the_program = writer.is_beside() && read.facet != write.facet;
        let is_private = matches!(&read.facet, Facet::State(read)
            if is_named_so && read == "env:*" || is_for_the_program && family(read) == "env");
        !is_private && meets(&write.facet, &read.facet)
    }

    /// Whether everybody who reads a part of the state is found: a variable of the environment by its name, and the table
    /// that a rule names for a module.
    fn is_known_by_name(&self, facet: &str) -> bool {
        family(facet) == "env" || self.inputs.rules.names_facet(facet)
    }

    /// What others than those who move write.
    fn writes(&self) -> impl Iterator<Item = &'a Effect> {
        let at_import = self.at_import.iter().map(|(_, write)| *write);
        self.later.iter().copied().chain(at_import)
    }

    fn is_noticed(&self, module: ModuleId, facet: &Facet, moved: &Bits, after: &Reach) -> bool {
        match facet {
            Facet::State(_) | Facet::Everything => true,
            Facet::Module(target) => !self.is_private(module, *target, moved, after),
            Facet::Subclasses(target) => {
                self.is_asked_for_subclasses(*target) && !self.is_private(module, *target, moved, after)
            }
            Facet::Attribute(name) => match self.module_of(name) {
                Some(target) => !self.is_private(module, target, moved, after),
                None => true,
            },
        }
    }

    /// Reading the clock or the like: another moment gives another answer. What an installed package reads so is its own.
    fn is_own_reading(&self, module: ModuleId, effect: &Effect) -> bool {
        let modules = &self.inputs.program.modules;
        let is_own = modules[module].is_own();
        match &effect.facet {
            // A package that looks at its callers does so to point at them in a warning.
            Facet::State(name) if family(name) == "frames" && !modules[effect.module].is_own() => false,
            Facet::State(name) => is_own && !is_set_on_purpose(name),
            Facet::Module(_) | Facet::Attribute(_) | Facet::Subclasses(_) | Facet::Everything => false,
        }
    }

    /// Whether nobody can find `target` without what `module` did to it.
    fn is_private(&self, module: ModuleId, target: ModuleId, moved: &Bits, after: &Reach) -> bool {
        if target == module || after.of(target).contains(module) {
            return true;
        }
        // Modules of the project may be imported by others that are not seen; of an installed package only these here matter.
        let program = self.inputs.program;
        if program.modules[target].is_own() {
            return false;
        }
        if self.always_with(target, module, after) {
            return true;
        }
        let importers = self.importers.get(&target).map(Vec::as_slice).unwrap_or_default();
        let top = |id: ModuleId| program.modules[id].name.split('.').next();
        moved.contains(target)
            && importers.iter().all(|&id| {
                let is_of_that_package = !program.modules[id].is_own() && top(id) == top(module);
                moved.contains(id) || is_of_that_package
            })
    }

    /// Whether every import statement of the project that leads to an installed module leads to the other one as well, if that
    /// is not loaded by then.
    fn always_with(&self, target: ModuleId, other: ModuleId, after: &Reach) -> bool {
        spend(self.own_imports.by_targets.len());
        self.own_imports.by_targets.iter().all(|(targets, importers)| {
            let leads = |to: ModuleId| targets.iter().any(|&found| after.of(found).contains(to));
            !leads(target) || leads(other) || importers.iter().all(|&id| after.of(id).contains(other))
        })
    }

    /// Whether somebody may ask a class of a module for its subclasses.
    fn is_asked_for_subclasses(&self, target: ModuleId) -> bool {
        self.asked.contains(&target) || self.subclasses.may_be_asked(target)
    }

    /// The module that a dotted name of an attribute belongs to.
    fn module_of(&self, name: &str) -> Option<ModuleId> {
        let ends = name.match_indices('.').map(|(at, _)| at);
        let mut prefixes: Vec<usize> = ends.collect();
        prefixes.reverse();
        prefixes
            .into_iter()
            .find_map(|end| self.inputs.program.find(&name[..end]))
    }

    /// What is read by the execution of modules that move, and written by what they move past: behind the statement at `span`
    /// in `module`.
    pub fn collision(&self, module: ModuleId, span: Span, moved: &Bits, before: &Reach) -> Option<Kept> {
        self.collisions(module, span, moved, before, 1).pop()
    }

    /// At most so many of what is read so.
    pub fn collisions(&self, module: ModuleId, span: Span, moved: &Bits, before: &Reach, most: usize) -> Vec<Kept> {
        let mut found = self.collisions_of_parts(module, span, moved, before, most);
        if found.len() >= most || self.later.is_empty() && self.at_import.is_empty() {
            return found;
        }
        let (later, at_import) = &self.writes;
        let read_of = |write: &Write<'a>| {
            let mut readers = write.readers.iter();
            readers.find(|(id, _)| moved.contains(*id)).map(|&(_, read)| read)
        };
        let most = most - found.len();
        found.extend(self.collisions_of((later, at_import), module, span, &read_of, moved, before, true, most));
        found
    }

    /// A name or object of the project that what moves reads, and that somebody changes who does not move.
    fn collisions_of_parts(
        &self,
        module: ModuleId,
        span: Span,
        moved: &Bits,
        before: &Reach,
        most: usize,
    ) -> Vec<Kept> {
        let mut found = Vec::new();
        let evaluation = self.inputs.evaluation;
        let name = |id: ModuleId| self.inputs.program.modules[id].name.as_str();
        // The rest of the importing module itself: names that it binds behind the import.
        let facts = self.inputs.program.facts(module);
        for reader in moved.iter().filter(|&id| id != module) {
            for (part, place) in &evaluation.reads[reader] {
                if found.len() >= most {
                    return found;
                }
                let Part::Name(of, symbol) = *part else { continue };
                if of != module {
                    continue;
                }
                let text = evaluation.symbols.text(symbol);
                let is_behind = |facts: &crate::semantics::ModuleFacts| {
                    let bound = facts.global(text).map(|id| &facts.bindings[id as usize]);
                    bound.is_some_and(|bound| bound.first.start > span.end)
                };
                if facts.is_some_and(is_behind) {
                    let detail = format!(
                        "`{}` asks for `{}.{text}`, which is bound behind the import",
                        name(reader),
                        name(of)
                    );
                    let at = Sighting {
                        module: place.module,
                        span: place.span,
                    };
                    found.push(Kept::at(Code::ImportWindow, detail, at));
                }
            }
        }
        let parts = self.parts.get_or_init(|| Parts::new(evaluation));
        spend(parts.changes.len());
        for change in parts.changes.iter().map(|&at| &evaluation.changed[at]) {
            if found.len() >= most {
                return found;
            }
            if moved.contains(change.place.module) || moved.contains(change.part.owner()) {
                continue;
            }
            let mut readers = parts.readers(evaluation, change.part).iter().copied();
            let Some(reader) = readers.find(|&id| moved.contains(id)) else {
                continue;
            };
            let is_behind = match change.importing {
                None => true,
                Some(writer) if moved.contains(writer) => false,
                Some(writer) => {
                    let at = (change.place.module == writer).then_some(change.place.span.start);
                    self.is_position_behind(writer, |id| at.filter(|_| id == writer), module, span, before)
                }
            };
            if is_behind {
                let detail = format!(
                    "`{}` {}, which `{}` reads when it is loaded",
                    name(change.place.module),
                    change.what,
                    name(reader)
                );
                let at = Sighting {
                    module: change.place.module,
                    span: change.place.span,
                };
                found.push(Kept::at(Code::ImportWindow, detail, at));
            }
        }
        found
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of the question")]
    fn collisions_of(
        &self,
        (later, at_import): (&[Write<'a>], &[Write<'a>]),
        module: ModuleId,
        span: Span,
        read_of: &dyn Fn(&Write<'a>) -> Option<&'a Effect>,
        moved: &Bits,
        before: &Reach,
        loads: bool,
        most: usize,
    ) -> Vec<Kept> {
        let mut found = Vec::new();
        // Code that cannot be read may read what a program sets for what it starts; of the project it knows nothing.
        let unread = self.unread(moved).filter(|_| loads);
        let for_unread = |write: &Effect| {
            let is_surroundings = matches!(&write.facet, Facet::State(name)
                if SURROUNDINGS.contains(&family(name)) || LOADING.contains(&family(name)) || name.starts_with("module:"));
            unread.filter(|_| is_surroundings && write.module == module)
        };
        let stays_found = [OnceCell::new(), OnceCell::new()];
        let finds_the_same = |write: &Write<'a>| {
            let is_beside = self.inputs.program.modules[write.effect.module].is_beside();
            write.path.is_some_and(|is_at_the_end| {
                let known = &stays_found[usize::from(is_at_the_end)];
                (is_at_the_end || is_beside) && *known.get_or_init(|| self.finds_the_same(is_at_the_end, moved))
            })
        };
        // A module among those that move which takes, or names, the attribute that somebody replaces.
        let user_of = |write: &Write<'a>| write.users.iter().copied().find(|&id| moved.contains(id));
        spend(later.len() + at_import.len());
        for write in later {
            let effect = write.effect;
            if moved.contains(effect.module) || finds_the_same(write) {
                continue;
            }
            if let Some(read) = read_of(write) {
                found.push(self.kept(effect, Some(read), None));
            } else if let Some(user) = user_of(write) {
                found.push(self.kept(effect, None, Some(user)));
            }
            if found.len() >= most {
                return found;
            }
        }
        for write in at_import {
            let (Some(writer), effect) = (write.importing, write.effect) else {
                continue;
            };
            if moved.contains(writer) || finds_the_same(write) {
                continue;
            }
            let read = read_of(write);
            let unread = for_unread(effect)
                .filter(|_| !is_of_one_package(&effect.facet))
                .or_else(|| user_of(write))
                .filter(|_| read.is_none());
            let is_loading = loads && self.changes_loading(effect, moved);
            let meets = read.is_some() || is_loading || unread.is_some();
            if meets && self.is_behind(writer, effect, module, span, before) {
                found.push(self.kept(effect, read, unread));
                if found.len() >= most {
                    return found;
                }
            }
        }
        found
    }

    /// Whether what an effect does is seen by a read.
    fn is_seen_by(&self, write: &Effect, read: &Effect) -> bool {
        // What is found first is found first all the same.
        let is_behind =
            write.access == Access::Append && matches!(&read.facet, Facet::State(name) if name == "installation");
        !is_behind && self.names_of_finder(write).is_none() && self.meets(write, read)
    }

    /// The modules that a finder knows which is put among the others.
    fn names_of_finder(&self, write: &Effect) -> Option<&FxHashSet<ModuleId>> {
        let is_finder = matches!(&write.facet, Facet::State(name) if name == "meta_path");
        write
            .object
            .filter(|_| is_finder)
            .and_then(|finder| self.inputs.evaluation.finders.get(&finder))
    }

    /// Whether a write changes what the import of one of those that move finds.
    fn changes_loading(&self, write: &Effect, moved: &Bits) -> bool {
        let Facet::State(name) = &write.facet else { return false };
        let modules = &self.inputs.program.modules;
        if let Some(known) = self.names_of_finder(write) {
            return moved.iter().any(|id| known.contains(&id));
        }
        match name.split_once(':') {
            // Another module in the place of that one, or of a package around it.
            Some(("sys.modules", key)) if !key.contains('*') => {
                let mut names = moved.iter().map(|id| &modules[id].name);
                names.any(|name| matches(key, name))
            }
            _ => LOADING.contains(&family(name)),
        }
    }

    /// Whether a change of the search path leaves what moves where it is found: a folder at its end has only what is not
    /// found before, and one that a test puts in front has files of the project.
    fn finds_the_same(&self, is_at_the_end: bool, moved: &Bits) -> bool {
        let modules = &self.inputs.program.modules;
        let may_be_found = self.found_elsewhere.get_or_init(|| {
            let last = |wanted: fn(&Module) -> bool| -> FxHashSet<&str> {
                let wanted = modules.iter().filter(move |module| wanted(module));
                wanted
                    .filter_map(|module| Some(module.name.rsplit_once('.')?.1))
                    .collect()
            };
            let (of_project, beside) = (last(Module::is_own), last(Module::is_beside));
            let mut found = [Bits::new(modules.len()), Bits::new(modules.len())];
            for (id, module) in modules.iter().enumerate() {
                let top = module.name.split('.').next().unwrap_or_default();
                let is_missing = module.kind == Kind::Missing;
                if (is_missing || !module.is_own()) && beside.contains(top) {
                    found[0].insert(id);
                }
                if is_missing && of_project.contains(top) {
                    found[1].insert(id);
                }
            }
            found
        });
        !moved.meets(&may_be_found[usize::from(is_at_the_end)])
    }

    /// A module among those that move whose code cannot be read: it may read whatever is set right behind its import.
    fn unread(&self, moved: &Bits) -> Option<ModuleId> {
        let program = self.inputs.program;
        moved.iter().find(|&id| {
            let module = &program.modules[id];
            module.facts.is_none() && (module.kind == Kind::Missing || module.kind == Kind::Site && !module.is_package)
        })
    }

    /// An import of a name that somebody replaces in the module it comes from: made later, or at each use, it finds another
    /// object there.
    pub fn source_replaced(&self, module: ModuleId, import: &Import) -> Option<Kept> {
        let program = self.inputs.program;
        let name = import.name.as_ref()?;
        let base = program.absolute(module, import)?;
        let mut names = vec![format!("{base}.{name}"), format!("{base}.*")];
        if let Some(Entity::Attribute(target, attribute)) = program.imported(module, import) {
            names.push(format!("{}.{attribute}", program.modules[target].name));
        }
        let rebound = match program.imported(module, import) {
            Some(Entity::Attribute(target, attribute)) => {
                self.inputs.evaluation.changed.iter().find(|change| match change.part {
                    Part::Name(of, symbol) => {
                        let name = self.inputs.evaluation.symbols.text(symbol);
                        of == target && (name == attribute || name == "*")
                    }
                    Part::Object(..) => false,
                })
            }
            Some(Entity::Module(_)) | None => None,
        };
        if let Some(change) = rebound {
            let at = Sighting {
                module: change.place.module,
                span: change.place.span,
            };
            return Some(Kept::at(Code::SourcePatched, "", at));
        }
        let found = self
            .writes()
            .filter(|write| matches!(&write.facet, Facet::Attribute(name) if names.contains(name)))
            .find(|write| !program.modules[write.module].is_own() || write.module != module)?;
        let at = Sighting {
            module: found.module,
            span: found.span,
        };
        Some(Kept::at(Code::SourcePatched, "", at))
    }

    fn kept(&self, write: &Effect, read: Option<&Effect>, unread: Option<ModuleId>) -> Kept {
        let name = |id: ModuleId| self.inputs.program.modules[id].name.as_str();
        let at = Sighting {
            module: write.module,
            span: write.span,
        };
        let detail = match read {
            Some(read) => format!(
                "`{}` {}, and `{}` {}",
                name(write.module),
                write.what,
                name(read.module),
                read.what
            ),
            None => match unread {
                Some(unread) => format!(
                    "`{}` {}, which `{}` may read",
                    name(write.module),
                    write.what,
                    name(unread)
                ),
                None => format!(
                    "`{}` {}, which loading any module reads",
                    name(write.module),
                    write.what
                ),
            },
        };
        Kept::at(Code::ImportWindow, detail, at).with_risk(write.module, &write.facet)
    }

    /// Whether what a module writes while it is imported comes after a statement of `module` on some path.
    fn is_behind(&self, writer: ModuleId, write: &Effect, module: ModuleId, span: Span, before: &Reach) -> bool {
        let position = |of: ModuleId| {
            let step = write.chain.iter().find(|step| step.module == of);
            Some(step.map_or(write.span.start, |step| step.span.start))
        };
        self.is_position_behind(writer, position, module, span, before)
    }

    fn is_position_behind(
        &self,
        writer: ModuleId,
        position: impl Fn(ModuleId) -> Option<u32>,
        module: ModuleId,
        span: Span,
        before: &Reach,
    ) -> bool {
        // What is done at a place that is not known may be done behind.
        let is_behind = |id: ModuleId, cut: u32| position(id).is_none_or(|at| at > cut);
        if writer == module {
            return is_behind(module, span.start);
        }
        let program = self.inputs.program;
        // Whoever loads the module, at the statement that does: the writer may come behind that.
        let own = (0..program.modules.len()).filter(|&id| program.modules[id].is_own());
        let mut around = own.filter(|&id| id == module || before.of(id).contains(module));
        around.any(|id| {
            let imports = self.own_imports.running.get(&id).map(Vec::as_slice).unwrap_or_default();
            let reaches = |targets: &Targets, goal: ModuleId| {
                let mut targets = targets.iter();
                targets.any(|&target| target == goal || before.of(target).contains(goal))
            };
            let cut = match id == module {
                true => Some(span.start),
                false => imports
                    .iter()
                    .find(|(_, targets)| reaches(targets, module))
                    .map(|&(start, _)| start),
            };
            let Some(cut) = cut else { return false };
            if id == writer {
                return is_behind(id, cut);
            }
            // The statement itself loads what it loads before anything else runs.
            let is_before = imports
                .iter()
                .any(|(start, targets)| *start <= cut && reaches(targets, writer) && (*start < cut || id != module));
            !is_before
                && imports
                    .iter()
                    .any(|(start, targets)| *start > cut && reaches(targets, writer))
        })
    }
}
