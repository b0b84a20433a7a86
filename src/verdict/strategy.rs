//! The ways of deferring an import.
//!
//! One strategy is one line here and one page, `docs/strategies/CODE.md`, which says what it makes of which code.
use serde::{Deserialize, Serialize};

use super::page::Page;

macro_rules! strategies {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// A way of deferring an import, from the least to the most invasive.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum Strategy {
            $($(#[$doc])* $name,)*
        }

        impl Strategy {
            /// Every strategy, in the order of the table.
            pub const ALL: [Strategy; [$($code),*].len()] = [$(Strategy::$name),*];

            /// The kebab-case name used in configuration, output and suppressions.
            pub fn code(self) -> &'static str {
                match self {
                    $(Strategy::$name => $code,)*
                }
            }

            /// The page that explains it.
            pub fn page(self) -> Page {
                match self {
                    $(Strategy::$name => Page(include_str!(concat!("../../docs/strategies/", $code, ".md"))),)*
                }
            }
        }
    };
}

strategies! {
    /// `lazy import x` (Python 3.15 and later).
    LazyKeyword = "lazy-keyword",
    /// A `__lazy_modules__` list next to the untouched imports.
    LazyModules = "lazy-modules",
    /// The import moves under `if TYPE_CHECKING:`.
    TypeChecking = "type-checking",
    /// The import moves into each function that uses it.
    FunctionLocal = "function-local",
    /// A module-level `__getattr__` (PEP 562).
    ModuleGetattr = "module-getattr",
    /// Tables hold names, which are resolved on first use.
    Registry = "registry",
    /// Constants are computed when they are first read.
    LazyConstant = "lazy-constant",
}
