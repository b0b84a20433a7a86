//! Calls of code that is not read: the standard library and native modules, known by rules, and methods of what they make.
use std::rc::Rc;

use super::classes::Base;
use super::facet::{Access, Facet, Grade};
use super::knowledge::Use;
use super::machine::{Changed, Machine};
use super::object::{Arguments, Container, Kind, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::Kind as Source;
use crate::rules::{CommandRole, EffectKind, Outside};

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
        for value in arguments.all() {
            match name {
                "getattr" | "hasattr" => self.asks_for_attributes(value, place),
                _ => self.looks_into(value, place),
            }
        }
        if let Some(value) = self.unbound_method(name, arguments, place) {
            return value;
        }
        if let Some(value) = self.builtin(name, arguments, place) {
            if super::protocols::asks_what_it_is_handed(name) {
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

    /// `dict.update(object, ...)`: the same as the method on the object.
    fn unbound_method(&mut self, name: &str, arguments: &Arguments, place: Place) -> Option<Value> {
        let (owner, method) = name.rsplit_once('.')?;
        if !matches!(
            owner,
            "dict" | "list" | "set" | "collections.OrderedDict" | "collections.deque"
        ) || method == "fromkeys"
        {
            return None;
        }
        let receiver = arguments.positional.first()?;
        let rest = Arguments {
            positional: arguments.positional.iter().skip(1).cloned().collect(),
            ..arguments.clone()
        };
        let mut made = Value::nothing();
        for atom in receiver.atoms() {
            let Atom::Object(object) = atom else { continue };
            made = made.with(&match *self.kind(object) {
                Kind::Container(kind) => self.method_of_container(object, kind, method, &rest, place),
                Kind::Instance(_) => {
                    for value in rest.all().cloned().collect::<Vec<_>>() {
                        self.hold(object, &value);
                    }
                    if super::names::changes_its_object(method) || method.ends_with("item__") {
                        let kind = EffectKind::Registration;
                        self.changes(object, kind, place, format!("calls `{method}`"));
                    }
                    Value::plain()
                }
                _ => self.call_foreign(&atom.into(), method, &rest, place, false),
            });
        }
        Some(made)
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
        let of_own_classes = arguments.all().next().is_some() && arguments.all().all(|value| self.is_own_class(value));
        if name.ends_with(".register") && of_own_classes {
            return;
        }
        if let Some(kind) = super::names::says_what_it_does(name).filter(|_| grade == Grade::Assumed) {
            let (facet, what) = (Facet::State(name.to_owned()), format!("calls `{name}`"));
            self.note(kind, Access::Append, facet, Grade::Seen, place, what);
            return;
        }
        let what = format!("calls `{name}`, which may do anything");
        self.note(
            EffectKind::UnknownCode,
            Access::Write,
            Facet::Everything,
            grade,
            place,
            what,
        );
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
        for (at, value) in handed.iter().enumerate() {
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
        let value = match self.enter_operation() {
            true => self.call_method(receiver, method, arguments, place, decorates),
            false => Value::unknown(),
        };
        self.leave();
        value
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

    fn method_of_text(&mut self, text: Atom, method: &str, arguments: &Arguments, place: Place) -> Value {
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in &handed {
            if method == "join" {
                self.iterate(value, place);
            }
        }
        self.asks_all(arguments, place);
        let text = match text {
            Atom::Text(text) => self.symbols.text(text).to_owned(),
            _ => return Value::plain(),
        };
        if let ("startswith" | "endswith", [ends]) = (method, handed.as_slice()) {
            return self.begins_or_ends(&text, method, ends);
        }
        let texts: Option<Vec<String>> = match (method, handed.as_slice()) {
            ("join", [value]) => {
                let count = match value.single() {
                    Some(Atom::Object(object)) => self.objects[object as usize].attributes.len(),
                    _ => return Value::plain(),
                };
                self.exact_elements(value, count)
                    .map(|parts| self.texts(&parts))
                    .unwrap_or_default()
            }
            ("format", parts) if arguments.keywords.is_empty() => self.texts(parts),
            _ => None,
        };
        match texts {
            Some(parts) if method == "join" => Atom::Text(self.symbols.of(&parts.join(&text))).into(),
            Some(parts) => {
                let mut made = text;
                for part in parts {
                    made = made.replacen("{}", &part, 1);
                }
                if made.contains('{') {
                    Value::plain()
                } else {
                    Atom::Text(self.symbols.of(&made)).into()
                }
            }
            None => Value::plain(),
        }
    }

    /// `text.startswith(ends)`, where it is the same for each text that `ends` may be.
    fn begins_or_ends(&self, text: &str, method: &str, ends: &Value) -> Value {
        let is = |_: &Self, atom: Atom| match atom {
            Atom::Text(end) if method == "startswith" => Some(text.starts_with(self.symbols.text(end))),
            Atom::Text(end) => Some(text.ends_with(self.symbols.text(end))),
            _ => None,
        };
        match self.are_all(ends, is) {
            Some(told) => Atom::Bool(told).into(),
            None => Value::plain(),
        }
    }

    fn texts(&self, values: &[Value]) -> Option<Vec<String>> {
        values
            .iter()
            .map(|value| match value.single()? {
                Atom::Text(text) => Some(self.symbols.text(text).to_owned()),
                _ => None,
            })
            .collect()
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
                self.enter_logger(object);
                let result = self.call_external(&name, Some(object), arguments, place, decorates);
                self.leave_logger(object);
                result
            }
            Kind::Namespace(module) => match (method, arguments.positional.first().cloned()) {
                ("update", handed) => {
                    let handed = handed.unwrap_or_default();
                    let known = self.known_items(&handed);
                    let unknown = self.parts(&handed, place);
                    if known.is_empty() && arguments.keywords.is_empty() {
                        self.set_global(module, &Value::plain(), &unknown, place);
                    }
                    for (name, value) in known.into_iter().chain(arguments.keywords.clone()) {
                        self.set_global(module, &Atom::Text(name).into(), &value, place);
                    }
                    Atom::None.into()
                }
                ("setdefault" | "pop" | "__setitem__" | "__delitem__", Some(name)) => {
                    let value = arguments.positional.get(1).cloned().unwrap_or_default();
                    self.set_global(module, &name, &value, place);
                    value
                }
                ("get" | "__getitem__", Some(name)) => self.item(&Atom::Object(object).into(), &name, place),
                ("items", _) => {
                    let values = self.parts(&Atom::Object(object).into(), place);
                    self.pairs(&Value::plain(), &values)
                }
                _ => self.parts(&Atom::Object(object).into(), place),
            },
            Kind::Fields(of) => match method {
                "update" | "setdefault" | "pop" | "clear" | "__setitem__" => {
                    self.changes(of, EffectKind::Mutation, place, "sets attributes".to_owned());
                    for (name, value) in arguments.keywords.clone() {
                        self.put(of, name, &value);
                    }
                    Value::plain()
                }
                "items" => match self.known_pairs(object) {
                    Some(pairs) => {
                        self.looks_into(&Atom::Object(object).into(), place);
                        pairs
                    }
                    None => {
                        let values = self.parts(&Atom::Object(object).into(), place);
                        self.pairs(&Value::plain(), &values)
                    }
                },
                "get" if matches!(self.kind(of), Kind::Class { .. }) => {
                    self.name_of_class(object, of, arguments, place)
                }
                _ => self.parts(&Atom::Object(object).into(), place),
            },
            Kind::Property { get, set } => {
                let function = arguments.positional.first().cloned().unwrap_or_default();
                match method {
                    "setter" => self.make_value(Kind::Property { get, set: function }),
                    "getter" => self.make_value(Kind::Property { get: function, set }),
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

    /// `function.register(...)` of a generic function, `function.cache_clear()` and the like.
    fn method_of_function(&mut self, function: ObjectId, method: &str, arguments: &Arguments, place: Place) -> Value {
        match method {
            "register" => {
                let handed = arguments.positional.last().cloned().unwrap_or_default();
                self.hold(function, &handed);
                self.changes(
                    function,
                    EffectKind::Registration,
                    place,
                    "registers an implementation".to_owned(),
                );
                // As a decorator it hands out what it is put on.
                let is_class = |atom: Atom| match atom {
                    Atom::Object(object) => matches!(self.kind(object), Kind::Class { .. }),
                    Atom::External(_) => true,
                    _ => false,
                };
                match handed.atoms().any(is_class) {
                    true => self.result("functools.singledispatch.register", arguments),
                    false => handed,
                }
            }
            "__get__" => {
                let receiver = arguments.positional.first().cloned().unwrap_or_default();
                if receiver.single() == Some(Atom::None) {
                    return Atom::Object(function).into();
                }
                self.make_view(Kind::Method {
                    receiver,
                    function: Atom::Object(function).into(),
                })
            }
            "__call__" => self.call(&Atom::Object(function).into(), arguments, place),
            _ => Value::plain(),
        }
    }

    fn method_of_class(&mut self, class: ObjectId, method: &str, arguments: &Arguments, place: Place) -> Value {
        let of: Value = Atom::Object(class).into();
        match method {
            "__subclasses__" => {
                self.reads_subclasses(class, place);
                self.container_of(Container::List, &Value::unknown())
            }
            "mro" | "__mro__" | "__bases__" => self.container_of(Container::Tuple, &of),
            "register" => {
                self.changes(
                    class,
                    EffectKind::Registration,
                    place,
                    "registers a virtual subclass".to_owned(),
                );
                arguments.positional.first().cloned().unwrap_or_default()
            }
            "__call__" => self.make_instance(class, arguments, place),
            "__new__" | "__setattr__" | "__delattr__" | "__init__" | "__init_subclass__" => {
                self.object_protocol(&of, method, arguments, place)
            }
            _ => match self.external_base(class) {
                Some(base) => {
                    let name = format!("{}.{method}", self.symbols.text(base));
                    let of = Use {
                        arguments,
                        receiver: Some(class),
                        place,
                    };
                    let known = self.known_call(&name, of).is_some() || self.rules.is_harmless_call(&name);
                    if !known && !super::names::only_reads(method) {
                        let what = format!("calls `{name}`, which may do anything");
                        self.note(
                            EffectKind::UnknownCode,
                            Access::Write,
                            Facet::Everything,
                            Grade::Assumed,
                            place,
                            what,
                        );
                    }
                    self.result(&name, arguments)
                }
                None => Value::unknown(),
            },
        }
    }

    /// The first base of a class that is known by its name only.
    fn external_base(&self, class: ObjectId) -> Option<Symbol> {
        self.mro(class).iter().copied().find_map(|base| match base {
            Base::External(name) => Some(name),
            Base::Class(_) | Base::Unknown => None,
        })
    }

    /// Methods that every object has.
    fn object_protocol(&mut self, receiver: &Value, method: &str, arguments: &Arguments, place: Place) -> Value {
        match method {
            "__setattr__" | "__delattr__" => {
                let Some(Atom::Text(name)) = arguments.positional.first().and_then(Value::single) else {
                    for atom in receiver.atoms() {
                        if let Atom::Object(object) = atom {
                            self.changes(object, EffectKind::Mutation, place, "sets an attribute".to_owned());
                        }
                    }
                    return Atom::None.into();
                };
                let value = arguments.positional.get(1).cloned().unwrap_or_default();
                for atom in receiver.atoms() {
                    if let Atom::Object(object) = atom {
                        self.put(object, name, &value);
                        self.changes(object, EffectKind::Mutation, place, "sets an attribute".to_owned());
                    }
                }
                Atom::None.into()
            }
            "__new__" => {
                let mut made = Value::nothing();
                let class = arguments
                    .positional
                    .first()
                    .cloned()
                    .unwrap_or_else(|| receiver.clone());
                for atom in class.atoms() {
                    if let Atom::Object(class) = atom
                        && matches!(self.kind(class), Kind::Class { .. })
                    {
                        made = made.with(&self.make_value(Kind::Instance(class)));
                    }
                }
                made
            }
            _ => Atom::None.into(),
        }
    }

    fn inherited_method(
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
                self.call_external(&name, Some(object), arguments, place, decorates)
            }
            None if method.starts_with("__") => Value::plain(),
            None => Value::unknown(),
        }
    }

    /// A method of an object of foreign code of which nothing is known: it may change that object.
    fn unknown_method(
        &mut self,
        name: &str,
        receiver: ObjectId,
        arguments: &Arguments,
        place: Place,
        decorates: bool,
    ) -> Value {
        let method = name.rsplit('.').next().unwrap_or_default().to_owned();
        let handed: Vec<Value> = arguments.all().cloned().collect();
        for value in handed {
            self.hold(receiver, &value);
        }
        // What makes a command, or leaves one as it is, changes nothing but what it is put on.
        if let Some(made_by) = name.strip_suffix(".__call__")
            && let Some(role) = self.rules.command_role(made_by)
        {
            return match (role, arguments.positional.first()) {
                (CommandRole::Keeps, Some(decorated)) => decorated.clone(),
                (CommandRole::Keeps | CommandRole::Command | CommandRole::Class | CommandRole::App, _) => {
                    self.result(made_by, arguments)
                }
            };
        }
        let of: Value = Atom::Object(receiver).into();
        let made_by = name.rsplit_once('.').map_or("", |(owner, _)| owner);
        if super::names::is_immutable(made_by) {
            return self.result(name, arguments);
        }
        let is_special = method.starts_with("__") && method != "__call__";
        if !decorates && (super::names::only_reads(&method) || is_special) {
            return of;
        }
        // Calling an object says nothing of what that does to it.
        if !self.is_fresh(receiver) && (method != "__call__" || self.is_own(place.module)) {
            let kind = if super::names::registers(&method) {
                EffectKind::Registration
            } else {
                EffectKind::Mutation
            };
            self.changes(receiver, kind, place, format!("calls `{method}`"));
        }
        let top = name.split('.').next().unwrap_or_default();
        let is_standard = self
            .program
            .find(top)
            .is_some_and(|top| self.program.modules[top].kind == Source::Standard);
        if !is_standard {
            let what = format!("calls `{name}`, which may do anything");
            self.note(
                EffectKind::UnknownCode,
                Access::Write,
                Facet::Everything,
                Grade::Assumed,
                place,
                what,
            );
        }
        let symbol = self.symbols.of(name);
        // What a method hands out is part of its object.
        let made = self.make(Kind::Result(symbol));
        self.objects[made as usize].owner = self.objects[receiver as usize].owner;
        Atom::Object(made).into()
    }

    fn method_of_container(
        &mut self,
        object: ObjectId,
        kind: Container,
        method: &str,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        let of: Value = Atom::Object(object).into();
        if super::names::compares(method) {
            self.asks(&of, place);
            self.asks_all(arguments, place);
        }
        if matches!(method, "__setitem__" | "__delitem__") && kind != Container::Tuple {
            let index = arguments.positional.first().cloned().unwrap_or_default();
            let new = arguments.positional.get(1).cloned().unwrap_or_default();
            self.set_item(&of, &index, &new, place);
        }
        if !super::names::changes_its_object(method) || super::names::takes_a_key(method) {
            self.reads_object(object, place);
        }
        if super::names::changes_its_object(method) && kind != Container::Tuple {
            // Its elements are no longer where they were.
            if kind == Container::List {
                self.objects[object as usize].attributes.clear();
            }
            let first = arguments.positional.first().cloned().unwrap_or_default();
            let is_made_there = self.is_made_there(object, arguments.positional.last().unwrap_or(&Value::nothing()));
            match (method, arguments.positional.get(1)) {
                ("setdefault", value) => {
                    let value = value.cloned().unwrap_or_else(|| Atom::None.into());
                    self.enter_item(object, &first, &value);
                }
                ("update", _) => {
                    for (name, value) in self.known_items(&first).into_iter().chain(arguments.keywords.clone()) {
                        self.put(object, name, &value);
                    }
                    let parts = self.parts(&first, place);
                    self.hold(object, &parts);
                }
                ("extend" | "extendleft", _) => {
                    let elements = self.iterate(&first, place);
                    self.hold(object, &elements);
                }
                ("insert", Some(value)) => {
                    let value = value.clone();
                    self.hold(object, &value);
                }
                ("append" | "appendleft" | "add", _) => self.hold(object, &first),
                ("sort", _) => self.call_handed(&arguments.after(of.clone()), place),
                _ => {}
            }
            let change = if super::names::registers(method) {
                EffectKind::Registration
            } else {
                EffectKind::Mutation
            };
            let changed = Changed { object, is_made_there };
            self.changed_by(changed, change, place, format!("calls `{method}`"));
        }
        match method {
            "get" | "pop" | "setdefault" | "__getitem__" if !arguments.positional.is_empty() => {
                let index = arguments.positional[0].clone();
                let default = arguments.positional.get(1).cloned().unwrap_or_default();
                self.item(&of, &index, place).with(&default)
            }
            "items" if kind == Container::Dict => {
                if let Some(pairs) = self.known_pairs(object) {
                    return pairs;
                }
                let keys = self.iterate(&of, place);
                let parts = self.parts(&of, place);
                self.pairs(&keys, &parts)
            }
            "values" => {
                let parts = self.parts(&of, place);
                self.container_of(Container::List, &parts)
            }
            "get" | "pop" | "popitem" | "popleft" | "items" | "copy" | "__iter__" | "union" | "difference" => {
                let parts = self.parts(&of, place);
                self.container_of(kind, &parts).with(&parts)
            }
            "keys" => {
                let keys = self.iterate(&of, place);
                self.container_of(Container::List, &keys)
            }
            _ => Value::plain(),
        }
    }
}
