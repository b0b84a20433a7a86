//! Imports of commands are exchanged for stand-ins, and stand-ins whose text has become wrong are written again. These are
//! passes of their own with their own proof: the old statements without the planned imports, and the planned assignments in
//! one place, are the new ones.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_python_parser::parse_module;
use ruff_text_size::Ranged;

use super::RewriteError;
use super::edit::{Edit, apply};
use super::import_text::{WIDTH, columns};
use super::layout::{Source, range};
use super::locate::{Located, aliases};
use super::replacing::moved;
use super::verify::comments;
use super::{helper_import, is_same_code, removal, rename, section, told};
use crate::syntax::Span;
use crate::verdict::{Deferral, Deprecated, FilePlan, StandInCall};

/// The text with the planned stand-ins, and the plan for what is left to do.
///
/// # Errors
/// `NotFound` for a place that the text does not have; `Changed` where anything but the planned statements would differ.
pub fn exchange(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    let (text, plan) = refresh(text, plan)?;
    let (text, plan) = told::exchange(&text, &plan)?;
    let (text, mut plan) = renamed(&text, &plan)?;
    let (own, others): (Vec<Deferral>, Vec<Deferral>) = plan
        .deferrals
        .into_iter()
        .partition(|deferral| deferral.way.stand_in().is_some());
    plan.deferrals = others;
    let Some(helper) = plan.helper.clone().filter(|_| !own.is_empty()) else {
        return Ok((text, plan));
    };
    let removing = FilePlan {
        deferrals: own,
        ..FilePlan::default()
    };
    // The import of the helper finds its place among those that go.
    let old = Source::parse(&text)?.styled(&plan.style);
    let names = classes(&removing);
    let import = helper_import::edit(&old, &helper.import, &names);
    let imported = apply(&text, import.into_iter().collect())?;
    let plan = moved(&plan, &imported);
    let still = moved(&removing, &imported);

    let source = Source::parse(&imported.text)?.styled(&plan.style);
    let located = Located::find(&source, &still)?;
    let removed = apply(&imported.text, removal::edits(&source, &located))?;
    let mut plan = moved(&plan, &removed);
    let shorter = Source::parse(&removed.text)?;
    find_statements(&shorter, &mut plan);

    let mut calls: Vec<&StandInCall> = removing
        .deferrals
        .iter()
        .filter_map(|deferral| deferral.way.stand_in())
        .collect();
    calls.sort();
    let mut lines = String::new();
    for call in &calls {
        let kept = remarks(&located, call);
        lines += &format!(
            "{} = {}{kept}{}",
            call.name,
            call_text(call, &call.name, &shorter),
            shorter.newline
        );
    }
    let at = section::anchor(&shorter);
    let placed = apply(&removed.text, vec![section::place(&shorter, at, &lines, 1)])?;
    let plan = moved(&plan, &placed);
    prove(&old, &placed.text, &removing, &calls, (&helper.import, &names))?;
    Ok((placed.text, plan))
}

/// The classes of the stand-ins of a plan.
fn classes(plan: &FilePlan) -> Vec<&'static str> {
    let calls = plan.deferrals.iter().filter_map(|deferral| deferral.way.stand_in());
    let classes: BTreeSet<&str> = calls.map(|call| call.class.name).collect();
    classes.into_iter().collect()
}

/// What named what is imported names the stand-in.
fn renamed(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    let calls = plan.deferrals.iter().filter_map(|deferral| deferral.way.stand_in());
    let pairs = calls.flat_map(|call| call.references.iter().map(|&span| (span, call.name.as_str())));
    let names: BTreeMap<Span, &str> = pairs.collect();
    if names.is_empty() {
        return Ok((text.to_owned(), plan.clone()));
    }
    let old = Source::parse(text)?;
    let applied = rename::apply_all(text, &names)?;
    let new = Source::parse(&applied.text).map_err(|error| changed(&format!("it would not parse: {error}")))?;
    let wanted = rename::renamed(old.body(), &names);
    if !is_same_code(&wanted, new.body()) {
        return Err(changed("more than names"));
    }
    let mut plan = moved(plan, &applied);
    let calls = plan
        .deferrals
        .iter_mut()
        .filter_map(|deferral| deferral.way.stand_in_mut());
    calls.for_each(|call| call.references.clear());
    drop(new);
    Ok((applied.text, plan))
}

/// Statements of which a name went are shorter than they were.
fn find_statements(source: &Source<'_>, plan: &mut FilePlan) {
    for deferral in &mut plan.deferrals {
        let at = deferral.alias.start as usize;
        let mut around = source.body().iter().map(range).filter(|span| span.contains(&at));
        if let Some(span) = around.next() {
            deferral.statement = Span::new(span.start as u32, span.end as u32);
        }
    }
}

/// What stood for people behind an import that is exchanged as a whole.
fn remarks(located: &Located<'_>, call: &StandInCall) -> String {
    let own = located.statements.iter().find(|statement| {
        let mut deferrals = statement.deferrals.iter().flatten();
        statement.is_all_removed() && deferrals.any(|deferral| deferral.way.stand_in() == Some(call))
    });
    let prose = own.and_then(|statement| statement.remarks.clone().take_prose());
    prose.map(|prose| format!("  # {prose}")).unwrap_or_default()
}

/// Stand-ins get the text that their commands have now.
fn refresh(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    if plan.refreshes.is_empty() {
        return Ok((text.to_owned(), plan.clone()));
    }
    let old = Source::parse(text)?;
    let edits = plan.refreshes.iter().map(|refresh| {
        let call = call_text(&refresh.call, &refresh.call.name, &old);
        Edit::replace(refresh.span.start as usize, refresh.span.end as usize, call)
    });
    let applied = apply(text, edits.collect())?;
    let new = Source::parse(&applied.text).map_err(|error| changed(&format!("it would not parse: {error}")))?;
    let mut left: BTreeSet<Span> = plan.refreshes.iter().map(|refresh| refresh.span).collect();
    let mut same = old.body().len() == new.body().len();
    for (before, after) in old.body().iter().zip(new.body()) {
        let span = match before {
            Stmt::Assign(assign) => Some(Span::from(assign.value.range())),
            _ => None,
        };
        let refresh = plan.refreshes.iter().find(|refresh| Some(refresh.span) == span);
        same &= match refresh {
            Some(refresh) => {
                left.remove(&refresh.span);
                is_same(&assignment(&refresh.call, &old), after)
            }
            None => ComparableStmt::from(before) == ComparableStmt::from(after),
        };
    }
    match left.first() {
        Some(span) => Err(RewriteError::NotFound(*span)),
        None if same => Ok((
            applied.text.clone(),
            FilePlan {
                refreshes: Vec::new(),
                ..moved(plan, &applied)
            },
        )),
        None => Err(changed("more than the texts of commands")),
    }
}

fn changed(what: &str) -> RewriteError {
    RewriteError::Changed(what.to_owned())
}

fn assignment(call: &StandInCall, source: &Source<'_>) -> String {
    format!("{} = {}\n", call.name, call_text(call, &call.name, source))
}

fn is_same(python: &str, stmt: &Stmt) -> bool {
    parse_module(python).is_ok_and(|parsed| match parsed.syntax().body.as_slice() {
        [only] => ComparableStmt::from(only) == ComparableStmt::from(stmt),
        _ => false,
    })
}

/// The call, broken as black breaks it, behind `name = `.
fn call_text(call: &StandInCall, name: &str, source: &Source<'_>) -> String {
    let text = &call.text;
    let name_text = text.name.as_ref().map_or("None".to_owned(), |name| quoted(name));
    let mut arguments = vec![quoted(&call.target)];
    arguments.extend(call.class.is_told_name.then_some(name_text));
    let keyword = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name}={}", quoted(value)));
    arguments.extend(keyword("help", &text.help));
    arguments.extend(keyword("short_help", &text.short_help));
    arguments.extend(text.hidden.then(|| "hidden=True".to_owned()));
    arguments.extend(match &text.deprecated {
        Deprecated::No => None,
        Deprecated::Yes => Some("deprecated=True".to_owned()),
        Deprecated::Because(why) => Some(format!("deprecated={}", quoted(why))),
    });
    arguments.extend(text.is_leaf.then(|| "group=False".to_owned()));
    let joined = arguments.join(", ");
    let class = call.class.name;
    let one_line = format!("{class}({joined})");
    if columns(&format!("{name} = {one_line}")) <= WIDTH {
        return one_line;
    }
    let (newline, unit) = (source.newline, &source.unit);
    if columns(unit) + columns(&joined) <= WIDTH {
        return format!("{class}({newline}{unit}{joined}{newline})");
    }
    if let Some(long) = text.help.as_ref().and_then(|help| blocked(help, newline)) {
        let short = keyword("help", &text.help).unwrap_or_default();
        let is_wide = |argument: &&mut String| **argument == short && columns(unit) + columns(argument) >= WIDTH;
        if let Some(argument) = arguments.iter_mut().find(is_wide) {
            *argument = format!("help={long}");
        }
    }
    let lines: String = arguments
        .iter()
        .map(|argument| format!("{unit}{argument},{newline}"))
        .collect();
    format!("{class}({newline}{lines})")
}

/// A string literal of several lines, in three quotes; `None` where it would need backslashes.
fn blocked(text: &str, newline: &str) -> Option<String> {
    let is_plain = |found: char| found == '\n' || found != '\\' && u32::from(found) >= 32 && u32::from(found) != 127;
    let fits = text.contains('\n') && !text.contains("\"\"\"") && !text.ends_with('"') && text.chars().all(is_plain);
    fits.then(|| format!("\"\"\"{}\"\"\"", text.replace('\n', newline)))
}

/// A string literal, in the quotes that need fewer backslashes.
fn quoted(text: &str) -> String {
    let quote = if text.contains('"') && !text.contains('\'') {
        '\''
    } else {
        '"'
    };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            found if found == quote => out.extend(['\\', found]),
            found if u32::from(found) < 32 || u32::from(found) == 127 => {
                out.push_str(&format!("\\x{:02x}", u32::from(found)));
            }
            found => out.push(found),
        }
    }
    out.push(quote);
    out
}

/// Holds the new text against the old statements.
fn prove(
    old: &Source<'_>,
    new: &str,
    removing: &FilePlan,
    calls: &[&StandInCall],
    (helper, names): (&str, &[&str]),
) -> Result<(), RewriteError> {
    let new = Source::parse(new).map_err(|error| changed(&format!("it would not parse: {error}")))?;
    let mut wanted: Vec<Stmt> = Vec::new();
    for stmt in old.body() {
        let mut stmt = stmt.clone();
        let is_left = |span: Span| !removing.deferrals.iter().any(|deferral| deferral.alias == span);
        let is_gone = match &mut stmt {
            Stmt::ImportFrom(ast::StmtImportFrom { names, .. }) | Stmt::Import(ast::StmtImport { names, .. }) => {
                names.retain(|alias| is_left(alias.range().into()));
                names.is_empty()
            }
            _ => false,
        };
        wanted.extend((!is_gone).then_some(stmt));
    }
    let is_added = |stmt: &Stmt| matches!(stmt, Stmt::Assign(assign) if is_stand_in(&assign.value, calls));
    let before: Vec<Stmt> = wanted.iter().filter(|stmt| is_added(stmt)).cloned().collect();
    let mut added: Vec<&Stmt> = new.body().iter().filter(|stmt| is_added(stmt)).collect();
    added.retain(|stmt| {
        !before
            .iter()
            .any(|old| ComparableStmt::from(old) == ComparableStmt::from(*stmt))
    });
    let planned = calls.len() == added.len()
        && calls
            .iter()
            .zip(&added)
            .all(|(call, stmt)| is_same(&assignment(call, &new), stmt));
    let rest = new
        .body()
        .iter()
        .filter(|stmt| !added.iter().any(|other| other.range() == stmt.range()));
    let rest = helper_import::without(rest, helper, names, &wanted);
    let same = rest.len() == wanted.len()
        && rest
            .iter()
            .zip(&wanted)
            .all(|(new, old)| ComparableStmt::from(new) == ComparableStmt::from(old));
    let imports = |source: &Source<'_>| source.body().iter().map(|stmt| aliases(stmt).len()).sum::<usize>();
    if !planned || !same {
        return Err(changed("more than the imports of commands"));
    }
    if imports(&new) + calls.len() > imports(old) + names.len() {
        return Err(changed("an import that was to go is still there"));
    }
    comments::check(old, &new, removing)
}

/// Whether a value is made as one of these is.
fn is_stand_in(value: &Expr, calls: &[&StandInCall]) -> bool {
    let is_class = |name: &str| calls.iter().any(|call| call.class.name == name);
    matches!(value, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if is_class(&name.id)))
}
