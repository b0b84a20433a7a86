//! Import statements on their way into a `TYPE_CHECKING` block: as they stood, or written again where several become one.
use std::collections::BTreeMap;

use super::import_text::{ImportLine, Imported, merge};
use super::layout::Source;
use super::sort_key::SortKey;
use crate::verdict::ImportStyle;

/// What comes to stand in the block.
#[derive(Debug, Clone)]
pub enum Moved {
    /// As it stood, comments included: its lines without their common indentation, and what the statement imports, if it is one.
    Verbatim(Vec<String>, Option<ImportLine>),
    /// Written again.
    Written(ImportLine),
}

impl Moved {
    /// The lines, each with this indentation.
    pub fn text(&self, source: &Source<'_>, indent: &str) -> String {
        match self {
            Moved::Written(line) => line.text_in(source, indent),
            Moved::Verbatim(lines, _) => {
                let indented = |line: &String| {
                    if line.trim().is_empty() {
                        line.clone()
                    } else {
                        format!("{indent}{line}")
                    }
                };
                lines.iter().map(indented).collect::<Vec<_>>().join(source.newline)
            }
        }
    }

    /// The import, where it is one.
    pub fn line(&self) -> Option<&ImportLine> {
        match self {
            Moved::Written(line) => Some(line),
            Moved::Verbatim(_, line) => line.as_ref(),
        }
    }

    /// Its place among other imports; none where it is not an import.
    pub fn key(&self, style: &ImportStyle) -> Option<SortKey> {
        self.line().map(|line| line.key(style))
    }
}

/// A statement that moves: its text, where it can move as it stands, and what it imports.
pub struct Moving {
    /// Its lines.
    pub verbatim: Option<Vec<String>>,
    /// The same, written again.
    pub written: Vec<ImportLine>,
}

/// Joins imports of one module, and sorts. What need not be joined stays as it stood.
pub fn arrange(statements: Vec<Moving>, style: &ImportStyle) -> Vec<Moved> {
    let module = |line: &ImportLine| match &line.what {
        Imported::From { module, .. } => format!("from {module}"),
        Imported::Plain { .. } | Imported::Asked { .. } => line.code(),
    };
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for line in statements.iter().flat_map(|statement| &statement.written) {
        *uses.entry(module(line)).or_default() += 1;
    }
    let is_joined = |line: &ImportLine| uses.get(&module(line)).is_some_and(|&count| count > 1);
    let mut moved = Vec::new();
    let mut loose = Vec::new();
    for mut statement in statements {
        match statement.verbatim {
            Some(lines) if !statement.written.iter().any(is_joined) => {
                let line = statement.written.drain(..).next();
                moved.push(Moved::Verbatim(lines, line));
            }
            _ => loose.extend(statement.written),
        }
    }
    moved.extend(merge(loose, style).into_iter().map(Moved::Written));
    moved.sort_by_key(|one| one.key(style));
    moved
}
