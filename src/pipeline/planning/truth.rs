//! Truth by running: the edits are laid over the project's files, nothing is written, and the command says what it still loads.
use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;

use super::super::{Planned, rewrite_all};
use super::{Chosen, Planner};
use crate::profile::Profile;
use crate::saving::model::{Check, TakenBack};
use crate::saving::{Difference, Limits, Workload, compare, learn};

/// A plan is made at most this often.
const MOST_ROUNDS: u32 = 5;

/// The edited texts of files.
pub type Overlay = Vec<(PathBuf, String)>;

impl Planner<'_> {
    /// Chooses edits, runs the edited program, learns from it, and chooses again until both agree.
    ///
    /// `run` runs the command of that number with edited texts in the place of the project's files; several at once, for nobody
    /// looks at a clock.
    ///
    /// # Errors
    /// What `run` says, and files that cannot be rewritten as planned.
    pub fn choose_by_running(
        &mut self,
        profiles: &[(Profile, f64)],
        workloads: &mut [Workload],
        limits: Limits,
        run: &(dyn Fn(usize, &Overlay) -> Result<Profile, String> + Sync),
    ) -> Result<(Chosen, Check), String> {
        let mut ran: Vec<TakenBack> = Vec::new();
        let mut chosen = self.choose(workloads, limits);
        for round in 1.. {
            let overlay = texts(&chosen.plans)?;
            let mut difference = Difference::default();
            let runs: Result<Vec<Profile>, String> = (0..workloads.len())
                .into_par_iter()
                .map(|command| run(command, &overlay))
                .collect();
            for ((workload, (before, _)), after) in workloads.iter_mut().zip(profiles).zip(runs?) {
                ran.extend(learn(
                    &mut workload.network,
                    &self.imports,
                    &chosen.choice.imports,
                    &after,
                ));
                let found = compare(workload, &chosen.choice.imports, before, &after);
                difference.still_loaded.extend(found.still_loaded);
                difference.also_gone.extend(found.also_gone);
                difference.new.extend(found.new);
            }
            let next = self.choose(workloads, limits);
            if next.choice.imports == chosen.choice.imports || round == MOST_ROUNDS {
                let check = self.check(round, &chosen, difference, ran);
                chosen.frontier = next.frontier;
                return Ok((chosen, check));
            }
            chosen = next;
        }
        Err("no round was run".to_owned())
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
fn texts(plans: &[Planned]) -> Result<Overlay, String> {
    let (rewritings, problems) = rewrite_all(plans, None);
    match problems.first() {
        Some(problem) => Err(format!("{}: {}", problem.path.display(), problem.message)),
        None => Ok(rewritings
            .into_iter()
            .map(|rewriting| (rewriting.path, rewriting.after))
            .collect()),
    }
}
