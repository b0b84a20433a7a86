//! `dormant probe`: what importing a module really changes.
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;

use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::config::Overrides;
use crate::probe::{Observed, Prober, interpreter};
use crate::project::{Surroundings, write_named};
use crate::report::probe as report;
use crate::rules::Evidence;
use crate::verdict::counted;

/// How `probe` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ProbeFormat {
    /// For people
    #[default]
    Full,
    /// One object, for programs
    Json,
}

const STATUSES: &str = "\
Exit status:
  0  harmless
  1  effects were seen
  2  an error: no such interpreter, or the import failed";

/// Import modules in a fresh interpreter and see what that changes.
///
/// This runs their code. Each is imported twice: once to see what changed, once to see which module did it.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES)]
pub(super) struct ProbeArgs {
    /// Dotted names, such as docker.api
    #[arg(value_name = "MODULE", required = true, value_parser = dotted)]
    modules: Vec<String>,
    /// Add what is seen to this file of evidence
    ///
    /// `check` and `fix` use .dormant/evidence.json, and the files that `evidence` in the configuration names, for modules
    /// whose files are still the same.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: ProbeFormat,
    /// How long one import may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// The interpreter, or the virtual environment
    #[arg(long, value_name = "FILE")]
    python: Option<PathBuf>,
    /// Where first-party packages are rooted
    #[arg(long, value_name = "FOLDER")]
    src: Option<Vec<PathBuf>>,
    /// Use this pyproject.toml or dormant.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// A dotted name: the interpreter gets it as it is.
fn dotted(text: &str) -> Result<String, String> {
    let is_word = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    if text.split('.').all(is_word) {
        Ok(text.to_owned())
    } else {
        Err("expected the dotted name of a module".to_owned())
    }
}

impl ProbeArgs {
    pub(super) fn context(&self) -> Context {
        Context {
            config: self.config.clone(),
            overrides: Overrides {
                python: self.python.clone(),
                src: self.src.clone(),
                ..Overrides::default()
            },
            ..Context::default()
        }
    }

    /// Runs it: exit status 1 where effects were seen.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        run(context, self, output)
    }
}

fn run(context: &Context, probe: &ProbeArgs, output: &Output) -> Result<Status, Failure> {
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
    let text = if probe.output_format == ProbeFormat::Json {
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
