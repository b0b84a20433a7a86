//! What paths really are, links followed: each folder is looked up once, however many files of it are asked for.
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// Folders that were looked up, by their paths as they are written.
#[derive(Debug, Default)]
pub(super) struct RealPaths(RwLock<FxHashMap<OsString, Option<PathBuf>>>);

impl RealPaths {
    /// What a path really is; none where there is nothing.
    pub fn of(&self, path: &Path) -> Option<PathBuf> {
        let whole = || path.canonicalize().ok();
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return whole();
        };
        if path.symlink_metadata().ok()?.is_symlink() || folder.as_os_str().is_empty() {
            return whole();
        }
        Some(self.folder(folder)?.join(name))
    }

    /// The same of something that is there, and is not a link itself.
    pub fn of_entry(&self, path: &Path) -> Option<PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        match folder.as_os_str().is_empty() {
            true => self.of(path),
            false => Some(self.folder(folder)?.join(name)),
        }
    }

    fn folder(&self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(folder.as_os_str())
        {
            return known.clone();
        }
        let real = self.looked_up(folder);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(folder.into(), real.clone());
        real
    }

    /// A folder that is not a link lies where the folder around it does.
    fn looked_up(&self, folder: &Path) -> Option<PathBuf> {
        let around = folder.parent().filter(|around| !around.as_os_str().is_empty());
        match (around, folder.file_name()) {
            (Some(around), Some(name)) if folder.symlink_metadata().ok()?.is_dir() => {
                Some(self.folder(around)?.join(name))
            }
            _ => folder.canonicalize().ok(),
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_in_folders_and_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let base = folder.path().canonicalize().expect("it is there");
        std::fs::create_dir(base.join("real")).expect("a folder");
        std::fs::write(base.join("real/a.py"), "").expect("a file");
        std::os::unix::fs::symlink(base.join("real"), base.join("link")).expect("a link");
        std::os::unix::fs::symlink("a.py", base.join("real/b.py")).expect("a link");
        let paths = RealPaths::default();
        for name in ["real/a.py", "link/a.py", "link/b.py", "real/b.py"] {
            assert_eq!(paths.of(&base.join(name)), Some(base.join("real/a.py")), "{name}");
        }
        std::fs::create_dir_all(base.join("real/in/deep")).expect("folders");
        std::fs::write(base.join("real/in/deep/d.py"), "").expect("a file");
        for name in ["link/in/deep/d.py", "link/../link/in/./deep/d.py"] {
            let deep = base.join("real/in/deep/d.py");
            assert_eq!(paths.of(&base.join(name)), Some(deep.clone()), "{name}");
            assert_eq!(paths.of_entry(&base.join(name)), Some(deep), "{name}");
        }
        assert_eq!(paths.of(&base.join("real/c.py")), None);
        assert_eq!(paths.of(&base.join("gone/c.py")), None);
    }
}
