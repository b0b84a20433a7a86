//! What `plan` and `why` look at: saved profiles, or runs made for them.
use std::path::Path;

use super::args::Subject;
use crate::config::Settings;
use crate::profile::Profile;

/// The profiles, each with its weight.
pub(super) fn profiles(subject: &Subject, _settings: &Settings) -> Result<Vec<(Profile, f64)>, String> {
    subject.profiles.iter().map(|path| Ok((saved(path)?, 1.0))).collect()
}

fn saved(path: &Path) -> Result<Profile, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Profile::from_json(&text).map_err(|error| format!("{}: {error}", path.display()))
}
