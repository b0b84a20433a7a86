//! `dormant optimize`: profile, plan, verify, measure, write, report.
use std::ffi::OsString;
use std::path::PathBuf;

use clap::ValueEnum;

use super::args::{CheckingArgs, LimitArgs};
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::plan::LEAST_MS;
use super::projects::each_with_entry_points;
use super::status::Status;
use super::subject;
use crate::judge::Assurance;
use crate::measure::model::Measurement;
use crate::pipeline::{self, Aim, Optimized, Refused};
use crate::plan::Limits;
use crate::project::write_named;
use crate::report::diff;
use crate::report::optimize::{self as report, Optimization, Outcome, Startup};

/// How `optimize` reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum OptimizeFormat {
    /// For a pull request
    #[default]
    Markdown,
    /// One object, for programs
    Json,
}

/// What edits have to rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Grade {
    /// What is known of all files, tests included
    #[default]
    Proven,
    /// What tests do to the program is left to running them: `--tests` must pass, and run what was moved
    Tested,
}

const STATUSES: &str = "\
Exit status:
  0  optimized, or nothing is left to gain
  1  no set of edits keeps the behaviour, or the start-up still takes longer than --budget-ms
  2  an error: nothing could be run or verified";

/// Make a command start faster: profile, plan, verify, measure, write, report.
///
/// The edits are those of `dormant plan`, tried in a copy. The project is written last, and only with edits after which
/// the program was seen to be the same and to start faster, or with fewer modules.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES)]
pub(super) struct OptimizeArgs {
    /// The command that should start faster; `entry-points` of the configuration where not given
    #[arg(value_name = "CMD", last = true)]
    words: Vec<OsString>,
    /// How to report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: OptimizeFormat,
    /// Where the report goes; to standard output where not given
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Save the plan of the edits that are made, for `check --plan FILE`
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Fail where the start-up takes more CPU time in the end
    #[arg(long, value_name = "MS")]
    budget_ms: Option<f64>,
    /// How often to run the command before and after, in turns
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    #[command(flatten)]
    limits: LimitArgs,
    /// Also put annotations in quotes that Python would evaluate
    ///
    /// As `fix --unsafe` does: a reader of `__annotations__` finds strings.
    #[arg(long = "unsafe")]
    allow_unsafe: bool,
    /// What edits have to rest on
    #[arg(long, value_name = "GRADE", value_enum, default_value_t)]
    assurance: Grade,
    /// Leave the project as it is; only report
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    checking: CheckingArgs,
}

impl OptimizeArgs {
    pub(super) fn context(&self) -> Context {
        self.checking.context()
    }

    /// Runs it, for each project that has entry points where no command is given: exit status 1 where no edits keep the behaviour,
    /// or a gate failed.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let only = is_one_object(self).then_some("this format");
        let run = || run(context, self, output);
        each_with_entry_points(context, !self.words.is_empty(), only, output, &run)
    }
}

fn run(context: &Context, wish: &OptimizeArgs, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&[PathBuf::from(".")])?;
    let aim = Aim {
        commands: subject::commands(&wish.words, &settings)?,
        runs: wish.runs,
        limits: Limits {
            most_edits: wish.limits.max_edits,
            enough_us: None,
            least_us: wish.limits.min_ms.unwrap_or(LEAST_MS) * 1000.0,
            least_share: match (wish.limits.min_ms, wish.limits.max_edits) {
                (None, None) => Limits::WORTH_READING,
                _ => 0.0,
            },
        },
        allow_unsafe: wish.allow_unsafe,
        assurance: match wish.assurance {
            Grade::Proven => Assurance::Proven,
            Grade::Tested => Assurance::Tested,
        },
        budget_ms: wish.budget_ms.or(settings.budget_ms),
        wanted: wish.checking.wanted(),
    };
    let stages = output.stages_of(pipeline::STAGES);
    let tell = |told: &pipeline::Told| stages.tell(told.stage, &told.text, &told.detail, told.left);
    let optimized = pipeline::optimize(&settings, &aim, context.use_cache, &tell);
    drop(stages);
    let optimized = optimized?;
    let mut status = output.problems(&optimized.problems);
    let is_written = optimized.verified.is_some() && optimized.refused.is_none() && !wish.dry_run;
    let text = told(
        &optimized,
        is_written,
        match wish.output_format {
            OptimizeFormat::Markdown => &report::markdown,
            OptimizeFormat::Json => &report::json::render,
        },
    );
    let summary = told(&optimized, is_written, &report::summary);
    // Writing comes last: an interruption before leaves the project as it is.
    let kept = optimized.verified.as_ref().filter(|_| optimized.refused.is_none());
    if let Some(verified) = kept.filter(|_| !wish.dry_run) {
        let (_, failed) = pipeline::write_kept(&settings.root, &verified.kept, false);
        if !failed.is_empty() {
            output.problems(&failed);
            return Err(Failure::Request(
                "nothing was optimized: the files that go together could not all be written".to_owned(),
            ));
        }
    }
    status = status.max(match &wish.output {
        None => output.data(&text),
        Some(path) => {
            write_named(path, text.as_bytes()).map_err(Failure::file(path))?;
            Status::Clean
        }
    });
    if let Some(path) = wish.save.as_ref().filter(|_| kept.is_some()) {
        let text = optimized
            .plan
            .to_json()
            .map_err(|error| Failure::Request(error.to_string()))?;
        write_named(path, text.as_bytes()).map_err(Failure::file(path))?;
    }
    output.say(&summary);
    if kept.is_some() && wish.dry_run {
        output.say("Nothing was written: --dry-run.");
    }
    if optimized.refused == Some(Refused::NotTheSame) {
        status = status.max(Status::Findings);
    }
    let measured = optimized
        .startups
        .iter()
        .filter_map(|startup| startup.measured.as_ref());
    for gate in measured.flat_map(failed_gates) {
        output.say(&gate);
        status = status.max(Status::Findings);
    }
    Ok(status)
}

/// Whether what is printed is one object about one project.
fn is_one_object(wish: &OptimizeArgs) -> bool {
    wish.output_format == OptimizeFormat::Json
}

fn failed_gates(measured: &Measurement) -> impl Iterator<Item = String> + '_ {
    let failed = measured.gates.iter().filter(|gate| !gate.is_kept);
    failed.map(|gate| format!("{} failed: {}", gate.flag, gate.message))
}

/// A text about what came of it.
fn told(optimized: &Optimized, is_written: bool, text: &dyn Fn(&Optimization<'_>) -> String) -> String {
    let startups: Vec<Startup<'_>> = optimized
        .startups
        .iter()
        .map(|startup| Startup {
            line: &startup.line,
            before: &startup.before,
            after: startup.after.as_ref(),
            measured: startup.measured.as_ref(),
        })
        .collect();
    let dropped: Vec<_> = optimized
        .dropped
        .iter()
        .map(|dropped| (&dropped.edit, dropped.differs.as_str()))
        .collect();
    let stages: Vec<(&str, f64)> = optimized
        .stages
        .iter()
        .map(|(name, took)| (*name, took.as_secs_f64()))
        .collect();
    let (files, lines) = changed(optimized);
    text(&Optimization {
        startups: &startups,
        outcome: match optimized.refused {
            None => Outcome::Optimized,
            Some(Refused::NothingToGain) => Outcome::NothingToGain,
            Some(Refused::NotTheSame) => Outcome::NotTheSame,
            Some(Refused::NotWorthIt) => Outcome::NotWorthIt,
        },
        is_written,
        plan: &optimized.plan,
        verified: optimized
            .verified
            .as_ref()
            .map(|verified| (&verified.verdict, verified.edits.as_slice())),
        linter: optimized.linter.as_ref(),
        dropped: &dropped,
        files,
        lines,
        stages: &stages,
    })
}

/// Files and lines that the kept edits change.
fn changed(optimized: &Optimized) -> (usize, diff::Counts) {
    let mut files = 0;
    let mut sum = diff::Counts::default();
    for file in optimized.verified.iter().flat_map(|verified| &verified.kept) {
        let before = file.without.as_deref().unwrap_or_default();
        let after = file.kept.as_deref().unwrap_or_default();
        if before != after {
            let counts = diff::counts(&String::from_utf8_lossy(before), &String::from_utf8_lossy(after));
            files += 1;
            sum.added += counts.added;
            sum.removed += counts.removed;
        }
    }
    (files, sum)
}
