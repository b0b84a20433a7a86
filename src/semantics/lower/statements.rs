//! Statements.
use ruff_python_ast as ast;
use ruff_text_size::Ranged;

use super::Lowering;
use crate::semantics::code::{BodyKind, Expr, Handler, Stmt};
use crate::semantics::facts::MODULE;
use crate::syntax::Span;

impl Lowering {
    /// The statements of a block. Declarations of scope are among what is known of the body.
    pub fn block(&mut self, block: &[ast::Stmt]) -> Vec<Stmt> {
        let mut statements = Vec::with_capacity(block.len());
        for statement in block {
            statements.extend(self.annotation_of(statement));
            statements.extend(self.statement(statement));
        }
        statements.shrink_to_fit();
        statements
    }

    /// The annotation of a variable, where it is evaluated: those of a function's own variables never are.
    fn annotation_of(&mut self, statement: &ast::Stmt) -> Vec<Stmt> {
        let ast::Stmt::AnnAssign(assign) = statement else {
            return Vec::new();
        };
        let kind = self.code.bodies.get(self.current.id as usize).map(|body| body.kind);
        match kind {
            Some(BodyKind::Function) => Vec::new(),
            _ => self
                .annotation(&assign.annotation)
                .into_iter()
                .map(Stmt::Annotation)
                .collect(),
        }
    }

    fn statement(&mut self, statement: &ast::Stmt) -> Option<Stmt> {
        Some(match statement {
            ast::Stmt::FunctionDef(function) => self.function(function),
            ast::Stmt::ClassDef(class) => self.class(class),
            ast::Stmt::Return(result) => Stmt::Return(self.optional(result.value.as_deref())),
            ast::Stmt::Delete(delete) => Stmt::Delete(self.expressions(&delete.targets)),
            ast::Stmt::TypeAlias(alias) => self.type_alias(alias),
            ast::Stmt::Assign(assign) => {
                let value = self.expression(&assign.value);
                let targets = self.expressions(&assign.targets);
                Stmt::Assign { targets, value }
            }
            ast::Stmt::AugAssign(augment) => {
                let target = self.expression(&augment.target);
                let value = self.expression(&augment.value);
                let operator = super::operators::binary(augment.op);
                Stmt::Augment {
                    target,
                    operator,
                    value,
                }
            }
            ast::Stmt::AnnAssign(assign) => self.annotated(assign),
            ast::Stmt::For(statement) => self.for_loop(statement),
            ast::Stmt::While(statement) => Stmt::While {
                test: self.expression(&statement.test),
                body: self.block(&statement.body),
                otherwise: self.block(&statement.orelse),
            },
            ast::Stmt::If(statement) => self.branches(&statement.test, &statement.body, &statement.elif_else_clauses),
            ast::Stmt::With(statement) => self.with(statement),
            ast::Stmt::Match(statement) => self.matching(statement),
            ast::Stmt::Raise(raise) => Stmt::Raise {
                exception: self.optional(raise.exc.as_deref()),
                cause: self.optional(raise.cause.as_deref()),
                span: raise.range().into(),
            },
            ast::Stmt::Try(statement) => self.attempt(statement),
            ast::Stmt::Assert(assert) => Stmt::Assert {
                test: self.expression(&assert.test),
                message: self.optional(assert.msg.as_deref()),
            },
            ast::Stmt::Import(import) => self.import(import.range().into(), &import.names, false),
            ast::Stmt::ImportFrom(import) => self.import(import.range().into(), &import.names, true),
            ast::Stmt::Global(global) => return self.declare(&global.names, true),
            ast::Stmt::Nonlocal(nonlocal) => return self.declare(&nonlocal.names, false),
            ast::Stmt::Expr(expression) => Stmt::Expression(self.expression(&expression.value)),
            ast::Stmt::Pass(_) => Stmt::Pass,
            ast::Stmt::Break(_) | ast::Stmt::Continue(_) => Stmt::Jump,
            ast::Stmt::IpyEscapeCommand(command) => Stmt::Expression(self.shell_command(command.range().into())),
        })
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) -> Stmt {
        match &*alias.name {
            ast::Expr::Name(name) => Stmt::TypeAlias(self.bind(&name.id)),
            // The grammar has nothing else here.
            other => Stmt::Declare(self.expression(other)),
        }
    }

    fn annotated(&mut self, assign: &ast::StmtAnnAssign) -> Stmt {
        if let Some(value) = &assign.value {
            let value = self.expression(value);
            let targets = vec![self.expression(&assign.target)];
            return Stmt::Assign { targets, value };
        }
        // `x: T` makes `x` local to a function, and binds nothing; `(x): T` does not even do that.
        let kind = self.code.bodies.get(self.current.id as usize).map(|body| body.kind);
        let is_local = assign.simple && matches!(kind, Some(BodyKind::Function));
        match &*assign.target {
            ast::Expr::Name(name) if !is_local => {
                let span = name.range().into();
                let name = self.name(&name.id);
                Stmt::Declare(self.push(Expr::Name(name), span))
            }
            target => Stmt::Declare(self.expression(target)),
        }
    }

    fn for_loop(&mut self, statement: &ast::StmtFor) -> Stmt {
        let iterable = self.expression(&statement.iter);
        Stmt::For {
            target: self.expression(&statement.target),
            iterable,
            body: self.block(&statement.body),
            otherwise: self.block(&statement.orelse),
        }
    }

    fn branches(&mut self, test: &ast::Expr, then: &[ast::Stmt], clauses: &[ast::ElifElseClause]) -> Stmt {
        Stmt::If {
            test: self.expression(test),
            then: self.block(then),
            otherwise: match clauses {
                [] => Vec::new(),
                [clause, rest @ ..] => match &clause.test {
                    Some(test) => vec![self.branches(test, &clause.body, rest)],
                    None => self.block(&clause.body),
                },
            },
        }
    }

    fn with(&mut self, statement: &ast::StmtWith) -> Stmt {
        let items = statement.items.iter().map(|item| {
            let manager = self.expression(&item.context_expr);
            (manager, self.optional(item.optional_vars.as_deref()))
        });
        Stmt::With {
            items: items.collect(),
            body: self.block(&statement.body),
        }
    }

    fn attempt(&mut self, statement: &ast::StmtTry) -> Stmt {
        let body = self.block(&statement.body);
        let handlers = statement.handlers.iter().map(|handler| {
            let ast::ExceptHandler::ExceptHandler(handler) = handler;
            Handler {
                kind: self.optional(handler.type_.as_deref()),
                name: handler.name.as_ref().map(|name| self.bind(name)),
                body: self.block(&handler.body),
            }
        });
        Stmt::Try {
            body,
            handlers: handlers.collect(),
            otherwise: self.block(&statement.orelse),
            finally: self.block(&statement.finalbody),
        }
    }

    /// An import statement: `from __future__ import` is none of the facts' imports.
    fn import(&mut self, statement: Span, names: &[ast::Alias], is_from: bool) -> Stmt {
        for alias in names.iter().filter(|alias| &alias.name != "*") {
            match &alias.asname {
                Some(name) => self.bind(name),
                None if is_from => self.bind(&alias.name),
                None => self.bind(alias.name.split('.').next().unwrap_or_default()),
            };
        }
        Stmt::Import(self.imports.get(&statement.start).cloned().unwrap_or_default())
    }

    fn declare(&mut self, names: &[ast::Identifier], global: bool) -> Option<Stmt> {
        if self.current.scope == MODULE {
            return None;
        }
        for identifier in names {
            let name = self.name(identifier);
            let declared = if global {
                &mut self.current.globals
            } else {
                &mut self.current.nonlocals
            };
            declared.insert(name);
        }
        None
    }
}
