//! Names that nothing in a file binds: a submodule, in the file of its package, and what a star import brings.
use rustc_hash::FxHashSet;

use super::look::{Look, Place};
use crate::graph::program::ModuleId;
use crate::semantics::facts::{Access, Binding, MODULE, Reference, ScopeId};
use crate::syntax::Span;

impl Look<'_> {
    /// What is read and written through names that nothing in the file binds. They are attributes of this module, and of those
    /// that it takes everything from.
    pub(super) fn unbound(&mut self, imported: &FxHashSet<ModuleId>) {
        let facts = self.facts;
        self.only_deleted(imported);
        if facts.unbound.is_empty() {
            return;
        }
        for source in self.sources() {
            for name in &facts.unbound {
                let known = self.program.submodule(source, &name.name).is_some()
                    || source != self.module && self.program.binds(source, &name.name);
                if !known {
                    continue;
                }
                let at = self.place(name.span, name.scope, name.access, &name.attributes);
                let trail = self.program.named_path(source, &name.name, &name.attributes);
                self.passes(&trail, at, imported);
            }
        }
    }

    /// What is done with names that the file deletes, and nothing in it binds: `from .a import f`, and `del a`.
    fn only_deleted(&mut self, imported: &FxHashSet<ModuleId>) {
        let facts = self.facts;
        let is_only_deleted = |binding: &Binding| {
            let kinds = binding.kinds;
            let others = kinds.imports + kinds.type_checking_imports + kinds.functions + kinds.classes;
            binding.scope == MODULE && kinds.deletions > 0 && others + kinds.assignments + kinds.parameters == 0
        };
        for (id, binding) in facts.bindings.iter().enumerate() {
            if !is_only_deleted(binding) {
                continue;
            }
            let reads = facts
                .references
                .iter()
                .filter(|reference| reference.binding as usize == id);
            let reads = reads.map(|read| (read.span, read.scope, read.access, read.attributes.as_slice()));
            let deleted = (binding.last, MODULE, Access::Read, [].as_slice());
            for (span, scope, access, attributes) in reads.chain([deleted]) {
                for source in self.sources() {
                    let at = self.place(span, scope, access, attributes);
                    let trail = self.program.named_path(source, &binding.name, attributes);
                    self.passes(&trail, at, imported);
                }
            }
        }
    }

    /// What is read through a name of this module that it binds itself, and that a star import may have bound as well:
    /// `try: from m import *` with `except ImportError: n = None`.
    pub(super) fn brought_by_star(&mut self, reference: &Reference, imported: &FxHashSet<ModuleId>) {
        let binding = &self.facts.bindings[reference.binding as usize];
        if binding.scope != MODULE || !self.facts.imports.iter().any(|import| import.is_star()) {
            return;
        }
        for source in self.sources() {
            if source == self.module || !self.program.binds(source, &binding.name) {
                continue;
            }
            let at = self.place(reference.span, reference.scope, reference.access, &reference.attributes);
            let trail = self.program.named_path(source, &binding.name, &reference.attributes);
            self.passes(&trail, at, imported);
        }
    }

    /// The place of a path whose first part is itself an attribute of a module, with so many behind it.
    fn place(&self, span: Span, scope: ScopeId, access: Access, attributes: &[String]) -> Place {
        Place {
            at: self.at(span),
            scope,
            writes: access == Access::WriteAttribute,
            attributes: attributes.len() + 1,
            unbound: true,
        }
    }

    /// This module where it is a package, and the modules of the project that star imports take everything from, one by way of
    /// the other.
    fn sources(&self) -> Vec<ModuleId> {
        let program = self.program;
        let mut pending = vec![self.module];
        let mut seen: FxHashSet<ModuleId> = pending.iter().copied().collect();
        let mut sources = Vec::new();
        while let Some(module) = pending.pop() {
            if program.modules[module].is_package || module != self.module {
                sources.push(module);
            }
            let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
            for import in imports.filter(|import| import.is_star()) {
                let base = program.absolute(module, import).and_then(|name| program.find(&name));
                pending.extend(base.filter(|&base| program.modules[base].is_own() && seen.insert(base)));
            }
        }
        sources
    }
}
