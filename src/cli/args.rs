//! The flags that several commands have, as clap reads them. What one command has alone stands beside what it does.
mod checking;
mod configuration;
mod output;
mod running;
mod subject;

use clap::{Args, ValueEnum};

pub(super) use checking::CheckingArgs;
pub(super) use configuration::ConfigurationArgs;
pub(super) use output::{ColorWhen, OutputArgs, Verbosity};
pub(super) use running::RunArgs;
pub(super) use subject::SubjectArgs;

/// How commands end that report findings.
pub(super) const STATUSES: &str = "\
Exit status:
  0  nothing to report
  1  findings, or changes under --diff
  2  an error: bad arguments, bad configuration, a file that cannot be read,
     parsed or written";

/// Of commands that only tell: there are no findings.
pub(super) const NO_FINDINGS: &str = "\
Exit status:
  0  done
  2  an error: bad arguments, bad configuration, a command that fails, a file
     that cannot be read or parsed";

/// How `why`, `fix`, `init` and `rules` print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum TextFormat {
    /// For people
    #[default]
    Text,
    /// One object, for programs
    Json,
}

/// Which edits are worth it.
#[derive(Debug, Args)]
pub(super) struct LimitArgs {
    /// The most statements to edit
    #[arg(long, value_name = "N")]
    pub max_edits: Option<u32>,
    /// The least that an edited statement must save [default: 0.2, and ten edits together 1 % of the import time]
    #[arg(long, value_name = "MS")]
    pub min_ms: Option<f64>,
}
