//! The arguments of `plan` and `why`.
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::configuration::ConfigurationArgs;
use super::formats::{PlanFormat, TextFormat};
use super::invocation::{Command, Invocation, PlanOptions, Subject};
use super::run::RunArgs;

pub(super) const PLAN_EXAMPLES: &str = "\
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

pub(super) const WHY_EXAMPLES: &str = "\
Examples:
  dormant why pandas -- app --help            who loads it, and how to stop it
  dormant why pandas --profile app.json       from a saved profile; runs nothing";

#[derive(Debug, Args)]
pub struct SubjectArgs {
    /// How often to run the command for its times
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
    /// Seconds that one run may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    /// The exit status that the command should have
    #[arg(long, value_name = "STATUS", default_value_t = 0)]
    pub exit_status: i32,
    /// The command whose start-up counts
    #[arg(last = true, value_name = "CMD")]
    pub command: Vec<OsString>,
}

impl SubjectArgs {
    fn subject(self, invocation: &Invocation) -> Subject {
        Subject {
            profile: invocation.overrides.profile.clone(),
            command: self.command,
            runs: self.runs,
            timeout: Duration::from_secs(self.timeout),
            exit_status: self.exit_status,
        }
    }
}

/// Which edits are worth it.
#[derive(Debug, Args)]
pub struct LimitArgs {
    /// The most statements to edit
    #[arg(long, value_name = "N")]
    pub max_edits: Option<u32>,
    /// The least that an edited statement must save [default: 0.2, and ten edits together 1 % of the import time]
    #[arg(long, value_name = "MS")]
    pub min_ms: Option<f64>,
}

#[derive(Debug, Args)]
pub struct PlanArgs {
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Keep the plan in this file, for `fix --plan` and `check --plan`
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// How long start-up may take; no more edits than that needs
    #[arg(long, value_name = "MS")]
    pub budget_ms: Option<f64>,
    #[command(flatten)]
    pub limits: LimitArgs,
    /// Also plan edits that have a named risk
    #[arg(long = "unsafe")]
    pub allow_unsafe: bool,
    /// Do not run the edited program to see whether the plan is right
    #[arg(long)]
    pub no_check: bool,
    /// A Python 3.15 to ask, by lazy imports, what the command needs at start
    ///
    /// It has to have the program's packages installed. Nothing is edited for that.
    #[arg(long, value_name = "FILE", conflicts_with = "no_check")]
    pub lazy_python: Option<PathBuf>,
    /// Say what would follow if a reason no longer held: one by its code, or what stands at FILE:LINE
    #[arg(long, value_name = "REASON|FILE:LINE", conflicts_with = "save")]
    pub what_if: Option<String>,
    /// How to print the plan
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: PlanFormat,
    #[command(flatten)]
    pub settings: ConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

impl PlanArgs {
    pub fn into_command(self, invocation: &mut Invocation) -> Command {
        self.settings.into_invocation(invocation);
        self.run.into_invocation(invocation);
        Command::Plan(PlanOptions {
            subject: self.subject.subject(invocation),
            save: self.save,
            budget_ms: self.budget_ms,
            max_edits: self.limits.max_edits,
            min_ms: self.limits.min_ms,
            allow_unsafe: self.allow_unsafe,
            no_check: self.no_check,
            lazy_python: self.lazy_python,
            what_if: self.what_if,
            format: self.output_format,
        })
    }
}

#[derive(Debug, Args)]
pub struct WhyArgs {
    /// The module, such as `pandas` or `app.models`
    pub module: String,
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// The most chains to show
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub chains: usize,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: TextFormat,
    #[command(flatten)]
    pub settings: ConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

impl WhyArgs {
    pub fn into_command(self, invocation: &mut Invocation) -> Command {
        self.settings.into_invocation(invocation);
        self.run.into_invocation(invocation);
        Command::Why {
            module: self.module,
            subject: self.subject.subject(invocation),
            chains: self.chains,
            format: self.output_format,
        }
    }
}

/// The saved plan that `fix` and `check` go by.
#[derive(Debug, Args)]
#[command(next_help_heading = "Plan")]
pub struct PlanFileArgs {
    /// Make exactly the edits of this saved plan
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
}

/// The saved plan that `check` goes by, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Plan")]
pub struct PlanCheckArgs {
    /// Run the command of this saved plan; fail if it loads what was removed
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Accept what is loaded again, in .dormant/baseline.json
    #[arg(long, requires = "plan")]
    pub update_baseline: bool,
    /// The command to run, instead of the plan's
    #[arg(last = true, value_name = "CMD", requires = "plan")]
    pub command: Vec<OsString>,
}
