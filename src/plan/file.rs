//! The file that a plan is saved in, and what of it the project's imports still match.
use std::collections::BTreeSet;

use super::imports::Imports;
use super::model::{Edit, Plan, SCHEMA};

/// A text that is not a plan.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// It is not JSON, or lacks something.
    #[error("no plan: {0}")]
    Json(#[from] serde_json::Error),
    /// Another version of dormant made it.
    #[error("a plan of version {0}, not {SCHEMA}: make it again with `dormant plan --save`")]
    Schema(u64),
}

impl Plan {
    /// All edits, in the order of the steps.
    pub fn edits(&self) -> impl Iterator<Item = &Edit> {
        self.steps.iter().flat_map(|step| &step.edits)
    }

    /// The plan as JSON.
    ///
    /// # Errors
    /// None that plain data can raise.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Reads what [`Plan::to_json`] wrote.
    ///
    /// # Errors
    /// A text that is not JSON, lacks something, or comes from another version.
    pub fn from_json(text: &str) -> Result<Plan, FormatError> {
        #[derive(serde::Deserialize)]
        struct Version {
            schema: u64,
        }
        let found = serde_json::from_str::<Version>(text)?.schema;
        if found != u64::from(SCHEMA) {
            return Err(FormatError::Schema(found));
        }
        Ok(serde_json::from_str(text)?)
    }

    /// The imports that the plan defers, as numbers of [`Imports::all`]; by file, line and alias.
    ///
    /// # Errors
    /// What the plan names and the project's text does not have, one sentence each.
    pub fn find(&self, imports: &Imports) -> Result<BTreeSet<usize>, Vec<String>> {
        let mut found = BTreeSet::new();
        let mut missing = Vec::new();
        for edit in self.edits() {
            for text in &edit.imports {
                let here = imports.at_line(&edit.module, edit.place.line).iter();
                let same = here.copied().find(|&number| {
                    let import = &imports.all[number];
                    import.text == *text && import.place == edit.place
                });
                match same {
                    Some(number) => drop(found.insert(number)),
                    None => missing.push(format!("{}:{}: there is no `{text}`", edit.place.path, edit.place.line)),
                }
            }
        }
        if missing.is_empty() { Ok(found) } else { Err(missing) }
    }
}
