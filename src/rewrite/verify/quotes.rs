//! Whether annotations were put in quotes as planned: the string must parse as what stood there.
use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::{Expr, Stmt};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

use super::Walk;
use crate::rewrite::annotations::{annotations, annotations_mut, unquoted};
use crate::syntax::Span;

impl Walk<'_> {
    /// Puts the old annotations into `new` where the plan wants them in quotes and they are, so that the rest can be compared.
    /// Returns which; `None` when one should be in quotes and is not.
    pub fn without_planned_quotes(&self, old: &Stmt, new: &mut Stmt) -> Option<Vec<Span>> {
        let mut found = Vec::new();
        for (before, after) in annotations(old).into_iter().zip(annotations_mut(new)) {
            let span = Span::from(before.range());
            if !self.quotes.contains(&span) {
                continue;
            }
            if !is_quoted(before, after) {
                return None;
            }
            *after = before.clone();
            found.push(span);
        }
        Some(found)
    }
}

fn is_quoted(before: &Expr, after: &Expr) -> bool {
    let Expr::StringLiteral(string) = after else {
        return false;
    };
    let Ok(parsed) = parse_expression(string.value.to_str()) else {
        return false;
    };
    !before.is_string_literal_expr()
        && ComparableExpr::from(&unquoted(parsed.expr())) == ComparableExpr::from(&unquoted(before))
}
