//! What was seen of modules, by the texts of the files that it was seen with: a module none of whose files has changed since
//! needs no second look. Importing the modules of a program takes most of the time that verifying takes.
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::changes::Changes;
use super::facts::Seen;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Memo {
    seen: HashMap<String, Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    /// The files that were read, with a hash of each.
    files: BTreeMap<PathBuf, u64>,
    /// What else may matter: see [`Surroundings`].
    around: u64,
    seen: Seen,
}

/// The files of a tree, as far as they were asked for.
pub(super) struct Files<'a> {
    tree: &'a Path,
    hashes: HashMap<PathBuf, u64>,
    around: u64,
}

impl<'a> Files<'a> {
    /// The files of a tree with changes. Files that are not modules may be read by any module, and so may modules that come or
    /// go, but for generated ones, which only edited files import.
    pub fn new(tree: &'a Path, original: &Path, changes: &dyn Changes) -> Files<'a> {
        let mut files = Files {
            tree,
            hashes: HashMap::new(),
            around: 0,
        };
        let mut around = String::new();
        for (number, path) in changes.files().iter().enumerate() {
            let is_module = path.extension().is_some_and(|end| end == "py");
            let is_generated = is_module && changes.edits().iter().all(|edit| edit.file != number);
            let (here, before) = (files.hash(path), hash_of(&original.join(path)));
            let is_edited = is_module && here != ABSENT && before != ABSENT;
            if here != before && !is_edited && !is_generated {
                around.push_str(&format!("{} {here}\n", path.display()));
            }
        }
        files.around = match around.is_empty() {
            true => 0,
            false => hash(around.as_bytes()),
        };
        files
    }

    fn hash(&mut self, path: &Path) -> u64 {
        if let Some(known) = self.hashes.get(path) {
            return *known;
        }
        let found = hash_of(&self.tree.join(path));
        self.hashes.insert(path.to_owned(), found);
        found
    }
}

/// Of a file that is not there.
const ABSENT: u64 = 0;

fn hash_of(path: &Path) -> u64 {
    std::fs::read(path).map_or(ABSENT, |bytes| hash(&bytes))
}

fn hash(bytes: &[u8]) -> u64 {
    let all = Sha256::digest(bytes);
    let first = all.first_chunk().copied().unwrap_or_default();
    u64::from_le_bytes(first).max(ABSENT + 1)
}

impl Memo {
    /// What was seen of a module when its files were as they are now.
    pub fn get(&self, module: &str, files: &mut Files<'_>) -> Option<&Seen> {
        let around = files.around;
        let mut entries = self.seen.get(module)?.iter();
        let entry = entries.find(|entry| {
            let mut read = entry.files.iter();
            entry.around == around && read.all(|(path, hash)| files.hash(path) == *hash)
        });
        entry.map(|entry| &entry.seen)
    }

    /// Remembers what was seen. What could not be imported tells too little of what it read.
    pub fn put(&mut self, seen: &Seen, files: &mut Files<'_>) {
        if !seen.is_imported() {
            return;
        }
        let entry = Entry {
            files: seen.files.iter().map(|path| (path.clone(), files.hash(path))).collect(),
            around: files.around,
            seen: seen.clone(),
        };
        self.seen.entry(seen.module.clone()).or_default().push(entry);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::hunks::Hunks;
    use super::*;

    fn seen(files: &[&str]) -> Seen {
        Seen {
            module: "app".into(),
            facts: vec![("outcome".into(), String::new(), "imported".into())],
            files: files.iter().map(PathBuf::from).collect(),
            ..Seen::default()
        }
    }

    #[test]
    fn a_module_is_looked_at_again_where_a_file_of_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (before, after) = (folder.path().join("before"), folder.path().join("after"));
        for tree in [&before, &after] {
            fs::create_dir(tree).unwrap();
            fs::write(tree.join("a.py"), "1").unwrap();
            fs::write(tree.join("b.py"), "1").unwrap();
        }
        fs::write(after.join("b.py"), "2").unwrap();
        let mut memo = Memo::default();
        let hunks = Hunks::between(&before, &after).unwrap();
        let files = |tree| Files::new(tree, &before, &hunks);
        memo.put(&seen(&["a.py"]), &mut files(&before));
        assert!(memo.get("app", &mut files(&after)).is_some());
        assert!(memo.get("other", &mut files(&before)).is_none());
        let mut memo = Memo::default();
        memo.put(&seen(&["a.py", "b.py"]), &mut files(&before));
        assert!(memo.get("app", &mut files(&before)).is_some());
        assert!(memo.get("app", &mut files(&after)).is_none());
        let failed = Seen {
            facts: Vec::new(),
            ..seen(&["a.py"])
        };
        let mut memo = Memo::default();
        memo.put(&failed, &mut files(&before));
        assert!(memo.get("app", &mut files(&before)).is_none());
    }

    #[test]
    fn files_that_come_or_go_or_are_no_modules_may_matter_to_any_module() {
        let folder = tempfile::tempdir().unwrap();
        let (before, after) = (folder.path().join("before"), folder.path().join("after"));
        for tree in [&before, &after] {
            fs::create_dir(tree).unwrap();
            fs::write(tree.join("a.py"), "1").unwrap();
        }
        for (name, text) in [("data.json", "{}"), ("new.py", "")] {
            fs::write(after.join(name), text).unwrap();
            let hunks = Hunks::between(&before, &after).unwrap();
            let mut memo = Memo::default();
            memo.put(&seen(&["a.py"]), &mut Files::new(&before, &before, &hunks));
            assert!(memo.get("app", &mut Files::new(&before, &before, &hunks)).is_some());
            assert!(memo.get("app", &mut Files::new(&after, &before, &hunks)).is_none());
            fs::remove_file(after.join(name)).unwrap();
        }
    }
}
