//! What the functions that load modules by their names are called in a file: `from importlib import import_module as load`,
//! `load = importlib.import_module`. Who gets hold of one otherwise than to call it may load any module.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt};
use rustc_hash::FxHashMap;

/// What loads the module of a name, and the modules that have it.
/// Not in `rules/`: Python's import system has no others, and their arguments are read here.
pub(super) const LOADS: [(&str, &[&str]); 4] = [
    ("import_module", &["importlib"]),
    ("__import__", &["builtins", "importlib"]),
    ("resolve_name", &["pkgutil"]),
    ("_gcd_import", &["importlib._bootstrap"]),
];

/// The names of a file that stand for such functions.
#[derive(Debug, Default)]
pub(super) struct Loaders {
    /// What each is, and how often a statement gives it that.
    pub names: FxHashMap<String, (&'static str, u16)>,
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
    pub fn is_alias(&self, name: &str) -> bool {
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

pub(super) fn only_names(targets: &[Expr]) -> bool {
    targets.iter().all(Expr::is_name_expr)
}
