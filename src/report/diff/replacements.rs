//! The difference between two texts as lines that become others: by bytes for programs, and as suggestions for reviews.
use std::ops::Range;

use similar::DiffOp;

use super::lines;
use crate::syntax::{Span, difference};

/// Whole lines of a text that become others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The bytes of the lines; empty where lines are only added.
    pub span: Span,
    /// What they become.
    pub text: String,
}

/// What a reviewer can accept with one click: at least one line of the old text, and what stands there afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The first line, counted from one.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// The new lines with `\n` behind each; none where the old ones go.
    pub text: String,
}

/// The changes in the order of the text; no two touch.
pub fn replacements(before: &str, after: &str) -> Vec<Replacement> {
    let (old, new) = (lines(before), lines(after));
    let starts = starts(&old);
    changes(&old, &new)
        .into_iter()
        .map(|(from, to)| Replacement {
            span: Span::new(starts[from.start], starts[from.end]),
            text: new[to].concat(),
        })
        .collect()
}

/// The changes as suggestions, in the order of the text, no two about one line. Added lines come with the line behind them, or
/// the last one before. None for an empty text, of which no line can be replaced.
pub fn suggestions(before: &str, after: &str) -> Vec<Suggestion> {
    let (old, new) = (lines(before), lines(after));
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (mut from, mut to) in changes(&old, &new) {
        if from.is_empty() && from.end < old.len() {
            (from.end, to.end) = (from.end + 1, to.end + 1);
        } else if from.is_empty() && from.start > 0 {
            (from.start, to.start) = (from.start - 1, to.start - 1);
        }
        match found.last_mut() {
            Some((last, becomes)) if last.end > from.start => (last.end, becomes.end) = (from.end, to.end),
            _ => found.push((from, to)),
        }
    }
    let suggestion = |(from, to): (Range<usize>, Range<usize>)| Suggestion {
        first: from.start + 1,
        last: from.end,
        text: new[to].iter().map(|line| format!("{}\n", without_end(line))).collect(),
    };
    let is_possible = |(from, _): &(Range<usize>, Range<usize>)| !from.is_empty();
    found.into_iter().filter(is_possible).map(suggestion).collect()
}

fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// The changed ranges of lines, old and new.
fn changes(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in difference(old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (from, to) = (op.old_range(), op.new_range());
        match found.last_mut() {
            Some((last, becomes)) if last.end == from.start && becomes.end == to.start => {
                (last.end, becomes.end) = (from.end, to.end);
            }
            _ => found.push((from, to)),
        }
    }
    found
}

/// The offset of each line, and of the end.
fn starts(lines: &[&str]) -> Vec<u32> {
    let ends = lines.iter().scan(0, |at, line| {
        *at += line.len() as u32;
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after the replacements, made from the last to the first.
    fn replaced(before: &str, after: &str) -> String {
        let mut text = before.to_owned();
        for one in replacements(before, after).iter().rev() {
            text.replace_range(one.span.range(), &one.text);
        }
        text
    }

    /// The text after the suggestions, as a review applies them.
    fn accepted(before: &str, after: &str) -> String {
        let mut lines: Vec<String> = before.lines().map(|line| format!("{line}\n")).collect();
        for one in suggestions(before, after).iter().rev() {
            lines.splice(one.first - 1..one.last, [one.text.clone()]);
        }
        lines.concat()
    }

    #[test]
    fn what_is_replaced_gives_the_new_text() {
        let texts = [
            ("a\nb\nc\n", "a\nc\n"),
            ("a\nb\nc\n", "x\na\nb\nc\ny\n"),
            ("a\nb\n", "a\nx\nb\ny\n"),
            ("a\n", "x\na\ny\n"),
            ("a\nb\nc\nd\n", "b\nx\nd\n"),
            ("a\nb\nc\n", "c\n"),
            ("ä\n漢\n", "ä\nx\n漢\n"),
        ];
        for (before, after) in texts {
            assert_eq!(replaced(before, after), after, "{before:?}");
            assert_eq!(accepted(before, after), after, "{before:?}");
            let places = suggestions(before, after);
            assert!(places.iter().all(|one| one.first <= one.last), "{places:?}");
            assert!(places.windows(2).all(|two| two[0].last < two[1].first), "{places:?}");
        }
        for (before, after) in [("a", "a\nb"), ("a\r\nb\r\n", "b\r\n"), ("", "a\n"), ("a\nb", "b")] {
            assert_eq!(replaced(before, after), after, "{before:?}");
        }
    }

    #[test]
    fn a_suggestion_has_a_line_to_stand_at() {
        assert_eq!(suggestions("", "a\n"), []);
        let one = |first, last, text: &str| Suggestion {
            first,
            last,
            text: text.to_owned(),
        };
        assert_eq!(suggestions("a\nb\n", "a\nx\nb\n"), [one(2, 2, "x\nb\n")]);
        assert_eq!(suggestions("a\r\n", "a\r\nx\r\n"), [one(1, 1, "a\nx\n")]);
        assert_eq!(suggestions("a\nb\nc\n", "c\n"), [one(1, 2, "")]);
        assert_eq!(suggestions("a\n", "x\na\ny\n"), [one(1, 1, "x\na\ny\n")]);
    }
}
