//! Imports at the start of function bodies (or of a main guard). It decides only where within the body, and how they look.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::Stmt;
use ruff_python_ast::token::TokenKind;
use ruff_text_size::Ranged;

use super::among::{grouped, leading_imports, place, texts};
use super::comment::Remarks;
use super::copies::{copy_of, forget_member_comments, of_this_module, through_module};
use super::edit::Edit;
use super::import_text::{ImportLine, Imported, merge};
use super::joining::join;
use super::layout::{Source, range};
use super::locate::{Home, Located, for_checkers};
use super::suites::{docstring, is_import};
use crate::syntax::Span;
use crate::verdict::{Deferral, FilePlan};

/// All insertions of a plan.
pub fn edits(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Vec<Edit> {
    let suppression = plan.suppression.as_deref().map(Remarks::parse).unwrap_or_default();
    let mut lines: BTreeMap<u32, Vec<ImportLine>> = BTreeMap::new();
    for statement in &located.statements {
        // Prose is told once: where it stands if something stays there, by the checkers' copy, or by the first function.
        let shown_elsewhere =
            !statement.is_all_removed() || statement.deferred().any(|(_, deferral)| for_checkers(deferral));
        let first_of_statement = statement
            .deferred()
            .filter_map(|(_, deferral)| first_place(deferral))
            .min();
        let mut told = BTreeSet::new();
        for (alias, deferral) in statement.deferred() {
            let first = first_place(deferral);
            for place in &deferral.way.moved().insertions {
                let mut line = if place.through_module {
                    through_module(plan, alias, statement.stmt)
                } else {
                    let mut line = copy_of(source, statement, alias, false);
                    line.remarks = line.remarks.without_placement();
                    if shown_elsewhere || first_of_statement != Some(place.at) {
                        line.remarks = line.remarks.without_prose();
                    }
                    // Of several names in one statement the first has what stands above that.
                    if matches!(line.what, Imported::Plain { .. }) && !told.insert(place.at) {
                        line.remarks.set_above(Vec::new());
                    }
                    if for_checkers(deferral) || first != Some(place.at) {
                        forget_member_comments(&mut line);
                    }
                    line
                };
                suppress(&mut line, &suppression);
                lines.entry(place.at).or_default().push(line);
            }
        }
    }
    for (_, constant) in &located.constants {
        for &at in &constant.functions {
            let mut line = of_this_module(plan, &constant.name);
            suppress(&mut line, &suppression);
            lines.entry(at).or_default().push(line);
        }
    }
    for (_, attempt) in &located.attempts {
        for (at, names) in &attempt.functions {
            let mut own: Vec<ImportLine> = names.iter().map(|name| of_this_module(plan, name)).collect();
            if own.is_empty() {
                // It is there to have the statement run.
                own.extend(attempt.sure().map(|name| of_this_module(plan, name)));
                let unused = if plan.has_other_names {
                    "# noqa: F841"
                } else {
                    "# noqa: F401"
                };
                own.iter_mut()
                    .for_each(|line| line.remarks.merge(&Remarks::parse(unused)));
            }
            own.iter_mut().for_each(|line| suppress(line, &suppression));
            lines.entry(*at).or_default().extend(own);
        }
    }
    lines
        .into_iter()
        .filter_map(|(at, lines)| Some((located.places.get(&at)?, lines)))
        .flat_map(|(home, lines)| insert_at_start(source, home, merge(lines, &source.style), located))
        .collect()
}

/// Puts the comment behind an import that linters want there.
fn suppress(line: &mut ImportLine, suppression: &Remarks) {
    if !matches!(line.what, Imported::Asked { .. }) {
        line.remarks.merge(suppression);
    }
}

/// The first function that imports the name from its origin.
fn first_place(deferral: &Deferral) -> Option<u32> {
    deferral
        .way
        .moved()
        .insertions
        .iter()
        .filter(|place| !place.through_module)
        .map(|place| place.at)
        .min()
}

/// Puts sorted import lines at the start of a suite: behind the docstring (if it may have one), among the imports that
/// stand there already, before comments.
fn insert_at_start(source: &Source<'_>, home: &Home<'_>, lines: Vec<ImportLine>, located: &Located<'_>) -> Vec<Edit> {
    let body = home.body;
    let Some(first) = body.first() else { return Vec::new() };
    if let Some(end) = home.behind {
        let indent = source.indent_of(range(first).start).to_owned();
        let start = first_line_behind(source, end, &indent);
        let mut edits = among_imports(source, start, body, &indent, lines, located);
        if source.blank_before(start).is_empty() {
            let first = edits
                .iter_mut()
                .find(|edit| edit.span == Span::new(start as u32, start as u32));
            first
                .into_iter()
                .for_each(|edit| edit.replacement.insert_str(0, source.newline));
        }
        return edits;
    }
    let header = header_end(source, range(first).start);
    let is_one_line = source.logical_start(range(first).start) < header;
    let indent = if is_one_line {
        source.indent_of(range(first).start).to_owned() + &source.unit
    } else {
        source.indent_of(range(first).start).to_owned()
    };
    let newline = source.newline;
    let mut edits = Vec::new();
    let mut rest = body;
    if home.is_function && docstring(body).is_some() {
        if is_one_line {
            edits.push(Edit::replace(header, range(first).start, format!("{newline}{indent}")));
        }
        rest = &body[1..];
        let shares_line = rest
            .first()
            .is_some_and(|next| source.logical_start(range(next).start) == source.logical_start(range(first).start));
        if shares_line || (is_one_line && rest.is_empty()) {
            edits.push(split_before(source, range(first).end, rest, &indent, &lines));
            return edits;
        }
        // A blank line that stands behind the docstring stays there.
        let behind = source.logical_next(range(first).end);
        let start = match source.blank_after(behind) {
            (blank, next) if !blank.is_empty() && !rest.is_empty() => next,
            _ => behind,
        };
        edits.extend(among_imports(source, start, rest, &indent, lines, located));
    } else if is_one_line {
        edits.push(split_before(source, header, rest, &indent, &lines));
    } else {
        edits.extend(among_imports(
            source,
            first_line(source, header),
            rest,
            &indent,
            lines,
            located,
        ));
    }
    edits
}

/// Where the first line of a suite begins behind its header; a `# type:` comment, which has to stand first, is passed over.
pub fn first_line(source: &Source<'_>, header: usize) -> usize {
    let line = source.logical_next(header);
    let end = source.line_end(line);
    let comment = source.text[line..end]
        .trim_start_matches([' ', '\t'])
        .strip_prefix('#')
        .map(str::trim_start);
    let is_type = comment.is_some_and(|text| text.strip_prefix("type:").is_some_and(|text| !text.contains("ignore")));
    if is_type { source.after_newline(end) } else { line }
}

/// Where the lines of a statement begin behind the one that ends at `end`: above its comments, behind blank lines and the
/// comments of that one.
fn first_line_behind(source: &Source<'_>, end: usize, indent: &str) -> usize {
    let mut at = source.logical_next(end);
    loop {
        let line = &source.text[at..source.line_end(at)];
        let text = line.trim_start_matches([' ', '\t', '\x0c']);
        let is_deeper = line.len() - text.len() > indent.len();
        let next = source.after_newline(source.line_end(at));
        if next <= at || !(text.is_empty() || text.starts_with('#') && is_deeper) {
            return at;
        }
        at = next;
    }
}

/// Where the header's colon ends.
pub fn header_end(source: &Source<'_>, first: usize) -> usize {
    let before = source
        .tokens()
        .partition_point(|token| token.start().to_usize() < first);
    source.tokens()[..before]
        .iter()
        .rev()
        .find(|token| token.kind() == TokenKind::Colon)
        .map_or(first, |token| token.end().to_usize())
}

/// Breaks a line at `at`, before `rest`, which stood behind it on the same line.
fn split_before(source: &Source<'_>, at: usize, rest: &[Stmt], indent: &str, lines: &[ImportLine]) -> Edit {
    let newline = source.newline;
    let imports: String = grouped(texts(source, lines, indent))
        .iter()
        .map(|text| newline.to_owned() + text)
        .collect();
    let Some(next) = rest.first() else {
        return Edit::replace(at, at, imports);
    };
    let gap = if is_import(next) { "" } else { newline };
    Edit::replace(at, range(next).start, format!("{imports}{newline}{gap}{indent}"))
}

/// Puts the lines at `start` (the beginning of a line), or into or between the import statements that stand there already.
fn among_imports(
    source: &Source<'_>,
    start: usize,
    rest: &[Stmt],
    indent: &str,
    mut lines: Vec<ImportLine>,
    located: &Located<'_>,
) -> Vec<Edit> {
    let existing = leading_imports(source, rest);
    let is_planned = |stmt: &Stmt| located.statements.iter().any(|one| range(one.stmt) == range(stmt));
    let open: Vec<&Stmt> = rest[..existing.len()].iter().filter(|stmt| !is_planned(stmt)).collect();
    let mut edits = join(source, &open, &mut lines);
    edits.extend(place(source, start, rest, &existing, texts(source, &lines, indent)));
    edits
}
