//! The results, as data for the reports: what can be deferred, what cannot and why, and what went wrong.
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Strategy;
use crate::syntax::Span;

/// A place in a file, for people: both numbers count from one, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// Why an import counts as heavy.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Why {
    /// The imported module itself is called heavy, by the configuration or the built-in rules.
    Heavy {
        /// The module that is heavy.
        module: String,
        /// What the rules know about it, such as `about 104 ms, 312 modules (modal 1.2.3)`.
        note: Option<String>,
    },
    /// The imported module loads a heavy one.
    Reaches {
        /// Every module on the way, from the imported one to the heavy one.
        chain: Vec<String>,
        /// What the rules know about the last one.
        note: Option<String>,
    },
    /// It is not an import: the stand-in for a command says something else of it than its source.
    Stale {
        /// What it should say, as arguments in Python, or why that cannot be told.
        wanted: String,
    },
    /// It is a lazy import that should be a plain one.
    Vain {
        /// Its code.
        code: &'static str,
        /// What happens, and where.
        what: String,
    },
    /// It is not an import to be deferred: the generated file that it imports is not what it must be.
    Helper {
        /// Whether there is no such file; else it is not as dormant writes it.
        is_missing: bool,
        /// Whether nothing imports it, so that it goes.
        is_unneeded: bool,
    },
}

/// An eager import that can be deferred.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The file, as shown to people: relative to the working directory where it lies below it.
    pub path: PathBuf,
    /// Where the imported name stands.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The whole import statement in the file.
    #[serde(skip)]
    pub statement: Span,
    /// The imported name within it.
    #[serde(skip)]
    pub alias: Span,
    /// The strategies that together defer it, the leading one first; its code is the finding's code.
    pub strategies: Vec<Strategy>,
    /// The import in words of Python, such as `from dockyard import from_env as connect`.
    pub import: String,
    /// Why it is heavy.
    pub why: Why,
    /// What `fix` does about it, in one sentence.
    pub how: String,
}

impl Finding {
    /// Whether it is a lazy import that should be a plain one: no edit follows.
    pub fn is_vain(&self) -> bool {
        matches!(self.why, Why::Vain { .. })
    }

    /// Whether the import becomes lazy by a list, which versions before Python 3.15 ignore.
    pub fn is_listed(&self) -> bool {
        self.strategies.contains(&Strategy::LazyModules)
    }
}

/// A heavy eager import that stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blocked {
    /// The file, as shown to people.
    pub path: PathBuf,
    /// Where the imported name stands.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
    /// The whole import statement in the file.
    #[serde(skip)]
    pub statement: Span,
    /// The imported name within it.
    #[serde(skip)]
    pub alias: Span,
    /// The import in words of Python.
    pub import: String,
    /// The reason that is met first.
    pub first: Reason,
    /// The reasons that stand behind it: each would keep the import, too.
    pub more: Vec<Reason>,
}

impl Blocked {
    /// All reasons, the first one first.
    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

/// A reason for which an import stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// Its stable code.
    pub code: &'static str,
    /// It, in one sentence, without the place that causes it.
    pub text: String,
    /// The place that causes it: the file as shown to people, and the line, where there is one.
    pub place: Option<(PathBuf, Option<u32>)>,
    /// What the user can do about it.
    pub help: String,
    /// What would have to be accepted by name: the module, and the part of the state that it changes.
    pub risk: Option<(String, String)>,
    /// The place in the same file that causes it, for the excerpt: with a label.
    #[serde(skip)]
    pub cause: Option<(Span, String)>,
}

/// A risk that the settings take by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Accepted {
    /// The module.
    pub module: String,
    /// The part of the state that it changes.
    pub facet: String,
    /// Why that is not a risk, in the user's words.
    pub why: String,
    /// How many effects that were found it is about.
    pub count: usize,
}

impl Reason {
    /// It, in one sentence, with the place that causes it where that is in another file than `file`.
    pub fn sentence(&self, file: &Path) -> String {
        match &self.place {
            Some((path, line)) if path != file => format!("{} ({})", self.text, shown_place(path, *line)),
            _ => self.text.clone(),
        }
    }
}

/// `path:line`.
pub fn shown_place(path: &Path, line: Option<u32>) -> String {
    match line {
        Some(line) => format!("{}:{line}", path.display()),
        None => path.display().to_string(),
    }
}

/// Something that went wrong with one file, or a setting that matches nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file it is about.
    pub path: PathBuf,
    /// The line, counted from one, where there is one.
    pub line: Option<u32>,
    /// What is wrong.
    pub message: String,
    /// Whether it makes the exit status 2; warnings do not.
    pub is_error: bool,
}

/// Everything that one run found, sorted by path and place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Results {
    /// What can be deferred.
    pub findings: Vec<Finding>,
    /// What stays, and why.
    pub blocked: Vec<Blocked>,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// Files that were read for this, of those under the given paths.
    pub files: usize,
    /// Files that were skipped because they say that they are generated.
    pub generated: Vec<PathBuf>,
    /// Files that were skipped because they lie in a folder for copies of other people's packages.
    pub vendored: Vec<PathBuf>,
    /// Files that were skipped because the project's linter leaves them out.
    pub left_out: Vec<PathBuf>,
    /// Risks that the settings take by name, as far as they are about something.
    pub accepted: Vec<Accepted>,
    /// Modules that the findings would load later, and of which nobody can see what they do: they are taken for harmless.
    pub assumed: Vec<String>,
}

impl Results {
    /// Adds what another run found.
    pub fn join(&mut self, other: Results) {
        self.findings.extend(other.findings);
        self.blocked.extend(other.blocked);
        self.problems.extend(other.problems);
        self.generated.extend(other.generated);
        self.vendored.extend(other.vendored);
        self.left_out.extend(other.left_out);
        self.files += other.files;
        self.accepted.extend(other.accepted);
        self.assumed.extend(other.assumed);
        self.assumed.sort();
        self.assumed.dedup();
        self.findings
            .sort_by(|left, right| (&left.path, left.start).cmp(&(&right.path, right.start)));
        self.blocked
            .sort_by(|left, right| (&left.path, left.start).cmp(&(&right.path, right.start)));
        self.problems.sort();
        self.problems.dedup();
        self.generated.sort();
        self.vendored.sort();
        self.left_out.sort();
    }
}
