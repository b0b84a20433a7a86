//! The command line: which commands there are. What each one takes, does and ends with stands in its own file.
use std::ffi::OsString;

use clap::{CommandFactory, Parser, Subcommand};

use super::args::{OutputArgs, STATUSES};
use super::build::BuildArgs;
use super::check::CheckArgs;
use super::context::Context;
use super::effects::EffectsArgs;
use super::failure::Failure;
use super::fix::FixArgs;
use super::init::InitArgs;
use super::manuals::{CompletionsArgs, ManArgs};
use super::measure::MeasureArgs;
use super::optimize::OptimizeArgs;
use super::output::Output;
use super::plan::PlanArgs;
use super::probe::ProbeArgs;
use super::profile::ProfileArgs;
use super::rules::{RuleArgs, RulesArgs};
use super::schemas::SchemaArgs;
use super::settings::SettingsArgs;
use super::status::Status;
use super::verify::VerifyArgs;
use super::why::WhyArgs;

/// Keeps a Python program's heavy imports asleep until something needs them.
#[derive(Debug, Parser)]
#[command(
    name = "dormant",
    version,
    term_width = 80,
    arg_required_else_help = true,
    after_help = STATUSES
)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Commands,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Commands {
    Check(CheckArgs),
    Fix(FixArgs),
    Plan(PlanArgs),
    Why(WhyArgs),
    Profile(ProfileArgs),
    Measure(MeasureArgs),
    Build(BuildArgs),
    /// Speak with an editor: the language server, on standard input and output.
    ///
    /// Editors start it. It tells of deferrable imports while a file is written, defers them, and says what imports cost.
    Server,
    Init(InitArgs),
    Optimize(OptimizeArgs),
    Verify(VerifyArgs),
    Probe(ProbeArgs),
    Effects(EffectsArgs),
    Rule(RuleArgs),
    Rules(RulesArgs),
    Settings(SettingsArgs),
    Schema(SchemaArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

impl Commands {
    /// What its shared flags say.
    pub(super) fn context(&self) -> Context {
        match self {
            Commands::Check(args) => args.context(),
            Commands::Fix(args) => args.context(),
            Commands::Plan(args) => args.context(),
            Commands::Why(args) => args.context(),
            Commands::Profile(args) => args.context(),
            Commands::Optimize(args) => args.context(),
            Commands::Verify(args) => args.context(),
            Commands::Probe(args) => args.context(),
            Commands::Effects(args) => args.context(),
            Commands::Settings(args) => args.context(),
            Commands::Measure(_)
            | Commands::Build(_)
            | Commands::Server
            | Commands::Init(_)
            | Commands::Rule(_)
            | Commands::Rules(_)
            | Commands::Schema(_)
            | Commands::Completions(_)
            | Commands::Man(_) => Context::default(),
        }
    }

    /// Runs it.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        match self {
            Commands::Check(args) => args.run(context, output),
            Commands::Fix(args) => args.run(context, output),
            Commands::Plan(args) => args.run(context, output),
            Commands::Why(args) => args.run(context, output),
            Commands::Profile(args) => args.run(context, output),
            Commands::Measure(args) => args.run(context, output),
            Commands::Build(args) => args.run(context, output),
            // It is run outside of the pool, which is for what it looks at.
            Commands::Server => Ok(Status::Clean),
            Commands::Init(args) => args.run(context, output),
            Commands::Optimize(args) => args.run(context, output),
            Commands::Verify(args) => args.run(context, output),
            Commands::Probe(args) => args.run(context, output),
            Commands::Effects(args) => args.run(context, output),
            Commands::Rule(args) => args.run(output),
            Commands::Rules(args) => Ok(args.run(output)),
            Commands::Settings(args) => args.run(context, output),
            Commands::Schema(args) => Ok(args.run(output)),
            Commands::Completions(args) => Ok(args.run(Cli::command(), output)),
            Commands::Man(args) => args.run(Cli::command(), output),
        }
    }

    /// What of its arguments makes no sense together, besides what clap sees.
    fn conflict(&self) -> Option<&'static str> {
        match self {
            Commands::Check(args) => args.conflict(),
            Commands::Fix(args) => args.conflict(),
            _ => None,
        }
    }
}

/// `help --help` and `help fix -h` ask for what `help` and `help fix` say.
fn without_help_for_help(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|command| command == "help") {
        args.retain(|arg| arg != "--help" && arg != "-h");
    }
    args
}

/// Reads the command line, the program's name first. No file is read, nothing is printed, nothing is run.
///
/// # Errors
/// What is wrong with it, or the help or the version that it asks for: `exit_code()` and `print()` do the right thing with
/// either (2 and stderr, 0 and stdout).
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let cli = Cli::try_parse_from(without_help_for_help(args.into_iter().collect()))?;
    match cli.command.conflict() {
        Some(message) => {
            let kind = clap::error::ErrorKind::ArgumentConflict;
            Err(clap::Error::raw(kind, format!("{message}\n")).with_cmd(&Cli::command()))
        }
        None => Ok(cli),
    }
}

#[cfg(test)]
mod tests;
