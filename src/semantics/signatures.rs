//! Signatures of which a function takes the names of the parameters, their kinds and defaults, and never an annotation:
//! `sig = inspect.signature(f)` and `"n" in sig.parameters`, or `[p.name for p in signature(f).parameters.values()]`.
use std::collections::HashMap;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{CmpOp, Expr, ExprContext, Parameter, Stmt};
use ruff_text_size::Ranged;

use super::paths;
use crate::rules::{Group, Rules};
use crate::syntax::Span;

/// The calls of `signature` in these statements that hand out no annotation.
pub(super) fn without_annotations(body: &[Stmt], rules: &Rules) -> Vec<Span> {
    let mut functions = Functions {
        rules,
        found: Vec::new(),
    };
    functions.visit_body(body);
    functions.found
}

/// Looks at each outermost function by itself.
struct Functions<'r> {
    rules: &'r Rules,
    found: Vec<Span>,
}

impl<'a> Visitor<'a> for Functions<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let Stmt::FunctionDef(_) = stmt else {
            visitor::walk_stmt(self, stmt);
            return;
        };
        let mut uses = Uses::new(self.rules);
        visitor::walk_stmt(&mut uses, stmt);
        self.found.extend(uses.harmless());
    }
}

/// Where a signature comes from.
enum Source<'a> {
    /// The call that makes it.
    Call(Span),
    /// The variable that holds it.
    Variable(&'a str),
}

/// How the variables of a function are used; those of functions in it by the same name count with them.
struct Uses<'a> {
    rules: &'a Rules,
    /// Signatures that variables are set to.
    made: Vec<(&'a str, Span)>,
    /// How often each variable is set, deleted or declared, and read.
    set: HashMap<&'a str, usize>,
    read: HashMap<&'a str, usize>,
    /// How often something of a parameter that is not an annotation is read of a variable.
    plain: HashMap<&'a str, usize>,
    /// Uses of the names alone of a signature's parameters.
    named: Vec<Source<'a>>,
    /// Signatures whose parameters are gone through, with the variables that hold each.
    through: Vec<(Source<'a>, &'a str)>,
}

impl<'a> Uses<'a> {
    fn new(rules: &'a Rules) -> Self {
        Uses {
            rules,
            made: Vec::new(),
            set: HashMap::new(),
            read: HashMap::new(),
            plain: HashMap::new(),
            named: Vec::new(),
            through: Vec::new(),
        }
    }

    /// The calls whose signatures are used for nothing else.
    fn harmless(&self) -> Vec<Span> {
        let count = |of: &HashMap<&str, usize>, name: &str| of.get(name).copied().unwrap_or_default();
        let is_plain = |name: &str| {
            let bound = self.through.iter().filter(|(_, variable)| *variable == name).count();
            count(&self.set, name) == bound && count(&self.read, name) == count(&self.plain, name)
        };
        let through = self.through.iter().filter(|(_, variable)| is_plain(variable));
        let good: Vec<&Source<'_>> = self.named.iter().chain(through.map(|(source, _)| source)).collect();
        let at_once = good.iter().filter_map(|source| match source {
            Source::Call(span) => Some(*span),
            Source::Variable(_) => None,
        });
        let kept = self.made.iter().filter(|(name, _)| {
            let uses = good
                .iter()
                .filter(|source| matches!(source, Source::Variable(variable) if variable == name));
            count(&self.set, name) == 1 && uses.count() == count(&self.read, name)
        });
        at_once.chain(kept.map(|&(_, span)| span)).collect()
    }

    fn names_of(&mut self, expr: &'a Expr) {
        self.named.extend(parameters(expr));
    }

    fn goes_through(&mut self, target: &'a Expr, iter: &'a Expr) {
        self.names_of(iter);
        let single = match (method(iter, "values"), method(iter, "items"), target) {
            (Some(held), _, one) => parameters(held).zip(one.as_name_expr()),
            (_, Some(held), Expr::Tuple(pair)) => match pair.elts.as_slice() {
                [_, one] => parameters(held).zip(one.as_name_expr()),
                _ => None,
            },
            _ => None,
        };
        self.through
            .extend(single.map(|(source, variable)| (source, variable.id.as_str())));
    }

    fn sets(&mut self, name: &'a str) {
        *self.set.entry(name).or_default() += 1;
    }
}

impl<'a> Visitor<'a> for Uses<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Assign(assign) => {
                if let ([Expr::Name(name)], Some(span)) = (assign.targets.as_slice(), signature(&assign.value)) {
                    self.made.push((&name.id, span));
                }
            }
            Stmt::For(statement) => self.goes_through(&statement.target, &statement.iter),
            Stmt::Global(names) => names.names.iter().for_each(|name| self.sets(name)),
            Stmt::Nonlocal(names) => names.names.iter().for_each(|name| self.sets(name)),
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => match name.ctx {
                ExprContext::Load => *self.read.entry(&name.id).or_default() += 1,
                ExprContext::Store | ExprContext::Del | ExprContext::Invalid => self.sets(&name.id),
            },
            Expr::Attribute(attribute)
                if attribute.ctx == ExprContext::Load
                    && self.rules.knows(Group::ParameterAttribute, &attribute.attr) =>
            {
                match &*attribute.value {
                    Expr::Name(name) => *self.plain.entry(&name.id).or_default() += 1,
                    // `signature(f).parameters["n"].default`
                    Expr::Subscript(one) => self.names_of(&one.value),
                    _ => {}
                }
            }
            Expr::Compare(compare) if compare.ops.iter().all(|op| matches!(op, CmpOp::In | CmpOp::NotIn)) => {
                compare.comparators.iter().for_each(|names| self.names_of(names));
            }
            Expr::Call(call) => {
                // Whatever becomes of the keys, they are strings.
                if let Some(held) = method(expr, "keys") {
                    self.names_of(held);
                }
                let called = call.func.as_name_expr().map(|name| name.id.as_str());
                if called.is_some_and(|called| self.rules.knows(Group::TakesKeys, called)) {
                    call.arguments.args.iter().for_each(|names| self.names_of(names));
                }
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }

    fn visit_comprehension(&mut self, comprehension: &'a ruff_python_ast::Comprehension) {
        self.goes_through(&comprehension.target, &comprehension.iter);
        visitor::walk_comprehension(self, comprehension);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.sets(&parameter.name);
        visitor::walk_parameter(self, parameter);
    }
}

/// `x` of `x.METHOD()`.
fn method<'a>(expr: &'a Expr, name: &str) -> Option<&'a Expr> {
    let call = expr.as_call_expr().filter(|call| call.arguments.is_empty())?;
    let attribute = call.func.as_attribute_expr()?;
    (&attribute.attr == name).then_some(&*attribute.value)
}

/// The signature in `signature(f).parameters`.
fn parameters(expr: &Expr) -> Option<Source<'_>> {
    let attribute = expr
        .as_attribute_expr()
        .filter(|attribute| &attribute.attr == "parameters")?;
    match &*attribute.value {
        Expr::Name(name) => Some(Source::Variable(&name.id)),
        made => signature(made).map(Source::Call),
    }
}

fn signature(expr: &Expr) -> Option<Span> {
    let call = expr.as_call_expr()?;
    let is_it = paths::path(&call.func).is_some_and(|path| path.last() == "signature");
    (is_it && call.arguments.find_keyword("eval_str").is_none()).then(|| call.range().into())
}
