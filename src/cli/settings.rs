//! Settings for a command, and `dormant settings`.
use std::path::{Path, PathBuf};

use super::Status;
use super::args::SettingsFormat;
use super::failure::Failure;
use super::output::Output;
use crate::config::{self, ConfigError, Overrides, Settings};

/// Where settings come from besides files.
pub(super) struct Context {
    /// The file of `--config`.
    pub config: Option<PathBuf>,
    /// Flags.
    pub overrides: Overrides,
    /// Whether the cache is used.
    pub use_cache: bool,
}

impl Context {
    /// The settings that count for some paths: those found from the first of them upward.
    pub fn settings(&self, paths: &[PathBuf]) -> Result<Settings, ConfigError> {
        let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
        // A path that does not exist is reported later, beside what else is found.
        let start = first.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."));
        config::load(start, self.config.as_deref(), &self.overrides)
    }
}

/// Prints the settings that count for a path.
pub(super) fn show(context: &Context, path: &Path, format: SettingsFormat, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&[path.to_owned()])?;
    Ok(output.data(&match format {
        SettingsFormat::Toml => config::to_toml(&settings),
        SettingsFormat::Json => config::to_json(&settings),
    }))
}
