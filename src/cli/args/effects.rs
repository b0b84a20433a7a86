//! The arguments of `dormant effects`.
use std::path::PathBuf;

use clap::Args;

use super::configuration::ConfigurationArgs;
use super::formats::EffectsFormat;
use super::run::RunArgs;

/// The flags as clap reads them.
#[derive(Debug, Args)]
pub struct EffectsArgs {
    /// A module of the project or an installed one, such as docker.api
    pub module: String,
    /// Where the project is
    #[arg(value_name = "PATHS", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Show all the modules that importing it loads, not only those below it
    #[arg(long)]
    pub closure: bool,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: EffectsFormat,
    #[command(flatten)]
    pub settings: ConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}
