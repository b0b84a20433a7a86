//! What is asked of the same program for every import that might be deferred, found out once: who reads what is written, who
//! takes an attribute that somebody replaces, what the project's imports load.
use rustc_hash::{FxHashMap, FxHashSet};

use super::meeting::Readings;
use super::once;
use super::unseen::loaded_unseen;
use super::{IMPORTING, LOADING, NAMED, SURROUNDINGS, family};
use crate::evaluate::{Change, Effect, Evaluation, Facet, Part, Place};
use crate::graph::{Kind, ModuleId, Program, Sighting, Targets};
use crate::project::standard;
use crate::rules::Rules;
use crate::semantics::code::{BodyId, BodyKind};
use crate::semantics::facts::MentionKind;

/// Whether code that cannot be read may well read a part of the state: what is set for all that is started or loaded later, and
/// attributes of standard modules.
pub(super) fn is_general(name: &str) -> bool {
    let is_attribute = || {
        let top = name.split_once('.').map(|(top, _)| top);
        !NAMED.contains(&family(name)) && top.is_some_and(standard::is_standard)
    };
    LOADING.contains(&family(name))
        || SURROUNDINGS.contains(&family(name))
        || name.starts_with("module:")
        || is_attribute()
}

/// Whether a function does this once `python -m` runs the program: `__main__`, which nobody imports, calls it as a command does.
/// What functions of the project do counts by itself.
pub(super) fn is_done_by_running(program: &Program, imports: &OwnImports, module: ModuleId, effect: &Effect) -> bool {
    let is_main = program.modules[module].is_main();
    let is_in_function = |(of, body): (ModuleId, BodyId)| {
        let body = program.facts(of).and_then(|facts| facts.code.bodies.get(body as usize));
        program.modules[of].is_own() && body.is_some_and(|body| body.kind == BodyKind::Function)
    };
    is_main && !imports.imported.contains(&module) && effect.body.is_some_and(is_in_function)
}

/// Whether writing a part of the state changes what a later import finds: the hooks, or the module itself.
pub(super) fn changes_what_is_loaded(facet: &str) -> bool {
    let entry = facet.strip_prefix("sys.modules:");
    IMPORTING.contains(&facet) || entry.is_some_and(|name| !name.starts_with('*'))
}

/// Whether a module is looked for on the search path, in a folder that somebody may take away: what lies in a package is found by
/// its package, unless that is all folders of its name on the path; and nobody goes on without the standard library.
pub(super) fn is_found_on_path(program: &Program, id: ModuleId) -> bool {
    let module = &program.modules[id];
    let is_scattered = |package: &ModuleId| program.facts(*package).is_none();
    module.kind != Kind::Standard
        && match program.parent(id) {
            Some(package) => is_scattered(&package) && is_found_on_path(program, package),
            None => true,
        }
}

/// Whether a folder more on the search path concerns one distribution or package that is looked up by its name: no more than it
/// concerns the modules of that name.
pub(super) fn is_found_as_modules_are(write: &Effect, read: &Effect) -> bool {
    let is_path = matches!(&write.facet, Facet::State(name) if name == "sys.path");
    is_path
        && matches!(&read.facet, Facet::State(name)
            if name.strip_prefix("installation:").is_some_and(|name| name != "*"))
}

/// A reading: the module that is imported, its place among the effects of that, and itself.
pub(super) type Reading<'a> = (ModuleId, usize, &'a Effect);

/// What the imports of modules read of the state of the process.
pub(super) fn read_at_import(evaluation: &Evaluation) -> Readings<'_, Reading<'_>> {
    let of_modules = evaluation.of.iter().enumerate();
    let reads = of_modules.flat_map(|(module, effects)| {
        let reading = effects.iter().enumerate().filter(|(_, effect)| effect.is_reading());
        let of_state = reading.filter(|(_, effect)| matches!(effect.facet, Facet::State(_) | Facet::Subclasses(_)));
        of_state.map(move |(at, effect)| (&effect.facet, (module, at, effect)))
    });
    Readings::new(reads)
}

/// Where each name of a module is first bound again by others than its import; `*` is any of them.
pub(super) fn renamed(evaluation: &Evaluation) -> FxHashMap<(ModuleId, String), Sighting> {
    let mut found = FxHashMap::default();
    for change in &evaluation.changed {
        if let Part::Name(module, symbol) = change.part {
            let name = evaluation.symbols.text(symbol).to_owned();
            found.entry((module, name)).or_insert(Sighting {
                module: change.place.module,
                span: change.place.span,
            });
        }
    }
    found
}

/// Adds a reader to those of something, which come in order.
fn add_to(readers: &mut Vec<ModuleId>, reader: ModuleId) {
    if readers.last() != Some(&reader) {
        readers.push(reader);
    }
}

/// Who reads each name and object of the project's modules while being imported.
pub(super) struct Parts {
    /// The readers of something, ascending.
    readers: Vec<Vec<ModuleId>>,
    /// The changes of parts that anybody reads so, by their places, with where their readers are.
    changes: Vec<(usize, usize)>,
    /// Who reads the names of each module of the project: reader by reader.
    pub of_names: FxHashMap<ModuleId, Vec<(ModuleId, Part, Place)>>,
    /// Who reads each part, ascending.
    by_part: FxHashMap<Part, Vec<ModuleId>>,
}

impl Parts {
    pub fn new(program: &Program, evaluation: &Evaluation) -> Self {
        let mut parts = Parts {
            readers: Vec::new(),
            changes: Vec::new(),
            of_names: FxHashMap::default(),
            by_part: FxHashMap::default(),
        };
        let mut by_part: FxHashMap<Part, Vec<ModuleId>> = FxHashMap::default();
        let (mut by_owner, mut by_object) = (FxHashMap::default(), FxHashMap::default());
        for (reader, read) in evaluation.reads.iter().enumerate() {
            for (&part, &place) in read {
                by_part.entry(part).or_default().push(reader);
                add_to(by_owner.entry(part.owner()).or_default(), reader);
                if let Part::Object(_, object) | Part::Field(_, object, _) = part {
                    add_to(by_object.entry(object).or_default(), reader);
                }
                // Of an installed module nobody asks who reads its names.
                if let Part::Name(owner, _) = part
                    && program.modules[owner].is_own()
                {
                    parts.of_names.entry(owner).or_default().push((reader, part, place));
                }
            }
        }
        let of_part = |part: Part| by_part.get(&part).cloned().unwrap_or_default();
        // `*` is any name of a module.
        let readers_of = |part: Part| match part {
            Part::Name(owner, name) if evaluation.symbols.text(name) == "*" => {
                by_owner.get(&owner).cloned().unwrap_or_default()
            }
            Part::Name(..) | Part::Variable(..) => of_part(part),
            Part::Object(_, object) => by_object.get(&object).cloned().unwrap_or_default(),
            Part::Field(owner, object, _) => {
                let mut readers = of_part(part);
                readers.extend(of_part(Part::Object(owner, object)));
                readers.sort_unstable();
                readers.dedup();
                readers
            }
        };
        let mut places: FxHashMap<Part, Option<usize>> = FxHashMap::default();
        for (at, change) in evaluation.changed.iter().enumerate() {
            if once::is_made_once(program, change.place) {
                continue;
            }
            let place = *places.entry(change.part).or_insert_with(|| {
                let readers = readers_of(change.part);
                (!readers.is_empty()).then(|| {
                    parts.readers.push(readers);
                    parts.readers.len() - 1
                })
            });
            parts.changes.extend(place.map(|place| (at, place)));
        }
        parts.by_part = by_part;
        parts
    }

    /// Who reads a name of another module while being imported, ascending.
    pub fn others_that_read(
        &self,
        evaluation: &Evaluation,
        module: ModuleId,
        name: &str,
    ) -> impl Iterator<Item = ModuleId> + '_ {
        let part = evaluation.symbols.find(name).map(|name| Part::Name(module, name));
        let readers = part.and_then(|part| self.by_part.get(&part)).into_iter().flatten();
        readers.copied().filter(move |&reader| reader != module)
    }

    /// The changes of parts that anybody reads, with who does, ascending.
    pub fn changes<'e>(&self, evaluation: &'e Evaluation) -> impl Iterator<Item = (&'e Change, &[ModuleId])> {
        let changes = self.changes.iter();
        changes.map(|&(at, readers)| (&evaluation.changed[at], self.readers[readers].as_slice()))
    }
}

/// The import statements of the project.
pub(super) struct OwnImports {
    /// What some import loads, and who has such an import; those for type checkers do not count.
    pub by_targets: Vec<(Targets, Vec<ModuleId>)>,
    /// Of each module, the statements that run with it: where they start, and what they load.
    pub running: FxHashMap<ModuleId, Vec<(u32, Targets)>>,
    /// What functions and main guards load some time, by statements and by name; those of tests do not count.
    pub late: FxHashSet<ModuleId>,
    /// The modules that other modules of the project import, by whatever statement.
    pub imported: FxHashSet<ModuleId>,
    /// Those that none imports, and that some code loads all the same.
    pub unseen: FxHashSet<ModuleId>,
}

impl OwnImports {
    pub fn new(program: &Program, rules: &Rules) -> Self {
        let mut places: FxHashMap<Targets, usize> = FxHashMap::default();
        let mut found = OwnImports {
            by_targets: Vec::new(),
            running: FxHashMap::default(),
            late: FxHashSet::default(),
            imported: FxHashSet::default(),
            unseen: FxHashSet::default(),
        };
        for id in program.own_modules() {
            let Some(facts) = program.facts(id) else { continue };
            let is_program = !program.modules[id].is_beside();
            let by_name = facts.mentions.iter().filter_map(|mention| match &mention.kind {
                MentionKind::ImportsByName { module } => {
                    facts.executing_function(mention.scope)?;
                    program.find(module)
                }
                _ => None,
            });
            found.late.extend(by_name.filter(|_| is_program));
            for import in &facts.imports {
                let targets = program.targets(id, import);
                found.imported.extend(targets.iter().filter(|&&target| target != id));
                let context = import.context;
                if context.type_checking {
                    continue;
                }
                let place = *places.entry(targets).or_insert_with(|| {
                    found.by_targets.push((targets, Vec::new()));
                    found.by_targets.len() - 1
                });
                let importers = &mut found.by_targets[place].1;
                if importers.last() != Some(&id) {
                    importers.push(id);
                }
                let is_late = facts.executing_function(import.scope).is_some() || context.main_guard;
                if is_late && is_program {
                    found.late.extend(targets.iter().copied());
                }
                if !is_late {
                    let running = found.running.entry(id).or_default();
                    running.push((import.statement.start, targets));
                }
            }
        }
        found.unseen = loaded_unseen(program, rules, &found.imported);
        found
    }
}
