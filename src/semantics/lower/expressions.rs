//! Expressions.
use ruff_python_ast::{self as ast, ArgOrKeyword, ExprContext};
use ruff_text_size::Ranged;

use super::Lowering;
use super::operators;
use crate::semantics::code::{
    Argument, ArgumentKind, Clause, Comprehension, ComprehensionKind, Expr, ExprId, Literal, Operator, SequenceKind,
};
use crate::syntax::Span;

impl Lowering {
    pub fn expressions<'a, C: FromIterator<ExprId>>(
        &mut self,
        expressions: impl IntoIterator<Item = &'a ast::Expr>,
    ) -> C {
        expressions
            .into_iter()
            .map(|expression| self.expression(expression))
            .collect()
    }

    pub fn optional(&mut self, expression: Option<&ast::Expr>) -> Option<ExprId> {
        expression.map(|expression| self.expression(expression))
    }

    pub fn expression(&mut self, expression: &ast::Expr) -> ExprId {
        let span: Span = expression.range().into();
        let lowered = match expression {
            ast::Expr::BoolOp(boolean) => self.boolean(boolean),
            ast::Expr::Named(named) => {
                let value = self.expression(&named.value);
                Expr::Assign(self.expression(&named.target), value)
            }
            ast::Expr::BinOp(binary) => {
                let operands = [self.expression(&binary.left), self.expression(&binary.right)];
                Expr::Operator(operators::binary(binary.op), operands.into())
            }
            ast::Expr::UnaryOp(unary) => self.unary(unary),
            ast::Expr::Lambda(lambda) => self.lambda(lambda),
            ast::Expr::If(conditional) => Expr::Conditional {
                test: self.expression(&conditional.test),
                then: self.expression(&conditional.body),
                otherwise: self.expression(&conditional.orelse),
            },
            ast::Expr::Dict(dict) => self.dict(dict),
            ast::Expr::Set(set) => Expr::Sequence(SequenceKind::Set, self.expressions(&set.elts)),
            ast::Expr::ListComp(list) => self.comprehension(ComprehensionKind::List, &list.generators, None, &list.elt),
            ast::Expr::SetComp(set) => self.comprehension(ComprehensionKind::Set, &set.generators, None, &set.elt),
            ast::Expr::DictComp(dict) => {
                let key = dict.key.as_deref();
                self.comprehension(ComprehensionKind::Dict, &dict.generators, key, &dict.value)
            }
            ast::Expr::Generator(generator) => self.comprehension(
                ComprehensionKind::Generator,
                &generator.generators,
                None,
                &generator.elt,
            ),
            ast::Expr::Await(awaited) => Expr::Await(self.expression(&awaited.value)),
            ast::Expr::Yield(yielded) => {
                self.current.is_generator = true;
                Expr::Yield(self.optional(yielded.value.as_deref()))
            }
            ast::Expr::YieldFrom(yielded) => {
                self.current.is_generator = true;
                Expr::YieldFrom(self.expression(&yielded.value))
            }
            ast::Expr::Compare(compare) => self.compare(compare),
            ast::Expr::Call(call) => {
                let callee = self.expression(&call.func);
                Expr::Call(callee, self.arguments(&call.arguments))
            }
            ast::Expr::FString(string) => self.f_string(string),
            ast::Expr::TString(string) => self.t_string(string),
            ast::Expr::StringLiteral(string) => Expr::Literal(Literal::Text(self.text(string.value.to_str()))),
            ast::Expr::BytesLiteral(_) => Expr::Literal(Literal::Bytes),
            ast::Expr::NumberLiteral(number) => Expr::Literal(number_of(&number.value)),
            ast::Expr::BooleanLiteral(boolean) => Expr::Literal(Literal::Bool(boolean.value)),
            ast::Expr::NoneLiteral(_) => Expr::Literal(Literal::None),
            ast::Expr::EllipsisLiteral(_) => Expr::Literal(Literal::Ellipsis),
            ast::Expr::Attribute(attribute) => {
                let object = self.expression(&attribute.value);
                Expr::Attribute(object, self.name(&attribute.attr))
            }
            ast::Expr::Subscript(subscript) => {
                let object = self.expression(&subscript.value);
                Expr::Subscript(object, self.expression(&subscript.slice))
            }
            ast::Expr::Starred(starred) => Expr::Starred(self.expression(&starred.value)),
            ast::Expr::Name(name) => self.identifier(name),
            ast::Expr::List(list) => Expr::Sequence(SequenceKind::List, self.expressions(&list.elts)),
            ast::Expr::Tuple(tuple) => Expr::Sequence(SequenceKind::Tuple, self.expressions(&tuple.elts)),
            ast::Expr::Slice(slice) => {
                let parts = [&slice.lower, &slice.upper, &slice.step];
                Expr::Slice(self.expressions(parts.into_iter().flatten().map(|part| &**part)))
            }
            ast::Expr::IpyEscapeCommand(_) => return self.shell_command(span),
        };
        self.push(lowered, span)
    }

    fn identifier(&mut self, name: &ast::ExprName) -> Expr {
        Expr::Name(match name.ctx {
            ExprContext::Store | ExprContext::Del if !self.current.in_comprehension_target => self.bind(&name.id),
            ExprContext::Store | ExprContext::Del | ExprContext::Load | ExprContext::Invalid => self.name(&name.id),
        })
    }

    fn boolean(&mut self, boolean: &ast::ExprBoolOp) -> Expr {
        let operands = self.expressions(&boolean.values);
        match boolean.op {
            ast::BoolOp::And => Expr::And(operands),
            ast::BoolOp::Or => Expr::Or(operands),
        }
    }

    fn unary(&mut self, unary: &ast::ExprUnaryOp) -> Expr {
        let operand = self.expression(&unary.operand);
        let operator = match unary.op {
            ast::UnaryOp::Not => return Expr::Not(operand),
            ast::UnaryOp::Invert => Operator::Invert,
            ast::UnaryOp::UAdd => Operator::Pos,
            ast::UnaryOp::USub => Operator::Neg,
        };
        Expr::Operator(operator, [operand].into())
    }

    fn compare(&mut self, compare: &ast::ExprCompare) -> Expr {
        let left = self.expression(&compare.left);
        let rest = compare.ops.iter().zip(&compare.comparators);
        let rest = rest.map(|(&operator, right)| (operators::comparison(operator), self.expression(right)));
        Expr::Compare(left, rest.collect())
    }

    fn dict(&mut self, dict: &ast::ExprDict) -> Expr {
        let items = dict.items.iter();
        let items = items.map(|item| (self.optional(item.key.as_ref()), self.expression(&item.value)));
        Expr::Dict(items.collect())
    }

    fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        generators: &[ast::Comprehension],
        key: Option<&ast::Expr>,
        element: &ast::Expr,
    ) -> Expr {
        let clauses = generators.iter().map(|generator| {
            let iterable = self.expression(&generator.iter);
            let outer = std::mem::replace(&mut self.current.in_comprehension_target, true);
            let target = self.expression(&generator.target);
            self.current.in_comprehension_target = outer;
            Clause {
                target,
                iterable,
                conditions: self.expressions(&generator.ifs),
            }
        });
        Expr::Comprehension(Box::new(Comprehension {
            kind,
            clauses: clauses.collect(),
            key: self.optional(key),
            element: self.expression(element),
        }))
    }

    pub fn arguments<C: FromIterator<Argument>>(&mut self, arguments: &ast::Arguments) -> C {
        let lower = |argument: ArgOrKeyword| {
            let (kind, value) = match argument {
                ArgOrKeyword::Arg(ast::Expr::Starred(starred)) => (ArgumentKind::Star, &*starred.value),
                ArgOrKeyword::Arg(value) => (ArgumentKind::Plain, value),
                ArgOrKeyword::Keyword(keyword) => match &keyword.arg {
                    // Keywords are not mangled.
                    Some(name) => (ArgumentKind::Keyword(self.text(name)), &keyword.value),
                    None => (ArgumentKind::Keywords, &keyword.value),
                },
            };
            Argument {
                kind,
                value: self.expression(value),
            }
        };
        arguments.iter_source_order().map(lower).collect()
    }

    /// A command of a notebook calls whatever the shell makes of it.
    pub fn shell_command(&mut self, span: Span) -> ExprId {
        let shell = self.text("get_ipython");
        let callee = self.push(Expr::Name(shell), span);
        self.push(Expr::Call(callee, Box::default()), span)
    }
}

fn number_of(number: &ast::Number) -> Literal {
    match number {
        ast::Number::Int(whole) => whole.as_i64().map_or(Literal::Number, Literal::Int),
        ast::Number::Float(_) | ast::Number::Complex { .. } => Literal::Number,
    }
}
