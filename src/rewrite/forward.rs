//! Functions that a module gets to call others in their place, and the expressions that then name them. This pass comes before
//! the imports are moved: its functions are places to move them to. Its proof is its own: the old statements with the planned
//! names, and the planned functions in one place, are the new ones.
use std::collections::BTreeMap;

use ruff_python_ast::Stmt;
use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_parser::parse_module;
use ruff_text_size::Ranged;

use super::RewriteError;
use super::edit::apply;
use super::layout::Source;
use super::replacing::moved;
use super::{rename, section};
use crate::syntax::Span;
use crate::verdict::{FilePlan, Forward, Insertion};

/// The text with the planned functions, and the plan for what is left to do.
///
/// # Errors
/// `NotFound` for a place that the text does not have; `Changed` where anything but the planned statements would differ.
pub fn add(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    let forwards: Vec<&Forward> = plan
        .deferrals
        .iter()
        .flat_map(|deferral| &deferral.way.moved().forwards)
        .collect();
    if forwards.is_empty() {
        return Ok((text.to_owned(), plan.clone()));
    }
    let source = Source::parse(text)?.styled(&plan.style);
    let pairs = forwards
        .iter()
        .flat_map(|forward| forward.references.iter().map(|&span| (span, forward.name.as_str())));
    let names: BTreeMap<Span, &str> = pairs.collect();
    let mut edits = rename::edits(text, &names);
    let at = section::anchor(&source);
    let gap = if at == 0 { "" } else { source.newline };
    let functions: Vec<String> = forwards.iter().map(|forward| function(forward, &source)).collect();
    let between = source.newline.repeat(2);
    edits.push(section::place(
        &source,
        at,
        &format!("{gap}{}", functions.join(&between)),
        2,
    ));
    let applied = apply(text, edits)?;
    let mut plan = moved(plan, &applied);
    let new = Source::parse(&applied.text).map_err(|error| changed(&format!("it would not parse: {error}")))?;
    let added = prove(&source, &new, &names, &functions)?;
    let mut places = added.into_iter();
    for moved in plan
        .deferrals
        .iter_mut()
        .filter_map(|deferral| deferral.way.moved_mut())
    {
        for _ in std::mem::take(&mut moved.forwards) {
            let at = places.next().ok_or_else(|| changed("a function would be missing"))?;
            moved.insertions.push(Insertion {
                at,
                through_module: false,
            });
        }
        moved.insertions.sort_by_key(|insertion| insertion.at);
    }
    Ok((applied.text, plan))
}

fn function(forward: &Forward, source: &Source<'_>) -> String {
    let Forward {
        name,
        parameters,
        target,
        ..
    } = forward;
    let (newline, unit) = (source.newline, &source.unit);
    format!("def {name}({parameters}):{newline}{unit}return {target}({parameters}){newline}")
}

fn changed(what: &str) -> RewriteError {
    RewriteError::Changed(what.to_owned())
}

/// Holds the new text against the old statements; the offsets of the names of the functions.
fn prove(
    old: &Source<'_>,
    new: &Source<'_>,
    names: &BTreeMap<Span, &str>,
    functions: &[String],
) -> Result<Vec<u32>, RewriteError> {
    let wanted = rename::renamed(old.body(), names);
    let mut added: Vec<Stmt> = Vec::new();
    for text in functions {
        let parsed = parse_module(text).map_err(|_| changed("a function would not parse"))?;
        added.extend(parsed.into_syntax().body);
    }
    let is_same = |one: &Stmt, other: &Stmt| ComparableStmt::from(one) == ComparableStmt::from(other);
    let found = new.body();
    let first = added.first().ok_or_else(|| changed("no function"))?;
    let fits = |at: &usize| {
        let (before, rest) = (&found[..*at], &found[*at..]);
        let (own, behind) = rest.split_at(added.len().min(rest.len()));
        let others = before.iter().chain(behind);
        own.len() == added.len()
            && own.iter().zip(&added).all(|(one, other)| is_same(one, other))
            && before.len() + behind.len() == wanted.len()
            && others.zip(&wanted).all(|(one, other)| is_same(one, other))
    };
    let mut starts = (0..found.len()).filter(|&at| is_same(&found[at], first));
    let at = starts.find(fits).ok_or_else(|| changed("more than what is picked"))?;
    let names = found[at..at + added.len()]
        .iter()
        .filter_map(Stmt::as_function_def_stmt);
    Ok(names.map(|function| function.name.start().to_u32()).collect())
}
