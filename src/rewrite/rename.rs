//! Expressions that become names: in the text, and in the tree that the text is held against.
use std::collections::BTreeMap;

use ruff_python_ast::visitor::transformer::{Transformer, walk_expr};
use ruff_python_ast::{Expr, Stmt};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

use super::RewriteError;
use super::edit::{Applied, Edit, apply};
use crate::syntax::Span;

/// The edits of the text, leaving out what is called so already.
pub fn edits(text: &str, names: &BTreeMap<Span, &str>) -> Vec<Edit> {
    let others = names
        .iter()
        .filter(|(span, name)| text.get(span.range()) != Some(**name));
    let edit = |(span, name): (&Span, &&str)| Edit::replace(span.start as usize, span.end as usize, (*name).to_owned());
    others.map(edit).collect()
}

/// The text with the names.
pub fn apply_all(text: &str, names: &BTreeMap<Span, &str>) -> Result<Applied, RewriteError> {
    apply(text, edits(text, names))
}

/// The statements with the names.
pub fn renamed(body: &[Stmt], names: &BTreeMap<Span, &str>) -> Vec<Stmt> {
    let mut renamed = body.to_vec();
    renamed.iter_mut().for_each(|stmt| Renamer(names).visit_stmt(stmt));
    renamed
}

struct Renamer<'a>(&'a BTreeMap<Span, &'a str>);

impl Transformer for Renamer<'_> {
    fn visit_expr(&self, expr: &mut Expr) {
        let name = self.0.get(&Span::from(expr.range()));
        match name.and_then(|name| parse_expression(name).ok()) {
            Some(name) => *expr = *name.into_syntax().body,
            None => walk_expr(self, expr),
        }
    }
}
