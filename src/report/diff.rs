//! The difference between a file before and after: as a patch that tools apply, and in two columns for eyes.
//!
//! Lines end at `\n` only, as they do for git and patch, so that other line ends survive as part of the line.
use std::ops::AddAssign;

use similar::DiffOp;

use super::Style;
use crate::syntax::difference;
use crate::verdict::Changed;

#[cfg(test)]
mod applying;
mod emphasis;
pub mod github_suggestions;
pub mod html;
mod replacements;
mod side_by_side;
mod unified;
pub use replacements::{Replacement, Suggestion, replacements, suggestions};
pub use side_by_side::side_by_side;
pub use unified::unified;
use unified::{created, removed};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// How many lines came and went; a changed line is one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Lines that are only in the new text.
    pub added: usize,
    /// Lines that are only in the old text.
    pub removed: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.added += other.added;
        self.removed += other.removed;
    }
}

/// What happens to a file, as a patch.
pub fn patch(file: &Changed, style: Style) -> String {
    match (file.is_new, file.is_removed) {
        (true, _) => created(&file.path, &file.after, style),
        (_, true) => removed(&file.path, &file.before, style),
        _ => unified(&file.path, &file.before, &file.after, style),
    }
}

/// Counts the changed lines.
pub fn counts(before: &str, after: &str) -> Counts {
    let (old, new) = (lines(before), lines(after));
    let mut counts = Counts::default();
    for op in difference(&old, &new)
        .iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
    {
        counts += Counts {
            added: op.new_range().len(),
            removed: op.old_range().len(),
        };
    }
    counts
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted() {
        assert_eq!(counts("a\nb\nc\n", "a\nc\nd\ne\n"), Counts { added: 2, removed: 1 });
        assert_eq!(counts("a\n", "a\n"), Counts::default());
        assert_eq!(counts("", "a\nb"), Counts { added: 2, removed: 0 });
        assert_eq!(counts("a", "a\n"), Counts { added: 1, removed: 1 });
    }
}
