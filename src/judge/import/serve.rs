//! Names that others see: who sees them, and whether the module can serve them.
use super::super::Code;
use super::super::usage::Usage;
use super::super::verdict::{Kept, Shape};
use super::{Judge, Seen};
use crate::graph::Sighting;
use crate::semantics::facts::{Exports, Import};

impl<'a, 'r> Judge<'a, 'r> {
    pub(super) fn seen(&self, import: &Import, name: &str, usage: &Usage) -> Seen {
        let visibility = self.inputs.visibility;
        let module = &self.inputs.program.modules[self.module];
        let key = (self.module, name.to_owned());
        let listed = matches!(&self.facts.exports, Exports::Listed(names) if names.iter().any(|listed| listed == name));
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
            replaced: visibility.replacement(self.module, name),
        }
    }

    /// The name is seen from outside: it has to be served by `__getattr__`.
    pub(super) fn serve(&self, import: &Import, name: &str, seen: Seen, shape: &mut Shape) -> Result<(), Kept> {
        let program = self.inputs.program;
        self.servable()?;
        if let Some(at) = seen.replaced.filter(|_| self.is_main()) {
            return Err(Kept::at(Code::RunAsMain, "", at));
        }
        shape.getattr = true;
        shape.type_checking = true;
        // `from .sales import load` in a package also makes `sales` an attribute of it.
        if program.modules[self.module].is_package
            && let Some(rest) = program.absolute(self.module, import).and_then(|base| {
                base.strip_prefix(&format!("{}.", program.modules[self.module].name))
                    .map(str::to_owned)
            })
        {
            let first = rest.split('.').next().unwrap_or_default().to_owned();
            if first != name && self.facts.global(&first).is_none() {
                shape.submodules.push(first);
            }
        }
        Ok(())
    }

    /// Whether the module can have a `__getattr__`.
    pub(super) fn servable(&self) -> Result<(), Kept> {
        if let Exports::Unknown(span) = self.facts.exports {
            return Err(Kept::at(
                Code::ComputedAll,
                "",
                Sighting {
                    module: self.module,
                    span,
                },
            ));
        }
        let existing = ["__getattr__", "__dir__"]
            .iter()
            .find_map(|hook| self.facts.global(hook));
        if let Some(existing) = existing {
            let span = self.facts.bindings[existing as usize].first;
            return Err(Kept::at(
                Code::ExistingGetattr,
                "",
                Sighting {
                    module: self.module,
                    span,
                },
            ));
        }
        Ok(())
    }

    /// Whether the module is run as a script or loaded by its path, where it has another name.
    pub(super) fn is_main(&self) -> bool {
        self.inputs.visibility.anew.contains_key(&self.module)
            || self.facts.main_guard.is_some()
            || self.inputs.program.modules[self.module].name.ends_with("__main__")
    }
}
