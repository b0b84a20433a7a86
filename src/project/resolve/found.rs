//! The answers of the resolver, as plain data.
use std::path::PathBuf;

/// Whose code a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The project's own.
    FirstParty,
    /// An installed package's.
    Site,
    /// The standard library's.
    Stdlib,
}

/// What an absolute dotted name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Found {
    /// A file with Python source; of a package its `__init__.py`.
    Source {
        /// The file.
        path: PathBuf,
        /// Whether it is a package.
        is_package: bool,
        /// Whose it is.
        origin: Origin,
    },
    /// A namespace package: folders without `__init__.py`, nothing to execute.
    Namespace,
    /// An extension module, or bytecode without a source.
    Native {
        /// Whose it is.
        origin: Origin,
    },
    /// Compiled into the interpreter.
    Builtin,
    /// A name of the standard library whose file was not seen: no interpreter is known, or it has none of this name (another
    /// platform's, another version's, or compiled in by a distributor).
    StdlibUnseen,
    /// No such module.
    Missing,
}
