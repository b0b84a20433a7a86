//! Who else sees a module's names: other modules, tests that replace them, strings, and readers of whole namespaces.
mod look;
mod named;

use rustc_hash::FxHashMap;

use super::program::{ModuleId, Program};
use crate::syntax::Span;
use look::Look;

/// A place in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sighting {
    /// The module whose file it is in.
    pub module: ModuleId,
    /// Where in the file.
    pub span: Span,
}

/// What the program knows of names beyond their own files.
#[derive(Debug, Default)]
pub struct Visibility {
    /// Module attributes that other files read, or take by `from m import n`: the first place seen.
    pub read: FxHashMap<(ModuleId, String), Sighting>,
    /// Module attributes that are assigned or patched from outside: the first place seen.
    pub replaced: FxHashMap<(ModuleId, String), Sighting>,
    /// Modules whose namespace is read as a whole, and how.
    pub namespace: FxHashMap<ModuleId, (Sighting, String)>,
    /// Modules whose attributes are read by computed names.
    pub computed: FxHashMap<ModuleId, Sighting>,
    /// Modules that are star-imported although they have no literal `__all__`.
    pub starred: FxHashMap<ModuleId, Sighting>,
    /// Modules that take their own place in `sys.modules`, or change their class.
    pub self_replacing: FxHashMap<ModuleId, Sighting>,
    /// Names of modules whose presence in `sys.modules` is asked for or faked.
    pub loaded: FxHashMap<String, Sighting>,
    /// Submodules that some file reaches as attributes of their package without importing them itself.
    pub implicit: FxHashMap<ModuleId, Sighting>,
}

impl Visibility {
    /// Looks through the files of the project.
    pub fn new(program: &Program) -> Self {
        let mut seen = Visibility::default();
        for module in 0..program.modules.len() {
            if program.modules[module].is_own()
                && let Some(facts) = program.facts(module)
            {
                Look {
                    program,
                    module,
                    facts,
                    seen: &mut seen,
                }
                .everywhere();
            }
        }
        named::started(program, &mut seen);
        seen
    }

    /// Whether the presence of a module, or of a package around it, is asked for or faked.
    pub fn presence_matters(&self, module: &str) -> Option<Sighting> {
        let ends = module.match_indices('.').map(|(at, _)| at).chain([module.len()]);
        ends.filter_map(|end| self.loaded.get(&module[..end])).next().copied()
    }
}

fn note<K: Eq + std::hash::Hash, V>(map: &mut FxHashMap<K, V>, key: K, value: V) {
    map.entry(key).or_insert(value);
}
