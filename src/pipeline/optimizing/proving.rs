//! Verifying a choice of edits; what is to blame for a difference stays from then on, and the rest is chosen again.
use std::path::Path;
use std::time::{Duration, Instant};

use super::stages::Stages;
use super::{Dropped, OptimizeFailure};
use crate::config::Settings;
use crate::pipeline::PlannedChanges;
use crate::pipeline::planning::{Chosen, PlanFailure, Planner};
use crate::pipeline::verifying::{Verified, verify_changes};
use crate::plan::model::{Check, Reason};
use crate::plan::{Choice, Workload};
use crate::verdict::{Code, Problem};
use crate::verify::{Baseline, Checks};

/// What became of a choice.
pub(super) struct Proof {
    /// What is left of it.
    pub choice: Choice,
    /// The edits and the verdict on them; `None` where there are none.
    pub verified: Option<Verified>,
    /// What is to blame.
    pub dropped: Vec<Dropped>,
    /// What went wrong with single files.
    pub problems: Vec<Problem>,
}

impl Proof {
    /// Nothing is known of a choice yet.
    pub fn none(choice: Choice) -> Proof {
        Proof {
            choice,
            verified: None,
            dropped: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Whether the program was seen to be the same.
    pub fn is_proven(&self) -> bool {
        let verdict = self.verified.as_ref().map(|verified| &verified.verdict);
        verdict.is_none_or(|verdict| verdict.is_proven)
    }
}

/// Edits are chosen and verified at most this often.
const MOST_ROUNDS: u32 = 3;

/// Where verifying takes longer, what is to blame is left out, and nothing else is chosen in its place.
const QUICK: Duration = Duration::from_secs(120);

/// Chooses again what is still allowed.
pub(super) type Choose<'c> = dyn Fn(&mut Planner<'_>, &mut Vec<Workload>) -> Result<(Chosen, Check), PlanFailure> + 'c;

/// Verifies a choice, in a copy of the project of `settings`.
pub(super) fn prove(
    settings: &Settings,
    planner: &mut Planner<'_>,
    workloads: &mut Vec<Workload>,
    choice: Choice,
    (baseline, checks): (&mut Baseline, &Checks),
    choose: &Choose<'_>,
    stages: &Stages<'_>,
) -> Result<Proof, OptimizeFailure> {
    let mut proof = Proof::none(choice);
    let mut held: Option<(Choice, Verified)> = None;
    for round in 1.. {
        let analysis = planner.edits(&proof.choice);
        let (changes, problems) = PlannedChanges::new(&settings.root, &analysis);
        proof.problems.extend(problems);
        let started = Instant::now();
        let verified = verify_changes(baseline, &changes, checks, &|said| stages.checking(said))?;
        let stay = blamed(&verified, &changes, planner);
        proof.dropped.extend(dropped(&verified));
        let is_proven = verified.verdict.is_proven;
        if let Some((choice, held)) = held.take().filter(|_| !is_proven) {
            // What was left of the choice before was seen to be the same program.
            proof.choice = choice;
            proof.verified = Some(held);
            break;
        }
        if stay.is_empty() || !is_proven {
            proof.verified = Some(verified);
            break;
        }
        planner.keep(&stay);
        proof.choice = planner.rest(workloads, &proof.choice);
        if verified.verdict.kept.contains(&true) {
            held = Some((proof.choice.clone(), verified.clone()));
        }
        proof.verified = Some(verified);
        if round == MOST_ROUNDS || started.elapsed() > QUICK {
            break;
        }
        stages.say("choosing again without the edits to blame");
        let (next, _) = choose(planner, workloads)?;
        if next.choice.imports == proof.choice.imports {
            break;
        }
        proof.choice = next.choice;
        if proof.choice.imports.is_empty() {
            proof.verified = None;
            break;
        }
    }
    Ok(proof)
}

/// The imports to blame, by number, each with what it changes.
fn blamed(verified: &Verified, changes: &PlannedChanges, planner: &Planner<'_>) -> Vec<(usize, Reason)> {
    let mut stay = Vec::new();
    for (edit, _) in verified.verdict.kept.iter().enumerate().filter(|(_, kept)| !**kept) {
        let number = changes
            .origin(edit)
            .and_then(|(file, offset): (&Path, u32)| planner.import_at(file, offset));
        let reason = Reason::new(
            Code::NotTheSame.code(),
            format!("without it at start, {}", differs(verified, edit)),
        );
        stay.extend(number.map(|number| (number, reason)));
    }
    stay
}

fn dropped(verified: &Verified) -> impl Iterator<Item = Dropped> + '_ {
    let edits = verified.edits.iter().enumerate();
    edits
        .filter(|(at, _)| verified.verdict.kept.get(*at) == Some(&false))
        .map(|(at, edit)| Dropped {
            edit: edit.clone(),
            differs: differs(verified, at),
        })
}

/// The first thing that an edit is to blame for, in words.
fn differs(verified: &Verified, edit: usize) -> String {
    let mut blamed = verified.verdict.blamed.iter().filter(|one| one.edits.contains(&edit));
    let first = blamed.next().map_or_else(String::new, |one| {
        let difference = &one.difference;
        let about = format!("{} {}", difference.kind, difference.about);
        format!("{}: {} differs", difference.subject.words(), about.trim())
    });
    match blamed.count() {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}
