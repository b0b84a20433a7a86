//! Objects of a class with bases that are not read: the methods that they have from there, and what they hold where one of the
//! bases is a container.
use std::rc::Rc;

use crate::evaluate::activity::Changed;
use crate::evaluate::facet::Grade;
use crate::evaluate::knowledge::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::names::registers;
use crate::evaluate::object::{Arguments, Base, Container, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::project::standard;
use crate::rules::{EffectKind, Group};

/// The container that a class of this name is, and whether its methods are Python code that calls those of a subclass.
fn container(name: &str) -> Option<(Container, bool)> {
    let (module, class) = name.rsplit_once('.').unwrap_or(("builtins", name));
    Some(match (module, class) {
        ("builtins", "dict") | ("typing", "Dict" | "DefaultDict" | "OrderedDict" | "Counter") => {
            (Container::Dict, false)
        }
        ("collections", "OrderedDict" | "defaultdict" | "Counter") => (Container::Dict, false),
        ("builtins", "list" | "set") | ("typing", "List" | "Set" | "Deque") | ("collections", "deque") => {
            (Container::List, false)
        }
        ("builtins", "tuple" | "frozenset") | ("typing", "Tuple" | "FrozenSet") => (Container::Tuple, false),
        ("collections", "UserDict" | "ChainMap") | ("typing", "ChainMap") => (Container::Dict, true),
        ("collections.abc" | "typing", "Mapping" | "MutableMapping") => (Container::Dict, true),
        ("collections", "UserList") => (Container::List, true),
        ("collections.abc" | "typing", "Sequence" | "MutableSequence" | "MutableSet") => (Container::List, true),
        _ => return None,
    })
}

impl Machine<'_> {
    /// The container among the bases of an object's class.
    fn container_among_bases(&self, object: ObjectId) -> Option<(Container, bool)> {
        let Kind::Instance(class) = *self.kind(object) else {
            return None;
        };
        self.mro(class).iter().find_map(|base| match base {
            Base::External(name) => container(self.symbols.text(*name)),
            Base::Class(_) | Base::Unknown => None,
        })
    }

    /// What an object holds whose class is a container by inheritance; none for any other.
    pub fn held_by_instance(&mut self, object: ObjectId) -> Option<Value> {
        self.container_among_bases(object)?;
        let held = self.objects[object as usize].elements.clone();
        // One that is read back is there by then, wherever it comes from.
        Some(if held.is_nothing() {
            self.unseen_part(object)
        } else {
            held
        })
    }

    /// A method that an object has from a container among the bases of its class; none where there is no such.
    pub(super) fn method_of_held(
        &mut self,
        object: ObjectId,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Option<Value> {
        let (kind, calls_subclass) = self.container_among_bases(object)?;
        let of: Value = Atom::Object(object).into();
        self.asks(&of, place);
        self.asks_all(arguments, place);
        let sets_item = matches!(method, "__setitem__" | "__delitem__");
        let changes = kind != Container::Tuple && (sets_item || self.rules.knows(Group::ChangingMethod, method));
        if !changes || self.rules.knows(Group::TakesKey, method) {
            self.reads_object(object, place);
        }
        let last = arguments.positional.last().cloned().unwrap_or_default();
        let is_made_there = self.is_made_there(object, &last);
        let mut entered = Value::nothing();
        for value in arguments.all().cloned().collect::<Vec<_>>() {
            entered.join(&value);
            if matches!(method, "update" | "extend" | "extendleft" | "__ior__" | "__iadd__") {
                entered.join(&self.iterate(&value, place));
                entered.join(&self.parts(&value, place));
            }
        }
        if changes {
            self.hold(object, &entered);
            let kind = if sets_item || registers(self.rules, method) {
                EffectKind::Registration
            } else {
                EffectKind::Mutation
            };
            let changed = Changed {
                object,
                field: None,
                is_made_there,
            };
            self.changed_by(changed, kind, place, format!("calls `{method}`"));
        }
        if method == "sort" {
            self.call_handed(&arguments.after(of.clone()), place);
        }
        let mut held = self.held_by_instance(object).unwrap_or_default();
        if calls_subclass && !matches!(method, "__getitem__" | "__setitem__" | "__delitem__") {
            let item = Arguments::of(vec![Value::plain()]);
            held.join(&self.special(&of, "__getitem__", &item, place).unwrap_or_default());
            if changes {
                let new = Arguments::of(vec![Value::plain(), entered.clone()]);
                self.special(&of, "__setitem__", &new, place);
                self.special(&of, "__delitem__", &item, place);
                self.special(&of, "insert", &new, place);
            }
        }
        Some(match method {
            "get" | "pop" | "setdefault" | "__getitem__" => {
                let missing = Arguments::of(vec![arguments.positional.first().cloned().unwrap_or_default()]);
                let by_hook = self.special(&of, "__missing__", &missing, place).unwrap_or_default();
                held.with(&last).with(&by_hook)
            }
            "copy" | "union" | "difference" | "__or__" => self.container_like(kind, &held),
            "popitem" | "popleft" | "items" | "values" | "__iter__" => self.container_of(kind, &held).with(&held),
            "keys" => self.container_of(Container::List, &Value::plain()),
            _ => Value::plain(),
        })
    }

    /// A method that a class has from a base which is not read.
    pub(super) fn inherited_method(
        &mut self,
        object: ObjectId,
        class: ObjectId,
        method: &str,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        let of: Value = Atom::Object(object).into();
        if matches!(
            method,
            "__init__"
                | "__new__"
                | "__setattr__"
                | "__delattr__"
                | "__init_subclass__"
                | "__post_init__"
                | "__set_name__"
        ) {
            if method == "__init__"
                && let Some(base) = self.external_base(class)
            {
                let name = &*self.symbols.shared(base);
                self.instance_of_external(name, arguments, place);
            }
            return self.object_protocol(&of, method, arguments, place);
        }
        if let Some(value) = self.method_of_held(object, method, arguments, place) {
            return value;
        }
        match self.external_base(class) {
            Some(base) if method == "__call__" && self.symbols.text(base).ends_with("ContextDecorator") => {
                let function = self.symbols.of("contextlib.ContextDecorator()");
                let positional = [of].into_iter().chain(arguments.positional.iter().cloned()).collect();
                self.make_value(Kind::Partial {
                    function: Atom::External(function).into(),
                    positional,
                    keywords: Rc::new([]),
                })
            }
            Some(base) => {
                let name = format!("{}.{method}", self.symbols.text(base));
                self.asks(&of, place);
                self.calls_hooks(object, base, method, place);
                self.call_external(&name, Some(object), arguments, place, decorates)
            }
            None if method.starts_with("__") => Value::plain(),
            None => Value::unknown(),
        }
    }

    /// What making an instance of a class of foreign code does.
    pub fn instance_of_external(&mut self, name: &str, arguments: &Arguments, place: Place) {
        let of = Use {
            arguments,
            receiver: None,
            place,
        };
        if self.known_call(name, of).is_none() && !self.rules.is_harmless_call(name) {
            self.assumes(name, "makes an instance of a subclass of", place);
        }
    }

    /// What making a subclass of a class of foreign code does.
    pub fn subclass_of_external(&mut self, name: &str, place: Place) {
        self.assumes(name, "makes a subclass of", place);
    }

    /// Something happens in code that is not read, of which nothing is known.
    fn assumes(&mut self, name: &str, how: &str, place: Place) {
        let top = name.split('.').next().unwrap_or_default();
        if name.contains('.') && !standard::is_standard(top) {
            let what = format!("{how} `{name}`");
            self.note_anything(Grade::Assumed, place, what);
        }
    }
}
