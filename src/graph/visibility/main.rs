//! What is done with the names of `__main__` is done with those of each module that may run as the program; and what is done with
//! those of a module that is not there, or in whose place another is put, with those of each that may be found under its name.
use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::{Sighting, Visibility, note};
use crate::graph::program::{ModuleId, Program};
use crate::syntax::Span;

/// The modules of the project that others may be.
type Meant = FxHashMap<ModuleId, Vec<ModuleId>>;

/// What things are noted of: a module, or a name of one.
trait Key: Eq + Hash + Sized {
    /// The module.
    fn module(&self) -> ModuleId;

    /// The same of another module.
    fn of(&self, module: ModuleId) -> Self;
}

impl Key for ModuleId {
    fn module(&self) -> ModuleId {
        *self
    }

    fn of(&self, module: ModuleId) -> Self {
        module
    }
}

impl Key for (ModuleId, String) {
    fn module(&self) -> ModuleId {
        self.0
    }

    fn of(&self, module: ModuleId) -> Self {
        (module, self.1.clone())
    }
}

impl Visibility {
    /// Tells modules of the project what is seen of others which they may be.
    pub(super) fn spread_to_meant(&mut self, program: &Program) {
        let meant = (0..program.modules.len()).map(|id| {
            let others = program.meant(id).into_iter().filter(|&meant| meant != id);
            (id, others.collect::<Vec<ModuleId>>())
        });
        let meant: Meant = meant.filter(|(_, meant)| !meant.is_empty()).collect();
        // What replaces a name there, finds it in the copy.
        for (&copy, meant) in meant.iter().filter(|(copy, _)| program.modules[**copy].is_copy) {
            for &module in meant {
                let span = Span::default();
                note(&mut self.anew, module, Sighting { module: copy, span });
            }
        }
        for map in [&mut self.read, &mut self.replaced, &mut self.deleted, &mut self.filled] {
            spread(map, &meant, |_, _| {});
        }
        for map in [&mut self.open, &mut self.computed, &mut self.starred] {
            spread(map, &meant, |_, _| {});
        }
        spread(&mut self.looked_up, &meant, Vec::extend);
        spread(&mut self.namespace, &meant, Vec::extend);
        spread(&mut self.sifted, &meant, Vec::extend);
    }
}

/// Notes what is noted of some modules with others; `join` adds it to what is there.
fn spread<K: Key, V: Clone>(map: &mut FxHashMap<K, V>, meant: &Meant, join: impl Fn(&mut V, V)) {
    let moved = |(key, seen): (&K, &V)| {
        let to = meant.get(&key.module()).map(Vec::as_slice).unwrap_or_default();
        to.iter().map(|&to| (key.of(to), seen.clone())).collect::<Vec<_>>()
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
