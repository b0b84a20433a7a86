//! Names that others see: who sees them, and whether the module can serve them.
use super::super::Code;
use super::super::usage::Usage;
use super::super::verdict::Kept;
use super::{Judge, Seen};
use crate::graph::Sighting;
use crate::semantics::facts::{BindingId, Context, Exports, Import, MODULE};
use crate::verdict::{Moved, USED_BY_HOOK};

impl<'a, 'r> Judge<'a, 'r> {
    pub(super) fn seen(&self, import: &Import, name: &str, usage: &Usage) -> Seen {
        let visibility = self.inputs.visibility;
        let module = &self.inputs.program.modules[self.module];
        let key = (self.module, name.to_owned());
        let listed = self.is_listed(name);
        // A list that is computed may hold any name.
        let unlisted = matches!(self.facts.exports, Exports::Unknown(_)) && !name.starts_with('_');
        let redundant = import.asname.is_some()
            && (import.asname == import.name || import.asname.as_deref() == Some(&import.module));
        let marked = self
            .comments(import)
            .any(|comment| comment.text.contains("noqa") && comment.text.contains("F401"));
        let in_stub = module.stub.as_ref().is_some_and(|stub| stub.global(name).is_some());
        let offered = module.is_package
            && import.name.is_some()
            && !name.starts_with('_')
            && (!usage.used || self.is_within(import));
        Seen {
            exported: unlisted || listed || redundant || marked || in_stub || offered || self.is_handed_on(import),
            read: visibility.read.contains_key(&key) || visibility.computed.contains_key(&self.module),
            replaced: visibility
                .replacement(self.module, name)
                .or_else(|| self.commute.bound_anew(self.module, name)),
        }
    }

    /// Whether the module's `__all__` has the name.
    pub(super) fn is_listed(&self, name: &str) -> bool {
        matches!(&self.facts.exports, Exports::Listed(names) if names.iter().any(|listed| listed == name))
    }

    /// The name is seen from outside: it has to be served by `__getattr__`.
    pub(super) fn serve(&self, import: &Import, name: &str, seen: Seen, moved: &mut Moved) -> Result<(), Kept> {
        let program = self.inputs.program;
        self.servable(name)?;
        if let Some(at) = seen.replaced {
            self.asks_itself(at)?;
        }
        // Serving a name puts it among the others.
        let sifted = self.inputs.visibility.sifted.get(&self.module).into_iter().flatten();
        if let Some(live) = sifted.into_iter().find(|sifted| sifted.live) {
            return Err(Kept::at(Code::NamespaceRead, format!("by `{}`", live.how), live.at));
        }
        if let Some(kept) = self.commute.read_while_loading(self.module, name, self.before) {
            return Err(kept);
        }
        moved.getattr = true;
        moved.type_checking = true;
        // `from .sales import load` in a package also makes `sales` an attribute of it.
        if program.modules[self.module].is_package
            && let Some(rest) = program.absolute(self.module, import).and_then(|base| {
                base.strip_prefix(&format!("{}.", program.modules[self.module].name))
                    .map(str::to_owned)
            })
        {
            let first = rest.split('.').next().unwrap_or_default().to_owned();
            if first != name && self.facts.global(&first).is_none() {
                not_used_by_hook(&first)?;
                moved.submodules.push(first);
            }
        }
        Ok(())
    }

    /// Whether the module can have a `__getattr__` that serves the name.
    pub(super) fn servable(&self, name: &str) -> Result<(), Kept> {
        self.hidden_builtin()?;
        not_used_by_hook(name)?;
        for hook in ["__getattr__", "__dir__"] {
            if let Some(at) = self.commute.bound_anew(self.module, hook) {
                let detail = format!("`{hook}`, which is set while the program runs");
                return Err(Kept::at(Code::ExistingGetattr, detail, at));
            }
            let Some(existing) = self.facts.global(hook) else {
                continue;
            };
            if let Err(why) = self.composable(hook, existing, name) {
                let span = self.facts.bindings[existing as usize].first;
                let at = Sighting {
                    module: self.module,
                    span,
                };
                return Err(Kept::at(Code::ExistingGetattr, format!("`{hook}`, {why}"), at));
            }
        }
        Ok(())
    }

    /// What `__getattr__` and `__dir__` call has to mean in this module what it means everywhere: a name of the module, or a
    /// submodule that somebody loads, would be found instead.
    fn hidden_builtin(&self) -> Result<(), Kept> {
        let program = self.inputs.program;
        for builtin in ["sorted", "dict", "AttributeError"] {
            let bound = self.facts.global(builtin);
            let submodule = program.submodule(self.module, builtin);
            if bound.is_none() && submodule.is_none() {
                continue;
            }
            let detail = format!("`{builtin}`, which a `__getattr__` uses");
            return Err(match bound {
                Some(id) => {
                    let span = self.facts.bindings[id as usize].first;
                    let at = Sighting {
                        module: self.module,
                        span,
                    };
                    Kept::at(Code::SubmoduleShadowed, detail, at)
                }
                None => Kept::told(Code::SubmoduleShadowed, detail),
            });
        }
        Ok(())
    }

    /// Whether the module's own hook can serve one more name: ours is dispatched first in `__getattr__`. What a `__dir__` lists
    /// depends on what is loaded only where it reads the namespace, which is another reason.
    fn composable(&self, hook: &str, binding: BindingId, name: &str) -> Result<(), &'static str> {
        let facts = self.facts;
        let kinds = facts.bindings[binding as usize].kinds;
        let others = kinds.imports + kinds.classes + kinds.assignments + kinds.deletions + kinds.parameters;
        if others + kinds.type_checking_imports > 0 || kinds.functions != 1 || kinds.from_global_statement {
            return Err("which is not only a function");
        }
        let mut own = facts.definitions.iter();
        let Some(theirs) = own.find(|one| one.scope == MODULE && !one.is_class && one.name == hook) else {
            return Err("which is not understood");
        };
        let is_unconditional = Context {
            conditional: theirs.context.runs_always,
            runs_always: theirs.context.runs_always,
            ..Context::default()
        };
        if theirs.context != is_unconditional {
            return Err("which is defined under a condition");
        }
        if !theirs.decorators.is_empty() {
            return Err("which is decorated");
        }
        if hook == "__dir__" {
            return Ok(());
        }
        if theirs.parameters.len() != 1 || theirs.parameters.iter().any(|parameter| parameter == name) {
            return Err("which has other parameters");
        }
        let scope = &facts.scopes[theirs.body as usize];
        let binds = |id: &BindingId| facts.bindings[*id as usize].name == "globals";
        if scope.names.iter().any(binds) || scope.globals.iter().any(|global| global == name) {
            return Err("which binds the name");
        }
        Ok(())
    }

    /// Whether functions of the module can ask it for what it serves, which is wanted at a place: by its name, or, where it has
    /// others, by calling its `__getattr__`, which is then ours alone.
    pub(super) fn asks_itself(&self, at: Sighting) -> Result<(), Kept> {
        let has_own = self.facts.global("__getattr__").is_some();
        if has_own && self.inputs.has_other_names(self.module) {
            return Err(Kept::at(Code::RunAsMain, "", at));
        }
        Ok(())
    }
}

/// A `__getattr__` cannot serve the name of what it uses itself.
fn not_used_by_hook(name: &str) -> Result<(), Kept> {
    match USED_BY_HOOK.contains(&name) {
        true => Err(Kept::told(
            Code::SubmoduleShadowed,
            format!("`{name}`, which a `__getattr__` uses"),
        )),
        false => Ok(()),
    }
}
