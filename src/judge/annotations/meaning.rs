//! What an expression may stand for, as far as its annotations are concerned.
use super::Owner;
use crate::graph::ModuleId;

/// What a name may stand for.
#[derive(Debug, Default, Clone)]
pub(super) struct Meaning {
    /// Functions and classes of the project, or instances of these classes.
    pub owners: Vec<Owner>,
    /// Parameters of functions, by their place.
    pub parameters: Vec<(Owner, usize)>,
    /// Modules.
    pub modules: Vec<ModuleId>,
    /// Whether it may be a method of these classes, or something else that is taken out of what is named here.
    pub within: bool,
    /// Whether it may be anything else of the project, too.
    pub unknown: bool,
}

impl Meaning {
    pub fn owners(owners: Vec<Owner>) -> Self {
        Meaning {
            owners,
            ..Meaning::default()
        }
    }

    pub fn unknown() -> Self {
        Meaning {
            unknown: true,
            ..Meaning::default()
        }
    }

    /// Adds what else it may be.
    pub fn add(&mut self, other: Meaning) {
        fn extend<T: PartialEq>(known: &mut Vec<T>, others: Vec<T>) {
            for other in others {
                if !known.contains(&other) {
                    known.push(other);
                }
            }
        }
        extend(&mut self.owners, other.owners);
        extend(&mut self.parameters, other.parameters);
        extend(&mut self.modules, other.modules);
        self.within |= other.within;
        self.unknown |= other.unknown;
    }

    /// Whether it is nothing of the project's.
    pub fn is_foreign(&self) -> bool {
        self.owners.is_empty() && self.parameters.is_empty() && self.modules.is_empty() && !self.unknown
    }
}
