//! Namespaces of which no more than some names are looked up: `"render_" + kind in globals()`. Part of the walk.
use ruff_python_ast::{self as ast, CmpOp, Expr};
use ruff_text_size::Ranged;

use super::facts::{Binding, NamePattern, Piece, ScopeId};
use super::literals::literal;
use super::put_together::Key;
use super::strings::{self, Members, Part};
use super::walk::Walker;

impl Walker<'_> {
    /// Of the namespace that an expression stands for, only names of this kind are looked up.
    pub(super) fn namespace_key(&mut self, namespace: &Expr, key: &Expr) {
        if matches!(namespace, Expr::Call(_) | Expr::Attribute(_)) {
            // What a variable is given elsewhere may be more than this file says.
            let text_only = |part| match part {
                Part::Named(_) | Part::Member(_) => Part::Unknown,
                Part::Text(_) | Part::NameOf(_) | Part::Unknown => part,
            };
            self.namespace_keys.push(Key {
                namespace: namespace.range().into(),
                parts: strings::parts(key).into_iter().map(text_only).collect(),
                asked: self.asked_of_module(key),
            });
        }
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
            let patterns: Vec<NamePattern> = self
                .strings
                .readings(&key.parts, Members::Closed)
                .iter()
                .map(|p| pattern(p))
                .collect();
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
