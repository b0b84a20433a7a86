//! The command whose start-up counts, and how it is run.
use std::ffi::OsString;

use clap::Args;

#[derive(Debug, Args)]
pub struct SubjectArgs {
    /// How often to run the command for its times
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
    /// Seconds that one run may take
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    /// The exit status that the command should have
    #[arg(long, value_name = "STATUS", default_value_t = 0)]
    pub exit_status: i32,
    /// The command whose start-up counts
    #[arg(last = true, value_name = "CMD")]
    pub command: Vec<OsString>,
}
