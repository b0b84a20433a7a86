//! The ways of deferring an import.
use serde::{Deserialize, Serialize};

/// A way of deferring an import, from the least to the most invasive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// `lazy import x` (Python 3.15 and later).
    LazyKeyword,
    /// A `__lazy_modules__` list next to the untouched imports.
    LazyModules,
    /// The import moves under `if TYPE_CHECKING:`.
    TypeChecking,
    /// The import moves into each function that uses it.
    FunctionLocal,
    /// A module-level `__getattr__` (PEP 562).
    ModuleGetattr,
    /// Tables hold names, which are resolved on first use.
    Registry,
    /// Constants are computed when they are first read.
    LazyConstant,
}

impl Strategy {
    /// Every strategy, in the order of the enumeration.
    pub const ALL: [Strategy; 7] = [
        Strategy::LazyKeyword,
        Strategy::LazyModules,
        Strategy::TypeChecking,
        Strategy::FunctionLocal,
        Strategy::ModuleGetattr,
        Strategy::Registry,
        Strategy::LazyConstant,
    ];

    /// The kebab-case name used in configuration, output and suppressions.
    pub fn code(self) -> &'static str {
        match self {
            Strategy::LazyKeyword => "lazy-keyword",
            Strategy::LazyModules => "lazy-modules",
            Strategy::TypeChecking => "type-checking",
            Strategy::FunctionLocal => "function-local",
            Strategy::ModuleGetattr => "module-getattr",
            Strategy::Registry => "registry",
            Strategy::LazyConstant => "lazy-constant",
        }
    }
}
