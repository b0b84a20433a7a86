//! One decision for every import of the files that may be edited.
mod deferrals;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use deferrals::{constants, deferral, imports_relatively};
use together::{executed_at_start, together};

use super::LazyConstant;
use super::annotations::AnnotationReaders;
use super::both_sides;
use super::choose::Choice;
use super::commute::Commute;
use super::import::Judge;
use super::inputs::{Inputs, Options, Selection};
use super::reached::heavy_modules;
use super::special::Special;
use super::tables::{TABLE_NAMES, TableReads, helper};
use super::units;
use super::verdict::{Decision, Kept, Shape};
use crate::graph::reach::{follow, ways_to};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, listed};
use crate::semantics::facts::{Exports, LazyList, ScopeId};
use crate::syntax::Span;
use crate::verdict::{Code, FilePlan, Strategy, Way};

/// All decisions, and what follows for each file.
#[derive(Debug, Default)]
pub struct Plan {
    /// One decision for each import that runs when its module is imported and is heavy, in the order of modules and text.
    pub decisions: Vec<Decision>,
    /// The edits of each module that has any.
    pub files: BTreeMap<ModuleId, FilePlan>,
    /// What the edits have loaded later, and is only assumed to be harmless.
    pub assumed: Vec<ModuleId>,
    /// Reachability once the edits are made; none where there was nothing to judge.
    pub after: Option<Reach>,
}

/// Decides.
pub fn decide(inputs: Inputs<'_>) -> Plan {
    Judged::new(inputs).map_or_else(Plan::default, |judged| judged.plan(&inputs.options.selection))
}

/// Every import judged by itself, ready for the choice among those that can be deferred.
pub struct Judged<'a> {
    inputs: Inputs<'a>,
    before: Reach,
    heavy: Bits,
    executed: FxHashSet<(ModuleId, ScopeId)>,
    commute: Commute<'a>,
    shapes: FxHashMap<EdgeKey, Shape>,
    /// What a list could do for imports that may move, or may not.
    listed: FxHashMap<EdgeKey, Shape>,
    kept: FxHashMap<EdgeKey, Kept>,
    readers: AnnotationReaders<'a>,
    reads: TableReads,
    special: Special,
}

impl<'a> Judged<'a> {
    /// Judges; `None` where there is no import.
    pub fn new(inputs: Inputs<'a>) -> Option<Judged<'a>> {
        if inputs.graph.imports.is_empty() && !inputs.options.brings_back() {
            return None;
        }
        let before = Reach::new(inputs.graph, &Bits::new(inputs.graph.imports.len()));
        let heavy = heavy_modules(inputs.program, inputs.options);
        // An import that loads nothing heavy is not looked at.
        let leads_nowhere = |key: EdgeKey| inputs.graph.targets(key).all(|target| !before.of(target).meets(&heavy));
        let readers = AnnotationReaders::new(inputs);
        let executed = executed_at_start(inputs, &before);
        let commute = Commute::new(inputs);
        let special = Special::new(inputs.program, inputs.rules, &inputs.evaluation.stand_ins);
        let reads = TableReads::new(inputs, &executed, &special.first);
        // Where imports may move, what a list could do for those that cannot.
        let mut listed: FxHashMap<EdgeKey, Shape> = FxHashMap::default();
        let lists = inputs.options.ways().contains(&Some(Strategy::LazyModules));
        let mut shapes: FxHashMap<EdgeKey, Shape> = FxHashMap::default();
        let mut kept: FxHashMap<EdgeKey, Kept> = FxHashMap::default();
        let mut judges: FxHashMap<ModuleId, Judge<'_, '_>> = FxHashMap::default();
        for (key, &(module, import)) in inputs.graph.imports.iter().enumerate() {
            if !inputs.editable.contains(&module) {
                continue;
            }
            let leads_nowhere = leads_nowhere(key);
            // A name in a list makes all imports of that module lazy.
            if leads_nowhere && !lists {
                continue;
            }
            let Some(facts) = inputs.program.facts(module) else {
                continue;
            };
            let judge = judges.entry(module).or_insert_with(|| {
                let shared = (&commute, &before, &special);
                Judge::new(inputs, &readers, &executed, &reads, shared, module, facts)
            });
            let mut verdicts = judge.judge(import);
            let first = match leads_nowhere {
                true => verdicts.pop(),
                false => Some(verdicts.remove(0)),
            };
            if let Some(Ok(shape)) = verdicts.pop() {
                listed.insert(key, shape);
            }
            let Some(first) = first else { continue };
            match first {
                Ok(shape) => {
                    kept.extend(shape.rides.clone().map(|reason| (key, reason)));
                    shapes.insert(key, shape);
                }
                Err(reason) => drop(kept.insert(key, reason)),
            }
        }
        drop(judges);
        together(inputs, &mut shapes, &mut kept);
        Some(Judged {
            inputs,
            before,
            heavy,
            executed,
            commute,
            shapes,
            listed,
            kept,
            readers,
            reads,
            special,
        })
    }

    /// The selection of some imports, with those that move together with them.
    pub fn selection(&self, keys: impl IntoIterator<Item = EdgeKey>) -> Selection {
        let mut chosen = Bits::new(self.inputs.graph.imports.len());
        let mut candidates = chosen.clone();
        for key in keys {
            chosen.insert(key);
        }
        for &key in self.shapes.keys() {
            candidates.insert(key);
        }
        units::complete(self.inputs, &self.shapes, &mut chosen, &candidates);
        let place = |key: EdgeKey| {
            let (module, import) = self.inputs.graph.imports[key];
            let facts = self.inputs.program.facts(module)?;
            let name = self.inputs.program.modules[module].name.clone();
            Some((name, facts.imports.get(import as usize)?.alias.start))
        };
        Selection::Only(chosen.iter().filter_map(place).collect())
    }

    /// All decisions, with those deferred that the selection wants and that are safe together.
    pub fn plan(&self, selection: &Selection) -> Plan {
        self.plan_as(&Options {
            selection: selection.clone(),
            ..self.inputs.options.clone()
        })
    }

    /// The same with options that differ in what is selected, waived, and told of reasons.
    pub fn plan_as(&self, options: &Options) -> Plan {
        let inputs = Inputs { options, ..self.inputs };
        let (mut shapes, mut kept) = (self.shapes.clone(), self.kept.clone());
        for &key in options.waived.keys().filter(|key| self.kept.contains_key(key)) {
            let (module, import) = inputs.graph.imports[key];
            let Some(judge) = self.judge(module) else { continue };
            let mut left = judge.reasons(import).into_iter();
            match left.find(|reason| !options.waives(key, reason)) {
                Some(reason) => drop(kept.insert(key, reason)),
                None => {
                    kept.remove(&key);
                    shapes.insert(key, Shape::by_hand());
                }
            }
        }
        let (choice, shapes) = both_sides::choose_for_all(
            inputs,
            (&self.before, &self.commute, &self.executed),
            &self.heavy,
            shapes,
            &mut kept,
            &self.listed,
        );
        kept.extend(choice.kept.iter().map(|(&key, reason)| (key, reason.clone())));
        let mut plan = assemble(inputs, &choice, &shapes, &kept);
        self.add_returns(inputs, &choice, &mut plan);
        if inputs.options.all_reasons {
            self.add_reasons(inputs, &choice, &mut plan);
        }
        plan.after = Some(choice.after);
        plan
    }

    /// What was judged.
    pub fn inputs(&self) -> Inputs<'a> {
        self.inputs
    }

    /// Reachability as it is.
    pub fn before(&self) -> &Reach {
        &self.before
    }

    pub(super) fn commute(&self) -> &Commute<'a> {
        &self.commute
    }

    pub(super) fn readers(&self) -> &AnnotationReaders<'a> {
        &self.readers
    }

    pub(super) fn executed(&self) -> &FxHashSet<(ModuleId, ScopeId)> {
        &self.executed
    }

    /// Looks at the imports of a module once more.
    fn judge(&self, module: ModuleId) -> Option<Judge<'a, '_>> {
        let facts = self.inputs.program.facts(module)?;
        let shared = (&self.commute, &self.before, &self.special);
        let (readers, executed) = (&self.readers, &self.executed);
        Some(Judge::new(
            self.inputs,
            readers,
            executed,
            &self.reads,
            shared,
            module,
            facts,
        ))
    }
}

fn assemble(
    inputs: Inputs<'_>,
    choice: &Choice,
    shapes: &FxHashMap<EdgeKey, Shape>,
    kept: &FxHashMap<EdgeKey, Kept>,
) -> Plan {
    let none = Bits::new(inputs.graph.imports.len());
    let ways = ways_to(inputs.graph, &none, &choice.heavy);
    let mut plan = Plan {
        assumed: choice.assumed.clone(),
        ..Plan::default()
    };
    for (key, &(module, import)) in inputs.graph.imports.iter().enumerate() {
        if !inputs.editable.contains(&module) {
            continue;
        }
        let chains = inputs.graph.targets(key).map(|target| follow(&ways, target));
        let Some(chain) = chains.filter(|chain| !chain.is_empty()).min_by_key(Vec::len) else {
            continue;
        };
        // What is in the list already is done.
        let way = shapes
            .get(&key)
            .filter(|_| choice.cut.contains(key))
            .map(|shape| &shape.way);
        let is_listed = |import| listed::is_listed(&inputs.program.modules[module], import);
        let facts = inputs.program.facts(module).filter(|_| way == Some(&Way::LazyModules));
        if facts.is_some_and(|facts| is_listed(&facts.imports[import as usize])) {
            continue;
        }
        // Where other edits have made an import cheap, there is nothing to say about it.
        let still = |id| choice.after.of(id).common(&choice.heavy).is_empty();
        if !choice.cut.contains(key) && inputs.graph.targets(key).all(still) {
            continue;
        }
        let verdict = match (choice.cut.contains(key), shapes.get(&key), kept.get(&key)) {
            (true, Some(shape), _) => {
                let mut shape = shape.clone();
                if let Some((moved, names)) = shape.way.moved_mut().zip(choice.served.get(&key)) {
                    moved.submodules.extend(names.iter().cloned());
                }
                Ok(shape)
            }
            (_, _, Some(reason)) => Err(reason.clone().into()),
            _ => Err(Kept::new(Code::LoadedAnyway).into()),
        };
        if let Ok(shape) = &verdict {
            let file = plan
                .files
                .entry(module)
                .or_insert_with(|| new_file(inputs, module, &choice.after));
            let deferral = deferral(inputs, module, import, shape);
            if deferral.way.needs_helper() && file.helper.is_none() {
                let relative = inputs
                    .program
                    .facts(module)
                    .is_some_and(|facts| facts.imports[import as usize].level > 0);
                let command = deferral.way.stand_in().map(|command| [command.class.name]);
                let names = command.as_ref().map_or(&TABLE_NAMES[..], |command| command);
                file.helper = helper(inputs, module, names, relative).ok();
            }
            file.deferrals.push(deferral);
        }
        plan.decisions.push(Decision {
            module,
            import,
            verdict,
            chain,
        });
    }
    for (&module, file) in &mut plan.files {
        file.deferrals.sort_by_key(|deferral| deferral.alias);
        let lazy: BTreeSet<LazyConstant> = plan
            .decisions
            .iter()
            .filter(|decision| decision.module == module)
            .filter_map(|decision| decision.verdict.as_ref().ok())
            .flat_map(|shape| shape.constants.iter().cloned())
            .collect();
        file.constants = constants(inputs, module, file, &lazy);
        let attempts = file.deferrals.iter().filter_map(|deferral| deferral.way.attempt());
        // What moves into a function has annotations that nobody evaluates.
        let statements = file.constants.iter().map(|constant| constant.statement);
        let moved: Vec<Span> = statements.chain(attempts.map(|attempt| attempt.statement)).collect();
        let stays = |quote: &Span| {
            !moved
                .iter()
                .any(|span| span.start <= quote.start && quote.end <= span.end)
        };
        let moved = file
            .deferrals
            .iter_mut()
            .filter_map(|deferral| deferral.way.moved_mut());
        moved.for_each(|moved| moved.quotes.retain(stays));
    }
    plan
}

fn new_file(inputs: Inputs<'_>, module: ModuleId, after: &Reach) -> FilePlan {
    let typing = inputs.program.find("typing");
    let facts = inputs.program.facts(module);
    FilePlan {
        module: inputs.program.modules[module].name.clone(),
        is_package: inputs.program.modules[module].is_package,
        offers_all: inputs.program.modules[module].is_package
            && facts.is_some_and(|facts| facts.exports == Exports::Public),
        hides_globals: inputs.program.submodule(module, "globals").is_some()
            || facts.is_some_and(|facts| facts.global("globals").is_some()),
        is_relative: imports_relatively(inputs, module),
        has_other_names: inputs.has_other_names(module),
        typing_is_loaded: typing.is_some_and(|typing| after.of(module).contains(typing)),
        tends_list: facts.is_some_and(|facts| matches!(facts.lazy_list, LazyList::Literal { .. }))
            && !inputs
                .visibility
                .read
                .contains_key(&(module, "__lazy_modules__".to_owned())),
        ..FilePlan::default()
    }
}
