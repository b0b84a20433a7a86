//! What the `__getattr__` of an installed module does for an import statement that asks it for a name.
use super::facet::Effect;

/// What asking for one name does, and hands out.
#[derive(Debug, Clone, Default)]
pub struct Served {
    /// What it does to the process and takes from it in any case, in the order in which it happens.
    pub effects: Vec<Effect>,
    /// Whether it hands out an object that it has just made, and that nobody keeps.
    pub is_new: bool,
}

/// While a module is asked: what it does for certain, and how many branches are around the statement.
#[derive(Debug, Default)]
pub(super) struct Serving {
    pub effects: Vec<Effect>,
    pub weak: usize,
}
