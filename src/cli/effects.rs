//! `dormant effects`: what executing a module does to the rest of the program.
use std::path::PathBuf;

use clap::ValueEnum;

use super::args::{ConfigurationArgs, NO_FINDINGS, RunArgs};
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::pipeline::{self, Request};
use crate::report::effects;

/// How `effects` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum EffectsFormat {
    /// For people: each effect with its place and the calls to it
    #[default]
    Full,
    /// One object, for programs
    Json,
}

/// Print what executing a module does to the rest of the program.
#[derive(Debug, clap::Args)]
#[command(after_help = NO_FINDINGS)]
pub(super) struct EffectsArgs {
    /// A module of the project or an installed one, such as docker.api
    module: String,
    /// Where the project is
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Show all the modules that importing it loads, not only those below it
    #[arg(long)]
    closure: bool,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: EffectsFormat,
    #[command(flatten)]
    settings: ConfigurationArgs,
    #[command(flatten)]
    run: RunArgs,
}

impl EffectsArgs {
    pub(super) fn context(&self) -> Context {
        self.settings.context(&self.run)
    }

    /// Runs it: there are no findings.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        run(context, self, output)
    }
}

fn run(context: &Context, input: &EffectsArgs, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&input.paths)?;
    let request = Request {
        use_cache: context.use_cache,
        ..Request::of(&settings, &input.paths)
    };
    let progress = output.progress("reading the module and what it imports");
    let observation = pipeline::effects_of(&request, &input.module, input.closure)?;
    drop(progress);
    let status = output.data(&match input.output_format {
        EffectsFormat::Full => effects::full(&observation.modules, output.style),
        EffectsFormat::Json => effects::json(&observation.modules),
    });
    let known = observation.modules.iter().filter(|module| module.unknown.is_none());
    let quiet = known
        .filter(|module| module.effects.iter().all(|effect| !effect.counts))
        .count();
    let count = observation.modules.len();
    let modules = if count == 1 { "module" } else { "modules" };
    output.say(&format!(
        "{count} {modules}, {quiet} of them without an effect that counts\n"
    ));
    Ok(status)
}
