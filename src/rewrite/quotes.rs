//! Putting annotations in quotes, so that Python no longer evaluates them. Which ones, and whether anybody would notice,
//! is decided elsewhere.
use std::collections::BTreeSet;
use std::ops::Range;

use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, Stmt};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

use super::RewriteError;
use super::annotations::{annotations, replace_type_strings, type_in, unquoted};
use super::edit::Edit;
use super::layout::{Source, range};
use super::suites::suites;
use crate::syntax::Span;
use crate::verdict::FilePlan;

/// One edit for every annotation that the plan names, however often it does.
///
/// # Errors
/// `NotFound` with the span of what is not an annotation, or of one that cannot be put in quotes: it holds a comment, a backslash
/// or both kinds of quotes, or evaluating it binds a name or suspends a function.
pub fn edits(source: &Source<'_>, plan: &FilePlan) -> Result<Vec<Edit>, RewriteError> {
    let mut wanted: BTreeSet<Span> = plan
        .deferrals
        .iter()
        .flat_map(|one| &one.way.moved().quotes)
        .copied()
        .collect();
    let mut edits = Vec::new();
    if !wanted.is_empty() {
        quote_in(source, source.body(), &mut wanted, &mut edits)?;
    }
    match wanted.first() {
        Some(span) => Err(RewriteError::NotFound(*span)),
        None => Ok(edits),
    }
}

fn quote_in(
    source: &Source<'_>,
    suite: &[Stmt],
    wanted: &mut BTreeSet<Span>,
    edits: &mut Vec<Edit>,
) -> Result<(), RewriteError> {
    for stmt in suite {
        for annotation in annotations(stmt) {
            let span = Span::from(annotation.range());
            if wanted.remove(&span) {
                let text = quoted(source, annotation).ok_or(RewriteError::NotFound(span))?;
                edits.push(Edit::replace(span.start as usize, span.end as usize, text));
            }
        }
        for inner in suites(stmt) {
            quote_in(source, inner, wanted, edits)?;
        }
    }
    Ok(())
}

/// How freely an annotation may be rewritten.
#[derive(Debug, Clone, Copy)]
struct Style {
    /// Quotes within it are dropped.
    unquote: bool,
    /// The comma before a bracket on a line of its own is dropped.
    drop_comma: bool,
}

/// The nicest text first; the first that means the same is taken.
const STYLES: [Style; 4] = [
    Style {
        unquote: true,
        drop_comma: true,
    },
    Style {
        unquote: true,
        drop_comma: false,
    },
    Style {
        unquote: false,
        drop_comma: true,
    },
    Style {
        unquote: false,
        drop_comma: false,
    },
];

fn quoted(source: &Source<'_>, annotation: &Expr) -> Option<String> {
    // Type checkers do not read `*Ts` in quotes; the others do something when they are evaluated.
    let is_fixed = annotation.is_starred_expr()
        || annotation.is_string_literal_expr()
        || any_over_expr(annotation, |part| {
            matches!(
                part,
                Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_)
            )
        });
    if is_fixed {
        return None;
    }
    let meaning = unquoted(annotation);
    STYLES.into_iter().find_map(|style| {
        let text = on_one_line(source, annotation, style)?;
        if text.contains(['\\', '\n', '\r']) {
            return None;
        }
        let quote = ['"', '\''].into_iter().find(|quote| !text.contains(*quote))?;
        let parsed = unquoted(parse_expression(&text).ok()?.expr());
        (ComparableExpr::from(&parsed) == ComparableExpr::from(&meaning)).then(|| format!("{quote}{text}{quote}"))
    })
}

/// The text with its lines joined, but for those of strings; `None` where a comment would be lost.
fn on_one_line(source: &Source<'_>, annotation: &Expr, style: Style) -> Option<String> {
    let span = range(annotation);
    let types = if style.unquote {
        types_in_quotes(annotation)
    } else {
        Vec::new()
    };
    let mut text = String::new();
    let mut done = span.start;
    let mut is_broken = false;
    for token in source.tokens_in(span) {
        let place = range(token);
        match token.kind() {
            TokenKind::Comment => return None,
            TokenKind::NonLogicalNewline => {
                is_broken = true;
                continue;
            }
            _ => {}
        }
        let quoted_type = types.iter().find(|(span, _)| span.contains(&place.start));
        // A string of several parts is written at its first.
        if quoted_type.is_none_or(|(span, _)| span.start == place.start) {
            let closes = matches!(token.kind(), TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace);
            if !is_broken {
                text.push_str(source.text.get(done..place.start)?);
            } else if closes {
                text.truncate(text.trim_end_matches(|c| c == ',' && style.drop_comma).len());
            } else if !text.ends_with(['(', '[', '{']) {
                text.push(' ');
            }
            text.push_str(match quoted_type {
                Some((_, inner)) => inner,
                None => &source.text[place.clone()],
            });
        }
        done = place.end;
        is_broken = false;
    }
    Some(text)
}

/// Where types stand in quotes, and what stands in these.
fn types_in_quotes(annotation: &Expr) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    replace_type_strings(&mut annotation.clone(), &mut |string| {
        if type_in(string).is_some() {
            found.push((range(string), string.value.to_str().trim().to_owned()));
        }
        None
    });
    found
}
