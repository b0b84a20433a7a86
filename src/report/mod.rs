//! Results into what people and machines read: one file for each format.
//!
//! Sees the result types of `plan` and texts that it is handed, nothing else: no file is read, nothing is printed, and equal
//! results give equal bytes.
use std::borrow::Cow;
use std::path::Path;

pub mod codes;
pub mod concise;
pub mod diff;
pub mod effects;
pub mod fix;
pub mod full;
pub mod github;
pub mod gitlab;
mod identity;
mod items;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod measure;
pub mod optimize;
mod places;
pub mod plan;
pub mod probe;
pub mod problems;
pub mod profile;
pub mod rdjson;
mod reasons;
pub mod regressions;
pub mod said;
pub mod sarif;
pub mod statistics;
pub mod summary;
mod theme;
pub mod verify;
pub mod versioned;
pub mod why;
mod words;

pub use diff::Counts;

/// How a report may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether ANSI colours are written.
    pub color: bool,
    /// Columns of the terminal, or of the page.
    pub width: usize,
}

impl Style {
    /// 80 columns without colour.
    pub const PLAIN: Style = Style {
        color: false,
        width: 80,
    };

    /// `text` in `style`, or as it is without colour.
    fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_string()
        }
    }
}

/// Gives the decoded text of a file by the path in the results, to which the spans of the results refer; `None` leaves the
/// excerpt out.
pub type Sources<'a> = dyn Fn(&Path) -> Option<Cow<'a, str>> + 'a;

#[cfg(test)]
mod testing;
