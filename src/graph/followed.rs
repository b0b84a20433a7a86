//! What was seen of importing the modules of a program when their code was followed: what the import graph rests on besides facts.
use rustc_hash::FxHashSet;

use super::program::{ModuleId, Program};
use crate::semantics::facts::{ImportId, ScopeId};

/// The functions that importing a module runs, ascending.
pub type Executed = Vec<(ModuleId, ScopeId)>;

/// A module that a call loads while another one is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadedByCall {
    /// The module.
    pub module: ModuleId,
    /// The import statement for which a package's `__getattr__` makes the call; none for a call of the code itself.
    pub import: Option<ImportId>,
}

/// What was seen of importing the modules of a program when their code was followed.
#[derive(Debug, Clone, Default)]
pub struct Followed {
    /// The functions that the import of each module runs.
    pub executed: Vec<Executed>,
    /// The functions that the import of a module (first) runs only because packages are asked for names: what they load is among
    /// what is loaded by calls.
    pub asked: FxHashSet<(ModuleId, ModuleId, ScopeId)>,
    /// The modules that the import of each module loads by calls, such as `import_module("name")`.
    pub loads: Vec<Vec<LoadedByCall>>,
    /// The modules whose code was followed to its end.
    pub whole: FxHashSet<ModuleId>,
    /// The import statements that were come to under the version of Python that is installed.
    pub reached: FxHashSet<(ModuleId, ImportId)>,
    /// Whether annotations are evaluated where they stand, as Python does before 3.14.
    pub evaluates_annotations: bool,
}

impl Followed {
    /// Whether importing an installed module never comes to one of its imports: that stands in a branch for another platform or
    /// version of Python.
    pub(super) fn skips(&self, program: &Program, module: ModuleId, import: ImportId) -> bool {
        !program.modules[module].is_own() && self.is_elsewhere(module, import)
    }

    /// Whether importing a module comes to one of its imports only in another environment: on another platform, under another version
    /// of Python, or where something else is missing.
    pub fn is_elsewhere(&self, module: ModuleId, import: ImportId) -> bool {
        self.whole.contains(&module) && !self.reached.contains(&(module, import))
    }
}
