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
    let own = comments_above(source, line, indent);
    let texts = |comments: &[Comment<'_>]| comments.iter().map(|one| one.1.to_owned()).collect::<Vec<_>>();
    let index = suite.iter().position(|one| range(one) == range(stmt))?;
    let mut on_line = suite
        .iter()
        .filter(|one| source.logical_start(range(*one).start) == line);
    if texts(&own).iter().any(|line| is_order(line)) || !on_line.all(&is_removed) {
        return None;
    }
    let (header, rest) = own.split_at(header_lines(&texts(&own), stmt));
    let apart = header_apart(source, own.first().map_or(line, |first| first.0), indent).filter(|_| header.is_empty());
    let is_gone = |has_blanks: bool| {
        section(source, suite, index, has_blanks)
            .iter()
            .all(|one| is_removed(one))
    };
    let header = header
        .first()
        .map(|first| (first.0, false))
        .or(apart.map(|start| (start, true)));
    let gone = header
        .filter(|&(_, has_blanks)| is_gone(has_blanks))
        .map(|(start, _)| start);
    let Some(&(start, _)) = rest.first() else {
        return gone.map(|start| Lead {
            start,
            lines: Vec::new(),
        });
    };
    let group = group(source, suite, index);
    let is_end = |before: &Stmt| is_import(before) && source.logical_next(range(before).end) == start;
    let stands_inside = index.checked_sub(1).is_some_and(|before| is_end(&suite[before]));
    let lines = texts(rest);
    // What stands at the very beginning of the file is about the file.
    let is_about_it = start > 0
        && (group.len() == 1
            || stands_inside
            || group.iter().all(|one| is_removed(one))
            || names_first(&lines, &group));
    is_about_it.then(|| Lead {
        start: gone.unwrap_or(start),
        lines,
    })
}

/// A comment line: where the line begins, and the comment.
type Comment<'a> = (usize, &'a str);

/// The comments right above the line that begins at `line`, with the same indentation.
fn comments_above<'a>(source: &Source<'a>, line: usize, indent: &str) -> Vec<Comment<'a>> {
    let mut found = Vec::new();
    let mut start = line;
    while let Some(comment) = comment_above(source, start, indent) {
        start = source.line_start(start - 1 - usize::from(source.text[..start].ends_with("\r\n")));
        found.insert(0, (start, comment));
    }
    found
}

/// How many of the comment lines above an import head its group: all, or the first ones, where the next begins anew.
fn header_lines(lines: &[String], stmt: &Stmt) -> usize {
    if is_header(lines) {
        return lines.len();
    }
    let is_end = |&count: &usize| {
        let next = lines[count].trim_start_matches('#').trim_start();
        let begins_anew = !next.starts_with(char::is_lowercase)
            || next
                .split(|c: char| !is_of_name(c))
                .next()
                .is_some_and(|word| names(stmt).contains(&word));
        is_header(&lines[..count]) && has_words(&lines[..count]) && begins_anew
    };
    (1..lines.len()).rev().find(is_end).unwrap_or(0)
}

/// Where a header begins that blank lines set apart from what stands at `line`.
fn header_apart(source: &Source<'_>, line: usize, indent: &str) -> Option<usize> {
    let above = comments_above(source, *source.blank_before(line).first()?, indent);
    let lines: Vec<String> = above.iter().map(|one| one.1.to_owned()).collect();
    let is_one = has_words(&lines) && is_header(&lines) && !lines.iter().any(|line| is_order(line));
    above.first().filter(|_| is_one).map(|first| first.0)
}

/// The imports that follow each other line by line, from that at `index` on.
fn group<'a>(source: &Source<'_>, suite: &'a [Stmt], index: usize) -> Vec<&'a Stmt> {
    section_by(source, suite, index, |gap| gap.is_empty())
}

/// The imports under a header, from the first on: up to the next comment that is set apart or is a header, and up to a blank line,
/// unless one also stands behind the header.
fn section<'a>(source: &Source<'_>, suite: &'a [Stmt], index: usize, has_blanks: bool) -> Vec<&'a Stmt> {
    section_by(source, suite, index, |gap| {
        let lines: Vec<String> = gap.lines().map(|line| line.trim().to_owned()).collect();
        let comments: Vec<String> = lines.iter().filter(|line| !line.is_empty()).cloned().collect();
        match lines.len() - comments.len() {
            0 => comments.is_empty() || !is_header(&comments),
            _ => has_blanks && comments.is_empty(),
        }
    })
}

/// The imports from that at `index` on, as long as what stands between two of them lets them belong together.
fn section_by<'a>(
    source: &Source<'_>,
    suite: &'a [Stmt],
    index: usize,
    belong: impl Fn(&str) -> bool,
) -> Vec<&'a Stmt> {
    let goes_on = |pair: &&[Stmt]| {
        let (end, line) = (
            source.logical_next(range(&pair[0]).end),
            source.logical_start(range(&pair[1]).start),
        );
        // Two on one line have nothing between them.
        is_import(&pair[1]) && source.text.get(end..line).is_none_or(&belong)
    };
    let more = suite[index..].windows(2).take_while(goes_on).map(|pair| &pair[1]);
    std::iter::once(&suite[index]).chain(more).collect()
}

/// Whether a comment above several imports speaks of the first by name, and of no other.
fn names_first(lines: &[String], group: &[&Stmt]) -> bool {
    let text = lines.join(" ");
    let words: Vec<&str> = text
        .split(|c: char| !is_of_name(c))
        .filter(|word| !word.is_empty())
        .collect();
    let is_told = |stmt: &&Stmt| names(stmt).iter().any(|name| words.contains(name));
    // One word or two are a title.
    words.len() > 2 && group.iter().take(1).all(is_told) && !group.iter().skip(1).any(is_told)
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What an import would be called: its modules by their last names, and what it binds.
fn names(stmt: &Stmt) -> Vec<&str> {
    let (module, aliases) = match stmt {
        Stmt::Import(import) => (None, import.names.as_slice()),
        Stmt::ImportFrom(from) => (from.module.as_deref(), from.names.as_slice()),
        _ => (None, [].as_slice()),
    };
    let named = aliases
        .iter()
        .flat_map(|alias| [Some(&alias.name), alias.asname.as_ref()]);
    let all = module.into_iter().chain(named.flatten().map(|name| name.as_str()));
    all.filter_map(|name| name.rsplit('.').next()).collect()
}

fn has_words(lines: &[String]) -> bool {
    lines.iter().any(|line| line.contains(char::is_alphanumeric))
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
    fn a_header_that_is_set_apart_goes_with_the_last_of_its_section() {
        let gone = |text: &str| of(text) == Some(Vec::new());
        assert!(gone("import a\n\n# Third-party\n\nimport heavy\n\n# Local\nimport b\n"));
        assert!(gone(
            "import a\n\n#####\n# Third-party\n#####\n\nimport heavy\n\nimport also\n"
        ));
        assert!(!gone("import a\n\n# Third-party\n\nimport heavy\n\nimport b\n"));
        assert!(gone("# Third-party imports\nimport heavy\n"));
        assert!(!gone("import a\n\n# Third-party\nimport heavy\n# small\nimport b\n"));
        assert!(!gone("import a\n\n# About the stack\n\nimport heavy\n"));
        assert!(!gone("import a\n\n# isort: local\n\nimport heavy\n"));
    }

    #[test]
    fn a_header_above_a_comment_does_not_travel() {
        let lines = ["# heavy is slow"];
        assert_eq!(
            of("import a\n\n# Third-party\n# heavy is slow\nimport heavy\n").unwrap(),
            lines
        );
        assert_eq!(
            of("import a\n\n# Local\n\n# heavy is slow\nimport heavy\n").unwrap(),
            lines
        );
        let sentence = ["# Local imports", "# to avoid a cycle"];
        assert_eq!(
            of("import a\n\n# Local imports\n# to avoid a cycle\nimport heavy\n").unwrap(),
            sentence
        );
    }

    #[test]
    fn a_comment_that_names_the_first_of_several_goes_with_it() {
        let text = |comment: &str| format!("import a\n\n# {comment}\nimport heavy\nimport b\n");
        assert_eq!(of(&text("TODO: drop heavy soon")).unwrap(), ["# TODO: drop heavy soon"]);
        assert_eq!(of(&text("heavy")), None);
        assert_eq!(of(&text("drop heavy and b")), None);
        assert_eq!(of(&text("what is too heavyweight here")), None);
        assert_eq!(of("# on both\nimport heavy; import b\n"), None);
        assert_eq!(of("import a\n\n# on both\nimport heavy; import b\n"), None);
    }

    #[test]
    fn heads_of_files_and_orders_stay() {
        assert_eq!(of("# Copyright\nimport heavy\n"), None);
        assert_eq!(of("import a\n# isort: off\nimport heavy\n"), None);
        assert_eq!(of("import a\n# fmt: off\nimport heavy\n"), None);
        assert_eq!(of("import a\n\n# about nothing\n\nimport heavy\n"), None);
    }
}
