//! Assignment, deletion and definition: what a statement does to names.
use crate::evaluate::activity::Activity;
use crate::evaluate::changes::Spot;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Container, EnvId, Kind, Place};
use crate::evaluate::value::{Atom, Symbol, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, Expr, ExprId, Name};
use crate::syntax::Span;

impl Machine<'_> {
    /// Assigns a value to a target.
    pub fn assign(&mut self, env: EnvId, target: ExprId, value: &Value) {
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module) else { return };
        match code.expression(target) {
            Expr::Name(name) => self.bind_name(env, *name, value.clone()),
            Expr::Attribute(object, name) => {
                let place = self.place(env, target);
                let object = self.eval(env, *object);
                let name = self.symbol(module, *name);
                self.set_attribute(&object, name, value, place);
            }
            Expr::Subscript(object, index) => {
                let place = self.place(env, target);
                let object = self.eval(env, *object);
                let index = self.eval(env, *index);
                self.set_item(&object, &index, value, place);
            }
            Expr::Sequence(_, targets) => {
                let place = self.place(env, target);
                let elements = self.iterate(value, place);
                let exact = self.exact_elements(value, targets.len());
                for (at, &target) in targets.iter().enumerate() {
                    let element = exact.as_ref().map_or(&elements, |exact| &exact[at]).clone();
                    self.assign(env, target, &element);
                }
            }
            Expr::Starred(inner) => {
                let place = self.place(env, target);
                let elements = self.parts(value, place).with(value);
                let list = self.make(Kind::Container(Container::List));
                self.hold(list, &elements);
                self.assign(env, *inner, &Atom::Object(list).into());
            }
            // Nothing else is a target.
            _ => {}
        }
    }

    /// Whose a name is that a statement binds or deletes; others notice where it belongs to what is around.
    pub(super) fn rebinds(&mut self, env: EnvId, name: Name) -> (EnvId, Symbol) {
        let home = self.home(env, name);
        let module = self.envs[env as usize].module;
        let symbol = self.symbol(module, name);
        if home != env {
            self.changed_for_others();
            if self.is_foreign_global(home, module) {
                self.changed_global(module, symbol);
            } else {
                self.changes_variable(home, symbol);
            }
        }
        (home, symbol)
    }

    pub(super) fn delete(&mut self, env: EnvId, target: ExprId) {
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module) else { return };
        match code.expression(target) {
            Expr::Name(name) => {
                let (home, symbol) = self.rebinds(env, *name);
                // In a branch it may be there still.
                if self.weak == 0 && !self.is_older(Spot::Name(home, symbol)) {
                    self.envs[home as usize].names.remove(&symbol);
                }
            }
            Expr::Attribute(object, name) => {
                let place = self.place(env, target);
                let object = self.eval(env, *object);
                let name = self.symbol(module, *name);
                self.set_attribute(&object, name, &Value::nothing(), place);
            }
            Expr::Subscript(object, index) => {
                let place = self.place(env, target);
                let object = self.eval(env, *object);
                let index = self.eval(env, *index);
                self.set_item(&object, &index, &Value::nothing(), place);
            }
            Expr::Sequence(_, targets) => {
                for &target in targets {
                    self.delete(env, target);
                }
            }
            // Nothing else can be deleted.
            _ => {}
        }
    }

    /// Whether Python evaluates annotations where they stand (PEP 649).
    pub(in crate::evaluate) fn evaluates_annotations(&self) -> bool {
        self.versions.oldest < (3, 14)
    }

    /// Evaluates annotations, where the version of Python does that at once.
    pub(super) fn annotations(&mut self, env: EnvId, annotations: &[ExprId]) {
        if self.evaluates_annotations() {
            // An edit may put them in quotes: what they do may be left to others.
            self.weak += 1;
            for &annotation in annotations {
                if self.asks_project(env, annotation) {
                    self.eval(env, annotation);
                }
            }
            self.weak -= 1;
        }
    }

    /// Whether an annotation does more than read attributes of something that is not the project's, or take types of such a thing.
    fn asks_project(&mut self, env: EnvId, annotation: ExprId) -> bool {
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module) else { return false };
        match code.expression(annotation) {
            Expr::Literal(_) => false,
            Expr::Name(_) => self.eval(env, annotation).atoms().any(|atom| match atom {
                Atom::Module(read) => self.is_own(read),
                Atom::Object(object) => self.is_up_to_project(object),
                _ => false,
            }),
            Expr::Attribute(of, _) => self.asks_project(env, *of),
            Expr::Subscript(of, index) => self.asks_project(env, *of) || self.asks_project(env, *index),
            Expr::Operator(_, parts) | Expr::Sequence(_, parts) => {
                parts.iter().any(|&part| self.asks_project(env, part))
            }
            _ => true,
        }
    }

    /// The decorators of a function or class, evaluated in their order, each with its place.
    pub(in crate::evaluate) fn decorators(&mut self, env: EnvId, decorators: &[ExprId]) -> Vec<(Value, Place)> {
        let evaluated = decorators.iter();
        evaluated
            .map(|&decorator| (self.eval(env, decorator), self.place(env, decorator)))
            .collect()
    }

    pub(super) fn define(&mut self, env: EnvId, body: BodyId, decorators: &[ExprId]) {
        let module = self.envs[env as usize].module;
        let Some(found) = self.body(module, body) else { return };
        let makers = self.decorators(env, decorators);
        let function = self.function(env, body);
        let mut value = function;
        for (maker, place) in makers.into_iter().rev() {
            value = self.decorate(&maker, value, place);
        }
        self.bind_name(env, found.name, value);
        self.may_be_called_later(env, body);
    }

    /// A lambda: a function as any other, where the project makes it.
    pub(in crate::evaluate) fn lambda(&mut self, env: EnvId, body: BodyId) -> Value {
        let function = self.function(env, body);
        if self.is_own(self.envs[env as usize].module) {
            self.may_be_called_later(env, body);
        }
        function
    }

    /// What a function makes that is looked at is looked at with it.
    fn may_be_called_later(&mut self, env: EnvId, body: BodyId) {
        if let Activity::Function(_) = self.activity {
            self.later_within(env, body);
        }
    }

    pub(super) fn is_foreign_global(&mut self, home: EnvId, module: ModuleId) -> bool {
        let globals = self.globals(module);
        home == globals
    }

    /// A function of a module binds one of its module's names: others notice where another module runs it.
    pub(super) fn changed_global(&mut self, module: ModuleId, symbol: Symbol) {
        let place = Place {
            module,
            span: Span::default(),
        };
        self.changes_name(module, symbol, place);
        let what = format!("changes `{}`", self.symbols.text(symbol));
        self.changes_module(module, place, what);
    }
}
