//! What any code that executes code relies on, of any file.
use std::collections::BTreeSet;

use crate::semantics::code::{Argument, BodyId, BodyKind, Code, Expr, ExprId, Stmt};
use crate::semantics::facts::{ImportId, ModuleFacts, ScopeKind};

/// What the code of a file uses.
#[derive(Default)]
struct Used {
    expressions: Vec<ExprId>,
    bodies: Vec<BodyId>,
    imports: Vec<ImportId>,
}

/// Numbers lead somewhere, operands come first, and nothing is lost or there twice.
pub fn is_sound(text: &str, facts: &ModuleFacts) {
    let code = &facts.code;
    assert_eq!(code.expressions.len(), code.spans.len(), "{text}");
    for span in &code.spans {
        assert!(text.get(span.range()).is_some(), "{text}");
    }
    let mut used = Used::default();
    for (id, expression) in (0..).zip(&code.expressions) {
        let before = used.expressions.len();
        used.of_expression(expression);
        assert!(used.expressions[before..].iter().all(|&operand| operand < id), "{text}");
    }
    for (id, body) in (0..).zip(&code.bodies) {
        assert!(body.parent.map_or(id == 0, |parent| parent < id), "{text}");
        assert!(text.get(body.span.range()).is_some(), "{text}");
        for names in [&body.locals, &body.globals, &body.nonlocals] {
            assert!(names.is_sorted_by(|one, two| one < two), "{text}");
            assert!(names.iter().all(|&name| (name as usize) < code.names.len()), "{text}");
        }
        let defaults = body.parameters.iter().filter_map(|parameter| parameter.default);
        used.expressions.extend(defaults);
        used.of_block(&body.statements);
    }
    used.expressions.sort_unstable();
    assert!(
        used.expressions.into_iter().eq(0..code.expressions.len() as u32),
        "{text}"
    );
    used.bodies.sort_unstable();
    assert!(used.bodies.into_iter().eq(1..code.bodies.len() as u32), "{text}");
    used.imports.sort_unstable();
    assert!(used.imports.into_iter().eq(0..facts.imports.len() as u32), "{text}");
    assert_eq!(
        code.names.iter().collect::<BTreeSet<_>>().len(),
        code.names.len(),
        "{text}"
    );
    scopes_agree(text, facts, code);
}

/// Every scope of a function, lambda or class has one body of the same kind, but for lambdas in what is not lowered.
fn scopes_agree(text: &str, facts: &ModuleFacts, code: &Code) {
    let mut scopes: Vec<u32> = Vec::new();
    for body in &code.bodies {
        let kind = match facts.scopes[body.scope as usize].kind {
            ScopeKind::Module => BodyKind::Module,
            ScopeKind::Class => BodyKind::Class,
            ScopeKind::Function => BodyKind::Function,
            ScopeKind::Lambda => BodyKind::Lambda,
            other @ (ScopeKind::Comprehension | ScopeKind::TypeParameters) => panic!("a body of {other:?}: {text}"),
        };
        assert_eq!(body.kind, kind, "{text}");
        scopes.push(body.scope);
    }
    scopes.sort_unstable();
    assert!(scopes.is_sorted_by(|one, two| one < two), "{text}");
    for (id, scope) in (0..).zip(&facts.scopes) {
        let needs_body = match scope.kind {
            ScopeKind::Module | ScopeKind::Class | ScopeKind::Function => true,
            ScopeKind::Lambda | ScopeKind::Comprehension | ScopeKind::TypeParameters => false,
        };
        assert!(!needs_body || scopes.binary_search(&id).is_ok(), "{text}");
    }
}

impl Used {
    fn of_arguments(&mut self, arguments: &[Argument]) {
        self.expressions.extend(arguments.iter().map(|argument| argument.value));
    }

    fn of_expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Name(_) | Expr::Literal(_) => {}
            Expr::Lambda(body) => self.bodies.push(*body),
            Expr::Attribute(one, _) | Expr::Not(one) | Expr::Await(one) | Expr::YieldFrom(one) | Expr::Starred(one) => {
                self.expressions.push(*one)
            }
            Expr::Subscript(one, two) | Expr::Assign(one, two) => self.expressions.extend([one, two]),
            Expr::Yield(value) => self.expressions.extend(value),
            Expr::Format(several)
            | Expr::Slice(several)
            | Expr::Operator(_, several)
            | Expr::And(several)
            | Expr::Or(several)
            | Expr::Sequence(_, several) => self.expressions.extend(several),
            Expr::Formatted(value, several) => self.expressions.extend(several.iter().chain([value])),
            Expr::Call(callee, arguments) => {
                self.expressions.push(*callee);
                self.of_arguments(arguments);
            }
            Expr::Compare(left, rest) => {
                self.expressions.push(*left);
                self.expressions.extend(rest.iter().map(|(_, right)| right));
            }
            Expr::Conditional { test, then, otherwise } => self.expressions.extend([test, then, otherwise]),
            Expr::Dict(items) => {
                self.expressions
                    .extend(items.iter().flat_map(|&(key, value)| key.into_iter().chain([value])));
            }
            Expr::Comprehension(comprehension) => {
                self.expressions
                    .extend(comprehension.key.iter().chain([&comprehension.element]));
                for clause in &comprehension.clauses {
                    self.expressions.extend([clause.target, clause.iterable]);
                    self.expressions.extend(&clause.conditions);
                }
            }
        }
    }

    fn of_block(&mut self, block: &[Stmt]) {
        block.iter().for_each(|statement| self.of_statement(statement));
    }

    fn of_statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Expression(value) | Stmt::Declare(value) | Stmt::Annotation(value) => self.expressions.push(*value),
            Stmt::Assign { targets, value } => self.expressions.extend(targets.iter().chain([value])),
            Stmt::Augment { target, value, .. } => self.expressions.extend([target, value]),
            Stmt::Delete(targets) => self.expressions.extend(targets),
            Stmt::Import(imports) => self.imports.extend(imports),
            Stmt::Define {
                body,
                decorators,
                annotations,
            } => {
                self.bodies.push(*body);
                self.expressions.extend(decorators.iter().chain(annotations));
            }
            Stmt::Class {
                body,
                decorators,
                arguments,
            } => {
                self.bodies.push(*body);
                self.expressions.extend(decorators);
                self.of_arguments(arguments);
            }
            Stmt::Return(value) => self.expressions.extend(value),
            Stmt::Raise { exception, cause, .. } => self.expressions.extend(exception.iter().chain(cause)),
            Stmt::Assert { test, message } => self.expressions.extend([test].into_iter().chain(message)),
            Stmt::If { test, then, otherwise } => {
                self.expressions.push(*test);
                self.of_block(then);
                self.of_block(otherwise);
            }
            Stmt::For {
                target,
                iterable,
                body,
                otherwise,
            } => {
                self.expressions.extend([target, iterable]);
                self.of_block(body);
                self.of_block(otherwise);
            }
            Stmt::While { test, body, otherwise } => {
                self.expressions.push(*test);
                self.of_block(body);
                self.of_block(otherwise);
            }
            Stmt::Try {
                body,
                handlers,
                otherwise,
                finally,
            } => {
                self.of_block(body);
                for handler in handlers {
                    self.expressions.extend(handler.kind);
                    self.of_block(&handler.body);
                }
                self.of_block(otherwise);
                self.of_block(finally);
            }
            Stmt::With { items, body } => {
                let items = items.iter().flat_map(|&(manager, target)| [Some(manager), target]);
                self.expressions.extend(items.flatten());
                self.of_block(body);
            }
            Stmt::Match { subject, cases } => {
                self.expressions.push(*subject);
                for case in cases {
                    self.expressions.extend(case.reads.iter().chain(&case.guard));
                    self.of_block(&case.body);
                }
            }
            Stmt::TypeAlias(_) | Stmt::Jump | Stmt::Pass => {}
        }
    }
}
