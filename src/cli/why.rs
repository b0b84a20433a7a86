//! `dormant why`: the chains to a module, and how to stop it from being loaded.
use super::Status;
use super::args::{Subject, WhyFormat};
use super::output::Output;
use super::settings::Context;
use super::subject::{self, Run};
use crate::pipeline::planning::{Planner, everything_heavy};
use crate::profile::Bytecode;
use crate::report::why;

pub(super) fn run(
    context: &Context,
    module: &str,
    subject: &Subject,
    (chains, format): (usize, WhyFormat),
    output: &Output,
) -> Status {
    match explain(context, module, subject, chains, output) {
        Ok(found) => output.data(&match format {
            WhyFormat::Text => why::text(&found, output.style),
            WhyFormat::Json => why::json(&found),
        }),
        Err(message) => {
            output.error(&message);
            Status::Failed
        }
    }
}

fn explain(
    context: &Context,
    module: &str,
    subject: &Subject,
    chains: usize,
    output: &Output,
) -> Result<crate::plan::model::Explanation, String> {
    let settings = context.settings(&[]).map_err(|error| error.to_string())?;
    let settings = everything_heavy(&settings);
    let progress = output.progress("running the command, and reading the project");
    let bytecode = Bytecode::new().map_err(|error| error.to_string())?;
    let runs = subject::runs(subject, &settings, &bytecode, output)?;
    let [Run { profile, .. }] = runs.as_slice() else {
        return Err("`why` looks at one command: give one, or one --profile".to_owned());
    };
    let paths = [settings.root.clone()];
    let planner = Planner::new(&settings, &paths, false, context.use_cache).map_err(|failure| failure.to_string())?;
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
        format!("`{command}` does not load {module}{hint}")
    })
}
