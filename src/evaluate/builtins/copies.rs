//! `copy.copy` and `copy.deepcopy`.
use super::super::machine::Machine;
use super::super::object::{Arguments, Kind, Place};
use super::super::value::{Atom, ObjectId, Value};

/// What lies in a copied object is copied this deep; what lies deeper is shared.
const DEEPEST: usize = 4;

impl Machine<'_> {
    /// A copy of a value; of a deep one, what lies in it is copied, too.
    pub(super) fn copied(&mut self, value: &Value, is_deep: bool, place: Place) -> Value {
        let copies = self.copies(value, if is_deep { DEEPEST } else { 0 });
        let method = if is_deep { "__deepcopy__" } else { "__copy__" };
        match self.special(value, method, &Arguments::default(), place) {
            Some(made) => copies.with(&made),
            None => copies,
        }
    }

    fn copies(&mut self, value: &Value, depth: usize) -> Value {
        let mut copies = Value::nothing();
        for atom in value.atoms() {
            copies = copies.with(&match atom {
                Atom::Object(object) => self.copy_of(object, depth),
                _ => atom.into(),
            });
        }
        copies
    }

    fn copy_of(&mut self, object: ObjectId, depth: usize) -> Value {
        let kind @ (Kind::Container(_) | Kind::Instance(_) | Kind::Result(_)) = self.kind(object).clone() else {
            return Atom::Object(object).into();
        };
        let made = self.make(kind);
        let mut source = self.objects[object as usize].clone();
        if depth > 0 {
            source.elements = self.copies(&source.elements, depth - 1);
            for held in source.attributes.values_mut() {
                *held = self.copies(&held.clone(), depth - 1);
            }
        }
        self.objects[made as usize].attributes = source.attributes;
        self.objects[made as usize].elements = source.elements;
        Atom::Object(made).into()
    }
}
