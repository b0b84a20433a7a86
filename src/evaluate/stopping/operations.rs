//! Operations that Python itself refuses for some values: a key that is not there, a part that is missing, a division by nothing.
//! Where what is given says which value it is, a handler around the first use may wait for that.
use super::Asking;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Container, EnvId, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::rules::Group;
use crate::semantics::code::{Code, Expr, ExprId, Operator};

impl Machine<'_> {
    /// Notes that an operation of the project raises an exception where something given says so.
    fn may_refuse(&mut self, place: Place, exception: &str) {
        self.is_in_doubt();
        let may_leave = self.is_own(place.module) && self.raising(place, Some(exception), false).is_some();
        if may_leave && self.is_given(place, Asking::Outside) {
            self.may_raise(place, Some(exception), Some(true));
        }
    }

    /// `value[index]`, which is no slice: there may be nothing under that.
    pub fn may_lack(&mut self, value: &Value, index: &Value, place: Place) {
        if !self.is_own(place.module) {
            return;
        }
        for atom in value.atoms() {
            match atom {
                Atom::Object(object) => match *self.kind(object) {
                    Kind::Container(Container::Dict) => self.may_have_no(object, index, place, "KeyError"),
                    Kind::Container(_) => self.may_have_no(object, index, place, "IndexError"),
                    Kind::Result(_) if !self.is_numeral(index) => self.may_refuse(place, "LookupError"),
                    _ => {}
                },
                // The program's own name is always there.
                Atom::External(name) if self.symbols.text(name) == "sys.argv" && !self.is_first(index) => {
                    self.may_refuse(place, "IndexError");
                }
                _ => {}
            }
        }
    }

    fn may_have_no(&mut self, object: ObjectId, index: &Value, place: Place, exception: &str) {
        if !self.has_all(object, index) && !self.is_looked_for(place) {
            self.may_refuse(place, exception);
        }
    }

    /// Whether a container has something under all that an index may be, as far as that is known.
    fn has_all(&mut self, object: ObjectId, index: &Value) -> bool {
        let mut has_it = |atom: Atom| {
            let key = self.key_of(atom);
            key.is_some_and(|key| self.objects[object as usize].attributes.contains_key(&key))
        };
        !index.is_nothing() && index.atoms().all(&mut has_it) || self.fills.contains(&object)
    }

    fn is_numeral(&self, index: &Value) -> bool {
        index.atoms().all(|atom| matches!(atom, Atom::Int(_)))
    }

    fn is_first(&self, index: &Value) -> bool {
        matches!(index.single(), Some(Atom::Int(0 | -1)))
    }

    /// A division: what is divided by may be nothing.
    pub fn may_divide(&mut self, operator: Operator, operands: &[Value], place: Place) {
        let [left, right] = operands else { return };
        if !self.is_own(place.module) {
            return;
        }
        let divides = matches!(operator, Operator::Div | Operator::FloorDiv | Operator::Mod);
        let is_number = |atom: Atom| match atom {
            Atom::Int(_) | Atom::Bool(_) => true,
            // Of a text, `%` makes another one.
            Atom::Plain => operator != Operator::Mod,
            _ => false,
        };
        let may_be_nothing = |atom: Atom| matches!(atom, Atom::Int(0) | Atom::Bool(false) | Atom::Plain);
        if divides && left.atoms().any(is_number) && right.atoms().any(may_be_nothing) {
            self.may_refuse(place, "ZeroDivisionError");
        }
    }

    /// `a, b = made`: there may be more parts, or fewer.
    pub fn may_not_unpack(&mut self, env: EnvId, target: ExprId, made: ExprId, value: &Value) {
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module).filter(|_| self.is_own(module)) else {
            return;
        };
        let Expr::Sequence(_, targets) = code.expression(target) else {
            return;
        };
        let is_open = |atom: Atom| matches!(atom, Atom::Plain | Atom::Object(_));
        if value.atoms().any(is_open)
            && self.exact_elements(value, targets.len()).is_none()
            && !self.hands_out_as_many(code, made)
        {
            self.may_refuse(self.place(env, made), "ValueError");
        }
    }

    /// Whether an expression is a call of what always hands out as many parts.
    fn hands_out_as_many(&self, code: &Code, made: ExprId) -> bool {
        let Expr::Call(callee, _) = code.expression(made) else {
            return false;
        };
        match code.expression(*callee) {
            Expr::Name(name) | Expr::Attribute(_, name) => self.rules.knows(Group::HandsOutAsMany, code.name(*name)),
            _ => false,
        }
    }
}
