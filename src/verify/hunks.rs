//! The edits between two trees of which only the files are known: every block of changed lines is an edit of its own.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use similar::DiffOp;

use super::changes::{Changes, Edit, NoSense};
use super::copy::files_below;
use crate::syntax::difference;

/// The changed blocks of lines between two trees.
#[derive(Debug)]
pub struct Hunks {
    files: Vec<PathBuf>,
    edits: Vec<Edit>,
    texts: Vec<Pair>,
}

/// One file before and after; `None` where it is absent.
#[derive(Debug)]
struct Pair {
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
    /// Empty where the file is changed as a whole.
    ops: Vec<DiffOp>,
    first_edit: usize,
}

impl Hunks {
    /// What differs between two folders.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn between(before: &Path, after: &Path) -> std::io::Result<Hunks> {
        let mut names: BTreeSet<PathBuf> = files_below(before)?.into_iter().collect();
        names.extend(files_below(after)?);
        let mut hunks = Hunks {
            files: Vec::new(),
            edits: Vec::new(),
            texts: Vec::new(),
        };
        for name in names {
            let (old, new) = (read(&before.join(&name))?, read(&after.join(&name))?);
            if old != new {
                hunks.add(name, old, new);
            }
        }
        Ok(hunks)
    }

    fn add(&mut self, path: PathBuf, before: Option<Vec<u8>>, after: Option<Vec<u8>>) {
        let first_edit = self.edits.len();
        let file = self.files.len();
        let text = |bytes: &Option<Vec<u8>>| bytes.as_ref().and_then(|bytes| String::from_utf8(bytes.clone()).ok());
        let mut ops = Vec::new();
        let mut edit = |line: usize, what: String| {
            self.edits.push(Edit {
                file,
                path: path.clone(),
                line: line as u32,
                what,
            });
        };
        match (text(&before), text(&after)) {
            (Some(old), Some(new)) => {
                let [old, new] = [&old, &new].map(|text| text.split_inclusive('\n').collect::<Vec<&str>>());
                ops = difference(&old, &new);
                for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
                    let (from, to) = (op.old_range(), op.new_range());
                    edit(from.start + 1, words(&old[from], &new[to]));
                }
            }
            _ => edit(
                1,
                if before.is_none() {
                    "new file"
                } else if after.is_none() {
                    "removed file"
                } else {
                    "changed file"
                }
                .to_owned(),
            ),
        }
        self.files.push(path);
        self.texts.push(Pair {
            before,
            after,
            ops,
            first_edit,
        });
    }
}

/// A block of lines in a few words: its first lines that say something.
fn words(old: &[&str], new: &[&str]) -> String {
    let first = |lines: &[&str], sign: char| {
        let line = lines.iter().map(|line| line.trim()).find(|line| !line.is_empty())?;
        Some(format!("{sign}{line}"))
    };
    let parts: Vec<String> = [first(old, '-'), first(new, '+')].into_iter().flatten().collect();
    if parts.is_empty() {
        "blank lines".to_owned()
    } else {
        parts.join(" ")
    }
}

fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(std::io::Error::new(
            error.kind(),
            format!("{}: {error}", path.display()),
        )),
    }
}

impl Changes for Hunks {
    fn files(&self) -> &[PathBuf] {
        &self.files
    }

    fn edits(&self) -> &[Edit] {
        &self.edits
    }

    fn bytes(&self, file: usize, chosen: &[bool]) -> Result<Option<Vec<u8>>, NoSense> {
        let pair = &self.texts[file];
        if pair.ops.is_empty() {
            return Ok(if chosen[pair.first_edit] {
                pair.after.clone()
            } else {
                pair.before.clone()
            });
        }
        let lines = |bytes: &Option<Vec<u8>>| -> Vec<Vec<u8>> {
            let bytes = bytes.as_deref().unwrap_or_default();
            bytes
                .split_inclusive(|&byte| byte == b'\n')
                .map(<[u8]>::to_vec)
                .collect()
        };
        let (old, new) = (lines(&pair.before), lines(&pair.after));
        let mut edit = pair.first_edit;
        let mut result = Vec::new();
        for op in &pair.ops {
            let is_new = if matches!(op, DiffOp::Equal { .. }) {
                false
            } else {
                edit += 1;
                chosen[edit - 1]
            };
            let part = if is_new {
                new.get(op.new_range())
            } else {
                old.get(op.old_range())
            };
            result.extend(part.unwrap_or_default().concat());
        }
        Ok(Some(result))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hunks(before: &str, after: &str) -> Hunks {
        let mut hunks = Hunks {
            files: Vec::new(),
            edits: Vec::new(),
            texts: Vec::new(),
        };
        hunks.add("a.py".into(), Some(before.into()), Some(after.into()));
        hunks
    }

    fn text(hunks: &Hunks, chosen: &[bool]) -> String {
        String::from_utf8(hunks.bytes(0, chosen).unwrap().unwrap()).unwrap()
    }

    #[test]
    fn any_subset_of_blocks_can_be_made() {
        let hunks = hunks("a\nb\nc\nd\n", "A\nb\nd\ne\n");
        assert_eq!(hunks.edits().len(), 3);
        assert_eq!(text(&hunks, &[false; 3]), "a\nb\nc\nd\n");
        assert_eq!(text(&hunks, &[true; 3]), "A\nb\nd\ne\n");
        assert_eq!(text(&hunks, &[true, false, false]), "A\nb\nc\nd\n");
        assert_eq!(text(&hunks, &[false, true, false]), "a\nb\nd\n");
        let said: Vec<_> = hunks
            .edits()
            .iter()
            .map(|edit| (edit.line, edit.what.as_str()))
            .collect();
        assert_eq!(said, [(1, "-a +A"), (3, "-c"), (5, "+e")]);
    }

    #[test]
    fn a_carriage_return_alone_ends_no_line() {
        let hunks = hunks("a\rb\nc\r\nd\n", "a\rB\nc\r\nd\ne\n");
        assert_eq!(hunks.edits().len(), 2);
        assert_eq!(text(&hunks, &[true, false]), "a\rB\nc\r\nd\n");
        assert_eq!(text(&hunks, &[false, true]), "a\rb\nc\r\nd\ne\n");
    }

    #[test]
    fn a_file_that_comes_or_goes_is_one_edit() {
        let mut hunks = hunks("a\n", "b\n");
        hunks.add("new.py".into(), None, Some(b"x\n".to_vec()));
        assert_eq!(hunks.edits()[1].what, "new file");
        assert_eq!(hunks.bytes(1, &[true, false]).unwrap(), None);
        assert_eq!(hunks.bytes(1, &[true, true]).unwrap(), Some(b"x\n".to_vec()));
    }
}
