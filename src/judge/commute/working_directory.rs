//! The working directory taken from the front of the search path, where `python -m` put it.
use crate::evaluate::Effect;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Bits, ModuleId, Program};
use crate::semantics::code::{Argument, Code, Expr, ExprId, Literal, Operator, Stmt};

/// Whether a write takes away what was in front only if that is the working directory: `if sys.path[0] in ("", os.getcwd())`
/// around `sys.path.pop(0)`.
pub(super) fn leaves_working_directory(program: &Program, write: &Effect) -> bool {
    let Some(((module, body), code)) = write.body.zip(program.facts(write.module).map(|facts| &facts.code)) else {
        return false;
    };
    let body = code.bodies.get(body as usize).filter(|_| module == write.module);
    body.is_some_and(|body| {
        let front = Front {
            code,
            whole: &body.statements,
        };
        body.statements.iter().any(|statement| front.leaves(statement, write))
    })
}

/// Whether a module of those that move is found there if that is the project's folder: one that lies in no package.
pub(super) fn is_found_there(program: &Program, moved: &Bits) -> bool {
    let is_top = |id: ModuleId| program.parent(id).is_none();
    moved.iter().any(|id| is_top(id) && program.modules[id].is_own())
}

/// Code that looks at the first entry of the search path.
struct Front<'a> {
    code: &'a Code,
    /// All statements of the body.
    whole: &'a [Stmt],
}

impl Front<'_> {
    fn leaves(&self, statement: &Stmt, write: &Effect) -> bool {
        let is_it = |test: ExprId, then: &[Stmt]| {
            self.is_working_directory(test) && then.iter().any(|inner| self.takes(inner, write))
        };
        matches!(statement, Stmt::If { test, then, .. } if is_it(*test, then))
            || statement
                .blocks()
                .into_iter()
                .flatten()
                .any(|inner| self.leaves(inner, write))
    }

    /// `sys.path.pop(0)`, `del sys.path[0]`, where the write is that.
    fn takes(&self, statement: &Stmt, write: &Effect) -> bool {
        let code = self.code;
        let (taken, is_first) = match statement {
            Stmt::Delete(targets) => match targets.as_slice() {
                &[target] => (target, self.is_first(target)),
                _ => return false,
            },
            Stmt::Expression(call) => match code.expression(*call) {
                Expr::Call(callee, handed) => (*call, self.pops_first(*callee, handed)),
                _ => return false,
            },
            _ => return false,
        };
        is_first && code.span(taken).contains(write.span)
    }

    fn pops_first(&self, callee: ExprId, handed: &[Argument]) -> bool {
        let &Expr::Attribute(of, method) = self.code.expression(callee) else {
            return false;
        };
        self.code.name(method) == "pop" && self.is_path(of) && matches!(handed, [at] if self.is_zero(at.value))
    }

    /// Whether a test only holds where the first entry is the working directory.
    fn is_working_directory(&self, test: ExprId) -> bool {
        match self.code.expression(test) {
            Expr::And(tests) => tests.iter().any(|&test| self.is_working_directory(test)),
            Expr::Compare(left, rest) => match &rest[..] {
                &[(Operator::Eq, right)] => {
                    self.is_first(*left) && self.is_here(right) || self.is_here(*left) && self.is_first(right)
                }
                &[(Operator::In, right)] => match self.code.expression(right) {
                    Expr::Sequence(_, entries) => {
                        self.is_first(*left) && entries.iter().all(|&entry| self.is_here(entry))
                    }
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        }
    }

    /// `""`, `os.getcwd()`, or a name that is bound to nothing else.
    fn is_here(&self, entry: ExprId) -> bool {
        match self.code.expression(entry) {
            Expr::Literal(Literal::Text(text)) => self.code.name(*text).is_empty(),
            Expr::Call(callee, handed) => {
                let name = match self.code.expression(*callee) {
                    Expr::Attribute(_, name) | Expr::Name(name) => self.code.name(*name),
                    _ => return false,
                };
                handed.is_empty() && name == "getcwd"
            }
            &Expr::Name(name) => {
                let mut bound = Vec::new();
                each_part(self.code, self.whole, &mut |part| {
                    if let Part::Binding(target, value) = part
                        && *self.code.expression(target) == Expr::Name(name)
                    {
                        bound.push(value);
                    }
                });
                let is_call = |value: ExprId| matches!(self.code.expression(value), Expr::Call(..));
                !bound.is_empty() && bound.into_iter().all(|value| is_call(value) && self.is_here(value))
            }
            _ => false,
        }
    }

    /// `sys.path[0]`
    fn is_first(&self, entry: ExprId) -> bool {
        match *self.code.expression(entry) {
            Expr::Subscript(of, at) => self.is_path(of) && self.is_zero(at),
            _ => false,
        }
    }

    fn is_zero(&self, at: ExprId) -> bool {
        *self.code.expression(at) == Expr::Literal(Literal::Int(0))
    }

    fn is_path(&self, expression: ExprId) -> bool {
        matches!(*self.code.expression(expression), Expr::Attribute(of, name)
            if self.code.name(name) == "path" && matches!(*self.code.expression(of), Expr::Name(sys) if self.code.name(sys) == "sys"))
    }
}
