//! What is being executed, how far it is, and how it ends.
use super::value::{ObjectId, Symbol};
use crate::graph::ModuleId;

/// How far the execution of a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nobody imported it.
    No,
    /// It is being executed.
    Begun,
    /// It has been executed.
    Done,
}

/// What is being executed, and charged with what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Activity {
    /// The import of a module.
    Import(ModuleId),
    /// A function that nothing calls at import, or a main guard.
    Function(ModuleId),
}

/// An object that is changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changed {
    /// The object.
    pub object: ObjectId,
    /// The attribute or key, where no more of it is changed.
    pub field: Option<Symbol>,
    /// Whether what is entered into it was made by the body that does so.
    pub is_made_there: bool,
}

/// How a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// With its last statement.
    Falls,
    /// Before, on every path: `return`, `raise`, `break`, `continue`.
    Leaves,
}

/// Steps for what a function calls that is looked at by itself; none while what it calls is being executed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Steps {
    /// For functions of the project.
    pub of_own: Option<usize>,
    /// For those of installed packages.
    pub of_packages: Option<usize>,
}
