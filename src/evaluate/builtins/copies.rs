//! `copy.copy` and `copy.deepcopy`.
use super::super::machine::Machine;
use super::super::object::{Arguments, Kind, Place};
use super::super::value::{Atom, ObjectId, Value};
use crate::graph::effort::spend;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// So many objects are copied with one that is copied deeply, the nearest first; what lies beyond them is shared.
const MOST: usize = 64;

impl Machine<'_> {
    /// A copy of a value; of a deep one, what lies in it is copied, too.
    pub(super) fn copied(&mut self, value: &Value, is_deep: bool, place: Place) -> Value {
        let copies = self.copies(value, is_deep);
        let method = if is_deep { "__deepcopy__" } else { "__copy__" };
        match self.special(value, method, &Arguments::default(), place) {
            Some(made) => copies.with(&made),
            None => copies,
        }
    }

    /// One copy of each object, as Python makes them: what two of them hold is one object in their copies, too.
    fn copies(&mut self, value: &Value, is_deep: bool) -> Value {
        let mut copy_of = FxHashMap::default();
        let mut waiting = VecDeque::new();
        self.copy_objects(value, usize::MAX, &mut copy_of, &mut waiting);
        while let Some(object) = waiting.pop_front() {
            let original = &self.objects[object as usize];
            let (mut attributes, mut elements) = (original.attributes.clone(), original.elements.clone());
            if is_deep {
                for held in attributes.values_mut().chain([&mut elements]) {
                    self.copy_objects(held, MOST, &mut copy_of, &mut waiting);
                    *held = replaced(held, &copy_of);
                }
            }
            let copy = &mut self.objects[copy_of[&object] as usize];
            copy.attributes = attributes;
            copy.elements = elements;
        }
        replaced(value, &copy_of)
    }

    /// Makes the copies, still empty, of the objects that a value may be.
    fn copy_objects(
        &mut self,
        value: &Value,
        most: usize,
        copy_of: &mut FxHashMap<ObjectId, ObjectId>,
        waiting: &mut VecDeque<ObjectId>,
    ) {
        for atom in value.atoms() {
            let Atom::Object(object) = atom else { continue };
            if copy_of.len() >= most || copy_of.contains_key(&object) {
                continue;
            }
            if let kind @ (Kind::Container(_) | Kind::Instance(_) | Kind::Result(_)) = self.kind(object).clone() {
                spend(1);
                copy_of.insert(object, self.make(kind));
                waiting.push_back(object);
            }
        }
    }
}

/// A value with copies in the place of the objects that have one.
fn replaced(value: &Value, copy_of: &FxHashMap<ObjectId, ObjectId>) -> Value {
    value.atoms().fold(Value::nothing(), |copies, atom| {
        let atom = match atom {
            Atom::Object(object) => Atom::Object(copy_of.get(&object).copied().unwrap_or(object)),
            other => other,
        };
        copies.with(&atom.into())
    })
}
