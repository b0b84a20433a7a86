//! Values of tables become names, and their dicts tables of deferred values. This pass comes first: what the others do to the
//! text follows by moved offsets. Its proof is its own: the old tree, with exactly the planned expressions replaced, is the
//! new one.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::visitor::transformer::{Transformer, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Stmt};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

use super::RewriteError;
use super::comment::Remarks;
use super::edit::{Applied, Edit, apply};
use super::helper_import;
use super::import_text::{ImportLine, Imported, Member, WIDTH, columns};
use super::layout::{Source, range};
use crate::syntax::Span;
use crate::verdict::{Entry, FilePlan, Wrapping};

/// The function that names an object, and the class that looks it up.
/// Not in `rules/`: it is our own text.
const NAMES: [&str; 2] = ["DeferredDict", "deferred"];

/// The text with the entries of tables replaced, and the plan with all its places moved accordingly.
///
/// # Errors
/// `NotFound` for an entry that is not an expression; `Changed` where anything but the entries would differ.
pub fn replace(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    let entries: BTreeSet<&Entry> = plan
        .deferrals
        .iter()
        .flat_map(|deferral| &deferral.way.moved().entries)
        .collect();
    let Some(helper) = plan.helper.as_ref().filter(|_| !entries.is_empty()) else {
        return Ok((text.to_owned(), plan.clone()));
    };
    let source = Source::parse(text)?.styled(&plan.style);
    let mut replaced: BTreeMap<Span, String> = BTreeMap::new();
    let mut edits = Vec::new();
    for entry in &entries {
        let value = format!("{}(\"{}\")", NAMES[1], entry.target);
        edits.push(Edit::replace(
            entry.value.start as usize,
            entry.value.end as usize,
            value.clone(),
        ));
        replaced.insert(entry.value, value);
    }
    let tables: BTreeSet<(Span, Wrapping)> = entries.iter().map(|entry| (entry.table, entry.wrapping)).collect();
    for &(table, wrapping) in &tables {
        match wrapping {
            Wrapping::Around => {
                edits.push(Edit::insert(table.start as usize, format!("{}(", NAMES[0])));
                edits.push(Edit::insert(table.end as usize, ")"));
            }
            Wrapping::Name => edits.push(Edit::replace(table.start as usize, table.end as usize, NAMES[0])),
            Wrapping::Done => {}
        }
    }
    edits.extend(broken_up(&source, &entries, &tables));
    let import = import_edit(&source, &helper.import);
    let is_new = import.is_some();
    edits.extend(import);
    let applied = apply(text, edits)?;
    let mut moved = moved(plan, &applied);
    // They are done.
    let of = moved
        .deferrals
        .iter_mut()
        .filter_map(|deferral| deferral.way.moved_mut());
    of.for_each(|moved| moved.entries.clear());
    prove(
        &source,
        &applied.text,
        &replaced,
        &tables,
        is_new.then_some(helper.import.as_str()),
    )?;
    Ok((applied.text, moved))
}

/// A table on one line that becomes too long gets a line for each item.
fn broken_up(source: &Source<'_>, entries: &BTreeSet<&Entry>, tables: &BTreeSet<(Span, Wrapping)>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for &(table, wrapping) in tables {
        let line = source.line_start(table.start as usize)..source.line_end(table.end as usize);
        if source.text[line.clone()].contains(['\n', '\r']) || wrapping == Wrapping::Name {
            continue;
        }
        let own = entries.iter().filter(|entry| entry.table == table);
        let longer: usize = own
            .map(|entry| entry.target.len() + NAMES[1].len() + 4 - (entry.value.end - entry.value.start) as usize)
            .sum();
        if columns(&source.text[line]) + longer + NAMES[0].len() + 2 <= WIDTH {
            continue;
        }
        let Some(items) = items_of(source, table) else { continue };
        let outer = source.indent_of(table.start as usize);
        let indent = format!("{}{outer}{}", source.newline, source.unit);
        let mut done = table.start as usize + 1;
        for item in &items {
            edits.push(Edit::replace(
                done,
                item.start,
                if done == table.start as usize + 1 {
                    indent.clone()
                } else {
                    format!(",{indent}")
                },
            ));
            done = item.end;
        }
        edits.push(Edit::replace(
            done,
            table.end as usize - 1,
            format!(",{}{outer}", source.newline),
        ));
    }
    edits
}

/// Where the items of a display lie, from the key to the value.
fn items_of(source: &Source<'_>, table: Span) -> Option<Vec<std::ops::Range<usize>>> {
    struct Find(Span, Option<Vec<std::ops::Range<usize>>>);
    impl<'a> ruff_python_ast::visitor::Visitor<'a> for Find {
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Dict(dict) = expr
                && Span::from(dict.range()) == self.0
            {
                let item = |item: &ruff_python_ast::DictItem| {
                    let key = item
                        .key
                        .as_ref()
                        .map_or(range(&item.value).start, |key| range(key).start);
                    key..range(&item.value).end
                };
                self.1 = Some(dict.items.iter().map(item).collect());
            }
            ruff_python_ast::visitor::walk_expr(self, expr);
        }
    }
    let mut find = Find(table, None);
    ruff_python_ast::visitor::Visitor::visit_body(&mut find, source.body());
    find.1.filter(|items| !items.is_empty())
}

/// The import of the helper's names, unless it is there.
fn import_edit(source: &Source<'_>, helper: &str) -> Option<Edit> {
    let mut missing = NAMES.to_vec();
    for stmt in source.body() {
        takes_off(&mut missing, stmt, helper);
    }
    if missing.is_empty() {
        return None;
    }
    let line = ImportLine {
        what: Imported::From {
            module: helper.to_owned(),
            members: NAMES
                .map(|name| Member {
                    name: name.to_owned(),
                    asname: None,
                    ..Member::default()
                })
                .to_vec(),
        },
        remarks: Remarks::default(),
    };
    Some(helper_import::insertion(source, &line))
}

/// Takes off those names that a statement imports from the helper, and nothing else; whether there are any. A project that has one
/// name in each line has a statement for each.
fn takes_off(missing: &mut Vec<&str>, stmt: &Stmt, helper: &str) -> bool {
    let Stmt::ImportFrom(from) = stmt else { return false };
    let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
    let is_missing = |name: &str| missing.contains(&name);
    let mut names = from.names.iter();
    if module != helper || !names.all(|alias| alias.asname.is_none() && is_missing(alias.name.as_str())) {
        return false;
    }
    missing.retain(|name| from.names.iter().all(|alias| alias.name.as_str() != *name));
    true
}

/// The plan for the text behind the edits.
pub fn moved(plan: &FilePlan, applied: &Applied) -> FilePlan {
    let at = |offset: u32| applied.follow(offset as usize) as u32;
    let span = |span: &mut Span| {
        // The end follows what lies before it: nothing inserted right behind belongs to it.
        let length = span.end - span.start;
        span.start = at(span.start);
        span.end = span.start + length;
    };
    let mut plan = plan.clone();
    for deferral in &mut plan.deferrals {
        span(&mut deferral.statement);
        span(&mut deferral.alias);
        deferral.way.each_place(&span, &|place| *place = at(*place));
    }
    for attempt in &mut plan.attempts {
        span(&mut attempt.statement);
        attempt.functions.iter_mut().for_each(|(place, _)| *place = at(*place));
    }
    for constant in &mut plan.constants {
        span(&mut constant.statement);
        constant.imports.iter_mut().for_each(span);
        constant.functions.iter_mut().for_each(|place| *place = at(*place));
    }
    plan.refreshes.iter_mut().for_each(|refresh| span(&mut refresh.span));
    plan
}

/// Puts the planned expressions into a tree.
struct Replacer<'a> {
    values: &'a BTreeMap<Span, Expr>,
    tables: &'a BTreeMap<Span, Wrapping>,
}

impl Transformer for Replacer<'_> {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        walk_stmt(self, stmt);
    }

    fn visit_expr(&self, expr: &mut Expr) {
        let span = Span::from(expr.range());
        if let Some(value) = self.values.get(&span) {
            *expr = value.clone();
            return;
        }
        walk_expr(self, expr);
        match self.tables.get(&span) {
            Some(Wrapping::Around) => {
                if let Ok(call) = parse_expression(&format!("{}(0)", NAMES[0]))
                    && let Expr::Call(mut call) = *call.into_syntax().body
                {
                    call.arguments.args = vec![expr.clone()].into_boxed_slice();
                    *expr = Expr::Call(call);
                }
            }
            Some(Wrapping::Name) => {
                if let Ok(name) = parse_expression(NAMES[0]) {
                    *expr = *name.into_syntax().body;
                }
            }
            Some(Wrapping::Done) | None => {}
        }
    }
}

/// Holds the new text against the old tree with the planned expressions replaced.
fn prove(
    old: &Source<'_>,
    new: &str,
    replaced: &BTreeMap<Span, String>,
    tables: &BTreeSet<(Span, Wrapping)>,
    import: Option<&str>,
) -> Result<(), RewriteError> {
    let new = Source::parse(new).map_err(|error| RewriteError::Changed(format!("it would not parse: {error}")))?;
    let mut values = BTreeMap::new();
    for (&span, text) in replaced {
        let value = parse_expression(text).map_err(|_| RewriteError::NotFound(span))?;
        values.insert(span, *value.into_syntax().body);
    }
    let tables = tables.iter().copied().collect();
    let replacer = Replacer {
        values: &values,
        tables: &tables,
    };
    let mut wanted: Vec<Stmt> = old.body().to_vec();
    wanted.iter_mut().for_each(|stmt| replacer.visit_stmt(stmt));
    let mut missing = import.map_or_else(Vec::new, |_| NAMES.to_vec());
    let mut is_ours = |stmt: &&Stmt| import.is_some_and(|helper| takes_off(&mut missing, stmt, helper));
    let mut found = new.body().iter().filter(|stmt| !is_ours(stmt));
    let same = wanted.iter().all(|stmt| {
        found
            .next()
            .is_some_and(|other| ComparableStmt::from(stmt) == ComparableStmt::from(other))
    }) && found.next().is_none();
    if same && missing.is_empty() {
        Ok(())
    } else {
        Err(RewriteError::Changed("more than the values of a table".to_owned()))
    }
}
