//! `dormant settings`: the settings in effect.
use std::path::PathBuf;

use clap::ValueEnum;

use super::args::{ConfigurationArgs, RunArgs};
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::config;

/// How `settings` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum SettingsFormat {
    /// As a dormant.toml with comments
    #[default]
    Toml,
    /// One object, for programs
    Json,
}

/// Print the settings in effect, and where each one comes from.
#[derive(Debug, clap::Args)]
pub(super) struct SettingsArgs {
    /// The file or folder whose settings are meant
    #[arg(default_value = ".")]
    path: PathBuf,
    /// How to print them
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: SettingsFormat,
    #[command(flatten)]
    settings: ConfigurationArgs,
}

impl SettingsArgs {
    pub(super) fn context(&self) -> Context {
        self.settings.context(&RunArgs::default())
    }

    /// Runs it: there are no findings.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let settings = context.settings(std::slice::from_ref(&self.path))?;
        Ok(output.data(&match self.output_format {
            SettingsFormat::Toml => config::to_toml(&settings),
            SettingsFormat::Json => config::to_json(&settings),
        }))
    }
}
