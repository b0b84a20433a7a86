//! What an import statement names: one module, or two.
use std::ops::Deref;

use super::ModuleId;

/// The modules that one import loads by itself: none, one or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Targets {
    ids: [ModuleId; 2],
    count: u8,
}

impl Targets {
    pub(super) fn of(base: ModuleId, submodule: Option<ModuleId>) -> Self {
        Targets {
            ids: [base, submodule.unwrap_or_default()],
            count: 1 + u8::from(submodule.is_some()),
        }
    }
}

impl Deref for Targets {
    type Target = [ModuleId];

    fn deref(&self) -> &[ModuleId] {
        &self.ids[..self.count as usize]
    }
}

impl IntoIterator for Targets {
    type Item = ModuleId;
    type IntoIter = std::iter::Take<std::array::IntoIter<ModuleId, 2>>;

    fn into_iter(self) -> Self::IntoIter {
        self.ids.into_iter().take(self.count as usize)
    }
}
