//! The user's folder of what former runs found out: files under names, written whole, so that nobody ever sees half of one, be it
//! ten processes at once. The folder does not grow without bound: what was not used for longest goes first.
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// More bytes than these are not kept.
const MOST_BYTES: u64 = 512 << 20;

/// Nor more files.
const MOST_FILES: usize = 2_000;

/// What somebody begins to write has this beginning until it is whole; what is as old as that was left behind.
const STAGED: &str = ".staged-";
const LEFT_BEHIND: Duration = Duration::from_secs(60 * 60);

/// That a file was used is noted once in this time.
const NOTED_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder: `$DORMANT_CACHE_DIR`, else `dormant` in `$XDG_CACHE_HOME` or `~/.cache`.
pub(super) fn folder() -> Option<PathBuf> {
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

/// What is kept under a name.
pub fn kept_whole(name: &str) -> Option<Vec<u8>> {
    read(&folder()?.join(name))
}

/// Keeps something under a name; of the names with a beginning, the `most` that were written last.
pub fn keep_whole(name: &str, bytes: &[u8], beginning: &str, most: usize) {
    let Some(folder) = folder() else { return };
    if write(&folder.join(name), &[bytes]).is_ok() {
        let of_family = |file: &File| file.name().starts_with(beginning);
        let family = files(&folder).into_iter().filter(of_family).collect();
        // Another process may have been faster with it: what it took away is gone all the same.
        remove_oldest(family, u64::MAX, most);
    }
}

/// A file of the folder, which is still used by that.
pub(super) fn read(file: &Path) -> Option<Vec<u8>> {
    let bytes = std::fs::read(file).ok()?;
    let written = file.metadata().and_then(|metadata| metadata.modified());
    let now = SystemTime::now();
    if written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age > NOTED_EVERY)) {
        // A file that cannot be marked as used goes sooner, and is made again.
        let opened = std::fs::File::options().append(true).open(file);
        let _ = opened.and_then(|opened| opened.set_modified(now));
    }
    Some(bytes)
}

/// Writes a file of the folder as a whole, part by part, and makes room for it.
///
/// # Errors
/// Where the folder cannot be written to.
pub(super) fn write(file: &Path, parts: &[&[u8]]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut staged = tempfile::Builder::new().prefix(STAGED).tempfile_in(folder)?;
    for part in parts {
        std::io::Write::write_all(&mut staged, part)?;
    }
    staged.persist(file)?;
    let others = files(folder).into_iter().filter(|other| other.path != file);
    let own: usize = parts.iter().map(|part| part.len()).sum();
    remove_oldest(others.collect(), MOST_BYTES.saturating_sub(own as u64), MOST_FILES - 1);
    Ok(())
}

struct File {
    used: SystemTime,
    bytes: u64,
    path: PathBuf,
}

impl File {
    fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// The files that dormant keeps in a folder, but for those that somebody is writing.
fn files(folder: &Path) -> Vec<File> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter_map(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_staged = name.starts_with(STAGED);
        if !is_staged && !["answer-", "facts-"].iter().any(|kind| name.starts_with(kind)) {
            return None;
        }
        let metadata = entry.metadata().ok()?;
        let used = metadata.modified().ok()?;
        let is_left = SystemTime::now()
            .duration_since(used)
            .is_ok_and(|age| age > LEFT_BEHIND);
        (!is_staged || is_left).then(|| File {
            used,
            bytes: metadata.len(),
            path: entry.path(),
        })
    });
    files.collect()
}

/// Removes the files that were not used for longest, until no more are left than these.
fn remove_oldest(mut files: Vec<File>, bytes: u64, most: usize) {
    files.sort_unstable_by(|left, right| (right.used, &right.path).cmp(&(left.used, &left.path)));
    let mut sum = 0;
    for (at, file) in files.iter().enumerate() {
        sum += file.bytes;
        if sum > bytes || at >= most {
            // Who reads it at this moment reads it to its end; who wants it afterwards makes it again.
            let _ = std::fs::remove_file(&file.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn put(folder: &Path, name: &str, hours: u64) {
        let path = folder.join(name);
        std::fs::write(&path, [0; 10]).expect("written");
        let file = std::fs::File::options().append(true).open(&path).expect("a file");
        let then = SystemTime::now() - Duration::from_secs(hours * 3600);
        file.set_modified(then).expect("it has a time");
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, hours) in [("answer-old", 9), ("facts-older", 19), ("answer-new", 1), ("other", 99)] {
            put(folder.path(), name, hours);
        }
        remove_oldest(files(folder.path()), 25, 10);
        assert_eq!(names(folder.path()), ["answer-new", "answer-old", "other"]);
        remove_oldest(files(folder.path()), 25, 1);
        assert_eq!(names(folder.path()), ["answer-new", "other"]);
    }

    #[test]
    fn what_somebody_is_writing_stays_and_what_was_left_behind_does_not() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), ".staged-now", 0);
        put(folder.path(), ".staged-then", 2);
        remove_oldest(files(folder.path()), 0, 0);
        assert_eq!(names(folder.path()), [".staged-now"]);
    }

    #[test]
    fn what_is_read_was_used() {
        let folder = tempfile::tempdir().expect("a folder");
        put(folder.path(), "facts-a", 100);
        put(folder.path(), "facts-b", 50);
        assert_eq!(read(&folder.path().join("facts-a")), Some(vec![0; 10]));
        remove_oldest(files(folder.path()), 10, 10);
        assert_eq!(names(folder.path()), ["facts-a"]);
    }

    #[test]
    fn whoever_writes_makes_room() {
        let folder = tempfile::tempdir().expect("a folder");
        for number in 0..MOST_FILES + 3 {
            std::fs::write(folder.path().join(format!("answer-{number}")), "").expect("written");
        }
        write(&folder.path().join("facts-new"), &[b"new"]).expect("written");
        let names = names(folder.path());
        assert_eq!(names.len(), MOST_FILES);
        assert!(names.contains(&"facts-new".to_owned()));
    }
}
