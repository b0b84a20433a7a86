//! What was found out about files that are not the project's, kept on disk: bytes by path, good for as long as the file
//! has the same size and time. Knows nothing of what the bytes mean. A cache that cannot be read or written is an empty one.
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

/// The state of a file: its size in bytes, when it was last written, in nanoseconds, and which file it is, so that one that was
/// moved to where another was is told from it (0 where the system does not say).
pub type Stamp = (u64, u64, u64);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Entries {
    /// What made the entries: another build of dormant understands other bytes.
    maker: String,
    by_path: HashMap<PathBuf, (Stamp, Vec<u8>)>,
}

/// Entries of one environment.
#[derive(Debug, Default)]
pub struct Cache {
    file: Option<PathBuf>,
    maker: String,
    old: HashMap<PathBuf, (Stamp, Vec<u8>)>,
    new: Mutex<Vec<(PathBuf, Stamp, Vec<u8>)>>,
}

/// More entries than this are not kept: those of this run replace all others.
const MOST_ENTRIES: usize = 50_000;

impl Cache {
    /// A cache that holds nothing and keeps nothing.
    pub fn off() -> Cache {
        Cache::default()
    }

    /// The cache for whatever `name` identifies, in the user's cache folder (`$DORMANT_CACHE_DIR`, else `dormant` in
    /// `$XDG_CACHE_HOME` or `~/.cache`). `maker` says which build of dormant understands the bytes.
    pub fn open(name: &str, maker: &str) -> Cache {
        let Some(folder) = folder() else { return Cache::off() };
        let hash = BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(name);
        let file = folder.join(format!("facts-{hash:016x}"));
        let read = std::fs::read(&file)
            .ok()
            .and_then(|bytes| postcard::from_bytes::<Entries>(&bytes).ok());
        let old = read
            .filter(|entries| entries.maker == maker)
            .map(|entries| entries.by_path)
            .unwrap_or_default();
        Cache {
            file: Some(file),
            maker: maker.to_owned(),
            old,
            new: Mutex::default(),
        }
    }

    /// What is kept about a file, if that is still in the same state.
    pub fn get(&self, path: &Path, stamp: Option<Stamp>) -> Option<&[u8]> {
        let (known, bytes) = self.old.get(path)?;
        (Some(*known) == stamp).then_some(bytes.as_slice())
    }

    /// Keeps something about a file as it was before it was read, where anything is kept.
    pub fn put(&self, path: &Path, stamp: Option<Stamp>, bytes: impl FnOnce() -> Option<Vec<u8>>) {
        if self.file.is_some()
            && let Some(stamp) = stamp
            && let Some(bytes) = bytes()
            && let Ok(mut new) = self.new.lock()
        {
            new.push((path.to_owned(), stamp, bytes));
        }
    }

    /// Writes what is new to disk, if anything is.
    pub fn save(self) {
        let new = self.new.into_inner().unwrap_or_default();
        let Some(file) = self.file.filter(|_| !new.is_empty()) else {
            return;
        };
        let mut by_path = self.old;
        if by_path.len() + new.len() > MOST_ENTRIES {
            by_path.clear();
        }
        by_path.extend(new.into_iter().map(|(path, stamp, bytes)| (path, (stamp, bytes))));
        let entries = Entries {
            maker: self.maker,
            by_path,
        };
        // A cache that cannot be written costs time only.
        let _ = postcard::to_stdvec(&entries).map(|bytes| write(&file, &bytes));
    }
}

/// What is kept under a name as a whole.
pub fn kept_whole(name: &str) -> Option<Vec<u8>> {
    std::fs::read(folder()?.join(name)).ok()
}

/// Keeps something under a name as a whole; of the names with a beginning, the `most` that were written last.
pub fn keep_whole(name: &str, bytes: &[u8], beginning: &str, most: usize) {
    let Some(folder) = folder() else { return };
    if write(&folder.join(name), bytes).is_err() {
        return;
    }
    let entries = std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok);
    let of_family = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(beginning));
    let mut known: Vec<_> = of_family
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    known.sort();
    for (_, path) in known.iter().take(known.len().saturating_sub(most)) {
        // Another process may have been faster.
        let _ = std::fs::remove_file(path);
    }
}

fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut staged = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut staged, bytes)?;
    staged.persist(file)?;
    Ok(())
}

fn folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    variable("DORMANT_CACHE_DIR")
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("dormant")))
        .or_else(|| variable("HOME").map(|home| home.join(".cache").join("dormant")))
        .or_else(|| variable("LOCALAPPDATA").map(|folder| folder.join("dormant")))
}

/// The state of a file; none where there is no such.
pub fn stamp_of(path: &Path) -> Option<Stamp> {
    let metadata = path.metadata().ok()?;
    let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((
        metadata.len(),
        u64::try_from(written.as_nanos()).ok()?,
        identity(&metadata),
    ))
}

#[cfg(unix)]
fn identity(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &Path) -> Cache {
        let read = std::fs::read(file)
            .ok()
            .and_then(|bytes| postcard::from_bytes::<Entries>(&bytes).ok());
        let old = read
            .filter(|entries| entries.maker == "m")
            .map(|entries| entries.by_path)
            .unwrap_or_default();
        Cache {
            file: Some(file.to_owned()),
            maker: "m".to_owned(),
            old,
            new: Mutex::default(),
        }
    }

    #[test]
    fn keeps_what_it_is_given_until_the_file_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, source) = (folder.path().join("facts"), folder.path().join("a.py"));
        std::fs::write(&source, "import a").expect("written");
        let cache = at(&file);
        let before = stamp_of(&source);
        assert_eq!(cache.get(&source, before), None);
        cache.put(&source, before, || Some(vec![1, 2]));
        cache.save();
        assert_eq!(at(&file).get(&source, before), Some([1, 2].as_slice()));
        std::fs::write(&source, "import a, b").expect("written");
        assert_eq!(at(&file).get(&source, stamp_of(&source)), None);
        assert_eq!(at(&file).get(&source, None), None);
    }

    #[test]
    fn rubbish_on_disk_is_an_empty_cache() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("facts");
        std::fs::write(&file, [255; 40]).expect("written");
        assert_eq!(at(&file).get(&file, stamp_of(&file)), None);
    }

    #[test]
    fn a_cache_that_is_off_keeps_nothing() {
        let cache = Cache::off();
        let path = Path::new("Cargo.toml");
        cache.put(path, stamp_of(path), || Some(vec![1]));
        assert_eq!(cache.get(path, stamp_of(path)), None);
        cache.save();
    }
}
