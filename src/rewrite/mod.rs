//! Decisions into text: from a source text and a [`FilePlan`] to the new text, by edits of byte ranges.
//!
//! This room judges nothing: it is told which imported names are deferred and where their imports go. It never reads a
//! file, and knows nothing of other modules. First come passes of their own, such as the values of tables; then statements are
//! edited in place (removals, imports into functions, `lazy`, quotes); then, over the result, comes what stands once per module (the
//! `TYPE_CHECKING` block and `__getattr__`). What comes out is parsed again and held against the plan before anyone sees it.
mod alias_removal;
mod among;
mod annotations;
mod comment;
mod copies;
pub mod edit;
mod forward;
mod getattr;
pub mod helper;
mod helper_import;
mod import_text;
mod insertion;
mod joining;
mod layout;
mod lazy;
mod lead;
mod list_item;
mod locate;
mod moved;
mod no_docstring;
mod quotes;
mod removal;
mod rename;
mod replacing;
mod returning;
mod section;
mod sort_key;
mod stand_in;
mod stdlib;
mod suites;
#[cfg(test)]
mod tests;
mod told;
mod type_checking;
mod typing_name;
mod unlisted;
mod verify;

use std::fmt;

use ruff_python_ast::Stmt;
use ruff_python_ast::comparable::ComparableStmt;

use crate::syntax::Span;
use crate::verdict::FilePlan;
use layout::Source;
use locate::Located;
pub use returning::served::{Plain, are_lazy, plain};
pub use returning::tables::{Untabled, untabled};

/// Why a file was not rewritten. The file is then left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RewriteError {
    /// The text is not Python.
    Parse {
        /// Counted from one.
        line: u32,
        /// In the words of the parser.
        message: String,
    },
    /// The plan names a place where the text holds no such thing.
    NotFound(Span),
    /// Two parts of the plan want to change the same bytes.
    Overlap(Span),
    /// The result would not parse, or would mean anything but the intended change.
    Changed(String),
}

impl fmt::Display for RewriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RewriteError::Parse { line, message } => write!(f, "line {line}: {message}"),
            RewriteError::NotFound(span) => {
                write!(
                    f,
                    "the plan does not fit the text at bytes {}..{}",
                    span.start, span.end
                )
            }
            RewriteError::Overlap(span) => write!(f, "two edits overlap at bytes {}..{}", span.start, span.end),
            RewriteError::Changed(what) => write!(f, "the rewrite would change more than intended: {what}"),
        }
    }
}

impl std::error::Error for RewriteError {}

/// Whether two bodies say the same, whatever their layout and comments.
fn is_same_code(one: &[Stmt], other: &[Stmt]) -> bool {
    let same = |(one, other)| ComparableStmt::from(one) == ComparableStmt::from(other);
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// The plan with one entry for each `try` that a deferred import waits with, and none for these imports.
fn with_whole_attempts(plan: &FilePlan) -> FilePlan {
    let mut plan = plan.clone();
    let attempts = plan.deferrals.iter().filter_map(|deferral| deferral.way.attempt());
    plan.attempts = attempts.cloned().collect();
    plan.attempts.sort_by_key(|attempt| attempt.statement);
    plan.attempts.dedup_by_key(|attempt| attempt.statement);
    plan.deferrals.retain(|deferral| deferral.way.attempt().is_none());
    plan
}

/// A pass over the text that does some of the plan, proves what it did, and gives the plan for what is left to do.
type Pass = fn(&str, &FilePlan) -> Result<(String, FilePlan), RewriteError>;

/// What is written before statements are edited in place, each in a file of its own.
const PASSES: [Pass; 5] = [
    unlisted::take_out,
    returning::bring_back,
    replacing::replace,
    stand_in::exchange,
    forward::add,
];

/// Carries out `plan` on `text`, and proves that the result differs by nothing else. Byte order marks are not part of `text`.
///
/// # Errors
/// See [`RewriteError`]; whatever the error, there is no partial result.
pub fn rewrite(text: &str, plan: &FilePlan) -> Result<String, RewriteError> {
    if plan.deferrals.is_empty() && plan.refreshes.is_empty() && plan.returns.is_empty() {
        return Ok(text.to_owned());
    }
    let (mut text, mut plan) = (text.to_owned(), with_whole_attempts(plan));
    for pass in PASSES {
        (text, plan) = pass(&text, &plan)?;
    }
    let (text, plan) = (text.as_str(), &plan);
    let source = Source::parse(text)?.styled(&plan.style);
    let located = Located::find(&source, plan)?;

    let getattr = getattr::Getattr::of(&source, &located, plan)?;
    let mut edits = removal::edits(&source, &located);
    // Before what functions import: any code that asks for a served name needs none of it.
    if let Some(getattr) = &getattr {
        edits.extend(getattr.composed(&source)?);
    }
    edits.extend(insertion::edits(&source, &located, plan));
    edits.extend(lazy::edits(&source, &located, plan));
    edits.extend(quotes::edits(&source, plan)?);
    let applied = edit::apply(text, edits)?;

    let block = type_checking::Block::of(&source, &located, plan);
    let result = if block.is_empty() && plan.constants.is_empty() && plan.attempts.is_empty() {
        applied.text
    } else {
        // A constant is computed from what stands above it, and type checkers want it so; a `try` may read what does.
        let serves_imports = plan.deferrals.iter().any(|deferral| deferral.way.moved().getattr);
        let computed = plan.constants.iter().map(|constant| constant.statement.start);
        let attempted = plan.attempts.iter().map(|attempt| attempt.statement.start);
        let anchor = match computed.chain(attempted).max().filter(|_| !serves_imports) {
            Some(last) => last as usize,
            None => section::anchor(&source),
        };
        let anchor = applied.follow(anchor);
        type_checking::add(&applied.text, anchor, &block, getattr.as_ref(), plan, &source)?
    };
    let result = no_docstring::keep(&source, result)?;
    verify::verify(&source, &result, plan)?;
    Ok(result)
}
