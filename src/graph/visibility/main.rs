//! What is done with the names of `__main__` is done with those of each module that may run as the program.
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::Visibility;
use crate::graph::program::{ModuleId, Program};

/// What things are noted of: a module, or a name of one.
trait Key: Eq + Hash + Sized {
    /// The same of another module, where it is of this one.
    fn moved(&self, from: ModuleId, to: ModuleId) -> Option<Self>;
}

impl Key for ModuleId {
    fn moved(&self, from: ModuleId, to: ModuleId) -> Option<Self> {
        (*self == from).then_some(to)
    }
}

impl Key for (ModuleId, String) {
    fn moved(&self, from: ModuleId, to: ModuleId) -> Option<Self> {
        (self.0 == from).then(|| (to, self.1.clone()))
    }
}

impl Visibility {
    /// Tells the modules that may run as the program what is seen of `__main__`.
    pub(super) fn spread_main(&mut self, program: &Program) {
        let Some(main) = program.main() else { return };
        let mains = program.meant(main);
        for map in [&mut self.read, &mut self.replaced, &mut self.deleted, &mut self.filled] {
            spread(map, main, &mains, |_, _| {});
        }
        for map in [&mut self.open, &mut self.computed, &mut self.starred] {
            spread(map, main, &mains, |_, _| {});
        }
        spread(&mut self.looked_up, main, &mains, Vec::extend);
        spread(&mut self.namespace, main, &mains, Vec::extend);
        spread(&mut self.sifted, main, &mains, Vec::extend);
    }
}

/// Notes what is noted of one module with others; `join` adds it to what is there.
fn spread<K: Key, V: Clone>(map: &mut FxHashMap<K, V>, from: ModuleId, to: &[ModuleId], join: impl Fn(&mut V, V)) {
    let moved = |(key, seen): (&K, &V)| {
        let keys = to.iter().filter_map(|&to| key.moved(from, to));
        keys.map(|key| (key, seen.clone())).collect::<Vec<_>>()
    };
    for (key, seen) in map.iter().flat_map(moved).collect::<Vec<_>>() {
        match map.get_mut(&key) {
            Some(known) => join(known, seen),
            None => {
                map.insert(key, seen);
            }
        }
    }
}
