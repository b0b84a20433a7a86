//! The one place of the crate that writes to a user's files: each one is afterwards as it was or as it should be.
//!
//! Knows bytes and paths only. A new file is written and synced next to the old one and renamed over it, so that a crash
//! at any time leaves the one or the other. Hard links are separated by that; symbolic links stay, their target is replaced.
//! What a crash leaves beside the files has a name of its own (`leftovers` removes it).
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::leftovers::{PREFIX, SUFFIX};

/// What writing asks of the system; in tests one that fails.
pub(super) trait Disk {
    /// Writes a new file next to `target`, with its mode and owner, down to the disk.
    fn stage(&self, target: &Path, bytes: &[u8]) -> io::Result<TempPath>;
    /// Keeps `target` under a second name beside it, so that it can be put back without any space.
    fn keep(&self, target: &Path) -> io::Result<TempPath>;
    /// Puts a file in the place of `target`.
    fn replace(&self, staged: TempPath, target: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, target: &Path) -> io::Result<()>;
}

/// The system's own disk.
pub(super) struct System;

impl Disk for System {
    fn stage(&self, target: &Path, bytes: &[u8]) -> io::Result<TempPath> {
        stage(target, bytes)
    }

    fn keep(&self, target: &Path) -> io::Result<TempPath> {
        // The name is taken and given free: a link is never made over a file.
        let name = temporary().tempfile_in(folder_of(target))?.into_temp_path();
        std::fs::remove_file(&name)?;
        if std::fs::hard_link(target, &name).is_err() {
            // There are file systems without links.
            std::fs::copy(target, &name)?;
        }
        Ok(name)
    }

    fn replace(&self, staged: TempPath, target: &Path) -> io::Result<()> {
        staged.persist(target).map_err(|error| error.error)
    }

    fn remove(&self, target: &Path) -> io::Result<()> {
        std::fs::remove_file(target)
    }
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX.as_str()).suffix(SUFFIX);
    builder
}

/// Replaces the content of a file, or makes it, keeping its mode and owner.
///
/// A file that this process may not write is an error although a rename would succeed: people mark files read-only on
/// purpose. Whom the system lets write it all the same (the superuser), dormant lets, too.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = target_of(path)?;
    System.replace(stage(&target, bytes)?, &target)?;
    sync(folder_of(&target));
    Ok(())
}

/// Writes a file that a user named for what was found, and makes the folder that it is to lie in: what took long to find is not lost for
/// want of a folder. What is no regular file, such as `/dev/stdout`, is written to.
pub fn write_named(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return std::fs::write(path, bytes);
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    write_atomically(path, bytes)
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be written: {error}", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system says.
    pub error: io::Error,
}

/// The file behind `path`, symbolic links followed. A link to nothing is an error rather than replaced.
pub(super) fn target_of(path: &Path) -> io::Result<PathBuf> {
    if path.symlink_metadata().is_ok() {
        path.canonicalize()
    } else {
        Ok(path.to_owned())
    }
}

fn stage(target: &Path, bytes: &[u8]) -> io::Result<TempPath> {
    let existing = check_writable(target)?;
    let folder = folder_of(target);
    let mut builder = temporary();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut staged = builder.tempfile_in(folder)?;
    staged.write_all(bytes)?;
    if let Some(metadata) = existing {
        keep_owner(staged.path(), &metadata);
        // After the owner: changing that clears some bits of the mode.
        staged.as_file().set_permissions(metadata.permissions())?;
    }
    staged.as_file().sync_all()?;
    // The handle is closed: a large batch would run out of them.
    Ok(staged.into_temp_path())
}

/// What is known of `target`, `None` where it does not exist yet.
fn check_writable(target: &Path) -> io::Result<Option<Metadata>> {
    let metadata = match target.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    OpenOptions::new().write(true).open(target)?;
    Ok(Some(metadata))
}

/// Only the superuser can give files away; for others the group may be kept or not, which must not fail the write.
#[cfg(unix)]
fn keep_owner(path: &Path, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    let same = path
        .metadata()
        .is_ok_and(|new| new.uid() == metadata.uid() && new.gid() == metadata.gid());
    if !same && chown(path, Some(metadata.uid()), Some(metadata.gid())).is_err() {
        let _ = chown(path, None, Some(metadata.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _metadata: &Metadata) {}

/// Renames in a folder reach the disk, too. Folders cannot be opened everywhere, and each file is whole either way.
pub(super) fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

pub(super) fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
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
    fn replaces_and_makes_files_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.py"), folder.path().join("new.py"));
        fs::write(&old, "a long first content").unwrap();
        write_atomically(&old, b"short").unwrap();
        write_atomically(&new, b"new").unwrap();
        assert_eq!(fs::read(&old).unwrap(), b"short");
        assert_eq!(fs::read(&new).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["new.py", "old.py"]);
        assert!(write_atomically(&folder.path().join("none/x.py"), b"").is_err());
        write_named(&folder.path().join("some/where/x.json"), b"{}").unwrap();
        assert_eq!(std::fs::read(folder.path().join("some/where/x.json")).unwrap(), b"{}");
        assert!(write_atomically(folder.path(), b"").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn keeps_the_mode_and_gives_new_files_the_usual_one() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        let script = folder.path().join("script.py");
        for wanted in [0o755, 0o600, 0o664] {
            fs::write(&script, "x").unwrap();
            fs::set_permissions(&script, fs::Permissions::from_mode(wanted)).unwrap();
            write_atomically(&script, b"y").unwrap();
            assert_eq!(mode(&script), wanted);
        }
        let (usual, made) = (folder.path().join("usual"), folder.path().join("made"));
        fs::write(&usual, "").unwrap();
        write_atomically(&made, b"").unwrap();
        assert_eq!(mode(&made), mode(&usual));
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_stay() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        let (target, link) = (folder.path().join("real/a.py"), folder.path().join("a.py"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink("real/a.py", &link).unwrap();
        write_atomically(&link, b"new").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"new");
        let dangling = folder.path().join("b.py");
        std::os::unix::fs::symlink("nowhere.py", &dangling).unwrap();
        assert!(write_atomically(&dangling, b"new").is_err());
    }

    #[test]
    fn what_the_process_may_not_write_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.py");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        let allowed = OpenOptions::new().write(true).open(&path).is_ok();
        let written = write_atomically(&path, b"new");
        assert_eq!(written.is_ok(), allowed);
        assert_eq!(fs::read(&path).unwrap(), if allowed { b"new" } else { b"old" });
        assert!(fs::metadata(&path).unwrap().permissions().readonly());
    }
}
