//! Whether a condition is decided: what makes a branch run, or not.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{EnvId, Kind};
use crate::evaluate::value::{Atom, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{Expr, ExprId, Literal, Operator};

impl Machine<'_> {
    /// What `and` (`or`) hands out: the first operand that is false (true), or the last one.
    pub(super) fn chosen_operand(&mut self, env: EnvId, operands: &[ExprId], decisive: bool) -> Value {
        let mut chosen = Value::nothing();
        let mut narrowed = Vec::new();
        for (at, &operand) in operands.iter().enumerate() {
            let is_last = at + 1 == operands.len();
            self.weak += usize::from(at > 0);
            let is_decided = |machine: &mut Self, value: &Value| machine.are_all(value, Self::is_true).is_some();
            let value = self.testing(|machine| machine.eval(env, operand), is_decided);
            if !is_last {
                self.boolean(&value, self.place(env, operand));
            }
            self.weak -= usize::from(at > 0);
            if is_last {
                chosen.join(&value);
                break;
            }
            chosen.join(
                &value
                    .atoms()
                    .filter(|&atom| self.is_true(atom) != Some(!decisive))
                    .collect(),
            );
            if self.are_all(&value, Self::is_true) == Some(decisive) {
                break;
            }
            match self.narrow(env, operand, !decisive) {
                Some(names) => narrowed.extend(names),
                None => break,
            }
        }
        self.widen(env, narrowed);
        chosen
    }

    /// Whether `and` (`or`) holds: the first operand that is false (true) decides, and those behind it are not evaluated.
    pub(super) fn all_or_any(&mut self, env: EnvId, operands: &[ExprId], decisive: bool) -> Option<bool> {
        let mut truth = Some(!decisive);
        let mut narrowed = Vec::new();
        for (at, &operand) in operands.iter().enumerate() {
            self.weak += usize::from(at > 0);
            let one = self.truth(env, operand);
            self.weak -= usize::from(at > 0);
            match one {
                Some(one) if one == decisive => {
                    truth = Some(decisive);
                    break;
                }
                Some(_) => {}
                None => truth = None,
            }
            // Those behind it are looked at only where this one did not decide.
            match self.narrow(env, operand, !decisive) {
                Some(names) => narrowed.extend(names),
                None => break,
            }
        }
        self.widen(env, narrowed);
        truth
    }

    pub(super) fn eval_compare(&mut self, env: EnvId, test: ExprId) {
        let module = self.envs[env as usize].module;
        if let Some(Expr::Compare(left, rest)) = self.code(module).map(|code| code.expression(test)) {
            self.eval(env, *left);
            for &(_, right) in rest {
                self.eval(env, right);
            }
        }
    }

    /// Whether a comparison holds, where that is decided.
    pub(super) fn decided(&self, module: ModuleId, operator: Operator, left: &Value, right: &Value) -> Option<bool> {
        match operator {
            Operator::In => return self.is_in(left, right),
            Operator::NotIn => return self.is_in(left, right).map(|is_in| !is_in),
            _ => {}
        }
        if operator.is_identity()
            && let Some(is_same) = self.are_same(left, right)
        {
            return Some(is_same == (operator == Operator::Is));
        }
        let (left, right) = (left.single()?, right.single()?);
        if let Some(holds) = self.version_holds(module, operator, left, right) {
            return Some(holds);
        }
        match operator {
            Operator::Eq | Operator::NotEq | Operator::Is | Operator::IsNot => {
                let is_equal = match (left, right) {
                    _ if left.is_constant() && right.is_constant() => left == right,
                    (Atom::None, other) | (other, Atom::None) => self.is_none(other)?,
                    (Atom::Text(text), Atom::Beginning(start)) | (Atom::Beginning(start), Atom::Text(text))
                        if !self.symbols.text(text).starts_with(self.symbols.text(start)) =>
                    {
                        false
                    }
                    _ => return None,
                };
                Some(is_equal == matches!(operator, Operator::Eq | Operator::Is))
            }
            _ => None,
        }
    }

    /// `"win32" in sys.platform`, or in a container.
    fn is_in(&self, part: &Value, whole: &Value) -> Option<bool> {
        match (part.single(), whole.single()) {
            (Some(Atom::Text(part)), Some(Atom::Text(whole))) => {
                Some(self.symbols.text(whole).contains(self.symbols.text(part)))
            }
            _ => self.is_within(part, whole),
        }
    }

    /// Whether two values are one object, where all that they may be says the same: something is nothing or not, and no constant
    /// is what a call made to tell whether it was handed something.
    fn are_same(&self, left: &Value, right: &Value) -> Option<bool> {
        let none = |value: &Value| value.single() == Some(Atom::None);
        match (none(left), none(right)) {
            (true, _) => return self.are_all(right, Self::is_none),
            (_, true) => return self.are_all(left, Self::is_none),
            (false, false) => {}
        }
        let is_constant = |atom: Atom| {
            matches!(
                atom,
                Atom::None | Atom::Bool(_) | Atom::Int(_) | Atom::Text(_) | Atom::Beginning(_)
            )
        };
        let is_marker = |atom: Atom| match atom {
            Atom::Object(object) => {
                matches!(self.kind(object), Kind::Class { .. } | Kind::Function { .. })
                    || self.external_name(atom) == Some("object")
            }
            _ => false,
        };
        let are = |value: &Value, is: &dyn Fn(Atom) -> bool| !value.is_nothing() && value.atoms().all(is);
        let differ = |one: &Value, other: &Value| are(one, &is_constant) && are(other, &is_marker);
        (differ(left, right) || differ(right, left)).then_some(false)
    }

    /// Whether `len(rest) > 0` and the like hold, of what is handed on here. Numbers that are kept in a variable are not
    /// compared so: who counts them up may be somebody who is not known yet.
    pub(super) fn length_decides(
        &self,
        module: ModuleId,
        (call, length): (ExprId, &Value),
        operator: Operator,
        bound: ExprId,
    ) -> Option<bool> {
        let code = self.code(module)?;
        let (Expr::Call(..), Expr::Literal(Literal::Int(bound))) = (code.expression(call), code.expression(bound))
        else {
            return None;
        };
        let Some(Atom::Int(length)) = length.single() else {
            return None;
        };
        match operator {
            Operator::Lt => Some(length < *bound),
            Operator::LtE => Some(length <= *bound),
            Operator::Gt => Some(length > *bound),
            Operator::GtE => Some(length >= *bound),
            _ => None,
        }
    }
}
