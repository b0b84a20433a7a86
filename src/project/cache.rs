//! What was found out about files that are not the project's, kept on disk: bytes by path, good for as long as the file
//! has the same size and time. Knows nothing of what the bytes mean. A cache that cannot be read or written is an empty one.
//!
//! A file of it is its head, which says what lies where behind it. Only the head is decoded; what nobody asks for is not
//! touched, and what is damaged is as if it were not there.
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::kept;

/// The state of a file: its size in bytes, when it was last written, in nanoseconds, and which file it is, so that one that was
/// moved to where another was is told from it (0 where the system does not say).
pub type Stamp = (u64, u64, u64);

/// The head of a file of entries, behind its own length.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    /// What made the entries: another build of dormant understands other bytes.
    maker: String,
    entries: Vec<(PathBuf, Entry)>,
}

/// What is known of one file, when it was in some state.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    stamp: Stamp,
    /// Where its bytes are, counted from the end of the head.
    place: Range<usize>,
    /// A hash of them.
    hash: u64,
}

/// Entries of one environment.
#[derive(Debug, Default)]
pub struct Cache {
    file: Option<PathBuf>,
    maker: String,
    bytes: Vec<u8>,
    /// Where the head ends.
    start: usize,
    old: HashMap<PathBuf, Entry>,
    new: Mutex<Vec<(PathBuf, Stamp, Vec<u8>)>>,
}

/// More entries than this are not kept: those of this run replace all others.
const MOST_ENTRIES: usize = 50_000;

/// How long the length of the head is.
const LENGTH: usize = size_of::<u64>();

impl Cache {
    /// A cache that holds nothing and keeps nothing.
    pub fn off() -> Cache {
        Cache::default()
    }

    /// The cache for whatever `name` identifies, in the user's cache folder (`$DORMANT_CACHE_DIR`, else `dormant` in
    /// `$XDG_CACHE_HOME` or `~/.cache`). `maker` says which build of dormant understands the bytes.
    pub fn open(name: &str, maker: &str) -> Cache {
        let Some(folder) = kept::folder() else {
            return Cache::off();
        };
        Cache::at(folder.join(format!("facts-{:016x}", hash_of(name.as_bytes()))), maker)
    }

    fn at(file: PathBuf, maker: &str) -> Cache {
        let bytes = kept::read(&file).unwrap_or_default();
        let (head, start) = head_of(&bytes)
            .filter(|(head, _)| head.maker == maker)
            .unwrap_or_default();
        Cache {
            file: Some(file),
            maker: maker.to_owned(),
            bytes,
            start,
            old: head.entries.into_iter().collect(),
            new: Mutex::default(),
        }
    }

    /// What is kept about a file, if that is still in the same state.
    pub fn get(&self, path: &Path, stamp: Option<Stamp>) -> Option<&[u8]> {
        let entry = self.old.get(path)?;
        (Some(entry.stamp) == stamp).then(|| self.bytes_of(entry))?
    }

    fn bytes_of(&self, entry: &Entry) -> Option<&[u8]> {
        let bytes = self.bytes.get(self.start..)?.get(entry.place.clone())?;
        (hash_of(bytes) == entry.hash).then_some(bytes)
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
        let new = std::mem::take(&mut *self.new.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let Some(file) = self.file.as_ref().filter(|_| !new.is_empty()) else {
            return;
        };
        let mut all: HashMap<&Path, (Stamp, &[u8])> = HashMap::new();
        if self.old.len() + new.len() <= MOST_ENTRIES {
            let old = self.old.iter();
            all.extend(old.filter_map(|(path, entry)| Some((path.as_path(), (entry.stamp, self.bytes_of(entry)?)))));
        }
        all.extend(
            new.iter()
                .map(|(path, stamp, bytes)| (path.as_path(), (*stamp, bytes.as_slice()))),
        );
        let mut head = Head {
            maker: self.maker.clone(),
            entries: Vec::with_capacity(all.len()),
        };
        let mut body = Vec::with_capacity(all.values().map(|(_, bytes)| bytes.len()).sum());
        for (path, (stamp, bytes)) in all {
            let place = body.len()..body.len() + bytes.len();
            body.extend_from_slice(bytes);
            let entry = Entry {
                stamp,
                place,
                hash: hash_of(bytes),
            };
            head.entries.push((path.to_owned(), entry));
        }
        if let Ok(head) = postcard::to_stdvec(&head) {
            let length = (head.len() as u64).to_le_bytes();
            // A cache that cannot be written costs time only.
            let _ = kept::write(file, &[&length[..], &head, &body]);
        }
    }
}

/// The head of a file of entries, and where it ends.
fn head_of(bytes: &[u8]) -> Option<(Head, usize)> {
    let length = bytes.first_chunk::<LENGTH>()?;
    let end = usize::try_from(u64::from_le_bytes(*length)).ok()?.checked_add(LENGTH)?;
    let head = postcard::from_bytes(bytes.get(LENGTH..end)?).ok()?;
    Some((head, end))
}

fn hash_of(bytes: &[u8]) -> u64 {
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(bytes)
}

/// The state of a file; none where there is no such.
pub fn stamp_of(path: &Path) -> Option<Stamp> {
    stamp_of_metadata(&path.metadata().ok()?)
}

/// The same of what is known of a file already.
pub(super) fn stamp_of_metadata(metadata: &std::fs::Metadata) -> Option<Stamp> {
    let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((
        metadata.len(),
        u64::try_from(written.as_nanos()).ok()?,
        identity(metadata),
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
        Cache::at(file.to_owned(), "m")
    }

    fn file(folder: &Path, name: &str) -> PathBuf {
        let file = folder.join(name);
        std::fs::write(&file, name).expect("written");
        file
    }

    #[test]
    fn keeps_what_it_is_given_until_the_file_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (kept, source) = (folder.path().join("facts"), file(folder.path(), "a.py"));
        let cache = at(&kept);
        let before = stamp_of(&source);
        assert_eq!(cache.get(&source, before), None);
        cache.put(&source, before, || Some(vec![1, 2]));
        cache.save();
        assert_eq!(at(&kept).get(&source, before), Some([1, 2].as_slice()));
        assert_eq!(Cache::at(kept.clone(), "another").get(&source, before), None);
        std::fs::write(&source, "import a, b").expect("written");
        assert_eq!(at(&kept).get(&source, stamp_of(&source)), None);
        assert_eq!(at(&kept).get(&source, None), None);
    }

    #[test]
    fn what_is_new_takes_the_place_of_what_was_known_and_leaves_the_rest() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("facts");
        let (one, two) = (file(folder.path(), "one.py"), file(folder.path(), "two.py"));
        let put = |path: &Path, bytes: &[u8]| {
            let cache = at(&kept);
            cache.put(path, stamp_of(path), || Some(bytes.to_vec()));
            cache.save();
        };
        put(&one, b"first");
        put(&two, b"second");
        put(&one, b"third");
        let cache = at(&kept);
        assert_eq!(cache.get(&one, stamp_of(&one)), Some(b"third".as_slice()));
        assert_eq!(cache.get(&two, stamp_of(&two)), Some(b"second".as_slice()));
        let size = kept.metadata().expect("a file").len();
        put(&one, b"third");
        assert_eq!(kept.metadata().expect("a file").len(), size, "nothing is kept twice");
    }

    #[test]
    fn what_is_damaged_is_not_there_and_the_rest_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("facts");
        let (one, two) = (file(folder.path(), "one.py"), file(folder.path(), "two.py"));
        let cache = at(&kept);
        cache.put(&one, stamp_of(&one), || Some(vec![7; 100]));
        cache.put(&two, stamp_of(&two), || Some(vec![9; 100]));
        cache.save();
        let whole = std::fs::read(&kept).expect("a file");
        let known = |bytes: &[u8]| {
            std::fs::write(&kept, bytes).expect("written");
            let cache = at(&kept);
            [(&one, 7), (&two, 9)].map(|(path, value)| match cache.get(path, stamp_of(path)) {
                Some(bytes) => {
                    assert_eq!(bytes, [value; 100]);
                    true
                }
                None => false,
            })
        };
        assert_eq!(known(&whole), [true, true]);
        for at in 0..whole.len() {
            known(&whole[..at]);
            let mut other = whole.clone();
            other[at] ^= 0x55;
            known(&other);
        }
        assert_eq!(known(&[255; 40]), [false, false]);
        assert_eq!(
            known(&whole[..whole.len() - 1])
                .iter()
                .filter(|&&is_there| is_there)
                .count(),
            1
        );
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
