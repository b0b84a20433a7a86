//! Imports of a module from itself, by which its functions ask for a name that it serves, and whether the plain name would be the
//! module's, too.
use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{ExceptHandler, Expr, Parameter, Pattern, Stmt, StmtFunctionDef};

use super::super::copies::bound_name;
use super::super::lazy::absolute_module;
use super::super::locate::aliases;
use super::super::suites::suites;
use super::{Found, One};
use crate::verdict::FilePlan;

/// Finds the imports from the module itself in functions; `around` are the functions around the statement.
pub fn own_imports<'a>(
    stmt: &'a Stmt,
    around: &mut Vec<&'a StmtFunctionDef>,
    plan: &FilePlan,
    served: &BTreeSet<String>,
    found: &mut Found<'a>,
) {
    let function = stmt.as_function_def_stmt();
    around.extend(function);
    for suite in suites(stmt) {
        for inner in suite {
            own_imports(inner, around, plan, served, found);
            if function.is_none() || !is_own_import(inner, plan) {
                continue;
            }
            let means_the_same = |name: &str| {
                !name.starts_with("__") && !around.iter().any(|function| Rebound::within(function, name, plan))
            };
            let gone: Vec<bool> = aliases(inner)
                .iter()
                .map(|alias| {
                    let name = alias.name.as_str();
                    served.contains(name) && bound_name(alias, inner) == name && means_the_same(name)
                })
                .collect();
            if gone.contains(&true) {
                found.back.push(One {
                    stmt: inner,
                    suite,
                    top: false,
                    gone,
                });
            }
        }
    }
    if function.is_some() {
        around.pop();
    }
}

/// Whether a statement imports from the module itself.
fn is_own_import(stmt: &Stmt, plan: &FilePlan) -> bool {
    let Stmt::ImportFrom(from) = stmt else { return false };
    let asked = absolute_module(from.level, from.module.as_deref(), plan);
    asked.as_deref() == Some(plan.module.as_str())
}

/// Whether a function binds a name by anything but such imports: without them it would then not be the module's.
struct Rebound<'n> {
    name: &'n str,
    plan: &'n FilePlan,
    /// How many functions and classes within it are around what is looked at.
    depth: usize,
    is_rebound: bool,
}

impl Rebound<'_> {
    fn within(function: &StmtFunctionDef, name: &str, plan: &FilePlan) -> bool {
        let mut looked = Rebound {
            name,
            plan,
            depth: 0,
            is_rebound: false,
        };
        looked.visit_parameters(&function.parameters);
        looked.visit_body(&function.body);
        looked.is_rebound
    }
}

impl<'a> Visitor<'a> for Rebound<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let binds = |name: &ruff_python_ast::Identifier| name.as_str() == self.name;
        let imports = || {
            let mut bound = aliases(stmt)
                .iter()
                .filter(|alias| bound_name(alias, stmt) == self.name);
            bound.any(|alias| !is_own_import(stmt, self.plan) || alias.name.as_str() != self.name)
        };
        let is_bound = match stmt {
            // It would have no function to belong to.
            Stmt::Nonlocal(nonlocal) => nonlocal.names.iter().any(binds),
            _ if self.depth > 0 => false,
            Stmt::Global(global) => global.names.iter().any(binds),
            Stmt::FunctionDef(def) => binds(&def.name),
            Stmt::ClassDef(class) => binds(&class.name),
            Stmt::Import(_) | Stmt::ImportFrom(_) => imports(),
            _ => false,
        };
        self.is_rebound |= is_bound;
        let is_scope = matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_));
        self.depth += usize::from(is_scope);
        visitor::walk_stmt(self, stmt);
        self.depth -= usize::from(is_scope);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let is_stored = matches!(expr, Expr::Name(name) if name.id == self.name && !name.ctx.is_load());
        self.is_rebound |= is_stored && self.depth == 0;
        let is_scope = expr.is_lambda_expr();
        self.depth += usize::from(is_scope);
        visitor::walk_expr(self, expr);
        self.depth -= usize::from(is_scope);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.is_rebound |= self.depth == 0 && parameter.name.as_str() == self.name;
        visitor::walk_parameter(self, parameter);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(inner) = handler;
        self.is_rebound |= self.depth == 0 && inner.name.as_ref().is_some_and(|name| name.as_str() == self.name);
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        // Patterns bind by themselves: none is looked at.
        self.is_rebound |= self.depth == 0;
        visitor::walk_pattern(self, pattern);
    }
}
