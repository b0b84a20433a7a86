//! What is decided of imports together: what comes back, and what must be said besides.
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Judged, Plan, new_file};
use crate::graph::reach::{follow, ways_to};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach};
use crate::judge::choose::Choice;
use crate::judge::import::Judge;
use crate::judge::inputs::{Inputs, Selection};
use crate::judge::returning::Returning;
use crate::judge::units;
use crate::judge::verdict::{Decision, Kept, Shape};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BindingId, Import, ImportId, ScopeId};
use crate::verdict::Way;

impl<'a> Judged<'a> {
    /// Looks for what comes back to the top of its module.
    pub(super) fn add_returns(&self, inputs: Inputs<'_>, choice: &Choice, plan: &mut Plan) {
        let returning = Returning {
            inputs: self.inputs,
            commute: &self.commute,
            before: &self.before,
            heavy: &self.heavy,
            executed: &self.executed,
        };
        if inputs.options.selection != Selection::Useful || !returning.is_asked() {
            return;
        }
        let mut modules: Vec<ModuleId> = inputs.editable.iter().copied().collect();
        modules.sort_unstable();
        for module in modules {
            if let (Some(facts), Some(judge)) = (self.inputs.program.facts(module), self.judge(module)) {
                let deferrals = plan.files.get(&module).map(|file| file.deferrals.as_slice());
                let becomes_lazy = |import: &Import| {
                    let mut deferrals = deferrals.into_iter().flatten();
                    deferrals.any(|one| one.alias == import.alias && one.way == Way::LazyKeyword)
                };
                let returns = returning.of(&judge, module, facts, &becomes_lazy);
                bring_back(inputs, plan, (module, facts), &returns, choice);
            }
        }
    }

    /// Looks for what else holds the imports that stay.
    pub(super) fn add_reasons(&self, inputs: Inputs<'_>, choice: &Choice, plan: &mut Plan) {
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
            verdict: Ok(Shape::returning()),
            chain: chain.unwrap_or_default(),
        });
    }
}

/// The functions that importing the program runs. That an example, a document's script or a test calls a function at its own
/// module level makes nothing run when the program is imported; nor does a demonstration that only `python -m` loads, as far as
/// what is imported in the function then does not come back to it.
pub(super) fn executed_at_start(inputs: Inputs<'_>, before: &Reach) -> FxHashSet<(ModuleId, ScopeId)> {
    let modules = &inputs.program.modules;
    let mut known: FxHashMap<ModuleId, bool> = FxHashMap::default();
    let mut is_loaded_by_main_alone = |module: ModuleId| {
        *known.entry(module).or_insert_with(|| {
            let own = inputs.program.own_modules().filter(|&id| !modules[id].is_beside());
            let mut others = own
                .filter(|&id| id != module && before.of(id).contains(module))
                .peekable();
            others.peek().is_some() && others.all(|id| modules[id].is_main())
        })
    };
    let top = |id: ModuleId| modules[id].top();
    let is_flat = |id: ModuleId| !modules[id].name.contains('.') && !modules[id].is_package;
    let runs = inputs.graph.executed.iter().enumerate();
    let of_program = runs.filter(|&(module, _)| !modules[module].is_beside());
    of_program
        .flat_map(|(module, bodies)| bodies.iter().map(move |&body| (module, body)))
        .filter(|&(module, (target, _))| top(module) == top(target) || is_flat(module) && is_flat(target))
        .filter(|&(module, (target, _))| {
            let is_apart = module != target && !before.of(target).contains(module);
            !(is_apart && is_loaded_by_main_alone(module))
        })
        .map(|(_, body)| body)
        .collect()
}

/// Imports that share a name are deferred together or not at all.
pub(super) fn together(
    inputs: Inputs<'_>,
    shapes: &mut FxHashMap<EdgeKey, Shape>,
    kept: &mut FxHashMap<EdgeKey, Kept>,
) {
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
