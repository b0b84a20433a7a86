//! Which words of changed lines are what changed.
use similar::{ChangeTag, DiffOp, diff_ratio};

use crate::syntax::difference;

/// Below this share of common words the lines are others altogether: nothing is emphasised.
const LEAST_COMMON: f32 = 0.5;

/// A line of one side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line<'t> {
    pub tag: ChangeTag,
    /// Its place on its side, counted from zero; of an unchanged line, on the old one.
    pub index: usize,
    /// Its text with its end, and which parts of it are emphasised.
    pub parts: Vec<(bool, &'t str)>,
}

/// The lines of an operation: the old ones, then the new ones.
pub(super) fn emphasised<'t>(op: &DiffOp, old: &[&'t str], new: &[&'t str]) -> Vec<Line<'t>> {
    let sides = [
        (&old[op.old_range()], op.old_range().start),
        (&new[op.new_range()], op.new_range().start),
    ];
    if let DiffOp::Equal { .. } = op {
        return whole(ChangeTag::Equal, sides[0]);
    }
    let words = sides.map(|(lines, _)| lines.iter().flat_map(|line| words(line)).collect::<Vec<&str>>());
    let ops = match op {
        DiffOp::Replace { .. } => difference(&words[0], &words[1]),
        _ => Vec::new(),
    };
    let [before, after] = sides;
    if diff_ratio(&ops, words[0].len(), words[1].len()) < LEAST_COMMON {
        return [whole(ChangeTag::Delete, before), whole(ChangeTag::Insert, after)].concat();
    }
    let mut changed = words.each_ref().map(|words| vec![false; words.len()]);
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        changed[0][op.old_range()].fill(true);
        changed[1][op.new_range()].fill(true);
    }
    [
        marked(ChangeTag::Delete, before, &changed[0]),
        marked(ChangeTag::Insert, after, &changed[1]),
    ]
    .concat()
}

fn whole<'t>(tag: ChangeTag, (lines, first): (&[&'t str], usize)) -> Vec<Line<'t>> {
    let line = |(number, line): (usize, &&'t str)| Line {
        tag,
        index: first + number,
        parts: vec![(false, *line)],
    };
    lines.iter().enumerate().map(line).collect()
}

/// The lines with what is changed in them, word by word in the order of the text; parts of one kind that follow each other are one.
fn marked<'t>(tag: ChangeTag, (lines, first): (&[&'t str], usize), changed: &[bool]) -> Vec<Line<'t>> {
    let mut changed = changed.iter();
    let mut found = whole(tag, (lines, first));
    for (line, text) in found.iter_mut().zip(lines) {
        line.parts.clear();
        let mut start = 0;
        let mut end = 0;
        let mut is_changed = false;
        for word in words(text) {
            let is_next = *changed.next().unwrap_or(&false);
            if is_next != is_changed && end > start {
                line.parts.push((is_changed, &text[start..end]));
                start = end;
            }
            is_changed = is_next;
            end += word.len();
        }
        line.parts.push((is_changed, &text[start..end]));
    }
    found
}

/// Runs of blanks, and runs of anything else.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let is_blank = rest.chars().next()?.is_whitespace();
        let end = rest.find(|character: char| character.is_whitespace() != is_blank);
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changed lines, emphasised parts in brackets.
    fn changed(old: &[&str], new: &[&str]) -> Vec<String> {
        let ops = difference(old, new);
        let lines = ops.iter().flat_map(|op| emphasised(op, old, new));
        let text = |line: Line| {
            let part = |(is_changed, part): &(bool, &str)| match is_changed {
                true => format!("[{part}]"),
                false => (*part).to_owned(),
            };
            format!(
                "{:?} {} {}",
                line.tag,
                line.index,
                line.parts.iter().map(part).collect::<String>()
            )
        };
        lines.filter(|line| line.tag != ChangeTag::Equal).map(text).collect()
    }

    #[test]
    fn words_that_changed() {
        assert_eq!(
            changed(
                &["a\n", "from b import one, two\n", "c = one(two)\n"],
                &["a\n", "from b import two\n", "c = one(two)\n"]
            ),
            ["Delete 1 from b import [one, ]two\n", "Insert 1 from b import two\n"]
        );
        assert_eq!(
            changed(&["x = 1\n", "y = 2\n"], &["x = 1\n", "y = 3"]),
            ["Delete 1 y = [2\n]", "Insert 1 y = [3]"]
        );
    }

    #[test]
    fn lines_that_share_little_are_not_emphasised() {
        assert_eq!(
            changed(&["a b c\n"], &["d e f\n", "g\n"]),
            ["Delete 0 a b c\n", "Insert 0 d e f\n", "Insert 1 g\n"]
        );
        assert_eq!(changed(&[], &["d e f"]), ["Insert 0 d e f"]);
    }
}
