//! One decision for every import of the files that may be edited.
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::LazyConstant;
use super::annotations::AnnotationReaders;
use super::both_sides;
use super::choose::Choice;
use super::commands::helper_names;
use super::commute::Commute;
use super::import::Judge;
use super::inputs::{Inputs, Options, Selection};
use super::returning::Returning;
use super::special::Special;
use super::tables::{TABLE_NAMES, TableReads, helper};
use super::units;
use super::verdict::{Decision, Kept, LazyAttempt, Shape};
use crate::graph::reach::{follow, ways_to};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Exports, ImportId, MODULE, ScopeId};
use crate::syntax::Span;
use crate::verdict::{Code, Deferral, DeferredAttempt, DeferredConstant, FilePlan, Strategy};

/// All decisions, and what follows for each file.
#[derive(Debug, Default)]
pub struct Plan {
    /// One decision for each import that runs when its module is imported and is heavy, in the order of modules and text.
    pub decisions: Vec<Decision>,
    /// The edits of each module that has any.
    pub files: BTreeMap<ModuleId, FilePlan>,
    /// What the edits have loaded later, and is only assumed to be harmless.
    pub assumed: Vec<ModuleId>,
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
        let may_return = inputs.options.ways() == [Some(Strategy::LazyKeyword)];
        if inputs.graph.imports.is_empty() && !may_return {
            return None;
        }
        let before = Reach::new(inputs.graph, &Bits::new(inputs.graph.imports.len()));
        let heavy = heavy_modules(inputs);
        // An import that loads nothing heavy is nobody's business.
        let leads_nowhere = |key: EdgeKey| {
            inputs
                .graph
                .targets(key)
                .all(|target| before.of(target).common(&heavy).is_empty())
        };
        let readers = AnnotationReaders::new(inputs);
        let executed = executed_at_start(inputs);
        let reads = TableReads::new(inputs, &executed);
        let commute = Commute::new(inputs);
        let special = Special::new(inputs.program);
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
        plan
    }

    pub(super) fn inputs(&self) -> Inputs<'a> {
        self.inputs
    }

    pub(super) fn before(&self) -> &Reach {
        &self.before
    }

    pub(super) fn commute(&self) -> &Commute<'a> {
        &self.commute
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

    /// Looks for what comes back to the top of its module.
    fn add_returns(&self, inputs: Inputs<'_>, choice: &Choice, plan: &mut Plan) {
        let returning = Returning {
            inputs: self.inputs,
            commute: &self.commute,
            before: &self.before,
            heavy: &self.heavy,
        };
        if inputs.options.selection != Selection::Useful || !returning.is_asked() {
            return;
        }
        let mut modules: Vec<ModuleId> = inputs.editable.iter().copied().collect();
        modules.sort_unstable();
        for module in modules {
            if let (Some(facts), Some(judge)) = (self.inputs.program.facts(module), self.judge(module)) {
                let returns = returning.of(&judge, module, facts);
                bring_back(inputs, plan, (module, facts), &returns, choice);
            }
        }
    }

    /// Looks for what else holds the imports that stay.
    fn add_reasons(&self, inputs: Inputs<'_>, choice: &Choice, plan: &mut Plan) {
        let mut judges: FxHashMap<ModuleId, Judge<'_, '_>> = FxHashMap::default();
        for decision in &mut plan.decisions {
            let (Err(reasons), module) = (&mut decision.verdict, decision.module) else {
                continue;
            };
            if !judges.contains_key(&module) {
                judges.extend(self.judge(module).map(|judge| (module, judge)));
            }
            let (Some(key), Some(judge)) = (inputs.graph.key(module, decision.import), judges.get(&module)) else {
                continue;
            };
            let further = choice.more.get(&key).into_iter().flatten().cloned();
            let found = judge.reasons(decision.import).into_iter().chain(further);
            reasons.add(found.filter(|kept| !inputs.options.waives(key, kept)));
        }
    }
}

/// Enters imports that come back to the top of a module.
fn bring_back(
    inputs: Inputs<'_>,
    plan: &mut Plan,
    (module, facts): (ModuleId, &ModuleFacts),
    returns: &[ImportId],
    choice: &Choice,
) {
    if returns.is_empty() {
        return;
    }
    let none = Bits::new(inputs.graph.imports.len());
    let ways = ways_to(inputs.graph, &none, &choice.heavy);
    let file = plan
        .files
        .entry(module)
        .or_insert_with(|| new_file(inputs, module, &choice.after));
    for &import in returns {
        let found = &facts.imports[import as usize];
        let chains = inputs.program.targets(module, found).into_iter();
        let chains = chains.map(|target| follow(&ways, target));
        let chain = chains.filter(|chain| !chain.is_empty()).min_by_key(Vec::len);
        file.returns.push(found.alias);
        plan.decisions.push(Decision {
            module,
            import,
            verdict: Ok(Shape {
                lazy_keyword: true,
                returns: true,
                ..Shape::default()
            }),
            chain: chain.unwrap_or_default(),
        });
    }
}

/// The functions that importing the program runs. That an example, a document's script or a test calls a function at its own
/// module level makes nothing run when the program is imported.
fn executed_at_start(inputs: Inputs<'_>) -> FxHashSet<(ModuleId, ScopeId)> {
    let modules = &inputs.program.modules;
    let top = |id: ModuleId| modules[id].name.split('.').next();
    let is_flat = |id: ModuleId| !modules[id].name.contains('.') && !modules[id].is_package;
    let runs = inputs.graph.executed.iter().enumerate();
    let of_program = runs.filter(|&(module, _)| !modules[module].is_beside());
    of_program
        .flat_map(|(module, bodies)| bodies.iter().map(move |&body| (module, body)))
        .filter(|&(module, (target, _))| top(module) == top(target) || is_flat(module) && is_flat(target))
        .map(|(_, body)| body)
        .collect()
}

fn heavy_modules(inputs: Inputs<'_>) -> Bits {
    let mut heavy = Bits::new(inputs.program.modules.len());
    for (id, module) in inputs.program.modules.iter().enumerate() {
        if inputs.options.is_heavy(&module.name) {
            heavy.insert(id);
        }
    }
    heavy
}

/// Imports that share a name are deferred together or not at all.
fn together(inputs: Inputs<'_>, shapes: &mut FxHashMap<EdgeKey, Shape>, kept: &mut FxHashMap<EdgeKey, Kept>) {
    let binding = |key: EdgeKey| units::binding(inputs, key);
    let mut reasons: FxHashMap<(ModuleId, BindingId), Kept> = FxHashMap::default();
    let mut keys: Vec<EdgeKey> = kept.keys().copied().collect();
    keys.sort_unstable();
    for key in keys {
        if let Some(shared) = binding(key) {
            reasons.entry(shared).or_insert_with(|| kept[&key].clone());
        }
    }
    shapes.retain(
        |&key, shape| match binding(key).and_then(|shared| reasons.get(&shared)) {
            Some(reason) if !shape.apart && !shape.is_lazy() => {
                kept.insert(key, reason.clone());
                false
            }
            _ => true,
        },
    );
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
        // Where other edits have made an import cheap, there is nothing to say about it.
        let still = |id| choice.after.of(id).common(&choice.heavy).is_empty();
        if !choice.cut.contains(key) && inputs.graph.targets(key).all(still) {
            continue;
        }
        let verdict = match (choice.cut.contains(key), shapes.get(&key), kept.get(&key)) {
            (true, Some(shape), _) => Ok(shape.clone()),
            (_, _, Some(reason)) => Err(reason.clone().into()),
            _ => Err(Kept::new(Code::LoadedAnyway).into()),
        };
        if let Ok(shape) = &verdict {
            let file = plan
                .files
                .entry(module)
                .or_insert_with(|| new_file(inputs, module, &choice.after));
            let deferral = deferral(inputs, module, import, shape);
            if (!deferral.entries.is_empty() || deferral.command.is_some()) && file.helper.is_none() {
                let relative = inputs
                    .program
                    .facts(module)
                    .is_some_and(|facts| facts.imports[import as usize].level > 0);
                let names = match deferral.command {
                    Some(ref command) => helper_names(command.class),
                    None => &TABLE_NAMES,
                };
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
        let own = plan.decisions.iter().filter(|decision| decision.module == module);
        let attempts = own
            .filter_map(|decision| decision.verdict.as_ref().ok()?.attempt.as_ref())
            .map(deferred_attempt);
        file.attempts = attempts.collect();
        file.attempts.sort_by_key(|attempt| attempt.statement);
        file.attempts.dedup_by_key(|attempt| attempt.statement);
        // What moves into a function has annotations that nobody evaluates.
        let statements = file.constants.iter().map(|constant| constant.statement);
        let moved: Vec<Span> = statements
            .chain(file.attempts.iter().map(|attempt| attempt.statement))
            .collect();
        let stays = |quote: &Span| {
            !moved
                .iter()
                .any(|span| span.start <= quote.start && quote.end <= span.end)
        };
        let deferrals = file.deferrals.iter_mut();
        deferrals.for_each(|deferral| deferral.quotes.retain(stays));
    }
    plan
}

/// The constants that wait with the deferred imports of a file.
fn constants(
    inputs: Inputs<'_>,
    module: ModuleId,
    file: &FilePlan,
    lazy: &BTreeSet<LazyConstant>,
) -> Vec<DeferredConstant> {
    let Some(facts) = inputs.program.facts(module) else {
        return Vec::new();
    };
    let deferred = |read: BindingId| {
        let own = facts.imports.iter().filter(move |import| import.binding == Some(read));
        own.map(|import| import.alias)
            .filter(|&alias| file.deferrals.iter().any(|deferral| deferral.alias == alias))
    };
    let name = |read: &BindingId| facts.bindings[*read as usize].name.as_str();
    lazy.iter()
        .map(|constant| DeferredConstant {
            statement: constant.statement,
            name: constant.name.clone(),
            imports: constant.reads.iter().flat_map(|&read| deferred(read)).collect(),
            constants: constant
                .reads
                .iter()
                .map(name)
                .filter(|read| lazy.iter().any(|other| other.name == *read))
                .map(str::to_owned)
                .collect(),
            functions: constant.functions.clone(),
        })
        .collect()
}

fn deferred_attempt(lazy: &LazyAttempt) -> DeferredAttempt {
    DeferredAttempt {
        statement: lazy.statement,
        names: lazy.names.clone(),
        functions: lazy.functions.clone(),
        told: lazy.told,
    }
}

fn new_file(inputs: Inputs<'_>, module: ModuleId, after: &Reach) -> FilePlan {
    let typing = inputs.program.find("typing");
    FilePlan {
        module: inputs.program.modules[module].name.clone(),
        is_package: inputs.program.modules[module].is_package,
        offers_all: inputs.program.modules[module].is_package
            && inputs
                .program
                .facts(module)
                .is_some_and(|facts| facts.exports == Exports::Public),
        is_relative: imports_relatively(inputs, module),
        typing_is_loaded: typing.is_some_and(|typing| after.of(module).contains(typing)),
        ..FilePlan::default()
    }
}

/// Whether the package that a module is in imports its own modules by relative names, and never by its own name.
fn imports_relatively(inputs: Inputs<'_>, module: ModuleId) -> bool {
    let top = |name: &'_ str| name.split('.').next().unwrap_or_default().to_owned();
    let own = top(&inputs.program.modules[module].name);
    let modules = &inputs.program.modules;
    let same = modules.iter().filter(|other| other.is_own() && top(&other.name) == own);
    let imports = same
        .filter_map(|other| other.facts.as_ref())
        .flat_map(|facts| &facts.imports);
    let (mut relative, mut absolute) = (false, false);
    for import in imports {
        relative |= import.level > 0;
        absolute |= import.level == 0 && top(&import.module) == own;
    }
    relative && !absolute
}

fn deferral(inputs: Inputs<'_>, module: ModuleId, import: u32, shape: &Shape) -> Deferral {
    let imports = inputs
        .program
        .facts(module)
        .map(|facts| facts.imports.as_slice())
        .unwrap_or_default();
    let import = &imports[import as usize];
    debug_assert_eq!(import.scope, MODULE);
    if let Some(lazy) = &shape.attempt {
        return Deferral {
            statement: import.statement,
            alias: import.alias,
            attempt: Some(lazy.statement),
            ..Deferral::default()
        };
    }
    Deferral {
        statement: import.statement,
        alias: import.alias,
        lazy_keyword: shape.lazy_keyword,
        lazy_modules: shape.lazy_modules,
        type_checking: shape.type_checking,
        insertions: shape.insertions.clone(),
        getattr: shape.getattr,
        quotes: shape.quotes.clone(),
        submodules: shape.submodules.clone(),
        entries: shape.entries.clone(),
        forwards: shape.forwards.clone(),
        command: shape.command.clone(),
        attempt: None,
    }
}
