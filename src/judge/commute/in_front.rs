//! Folders more on the search path: what of those that move is found there instead.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Commute;
use crate::graph::{Bits, Kind, ModuleId};

impl Commute<'_> {
    /// Whether a folder more on the search path leaves what moves where it is found: one at its end has only what is not found
    /// before, and one in front is a folder of the project's files that is no package.
    pub(super) fn finds_the_same(&self, is_at_the_end: bool, moved: &Bits) -> bool {
        let program = self.inputs.program;
        let modules = &program.modules;
        let may_be_found = self.found_elsewhere.get_or_init(|| {
            let last = |id: ModuleId| modules[id].last();
            let inside = |id: &ModuleId| modules[*id].is_own() && modules[*id].name.contains('.');
            let of_project: FxHashSet<&str> = (0..modules.len()).filter(inside).map(last).collect();
            // Files of folders that are no packages, by their names.
            let mut beside: FxHashMap<&str, Vec<ModuleId>> = FxHashMap::default();
            let is_beside = |&id: &ModuleId| {
                let is_scattered = |package| program.facts(package).is_none();
                (modules[id].is_beside() || inside(&id)) && program.parent(id).is_none_or(is_scattered)
            };
            for id in (0..modules.len()).filter(is_beside) {
                beside.entry(last(id)).or_default().push(id);
            }
            let mut found = [Bits::new(modules.len()), Bits::new(modules.len())];
            for (id, module) in modules.iter().enumerate() {
                let top = program.find(module.top());
                let others = beside.get(module.top()).into_iter().flatten();
                if others.copied().any(|other| Some(other) != top) {
                    found[0].insert(id);
                }
                // An installed package asks for none of the project, and finds one where a folder of files is on the path.
                let is_asked_for = || {
                    self.importers
                        .get(&id)
                        .into_iter()
                        .flatten()
                        .any(|&by| modules[by].is_own())
                };
                let is_named = |name| of_project.contains(name) && (is_asked_for() || beside.contains_key(name));
                if module.kind == Kind::Missing && is_named(module.top()) {
                    found[1].insert(id);
                }
            }
            found
        });
        !moved.meets(&may_be_found[usize::from(is_at_the_end)])
    }

    /// Whether a module that asks for its own place has files beside it, or beside a package around it, called as those which move: it
    /// may put their folder in front of the search path.
    pub(super) fn hides_by_own_folder(&self, writer: ModuleId, moved: &Bits) -> bool {
        let program = self.inputs.program;
        let asks = program
            .facts(writer)
            .is_some_and(|facts| facts.code.has_name("__file__"));
        let is_own = |&package: &ModuleId| program.facts(package).is_some();
        let first = Some(writer).filter(|&writer| program.modules[writer].is_package);
        let packages = std::iter::successors(first.or(program.parent(writer)), |&package| program.parent(package));
        let packages: Vec<ModuleId> = packages.filter(is_own).collect();
        let is_hidden = |id: ModuleId| {
            let top = program.modules[id].top();
            let mut beside = packages.iter().filter_map(|&package| program.submodule(package, top));
            beside.any(|file| program.find(top) != Some(file))
        };
        asks && moved.iter().any(is_hidden)
    }
}
