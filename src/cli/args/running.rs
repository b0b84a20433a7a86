//! The flags that say how a command runs.
use clap::Args;

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Running")]
pub struct RunArgs {
    /// Neither read nor write the cache
    #[arg(long)]
    pub no_cache: bool,
    /// How many threads to use
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}
