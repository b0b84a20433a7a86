//! Statements put among the import statements that a suite begins with, each where the order wants it.
use std::collections::BTreeMap;

use ruff_python_ast::Stmt;

use super::copies::key_of;
use super::edit::Edit;
use super::import_text::ImportLine;
use super::layout::{Source, is_blank, range};
use super::sort_key::SortKey;
use super::suites::is_import;

/// An import statement that stands in the text.
pub struct Standing {
    pub key: SortKey,
    /// Where its line begins.
    line: usize,
    /// Where the line behind it begins.
    next: usize,
}

/// The first import statements of a suite, up to a comment or another statement, or to a blank line where those do not separate
/// sections.
pub fn leading_imports(source: &Source<'_>, body: &[Stmt]) -> Vec<Standing> {
    let mut found: Vec<Standing> = Vec::new();
    let has_sections = source.style.sections.is_some();
    for (index, stmt) in body.iter().enumerate() {
        let line = source.logical_start(range(stmt).start);
        let shares = |other: Option<&Stmt>| other.is_some_and(|other| source.logical_start(range(other).start) == line);
        let adjoins = |last: &Standing| last.next == line || (has_sections && is_blank(&source.text[last.next..line]));
        if shares(body.get(index + 1)) || !found.last().is_none_or(adjoins) {
            break;
        }
        let Some(key) = key_of(stmt, &source.style) else { break };
        let next = source.logical_next(range(stmt).end);
        found.push(Standing { key, line, next });
    }
    found
}

/// Puts texts, sorted by their keys, at `start` (the beginning of a line) or between the statements that stand there.
pub fn place(
    source: &Source<'_>,
    start: usize,
    rest: &[Stmt],
    existing: &[Standing],
    texts: Vec<(SortKey, String)>,
) -> Vec<Edit> {
    let mut by_place: BTreeMap<usize, Vec<(SortKey, String)>> = BTreeMap::new();
    for (key, text) in texts {
        let before = existing.iter().position(|one| one.key > key).unwrap_or(existing.len());
        let previous = before.checked_sub(1).map(|before| &existing[before]);
        let at = match (previous, existing.get(before)) {
            (Some(previous), Some(next)) if is_other(&previous.key, &key) && !is_other(&next.key, &key) => next.line,
            (Some(previous), _) => previous.next,
            (None, _) => start,
        };
        by_place.entry(at).or_default().push((key, text));
    }
    let inserted = by_place.into_iter().map(|(at, texts)| {
        let previous = existing.iter().find(|one| one.next == at).map(|one| &one.key);
        let next = existing.iter().find(|one| one.line == at).map(|one| &one.key);
        let first = texts.first().map(|(key, _)| key.clone());
        let last = texts.last().map(|(key, _)| key.clone());
        let mut lines = grouped(texts);
        if previous
            .zip(first.as_ref())
            .is_some_and(|(one, other)| is_other(one, other))
        {
            lines.insert(0, String::new());
        }
        if next.zip(last.as_ref()).is_some_and(|(one, other)| is_other(one, other)) {
            lines.push(String::new());
        }
        insert_lines(source, at, rest, &lines)
    });
    inserted.collect()
}

/// Whether two statements belong to different sections.
fn is_other(one: &SortKey, other: &SortKey) -> bool {
    one.section != other.section
}

/// The texts with an empty line between sections.
pub fn grouped(texts: Vec<(SortKey, String)>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut section = None;
    for (key, text) in texts {
        if section.is_some_and(|section| section != key.section) {
            lines.push(String::new());
        }
        section = Some(key.section);
        lines.push(text);
    }
    lines
}

/// Sorted statements as texts, with their keys.
pub fn texts(source: &Source<'_>, lines: &[ImportLine], indent: &str) -> Vec<(SortKey, String)> {
    let text = |line: &ImportLine| (line.key(&source.style), line.text_in(source, indent));
    lines.iter().map(text).collect()
}

/// Writes lines at the beginning of the line at `place`, and a blank line where black wants one: behind the last import.
pub fn insert_lines(source: &Source<'_>, place: usize, rest: &[Stmt], lines: &[String]) -> Edit {
    let newline = source.newline;
    let mut text: String = lines.iter().map(|line| line.clone() + newline).collect();
    if place == source.text.len() && !source.text.is_empty() && !source.text.ends_with(['\n', '\r']) {
        text = newline.to_owned() + text.trim_end_matches(newline);
    }
    if let Some(next) = rest.iter().find(|stmt| range(*stmt).start >= place) {
        let follows_directly = source.logical_start(range(next).start) == place;
        let is_blank_line = is_blank(&source.text[place..source.line_end(place)]);
        let needs_gap = !(follows_directly && is_import(next));
        if needs_gap && !is_blank_line {
            text.push_str(newline);
        }
    }
    Edit::insert(place, text)
}
