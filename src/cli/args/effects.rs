//! The arguments of `dormant effects`.
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::flags::{ConfigurationArgs, RunArgs};

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

/// What `effects` looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectsInput {
    /// The dotted name of the module.
    pub module: String,
    /// Files and folders of the project.
    pub paths: Vec<PathBuf>,
    /// Whether all the modules that it loads are meant.
    pub closure: bool,
    /// How to print.
    pub format: EffectsFormat,
}

/// How `effects` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum EffectsFormat {
    /// For people: each effect with its place and the calls to it
    #[default]
    Full,
    /// One object, for programs
    Json,
}
