//! The boundary to the parser. Offsets are bytes of the decoded text (UTF-8, without the byte order mark).
mod parse;
mod span;

pub use parse::{SyntaxProblem, parse};
pub use span::Span;
