//! What is said of a finding, and of an import that stays, in the parts that formats put together in their own ways.
use super::words::{self, code, imported_name, reason};
use crate::verdict::{Blocked, Finding};

/// The parts, without full stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<'a> {
    /// The code.
    pub code: &'static str,
    /// What is the matter, in one sentence.
    pub title: String,
    /// Why the import is heavy, or why it stays.
    pub why: String,
    /// What `fix` does about it, or what the user can do.
    pub remedy: &'a str,
}

/// What is said of a finding.
pub fn finding(finding: &Finding) -> Said<'_> {
    Said {
        code: code(finding),
        title: words::title(&[imported_name(&finding.import)], finding),
        why: reason(&finding.why),
        remedy: &finding.how,
    }
}

/// What is said of an import that stays.
pub fn blocked(blocked: &Blocked) -> Said<'_> {
    Said {
        code: blocked.code,
        title: format!("`{}` stays: {}", blocked.import, blocked.reason),
        why: blocked.reason.clone(),
        remedy: &blocked.help,
    }
}
