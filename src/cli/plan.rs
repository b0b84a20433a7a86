//! `dormant plan`: the edits that buy the most start-up time; and the saved plans that `fix` makes.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::{ConfigurationArgs, LimitArgs, NO_FINDINGS, RunArgs, SubjectArgs};
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::projects::each_with_entry_points;
use super::status::Status;
use super::subject;
use crate::config::Settings;
use crate::pipeline::planning::{self, Answer, Overlay, PlanFailure, Planner, Runs, WhatIf, everything_heavy};
use crate::pipeline::{self, Analysis};
use crate::plan::Limits;
use crate::plan::model::Plan;
use crate::profile::{Bytecode, Deferral, Profile};
use crate::project::write_named;
use crate::report::plan as report;

/// How `plan` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum PlanFormat {
    /// For people
    #[default]
    Table,
    /// What --save writes
    Json,
    /// One page with the curve of milliseconds against edits
    Html,
}

const EXAMPLES: &str = "\
Examples:
  dormant plan -- app --help                  what to edit for this command
  dormant plan --save plan.json -- app list   and keep the plan
  dormant fix --plan plan.json                make exactly these edits
  dormant check --plan plan.json              do they still hold? (for CI)
  dormant plan --max-edits 5 -- app --help
  dormant plan --what-if app/cli.py:12 -- app  what if that line held nothing?
  dormant plan --profile app.json             from a saved profile; runs nothing
  dormant plan --profile app.json -- app      and checks it by running
  dormant plan                                for `entry-points` as configured";

/// Say which edits buy the most start-up time.
///
/// Runs the command, finds the sets of edits by which modules disappear from its start-up, and chooses the best.
#[derive(Debug, clap::Args)]
#[command(after_help = NO_FINDINGS, after_long_help = format!("{EXAMPLES}\n\n{NO_FINDINGS}"))]
pub(super) struct PlanArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Keep the plan in this file, for `fix --plan` and `check --plan`
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// How long start-up may take; no more edits than that needs
    #[arg(long, value_name = "MS")]
    budget_ms: Option<f64>,
    #[command(flatten)]
    limits: LimitArgs,
    /// Also plan edits that have a named risk
    #[arg(long = "unsafe")]
    allow_unsafe: bool,
    /// Do not run the edited program to see whether the plan is right
    #[arg(long)]
    no_check: bool,
    /// A Python 3.15 to ask, by lazy imports, what the command needs at start
    ///
    /// It has to have the program's packages installed. Nothing is edited for that.
    #[arg(long, value_name = "FILE", conflicts_with = "no_check")]
    lazy_python: Option<PathBuf>,
    /// Say what would follow if a reason no longer held: one by its code, or what stands at FILE:LINE
    #[arg(long, value_name = "REASON|FILE:LINE", conflicts_with = "save")]
    what_if: Option<String>,
    /// How to print the plan
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: PlanFormat,
    #[command(flatten)]
    settings: ConfigurationArgs,
    #[command(flatten)]
    run: RunArgs,
}

impl PlanArgs {
    pub(super) fn context(&self) -> Context {
        self.settings.context(&self.run)
    }

    /// Runs it, for each project that has entry points where no command is given.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let has_subject = !self.subject.command.is_empty() || context.overrides.profile.is_some();
        let run = || run(context, self, output);
        each_with_entry_points(context, has_subject, self.one_only(), output, &run)
    }

    /// A wish that one project alone can fulfil.
    fn one_only(&self) -> Option<&'static str> {
        if self.save.is_some() {
            return Some("--save");
        }
        match self.output_format {
            PlanFormat::Table => None,
            PlanFormat::Json | PlanFormat::Html => Some("this format"),
        }
    }
}

fn run(context: &Context, options: &PlanArgs, output: &Output) -> Result<Status, Failure> {
    let what = options.what_if.as_deref().map(question).transpose()?;
    let (plan, answer) = make(context, options, what.as_ref(), output)?;
    if let Some(answer) = answer {
        return Ok(output.data(&match options.output_format {
            PlanFormat::Json => report::what_if::json(&answer),
            PlanFormat::Table | PlanFormat::Html => report::what_if::text(&answer, output.style),
        }));
    }
    let json = plan.to_json().unwrap_or_default();
    if let Some(path) = &options.save {
        write_named(path, json.as_bytes()).map_err(Failure::file(path))?;
    }
    Ok(output.data(&match options.output_format {
        PlanFormat::Table => report::table(&plan, output.style),
        PlanFormat::Json => json,
        PlanFormat::Html => report::html::page(&plan),
    }))
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
    options: &PlanArgs,
    what: Option<&WhatIf>,
    output: &Output,
) -> Result<(Plan, Option<Answer>), Failure> {
    let settings = context.settings(&[])?;
    let settings = everything_heavy(&settings);
    let progress = output.progress("running the command, and reading the project");
    let bytecode = Bytecode::new()?;
    let runs = subject::runs(context, &options.subject, &settings, &bytecode, output)?;
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
fn limits(options: &PlanArgs, settings: &Settings, profiles: &[(Profile, f64)]) -> Limits {
    let weights: f64 = profiles.iter().map(|(_, weight)| weight).sum();
    let startup: f64 = profiles
        .iter()
        .map(|(profile, weight)| weight * profile.total.startup_cpu_ms)
        .sum();
    let budget = options.budget_ms.or(settings.budget_ms);
    Limits {
        most_edits: options.limits.max_edits,
        enough_us: budget.map(|budget| (startup / weights - budget) * 1000.0),
        least_us: options.limits.min_ms.unwrap_or(LEAST_MS) * 1000.0,
        // Who says how far to go gets what there is up to there.
        least_share: match (options.limits.min_ms, options.limits.max_edits, budget) {
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
