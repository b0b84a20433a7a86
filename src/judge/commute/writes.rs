//! What is written of the state of the process, by the modules that it concerns: a large program writes thousands of times what
//! three modules read.
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::inputs::Inputs;
use super::alone::Done;
use super::family;
use super::held::within::Reached;
use super::known::{Parts, Reading, changes_what_is_loaded, is_found_as_modules_are, is_general};
use super::meeting::Readings;
use super::users::Users;
use crate::evaluate::{Access, Effect, Facet};
use crate::graph::effort::spend;
use crate::graph::{Bits, ModuleId, Program};

/// A write of a part of the state, with everybody whom it concerns, whether they move or not.
pub(super) struct Write<'a> {
    pub effect: &'a Effect,
    /// The module whose import does it; none for a function that is called some time.
    pub importing: Option<ModuleId>,
    /// The script that runs alone, where it is one that does this: nobody else sees it.
    pub alone: Option<ModuleId>,
    /// The modules that take, or name, the attribute that is replaced, ascending.
    pub users: Vec<ModuleId>,
    /// The first effect of each module's import that reads what is written, ascending by module.
    pub readers: Vec<(ModuleId, &'a Effect)>,
    /// Whether it adds to the search path (at its end, or else somewhere).
    pub path: Option<bool>,
    /// Where it holds only while some code runs: the modules that this may load.
    pub only_while: Option<Rc<Reached>>,
}

impl<'a> Write<'a> {
    /// One that concerns nobody so far.
    pub fn new(importing: Option<ModuleId>, effect: &'a Effect) -> Self {
        let is_path = matches!(&effect.facet, Facet::State(name) if family(name) == "sys.path");
        Write {
            effect,
            importing,
            alone: None,
            users: Vec::new(),
            readers: Vec::new(),
            path: is_path.then_some(effect.access == Access::Append),
            only_while: None,
        }
    }

    /// Whether it may concern the import of a module that neither reads it nor names it.
    fn concerns_others(&self) -> bool {
        let is_in_front = self.path == Some(false);
        let Facet::State(name) = &self.effect.facet else {
            return is_in_front;
        };
        is_in_front || self.importing.is_some() && is_general(name) || changes_what_is_loaded(name)
    }

    /// Whom it concerns: those who name it, those who read it, and whether it may be others.
    fn concerned(&self) -> (Vec<ModuleId>, Vec<ModuleId>, bool) {
        let readers = self.readers.iter().map(|&(module, _)| module).collect();
        (self.users.clone(), readers, self.concerns_others())
    }
}

/// Writes that concern the same modules.
struct Group {
    modules: Bits,
    /// Whether they may concern any other module, too.
    others: bool,
    /// Their places, ascending.
    writes: Vec<u32>,
}

/// Writes in their order, found by the modules that they concern.
#[derive(Default)]
pub(super) struct Writes<'a> {
    writes: Vec<Write<'a>>,
    groups: Vec<Group>,
}

impl<'a> Writes<'a> {
    /// Those of them that concern anybody; `count` is the number of modules.
    fn new(writes: impl Iterator<Item = Write<'a>>, count: usize) -> Self {
        let mut found = Writes::default();
        let mut places = FxHashMap::default();
        for write in writes {
            let concerned = write.concerned();
            let (users, readers, others) = &concerned;
            if users.is_empty() && readers.is_empty() && !others {
                continue;
            }
            let (modules, others) = (users.iter().chain(readers).copied().collect::<Vec<_>>(), *others);
            let group = *places.entry(concerned).or_insert_with(|| {
                let mut bits = Bits::new(count);
                for module in modules {
                    bits.insert(module);
                }
                found.groups.push(Group {
                    modules: bits,
                    others,
                    writes: Vec::new(),
                });
                found.groups.len() - 1
            });
            found.groups[group].writes.push(found.writes.len() as u32);
            found.writes.push(write);
        }
        found
    }

    /// Those that may concern one of some modules, in their order.
    pub fn concerning(&self, modules: &Bits) -> impl Iterator<Item = &Write<'a>> {
        let groups = self.groups.iter();
        let met = groups.filter(|group| group.others || group.modules.meets(modules));
        let mut places: Vec<u32> = met.flat_map(|group| &group.writes).copied().collect();
        spend(self.groups.len() + places.len());
        places.sort_unstable();
        places.into_iter().map(|place| &self.writes[place as usize])
    }
}

/// Whether an effect is what pytest does around a test that asks for it by a parameter: it stands where the whole test does.
fn is_around_test(program: &Program, effect: &Effect) -> bool {
    let body = effect.body.and_then(|(module, body)| {
        let code = &program.facts(module)?.code;
        code.bodies.get(body as usize)
    });
    effect.is_undone && body.is_some_and(|body| body.span == effect.span)
}

/// What functions that are called some time write, and what imports write.
pub(super) fn writes<'a>(
    (inputs, parts): (Inputs<'a>, &Parts),
    later: &[Done<'a>],
    at_import: &[(ModuleId, &'a Effect)],
    readings: &Readings<'a, Reading<'a>>,
    is_seen_by: impl Fn(&Effect, &Effect) -> bool,
    only_while: impl Fn(&Effect) -> Option<Rc<Reached>>,
) -> (Writes<'a>, Writes<'a>) {
    let (program, evaluation) = (inputs.program, inputs.evaluation);
    let users = Users::new(
        inputs,
        parts,
        later
            .iter()
            .map(|done| &done.effect)
            .chain(at_import.iter().map(|(_, effect)| effect)),
    );
    let write = |importing: Option<ModuleId>, effect: &'a Effect| {
        let mut readers: Vec<(ModuleId, usize, &'a Effect)> = readings
            .met_by(&effect.facet)
            .filter(|(_, _, read)| is_seen_by(effect, read))
            .filter(|(_, _, read)| importing.is_some() || !evaluation.has_logger(program, effect.module, &read.facet))
            .filter(|(_, _, read)| importing.is_some() || !is_found_as_modules_are(effect, read))
            // Installed packages ask streams what they can, and seldom keep one.
            .filter(|(_, _, read)| !is_around_test(program, effect) || program.modules[read.module].is_own())
            .copied()
            .collect();
        readers.sort_unstable_by_key(|&(module, at, _)| (module, at));
        readers.dedup_by_key(|&mut (module, _, _)| module);
        Write {
            users: users.of(&effect.facet, inputs.program.modules[effect.module].is_beside()),
            readers: readers.into_iter().map(|(module, _, read)| (module, read)).collect(),
            ..Write::new(importing, effect)
        }
    };
    // By whatever calls a line is reached, some time it runs.
    let mut known = FxHashSet::default();
    let is_new = |done: &&Done<'a>| {
        let effect = done.effect;
        let place = (effect.module, effect.span, effect.body, effect.object);
        known.insert((place, &effect.facet, effect.access, &effect.what, done.alone))
    };
    let later = later.iter().filter(is_new).map(|&Done { effect, alone }| Write {
        alone,
        only_while: only_while(effect),
        ..write(None, effect)
    });
    let at_import = at_import.iter().map(|&(module, effect)| Write {
        only_while: only_while(effect),
        ..write(Some(module), effect)
    });
    let count = program.modules.len();
    (Writes::new(later, count), Writes::new(at_import, count))
}
