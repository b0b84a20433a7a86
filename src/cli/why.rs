//! `dormant why`: the chains to a module, and how to stop it from being loaded.
use super::args::{ConfigurationArgs, NO_FINDINGS, RunArgs, SubjectArgs, TextFormat};
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use super::subject::{self, Run};
use crate::pipeline::planning::{self, Planner, everything_heavy};
use crate::profile::Bytecode;
use crate::report::why;

const EXAMPLES: &str = "\
Examples:
  dormant why pandas -- app --help            who loads it, and how to stop it
  dormant why pandas --profile app.json       from a saved profile; runs nothing";

/// Say why a command loads a module, and how to stop it.
#[derive(Debug, clap::Args)]
#[command(after_help = NO_FINDINGS, after_long_help = format!("{EXAMPLES}\n\n{NO_FINDINGS}"))]
pub(super) struct WhyArgs {
    /// The module, such as `pandas` or `app.models`
    module: String,
    #[command(flatten)]
    subject: SubjectArgs,
    /// The most chains to show
    #[arg(long, value_name = "N", default_value_t = 5)]
    chains: usize,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: TextFormat,
    #[command(flatten)]
    settings: ConfigurationArgs,
    #[command(flatten)]
    run: RunArgs,
}

impl WhyArgs {
    pub(super) fn context(&self) -> Context {
        self.settings.context(&self.run)
    }

    /// Runs it: there are no findings.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let found = explain(context, &self.module, self, output)?;
        Ok(output.data(&match self.output_format {
            TextFormat::Text => why::text(&found, output.style),
            TextFormat::Json => why::json(&found),
        }))
    }
}

fn explain(
    context: &Context,
    module: &str,
    wish: &WhyArgs,
    output: &Output,
) -> Result<crate::plan::model::Explanation, Failure> {
    let settings = context.settings(&[])?;
    let settings = everything_heavy(&settings);
    let progress = output.progress("running the command, and reading the project");
    let bytecode = Bytecode::new()?;
    let runs = subject::runs(context, &wish.subject, &settings, &bytecode, output)?;
    let [Run { profile, .. }] = runs.as_slice() else {
        return Err(Failure::Request(
            "`why` looks at one command: give one, or one --profile".to_owned(),
        ));
    };
    let paths = [settings.root.clone()];
    let project = planning::read(&settings, &paths, false, context.use_cache)?;
    let planner = Planner::new(&project);
    drop(progress);
    output.problems(&planner.problems());
    let workload = planner.workload(profile, 1.0);
    planner.why(&workload, module, wish.chains).ok_or_else(|| {
        let command = profile.command.join(" ");
        let near: Vec<&str> = profile
            .modules
            .iter()
            .map(|other| other.name.as_str())
            .filter(|name| name.starts_with(&format!("{module}.")) || name.ends_with(&format!(".{module}")))
            .take(3)
            .collect();
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("; it loads {}", near.join(", "))
        };
        Failure::Request(format!("`{command}` does not load {module}{hint}"))
    })
}
