//! Where a file reads functions that load modules, calls them, or gives them other names. Part of the walk.
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

use super::facts::{Import, MODULE, MentionKind, ScopeKind};
use super::loaders::{LOADS, only_names};
use super::put_together::Callee;
use super::walk::Walker;
use crate::syntax::Span;

impl Walker<'_> {
    /// A place that reads such a function: what is not known to call it may load any module.
    pub(super) fn loader_read(&mut self, expr: &Expr) {
        let span: Span = expr.range().into();
        if self.loaders.function(expr).is_some() && !self.loaders_followed.contains(&span) && self.runs() {
            let kind = MentionKind::ImportsComputed;
            self.recorder.mention(self.state.scope, span, kind);
        }
    }

    /// `getattr(importlib, "import_module")`
    pub(super) fn loader_text(&mut self, string: &ast::ExprStringLiteral) {
        let text = string.value.to_str();
        if LOADS.iter().any(|(name, _)| *name == text) && self.runs() {
            let kind = MentionKind::ImportsComputed;
            self.recorder.mention(self.state.scope, string.range().into(), kind);
        }
    }

    /// `load = importlib.import_module`: what the name is called with is seen, but for other files.
    pub(super) fn loader_assigned(&mut self, targets: &[Expr], value: &Expr) {
        let scope = self.state.scope;
        let kind = self.recorder.facts.scopes[scope as usize].kind;
        if self.loaders.function(value).is_none() || kind == ScopeKind::Class || !only_names(targets) {
            return;
        }
        self.loaders_followed.push(value.range().into());
        let names = targets.iter().filter_map(Expr::as_name_expr);
        for name in names {
            let globals = &self.recorder.facts.scopes[scope as usize].globals;
            if scope == MODULE || globals.iter().any(|global| *global == name.id.as_str()) {
                self.loader_named(&name.id, name.range().into());
            }
        }
    }

    /// `from importlib import import_module as load`
    pub(super) fn loader_imported(&mut self, import: &ast::StmtImportFrom) {
        if self.state.scope != MODULE {
            return;
        }
        let bound = import
            .names
            .iter()
            .map(|alias| alias.asname.as_ref().unwrap_or(&alias.name));
        for name in bound.filter(|name| self.loaders.is_alias(name)).collect::<Vec<_>>() {
            self.loader_named(name, name.range().into());
        }
    }

    /// A name of the module for such a function that other files would not know.
    fn loader_named(&mut self, name: &str, span: Span) {
        if self.runs() {
            let constants = [name.to_owned()];
            self.recorder
                .suppose(&constants, MODULE, span, MentionKind::ImportsComputed);
        }
    }

    /// Whether what is called by such a name is the function, and nothing else.
    pub(super) fn is_surely_loader(&self, callee: &Callee) -> bool {
        let facts = &self.recorder.facts;
        let named = || facts.bindings.iter().filter(|binding| binding.name == callee.root);
        if callee.is_alone {
            let given = self.loaders.names.get(&callee.root).map_or(0, |(_, given)| *given);
            let bound: u16 = named().map(|binding| binding.kinds.total()).sum();
            return bound == given && !named().any(|binding| binding.kinds.from_global_statement);
        }
        let mut imports = facts.imports.iter().filter(|import| import.bound_name() == callee.root);
        let of_python = |import: &Import| {
            let module = match import.binds_first_part() {
                true => callee.root.as_str(),
                false => import.module.as_str(),
            };
            let has_it = LOADS.iter().any(|(_, homes)| homes.contains(&module));
            import.level == 0 && import.name.is_none() && has_it
        };
        let is_bound = named().next().is_some() || callee.root == "importlib";
        is_bound && named().all(|binding| binding.kinds.only_imports()) && imports.all(of_python)
    }
}
