//! Files below a folder, in the order of their paths; what cannot be read is not there. Links are not followed.
use std::path::{Path, PathBuf};

/// All files but compiled Python.
pub(super) fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let walk = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .sort_by_file_path(Path::cmp)
        .filter_entry(|entry| entry.file_name() != "__pycache__")
        .build();
    walk.flatten()
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
}

/// The Python sources.
pub(super) fn python(folder: &Path) -> impl Iterator<Item = PathBuf> {
    below(folder).filter(|file| file.extension().is_some_and(|end| end == "py"))
}

/// How many files there are below a folder, and their bytes.
pub(super) fn size(folder: &Path) -> (u64, u64) {
    below(folder)
        .filter_map(|file| file.metadata().ok())
        .fold((0, 0), |(count, bytes), file| (count + 1, bytes + file.len()))
}
