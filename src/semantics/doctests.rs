//! The names that doctests take from the module: what an example reads and no example before it has bound.
use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Alias, ExceptHandler, Expr, ExprContext, Stmt};
use ruff_python_parser::parse_module;

use super::facts::ModuleFacts;

/// Functions that every name space has. A capital may be that of an exception, and an underscore that of anything.
const BUILTIN: [&str; 73] = [
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "license",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
];

/// Reads the names off the docstrings into the facts.
pub(super) fn collect(body: &[Stmt], facts: &mut ModuleFacts) {
    let mut texts = Vec::new();
    docstrings(body, &mut texts);
    let has_star = facts.imports.iter().any(|import| import.is_star());
    let is_unbound = |name: &str| {
        !has_star
            && name.starts_with(|letter: char| letter.is_lowercase())
            && !matches!(name, "vars" | "zip")
            && !BUILTIN.contains(&name)
            && facts.global(name).is_none()
    };
    let mut session = Session {
        is_unbound: &is_unbound,
        ..Session::default()
    };
    for text in texts {
        session.bound.clear();
        examples(text).iter().for_each(|example| session.run(example));
    }
    let (names, behind) = (session.names, session.behind);
    facts.doctest_names = names.into_iter().collect();
    facts.doctest_behind = behind.into_iter().collect();
}

/// The docstrings of a body and of those within it, and the texts in a table of tests.
fn docstrings<'a>(body: &'a [Stmt], texts: &mut Vec<&'a str>) {
    if let Some(Stmt::Expr(first)) = body.first()
        && let Expr::StringLiteral(string) = &*first.value
    {
        texts.push(string.value.to_str());
    }
    for statement in body {
        match statement {
            Stmt::Assign(assign) => {
                let mut targets = assign.targets.iter();
                let is_table = targets.any(|target| matches!(target, Expr::Name(name) if name.id == "__test__"));
                if let (true, Expr::Dict(dict)) = (is_table, &*assign.value) {
                    let values = dict.items.iter().filter_map(|item| item.value.as_string_literal_expr());
                    texts.extend(values.map(|string| string.value.to_str()));
                }
            }
            Stmt::FunctionDef(function) => docstrings(&function.body, texts),
            Stmt::ClassDef(class) => docstrings(&class.body, texts),
            _ => {}
        }
    }
}

/// The sources of the examples of a docstring, but for those that are never run.
fn examples(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim_start) {
        // A prompt is followed by a space, or by nothing.
        let prompt = |mark: &str| {
            line.strip_prefix(mark)
                .map(|rest| rest.strip_prefix(' ').unwrap_or(rest))
        };
        match (prompt(">>>"), prompt("...")) {
            (Some(source), _) => found.push(source.to_owned() + "\n"),
            (None, Some(source)) if is_open => found.iter_mut().last().into_iter().for_each(|example| {
                example.push_str(source);
                example.push('\n');
            }),
            (None, _) => {}
        }
        is_open = line.starts_with(">>>") || is_open && line.starts_with("...");
    }
    found.retain(|example| !(example.contains("doctest:") && example.contains("+SKIP")));
    found
}

/// The examples of one docstring after the other.
struct Session<'a> {
    /// Whether nothing in the module binds a name.
    is_unbound: &'a dyn Fn(&str) -> bool,
    /// What examples have bound so far.
    bound: BTreeSet<String>,
    /// The first name of the example that nothing binds: whatever stands behind it is not reached.
    fails: Option<String>,
    /// In what may not run, or not now.
    is_open: bool,
    names: BTreeSet<String>,
    behind: BTreeSet<(String, String)>,
}

impl Default for Session<'_> {
    fn default() -> Self {
        Session {
            is_unbound: &|_| false,
            bound: BTreeSet::new(),
            fails: None,
            is_open: false,
            names: BTreeSet::new(),
            behind: BTreeSet::new(),
        }
    }
}

impl Session<'_> {
    fn run(&mut self, example: &str) {
        self.fails = None;
        match parse_module(example) {
            Ok(parsed) => self.visit_body(parsed.suite()),
            // Whatever it is, it may read any of its words.
            Err(_) => example
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .for_each(|word| self.read(word)),
        }
    }

    fn read(&mut self, name: &str) {
        if name.is_empty() || self.bound.contains(name) {
            return;
        }
        match &self.fails {
            Some(unbound) => drop(self.behind.insert((unbound.clone(), name.to_owned()))),
            None => drop(self.names.insert(name.to_owned())),
        }
        if self.fails.is_none() && !self.is_open && (self.is_unbound)(name) {
            self.fails = Some(name.to_owned());
        }
    }

    /// Walks what may not run, or not now: nothing fails there for sure, and what it binds may not be bound.
    fn open(&mut self, walk: impl FnOnce(&mut Self)) {
        let (bound, was_open) = (self.bound.clone(), std::mem::replace(&mut self.is_open, true));
        walk(self);
        (self.bound, self.is_open) = (bound, was_open);
    }

    /// What an example binds behind a failure is not bound.
    fn bind(&mut self, name: &str) {
        if self.fails.is_none() {
            self.bound.insert(name.to_owned());
        }
    }
}

impl Visitor<'_> for Session<'_> {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Import(_) | Stmt::ImportFrom(_) => {
                let bound = |alias: &Alias| {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    name.split('.').next().unwrap_or_default().to_owned()
                };
                let names = match stmt {
                    Stmt::Import(import) => &import.names,
                    Stmt::ImportFrom(from) => &from.names,
                    _ => return,
                };
                names.iter().map(bound).for_each(|name| self.bind(&name));
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
                self.open(|session| {
                    if let Stmt::FunctionDef(function) = stmt {
                        let own = function.parameters.iter().map(|any| any.name().to_string());
                        session.bound.extend(own);
                    }
                    visitor::walk_stmt(session, stmt);
                });
                let name = stmt.as_function_def_stmt().map(|function| &function.name);
                let name = name.or_else(|| stmt.as_class_def_stmt().map(|class| &class.name));
                name.iter().for_each(|name| self.bind(name));
            }
            Stmt::If(_) | Stmt::Try(_) | Stmt::While(_) | Stmt::For(_) | Stmt::Match(_) => {
                self.open(|session| visitor::walk_stmt(session, stmt));
            }
            Stmt::AugAssign(assign) => {
                assign
                    .target
                    .as_name_expr()
                    .into_iter()
                    .for_each(|name| self.read(&name.id));
                visitor::walk_stmt(self, stmt);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &Expr) {
        if let Expr::Name(name) = expr {
            match name.ctx {
                ExprContext::Load | ExprContext::Invalid => self.read(&name.id),
                ExprContext::Del => self.read(&name.id),
                ExprContext::Store => self.bind(&name.id),
            }
            return;
        }
        match expr {
            Expr::Lambda(lambda) => self.open(|session| {
                let parameters = lambda.parameters.iter().flat_map(|parameters| parameters.iter());
                session.bound.extend(parameters.map(|any| any.name().to_string()));
                visitor::walk_expr(session, expr);
            }),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.open(|session| {
                // The targets stand behind what reads them.
                let mut targets = Targets(BTreeSet::new());
                targets.visit_expr(expr);
                session.bound.extend(targets.0);
                visitor::walk_expr(session, expr);
            }),
            Expr::BoolOp(_) | Expr::If(_) => self.open(|session| visitor::walk_expr(session, expr)),
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_except_handler(&mut self, handler: &ExceptHandler) {
        let ExceptHandler::ExceptHandler(own) = handler;
        own.name.iter().for_each(|name| self.bind(name));
        visitor::walk_except_handler(self, handler);
    }
}

/// The names that an expression binds.
struct Targets(BTreeSet<String>);

impl Visitor<'_> for Targets {
    fn visit_expr(&mut self, expr: &Expr) {
        if let Expr::Name(name) = expr
            && name.ctx.is_store()
        {
            self.0.insert(name.id.to_string());
        }
        visitor::walk_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use crate::semantics::analyse;

    fn names(text: &str) -> String {
        let facts = analyse(text).unwrap();
        let behind = facts
            .doctest_behind
            .iter()
            .map(|(fails, name)| format!("{fails}<{name}"));
        facts
            .doctest_names
            .iter()
            .cloned()
            .chain(behind)
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn examples(lines: &str) -> String {
        names(&format!("'''\n{lines}\n'''\nimport f, n\n"))
    }

    #[test]
    fn what_no_example_has_bound_is_taken_from_the_module() {
        assert_eq!(examples(">>> f(n)\n3"), "f n");
        assert_eq!(examples(">>> import n\n>>> f(n.x)  # f(y)\n3"), "f");
        assert_eq!(examples(">>> from a import b as n, c\n>>> n(c, 'f')"), "");
        assert_eq!(examples(">>> for i in n:\n...     f(i)\nout"), "f n");
        assert_eq!(examples(">>> [i for i in n if f(lambda x: x)]\n>>> n = n"), "f n");
        assert_eq!(examples(">>> n = 1\n>>> def g(f):\n...     return f + n\n>>> g(2)"), "");
        assert_eq!(examples(">>> f(  # doctest: +SKIP\n...     n)\n>>> f"), "f");
        assert_eq!(examples(">>> f(\n>>> n"), "f n");
        assert_eq!(examples(">>> n += 1\n>>> if f:\n...     n = 2"), "f n");
        // Each docstring begins anew.
        assert_eq!(names("'''>>> n = 1'''\ndef g():\n    '''\n    >>> n\n    '''\n"), "n");
        assert_eq!(names("class A:\n    def g(self):\n        '''>>> n'''\n"), "n");
        assert_eq!(names("x = '''>>> n'''\n"), "");
        assert_eq!(names("__test__ = {'a': '>>> n'}\n"), "n");
    }

    #[test]
    fn what_stands_behind_a_name_that_nothing_binds_is_not_reached() {
        assert_eq!(examples(">>> m.fit(f, n=n)"), "m m<f m<n");
        assert_eq!(examples(">>> out = m(f)\n>>> out(n)"), "m out m<f out<n");
        assert_eq!(examples(">>> print(n, m, f)"), "m n print m<f");
        assert_eq!(examples(">>> def g():\n...     m\n...     f\n>>> g(n)"), "f m n");
        assert_eq!(
            examples(">>> (n and m) or f\n>>> if n:\n...     m\n... else:\n...     f"),
            "f m n"
        );
        assert_eq!(examples(">>> Missing(f)"), "Missing f");
        assert_eq!(names("'''>>> m(n)'''\nfrom a import *\nimport n\n"), "m n");
    }
}
