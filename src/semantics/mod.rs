//! One file's scopes, bindings, references and phases, as plain facts; the tree is dropped. It must never know of other
//! files, of rules or of what will be done about an import.
mod attempts;
pub mod code;
mod commands;
mod comments;
mod conditions;
mod constants;
mod doctests;
mod expressions;
pub mod facts;
mod handed;
mod hints;
mod keepers;
mod lower;
mod mentions;
mod origins;
mod paths;
mod recorder;
mod strings;
mod tables;
#[cfg(test)]
mod tests;
mod walk;

use ruff_python_ast::ModModule;
use ruff_python_ast::visitor::Visitor;
use ruff_python_parser::Parsed;

pub use facts::ModuleFacts;
use facts::{Access, Phase};
use walk::Walker;

use crate::syntax::{SyntaxProblem, parse};

/// Reads a file's text into facts.
///
/// # Errors
/// Where the text is no Python.
pub fn analyse(text: &str) -> Result<ModuleFacts, SyntaxProblem> {
    parse(text).map(|parsed| facts_of(text, &parsed))
}

fn facts_of(text: &str, parsed: &Parsed<ModModule>) -> ModuleFacts {
    let mut walker = Walker::new();
    walker.visit_body(&parsed.syntax().body);
    if text.contains("type:") {
        for (name, span) in comments::type_comment_names(text, parsed.tokens()) {
            walker.with(
                |state| state.phase = Some(Phase::TypeCheckers),
                |walker| walker.read(&name.into(), Vec::new(), span, Access::Read),
            );
        }
    }
    walker.note_pending();
    let mut facts = walker.recorder.finish();
    facts.comments = comments::collect(text, parsed.tokens(), &facts.imports);
    if text.contains(">>>") {
        doctests::collect(&parsed.syntax().body, &mut facts);
    }
    tables::collect(&parsed.syntax().body, &mut facts);
    hints::collect(text, &parsed.syntax().body, &mut facts);
    facts.constants = constants::collect(&parsed.syntax().body, &facts);
    facts.attempts = attempts::collect(&parsed.syntax().body, &facts);
    commands::collect(&parsed.syntax().body, &mut facts);
    facts.code = lower::lower(text, &parsed.syntax().body, &facts);
    facts
}
