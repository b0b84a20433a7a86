//! Whether more may follow once the edits of a plan are made: something that stays rests on what they move.
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Kind, ModuleId, Reach};
use crate::judge::{Decision, Judged, Kept, Plan};
use crate::verdict::{Code, Deferral, FilePlan};

/// Whether something that stays rests on what the plan moves: then more may follow once that is done.
pub(super) fn goes_on(judged: &Judged<'_>, plan: &Plan) -> bool {
    let inputs = judged.inputs();
    let uses_move: FxHashSet<ModuleId> = (plan.files.iter())
        .filter(|(_, file)| !file.constants.is_empty() || file.deferrals.iter().any(takes_uses_along))
        .map(|(&module, _)| module)
        .collect();
    let mut loads_by_use: FxHashMap<ModuleId, bool> = FxHashMap::default();
    let mut by_use = |module: ModuleId| {
        *loads_by_use.entry(module).or_insert_with(|| {
            let mut edges = inputs.graph.edges[module].iter();
            edges.any(|edge| edge.key.is_none() && !edge.implicit)
        })
    };
    let is_lazy = inputs.options.ways().iter().any(Option::is_some);
    !plan.files.is_empty()
        && plan.decisions.iter().any(|decision| match &decision.verdict {
            Ok(_) => false,
            Err(reasons) => match reasons.first.code {
                // A lazy import in the package serves the submodule to who reads it.
                Code::SubmoduleProvider => is_lazy && leads_to_changed(judged, plan, decision),
                // `if typing.TYPE_CHECKING:` is gone where what stood there comes back.
                Code::UsedAtImport => (plan.files.get(&decision.module)).is_some_and(|file| !file.returns.is_empty()),
                // A use of another name of the module loads it, too, until it moves.
                Code::LoadedAnyway => uses_move.contains(&decision.module) && by_use(decision.module),
                Code::GuardedElsewhere | Code::ImportWindow => {
                    reasons.first.code == Code::GuardedElsewhere && loads_less_of_others(judged, plan, decision)
                        || inputs.evaluation.failing.contains_key(&decision.module)
                        || is_moved(&plan.files, &reasons.first)
                        || no_longer_loads(judged, plan, decision, &reasons.first)
                }
                _ => false,
            },
        })
}

fn takes_uses_along(deferral: &Deferral) -> bool {
    let moved = deferral.way.moved();
    !moved.entries.is_empty() || !moved.forwards.is_empty()
}

/// Whether an import that stays leads to a module that the plan edits.
fn leads_to_changed(judged: &Judged<'_>, plan: &Plan, decision: &Decision) -> bool {
    let graph = judged.inputs().graph;
    let key = graph.key(decision.module, decision.import);
    key.is_some_and(|key| graph.targets(key).any(|target| plan.files.contains_key(&target)))
}

/// Whether the place that a reason names is an import that moves.
fn is_moved(files: &BTreeMap<ModuleId, FilePlan>, reason: &Kept) -> bool {
    let Some(at) = reason.at else { return false };
    let file = files.get(&at.module);
    file.is_some_and(|file| {
        let mut moved = file.deferrals.iter();
        moved.any(|deferral| deferral.statement.start <= at.span.start && at.span.end <= deferral.statement.end)
    })
}

/// Whether an import that stays loads the module that its reason names, and no longer does once the others move.
fn no_longer_loads(judged: &Judged<'_>, plan: &Plan, decision: &Decision, reason: &Kept) -> bool {
    let graph = judged.inputs().graph;
    let Some(at) = reason.at.filter(|at| at.module != decision.module) else {
        return false;
    };
    let (Some(after), Some(key)) = (&plan.after, graph.key(decision.module, decision.import)) else {
        return false;
    };
    let loads = |reach: &Reach| graph.targets(key).any(|target| reach.of(target).contains(at.module));
    loads(judged.before()) && !loads(after)
}

/// Whether an import that stays loads fewer modules of installed packages once the others move: a guard asks for these.
fn loads_less_of_others(judged: &Judged<'_>, plan: &Plan, decision: &Decision) -> bool {
    let (graph, program) = (judged.inputs().graph, judged.inputs().program);
    let (Some(after), Some(key)) = (&plan.after, graph.key(decision.module, decision.import)) else {
        return false;
    };
    let is_of_others = |&id: &ModuleId| matches!(program.modules[id].kind, Kind::Site | Kind::Missing);
    graph.targets(key).any(|target| {
        let mut gone = judged.before().of(target).without(after.of(target));
        gone.remove(target);
        gone.iter().any(|id| is_of_others(&id))
    })
}
