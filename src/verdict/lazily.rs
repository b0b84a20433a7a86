//! Which reasons hold for imports that Python 3.15 makes lazy in place, and why: by the `lazy` keyword, or by being named in
//! `__lazy_modules__`.
//!
//! Such an import stays where it is and binds its name at once: what reads the name loads it. So whatever is about moved
//! statements does not hold, and what is about loading later does: the entry of each reason says it.
use super::strategy::Strategy;

/// Whether a reason holds for a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Always.
    Yes,
    /// In some of its cases, which the text tells apart.
    Partly,
    /// Never.
    No,
}

/// What a reason means for lazy imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lazily {
    /// Whether it holds for them.
    pub holds: Holds,
    /// Why, in one sentence or two.
    pub why: &'static str,
}

impl Lazily {
    /// Whether it holds for a strategy; any that moves an import minds every reason.
    pub fn holds(self, strategy: Strategy) -> Holds {
        match strategy {
            Strategy::LazyKeyword | Strategy::LazyModules => self.holds,
            _ => Holds::Yes,
        }
    }
}

/// Why a reason holds, or does not, for several of them.
pub(super) const IN_PLACE: &str = "Nothing is inserted into a function: the statement stays at module level.";
/// Why a reason holds, or does not, for several of them.
pub(super) const NO_TABLE: &str = "Tables and commands are read as before: reading the name loads it.";
/// Why a reason holds, or does not, for several of them.
pub(super) const STAYS_TRUE: &str = "It is about what is loaded, not about how the import is written.";

impl Holds {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Holds::Yes => "holds",
            Holds::Partly => "holds in part",
            Holds::No => "does not hold",
        }
    }
}
