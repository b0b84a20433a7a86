//! Paths and commands in settings.
use std::path::{Path, PathBuf};

/// Whether `python` is to be looked for in PATH: one plain name, and no file of that name lies in `folder`.
pub(super) fn is_command(folder: &Path, python: &Path) -> bool {
    python.components().count() == 1 && python.file_name().is_some() && !folder.join(python).is_file()
}

/// `path` counted from `folder`, without `.` parts.
pub(super) fn below(folder: &Path, path: &Path) -> PathBuf {
    folder.join(path).components().collect()
}
