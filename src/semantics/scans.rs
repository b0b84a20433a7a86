//! Loops over what is in a namespace that take no more of it than what passes some tests: `[v for v in vars(m).values() if
//! isinstance(v, Plugin)]`. Part of the walk.
mod namespace;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use namespace::{Namespace, Part, namespace};

use super::facts::{NamePattern, NamespaceRead, Path, ValueTest};
use super::literals::literal;
use super::namespace_reads::is_globals;
use super::paths::path;
use super::walk::Walker;
use crate::rules::{Group, Rules};
use crate::syntax::Span;

/// What goes through a namespace.
struct Scan<'a> {
    rules: &'a Rules,
    /// Where the namespace is read.
    read: Span,
    /// Whose it is.
    of: &'a Expr,
    /// The variable that holds each name.
    name: Option<&'a str>,
    /// The variable that holds each value.
    value: Option<&'a str>,
    /// Whether names that are added meanwhile end the loop with an error.
    live: bool,
}

/// What is left by a test of a name or a value.
#[derive(Default)]
struct Left {
    values: Vec<ValueTest>,
    names: Vec<NamePattern>,
}

impl Walker<'_> {
    /// What a comprehension leaves of a namespace that it goes through. A generator is used up somewhere else.
    pub(super) fn scanned_by_comprehension(
        &mut self,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
        is_generator: bool,
    ) {
        let ifs = generators.iter().flat_map(|generator| &generator.ifs);
        let is_loud = is_generator
            || generators.len() > 1
            || !ifs
                .chain(elements.iter().copied())
                .all(|part| is_quiet(part, self.rules));
        for generator in generators {
            if let Some(mut scan) = scan(&generator.target, &generator.iter, self.rules) {
                scan.live &= is_loud;
                let tests: Vec<(&Expr, bool)> = generator.ifs.iter().map(|test| (test, true)).collect();
                self.leaves(&scan, &tests);
            }
        }
    }

    /// What a loop leaves of a namespace that it goes through.
    pub(super) fn scanned_by_loop(&mut self, statement: &ast::StmtFor) {
        let Some(mut scan) = scan(&statement.target, &statement.iter, self.rules) else {
            return;
        };
        let mut body = statement.body.as_slice();
        // `value = getattr(module, name)`
        if let [Stmt::Assign(assign), rest @ ..] = body
            && let ([Expr::Name(target)], Some(name)) = (assign.targets.as_slice(), scan.name)
            && is_value_of(&assign.value, scan.of, name)
        {
            scan.value = Some(&target.id);
            body = rest;
        }
        let mut tests = Vec::new();
        while let [Stmt::If(test), rest @ ..] = body
            && test.elif_else_clauses.is_empty()
        {
            match (test.body.as_slice(), rest) {
                ([Stmt::Continue(_)], _) => {
                    tests.push((&*test.test, false));
                    body = rest;
                }
                (within, []) => {
                    tests.push((&*test.test, true));
                    body = within;
                }
                _ => break,
            }
        }
        let ends = matches!(body.last(), Some(Stmt::Return(_) | Stmt::Break(_) | Stmt::Raise(_)));
        let mut quiet = Quiet {
            rules: self.rules,
            holds: true,
        };
        quiet.visit_body(if ends { &[] } else { body });
        scan.live &= !quiet.holds || !tests.iter().all(|(test, _)| is_quiet(test, self.rules));
        self.leaves(&scan, &tests);
    }

    /// `getmembers(module, isclass)` and `filter(lambda value: isinstance(value, Plugin), vars(module).values())`
    pub(super) fn scanned_by_call(&mut self, call: &ast::ExprCall, last: &str) {
        let predicate = call.arguments.find_keyword("predicate").map(|keyword| &keyword.value);
        let (test, of, read, live) = match (last, &*call.arguments.args) {
            ("getmembers" | "getmembers_static", [of, rest @ ..]) => {
                let Some(test) = rest.first().or(predicate) else { return };
                (test, of, call.range().into(), false)
            }
            ("filter", [test, through]) => match namespace(through, self.rules) {
                Some(Namespace {
                    of,
                    read,
                    part: Part::Values,
                    live,
                }) => (test, of, read, live),
                Some(_) | None => return,
            },
            _ => return,
        };
        match test {
            Expr::Lambda(lambda) => {
                let parameters = lambda
                    .parameters
                    .as_deref()
                    .into_iter()
                    .flat_map(|all| all.iter_non_variadic_params());
                let names: Vec<&str> = parameters.map(|one| one.parameter.name.as_str()).collect();
                if let [value] = names.as_slice() {
                    let scan = Scan {
                        rules: self.rules,
                        read,
                        of,
                        name: None,
                        value: Some(value),
                        live,
                    };
                    self.leaves(&scan, &[(&*lambda.body, true)]);
                }
            }
            test => {
                let function = path(test);
                let passes = function.map(|function| ValueTest::Call {
                    function,
                    classes: Vec::new(),
                });
                self.note(
                    read,
                    Left {
                        values: passes.into_iter().collect(),
                        names: Vec::new(),
                    },
                    live,
                );
            }
        }
    }

    /// Notes what all of these tests leave, each as it is or the other way round, up to one that may do anything.
    fn leaves(&mut self, scan: &Scan, tests: &[(&Expr, bool)]) {
        let mut left = Left::default();
        for (test, holds) in tests {
            if !tested(scan, test, *holds, &mut left) {
                break;
            }
        }
        self.note(scan.read, left, scan.live);
    }

    fn note(&mut self, at: Span, left: Left, live: bool) {
        if left.values.is_empty() && left.names.is_empty() {
            return;
        }
        let reads = self.recorder.facts.namespace_reads.iter_mut();
        let is_it = |read: &&mut NamespaceRead| read.span == at;
        if let Some(read) = reads.rev().find(is_it) {
            read.passes.extend(left.values);
            read.patterns.extend(left.names.into_iter().take(usize::from(!live)));
            read.live |= live;
        }
    }
}

fn scan<'a>(target: &'a Expr, iter: &'a Expr, rules: &'a Rules) -> Option<Scan<'a>> {
    let variable = |expr: &'a Expr| expr.as_name_expr().map(|name| name.id.as_str());
    // `for value in (getattr(module, name) for name in dir(module))`
    let inner = match iter {
        Expr::Generator(all) => Some((&*all.elt, all.generators.as_slice())),
        Expr::ListComp(all) => Some((&*all.elt, all.generators.as_slice())),
        _ => None,
    };
    if let Some((element, [only])) = inner {
        let through = scan(&only.target, &only.iter, rules).filter(|_| only.ifs.is_empty())?;
        let is_value = is_value_of(element, through.of, through.name?);
        return is_value.then_some(Scan {
            name: None,
            value: variable(target),
            ..through
        });
    }
    let Namespace { of, read, part, live } = namespace(iter, rules)?;
    let (name, value) = match (part, target) {
        (Part::Names, target) => (variable(target), None),
        (Part::Values, target) => (None, variable(target)),
        (Part::Pairs, Expr::Tuple(pair)) => match pair.elts.as_slice() {
            [name, value] => (variable(name), variable(value)),
            _ => (None, None),
        },
        (Part::Pairs, _) => (None, None),
    };
    Some(Scan {
        rules,
        read,
        of,
        name,
        value,
        live,
    })
}

/// Whether an expression is `getattr(module, name)`.
fn is_value_of(expr: &Expr, of: &Expr, name: &str) -> bool {
    let Expr::Call(call) = expr else { return false };
    match (&*call.func, &*call.arguments.args) {
        (Expr::Name(function), [object, Expr::Name(attribute), ..]) => {
            function.id == "getattr" && attribute.id == name && path(object).is_some() && path(object) == path(of)
        }
        _ => false,
    }
}

/// Adds what a test leaves; whether what is behind it is asked of no more than that.
fn tested(scan: &Scan, test: &Expr, holds: bool, left: &mut Left) -> bool {
    match test {
        Expr::UnaryOp(not) if not.op == ast::UnaryOp::Not => return tested(scan, &not.operand, !holds, left),
        // All of them hold, or none.
        Expr::BoolOp(both) if (both.op == ast::BoolOp::And) == holds => {
            return both.values.iter().all(|test| tested(scan, test, holds, left));
        }
        _ if !is_quiet(test, scan.rules) => return false,
        Expr::Call(call) if holds => {
            left.values.extend(scan.value.and_then(|value| passed(call, value)));
            left.names.extend(scan.name.and_then(|name| upper(call, name)));
        }
        Expr::Compare(compare) => {
            let op = if holds { ast::CmpOp::Eq } else { ast::CmpOp::NotEq };
            if *compare.ops == [op] {
                let comparators = compare.comparators.first();
                let both = comparators
                    .into_iter()
                    .flat_map(|right| [(&*compare.left, right), (right, &*compare.left)]);
                left.values.extend(
                    both.clone()
                        .filter_map(|(one, other)| defined_there(scan, one, other))
                        .next(),
                );
                let mut both = both.filter_map(|(one, other)| is_its_upper(one, other, scan.name?));
                left.names.extend(both.next());
            }
        }
        _ => {}
    }
    true
}

/// `isinstance(value, C)`, `isclass(value)`
fn passed(call: &ast::ExprCall, value: &str) -> Option<ValueTest> {
    let function = path(&call.func)?;
    let is_value = |expr: &Expr| expr.as_name_expr().is_some_and(|name| name.id == value);
    let classes = match &*call.arguments.args {
        [first] if is_value(first) => Vec::new(),
        [first, class] if is_value(first) => classes_in(class)?,
        _ => return None,
    };
    Some(ValueTest::Call { function, classes })
}

/// The classes of `isinstance(value, (A, B))` and `isinstance(value, A | B)`; none where one of them is no name.
fn classes_in(expr: &Expr) -> Option<Vec<Path>> {
    let parts: Vec<&Expr> = match expr {
        Expr::Tuple(all) => all.elts.iter().collect(),
        Expr::BinOp(union) if union.op == ast::Operator::BitOr => vec![&union.left, &union.right],
        class => return Some(vec![path(class)?]),
    };
    let classes: Option<Vec<_>> = parts.into_iter().map(classes_in).collect();
    Some(classes?.into_iter().flatten().collect())
}

/// `name.isupper()`
fn upper(call: &ast::ExprCall, name: &str) -> Option<NamePattern> {
    (method_of(call, name)? == "isupper").then(NamePattern::upper)
}

/// `name.upper() == name`
fn is_its_upper(one: &Expr, other: &Expr, name: &str) -> Option<NamePattern> {
    let call = one.as_call_expr().filter(|call| call.arguments.is_empty())?;
    let is_name = other.as_name_expr().is_some_and(|other| other.id == name);
    (is_name && method_of(call, name)? == "upper").then(NamePattern::upper)
}

/// The method of a name that is called.
fn method_of<'e>(call: &'e ast::ExprCall, name: &str) -> Option<&'e str> {
    let method = call.func.as_attribute_expr()?;
    let object = method.value.as_name_expr().filter(|object| object.id == name);
    object.map(|_| method.attr.as_str())
}

/// `value.__module__ == module.__name__`
fn defined_there(scan: &Scan, one: &Expr, other: &Expr) -> Option<ValueTest> {
    let asked = one
        .as_attribute_expr()
        .filter(|attribute| &attribute.attr == "__module__")?;
    let is_value = asked
        .value
        .as_name_expr()
        .is_some_and(|name| Some(name.id.as_str()) == scan.value);
    let module = match other {
        Expr::Name(name) if name.id == "__name__" && is_globals(scan.of) => None,
        Expr::Attribute(attribute) if &attribute.attr == "__name__" => {
            let is_it = path(&attribute.value).is_some_and(|module| path(scan.of) == Some(module));
            if !is_it {
                return None;
            }
            None
        }
        other => Some(literal(other)?.to_owned()),
    };
    is_value.then_some(ValueTest::DefinedIn(module))
}

/// Whether an expression calls nothing that does more than look.
fn is_quiet(expr: &Expr, rules: &Rules) -> bool {
    let mut quiet = Quiet { rules, holds: true };
    quiet.visit_expr(expr);
    quiet.holds
}

/// Whether all that is called only looks.
struct Quiet<'r> {
    rules: &'r Rules,
    holds: bool,
}

impl<'a> Visitor<'a> for Quiet<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let called = |call: &ast::ExprCall| match &*call.func {
            Expr::Name(name) => self.rules.knows(Group::OnlyLooks, &name.id),
            Expr::Attribute(method) => self.rules.knows(Group::OnlyLooks, &method.attr),
            _ => false,
        };
        self.holds &= match expr {
            Expr::Call(call) => called(call),
            Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => false,
            _ => true,
        };
        visitor::walk_expr(self, expr);
    }

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.holds &= !matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::With(_));
        visitor::walk_stmt(self, stmt);
    }
}
