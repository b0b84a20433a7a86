//! One import by itself: whether moving it leaves everything as it is, and how it would be moved. What the import graph says
//! of it (effects, cycles, whether it saves anything) comes after, in `choose`.
mod attempt;
mod name;
mod picked;
pub(super) mod place;
mod reasons;
mod serve;
mod shape;
mod statement;

use super::annotations::AnnotationReaders;
use super::commute::Commute;
use super::constants::ConstantQuery;
use super::inputs::Inputs;
use super::special::Special;
use super::tables::{TableQuery, TableReads};
use super::usage::UsageQuery;
use super::verdict::{Kept, Shape};
use super::{Code, Strategy};
use crate::graph::{ModuleId, Reach, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Import, ImportId, ScopeId};
use rustc_hash::FxHashSet;

/// The imports of one module under judgement.
pub(super) struct Judge<'a, 'r> {
    inputs: Inputs<'a>,
    module: ModuleId,
    facts: &'a ModuleFacts,
    usage: UsageQuery<'a, 'r>,
    commute: &'r Commute<'a>,
    before: &'r Reach,
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
        (commute, before): (&'r Commute<'a>, &'r Reach),
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
            picked: &inputs.graph.picked[module],
            special: Special::new(inputs.program, module, facts),
        };
        Judge {
            inputs,
            module,
            facts,
            usage,
            commute,
            before,
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
        if let Some(shape) = self.attempt(id) {
            let shape = shape?;
            return match self.ignored(import, &shape) {
                true => Err(Kept::new(Code::Ignored)),
                false => Ok(shape),
            };
        }
        self.statement(import)?;
        let binding = import.binding.ok_or(Kept::new(Code::StarImport))?;
        let first = |found: Vec<Kept>| found.into_iter().next().map_or(Ok(()), Err);
        first(self.name(import, binding))?;
        first(self.source(import, binding))?;
        let shape = match self.whole(import, binding) {
            Ok(shape) => shape,
            Err(kept) => self.apart(import, binding).ok_or(kept)?,
        };
        if self.ignored(import, &shape) {
            Err(Kept::new(Code::Ignored))
        } else {
            Ok(shape)
        }
    }

    /// How the name can be deferred for all its uses.
    fn whole(&self, import: &Import, binding: BindingId) -> Result<Shape, Kept> {
        let options = self.inputs.options;
        let lazy = options.lazy_keyword() || options.allows(Strategy::LazyModules);
        if !lazy && let Some(shape) = self.picked(import, binding) {
            return Ok(shape);
        }
        if let Some(app) = self.commands().app(import, binding) {
            return self.stand_in(import, app?);
        }
        let usage = self.usage.usage(binding, lazy);
        let needed_at_once = usage.as_ref().map_or(true, |usage| !usage.constants.is_empty());
        let command = (needed_at_once || lazy).then(|| self.commands().stand_in(import, binding));
        // A constant that holds a command may wait, where the command has no stand-in.
        let command = command
            .flatten()
            .filter(|command| command.is_ok() || usage.is_err() || lazy);
        if let Some(command) = command {
            self.stand_in(import, command?)
        } else {
            let usage = usage?;
            if lazy {
                self.lazy_shape(import, binding, &usage)
            } else {
                self.shape(import, binding, &usage)
            }
        }
    }
}
