//! `optimize` wired together: profile, plan, verify in a copy, drop what is to blame, measure. Writing is left to the caller,
//! as the last step, so that whatever goes wrong before, an interruption included, leaves the project as it is.
mod copies;
mod model;
mod proving;
mod stages;
mod tested;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use copies::Copies;
pub use model::{Aim, Dropped, OptimizeFailure, Optimized, Refused, Startup};
use proving::{Proof, Proving};
use stages::Stages;
pub use stages::{STAGES, Told};

use super::planning::{self, Chosen, Overlay, PlanFailure, Planner, Runs};
use super::verifying::{Wanted, program_files};
use super::{Profiling, profile, profile_once};
use crate::config::{Settings, scripts};
use crate::judge::Assurance;
use crate::measure::model::{Measurement, Sides, Worth};
use crate::measure::{self, Order, Runner, measure};
use crate::plan::Choice;
use crate::plan::model::Reason;
use crate::process::{Job, ProcessError, interrupted, listen};
use crate::profile::{Bytecode, Profile};
use crate::verify::{Baseline, Unable, can_start};

/// Runs of each kind for the profile that the plan rests on.
const PROFILE_RUNS: u32 = 5;

/// What edits save has to be this share of the start-up: less is lost in the noise of profiles, and would make every run
/// find a little more.
const LEAST_SHARE: f64 = 0.01;

/// Profiles, plans, verifies and measures; changes nothing in the project. `tell` is called with what is being done.
///
/// # Errors
/// Where a command cannot be run, nothing can be verified or measured, or the user interrupts.
pub fn optimize(
    settings: &Settings,
    aim: &Aim,
    use_cache: bool,
    tell: &dyn Fn(&Told),
) -> Result<Optimized, OptimizeFailure> {
    if aim.commands.is_empty() {
        return Err(OptimizeFailure::NoCommand);
    }
    let is_tested = aim.assurance == Assurance::Tested;
    if is_tested && aim.wanted.tests.is_none() {
        return Err(OptimizeFailure::NoTests("none are given (--tests)".to_owned()));
    }
    // From here on an interruption is an error, and temporary folders are removed on the way out.
    listen();
    let optimized = in_copies(settings, aim, use_cache, tell);
    if interrupted() {
        return Err(Unable::from(ProcessError::Interrupted).into());
    }
    optimized
}

fn in_copies(
    settings: &Settings,
    aim: &Aim,
    use_cache: bool,
    tell: &dyn Fn(&Told),
) -> Result<Optimized, OptimizeFailure> {
    let mut stages = Stages::new(tell);
    let copies = Copies::new(settings)?;
    let moved = copies.settings(false);
    let bytecode = Bytecode::new().map_err(OptimizeFailure::Bytecode)?;
    let lines: Vec<String> = aim.commands.iter().map(|(_, words)| line(words)).collect();

    stages.begin("profiling", lines.join(", "));
    // What cannot prove anything is told before the work that it is to prove.
    let mut wanted = aim.wanted.clone();
    let checks = |wanted: &Wanted| super::verifying::checks(moved, wanted);
    can_start(&checks(&wanted), &moved.root)?;
    wanted.commands.splice(0..0, lines.iter().cloned());
    let checks = checks(&wanted);
    let run = Run {
        settings,
        aim,
        copies: &copies,
        lines: &lines,
        bytecode: &bytecode,
    };
    let profiles = run.profiles(&stages)?;

    let mut baseline = Baseline::new(&moved.root, &checks, &|said| stages.say(said))?;
    let is_tested = aim.assurance == Assurance::Tested;
    if let Some(why) = baseline.lacks_tests().filter(|_| is_tested) {
        return Err(OptimizeFailure::NoTests(why));
    }

    stages.begin("planning", "the fewest edits that save the most".to_owned());
    let files = program_files(moved);
    let project = planning::read_for(aim.assurance, moved, &files, aim.allow_unsafe, use_cache)?;
    let mut planner = Planner::new(&project);
    // What is proven, too, is told apart.
    let proven = || planning::read(moved, &files, aim.allow_unsafe, use_cache);
    let strictly = is_tested.then(proven).transpose()?;
    let strict = strictly.as_ref().map(Planner::new);
    let mut workloads: Vec<_> = profiles
        .iter()
        .map(|(profile, weight)| planner.workload(profile, *weight))
        .collect();
    let again = |at: usize, texts: &Overlay| -> Result<Profile, PlanFailure> {
        let once = copies.profiling(&aim.commands[at].1, 1, false, aim.wanted.timeout);
        Ok(profile_once(moved, &once, texts, &bytecode)?)
    };
    let running = Runs {
        edited: &again,
        lazily: None,
    };
    let (chosen, _) = planner.choose_by_running(&profiles, &mut workloads, aim.limits, &running)?;

    let mut proof = Proof::none(chosen.choice);
    let mut refused = None;
    let mut tested = BTreeMap::new();
    if proof.choice.imports.is_empty() || !is_enough(&proof.choice, &profiles) {
        proof.choice = Choice::default();
        refused = Some(Refused::NothingToGain);
    } else {
        stages.begin("verifying", edited(proof.choice.edits));
        let choose = |planner: &mut Planner<'_>, workloads: &mut Vec<_>| {
            planner.choose_by_running(&profiles, workloads, aim.limits, &running)
        };
        let proving = Proving {
            copies: &copies,
            checks: &checks,
            choose: &choose,
            strict: strict.as_ref(),
            stages: &stages,
        };
        let choice = std::mem::take(&mut proof.choice);
        (proof, tested) = proving.prove(&mut planner, &mut workloads, &mut baseline, choice)?;
        if !proof.is_proven() {
            refused = Some(Refused::NotTheSame);
        } else if proof.choice.imports.is_empty() || !is_enough(&proof.choice, &profiles) {
            refused = Some(Refused::NothingToGain);
        }
    }
    let edits = planner.edits(&proof.choice);
    let proven = Chosen {
        assumed: edits.results.assumed,
        choice: proof.choice,
        frontier: Vec::new(),
        plans: edits.plans,
        ran: Vec::new(),
    };
    let mut plan = planner.plan(&profiles, &workloads, &proven);
    // Nobody has the copy: places are told as they are in the project.
    let as_in_project =
        |reason: &mut Reason| reason.text = reason.text.replace(&format!("{}/", moved.root.display()), "");
    plan.remaining.iter_mut().for_each(|row| as_in_project(&mut row.reason));
    tested
        .values_mut()
        .flat_map(|one| &mut one.reasons)
        .for_each(as_in_project);
    let problems = planner.problems().into_iter().chain(proof.problems).collect();

    let kept = proof.verified.as_ref().filter(|_| refused.is_none());
    if let Some(verified) = kept {
        copies.edit(&verified.kept)?;
    }
    let linter = match kept {
        Some(verified) => copies.linter(settings, &checks.place, &verified.kept)?,
        None => None,
    };
    let startups = run.startups(profiles, kept.is_some(), &mut stages)?;
    let ran: Vec<&Profile> = startups.iter().filter_map(|startup| startup.after.as_ref()).collect();
    planner.add_later(&mut plan, &workloads, &proven, &ran);
    planner.add_tested(&mut plan, &tested);
    if kept.is_some() && !pays(&startups) {
        refused = Some(Refused::NotWorthIt);
    }
    if let Some(verified) = &proof.verified {
        copies.is_current(verified.kept.iter().map(|file| &file.path))?;
    }
    Ok(Optimized {
        startups,
        plan,
        verified: proof.verified,
        linter,
        dropped: proof.dropped,
        refused,
        problems,
        stages: stages.ended(),
    })
}

/// What every run of the commands rests on.
struct Run<'a> {
    settings: &'a Settings,
    aim: &'a Aim,
    copies: &'a Copies,
    lines: &'a [String],
    bytecode: &'a Bytecode,
}

impl Run<'_> {
    /// How the command of this number is profiled, in the copy with or without edits.
    fn profiling(&self, at: usize, is_edited: bool) -> Profiling {
        let runs = self.aim.runs.clamp(1, PROFILE_RUNS);
        self.copies
            .profiling(&self.aim.commands[at].1, runs, is_edited, self.aim.wanted.timeout)
    }

    /// The commands' profiles before any edit, with their weights.
    fn profiles(&self, stages: &Stages<'_>) -> Result<Vec<(Profile, f64)>, OptimizeFailure> {
        let mut profiles: Vec<(Profile, f64)> = Vec::new();
        for (at, (weight, _)) in self.aim.commands.iter().enumerate() {
            let before = self.profiling(at, false);
            let measured = profile(self.copies.settings(false), &before, self.bytecode).map_err(|error| {
                OptimizeFailure::Command {
                    line: self.lines[at].clone(),
                    error,
                }
            })?;
            for note in &measured.notes {
                stages.say(note);
            }
            profiles.push((measured.profile, *weight));
        }
        stages.starts(
            profiles.iter().map(|(profile, _)| profile.total.startup_wall_ms),
            self.aim.runs,
        );
        Ok(profiles)
    }

    /// Each command before and, where edits are kept, after them; measured where there is something to compare.
    fn startups(
        &self,
        profiles: Vec<(Profile, f64)>,
        is_kept: bool,
        stages: &mut Stages<'_>,
    ) -> Result<Vec<Startup>, OptimizeFailure> {
        let is_measured = is_kept || self.aim.budget_ms.is_some();
        if is_measured {
            stages.begin("measuring", format!("{} interleaved runs of each", self.aim.runs));
        }
        let mut startups: Vec<Startup> = Vec::new();
        for (at, ((before, _), line)) in profiles.into_iter().zip(self.lines).enumerate() {
            let after = is_kept
                .then(|| profile(self.copies.settings(true), &self.profiling(at, true), self.bytecode))
                .transpose();
            let measured = is_measured.then(|| {
                let order = order(
                    self.settings,
                    self.copies,
                    &self.aim.commands[at].1,
                    self.aim,
                    is_kept,
                    at,
                );
                stages.measuring(at);
                measure(&order, &mut |said| stages.round(said))
            });
            startups.push(Startup {
                line: line.clone(),
                before,
                after: after
                    .map_err(|error| OptimizeFailure::Edited {
                        line: line.clone(),
                        error,
                    })?
                    .map(|measured| measured.profile),
                measured: measured.transpose()?,
            });
        }
        Ok(startups)
    }
}

/// A command as a shell takes it.
fn line(words: &[OsString]) -> String {
    match words.split_first() {
        Some((program, args)) => Job::new(PathBuf::from(program)).args(args).shown(),
        None => String::new(),
    }
}

fn edited(statements: u32) -> String {
    let plural = if statements == 1 { "" } else { "s" };
    format!("{statements} edited statement{plural}")
}

/// Whether edits save enough of what the commands take, weighted.
fn is_enough(choice: &Choice, profiles: &[(Profile, f64)]) -> bool {
    let weights: f64 = profiles.iter().map(|(_, weight)| weight).sum();
    let takes = profiles
        .iter()
        .map(|(profile, weight)| weight / weights * profile.total.startup_cpu_ms);
    choice.saved_us / 1000.0 >= LEAST_SHARE * takes.sum::<f64>()
}

/// Whether some command gains, and none loses.
fn pays(startups: &[Startup]) -> bool {
    let worth = || {
        let measured = startups.iter().filter_map(|startup| startup.measured.as_ref());
        measured.map(Measurement::worth)
    };
    worth().any(|worth| matches!(worth, Worth::Faster | Worth::FewerModules))
        && worth().all(|worth| worth != Worth::Slower)
}

fn order(settings: &Settings, copies: &Copies, words: &[OsString], aim: &Aim, has_edits: bool, at: usize) -> Order {
    Order {
        words: copies
            .words(words)
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect(),
        python: copies.settings(false).python.clone(),
        scripts: scripts(&settings.root),
        trees: Sides {
            before: has_edits.then(|| copies.tree(false)),
            after: Some(copies.tree(has_edits)),
        },
        within: Some(copies.within().to_owned()),
        is_brief: true,
        runners: vec![Runner::Python],
        runs: aim.runs as usize,
        limits: measure::Limits {
            budget_ms: aim.budget_ms.filter(|_| at == 0),
            ..measure::Limits::default()
        },
        ..Order::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::small;

    #[test]
    fn a_hundredth_of_the_start_up_is_worth_an_edit() {
        let profiles = [(small(), 3.0), (small(), 1.0)];
        let saves = |ms: f64| Choice {
            saved_us: ms * 1000.0,
            ..Choice::default()
        };
        let startup = small().total.startup_cpu_ms;
        assert!(is_enough(&saves(startup * 0.011), &profiles));
        assert!(!is_enough(&saves(startup * 0.009), &profiles));
    }
}
