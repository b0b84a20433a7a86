//! One import by itself: whether moving it leaves everything as it is, and how it would be moved. What the import graph says
//! of it (effects, cycles, whether it saves anything) comes after, in `choose`.
use super::action::{Helper, StandInCall};
use super::annotations::AnnotationReaders;
use super::commands::{COMMAND_NAMES, CommandQuery};
use super::constants::{ConstantQuery, LazyConstant};
use super::inputs::Inputs;
use super::suppress::{Directive, comments_of, directive};
use super::tables::{TABLE_NAMES, TableQuery, TableReads, helper};
use super::usage::{Special, Usage, UsageQuery};
use super::verdict::{Kept, Shape};
use super::{Code, Insertion, Strategy};
use crate::effects::windows::Windows;
use crate::graph::{Entity, Hop, Kind, ModuleId, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Comment, Exports, Import, ImportId, MODULE, ScopeId, ScopeKind};
use rustc_hash::FxHashSet;

/// The imports of one module under judgement.
pub(super) struct Judge<'a, 'r> {
    inputs: Inputs<'a>,
    module: ModuleId,
    facts: &'a ModuleFacts,
    usage: UsageQuery<'a, 'r>,
    windows: &'r Windows,
    constants: ConstantQuery<'a>,
}

/// Who outside the module sees a name.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// It is part of what the module offers: `__all__`, a redundant alias, a package's from-import.
    exported: bool,
    /// Somebody reads it.
    read: bool,
    /// Somebody replaces it.
    replaced: Option<Sighting>,
}

impl<'a, 'r> Judge<'a, 'r> {
    pub fn new(
        inputs: Inputs<'a>,
        readers: &'r AnnotationReaders<'a>,
        executed: &'r FxHashSet<(ModuleId, ScopeId)>,
        reads: &'r TableReads,
        windows: &'r Windows,
        module: ModuleId,
        facts: &'a ModuleFacts,
    ) -> Self {
        let usage = UsageQuery {
            inputs,
            readers,
            module,
            facts,
            executed,
            tables: TableQuery {
                inputs,
                module,
                facts,
                reads,
            },
            special: Special::new(inputs.program, module, facts),
        };
        Judge {
            inputs,
            module,
            facts,
            usage,
            windows,
            constants: ConstantQuery::new(inputs, module, facts),
        }
    }

    fn here(&self, import: &Import) -> Sighting {
        Sighting {
            module: self.module,
            span: import.alias,
        }
    }

    /// How the import can be deferred, or why it has to stay.
    pub fn judge(&self, id: ImportId) -> Result<Shape, Kept> {
        let import = &self.facts.imports[id as usize];
        self.statement(import)?;
        let binding = import.binding.ok_or(Kept::new(Code::StarImport))?;
        self.name(import, binding)?;
        self.source(import, binding)?;
        let options = self.inputs.options;
        let lazy = options.lazy_keyword() || options.allows(Strategy::LazyModules);
        let usage = self.usage.usage(binding, lazy);
        let needed_at_once = usage.as_ref().map_or(true, |usage| !usage.constants.is_empty());
        let command = (needed_at_once || lazy).then(|| self.commands().stand_in(import, binding));
        // A constant that holds a command may wait, where the command has no stand-in.
        let command = command
            .flatten()
            .filter(|command| command.is_ok() || usage.is_err() || lazy);
        let shape = if let Some(command) = command {
            self.window(import)?;
            self.stand_in(import, command?)?
        } else {
            let usage = usage?;
            self.window(import)?;
            if lazy {
                self.lazy_shape(import, binding, &usage)?
            } else {
                self.shape(import, binding, &usage)?
            }
        };
        if self.ignored(import, &shape) {
            Err(Kept::new(Code::Ignored))
        } else {
            Ok(shape)
        }
    }

    /// Where the statement stands, and what its author says of it.
    fn statement(&self, import: &Import) -> Result<(), Kept> {
        let context = import.context;
        let code = if import.is_star() {
            Code::StarImport
        } else if import.scope != MODULE && self.facts.scopes[import.scope as usize].kind == ScopeKind::Class {
            Code::ClassScopeImport
        } else if context.in_try {
            Code::GuardedImport
        } else if context.in_with {
            Code::WithBlock
        } else if context.conditional {
            Code::ConditionalImport
        } else {
            return self.wishes(import);
        };
        Err(Kept::new(code))
    }

    fn wishes(&self, import: &Import) -> Result<(), Kept> {
        if self
            .comments(import)
            .any(|comment| directive(&comment.text) == Some(Directive::Eager))
        {
            return Err(Kept::new(Code::EagerComment));
        }
        let names = self.inputs.program.targets(self.module, import);
        let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
        let wanted = |name: &str| self.inputs.options.is_eager(name);
        if wanted(&absolute)
            || names
                .iter()
                .any(|&target| wanted(&self.inputs.program.modules[target].name))
        {
            return Err(Kept::new(Code::EagerSetting));
        }
        Ok(())
    }

    /// Statements behind the import that change what it finds.
    fn window(&self, import: &Import) -> Result<(), Kept> {
        self.windows_behind(import.statement.start)?;
        self.window_elsewhere(import)
    }

    fn windows_behind(&self, start: u32) -> Result<(), Kept> {
        let windows = self.windows.of(self.inputs.program, self.module);
        match windows.iter().find(|window| window.span.start > start) {
            Some(window) => {
                let at = Sighting {
                    module: self.module,
                    span: window.span,
                };
                Err(Kept::at(Code::ImportWindow, format!("by `{}`", window.what), at))
            }
            None => Ok(()),
        }
    }

    /// A module of the project, imported after it, whose statements do so.
    fn window_elsewhere(&self, import: &Import) -> Result<(), Kept> {
        let program = self.inputs.program;
        let later = self.facts.imports.iter().filter(|later| {
            let context = later.context;
            let runs = later.scope == MODULE && !context.type_checking && !context.main_guard;
            runs && later.statement.start > import.statement.start
        });
        for later in later {
            let targets = program.targets(self.module, later);
            let Some(&target) = targets.last().filter(|&&target| program.modules[target].is_own()) else {
                continue;
            };
            let windows = self.windows.of(program, target);
            if let Some(window) = windows.first() {
                let at = Sighting {
                    module: target,
                    span: window.span,
                };
                let detail = format!(
                    "by `{}` in `{}`, imported after it",
                    window.what, program.modules[target].name
                );
                return Err(Kept::at(Code::ImportWindow, detail, at));
            }
        }
        Ok(())
    }

    fn comments(&self, import: &Import) -> impl Iterator<Item = &'a Comment> {
        comments_of(&self.facts.comments, import)
    }

    /// Whether the user wants this shape of edit left alone here.
    fn ignored(&self, import: &Import, shape: &Shape) -> bool {
        let code = shape
            .strategies()
            .first()
            .map(|strategy| strategy.code())
            .unwrap_or_default();
        let in_file = self
            .inputs
            .ignored
            .get(&self.module)
            .is_some_and(|codes| names_code(codes, code));
        in_file
            || self.comments(import).any(|comment| match directive(&comment.text) {
                Some(Directive::Ignore(codes)) => codes.is_empty() || names_code(&codes, code),
                _ => false,
            })
    }

    /// What else happens to the name in its module.
    fn name(&self, import: &Import, binding: BindingId) -> Result<(), Kept> {
        let found = &self.facts.bindings[binding as usize];
        let together = || {
            let same = self.facts.imports.iter().filter(|other| other.binding == Some(binding));
            same.clone()
                .all(|other| other.binds_first_part() && other.context == import.context)
        };
        if !found.kinds.only_imports()
            || found.kinds.imports > 1 && !together()
            || found.kinds.type_checking_imports > 0
        {
            let other = if found.last == import.alias {
                found.first
            } else {
                found.last
            };
            return Err(Kept::at(
                Code::ReboundName,
                "",
                Sighting {
                    module: self.module,
                    span: other,
                },
            ));
        }
        self.namespace(&found.name)
    }

    /// Whether somebody takes the names of the module as a whole, or finds this one by other ways.
    fn namespace(&self, name: &str) -> Result<(), Kept> {
        let visibility = self.inputs.visibility;
        if let Some((at, how)) = visibility.namespace.get(&self.module) {
            return Err(Kept::at(Code::NamespaceRead, format!("by `{how}`"), *at));
        }
        if let Some(at) = visibility.self_replacing.get(&self.module) {
            return Err(Kept::at(Code::ModuleReplaced, "", *at));
        }
        if let Some(at) = visibility.starred.get(&self.module).filter(|_| !name.starts_with('_')) {
            return Err(Kept::at(Code::StarImported, "", *at));
        }
        if self
            .facts
            .doctest_names
            .binary_search_by(|known| known.as_str().cmp(name))
            .is_ok()
        {
            return Err(Kept::new(Code::Doctest));
        }
        if self.inputs.program.modules[self.module].kind == Kind::Test && name.to_ascii_lowercase().starts_with("test")
        {
            return Err(Kept::new(Code::TestCollection));
        }
        Ok(())
    }

    /// What happens to the imported thing elsewhere.
    fn source(&self, import: &Import, binding: BindingId) -> Result<(), Kept> {
        let visibility = self.inputs.visibility;
        let program = self.inputs.program;
        let absolute = program.absolute(self.module, import).unwrap_or_default();
        let targets = program.targets(self.module, import);
        let mut names = std::iter::once(absolute.as_str())
            .chain(targets.iter().map(|&target| program.modules[target].name.as_str()));
        if let Some(at) = names.find_map(|name| visibility.presence_matters(name)) {
            return Err(Kept::at(Code::SysModules, "", at));
        }
        // What somebody finds in a namespace depends on what has been loaded into it by then.
        let scanned = targets.iter().find_map(|&target| {
            let (at, how) = visibility
                .namespace
                .get(&target)
                .filter(|(at, _)| at.module != target)?;
            Some(Kept::at(
                Code::NamespaceRead,
                format!("that of `{}`, by `{how}`", program.modules[target].name),
                *at,
            ))
        });
        if let Some(kept) = scanned {
            return Err(kept);
        }
        if import.binds_first_part() {
            return Ok(());
        }
        let hops = program
            .trail(self.module, binding, &[])
            .map(|trail| trail.hops)
            .unwrap_or_default();
        let patched = hops
            .into_iter()
            .find_map(|Hop { module, name, .. }| visibility.replaced.get(&(module, name)).copied());
        // `import a.b as c` reads the attribute `b` of `a`.
        let patched = patched.or_else(|| {
            let (package, name) = absolute.rsplit_once('.').filter(|_| import.name.is_none())?;
            visibility
                .replaced
                .get(&(program.find(package)?, name.to_owned()))
                .copied()
        });
        match patched {
            Some(at) => Err(Kept::at(Code::SourcePatched, "", at)),
            None => Ok(()),
        }
    }

    fn seen(&self, import: &Import, name: &str, usage: &Usage) -> Seen {
        let visibility = self.inputs.visibility;
        let module = &self.inputs.program.modules[self.module];
        let key = (self.module, name.to_owned());
        let listed = matches!(&self.facts.exports, Exports::Listed(names) if names.iter().any(|listed| listed == name));
        // A list that is computed may hold any name.
        let unlisted = matches!(self.facts.exports, Exports::Unknown(_)) && !name.starts_with('_');
        let redundant = import.asname.is_some()
            && (import.asname == import.name || import.asname.as_deref() == Some(&import.module));
        let marked = self
            .comments(import)
            .any(|comment| comment.text.contains("noqa") && comment.text.contains("F401"));
        let in_stub = module.stub.as_ref().is_some_and(|stub| stub.global(name).is_some());
        let offered = module.is_package
            && import.name.is_some()
            && !name.starts_with('_')
            && (!usage.used || self.is_within(import));
        Seen {
            exported: unlisted || listed || redundant || marked || in_stub || offered || self.is_handed_on(import),
            read: visibility.read.contains_key(&key) || visibility.computed.contains_key(&self.module),
            replaced: visibility.replaced.get(&key).copied(),
        }
    }

    /// Whether the name comes from a plain module that only imports it itself: what two modules hand on is likely to be taken
    /// from this one, too.
    fn is_handed_on(&self, import: &Import) -> bool {
        let program = self.inputs.program;
        let (Some(name), Some(base)) = (&import.name, program.absolute(self.module, import)) else {
            return false;
        };
        let Some(base) = program.find(&base).filter(|&base| program.modules[base].is_own()) else {
            return false;
        };
        !program.modules[base].is_package && !name.starts_with('_') && !program.imports_of(base, name).is_empty()
    }

    /// Whether a package imports from below itself.
    fn is_within(&self, import: &Import) -> bool {
        let own = &self.inputs.program.modules[self.module].name;
        let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
        crate::rules::matches(own, &absolute)
    }

    fn lazy_shape(&self, import: &Import, binding: BindingId, usage: &Usage) -> Result<Shape, Kept> {
        let name = &self.facts.bindings[binding as usize].name;
        let seen = self.seen(import, name, usage);
        if !usage.used && !seen.exported && !seen.read && seen.replaced.is_none() {
            return Err(Kept::new(Code::UnusedImport));
        }
        let keyword = self.inputs.options.lazy_keyword();
        Ok(Shape {
            lazy_keyword: keyword,
            lazy_modules: !keyword,
            ..Shape::default()
        })
    }

    fn shape(&self, import: &Import, binding: BindingId, usage: &Usage) -> Result<Shape, Kept> {
        let name = &self.facts.bindings[binding as usize].name;
        self.shadowed(import, name)?;
        let seen = self.seen(import, name, usage);
        let visible = seen.exported || seen.read || seen.replaced.is_some();
        if !usage.used && !visible {
            return Err(Kept::new(Code::UnusedImport));
        }
        let mut shape = Shape {
            type_checking: usage.type_checking,
            quotes: usage.quotes.clone(),
            entries: usage.entries.clone(),
            ..Shape::default()
        };
        if !shape.entries.is_empty() {
            self.helper(import)?;
        }
        if !usage.constants.is_empty() {
            shape.constants = self.constants(&usage.constants)?;
            shape.type_checking = true;
        }
        if visible {
            self.serve(import, name, seen, &mut shape)?;
        }
        let through_module = shape.getattr && seen.replaced.is_some();
        let homes = self.homes(import, binding, usage);
        shape.insertions = homes.into_iter().map(|at| Insertion { at, through_module }).collect();
        if let Some(at) = self.facts.main_guard.filter(|_| usage.main_guard) {
            shape.insertions.push(Insertion {
                at,
                through_module: false,
            });
        }
        shape.insertions.sort_by_key(|insertion| insertion.at);
        if shape.strategies().is_empty() {
            return Err(Kept::new(Code::UnusedImport));
        }
        match shape
            .strategies()
            .iter()
            .find(|&&strategy| !self.inputs.options.allows(strategy))
        {
            Some(strategy) => Err(Kept {
                code: Code::StrategyOff,
                detail: format!("`{}`", strategy.code()),
                at: None,
            }),
            None => Ok(shape),
        }
    }

    /// The constants that have to wait with an import, and those that are computed from them.
    fn constants(&self, indices: &[usize]) -> Result<Vec<LazyConstant>, Kept> {
        let mut pending: Vec<usize> = indices.to_vec();
        let mut seen: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        while let Some(index) = pending.pop() {
            if seen.contains(&index) {
                continue;
            }
            seen.push(index);
            let (constant, usage) = self.constants.judge(index, &self.usage)?;
            self.namespace(&constant.name)?;
            self.servable()?;
            let program = self.inputs.program;
            if let Some(submodule) = program.submodule(self.module, &constant.name) {
                let detail = format!("`{}`", program.modules[submodule].name);
                return Err(Kept {
                    code: Code::SubmoduleShadowed,
                    detail,
                    at: None,
                });
            }
            let at = Sighting {
                module: self.module,
                span: constant.statement,
            };
            if self.is_main() {
                return Err(Kept::at(Code::RunAsMain, "", at));
            }
            self.windows_behind(constant.statement.start)?;
            pending.extend(usage.constants);
            found.push(constant);
        }
        found.sort();
        Ok(found)
    }

    fn commands(&self) -> CommandQuery<'a, 'r> {
        CommandQuery {
            inputs: self.inputs,
            module: self.module,
            facts: self.facts,
            executed: self.usage.executed,
        }
    }

    /// The import of a command is exchanged for a stand-in.
    fn stand_in(&self, import: &Import, command: StandInCall) -> Result<Shape, Kept> {
        helper(self.inputs, self.module, &COMMAND_NAMES, import.level > 0)?;
        Ok(Shape {
            command: Some(command),
            ..Shape::default()
        })
    }

    /// Where the helper for the module's tables lives.
    pub fn helper(&self, import: &Import) -> Result<Helper, Kept> {
        helper(self.inputs, self.module, &TABLE_NAMES, import.level > 0)
    }

    /// A submodule of the same name would take the name's place whenever it is loaded.
    fn shadowed(&self, import: &Import, name: &str) -> Result<(), Kept> {
        let program = self.inputs.program;
        match program.submodule(self.module, name) {
            Some(submodule) if program.imported(self.module, import) != Some(Entity::Module(submodule)) => {
                Err(Kept::at(
                    Code::SubmoduleShadowed,
                    format!("`{}`", program.modules[submodule].name),
                    self.here(import),
                ))
            }
            _ => Ok(()),
        }
    }

    /// The name is seen from outside: it has to be served by `__getattr__`.
    fn serve(&self, import: &Import, name: &str, seen: Seen, shape: &mut Shape) -> Result<(), Kept> {
        let program = self.inputs.program;
        self.servable()?;
        if let Some(at) = seen.replaced.filter(|_| self.is_main()) {
            return Err(Kept::at(Code::RunAsMain, "", at));
        }
        shape.getattr = true;
        shape.type_checking = true;
        // `from .sales import load` in a package also makes `sales` an attribute of it.
        if program.modules[self.module].is_package
            && let Some(rest) = program.absolute(self.module, import).and_then(|base| {
                base.strip_prefix(&format!("{}.", program.modules[self.module].name))
                    .map(str::to_owned)
            })
        {
            let first = rest.split('.').next().unwrap_or_default().to_owned();
            if first != name && self.facts.global(&first).is_none() {
                shape.submodules.push(first);
            }
        }
        Ok(())
    }

    /// Whether the module can have a `__getattr__`.
    fn servable(&self) -> Result<(), Kept> {
        if let Exports::Unknown(span) = self.facts.exports {
            return Err(Kept::at(
                Code::ComputedAll,
                "",
                Sighting {
                    module: self.module,
                    span,
                },
            ));
        }
        let existing = ["__getattr__", "__dir__"]
            .iter()
            .find_map(|hook| self.facts.global(hook));
        if let Some(existing) = existing {
            let span = self.facts.bindings[existing as usize].first;
            return Err(Kept::at(
                Code::ExistingGetattr,
                "",
                Sighting {
                    module: self.module,
                    span,
                },
            ));
        }
        Ok(())
    }

    /// Whether the module is run as a script, where it has another name.
    fn is_main(&self) -> bool {
        self.facts.main_guard.is_some() || self.inputs.program.modules[self.module].name.ends_with("__main__")
    }

    /// The functions that need this import, by the offsets of their names.
    fn homes(&self, import: &Import, binding: BindingId, usage: &Usage) -> Vec<u32> {
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
            .filter_map(|scope| self.facts.scopes[scope as usize].definition)
            .map(|id| self.facts.definitions[id as usize].name_span.start)
            .collect()
    }
}

fn names_code(codes: &[String], code: &str) -> bool {
    codes.iter().any(|named| named == code || named == "all")
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
    // One that nothing names was imported for the package's sake: whoever uses the package gets it.
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
