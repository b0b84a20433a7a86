//! What an installed package does right before it ends the program, such as rich, which sends the output elsewhere where nobody reads it
//! any more: nothing is imported behind that.
use crate::evaluate::Effect;
use crate::graph::visibility::holds;
use crate::graph::{Kind, Program};
use crate::semantics::code::{Code, Expr, ExprId, Stmt};

/// Whether a function of an installed package does this with nothing behind it but leaving the program.
pub(super) fn leaves_behind(program: &Program, effect: &Effect) -> bool {
    let body = effect
        .body
        .filter(|&(module, _)| module == effect.module && program.modules[module].kind == Kind::Site);
    let found = body.and_then(|(module, body)| {
        let code = &program.facts(module)?.code;
        Some((code, code.bodies.get(body as usize)?))
    });
    found.is_some_and(|(code, body)| leaves(code, &body.statements, effect))
}

fn leaves(code: &Code, block: &[Stmt], effect: &Effect) -> bool {
    let is_here = |statement: &Stmt| holds(code, std::slice::from_ref(statement), effect.span);
    let Some(at) = block.iter().position(is_here) else {
        return false;
    };
    // What handles the end, or comes last, runs behind it.
    let handles = matches!(block[at], Stmt::Try { .. } | Stmt::With { .. });
    let inner = || block[at].blocks().iter().any(|inner| leaves(code, inner, effect));
    !handles && (ends(code, &block[at + 1..]) || inner())
}

/// Whether straight code ends the program.
fn ends(code: &Code, block: &[Stmt]) -> bool {
    for statement in block {
        let is_end = match statement {
            Stmt::Raise {
                exception: Some(exception),
                ..
            } => is_exit(code, *exception),
            Stmt::Expression(call) => matches!(code.expression(*call), Expr::Call(..)) && is_exit(code, *call),
            _ => false,
        };
        if is_end || !statement.blocks().is_empty() {
            return is_end;
        }
    }
    false
}

/// `SystemExit(1)`, `sys.exit(1)`, `os._exit(1)`
fn is_exit(code: &Code, expression: ExprId) -> bool {
    match *code.expression(expression) {
        Expr::Call(callee, _) => is_exit(code, callee),
        Expr::Name(name) => code.name(name) == "SystemExit",
        Expr::Attribute(of, name) => match (code.expression(of), code.name(name)) {
            (Expr::Name(of), "exit") => code.name(*of) == "sys",
            (Expr::Name(of), "_exit") => code.name(*of) == "os",
            _ => false,
        },
        _ => false,
    }
}
