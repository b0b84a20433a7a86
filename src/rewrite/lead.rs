//! The comment above an import: whether it is about that import, and goes where it goes, or heads a group of imports.
use ruff_python_ast::Stmt;

use super::layout::{Source, is_blank, range};
use super::suites::is_import;

/// The comment lines right above an import that is taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Where the first of them begins.
    pub start: usize,
    /// What they say, without indentation; none where they only head a group, which is gone.
    pub lines: Vec<String>,
}

/// What begins a comment that is an order to a tool: it is about a place, and stays.
/// Not in `rules/`: they are beginnings of comments.
const ORDERS: [&str; 14] = [
    "!", "%%", "dormant:", "flake8", "fmt:", "isort:", "mypy:", "noqa", "pragma", "pylint:", "pyright:", "region",
    "ruff:", "type:",
];

/// The words of which headers of import groups are made.
const HEADER_WORDS: &str = "3rd and app application built builtin builtins core dependencies external first folder from future \
                            import imports in internal lib libraries library libs local module modules my other our own package \
                            packages parties party project python related relative specific standard std stdlib the third";

/// The comment above `stmt`, which goes away, if it goes away as well. `is_removed` says it of the other statements of the suite.
pub fn lead(source: &Source<'_>, suite: &[Stmt], stmt: &Stmt, is_removed: impl Fn(&Stmt) -> bool) -> Option<Lead> {
    let line = source.logical_start(range(stmt).start);
    let indent = &source.text[line..range(stmt).start];
    let mut lines = Vec::new();
    let mut start = line;
    while let Some(comment) = comment_above(source, start, indent) {
        start = source.line_start(start - 1 - usize::from(source.text[..start].ends_with("\r\n")));
        lines.insert(0, comment.to_owned());
    }
    // What stands at the very beginning of the file is about the file.
    if lines.is_empty() || start == 0 || lines.iter().any(|line| is_order(line)) {
        return None;
    }
    let index = suite.iter().position(|one| range(one) == range(stmt))?;
    let next_line = |stmt: &Stmt| source.logical_next(range(stmt).end);
    let mut group = vec![stmt];
    for next in &suite[index + 1..] {
        let last = group[group.len() - 1];
        if !is_import(next) || source.logical_start(range(next).start) != next_line(last) {
            break;
        }
        group.push(next);
    }
    let all_gone = group.iter().all(|one| is_removed(one));
    if is_header(&lines) {
        return all_gone.then(|| Lead {
            start,
            lines: Vec::new(),
        });
    }
    let stands_inside = index > 0 && is_import(&suite[index - 1]) && next_line(&suite[index - 1]) == start;
    let is_about_it = group.len() == 1 || stands_inside || all_gone;
    is_about_it.then_some(Lead { start, lines })
}

/// Where the comment above a statement begins that is no import and goes away, if the comment is about it alone: no other statement
/// follows on the next line, and it heads nothing.
pub fn about(source: &Source<'_>, stmt: &Stmt) -> Option<usize> {
    above(source, stmt, |next| is_blank(rest_of_line(source, next)))
}

/// The same for a constant: what follows may also have a comment of its own, or go away as well.
pub fn about_constant(source: &Source<'_>, stmt: &Stmt, is_removed: impl Fn(&Stmt) -> bool) -> Option<usize> {
    above(source, stmt, |next| {
        let rest = rest_of_line(source, next);
        let mut body = source.body().iter();
        let mut goes_too = || body.any(|other| source.logical_start(range(other).start) == next && is_removed(other));
        is_blank(rest) || rest.starts_with('#') || goes_too()
    })
}

/// Where the comment above a statement begins that heads nothing, if it is about that alone by what the next line says.
fn above(source: &Source<'_>, stmt: &Stmt, is_alone: impl FnOnce(usize) -> bool) -> Option<usize> {
    let line = source.logical_start(range(stmt).start);
    let start = source.comments_above(line);
    let lines: Vec<String> = source.comments_in(start..line).map(str::to_owned).collect();
    let is_about_it = !lines.iter().any(|line| is_order(line)) && !is_header(&lines);
    (start < line && is_about_it && is_alone(source.logical_next(range(stmt).end))).then_some(start)
}

fn rest_of_line<'a>(source: &Source<'a>, start: usize) -> &'a str {
    &source.text[start..source.line_end(start)]
}

/// The comment on the line above `line`, if that has nothing else and the same indentation.
fn comment_above<'a>(source: &Source<'a>, line: usize, indent: &str) -> Option<&'a str> {
    let before = source.text[..line]
        .strip_suffix('\n')
        .or(source.text[..line].strip_suffix('\r'))?;
    let before = before.strip_suffix('\r').unwrap_or(before);
    let above = &before[source.line_start(before.len())..];
    let comment = above.strip_prefix(indent)?;
    (is_blank(indent) && comment.starts_with('#')).then_some(comment)
}

/// Whether a comment tells a tool something.
pub fn is_order(comment: &str) -> bool {
    let text = comment.trim_start_matches('#').trim_start().to_lowercase();
    comment.starts_with("#!") || ORDERS.iter().any(|order| text.starts_with(order))
}

/// Whether comment lines say no more than which imports follow.
pub fn is_header(lines: &[String]) -> bool {
    let text = lines.join(" ").to_lowercase();
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.all(|word| HEADER_WORDS.split_ascii_whitespace().any(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What goes with the import of `heavy`, and of `also` where that goes, too.
    fn of(text: &str) -> Option<Vec<String>> {
        let source = Source::parse(text).unwrap();
        let is_removed = |stmt: &Stmt| {
            ["heavy", "also"]
                .iter()
                .any(|name| source.text[range(stmt)].ends_with(name))
        };
        let stmt = source.body().iter().find(|stmt| is_removed(stmt)).unwrap();
        lead(&source, source.body(), stmt, is_removed).map(|lead| lead.lines)
    }

    #[test]
    fn a_comment_about_one_import_goes_with_it() {
        assert_eq!(
            of("import a\n\n# slow,\n# so what\nimport heavy\n").unwrap(),
            ["# slow,", "# so what"]
        );
        assert_eq!(of("import a\n# slow\nimport heavy\nimport b\n").unwrap(), ["# slow"]);
        assert_eq!(of("import a\r\n# slow\r\nimport heavy\r\n").unwrap(), ["# slow"]);
        assert_eq!(
            of("import a\n\n# slow\nimport heavy\nimport also\n").unwrap(),
            ["# slow"]
        );
    }

    #[test]
    fn a_comment_about_a_group_stays_while_some_of_it_does() {
        assert_eq!(of("import a\n\n# slow ones\nimport heavy\nimport b\n"), None);
        assert_eq!(of("import a\n\n# Third-party imports\nimport heavy\nimport b\n"), None);
    }

    #[test]
    fn an_empty_header_goes_away() {
        for header in ["# third party", "# --- Local imports ---", "# Standard library"] {
            let text = format!("import a\n\n{header}\nimport heavy\n\n# own\nimport b\n");
            assert_eq!(of(&text).unwrap(), [] as [&str; 0], "{header}");
        }
    }

    #[test]
    fn heads_of_files_and_orders_stay() {
        assert_eq!(of("# Copyright\nimport heavy\n"), None);
        assert_eq!(of("import a\n# isort: off\nimport heavy\n"), None);
        assert_eq!(of("import a\n# fmt: off\nimport heavy\n"), None);
        assert_eq!(of("import a\n\n# about nothing\n\nimport heavy\n"), None);
    }
}
