//! The lines of the source that stand in a report for people, with what is underlined in them.
use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::Report;
use crate::syntax::Span;

/// The lines of the source that a report needs.
pub(super) struct Excerpt<'a> {
    /// Whole lines, without the last line's end.
    text: &'a str,
    first_line: usize,
    /// The number of the last line.
    pub last_line: usize,
    /// The first byte of the statement: its line is shown, too.
    head: Span,
    aliases: Vec<Span>,
    cause: Option<(Span, &'a str)>,
}

impl<'a> Excerpt<'a> {
    /// The lines from the first to the last that is spoken of; `None` where the spans do not fit the text.
    pub fn new(text: &'a str, report: &'a Report<'_>) -> Option<Self> {
        let spans = || {
            report
                .aliases
                .iter()
                .chain(report.cause.map(|(span, _)| span))
                .chain([&report.statement])
        };
        if spans().any(|span| text.get(span.range()).is_none()) {
            return None;
        }
        // Only the head of a long statement is shown besides the names, so its end does not count.
        let shown = || report.aliases.iter().chain(report.cause.map(|(span, _)| span));
        let first = shown().map(|span| span.start).min()?.min(report.statement.start) as usize;
        let last = shown().map(|span| span.end).max()?.max(report.statement.start) as usize;
        let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
        let alias = report.aliases.first()?.start as usize;
        let first_line = (report.start.line as usize).saturating_sub(text[start..alias].matches('\n').count());
        let text = &text[start..end];
        let moved = |span: Span| Span::new(span.start - start as u32, span.end - start as u32);
        let head = moved(Span::new(report.statement.start, report.statement.start));
        Some(Excerpt {
            text,
            first_line,
            last_line: first_line + text.matches('\n').count(),
            head,
            aliases: report.aliases.iter().map(|span| moved(*span)).collect(),
            cause: report.cause.map(|(span, label)| (moved(*span), label.as_str())),
        })
    }

    /// The lines as annotate-snippets takes them.
    pub fn snippet(&self, path: &'a str) -> Snippet<'a, Annotation<'a>> {
        let head = AnnotationKind::Visible.span(self.head.range());
        let aliases = self
            .aliases
            .iter()
            .map(|span| AnnotationKind::Primary.span(span.range()));
        let cause = self
            .cause
            .map(|(span, label)| AnnotationKind::Context.span(span.range()).label(label));
        Snippet::source(self.text)
            .line_start(self.first_line)
            .path(path)
            .annotations(std::iter::once(head).chain(aliases).chain(cause))
    }
}
