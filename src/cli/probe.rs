//! `dormant probe`: what importing a module really changes.
use std::path::Path;
use std::time::Duration;

use super::Status;
use super::args::Probe;
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::probe::{Observed, Prober, interpreter};
use crate::project::{Surroundings, write_named};
use crate::report::probe as report;
use crate::rules::Evidence;
use crate::verdict::counted;

pub(super) fn run(context: &Context, probe: &Probe, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&[])?;
    let default = || ["", "src"].map(|name| settings.root.join(name)).to_vec();
    let prober = Prober {
        python: interpreter(&settings.root, settings.python.as_deref(), &Surroundings::of_process()),
        roots: [
            settings.src.clone().unwrap_or_else(default),
            settings.search_path.clone(),
        ]
        .concat(),
        timeout: Duration::from_secs(probe.timeout),
    };
    let progress = output.progress("importing in a fresh interpreter");
    let mut status = Status::Clean;
    let mut all: Vec<Observed> = Vec::new();
    for module in &probe.modules {
        match prober.probe(module) {
            Ok(observed) => all.push(observed),
            Err(error) => {
                output.error(&error.to_string());
                status = Status::Failed;
            }
        }
    }
    drop(progress);
    let text = if probe.json {
        report::json(&all)
    } else {
        report::full(&all, output.style)
    };
    status = status.max(output.data(&text));
    for observed in &all {
        status = status.max(match &observed.error {
            Some(_) => Status::Failed,
            None if observed.effects().next().is_some() => Status::Findings,
            None => Status::Clean,
        });
    }
    if let Some(path) = &probe.save {
        save(path, &all, output)?;
    }
    Ok(status)
}

/// Adds what was seen to a file of evidence.
fn save(path: &Path, all: &[Observed], output: &Output) -> Result<(), Failure> {
    let mut evidence = match std::fs::read_to_string(path) {
        Ok(text) => Evidence::parse(&text).map_err(|error| Failure::content(path, error))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Evidence::new(Default::default()),
        Err(error) => return Err(Failure::file(path)(error)),
    };
    for observed in all {
        evidence.extend(observed.evidence());
    }
    write_named(path, evidence.to_json().as_bytes()).map_err(Failure::file(path))?;
    output.say(&format!(
        "{}: {} known",
        path.display(),
        counted(evidence.modules.len(), "module")
    ));
    Ok(())
}
