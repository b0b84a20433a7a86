//! All modules of the program by number, and what names mean across them. Knows nothing of which imports may move.
mod below;
mod constants;
mod imports;
mod known_names;
mod main;
mod put;
mod renamed;
mod set;
mod stars;
mod targets;
mod trail;
mod ways;

pub(in crate::graph) use stars::running_stars;
pub use targets::{Targets, absolute};
pub use trail::{Entity, Hop, Trail};

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::effort::spend;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::BindingId;

/// Number of a module in its [`Program`].
pub type ModuleId = usize;

/// Where a module comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Of the project, and may be rewritten.
    FirstParty,
    /// Of the project: a test, read for the names that it replaces, and rewritten only where a given path holds it.
    Test,
    /// Of the project, and beside the program: an example, a script of the documentation, a benchmark. What it does when it is
    /// imported is nothing that the program does; rewritten only where a given path points at it.
    Beside,
    /// An installed package.
    Site,
    /// The standard library.
    Standard,
    /// Named, but not found.
    Missing,
}

/// A module.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its absolute dotted name.
    pub name: String,
    /// Where it comes from.
    pub kind: Kind,
    /// Whether it can hold submodules.
    pub is_package: bool,
    /// What its file says; none for extensions, namespace packages and what was not found.
    pub facts: Option<Arc<ModuleFacts>>,
    /// The names of its stub file (`.pyi`), if it has one.
    pub stub: Option<Arc<ModuleFacts>>,
    /// Whether this is another name of a file of the project, which is judged under its first one: a folder on `sys.path` lies
    /// within another one.
    pub is_copy: bool,
}

impl Module {
    /// Whether it belongs to the project.
    pub fn is_own(&self) -> bool {
        matches!(self.kind, Kind::FirstParty | Kind::Test | Kind::Beside)
    }

    /// The name that its file would have, where another file has it, too: its own has a quote behind that, which nothing can import.
    pub fn bears_name_of(&self) -> Option<&str> {
        self.name.strip_suffix('\'')
    }

    /// The first part of its name: that of its package, if it is in one.
    pub fn top(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    /// The last part of its name: what its package has it by, if it is in one.
    pub fn last(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }

    /// Whether it is what `python -m` runs of a package.
    pub fn is_main(&self) -> bool {
        self.last() == main::NAME
    }

    /// Whether it uses the program and is not part of it.
    pub fn is_beside(&self) -> bool {
        matches!(self.kind, Kind::Test | Kind::Beside)
    }
}

/// All modules that matter.
#[derive(Debug, Default)]
pub struct Program {
    /// By number, sorted by name.
    pub modules: Vec<Module>,
    /// Names that other files of the project give to what they start, such as `app.cli:main`, or `app.plugin:*` for all that is
    /// in a module, sorted.
    pub started: Vec<String>,
    /// Those of them that are console scripts: what installs the project asks for their one name, and code of the project does so
    /// only if it goes over the scripts.
    pub scripts: Vec<String>,
    /// The folders of files of the project, as far as they are known.
    folders: FxHashMap<ModuleId, PathBuf>,
    index: FxHashMap<String, ModuleId>,
    names: Vec<Names>,
    /// The package that holds each module.
    parents: Vec<Option<ModuleId>>,
    /// What each import of each module loads by itself, once somebody asked.
    targets: Vec<OnceLock<Box<[Targets]>>>,
    /// The modules of the project that may be found under the name of another, once somebody asked.
    renamed: OnceLock<FxHashMap<ModuleId, Vec<ModuleId>>>,
    /// What files put into `sys.modules`.
    puts: OnceLock<Vec<put::Put>>,
    /// The modules that attributes of others are set to, once somebody asked.
    set: OnceLock<set::Set>,
}

/// The module-level names of one module, by name.
#[derive(Debug, Default)]
struct Names {
    bindings: FxHashMap<String, BindingId>,
    /// The imports that bind each of them, and each name of a function.
    imports: FxHashMap<BindingId, Vec<usize>>,
}

impl Names {
    fn new(facts: &ModuleFacts) -> Self {
        let mut names = Names::default();
        for &id in facts
            .scopes
            .first()
            .map(|scope| scope.names.as_slice())
            .unwrap_or_default()
        {
            names.bindings.insert(facts.bindings[id as usize].name.clone(), id);
        }
        for (at, import) in facts.imports.iter().enumerate() {
            if let Some(id) = import.binding {
                names.imports.entry(id).or_default().push(at);
            }
        }
        names
    }
}

impl Program {
    /// Numbers the modules, and `__main__`, which is there in any program.
    pub fn new(mut modules: Vec<Module>) -> Self {
        modules.push(main::module());
        modules.sort_by(|left, right| left.name.cmp(&right.name));
        modules.dedup_by(|right, left| right.name == left.name);
        constants::settle(&mut modules);
        let index: FxHashMap<String, ModuleId> = modules
            .iter()
            .enumerate()
            .map(|(id, module)| (module.name.clone(), id))
            .collect();
        let parent = |module: &Module| index.get(module.name.rsplit_once('.')?.0).copied();
        let parents = modules.iter().map(parent).collect();
        let targets = modules.iter().map(|_| OnceLock::new()).collect();
        let names = modules
            .iter()
            .map(|module| module.facts.as_deref().map(Names::new).unwrap_or_default())
            .collect();
        Program {
            modules,
            started: Vec::new(),
            scripts: Vec::new(),
            folders: FxHashMap::default(),
            index,
            names,
            parents,
            targets,
            renamed: OnceLock::new(),
            puts: OnceLock::new(),
            set: OnceLock::new(),
        }
    }

    /// The same modules, with the names that other files of the project give to what they start.
    #[must_use]
    pub fn with_started(self, started: Vec<String>) -> Self {
        Program { started, ..self }
    }

    /// The same modules, with the names of the console scripts among those.
    #[must_use]
    pub fn with_scripts(self, scripts: Vec<String>) -> Self {
        Program { scripts, ..self }
    }

    /// The same with the folders in which the files of modules lie.
    pub fn with_folders<'f>(mut self, folders: impl Iterator<Item = (&'f str, &'f Path)>) -> Self {
        let known = folders.filter_map(|(name, folder)| Some((self.find(name)?, folder.to_owned())));
        self.folders = known.collect();
        self
    }

    /// The folder in which the file of a module of the project lies, where that is known.
    pub fn folder(&self, module: ModuleId) -> Option<&Path> {
        self.folders.get(&module).map(PathBuf::as_path)
    }

    /// The module of a name; with a `*` behind it, the modules of the project whose names begin so.
    pub fn named_or_below(&self, name: &str) -> Vec<ModuleId> {
        match name.strip_suffix('*') {
            Some(beginning) => {
                let own = self.own_modules();
                own.filter(|&id| self.modules[id].name.starts_with(beginning)).collect()
            }
            None => self.find(name).into_iter().collect(),
        }
    }

    /// The module called `name`.
    pub fn find(&self, name: &str) -> Option<ModuleId> {
        spend(1);
        self.index.get(name).copied()
    }

    /// The innermost module that a dotted name leads through: `app.core` of `app.core.Ship.sail`.
    pub fn innermost(&self, dotted: &str) -> Option<ModuleId> {
        crate::syntax::prefixes(dotted)
            .filter_map(|name| self.find(name))
            .last()
    }

    /// The modules of the project, ascending.
    pub fn own_modules(&self) -> impl Iterator<Item = ModuleId> + Clone + '_ {
        (0..self.modules.len()).filter(|&id| self.modules[id].is_own())
    }

    /// The facts of a module; empty ones where it has none.
    pub fn facts(&self, id: ModuleId) -> Option<&ModuleFacts> {
        self.modules[id].facts.as_deref()
    }

    /// The submodule `name` of a module.
    pub fn submodule(&self, id: ModuleId, name: &str) -> Option<ModuleId> {
        self.find(&[self.modules[id].name.as_str(), ".", name].concat())
    }

    /// The package that holds a module.
    pub fn parent(&self, id: ModuleId) -> Option<ModuleId> {
        self.parents[id]
    }

    /// A module and the packages around it, from within.
    pub fn with_parents(&self, id: ModuleId) -> impl Iterator<Item = ModuleId> + '_ {
        std::iter::successors(Some(id), |&id| self.parent(id))
    }

    /// Whether a module is one that its package, which is there, does not have: a compiled part that is not built, a file that is
    /// made later, another distribution's part of a namespace package.
    pub fn is_lacking(&self, id: ModuleId) -> bool {
        let is_there = |id: ModuleId| self.modules[id].kind != Kind::Missing;
        !is_there(id) && self.parent(id).is_some_and(is_there)
    }

    /// The package that a module is, or that holds it.
    pub fn package_around(&self, id: ModuleId) -> Option<ModuleId> {
        match self.modules[id].is_package {
            true => Some(id),
            false => self.parent(id),
        }
    }

    /// Whether the code of a module binds `name` at run time to anything but its own submodule of that name, which loading
    /// the submodule binds as well.
    pub fn binds(&self, module: ModuleId, name: &str) -> bool {
        self.binding(module, name)
            .is_some_and(|id| !self.is_own_submodule(module, name, id))
    }

    /// Whether all that binds `name` in a package are imports of its submodule: `from . import name`.
    fn is_own_submodule(&self, module: ModuleId, name: &str, id: BindingId) -> bool {
        let (Some(facts), Some(_)) = (self.facts(module), self.submodule(module, name)) else {
            return false;
        };
        let kinds = facts.bindings[id as usize].kinds;
        let mut imports = self.importing(module, id);
        kinds.functions + kinds.classes + kinds.assignments == 0
            && imports.all(|import| {
                let base = self.absolute(module, import);
                import.name.as_deref() == Some(name) && base.as_deref() == Some(self.modules[module].name.as_str())
            })
    }

    /// The run-time binding of `name` in a module.
    pub fn binding(&self, module: ModuleId, name: &str) -> Option<BindingId> {
        spend(1);
        let facts = self.facts(module)?;
        let id = *self.names[module].bindings.get(name)?;
        let kinds = facts.bindings[id as usize].kinds;
        let runs = kinds.imports + kinds.functions + kinds.classes + kinds.assignments > 0;
        (runs || self.is_served(module, facts, id)).then_some(id)
    }

    /// Whether a name that only type checkers import is served by the module's `__getattr__`.
    fn is_served(&self, module: ModuleId, facts: &ModuleFacts, id: BindingId) -> bool {
        facts.bindings[id as usize].kinds.type_checking_imports > 0
            && self.names[module].bindings.contains_key("__getattr__")
    }
}
