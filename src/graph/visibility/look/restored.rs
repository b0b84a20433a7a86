//! Entries of `sys.modules` that are put back: `saved = sys.modules.get(name)`, and later `sys.modules[name] = saved`. Code that puts
//! something else there in between is seen by itself.
use super::Look;
use crate::graph::visibility::parts::binds;
use crate::semantics::code::{BodyId, Code, Expr, ExprId, Name, Stmt};
use crate::syntax::Span;

impl Look<'_> {
    /// Whether the entry whose key stands at `span` is set to nothing but what was found in `sys.modules` before.
    pub(super) fn puts_back(&self, span: Span) -> bool {
        let code = &self.facts.code;
        let mut found = None;
        for (id, body) in (0..).zip(&code.bodies) {
            each_assignment(&body.statements, &mut |targets, value| {
                if let [target] = targets
                    && let Expr::Subscript(_, key) = *code.expression(*target)
                    && code.span(key) == span
                {
                    found = Some((id, value));
                }
            });
        }
        found.is_some_and(|(body, value)| self.is_saved(body, value))
    }

    /// Whether all that an attribute or a variable is ever given was taken from `sys.modules`.
    fn is_saved(&self, body: BodyId, value: ExprId) -> bool {
        let code = &self.facts.code;
        match *code.expression(value) {
            Expr::Attribute(_, name) => {
                let set = self.settings_of(code.name(name)).unwrap_or_default();
                let is_taken = |module, value: Option<ExprId>| {
                    let facts = self.program.facts(module);
                    facts.zip(value).is_some_and(|(facts, value)| takes(&facts.code, value))
                };
                !set.is_empty() && set.iter().all(|setting| is_taken(setting.module, setting.value))
            }
            Expr::Name(name) => is_taken_variable(code, body, name),
            _ => false,
        }
    }
}

/// Whether all that a variable of a function is given was taken from `sys.modules`, in statements that assign nothing else.
fn is_taken_variable(code: &Code, body: BodyId, name: Name) -> bool {
    let of = &code.bodies[body as usize];
    let (mut given, mut all) = (false, of.parameters.iter().all(|parameter| parameter.name != name));
    each_assignment(&of.statements, &mut |targets, value| {
        if targets.iter().any(|&target| binds(code, target, name)) {
            given = true;
            all &= targets.len() == 1 && takes(code, value);
        }
    });
    given && all && !bound_otherwise(code, &of.statements, name)
}

/// Whether a value comes out of `sys.modules`: an item, or what `get` or `pop` hand out.
fn takes(code: &Code, value: ExprId) -> bool {
    match code.expression(value) {
        Expr::Subscript(of, _) => is_modules(code, *of),
        Expr::Call(callee, _) => match *code.expression(*callee) {
            Expr::Attribute(of, method) => matches!(code.name(method), "get" | "pop") && is_modules(code, of),
            _ => false,
        },
        _ => false,
    }
}

fn is_modules(code: &Code, at: ExprId) -> bool {
    match *code.expression(at) {
        Expr::Attribute(of, name) => {
            code.name(name) == "modules" && matches!(*code.expression(of), Expr::Name(of) if code.name(of) == "sys")
        }
        _ => false,
    }
}

/// Whether a loop, a `with` or an augmented assignment binds the name.
fn bound_otherwise(code: &Code, statements: &[Stmt], name: Name) -> bool {
    statements.iter().any(|statement| {
        let is_bound = match statement {
            Stmt::Augment { target, .. } | Stmt::For { target, .. } => binds(code, *target, name),
            Stmt::With { items, .. } => items
                .iter()
                .any(|item| item.1.is_some_and(|target| binds(code, target, name))),
            _ => false,
        };
        is_bound
            || statement
                .blocks()
                .into_iter()
                .any(|block| bound_otherwise(code, block, name))
    })
}

/// Calls `see` for every assignment of a body, with its targets and its value.
fn each_assignment(statements: &[Stmt], see: &mut dyn FnMut(&[ExprId], ExprId)) {
    for statement in statements {
        if let Stmt::Assign { targets, value } = statement {
            see(targets, *value);
        }
        for block in statement.blocks() {
            each_assignment(block, see);
        }
    }
}
