//! The import of what rewritten code needs from the generated helper: one statement, sorted among the others.
use std::cmp::Ordering;

use ruff_python_ast::{Stmt, StmtImportFrom};

use super::comment::Remarks;
use super::copies::key_of;
use super::edit::Edit;
use super::import_text::{ImportLine, Imported, Member, one_by_one};
use super::layout::{Source, range};
use super::section;
use super::sort_key::member_key;
use super::suites::is_import;
use super::typing_name::is_standard_import;

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
    Some(insertion(source, &line(source, helper, all)))
}

/// The edit that puts a new import among the others: with those of its package, else in its order among those of its group.
pub fn insertion(source: &Source<'_>, line: &ImportLine) -> Edit {
    let (body, style) = (source.body(), &source.style);
    let Imported::From { module, .. } = &line.what else {
        return section::place(source, section::beginning(source), &line.text_in(source, ""), 1);
    };
    let text = one_by_one(line, style)
        .iter()
        .map(|line| line.text_in(source, "") + source.newline)
        .collect::<String>();
    let section = &body[section::prologue(body)..];
    let imports = || section.iter().take_while(|stmt| is_import(stmt));
    let key = line.key(style);
    let before_it = |stmt: &Stmt| Edit::insert(source.logical_start(range(stmt).start), text.clone());
    // Among the imports from the same package, which may be a group of their own.
    let precedes = |stmt: &&Stmt| key_of(stmt, style).is_some_and(|before| before < key);
    let mut package = imports().filter(|stmt| is_of_package(stmt, module));
    match (package.clone().filter(precedes).last(), package.next()) {
        (Some(last), _) => return Edit::insert(source.logical_next(range(last).end), text),
        (None, Some(first)) => return before_it(first),
        (None, None) => {}
    }
    // Where no tool tells of groups, the standard library's is one, where it is told apart.
    let group = |stmt: &Stmt| match style.sections {
        Some(_) => key_of(stmt, style).map_or(0, |key| key.section),
        None => usize::from(!is_standard_import(stmt)),
    };
    let own = if style.sections.is_some() { key.section } else { 1 };
    let is_above = |stmt: &&Stmt| match group(stmt).cmp(&own) {
        Ordering::Less => true,
        Ordering::Equal => precedes(stmt),
        Ordering::Greater => false,
    };
    let Some(last) = imports().filter(is_above).last() else {
        return match section.first().filter(|stmt| is_import(stmt)) {
            Some(first) => before_it(first),
            None => section::place(source, section::beginning(source), &text, 1),
        };
    };
    let at = source.logical_next(range(last).end);
    let next = imports().find(|stmt| range(*stmt).start >= at);
    let is_apart = !source.blank_after(at).0.is_empty() || at >= source.text.len();
    match next.filter(|_| group(last) < own) {
        Some(next) if group(next) == own => before_it(next),
        _ if group(last) < own && is_apart => Edit::insert(at, format!("{}{text}", source.newline)),
        _ => Edit::insert(at, text),
    }
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
        ..Member::default()
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

#[cfg(test)]
mod tests {
    use super::super::edit::apply;
    use super::*;

    fn with_helper(text: &str) -> String {
        let source = Source::parse(text).unwrap();
        let edit = edit(&source, "app._dormant", &["deferred"]).unwrap();
        apply(text, vec![edit]).unwrap().text
    }

    #[test]
    fn the_standard_library_keeps_its_group() {
        let helper = "from app._dormant import deferred\n";
        assert_eq!(
            with_helper("import os\nimport sys\n\nX = 1\n"),
            format!("import os\nimport sys\n\n{helper}\nX = 1\n")
        );
        assert_eq!(
            with_helper("import os\n\nfrom zoo import x\n\nX = 1\n"),
            format!("import os\n\n{helper}from zoo import x\n\nX = 1\n")
        );
        assert_eq!(
            with_helper("from os import path\n\nimport click\n"),
            format!("from os import path\n\nimport click\n{helper}")
        );
        assert_eq!(with_helper("import os\n"), format!("import os\n\n{helper}"));
    }

    #[test]
    fn where_nothing_is_grouped_it_makes_no_group() {
        let helper = "from app._dormant import deferred\n";
        assert_eq!(
            with_helper("import os\nfrom zoo import x\n"),
            format!("import os\n{helper}from zoo import x\n")
        );
        assert_eq!(with_helper("import os\nX = 1\n"), format!("import os\n{helper}X = 1\n"));
        assert_eq!(with_helper("X = 1\n"), format!("{helper}\nX = 1\n"));
    }

    #[test]
    fn imports_of_its_package_are_its_own_group() {
        let helper = "from app._dormant import deferred\n";
        assert_eq!(
            with_helper("import os\n\nimport zoo\n\nfrom app.a import b\nfrom app import x\n"),
            format!("import os\n\nimport zoo\n\nfrom app.a import b\nfrom app import x\n{helper}")
        );
        assert_eq!(
            with_helper("import os\n\nfrom app.a import b\n"),
            format!("import os\n\n{helper}from app.a import b\n")
        );
    }
}
