//! One import by itself: whether moving it leaves everything as it is, and how it would be moved. What the import graph says
//! of it (effects, cycles, whether it saves anything) comes after, in `choose`.
mod attempt;
mod collected;
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
use super::lazily::Lazy;
use super::special::Special;
use super::tables::{TableQuery, TableReads};
use super::usage::{Named, UsageQuery};
use super::verdict::{Kept, Shape};
use super::{Code, Strategy};
use crate::graph::{ModuleId, Reach, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Import, ImportId, Reference, ScopeId};
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

/// How an import can be deferred in a way that does not concern every import; none where it does not concern this one.
type OwnWay = fn(&Judge<'_, '_>, &Import, BindingId, Lazy) -> Option<Result<Shape, Kept>>;

/// Ways that are tried before it is asked what each use needs.
const WAYS: [OwnWay; 2] = [
    |judge, import, binding, lazy| judge.picked(import, binding, lazy).map(Ok),
    |judge, import, binding, _| {
        let command = judge.commands().stand_in(import, binding, false)?;
        Some(command.and_then(|command| judge.stand_in(import, command)))
    },
];

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
        (commute, before, special): (&'r Commute<'a>, &'r Reach, &'r Special),
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
            special,
            named: Named::new(facts),
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

    /// How the import can be deferred by each of the ways in question, or why it has to stay: where the first serves, the others
    /// are what it falls back to.
    pub fn judge(&self, id: ImportId) -> Vec<Result<Shape, Kept>> {
        let ways = self.inputs.options.ways();
        ways.into_iter().map(|lazy| self.judge_as(id, lazy)).collect()
    }

    /// How the import can be deferred by a way, or why it has to stay.
    fn judge_as(&self, id: ImportId, lazy: Lazy) -> Result<Shape, Kept> {
        let import = &self.facts.imports[id as usize];
        let attempt = || self.attempt(id).filter(|_| lazy != Some(Strategy::LazyModules));
        if let Some(shape) = attempt() {
            let shape = shape?;
            return match self.ignored(import, &shape) {
                true => Err(Kept::new(Code::Ignored)),
                false => Ok(shape),
            };
        }
        self.statement(import, lazy)?;
        let binding = import.binding.ok_or(Kept::new(Code::StarImport))?;
        let first = |found: Vec<Kept>| found.into_iter().next().map_or(Ok(()), Err);
        first(self.name(import, binding, lazy))?;
        first(self.source(import, binding))?;
        let shape = match self.whole(import, binding, lazy) {
            Ok(shape) => shape,
            Err(kept) if lazy.is_some() => return Err(kept),
            Err(kept) => self.apart(import, binding).ok_or(kept)?,
        };
        if self.ignored(import, &shape) {
            Err(Kept::new(Code::Ignored))
        } else {
            Ok(shape)
        }
    }

    /// Whether nothing is in the way of having an import at the top of the module.
    pub fn may_return(&self, import: &Import) -> bool {
        let is_free =
            |binding| self.source(import, binding).is_empty() && self.shadowed(import, import.bound_name()).is_ok();
        self.wishes(import).is_ok() && import.binding.is_some_and(is_free) && !self.ignored(import, &Shape::returning())
    }

    /// Whether a reference is an annotation that nobody evaluates, or for type checkers alone.
    pub fn is_not_evaluated(&self, reference: &Reference) -> bool {
        self.usage.is_not_evaluated(reference)
    }

    /// How the name can be deferred for all its uses.
    fn whole(&self, import: &Import, binding: BindingId, lazy: Lazy) -> Result<Shape, Kept> {
        for way in WAYS {
            if let Some(shape) = way(self, import, binding, lazy) {
                return shape;
            }
        }
        let usage = match lazy.filter(|_| import.binds_first_part() && import.module.contains('.')) {
            // Each of several submodules under one name is loaded by itself.
            Some(_) => self.usage.usage_of_submodule(import, binding, lazy),
            None => self.usage.usage(binding, lazy),
        };
        let needed_at_once = usage.as_ref().map_or(true, |usage| !usage.constants.is_empty());
        let command = (needed_at_once || lazy.is_some()).then(|| self.commands().stand_in(import, binding, true));
        // A constant that holds a command may wait, where the command has no stand-in.
        let command = command
            .flatten()
            .filter(|command| command.is_ok() || usage.is_err() || lazy.is_some());
        if let Some(command) = command {
            self.stand_in(import, command?)
        } else {
            let usage = usage?;
            match lazy {
                Some(strategy) => self.lazy_shape(import, binding, &usage, strategy),
                None => self.shape(import, binding, &usage),
            }
        }
    }
}
