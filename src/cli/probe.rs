//! `dormant probe`: what importing a module really changes.
use std::path::Path;
use std::time::Duration;

use super::Status;
use super::args::Probe;
use super::output::Output;
use super::settings::Context;
use crate::probe::{Observed, Prober, interpreter};
use crate::project::{Surroundings, write_atomically};
use crate::report::probe as report;
use crate::rules::Evidence;

pub(super) fn run(context: &Context, probe: &Probe, output: &Output) -> Status {
    let settings = match context.settings(&[]) {
        Ok(settings) => settings,
        Err(error) => {
            output.error(&error.to_string());
            return Status::Failed;
        }
    };
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
        status = status.max(save(path, &all, output));
    }
    status
}

/// Adds what was seen to a file of evidence.
fn save(path: &Path, all: &[Observed], output: &Output) -> Status {
    let failed = |message: String| {
        output.error(&format!("{}: {message}", path.display()));
        Status::Failed
    };
    let mut evidence = match std::fs::read_to_string(path) {
        Ok(text) => match Evidence::parse(&text) {
            Ok(evidence) => evidence,
            Err(error) => return failed(error.to_string()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Evidence::new(Default::default()),
        Err(error) => return failed(error.to_string()),
    };
    for observed in all {
        evidence.extend(observed.evidence());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(Err(error)) = folder.map(std::fs::create_dir_all) {
        return failed(error.to_string());
    }
    match write_atomically(path, evidence.to_json().as_bytes()) {
        Ok(_) => {
            output.say(&format!("{}: {} modules known", path.display(), evidence.modules.len()));
            Status::Clean
        }
        Err(error) => failed(error.to_string()),
    }
}
