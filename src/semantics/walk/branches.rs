//! Suites that may not run: branches of `if`, bodies of `try`.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::Ranged;

use super::{State, Walker};
use crate::rules::{Group, Rules};
use crate::semantics::conditions::{self, Test};
use crate::semantics::facts::{Block, BlockId, Context, MODULE, ScopeKind};
use crate::semantics::loading;
use crate::semantics::paths::chain;
use crate::semantics::recorder::How;
use crate::syntax::Span;

/// Whether a statement is an `if` with a branch that leaves the function, or the program, or has the command line parsed, which
/// answers `--help` and the like: what stands behind it is not always needed.
fn way_out(stmt: &Stmt, rules: &Rules) -> bool {
    let leaves = |body: &[Stmt]| match body.last() {
        Some(Stmt::Return(_) | Stmt::Raise(_)) => true,
        Some(Stmt::Expr(last)) => match last.value.as_ref() {
            Expr::Call(call) => match call.func.as_ref() {
                Expr::Attribute(called) => matches!(called.attr.as_str(), "exit" | "_exit"),
                Expr::Name(called) => matches!(called.id.as_str(), "exit" | "quit"),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    };
    let value = match stmt {
        Stmt::If(branch) => {
            return leaves(&branch.body) || branch.elif_else_clauses.iter().any(|clause| leaves(&clause.body));
        }
        Stmt::Assign(assign) => &*assign.value,
        Stmt::AnnAssign(ast::StmtAnnAssign { value: Some(value), .. }) => value,
        Stmt::Expr(alone) => &*alone.value,
        _ => return false,
    };
    let called = value.as_call_expr().and_then(|call| match call.func.as_ref() {
        Expr::Attribute(called) => Some(called.attr.as_str()),
        Expr::Name(called) => Some(called.id.as_str()),
        _ => None,
    });
    called.is_some_and(|name| rules.knows(Group::ParsesCommandLine, name.trim_start_matches('_')))
}

impl Walker<'_> {
    /// A suite in which an import would not do what it does in front of the statement.
    pub(super) fn branch(&mut self, change: impl Fn(&mut Context), body: &[Stmt]) {
        self.with(
            |state| {
                change(&mut state.context);
                state.opaque = true;
            },
            |walker| walker.visit_body(body),
        );
    }

    /// A branch of the `if` or `match` that starts at `statement`.
    pub(super) fn block(&mut self, statement: u32, change: impl Fn(&mut Context), body: &[Stmt]) {
        let block = match (body.first(), body.last()) {
            (Some(first), Some(last)) => {
                let span = Span::new(first.start().into(), last.end().into());
                self.new_block(statement, span)
            }
            _ => self.state.block,
        };
        self.with(
            |state| {
                change(&mut state.context);
                state.block = block;
            },
            |walker| walker.suite(body),
        );
    }

    /// The statements of a function, or of a branch in one: what stands behind a way out of it is a branch, too.
    pub(super) fn suite(&mut self, body: &[Stmt]) {
        let before = self.state.block;
        for (at, stmt) in body.iter().enumerate() {
            self.visit_stmt(stmt);
            if let (Some(next), Some(last)) = (body.get(at + 1), body.last())
                && way_out(stmt, self.rules)
                && !self.shares_line(stmt, next)
            {
                let span = Span::new(next.start().into(), last.end().into());
                self.state.block = self.new_block(stmt.end().into(), span);
            }
        }
        self.state.block = before;
    }

    /// Whether a statement stands behind another one in its line.
    fn shares_line(&self, stmt: &Stmt, next: &Stmt) -> bool {
        let (end, start): (u32, u32) = (stmt.end().into(), next.start().into());
        let at = self.semicolons.partition_point(|&at| at < end);
        self.semicolons.get(at).is_some_and(|&at| at < start)
    }

    /// A further branch, where the suite around can have any.
    fn new_block(&mut self, statement: u32, span: Span) -> Option<BlockId> {
        let State { scope, block, .. } = self.state;
        let is_function = self.recorder.facts.scopes[scope as usize].kind == ScopeKind::Function;
        if !is_function || self.state.opaque {
            return block;
        }
        let blocks = &mut self.recorder.facts.blocks;
        blocks.push(Block {
            parent: block,
            scope,
            statement,
            span,
        });
        Some(blocks.len() as BlockId - 1)
    }

    pub(super) fn if_statement(&mut self, statement: &ast::StmtIf) {
        self.loading
            .extend(loading::of_statement(statement).into_iter().flatten());
        let at_module_level = self.state.scope == MODULE;
        let mut test = conditions::test(&statement.test);
        // Who asks that names no module.
        if test != Test::MainGuard {
            self.visit_expr(&statement.test);
        }
        if self.is_checking_flag(&statement.test) {
            test = Test::TypeChecking;
        }
        // A flag of that name may be anybody's.
        if test == Test::TypeChecking && !self.is_typing(&statement.test) {
            test = Test::Other;
        }
        if test == Test::MainGuard && !at_module_level {
            test = Test::Other;
        }
        if test == Test::MainGuard {
            let first = self.main_guards == 0 && !self.state.context.conditional && !self.state.context.in_try;
            self.main_guards += 1;
            self.recorder.facts.main_guard = first.then(|| statement.range().start().into());
        }
        let is_for_running = |test: &Expr| matches!(test, Expr::UnaryOp(not) if self.is_typing(&not.operand));
        let runs_first = test == Test::NotTypeChecking && is_for_running(&statement.test);
        let start = statement.start().into();
        self.block(
            start,
            |context| match test {
                Test::TypeChecking => context.type_checking = true,
                Test::MainGuard => context.main_guard = true,
                Test::NotTypeChecking | Test::Other => context.under_condition(runs_first),
            },
            &statement.body,
        );
        for clause in &statement.elif_else_clauses {
            if let Some(condition) = &clause.test {
                self.visit_expr(condition);
            }
            self.block(
                start,
                |context| match test {
                    Test::NotTypeChecking if clause.test.is_none() => context.type_checking = true,
                    _ => context.under_condition(false),
                },
                &clause.body,
            );
        }
    }

    /// Whether it is `TYPE_CHECKING` imported under another name.
    fn is_checking_flag(&self, test: &Expr) -> bool {
        let Expr::Name(name) = test else { return false };
        let mut imports = self.recorder.facts.imports.iter();
        imports.any(|import| {
            import.name.as_deref() == Some("TYPE_CHECKING")
                && import.bound_name() == name.id.as_str()
                && matches!(import.module.as_str(), "typing" | "typing_extensions")
        })
    }

    /// Whether the object whose attribute is asked for is the typing module.
    fn is_typing(&self, test: &Expr) -> bool {
        let Some((root, _)) = chain(test).filter(|(_, attributes)| !attributes.is_empty()) else {
            return true;
        };
        let mut imports = self
            .recorder
            .facts
            .imports
            .iter()
            .filter(|import| import.bound_name() == root.id.as_str());
        imports.all(|import| matches!(import.module.as_str(), "typing" | "typing_extensions"))
    }

    /// Notes a block whose failures of imports are handled.
    pub(super) fn handled(&mut self, is_handled: bool, body: &[Stmt]) {
        if let (true, Some(first), Some(last)) = (is_handled, body.first(), body.last()) {
            let block = Span::new(first.start().into(), last.end().into());
            let scope = &mut self.recorder.facts.scopes[self.state.scope as usize];
            scope.import_errors_handled.push(block);
        }
    }

    pub(super) fn try_statement(&mut self, statement: &ast::StmtTry) {
        let caught = conditions::catches_import_errors(&statement.handlers, &statement.body, self.rules);
        self.handled(caught, &statement.body);
        self.branch(
            |context| {
                context.in_try = true;
                if caught {
                    context.import_errors_caught = true;
                    context.catcher = statement.start().into();
                }
            },
            &statement.body,
        );
        // Nothing catches here what is raised there: an import does what it does in front of the statement.
        let start = statement.start().into();
        for ast::ExceptHandler::ExceptHandler(handler) in &statement.handlers {
            self.with(
                |state| state.context.in_try = true,
                |walker| {
                    handler.type_.iter().for_each(|kind| walker.visit_expr(kind));
                    if let Some(name) = &handler.name {
                        walker.bind(name, How::Assignment, name.range().into());
                    }
                },
            );
            self.block(start, |context| context.in_try = true, &handler.body);
        }
        self.block(start, |context| context.in_try = true, &statement.orelse);
        self.branch(|context| context.in_try = true, &statement.finalbody);
    }
}
