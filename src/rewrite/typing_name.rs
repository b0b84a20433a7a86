//! How a module gets at `TYPE_CHECKING`: a name that is there, a name added to an import that is there, a new import, or a
//! constant of its own.
use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use super::comment::Remarks;
use super::copies::{bound_name, key_of};
use super::edit::Edit;
use super::import_text::{ImportLine, Imported, Member, columns, merge};
use super::layout::{Source, range};
use super::list_item;
use super::locate::aliases;
use super::section::{beginning, place};
use super::sort_key::{member_key, sort_key};
use super::stdlib::is_standard;
use super::suites::{assigned_name, is_future, is_import};

/// The name itself.
pub const NAME: &str = "TYPE_CHECKING";

/// How to say `TYPE_CHECKING` in a module, and what has to be done first.
#[derive(Debug, Default)]
pub struct TypingName {
    /// The expression to test.
    pub expression: String,
    /// Edits that make it available.
    pub edits: Vec<Edit>,
    /// Whether `TYPE_CHECKING = False` must be written above the block.
    pub needs_constant: bool,
}

/// Finds the name, or a way to get it, for a block at `anchor`.
pub fn find(source: &Source<'_>, anchor: usize, typing_is_loaded: bool) -> TypingName {
    let before: Vec<&Stmt> = source
        .body()
        .iter()
        .take_while(|stmt| range(*stmt).end <= anchor)
        .collect();
    let expression = before
        .iter()
        .find_map(|stmt| direct_name(stmt))
        .or_else(|| before.iter().find_map(|stmt| by_module(stmt)));
    if let Some(expression) = expression {
        return TypingName {
            expression,
            ..TypingName::default()
        };
    }
    let expression = NAME.to_owned();
    let may_join = !source.style.force_single_line;
    if let Some(stmt) = before.iter().find(|stmt| may_join && is_typing_import(stmt)) {
        return TypingName {
            expression,
            edits: add_member(source, stmt),
            ..TypingName::default()
        };
    }
    if typing_is_loaded {
        return TypingName {
            expression,
            edits: vec![new_import(source, anchor, &before)],
            ..TypingName::default()
        };
    }
    TypingName {
        expression,
        needs_constant: true,
        ..TypingName::default()
    }
}

/// The index of the first statement behind `anchor` that binds the name, where nothing before says it. A flag of the module's
/// own counts only where it is plainly `False`.
pub fn bound_later(source: &Source<'_>, anchor: usize) -> Option<usize> {
    let body = source.body();
    let first = body.iter().take_while(|stmt| range(*stmt).end <= anchor).count();
    let (before, behind) = body.split_at(first);
    if before
        .iter()
        .any(|stmt| direct_name(stmt).or_else(|| by_module(stmt)).is_some())
    {
        return None;
    }
    let is_false = |stmt: &Stmt| {
        assigned_name(stmt)
            .and_then(|(_, value)| value?.as_boolean_literal_expr())
            .is_some_and(|value| !value.value)
    };
    let found = behind
        .iter()
        .position(|stmt| direct_name(stmt).is_some() && (is_import(stmt) || is_false(stmt)));
    found.map(|index| first + index)
}

/// Whether a module binds the name itself, wherever: it is one that others may take from it.
pub fn is_bound(source: &Source<'_>) -> bool {
    source.body().iter().any(|stmt| direct_name(stmt).is_some())
}

/// `from typing import TYPE_CHECKING`, from wherever, or `TYPE_CHECKING = False`. A lazy import would be resolved by the test.
pub fn direct_name(stmt: &Stmt) -> Option<String> {
    match stmt {
        Stmt::ImportFrom(from) if !from.is_lazy => from
            .names
            .iter()
            .find(|alias| alias.name.as_str() == NAME)
            .map(|alias| bound_name(alias, stmt).to_owned()),
        _ => assigned_name(stmt)
            .filter(|(name, value)| *name == NAME && value.is_some())
            .map(|_| NAME.to_owned()),
    }
}

/// `import typing`, under whatever name.
pub fn by_module(stmt: &Stmt) -> Option<String> {
    match stmt {
        Stmt::Import(import) if !import.is_lazy => import
            .names
            .iter()
            .find(|alias| matches!(alias.name.as_str(), "typing" | "typing_extensions"))
            .map(|alias| format!("{}.{NAME}", bound_name(alias, stmt))),
        _ => None,
    }
}

fn is_typing_import(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::ImportFrom(from) if from.level == 0 && !from.is_lazy && from.module.as_deref() == Some("typing")
        && from.names.iter().all(|alias| alias.name.as_str() != "*"))
}

fn add_member(source: &Source<'_>, stmt: &Stmt) -> Vec<Edit> {
    let span = range(stmt);
    let text = &source.text[span.clone()];
    let names = aliases(stmt);
    let is_bracketed = text.ends_with(')');
    let line = source.indent_of(span.start).len() + columns(text) + NAME.len() + 2;
    if !is_bracketed && !text.contains(['\n', '\r']) && line > source.style.line_length {
        let member = |name: &str, asname: Option<String>| Member {
            name: name.to_owned(),
            asname,
            ..Member::default()
        };
        let mut members: Vec<Member> = names
            .iter()
            .map(|alias| member(&alias.name, alias.asname.as_ref().map(|name| name.to_string())))
            .collect();
        members.push(member(NAME, None));
        let what = Imported::From {
            module: "typing".to_owned(),
            members,
        };
        let line = ImportLine {
            what,
            remarks: Remarks::default(),
        };
        return merge(vec![line], &source.style)
            .iter()
            .map(|line| Edit::replace(span.start, span.end, line.text_in(source, "")))
            .collect();
    }
    let items: Vec<_> = names
        .iter()
        .map(|alias| (range(alias), member_key(&source.style, &alias.name)))
        .collect();
    let close = is_bracketed.then(|| span.end - 1);
    list_item::insert(
        source,
        &items,
        close,
        &[(NAME.to_owned(), member_key(&source.style, NAME))],
    )
}

/// A new import, in the first block of imports that holds one of the standard library; else a block of its own.
fn new_import(source: &Source<'_>, anchor: usize, before: &[&Stmt]) -> Edit {
    let line = format!("from typing import {NAME}{}", source.newline);
    let Some(standard) = before.iter().position(|stmt| is_standard_import(stmt)) else {
        return place(source, beginning(source).min(anchor), &line, 1);
    };
    let line_of = |index: usize| source.logical_start(before[index].start().to_usize());
    let adjoins = |index: usize| {
        is_import(before[index])
            && !is_future(before[index])
            && source.logical_next(range(before[index]).end) == line_of(index + 1)
    };
    let first = (0..standard)
        .rev()
        .take_while(|index| adjoins(*index))
        .last()
        .unwrap_or(standard);
    let key = Some(sort_key(&source.style, false, "typing", ""));
    let mut at = line_of(first);
    for (index, stmt) in before.iter().enumerate().skip(first) {
        let is_in_block = index <= standard || (is_import(stmt) && adjoins(index - 1));
        if !is_in_block || key_of(stmt, &source.style) > key {
            break;
        }
        at = source.logical_next(range(*stmt).end);
    }
    let gap = if at > 0 && !source.text[..at].ends_with(['\n', '\r']) {
        source.newline
    } else {
        ""
    };
    Edit::insert(at, gap.to_owned() + &line)
}

/// Whether a statement imports from the standard library.
pub fn is_standard_import(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Import(import) => import.names.iter().any(|alias| is_standard(&alias.name)),
        Stmt::ImportFrom(from) => {
            from.level == 0 && !is_future(stmt) && from.module.as_deref().is_some_and(is_standard)
        }
        _ => false,
    }
}
