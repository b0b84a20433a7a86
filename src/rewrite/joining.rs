//! New names for a from-import that stands in the text already. It decides only whether they fit there.
use ruff_python_ast::{Stmt, StmtImportFrom};

use super::edit::Edit;
use super::import_text::{ImportLine, Imported, Member, columns};
use super::layout::{Source, range};
use super::list_item;
use super::sort_key::member_key;

/// Takes out of `lines` those whose names can join one of the `existing` statements, and returns the edits that put them
/// there. The names that stand there keep their order.
pub fn join(source: &Source<'_>, existing: &[&Stmt], lines: &mut Vec<ImportLine>) -> Vec<Edit> {
    let mut edits = Vec::new();
    lines.retain(|line| {
        let joined = existing.iter().find_map(|stmt| joined(source, stmt, line));
        let stays = joined.is_none();
        edits.extend(joined.unwrap_or_default());
        stays
    });
    edits
}

fn joined(source: &Source<'_>, stmt: &Stmt, line: &ImportLine) -> Option<Vec<Edit>> {
    let (Stmt::ImportFrom(from), Imported::From { module: into, members }) = (stmt, &line.what) else {
        return None;
    };
    let style = &source.style;
    let span = range(stmt);
    let text = &source.text[span.clone()];
    let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
    let renamed =
        members.iter().any(|member| member.asname.is_some()) || from.names.iter().any(|one| one.asname.is_some());
    // A comment may speak of the names that stand there, or of the new ones, but of no others.
    let is_commented = line.remarks.width() > 0
        || line.remarks.has_above()
        || members.iter().any(Member::is_commented)
        || source
            .comments_in(span.start..source.logical_end(span.end))
            .next()
            .is_some();
    if module != *into
        || style.separates(renamed)
        || from.is_lazy
        || is_commented
        || text.contains(['\n', '\r'])
        || !are_new(members, from)
    {
        return None;
    }
    let new: Vec<_> = members
        .iter()
        .map(|member| (member.text(), member_key(style, &member.name)))
        .collect();
    let added: usize = new.iter().map(|(text, _)| ", ".len() + columns(text)).sum();
    if columns(source.indent_of(span.start)) + columns(text) + added > style.line_length {
        return None;
    }
    let items: Vec<_> = from
        .names
        .iter()
        .map(|alias| (range(alias), member_key(style, &alias.name)))
        .collect();
    let close = text.ends_with(')').then(|| span.end - 1);
    Some(list_item::insert(source, &items, close, &new))
}

/// Whether none of the names stands there already; a star stands for any name.
fn are_new(members: &[Member], from: &StmtImportFrom) -> bool {
    let stands_there = |name: &str| name == "*" || members.iter().any(|member| member.name == name);
    !from.names.iter().any(|alias| stands_there(&alias.name))
}
