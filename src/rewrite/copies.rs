//! Copies of imports that stand in the text: one name as a statement of its own, with the comments that belong to it.
use std::ops::Range;

use ruff_python_ast::{Alias, Stmt};

use super::alias_removal::above_of;
use super::comment::Remarks;
use super::import_text::{ImportLine, Imported, Member};
use super::layout::{Source, is_blank, range};
use super::locate::Statement;
use super::sort_key::{SortKey, member_key, sort_key};
use crate::verdict::{FilePlan, ImportStyle};

/// The import of one name as a statement of its own, with the comments of its statement and of its own line.
/// `x as x`, which tells checkers that a name is exported, stays so only if `keep_redundant`.
pub fn copy_of(source: &Source<'_>, statement: &Statement<'_>, alias: &Alias, keep_redundant: bool) -> ImportLine {
    let asname = alias
        .asname
        .as_ref()
        .filter(|asname| keep_redundant || asname.as_str() != alias.name.as_str());
    let asname = asname.map(|name| name.to_string());
    let mut remarks = statement.remarks.clone();
    let what = match statement.stmt {
        Stmt::ImportFrom(from) => {
            let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
            let mut own = own_comment(source, statement, alias);
            let comment = own.take_prose();
            remarks.merge(&own);
            Imported::From {
                module,
                members: vec![Member {
                    name: alias.name.to_string(),
                    asname,
                    comment,
                    above: above_of(source, statement, alias).map_or_else(Vec::new, |span| comment_lines(source, span)),
                }],
            }
        }
        _ => Imported::Plain {
            module: alias.name.to_string(),
            asname,
        },
    };
    ImportLine { what, remarks }
}

/// The comment behind one name of a list over several lines, if that line belongs to the name alone.
fn own_comment(source: &Source<'_>, statement: &Statement<'_>, alias: &Alias) -> Remarks {
    let stmt = range(statement.stmt);
    let name = range(alias);
    let (line, end) = (source.line_start(name.start), source.line_end(name.end));
    if line <= stmt.start || end >= stmt.end || !is_blank(&source.text[line..name.start]) {
        return Remarks::default();
    }
    let behind = source.text[name.end..end].trim_start_matches([' ', '\t', ',']);
    if behind.starts_with('#') {
        Remarks::parse(behind)
    } else {
        Remarks::default()
    }
}

fn comment_lines(source: &Source<'_>, span: Range<usize>) -> Vec<String> {
    source.comments_in(span).map(str::to_owned).collect()
}

/// `x as x`, which tells checkers that others may import the name from here. Whether the name can be told so.
pub fn mark_exported(line: &mut ImportLine) -> bool {
    match &mut line.what {
        Imported::Plain { module, asname } if asname.is_none() && !module.contains('.') => {
            *asname = Some(module.clone());
            true
        }
        Imported::Plain { .. } | Imported::Asked { .. } => false,
        Imported::From { members, .. } => {
            let mut is_marked = false;
            for member in members.iter_mut().filter(|member| member.asname.is_none()) {
                member.asname = Some(member.name.clone());
                is_marked = true;
            }
            is_marked
        }
    }
}

/// Gives the one name that a line imports another one.
pub fn rename(line: &mut ImportLine, to: &str) {
    match &mut line.what {
        Imported::Plain { asname, .. } => *asname = Some(to.to_owned()),
        Imported::From { members, .. } => {
            for member in members {
                member.asname = Some(to.to_owned());
            }
        }
        Imported::Asked { .. } => {}
    }
}

/// Drops the prose behind and above single names.
pub fn forget_member_comments(line: &mut ImportLine) {
    if let Imported::From { members, .. } = &mut line.what {
        for member in members {
            member.comment = None;
            member.above.clear();
        }
    }
}

/// The name as this very module holds it.
pub fn through_module(plan: &FilePlan, alias: &Alias, stmt: &Stmt) -> ImportLine {
    of_this_module(plan, bound_name(alias, stmt))
}

/// Type checkers see no `__getattr__`: it stands where they do not look.
const UNSEEN: &str = "# type: ignore[name-defined]";

/// The import of a name from this very module.
pub fn of_this_module(plan: &FilePlan, name: &str) -> ImportLine {
    if plan.has_other_names {
        let name = name.to_owned();
        return ImportLine {
            what: Imported::Asked { name },
            remarks: Remarks::parse(UNSEEN),
        };
    }
    let member = Member {
        name: name.to_owned(),
        asname: None,
        ..Member::default()
    };
    let (level, module) = plan.this_module();
    let what = Imported::From {
        module: ".".repeat(level as usize) + module,
        members: vec![member],
    };
    ImportLine {
        what,
        remarks: Remarks::default(),
    }
}

/// The name that an alias binds: its `as` name, the name itself, or for `import a.b` the first part.
pub fn bound_name<'a>(alias: &'a Alias, stmt: &Stmt) -> &'a str {
    match &alias.asname {
        Some(asname) => asname.as_str(),
        None if matches!(stmt, Stmt::Import(_)) => alias.name.split('.').next().unwrap_or_default(),
        None => alias.name.as_str(),
    }
}

/// The sort key of an import statement that stands in the text.
pub fn key_of(stmt: &Stmt, style: &ImportStyle) -> Option<SortKey> {
    match stmt {
        Stmt::Import(import) => {
            let first = import.names.first()?;
            let asname = first.asname.as_deref().unwrap_or_default();
            Some(SortKey {
                is_lazy: import.is_lazy,
                ..sort_key(style, true, &first.name, asname)
            })
        }
        Stmt::ImportFrom(from) => {
            let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
            let first = from.names.first().filter(|_| style.has_repeated_modules());
            let mut key = sort_key(style, false, &module, "");
            key.is_lazy = from.is_lazy;
            key.member = first.map(|alias| member_key(style, &alias.name));
            Some(key)
        }
        _ => None,
    }
}
