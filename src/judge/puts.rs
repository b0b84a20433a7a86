//! What loading a module puts into the package around it: its name there, which that may find, or which takes the place of another.
use rustc_hash::FxHashMap;

use super::Code;
use super::commute::Commute;
use super::inputs::Inputs;
use super::verdict::Kept;
use crate::graph::{Bits, Kind, Known, ModuleId, Reach, Sifted, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Import};
use crate::syntax::Span;

/// The modules for which it matters when they come into their package, and why.
pub(super) struct Puts {
    any: Bits,
    reasons: FxHashMap<ModuleId, Kept>,
    /// The modules that take a name of a package by which a submodule may stand later, with these.
    takers: FxHashMap<ModuleId, Vec<TakenName>>,
}

/// A name that a module takes of a package while it is imported.
struct TakenName {
    package: ModuleId,
    /// What takes its place once somebody loads it.
    submodule: ModuleId,
    /// Where it is taken.
    span: Span,
}

impl Puts {
    /// Looks for them.
    pub fn new(inputs: Inputs<'_>, commute: &Commute<'_>) -> Self {
        let program = inputs.program;
        let mut puts = Puts {
            any: Bits::new(program.modules.len()),
            reasons: FxHashMap::default(),
            takers: takers(inputs, commute),
        };
        for id in 0..program.modules.len() {
            let Some(package) = program.parent(id) else { continue };
            let reason = takes_a_name(inputs, package, id).or_else(|| found_by_package(inputs, package, id));
            if let Some(reason) = reason {
                puts.any.insert(id);
                puts.reasons.insert(id, reason);
            }
        }
        puts
    }

    /// Why the first of some modules that move must not come later, where its package does not load it itself.
    pub fn late(&self, inputs: Inputs<'_>, moved: &Bits, after: &Reach) -> Option<Kept> {
        let is_late = |id: &ModuleId| {
            let package = inputs.program.parent(*id);
            package.is_some_and(|package| !after.of(package).contains(*id))
        };
        let first = moved.common(&self.any).iter().find(is_late);
        let reason = first.and_then(|first| self.reasons.get(&first).cloned());
        reason.or_else(|| self.takes_late(inputs, moved, after))
    }

    /// Why one that moves must not come later: the name that it takes of a package may stand for a submodule by then.
    fn takes_late(&self, inputs: Inputs<'_>, moved: &Bits, after: &Reach) -> Option<Kept> {
        let is_late = |taken: &&TakenName| !after.of(taken.package).contains(taken.submodule);
        let takers = self.takers.iter().filter(|(taker, _)| moved.contains(**taker));
        let found = takers.filter_map(|(&taker, all)| Some((taker, all.iter().find(is_late)?)));
        // The lowest, that all runs say the same.
        let (module, taken) = found.min_by_key(|(taker, _)| *taker)?;
        let name = |id: ModuleId| &inputs.program.modules[id].name;
        let detail = format!("`{}`, whose name `{}` takes", name(taken.submodule), name(module));
        let at = Sighting {
            module,
            span: taken.span,
        };
        Some(Kept::at(Code::SubmoduleShadowed, detail, at))
    }
}

/// The modules that take, while they are imported, a name that a package binds itself and that one of its submodules has, too:
/// who loads that puts it in the place of the name.
fn takers(inputs: Inputs<'_>, commute: &Commute<'_>) -> FxHashMap<ModuleId, Vec<TakenName>> {
    let program = inputs.program;
    // A submodule of the project is loaded by somebody, if perhaps by name, or by a user of the package.
    let is_loaded = |submodule: ModuleId, taker: ModuleId| {
        program.modules[submodule].is_own() || commute.importers_of(submodule).iter().any(|&id| id != taker)
    };
    // What a package takes of itself, it binds; Python's own know what they do.
    let is_foreign =
        |package: ModuleId, taker: ModuleId| package != taker && program.modules[package].kind != Kind::Standard;
    let taken = |id: ModuleId, facts: &ModuleFacts, import: &Import| {
        let runs = !import.context.type_checking && facts.executing_function(import.scope).is_none();
        let name = import.name.as_deref().filter(|_| runs)?;
        let package = program.find(&program.absolute(id, import)?)?;
        let submodule = program.submodule(package, name)?;
        let of_package = program.facts(package)?;
        let bound = of_package.global(name)?;
        let is_taken = is_foreign(package, id)
            && is_other(inputs, package, of_package, bound, submodule)
            && is_loaded(submodule, id);
        is_taken.then_some(TakenName {
            package,
            submodule,
            span: import.alias,
        })
    };
    let all = (0..program.modules.len()).filter_map(|id| {
        let facts = program.facts(id)?;
        let all = facts.imports.iter().filter_map(|import| taken(id, facts, import));
        let all: Vec<TakenName> = all.collect();
        (!all.is_empty()).then_some((id, all))
    });
    all.collect()
}

/// Why a package, or somebody else, has something under the name of a submodule: it stands there for longer, and what was put there
/// in the meantime is lost.
fn takes_a_name(inputs: Inputs<'_>, package: ModuleId, id: ModuleId) -> Option<Kept> {
    let (program, visibility) = (inputs.program, inputs.visibility);
    let name = program.modules[id].last();
    let key = (package, name.to_owned());
    let set = visibility.replaced.get(&key).or_else(|| visibility.deleted.get(&key));
    let bound = || {
        let facts = program.facts(package)?;
        let bound = facts
            .global(name)
            .filter(|&bound| is_other(inputs, package, facts, bound, id))?;
        // Of an installed package only those matter who ask for the name.
        let is_read = program.modules[package].is_own() || visibility.read.contains_key(&key);
        is_read.then(|| Sighting {
            module: package,
            span: facts.bindings[bound as usize].first,
        })
    };
    let at = set.copied().or_else(bound)?;
    Some(Kept::at(
        Code::SubmoduleShadowed,
        format!("`{}`", program.modules[id].name),
        at,
    ))
}

/// Whether a package binds a name in another way than by importing its submodule.
fn is_other(inputs: Inputs<'_>, package: ModuleId, facts: &ModuleFacts, bound: BindingId, submodule: ModuleId) -> bool {
    let kinds = facts.bindings[bound as usize].kinds;
    let mut imports = facts.imports.iter().filter(|import| import.binding == Some(bound));
    let is_itself = |import| inputs.program.targets(package, import).contains(&submodule);
    kinds.functions + kinds.classes + kinds.assignments + kinds.deletions > 0
        || kinds.from_global_statement
        || imports.any(|import| !import.context.type_checking && !is_itself(import))
}

/// Where a package looks through all that it has itself, and finds a submodule.
fn found_by_package(inputs: Inputs<'_>, package: ModuleId, id: ModuleId) -> Option<Kept> {
    let (program, visibility) = (inputs.program, inputs.visibility);
    let known = Known {
        program,
        seen: visibility,
        rules: inputs.rules,
    };
    let takes = |sifted: &Sifted| !sifted.looks_for_marks() && sifted.may_take_module(&known, id);
    let mut listings = visibility.listings(package, takes);
    let (at, how) = listings.find(|(at, _)| at.module == package)?;
    Some(listed(inputs, package, (at, how)))
}

/// Why an import stays: somebody lists the names of a module.
pub(super) fn listed(inputs: Inputs<'_>, module: ModuleId, (at, how): (Sighting, &str)) -> Kept {
    let detail = format!("that of `{}`, by `{how}`", inputs.program.modules[module].name);
    Kept::at(Code::NamespaceRead, detail, at)
}
