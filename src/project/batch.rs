//! Several files written together: those that need each other, or none of them. Knows bytes and paths only; how one file is
//! replaced is the affair of `write`.
//!
//! Everything is written beside its destination before the first file changes. Then files are renamed, those first that
//! others need: what is there after each rename, and so after a crash, works. What fails takes with it what needs it; what
//! needs each other is put back, by renames alone, because a full disk must not stop that.
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::write::{Disk, System, WriteError, folder_of, sync, target_of};

/// One file that is to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// What it held when the change was made up, `None` where there was no file. A file that holds anything else by now
    /// is its user's, and left.
    pub before: Option<Vec<u8>>,
    /// What it is to hold; `None` for a file to be removed.
    pub after: Option<Vec<u8>>,
    /// The changes, by number, without which this one must not be made.
    pub needs: Vec<usize>,
    /// Whether it is made for those alone that need it, and not without them.
    pub is_only_for_others: bool,
}

/// What became of changes.
#[derive(Debug, Default)]
pub struct Written {
    /// Which changes were made: in the order of the changes.
    pub is_written: Vec<bool>,
    /// Why the others were not.
    pub errors: Vec<WriteError>,
    /// The same for those that were not made for want of others.
    pub for_want: Vec<WriteError>,
}

/// Makes all of some changes need each other, but for those that come first: all are made, or none.
pub fn need_each_other(changes: &mut [Change], comes_first: impl Fn(&Change) -> bool) {
    let count = changes.len();
    for (at, change) in changes.iter_mut().enumerate() {
        if !comes_first(change) {
            change.needs = (0..count).filter(|&other| other != at).collect();
        }
    }
}

/// Makes changes: each one with those that it needs, or not at all. The same errors as [`super::write_atomically`].
pub fn write_together(changes: &[Change]) -> Written {
    write_on(&System, changes)
}

pub(super) fn write_on(disk: &dyn Disk, changes: &[Change]) -> Written {
    let mut batch = Batch {
        disk,
        changes,
        entries: changes.iter().map(|_| Entry::default()).collect(),
        errors: Vec::new(),
        for_want: Vec::new(),
    };
    batch.stage_all();
    batch.place_all();
    Written {
        is_written: batch
            .entries
            .iter()
            .map(|entry| entry.state == State::Written)
            .collect(),
        errors: batch.errors,
        for_want: batch.for_want,
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Waiting,
    Written,
    Left,
}

#[derive(Debug, Default)]
struct Entry {
    state: State,
    target: PathBuf,
    /// The new content.
    staged: Option<TempPath>,
    /// The old one, where somebody may want it back.
    kept: Option<TempPath>,
}

struct Batch<'a> {
    disk: &'a dyn Disk,
    changes: &'a [Change],
    entries: Vec<Entry>,
    errors: Vec<WriteError>,
    for_want: Vec<WriteError>,
}

impl Batch<'_> {
    fn stage_all(&mut self) {
        let mut targets = BTreeSet::new();
        for at in 0..self.changes.len() {
            if self.entries[at].state == State::Left {
                continue;
            }
            match self.staged(at, &mut targets) {
                Ok(entry) => self.entries[at] = entry,
                Err(error) => self.fail(at, error),
            }
        }
    }

    fn staged(&self, at: usize, targets: &mut BTreeSet<PathBuf>) -> io::Result<Entry> {
        let change = &self.changes[at];
        let target = target_of(&change.path)?;
        if !targets.insert(target.clone()) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the same file twice"));
        }
        check(&target, change.before.as_deref())?;
        let staged = change
            .after
            .as_deref()
            .map(|bytes| self.disk.stage(&target, bytes))
            .transpose()?;
        let is_kept = change.before.is_some() && self.may_be_put_back(at);
        let kept = is_kept.then(|| self.disk.keep(&target)).transpose()?;
        Ok(Entry {
            state: State::Waiting,
            target,
            staged,
            kept,
        })
    }

    /// Whether others need a change that itself needs none: it comes before all others.
    fn is_first(&self, at: usize) -> bool {
        self.changes[at].needs.is_empty() && self.changes.iter().any(|change| change.needs.contains(&at))
    }

    /// Whether something that comes later can make a change void.
    fn may_be_put_back(&self, at: usize) -> bool {
        let change = &self.changes[at];
        change.is_only_for_others || change.needs.iter().any(|&other| !self.is_first(other))
    }

    fn place_all(&mut self) {
        let (first, then): (Vec<usize>, Vec<usize>) = (0..self.changes.len()).partition(|&at| self.is_first(at));
        let count = first.len();
        let mut folders = BTreeSet::new();
        for (number, at) in first.into_iter().chain(then).enumerate() {
            if self.entries[at].state != State::Waiting || self.is_idle(at) {
                continue;
            }
            match self.place(at) {
                Ok(()) => {
                    let folder = folder_of(&self.entries[at].target).to_owned();
                    self.entries[at].state = State::Written;
                    // What others need is on the disk before them.
                    if number < count {
                        sync(&folder);
                    } else {
                        folders.insert(folder);
                    }
                }
                Err(error) => self.fail(at, error),
            }
        }
        for at in 0..self.changes.len() {
            if self.entries[at].state == State::Written && self.is_idle(at) {
                self.put_back(at);
            }
        }
        folders.iter().for_each(|folder| sync(folder));
    }

    fn place(&mut self, at: usize) -> io::Result<()> {
        let entry = &mut self.entries[at];
        check(&entry.target, self.changes[at].before.as_deref())?;
        match entry.staged.take() {
            Some(staged) => self.disk.replace(staged, &entry.target),
            None if self.changes[at].before.is_some() => self.disk.remove(&entry.target),
            None => Ok(()),
        }
    }

    /// Whether a change is there for others alone, and none of them is made.
    fn is_idle(&self, at: usize) -> bool {
        let is_made = |user: &usize| self.entries[*user].state != State::Left;
        self.changes[at].is_only_for_others
            && !(0..self.changes.len())
                .filter(is_made)
                .any(|user| self.changes[user].needs.contains(&at))
    }

    /// A change is not made, nor is what needs it; what of that is made already is put back.
    fn fail(&mut self, at: usize, error: io::Error) {
        self.errors.push(WriteError {
            path: self.changes[at].path.clone(),
            error,
        });
        self.entries[at].state = State::Left;
        let mut failed = vec![at];
        while let Some(cause) = failed.pop() {
            for user in 0..self.changes.len() {
                if !self.changes[user].needs.contains(&cause) {
                    continue;
                }
                let state = self.entries[user].state;
                if state == State::Left || state == State::Written && !self.put_back(user) {
                    continue;
                }
                self.entries[user].state = State::Left;
                self.for_want.push(WriteError {
                    path: self.changes[user].path.clone(),
                    error: io::Error::other(format!(
                        "left as it is: it needs {}, which could not be written",
                        self.changes[at].path.display()
                    )),
                });
                failed.push(user);
            }
        }
    }

    /// Undoes a change, and says whether that succeeded.
    fn put_back(&mut self, at: usize) -> bool {
        let change = &self.changes[at];
        let entry = &mut self.entries[at];
        let undone = check(&entry.target, change.after.as_deref()).and_then(|()| match entry.kept.take() {
            Some(kept) => self.disk.replace(kept, &entry.target),
            None => self.disk.remove(&entry.target),
        });
        match undone {
            Ok(()) => entry.state = State::Left,
            Err(error) => self.errors.push(WriteError {
                path: change.path.clone(),
                error: io::Error::new(error.kind(), format!("was written, and could not be put back: {error}")),
            }),
        }
        entry.state == State::Left
    }
}

/// Fails where a file holds anything but what is expected.
fn check(target: &Path, expected: Option<&[u8]>) -> io::Result<()> {
    let holds = match std::fs::read(target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if holds.as_deref() == expected {
        return Ok(());
    }
    Err(io::Error::other("changed while dormant was at work: left as it is"))
}

#[cfg(test)]
mod tests;
