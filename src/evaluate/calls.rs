//! Calling: functions whose code is read run with the arguments of the call; everything else is told apart here by what it is.
mod between;
mod limits;
mod parameters;
mod unending;

use super::activity::Activity;
use super::facet::{Access, Step};
use super::machine::Machine;
use super::object::{Arguments, Container, EnvId, Kind, Place};
use super::value::{Atom, ObjectId, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, Stmt};

impl Machine<'_> {
    /// A call in the code of `env`: `super()`, `globals()` and the like mean something only there.
    pub fn call_in(&mut self, env: EnvId, callee: &Value, arguments: &Arguments, place: Place) -> Value {
        if let Some(Atom::External(name)) = callee.single() {
            let text = &*self.symbols.shared(name);
            if let Some(value) = self.call_about_here(env, text, arguments) {
                return value;
            }
        }
        self.call(callee, arguments, place)
    }

    /// Builtins that are about the code that calls them.
    fn call_about_here(&mut self, env: EnvId, name: &str, arguments: &Arguments) -> Option<Value> {
        let module = self.envs[env as usize].module;
        let has_none = arguments.positional.is_empty() && arguments.rest.is_none();
        match name {
            "globals" => Some(self.make_view(Kind::Namespace(module))),
            "locals" | "vars" | "dir" if has_none => {
                let is_module = self.envs[env as usize].parent.is_none() && self.envs[env as usize].body == 0;
                Some(match is_module {
                    true => self.make_view(Kind::Namespace(module)),
                    false => {
                        let names: Vec<Value> = self.envs[env as usize].names.values().cloned().collect();
                        let dict = self.make(Kind::Container(Container::Dict));
                        names.iter().for_each(|value| self.hold(dict, value));
                        Atom::Object(dict).into()
                    }
                })
            }
            "super" => {
                let (class, receiver) = self.receiver_around(env)?;
                // `super(Base, self)` goes on behind another class than the one that the code stands in.
                let named = arguments.positional.first().and_then(Value::single);
                let class = match named {
                    Some(Atom::Object(named)) if matches!(self.kind(named), Kind::Class { .. }) => named,
                    _ => class,
                };
                Some(self.make_value(Kind::Super { class, receiver }))
            }
            _ => None,
        }
    }

    /// The class and the first argument of the method that the code of `env` belongs to.
    fn receiver_around(&self, env: EnvId) -> Option<(ObjectId, Value)> {
        let mut at = Some(env);
        while let Some(id) = at {
            let found = &self.envs[id as usize];
            if let Some(receiver) = &found.receiver {
                return Some(receiver.clone());
            }
            at = found.parent;
        }
        None
    }

    /// Puts a decorator on something.
    pub fn decorate(&mut self, decorator: &Value, decorated: Value, place: Place) -> Value {
        let arguments = Arguments::of(vec![decorated.clone()]);
        let mut result = Value::nothing();
        let around = self.decorating.replace(self.running.len());
        for atom in decorator.atoms() {
            result = result.with(&match atom {
                // Foreign code that is handed a function hands out something that may run it.
                Atom::External(_) | Atom::Object(_) if self.is_foreign_callable(atom) => {
                    let made = self.call_atom(atom, &arguments, place, true);
                    if made.atoms().any(|atom| self.is_foreign(atom)) {
                        made.with(&decorated)
                    } else {
                        made
                    }
                }
                _ => self.call_atom(atom, &arguments, place, true),
            });
        }
        self.decorating = around;
        if result.is_nothing() { decorated } else { result }
    }

    /// Calls a value.
    pub fn call(&mut self, callee: &Value, arguments: &Arguments, place: Place) -> Value {
        self.operation(|machine| machine.call_each(callee, arguments, place))
    }

    fn call_each(&mut self, callee: &Value, arguments: &Arguments, place: Place) -> Value {
        self.chooses_callee(callee, place);
        let mut result = Value::nothing();
        for atom in callee.atoms() {
            result = result.with(&self.call_atom(atom, arguments, place, false));
        }
        result
    }

    fn call_atom(&mut self, atom: Atom, arguments: &Arguments, place: Place, decorates: bool) -> Value {
        match atom {
            Atom::External(name) => {
                let text = &*self.symbols.shared(name);
                self.call_external(text, None, arguments, place, decorates)
            }
            Atom::Object(object) => self.call_object(object, arguments, place, decorates),
            Atom::Unknown => self.unknown_call(arguments, place),
            // Not callable.
            Atom::None
            | Atom::Bool(_)
            | Atom::Int(_)
            | Atom::Text(_)
            | Atom::Plain
            | Atom::Beginning(_)
            | Atom::Module(_) => Value::nothing(),
        }
    }

    fn call_object(&mut self, object: ObjectId, arguments: &Arguments, place: Place, decorates: bool) -> Value {
        match self.kind(object).clone() {
            Kind::Function { .. } => {
                self.remembers(object, Access::Append, place);
                self.call_read_function(object, arguments, None, place)
            }
            Kind::Method { receiver, function } => {
                let arguments = arguments.after(receiver.clone());
                let mut result = Value::nothing();
                for atom in function.atoms() {
                    result = result.with(&match atom {
                        Atom::Object(function) if matches!(self.kind(function), Kind::Function { .. }) => {
                            self.call_read_function(function, &arguments, Some(&receiver), place)
                        }
                        _ => self.call_atom(atom, &arguments, place, decorates),
                    });
                }
                result
            }
            Kind::Class { .. } => self.instantiate(object, arguments, place),
            Kind::Instance(_) => match self.special(&Atom::Object(object).into(), "__call__", arguments, place) {
                Some(value) => value,
                None => self.call_foreign(&Atom::Object(object).into(), "__call__", arguments, place, decorates),
            },
            Kind::Partial {
                function,
                positional,
                keywords,
            } => {
                let mut all = arguments.clone();
                all.positional = positional
                    .iter()
                    .cloned()
                    .chain(arguments.positional.iter().cloned())
                    .collect();
                all.keywords.extend(keywords.iter().cloned());
                self.call(&function, &all, place)
            }
            Kind::Foreign { receiver, name } => {
                let name = &*self.symbols.shared(name);
                // `count().__next__`, which somebody keeps, is `next` all the same.
                if name == "__next__"
                    && let Some(next) = self.builtin("next", &Arguments::of(vec![receiver.clone()]), place)
                {
                    return next;
                }
                self.call_foreign(&receiver, name, arguments, place, decorates)
            }
            Kind::Static(function) | Kind::ClassMethod(function) => self.call(&function, arguments, place),
            Kind::Manager(function) => {
                let made = self.call(&function, arguments, place);
                self.make_value(Kind::Manager(made))
            }
            Kind::Result(_) => self.call_foreign(&Atom::Object(object).into(), "__call__", arguments, place, decorates),
            // Not callable.
            Kind::Container(_)
            | Kind::Property { .. }
            | Kind::Generator { .. }
            | Kind::Super { .. }
            | Kind::Namespace(_)
            | Kind::Fields(_) => Value::nothing(),
        }
    }

    /// Calls a function whose code is read, and what is registered to run in its place.
    fn call_read_function(
        &mut self,
        function: ObjectId,
        arguments: &Arguments,
        receiver: Option<&Value>,
        place: Place,
    ) -> Value {
        self.reads_function(function, place);
        let others = self.implementations(function, arguments, place);
        let before = self.age();
        let returned = self.call_function(function, arguments, receiver, place);
        self.remembers_returned(function, &returned, before);
        returned.with(&others)
    }

    /// Runs the code of a function.
    fn call_function(
        &mut self,
        function: ObjectId,
        arguments: &Arguments,
        receiver: Option<&Value>,
        place: Place,
    ) -> Value {
        let Kind::Function {
            module,
            body,
            env: parent,
            defaults,
            class,
        } = self.kind(function).clone()
        else {
            return Value::nothing();
        };
        let Some(found) = self.body(module, body) else {
            return Value::unknown();
        };
        self.asks_for_its_form(module, found);
        if let Some(known) = self.known_harmless(module, body) {
            let as_basic = self.builtin(&known, arguments, place);
            return as_basic.unwrap_or_else(|| self.result(&known, arguments));
        }
        let open = self
            .running
            .iter()
            .filter(|running| **running == (module, body))
            .count();
        if open > 1 {
            let returned = self.returned.get(&(module, body)).cloned().unwrap_or_default();
            return self.what_is_there(&returned);
        }
        // Functions of the project are looked at by themselves when it is about what happens later.
        let is_deep = matches!(self.activity, Activity::Function(_)) && self.is_own(module) && self.running.len() > 2;
        if is_deep || !self.may_call(module) {
            self.is_in_doubt();
            return Value::unknown();
        }
        let name = self
            .code(module)
            .map(|code| code.name(found.name).to_owned())
            .unwrap_or_default();
        if self.crosses(module) {
            self.known_besides((module, class), &name, (arguments, receiver), place);
        }
        if self.is_outside_a_test(module) {
            self.is_in_doubt();
            self.call_handed(arguments, place);
            let name = [self.program.modules[module].name.as_str(), ".", &name].concat();
            return self.result(&name, arguments);
        }
        let step = Step {
            module: place.module,
            span: place.span,
            name,
        };
        let settling = self
            .may_settle(parent)
            .then(|| self.call_to_settle(function, arguments));
        if let Some(value) = settling.as_ref().and_then(|call| self.settled_before(call, &step)) {
            return value;
        }
        if let Some(value) = self.given_up((module, body), arguments, place, &step) {
            return value;
        }
        let between = self.between(module, body);
        if let Some(value) = between.and_then(|called| self.used_up(called)) {
            return value;
        }
        let settling = settling.map(|call| self.begin_settling(call));
        let env = self.env(module, body, Some(parent));
        let rests = self.fill(env, module, body, arguments, &defaults);
        if let Some(class) = class.and_then(|class| self.class_of_env(class)) {
            let first = receiver.cloned().or_else(|| arguments.positional.first().cloned());
            self.envs[env as usize].receiver = first.map(|first| (class, first));
        }
        self.calls.push(step);
        let trial = self.begin_trial(module, body);
        let left = self.enter_called(module);
        let mut result = if found.is_generator || found.is_async {
            self.make_value(Kind::Generator { function, env })
        } else {
            self.rests.push(rests);
            self.run_body(function, env);
            self.rests.pop();
            let mut value = self.envs[env as usize].returned.clone();
            if value.is_nothing() {
                value.add(Atom::None);
            }
            value
        };
        let is_exhausted = self.leave_called(module, left);
        if let Some(called) = between {
            self.end_between(called);
        }
        if let Some(trial) = trial {
            self.end_trial(trial, is_exhausted);
        }
        if is_exhausted {
            result = result.with(&self.more_than_followed(module, body, arguments, place));
        }
        self.calls.pop();
        if let Some(settling) = settling {
            self.settle(settling, &result, !is_exhausted);
        }
        result
    }

    /// Executes the statements of a function, which is running from then on; what it makes is its own.
    pub(super) fn execute(&mut self, function: (ModuleId, BodyId), env: EnvId, statements: &[Stmt]) {
        self.running.push(function);
        self.entered.push(self.calls.len());
        self.made_before.push(self.objects.next());
        let local_from = self.local_from;
        self.local_from = local_from.min(self.objects.next() as ObjectId);
        self.block(env, statements);
        self.local_from = local_from;
        self.running.pop();
        self.entered.pop();
        self.made_before.pop();
    }

    /// Runs the body of a function with names that are filled in.
    pub fn run_body(&mut self, function: ObjectId, env: EnvId) {
        let Kind::Function { module, body, .. } = self.kind(function).clone() else {
            return;
        };
        let Some(found) = self.body(module, body) else { return };
        if let Activity::Import(importing) = self.activity {
            let is_asked = self.asking_for(importing).is_some();
            *self.executed[importing].entry((module, found.scope)).or_insert(true) &= is_asked;
        }
        let weak = std::mem::take(&mut self.weak);
        self.weak_around += weak;
        self.execute((module, body), env, &found.statements);
        if let Activity::Import(importing) = self.activity
            && self.steps == 0
        {
            // What comes after was not followed.
            self.executed[importing].insert((module, found.scope), false);
        }
        self.weak = weak;
        self.weak_around -= weak;
        let value = self.envs[env as usize].returned.clone();
        self.returned.entry((module, body)).or_default().join(&value);
    }
}
