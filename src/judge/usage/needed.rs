//! Where code that runs needs a name, and whether an import statement can be put there.
use super::{Usage, UsageQuery};
use crate::judge::import::place::common_block;
use crate::judge::lazily::Lazy;
use crate::judge::special::{IMPORT_HOOKS, SHUTDOWN_METHODS};
use crate::judge::verdict::{Kept, NeededBy};
use crate::judge::{Code, Strategy};
use crate::semantics::facts::{Access, MODULE, OperationKind, Path, Reference, Role, Scope, ScopeId, ScopeKind};
use crate::syntax::Span;

impl UsageQuery<'_, '_> {
    pub(super) fn run(&self, reference: &Reference, lazy: Lazy, usage: &mut Usage) -> Result<(), Kept> {
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
            let (needed_by, part) = self.part(reference);
            return Err(Kept::at(Code::UsedAtImport, part, self.at(reference)).needed_by(needed_by));
        }
        if lazy.is_some() {
            self.waits_for_its_name(reference, functions[0], reference.block)?;
            let mut around = self.facts.scope_chain(reference.scope).take_while(|&id| id != MODULE);
            around.try_for_each(|id| self.allows_in_body(reference, id))?;
            usage.functions.push((functions[0], reference.attributes.clone()));
            return Ok(());
        }
        // The outermost function that does not run at import: everything within shares its import. What somebody replaces is looked up
        // where it is used: a function that another one hands out runs later than that.
        let name = &self.facts.bindings[reference.binding as usize].name;
        let is_replaced = functions.len() > 1 && self.inputs.visibility.replacement(self.module, name).is_some();
        let mut homes = functions.iter().copied().filter(|&scope| {
            self.facts.scopes[scope as usize].kind == ScopeKind::Function
                && !self.executed.contains(&(self.module, scope))
        });
        let home = if is_replaced { homes.next_back() } else { homes.next() };
        if is_replaced && home.is_some() && home != functions.last().copied() {
            return Err(Kept::at(Code::ModuleLevelLambda, "", self.at(reference)));
        }
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
                    .needed_by(Some(NeededBy::Function))
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
        self.waits_for_its_name(reference, home, block)?;
        usage.blocks.insert(home, block);
        usage.places.push((home, reference.block));
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
            if let Some(detail) = self.locals_read(id as ScopeId, scope) {
                return Err(Kept::at(Code::LocalsRead, detail, self.at(reference)));
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

    /// In which function somebody goes through the local names: it itself, or who looks into its frame, which is said.
    fn locals_read(&self, id: ScopeId, scope: &Scope) -> Option<String> {
        if scope.reads_locals {
            return Some(self.within(id));
        }
        let by = self.inputs.visibility.locals_read.get(&(self.module, id))?;
        let reader = &self.inputs.program.modules[by.module].name;
        let within = Some(self.within(id)).filter(|within| !within.is_empty());
        let within = within.unwrap_or_else(|| "in a lambda".to_owned());
        Some(format!("{within}, into whose frame `{reader}` looks"))
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

    /// The part of a statement that uses a name at import, and the same in words.
    fn part(&self, reference: &Reference) -> (Option<NeededBy>, &'static str) {
        let in_class = self.facts.scopes[reference.scope as usize].kind == ScopeKind::Class;
        match reference.role {
            Role::Decorator => (Some(NeededBy::Decorator), "in a decorator"),
            Role::Base => (Some(NeededBy::Base), "as a base class or class keyword"),
            Role::Default => (Some(NeededBy::Default), "in a default argument"),
            Role::Plain if reference.access != Access::Read => {
                (None, "where one of its attributes or items is assigned")
            }
            Role::Plain if in_class => (Some(NeededBy::ClassBody), "in a class body"),
            Role::Plain => (Some(NeededBy::Statement), "in a statement at module level"),
        }
    }
}
