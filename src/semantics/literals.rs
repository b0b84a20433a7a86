//! Strings and names in expressions.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr};

use super::paths;
use super::paths::chain;

pub(super) fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(string) => Some(string.value.to_str()),
        _ => None,
    }
}

/// Every dotted name in an expression, and in the strings within it.
pub(super) fn names_in(expr: &Expr) -> Vec<(ast::name::Name, Vec<String>)> {
    struct Names(Vec<(ast::name::Name, Vec<String>)>);
    impl<'a> Visitor<'a> for Names {
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Subscript(subscript) = expr
                && paths::path(&subscript.value).is_some_and(|path| path.last() == "Literal")
            {
                self.visit_expr(&subscript.value);
            } else if let Some((root, attributes)) = chain(expr) {
                self.0.push((root.id.clone(), attributes));
            } else if let Expr::StringLiteral(string) = expr {
                if let Ok(parsed) = ruff_python_parser::parse_expression(string.value.to_str()) {
                    self.0.extend(names_in(parsed.expr()));
                }
            } else {
                ruff_python_ast::visitor::walk_expr(self, expr);
            }
        }
    }
    let mut names = Names(Vec::new());
    names.visit_expr(expr);
    names.0
}
