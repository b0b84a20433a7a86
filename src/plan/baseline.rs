//! Modules that are loaded again though a plan removed them, and that somebody accepted.
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// The version of the file.
const SCHEMA: u32 = 1;

/// A text that is not a baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is not JSON, or lacks something.
    #[error("no baseline: {0}")]
    Json(#[from] serde_json::Error),
    /// Another version of dormant made it.
    #[error("a baseline of version {0}, not {SCHEMA}")]
    Schema(u32),
}

/// What is accepted, by command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    schema: u32,
    /// The accepted modules of each command, as its words with blanks between them.
    accepted: BTreeMap<String, BTreeSet<String>>,
}

impl Baseline {
    /// Reads the file's text.
    ///
    /// # Errors
    /// A text that is not a baseline.
    pub fn from_json(text: &str) -> Result<Baseline, BaselineError> {
        let found: Baseline = serde_json::from_str(text)?;
        if found.schema == SCHEMA {
            Ok(found)
        } else {
            Err(BaselineError::Schema(found.schema))
        }
    }

    /// The file's text.
    ///
    /// # Errors
    /// None that plain data can raise.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Whether a command may load a module.
    pub fn accepts(&self, command: &[String], module: &str) -> bool {
        let modules = self.accepted.get(&command.join(" "));
        modules.is_some_and(|modules| modules.contains(module))
    }

    /// Accepts exactly these modules of a command.
    pub fn accept(&mut self, command: &[String], modules: impl IntoIterator<Item = String>) {
        self.schema = SCHEMA;
        let modules: BTreeSet<String> = modules.into_iter().collect();
        if modules.is_empty() {
            self.accepted.remove(&command.join(" "));
        } else {
            self.accepted.insert(command.join(" "), modules);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_is_kept() {
        let command = ["app".to_owned(), "--help".to_owned()];
        let mut baseline = Baseline::default();
        baseline.accept(&command, ["big".to_owned()]);
        let text = baseline.to_json().expect("plain data");
        let mut read = Baseline::from_json(&text).expect("a baseline");
        assert!(read.accepts(&command, "big") && !read.accepts(&command, "small"));
        assert!(!read.accepts(&["other".to_owned()], "big"));
        read.accept(&command, []);
        assert!(!read.accepts(&command, "big"));
        let newer = Baseline::from_json("{\"schema\":9,\"accepted\":{}}");
        assert_eq!(
            newer.expect_err("another version").to_string(),
            "a baseline of version 9, not 1"
        );
    }
}
