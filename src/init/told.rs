//! What `init` did to a project and found in it: to be told, and as an object for programs.
use std::path::PathBuf;

use serde::Serialize;

use super::facts::Written;
use super::potential::Potential;
use super::steps::{Found, Step};

/// One file and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initialised {
    /// The file, relative to the project's folder.
    pub path: PathBuf,
    /// What becomes of it.
    pub written: Written,
}

/// What `init` does to a project, and what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Init {
    /// The files.
    pub files: Vec<Initialised>,
    /// What was found.
    pub found: Found,
    /// What the start of the program could save, or why that is not known; `None` where it was not to be run.
    pub potential: Option<Result<Potential, String>>,
    /// What to do next.
    pub steps: [Step; 3],
}

/// The same for programs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Document<'a> {
    /// Whether nothing was written: what follows is what would be.
    is_preview: bool,
    files: Vec<FileObject<'a>>,
    found: &'a Found,
    /// What the start of the program could save; none where it was not run.
    potential: Option<&'a Potential>,
    /// Why it was not run, where it was to be.
    not_run: Option<&'a str>,
    /// What to do next.
    steps: &'a [Step; 3],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FileObject<'a> {
    /// The file, relative to the project, with `/`.
    path: String,
    outcome: Outcome,
    /// What it holds, where it is new or added to.
    text: Option<&'a str>,
    /// Why it is left as it is, or not made.
    why: Option<&'a str>,
}

/// What becomes of a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// It is written.
    New,
    /// It is added to.
    Added,
    /// It has all that it needs.
    Unchanged,
    /// It is left as it is, or not made, and something is missing.
    Left,
}

impl Init {
    /// All of it for programs; `is_preview` where nothing was written.
    pub fn document(&self, is_preview: bool) -> Document<'_> {
        let files = self.files.iter().map(|file| {
            let (outcome, text, why) = match &file.written {
                Written::New(text) => (Outcome::New, Some(text.as_str()), None),
                Written::Added(text) => (Outcome::Added, Some(text.as_str()), None),
                Written::Unchanged => (Outcome::Unchanged, None, None),
                Written::Left(why) | Written::Unwritten(why) => (Outcome::Left, None, Some(why.as_str())),
            };
            FileObject {
                path: file.path.to_string_lossy().replace('\\', "/"),
                outcome,
                text,
                why,
            }
        });
        Document {
            is_preview,
            files: files.collect(),
            found: &self.found,
            potential: self.potential.as_ref().and_then(|look| look.as_ref().ok()),
            not_run: self
                .potential
                .as_ref()
                .and_then(|look| look.as_ref().err())
                .map(String::as_str),
            steps: &self.steps,
        }
    }
}
