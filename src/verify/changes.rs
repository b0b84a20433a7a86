//! Edits that can be made or left out one by one.
use std::path::PathBuf;

use serde::Serialize;

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The file, as its place in [`Changes::files`].
    #[serde(skip)]
    pub file: usize,
    /// The file, relative to the tree.
    pub path: PathBuf,
    /// The line in the original, counted from one.
    pub line: u32,
    /// What it does, in a few words.
    pub what: String,
}

/// Why some of the edits make nothing of a file without the others.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct NoSense(Box<dyn std::error::Error + Send + Sync>);

impl NoSense {
    /// For what a way of editing says.
    pub fn new(error: impl std::error::Error + Send + Sync + 'static) -> NoSense {
        NoSense(Box::new(error))
    }
}

/// The difference between two trees, as edits of which any subset can be tried.
pub trait Changes {
    /// The changed files, relative to the tree.
    fn files(&self) -> &[PathBuf];

    /// The edits, those of one file next to each other, in the order of [`Changes::files`] and of the text.
    fn edits(&self) -> &[Edit];

    /// The bytes of a file with the chosen ones among all edits (`chosen` is as long as [`Changes::edits`]); `None` where the
    /// file is then absent.
    ///
    /// # Errors
    /// Where this subset makes no sense.
    fn bytes(&self, file: usize, chosen: &[bool]) -> Result<Option<Vec<u8>>, NoSense>;
}
