//! Walking the suites (blocks of statements) of a tree. It edits nothing.
use ruff_python_ast::{ExceptHandler, Expr, Stmt, Suite};
use ruff_text_size::Ranged;

/// The suites directly inside a compound statement, in the order of the text.
pub fn suites(stmt: &Stmt) -> Vec<&[Stmt]> {
    match stmt {
        Stmt::FunctionDef(def) => vec![&def.body],
        Stmt::ClassDef(class) => vec![&class.body],
        Stmt::If(branch) => {
            let mut all: Vec<&[Stmt]> = vec![&branch.body];
            all.extend(branch.elif_else_clauses.iter().map(|clause| clause.body.as_slice()));
            all
        }
        Stmt::For(for_loop) => vec![&for_loop.body, &for_loop.orelse],
        Stmt::While(while_loop) => vec![&while_loop.body, &while_loop.orelse],
        Stmt::With(with) => vec![&with.body],
        Stmt::Match(choice) => choice.cases.iter().map(|case| case.body.as_slice()).collect(),
        Stmt::Try(guarded) => {
            let mut all: Vec<&[Stmt]> = vec![&guarded.body];
            all.extend(
                guarded
                    .handlers
                    .iter()
                    .map(|ExceptHandler::ExceptHandler(handler)| handler.body.as_slice()),
            );
            all.push(&guarded.orelse);
            all.push(&guarded.finalbody);
            all
        }
        _ => Vec::new(),
    }
}

/// Takes the suites out of a compound statement, in the same order, and leaves empty ones.
pub fn take_suites(stmt: &mut Stmt) -> Vec<Suite> {
    match stmt {
        Stmt::FunctionDef(def) => vec![std::mem::take(&mut def.body)],
        Stmt::ClassDef(class) => vec![std::mem::take(&mut class.body)],
        Stmt::If(branch) => {
            let mut all = vec![std::mem::take(&mut branch.body)];
            all.extend(
                branch
                    .elif_else_clauses
                    .iter_mut()
                    .map(|clause| std::mem::take(&mut clause.body)),
            );
            all
        }
        Stmt::For(for_loop) => vec![std::mem::take(&mut for_loop.body), std::mem::take(&mut for_loop.orelse)],
        Stmt::While(while_loop) => vec![
            std::mem::take(&mut while_loop.body),
            std::mem::take(&mut while_loop.orelse),
        ],
        Stmt::With(with) => vec![std::mem::take(&mut with.body)],
        Stmt::Match(choice) => choice
            .cases
            .iter_mut()
            .map(|case| std::mem::take(&mut case.body))
            .collect(),
        Stmt::Try(guarded) => {
            let mut all = vec![std::mem::take(&mut guarded.body)];
            all.extend(
                guarded
                    .handlers
                    .iter_mut()
                    .map(|ExceptHandler::ExceptHandler(handler)| std::mem::take(&mut handler.body)),
            );
            all.push(std::mem::take(&mut guarded.orelse));
            all.push(std::mem::take(&mut guarded.finalbody));
            all
        }
        _ => Vec::new(),
    }
}

/// Whether the statement is an import.
pub fn is_import(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_))
}

/// The name in `name = _name`, which is how an import of `name as _name` is given to others.
pub fn offered(stmt: &Stmt) -> Option<&str> {
    let Stmt::Assign(assign) = stmt else { return None };
    let ([Expr::Name(name)], Expr::Name(hidden)) = (assign.targets.as_slice(), assign.value.as_ref()) else {
        return None;
    };
    (hidden.id.strip_prefix('_') == Some(name.id.as_str())).then_some(name.id.as_str())
}

/// Whether the statement is `from __future__ import ...`.
pub fn is_future(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::ImportFrom(from) if from.level == 0 && from.module.as_deref() == Some("__future__"))
}

/// The docstring of a module, class or function body; f-strings and bytes are none.
pub fn docstring(body: &[Stmt]) -> Option<&str> {
    match body.first()? {
        Stmt::Expr(stmt) => match stmt.value.as_ref() {
            Expr::StringLiteral(string) => Some(string.value.to_str()),
            _ => None,
        },
        _ => None,
    }
}

/// Where a plan says that the first suite of a statement stands: the name that a function has in its `def`, or the `if` of a
/// main guard.
pub fn insertion_place(stmt: &Stmt) -> Option<u32> {
    let is_name = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == "__name__");
    match stmt {
        Stmt::FunctionDef(def) => Some(def.name.start().to_u32()),
        Stmt::If(branch) => match branch.test.as_ref() {
            Expr::Compare(test) if is_name(&test.left) || test.comparators.iter().any(is_name) => {
                Some(branch.start().to_u32())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Where a plan says that any other suite stands: at its first statement.
pub fn suite_place(suite: &[Stmt]) -> Option<u32> {
    suite.first().map(|first| first.start().to_u32())
}

/// The one name on the left of a plain assignment, with its value.
pub fn assigned_name(stmt: &Stmt) -> Option<(&str, Option<&Expr>)> {
    match stmt {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [Expr::Name(name)] => Some((name.id.as_str(), Some(&assign.value))),
            _ => None,
        },
        Stmt::AnnAssign(assign) => match assign.target.as_ref() {
            Expr::Name(name) => Some((name.id.as_str(), assign.value.as_deref())),
            _ => None,
        },
        _ => None,
    }
}
