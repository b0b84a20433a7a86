//! Where things that stand once per module belong: the end of the leading import section, and its beginning.
use ruff_python_ast::{Expr, Stmt};

use super::edit::Edit;
use super::layout::{Source, is_blank, range};
use super::lead::is_order;
use super::suites::{assigned_name, docstring, is_future, is_import, suites};

/// Where the line begins behind the last import of the leading import section; without imports there, its beginning.
/// Imports in `try` and `if`, and `TYPE_CHECKING` blocks, belong to the section; dunder assignments do not end it.
pub fn anchor(source: &Source<'_>) -> usize {
    let body = source.body();
    end_of_imports(source, &body[prologue(body)..]).unwrap_or_else(|| beginning(source))
}

/// Where the line begins behind the statement of the module with this index and the imports that follow it.
pub fn anchor_behind(source: &Source<'_>, index: usize) -> Option<usize> {
    let own = source.logical_next(range(source.body().get(index)?).end);
    let rest = source.body().get(index + 1..).unwrap_or_default();
    Some(end_of_imports(source, rest).unwrap_or(own))
}

/// Where the line begins behind the last import of the section that these statements begin with, if they do.
fn end_of_imports(source: &Source<'_>, stmts: &[Stmt]) -> Option<usize> {
    stmts
        .iter()
        .take_while(|stmt| is_section_import(stmt) || is_transparent(stmt))
        .filter(|stmt| is_section_import(stmt))
        .last()
        .map(|stmt| source.logical_next(range(stmt).end))
}

/// Where the first import may stand: behind the docstring and `__future__`, else before the first statement and the comments
/// right above it, but behind what stands at the head of the file for the file.
pub fn beginning(source: &Source<'_>) -> usize {
    let body = source.body();
    if let Some(last) = prologue(body).checked_sub(1).and_then(|last| body.get(last)) {
        return source.logical_next(range(last).end);
    }
    let Some(first) = body.first() else {
        return source.text.len();
    };
    let line = source.logical_start(range(first).start);
    let mut above = line;
    while above > 0 {
        let previous = source.line_start(above - if source.text[..above].ends_with("\r\n") { 2 } else { 1 });
        if !source.text[previous..].trim_start_matches([' ', '\t']).starts_with('#') {
            return above;
        }
        above = previous;
    }
    // Comments that go up to the head of the file.
    let first = source.text[..line].lines().take_while(|text| is_for_tools(text));
    let behind = first
        .map(|text| source.next_line(text.as_ptr().addr() - source.text.as_ptr().addr()))
        .last();
    let own = behind.unwrap_or(0);
    match source.text[own..line].lines().any(is_about_file) {
        true => line,
        false => own,
    }
}

/// Whether a comment has to be the first or second line of a file: it tells the system or Python how to read it.
fn is_for_tools(comment: &str) -> bool {
    comment.starts_with("#!") || comment.contains("coding:") || comment.contains("coding=")
}

/// Whether a comment is about the whole file: whose it is, or what tools are to do with it.
fn is_about_file(comment: &str) -> bool {
    let text = comment.trim_start_matches(['#', ' ']).to_lowercase();
    is_order(comment) || text.is_empty() || OF_FILE.iter().any(|word| text.contains(word))
}

/// What speaks of whose a file is, or of how editors show it.
/// Not in `rules/`: they are words of comments.
const OF_FILE: [&str; 6] = ["copyright", "license", "licence", "spdx", "vim:", "-*-"];

/// How many statements must stay first: the docstring and `__future__` imports.
pub fn prologue(body: &[Stmt]) -> usize {
    let start = usize::from(docstring(body).is_some());
    start + body[start..].iter().take_while(|stmt| is_future(stmt)).count()
}

fn is_section_import(stmt: &Stmt) -> bool {
    let is_simple =
        |stmt: &Stmt| is_section_import(stmt) || matches!(stmt, Stmt::Assign(_) | Stmt::AnnAssign(_) | Stmt::Pass(_));
    match stmt {
        _ if is_import(stmt) => true,
        Stmt::If(branch) if is_checking_test(&branch.test) => true,
        Stmt::If(branch) => {
            branch.body.iter().any(is_section_import) && suites(stmt).iter().all(|suite| suite.iter().all(is_simple))
        }
        Stmt::Try(guarded) => guarded.body.iter().any(is_section_import),
        Stmt::With(with) => with.body.iter().all(is_section_import),
        _ => false,
    }
}

/// Whether a test reads `TYPE_CHECKING`, by name or as an attribute.
pub fn is_checking_test(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING" && attribute.value.is_name_expr(),
        _ => false,
    }
}

fn is_transparent(stmt: &Stmt) -> bool {
    assigned_name(stmt)
        .is_some_and(|(name, _)| name == "TYPE_CHECKING" || (name.starts_with("__") && name.ends_with("__")))
}

/// Where the line begins behind the variables such as `__all__` and `__version__` that follow at `anchor`, as far as they are given plain
/// values: giving them runs nothing that could ask for a name.
pub fn behind_names_of_module(source: &Source<'_>, anchor: usize) -> usize {
    let following = source.body().iter().filter(|stmt| range(*stmt).start >= anchor);
    let is_plain = |stmt: &&Stmt| {
        let own = assigned_name(stmt).filter(|(name, _)| name.starts_with("__") && name.ends_with("__"));
        own.is_some_and(|(_, value)| value.is_none_or(is_literal))
    };
    let last = following.take_while(is_plain).last();
    last.map_or(anchor, |stmt| source.logical_next(range(stmt).end))
}

fn is_literal(value: &Expr) -> bool {
    match value {
        Expr::List(list) => list.elts.iter().all(is_literal),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_literal),
        other => other.is_literal_expr(),
    }
}

/// Whether the last thing in the statement is a function or class.
fn ends_in_definition(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_))
        || suites(stmt)
            .iter()
            .rev()
            .find_map(|suite| suite.last())
            .is_some_and(ends_in_definition)
}

/// Puts whole lines at `at`, the beginning of a line: one blank line before (two behind a function or class), and behind them as many as stood there, but at
/// least `after`, or two before a function or class.
pub fn place(source: &Source<'_>, at: usize, lines: &str, after: usize) -> Edit {
    let newline = source.newline;
    let at = if at > 0 && source.line_start(at) != at {
        source.next_line(at)
    } else {
        at
    };
    let before = source.blank_before(at);
    let start = before.first().copied().unwrap_or(at);
    let (behind, end) = source.blank_after(at);
    let mut text = String::new();
    if start > 0 {
        if !source.text[..start].ends_with(['\n', '\r']) {
            text.push_str(newline);
        }
        let previous = source.body().iter().take_while(|stmt| range(*stmt).end <= start).last();
        text.push_str(&newline.repeat(if previous.is_some_and(ends_in_definition) { 2 } else { 1 }));
    }
    text.push_str(lines);
    if !is_blank(&source.text[end..]) {
        let next = source.body().iter().find(|stmt| range(*stmt).start >= end);
        let wanted = if matches!(next, Some(Stmt::FunctionDef(_) | Stmt::ClassDef(_))) {
            2
        } else {
            after
        };
        text.push_str(&newline.repeat(wanted.max(before.len() + behind.len())));
    }
    Edit::replace(start, end, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What follows the anchor.
    fn after(text: &str) -> &str {
        &text[anchor(&Source::parse(text).unwrap())..]
    }

    #[test]
    fn the_section_ends_behind_its_last_import() {
        assert_eq!(
            after(
                "\"\"\"d\"\"\"\nfrom __future__ import annotations\nimport a\n\n__all__ = []\nimport b\n__x__ = 1\nX = 1\n"
            ),
            "__x__ = 1\nX = 1\n"
        );
        assert_eq!(after("import a\nX = 1\nimport b\n"), "X = 1\nimport b\n");
        assert_eq!(after("import a; X = 1\nimport b\n"), "import b\n");
    }

    #[test]
    fn guarded_imports_belong_to_it() {
        assert_eq!(
            after("try:\n    import a\nexcept ImportError:\n    a = None\nX = 1\n"),
            "X = 1\n"
        );
        assert_eq!(after("if x:\n    import a\nelse:\n    import b\nX = 1\n"), "X = 1\n");
        assert_eq!(
            after("import c\nif x:\n    import a\n    run()\nX = 1\n"),
            "if x:\n    import a\n    run()\nX = 1\n"
        );
        assert_eq!(
            after("import c\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    def f(): ...\nX = 1\n"),
            "X = 1\n"
        );
    }

    #[test]
    fn a_section_further_down_ends_behind_its_last_import_too() {
        let text = "import a\nX = 1\nimport b\n__y__ = 1\nimport c\nZ = 1\nimport d\n";
        let source = Source::parse(text).unwrap();
        let after = |index| anchor_behind(&source, index).map(|at| &text[at..]);
        assert_eq!(after(2), Some("Z = 1\nimport d\n"));
        assert_eq!(after(5), Some(""));
        assert_eq!(after(7), None);
    }

    #[test]
    fn without_imports_it_is_the_beginning() {
        assert_eq!(after("#!/bin/x\n# head\n\n# about X\nX = 1\n"), "# about X\nX = 1\n");
        assert_eq!(after("#!/bin/x\nX = 1\n"), "X = 1\n");
        assert_eq!(after("# about X\nX = 1\n"), "# about X\nX = 1\n");
        assert_eq!(
            after("#!/bin/x\n# -*- coding: utf-8 -*-\n# about X\n# more\nX = 1\n"),
            "# about X\n# more\nX = 1\n"
        );
        for head in [
            "# Copyright of all\n# more\n",
            "# mypy: strict\n",
            "# vim: sw=4\n",
            "# of the file\n#\n# more\n",
        ] {
            assert_eq!(after(&format!("{head}X = 1\n")), "X = 1\n");
        }
        assert_eq!(after("\"\"\"d\"\"\"\n\nX = 1\n"), "\nX = 1\n");
        assert_eq!(after("# only\n"), "");
    }
}
