//! The folder that a build goes into, beside the result, until the result is complete. It goes when the build ends, however that
//! ends; what a build that died left is removed, or put back, by the next.
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{BuildError, failure};

/// How a result is called while a new one takes its place.
const OLD: &str = ".old-";

/// A folder of one build alone, gone with all that is in it when this is dropped.
pub(super) struct Fresh {
    folder: PathBuf,
    /// The folder for results, where this build made it.
    made: Option<PathBuf>,
    lock: Option<File>,
}

impl Fresh {
    /// Makes it, empty.
    ///
    /// # Errors
    /// Where another build is in it, or a folder cannot be made or removed.
    pub fn make(folder: &Path) -> Result<Fresh, BuildError> {
        let output = folder.parent().unwrap_or(folder);
        let made = (!output.exists()).then(|| output.to_owned());
        std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
        let lock = lock(
            &folder.join("lock"),
            "another build goes there; wait for it, or give another --output-dir",
        )?;
        // Held until the folder goes, and made again with it.
        restore(output)?;
        for entry in std::fs::read_dir(folder)
            .map_err(|error| failure(folder, &error))?
            .flatten()
        {
            if entry.file_name() != "lock" {
                remove(&entry.path())?;
            }
        }
        Ok(Fresh {
            folder: folder.to_owned(),
            made,
            lock: Some(lock),
        })
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // Some systems do not remove a file that is open.
        drop(self.lock.take());
        // A compiler that was ended together with Nuitka may still be about to write a file.
        for _ in 0..20 {
            if std::fs::remove_dir_all(&self.folder).is_ok() || !self.folder.exists() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        if let Some(output) = &self.made {
            // Only where there is nothing in it.
            let _ = std::fs::remove_dir(output);
        }
    }
}

/// Locks a file while what is given lives.
///
/// # Errors
/// `taken` where another process holds it. Where files cannot be locked, one build at a time is the user's business.
pub(super) fn lock(path: &Path, taken: &str) -> Result<File, BuildError> {
    let file = File::create(path).map_err(|error| failure(path, &error))?;
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(failure(path.parent().unwrap_or(path), &taken)),
        _ => Ok(file),
    }
}

/// Puts `what` in place of `place`, which is not gone before the new one is there.
///
/// # Errors
/// The file that could not be moved.
pub(super) fn replace(what: &Path, place: &Path) -> Result<(), BuildError> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let old = place.with_file_name(format!("{OLD}{name}"));
    remove(&old)?;
    if place.exists() {
        std::fs::rename(place, &old).map_err(|error| failure(place, &error))?;
    }
    std::fs::rename(what, place).map_err(|error| failure(place, &error))?;
    remove(&old)
}

/// Ends what a build that died between two steps of [`replace`] began.
fn restore(output: &Path) -> Result<(), BuildError> {
    for entry in std::fs::read_dir(output).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_string_lossy().strip_prefix(OLD).map(str::to_owned) else {
            continue;
        };
        let place = output.join(name);
        if place.exists() {
            remove(&entry.path())?;
        } else {
            std::fs::rename(entry.path(), &place).map_err(|error| failure(&place, &error))?;
        }
    }
    Ok(())
}

/// Removes a file or a folder, if there is one.
///
/// # Errors
/// Where it cannot be removed.
pub(super) fn remove(path: &Path) -> Result<(), BuildError> {
    let removed = match path.symlink_metadata() {
        Err(_) => Ok(()),
        Ok(data) if data.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
    };
    removed.map_err(|error| failure(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("dist");
        let fresh = Fresh::make(&output.join(".building")).unwrap();
        std::fs::write(output.join(".building/part"), "").unwrap();
        drop(fresh);
        // Nor the folder for results, which was not there before.
        assert!(!output.exists());
        std::fs::create_dir(&output).unwrap();
        drop(Fresh::make(&output.join(".building")).unwrap());
        assert_eq!(names(folder.path()), ["dist"]);
        assert!(names(&output).is_empty());
    }

    #[test]
    fn what_a_dead_build_left_goes_and_what_it_took_away_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let building = folder.path().join(".building");
        std::fs::create_dir_all(building.join("part")).unwrap();
        for name in [".old-app.dist", ".old-other.dist", "other.dist"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let fresh = Fresh::make(&building).unwrap();
        assert_eq!(names(&building), ["lock"]);
        drop(fresh);
        assert_eq!(names(folder.path()), ["app.dist", "other.dist"]);
    }

    #[test]
    fn two_builds_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let building = folder.path().join(".building");
        let first = Fresh::make(&building).unwrap();
        let second = Fresh::make(&building).map(|_| ()).unwrap_err();
        assert!(second.to_string().contains("another build"), "{second}");
        drop(first);
        assert!(Fresh::make(&building).is_ok());
    }
}
