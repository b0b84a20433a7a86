//! Functions that replace what is named to them, such as `mock.patch`, under other names: `override = mock.patch`.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt};
use rustc_hash::FxHashMap;

use super::facts::Path;
use super::paths;
use crate::rules::{Group, Rules};

/// The names of a file that stand for such functions.
#[derive(Debug, Default)]
pub(super) struct Patchers {
    /// By the names which those have.
    names: FxHashMap<String, Path>,
    /// Whether the file may name one at all.
    pub are_named: bool,
}

impl Patchers {
    pub fn of(text: &str, body: &[Stmt], rules: &Rules) -> Self {
        let mut found = Finding {
            rules,
            found: Patchers {
                are_named: text.contains("patch"),
                ..Patchers::default()
            },
        };
        // Who does not name one has no other name for it.
        if found.found.are_named {
            found.visit_body(body);
        }
        found.found
    }

    /// What is called in the end, where that has another name here.
    pub fn meant(&self, callee: &Expr) -> Option<&Path> {
        callee.as_name_expr().and_then(|name| self.names.get(name.id.as_str()))
    }
}

/// Looks for statements that give such a function another name.
struct Finding<'r> {
    rules: &'r Rules,
    found: Patchers,
}

impl<'a> Visitor<'a> for Finding<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    if let Some(asname) = alias.asname.as_ref().filter(|_| &alias.name == "patch") {
                        self.found.names.insert(asname.to_string(), path_of(&alias.name));
                    }
                }
            }
            Stmt::Assign(assign) => {
                if let ([Expr::Name(target)], Some(path)) =
                    (assign.targets.as_slice(), patcher(&assign.value, self.rules))
                {
                    self.found.names.insert(target.id.to_string(), path);
                }
            }
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, _: &'a Expr) {}
}

fn path_of(name: &str) -> Path {
    Path {
        root: name.to_owned(),
        binding: None,
        attributes: Vec::new(),
    }
}

/// The function that an expression is, where its name says that it replaces what is named to it, as `mock.patch.object` does.
pub(super) fn patcher(expr: &Expr, rules: &Rules) -> Option<Path> {
    let path = paths::path(expr)?;
    let parts: Vec<&str> = std::iter::once(&path.root)
        .chain(&path.attributes)
        .map(String::as_str)
        .collect();
    let (last, before) = parts.split_last()?;
    let is_of_patch = before.contains(&"patch") && rules.knows(Group::ReplacesNamed, last);
    let is_patch = *last == "patch" && before.iter().all(|part| part.contains("mock"));
    (is_of_patch || is_patch).then_some(path)
}
