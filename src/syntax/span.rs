//! A range of bytes in a source text, free of any parser's types.
use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into the decoded text of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` to `end`.
    pub fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// The bytes as indices for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies within this range.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<ruff_text_size::TextRange> for Span {
    fn from(range: ruff_text_size::TextRange) -> Self {
        Span::new(range.start().into(), range.end().into())
    }
}

impl From<Span> for ruff_text_size::TextRange {
    fn from(span: Span) -> Self {
        ruff_text_size::TextRange::new(span.start.into(), span.end.into())
    }
}
