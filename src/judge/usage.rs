//! How an imported name is used in its own module: where it is needed, and whether an import statement can be put there.
use rustc_hash::{FxHashMap, FxHashSet};

use super::annotations::{AnnotationReaders, ReadBy, evaluated_at_definition};
use super::import::place::common_block;
use super::inputs::Inputs;
use super::lazily::{Lazy, minds};
use super::special::{IMPORT_HOOKS, SHUTDOWN_METHODS, Special};
use super::tables::TableQuery;
use super::verdict::Kept;
use super::{Code, Strategy};
use crate::graph::effort::spend;
use crate::graph::{ModuleId, Picked, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, BindingId, BlockId, Import, MODULE, OperationKind, Path, Phase, Reference, Role, ScopeId, ScopeKind,
};
use crate::syntax::Span;
use crate::verdict::action::Entry;

/// What the uses of a name ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// The functions that need the name at run time, each with the attributes by which it does.
    pub functions: Vec<(ScopeId, Vec<String>)>,
    /// The innermost branch of each of these functions that holds all that needs it; none where that is the whole body.
    pub blocks: FxHashMap<ScopeId, Option<BlockId>>,
    /// Whether the script's main guard needs it.
    pub main_guard: bool,
    /// Whether type checkers need it at module level.
    pub type_checking: bool,
    /// Annotations that have to be put in quotes, because Python would evaluate them.
    pub quotes: Vec<Span>,
    /// Values of tables that name it.
    pub entries: Vec<Entry>,
    /// Where it is only picked, to be called later.
    pub picks: Vec<Pick>,
    /// Constants of the module that are computed from it, by their index.
    pub constants: Vec<usize>,
    /// Why it is loaded at once all the same, where it may be lazy nevertheless.
    pub at_once: Option<Kept>,
    /// Whether anything uses it at all.
    pub used: bool,
    /// Whether importing it where it is needed asks the package's own `__getattr__` for it, which has to serve it then.
    pub asks_itself: bool,
}

/// A place that picks a function to be called later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pick {
    /// What is picked.
    pub picked: Picked,
    /// The function that picks; none where that runs at import.
    pub home: Option<ScopeId>,
}

pub(super) struct UsageQuery<'a, 'r> {
    pub inputs: Inputs<'a>,
    pub readers: &'r AnnotationReaders<'a>,
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    /// Function bodies that run at import: they are no place to defer an import to.
    pub executed: &'r FxHashSet<(ModuleId, ScopeId)>,
    pub tables: TableQuery<'a, 'r>,
    /// References that only pick a function, by where they begin.
    pub picked: &'a FxHashMap<u32, Picked>,
    /// Functions that run at odd times.
    pub special: &'r Special,
    /// Where each name is used and imported.
    pub named: Named<'a>,
}

/// What a file says of each of its names.
#[derive(Debug, Default)]
pub(super) struct Named<'a> {
    references: FxHashMap<BindingId, Vec<&'a Reference>>,
    imports: FxHashMap<BindingId, Vec<&'a Import>>,
}

impl<'a> Named<'a> {
    pub fn new(facts: &'a ModuleFacts) -> Self {
        let mut named = Named::default();
        for reference in &facts.references {
            named.references.entry(reference.binding).or_default().push(reference);
        }
        for import in &facts.imports {
            if let Some(binding) = import.binding {
                named.imports.entry(binding).or_default().push(import);
            }
        }
        named
    }

    fn references(&self, binding: BindingId) -> &[&'a Reference] {
        self.references.get(&binding).map(Vec::as_slice).unwrap_or_default()
    }

    fn imports(&self, binding: BindingId) -> &[&'a Import] {
        self.imports.get(&binding).map(Vec::as_slice).unwrap_or_default()
    }
}

impl UsageQuery<'_, '_> {
    /// How the name is used, or why its import has to stay. With `lazy`, the import statement stays at module level, so that
    /// functions need no import of their own.
    pub fn usage(&self, binding: BindingId, lazy: Lazy) -> Result<Usage, Kept> {
        self.usage_of(binding, lazy, &|_| true)
    }

    /// The same where what only picks a function needs no import; none where nothing does.
    pub fn usage_with_picks(&self, binding: BindingId) -> Option<Usage> {
        let is_pick = |reference: &Reference| self.picked.contains_key(&reference.span.start);
        let own = |reference: &&Reference| reference.binding == binding;
        let picks: Vec<Pick> = self
            .facts
            .references
            .iter()
            .filter(own)
            .filter_map(|reference| {
                let functions: Vec<ScopeId> = self.facts.scope_chain(reference.scope).collect();
                let mut functions = functions.into_iter().rev();
                Some(Pick {
                    picked: self.picked.get(&reference.span.start)?.clone(),
                    home: functions.find(|&id| {
                        self.facts.scopes[id as usize].kind.is_function() && !self.executed.contains(&(self.module, id))
                    }),
                })
            })
            .collect();
        let usage = self.usage_of(binding, None, &|reference| !is_pick(reference)).ok()?;
        // Where the function that picks needs the import for something else, nothing is won.
        let needed = |home: ScopeId| {
            let whole = usage.blocks.get(&home).is_some_and(Option::is_none);
            whole && usage.functions.iter().any(|(scope, _)| *scope == home)
        };
        let is_won = !picks.is_empty() && !picks.iter().any(|pick| pick.home.is_some_and(needed));
        is_won.then_some(Usage {
            picks,
            used: true,
            ..usage
        })
    }

    /// The same for a name that a statement binds and reads itself.
    pub fn usage_outside(&self, binding: BindingId, statement: Span) -> Result<Usage, Kept> {
        let is_outside =
            |reference: &Reference| reference.span.end <= statement.start || statement.end <= reference.span.start;
        self.usage_of(binding, None, &is_outside)
    }

    /// The same for one of several submodules that are imported under one name, leaving out what names one of the others.
    pub fn usage_of_submodule(&self, import: &Import, binding: BindingId, lazy: Lazy) -> Result<Usage, Kept> {
        let below = |import: &Import| import.module.split('.').skip(1).map(str::to_owned).collect::<Vec<_>>();
        let own = below(import);
        let concerns = |reference: &Reference| {
            let imports = self.named.imports(binding).iter();
            let named = imports.filter(|other| reference.attributes.starts_with(&below(other)));
            named
                .map(|other| below(other))
                .max_by_key(Vec::len)
                .is_none_or(|named| named.is_empty() || named == own)
        };
        self.usage_of(binding, lazy, &concerns)
    }

    fn usage_of(&self, binding: BindingId, lazy: Lazy, counts: &dyn Fn(&Reference) -> bool) -> Result<Usage, Kept> {
        let mut usage = Usage::default();
        // What a list names is lazy for the sake of its neighbours.
        let may_ride = |kept: &Kept| {
            let is_at_once = matches!(kept.code, Code::UsedAtImport | Code::RuntimeAnnotation);
            lazy == Some(Strategy::LazyModules) && is_at_once
        };
        let mut at_once = None;
        for kept in self.uses(binding, lazy, counts, &mut usage) {
            if !may_ride(&kept) {
                return Err(kept);
            }
            at_once.get_or_insert(kept);
        }
        usage.at_once = at_once;
        usage.functions.sort();
        usage.functions.dedup();
        Ok(usage)
    }

    /// How the name is used as far as its uses keep nothing, and the reasons of those that do.
    pub fn reasons(&self, binding: BindingId, lazy: Lazy) -> (Usage, Vec<Kept>) {
        let mut usage = Usage::default();
        let found = self.uses(binding, lazy, &|_| true, &mut usage).collect();
        usage.functions.sort();
        usage.functions.dedup();
        (usage, found)
    }

    /// The reasons to keep an import that its uses give, each use looked at when it is asked for.
    fn uses<'s>(
        &'s self,
        binding: BindingId,
        lazy: Lazy,
        counts: &'s dyn Fn(&Reference) -> bool,
        usage: &'s mut Usage,
    ) -> impl Iterator<Item = Kept> + 's {
        let references = self.named.references(binding).iter();
        spend(references.len());
        let own = references.filter(move |reference| counts(reference));
        own.filter_map(move |reference| {
            usage.used = true;
            self.classify(reference, lazy, usage).err()
        })
    }

    fn at(&self, reference: &Reference) -> Sighting {
        Sighting {
            module: self.module,
            span: reference.span,
        }
    }

    fn classify(&self, reference: &Reference, lazy: Lazy, usage: &mut Usage) -> Result<(), Kept> {
        match reference.phase {
            Phase::TypeCheckers => usage.type_checking = true,
            Phase::OnDemand if !minds(lazy, Code::TypeStatement) => {}
            Phase::OnDemand => return Err(Kept::at(Code::TypeStatement, "", self.at(reference))),
            Phase::MainGuard if self.facts.executing_function(reference.scope).is_none() => {
                if self.facts.main_guard.is_none() {
                    return Err(Kept::at(
                        Code::UsedAtImport,
                        "in one of several main guards",
                        self.at(reference),
                    ));
                }
                usage.main_guard = true;
            }
            Phase::Annotation {
                owner,
                place,
                quoted,
                whole,
            } => {
                // Older versions do not make it lazy.
                let target = lazy.map_or(self.inputs.options.target, |_| (3, 15));
                let evaluated = evaluated_at_definition(target, self.facts, place, quoted);
                let runs_later = self.facts.executing_function(reference.scope).is_some();
                if evaluated && runs_later {
                    return self.run(reference, lazy, usage);
                }
                if evaluated && !self.inputs.options.quote_annotations {
                    return Err(Kept::at(Code::EvaluatedAnnotation, "", self.at(reference)));
                }
                if evaluated && self.facts.unquotable.binary_search(&whole).is_ok() {
                    let detail = "that cannot be put in quotes as it is written";
                    return Err(Kept::at(Code::EvaluatedAnnotation, detail, self.at(reference)));
                }
                let names = self.names(reference);
                let read = self.readers.read_by(self.module, owner, place, &names, evaluated);
                let read = match lazy {
                    None => read,
                    Some(_) => read
                        .filter(|read| !self.reads_later(read))
                        .or_else(|| self.readers.fields_read_by(self.module, owner, place)),
                };
                if let Some(read) = read {
                    let at = read.at.unwrap_or_else(|| self.at(reference));
                    return Err(Kept::at(Code::RuntimeAnnotation, format!("by {}", read.who), at));
                }
                usage.type_checking = true;
                if evaluated {
                    usage.quotes.push(whole);
                }
            }
            Phase::Run | Phase::MainGuard => return self.run(reference, lazy, usage),
        }
        Ok(())
    }

    /// Whether a reference is an annotation that nobody evaluates, or for type checkers alone.
    pub fn is_not_evaluated(&self, reference: &Reference) -> bool {
        match reference.phase {
            Phase::TypeCheckers => true,
            Phase::Annotation { owner, place, .. } => {
                let names = self.names(reference);
                let read = self.readers.read_by(self.module, owner, place, &names, false);
                read.or_else(|| self.readers.fields_read_by(self.module, owner, place))
                    .is_none()
            }
            Phase::Run | Phase::MainGuard | Phase::OnDemand => false,
        }
    }

    /// Whether somebody looks at annotations in a function that no import runs.
    fn reads_later(&self, read: &ReadBy) -> bool {
        read.at.is_some_and(|at| {
            let facts = self.inputs.program.facts(at.module);
            let mut calls = facts.into_iter().flat_map(|facts| {
                let scopes = facts.hint_reads.iter().filter(move |hint| hint.span == at.span);
                let scopes = scopes.map(|hint| hint.scope);
                let calls = facts.operations.iter().filter(move |call| call.span == at.span);
                scopes
                    .chain(calls.map(|call| call.scope))
                    .map(move |scope| (facts, scope))
            });
            let is_later = |(facts, scope): (&ModuleFacts, ScopeId)| {
                let function = facts.executing_function(scope);
                function.is_some_and(|function| !self.executed.contains(&(at.module, function)))
            };
            let first = calls.next();
            first.is_some_and(is_later) && calls.all(is_later)
        })
    }

    fn names(&self, reference: &Reference) -> Vec<String> {
        let path = crate::semantics::facts::Path {
            root: self.facts.bindings[reference.binding as usize].name.clone(),
            binding: Some(reference.binding),
            attributes: reference.attributes.clone(),
        };
        self.inputs.program.known_names(self.module, &path)
    }

    fn run(&self, reference: &Reference, lazy: Lazy, usage: &mut Usage) -> Result<(), Kept> {
        let functions: Vec<ScopeId> = {
            let chain: Vec<ScopeId> = self.facts.scope_chain(reference.scope).collect();
            let is_function = |&id: &ScopeId| self.facts.scopes[id as usize].kind.is_function();
            chain.into_iter().rev().filter(is_function).collect()
        };
        if functions.is_empty()
            && lazy.is_none()
            && let Some(entry) = self.tables.entry(reference)
        {
            usage.entries.push(entry?);
            return Ok(());
        }
        if functions.is_empty()
            && lazy.is_none()
            && self.inputs.options.allows(Strategy::LazyConstant)
            && let Some(index) = self.constant(reference)
        {
            usage.constants.push(index);
            return Ok(());
        }
        if functions.is_empty() {
            return Err(Kept::at(Code::UsedAtImport, self.part(reference), self.at(reference)));
        }
        if lazy.is_some() {
            let mut around = self.facts.scope_chain(reference.scope).take_while(|&id| id != MODULE);
            around.try_for_each(|id| self.allows_in_body(reference, id))?;
            usage.functions.push((functions[0], reference.attributes.clone()));
            return Ok(());
        }
        // The outermost function that does not run at import: everything within shares its import.
        let home = functions.iter().copied().find(|&scope| {
            self.facts.scopes[scope as usize].kind == ScopeKind::Function
                && !self.executed.contains(&(self.module, scope))
        });
        let Some(home) = home else {
            let ran = functions
                .iter()
                .copied()
                .find(|&scope| self.facts.scopes[scope as usize].kind == ScopeKind::Function);
            return Err(match ran {
                Some(scope) => {
                    let name = self.definition_name(scope).unwrap_or_default();
                    Kept::at(
                        Code::UsedAtImport,
                        format!("in `{name}`, which runs while modules are imported"),
                        self.at(reference),
                    )
                }
                None => Kept::at(Code::ModuleLevelLambda, "", self.at(reference)),
            });
        };
        self.allows_import(reference, home)?;
        usage.asks_itself |= self.asks_itself(reference.binding, home);
        let block = match usage.blocks.get(&home) {
            Some(&known) => common_block(self.facts, home, known, reference.block),
            None => common_block(self.facts, home, reference.block, reference.block),
        };
        usage.blocks.insert(home, block);
        usage.functions.push((home, reference.attributes.clone()));
        Ok(())
    }

    /// The constant that a reference at module level is part of.
    fn constant(&self, reference: &Reference) -> Option<usize> {
        let within = |value: Span| value.start <= reference.span.start && reference.span.end <= value.end;
        let constants = &self.facts.constants;
        constants
            .iter()
            .position(|constant| constant.binding.is_some() && within(constant.value))
    }

    fn definition_name(&self, scope: ScopeId) -> Option<&str> {
        let id = self.facts.scopes[scope as usize].definition?;
        Some(&self.facts.definitions[id as usize].name)
    }

    /// Whether an import statement at the start of `home` leaves the reference, and everything else in `home`, as it is.
    fn allows_import(&self, reference: &Reference, home: ScopeId) -> Result<(), Kept> {
        let name = &self.facts.bindings[reference.binding as usize].name;
        if reference.class_fallback {
            return Err(Kept::at(Code::ClassScopeName, "", self.at(reference)));
        }
        let in_class = self
            .facts
            .scope_chain(reference.scope)
            .any(|id| self.facts.scopes[id as usize].kind == ScopeKind::Class);
        let mangles = |part: &str| part.starts_with("__") && !part.ends_with("__");
        let imports = self.named.imports(reference.binding).iter();
        let mangled = mangles(name)
            || imports
                .clone()
                .any(|import| import.module.split('.').any(mangles) || import.name.as_deref().is_some_and(mangles));
        // What a class mangles into this name is written otherwise.
        let mangles_into = name
            .strip_prefix('_')
            .is_some_and(|rest| !rest.starts_with('_') && rest.contains("__"));
        if (mangled || mangles_into && !name.ends_with("__")) && in_class {
            return Err(Kept::at(Code::MangledName, "", self.at(reference)));
        }
        let inner = |scope: ScopeId| self.facts.scope_chain(scope).any(|id| id == home);
        for (id, scope) in self
            .facts
            .scopes
            .iter()
            .enumerate()
            .skip(home as usize)
            .filter(|&(id, _)| inner(id as ScopeId))
        {
            if scope.reads_locals {
                return Err(Kept::at(
                    Code::LocalsRead,
                    self.within(id as ScopeId),
                    self.at(reference),
                ));
            }
            if scope.globals.contains(name) {
                return Err(Kept::at(
                    Code::GlobalStatement,
                    self.within(id as ScopeId),
                    self.at(reference),
                ));
            }
        }
        let mut around = self.facts.scope_chain(reference.scope).take_while(|&id| id != MODULE);
        around.try_for_each(|id| self.allows_in_body(reference, id))
    }

    /// Whether the function is the `__getattr__` of a package, and the import takes a submodule from that very package: the
    /// import asks the package for the name before it loads the submodule.
    fn asks_itself(&self, binding: BindingId, home: ScopeId) -> bool {
        let module = &self.inputs.program.modules[self.module];
        let is_getattr = self.facts.scopes[home as usize].definition.is_some_and(|id| {
            let definition = &self.facts.definitions[id as usize];
            definition.scope == MODULE && definition.name == "__getattr__"
        });
        let mut imports = self.named.imports(binding).iter();
        // `import package.sub as sub` does so, too.
        let own = |import: &&Import| {
            let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
            match (&import.name, absolute.rsplit_once('.')) {
                (Some(_), _) => absolute == module.name,
                (None, Some((package, _))) => import.asname.is_some() && package == module.name,
                (None, None) => false,
            }
        };
        is_getattr && imports.any(own)
    }

    fn within(&self, scope: ScopeId) -> String {
        self.definition_name(scope)
            .map(|name| format!("in `{name}`"))
            .unwrap_or_default()
    }

    /// Whether one of the functions around a reference may hold an import statement.
    fn allows_in_body(&self, reference: &Reference, scope: ScopeId) -> Result<(), Kept> {
        let Some(id) = self.facts.scopes[scope as usize].definition else {
            return Ok(());
        };
        let definition = &self.facts.definitions[id as usize];
        if definition.is_class {
            return Ok(());
        }
        let name = definition.name.as_str();
        if SHUTDOWN_METHODS.contains(&name) || self.special.shutdown.contains(&(self.module, scope)) {
            return Err(Kept::at(Code::Shutdown, format!("in `{name}`"), self.at(reference)));
        }
        if IMPORT_HOOKS.contains(&name) || self.special.hooks.contains(&(self.module, scope)) {
            return Err(Kept::at(Code::ImportHook, format!("in `{name}`"), self.at(reference)));
        }
        for path in definition
            .decorators
            .iter()
            .filter_map(|decorator| decorator.path.as_ref())
        {
            if self.forbids(path) {
                return Err(Kept::at(
                    Code::NoImportInBody,
                    format!("by `{}`", path.dotted()),
                    self.at(reference),
                ));
            }
        }
        match self.compiled_by(name) {
            Some(path) => Err(Kept::at(
                Code::NoImportInBody,
                format!("by `{}`", path.dotted()),
                self.at(reference),
            )),
            None => Ok(()),
        }
    }

    /// Whether a decorator compiles functions that cannot hold an import statement, be it a `partial` of one that does.
    fn forbids(&self, path: &Path) -> bool {
        let names = |path: &Path| self.inputs.program.known_names(self.module, path);
        let known = names(path);
        let rules = self.inputs.rules;
        known.iter().any(|name| rules.forbids_imports(name).is_some())
            || known.iter().any(|name| name == "functools.partial")
                && self
                    .facts
                    .operations
                    .iter()
                    .filter(|call| {
                        call.path
                            .as_ref()
                            .is_some_and(|path| names(path).iter().any(|name| name == "functools.partial"))
                    })
                    .any(|call| {
                        let first = call.arguments.first().map(names).unwrap_or_default();
                        first.iter().any(|name| rules.forbids_imports(name).is_some())
                    })
    }

    /// The call that hands a function to something that compiles it.
    fn compiled_by(&self, function: &str) -> Option<&Path> {
        let calls = self.facts.operations.iter().filter(|call| {
            call.kind == OperationKind::Call
                && call
                    .arguments
                    .iter()
                    .any(|path| path.attributes.is_empty() && path.root == function)
        });
        calls
            .filter_map(|call| call.path.as_ref())
            .find(|path| self.forbids(path))
    }

    /// The part of a statement that uses a name at import, in words.
    fn part(&self, reference: &Reference) -> String {
        let in_class = self.facts.scopes[reference.scope as usize].kind == ScopeKind::Class;
        let part = match reference.role {
            Role::Decorator => "in a decorator",
            Role::Base => "as a base class or class keyword",
            Role::Default => "in a default argument",
            Role::Plain if reference.access != Access::Read => "where one of its attributes or items is assigned",
            Role::Plain if in_class => "in a class body",
            Role::Plain => "in a statement at module level",
        };
        part.to_owned()
    }
}
