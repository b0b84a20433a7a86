//! `dormant check --plan`: whether what a plan removed is loaded again.
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::plan::read;
use super::status::Status;
use super::subject;
use crate::config::Settings;
use crate::pipeline::planning::{self, Planner, everything_heavy, loaded_again};
use crate::plan::Baseline;
use crate::plan::model::Command;
use crate::profile::{Bytecode, Profile};
use crate::project::write_named;
use crate::report::regressions;

/// Where accepted regressions are kept, from the project's root.
const BASELINE: &str = ".dormant/baseline.json";

/// The saved plan that `check` goes by, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Plan")]
pub(super) struct PlanCheckArgs {
    /// Run the command of this saved plan; fail if it loads what was removed
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Accept what is loaded again, in .dormant/baseline.json
    #[arg(long, requires = "plan")]
    update_baseline: bool,
    /// The command to run, instead of the plan's
    #[arg(last = true, value_name = "CMD", requires = "plan")]
    command: Vec<OsString>,
}

impl PlanCheckArgs {
    /// Runs it: exit status 1 where something that the plan removed is loaded again.
    pub(super) fn run(&self, plan: &Path, context: &Context, output: &Output) -> Result<Status, Failure> {
        let settings = context.settings(&[])?;
        let settings = everything_heavy(&settings);
        let plan = read(plan)?;
        let path = settings.root.join(BASELINE);
        let mut baseline = read_baseline(&path)?;
        let mut found = Vec::new();
        let bytecode = Bytecode::new()?;
        for (command, words) in commands(&plan.commands, &self.command)? {
            let progress = output.progress("running the command");
            let profile = subject::once(&settings, &words, command.exit_status, &bytecode)?;
            drop(progress);
            let again = loaded_again(command, &profile);
            if self.update_baseline {
                baseline.accept(&command.command, again.iter().cloned());
            } else {
                let again: Vec<String> = again
                    .into_iter()
                    .filter(|name| !baseline.accepts(&command.command, name))
                    .collect();
                if !again.is_empty() {
                    found.push((command, profile, again));
                }
            }
        }
        if self.update_baseline {
            write_baseline(&path, &baseline)?;
            output.say(&format!("Wrote {}.", path.display()));
        }
        if found.is_empty() {
            output.say("Nothing that the plan removed is loaded again.");
            return Ok(Status::Clean);
        }
        Ok(output
            .data(&shown(context, &settings, &found, output)?)
            .max(Status::Findings))
    }
}

/// What the plan promises, each with the command to run for it.
fn commands<'a>(planned: &'a [Command], given: &[OsString]) -> Result<Vec<(&'a Command, Vec<OsString>)>, Failure> {
    if given.is_empty() {
        let words = |command: &Command| command.command.iter().map(OsString::from).collect();
        return Ok(planned.iter().map(|command| (command, words(command))).collect());
    }
    // A command that the plan names, or another way of starting its only one.
    let same = |command: &&Command| command.command.iter().map(OsString::from).eq(given.iter().cloned());
    let command = planned
        .iter()
        .find(same)
        .or(planned.first().filter(|_| planned.len() == 1));
    match command {
        Some(command) => Ok(vec![(command, given.to_vec())]),
        None => Err(Failure::Request(
            "the plan is for several commands, and this is not one of them".to_owned(),
        )),
    }
}

fn shown(
    context: &Context,
    settings: &Settings,
    found: &[(&Command, Profile, Vec<String>)],
    output: &Output,
) -> Result<String, Failure> {
    let paths: [PathBuf; 1] = [settings.root.clone()];
    let project = planning::read(settings, &paths, false, context.use_cache)?;
    let planner = Planner::new(&project);
    let texts = found.iter().map(|(command, profile, modules)| {
        let chains = planner.chains_to(profile, modules);
        regressions::render(&command.command, modules.len(), &chains, output.style)
    });
    Ok(texts.collect())
}

fn read_baseline(path: &Path) -> Result<Baseline, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Baseline::from_json(&text).map_err(|error| Failure::content(path, error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Baseline::default()),
        Err(error) => Err(Failure::file(path)(error)),
    }
}

fn write_baseline(path: &Path, baseline: &Baseline) -> Result<(), Failure> {
    let text = baseline.to_json()?;
    write_named(path, text.as_bytes()).map_err(Failure::file(path))
}
