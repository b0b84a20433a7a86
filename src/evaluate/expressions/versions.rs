//! Tests of Python's version: `sys.version_info >= (3, 9)`, `sys.version_info[0] == 2`.
use std::cmp::Ordering;

use crate::evaluate::machine::Machine;
use crate::evaluate::object::EnvId;
use crate::evaluate::value::{Atom, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{Code, Expr, ExprId, Literal, Operator};

const WHOLE: &str = "sys.version_info";
const MAJOR: &str = "sys.version_info.major";
const MINOR: &str = "sys.version_info.minor";
const PAIR: &str = "sys.version_info[:2]";

/// The last version that is asked about: any code for a later one says so as a later minor version.
const NEWEST: (i64, i64) = (3, i64::MAX);

impl Machine<'_> {
    /// `sys.version_info[0]`, `[1]` and `[:2]`; none for anything else.
    pub(super) fn part_of_version(&mut self, object: &Value, index: &Expr, code: &Code) -> Option<Value> {
        let Some(Atom::External(name)) = object.single() else {
            return None;
        };
        if self.symbols.text(name) != WHOLE {
            return None;
        }
        let number = |at: ExprId| match code.expression(at) {
            Expr::Literal(Literal::Int(number)) => Some(*number),
            _ => None,
        };
        let part = match index {
            Expr::Literal(Literal::Int(0)) => MAJOR,
            Expr::Literal(Literal::Int(1)) => MINOR,
            // `[2:]` has the same form, and nobody compares a micro version with a pair of numbers.
            Expr::Slice(parts) if parts.len() == 1 && number(parts[0]) == Some(2) => PAIR,
            _ => return Some(Value::plain()),
        };
        Some(Atom::External(self.symbols.of(part)).into())
    }

    /// Whether a comparison with Python's version holds, where it does, or does not, for every version that `module` may run under.
    pub(super) fn version_holds(&self, module: ModuleId, operator: Operator, left: Atom, right: Atom) -> Option<bool> {
        match (self.version_part(left), self.version_part(right)) {
            (Some(part), None) => self.compares_version(module, part, operator, right),
            (None, Some(part)) => self.compares_version(module, part, mirrored(operator)?, left),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// Whether a test of the project holds under the version of Python that is installed, where it asks for that.
    pub fn holds_here(&mut self, env: EnvId, test: ExprId) -> Option<bool> {
        let module = self.envs[env as usize].module;
        let asks = self.is_own(module) && self.code(module)?.has_name("version_info");
        if !asks || self.versions.installed.is_none() {
            return None;
        }
        let around = std::mem::replace(&mut self.as_installed, true);
        let holds = self.truth(env, test);
        self.as_installed = around;
        holds
    }

    fn version_part(&self, atom: Atom) -> Option<&str> {
        let Atom::External(name) = atom else { return None };
        let text = self.symbols.text(name);
        [WHOLE, MAJOR, MINOR, PAIR].contains(&text).then_some(text)
    }

    fn compares_version(&self, module: ModuleId, part: &str, operator: Operator, other: Atom) -> Option<bool> {
        // An installed package is looked at as it is installed, and the project's own code for every version.
        let wide = |(major, minor): (u8, u8)| (i64::from(major), i64::from(minor));
        let exact = self
            .versions
            .installed
            .filter(|_| self.as_installed || !self.is_own(module))
            .map(wide);
        let oldest = exact.unwrap_or(wide(self.versions.oldest));
        let newest = exact.unwrap_or(NEWEST);
        let order = |version: (i64, i64)| self.version_order(part, version, other);
        let (low, high) = (order(oldest)?, order(newest)?);
        match operator {
            Operator::Lt => agreed(low.is_lt(), high.is_lt()),
            Operator::LtE => agreed(low.is_le(), high.is_le()),
            Operator::Gt => agreed(low.is_gt(), high.is_gt()),
            Operator::GtE => agreed(low.is_ge(), high.is_ge()),
            // Between the two nothing is the same as something else unless both are.
            Operator::Eq | Operator::NotEq if low == high => Some(low.is_eq() == (operator == Operator::Eq)),
            _ => None,
        }
    }

    /// How a part of a version, whose micro version is not known, compares with a number, or with a tuple of numbers.
    fn version_order(&self, part: &str, (major, minor): (i64, i64), other: Atom) -> Option<Ordering> {
        let numbers = match other {
            Atom::Int(number) => vec![number],
            Atom::Object(_) => self.numbers_of(other)?,
            _ => return None,
        };
        let is_number = matches!(other, Atom::Int(_));
        match part {
            MAJOR if is_number => Some(major.cmp(&numbers[0])),
            MINOR if is_number => Some(minor.cmp(&numbers[0])),
            PAIR if !is_number => Some([major, minor].as_slice().cmp(&numbers)),
            WHOLE if !is_number => match [major, minor].as_slice().cmp(&numbers) {
                // There are more parts, `(3, 12, 1, "final", 0)`: the third one decides, or it is longer.
                Ordering::Less if numbers.len() > 2 && numbers[..2] == [major, minor] => None,
                Ordering::Equal => Some(Ordering::Greater),
                order => Some(order),
            },
            _ => None,
        }
    }

    /// `(3, 9)` as numbers.
    fn numbers_of(&self, atom: Atom) -> Option<Vec<i64>> {
        let Atom::Object(object) = atom else { return None };
        let attributes = &self.objects[object as usize].attributes;
        let at = |index: usize| {
            let key = format!("[{index}]");
            let (_, value) = attributes.iter().find(|(key_, _)| self.symbols.text(**key_) == key)?;
            Some(value.single())
        };
        let mut numbers = Vec::new();
        while let Some(value) = at(numbers.len()) {
            match value {
                Some(Atom::Int(number)) => numbers.push(number),
                // `(3, 8, 0, "final", 0)`: what stands behind the third is never asked for.
                _ if numbers.len() > 2 => break,
                _ => return None,
            }
        }
        (!numbers.is_empty()).then_some(numbers)
    }
}

fn agreed(one: bool, other: bool) -> Option<bool> {
    (one == other).then_some(one)
}

/// The same comparison, seen from the other side.
fn mirrored(operator: Operator) -> Option<Operator> {
    match operator {
        Operator::Lt => Some(Operator::Gt),
        Operator::LtE => Some(Operator::GtE),
        Operator::Gt => Some(Operator::Lt),
        Operator::GtE => Some(Operator::LtE),
        Operator::Eq | Operator::NotEq => Some(operator),
        _ => None,
    }
}
