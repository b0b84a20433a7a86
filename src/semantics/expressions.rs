//! Calls, subscripts and strings: what they tell about names beyond plain reading. Part of the walk.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, ExprContext};
use ruff_text_size::Ranged;

use super::facts::{Access, MentionKind, Object, OperationKind, Path, Phase, Touch};
use super::literals::{literal, names_in};
use super::namespace_reads::{is_globals, parameters_of_code};
use super::paths::{self, chain};
use super::walk::Walker;
use crate::rules::Group;
use crate::syntax::Span;

impl Walker<'_> {
    pub(super) fn subscript(&mut self, subscript: &ast::ExprSubscript) {
        let span: Span = subscript.range().into();
        let writes = subscript.ctx != ExprContext::Load;
        self.evaluated_in.extend(parameters_of_code(subscript));
        if self.is_sys_modules(&subscript.value) && self.runs() && !self.loading.contains(&span) {
            self.loaded(&subscript.slice, !writes);
            if writes {
                self.key_of_loaded(&subscript.slice, false);
            }
            if matches!(&*subscript.slice, Expr::Name(name) if name.id == "__name__") {
                let kind = if writes {
                    MentionKind::ReplacesThisModule
                } else {
                    MentionKind::ThisModule
                };
                self.recorder.mention(self.state.scope, span, kind);
            }
        }
        if writes {
            self.operate(OperationKind::WriteItem, paths::path(&subscript.value), span);
        } else if literal(&subscript.slice) == Some("__annotations__") && self.runs() {
            self.hint(span, "[\"__annotations__\"]", Object::Unknown);
        } else {
            self.implicit(&subscript.value, "__getitem__", span);
        }
        if writes {
            self.written_global(subscript);
        }
        match chain(&subscript.value) {
            Some((root, attributes)) if writes => {
                if let Expr::Attribute(namespace) = &*subscript.value {
                    self.whole_namespace(namespace);
                }
                self.read(&root.id, attributes, root.range().into(), Access::WriteItem);
            }
            _ => self.visit_expr(&subscript.value),
        }
        if let Some(key) = literal(&subscript.slice) {
            self.only_key(&subscript.value, key);
        } else if writes && is_globals(&subscript.value) {
            // Nothing is read of the namespace: what is written was noted.
            let span: Span = subscript.value.range().into();
            self.recorder.facts.namespace_reads.retain(|read| read.span != span);
        } else if !writes {
            self.namespace_key(&subscript.value, &subscript.slice);
        }
        let path = paths::path(&subscript.value);
        let container = path.as_ref().map(Path::last).unwrap_or_default();
        if container == "Literal" {
            return;
        }
        // `Optional["Frame"]`: in a type expression, strings are types. Containers of values have lower-case names.
        let generic = container.starts_with(|letter: char| letter.is_ascii_uppercase())
            || self.rules.knows(Group::TakesTypeArguments, container);
        match &*subscript.slice {
            Expr::StringLiteral(string) if generic => self.type_string(string),
            Expr::Tuple(tuple) if generic => {
                for element in &tuple.elts {
                    match element {
                        Expr::StringLiteral(string) => self.type_string(string),
                        _ => self.visit_expr(element),
                    }
                }
            }
            slice => self.visit_expr(slice),
        }
    }

    /// A string: an annotation in quotes, or text that may name something.
    pub(super) fn string(&mut self, string: &ast::ExprStringLiteral) {
        if matches!(self.state.phase, Some(Phase::Annotation { .. } | Phase::OnDemand)) {
            self.type_string(string);
        } else {
            self.loader_text(string);
            self.text(string.value.to_str(), string.range().into(), Touch::Read, &[]);
        }
    }

    /// A type in a string: the names in it are read by type checkers, and by any code that evaluates annotations.
    pub(super) fn type_string(&mut self, string: &ast::ExprStringLiteral) {
        let Ok(parsed) = ruff_python_parser::parse_expression(string.value.to_str()) else {
            return;
        };
        let phase = match self.phase() {
            Phase::Annotation {
                owner, place, whole, ..
            } => Phase::Annotation {
                owner,
                place,
                quoted: true,
                whole,
            },
            _ => Phase::TypeCheckers,
        };
        let span: Span = string.range().into();
        self.with(
            |state| state.phase = Some(phase),
            |walker| {
                for (root, attributes) in names_in(parsed.expr()) {
                    walker.read(&root, attributes, span, Access::Read);
                }
            },
        );
    }
}
