//! `dormant profile`: where the start-up of a command goes.
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;

use super::args::NO_FINDINGS;
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::config::Overrides;
use crate::pipeline::{self, Profiling};
use crate::profile::{self, Bytecode, Profile};
use crate::project::write_named;
use crate::report::profile::{html, speedscope, table};

/// How `profile` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ProfileFormat {
    /// Tables for people
    #[default]
    Table,
    /// What --save writes
    Json,
    /// For speedscope's viewer
    Speedscope,
    /// A page with a chart
    Html,
}

const EXAMPLES: &str = "\
Examples:
  dormant profile -- app --help                    a console script
  dormant profile --html page.html -- python -m app list
  dormant profile --save profile.json -- uv run app --help
  dormant profile --from profile.json --top 40     look at a saved one
  dormant check --profile profile.json             what it found heavy";

/// Run a command and say where its start-up goes.
///
/// Runs it several times, with and without tracing, in its own Python. Nothing is written to the project.
#[derive(Debug, clap::Args)]
#[command(after_help = NO_FINDINGS, after_long_help = format!("{EXAMPLES}\n\n{NO_FINDINGS}"))]
pub(super) struct ProfileArgs {
    /// The command, behind `--`: a console script, python -m x, a script
    #[arg(last = true, value_name = "CMD", required_unless_present = "from")]
    words: Vec<OsString>,
    /// Look at a saved profile instead of running a command
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "save"])]
    from: Option<PathBuf>,
    /// How often to run it; 2 N + 3 times in all
    ///
    /// N times as it is and N times traced for times; besides, to warm up and for places.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    runs: u32,
    /// Save the profile, for check, fix, why and plan
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Also write the page with the chart
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: ProfileFormat,
    /// How many rows each table has
    #[arg(long, value_name = "N", default_value_t = 12)]
    top: usize,
    /// Seconds that one run may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// The exit status that the command should have
    #[arg(long, value_name = "STATUS", default_value_t = 0)]
    exit_status: i32,
    /// What is your own code, where its folder does not say so
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    first_party: Option<Vec<String>>,
    /// Use this pyproject.toml or dormant.toml
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    config: Option<PathBuf>,
    /// The interpreter that runs the command
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    python: Option<PathBuf>,
}

impl ProfileArgs {
    pub(super) fn context(&self) -> Context {
        Context {
            config: self.config.clone(),
            overrides: Overrides {
                python: self.python.clone(),
                ..Overrides::default()
            },
            ..Context::default()
        }
    }

    /// Runs it: there are no findings.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let profile = match &self.from {
            Some(path) => profile::load(path)?,
            None => measured(context, &self.profiling(), output)?,
        };
        show(&profile, self, output)
    }

    fn profiling(&self) -> Profiling {
        Profiling {
            words: self.words.clone(),
            runs: self.runs,
            timeout: Duration::from_secs(self.timeout),
            exit_status: self.exit_status,
            first_party: self.first_party.clone(),
            elsewhere: None,
        }
    }
}

/// Runs the command and says what was odd about it.
fn measured(context: &Context, profiling: &Profiling, output: &Output) -> Result<Profile, Failure> {
    let settings = context.settings(&[PathBuf::from(".")])?;
    let progress = output.progress("running the command, with and without tracing");
    let bytecode = Bytecode::new()?;
    let measured = pipeline::profile(&settings, profiling, &bytecode)?;
    drop(progress);
    for note in &measured.notes {
        output.say(&format!("note: {note}"));
    }
    Ok(measured.profile)
}

fn show(profile: &Profile, form: &ProfileArgs, output: &Output) -> Result<Status, Failure> {
    if let Some(path) = &form.save {
        profile::save(profile, path)?;
    }
    if let Some(path) = &form.html {
        write_named(path, html::render(profile).as_bytes()).map_err(Failure::file(path))?;
    }
    let text = match form.output_format {
        ProfileFormat::Table => table::render(profile, form.top, output.style),
        ProfileFormat::Speedscope => speedscope::render(profile),
        ProfileFormat::Html => html::render(profile),
        ProfileFormat::Json => profile.to_json()?,
    };
    Ok(output.data(&text))
}

#[cfg(test)]
mod tests {
    use clap::{Args, FromArgMatches};

    use super::*;

    fn read(line: &str) -> Result<ProfileArgs, clap::Error> {
        let command = ProfileArgs::augment_args(clap::Command::new("profile"));
        let matches = command.try_get_matches_from(line.split(' '))?;
        ProfileArgs::from_arg_matches(&matches)
    }

    #[test]
    fn a_command_stands_behind_two_dashes() {
        let form = read("profile --runs 3 --top 4 -- app --help -v").expect("a command");
        assert_eq!(form.profiling().words, ["app", "--help", "-v"]);
        assert_eq!(
            (form.profiling().runs, form.top, form.output_format),
            (3, 4, ProfileFormat::Table)
        );
        let wrong = |line: &str| read(line).expect_err(line).to_string();
        assert!(wrong("profile").starts_with("error: the following required arguments were not provided"));
        assert!(wrong("profile --runs 0 -- app").starts_with("error: invalid value '0'"));
        assert!(wrong("profile --from x.json -- app").contains("cannot be used with"));
    }
}
