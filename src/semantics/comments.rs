//! Comments that matter: on the lines of imports, to dormant, in `# type:` comments.
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use super::facts::{Comment, Import};
use crate::syntax::Span;
use crate::verdict::HELPER_MARKER;

/// The comments on the lines of import statements, those that speak to dormant, and the one that its own files start with.
pub(super) fn collect(text: &str, tokens: &Tokens, imports: &[Import]) -> Vec<Comment> {
    let mut statements: Vec<Span> = imports.iter().map(|import| import.statement).collect();
    statements.dedup();
    let mut comments = Vec::new();
    for token in tokens.iter().filter(|token| token.kind() == TokenKind::Comment) {
        let span: Span = token.range().into();
        let content = &text[span.range()];
        let line_start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1) as u32;
        // On the last line of the statement, or inside its parentheses.
        let near = statements.partition_point(|statement| statement.start < span.start);
        let on_import = near > 0 && {
            let statement = statements[near - 1];
            span.start < statement.end || !text[statement.end as usize..span.start as usize].contains('\n')
        };
        if on_import || content.contains("dormant:") || content.starts_with(HELPER_MARKER) {
            comments.push(Comment {
                span,
                text: content.to_owned(),
                line_start,
            });
        }
    }
    comments
}

/// The identifiers in `# type:` comments, which type checkers read.
pub(super) fn type_comment_names(text: &str, tokens: &Tokens) -> Vec<(String, Span)> {
    tokens
        .iter()
        .filter(|token| token.kind() == TokenKind::Comment)
        .filter_map(|token| {
            let span: Span = token.range().into();
            let content = text[span.range()]
                .trim_start_matches('#')
                .trim_start()
                .strip_prefix("type:")?;
            (!content.trim_start().starts_with("ignore")).then_some((content, span))
        })
        .flat_map(|(content, span)| {
            identifiers(content)
                .map(move |name| (name.to_owned(), span))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_'))
}
