//! Several files written together. Knows bytes and paths only; how one file is replaced is the affair of `write`.
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::write::{WriteError, replace, stage, target_of, write_atomically};

/// Several files that are written together, all or none as far as the system allows.
///
/// [`Batch::add`] writes everything next to its destination; only [`Batch::commit`] changes files. A batch that is dropped
/// changes nothing.
#[derive(Debug, Default)]
pub struct Batch {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    path: PathBuf,
    target: PathBuf,
    /// What the file holds now; `None` where there is no file yet.
    before: Option<Vec<u8>>,
    staged: TempPath,
}

impl Batch {
    /// An empty batch.
    pub fn new() -> Batch {
        Batch::default()
    }

    /// Prepares one file, the same errors as [`write_atomically`]; a file that is in the batch already is an error too.
    pub fn add(&mut self, path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
        self.entry(path, bytes).map_err(|error| WriteError {
            path: path.to_owned(),
            error,
        })
    }

    fn entry(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let target = target_of(path)?;
        if self.entries.iter().any(|entry| entry.target == target) {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the same file twice"));
        }
        let before = match std::fs::read(&target) {
            Ok(before) => Some(before),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let staged = stage(&target, bytes)?;
        self.entries.push(Entry {
            path: path.to_owned(),
            target,
            before,
            staged,
        });
        Ok(())
    }

    /// Puts all files in place, in the order in which they were added. Where one fails, those before it are put back.
    pub fn commit(self) -> Result<(), WriteError> {
        let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
        for Entry {
            path,
            target,
            before,
            staged,
        } in self.entries
        {
            if let Err(error) = replace(staged, &target) {
                let lost: Vec<String> = done
                    .into_iter()
                    .rev()
                    .filter_map(|(target, before)| {
                        put_back(&target, before).err().map(|_| target.display().to_string())
                    })
                    .collect();
                let error = match lost.as_slice() {
                    [] => error,
                    lost => io::Error::new(error.kind(), format!("{error}; already written: {}", lost.join(", "))),
                };
                return Err(WriteError { path, error });
            }
            done.push((target, before));
        }
        Ok(())
    }
}

fn put_back(target: &Path, before: Option<Vec<u8>>) -> io::Result<()> {
    match before {
        Some(bytes) => write_atomically(target, &bytes),
        None => std::fs::remove_file(target),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_batch_changes_nothing_before_it_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.py"), folder.path().join("b.py"));
        fs::write(&a, "old").unwrap();
        let mut batch = Batch::new();
        batch.add(&a, b"new").unwrap();
        batch.add(&b, b"new").unwrap();
        assert_eq!(
            batch.add(&a, b"other").unwrap_err().error.kind(),
            io::ErrorKind::AlreadyExists
        );
        assert!(batch.add(&folder.path().join("none/c.py"), b"").is_err());
        assert_eq!(fs::read(&a).unwrap(), b"old");
        assert!(!b.exists());
        batch.commit().unwrap();
        assert_eq!(
            (fs::read(&a).unwrap(), fs::read(&b).unwrap()),
            (b"new".to_vec(), b"new".to_vec())
        );
        assert_eq!(names(folder.path()), ["a.py", "b.py"]);
        let mut dropped = Batch::new();
        dropped.add(&a, b"newer").unwrap();
        drop(dropped);
        assert_eq!(fs::read(&a).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.py", "b.py"]);
    }

    #[test]
    fn a_batch_that_fails_halfway_puts_back() {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = ["a.py", "new.py", "c.py"]
            .iter()
            .map(|name| folder.path().join(name))
            .collect();
        fs::write(&paths[0], "old").unwrap();
        fs::write(&paths[2], "old").unwrap();
        let mut batch = Batch::new();
        for path in &paths {
            batch.add(path, b"new").unwrap();
        }
        // A folder in the way of the third makes its rename fail.
        fs::remove_file(&paths[2]).unwrap();
        fs::create_dir_all(paths[2].join("full")).unwrap();
        let error = batch.commit().unwrap_err();
        assert_eq!(error.path, paths[2]);
        assert_eq!(fs::read(&paths[0]).unwrap(), b"old");
        assert!(!paths[1].exists());
    }
}
