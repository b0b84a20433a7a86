//! Where a file imports what: for an editor, which tells of each import what it costs and who else needs it.
use std::path::PathBuf;

use crate::syntax::Span;

/// One imported name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSite {
    /// The file.
    pub path: PathBuf,
    /// Its module.
    pub importer: String,
    /// The whole statement.
    pub statement: Span,
    /// The imported name in it.
    pub alias: Span,
    /// The import in words of Python.
    pub import: String,
    /// The absolute name of the module that the statement names.
    pub module: String,
    /// The project's other modules that import it, sorted.
    pub others: Vec<String>,
    /// Whether it runs when the module is imported.
    pub at_import: bool,
}
