//! The flags of `dormant optimize`.
use std::path::PathBuf;

use clap::Args;

use super::flags::{MostConfigurationArgs, RunArgs};
use super::verify::WantedArgs;
use super::{Invocation, OptimizeWish};

pub const STATUSES: &str = "\
Exit status:
  0  optimized, or nothing is left to gain
  1  nothing was written, or the start-up still takes longer than --budget-ms
  2  an error: nothing could be run or verified";

#[derive(Debug, Args)]
pub struct OptimizeArgs {
    /// The command whose start-up is to be quick
    #[arg(value_name = "CMD", last = true, required = true)]
    pub words: Vec<String>,
    /// Where the report goes, as Markdown; to standard output where not given
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Fail where the start-up takes more CPU time in the end
    #[arg(long, value_name = "MS")]
    pub budget_ms: Option<f64>,
    /// Leave the project as it is; only report
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub wanted: WantedArgs,
    #[command(flatten)]
    pub settings: MostConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

impl OptimizeArgs {
    /// As the command takes it; the shared flags go into the invocation.
    pub fn into_wish(self, invocation: &mut Invocation) -> OptimizeWish {
        self.settings.into_invocation(invocation);
        self.run.into_invocation(invocation);
        OptimizeWish {
            words: self.words,
            output: self.output,
            budget_ms: self.budget_ms,
            dry_run: self.dry_run,
            wanted: self.wanted.into_wanted(),
        }
    }
}
