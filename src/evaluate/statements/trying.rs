//! `try` statements: what is tried, and what is done where that fails.
use super::super::activity::End;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::EnvId;
use crate::evaluate::raised::{Catching, is_for_missing, raises_again, raises_by_name};
use crate::evaluate::value::Value;
use crate::graph::{Kind, ModuleId};
use crate::semantics::code::{Handler, Stmt};
use crate::semantics::facts::{Import, ImportId};

impl Machine<'_> {
    /// Whether statements are imports of modules that are there, and nothing else; and of names that these bind, where that is
    /// asked.
    fn finds_all(&self, env: EnvId, statements: &[Stmt], with_names: bool) -> bool {
        let module = self.envs[env as usize].module;
        let Some(facts) = self.facts(module) else {
            return false;
        };
        let is_there = |id: &ImportId| {
            let import = &facts.imports[*id as usize];
            let targets = self.program.targets(module, import);
            let are_there = targets
                .iter()
                .all(|&target| self.program.modules[target].kind != Kind::Missing);
            !targets.is_empty() && are_there && (!with_names || self.finds_name(module, import))
        };
        statements.iter().all(|statement| match statement {
            Stmt::Import(imports) => imports.iter().all(is_there),
            _ => false,
        })
    }

    /// Whether the module that an import takes a name from binds it.
    fn finds_name(&self, module: ModuleId, import: &Import) -> bool {
        let Some(name) = &import.name else { return true };
        let base = self.program.absolute(module, import);
        let base = base.and_then(|base| self.program.find(&base));
        base.is_some_and(|base| self.program.binds(base, name) || self.program.submodule(base, name).is_some())
    }

    /// A `try` statement.
    pub(super) fn tried(
        &mut self,
        env: EnvId,
        body: &[Stmt],
        handlers: &[Handler],
        otherwise: &[Stmt],
        finally: &[Stmt],
    ) -> End {
        // What the body assigns is there unless it failed first.
        let code = self.code(self.envs[env as usize].module);
        let kind = |handler| code.map_or(Catching::Anything, |code| Catching::of(code, handler));
        // What a handler raises again leaves the statement all the same.
        let kinds: Vec<(Catching, bool)> = handlers
            .iter()
            .map(|handler| {
                let by_name = code.is_some_and(|code| raises_by_name(code, handler));
                (kind(handler), raises_again(handler) || by_name)
            })
            .collect();
        let catching = self.handlers.around.len();
        let swallowing = kinds.iter().filter(|(_, is_again)| !is_again).map(|(kind, _)| kind);
        self.caught += usize::from(!handlers.is_empty());
        self.handlers.around.extend(swallowing.cloned());
        let body_end = self.block(env, body);
        self.handlers.around.truncate(catching);
        self.caught -= usize::from(!handlers.is_empty());
        let mut end = body_end;
        // An installed package whose imports are all there has no use for what it does instead.
        let is_idle = !self.is_own(self.envs[env as usize].module) && self.finds_all(env, body, false);
        // What takes the place of something that is there, and is not there itself, is of another environment.
        let replaced = self.finds_all(env, body, true).then_some(env);
        let around = std::mem::replace(&mut self.replaced_in, replaced);
        self.in_doubt += usize::from(is_idle);
        // A missing package is reported when it is first needed, as all are.
        self.quiet += usize::from(is_idle);
        for (handler, (kind, is_again)) in handlers.iter().zip(kinds) {
            let in_vain = usize::from(is_idle && is_for_missing(&kind));
            self.handlers.in_vain += in_vain;
            let named = self.handlers.named.len();
            let module = self.envs[env as usize].module;
            self.handlers
                .named
                .extend(handler.name.filter(|_| is_again).map(|name| (module, name)));
            let handling = std::mem::replace(&mut self.handlers.handling, is_again.then_some(kind));
            self.weak += 1;
            if let Some(kind) = handler.kind {
                self.eval(env, kind);
            }
            if let Some(name) = handler.name {
                self.bind_name(env, name, Value::plain());
            }
            let left = self.block(env, &handler.body);
            if left == End::Falls {
                end = End::Falls;
            }
            self.weak -= 1;
            self.handlers.handling = handling;
            self.handlers.named.truncate(named);
            self.handlers.in_vain -= in_vain;
        }
        self.replaced_in = around;
        self.in_doubt -= usize::from(is_idle);
        self.quiet -= usize::from(is_idle);
        if body_end == End::Falls {
            self.weak += usize::from(!handlers.is_empty());
            self.block(env, otherwise);
            self.weak -= usize::from(!handlers.is_empty());
        }
        match self.block(env, finally) {
            End::Leaves => End::Leaves,
            End::Falls => end,
        }
    }
}
