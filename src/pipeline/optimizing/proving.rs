//! Verifying a choice of edits; what is to blame for a difference stays from then on, and the rest is chosen again.
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use super::copies::Copies;
use super::stages::Stages;
use super::tested::{evidence, left_out, not_run};
use super::{Dropped, OptimizeFailure};
use crate::pipeline::PlannedChanges;
use crate::pipeline::planning::{Chosen, PlanFailure, Planner};
use crate::pipeline::verifying::{Verified, verify_changes};
use crate::plan::model::{Check, Reason, Tested};
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

    /// The same after another choice was tried before it.
    pub fn after(self, mut before: Proof) -> Proof {
        before.dropped.extend(self.dropped);
        before.problems.extend(self.problems);
        Proof {
            dropped: before.dropped,
            problems: before.problems,
            ..self
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

/// What choices are verified with.
pub(super) struct Proving<'a> {
    /// The copies of the project that is verified.
    pub copies: &'a Copies,
    /// What is looked at.
    pub checks: &'a Checks,
    /// Chooses again.
    pub choose: &'a Choose<'a>,
    /// The project judged by what is proven, where edits may be tested instead.
    pub strict: Option<&'a Planner<'a>>,
    /// Who is told.
    pub stages: &'a Stages<'a>,
}

impl Proving<'_> {
    /// Verifies a choice. Of edits that are not proven those stay of which something ran when the program was watched: they are given
    /// by number.
    pub fn prove(
        &self,
        planner: &mut Planner<'_>,
        workloads: &mut Vec<Workload>,
        baseline: &mut Baseline,
        choice: Choice,
    ) -> Result<(Proof, BTreeMap<usize, Tested>), OptimizeFailure> {
        let mut proof = prove(self, planner, workloads, baseline, choice)?;
        let mut tested: BTreeMap<usize, Tested> = BTreeMap::new();
        while let Some((strict, verified)) = self.strict.zip(proof.verified.as_ref()).filter(|_| proof.is_proven()) {
            let against = planner.unproven(&proof.choice, strict);
            // What ran does so without the edits that are left out, too.
            tested.retain(|number, _| against.contains_key(number));
            if tested.len() == against.len() {
                return Ok((proof, tested));
            }
            tested = evidence(planner, against, verified, self.copies, self.checks, self.stages)?;
            let not_run = |(&number, tested): (&usize, &Tested)| (tested.ran == 0).then(|| (number, not_run(tested)));
            let not_run: Vec<_> = tested.iter().filter_map(not_run).collect();
            if not_run.is_empty() {
                return Ok((proof, tested));
            }
            proof.dropped.extend(left_out(planner, &not_run));
            planner.keep(&not_run);
            tested.retain(|_, tested| tested.ran > 0);
            let rest = planner.rest(workloads, &proof.choice);
            if rest.imports.is_empty() {
                proof.choice = rest;
                proof.verified = None;
                break;
            }
            proof = prove(self, planner, workloads, baseline, rest)?.after(proof);
        }
        Ok((proof, BTreeMap::new()))
    }
}

fn prove(
    proving: &Proving<'_>,
    planner: &mut Planner<'_>,
    workloads: &mut Vec<Workload>,
    baseline: &mut Baseline,
    choice: Choice,
) -> Result<Proof, OptimizeFailure> {
    let Proving {
        copies,
        checks,
        choose,
        stages,
        ..
    } = proving;
    let root = &copies.settings(false).root;
    let mut proof = Proof::none(choice);
    let mut held: Option<(Choice, Verified)> = None;
    for round in 1.. {
        let analysis = planner.edits(&proof.choice);
        let (changes, problems) = PlannedChanges::new(root, &analysis);
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
