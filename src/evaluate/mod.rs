//! What executing a module, or a function some time later, does to the rest of the program and takes from it, as facets of
//! state: found by executing the code abstractly. Every value is a set of what it may be, every effect has its place and the
//! calls that lead to it, and what cannot be followed is anything.
//!
//! Nothing here says what follows for an import: that is for `judge`.
mod activity;
mod arena;
mod attributes;
mod builtins;
mod calls;
mod changes;
mod classes;
mod expressions;
pub mod facet;
mod failing;
mod finders;
mod foreign;
mod found_keys;
mod imports;
mod items;
mod iterate;
mod knowledge;
mod later;
mod lookups;
mod machine;
mod made;
mod measured;
mod names;
mod narrow;
mod object;
mod operators;
mod parts;
mod protocols;
mod raised;
mod remembered;
mod served;
mod serving;
mod settled;
mod stand_ins;
mod statements;
mod stopping;
mod symbols;
mod taken;
mod tell;
#[cfg(test)]
mod tests;
mod trials;
mod unknown;
mod unroll;
mod value;

pub use facet::{Access, Effect, Facet, Grade, Look, Step};
pub use later::Later;
pub use names::is_method_of_values;
pub use object::Place;
pub use parts::{Change, Part};
pub use raised::{Raised, class_name, is_of_missing, may_be};
pub use served::Served;
pub use stand_ins::IMPORT;
pub use taken::{Sought, Taken};

/// The method by which a class is asked for its subclasses.
pub const SUBCLASSES: &str = "__subclasses__";

/// The versions of Python that code is executed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// The oldest one that the project has to run on.
    pub oldest: (u8, u8),
    /// The one of the environment that the packages are installed in: they are looked at as they are there.
    pub installed: Option<(u8, u8)>,
}

impl From<(u8, u8)> for Versions {
    fn from(oldest: (u8, u8)) -> Self {
        Versions {
            oldest,
            installed: None,
        }
    }
}

use machine::Machine;
use rustc_hash::{FxHashMap, FxHashSet};
use value::ObjectId;

use crate::graph::{Executed, Followed, Kind, ModuleId, Program, Sighting, Visibility};
use crate::rules::{EffectKind, Group, Rules};
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;

/// What was found by executing a program.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// What importing each module does by itself, not counting the modules that it loads; in the order in which it happens.
    pub of: Vec<Vec<Effect>>,
    /// What importing each module runs, loads by calls and passes by.
    pub followed: Followed,
    /// What importing each module reads of the state of other modules of the project.
    pub reads: Vec<FxHashMap<Part, Place>>,
    /// What importing each module takes of modules whose code is not read.
    pub taken: Vec<Taken>,
    /// Who looks into the objects of installed modules.
    pub looked: FxHashMap<ObjectId, FxHashSet<Look>>,
    /// Namespaces of the project's modules, or names in them, that code of installed packages reads, in the order of the modules; where,
    /// and how.
    pub namespaces: Vec<(ModuleId, Option<String>, Place, &'static str)>,
    /// The names of parts.
    pub symbols: symbols::Symbols,
    /// What the `__getattr__` of an installed module does for an import statement of the project, by where its alias starts.
    pub served: FxHashMap<(ModuleId, u32), Served>,
    /// The modules of the project that cannot be imported, and where they fail.
    pub failing: FxHashMap<ModuleId, Place>,
    /// What modules raise while they are imported.
    pub raised: FxHashMap<ModuleId, Vec<Raised>>,
    /// The modules that finders of the project may find or refuse; of one that is not here, any.
    pub finders: FxHashMap<ObjectId, FxHashSet<ModuleId>>,
    /// The functions of the project that stand in for `__import__` some time.
    pub stand_ins: Vec<(ModuleId, ScopeId)>,
    /// The loggers that importing a module asks for in any case.
    pub loggers: FxHashSet<(ModuleId, String)>,
    /// What functions, and modules that are imported later, change of it.
    pub changed: Vec<Change>,
    /// What the project's functions and main guards do to the state of the process when somebody calls them.
    pub later: Vec<Later>,
}

impl Evaluation {
    /// What modules read while they are imported, and functions when somebody calls them.
    pub fn readings(&self) -> impl Iterator<Item = &Effect> {
        let later = self.later.iter().flat_map(|later| &later.effects);
        let all = self.of.iter().flatten().chain(later);
        all.filter(|effect| effect.is_reading())
    }

    /// The modules whose classes somebody asks for their subclasses.
    pub fn asked_for_subclasses(&self) -> FxHashSet<ModuleId> {
        let asked = self.readings().filter_map(|read| match read.facet {
            Facet::Subclasses(module) => Some(module),
            _ => None,
        });
        asked.collect()
    }

    /// Executes the modules of a program, and what they import; the functions of the project after them.
    pub fn new(program: &Program, visibility: &Visibility, rules: &Rules, versions: impl Into<Versions>) -> Self {
        Evaluation::on_demand(program, rules, versions, |_| Some(visibility))
    }

    /// The same where somebody asks for more than what came of following the modules: `asks` is told that, and gives what the
    /// rest rests on. Where it gives nothing, that is all that is found.
    pub fn on_demand<'v>(
        program: &Program,
        rules: &Rules,
        versions: impl Into<Versions>,
        asks: impl FnOnce(&Followed) -> Option<&'v Visibility>,
    ) -> Self {
        let mut machine = Machine::new(program, rules, versions.into());
        for module in 0..program.modules.len() {
            machine.import(module);
        }
        let followed = Followed {
            executed: executed(program, &machine.executed),
            asked: asked(&machine.executed),
            loads: machine.loads.clone(),
            whole: std::mem::take(&mut machine.whole),
            reached: std::mem::take(&mut machine.reached),
            evaluates_annotations: machine.evaluates_annotations(),
        };
        let Some(visibility) = asks(&followed) else {
            return Evaluation {
                followed,
                ..Evaluation::default()
            };
        };
        let later = machine.look_at_functions(visibility);
        let stand_ins = machine.functions_among_finders();
        let finders = machine.found_by_finders();
        let namespaces = machine.namespaces_read();
        let seen = std::mem::take(&mut machine.of);
        let of = seen
            .into_iter()
            .enumerate()
            .map(|(module, seen)| with_rules(program, visibility, rules, module, seen))
            .collect();
        Evaluation {
            of,
            followed,
            namespaces,
            finders,
            stand_ins,
            loggers: std::mem::take(&mut machine.loggers_of_modules),
            reads: std::mem::take(&mut machine.reads),
            taken: std::mem::take(&mut machine.taken),
            looked: std::mem::take(&mut machine.looked),
            symbols: std::mem::take(&mut machine.symbols),
            failing: std::mem::take(&mut machine.failing),
            raised: measured::without_unseen(program, rules, std::mem::take(&mut machine.raised)),
            served: std::mem::take(&mut machine.served),
            changed: std::mem::take(&mut machine.changed),
            later,
        }
    }

    /// Adds to what is seen of names what following the code of installed packages shows.
    pub fn add_to(&self, visibility: &mut Visibility) {
        for (module, name, place, how) in &self.namespaces {
            let at = Sighting {
                module: place.module,
                span: place.span,
            };
            visibility.add_namespace(*module, name.as_deref(), at, how);
        }
    }

    /// Whether what a read asks for is a logger that is there, unchanged, for any code of a module: importing that, or a package
    /// around it, asks for it as well.
    pub fn has_logger(&self, program: &Program, module: ModuleId, read: &Facet) -> bool {
        let name = match read {
            Facet::State(name) => name.strip_prefix("loggers:"),
            _ => None,
        };
        let mut around = program.with_parents(module);
        name.is_some_and(|name| around.any(|module| self.loggers.contains(&(module, name.to_owned()))))
    }

    /// The effects of a module that count: all of a module of the project, and of an installed package those in plain sight.
    /// What is only assumed harmless never does.
    pub fn that_count<'a>(&'a self, program: &'a Program, module: ModuleId) -> impl Iterator<Item = &'a Effect> {
        let is_own = program.modules[module].is_own();
        self.of[module].iter().filter(move |effect| match effect.grade {
            Grade::Seen => true,
            Grade::Unknown => is_own,
            Grade::Assumed => false,
        })
    }
}

/// The functions that the import of each module runs, and whether each runs for import statements alone.
type Runs = [FxHashMap<(ModuleId, ScopeId), bool>];

fn executed(program: &Program, found: &Runs) -> Vec<Executed> {
    let found = found.iter().enumerate().map(|(module, bodies)| {
        // What a `__main__` module calls is the program, not its start-up.
        let is_main = program.modules[module].is_main();
        let mut bodies: Executed = bodies.keys().copied().filter(|_| !is_main).collect();
        bodies.sort_unstable();
        bodies
    });
    found.collect()
}

fn asked(found: &Runs) -> FxHashSet<(ModuleId, ModuleId, ScopeId)> {
    let found = found.iter().enumerate().flat_map(|(importing, bodies)| {
        let alone = bodies.iter().filter(|(_, is_asked)| **is_asked);
        alone.map(move |(&(module, scope), _)| (importing, module, scope))
    });
    found.collect()
}

/// The effects of a module with what rules and probes say of it.
fn with_rules(
    program: &Program,
    visibility: &Visibility,
    rules: &Rules,
    module: ModuleId,
    mut effects: Vec<Effect>,
) -> Vec<Effect> {
    let name = &program.modules[module].name;
    let whole = |kind: EffectKind, span: Span, what: String| Effect {
        kind,
        facet: Facet::Everything,
        access: Access::Write,
        grade: Grade::Seen,
        module,
        span,
        what,
        chain: Vec::new(),
        object: None,
        body: None,
        is_made_there: false,
        is_undone: false,
        constant: None,
    };
    let rule = rules.effect(name);
    if rule.is_some_and(|rule| rule.kind == EffectKind::Contained) {
        return Vec::new();
    }
    if let Some(sighting) = visibility.self_replacing.get(&module) {
        let what = "replaces itself in `sys.modules`".to_owned();
        effects.insert(0, whole(EffectKind::ImportSystem, sighting.span, what));
    }
    if let Some(measured) = rules.measured(name) {
        measured::assume_unseen(program, measured, module, &mut effects);
    }
    if let Some(probed) = rules.probed(name) {
        match probed.first(program.modules[module].is_own()) {
            Some(seen) => {
                let what = format!("was seen by a probe: it {}", seen.what);
                effects.insert(0, whole(seen.kind, Span::default(), what));
            }
            // Somebody looked, and nothing was changed; what is only read is not seen so.
            None => effects.retain(|effect| effect.access == Access::Read && effect.kind != EffectKind::UnknownCode),
        }
    }
    if program.modules[module].kind == Kind::Standard {
        effects.clear();
        if rules.knows(Group::WarnsAtImport, name) {
            effects.push(Effect {
                access: Access::Read,
                facet: Facet::State("warnings.filters:DeprecationWarning".to_owned()),
                ..whole(
                    EffectKind::Surroundings,
                    Span::default(),
                    "warns that it is deprecated".to_owned(),
                )
            });
        }
    }
    if let Some(rule) = rule {
        let what = format!("is known to have effects: {}", rule.why.trim_end_matches('.'));
        let mut known = whole(rule.kind, Span::default(), what);
        if let Some(facet) = &rule.facet {
            known.facet = Facet::State(facet.clone());
        }
        effects.insert(0, known);
    }
    effects
}
