//! Names: the environments that hold them, and where they are looked up.
use rustc_hash::FxHashMap;

use super::Machine;
use crate::evaluate::object::{Env, EnvId};
use crate::evaluate::value::Value;
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, BodyKind, Name};

impl<'a> Machine<'a> {
    // Names.

    pub fn env(&mut self, module: ModuleId, body: BodyId, parent: Option<EnvId>) -> EnvId {
        self.envs.push(Env {
            module,
            body,
            parent,
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
}
