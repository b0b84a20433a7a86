//! How an imported name is used in its own module: where it is needed, and whether an import statement can be put there.
mod hook;
mod needed;

use rustc_hash::{FxHashMap, FxHashSet};

use super::annotations::{AnnotationReaders, ReadBy};
use super::inputs::{Inputs, LAZY};
use super::lazily::{Lazy, minds};
use super::special::Special;
use super::tables::TableQuery;
use super::verdict::Kept;
use super::{Code, Strategy};
use crate::graph::effort::spend;
use crate::graph::{ModuleId, Picked, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, BlockId, Import, Phase, Reference, ScopeId};
use crate::syntax::Span;
use crate::verdict::Entry;

/// What the uses of a name ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// The functions that need the name at run time, each with the attributes by which it does.
    pub functions: Vec<(ScopeId, Vec<String>)>,
    /// The innermost branch of each of these functions that holds all that needs it; none where that is the whole body.
    pub blocks: FxHashMap<ScopeId, Option<BlockId>>,
    /// Each use in one of these functions, by the innermost branch around it.
    pub places: Vec<(ScopeId, Option<BlockId>)>,
    /// Whether the script's main guard needs it.
    pub main_guard: bool,
    /// Whether type checkers need it at module level.
    pub type_checking: bool,
    /// Whether one of these uses stands outside of functions, where an import of theirs does not hide it from linters.
    pub met_outside: bool,
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
    /// Function bodies that run at import: no import can be deferred into them.
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
            Phase::TypeCheckers => {
                usage.type_checking = true;
                usage.met_outside |= self.facts.executing_function(reference.scope).is_none();
            }
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
                let target = lazy.map_or(self.inputs.options.target, |_| LAZY);
                let evaluated = target < (3, 14) && self.facts.evaluates_annotation(reference.phase);
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
                if evaluated && self.does_something(whole) {
                    let detail = "that does something when it is evaluated";
                    return Err(Kept::at(Code::EvaluatedAnnotation, detail, self.at(reference)));
                }
                let names = self.names(reference);
                let read = self.readers.read_by(self.module, owner, place, &names, evaluated);
                let is_text = quoted || self.facts.future_annotations;
                let read = match lazy {
                    None => read,
                    Some(_) => read
                        .filter(|read| !(self.reads_later(read) || is_text && read.spares_text))
                        .or_else(|| self.readers.fields_read_by(self.module, owner, place, is_text)),
                };
                if let Some(read) = read {
                    let at = read.at.unwrap_or_else(|| self.at(reference));
                    return Err(Kept::at(Code::RuntimeAnnotation, format!("by {}", read.who), at));
                }
                usage.type_checking = true;
                usage.met_outside |= self.facts.executing_function(reference.scope).is_none();
                if evaluated {
                    usage.quotes.push(whole);
                }
            }
            Phase::Run | Phase::MainGuard => return self.run(reference, lazy, usage),
        }
        Ok(())
    }

    /// Whether what stands at a place does something to the rest of the program while the module is imported.
    fn does_something(&self, at: Span) -> bool {
        let mut effects = self.inputs.evaluation.that_count(self.inputs.program, self.module);
        effects.any(|effect| {
            let outermost = effect.chain.first().map(|step| (step.module, step.span));
            let (module, span) = outermost.unwrap_or((effect.module, effect.span));
            !effect.is_reading() && module == self.module && at.contains(span)
        })
    }

    /// Whether a reference is an annotation that nobody evaluates, or for type checkers alone.
    pub fn is_not_evaluated(&self, reference: &Reference) -> bool {
        match reference.phase {
            Phase::TypeCheckers => true,
            Phase::Annotation {
                owner, place, quoted, ..
            } => {
                let names = self.names(reference);
                let read = self.readers.read_by(self.module, owner, place, &names, false);
                let is_text = quoted || self.facts.future_annotations;
                read.or_else(|| self.readers.fields_read_by(self.module, owner, place, is_text))
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
}
