//! What ruff, as the project sets it up, says of edited files that it did not say before. That is no difference of the program: it is told.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::run::{Place, Unable};
use crate::process::{Ending, ProcessError};

/// What ruff newly says: rules, each with how often.
pub type NewlySaid = BTreeMap<String, usize>;

/// A message, as ruff writes it.
#[derive(Deserialize)]
struct Message {
    code: Option<String>,
}

/// The linter, and what it looks at.
#[derive(Debug, Clone, Copy)]
pub struct Linting<'a> {
    /// The file with ruff's settings, in the project or above it.
    pub settings: &'a Path,
    /// The project itself.
    pub root: &'a Path,
    /// Edited files, relative to the project.
    pub files: &'a [PathBuf],
}

/// What ruff says of the files in the second tree more often than of those in the first; none where there is no ruff, or it cannot
/// say.
///
/// # Errors
/// Where the user interrupts.
pub fn newly_said(place: &Place, linting: Linting<'_>, trees: [&Path; 2]) -> Result<Option<NewlySaid>, Unable> {
    let mut said = Vec::new();
    for tree in trees {
        match messages(place, linting, tree) {
            Ok(Some(found)) => said.push(found),
            Err(ProcessError::Interrupted) => return Err(ProcessError::Interrupted.into()),
            Ok(None) | Err(_) => return Ok(None),
        }
    }
    let after = said.pop().unwrap_or_default();
    let before = said.pop().unwrap_or_default();
    let more = after.into_iter().filter_map(|(code, count)| {
        let old = before.get(&code).copied().unwrap_or(0);
        (count > old).then(|| (code, count - old))
    });
    Ok(Some(more.collect()))
}

fn messages(place: &Place, linting: Linting<'_>, tree: &Path) -> Result<Option<NewlySaid>, ProcessError> {
    let files: Vec<&PathBuf> = linting.files.iter().filter(|file| tree.join(file).is_file()).collect();
    if files.is_empty() {
        return Ok(Some(NewlySaid::new()));
    }
    let mut job = place.job("ruff", tree).args([
        "check",
        "--no-cache",
        "--no-fix",
        "--force-exclude",
        "--quiet",
        "--output-format",
        "json",
    ]);
    // A copy has what lies in the project.
    if !linting.settings.starts_with(linting.root) {
        job = job.arg("--config").arg(linting.settings);
    }
    let done = job.arg("--").args(files).run()?;
    let is_told = matches!(done.ending, Ending::Exit(0 | 1));
    Ok(Some(done.stdout.text())
        .filter(|_| is_told)
        .and_then(|text| counted(&text)))
}

fn counted(text: &str) -> Option<NewlySaid> {
    let messages: Vec<Message> = serde_json::from_str(text).ok()?;
    let mut found = NewlySaid::new();
    for code in messages.into_iter().filter_map(|message| message.code) {
        *found.entry(code).or_default() += 1;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_counted_by_rule() {
        let text =
            r#"[{"code": "PLC0415", "filename": "a.py"}, {"code": null}, {"code": "PLC0415"}, {"code": "F401"}]"#;
        let found = counted(text).unwrap();
        assert_eq!(
            found,
            BTreeMap::from([("F401".to_owned(), 1), ("PLC0415".to_owned(), 2)])
        );
        assert_eq!(counted("ruff failed"), None);
    }
}
