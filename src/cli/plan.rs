//! `dormant plan`: the edits that buy the most start-up time; and the saved plans that `fix` makes.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{PlanFormat, PlanOptions};
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use super::subject;
use crate::config::Settings;
use crate::pipeline::planning::{self, Answer, Overlay, PlanFailure, Planner, Runs, WhatIf, everything_heavy};
use crate::pipeline::{self, Analysis};
use crate::plan::Limits;
use crate::plan::model::Plan;
use crate::profile::{Bytecode, Deferral, Profile};
use crate::project::write_named;
use crate::report::plan as report;

pub(super) fn run(context: &Context, options: &PlanOptions, output: &Output) -> Result<Status, Failure> {
    let what = options.what_if.as_deref().map(question).transpose()?;
    let (plan, answer) = make(context, options, what.as_ref(), output)?;
    if let Some(answer) = answer {
        return Ok(output.data(&match options.format {
            PlanFormat::Json => report::what_if::json(&answer),
            PlanFormat::Table | PlanFormat::Html => report::what_if::text(&answer, output.style),
        }));
    }
    let json = plan.to_json().unwrap_or_default();
    if let Some(path) = &options.save {
        write_named(path, json.as_bytes()).map_err(Failure::file(path))?;
    }
    Ok(output.data(&match options.format {
        PlanFormat::Table => report::table(&plan, output.style),
        PlanFormat::Json => json,
        PlanFormat::Html => report::html::page(&plan),
    }))
}

/// Whether it was said what to plan for.
pub(super) fn has_subject(options: &PlanOptions) -> bool {
    !options.subject.command.is_empty() || options.subject.profile.is_some()
}

/// A wish that one project alone can fulfil.
pub(super) fn one_only(options: &PlanOptions) -> Option<&'static str> {
    if options.save.is_some() {
        return Some("--save");
    }
    match options.format {
        PlanFormat::Table => None,
        PlanFormat::Json | PlanFormat::Html => Some("this format"),
    }
}

/// What `--what-if` asks.
fn question(text: &str) -> Result<WhatIf, Failure> {
    WhatIf::parse(text).ok_or_else(|| {
        Failure::Request(format!(
            "--what-if {text}: neither a reason that `dormant rules` lists nor a place as in app/cli.py:12"
        ))
    })
}

fn make(
    context: &Context,
    options: &PlanOptions,
    what: Option<&WhatIf>,
    output: &Output,
) -> Result<(Plan, Option<Answer>), Failure> {
    let settings = context.settings(&[])?;
    let settings = everything_heavy(&settings);
    let progress = output.progress("running the command, and reading the project");
    let bytecode = Bytecode::new()?;
    let runs = subject::runs(&options.subject, &settings, &bytecode, output)?;
    if runs.is_empty() {
        return Err(Failure::Request(
            "nothing to plan for: give a command after `--`, a --profile, or `entry-points`".to_owned(),
        ));
    }
    let paths = [settings.root.clone()];
    let project = planning::read(&settings, &paths, options.allow_unsafe, context.use_cache)?;
    let mut planner = Planner::new(&project);
    let profiles: Vec<(Profile, f64)> = runs.iter().map(|run| (run.profile.clone(), run.weight)).collect();
    let mut workloads: Vec<_> = profiles
        .iter()
        .map(|(profile, weight)| planner.workload(profile, *weight))
        .collect();
    let limits = limits(options, &settings, &profiles);
    if options.lazy_python.is_some() && runs.iter().any(|run| run.profiling.is_none()) {
        return Err(Failure::Request(
            "--lazy-python runs the command: give it after `--`".to_owned(),
        ));
    }
    let can_run = !options.no_check && runs.iter().all(|run| run.profiling.is_some());
    let (chosen, check) = if can_run {
        let again = |at: usize, texts: &Overlay| match &runs[at].profiling {
            Some(profiling) => Ok(pipeline::profile_once(&settings, profiling, texts, &bytecode)?),
            None => Err(PlanFailure::Saved),
        };
        let lazily = |at: usize, deferred: &[Deferral<'_>]| match (&runs[at].profiling, &options.lazy_python) {
            (Some(profiling), Some(python)) => Ok(pipeline::needed_lazily(
                &settings, profiling, python, deferred, &bytecode,
            )?),
            _ => Ok(Vec::new()),
        };
        let running = Runs {
            edited: &again,
            lazily: options.lazy_python.is_some().then_some(&lazily),
        };
        let (chosen, check) = planner.choose_by_running(&profiles, &mut workloads, limits, &running)?;
        (chosen, Some(check))
    } else {
        (planner.choose(&workloads, limits), None)
    };
    let least_us = limits.least_us.max(LEAST_WISH_US);
    let answer = what.map(|what| planner.suppose(&workloads, &chosen.choice, what));
    let mut plan = Plan {
        check,
        wishes: match answer {
            None => planner.wishes(&workloads, &chosen.choice, least_us),
            Some(_) => Vec::new(),
        },
        ..planner.plan(&profiles, &workloads, &chosen)
    };
    let ran: Vec<&Profile> = chosen.ran.iter().collect();
    planner.add_later(&mut plan, &workloads, &chosen, &ran);
    drop(progress);
    output.problems(&planner.problems());
    Ok((plan, answer))
}

/// What an edited statement has to save at least where nobody says so, in milliseconds.
pub(super) const LEAST_MS: f64 = 0.2;

/// What may be paid: a budget is for the whole start-up, so what has to be saved is what it exceeds.
fn limits(options: &PlanOptions, settings: &Settings, profiles: &[(Profile, f64)]) -> Limits {
    let weights: f64 = profiles.iter().map(|(_, weight)| weight).sum();
    let startup: f64 = profiles
        .iter()
        .map(|(profile, weight)| weight * profile.total.startup_cpu_ms)
        .sum();
    let budget = options.budget_ms.or(settings.budget_ms);
    Limits {
        most_edits: options.max_edits,
        enough_us: budget.map(|budget| (startup / weights - budget) * 1000.0),
        least_us: options.min_ms.unwrap_or(LEAST_MS) * 1000.0,
        // Who says how far to go gets what there is up to there.
        least_share: match (options.min_ms, options.max_edits, budget) {
            (None, None, None) => Limits::WORTH_READING,
            _ => 0.0,
        },
    }
}

/// A change by hand that saves less, in microseconds for each reason, is not proposed.
const LEAST_WISH_US: f64 = 1000.0;

/// Misfits that a message names.
const NAMED: usize = 5;

/// The edits of a saved plan, in the place of those that `fix` would choose.
pub(super) fn analysis(
    context: &Context,
    settings: &Settings,
    plan: &Path,
    allow_unsafe: bool,
    output: &Output,
) -> Result<Analysis, Failure> {
    let saved = read(plan)?;
    if saved.check.is_none() {
        output.say(&format!("note: {}: {}", plan.display(), report::NOT_CHECKED));
    }
    let settings = everything_heavy(settings);
    let files: BTreeSet<PathBuf> = saved.edits().map(|edit| settings.root.join(&edit.place.path)).collect();
    let files: Vec<PathBuf> = files.into_iter().collect();
    let project = planning::read(&settings, &files, allow_unsafe, context.use_cache)?;
    Planner::new(&project).analysis(&saved).map_err(|told| {
        let more = told.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!("\n  and {more} more")
        } else {
            String::new()
        };
        let told = told[..told.len().min(NAMED)].join("\n  ");
        let message = "the plan does not fit the project any more: make it again with `dormant plan`";
        Failure::content(plan, format!("{message}\n  {told}{more}"))
    })
}

/// Reads a saved plan.
pub(super) fn read(path: &Path) -> Result<Plan, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::file(path))?;
    Plan::from_json(&text).map_err(|error| Failure::content(path, error))
}
