//! Tables of imported objects: whether one can hold names instead, each resolved when its value is first read, and under which
//! name an object is then found.
use rustc_hash::{FxHashMap, FxHashSet};

use super::inputs::Inputs;
use super::verdict::Kept;
use super::{Code, Strategy};
use crate::graph::{Kind, ModuleId, Program, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, BindingId, Import, MODULE, Phase, Reference, ScopeId, Table, TableEntry, TableForm,
};
use crate::verdict::HELPER_MARKER;
use crate::verdict::{Entry, Helper, Wrapping};

/// The module of a package that holds what rewritten code needs.
pub const HELPER: &str = "_dormant";
/// What rewritten tables import from it.
/// Not in `rules/`: it is our own text.
pub const TABLE_NAMES: [&str; 2] = [crate::semantics::facts::DEFERRED_DICT, "deferred"];

/// Where the values of tables are read while modules are imported, by the module and the name of the table.
pub(super) struct TableReads(FxHashMap<(ModuleId, BindingId), Sighting>);

impl TableReads {
    /// Looks through the files of the project; `executed` are the function bodies that run while modules are imported, and `first`
    /// those that run whenever the program starts.
    pub fn new(
        inputs: Inputs<'_>,
        executed: &FxHashSet<(ModuleId, ScopeId)>,
        first: &FxHashSet<(ModuleId, ScopeId)>,
    ) -> Self {
        let program = inputs.program;
        let mut tables: FxHashMap<(ModuleId, String), BindingId> = FxHashMap::default();
        for (module, facts) in own_facts(inputs) {
            for table in &facts.tables {
                tables.insert(
                    (module, facts.bindings[table.binding as usize].name.clone()),
                    table.binding,
                );
            }
        }
        let mut reads = FxHashMap::default();
        if tables.is_empty() {
            return TableReads(reads);
        }
        for (module, facts) in own_facts(inputs) {
            for reference in &facts.references {
                let is_early = || {
                    runs_at_import(module, facts, reference, executed) || runs_at_start(module, facts, reference, first)
                };
                if !reads_values(facts, reference) || !is_early() {
                    continue;
                }
                let at = Sighting {
                    module,
                    span: reference.span,
                };
                let is_own = facts.tables.iter().any(|table| table.binding == reference.binding);
                if is_own {
                    reads.entry((module, reference.binding)).or_insert(at);
                }
                let trails = program.trails(module, reference.binding, &reference.attributes);
                for hop in trails.into_iter().flat_map(|trail| trail.hops) {
                    if let Some(&binding) = tables.get(&(hop.module, hop.name)) {
                        reads.entry((hop.module, binding)).or_insert(at);
                    }
                }
            }
        }
        TableReads(reads)
    }
}

fn own_facts<'a>(inputs: Inputs<'a>) -> impl Iterator<Item = (ModuleId, &'a ModuleFacts)> {
    let program = inputs.program;
    program.own_modules().filter_map(|id| Some((id, program.facts(id)?)))
}

/// Whether a reference reads more of a table than its keys; assigning an item reads nothing.
fn reads_values(facts: &ModuleFacts, reference: &Reference) -> bool {
    reference.phase == Phase::Run
        && reference.access == Access::Read
        && facts.key_reads.binary_search(&reference.span.start).is_err()
}

fn runs_at_import(
    module: ModuleId,
    facts: &ModuleFacts,
    reference: &Reference,
    executed: &FxHashSet<(ModuleId, ScopeId)>,
) -> bool {
    let functions = facts
        .scope_chain(reference.scope)
        .filter(|&scope| facts.scopes[scope as usize].kind.is_function());
    functions.into_iter().all(|scope| executed.contains(&(module, scope)))
}

/// Whether a reference stands in none of the branches of a function that runs whenever the program starts.
fn runs_at_start(
    module: ModuleId,
    facts: &ModuleFacts,
    reference: &Reference,
    first: &FxHashSet<(ModuleId, ScopeId)>,
) -> bool {
    let function = facts.executing_function(reference.scope);
    function.is_some_and(|function| first.contains(&(module, function))) && !facts.is_in_block(reference.span)
}

/// The tables of one module.
pub(super) struct TableQuery<'a, 'r> {
    pub inputs: Inputs<'a>,
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    pub reads: &'r TableReads,
}

impl TableQuery<'_, '_> {
    /// What becomes of a reference that is a value of a table; `None` where it is none.
    pub fn entry(&self, reference: &Reference) -> Option<Result<Entry, Kept>> {
        let found = self.facts.tables.iter().find_map(|table| {
            let names = |entry: &&TableEntry| {
                entry.value.start == reference.span.start && entry.path.attributes == reference.attributes
            };
            let entry = table.entries.iter().find(names)?;
            Some((table, entry))
        });
        let (table, entry) = found.filter(|(table, _)| self.inputs.program.is_registry(self.module, table))?;
        Some(self.allows(table, reference).and_then(|()| {
            Ok(Entry {
                table: table.span,
                wrapping: match table.form {
                    TableForm::Display => Wrapping::Around,
                    TableForm::DictCall => Wrapping::Name,
                    TableForm::Deferred => Wrapping::Done,
                },
                value: entry.value,
                target: self.target(reference)?,
            })
        }))
    }

    fn allows(&self, table: &Table, reference: &Reference) -> Result<(), Kept> {
        let at = Sighting {
            module: self.module,
            span: reference.span,
        };
        if !self.inputs.options.allows(Strategy::Registry) {
            return Err(Kept::at(Code::UsedAtImport, "in a table", at));
        }
        let binding = &self.facts.bindings[table.binding as usize];
        let kinds = binding.kinds;
        let others = kinds.imports + kinds.functions + kinds.classes + kinds.deletions + kinds.parameters;
        if kinds.assignments != 1 || others > 0 || kinds.from_global_statement {
            return Err(Kept::at(Code::UsedAtImport, "in a table whose name is bound again", at));
        }
        if let Some(&read) = self.reads.0.get(&(self.module, table.binding)) {
            return Err(Kept::at(Code::TableRead, format!("`{}`", binding.name), read));
        }
        Ok(())
    }

    /// `module:attribute` of what a reference names.
    fn target(&self, reference: &Reference) -> Result<String, Kept> {
        let program = self.inputs.program;
        let at = Sighting {
            module: self.module,
            span: reference.span,
        };
        let kept = || Kept::at(Code::UsedAtImport, "in a table, under a computed name", at);
        let imports: Vec<&Import> = self
            .facts
            .imports
            .iter()
            .filter(|import| import.binding == Some(reference.binding) && import.scope == MODULE)
            .collect();
        let (module, mut rest) = match imports.as_slice() {
            [import] => {
                let base = program.absolute(self.module, import).ok_or_else(kept)?;
                match &import.name {
                    None if import.asname.is_none() && base.contains('.') => (String::new(), Vec::new()),
                    None => (base, Vec::new()),
                    Some(name) => {
                        let known = program.find(&base).ok_or_else(kept)?;
                        let submodule = program.submodule(known, name).filter(|_| !program.binds(known, name));
                        match submodule {
                            Some(id) => (program.modules[id].name.clone(), Vec::new()),
                            None => (base, vec![name.clone()]),
                        }
                    }
                }
            }
            _ => (String::new(), Vec::new()),
        };
        let mut attributes = reference.attributes.as_slice();
        let mut module = if module.is_empty() {
            // `import a.b` binds `a`: the longest dotted name that is a module is the module.
            self.facts.bindings[reference.binding as usize].name.clone()
        } else {
            module
        };
        while rest.is_empty()
            && let [first, others @ ..] = attributes
            && let Some(id) = program.find(&module)
            && let Some(submodule) = program.submodule(id, first).filter(|_| !program.binds(id, first))
        {
            module = program.modules[submodule].name.clone();
            attributes = others;
        }
        rest.extend(attributes.iter().cloned());
        let trails = program.trails(self.module, reference.binding, &reference.attributes);
        let mut hops = trails.into_iter().flat_map(|trail| trail.hops);
        let patched = hops.find_map(|hop| {
            let key = (hop.module, hop.name);
            let replaced = self.inputs.visibility.replaced.get(&key).copied();
            replaced.filter(|_| key.0 != self.module)
        });
        if let Some(at) = patched {
            return Err(Kept::at(Code::SourcePatched, "", at));
        }
        Ok(if rest.is_empty() {
            module
        } else {
            format!("{module}:{}", rest.join("."))
        })
    }
}

/// Where the helper of a module lives, and how the module imports it: relatively if `relative`.
pub(super) fn helper(inputs: Inputs<'_>, module: ModuleId, names: &[&str], relative: bool) -> Result<Helper, Kept> {
    let program = inputs.program;
    let no_helper = |detail: &str| Kept::told(Code::NoHelper, detail);
    let is_package = |id: &ModuleId| {
        let found = &program.modules[*id];
        found.is_package && found.kind == Kind::FirstParty && found.facts.is_some()
    };
    let around = program.with_parents(module);
    let packages: Vec<ModuleId> = around
        .skip_while(|id| *id == module && !program.modules[module].is_package)
        .take_while(is_package)
        .collect();
    let Some(&top) = packages.last() else {
        return Err(no_helper("the module is in no package"));
    };
    let package = program.modules[top].name.clone();
    if let Some(own) = in_the_way(program, &package) {
        return Err(no_helper(&format!("`{own}` is a module of your own")));
    }
    let import = if relative {
        format!("{}{HELPER}", ".".repeat(packages.len()))
    } else {
        format!("{package}.{HELPER}")
    };
    let taken = program.facts(module).and_then(|facts| {
        let bound = names.iter().find(|name| {
            facts.global(name).is_some_and(|id| {
                let own = facts.imports.iter().filter(|import| import.binding == Some(id));
                let from_helper = |import: &Import| {
                    program.absolute(module, import).as_deref() == Some(&format!("{package}.{HELPER}"))
                };
                !(facts.bindings[id as usize].kinds.only_imports() && own.clone().all(from_helper))
            })
        });
        bound.copied()
    });
    match taken {
        Some(name) => Err(no_helper(&format!("the module has a `{name}` of its own"))),
        None => Ok(Helper { import, package }),
    }
}

/// The module in the place of a package's helper that dormant did not write.
fn in_the_way(program: &Program, package: &str) -> Option<String> {
    let name = format!("{package}.{HELPER}");
    let below = format!("{name}.");
    if program.modules.iter().any(|module| module.name.starts_with(&below)) {
        return Some(name);
    }
    let module = &program.modules[program.find(&name)?];
    let is_generated = module.facts.as_ref().is_some_and(|facts| {
        let mut comments = facts.comments.iter();
        comments.any(|comment| comment.span.start == 0 && comment.text.starts_with(HELPER_MARKER))
    });
    (module.kind == Kind::FirstParty && !is_generated).then_some(name)
}
