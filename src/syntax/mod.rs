//! The boundary to the parser. Offsets are bytes of the decoded text (UTF-8, without the byte order mark).
mod difference;
mod dotted;
mod parse;
mod setup;
mod span;

pub use difference::difference;
pub use dotted::{is_too_long, prefixes};
pub use parse::{SyntaxProblem, parse};
pub use setup::{Argument, Literal, setup_arguments};
pub use span::Span;
