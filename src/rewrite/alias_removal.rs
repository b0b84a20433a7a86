//! Taking some names out of an import statement that keeps others. It never touches anything behind the statement's end.
use std::ops::Range;

use ruff_python_ast::Alias;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

use super::edit::{Edit, runs};
use super::layout::{Source, is_blank, range};
use super::lead::is_order;
use super::locate::Statement;

/// The edits that take out the removed aliases; none when all or none are removed.
pub fn edits(source: &Source<'_>, statement: &Statement<'_>, is_removed: impl Fn(usize) -> bool) -> Vec<Edit> {
    let aliases = statement.aliases();
    let removed: Vec<bool> = (0..aliases.len()).map(is_removed).collect();
    if removed.iter().all(|gone| *gone) || !removed.iter().any(|gone| *gone) {
        return Vec::new();
    }
    let span = range(statement.stmt);
    let in_brackets = source
        .tokens_in(span.clone())
        .iter()
        .any(|token| token.kind() == TokenKind::Lpar);
    if in_brackets && source.text[span].contains(['\n', '\r']) {
        by_lines(source, statement, &removed)
    } else {
        by_runs(statement, &removed)
    }
}

/// On one line, or over backslashes: from a removed name to the next kept one, or from the last kept one to the end.
fn by_runs(statement: &Statement<'_>, removed: &[bool]) -> Vec<Edit> {
    let aliases = statement.aliases();
    let edits = runs(removed).map(|run| match aliases.get(run.end) {
        Some(next) => Edit::remove(range(&aliases[run.start]).start, range(next).start),
        // Some name is kept, so with none behind there is one before.
        None => Edit::remove(
            range(&aliases[run.start.saturating_sub(1)]).end,
            range(&aliases[run.end - 1]).end,
        ),
    });
    edits.collect()
}

/// Over several lines in brackets: lines that hold nothing else go with the comment behind them.
fn by_lines(source: &Source<'_>, statement: &Statement<'_>, removed: &[bool]) -> Vec<Edit> {
    let tokens: Vec<&Token> = source
        .tokens_in(range(statement.stmt))
        .iter()
        .filter(|token| !matches!(token.kind(), TokenKind::Comment | TokenKind::NonLogicalNewline))
        .collect();
    let gone = removed_tokens(statement, removed, &tokens);
    let names = statement.aliases().iter().zip(removed).filter(|(_, gone)| **gone);
    let above = names.filter_map(|(alias, _)| above_of(source, statement, alias));
    let mut edits: Vec<Edit> = above.map(|lines| Edit::remove(lines.start, lines.end)).collect();
    let mut first = 0;
    while first < tokens.len() {
        let line = source.line_start(tokens[first].start().to_usize());
        let count = tokens[first..]
            .iter()
            .take_while(|token| source.line_start(token.start().to_usize()) == line)
            .count();
        let (on_line, gone_here) = (&tokens[first..first + count], &gone[first..first + count]);
        if gone_here.iter().all(|gone| *gone) {
            edits.push(Edit::remove(line, source.next_line(line)));
        } else {
            edits.extend(within_line(on_line, gone_here));
        }
        first += count;
    }
    edits
}

/// The comment lines above a name in brackets that go where it goes: all names that they head leave the statement.
pub fn above_of(source: &Source<'_>, statement: &Statement<'_>, alias: &Alias) -> Option<Range<usize>> {
    let span = range(statement.stmt);
    let begins_line = |at: usize| at > span.start && is_blank(&source.text[source.line_start(at)..at]);
    let comments = source.tokens_in(span.clone()).iter();
    let comments = comments.filter(|token| token.kind() == TokenKind::Comment && begins_line(range(*token).start));
    let (before, behind): (Vec<_>, Vec<_>) = comments.partition(|token| token.start() < alias.start());
    let line = source.line_start(range(alias).start);
    let mut start = line;
    for comment in before.iter().rev() {
        if source.next_line(range(*comment).end) != start {
            break;
        }
        start = source.line_start(range(*comment).start);
    }
    let end = behind.first().map_or(span.end, |comment| range(*comment).start);
    let headed = |other: &Alias| (line..end).contains(&range(other).start);
    let mut names = statement.aliases().iter().enumerate();
    let all_leave = names.all(|(at, other)| !headed(other) || statement.leaves(at));
    let is_about_place = source.comments_in(start..line).any(is_order);
    (start < line && begins_line(range(alias).start) && all_leave && !is_about_place).then_some(start..line)
}

fn within_line(tokens: &[&Token], gone: &[bool]) -> Vec<Edit> {
    let edits = runs(gone).map(|run| {
        let (start, end) = (tokens[run.start].start(), tokens[run.end - 1].end());
        let follower = tokens
            .get(run.end)
            .filter(|token| token.kind() != TokenKind::Rpar || run.start == 0);
        let (start, end) = match (follower, run.start.checked_sub(1)) {
            (Some(follower), _) => (start, follower.start()),
            (None, Some(before)) => (tokens[before].end(), end),
            (None, None) => (start, end),
        };
        Edit::remove(start.to_usize(), end.to_usize())
    });
    edits.collect()
}

/// Which tokens go: those of the removed aliases with the commas behind them, and the comma that a removed last name
/// without one would leave behind the last kept name.
fn removed_tokens(statement: &Statement<'_>, removed: &[bool], tokens: &[&Token]) -> Vec<bool> {
    let aliases = statement.aliases();
    let mut gone = vec![false; tokens.len()];
    let mut comma_behind = vec![None; aliases.len()];
    for (index, alias) in aliases.iter().enumerate() {
        for (at, token) in tokens.iter().enumerate() {
            gone[at] |= removed[index] && alias.range().contains_range(token.range());
        }
        let behind = tokens.partition_point(|token| token.start() < alias.end());
        comma_behind[index] = tokens
            .get(behind)
            .filter(|token| token.kind() == TokenKind::Comma)
            .map(|_| behind);
    }
    let had_last_comma = comma_behind.last().copied().flatten().is_some();
    let last_kept = removed.iter().rposition(|gone| !gone);
    for (index, comma) in comma_behind.iter().enumerate() {
        if let Some(comma) = comma {
            gone[*comma] = removed[index] || (Some(index) == last_kept && !had_last_comma);
        }
    }
    gone
}
