//! How an import is deferred.
use rustc_hash::FxHashSet;

use super::super::commands::CommandQuery;
use super::super::tables::{TABLE_NAMES, helper};
use super::super::usage::Usage;
use super::super::verdict::{Kept, LazyConstant, Shape};
use super::super::{Code, Insertion, Strategy};
use super::Judge;
use super::place::{place_of, places};
use crate::graph::{ModuleId, Sighting};
use crate::semantics::facts::{BindingId, BlockId, Import, LazyList, MODULE, ScopeId};
use crate::syntax::Span;
use crate::verdict::{Helper, Moved, StandInCall, Way};

impl<'a, 'r> Judge<'a, 'r> {
    pub(super) fn lazy_shape(
        &self,
        import: &Import,
        binding: BindingId,
        usage: &Usage,
        strategy: Strategy,
    ) -> Result<Shape, Kept> {
        let name = &self.facts.bindings[binding as usize].name;
        self.shadowed(import, name)?;
        if strategy == Strategy::LazyModules {
            self.listable(import)?;
        }
        let seen = self.seen(import, name, usage);
        if !usage.used && !seen.exported && !seen.read && seen.replaced.is_none() {
            return Err(Kept::new(Code::UnusedImport));
        }
        Ok(Shape {
            rides: usage.at_once.clone(),
            ..match strategy {
                Strategy::LazyModules => Way::LazyModules,
                _ => Way::LazyKeyword,
            }
            .into()
        })
    }

    /// Whether the import can be named in the module's list: one that is written out above it, or a new one.
    fn listable(&self, import: &Import) -> Result<(), Kept> {
        let detail = match &self.facts.lazy_list {
            LazyList::None => return Ok(()),
            LazyList::Literal { end, .. } if *end <= import.statement.start => return Ok(()),
            LazyList::Literal { .. } => "below it is a `__lazy_modules__`, which would take the place of a new one",
            LazyList::Guarded { .. } => "the module's `__lazy_modules__` stands in a branch",
            LazyList::Computed => "the module's `__lazy_modules__` is computed",
        };
        let span = self
            .facts
            .global("__lazy_modules__")
            .map(|id| self.facts.bindings[id as usize].first);
        let at = Sighting {
            module: self.module,
            span: span.unwrap_or(import.alias),
        };
        Err(Kept::at(Code::StrategyOff, format!("`lazy-modules`: {detail}"), at))
    }

    pub(super) fn shape(&self, import: &Import, binding: BindingId, usage: &Usage) -> Result<Shape, Kept> {
        let name = &self.facts.bindings[binding as usize].name;
        self.shadowed(import, name)?;
        let seen = self.seen(import, name, usage);
        let visible = seen.exported || seen.read || seen.replaced.is_some() || usage.asks_itself;
        if !usage.used && !visible {
            return Err(Kept::new(Code::UnusedImport));
        }
        // Type checkers may be told already.
        let is_told = self.facts.bindings[binding as usize].kinds.type_checking_imports > 0;
        let mut moved = Moved {
            type_checking: usage.type_checking && !is_told,
            quotes: usage.quotes.clone(),
            entries: usage.entries.clone(),
            has_other_use: usage.met_outside || self.is_listed(name),
            ..Moved::default()
        };
        if !moved.entries.is_empty() {
            self.helper(import)?;
        }
        let mut constants = Vec::new();
        if !usage.constants.is_empty() {
            let (found, quotes) = self.constants(&usage.constants)?;
            constants = found;
            moved.quotes.extend(quotes);
            moved.quotes.sort_unstable();
            moved.quotes.dedup();
            moved.type_checking = true;
        }
        if visible {
            self.serve(import, name, seen, &mut moved)?;
        }
        let through_module = moved.getattr && seen.replaced.is_some();
        let homes = self.homes(import, binding, usage);
        let at_start = self.run_first(&homes);
        let entered = self.entered(&homes);
        moved.insertions = homes.into_iter().map(|at| Insertion { at, through_module }).collect();
        if let Some(at) = self.facts.main_guard.filter(|_| usage.main_guard) {
            moved.insertions.push(Insertion {
                at,
                through_module: false,
            });
        }
        moved.insertions.sort_by_key(|insertion| insertion.at);
        let shape = Shape {
            constants,
            at_start,
            entered,
            ..Way::Moved(moved).into()
        };
        if shape.strategies().is_empty() && usage.picks.is_empty() {
            return Err(Kept::new(Code::UnusedImport));
        }
        match shape
            .strategies()
            .iter()
            .find(|&&strategy| !self.inputs.options.allows(strategy))
        {
            Some(strategy) => Err(Kept::told(Code::StrategyOff, self.switched_off(*strategy))),
            None => Ok(shape),
        }
    }

    /// Which strategy is not to be used, and for which linter, where it is one's wish.
    fn switched_off(&self, strategy: Strategy) -> String {
        let code = strategy.code();
        let linter = self
            .inputs
            .options
            .forbids_inline
            .as_ref()
            .filter(|_| strategy.is_inline());
        linter.map_or_else(|| format!("`{code}`"), |setting| format!("`{code}` ({setting})"))
    }

    /// How one of several submodules under one name can be deferred without the others: into the functions that name it, where
    /// nobody else can reach it. The name stays, bound by the others.
    pub(super) fn apart(&self, import: &Import, binding: BindingId) -> Option<Shape> {
        let mut others = self.facts.imports.iter().filter(|other| other.binding == Some(binding));
        let is_shared = others.any(|other| other.binds_first_part() && other.module != import.module);
        if !is_shared || !import.binds_first_part() || !import.module.contains('.') {
            return None;
        }
        let usage = self.usage.usage_of_submodule(import, binding, None).ok()?;
        let name = &self.facts.bindings[binding as usize].name;
        let seen = self.seen(import, name, &usage);
        let is_local =
            !usage.type_checking && !usage.main_guard && usage.entries.is_empty() && usage.constants.is_empty();
        if !usage.used || !is_local || seen.exported || seen.read || seen.replaced.is_some() {
            return None;
        }
        let places = usage.functions.iter().map(|(scope, _)| *scope);
        let mut insertions: Vec<Insertion> = places
            .filter_map(|scope| {
                let innermost = self.innermost_of_all(binding, &usage, scope);
                place_of(self.inputs, self.module, self.facts, innermost, scope)
            })
            .map(|at| Insertion {
                at,
                through_module: false,
            })
            .collect();
        insertions.sort_by_key(|insertion| insertion.at);
        insertions.dedup();
        let is_allowed = self.inputs.options.allows(Strategy::FunctionLocal) && !insertions.is_empty();
        let moved = Moved {
            insertions,
            ..Moved::default()
        };
        is_allowed.then(|| Shape {
            apart: true,
            ..Way::Moved(moved).into()
        })
    }

    /// The innermost branch of a function that holds the uses of a submodule, and all others of the name that it shares: that is a
    /// variable of the whole function as soon as an import in it binds it.
    fn innermost_of_all(&self, binding: BindingId, usage: &Usage, function: ScopeId) -> Option<BlockId> {
        let own = usage.blocks.get(&function).copied().flatten();
        let within = |scope: ScopeId| self.facts.scope_chain(scope).any(|scope| scope == function);
        let mut uses = self.facts.references.iter();
        let holds_all = uses.all(|other| {
            other.binding != binding
                || !within(other.scope)
                || own.is_none()
                || self.facts.block_chain(other.block).any(|block| Some(block) == own)
        });
        own.filter(|_| holds_all)
    }

    /// The constants that have to wait with an import, and those that are computed from them; and the annotations that name
    /// them, which nobody evaluates in quotes.
    pub(super) fn constants(&self, indices: &[usize]) -> Result<(Vec<LazyConstant>, Vec<Span>), Kept> {
        let mut pending: Vec<usize> = indices.to_vec();
        let mut seen: Vec<usize> = Vec::new();
        let (mut found, mut quotes) = (Vec::new(), Vec::new());
        while let Some(index) = pending.pop() {
            if seen.contains(&index) {
                continue;
            }
            seen.push(index);
            let (constant, usage) = self.constants.judge(index, &self.usage)?;
            self.namespace(&constant.name, None)?;
            self.servable(&constant.name)?;
            // What the star brings would be there first.
            if let Some(star) = self.star_that_binds(&constant.name) {
                let detail = format!("to compute `{}`, which a star import brings, too", constant.name);
                return Err(Kept::at(Code::UsedAtImport, detail, self.here(star)));
            }
            let program = self.inputs.program;
            if let Some(submodule) = program.submodule(self.module, &constant.name) {
                let detail = format!("`{}`", program.modules[submodule].name);
                return Err(Kept::told(Code::SubmoduleShadowed, detail));
            }
            let at = Sighting {
                module: self.module,
                span: constant.statement,
            };
            self.asks_itself(at)?;
            if let Some(kept) = self
                .commute
                .collision_of_statement(self.module, constant.statement, self.before)
            {
                return Err(kept);
            }
            pending.extend(usage.constants);
            quotes.extend(usage.quotes);
            found.push(constant);
        }
        found.sort();
        Ok((found, quotes))
    }

    pub(super) fn commands(&self) -> CommandQuery<'a, 'r> {
        CommandQuery {
            inputs: self.inputs,
            module: self.module,
            facts: self.facts,
            executed: self.usage.executed,
        }
    }

    /// The import of a command is exchanged for a stand-in.
    pub(super) fn stand_in(&self, import: &Import, command: StandInCall) -> Result<Shape, Kept> {
        helper(self.inputs, self.module, &[command.class.name], import.level > 0)?;
        Ok(Way::StandIn(command).into())
    }

    /// Where the helper for the module's tables lives.
    pub fn helper(&self, import: &Import) -> Result<Helper, Kept> {
        helper(self.inputs, self.module, &TABLE_NAMES, import.level > 0)
    }

    /// The function among some places that every start of the program runs: what it imports in front is loaded then all the same.
    fn run_first(&self, homes: &[u32]) -> Option<Sighting> {
        let mut functions = self.facts.definitions.iter();
        let is_first = |body: ScopeId| self.usage.special.first.contains(&(self.module, body));
        let function = functions.find(|one| homes.contains(&one.name_span.start) && is_first(one.body))?;
        Some(Sighting {
            module: self.module,
            span: function.name_span,
        })
    }

    /// The modules of entry points all of which are sure to run one of these functions first of all.
    fn entered(&self, homes: &[u32]) -> Vec<ModuleId> {
        let functions = self.facts.definitions.iter();
        let functions: Vec<ScopeId> = functions
            .filter(|one| !one.is_class && homes.contains(&one.name_span.start))
            .map(|one| one.body)
            .collect();
        let runs = |first: &FxHashSet<(ModuleId, ScopeId)>| {
            let mut functions = functions.iter();
            functions.any(|&body| first.contains(&(self.module, body)))
        };
        let entered = self.usage.special.entered.iter();
        let entered = entered.filter(|(_, all)| all.iter().all(runs));
        entered.map(|(&module, _)| module).collect()
    }

    /// Where this import is needed: functions, or branches within.
    pub(super) fn homes(&self, import: &Import, binding: BindingId, usage: &Usage) -> Vec<u32> {
        let siblings: Vec<&Import> = self
            .facts
            .imports
            .iter()
            .filter(|other| other.scope == MODULE && other.binding == Some(binding) && !other.context.type_checking)
            .collect();
        let mut scopes: Vec<ScopeId> = usage.functions.iter().map(|(scope, _)| *scope).collect();
        scopes.dedup();
        scopes
            .into_iter()
            .filter(|&scope| siblings.len() < 2 || is_needed(import, &siblings, usage, scope))
            .flat_map(|scope| {
                let first = &self.usage.special.first;
                places(self.inputs, self.module, self.facts, (usage, first), scope)
            })
            .collect()
    }
}

/// Of several `import a.x` that share the name `a`, a function needs those that it names; where it names none of them, or
/// hands `a` itself on, all.
fn is_needed(import: &Import, siblings: &[&Import], usage: &Usage, scope: ScopeId) -> bool {
    let chains: Vec<&[String]> = usage
        .functions
        .iter()
        .filter(|(other, _)| *other == scope)
        .map(|(_, attributes)| attributes.as_slice())
        .collect();
    let below = |import: &Import| {
        import
            .module
            .split('.')
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let names = |import: &Import, chain: &[String]| !below(import).is_empty() && chain.starts_with(&below(import));
    let named_anywhere = |import: &Import| usage.functions.iter().any(|(_, chain)| names(import, chain));
    // One that nothing names was imported for the package's sake: any code that uses the package gets it.
    if !below(import).is_empty() && !named_anywhere(import) {
        return true;
    }
    let any_named = siblings
        .iter()
        .any(|sibling| chains.iter().any(|chain| names(sibling, chain)));
    if !any_named || chains.iter().any(|chain| chain.is_empty()) {
        return true;
    }
    let unnamed = chains
        .iter()
        .any(|chain| !siblings.iter().any(|sibling| names(sibling, chain)));
    chains.iter().any(|chain| names(import, chain)) || below(import).is_empty() && unnamed
}
