//! The flags of `dormant optimize`.
use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::planning::LimitArgs;
use super::verify::CheckingArgs;
use super::{Invocation, OptimizeFormat, OptimizeWish};

pub const STATUSES: &str = "\
Exit status:
  0  optimized, or nothing is left to gain
  1  no set of edits keeps the behaviour, or the start-up still takes longer than --budget-ms
  2  an error: nothing could be run or verified";

#[derive(Debug, Args)]
pub struct OptimizeArgs {
    /// The command that should start faster; `entry-points` of the configuration where not given
    #[arg(value_name = "CMD", last = true)]
    pub words: Vec<OsString>,
    /// How to report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: OptimizeFormat,
    /// Where the report goes; to standard output where not given
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Fail where the start-up takes more CPU time in the end
    #[arg(long, value_name = "MS")]
    pub budget_ms: Option<f64>,
    /// How often to run the command before and after, in turns
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
    #[command(flatten)]
    pub limits: LimitArgs,
    /// Also put annotations in quotes that Python would evaluate
    ///
    /// As `fix --unsafe` does: a reader of `__annotations__` finds strings.
    #[arg(long = "unsafe")]
    pub allow_unsafe: bool,
    /// Leave the project as it is; only report
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub checking: CheckingArgs,
}

impl OptimizeArgs {
    /// As the command takes it; the shared flags go into the invocation.
    pub fn into_wish(self, invocation: &mut Invocation) -> OptimizeWish {
        OptimizeWish {
            words: self.words,
            runs: self.runs,
            max_edits: self.limits.max_edits,
            min_ms: self.limits.min_ms,
            allow_unsafe: self.allow_unsafe,
            format: self.output_format,
            output: self.output,
            budget_ms: self.budget_ms,
            dry_run: self.dry_run,
            wanted: self.checking.into_wanted(invocation),
        }
    }
}
