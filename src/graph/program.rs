//! All modules of the program by number, and what names mean across them. Knows nothing of which imports may move.
mod known_names;
mod main;
mod targets;
mod trail;
mod ways;

pub use targets::Targets;
pub use trail::{Entity, Hop, Trail};

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::effort::spend;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Constant, Import, MODULE, Table, TableForm};

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
}

impl Module {
    /// Whether it belongs to the project.
    pub fn is_own(&self) -> bool {
        matches!(self.kind, Kind::FirstParty | Kind::Test | Kind::Beside)
    }

    /// The first part of its name: that of its package, if it is in one.
    pub fn top(&self) -> &str {
        self.name.split('.').next().unwrap_or_default()
    }

    /// Whether it is what `python -m` runs of a package.
    pub fn is_main(&self) -> bool {
        self.name.rsplit('.').next() == Some(main::NAME)
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
    index: FxHashMap<String, ModuleId>,
    names: Vec<Names>,
    /// The package that holds each module.
    parents: Vec<Option<ModuleId>>,
    /// What each import of each module loads by itself, once somebody asked.
    targets: Vec<OnceLock<Box<[Targets]>>>,
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
            index,
            names,
            parents,
            targets,
        }
    }

    /// The same modules, with the names that other files of the project give to what they start.
    #[must_use]
    pub fn with_started(self, started: Vec<String>) -> Self {
        Program { started, ..self }
    }

    /// The module called `name`.
    pub fn find(&self, name: &str) -> Option<ModuleId> {
        spend(1);
        self.index.get(name).copied()
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

    /// The absolute name of the module that an import statement names; none where its dots lead out of the program.
    pub fn absolute(&self, importer: ModuleId, import: &Import) -> Option<String> {
        let module = &self.modules[importer];
        absolute(&module.name, module.is_package, import.level, &import.module)
    }

    /// Whether an import may name a file of the tests, which may be found under more names than one.
    pub fn may_name(&self, import: &Import, file: ModuleId) -> bool {
        // Of most files nothing more has to be asked.
        if !self.modules[file].is_beside() {
            return false;
        }
        let own = self.modules[file].name.rsplit('.').next();
        import.module.rsplit('.').next() == own || import.name.as_deref() == own
    }

    /// The modules that an import loads by itself: the named one, and a submodule that it takes from it.
    pub fn targets(&self, importer: ModuleId, import: &Import) -> Targets {
        let Some(facts) = self.facts(importer) else {
            return self.named_targets(importer, import);
        };
        let offset = std::ptr::from_ref(import)
            .addr()
            .wrapping_sub(facts.imports.as_ptr().addr());
        let at = offset / size_of::<Import>();
        match facts.imports.get(at) {
            Some(own) if std::ptr::eq(own, import) => {
                let all = || facts.imports.iter().map(|import| self.named_targets(importer, import));
                self.targets[importer].get_or_init(|| all().collect())[at]
            }
            // An import that was made up, or of another module.
            Some(_) | None => self.named_targets(importer, import),
        }
    }

    fn named_targets(&self, importer: ModuleId, import: &Import) -> Targets {
        let module = &self.modules[importer];
        let base = absolute_name(&module.name, module.is_package, import.level, &import.module);
        let Some(base) = base.and_then(|name| self.find(&name)) else {
            return Targets::default();
        };
        Targets::of(base, self.taken_submodule(importer, import))
    }

    /// The submodule that `from package import name` loads: one that the package has no other thing for of that name, or not
    /// yet, where it takes it itself.
    pub fn taken_submodule(&self, importer: ModuleId, import: &Import) -> Option<ModuleId> {
        let base = self.absolute(importer, import).and_then(|name| self.find(&name))?;
        let name = import.name.as_deref()?;
        let is_taken = !self.binds(base, name) || base == importer && !self.binds_before(base, name, import);
        self.submodule(base, name).filter(|_| is_taken)
    }

    /// Whether a module has a name of its own when it comes to an import.
    fn binds_before(&self, module: ModuleId, name: &str, import: &Import) -> bool {
        let bound = self.facts(module).zip(self.binding(module, name));
        bound.is_some_and(|(facts, id)| facts.bindings[id as usize].first.start < import.alias.start)
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

    /// The imports that bind a module-level name, and nothing else does; a name that `__getattr__` serves counts.
    pub fn imports_of(&self, module: ModuleId, name: &str) -> Vec<&Import> {
        let Some(facts) = self.facts(module) else {
            return Vec::new();
        };
        let Some(&id) = self.names[module].bindings.get(name) else {
            return Vec::new();
        };
        let kinds = facts.bindings[id as usize].kinds;
        let defined = kinds.functions + kinds.classes + kinds.assignments > 0;
        if defined || kinds.imports == 0 && !self.is_served(module, facts, id) {
            return Vec::new();
        }
        self.importing(module, id).collect()
    }

    /// Whether a table holds something of the project, each of which somebody may want without the others. Any other table is
    /// a constant like others.
    pub fn is_registry(&self, module: ModuleId, table: &Table) -> bool {
        let mut bound = table.entries.iter().filter_map(|entry| entry.path.binding);
        table.form == TableForm::Deferred
            || bound.any(|binding| {
                let mut targets = self
                    .importing(module, binding)
                    .flat_map(|import| self.targets(module, import));
                targets.any(|target| self.modules[target].is_own())
            })
    }

    /// The imports that computing a constant of a module reads, directly or through other constants.
    pub fn imports_of_constant(&self, module: ModuleId, name: &str) -> Vec<&Import> {
        let Some(facts) = self.facts(module) else {
            return Vec::new();
        };
        let is_served = self.names[module].bindings.contains_key("__getattr__");
        let mut attempts = facts.attempts.iter().filter(|attempt| attempt.runs || is_served);
        if let Some(attempt) = attempts.find(|attempt| attempt.names.iter().any(|one| one.name == name)) {
            // Any code that asks for one of its names runs all of it.
            let imports = attempt.imports.iter();
            return imports.map(|&id| &facts.imports[id as usize]).collect();
        }
        let mut found = Vec::new();
        let mut pending: Vec<&str> = vec![name];
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = pending.pop() {
            let is_served = self.names[module].bindings.contains_key("__getattr__");
            let mut named = facts.constants.iter().rev().filter(|constant| constant.name == name);
            let is_registry = |constant: &&Constant| {
                let own = facts
                    .tables
                    .iter()
                    .find(|table| Some(table.binding) == constant.binding);
                own.is_some_and(|table| self.is_registry(module, table))
            };
            let Some(constant) = named
                .find(|constant| constant.binding.is_some() || is_served)
                .filter(|constant| !is_registry(constant))
            else {
                continue;
            };
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            for &read in &constant.reads {
                found.extend(self.importing(module, read));
                pending.push(&facts.bindings[read as usize].name);
            }
        }
        found
    }

    /// The first import that binds a name, before those in functions that declare it `global`.
    fn first_import(&self, module: ModuleId, id: BindingId) -> Option<&Import> {
        let mut at_top = self.importing(module, id);
        at_top.next().or_else(|| self.binding_imports(module, id).next())
    }

    /// The module-level imports that bind a name of a module.
    fn importing(&self, module: ModuleId, id: BindingId) -> impl Iterator<Item = &Import> {
        let all = self.binding_imports(module, id);
        all.filter(|import| import.scope == MODULE)
    }

    /// All imports that bind a name, of a module or of a function in it.
    fn binding_imports(&self, module: ModuleId, id: BindingId) -> impl Iterator<Item = &Import> {
        let imports = self
            .facts(module)
            .map(|facts| facts.imports.as_slice())
            .unwrap_or_default();
        let all = self.names[module].imports.get(&id).into_iter().flatten();
        all.map(move |&at| &imports[at])
    }
}

/// The absolute name of a relative module (`level` dots, then `module`), seen from module `importer`.
pub fn absolute(importer: &str, is_package: bool, level: u32, module: &str) -> Option<String> {
    absolute_name(importer, is_package, level, module).map(Cow::into_owned)
}

fn absolute_name<'a>(importer: &'a str, is_package: bool, level: u32, module: &'a str) -> Option<Cow<'a, str>> {
    if level == 0 {
        return Some(Cow::Borrowed(module));
    }
    let mut base = importer;
    for _ in 0..level as usize - usize::from(is_package) {
        base = base.rsplit_once('.')?.0;
    }
    Some(match module {
        "" => Cow::Borrowed(base),
        _ => Cow::Owned(format!("{base}.{module}")),
    })
}
