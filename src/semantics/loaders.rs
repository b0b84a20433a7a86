//! What the functions that load modules by their names are called in a file: `from importlib import import_module as load`,
//! `load = importlib.import_module`. Who gets hold of one otherwise than to call it may load any module.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use super::facts::{Import, MODULE, MentionKind, ScopeKind};
use super::put_together::Callee;
use super::walk::Walker;
use crate::syntax::Span;

/// What loads the module of a name, and the modules that have it.
/// Not in `rules/`: Python's import system has no others, and their arguments are read here.
const LOADS: [(&str, &[&str]); 4] = [
    ("import_module", &["importlib"]),
    ("__import__", &["builtins", "importlib"]),
    ("resolve_name", &["pkgutil"]),
    ("_gcd_import", &["importlib._bootstrap"]),
];

/// The names of a file that stand for such functions.
#[derive(Debug, Default)]
pub(super) struct Loaders {
    /// What each is, and how often a statement gives it that.
    names: FxHashMap<String, (&'static str, u16)>,
}

impl Loaders {
    pub fn of(text: &str, body: &[Stmt]) -> Self {
        let mut known = Loaders::default();
        if !LOADS.iter().any(|(name, _)| text.contains(name)) {
            return known;
        }
        loop {
            let mut found = Finding {
                known: &known,
                found: Loaders::default(),
            };
            found.visit_body(body);
            let found = found.found;
            let is_all = found.names.len() == known.names.len();
            known = found;
            if is_all {
                return known;
            }
        }
    }

    /// The function that an expression is by its name: `import_module` or the like.
    pub fn function(&self, expr: &Expr) -> Option<&'static str> {
        let by_itself = |name: &str| LOADS.iter().find(|(known, _)| *known == name).map(|(known, _)| *known);
        match expr {
            Expr::Name(name) => match self.names.get(name.id.as_str()) {
                Some((function, _)) => Some(function),
                None => by_itself(&name.id).filter(|name| matches!(*name, "import_module" | "__import__")),
            },
            // A function of `importlib.util` that loads nothing is called so, too.
            Expr::Attribute(attribute) if &attribute.attr == "resolve_name" => {
                matches!(&*attribute.value, Expr::Name(of) if of.id == "pkgutil").then_some("resolve_name")
            }
            Expr::Attribute(attribute) => by_itself(&attribute.attr),
            _ => None,
        }
    }

    /// Whether `name` is another one than the function's own.
    fn is_alias(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|(function, _)| *function != name)
    }

    /// The names that the functions have in this file, besides their own; sorted.
    pub fn aliases(&self) -> Vec<String> {
        let mut names: Vec<String> = self.names.keys().filter(|name| self.is_alias(name)).cloned().collect();
        names.sort_unstable();
        names
    }
}

/// Looks for statements that give a name such a function.
struct Finding<'k> {
    known: &'k Loaders,
    found: Loaders,
}

impl Finding<'_> {
    fn add(&mut self, name: &str, function: &'static str, is_sure: bool) {
        let entry = self.found.names.entry(name.to_owned()).or_insert((function, 0));
        entry.1 += u16::from(is_sure);
    }
}

impl<'a> Visitor<'a> for Finding<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::ImportFrom(import) => {
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                for alias in &import.names {
                    let Some((function, homes)) = LOADS.iter().find(|(name, _)| *name == alias.name.as_str()) else {
                        continue;
                    };
                    let is_sure = import.level == 0 && homes.contains(&module);
                    if is_sure || *function != "resolve_name" {
                        let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                        self.add(bound, function, is_sure);
                    }
                }
            }
            Stmt::Assign(assign) => {
                if let (Some(function), true) = (self.known.function(&assign.value), only_names(&assign.targets)) {
                    let names = assign.targets.iter().filter_map(Expr::as_name_expr);
                    names.for_each(|name| self.add(&name.id, function, true));
                }
            }
            Stmt::AnnAssign(assign) => {
                let function = assign.value.as_deref().and_then(|value| self.known.function(value));
                if let (Some(function), Expr::Name(name)) = (function, &*assign.target) {
                    self.add(&name.id, function, true);
                }
            }
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    // No expression binds such a name here: who gets hold of the function otherwise may do anything with it.
    fn visit_expr(&mut self, _: &'a Expr) {}
}

fn only_names(targets: &[Expr]) -> bool {
    targets.iter().all(Expr::is_name_expr)
}

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
