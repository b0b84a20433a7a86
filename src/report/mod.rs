//! Results into what people and machines read: one file for each format.
//!
//! Sees the result types of `verdict` and texts that it is handed, nothing else: no file is read, nothing is printed, and equal
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

use clap::ValueEnum;

pub use diff::Counts;
pub use words::wrapped;

use crate::verdict::{Changed, Fixes, Results};

/// Where dormant is developed, as far as that is known.
fn repository() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|url| !url.is_empty())
}

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

/// What a check found, for a format to take what it needs of.
pub struct Found<'a, 's> {
    /// All that was found.
    pub results: &'a Results,
    /// What `fix` would make of it, where it was asked for.
    pub fixes: &'a Fixes,
    /// What `fix` would make of the files, as a function that makes it.
    pub changed: &'a dyn Fn() -> Vec<Changed>,
    /// The texts of the files.
    pub sources: &'a Sources<'s>,
    /// How it may look.
    pub style: Style,
    /// Whether imports that stay are shown, too.
    pub show_blocked: bool,
}

/// How `check` prints: a format is a file of this room, a value here and a line in [`OutputFormat::render`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OutputFormat {
    /// For people: the source line, why it is heavy, and what `fix` does about it
    #[default]
    Full,
    /// One line for each finding
    Concise,
    /// One object, for programs
    Json,
    /// Annotations of GitHub's workflows
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// SARIF 2.1.0, with rules and fixes
    Sarif,
    /// JUnit's XML
    Junit,
    /// reviewdog's diagnostics, with suggestions
    Rdjson,
    /// Tables for a pull request
    Markdown,
}

impl OutputFormat {
    /// The text in this format.
    pub fn render(self, found: &Found<'_, '_>) -> String {
        let Found {
            results,
            fixes,
            changed,
            sources,
            style,
            show_blocked,
        } = *found;
        match self {
            OutputFormat::Full => full::render(results, sources, style, show_blocked),
            OutputFormat::Concise => concise::render(results, style, show_blocked),
            OutputFormat::Json => json::render(results),
            OutputFormat::Github => github::render(results, show_blocked),
            OutputFormat::Gitlab => gitlab::render(results, show_blocked),
            OutputFormat::Sarif => sarif::render(results, fixes, sources, show_blocked),
            OutputFormat::Junit => junit::render(results, show_blocked),
            OutputFormat::Rdjson => rdjson::render(results, &changed(), sources, show_blocked),
            OutputFormat::Markdown => markdown::render(results, show_blocked),
        }
    }
}

#[cfg(test)]
mod testing;
