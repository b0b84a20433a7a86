//! Truth by running: the edits are laid over the project's files, nothing is written, and the command says what it still loads.
use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;

use super::super::helpers::Helpers;
use super::super::{Planned, rewrite_all};
use super::{Chosen, PlanFailure, Planner};
use crate::plan::model::{Check, TakenBack};
use crate::plan::{Difference, Limits, Workload, compare, hold, learn};
use crate::process::doing_of;
use crate::profile::{Deferral, Profile};

/// A plan is made at most this often.
const MOST_ROUNDS: u32 = 5;

/// The edited texts of files.
pub type Overlay = Vec<(PathBuf, String)>;

/// How the command of a number is run.
pub struct Runs<'a> {
    /// With edited texts in the place of the project's files; several at once, for nobody looks at a clock.
    pub edited: &'a (dyn Fn(usize, &Overlay) -> Result<Profile, PlanFailure> + Sync),
    /// Under a Python that defers these imports by itself, if there is one; gives those that were needed.
    pub lazily: Option<&'a Lazily<'a>>,
}

/// See [`Runs::lazily`].
type Lazily<'a> = dyn Fn(usize, &[Deferral<'_>]) -> Result<Vec<usize>, PlanFailure> + 'a;

impl Planner<'_> {
    /// Chooses edits, runs the edited program, learns from it, and chooses again until both agree.
    ///
    /// # Errors
    /// What `run` says, and files that cannot be rewritten as planned.
    pub fn choose_by_running(
        &mut self,
        profiles: &[(Profile, f64)],
        workloads: &mut [Workload],
        limits: Limits,
        runs: &Runs<'_>,
    ) -> Result<(Chosen, Check), PlanFailure> {
        let mut ran: Vec<TakenBack> = Vec::new();
        let mut chosen = self.choose(workloads, limits);
        if let Some(lazily) = runs.lazily {
            for _ in 0..MOST_ROUNDS {
                let needed = self.held(workloads, &chosen, lazily)?;
                let next = self.choose(workloads, limits);
                ran.extend(needed);
                if next.choice.imports == chosen.choice.imports {
                    break;
                }
                chosen = next;
            }
        }
        let mut round = 0;
        loop {
            round += 1;
            doing_of(
                "rounds of running the edited program",
                round as usize - 1,
                MOST_ROUNDS as usize,
            );
            let overlay = texts(&chosen.plans)?;
            let mut difference = Difference::default();
            let after: Result<Vec<Profile>, PlanFailure> = (0..workloads.len())
                .into_par_iter()
                .map(|command| (runs.edited)(command, &overlay))
                .collect();
            let after = after?;
            for ((workload, (before, _)), after) in workloads.iter_mut().zip(profiles).zip(&after) {
                ran.extend(learn(
                    &mut workload.network,
                    &self.imports,
                    &chosen.choice.imports,
                    after,
                ));
                let found = compare(workload, &chosen.choice.imports, before, after);
                difference.still_loaded.extend(found.still_loaded);
                difference.also_gone.extend(found.also_gone);
                difference.new.extend(found.new);
            }
            let next = self.choose(workloads, limits);
            if next.choice.imports == chosen.choice.imports || round == MOST_ROUNDS {
                let check = self.check(round, &chosen, difference, ran);
                chosen.frontier = next.frontier;
                chosen.ran = after;
                return Ok((chosen, check));
            }
            chosen = next;
        }
    }

    /// Asks a Python that defers the chosen imports by itself which of them are needed, and has the networks know.
    fn held(
        &self,
        workloads: &mut [Workload],
        chosen: &Chosen,
        lazily: &Lazily<'_>,
    ) -> Result<Vec<TakenBack>, PlanFailure> {
        let numbers: Vec<usize> = chosen.choice.imports.iter().copied().collect();
        let mut held = Vec::new();
        for (at, workload) in workloads.iter_mut().enumerate() {
            let main = workload.network.importer("__main__");
            let deferral = |&number: &usize| {
                let import = &self.imports.all[number];
                Deferral {
                    module: if import.module == main {
                        "__main__"
                    } else {
                        &import.module
                    },
                    target: &import.target,
                    name: import.name.as_deref(),
                    bound: import.bound(),
                }
            };
            let deferred: Vec<Deferral<'_>> = numbers.iter().map(deferral).collect();
            let needed: Vec<usize> = lazily(at, &deferred)?.into_iter().map(|at| numbers[at]).collect();
            held.extend(hold(&mut workload.network, &self.imports, &needed));
        }
        Ok(held)
    }

    fn check(&self, rounds: u32, chosen: &Chosen, difference: Difference, mut ran: Vec<TakenBack>) -> Check {
        let made: BTreeSet<_> = chosen
            .choice
            .imports
            .iter()
            .map(|&number| &self.imports.all[number])
            .map(|import| (&import.place, &import.text))
            .collect();
        ran.retain(|edit| !made.contains(&(&edit.place, &edit.import)));
        ran.sort_by(|left, right| (&left.place, &left.import).cmp(&(&right.place, &right.import)));
        ran.dedup_by(|later, earlier| later.place == earlier.place && later.import == earlier.import);
        Check {
            rounds,
            still_loaded: difference.still_loaded.into_iter().collect(),
            also_gone: difference.also_gone.into_iter().collect(),
            new: difference.new.into_iter().collect(),
            taken_back: ran,
        }
    }
}

/// The edited texts, without writing them.
fn texts(plans: &[Planned]) -> Result<Overlay, PlanFailure> {
    let (rewritings, problems) = rewrite_all(plans, &Helpers::new(), &[]);
    match problems.first() {
        Some(problem) => Err(PlanFailure::Rewrite {
            path: problem.path.clone(),
            message: problem.message.clone(),
        }),
        None => Ok(rewritings
            .into_iter()
            .map(|rewriting| (rewriting.path, rewriting.after))
            .collect()),
    }
}
