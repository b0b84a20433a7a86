//! Lines, logical lines, indentation and line ends of one source text. Offsets are bytes; it decides nothing.
use std::ops::Range;
use std::sync::Arc;

use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{ModModule, Stmt};
use ruff_python_parser::{Parsed, parse_module};
use ruff_text_size::Ranged;

use super::RewriteError;
use crate::verdict::ImportStyle;

/// A text with its tree and tokens.
pub struct Source<'a> {
    /// The text, without byte order mark.
    pub text: &'a str,
    /// What ends a line here: that of the first line.
    pub newline: &'static str,
    /// One step of indentation: that of the first indented line, else four spaces.
    pub unit: String,
    /// How imports are written here.
    pub style: Arc<ImportStyle>,
    parsed: Parsed<ModModule>,
}

/// The bytes of a node or token.
pub fn range(node: &impl Ranged) -> Range<usize> {
    node.start().to_usize()..node.end().to_usize()
}

/// The quote of a string that could have stood in the other one; none for what is quoted three times.
fn free_quote(string: &str) -> Option<char> {
    let quoted = string.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let quote = quoted.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let other = if quote == '"' { '\'' } else { '"' };
    let is_triple = quoted.len() >= 6 && quoted[1..].starts_with([quote]) && quoted[2..].starts_with([quote]);
    (!is_triple && !quoted.contains(other)).then_some(quote)
}

/// Whether these bytes are a line end or spaces and tabs; a form feed is something that must survive.
pub fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

impl<'a> Source<'a> {
    /// Parses `text`.
    ///
    /// # Errors
    /// `Parse` when it is not Python.
    pub fn parse(text: &'a str) -> Result<Self, RewriteError> {
        let parsed = parse_module(text).map_err(|error| {
            let before = text.get(..error.location.start().to_usize()).unwrap_or(text);
            let line = before.matches('\n').count() as u32 + 1;
            RewriteError::Parse {
                line,
                message: error.error.to_string(),
            }
        })?;
        let newline = match text.find(['\n', '\r']) {
            Some(at) if text[at..].starts_with("\r\n") => "\r\n",
            Some(at) if text[at..].starts_with('\r') => "\r",
            _ => "\n",
        };
        let unit = parsed
            .tokens()
            .iter()
            .filter(|token| token.kind() == TokenKind::Indent)
            .map(|token| after_form_feed(&text[range(token)]))
            .find(|indent| !indent.is_empty() && indent.bytes().all(|byte| matches!(byte, b' ' | b'\t')))
            .unwrap_or("    ")
            .to_owned();
        Ok(Source {
            text,
            newline,
            unit,
            style: Arc::default(),
            parsed,
        })
    }

    /// The same text, in which imports are written in this style.
    pub fn styled(mut self, style: &Arc<ImportStyle>) -> Self {
        self.style = style.clone();
        self
    }

    /// What new strings stand in: what the style says, else what most strings of the file do that could stand in either. Single
    /// ones need a few more: one string or two are no custom.
    pub fn quote(&self) -> char {
        let single = self.style.single_quotes.unwrap_or_else(|| {
            let strings = self.tokens().iter().filter(|token| token.kind() == TokenKind::String);
            let more_single = strings.map(|token| match free_quote(&self.text[range(token)]) {
                Some('\'') => 1,
                Some(_) => -1,
                None => 0,
            });
            more_single.sum::<i64>() > 2
        });
        if single { '\'' } else { '"' }
    }

    /// The statements of the module.
    pub fn body(&self) -> &[Stmt] {
        &self.parsed.syntax().body
    }

    /// All tokens, comments and line ends included.
    pub fn tokens(&self) -> &[Token] {
        self.parsed.tokens()
    }

    /// The tokens that begin at `span.start` or later and end at `span.end` or before.
    pub fn tokens_in(&self, span: Range<usize>) -> &[Token] {
        let tokens = self.tokens();
        let first = tokens.partition_point(|token| token.start().to_usize() < span.start);
        let last = tokens.partition_point(|token| token.end().to_usize() <= span.end);
        tokens.get(first..last).unwrap_or_default()
    }

    /// The comments within a range.
    pub fn comments_in(&self, span: Range<usize>) -> impl Iterator<Item = &'a str> {
        let text = self.text;
        self.tokens_in(span)
            .iter()
            .filter(|token| token.kind() == TokenKind::Comment)
            .map(move |token| &text[range(token)])
    }

    /// Where the physical line of `at` begins.
    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// Where the physical line of `at` ends, before its line end.
    pub fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find(['\n', '\r'])
            .map_or(self.text.len(), |length| at + length)
    }

    /// Where the physical line after that of `at` begins, or the end of the text.
    pub fn next_line(&self, at: usize) -> usize {
        self.after_newline(self.line_end(at))
    }

    /// Where the line behind the one that ends at `end` begins.
    pub fn after_newline(&self, end: usize) -> usize {
        let rest = &self.text[end..];
        end + if rest.starts_with("\r\n") {
            2
        } else {
            usize::from(!rest.is_empty())
        }
    }

    /// Where the logical line of the statement at `at` begins: behind the line end before it, so that a statement which
    /// stands after `;`, after the `:` of a one-line suite or after a backslash shares its line with those.
    pub fn logical_start(&self, at: usize) -> usize {
        let before = self.tokens().partition_point(|token| token.start().to_usize() < at);
        self.tokens()[..before]
            .iter()
            .rev()
            .find(|token| matches!(token.kind(), TokenKind::Newline | TokenKind::NonLogicalNewline))
            .map_or(0, |token| token.end().to_usize())
    }

    /// Where the logical line of the simple statement that ends at `at` ends, comment included, line end excluded.
    pub fn logical_end(&self, at: usize) -> usize {
        let first = self.tokens().partition_point(|token| token.start().to_usize() < at);
        self.tokens()[first..]
            .iter()
            .find(|token| matches!(token.kind(), TokenKind::Newline | TokenKind::EndOfFile))
            .map_or(self.text.len(), |token| token.start().to_usize())
    }

    /// Where the line after the logical line of a statement that ends at `at` begins, or the end of the text.
    pub fn logical_next(&self, at: usize) -> usize {
        self.after_newline(self.logical_end(at))
    }

    /// The indentation of the logical line that holds `at`, without what precedes a form feed.
    pub fn indent_of(&self, at: usize) -> &'a str {
        let indent = after_form_feed(&self.text[self.logical_start(at)..at]);
        let end = indent.find(|c| !matches!(c, ' ' | '\t')).unwrap_or(indent.len());
        &indent[..end]
    }

    /// Where the comments begin that stand right above the line that begins at `line`, without indentation; `line` itself where
    /// there are none, or nothing but comments since the beginning of the text.
    pub fn comments_above(&self, line: usize) -> usize {
        let mut above = line;
        while above > 0 {
            let previous = self.line_start(above - if self.text[..above].ends_with("\r\n") { 2 } else { 1 });
            if !self.text[previous..].starts_with('#') {
                return above;
            }
            above = previous;
        }
        line
    }

    /// The beginnings of the blank lines directly before the line that begins at `line`, first one first.
    pub fn blank_before(&self, line: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = line;
        while at > 0 {
            let end = at - if self.text[..at].ends_with("\r\n") { 2 } else { 1 };
            let start = self.line_start(end);
            if !is_blank(&self.text[start..end]) {
                break;
            }
            found.push(start);
            at = start;
        }
        found.reverse();
        found
    }

    /// The beginnings of the blank lines from `line` on, and where the first other line begins. White space at the end of
    /// the text counts as a blank line.
    pub fn blank_after(&self, line: usize) -> (Vec<usize>, usize) {
        let mut found = Vec::new();
        let mut at = line;
        while at < self.text.len() && is_blank(&self.text[at..self.line_end(at)]) {
            found.push(at);
            at = self.next_line(at);
        }
        (found, at)
    }
}

/// What follows the last form feed: Python counts columns from there.
fn after_form_feed(indent: &str) -> &str {
    indent.rsplit('\x0c').next().unwrap_or(indent)
}

/// The lines of a statement with the comment behind it, without their common indentation. Lines within one string are one, for
/// what they begin with is text.
pub fn statement_lines(source: &Source<'_>, stmt: &Stmt) -> Vec<String> {
    let span = range(stmt);
    let end = source.logical_end(span.end);
    let indent = source.indent_of(span.start);
    let is_text = |token: &&Token| {
        matches!(
            token.kind(),
            TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle
        )
    };
    let within: Vec<Range<usize>> = source
        .tokens_in(span.start..end)
        .iter()
        .filter(is_text)
        .map(range)
        .collect();
    let mut lines: Vec<String> = Vec::new();
    let mut at = span.start;
    for line in source.text[span.start..end].split(source.newline) {
        match lines.last_mut() {
            Some(last) if within.iter().any(|token| token.start < at && at <= token.end) => {
                last.push_str(source.newline);
                last.push_str(line);
            }
            _ => lines.push(line.strip_prefix(indent).unwrap_or(line).to_owned()),
        }
        at += line.len() + source.newline.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_units_are_those_of_the_file() {
        let of = |text: &str| {
            let source = Source::parse(text).unwrap();
            (source.newline, source.unit.clone())
        };
        assert_eq!(of("x = 1"), ("\n", "    ".into()));
        assert_eq!(of("if x:\r\n\ty\r\n"), ("\r\n", "\t".into()));
        assert_eq!(of("if x:\n\x0c  y\n"), ("\n", "  ".into()));
    }

    #[test]
    fn a_logical_line_spans_backslashes_brackets_and_strings() {
        let text = "a = 1\nb = [\n1]; c = \\\n 2  # end\nd\n";
        let source = Source::parse(text).unwrap();
        let c = text.find('c').unwrap();
        assert_eq!(
            &text[source.logical_start(c)..source.logical_end(c + 1)],
            "1]; c = \\\n 2  # end"
        );
        assert_eq!(&text[source.logical_next(c + 1)..], "d\n");
    }

    #[test]
    fn blank_lines_are_counted_on_both_sides_and_form_feeds_are_none() {
        let text = "a\r\n\r\n  \r\nb\n\x0c\nc\n\n \n";
        let source = Source::parse(text).unwrap();
        assert_eq!(source.blank_before(text.find('b').unwrap()).len(), 2);
        assert_eq!(source.blank_before(text.find('c').unwrap()).len(), 0);
        let (blank, next) = source.blank_after(source.next_line(text.find('c').unwrap()));
        assert_eq!((blank.len(), next), (2, text.len()));
    }

    #[test]
    fn a_text_that_is_not_python_is_an_error_with_its_line() {
        assert!(matches!(
            Source::parse("x = 1\ny = = 2\n"),
            Err(RewriteError::Parse { line: 2, .. })
        ));
    }
}
