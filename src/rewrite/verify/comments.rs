//! Whether comments survived.
use std::collections::BTreeMap;
use std::ops::Range;

use ruff_python_ast::token::TokenKind;

use super::changed;
use crate::rewrite::RewriteError;
use crate::rewrite::layout::{Source, range};
use crate::rewrite::lead::is_header;
use crate::verdict::FilePlan;

/// Every comment is still there, but for those that stood with a deferred import.
pub fn check(old: &Source<'_>, new: &Source<'_>, plan: &FilePlan) -> Result<(), RewriteError> {
    let mut left: BTreeMap<&str, isize> = BTreeMap::new();
    for comment in new.comments_in(0..new.text.len()) {
        *left.entry(comment).or_default() += 1;
    }
    let moved: Vec<Range<usize>> = plan
        .deferrals
        .iter()
        .map(|deferral| deferral.statement.range())
        .map(|span| span.start..old.logical_end(span.end.min(old.text.len())))
        .collect();
    let owned = |at: usize| moved.iter().any(|span| span.contains(&at));
    for token in old.tokens().iter().filter(|token| token.kind() == TokenKind::Comment) {
        let span = range(token);
        let comment = &old.text[span.clone()];
        if owned(span.start) {
            continue;
        }
        // Which of several with the same text is gone is not told.
        *left.entry(comment).or_default() -= 1;
        if heads_nothing(old, span.start, plan) {
            *left.entry(comment).or_default() += 1;
        }
    }
    match left.iter().find(|(_, count)| **count < 0) {
        Some((comment, _)) => changed(format!("the comment `{comment}` would be lost")),
        None => Ok(()),
    }
}

/// Whether a comment only headed imports that are gone: one of them comes next, but for blank lines and comments, and it says no more
/// than that they follow.
fn heads_nothing(old: &Source<'_>, comment: usize, plan: &FilePlan) -> bool {
    let text = old.text[comment..old.line_end(comment)].to_owned();
    let content = |line: usize| line + old.text[line..].len() - old.text[line..].trim_start_matches([' ', '\t']).len();
    let mut at = content(old.next_line(comment));
    while old.text[at..].starts_with(['#', '\n', '\r']) {
        at = content(old.next_line(at));
    }
    is_header(&[text])
        && plan
            .deferrals
            .iter()
            .any(|deferral| deferral.statement.start as usize == at)
}
