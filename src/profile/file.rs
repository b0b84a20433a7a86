//! Profiles as files.
use std::path::{Path, PathBuf};

use super::model::{FormatError, Profile};
use crate::project::write_named;

/// A profile that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", .path.display())]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub reason: FileReason,
}

/// Why a profile cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileReason {
    /// The system does not let it.
    #[error("{0}")]
    System(#[from] std::io::Error),
    /// It is not a profile.
    #[error("{0}")]
    Format(#[from] FormatError),
    /// It cannot be put into words.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// Reads a saved profile.
///
/// # Errors
/// Where the file cannot be read, or is not a profile of this version.
pub fn load(path: &Path) -> Result<Profile, FileError> {
    let read = || -> Result<Profile, FileReason> { Ok(Profile::from_json(&std::fs::read_to_string(path)?)?) };
    read().map_err(|reason| FileError {
        path: path.to_owned(),
        reason,
    })
}

/// Writes a profile, whole or not at all.
///
/// # Errors
/// Where the file cannot be written.
pub fn save(profile: &Profile, path: &Path) -> Result<(), FileError> {
    let write = || -> Result<(), FileReason> { Ok(write_named(path, profile.to_json()?.as_bytes())?) };
    write().map_err(|reason| FileError {
        path: path.to_owned(),
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::small;
    use super::*;

    #[test]
    fn a_profile_survives_the_disk() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("profile.json");
        save(&small(), &path).expect("it can be written");
        assert_eq!(load(&path).expect("it can be read"), small());
        let missing = load(&folder.path().join("none.json")).expect_err("no file").to_string();
        assert!(missing.contains("none.json: "), "{missing}");
    }
}
