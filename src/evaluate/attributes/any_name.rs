//! Attributes whose names are only known when the program runs: `setattr(self, name, value)`, `self.__dict__.update(values)`.
use crate::evaluate::ObjectId;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Base, Kind, Owner};
use crate::evaluate::value::{Atom, Value};
use crate::graph::ModuleId;

impl Machine<'_> {
    /// Sets an attribute of an object without asking anybody: the one of this name, if that is known.
    pub fn put_by_name(&mut self, object: ObjectId, name: Option<&Value>, value: &Value) {
        match name.and_then(Value::single) {
            Some(Atom::Text(name)) => self.put(object, name, value),
            _ => self.put_under_any_name(object, value),
        }
    }

    /// Sets an attribute of an object, which one is not known, without asking anybody. Of the classes of installed packages
    /// it is assumed that such a name replaces nothing.
    pub fn put_under_any_name(&mut self, object: ObjectId, value: &Value) {
        let is_own = match self.objects[self.class_or_itself(object) as usize].owner {
            Owner::Module(owner) => self.is_own(owner),
            Owner::Call => true,
        };
        if is_own && !value.is_nothing() {
            // No attribute is called so.
            let name = self.symbols.of("[any name]");
            self.any_name = Some(name);
            self.put(object, name, value);
        }
        self.hold(object, value);
    }

    /// The class of an instance; a class itself.
    fn class_or_itself(&self, object: ObjectId) -> ObjectId {
        match *self.kind(object) {
            Kind::Instance(class) => class,
            _ => object,
        }
    }

    /// What an attribute may be instead that was found under its own name. Data takes the place of data: that a method, or a
    /// class, is replaced by such a name is not expected.
    pub(super) fn or_under_any_name(&self, mut found: Value, object: ObjectId) -> Value {
        // Every attribute comes here.
        let Some(name) = self.any_name.filter(|_| self.is_data(&found)) else {
            return found;
        };
        let order = self.mro(self.class_or_itself(object));
        let classes = order.iter().filter_map(|base| match *base {
            Base::Class(class) if class != object => Some(class),
            Base::Class(_) | Base::External(_) | Base::Unknown => None,
        });
        for holder in std::iter::once(object).chain(classes) {
            if let Some(value) = self.objects[holder as usize].attributes.get(&name) {
                found.join(value);
            }
        }
        found
    }

    /// The same of a name of a module: `globals()[name] = value`, `setattr(settings, name, value)`.
    pub fn or_bound_under_any_name(&self, found: Value, module: ModuleId) -> Value {
        match self.open_names.get(&module) {
            Some(others) if self.is_data(&found) => found.with(others),
            _ => found,
        }
    }

    /// Whether nothing that a value may be is code, or a module: that is not set by such names.
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
