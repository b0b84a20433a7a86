//! What `fix` did, as one JSON object for programs: that of `check`, and the files that were written or would be.
use serde::Serialize;

use super::diff;
use super::json::{self, document};
use super::words::slashed;
use crate::verdict::{Changed, Results};

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    #[serde(flatten)]
    found: json::Document<'a>,
    /// Whether nothing was written: what follows is what would be.
    is_preview: bool,
    /// The files whose text changes, by path.
    files: Vec<FileObject>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileObject {
    path: String,
    /// Whether the file is new.
    is_new: bool,
    /// Whether the file goes.
    is_removed: bool,
    /// Lines that come.
    added: usize,
    /// Lines that go.
    removed: usize,
    /// The change, as `patch -p1` takes it.
    diff: String,
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'static>)
}

/// The object, indented, with a final newline.
pub fn json(results: &Results, changed: &[Changed], is_preview: bool) -> String {
    let files = changed.iter().map(|file| {
        let counts = diff::counts(&file.before, &file.after);
        FileObject {
            path: slashed(&file.path),
            is_new: file.is_new,
            is_removed: file.is_removed,
            added: counts.added,
            removed: counts.removed,
            diff: diff::patch(file, super::Style::PLAIN),
        }
    });
    let document = Document {
        found: document(results),
        is_preview,
        files: files.collect(),
    };
    // Plain structs with text keys: serialising them cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
