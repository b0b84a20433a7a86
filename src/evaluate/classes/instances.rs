//! Instances: made by calling a class.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Base, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
use crate::rules::Group;

impl Machine<'_> {
    /// Calls a class.
    pub fn instantiate(&mut self, class: ObjectId, arguments: &Arguments, place: Place) -> Value {
        if let Some(metaclass) = self.metaclass(class) {
            let call = self.symbols.of("__call__");
            if let Some(function) = self.class_attribute(metaclass, call) {
                let function = self.unwrapped(&function);
                return self.call(&function, &arguments.after(Atom::Object(class).into()), place);
            }
        }
        self.make_instance(class, arguments, place)
    }

    /// `__new__` and `__init__`.
    pub fn make_instance(&mut self, class: ObjectId, arguments: &Arguments, place: Place) -> Value {
        let new = self.symbols.of("__new__");
        let known = self.known_harmless_class(class);
        let made = match self.class_attribute(class, new) {
            // Its own `__new__` may keep what it makes; what `__init__` sets is followed.
            Some(_) if let Some(known) = &known => return self.result(known, arguments),
            Some(function) => {
                let function = self.unwrapped(&function);
                let made = self.call(&function, &arguments.after(Atom::Object(class).into()), place);
                let instances: Value = made.atoms().filter(|atom| !matches!(atom, Atom::None)).collect();
                if instances.is_nothing() {
                    Atom::Object(self.make_at(Kind::Instance(class), place.module, place.span.start)).into()
                } else {
                    instances
                }
            }
            None => Atom::Object(self.make_at(Kind::Instance(class), place.module, place.span.start)).into(),
        };
        self.ends_some_time(class, &made, place);
        self.looks_up_member(class, arguments, place);
        for hook in ["__init__", "__post_init__"] {
            let name = self.symbols.of(hook);
            self.reads_classes_of(class, name, place);
            let Some(function) = self.class_attribute(class, name) else {
                if hook == "__init__" {
                    self.init_of_external(class, &made, arguments, place);
                }
                continue;
            };
            let function = self.unwrapped(&function);
            let arguments = if hook == "__init__" {
                arguments.clone()
            } else {
                Arguments::default()
            };
            for atom in made.atoms() {
                let bound = self.make_view(Kind::Method {
                    receiver: atom.into(),
                    function: function.clone(),
                });
                let (weak, around) = (self.weak, self.being_made.len());
                self.being_made.extend(atom.object().map(|object| (object, weak)));
                self.call(&bound, &arguments, place);
                self.being_made.truncate(around);
            }
        }
        made
    }

    /// `Colour("red")` of an enumeration asks `_missing_` for what is no member; where that has no answer, the call raises.
    fn looks_up_member(&mut self, class: ObjectId, arguments: &Arguments, place: Place) {
        if !self.is_enumeration(class) {
            return;
        }
        let hook = self.symbols.of("_missing_");
        let answer = self.class_attribute(class, hook).map(|function| {
            let function = self.unwrapped(&function);
            self.weak += 1;
            let answer = self.call(&function, &arguments.after(Atom::Object(class).into()), place);
            self.weak -= 1;
            answer
        });
        let is_one = |answer: &Value| self.are_all(answer, Self::is_none) == Some(false);
        if !answer.as_ref().is_some_and(is_one) {
            self.asks_for_member(arguments, "ValueError", place);
        }
    }

    /// Whether `Model[T]` is no more than another class of an installed package's kind that the rules call harmless: nobody in
    /// the project is told of that class.
    pub(in crate::evaluate) fn only_makes_a_class(&mut self, hook: &Value, class: ObjectId) -> bool {
        let Some(Atom::Object(hook)) = hook.single() else {
            return false;
        };
        let Kind::Function { module, body, .. } = *self.kind(hook) else {
            return false;
        };
        let code = self.code(module).filter(|_| !self.is_own(module));
        let maker = code.and_then(|code| {
            let parent = code.bodies.get(body as usize)?.parent?;
            Some(code.name(code.bodies[parent as usize].name))
        });
        let names = maker
            .map(|maker| self.names_in_rules(module, maker))
            .into_iter()
            .flatten();
        if !names.into_iter().any(|name| self.rules.is_harmless_call(&name)) {
            return false;
        }
        !self.mro(class).iter().any(|base| {
            let Base::Class(base) = *base else { return false };
            let Kind::Class { env, .. } = *self.kind(base) else {
                return false;
            };
            let space = &self.envs[env as usize];
            let hears = |name: &Symbol| self.rules.knows(Group::HearsOfClasses, self.symbols.text(*name));
            self.is_own(space.module) && space.names.keys().any(hears)
        })
    }

    /// The name by which the rules call making an instance of a class of an installed package harmless.
    fn known_harmless_class(&self, class: ObjectId) -> Option<String> {
        let Kind::Class { name, env, .. } = *self.kind(class) else {
            return None;
        };
        let module = self.envs[env as usize].module;
        if self.program.modules[module].kind != crate::graph::Kind::Site {
            return None;
        }
        let mut names = self.names_in_rules(module, self.symbols.text(name)).into_iter();
        names.find(|name| self.rules.is_harmless_call(name))
    }

    /// `__del__` may run at any time from now on.
    fn ends_some_time(&mut self, class: ObjectId, made: &Value, place: Place) {
        let hook = self.symbols.of("__del__");
        if self.class_attribute(class, hook).is_some() {
            self.weak += 1;
            self.special(made, "__del__", &Arguments::default(), place);
            self.weak -= 1;
        }
    }

    /// Whether something is what `field()` handed out, which a dataclass takes away from among its attributes.
    pub fn is_field(&self, atom: Atom) -> bool {
        self.external_name(atom) == Some("dataclasses.field")
    }

    /// The fields that a class declares: of a dataclass, its parameters.
    pub(super) fn fields(&mut self, class: ObjectId) -> Vec<Symbol> {
        let Kind::Class { env, .. } = *self.kind(class) else {
            return Vec::new();
        };
        let crate::evaluate::object::Env { module, body, .. } = self.envs[env as usize];
        let Some(found) = self.body(module, body) else {
            return Vec::new();
        };
        let mut fields = Vec::new();
        let code = self.code(module);
        for statement in &found.statements {
            let target = match statement {
                crate::semantics::code::Stmt::Declare(target) => Some(*target),
                crate::semantics::code::Stmt::Assign { targets, .. } => targets.first().copied(),
                _ => None,
            };
            if let Some(crate::semantics::code::Expr::Name(name)) =
                target.and_then(|target| code.map(|code| code.expression(target)))
            {
                fields.push(self.symbol(module, *name));
            }
        }
        fields
    }
}
