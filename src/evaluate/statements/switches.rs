//! Switches of installed packages: what they ask the environment before they do what they seldom do.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::EnvId;
use crate::semantics::code::{Expr, ExprId, Literal, Operator};

impl Machine<'_> {
    /// Whether an installed package asks the environment what to do: a switch of its own, which is off unless somebody
    /// turns it on.
    pub(super) fn is_switch(&mut self, env: EnvId, test: ExprId) -> bool {
        let module = self.envs[env as usize].module;
        if self.is_own(module) {
            return false;
        }
        let Some(code) = self.code(module) else { return false };
        match code.expression(test) {
            Expr::Not(inner) => self.is_switch(env, *inner),
            Expr::And(operands) => operands.iter().any(|&operand| self.is_switch(env, operand)),
            Expr::Or(operands) => operands.iter().all(|&operand| self.is_switch(env, operand)),
            Expr::Compare(left, rest) => {
                self.is_switch(env, *left) || rest.iter().any(|&(_, right)| self.is_switch(env, right))
            }
            Expr::Name(_) | Expr::Attribute(..) | Expr::Call(..) | Expr::Subscript(..) => {
                let mut tested = self.tested.iter().flatten().rev();
                let known = tested.find(|(of, part, _)| (*of, *part) == (env, test));
                let value = match known.map(|(_, _, value)| value.clone()) {
                    Some(value) => value,
                    None => self.eval(env, test),
                };
                let mut names = value.atoms().map(|atom| self.external_name(atom));
                names.next().is_some()
                    && value.atoms().all(|atom| {
                        let name = self.external_name(atom);
                        name.is_some_and(|name| name.starts_with("os.environ") || name.starts_with("os.getenv"))
                    })
            }
            _ => false,
        }
    }

    /// What a test is where nobody has set any variable of the environment; none where that is not known.
    pub(super) fn when_unset(&mut self, env: EnvId, test: ExprId) -> Option<bool> {
        let module = self.envs[env as usize].module;
        let code = self.code(module)?;
        match code.expression(test) {
            Expr::Not(inner) => self.when_unset(env, *inner).map(|holds| !holds),
            Expr::And(operands) => self.all_when_unset(env, operands, true),
            Expr::Or(operands) => self.all_when_unset(env, operands, false),
            Expr::Compare(left, rest) => {
                let [(operator, right)] = &rest[..] else { return None };
                if !self.is_variable(env, *left) {
                    return None;
                }
                let is_none = match code.expression(*right) {
                    Expr::Literal(Literal::None) => true,
                    Expr::Literal(_) => false,
                    _ => return None,
                };
                match operator {
                    Operator::Eq | Operator::Is => Some(is_none),
                    Operator::NotEq | Operator::IsNot => Some(!is_none),
                    _ => None,
                }
            }
            Expr::Call(..) if self.is_variable(env, test) => Some(false),
            _ => self.truth(env, test),
        }
    }

    /// Whether all operands hold, or (`all` is false) any.
    fn all_when_unset(&mut self, env: EnvId, operands: &[ExprId], all: bool) -> Option<bool> {
        let told: Vec<Option<bool>> = operands.iter().map(|&operand| self.when_unset(env, operand)).collect();
        if told.contains(&Some(!all)) {
            return Some(!all);
        }
        told.iter().all(|one| *one == Some(all)).then_some(all)
    }

    /// Whether an expression is a variable of the environment, and nothing else where that is not set: a call with a default is not.
    fn is_variable(&mut self, env: EnvId, expression: ExprId) -> bool {
        let module = self.envs[env as usize].module;
        let code = self.code(module).map(|code| code.expression(expression));
        let has_no_default = matches!(code, Some(Expr::Call(_, arguments)) if arguments.len() == 1);
        has_no_default && self.is_switch(env, expression)
    }
}
