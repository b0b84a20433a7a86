//! The import of what rewritten code needs from the generated helper: one statement, sorted among the others.
use ruff_python_ast::{Stmt, StmtImportFrom};

use super::comment::Remarks;
use super::copies::key_of;
use super::edit::Edit;
use super::import_text::{ImportLine, Imported, Member, member_key, one_by_one};
use super::layout::{Source, range};
use super::section;
use super::suites::is_import;

/// The edit that makes the names of the helper available; `None` where they are.
pub fn edit(source: &Source<'_>, helper: &str, names: &[&str]) -> Option<Edit> {
    let body = source.body();
    let known = body
        .iter()
        .find_map(|stmt| from_helper(stmt, helper).map(|from| (stmt, from)));
    let style = &source.style;
    let is_there = |name: &str| {
        let mut imports = body.iter().filter_map(|stmt| from_helper(stmt, helper));
        imports.any(|from| {
            from.names
                .iter()
                .any(|alias| alias.name.as_str() == name && alias.asname.is_none())
        })
    };
    if names.iter().all(|name| is_there(name)) {
        return None;
    }
    let mut all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if style.force_single_line {
        all.retain(|name| !is_there(name));
    }
    if let Some((stmt, from)) = known.filter(|_| !style.force_single_line) {
        let had: Vec<String> = from.names.iter().map(|alias| alias.name.to_string()).collect();
        let has_comments = source.comments_in(range(stmt)).next().is_some();
        if !has_comments && from.names.iter().all(|alias| alias.asname.is_none()) {
            all.extend(had);
            let span = range(stmt);
            return Some(Edit::replace(
                span.start,
                span.end,
                line(source, helper, all).text_in(source, ""),
            ));
        }
    }
    let line = line(source, helper, all);
    let text = one_by_one(&line, style)
        .iter()
        .map(|line| line.text_in(source, "") + source.newline)
        .collect::<String>();
    let section = &body[section::prologue(body)..];
    // Among the imports from the same package, which may be a group of their own.
    let follows =
        |stmt: &&Stmt| is_of_package(stmt, helper) && key_of(stmt, style).is_some_and(|key| key > line.key(style));
    if let Some(next) = section.iter().take_while(|stmt| is_import(stmt)).find(follows) {
        return Some(Edit::insert(source.logical_start(range(next).start), text));
    }
    let imports = section.iter().take_while(|stmt| is_import(stmt));
    let before = imports
        .filter(|stmt| key_of(stmt, style).is_some_and(|key| key < line.key(style)))
        .last();
    Some(match (before, section.first().filter(|stmt| is_import(stmt))) {
        (Some(stmt), _) => Edit::insert(source.logical_next(range(stmt).end), text),
        (None, Some(first)) => Edit::insert(source.logical_start(range(first).start), text),
        (None, None) => section::place(source, section::beginning(source), &text, 1),
    })
}

/// Whether a statement imports from the package of the helper, in the way in which the helper is imported.
fn is_of_package(stmt: &Stmt, helper: &str) -> bool {
    let top = |module: &str| module.split('.').next().unwrap_or_default().to_owned();
    stmt.as_import_from_stmt().is_some_and(|from| {
        let module = from.module.as_deref().unwrap_or_default();
        helper.starts_with('.') == (from.level > 0) && (from.level > 0 || top(module) == top(helper))
    })
}

fn line(source: &Source<'_>, helper: &str, mut names: Vec<String>) -> ImportLine {
    names.sort_by_key(|name| member_key(&source.style, name));
    names.dedup();
    let member = |name: String| Member {
        name,
        asname: None,
        comment: None,
    };
    ImportLine {
        what: Imported::From {
            module: helper.to_owned(),
            members: names.into_iter().map(member).collect(),
        },
        remarks: Remarks::default(),
    }
}

fn from_helper<'a>(stmt: &'a Stmt, helper: &str) -> Option<&'a StmtImportFrom> {
    let from = stmt.as_import_from_stmt()?;
    let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
    (module == helper).then_some(from)
}

/// The statements without what the edit adds to `old` ones.
pub fn without<'a>(stmts: impl Iterator<Item = &'a Stmt>, helper: &str, names: &[&str], old: &[Stmt]) -> Vec<Stmt> {
    let had: Vec<&StmtImportFrom> = old.iter().filter_map(|stmt| from_helper(stmt, helper)).collect();
    let is_added = |name: &str| {
        let was = had
            .iter()
            .any(|from| from.names.iter().any(|alias| alias.name.as_str() == name));
        names.contains(&name) && !was
    };
    let mut kept = Vec::new();
    for stmt in stmts {
        let mut stmt = stmt.clone();
        if from_helper(&stmt, helper).is_some()
            && let Stmt::ImportFrom(from) = &mut stmt
        {
            from.names.retain(|alias| !is_added(alias.name.as_str()));
            let before = had.iter().find(|had| same_names(had, from));
            if from.names.is_empty() {
                continue;
            }
            // The order of the names is of no account.
            if let Some(before) = before {
                from.names = before.names.clone();
            }
        }
        kept.push(stmt);
    }
    kept
}

fn same_names(left: &StmtImportFrom, right: &StmtImportFrom) -> bool {
    let names = |from: &StmtImportFrom| {
        let mut names: Vec<String> = from
            .names
            .iter()
            .map(|alias| format!("{} {:?}", alias.name, alias.asname))
            .collect();
        names.sort();
        names
    };
    names(left) == names(right)
}
