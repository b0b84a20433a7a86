//! Which names are in which group. It knows nothing of what a group means.
use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashSet;

use super::names_rule::{Group, NamesRule};

/// The names of every group.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    /// By the number of the group.
    names: Vec<FxHashSet<String>>,
    /// Differs where any name does, whatever the order in which they came.
    pub key: u64,
}

impl Groups {
    pub fn add(&mut self, rule: NamesRule) {
        self.insert(rule.group as usize, rule.names);
    }

    fn insert(&mut self, group: usize, names: impl IntoIterator<Item = String>) {
        if self.names.len() <= group {
            self.names.resize_with(group + 1, FxHashSet::default);
        }
        for name in names {
            let mut hasher = DefaultHasher::new();
            (group, &name).hash(&mut hasher);
            if self.names[group].insert(name) {
                self.key = self.key.wrapping_add(hasher.finish());
            }
        }
    }

    pub fn has(&self, group: Group, name: &str) -> bool {
        self.names.get(group as usize).is_some_and(|names| names.contains(name))
    }

    /// The same, with these names alone in one group.
    #[cfg(test)]
    pub fn with_only(&self, group: Group, names: &[&str]) -> Groups {
        let mut groups = Groups::default();
        for (at, kept) in self.names.iter().enumerate() {
            let is_it = at == group as usize;
            let kept = kept.iter().map(String::as_str).filter(|_| !is_it);
            let added = names.iter().copied().filter(|_| is_it);
            groups.insert(at, kept.chain(added).map(str::to_owned));
        }
        groups
    }
}
