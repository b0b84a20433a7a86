//! Calls that make commands of functions are told of the class of the commands: `app.command("ls", cls=ls.command)(ls)`.
use std::collections::BTreeMap;

use ruff_python_ast::visitor::transformer::{Transformer, walk_expr};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprCall, Keyword, Stmt};
use ruff_python_parser::parse_expression;
use ruff_text_size::Ranged;

use super::edit::{Edit, apply};
use super::layout::{Source, range};
use super::list_item;
use super::replacing::moved;
use super::{RewriteError, is_same_code};
use crate::syntax::Span;
use crate::verdict::FilePlan;

/// The text whose calls are told, and the plan for what is left to do.
pub fn exchange(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    let calls = plan.deferrals.iter().filter_map(|deferral| deferral.way.stand_in());
    let pairs = calls.flat_map(|call| call.told.iter().map(|&span| (span, call.name.as_str())));
    let names: BTreeMap<Span, &str> = pairs.collect();
    if names.is_empty() {
        return Ok((text.to_owned(), plan.clone()));
    }
    let old = Source::parse(text)?;
    let mut found = Found {
        source: &old,
        names: &names,
        edits: Vec::new(),
        left: names.clone(),
    };
    found.visit_body(old.body());
    if let Some((&span, _)) = found.left.first_key_value() {
        return Err(RewriteError::NotFound(span));
    }
    let applied = apply(text, found.edits)?;
    prove(&old, &applied.text, &names)?;
    let mut plan = moved(plan, &applied);
    let calls = plan
        .deferrals
        .iter_mut()
        .filter_map(|deferral| deferral.way.stand_in_mut());
    calls.for_each(|call| call.told.clear());
    Ok((applied.text, plan))
}

fn argument(name: &str) -> String {
    format!("cls={name}.command")
}

/// Looks for the calls.
struct Found<'a, 's> {
    source: &'a Source<'s>,
    names: &'a BTreeMap<Span, &'a str>,
    edits: Vec<Edit>,
    left: BTreeMap<Span, &'a str>,
}

impl<'a> Visitor<'a> for Found<'_, '_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && let Some(name) = self.names.get(&Span::from(call.range()))
        {
            self.edits.extend(told(self.source, call, &argument(name)));
            self.left.remove(&Span::from(call.range()));
        }
        visitor::walk_expr(self, expr);
    }
}

/// One more argument behind those that a call has.
fn told(source: &Source<'_>, call: &ExprCall, argument: &str) -> Vec<Edit> {
    let between = range(&call.arguments);
    let given = call.arguments.iter_source_order();
    let items: Vec<_> = given.map(|one| (range(&one), 0)).collect();
    match items.is_empty() {
        true => vec![Edit::insert(between.start + 1, argument)],
        false => list_item::insert(source, &items, Some(between.end - 1), &[(argument.to_owned(), 1)]),
    }
}

/// Puts the arguments into a tree.
struct Teller<'a>(&'a BTreeMap<Span, &'a str>);

impl Transformer for Teller<'_> {
    fn visit_expr(&self, expr: &mut Expr) {
        walk_expr(self, expr);
        let name = self.0.get(&Span::from(expr.range()));
        if let (Expr::Call(call), Some(keyword)) = (expr, name.and_then(|name| keyword(name))) {
            let mut all = call.arguments.keywords.to_vec();
            all.push(keyword);
            call.arguments.keywords = all.into();
        }
    }
}

fn keyword(name: &str) -> Option<Keyword> {
    let call = parse_expression(&format!("f({})", argument(name))).ok()?;
    call.syntax().body.as_call_expr()?.arguments.keywords.first().cloned()
}

fn prove(old: &Source<'_>, new: &str, names: &BTreeMap<Span, &str>) -> Result<(), RewriteError> {
    let changed = |what: &str| RewriteError::Changed(what.to_owned());
    let new = Source::parse(new).map_err(|error| changed(&format!("it would not parse: {error}")))?;
    let mut wanted: Vec<Stmt> = old.body().to_vec();
    wanted.iter_mut().for_each(|stmt| Teller(names).visit_stmt(stmt));
    match is_same_code(&wanted, new.body()) {
        true => Ok(()),
        false => Err(changed("more than the arguments of calls that make commands")),
    }
}
