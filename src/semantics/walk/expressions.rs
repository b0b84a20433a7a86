//! Expressions: comprehensions, operators, attributes and names.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, ExprContext};
use ruff_text_size::Ranged;

use super::Walker;
use crate::semantics::facts::{Access, MODULE, OperationKind, ScopeKind, Touch};
use crate::semantics::paths::{self, chain};
use crate::semantics::recorder::How;
use crate::semantics::{hint_reads, loading, origins};
use crate::syntax::Span;

impl Walker<'_> {
    /// Any expression.
    pub(super) fn expression(&mut self, expr: &Expr) {
        let span: Span = expr.range().into();
        match expr {
            Expr::Name(name) => self.name(name, expr),
            Expr::Attribute(attribute) => self.attribute(attribute, expr),
            Expr::Subscript(subscript) => self.subscript(subscript),
            Expr::Call(call) => {
                self.put_together(expr);
                self.call(call);
            }
            Expr::Compare(compare) => {
                self.presence(compare);
                self.key_is_in(compare);
                let contained = compare.comparators.iter().filter_map(hint_reads::signature_of_names);
                let is_membership = compare
                    .ops
                    .iter()
                    .all(|op| matches!(op, ast::CmpOp::In | ast::CmpOp::NotIn));
                self.named_only.extend(contained.filter(|_| is_membership));
                self.compared(compare, span);
                visitor::walk_expr(self, expr);
            }
            Expr::FString(_) => {
                self.put_together(expr);
                visitor::walk_expr(self, expr);
            }
            Expr::BinOp(sum) => self.binary(sum, expr),
            Expr::UnaryOp(unary) => {
                let method = match unary.op {
                    ast::UnaryOp::Invert => "__invert__",
                    ast::UnaryOp::Not => "__bool__",
                    ast::UnaryOp::UAdd => "__pos__",
                    ast::UnaryOp::USub => "__neg__",
                };
                self.implicit(&unary.operand, method, span);
                visitor::walk_expr(self, expr);
            }
            Expr::Named(named) => self.named(named),
            Expr::Lambda(lambda) => self.lambda(lambda),
            Expr::If(conditional) => {
                self.loading
                    .extend(loading::of_expression(conditional).into_iter().flatten());
                visitor::walk_expr(self, expr);
            }
            Expr::ListComp(comprehension) => {
                self.comprehension(&comprehension.generators, &[&comprehension.elt], false)
            }
            Expr::SetComp(comprehension) => self.comprehension(&comprehension.generators, &[&comprehension.elt], false),
            Expr::Generator(comprehension) => {
                self.comprehension(&comprehension.generators, &[&comprehension.elt], true);
            }
            Expr::DictComp(comprehension) => {
                let key = comprehension.key.as_deref();
                let elements: Vec<&Expr> = key.into_iter().chain([&*comprehension.value]).collect();
                self.comprehension(&comprehension.generators, &elements, false);
            }
            Expr::StringLiteral(string) => self.string(string),
            Expr::BytesLiteral(bytes) => {
                let text: Vec<u8> = bytes.value.bytes().collect();
                self.text(&String::from_utf8_lossy(&text), span, Touch::Read, &[]);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn name(&mut self, name: &ast::ExprName, expr: &Expr) {
        let span: Span = name.range().into();
        match name.ctx {
            ExprContext::Load | ExprContext::Invalid => {
                match name.id.as_str() {
                    "globals" => self.other_globals(span),
                    "setattr" => self.other_setter(span, Touch::Replace),
                    "delattr" => self.other_setter(span, Touch::Delete),
                    _ => {}
                }
                self.loader_read(expr);
                self.patcher_read(expr);
                self.read(&name.id, Vec::new(), span, Access::Read);
            }
            ExprContext::Store => self.bind(&name.id, How::Assignment, span),
            ExprContext::Del => self.bind(&name.id, How::Deletion, span),
        }
    }

    fn attribute(&mut self, attribute: &ast::ExprAttribute, expr: &Expr) {
        let span: Span = attribute.range().into();
        let writes = attribute.ctx.is_store() || attribute.ctx.is_del();
        if writes {
            self.change(&attribute.value, Some(&attribute.attr), span);
        }
        if attribute.ctx.is_del() {
            self.deleted(attribute);
        }
        if attribute.ctx.is_load() {
            self.loader_read(expr);
            self.patcher_read(expr);
        }
        self.whole_namespace(attribute);
        match chain(expr) {
            Some((root, attributes)) => {
                let access = if writes { Access::WriteAttribute } else { Access::Read };
                self.read(&root.id, attributes, root.range().into(), access);
            }
            None => {
                self.loose(attribute);
                self.visit_expr(&attribute.value);
            }
        }
    }

    fn binary(&mut self, sum: &ast::ExprBinOp, expr: &Expr) {
        let span: Span = sum.range().into();
        self.put_together(expr);
        self.implicit(&sum.left, dunder(sum.op), span);
        self.implicit(&sum.right, &dunder(sum.op).replacen("__", "__r", 1), span);
        self.visit_expr(&sum.left);
        match &*sum.right {
            // `folder / f"app.{ending}"` is a file: it names nothing.
            Expr::FString(_) if sum.op == ast::Operator::Div => visitor::walk_expr(self, &sum.right),
            right => self.visit_expr(right),
        }
    }

    fn named(&mut self, named: &ast::ExprNamed) {
        let span: Span = named.range().into();
        self.visit_expr(&named.value);
        match &*named.target {
            Expr::Name(name) => {
                if name.id == "__all__" {
                    self.unknown_exports(span);
                }
                self.walrus(name, &named.value);
            }
            target => self.visit_expr(target),
        }
    }

    fn lambda(&mut self, lambda: &ast::ExprLambda) {
        let span: Span = lambda.range().into();
        if let Some(parameters) = &lambda.parameters {
            self.defaults(parameters);
        }
        self.with(
            |_| {},
            |walker| {
                let scope = walker.enter(ScopeKind::Lambda);
                walker.recorder.facts.lambdas.push((span.start, scope));
                if let Some(parameters) = &lambda.parameters {
                    walker.bind_parameters(parameters, &[]);
                }
                walker.visit_expr(&lambda.body);
            },
        );
    }

    /// A target that is changed rather than bound: `a.b = `, `a[b] = `, `del a.b`.
    pub(super) fn change(&mut self, object: &Expr, attribute: Option<&str>, span: Span) {
        let mut path = paths::path(object);
        if let (Some(path), Some(attribute)) = (&mut path, attribute) {
            path.attributes.push(attribute.to_owned());
        }
        let kind = if attribute.is_some() {
            OperationKind::WriteAttribute
        } else {
            OperationKind::WriteItem
        };
        self.operate(kind, path, span);
    }

    pub(super) fn comprehension(&mut self, generators: &[ast::Comprehension], elements: &[&Expr], is_generator: bool) {
        let Some(first) = generators.first() else { return };
        self.comprehension_over_modules(generators, elements);
        // The outermost iterable is evaluated outside.
        self.visit_expr(&first.iter);
        self.sifted(first);
        self.with(
            |_| {},
            |walker| {
                walker.enter_comprehension();
                for (at, generator) in generators.iter().enumerate() {
                    if at > 0 {
                        walker.visit_expr(&generator.iter);
                    }
                    walker.visit_expr(&generator.target);
                    walker.originate_elements(&generator.target, &generator.iter);
                    walker
                        .strings
                        .loop_over(&generator.target, &generator.iter, &generator.ifs);
                    generator.ifs.iter().for_each(|condition| walker.visit_expr(condition));
                }
                elements.iter().for_each(|element| walker.visit_expr(element));
            },
        );
        self.scanned_by_comprehension(generators, elements, is_generator);
    }

    /// Notes the special methods of a comparison.
    pub(super) fn compared(&mut self, compare: &ast::ExprCompare, span: Span) {
        let mut left = &*compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let (object, method) = match op {
                ast::CmpOp::Eq | ast::CmpOp::NotEq => (left, "__eq__"),
                ast::CmpOp::Lt => (left, "__lt__"),
                ast::CmpOp::LtE => (left, "__le__"),
                ast::CmpOp::Gt => (left, "__gt__"),
                ast::CmpOp::GtE => (left, "__ge__"),
                ast::CmpOp::In | ast::CmpOp::NotIn => (right, "__contains__"),
                ast::CmpOp::Is | ast::CmpOp::IsNot => continue,
            };
            self.implicit(object, method, span);
            left = right;
        }
    }

    fn enter_comprehension(&mut self) {
        self.state.scope = self.recorder.open(Some(self.state.scope), ScopeKind::Comprehension);
    }

    /// `:=` binds in the nearest scope that is not a comprehension.
    pub(super) fn walrus(&mut self, name: &ast::ExprName, value: &Expr) {
        let scope = self
            .recorder
            .facts
            .scope_chain(self.state.scope)
            .find(|&id| self.recorder.facts.scopes[id as usize].kind != ScopeKind::Comprehension)
            .unwrap_or(MODULE);
        let id = self
            .recorder
            .bind(scope, &name.id, How::Assignment, name.range().into());
        self.recorder.originate(id, self.state.scope, origins::origins(value));
    }
}

/// The special method of an operator.
pub(super) fn dunder(operator: ast::Operator) -> &'static str {
    match operator {
        ast::Operator::Add => "__add__",
        ast::Operator::Sub => "__sub__",
        ast::Operator::Mult => "__mul__",
        ast::Operator::MatMult => "__matmul__",
        ast::Operator::Div => "__truediv__",
        ast::Operator::Mod => "__mod__",
        ast::Operator::Pow => "__pow__",
        ast::Operator::LShift => "__lshift__",
        ast::Operator::RShift => "__rshift__",
        ast::Operator::BitOr => "__or__",
        ast::Operator::BitXor => "__xor__",
        ast::Operator::BitAnd => "__and__",
        ast::Operator::FloorDiv => "__floordiv__",
    }
}
