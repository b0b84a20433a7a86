//! What the import of a module takes of modules whose code is not read.
use super::Machine;
use crate::evaluate::activity::Activity;
use crate::evaluate::object::{Base, Place};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};

impl Machine<'_> {
    /// Something is read by its dotted name.
    pub fn takes(&mut self, name: Symbol) {
        if let Activity::Import(module) = self.activity {
            self.taken[module].names.insert(name);
        }
    }

    /// Everything of something is read.
    pub fn takes_all(&mut self, of: Symbol) {
        if let Activity::Import(_) = self.activity {
            let all = self.symbols.below(of, "*");
            self.takes(all);
        }
    }

    /// Something is called by its dotted name.
    pub fn calls_by_name(&mut self, name: &str) {
        if let Activity::Import(module) = self.activity {
            let name = self.symbols.of(name);
            self.taken[module].called.insert(name);
        }
    }

    /// Classes are asked whether something is theirs: others may have registered theirs with them.
    pub fn asks_classes(&mut self, classes: &Value, place: Place) {
        let Activity::Import(_) = self.activity else { return };
        let several = match self.is_container(classes) {
            true => self.parts(classes, place),
            false => Value::nothing(),
        };
        for atom in classes.atoms().chain(several.atoms()) {
            if let Atom::External(name) = atom {
                let name = self.symbols.shared(name);
                self.calls_by_name(&name);
            }
        }
    }

    /// An attribute is asked of a class that does not have it itself: of those that it inherits from and that are not read.
    pub fn takes_inherited(&mut self, class: ObjectId, attribute: &str) {
        let Activity::Import(_) = self.activity else { return };
        let bases = self.mro(class);
        for base in bases.iter() {
            if let Base::External(base) = *base {
                let name = self.symbols.below(base, attribute);
                self.takes(name);
            }
        }
    }
}
