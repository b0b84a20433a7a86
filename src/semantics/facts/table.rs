//! Dicts that hold imported objects.
use serde::{Deserialize, Serialize};

use super::{BindingId, Path};
use crate::syntax::Span;

/// A dict display that is assigned to a name at module level, or in the body of a plain class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The name.
    pub binding: BindingId,
    /// How it is written.
    pub form: TableForm,
    /// What has to be wrapped or replaced to make it another kind of dict: the display, or the name `dict`.
    pub span: Span,
    /// The values that are dotted names of imported things.
    pub entries: Vec<TableEntry>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableForm {
    /// `{"name": object}`
    Display,
    /// `dict(name=object)`
    DictCall,
    /// `DeferredDict({"name": object})`, as dormant writes it.
    Deferred,
}

/// A value in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// The value.
    pub value: Span,
    /// What it names.
    pub path: Path,
}

/// The class that takes the place of `dict` in a rewritten table.
pub const DEFERRED_DICT: &str = "DeferredDict";
