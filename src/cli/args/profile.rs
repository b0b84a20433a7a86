//! The flags of `dormant profile`.
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::formats::ProfileFormat;
use super::{Command, Invocation, ProfileForm};
use crate::config::Overrides;
use crate::pipeline::Profiling;

pub(super) const EXAMPLES: &str = "\
Examples:
  dormant profile -- app --help                    a console script
  dormant profile --html page.html -- python -m app list
  dormant profile --save profile.json -- uv run app --help
  dormant profile --from profile.json --top 40     look at a saved one
  dormant check --profile profile.json             what it found heavy";

#[derive(Debug, Args)]
pub struct ProfileArgs {
    /// The command, behind `--`: a console script, python -m x, a script
    #[arg(last = true, value_name = "CMD", required_unless_present = "from")]
    pub words: Vec<OsString>,
    /// Look at a saved profile instead of running a command
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "save"])]
    pub from: Option<PathBuf>,
    /// How often to run it; 2 N + 3 times in all
    ///
    /// N times as it is and N times traced for times; besides, to warm up and for places.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub runs: u32,
    /// Save the profile, for check, fix, why and plan
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Also write the page with the chart
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: ProfileFormat,
    /// How many rows each table has
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub top: usize,
    /// Seconds that one run may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    /// The exit status that the command should have
    #[arg(long, value_name = "STATUS", default_value_t = 0)]
    pub exit_status: i32,
    /// What is your own code, where its folder does not say so
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    pub first_party: Option<Vec<String>>,
    /// Use this pyproject.toml or dormant.toml
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// The interpreter that runs the command
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub python: Option<PathBuf>,
}

impl ProfileArgs {
    /// The command, with the configuration's flags laid into the invocation.
    pub fn into_command(self, invocation: &mut Invocation) -> Command {
        invocation.config = self.config;
        invocation.overrides = Overrides {
            python: self.python,
            ..Overrides::default()
        };
        Command::Profile {
            profiling: Profiling {
                words: self.words,
                runs: self.runs,
                timeout: Duration::from_secs(self.timeout),
                exit_status: self.exit_status,
                first_party: self.first_party,
                elsewhere: None,
            },
            from: self.from,
            form: ProfileForm {
                format: self.output_format,
                save: self.save,
                html: self.html,
                top: self.top,
            },
        }
    }
}
