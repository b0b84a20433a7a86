//! Disks that fail at every place, and what is there afterwards.
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;

use super::*;

/// A disk that fails.
struct Failing {
    /// How many operations succeed before.
    succeed: Cell<usize>,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    /// One operation fails, those after it succeed.
    Once,
    /// No space is left: what takes none goes on succeeding.
    Full,
    /// Nothing succeeds any more.
    Gone,
}

impl Failing {
    fn operation(&self, takes_space: bool) -> io::Result<()> {
        if self.how == How::Full && !takes_space {
            return Ok(());
        }
        match self.succeed.get() {
            0 => Err(io::Error::from(io::ErrorKind::StorageFull)),
            left => {
                self.succeed.set(left - 1);
                Ok(())
            }
        }
        .inspect_err(|_| self.succeed.set(if self.how == How::Once { usize::MAX } else { 0 }))
    }
}

impl Disk for Failing {
    fn stage(&self, target: &Path, bytes: &[u8]) -> io::Result<TempPath> {
        self.operation(true).and_then(|()| System.stage(target, bytes))
    }

    fn keep(&self, target: &Path) -> io::Result<TempPath> {
        self.operation(true).and_then(|()| System.keep(target))
    }

    fn replace(&self, staged: TempPath, target: &Path) -> io::Result<()> {
        self.operation(false).and_then(|()| System.replace(staged, target))
    }

    fn remove(&self, target: &Path) -> io::Result<()> {
        self.operation(false).and_then(|()| System.remove(target))
    }
}

/// A change: its path, before, after, what it needs, and whether it is only for others.
type Given<'a> = (&'a str, Option<&'a str>, Option<&'a str>, &'a [usize], bool);

/// A folder with files, and changes to them.
fn folder(changes: &[Given]) -> (tempfile::TempDir, Vec<Change>) {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |text: &Option<&str>| text.map(|text| text.as_bytes().to_vec());
    let changes = changes
        .iter()
        .map(|(name, before, after, needs, is_only_for_others)| Change {
            path: folder.path().join(name),
            before: bytes(before),
            after: bytes(after),
            needs: needs.to_vec(),
            is_only_for_others: *is_only_for_others,
        });
    let changes: Vec<Change> = changes.collect();
    for change in &changes {
        fs::create_dir_all(change.path.parent().unwrap()).unwrap();
        if let Some(before) = &change.before {
            fs::write(&change.path, before).unwrap();
        }
    }
    (folder, changes)
}

fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(content(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}

/// Why changes were not made, be it for want of others.
fn all_errors(written: &Written) -> impl Iterator<Item = &WriteError> {
    written.errors.iter().chain(&written.for_want)
}

/// Each file is as it was or as it should be, and what is told of it is true; what is made has what it needs.
#[track_caller]
fn is_sound(folder: &Path, changes: &[Change], written: &Written, leaves_nothing: bool) {
    let found = content(folder);
    for (change, &is_written) in changes.iter().zip(&written.is_written) {
        let expected = if is_written { &change.after } else { &change.before };
        assert_eq!(found.get(&change.path), expected.as_ref(), "{}", change.path.display());
        assert!(
            is_written || change.is_only_for_others || all_errors(written).any(|error| error.path == change.path),
            "nothing is said of {}",
            change.path.display()
        );
    }
    if leaves_nothing {
        let known: Vec<&PathBuf> = changes.iter().map(|change| &change.path).collect();
        assert!(found.keys().all(|path| known.contains(&path)), "{found:?}");
        for (at, change) in changes.iter().enumerate().filter(|(at, _)| written.is_written[*at]) {
            assert!(change.needs.iter().all(|&other| written.is_written[other]));
            let is_needed = || {
                let users = changes.iter().zip(&written.is_written);
                users
                    .filter(|(_, is_written)| **is_written)
                    .any(|(user, _)| user.needs.contains(&at))
            };
            assert!(!change.is_only_for_others || is_needed());
        }
    }
}

/// Two packages with a helper each, a file for itself, and three that need each other, one of them removed.
const CHANGES: [Given; 10] = [
    ("app/a.py", Some("old a"), Some("new a"), &[2], false),
    ("app/b.py", Some("old b"), Some("new b"), &[2], false),
    ("app/_help.py", None, Some("help"), &[], true),
    ("lib/c.py", Some("old c"), Some("new c"), &[4], false),
    ("lib/_help.py", Some("old help"), Some("new help"), &[], true),
    ("alone.py", Some("old"), Some("new"), &[], false),
    ("set/x.py", Some("old x"), Some("new x"), &[7, 8], false),
    ("set/y.py", Some("old y"), None, &[6, 8], false),
    ("set/z.py", Some("old z"), Some("new z"), &[6, 7], false),
    ("old/_help.py", Some("nobody's"), None, &[], false),
];

#[test]
fn wherever_a_disk_fails_what_needs_each_other_is_written_or_nothing_of_it() {
    for how in [How::Once, How::Full, How::Gone] {
        let mut failures = 0;
        for succeed in 0.. {
            let (folder, changes) = folder(&CHANGES);
            let disk = Failing {
                succeed: Cell::new(succeed),
                how,
            };
            let written = write_on(&disk, &changes);
            // Where not even a rename succeeds nothing can be put back: what others need is there all the same.
            is_sound(folder.path(), &changes, &written, how != How::Gone);
            for (user, change) in changes
                .iter()
                .enumerate()
                .take(5)
                .filter(|(at, _)| written.is_written[*at])
            {
                assert!(
                    change.needs.iter().all(|&other| written.is_written[other]),
                    "{user} {how:?}"
                );
            }
            if written.errors.is_empty() {
                break;
            }
            failures += 1;
        }
        assert!(failures > 8, "{how:?} {failures}");
    }
}

#[test]
fn what_its_user_saved_in_between_is_left_with_what_needs_it() {
    for (saved, left) in [
        ("alone.py", vec!["alone.py"]),
        ("old/_help.py", vec!["old/_help.py"]),
        ("app/a.py", vec!["app/a.py"]),
        ("app/_help.py", vec!["app/_help.py", "app/a.py", "app/b.py"]),
        ("set/z.py", vec!["set/x.py", "set/y.py", "set/z.py"]),
    ] {
        let (folder, changes) = folder(&CHANGES);
        fs::write(folder.path().join(saved), "mine").unwrap();
        let written = write_together(&changes);
        assert_eq!(written.errors.len(), 1, "{saved}");
        let mut named: Vec<&Path> = all_errors(&written)
            .map(|error| error.path.strip_prefix(folder.path()).unwrap())
            .collect();
        named.sort();
        assert_eq!(named, left.iter().map(Path::new).collect::<Vec<_>>());
        assert_eq!(fs::read(folder.path().join(saved)).unwrap(), b"mine");
        for (change, is_written) in changes.iter().zip(&written.is_written) {
            assert_eq!(
                *is_written,
                !named.contains(&change.path.strip_prefix(folder.path()).unwrap())
            );
        }
    }
}

/// A disk on which a file is saved by its user after everything was staged.
struct Saved(PathBuf, Cell<bool>);

impl Disk for Saved {
    fn stage(&self, target: &Path, bytes: &[u8]) -> io::Result<TempPath> {
        System.stage(target, bytes)
    }

    fn keep(&self, target: &Path) -> io::Result<TempPath> {
        System.keep(target)
    }

    fn replace(&self, staged: TempPath, target: &Path) -> io::Result<()> {
        if !self.1.replace(true) {
            fs::write(&self.0, "mine")?;
        }
        System.replace(staged, target)
    }

    fn remove(&self, target: &Path) -> io::Result<()> {
        System.remove(target)
    }
}

#[test]
fn a_file_is_compared_again_right_before_its_rename() {
    for saved in ["alone.py", "app/b.py", "set/z.py"] {
        let (folder, changes) = folder(&CHANGES);
        let disk = Saved(folder.path().join(saved), Cell::new(false));
        let written = write_on(&disk, &changes);
        assert_eq!(fs::read(folder.path().join(saved)).unwrap(), b"mine");
        assert!(
            written.errors[0].error.to_string().contains("changed while"),
            "{:?}",
            written.errors
        );
        assert!(written.is_written.contains(&true));
        let left = content(folder.path());
        assert!(
            left.keys()
                .all(|path| changes.iter().any(|change| change.path == *path)),
            "{left:?}"
        );
    }
}

#[test]
fn what_cannot_be_a_change_is_an_error() {
    let (folder, mut changes) = folder(&[("a.py", Some("old"), Some("new"), &[], false)]);
    changes.push(changes[0].clone());
    changes.push(Change {
        path: folder.path().join("none/b.py"),
        after: Some(Vec::new()),
        ..Change::default()
    });
    let written = write_together(&changes);
    assert_eq!(written.is_written, [true, false, false]);
    assert_eq!(written.errors[0].error.kind(), io::ErrorKind::AlreadyExists);
    assert_eq!(written.errors[1].path, changes[2].path);
}
