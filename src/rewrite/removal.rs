//! Taking deferred imports out of their suites: whole statements with their lines, or single names.
//! What becomes of the import elsewhere is not its business.
use std::collections::BTreeMap;
use std::ops::Range;

use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use super::alias_removal;
use super::edit::Edit;
use super::layout::{Source, is_blank, range};
use super::lead::about_constant;
use super::locate::{Located, told_and_tried};
use crate::syntax::Span;

/// All removals of a plan.
pub fn edits(source: &Source<'_>, located: &Located<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut suites: BTreeMap<usize, Vec<Removed<'_>>> = BTreeMap::new();
    let constants = located.constants.iter();
    let computed = constants.map(|&(stmt, _)| (stmt, above_constant(source, located, stmt)));
    let attempts = located.attempts.iter().filter(|(_, attempt)| attempt.told.is_none());
    let above = |stmt: &Stmt| source.comments_above(source.logical_start(range(stmt).start));
    let later = computed.chain(attempts.map(|&(stmt, _)| (stmt, Some(above(stmt)))));
    let later = later.map(|(stmt, lead)| Removed {
        stmt,
        suite: source.body(),
        top: true,
        lead,
    });
    for removed in later {
        let suite = removed.suite.first().map_or(0, |stmt| range(stmt).start);
        suites.entry(suite).or_default().push(removed);
    }
    for statement in &located.statements {
        if statement.is_all_removed() {
            let suite = statement.suite.first().map_or(0, |stmt| range(stmt).start);
            suites.entry(suite).or_default().push(Removed {
                stmt: statement.stmt,
                suite: statement.suite,
                top: statement.top,
                lead: statement.lead.as_ref().map(|lead| lead.start),
            });
        } else {
            edits.extend(alias_removal::edits(source, statement, |alias| statement.leaves(alias)));
        }
    }
    let told = located.attempts.iter().filter_map(|(_, attempt)| attempt.told);
    edits.extend(told.filter_map(|span| otherwise(source, span)));
    let mut blocks = Vec::new();
    for statements in suites.values() {
        remove_from_suite(source, statements, &mut blocks, &mut edits);
    }
    blocks.sort();
    edits.extend(line_edits(source, &blocks));
    edits
}

/// Where the comment above a constant begins that goes with it.
pub fn above_constant(source: &Source<'_>, located: &Located<'_>, stmt: &Stmt) -> Option<usize> {
    let goes = |other: &Stmt| {
        let mut constants = located.constants.iter();
        constants.any(|(one, _)| one.range() == other.range())
    };
    about_constant(source, stmt, goes)
}

/// Removes a statement of the module's own suite, with the comment above it that begins at `lead`.
pub fn statement(source: &Source<'_>, stmt: &Stmt, lead: Option<usize>) -> Vec<Edit> {
    let removed = Removed {
        stmt,
        suite: source.body(),
        top: true,
        lead,
    };
    let (mut blocks, mut edits) = (Vec::new(), Vec::new());
    remove_from_suite(source, &[removed], &mut blocks, &mut edits);
    edits.extend(line_edits(source, &blocks));
    edits
}

/// Removes the `else` of an `if`.
fn otherwise(source: &Source<'_>, span: Span) -> Option<Edit> {
    let found = source.body().iter().find(|stmt| Span::from(stmt.range()) == span)?;
    let (branch, _) = told_and_tried(found)?;
    let last = range(branch.body.last()?);
    Some(Edit::remove(
        source.logical_next(last.end),
        source.logical_next(span.end as usize),
    ))
}

/// A statement that goes away as a whole.
struct Removed<'a> {
    stmt: &'a Stmt,
    /// The suite that it stands in.
    suite: &'a [Stmt],
    /// Whether that is the module's own suite.
    top: bool,
    /// Where the comments above it begin, if they go as well.
    lead: Option<usize>,
}

/// Whole lines to be removed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    start: usize,
    end: usize,
    /// Blank lines that would come to stand directly behind a header go as well.
    opens_suite: bool,
}

fn remove_from_suite(source: &Source<'_>, removed: &[Removed<'_>], blocks: &mut Vec<Block>, edits: &mut Vec<Edit>) {
    let Some((suite, top)) = removed.first().map(|statement| (statement.suite, statement.top)) else {
        return;
    };
    let is_removed = |stmt: &Stmt| removed.iter().any(|statement| statement.stmt.range() == stmt.range());
    let becomes_empty = !top && suite.iter().all(is_removed);
    let mut first = 0;
    while first < suite.len() {
        let line = source.logical_start(range(&suite[first]).start);
        let count = suite[first..]
            .iter()
            .take_while(|stmt| source.logical_start(range(*stmt).start) == line)
            .count();
        let on_line = &suite[first..first + count];
        let gone: Vec<bool> = on_line.iter().map(is_removed).collect();
        if becomes_empty && first == 0 {
            edits.extend(pass_instead(source, on_line));
        } else if gone.iter().all(|gone| *gone) {
            let opens_suite = !top && !becomes_empty && suite[..first].iter().all(is_removed);
            let lead = removed.iter().find(|one| one.stmt.range() == suite[first].range());
            let start = lead.and_then(|one| one.lead).unwrap_or(line);
            whole_line(source, on_line, start..line, opens_suite, blocks, edits);
        } else if gone.iter().any(|gone| *gone) {
            edits.extend(within_line(on_line, &gone));
        }
        first += count;
    }
}

/// A suite must not be empty: its first line becomes `pass`.
fn pass_instead(source: &Source<'_>, on_line: &[Stmt]) -> Option<Edit> {
    let (first, last) = (on_line.first()?, on_line.last()?);
    Some(Edit::replace(
        range(first).start,
        source.logical_end(range(last).end),
        "pass",
    ))
}

/// Statements that share their line with others: each goes with one semicolon.
fn within_line(on_line: &[Stmt], gone: &[bool]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while at < on_line.len() {
        if !gone[at] {
            at += 1;
            continue;
        }
        let end = at + gone[at..].iter().take_while(|gone| **gone).count();
        edits.push(match (on_line.get(end), at.checked_sub(1)) {
            (Some(next), _) => Edit::remove(range(&on_line[at]).start, range(next).start),
            (None, Some(before)) => Edit::remove(range(&on_line[before]).end, range(&on_line[end - 1]).end),
            (None, None) => Edit::remove(range(&on_line[at]).start, range(&on_line[end - 1]).end),
        });
        at = end;
    }
    edits
}

fn whole_line(
    source: &Source<'_>,
    on_line: &[Stmt],
    lines: Range<usize>,
    opens_suite: bool,
    blocks: &mut Vec<Block>,
    edits: &mut Vec<Edit>,
) {
    let (Some(first), Some(last)) = (on_line.first(), on_line.last()) else {
        return;
    };
    let (start, end) = (range(first).start, range(last).end);
    // From the comment above to the line itself.
    let before = &source.text[lines.end..start];
    if is_blank(before)
        || before
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\\'))
    {
        blocks.push(Block {
            start: lines.start,
            end: source.logical_next(end),
            opens_suite,
        });
    } else {
        // A form feed stands before it: that stays, with the line end.
        edits.push(Edit::remove(start, source.logical_end(end)));
    }
}

/// Removes the blocks. Runs of blank lines that come to touch become one, the longest; none stays at the start of the file,
/// behind a header (but before a function, as black wants it), or at the end.
fn line_edits(source: &Source<'_>, blocks: &[Block]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut first = 0;
    while first < blocks.len() {
        let before = source.blank_before(blocks[first].start);
        let start = before.first().copied().unwrap_or(blocks[first].start);
        let mut longest = start..blocks[first].start;
        let mut longest_count = before.len();
        let mut last = first;
        let end = loop {
            let (run, end) = source.blank_after(blocks[last].end);
            if run.len() > longest_count {
                longest_count = run.len();
                longest = blocks[last].end..end;
            }
            match blocks.get(last + 1) {
                Some(next) if next.start <= end => last += 1,
                _ => break end,
            }
        };
        let kept = if start == 0 || end == source.text.len() {
            ""
        } else if !blocks[first].opens_suite {
            &source.text[longest]
        } else if longest_count > 0 && begins_definition(&source.text[end..]) {
            source.newline
        } else {
            ""
        };
        edits.push(Edit::replace(start, end, kept));
        first = last + 1;
    }
    edits
}

/// Black wants a blank line between the header of a block and a function or class.
fn begins_definition(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t']);
    ["def ", "async ", "class ", "@"]
        .iter()
        .any(|start| text.starts_with(start))
}
