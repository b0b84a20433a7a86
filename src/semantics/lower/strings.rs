//! f-strings and template strings.
use ruff_python_ast::{self as ast, ConversionFlag, FStringPart, InterpolatedStringElement};
use ruff_text_size::Ranged;

use super::Lowering;
use crate::semantics::code::{Expr, ExprId, Literal};
use crate::syntax::Span;

/// The parts of a string, so far; texts that meet become one.
#[derive(Default)]
struct Parts {
    done: Vec<ExprId>,
    text: String,
    span: Span,
    /// Whether it is a template string, which holds its parts as they are.
    is_template: bool,
}

impl Lowering {
    pub fn f_string(&mut self, string: &ast::ExprFString) -> Expr {
        let mut parts = Parts::default();
        for part in string.value.iter() {
            match part {
                FStringPart::Literal(literal) => parts.add(literal.as_str(), literal.range().into()),
                FStringPart::FString(string) => self.elements(&string.elements, &mut parts),
            }
        }
        Expr::Format(self.finish(parts))
    }

    pub fn t_string(&mut self, string: &ast::ExprTString) -> Expr {
        let mut parts = Parts {
            is_template: true,
            ..Parts::default()
        };
        for string in string.value.iter() {
            self.elements(&string.elements, &mut parts);
        }
        Expr::Format(self.finish(parts))
    }

    fn elements(&mut self, elements: &[InterpolatedStringElement], parts: &mut Parts) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => parts.add(&literal.value, literal.range().into()),
                InterpolatedStringElement::Interpolation(value) => self.interpolation(value, parts),
            }
        }
    }

    fn interpolation(&mut self, element: &ast::InterpolatedElement, parts: &mut Parts) {
        let span: Span = element.range().into();
        if let Some(debug) = &element.debug_text {
            parts.add(debug.as_str(), span);
        }
        self.flush(parts);
        let value = self.expression(&element.expression);
        let specification = element.format_spec.as_deref().map(|specification| {
            let mut inner = Parts::default();
            self.elements(&specification.elements, &mut inner);
            self.finish(inner)
        });
        // `{value=}` shows what `repr` says, unless told otherwise.
        let is_plain =
            element.conversion == ConversionFlag::None && specification.is_none() && element.debug_text.is_none();
        parts.done.push(if is_plain && !parts.is_template {
            value
        } else {
            self.push(Expr::Formatted(value, specification.unwrap_or_default()), span)
        });
    }

    fn flush(&mut self, parts: &mut Parts) {
        if parts.text.is_empty() {
            return;
        }
        let text = self.text(&std::mem::take(&mut parts.text));
        let literal = self.push(Expr::Literal(Literal::Text(text)), parts.span);
        parts.done.push(if parts.is_template {
            self.push(Expr::Formatted(literal, Box::default()), parts.span)
        } else {
            literal
        });
    }

    fn finish(&mut self, mut parts: Parts) -> Box<[ExprId]> {
        self.flush(&mut parts);
        parts.done.into()
    }
}

impl Parts {
    fn add(&mut self, text: &str, span: Span) {
        let start = if self.text.is_empty() {
            span.start
        } else {
            self.span.start
        };
        self.span = Span::new(start, span.end);
        self.text.push_str(text);
    }
}
