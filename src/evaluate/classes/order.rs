//! The bases of a class in the order in which attributes are looked up.
use rustc_hash::FxHashSet;

use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Base, EnvId, Kind};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};

/// Of more bases than this, the rest may be anything.
const MOST_BASES: usize = 100;

impl Machine<'_> {
    /// The class whose body binds the names of an environment.
    pub fn class_of_env(&self, env: EnvId) -> Option<ObjectId> {
        self.classes_of_envs.get(&env).copied()
    }

    /// The order of a class and its bases, where one that several share comes after all of them: the reverse of the order in
    /// which a search from the last base to the first leaves them (a topological order, where a class may have one).
    pub(super) fn order(&self, class: ObjectId) -> Vec<Base> {
        let mut left = Vec::new();
        let mut seen: FxHashSet<Base> = FxHashSet::default();
        let mut pending = vec![(Base::Class(class), false)];
        while let Some((base, is_done)) = pending.pop() {
            if is_done {
                left.push(base);
                continue;
            }
            if !seen.insert(base) {
                continue;
            }
            pending.push((base, true));
            // The last one is on top.
            pending.extend(self.direct_bases(base).into_iter().map(|next| (next, false)));
        }
        left.reverse();
        if left.len() > MOST_BASES {
            left.truncate(MOST_BASES);
            left.push(Base::Unknown);
        }
        left
    }

    fn direct_bases(&self, base: Base) -> Vec<Base> {
        let Base::Class(class) = base else { return Vec::new() };
        let Kind::Class { bases, .. } = self.kind(class) else {
            return Vec::new();
        };
        let atoms = bases.iter().flat_map(|base| base.atoms());
        let known = atoms.filter_map(|atom| match atom {
            Atom::Object(object) => Some(match self.kind(object) {
                Kind::Class { .. } => Base::Class(object),
                Kind::Result(name) => Base::External(*name),
                _ => Base::Unknown,
            }),
            Atom::External(name) => Some(Base::External(name)),
            Atom::Unknown => Some(Base::Unknown),
            _ => None,
        });
        known.collect()
    }

    /// An attribute that a class itself has.
    pub fn own_attribute(&self, class: ObjectId, name: Symbol) -> Option<Value> {
        let own = self.objects[class as usize].attributes.get(&name).cloned();
        let Kind::Class { env, .. } = self.kind(class) else {
            return own;
        };
        let bound = self.envs[*env as usize].names.get(&name).cloned();
        match (own, bound) {
            (Some(own), Some(bound)) => Some(own.with(&bound)),
            (own, bound) => own.or(bound),
        }
    }
}
