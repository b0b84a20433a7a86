//! `dormant why`: the chains to a module, and how to stop it from being loaded.
use super::Status;
use super::args::{Subject, TextFormat};
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use super::subject::{self, Run};
use crate::pipeline::planning::{self, Planner, everything_heavy};
use crate::profile::Bytecode;
use crate::report::why;

pub(super) fn run(
    context: &Context,
    module: &str,
    subject: &Subject,
    (chains, format): (usize, TextFormat),
    output: &Output,
) -> Result<Status, Failure> {
    let found = explain(context, module, subject, chains, output)?;
    Ok(output.data(&match format {
        TextFormat::Text => why::text(&found, output.style),
        TextFormat::Json => why::json(&found),
    }))
}

fn explain(
    context: &Context,
    module: &str,
    subject: &Subject,
    chains: usize,
    output: &Output,
) -> Result<crate::plan::model::Explanation, Failure> {
    let settings = context.settings(&[])?;
    let settings = everything_heavy(&settings);
    let progress = output.progress("running the command, and reading the project");
    let bytecode = Bytecode::new()?;
    let runs = subject::runs(subject, &settings, &bytecode, output)?;
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
    planner.why(&workload, module, chains).ok_or_else(|| {
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
