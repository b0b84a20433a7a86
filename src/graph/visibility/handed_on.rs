//! Submodules that a star import hands on: `from tools import *` takes those that somebody has loaded by then, unless the package
//! says in `__all__` what it gives.
use rustc_hash::FxHashMap;

use super::{Known, Reached, Sighting, Visibility};
use crate::graph::program::{Kind, ModuleId, Program, running_stars};
use crate::rules::Rules;
use crate::semantics::facts::{Exports, ScopeId};

/// A star import that takes whatever public name its source has.
struct Star {
    importer: ModuleId,
    source: ModuleId,
    scope: ScopeId,
    at: Sighting,
}

/// Notes the submodules that are asked for of whom such an import hands them to.
pub(super) fn by_stars(program: &Program, rules: &Rules, seen: &mut Visibility) {
    let stars = stars(program);
    if stars.is_empty() {
        return;
    }
    let sources: Vec<ModuleId> = stars.iter().map(|star| star.source).collect();
    let mut submodules: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
    for id in (0..program.modules.len()).filter(|&id| program.modules[id].kind != Kind::Missing) {
        if let Some(package) = program.parent(id).filter(|package| sources.contains(package)) {
            submodules.entry(package).or_default().push(id);
        }
    }
    let taken = Taken {
        program,
        stars: &stars,
        known: Known { program, seen, rules },
    };
    let mut found: Vec<(ModuleId, Reached)> = Vec::new();
    for star in &stars {
        for &submodule in submodules.get(&star.source).into_iter().flatten() {
            let name = program.modules[submodule].last();
            let is_given = !name.starts_with('_') && program.binding(star.source, name).is_none();
            if is_given && taken.is_taken(star.importer, submodule, name, &mut Vec::new()) {
                let reached = Reached {
                    at: star.at,
                    scope: star.scope,
                    dotted: false,
                };
                found.push((submodule, reached));
            }
        }
    }
    for (submodule, reached) in found {
        seen.implicit.entry(submodule).or_default().push(reached);
    }
}

/// The star imports of the project, of modules that do not list what they give.
fn stars(program: &Program) -> Vec<Star> {
    let modules = program.own_modules().filter_map(|id| Some((id, program.facts(id)?)));
    let stars = modules.flat_map(|(importer, facts)| {
        running_stars(facts).filter_map(move |import| {
            let source = program.find(&program.absolute(importer, import)?)?;
            let lists = matches!(program.facts(source)?.exports, Exports::Listed(_));
            let at = Sighting {
                module: importer,
                span: import.statement,
            };
            (!lists).then_some(Star {
                importer,
                source,
                scope: import.scope,
                at,
            })
        })
    });
    stars.collect()
}

/// Who asks a module for a submodule of another one.
struct Taken<'a> {
    program: &'a Program,
    stars: &'a [Star],
    known: Known<'a>,
}

impl Taken<'_> {
    /// Whether a module uses a name that it binds nowhere, or others may ask it for that, or for whatever it has.
    fn is_taken(&self, module: ModuleId, submodule: ModuleId, name: &str, passed: &mut Vec<ModuleId>) -> bool {
        if passed.contains(&module) || self.program.binding(module, name).is_some() {
            return false;
        }
        passed.push(module);
        let (modules, seen) = (&self.program.modules, self.known.seen);
        // Of the project's own packages anybody outside may ask.
        let is_offered = modules[submodule].is_own() && !modules[module].is_beside();
        let facts = self.program.facts(module);
        let is_used = facts.is_some_and(|facts| facts.unbound.iter().any(|unbound| unbound.name == name));
        let is_read = || seen.read.contains_key(&(module, name.to_owned()));
        let is_looked_up =
            || seen.looked_up.contains_key(&(module, name.to_owned())) || seen.computed.contains_key(&module);
        let is_listed = || {
            let takes =
                |sifted: &super::Sifted| !sifted.looks_for_marks() && sifted.may_take_module(&self.known, submodule);
            seen.listings(module, takes).next().is_some()
        };
        let is_handed_on = |passed: &mut Vec<ModuleId>| {
            let mut further = self.stars.iter().filter(|star| star.source == module);
            further.any(|star| self.is_taken(star.importer, submodule, name, passed))
        };
        is_offered || is_used || is_read() || is_looked_up() || is_listed() || is_handed_on(passed)
    }
}
