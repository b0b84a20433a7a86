//! Attributes whose names are only known when the program runs: `setattr(self, name, value)`, `self.__dict__.update(values)`.
use crate::evaluate::ObjectId;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Base, Kind, Owner};
use crate::evaluate::value::{Atom, Symbol, Value};
use crate::graph::ModuleId;

impl Machine<'_> {
    /// Where an object keeps what was set under such names. No attribute is called so.
    fn any_name(&mut self) -> Symbol {
        self.symbols.of("[any name]")
    }

    /// Sets an attribute of an object, which one is not known, without asking anybody. Of the classes of installed packages
    /// it is assumed that such a name replaces nothing.
    pub fn put_under_any_name(&mut self, object: ObjectId, value: &Value) {
        let class = match *self.kind(object) {
            Kind::Instance(class) => class,
            _ => object,
        };
        let is_own = match self.objects[class as usize].owner {
            Owner::Module(owner) => self.is_own(owner),
            Owner::Call => true,
        };
        if is_own && !value.is_nothing() {
            let name = self.any_name();
            self.put(object, name, value);
        }
        self.hold(object, value);
    }

    /// What an attribute may be instead that was found under its own name. Data takes the place of data: that a method, or a
    /// class, is replaced by such a name is not expected.
    pub(super) fn or_under_any_name(&mut self, found: Value, object: ObjectId) -> Value {
        let name = self.any_name();
        let class = match *self.kind(object) {
            Kind::Instance(class) => class,
            _ => object,
        };
        let mut others = Value::nothing();
        let of = |machine: &Self, object: ObjectId, others: &mut Value| {
            if let Some(value) = machine.objects[object as usize].attributes.get(&name) {
                others.join(value);
            }
        };
        of(self, object, &mut others);
        for base in self.mro(class).iter() {
            if let Base::Class(base) = *base {
                of(self, base, &mut others);
            }
        }
        match others.is_nothing() || !self.is_data(&found) {
            true => found,
            false => found.with(&others),
        }
    }

    /// The same of a name of a module: `globals()[name] = value`, `setattr(settings, name, value)`.
    pub fn or_bound_under_any_name(&self, found: Value, module: ModuleId) -> Value {
        match self.open_names.get(&module) {
            Some(others) if self.is_data(&found) => found.with(others),
            _ => found,
        }
    }

    fn is_data(&self, value: &Value) -> bool {
        value.atoms().all(|atom| match atom {
            Atom::Object(object) => !matches!(
                self.kind(object),
                Kind::Function { .. } | Kind::Method { .. } | Kind::Class { .. } | Kind::Fields(_)
            ),
            Atom::Module(_) | Atom::External(_) => false,
            Atom::None
            | Atom::Bool(_)
            | Atom::Int(_)
            | Atom::Text(_)
            | Atom::Plain
            | Atom::Beginning(_)
            | Atom::Unknown => true,
        })
    }
}
