//! Where statements name something, bind it, or may change what it holds.
use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt};

use super::super::copies::bound_name;
use super::super::locate::aliases;

/// Methods of a table, and a function of `importlib`, that change nothing of what they are called on.
/// Not in `rules/`: the language has no others.
const READS: [&str; 5] = ["get", "items", "keys", "values", "import_module"];

/// Whether a statement binds a name of the module, or may change what it holds.
pub fn binds(stmt: &Stmt, name: &str) -> bool {
    let mut found = Bound { name, is_bound: false };
    found.visit_stmt(stmt);
    found.is_bound
}

/// How often a statement mentions a name, be it as a string.
pub fn mentions(stmt: &Stmt, name: &str) -> usize {
    let mut found = Mentions { name, times: 0 };
    found.visit_stmt(stmt);
    found.times
}

struct Mentions<'n> {
    name: &'n str,
    times: usize,
}

impl<'a> Visitor<'a> for Mentions<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let is_it = match stmt {
            Stmt::FunctionDef(def) => def.name.as_str() == self.name,
            Stmt::Global(global) => global.names.iter().any(|name| name.as_str() == self.name),
            _ => false,
        };
        self.times += usize::from(is_it);
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let is_it = match expr {
            Expr::Name(name) => name.id == self.name,
            Expr::StringLiteral(text) => text.value.to_str() == self.name,
            _ => false,
        };
        self.times += usize::from(is_it);
        visitor::walk_expr(self, expr);
    }
}

/// Whether a name of the module is bound, deleted, or what it holds is changed in place.
struct Bound<'n> {
    name: &'n str,
    is_bound: bool,
}

impl<'a> Visitor<'a> for Bound<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let mut imported = aliases(stmt).iter().map(|alias| bound_name(alias, stmt));
        self.is_bound |= match stmt {
            Stmt::FunctionDef(def) => def.name.as_str() == self.name,
            Stmt::ClassDef(class) => class.name.as_str() == self.name,
            _ => imported.any(|name| name == self.name),
        };
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let is_it = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == self.name);
        self.is_bound |= match expr {
            Expr::Name(name) => name.id == self.name && !name.ctx.is_load(),
            Expr::Subscript(at) => !at.ctx.is_load() && is_it(&at.value),
            Expr::Call(call) => {
                matches!(&*call.func, Expr::Attribute(method) if is_it(&method.value) && !READS.contains(&method.attr.as_str()))
            }
            _ => false,
        };
        visitor::walk_expr(self, expr);
    }
}

/// The strings and names of a function.
#[derive(Default)]
pub struct Texts<'a> {
    /// The strings.
    pub texts: BTreeSet<String>,
    /// The names.
    pub names: BTreeSet<&'a str>,
}

impl<'a> Visitor<'a> for Texts<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => drop(self.names.insert(name.id.as_str())),
            Expr::StringLiteral(text) => drop(self.texts.insert(text.value.to_str().to_owned())),
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
