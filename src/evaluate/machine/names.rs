//! Names: the environments that hold them, and where they are looked up.
use rustc_hash::FxHashMap;

use super::Machine;
use crate::evaluate::Place;
use crate::evaluate::changes::Spot;
use crate::evaluate::object::{Container, Env, EnvId, Kind, Owner};
use crate::evaluate::value::{Atom, Symbol, Value};
use crate::graph::{Kind as Source, ModuleId};
use crate::project::standard;
use crate::semantics::code::{BodyId, BodyKind, Code, Name};
use crate::syntax::Span;

/// What gives code the names of its module as a whole. Not in `rules/`: Python has no others.
const OPENS_NAMES: [&str; 7] = ["__dict__", "eval", "exec", "globals", "locals", "setattr", "vars"];

impl<'a> Machine<'a> {
    // Names.

    pub fn env(&mut self, module: ModuleId, body: BodyId, parent: Option<EnvId>) -> EnvId {
        let owner = self.owner();
        self.envs.push(Env {
            module,
            body,
            parent,
            owner,
            names: FxHashMap::default(),
            receiver: None,
            returned: Value::nothing(),
            yielded: Value::nothing(),
            is_open: false,
        })
    }

    /// The environment in which code of `env` binds `name`.
    pub fn home(&mut self, env: EnvId, name: Name) -> EnvId {
        let Env { module, body, .. } = self.envs[env as usize];
        let Some(found) = self.body(module, body) else {
            return env;
        };
        if found.kind != BodyKind::Module && found.globals.binary_search(&name).is_ok() {
            return self.globals(module);
        }
        if found.nonlocals.binary_search(&name).is_ok() {
            let mut at = self.envs[env as usize].parent;
            while let Some(outer) = at {
                let Env {
                    module, body, parent, ..
                } = self.envs[outer as usize];
                let is_function = self
                    .body(module, body)
                    .is_some_and(|body| matches!(body.kind, BodyKind::Function | BodyKind::Lambda));
                if is_function
                    && self
                        .body(module, body)
                        .is_some_and(|body| body.locals.binary_search(&name).is_ok())
                {
                    return outer;
                }
                at = parent;
            }
        }
        env
    }

    /// What a name in the code of `env` means.
    pub fn lookup(&mut self, env: EnvId, name: Name) -> Value {
        let module = self.envs[env as usize].module;
        let symbol = self.symbol(module, name);
        let mut at = Some(env);
        let mut is_first = true;
        while let Some(id) = at {
            let Env {
                module,
                body,
                parent,
                is_open,
                ..
            } = self.envs[id as usize];
            let Some(found) = self.body(module, body) else { break };
            let is_global = found.kind != BodyKind::Module && found.globals.binary_search(&name).is_ok();
            if is_global {
                break;
            }
            let seen = match found.kind {
                BodyKind::Module => break,
                // The names of a class are unseen by the functions in it.
                BodyKind::Class => is_first,
                BodyKind::Function | BodyKind::Lambda => true,
            };
            if seen {
                self.finds(Spot::Name(id, symbol));
                self.reads_variable(id, symbol);
                if let Some(value) = self.envs[id as usize].names.get(&symbol) {
                    return value.clone();
                }
                if found.type_parameters.contains(&name) {
                    return Value::plain();
                }
                let is_local = found.locals.binary_search(&name).is_ok();
                if is_local && found.kind != BodyKind::Class {
                    return if is_open { Value::unknown() } else { Value::nothing() };
                }
            }
            is_first = false;
            at = parent;
        }
        self.global(module, symbol)
    }

    /// The names of a module.
    pub fn globals(&mut self, module: ModuleId) -> EnvId {
        if let Some(env) = self.globals[module] {
            return env;
        }
        let env = self.env(module, 0, None);
        self.escapes = true;
        self.globals[module] = Some(env);
        let name = self.symbols.of(&self.program.modules[module].name);
        let dunder = |machine: &mut Self, key: &str, value: Value| {
            let key = machine.symbols.of(key);
            machine.envs[env as usize].names.insert(key, value);
        };
        dunder(self, "__name__", Atom::Text(name).into());
        for plain in ["__file__", "__doc__", "__package__", "__path__", "__loader__"] {
            dunder(self, plain, Value::plain());
        }
        if self.program.modules[module].is_package {
            let path = self.make(Kind::Container(Container::List));
            self.objects[path as usize].owner = Owner::Module(module);
            self.objects[path as usize].elements = Value::plain();
            dunder(self, "__path__", Atom::Object(path).into());
        }
        let package = match self.program.modules[module].is_package {
            true => Some(module),
            false => self.program.parent(module),
        };
        if let Some(package) = package {
            let package = self.symbols.of(&self.program.modules[package].name);
            dunder(self, "__package__", Atom::Text(package).into());
            let kind = self.symbols.of("importlib.machinery.ModuleSpec");
            let spec = self.make(Kind::Result(kind));
            let (parent, own) = (self.symbols.of("parent"), self.symbols.of("name"));
            self.put(spec, parent, &Atom::Text(package).into());
            self.put(spec, own, &Atom::Text(name).into());
            dunder(self, "__spec__", Atom::Object(spec).into());
        } else {
            dunder(self, "__spec__", Value::plain());
        }
        env
    }

    /// Binds a name; weakly in a branch, and where a function does it that is called some time: others run before it, too.
    pub fn bind(&mut self, env: EnvId, name: Symbol, value: Value) {
        let is_weak = self.weak > 0 || self.is_older(Spot::Name(env, name));
        let slot = self.envs[env as usize].names.entry(name).or_default();
        let grown = if is_weak {
            slot.join(&value)
        } else {
            let differs = *slot != value;
            *slot = value;
            differs
        };
        if grown {
            self.changed_env(env, name);
            let Env { module, body, .. } = self.envs[env as usize];
            let is_call = self
                .body(module, body)
                .is_some_and(|body| matches!(body.kind, BodyKind::Function | BodyKind::Lambda));
            if !is_call {
                self.changed_for_others();
            }
        }
    }

    /// What a name means at the top of a module, or as a builtin.
    pub fn global(&mut self, module: ModuleId, symbol: Symbol) -> Value {
        let place = Place {
            module,
            span: Span::default(),
        };
        self.reads_name(module, symbol, place);
        let env = self.globals(module);
        let open = self.open_names.get(&module).cloned();
        if let Some(value) = self.envs[env as usize].names.get(&symbol) {
            return self.or_bound_under_any_name(value.clone(), module);
        }
        if let Some(value) = self.hoisted(module, symbol) {
            return value;
        }
        // Whatever was bound by a computed name may be what is called so; nobody replaces a builtin like that.
        if let Some(open) = open.filter(|_| !standard::is_builtin_name(self.symbols.text(symbol))) {
            return open.with(&Atom::External(symbol).into());
        }
        let binds = self
            .facts(module)
            .is_some_and(|facts| facts.global(self.symbols.text(symbol)).is_some());
        if binds {
            // It is bound later, or in a branch that was not taken.
            return Value::nothing();
        }
        let text = &*self.symbols.shared(symbol);
        // Loading a submodule binds it in its package.
        let submodule = self.program.submodule(module, text);
        if let Some(submodule) = submodule.filter(|&submodule| self.code(submodule).is_some()) {
            return Atom::Module(submodule).into();
        }
        match self.unread_stars.get(&module).and_then(|sources| sources.last()) {
            Some(&source) if !standard::is_builtin_name(text) => {
                Atom::External(self.symbols.below(source, text)).into()
            }
            // What no file binds fails where an installed package, which is whole, asks for it.
            Some(_) | None if self.is_unbound_in_package(module, text) => Value::nothing(),
            Some(_) | None => Atom::External(symbol).into(),
        }
    }

    /// Whether nothing that is seen binds a name in an installed package: its module does nothing with its names as a whole, and no
    /// file of the project that may put something among the builtins has the name.
    fn is_unbound_in_package(&self, module: ModuleId, name: &str) -> bool {
        let opens = |code: &Code| OPENS_NAMES.iter().any(|one| code.has_name(one));
        let puts = |code: &Code| code.has_name(name) && (code.has_name("builtins") || code.has_name("__builtins__"));
        self.program.modules[module].kind == Source::Site
            && !standard::is_builtin_name(name)
            && !name.starts_with('_')
            && self.code(module).is_some_and(|code| !opens(code))
            && !self.program.own_modules().filter_map(|id| self.code(id)).any(puts)
    }
}
