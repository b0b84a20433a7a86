//! Functions that replace what is named to them, such as `mock.patch`, under other names: `override = mock.patch`. Who gets hold of
//! one otherwise than to call it may replace whatever the file names. Part of the walk.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use super::facts::{MentionKind, Path, Touch};
use super::paths;
use super::walk::Walker;
use crate::rules::{Group, Rules};
use crate::syntax::Span;

/// The names of a file that stand for such functions, by the names which those have.
#[derive(Debug, Default)]
pub(super) struct Patchers(FxHashMap<String, Path>);

impl Patchers {
    pub fn of(text: &str, body: &[Stmt], rules: &Rules) -> Self {
        let mut found = Finding {
            rules,
            found: Patchers::default(),
        };
        // Who does not name one has no other name for it.
        if text.contains("patch") {
            found.visit_body(body);
        }
        found.found
    }

    /// What is called in the end, where that has another name here.
    pub fn meant(&self, callee: &Expr) -> Option<&Path> {
        callee.as_name_expr().and_then(|name| self.0.get(name.id.as_str()))
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
                        self.found.0.insert(asname.to_string(), path_of(&alias.name));
                    }
                }
            }
            Stmt::Assign(assign) => {
                if let ([Expr::Name(target)], Some(path)) =
                    (assign.targets.as_slice(), patcher(&assign.value, self.rules))
                {
                    self.found.0.insert(target.id.to_string(), path);
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
fn patcher(expr: &Expr, rules: &Rules) -> Option<Path> {
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

impl Walker<'_> {
    /// A place that reads such a function, other than to call it or to give it another name.
    pub(super) fn patcher_read(&mut self, expr: &Expr) {
        let Some(path) = patcher(expr, self.rules).or_else(|| self.patchers.meant(expr).cloned()) else {
            return;
        };
        // A name that is no import is a variable for something else.
        let imported = |root: &str| {
            self.recorder
                .facts
                .imports
                .iter()
                .any(|import| import.bound_name() == root)
        };
        let is_other = path.attributes.is_empty() && self.patchers.meant(expr).is_none() && !imported(&path.root);
        if !is_other && !self.patchers_followed.contains(&expr.range().into()) && self.runs() {
            self.patches_otherwise = true;
        }
    }

    /// `override = mock.patch`
    pub(super) fn patcher_assigned(&mut self, targets: &[Expr], value: &Expr) {
        if matches!(targets, [Expr::Name(_)]) && patcher(value, self.rules).is_some() {
            self.patchers_followed.push(value.range().into());
        }
    }

    /// A callee, which is no more than called.
    pub(super) fn patcher_called(&mut self, callee: &Expr) {
        let mut at = callee;
        // `patch` in `patch.object(...)`, and `patch(...)` in `patch(...)(function)`.
        loop {
            self.patchers_followed.push(Span::from(at.range()));
            at = match at {
                Expr::Attribute(attribute) => &attribute.value,
                _ => break,
            };
        }
    }

    /// Where somebody may replace whatever is named here, all that is named here may be replaced.
    pub(super) fn note_patchers(&mut self) {
        if !self.patches_otherwise {
            return;
        }
        for mention in &mut self.recorder.facts.mentions {
            if let MentionKind::Text { touch, .. } | MentionKind::Joined { touch, .. } = &mut mention.kind
                && *touch == Touch::Read
            {
                *touch = Touch::Replace;
            }
        }
    }
}
