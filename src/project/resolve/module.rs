//! Resolved names, remembered across threads. Knows nothing of how they are resolved.
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::{Found, Origin};

/// A folder in which modules are looked for, and whose they are.
pub(super) type Place = (PathBuf, Origin);

/// A resolved name, and where its submodules are looked for.
#[derive(Debug)]
pub(super) struct Module {
    pub found: Found,
    pub inside: Vec<Place>,
    /// The places of a package that extends its own path, once somebody looked for what its folder does not have.
    pub extended: OnceLock<Vec<Place>>,
}

impl Module {
    pub fn new(found: Found, inside: Vec<Place>) -> Module {
        Module {
            found,
            inside,
            extended: OnceLock::new(),
        }
    }

    /// One that has no submodules.
    pub fn plain(found: Found) -> Module {
        Module::new(found, Vec::new())
    }
}

/// What was resolved so far: by the folder in front of the path (empty for none), then by name.
#[derive(Debug, Default)]
pub(super) struct Modules(RwLock<FxHashMap<PathBuf, FxHashMap<String, Arc<Module>>>>);

impl Modules {
    pub fn get(&self, first: Option<&Path>, dotted: &str) -> Option<Arc<Module>> {
        let modules = self.0.read().unwrap_or_else(PoisonError::into_inner);
        modules
            .get(first.unwrap_or(Path::new("")))
            .and_then(|names| names.get(dotted))
            .cloned()
    }

    /// Remembers a module; where another thread was faster, what that one found.
    pub fn insert(&self, first: Option<&Path>, dotted: &str, module: Module) -> Arc<Module> {
        let mut modules = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let names = modules
            .entry(first.map_or_else(PathBuf::new, Path::to_owned))
            .or_default();
        Arc::clone(names.entry(dotted.to_owned()).or_insert_with(|| Arc::new(module)))
    }
}
