//! Values that cannot be used, each with its place; what may be meant so is only a warning.
use std::path::{Path, PathBuf};

use ignore::gitignore::GitignoreBuilder;

use super::{ConfigError, Origin, Settings, read};

/// Fails where a value makes no sense whatever the project is.
///
/// # Errors
/// With the file and the line, or the flag.
pub(super) fn check(settings: &Settings) -> Result<(), ConfigError> {
    for pattern in &settings.exclude {
        if let Err(error) = GitignoreBuilder::new("").add_line(None, pattern) {
            let message = format!("exclude: {pattern:?} is not a pattern: {}", reason(&error));
            return Err(settings.error("exclude", message));
        }
    }
    let mut folders = settings.src.iter().flatten();
    match folders.find(|folder| folder.parent().is_none()) {
        Some(disk) => {
            let message = format!("src: {} is the whole disk, and no folder of sources", disk.display());
            Err(settings.error("src", message))
        }
        None => Ok(()),
    }
}

fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

impl Settings {
    /// What looks like a typing error, each with its place.
    pub fn warnings(&self) -> Vec<ConfigError> {
        let folders = [
            ("src", self.src.as_deref().unwrap_or_default()),
            ("search-path", &self.search_path),
            ("tests", self.tests.as_deref().unwrap_or_default()),
        ];
        let mut found = Vec::new();
        for (key, folders) in folders {
            for folder in folders.iter().filter(|folder| !folder.is_dir()) {
                found.push(self.error(key, format!("{key}: {}: no such folder", folder.display())));
            }
        }
        found.extend(self.unreadable_requires.clone());
        found
    }

    /// Where the value of a key stands: the file, or the flag.
    pub fn place(&self, key: &str) -> PathBuf {
        self.error(key, String::new()).path
    }

    /// An error about a value, at its place.
    fn error(&self, key: &str, message: String) -> ConfigError {
        match (self.origins.get(key), &self.file) {
            (Some(Origin::File), Some(file)) => ConfigError {
                path: file.clone(),
                line: line(file, key),
                message,
            },
            _ => ConfigError {
                path: PathBuf::from(format!("--{key}")),
                line: None,
                message,
            },
        }
    }
}

/// The line of a key, counted from one.
pub(super) fn line(file: &Path, key: &str) -> Option<u32> {
    let text = read::text(file).ok()??;
    let is_key = |line: &str| {
        line.trim_start()
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    text.lines().position(is_key).and_then(|at| u32::try_from(at + 1).ok())
}
