//! What rests on an edit of the same run: once that is made, more can be deferred. So that one run of `fix` comes to the end
//! that a second one would find, the project is looked at again with the edits made, in memory, as long as more follows.
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::moving_on::moved_on;
use super::survey::Overlay;
use super::{Analysis, Failure, Request, Rewriting, analyse, rewrite_all};
use crate::graph::{ModuleId, Reach};
use crate::judge::{Decision, Judged, Kept, Plan};
use crate::verdict::{Code, Deferral, FilePlan, Problem};

/// Rounds of looking again; more than two are hardly ever needed.
const MOST_ROUNDS: usize = 6;

/// What a whole run of `fix` writes.
#[derive(Debug, Default)]
pub struct Settled {
    /// The files, each from what it is now to where it ends.
    pub rewritings: Vec<Rewriting>,
    /// What cannot be written as planned.
    pub problems: Vec<Problem>,
    /// Imports that are deferred because others are.
    pub further: usize,
}

/// Makes the edits of `analysis`, which `request` led to, and those that follow from them, in memory.
///
/// # Errors
/// As [`analyse`].
pub fn settle(request: &Request<'_>, analysis: &Analysis) -> Result<Settled, Failure> {
    let mut settled = Settled::first(analysis, request.overlays);
    let mut goes_on = analysis.goes_on;
    for _ in 0..MOST_ROUNDS {
        // What could not be written is not there to rest on.
        if !goes_on || !settled.problems.is_empty() {
            break;
        }
        let overlays = settled.texts(request.overlays);
        let next = analyse(&Request {
            overlays: &overlays,
            ..*request
        })?;
        let (rewritings, problems) = rewrite_all(&next.plans, &next.helpers, &overlays);
        if rewritings.is_empty() || !problems.is_empty() {
            break;
        }
        settled.further += next.plans.iter().map(|one| one.plan.deferrals.len()).sum::<usize>();
        settled.add(rewritings);
        goes_on = next.goes_on;
    }
    if settled.problems.is_empty() {
        for (plain, lazy, count) in moved_on(request, &settled.texts(request.overlays))? {
            settled.further += count;
            settled.add(vec![plain]);
            settled.add(vec![lazy]);
        }
    }
    Ok(settled)
}

impl Settled {
    /// The edits of an analysis as they are, and nothing that follows from them.
    pub fn first(analysis: &Analysis, overlays: &[Overlay]) -> Settled {
        let (rewritings, problems) = rewrite_all(&analysis.plans, &analysis.helpers, overlays);
        Settled {
            rewritings,
            problems,
            further: 0,
        }
    }

    /// What was found in several projects as one.
    pub fn join(mut self, other: Settled) -> Settled {
        self.rewritings.extend(other.rewritings);
        self.problems.extend(other.problems);
        self.further += other.further;
        self
    }

    /// The texts so far, and what stood for the content of other files before.
    fn texts(&self, before: &[Overlay]) -> Vec<Overlay> {
        let mut texts: Vec<Overlay> = self.rewritings.iter().map(Rewriting::overlay).collect();
        let is_edited = |overlay: &&Overlay| self.rewritings.iter().all(|one| one.path != overlay.path);
        texts.extend(before.iter().filter(is_edited).cloned());
        texts
    }

    fn add(&mut self, next: Vec<Rewriting>) {
        for rewriting in next {
            match self.rewritings.iter_mut().find(|one| one.path == rewriting.path) {
                Some(one) => one.go_on_to(rewriting),
                None => self.rewritings.push(rewriting),
            }
        }
        self.rewritings.sort_by(|left, right| left.path.cmp(&right.path));
    }
}

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
    !plan.files.is_empty()
        && plan.decisions.iter().any(|decision| match &decision.verdict {
            Ok(_) => false,
            Err(reasons) => match reasons.first.code {
                // A use of another name of the module loads it, too, until it moves.
                Code::LoadedAnyway => uses_move.contains(&decision.module) && by_use(decision.module),
                Code::GuardedElsewhere | Code::ImportWindow => {
                    inputs.evaluation.failing.contains_key(&decision.module)
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
