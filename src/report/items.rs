//! Everything that a run tells, one after the other, for formats that other programs read: what a finding, an import that stays
//! or a problem says is said here, once.
use std::path::Path;

use super::said::{self, Said};
use crate::syntax::Span;
use crate::verdict::page::Page;
use crate::verdict::{Code, Finding, Position, Results, Strategy};

/// What sort of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What can be deferred.
    Finding,
    /// A heavy import that stays.
    Kept,
    /// What went wrong with a file.
    Error,
    /// A setting or comment that matches nothing.
    Warning,
}

/// One thing that is told.
pub(super) struct Item<'a> {
    pub kind: Kind,
    pub path: &'a Path,
    /// Where it is, if anywhere in the file; a column of zero is not known.
    pub start: Option<Position>,
    /// Where it ends, where more than its line is known.
    pub end: Option<Position>,
    /// The code; of a problem `problem`.
    pub code: &'static str,
    /// The import in words of Python; empty of a problem.
    pub import: &'a str,
    /// What is the matter, in one sentence without a full stop.
    pub title: String,
    /// Why it is heavy, or why it stays.
    pub why: String,
    /// What `fix` does about it, or what the user can do.
    pub remedy: &'a str,
    /// The place in the same file that causes it.
    pub cause: Option<&'a (Span, String)>,
    /// The finding itself, if it is one.
    pub finding: Option<&'a Finding>,
}

impl Item<'_> {
    /// All of it in one line.
    pub fn message(&self) -> String {
        match self.kind {
            Kind::Finding => format!("{} ({}); fix: {}", self.title, self.why, self.remedy),
            Kind::Kept if self.remedy.is_empty() => self.title.clone(),
            Kind::Kept => format!("{}; help: {}", self.title, self.remedy),
            Kind::Error | Kind::Warning => self.title.clone(),
        }
    }
}

/// What a problem has for a code.
pub(super) const PROBLEM: &str = "problem";

/// Findings and, where `show_blocked`, what stays, in the order of path and place; then the problems.
pub(super) fn items<'a>(results: &'a Results, show_blocked: bool) -> Vec<Item<'a>> {
    let findings = results.findings.iter().map(|finding| {
        let Said {
            code,
            title,
            why,
            remedy,
        } = said::finding(finding);
        Item {
            kind: Kind::Finding,
            path: &finding.path,
            start: Some(finding.start),
            end: Some(finding.end),
            code,
            import: &finding.import,
            title,
            why,
            remedy,
            cause: None,
            finding: Some(finding),
        }
    });
    let blocked = results.blocked.iter().filter(|_| show_blocked).map(|blocked| {
        let Said {
            code,
            title,
            why,
            remedy,
        } = said::blocked(blocked);
        Item {
            kind: Kind::Kept,
            path: &blocked.path,
            start: Some(blocked.start),
            end: Some(blocked.end),
            code,
            import: &blocked.import,
            title,
            why,
            remedy,
            cause: blocked.first.cause.as_ref(),
            finding: None,
        }
    });
    let mut items: Vec<Item<'a>> = findings.chain(blocked).collect();
    items.sort_by_key(|item| (item.path, item.start));
    items.extend(results.problems.iter().map(|problem| Item {
        kind: if problem.is_error { Kind::Error } else { Kind::Warning },
        path: &problem.path,
        start: problem.line.map(|line| Position { line, column: 0 }),
        end: None,
        code: PROBLEM,
        import: "",
        title: problem.message.clone(),
        why: String::new(),
        remedy: "",
        cause: None,
        finding: None,
    }));
    items
}

/// What explains a code: its page, and the label of the paragraph that says what it is for, or what to do.
pub(super) fn page(code: &str) -> Option<(Page, &'static str)> {
    let strategy = Strategy::ALL.into_iter().find(|strategy| strategy.code() == code);
    let known = || Code::ALL.into_iter().find(|known| known.code() == code);
    strategy
        .map(|strategy| (strategy.page(), "For"))
        .or_else(|| known().map(|known| (known.page(), "What to do")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;

    #[test]
    fn what_comes_first_in_the_file_is_told_first() {
        let results = results();
        let told = |show_blocked| -> Vec<(&str, u32)> {
            let items = items(&results, show_blocked);
            let line = |item: &Item<'_>| item.start.map_or(0, |start| start.line);
            items.iter().map(|item| (item.code, line(item))).collect()
        };
        assert_eq!(told(true), [("base-class", 2), ("function-local", 3), ("problem", 3)]);
        assert_eq!(told(false), [("function-local", 3), ("problem", 3)]);
    }

    #[test]
    fn codes_are_explained() {
        for code in ["function-local", "has-effects"] {
            let (page, label) = page(code).expect(code);
            assert!(
                page.summary().ends_with('.') && page.labelled(label).ends_with('.'),
                "{code}"
            );
        }
        assert!(page("no-such-code").is_none());
    }
}
