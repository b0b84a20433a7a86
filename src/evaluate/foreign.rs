//! Calls of code that is not read: the standard library and native modules, known by rules, and methods of what they make.
mod handed;
mod hooks;
mod inherited;
mod namespaces;
mod objects;
mod unknown;
mod values;

use super::facet::{Access, Facet, Grade};
use super::knowledge::Use;
use super::machine::Machine;
use super::names::says_what_it_does;
use super::object::{Arguments, Base, Kind, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::Kind as Source;
use crate::rules::{EffectKind, Outside};

/// Bytes of a dotted name that may still get longer.
const LONGEST_NAME: usize = 160;

impl Machine<'_> {
    /// The name of something that is known by its name only.
    pub fn external_name(&self, atom: Atom) -> Option<&str> {
        match atom {
            Atom::External(name) => Some(self.symbols.text(name)),
            Atom::Object(object) => match self.kind(object) {
                Kind::Result(name) => Some(self.symbols.text(*name)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether an atom is an object of code that is not read.
    pub fn is_foreign(&self, atom: Atom) -> bool {
        self.external_name(atom).is_some()
    }

    /// Whether calling an atom runs code that is not read.
    pub fn is_foreign_callable(&self, atom: Atom) -> bool {
        self.is_foreign(atom)
            || matches!(atom, Atom::Object(object) if matches!(self.kind(object), Kind::Foreign { .. }))
    }

    /// Calls something by its dotted name.
    pub fn call_external(
        &mut self,
        name: &str,
        receiver: Option<ObjectId>,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        if let Some(handed_on) = self.handed_on(name, arguments) {
            return handed_on;
        }
        let value = self.run_external(name, receiver, arguments, place, decorates);
        // What it takes of the outside is known by now.
        self.call_raises(name, arguments, place);
        value
    }

    fn run_external(
        &mut self,
        name: &str,
        receiver: Option<ObjectId>,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        self.leaves_what_is_asked(name);
        for value in arguments.all() {
            match name {
                "getattr" | "hasattr" => self.asks_for_attributes(value, place),
                _ => self.looks_into(value, place),
            }
        }
        self.calls_by_name(name);
        if self.is_of_another_module(name, arguments) {
            return Atom::Bool(false).into();
        }
        // On what a method is called is not among its arguments where it is bound.
        if receiver.is_none()
            && let Some(value) = self.unbound_method(name, arguments, place)
        {
            return value;
        }
        if let Some((class, super::SUBCLASSES)) = name.rsplit_once('.') {
            self.reads_subclasses_of(class, place);
            // `type.__subclasses__(Base)` asks what it is handed.
            for atom in arguments.positional.first().into_iter().flat_map(Value::atoms) {
                match atom {
                    Atom::Object(object) => self.reads_subclasses(object, place),
                    Atom::External(asked) => {
                        let asked = self.symbols.text(asked).to_owned();
                        self.reads_subclasses_of(&asked, place);
                    }
                    _ => {}
                }
            }
        }
        self.calls_what_is_handed(name, arguments, place);
        if let Some(value) = self.builtin(name, arguments, place) {
            if super::protocols::asks_what_it_is_handed(self.rules, name) {
                self.asks_all(arguments, place);
            }
            return value;
        }
        let of = Use {
            arguments,
            receiver,
            place,
        };
        if let Some(value) = self.known_call(name, of) {
            self.asks_all(arguments, place);
            return value;
        }
        if let Some(rule) = self.rules.harmless_call(name) {
            let facet = match rule.reads {
                Some(Outside::Environment) => Some("env:*"),
                Some(Outside::Surroundings) => Some("surroundings"),
                Some(Outside::Installation) | None => None,
            };
            if let Some(facet) = facet {
                let what = format!("reads its surroundings by `{name}`");
                let facet = Facet::State(facet.to_owned());
                self.note(EffectKind::Surroundings, Access::Read, facet, Grade::Seen, place, what);
            }
            if rule.calls_back && !decorates {
                self.call_handed(arguments, place);
            }
            self.asks_all(arguments, place);
            return self.result(name, arguments);
        }
        if let Some(receiver) = receiver {
            return self.unknown_method(name, receiver, arguments, place, decorates);
        }
        self.unlisted(name, arguments, place, decorates);
        self.result(name, arguments)
    }

    /// A call that nothing is known of.
    fn unlisted(&mut self, name: &str, arguments: &Arguments, place: Place, decorates: bool) {
        let top = name.split('.').next().unwrap_or_default();
        let kind = self.program.find(top).map(|top| self.program.modules[top].kind);
        let is_builtin = !name.contains('.');
        let is_exception = name
            .rsplit('.')
            .next()
            .is_some_and(|last| last.ends_with("Error") || last.ends_with("Exception") || last.ends_with("Warning"));
        if is_exception {
            return;
        }
        self.asks_all(arguments, place);
        // What installed packages hand to it is not called in plain sight.
        if kind == Some(Source::Standard) && !decorates && self.is_own(place.module) {
            self.call_handed(arguments, place);
        }
        let grade = match kind {
            _ if is_builtin => Grade::Unknown,
            Some(Source::FirstParty | Source::Test | Source::Beside) => Grade::Unknown,
            // The rules are meant to know all of the standard library that touches anything.
            Some(Source::Standard | Source::Site | Source::Missing) | None => Grade::Assumed,
        };
        // A virtual subclass that the package itself made is found only by who has it.
        let is_its_own = |value: &Value| self.is_own_class(value) || self.is_class_below(value, place.module);
        let of_own_classes = arguments.all().next().is_some() && arguments.all().all(is_its_own);
        if name.ends_with(".register") && of_own_classes {
            return;
        }
        // What is tried in vain, as it is not installed, is not called.
        let is_there = kind != Some(Source::Missing) || self.caught == 0;
        if let Some(does) = says_what_it_does(self.rules, name).filter(|_| is_there && grade == Grade::Assumed) {
            let (facet, what) = (Facet::State(name.to_owned()), format!("calls `{name}`"));
            // Who asks for it finds what was not there before; an installed package has its own way of asking.
            let access = match kind {
                Some(Source::Standard) => Access::Write,
                _ => Access::Append,
            };
            self.note(does, access, facet, Grade::Seen, place, what);
            return;
        }
        let what = format!("calls `{name}`, which may do anything");
        self.note_anything(grade, place, what);
        if !decorates && grade == Grade::Unknown {
            self.hand_over(arguments, place);
        }
    }

    /// What a call of foreign code hands out: something new, named after what was called, which holds what it was handed.
    pub fn result(&mut self, name: &str, arguments: &Arguments) -> Value {
        let symbol = self.symbols.of(name);
        if self.is_shared(name) {
            return Atom::External(symbol).into();
        }
        let made = self.make(Kind::Result(symbol));
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in handed {
            self.hold(made, &value);
        }
        Atom::Object(made).into()
    }

    /// Calls the functions among what is handed over.
    pub fn call_handed(&mut self, arguments: &Arguments, place: Place) {
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in &handed {
            self.iterate(value, place);
        }
        // Only objects are called back.
        let is_object = |atom: Atom| matches!(atom, Atom::Object(_));
        for (at, value) in handed
            .iter()
            .enumerate()
            .filter(|(_, value)| value.atoms().any(is_object))
        {
            let others: Vec<&Value> = handed
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, other)| other)
                .collect();
            for atom in value.atoms() {
                self.calls_back(atom, &others, place);
            }
        }
    }

    /// Calls a method of something whose method is not read.
    pub fn call_foreign(
        &mut self,
        receiver: &Value,
        method: &str,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        self.operation(|machine| machine.call_method(receiver, method, arguments, place, decorates))
    }

    fn call_method(
        &mut self,
        receiver: &Value,
        method: &str,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        let mut result = Value::nothing();
        for atom in receiver.atoms() {
            result = result.with(&match atom {
                Atom::Object(object) => self.method_of_object(object, method, arguments, place, decorates),
                Atom::External(name) => {
                    let name = format!("{}.{method}", self.symbols.text(name));
                    self.call_external(&name, None, arguments, place, decorates)
                }
                Atom::Text(_) | Atom::Plain | Atom::Beginning(_) | Atom::None | Atom::Bool(_) | Atom::Int(_) => {
                    self.method_of_text(atom, method, arguments, place)
                }
                Atom::Module(_) => Value::nothing(),
                Atom::Unknown => self.unknown_call(arguments, place),
            });
        }
        result
    }

    /// The name of a method of a result. A long chain of results of results is known to nobody: it does not get longer.
    fn method_name(&self, of: Symbol, method: &str) -> String {
        let of = self.symbols.text(of);
        match of.len() > LONGEST_NAME {
            true => of.to_owned(),
            false => format!("{of}.{method}"),
        }
    }

    fn method_of_object(
        &mut self,
        object: ObjectId,
        method: &str,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        match self.kind(object).clone() {
            Kind::Container(kind) => self.method_of_container(object, kind, method, arguments, place),
            Kind::Result(name) => {
                let name = self.method_name(name, method);
                if let Some(child) = self.child_logger(object, &name, arguments) {
                    let arguments = Arguments::of(vec![child]);
                    return self.call_external("logging.getLogger", None, &arguments, place, decorates);
                }
                self.enter_logger(object);
                let result = self.call_external(&name, Some(object), arguments, place, decorates);
                self.leave_logger(object);
                result
            }
            Kind::Namespace(module) => self.method_of_namespace(object, module, method, arguments, place),
            Kind::Fields(of) => self.method_of_fields(object, of, method, arguments, place),
            Kind::Property { get, set, delete } => {
                let function = arguments.positional.first().cloned().unwrap_or_default();
                match method {
                    "getter" | "setter" | "deleter" => {
                        let part = |name: &str, now: Value| if method == name { function.clone() } else { now };
                        let (get, set, delete) = (part("getter", get), part("setter", set), part("deleter", delete));
                        self.make_value(Kind::Property { get, set, delete })
                    }
                    // Asked by a class it hands out itself, asked by an instance what its getter returns.
                    "__get__" => {
                        let instances: Value = function.atoms().filter(|&atom| atom != Atom::None).collect();
                        let itself = match function.atoms().any(|atom| atom == Atom::None) {
                            true => Atom::Object(object).into(),
                            false => Value::nothing(),
                        };
                        match instances.is_nothing() {
                            true => itself,
                            false => self.call(&get, &Arguments::of(vec![instances]), place).with(&itself),
                        }
                    }
                    "__set__" => self.call(&set, arguments, place),
                    _ => Atom::Object(object).into(),
                }
            }
            Kind::Function { .. } => self.method_of_function(object, method, arguments, place),
            Kind::Class { .. } => self.method_of_class(object, method, arguments, place),
            Kind::Instance(class) => self.inherited_method(object, class, method, arguments, place, decorates),
            Kind::Super { class, receiver } => {
                let _ = class;
                self.call_foreign(&receiver, method, arguments, place, decorates)
            }
            Kind::Generator { .. } => {
                self.iterate(&Atom::Object(object).into(), place);
                Value::unknown()
            }
            Kind::Foreign { receiver, .. } => self.call_foreign(&receiver, method, arguments, place, decorates),
            Kind::Method { .. } | Kind::Static(_) | Kind::ClassMethod(_) | Kind::Partial { .. } | Kind::Manager(_) => {
                Value::plain()
            }
        }
    }

    /// The foreign code that made an object, or the class of that which the class of an object is made of.
    pub fn made_by(&self, object: ObjectId, class: Option<ObjectId>) -> Option<String> {
        let name = match *self.kind(object) {
            Kind::Result(of) => Some(of),
            _ => class.and_then(|class| self.external_base(class)),
        };
        Some(self.symbols.text(name?).to_owned())
    }

    /// The first base of a class that is known by its name only.
    fn external_base(&self, class: ObjectId) -> Option<Symbol> {
        self.mro(class).iter().copied().find_map(|base| match base {
            Base::External(name) => Some(name),
            Base::Class(_) | Base::Unknown => None,
        })
    }
}
