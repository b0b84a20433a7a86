//! Whether a place in some code is reached only if something given says so: by the condition around it, or by what left before.
use super::given::Given;
use crate::graph::visibility::{each_operand, each_root};
use crate::semantics::code::{BodyId, Expr, ExprId, Stmt};
use crate::syntax::Span;

/// A place that is looked for.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// A `raise`, or the test of an `assert`.
    Raise(Span),
    /// A call or another expression.
    Expression(Span),
}

impl Target {
    fn span(self) -> Span {
        let (Target::Raise(span) | Target::Expression(span)) = self;
        span
    }
}

impl Given<'_> {
    /// Whether a place in a body, or in the classes that it makes, depends on what is given; none where it is not there.
    pub fn decides(&self, body: BodyId, target: Target) -> Option<bool> {
        let mut bodies = self.with_classes(body).into_iter();
        bodies.find_map(|body| self.decides_in(&body.statements, target))
    }

    fn decides_in(&self, block: &[Stmt], target: Target) -> Option<bool> {
        let mut is_decided = false;
        for statement in block {
            if let Some(decided) = self.decides_here(statement, target) {
                return Some(is_decided || decided);
            }
            for inner in statement.blocks() {
                if let Some(decided) = self.decides_in(inner, target) {
                    let is_tried = |block: &[Stmt]| self.fails_before(statement, block, target);
                    return Some(is_decided || decided || self.decides_block(statement, inner) || is_tried(inner));
                }
            }
            is_decided |= self.may_leave(statement);
        }
        None
    }

    /// The same where the statement itself is the place, or has it among its expressions.
    fn decides_here(&self, statement: &Stmt, target: Target) -> Option<bool> {
        if let Target::Raise(raise) = target {
            match statement {
                Stmt::Raise { span, exception, .. } if *span == raise => {
                    return Some(exception.is_some_and(|exception| self.chooses(exception)));
                }
                Stmt::Assert { test, .. } if self.code.span(*test) == raise => return Some(self.holds(*test)),
                _ => return None,
            }
        }
        let mut found = None;
        each_root(self.code, statement, &mut |root| {
            found = found.or_else(|| self.decides_part(root, target.span()));
        });
        found
    }

    /// Whether a part of an expression is evaluated only if something given says so.
    fn decides_part(&self, at: ExprId, part: Span) -> Option<bool> {
        let span = self.code.span(at);
        if part.start < span.start || span.end < part.end {
            return None;
        }
        if span == part {
            return Some(false);
        }
        let has_it = |at: &ExprId| self.decides_part(*at, part);
        match self.code.expression(at) {
            Expr::And(operands) | Expr::Or(operands) => {
                let mut is_decided = false;
                for operand in operands {
                    if let Some(decided) = has_it(operand) {
                        return Some(is_decided || decided);
                    }
                    is_decided |= self.holds(*operand);
                }
                Some(false)
            }
            Expr::Conditional { test, then, otherwise } => has_it(test).or_else(|| {
                let decided = has_it(then).or_else(|| has_it(otherwise))?;
                Some(decided || self.holds(*test))
            }),
            Expr::Comprehension(of) => {
                let made = of.key.iter().chain([&of.element]).find_map(has_it);
                let mut clauses = of.clauses.iter();
                match made {
                    Some(decided) => Some(
                        decided
                            || clauses.any(|clause| {
                                self.holds(clause.iterable) || clause.conditions.iter().any(|&test| self.holds(test))
                            }),
                    ),
                    None => clauses.find_map(|clause| {
                        has_it(&clause.iterable).or_else(|| clause.conditions.iter().find_map(has_it))
                    }),
                }
            }
            expression => {
                let mut found = None;
                each_operand(self.code, expression, &mut |operand| {
                    found = found.or_else(|| self.decides_part(operand, part));
                });
                Some(found.unwrap_or(false))
            }
        }
    }

    /// Whether what is given says which function a call runs.
    pub(super) fn chooses_callee(&self, call: ExprId) -> bool {
        match self.code.expression(call) {
            Expr::Call(callee, _) => self.holds(*callee),
            // A property, an operator, a decorator.
            _ => self.holds(call),
        }
    }

    /// Whether what is given says which of several things an expression is, and not only what that holds.
    fn chooses(&self, at: ExprId) -> bool {
        match self.code.expression(at) {
            Expr::Conditional { test, then, otherwise } => {
                self.holds(*test) || self.chooses(*then) || self.chooses(*otherwise)
            }
            Expr::And(operands) | Expr::Or(operands) => operands.iter().any(|&operand| self.holds(operand)),
            Expr::Subscript(of, key) => self.holds(*key) || self.chooses(*of),
            Expr::Attribute(of, _) => self.chooses(*of),
            Expr::Name(name) => self.names.whole.contains(name),
            Expr::Call(callee, arguments) => {
                // `ERRORS.get(given)`, and not `errors.Missing(given)`.
                let looks_up = match self.code.expression(*callee) {
                    Expr::Attribute(_, name) => !self.code.name(*name).starts_with(char::is_uppercase),
                    _ => false,
                };
                let is_asked = looks_up && arguments.iter().any(|argument| self.holds(argument.value));
                is_asked || self.chooses(*callee)
            }
            _ => false,
        }
    }

    /// Whether what is given says if a block of a statement runs.
    pub(super) fn decides_block(&self, statement: &Stmt, block: &[Stmt]) -> bool {
        match statement {
            Stmt::If { test, .. } => self.holds(*test),
            Stmt::While { test: asked, body, .. }
            | Stmt::For {
                iterable: asked, body, ..
            } => {
                // What stands under `else` runs unless the loop was left.
                self.holds(*asked) || !std::ptr::eq(block, body.as_slice()) && self.any_may_leave(body)
            }
            Stmt::Match { subject, cases } => {
                let guards = cases.iter().filter_map(|case| case.guard);
                self.holds(*subject) || guards.into_iter().any(|guard| self.holds(guard))
            }
            // What is not there is found out by trying to take it.
            Stmt::Try { body, finally, .. } => {
                let is_always = [body, finally]
                    .into_iter()
                    .any(|always| std::ptr::eq(block, always.as_slice()));
                !is_always && body.iter().any(|statement| self.asks_in(statement))
            }
            _ => false,
        }
    }

    /// Whether the place stands in the body of a `try`, behind something that asks and may fail.
    fn fails_before(&self, statement: &Stmt, block: &[Stmt], target: Target) -> bool {
        let Stmt::Try { body, handlers, .. } = statement else {
            return false;
        };
        let is_before = |statement: &&Stmt| self.decides_in(std::slice::from_ref(*statement), target).is_none();
        std::ptr::eq(block, body.as_slice())
            && !handlers.is_empty()
            && block
                .iter()
                .take_while(is_before)
                .any(|statement| self.asks_in(statement))
    }

    /// Whether what stands behind a statement runs only if something given says so: `if given: return`.
    pub(super) fn may_leave(&self, statement: &Stmt) -> bool {
        let blocks = statement.blocks();
        let is_left = |block: &&[Stmt]| leaves(block) && self.decides_block(statement, block);
        match statement {
            // What leaves a loop goes on behind it.
            Stmt::For { body, .. } | Stmt::While { body, .. } => {
                body.iter().any(Stmt::returns) && self.any_may_leave(body)
            }
            _ => blocks.iter().any(is_left) || blocks.into_iter().any(|block| self.any_may_leave(block)),
        }
    }

    fn any_may_leave(&self, block: &[Stmt]) -> bool {
        block.iter().any(|statement| self.may_leave(statement))
    }

    /// Whether a statement asks for it anywhere.
    fn asks_in(&self, statement: &Stmt) -> bool {
        let mut is_asked = false;
        each_root(self.code, statement, &mut |root| is_asked |= self.holds(root));
        let mut inner = statement.blocks().into_iter().flatten();
        is_asked || inner.any(|statement| self.asks_in(statement))
    }
}

/// Whether a block is left at its end.
fn leaves(block: &[Stmt]) -> bool {
    matches!(block.last(), Some(Stmt::Return(_) | Stmt::Jump))
}
