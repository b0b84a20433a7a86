//! What is said of a finding, and of an import that stays, in the parts that formats put together in their own ways.
use super::reasons::{by_code, grouped};
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

/// What is said of an import that stays: the reason that is met first, and those behind it, as far as they are known.
pub fn blocked(blocked: &Blocked) -> Said<'_> {
    let first = blocked.first.sentence(&blocked.path);
    let more = match by_code(blocked).as_str() {
        "" => String::new(),
        more => format!("; and {more}"),
    };
    let all = std::iter::once(first.clone()).chain(grouped(blocked));
    Said {
        code: blocked.first.code,
        title: format!("`{}` stays: {first}{more}", blocked.import),
        why: all.collect::<Vec<_>>().join("; "),
        remedy: &blocked.first.help,
    }
}
