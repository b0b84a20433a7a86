//! The modules that a program starts with: those for which the chooser asks what they load.
use rustc_hash::FxHashSet;

use super::Code;
use super::choose::Chooser;
use super::inputs::Selection;
use super::verdict::{Kept, Shape};
use crate::graph::{Bits, EdgeKey, Kind, ModuleId, Reach};

impl Chooser<'_, '_> {
    /// Imports that every start of the program would make all the same, in a function. Where something was said about what is
    /// heavy, every entry point must be sure to.
    pub(super) fn keep_at_start(&mut self, candidates: &mut Bits) {
        let is_unspoken = self.inputs.options.starts.is_some();
        if !is_unspoken && self.inputs.options.selection != Selection::Useful {
            return;
        }
        let some_enter = self.shapes.values().any(|shape| !shape.entered.is_empty());
        let entries = match is_unspoken || !some_enter {
            true => Vec::new(),
            // What is loaded by others now is no start, be it loaded by nobody else afterwards.
            false => self.entries(self.before),
        };
        for (&key, shape) in self.shapes {
            let Some(at) = shape.at_start else { continue };
            if is_unspoken || self.all_make(key, shape, &entries) {
                candidates.remove(key);
                self.kept.insert(key, Kept::at(Code::UsedAtStart, "", at));
            }
        }
    }

    /// Whether all that starts with the module of an import is sure to make it: commands, and `__main__` modules that call
    /// what these name. Who imports the module otherwise may call nothing of it. Tests are no starts of the program.
    fn all_make(&self, key: EdgeKey, shape: &Shape, entries: &[ModuleId]) -> bool {
        let (module, _) = self.inputs.graph.imports[key];
        let program = self.inputs.program;
        let loads = |start: ModuleId| start == module || self.before.of(start).contains(module);
        let declared = program.scripts.iter().chain(&program.started).filter_map(|name| {
            let (of, _) = name.split_once(':').unwrap_or((name, ""));
            program.find(of)
        });
        let is_sure = |start: ModuleId| {
            let calls = |&entered: &ModuleId| {
                let name = &program.modules[start].name;
                name.ends_with("__main__") && self.before.of(start).contains(entered)
            };
            shape.entered.contains(&start) || shape.entered.iter().any(calls)
        };
        let of_program = |&start: &ModuleId| program.modules[start].kind == Kind::FirstParty;
        let mut starts = declared.chain(entries.iter().copied().filter(of_program));
        !shape.entered.is_empty() && starts.all(|start| !loads(start) || is_sure(start))
    }

    /// The modules that a program can start with: those that no other module of the project loads, packages, `__main__`
    /// modules and what console scripts name; and, where tests are rewritten, tests.
    pub(super) fn entries(&self, after: &Reach) -> Vec<ModuleId> {
        let program = self.inputs.program;
        let own: Vec<ModuleId> = (0..program.modules.len())
            .filter(|&id| program.modules[id].kind == Kind::FirstParty)
            .collect();
        let mut loaded: FxHashSet<usize> = FxHashSet::default();
        for &id in &own {
            for target in after
                .of(id)
                .iter()
                .filter(|&target| after.component(target) != after.component(id))
            {
                loaded.insert(after.component(target));
            }
        }
        // A word is a small edit: it may serve any code that imports a file that stands on its own.
        let are_lazy = self.inputs.options.ways().iter().any(Option::is_some);
        let is_entry = |id: ModuleId| {
            let module = &program.modules[id];
            match module.kind {
                Kind::Test | Kind::Beside => self.inputs.editable.contains(&id),
                Kind::FirstParty => {
                    !loaded.contains(&after.component(id))
                        || module.is_package
                        || are_lazy && !module.name.contains('.')
                        || module.name.ends_with("__main__")
                        || self.inputs.options.scripts.contains(&module.name)
                }
                Kind::Site | Kind::Standard | Kind::Missing => false,
            }
        };
        (0..program.modules.len()).filter(|&id| is_entry(id)).collect()
    }

    /// The modules that an edit must make start faster to be worth it.
    pub(super) fn starts(&self, after: &Reach) -> Vec<ModuleId> {
        match &self.inputs.options.starts {
            Some(names) => names.iter().filter_map(|name| self.inputs.program.find(name)).collect(),
            None => self.entries(after),
        }
    }

    /// Whether a start loads a module: as things are where the starts are given, for they stay whatever is deferred.
    pub(super) fn loads(&self, start: ModuleId, module: ModuleId, after: &Reach) -> bool {
        let reach = if self.inputs.options.starts.is_some() {
            self.before
        } else {
            after
        };
        reach.of(start).contains(module)
    }
}
