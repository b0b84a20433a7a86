//! The boundary to the parser. Offsets are bytes of the decoded text (UTF-8, without the byte order mark).
pub mod span;

pub use span::Span;
