//! Whether comments survived.
use std::collections::BTreeMap;
use std::ops::Range;

use ruff_python_ast::token::TokenKind;

use super::changed;
use crate::rewrite::RewriteError;
use crate::rewrite::layout::{Source, range};
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
        let count = left.entry(comment).or_default();
        *count -= 1;
        if *count < 0 {
            return changed(format!("the comment `{comment}` would be lost"));
        }
    }
    Ok(())
}
