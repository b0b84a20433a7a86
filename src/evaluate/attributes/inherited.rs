//! Attributes that come from a class, or from behind one in the order of its bases.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Base, Kind};
use crate::evaluate::value::{Atom, Symbol, Value};
use crate::evaluate::{ObjectId, Place};

impl Machine<'_> {
    pub fn super_attribute(&mut self, class: ObjectId, receiver: &Value, name: Symbol, place: Place) -> Value {
        // The bases of what the receiver is come after the class, in its order.
        let of = receiver.atoms().find_map(|atom| match atom {
            Atom::Object(object) => match self.kind(object) {
                Kind::Instance(class) => Some(*class),
                Kind::Class { .. } => Some(object),
                _ => None,
            },
            _ => None,
        });
        let is_metaclass = receiver.atoms().any(|atom| match atom {
            Atom::Object(object) => matches!(self.kind(object), Kind::Class { .. }),
            _ => false,
        });
        let order = of
            .map(|of| self.mro(of))
            .filter(|order| order.contains(&Base::Class(class)));
        let order = order.unwrap_or_else(|| self.mro(class));
        let at = order
            .iter()
            .position(|base| *base == Base::Class(class))
            .map_or(0, |at| at + 1);
        for base in &order[at..] {
            match base {
                Base::Class(base) => {
                    self.reads_own(*base, name, place);
                    if let Some(value) = self.own_attribute(*base, name) {
                        let text = self.symbols.text(name);
                        if matches!(text, "__new__" | "__init_subclass__" | "__class_getitem__") {
                            let function = self.unwrapped(&value);
                            return match text {
                                "__new__" => function,
                                _ => self.make_view(Kind::Method {
                                    receiver: receiver.clone(),
                                    function,
                                }),
                            };
                        }
                        return self.bound(&value, receiver.clone(), *base, place);
                    }
                }
                Base::External(base) => {
                    let base = &*self.symbols.shared(*base);
                    if base != "object" && base != "typing.Generic" && base != "typing.Protocol" && base != "abc.ABC" {
                        break;
                    }
                }
                Base::Unknown => return Value::unknown(),
            }
        }
        // `type.__call__`: makes an instance.
        if is_metaclass && self.symbols.text(name) == "__call__" {
            let call = self.symbols.of("type.__call__");
            return self.make_view(Kind::Method {
                receiver: receiver.clone(),
                function: Atom::External(call).into(),
            });
        }
        self.make_view(Kind::Foreign {
            receiver: receiver.clone(),
            name,
        })
    }

    pub fn attribute_of_class(&mut self, class: ObjectId, name: Symbol, place: Place) -> Value {
        let found = self.named_attribute_of_class(class, name, place);
        self.or_under_any_name(found, class)
    }

    fn named_attribute_of_class(&mut self, class: ObjectId, name: Symbol, place: Place) -> Value {
        let text = &*self.symbols.shared(name);
        match text {
            "__dict__" => return self.make_view(Kind::Fields(class)),
            "__name__" => match *self.kind(class) {
                Kind::Class { name, .. } => return Atom::Text(name).into(),
                _ => return Value::plain(),
            },
            "__qualname__" | "__module__" | "__doc__" | "__annotations__" => return Value::plain(),
            _ => {}
        }
        if let Some(value) = self.class_attribute(class, name) {
            let mut found = Value::nothing();
            for atom in value.atoms() {
                found = found.with(&match atom {
                    Atom::Object(object) => match self.kind(object).clone() {
                        Kind::Static(function) => function,
                        Kind::ClassMethod(function) => self.make_view(Kind::Method {
                            receiver: Atom::Object(class).into(),
                            function,
                        }),
                        Kind::Instance(_) => {
                            let arguments = Arguments::of(vec![Atom::None.into(), Atom::Object(class).into()]);
                            self.special(&atom.into(), "__get__", &arguments, place)
                                .unwrap_or(atom.into())
                        }
                        _ => atom.into(),
                    },
                    _ => atom.into(),
                });
            }
            return found;
        }
        if let Some(metaclass) = self.metaclass(class) {
            self.reads_classes_of(metaclass, name, place);
            if let Some(value) = self.class_attribute(metaclass, name) {
                return self.bound(&value, Atom::Object(class).into(), metaclass, place);
            }
            let hook = self.symbols.of("__getattr__");
            if let Some(function) = self.class_attribute(metaclass, hook) {
                let bound = self.bound(&function, Atom::Object(class).into(), metaclass, place);
                return self.call(&bound, &Arguments::of(vec![Atom::Text(name).into()]), place);
            }
        }
        self.takes_inherited(class, text);
        self.foreign_method(class, name)
    }
}
