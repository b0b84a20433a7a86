//! One import by itself: whether moving it leaves everything as it is, and how it would be moved. What the import graph says
//! of it (effects, cycles, whether it saves anything) comes after, in `choose`.
mod name;
mod serve;
mod shape;
mod statement;

use super::annotations::AnnotationReaders;
use super::constants::ConstantQuery;
use super::inputs::Inputs;
use super::tables::{TableQuery, TableReads};
use super::usage::{Special, Usage, UsageQuery};
use super::verdict::{Kept, Shape};
use super::{Code, Strategy};
use crate::effects::windows::Windows;
use crate::graph::{ModuleId, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Import, ImportId, ScopeId};
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

    fn is_asked_for(&self, import: &Import) -> bool {
        let seen = self.seen(import, import.bound_name(), &Usage::default());
        seen.exported || seen.read || seen.replaced.is_some()
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
        // One of several `import a.x` may go while others stay, unless somebody asks the module for the name.
        let shared = self.facts.bindings[binding as usize].kinds.imports > 1 && !lazy;
        let usage = self.usage.usage(binding, lazy);
        let waits = usage.as_ref().is_ok_and(|usage| usage.constants.is_empty());
        let usage = if shared && !waits && import.binds_first_part() && !self.is_asked_for(import) {
            self.usage.usage_of_submodule(import, binding)
        } else {
            usage
        };
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
}
