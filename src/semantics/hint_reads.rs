//! Calls and attributes that evaluate annotations. Part of the walk.
use ruff_python_ast::{self as ast, Expr, ExprCall};
use ruff_text_size::Ranged;

use super::facts::{HintRead, Object, Path};
use super::literals::{literal, names_in};
use super::paths::{self, object};
use super::walk::Walker;
use crate::rules::Group;
use crate::syntax::Span;

impl Walker<'_> {
    pub(super) fn hints(&mut self, call: &ExprCall, last: &str) {
        if self.rules.knows(Group::ReadsAnnotations, last) {
            let object = call.arguments.args.first().map_or(Object::Unknown, object);
            let first = call.arguments.args.first();
            let parts = first
                .filter(|_| object == Object::Unknown)
                .map(names_in)
                .unwrap_or_default();
            let told = is_told(call);
            let how = match last {
                "signature" if told => "signature(eval_str=True)",
                "get_annotations" if told => "get_annotations(eval_str=True)",
                _ => last,
            };
            if parts.is_empty() {
                self.hint(call.range().into(), how, object);
            }
            // `TypeAdapter(Annotated[A | B, ...])` reads the hints of what it names.
            for (root, attributes) in parts {
                let object = Object::Path(Path {
                    root: root.to_string(),
                    binding: None,
                    attributes,
                });
                self.hint(call.range().into(), how, object);
            }
        }
        // `getattr(x, "__annotations__", {})`, `vars(x).get("__annotations__")`
        let named = |place: usize| call.arguments.args.get(place).and_then(literal) == Some("__annotations__");
        let span: Span = call.range().into();
        match (last, call.arguments.args.first()) {
            ("getattr", Some(first)) if named(1) => self.hint(span, "__annotations__", object(first)),
            ("get" | "pop", _) if named(0) => self.hint(span, "[\"__annotations__\"]", Object::Unknown),
            _ => {}
        }
    }

    pub(super) fn hint(&mut self, span: Span, how: &str, object: Object) {
        let scope = self.state.scope;
        self.recorder.facts.hint_reads.push(HintRead {
            span,
            scope,
            how: how.to_owned(),
            object,
            names_only: self.named_only.contains(&span) && !how.contains("eval_str"),
        });
    }
}

/// Whether a call tells what it calls to evaluate strings. What `**options` hold may say so, too.
pub(super) fn is_told(call: &ExprCall) -> bool {
    call.arguments.keywords.iter().any(|keyword| match &keyword.arg {
        Some(name) => name == "eval_str",
        None => true,
    })
}

/// The call of `signature` in `signature(f).parameters`, of which somebody takes no more than the keys.
pub(super) fn signature_of_names(expr: &Expr) -> Option<Span> {
    let attribute = expr
        .as_attribute_expr()
        .filter(|attribute| &attribute.attr == "parameters")?;
    called(&attribute.value, "signature")
}

/// The call of `signature` in `signature(f).bind`.
pub(super) fn signature_bound(callee: &Expr) -> Option<Span> {
    let attribute = callee.as_attribute_expr()?;
    let binds = matches!(attribute.attr.as_str(), "bind" | "bind_partial");
    binds.then(|| called(&attribute.value, "signature")).flatten()
}

/// The call of `getfullargspec` in `getfullargspec(f).args`.
pub(super) fn spec_of_names(attribute: &ast::ExprAttribute) -> Option<Span> {
    let names = ["args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults"];
    let is_one = names.contains(&attribute.attr.as_str());
    is_one.then(|| called(&attribute.value, "getfullargspec")).flatten()
}

pub(super) fn called(expr: &Expr, name: &str) -> Option<Span> {
    let call = expr.as_call_expr()?;
    let is_it = paths::path(&call.func).is_some_and(|path| path.last() == name);
    is_it.then(|| call.range().into())
}
