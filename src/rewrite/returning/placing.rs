//! Where imports that come back stand at the top of a module.
use ruff_python_ast::Stmt;

use super::super::among;
use super::super::edit::Edit;
use super::super::import_text::ImportLine;
use super::super::layout::{Source, range};
use super::super::section;
use super::super::sort_key::SortKey;
use super::super::suites::{assigned_name, is_import};
use super::CHECKING;

/// Puts the imports among those that the module begins with, where these stand in the order that its linter wants.
pub fn placed(source: &Source<'_>, lines: &[ImportLine], are_lazy: bool) -> Vec<Edit> {
    let lazy = |line: &ImportLine| {
        let key = SortKey {
            is_lazy: true,
            ..line.key(&source.style)
        };
        (
            key,
            if are_lazy {
                line.lazy_text_in(source)
            } else {
                line.text_in(source, "")
            },
        )
    };
    let mut texts: Vec<(SortKey, String)> = lines.iter().map(lazy).collect();
    texts.sort();
    let body = source.body();
    let rest = &body[section::prologue(body)..];
    let existing = among::leading_imports(source, rest);
    let has_sections = source.style.sections.is_some();
    let is_sorted = existing.is_sorted_by(|one, other| one.key <= other.key);
    match rest.first() {
        _ if texts.is_empty() => Vec::new(),
        Some(first) if has_sections && is_sorted && !existing.is_empty() => {
            let start = source.logical_start(range(first).start);
            among::place(source, start, rest, &existing, texts)
        }
        _ => {
            let lines = match has_sections {
                true => among::grouped(texts),
                false => texts.into_iter().map(|(_, text)| text).collect(),
            };
            let lines: String = lines.into_iter().map(|line| line + source.newline).collect();
            vec![place(source, &lines)]
        }
    }
}

/// Puts the imports behind the last of the plain imports that the module begins with, or where its first may stand.
fn place(source: &Source<'_>, lines: &str) -> Edit {
    let body = source.body();
    let is_plain = |stmt: &&Stmt| {
        let is_dunder = assigned_name(stmt).is_some_and(|(name, _)| name == CHECKING || name.starts_with("__"));
        is_import(stmt) || is_dunder
    };
    let leading = body[section::prologue(body)..].iter().take_while(is_plain);
    match leading.filter(|stmt| is_import(stmt)).last() {
        Some(last) => Edit::insert(source.logical_next(range(last).end), lines.to_owned()),
        None => section::place(source, section::beginning(source), lines, 1),
    }
}
