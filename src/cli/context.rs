//! What the flags say that several commands have, and the settings that follow.
use std::path::{Path, PathBuf};

use crate::config::{self, ConfigError, Overrides, Settings};

/// Where settings come from besides files, and how a command runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Context {
    /// The file of `--config`.
    pub config: Option<PathBuf>,
    /// Flags.
    pub overrides: Overrides,
    /// Whether the cache is used.
    pub use_cache: bool,
    /// How many threads are used; as many as there are processors when `None`, never zero.
    pub jobs: Option<usize>,
}

impl Default for Context {
    fn default() -> Self {
        Context {
            config: None,
            overrides: Overrides::default(),
            use_cache: true,
            jobs: None,
        }
    }
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
