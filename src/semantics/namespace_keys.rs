//! Namespaces of which no more than some names are looked up: `"render_" + kind in globals()`. Part of the walk.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, CmpOp, Expr, Stmt};
use ruff_text_size::Ranged;

use super::facts::{Binding, NamePattern, Piece, ScopeId};
use super::literals::literal;
use super::paths::path;
use super::put_together::Key;
use super::scans::whole;
use super::strings::{self, Part};
use super::walk::Walker;

impl Walker<'_> {
    /// Of the namespace that an expression stands for, only names of this kind are looked up.
    pub(super) fn namespace_key(&mut self, namespace: &Expr, key: &Expr) {
        if matches!(namespace, Expr::Call(_) | Expr::Attribute(_)) {
            // What a variable is given elsewhere may be more than this file says.
            let text_only = |part| match part {
                Part::Named(_) => Part::Unknown,
                Part::Text(_) | Part::NameOf(_) | Part::Unknown => part,
            };
            self.namespace_keys.push(Key {
                namespace: namespace.range().into(),
                parts: strings::parts(key).into_iter().map(text_only).collect(),
                listed: self.is_listed(namespace, key),
                asked: self.asked_of_module(key),
            });
        }
    }

    /// Notes a variable that goes over `module.__all__`, where the body of the loop gives neither of them anything else.
    pub(super) fn goes_over_listed(&mut self, target: &Expr, iter: &Expr, body: &[Stmt]) {
        if let (Expr::Name(variable), Expr::Attribute(list)) = (target, iter)
            && &list.attr == "__all__"
            && let Some(module) = path(&list.value)
        {
            let mut bound = Bound {
                names: [&variable.id, &module.root],
                found: false,
            };
            bound.visit_body(body);
            if !bound.found {
                self.listed.push((variable.id.to_string(), module));
            }
        }
    }

    /// Whether a key is a name in the `__all__` of the module whose namespace it is looked up in.
    fn is_listed(&self, namespace: &Expr, key: &Expr) -> bool {
        let listing = |call: &ast::ExprCall| match (&*call.func, &*call.arguments.args) {
            (Expr::Name(name), [of]) if name.id == "dir" => path(of),
            _ => None,
        };
        let module = match whole(namespace) {
            Some((of, _)) => path(of),
            None => namespace.as_call_expr().and_then(listing),
        };
        let Some(variable) = key.as_name_expr() else {
            return false;
        };
        let innermost = self.listed.iter().rev().find(|(name, _)| *name == variable.id.as_str());
        innermost.is_some_and(|(_, of)| module.as_ref() == Some(of))
    }

    /// The parameter of the module's own `__getattr__` that a key is, by its binding: the name that it is asked for, which is not there.
    fn asked_of_module(&self, key: &Expr) -> Option<(ScopeId, String)> {
        let hook = self.recorder.facts.module_function(self.state.scope)?;
        let key = key.as_name_expr()?.id.as_str();
        let is_asked = hook.name == "__getattr__" && hook.parameters.first()? == key;
        is_asked.then(|| (self.state.scope, key.to_owned()))
    }

    /// Whether a parameter keeps what Python hands it: the function gives its name nothing else, and no code of the file names the
    /// function.
    fn is_as_handed(&self, (scope, name): &(ScopeId, String)) -> bool {
        let mut bindings = self.recorder.facts.bindings.iter();
        let is_it = |binding: &&Binding| binding.scope == *scope && binding.name == *name;
        bindings
            .find(is_it)
            .is_some_and(|binding| binding.kinds.only_parameter())
            && !self.recorder.has_read("__getattr__")
    }

    /// `"n" in globals()`.
    pub(super) fn key_is_in(&mut self, compare: &ast::ExprCompare) {
        if let ([CmpOp::In | CmpOp::NotIn], [namespace]) = (&*compare.ops, &*compare.comparators) {
            self.namespace_key(namespace, &compare.left);
        }
    }

    /// `[name for name in dir(x) if name.endswith("View")]` takes no more of the names than these.
    pub(super) fn names_kept(generator: &ast::Comprehension) -> Option<NamePattern> {
        let variable = generator.target.as_name_expr()?;
        generator.ifs.iter().find_map(|test| kept(test, &variable.id))
    }

    /// Notes the keys on the reads of the namespaces, now that all is known of what their parts stand for.
    pub(super) fn note_namespace_keys(&mut self) {
        for key in std::mem::take(&mut self.namespace_keys) {
            if key.asked.is_some_and(|asked| self.is_as_handed(&asked)) {
                let reads = &mut self.recorder.facts.namespace_reads;
                reads.retain(|read| read.span != key.namespace);
                continue;
            }
            let patterns = match key.listed {
                true => vec![NamePattern::listed()],
                false => self.strings.readings(&key.parts).iter().map(|p| pattern(p)).collect(),
            };
            let reads = self.recorder.facts.namespace_reads.iter_mut();
            for read in reads.filter(|read| read.span == key.namespace && read.name.is_none()) {
                read.patterns.clone_from(&patterns);
            }
        }
        // A name of which nothing is known may be any.
        for read in &mut self.recorder.facts.namespace_reads {
            if read.patterns.iter().any(NamePattern::is_anything) {
                read.patterns.clear();
            }
        }
    }
}

/// Whether some code gives one of two names anything.
struct Bound<'n> {
    names: [&'n str; 2],
    found: bool,
}

impl<'a> Visitor<'a> for Bound<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr {
            self.found |= !name.ctx.is_load() && self.names.contains(&name.id.as_str());
        }
        visitor::walk_expr(self, expr);
    }

    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        // Names that are bound by other means than a target.
        self.found |= matches!(
            stmt,
            Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::FunctionDef(_) | Stmt::ClassDef(_) | Stmt::Match(_)
        );
        visitor::walk_stmt(self, stmt);
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(bound) = handler;
        self.found |= bound
            .name
            .as_ref()
            .is_some_and(|name| self.names.contains(&name.as_str()));
        visitor::walk_except_handler(self, handler);
    }
}

/// The beginning and the end of a name that is put together.
fn pattern(pieces: &[Piece]) -> NamePattern {
    let text = |piece: Option<&Piece>| match piece {
        Some(Piece::Text(text)) => text.clone(),
        Some(Piece::NameOf(_) | Piece::Unknown) | None => String::new(),
    };
    NamePattern {
        start: text(pieces.first()),
        end: text(pieces.last()),
        is_whole: matches!(pieces, [Piece::Text(_)]),
        ..NamePattern::default()
    }
}

/// What a test leaves of the values of a variable.
fn kept(test: &Expr, variable: &str) -> Option<NamePattern> {
    match test {
        Expr::BoolOp(both) if both.op == ast::BoolOp::And => both.values.iter().find_map(|test| kept(test, variable)),
        Expr::Call(call) => {
            let method = call.func.as_attribute_expr()?;
            let is_variable = method.value.as_name_expr().is_some_and(|name| name.id == variable);
            let [text] = &*call.arguments.args else { return None };
            let text = literal(text).filter(|_| is_variable)?.to_owned();
            let none = String::new();
            let (start, end) = match method.attr.as_str() {
                "startswith" => (text, none),
                "endswith" => (none, text),
                _ => return None,
            };
            Some(NamePattern {
                start,
                end,
                ..NamePattern::default()
            })
        }
        _ => None,
    }
}
