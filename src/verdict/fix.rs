//! What making one finding go away takes, as whole files before and after: for editors and for reviews.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Finding;
use crate::syntax::Span;

/// One file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The file, as shown to people.
    pub path: PathBuf,
    /// Its decoded text; empty where there is none yet.
    pub before: Arc<str>,
    /// Its new text.
    pub after: Arc<str>,
    /// Whether there is no such file yet.
    pub is_new: bool,
    /// Whether there is no such file afterwards.
    pub is_removed: bool,
    /// Bytes of the file before its text, and whether the text stands there as UTF-8: what a place in bytes needs.
    pub bytes: Bytes,
}

/// How a text lies in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bytes {
    /// The bytes of a byte order mark.
    pub before: u32,
    /// Whether offsets in the text are offsets in the file, behind `before`.
    pub is_utf8: bool,
}

/// Edits that are safe without any others: a finding's own, and those that have to go with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fix {
    /// Every file that changes, in the order of their paths.
    pub changed: Vec<Changed>,
    /// How many imports are deferred by it.
    pub imports: usize,
}

/// The fixes of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fixes {
    of: BTreeMap<(PathBuf, Span), Arc<Fix>>,
    files: BTreeMap<PathBuf, Arc<Fix>>,
}

impl Fixes {
    /// Adds the fixes of another run.
    pub fn join(&mut self, other: Fixes) {
        self.of.extend(other.of);
        self.files.extend(other.files);
    }

    /// Remembers the fix of a finding.
    pub fn insert(&mut self, finding: &Finding, fix: Arc<Fix>) {
        self.of.insert((finding.path.clone(), finding.alias), fix);
    }

    /// Remembers what defers all that can be in one file.
    pub fn insert_file(&mut self, path: &Path, fix: Arc<Fix>) {
        self.files.insert(path.to_owned(), fix);
    }

    /// What defers all that can be in one file, where it has findings.
    pub fn of_file(&self, path: &Path) -> Option<&Fix> {
        self.files.get(path).map(|fix| fix.as_ref())
    }

    /// The fix of a finding, where it can be fixed.
    pub fn of(&self, finding: &Finding) -> Option<&Fix> {
        self.of
            .get(&(finding.path.clone(), finding.alias))
            .map(|fix| fix.as_ref())
    }
}
