//! Why something cannot be cut, and what edits rest on that are cut all the same, as plain data.
use serde::{Deserialize, Serialize};

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// The file: relative to the project, with `/`.
    pub path: String,
    /// The line, counted from one.
    pub line: u32,
}

/// Why something cannot be cut.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reason {
    /// A stable code.
    pub code: String,
    /// One sentence.
    pub text: String,
    /// The place in the project that causes it, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What a person would change so that it holds no more; none where nothing in the project does that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
}

impl Reason {
    /// Whether two reasons have one cause, and fall together.
    pub fn has_cause_of(&self, other: &Reason) -> bool {
        self.code == other.code && self.place == other.place && (self.place.is_some() || self.text == other.text)
    }

    /// A reason without a place of its own.
    pub fn new(code: impl Into<String>, text: impl Into<String>) -> Self {
        Reason {
            code: code.into(),
            text: text.into(),
            place: None,
            change: None,
        }
    }
}

/// What an edit rests on that is tested, not proven.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Tested {
    /// What speaks against it, and was not borne out when the commands and the tests ran.
    pub reasons: Vec<Reason>,
    /// Places that make the import now.
    pub uses: usize,
    /// Those of them that ran.
    pub ran: usize,
}

impl Tested {
    /// Adds what was found of another import of the same statement.
    pub fn add(&mut self, other: &Tested) {
        for reason in &other.reasons {
            if !self.reasons.iter().any(|known| known.has_cause_of(reason)) {
                self.reasons.push(reason.clone());
            }
        }
        self.uses += other.uses;
        self.ran += other.ran;
    }
}
