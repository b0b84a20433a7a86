//! The copy of the project in which any set of edits can be tried.
//!
//! One copy stands for both trees, at one path, so that no path in any output tells them apart.
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::changes::Changes;
use super::copy::copy_tree;
use super::memo::Files;
use super::run::Unable;

/// The folder that the copy lies in: one for all that is compared with each other.
#[derive(Debug)]
pub(super) struct Bench {
    folder: TempDir,
    /// Each written file gets a second of its own, so that no bytecode of another text is taken for its own.
    clock: SystemTime,
}

impl Bench {
    pub fn new() -> Result<Bench, Unable> {
        Ok(Bench {
            folder: tempfile::Builder::new().prefix("dormant-verify-").tempdir()?,
            clock: SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000),
        })
    }
}

/// The copy, and which edits it has now.
pub(super) struct Workspace<'a> {
    bench: &'a mut Bench,
    original: PathBuf,
    changes: &'a dyn Changes,
    /// The edits that are made now.
    made: Vec<bool>,
}

impl<'a> Workspace<'a> {
    /// A copy of the original without any edit.
    pub fn new(bench: &'a mut Bench, original: &Path, changes: &'a dyn Changes) -> Result<Workspace<'a>, Unable> {
        let mut workspace = Workspace {
            bench,
            original: original.to_owned(),
            changes,
            made: vec![false; changes.edits().len()],
        };
        workspace.renew()?;
        Ok(workspace)
    }

    /// The copy.
    pub fn tree(&self) -> PathBuf {
        // Its name may show in outputs: it is the project's own.
        self.beside()
            .join(self.original.file_name().unwrap_or("project".as_ref()))
    }

    /// A folder for whatever else is needed, outside of the copy.
    pub fn beside(&self) -> &Path {
        self.bench.folder.path()
    }

    /// The files of the copy, `tree`.
    pub fn files<'t>(&self, tree: &'t Path) -> Files<'t> {
        Files::new(tree, &self.original, self.changes)
    }

    /// Starts afresh, with the edits that are made now: what tests left behind is gone.
    pub fn renew(&mut self) -> Result<(), Unable> {
        let tree = self.tree();
        if tree.exists() {
            std::fs::remove_dir_all(&tree)?;
        }
        copy_tree(&self.original, &tree)?;
        let wanted = std::mem::replace(&mut self.made, vec![false; self.changes.edits().len()]);
        self.make(&wanted).map(drop)
    }

    /// Makes exactly the chosen edits. `false` where they make no sense together: the copy is then without those of the
    /// files concerned.
    pub fn make(&mut self, chosen: &[bool]) -> Result<bool, Unable> {
        let mut is_sound = true;
        let before = self.made.clone();
        for file in 0..self.changes.files().len() {
            let of_file = |edits: &[bool]| -> Vec<bool> {
                let all = self.changes.edits().iter().zip(edits);
                all.filter(|(edit, _)| edit.file == file)
                    .map(|(_, &made)| made)
                    .collect()
            };
            let own = of_file(chosen);
            // A file without edits of its own, a generated one, depends on all of them.
            let is_as_before = if own.is_empty() {
                chosen == before
            } else {
                own == of_file(&before)
            };
            if is_as_before {
                continue;
            }
            let mut wanted = chosen.to_vec();
            let bytes = self.changes.bytes(file, &wanted).or_else(|_| {
                is_sound = false;
                wanted.fill(false);
                self.changes.bytes(file, &wanted)
            });
            let bytes = bytes?;
            self.write(file, bytes.as_deref())?;
            for (at, edit) in self
                .changes
                .edits()
                .iter()
                .enumerate()
                .filter(|(_, edit)| edit.file == file)
            {
                debug_assert_eq!(edit.file, file);
                self.made[at] = wanted[at];
            }
        }
        Ok(is_sound)
    }

    fn write(&mut self, file: usize, bytes: Option<&[u8]>) -> Result<(), Unable> {
        let path = self.tree().join(&self.changes.files()[file]);
        let Some(bytes) = bytes else {
            return match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            };
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, bytes)?;
        self.bench.clock += Duration::from_secs(1);
        std::fs::File::options()
            .write(true)
            .open(&path)?
            .set_modified(self.bench.clock)?;
        Ok(())
    }
}
