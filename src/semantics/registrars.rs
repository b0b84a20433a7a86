//! Functions of a module that put one of their parameters into a table of the module and do nothing else with it: what a call of
//! one hands over is a value of that table.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprCall, ExprContext, Stmt, StmtFunctionDef};

use super::facts::ModuleFacts;
use crate::rules::{Group, Rules};

/// `def register(name, value): TABLE[name] = value`
pub(super) struct Registrar<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The table.
    pub table: &'a str,
    /// The parameter, and its place where it may be given by that.
    parameter: (&'a str, Option<usize>),
}

impl Registrar<'_> {
    /// What a call puts into the table.
    pub fn value<'c>(&self, call: &'c ExprCall) -> Option<&'c Expr> {
        let arguments = &call.arguments;
        let is_open = arguments.args.iter().any(Expr::is_starred_expr)
            || arguments.keywords.iter().any(|keyword| keyword.arg.is_none());
        let (name, place) = self.parameter;
        let by_name = || arguments.find_keyword(name).map(|keyword| &keyword.value);
        let by_place = place.and_then(|place| arguments.args.get(place));
        by_place.or_else(by_name).filter(|_| !is_open)
    }
}

/// Those of a module.
pub(super) fn registrars<'a>(body: &'a [Stmt], facts: &ModuleFacts, rules: &Rules) -> Vec<Registrar<'a>> {
    let functions = body.iter().filter_map(Stmt::as_function_def_stmt);
    functions
        .filter_map(|function| registrar(function, facts, rules))
        .collect()
}

fn registrar<'a>(function: &'a StmtFunctionDef, facts: &ModuleFacts, rules: &Rules) -> Option<Registrar<'a>> {
    let binding = &facts.bindings[facts.global(&function.name)? as usize];
    let kinds = binding.kinds;
    let others = kinds.imports + kinds.classes + kinds.assignments + kinds.deletions + kinds.parameters;
    let is_plain = kinds.functions == 1
        && others == 0
        && !kinds.from_global_statement
        && !function.is_async
        && function.decorator_list.is_empty();
    let mut stored = Stored::default();
    stored.visit_body(&function.body);
    let [(table, parameter)] = stored.items.as_slice() else {
        return None;
    };
    let parameters = &function.parameters;
    let by_place: Vec<&str> = parameters
        .posonlyargs
        .iter()
        .chain(&parameters.args)
        .map(|one| one.name().as_str())
        .collect();
    let is_by_name = parameters.args.iter().chain(&parameters.kwonlyargs);
    let is_by_name = is_by_name.map(|one| one.name().as_str()).any(|name| name == *parameter);
    let place = by_place.iter().position(|name| name == parameter);
    let uses = stored.names.iter().filter(|name| *name == parameter).count();
    let is_known = is_plain
        && uses == 1
        && (place.is_some() || is_by_name)
        && !stored.is_generator
        && !stored.bound.contains(table)
        && !parameters.iter().any(|one| one.name().as_str() == *table)
        && !stored.names.iter().any(|name| rules.knows(Group::SeesNames, name));
    is_known.then_some(Registrar {
        name: function.name.as_str(),
        table,
        parameter: (parameter, place),
    })
}

/// What a function does with names, those within it included.
#[derive(Default)]
struct Stored<'a> {
    /// `TABLE[...] = name`
    items: Vec<(&'a str, &'a str)>,
    /// Every name, as often as it is there.
    names: Vec<&'a str>,
    /// Those that it binds.
    bound: Vec<&'a str>,
    is_generator: bool,
}

impl<'a> Visitor<'a> for Stored<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::Assign(assign) = stmt
            && let ([Expr::Subscript(item)], Expr::Name(value)) = (assign.targets.as_slice(), assign.value.as_ref())
            && let Expr::Name(table) = item.value.as_ref()
        {
            self.items.push((table.id.as_str(), value.id.as_str()));
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => {
                self.names.push(name.id.as_str());
                if name.ctx != ExprContext::Load {
                    self.bound.push(name.id.as_str());
                }
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => self.is_generator = true,
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
