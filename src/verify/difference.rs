//! What differs between the two trees, as data.
use serde::Serialize;

/// What a difference was seen in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A module, by its name.
    Module(String),
    /// A test, by its node id.
    Test(String),
    /// The test suite as a whole.
    Suite,
    /// A command, as it was given.
    Command(String),
    /// The type checker, as it was given.
    TypeChecker(String),
}

impl Subject {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Subject::Module(name) => format!("module {name}"),
            Subject::Test(id) => format!("test {id}"),
            Subject::Suite => "the test suite".to_owned(),
            Subject::Command(line) => format!("command `{line}`"),
            Subject::TypeChecker(line) => format!("type checker `{line}`"),
        }
    }
}

/// Something that a program, a test or a user can see, and that is not the same before and after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Difference {
    /// What it was seen in.
    pub subject: Subject,
    /// The kind of fact, such as `name`, `signature`, `registry`, `state`, `outcome`, `exit status`.
    pub kind: String,
    /// What in particular, such as the name; may be empty.
    pub about: String,
    /// How it was.
    pub before: String,
    /// How it is.
    pub after: String,
}

impl Difference {
    /// What makes two sightings the same difference: everything but the texts, which other edits may vary.
    pub fn key(&self) -> (&Subject, &str, &str) {
        (&self.subject, &self.kind, &self.about)
    }
}

/// Something that is not the same, and that is part of deferring, or no fault of the edits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Note {
    /// What it was seen in.
    pub subject: Subject,
    /// In one sentence.
    pub text: String,
}
