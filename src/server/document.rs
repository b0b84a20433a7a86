//! A text in an editor, and its places: lines from zero, columns in units of UTF-16.
use lsp_types::{Position, Range};

use crate::syntax::Span;

/// A text with the starts of its lines, which end at `\n`, `\r` or both, as the protocol has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The text.
    pub text: String,
    starts: Vec<usize>,
}

impl Document {
    pub fn new(text: String) -> Document {
        let bytes = text.as_bytes();
        let is_end = |at: usize| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = (0..bytes.len()).filter(|&at| is_end(at)).map(|at| at + 1);
        Document {
            starts: std::iter::once(0).chain(starts).collect(),
            text,
        }
    }

    /// The place of a byte.
    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let before = self.text.get(self.starts[line]..offset).unwrap_or_default();
        Position {
            line: line as u32,
            character: before.chars().map(char::len_utf16).sum::<usize>() as u32,
        }
    }

    /// The places of a span.
    pub fn range(&self, span: Span) -> Range {
        Range {
            start: self.position(span.start),
            end: self.position(span.end),
        }
    }

    /// The byte at a place; the end of its line where the line is shorter, and of the text where it has fewer lines.
    pub fn offset(&self, position: Position) -> u32 {
        let Some(&start) = self.starts.get(position.line as usize) else {
            return self.text.len() as u32;
        };
        let line = &self.text[start..self.line_end(start)];
        let mut units = 0;
        for (at, character) in line.char_indices() {
            if units >= position.character as usize {
                return (start + at) as u32;
            }
            units += character.len_utf16();
        }
        (start + line.len()) as u32
    }

    /// Where the line that holds a byte ends, before its end mark.
    pub fn line_end(&self, offset: usize) -> usize {
        let rest = &self.text[offset..];
        offset + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_units_of_utf16() {
        let document = Document::new("a = '😀漢' # x\r\nb\rc\n".to_owned());
        let place = |needle: &str| {
            let offset = document.text.find(needle).unwrap() as u32;
            let position = document.position(offset);
            assert_eq!(document.offset(position), offset);
            (position.line, position.character)
        };
        assert_eq!((place("#"), place("b"), place("c")), ((0, 10), (1, 0), (2, 0)));
        let end = document.position(u32::MAX);
        assert_eq!((end.line, end.character), (3, 0));
        let beyond = |line, character| document.offset(Position { line, character }) as usize;
        assert_eq!(beyond(1, 99), document.text.find("\rc").unwrap());
        assert_eq!(beyond(0, 99), document.text.find("\r\n").unwrap());
        assert_eq!(beyond(99, 0), document.text.len());
    }
}
