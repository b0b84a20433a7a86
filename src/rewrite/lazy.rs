//! `lazy` before imports, and `__lazy_modules__` lists, for Python 3.15. Legality is not judged here.
use std::collections::BTreeSet;
use std::ops::Range;

use ruff_python_ast::{Alias, Expr, Stmt};
use ruff_text_size::Ranged;

use super::copies::copy_of;
use super::edit::Edit;
use super::import_text::{WIDTH, columns, group};
use super::layout::{Source, is_blank, range};
use super::list_item;
use super::locate::{Located, Statement};
use super::suites::{assigned_name, is_import};
use crate::verdict::{FilePlan, Way};

/// The name that Python 3.15 looks for.
pub const LIST: &str = "__lazy_modules__";

/// All edits of a plan that make imports lazy in place.
pub fn edits(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Vec<Edit> {
    let mut edits: Vec<Edit> = located
        .statements
        .iter()
        .filter_map(|statement| keyword(source, statement))
        .collect();
    edits.extend(list(source, located, plan));
    edits
}

fn keyword(source: &Source<'_>, statement: &Statement<'_>) -> Option<Edit> {
    let lazy: Vec<&Alias> = statement
        .deferred()
        .filter(|(_, deferral)| deferral.way == Way::LazyKeyword)
        .map(|(alias, _)| alias)
        .collect();
    let span = range(statement.stmt);
    match statement.stmt {
        _ if lazy.is_empty() => return None,
        Stmt::Import(import) if import.is_lazy => return None,
        Stmt::ImportFrom(from) if from.is_lazy => return None,
        _ if !statement.keeps_eager() => return Some(Edit::insert(span.start, "lazy ")),
        _ => {}
    }
    let mut copies = Vec::new();
    for alias in lazy {
        let mut copy = copy_of(source, statement, alias, true);
        copy.remarks = copy.remarks.without_prose();
        copies.push(copy);
    }
    let copies = group(copies, &source.style);
    let line = source.logical_start(span.start);
    let next = statement.suite.iter().find(|stmt| stmt.start() >= statement.stmt.end());
    let shares_line = next.is_some_and(|next| source.logical_start(range(next).start) == line)
        || !is_blank(&source.text[line..span.start]);
    if shares_line {
        let texts: Vec<String> = copies.iter().map(|copy| format!("; lazy {}", copy.code())).collect();
        return Some(Edit::insert(span.end, texts.concat()));
    }
    let indent = source.indent_of(span.start);
    let mut text = String::new();
    for copy in copies {
        let statement = copy.text(indent, &source.unit, source.newline);
        text.push_str(&format!(
            "{indent}lazy {}{}",
            statement.get(indent.len()..).unwrap_or_default(),
            source.newline
        ));
    }
    let place = source.logical_next(span.end);
    if place == source.logical_end(span.end) {
        // The last line has no line end, and the new last line gets none.
        text = source.newline.to_owned() + text.trim_end_matches(source.newline);
    }
    Some(Edit::insert(place, text))
}

/// The absolute name of the module that a from-import names: what `__lazy_modules__` and `__getattr__` need.
pub fn absolute_module(level: u32, module: Option<&str>, plan: &FilePlan) -> Option<String> {
    let module = module.unwrap_or_default();
    if level == 0 {
        return Some(module.to_owned());
    }
    let mut parts: Vec<&str> = plan.module.split('.').collect();
    let up = level as usize - usize::from(plan.is_package);
    if up >= parts.len() {
        return None;
    }
    parts.truncate(parts.len() - up);
    parts.extend((!module.is_empty()).then_some(module));
    Some(parts.join("."))
}

/// The modules that `__lazy_modules__` must name.
pub fn listed_modules(stmt: &Stmt, alias: &Alias, plan: &FilePlan) -> Option<String> {
    match stmt {
        Stmt::Import(_) => Some(alias.name.to_string()),
        Stmt::ImportFrom(from) => absolute_module(from.level, from.module.as_deref(), plan),
        _ => None,
    }
}

fn list(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Vec<Edit> {
    let mut modules = BTreeSet::new();
    let mut first = None;
    for statement in &located.statements {
        for (alias, deferral) in statement
            .deferred()
            .filter(|(_, deferral)| deferral.way == Way::LazyModules)
        {
            modules.extend(listed_modules(statement.stmt, alias, plan));
            first = first.or(Some(deferral.statement.start as usize));
        }
    }
    let Some(first) = first.filter(|_| !modules.is_empty()) else {
        return Vec::new();
    };
    let existing = source
        .body()
        .iter()
        .take_while(|stmt| range(*stmt).end <= first)
        .filter_map(literal_list)
        .last();
    match existing {
        Some(list) => extend(source, &list, &modules),
        None => create(source, located, first, &modules).into_iter().collect(),
    }
}

/// A list, tuple or set of strings that stands in the text.
pub struct LiteralList {
    /// The strings and where they stand.
    pub items: Vec<(Range<usize>, String)>,
    /// From bracket to bracket.
    pub span: Range<usize>,
}

/// The value of `__lazy_modules__ = [...]`, if it is one literal.
pub fn literal_list(stmt: &Stmt) -> Option<LiteralList> {
    let (name, Some(value)) = assigned_name(stmt)? else {
        return None;
    };
    let elements = match value {
        _ if name != LIST => return None,
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) if tuple.parenthesized => &tuple.elts,
        Expr::Set(set) => &set.elts,
        _ => return None,
    };
    let items: Option<Vec<_>> = elements
        .iter()
        .map(|element| match element {
            Expr::StringLiteral(string) => Some((range(element), string.value.to_str().to_owned())),
            _ => None,
        })
        .collect();
    Some(LiteralList {
        items: items?,
        span: range(value),
    })
}

fn extend(source: &Source<'_>, list: &LiteralList, modules: &BTreeSet<String>) -> Vec<Edit> {
    let missing = modules
        .iter()
        .filter(|module| !list.items.iter().any(|(_, item)| item == *module));
    // In the quotes of the list.
    let quote = list
        .items
        .first()
        .and_then(|(span, _)| source.text.get(span.clone())?.chars().next())
        .filter(|quote| *quote == '\'')
        .unwrap_or('"');
    let new: Vec<(String, String)> = missing
        .map(|module| (format!("{quote}{module}{quote}"), module.clone()))
        .collect();
    if new.is_empty() {
        return Vec::new();
    }
    if list.items.is_empty() {
        let names: Vec<&str> = new.iter().map(|(text, _)| text.as_str()).collect();
        return vec![Edit::insert(list.span.start + 1, names.join(", "))];
    }
    let close = Some(list.span.end.saturating_sub(1));
    if list.items.is_sorted_by_key(|(_, item)| item) {
        return list_item::insert(source, &list.items, close, &new);
    }
    // An order of its own is kept: what is new comes last.
    let items: Vec<(Range<usize>, bool)> = list.items.iter().map(|(span, _)| (span.clone(), false)).collect();
    let new: Vec<(String, bool)> = new.into_iter().map(|(text, _)| (text, true)).collect();
    list_item::insert(source, &items, close, &new)
}

fn create(source: &Source<'_>, located: &Located<'_>, first: usize, modules: &BTreeSet<String>) -> Option<Edit> {
    let index = source
        .body()
        .iter()
        .position(|stmt| range(stmt).start <= first && first < range(stmt).end)?;
    let stmt = source.body().get(index)?;
    let previous = index.checked_sub(1).and_then(|index| source.body().get(index));
    let place = source.logical_start(range(stmt).start);
    let newline = source.newline;
    let names: Vec<String> = modules.iter().map(|module| format!("\"{module}\"")).collect();
    let mut text = format!("{LIST} = [{}]", names.join(", "));
    if columns(&text) > WIDTH {
        let lines: String = names
            .iter()
            .map(|name| format!("{}{name},{newline}", source.unit))
            .collect();
        text = format!("{LIST} = [{newline}{lines}]");
    }
    if previous.is_some_and(|previous| source.logical_start(range(previous).start) == place) {
        return Some(Edit::insert(
            range(stmt).start,
            format!("{}; ", text.replace(newline, " ")),
        ));
    }
    let goes = |stmt: &Stmt| {
        let mut found = located.statements.iter();
        found.any(|statement| range(statement.stmt) == range(stmt) && statement.is_all_removed())
    };
    let gap = if previous
        .is_some_and(|stmt| is_import(stmt) && !goes(stmt) && source.logical_next(range(stmt).end) == place)
    {
        newline
    } else {
        ""
    };
    Some(Edit::insert(place, format!("{gap}{text}{newline}{newline}")))
}
