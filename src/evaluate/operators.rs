//! Operators, comparisons, and the special methods that they call.
use super::facet::Access;
use super::machine::Machine;
use super::object::{Arguments, Container, Kind, Place};
use super::value::{Atom, Value};
use crate::rules::EffectKind;
use crate::semantics::code::Operator;

/// The special method behind an operator, and that of the operand on its right.
fn methods(operator: Operator) -> (&'static str, &'static str) {
    match operator {
        Operator::Add => ("__add__", "__radd__"),
        Operator::Sub => ("__sub__", "__rsub__"),
        Operator::Mul => ("__mul__", "__rmul__"),
        Operator::MatMul => ("__matmul__", "__rmatmul__"),
        Operator::Div => ("__truediv__", "__rtruediv__"),
        Operator::FloorDiv => ("__floordiv__", "__rfloordiv__"),
        Operator::Mod => ("__mod__", "__rmod__"),
        Operator::Pow => ("__pow__", "__rpow__"),
        Operator::LeftShift => ("__lshift__", "__rlshift__"),
        Operator::RightShift => ("__rshift__", "__rrshift__"),
        Operator::Or => ("__or__", "__ror__"),
        Operator::Xor => ("__xor__", "__rxor__"),
        Operator::And => ("__and__", "__rand__"),
        Operator::Neg => ("__neg__", "__neg__"),
        Operator::Pos => ("__pos__", "__pos__"),
        Operator::Invert => ("__invert__", "__invert__"),
        Operator::Eq => ("__eq__", "__eq__"),
        Operator::NotEq => ("__ne__", "__ne__"),
        Operator::Lt => ("__lt__", "__gt__"),
        Operator::LtE => ("__le__", "__ge__"),
        Operator::Gt => ("__gt__", "__lt__"),
        Operator::GtE => ("__ge__", "__le__"),
        Operator::In | Operator::NotIn => ("", "__contains__"),
        Operator::Is | Operator::IsNot => ("", ""),
    }
}

/// What adding known numbers comes to: how many frames up somebody looks, say.
fn sum(operator: Operator, operands: &[Value]) -> Option<i64> {
    let [left, right] = operands else { return None };
    let (Atom::Int(left), Atom::Int(right)) = (left.single()?, right.single()?) else {
        return None;
    };
    match operator {
        Operator::Add => left.checked_add(right),
        Operator::Sub => left.checked_sub(right),
        _ => None,
    }
}

impl Machine<'_> {
    /// The value of an operator on operands that have been evaluated.
    pub fn operator(&mut self, operator: Operator, operands: &[Value], place: Place) -> Value {
        self.formats(operator, operands, place);
        if let Some(text) = self.text_operator(operator, operands, place) {
            return text;
        }
        if let Some(number) = sum(operator, operands) {
            return Atom::Int(number).into();
        }
        if let Some(path) = self.path_operator(operator, operands) {
            return path;
        }
        let (left, right) = methods(operator);
        let mut result = Value::nothing();
        let mut is_special = false;
        for (at, operand) in operands.iter().enumerate() {
            let method = if at == 0 { left } else { right };
            let others: Vec<Value> = operands
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, other)| other.clone())
                .collect();
            if let Some(value) = self.special(operand, method, &Arguments::of(others), place) {
                result.join(&value);
                is_special = true;
            }
        }
        if is_special {
            return result;
        }
        let held: Vec<Value> = operands.iter().map(|operand| self.parts(operand, place)).collect();
        let is_container = operands.iter().any(|operand| self.is_container(operand));
        if is_container {
            let made = self.make(Kind::Container(Container::List));
            for held in held {
                self.hold(made, &held);
            }
            return Atom::Object(made).into();
        }
        // What foreign code makes of its own objects is its own.
        let foreign: Value = operands
            .iter()
            .flat_map(Value::atoms)
            .filter(|atom| self.is_foreign(*atom))
            .collect();
        for atom in foreign.atoms() {
            self.operates_external(atom, place);
        }
        if operands.iter().any(Value::is_unknown) {
            return Value::unknown();
        }
        if foreign.is_nothing() { Value::plain() } else { foreign }
    }

    /// `"%(name)s" % mapping`: a text asks what is put into it.
    fn formats(&mut self, operator: Operator, operands: &[Value], place: Place) {
        let [left, right] = operands else { return };
        let is_text = |atom: Atom| matches!(atom, Atom::Text(_) | Atom::Beginning(_) | Atom::Plain);
        if operator == Operator::Mod && left.atoms().any(is_text) {
            self.asks(right, place);
        }
    }

    /// Texts that are put together from known ones.
    fn text_operator(&mut self, operator: Operator, operands: &[Value], place: Place) -> Option<Value> {
        let [left, right] = operands else { return None };
        let (format, is_beginning) = match left.single()? {
            Atom::Text(format) => (format, false),
            Atom::Beginning(format) => (format, true),
            _ => return None,
        };
        let format = self.symbols.text(format).to_owned();
        match operator {
            Operator::Add => {
                let (more, is_whole) = match right.single() {
                    Some(Atom::Text(more)) => (self.symbols.text(more), true),
                    Some(Atom::Beginning(more)) => (self.symbols.text(more), false),
                    // Anything else has a say in what adding means.
                    Some(Atom::Plain) => ("", false),
                    _ => return None,
                };
                if is_beginning {
                    return Some(left.clone());
                }
                let text = format + more;
                Some(self.text_beginning(&text, is_whole))
            }
            Operator::Mod if !is_beginning => {
                let parts = match right.single() {
                    Some(Atom::Object(object)) if matches!(self.kind(object), Kind::Container(Container::Tuple)) => {
                        let count = self.objects[object as usize].attributes.len();
                        self.exact_elements(right, count)?
                    }
                    _ => vec![right.clone()],
                };
                for part in &parts {
                    self.text_of(part, place);
                }
                let mut text = String::new();
                let mut parts = parts.iter();
                let mut rest = format.as_str();
                while let Some(at) = rest.find("%s") {
                    text.push_str(&rest[..at]);
                    match parts.next()?.single() {
                        Some(Atom::Text(part)) => text.push_str(self.symbols.text(part)),
                        _ => return Some(self.text_beginning(&text, false)),
                    }
                    rest = &rest[at + 2..];
                }
                text.push_str(rest);
                (!text.contains('%')).then(|| Atom::Text(self.symbols.of(&text)).into())
            }
            _ => None,
        }
    }

    /// `old op= added`
    pub fn in_place(&mut self, operator: Operator, old: &Value, added: &Value, place: Place) -> Value {
        let (method, _) = methods(operator);
        let method = method.replacen("__", "__i", 1);
        let arguments = Arguments::of(vec![added.clone()]);
        if let Some(value) = self.special(old, &method, &arguments, place) {
            return value;
        }
        // `names = vars(module)`, then `names |= {...}`: the dictionary takes it as a call of its method.
        let is_namespace = |atom: Atom| matches!(atom, Atom::Object(object) if matches!(self.kind(object), Kind::Namespace(_) | Kind::Fields(_)));
        let namespaces: Vec<Atom> = old.atoms().filter(|&atom| is_namespace(atom)).collect();
        for &namespace in &namespaces {
            let update = self.symbols.of(&method);
            let update = self.attribute(&namespace.into(), update, place);
            self.call(&update, &arguments, place);
        }
        if !namespaces.is_empty() && namespaces.len() == old.atoms().count() {
            return old.clone();
        }
        let parts = self.iterate(added, place).with(&self.parts(added, place));
        let mut is_container = false;
        for atom in old.atoms() {
            if let Atom::Object(object) = atom
                && matches!(self.kind(object), Kind::Container(Container::List | Container::Dict))
            {
                is_container = true;
                self.hold(object, &parts);
                self.changes(object, EffectKind::Mutation, place, "adds to a container".to_owned());
            }
        }
        if is_container {
            old.clone()
        } else {
            self.operator(operator, &[old.clone(), added.clone()], place)
        }
    }

    /// `sys.path += folders`: a list of foreign code of which it is known what adding to it does. Whether it is one.
    pub fn extends_external(&mut self, operator: Operator, old: &Value, added: &Value, place: Place) -> bool {
        operator == Operator::Add && self.adds_to_external(old, "extend", vec![added.clone()], place)
    }

    /// Calls a method that adds to a list of foreign code, where it is one of which that is known.
    pub fn adds_to_external(&mut self, list: &Value, method: &str, handed: Vec<Value>, place: Place) -> bool {
        let Some(Atom::External(name)) = list.single() else {
            return false;
        };
        let method = format!("{}.{method}", self.symbols.text(name));
        if self.rules.facet(&method).is_none() {
            return false;
        }
        let method = Atom::External(self.symbols.of(&method)).into();
        self.call(&method, &Arguments::of(handed), place);
        true
    }

    /// Compares two values.
    pub fn compare(&mut self, operator: Operator, left: &Value, right: &Value, place: Place) {
        let (method, reflected) = methods(operator);
        if matches!(operator, Operator::In | Operator::NotIn) {
            self.reads_membership(left, right, place);
            self.takes_from(right, place);
            if self
                .special(right, "__contains__", &Arguments::of(vec![left.clone()]), place)
                .is_none()
            {
                self.iterate_special(right, place);
            }
            let elements = self.parts(right, place);
            self.special(&elements, "__eq__", &Arguments::of(vec![left.clone()]), place);
            if self.is_container(right) {
                self.special(left, "__hash__", &Arguments::default(), place);
                self.special(left, "__eq__", &Arguments::of(vec![elements]), place);
            }
            return;
        }
        if !matches!(operator, Operator::Is | Operator::IsNot) {
            for side in [left, right] {
                self.looks_into(side, place);
                self.looks_through(side, place);
                self.reads_whole(side, place);
            }
        }
        if !method.is_empty() {
            self.special(left, method, &Arguments::of(vec![right.clone()]), place);
            self.special(right, reflected, &Arguments::of(vec![left.clone()]), place);
            for side in [left, right] {
                if self.is_container(side) {
                    self.asks(side, place);
                }
            }
        }
    }

    /// `x in os.environ`, `name in sys.modules`
    fn reads_membership(&mut self, left: &Value, right: &Value, place: Place) {
        self.looks_into(right, place);
        for atom in right.atoms() {
            let Some(name) = self.external_name(atom).map(str::to_owned) else {
                continue;
            };
            self.uses_contents(&name, Some(left), Access::Read, place);
        }
    }

    /// Calls a special method of instances of classes whose code is read; none where no atom has it.
    pub fn special(&mut self, value: &Value, method: &str, arguments: &Arguments, place: Place) -> Option<Value> {
        if method.is_empty() {
            return None;
        }
        let mut found: Option<Value> = None;
        for atom in value.atoms() {
            let Atom::Object(object) = atom else { continue };
            let class = match self.kind(object) {
                Kind::Instance(class) => *class,
                Kind::Class { .. } => match self.metaclass(object) {
                    Some(metaclass) => metaclass,
                    None => continue,
                },
                _ => continue,
            };
            let name = self.symbols.of(method);
            let Some(function) = self.class_attribute(class, name) else {
                continue;
            };
            let bound = self.bound(&function, atom.into(), class, place);
            let value = self.call(&bound, arguments, place);
            found.get_or_insert_with(Value::nothing).join(&value);
        }
        found
    }

    /// Asks a value for its truth.
    pub fn boolean(&mut self, value: &Value, place: Place) {
        self.looks_into(value, place);
        self.reads_whole(value, place);
        if self.special(value, "__bool__", &Arguments::default(), place).is_none() {
            self.special(value, "__len__", &Arguments::default(), place);
        }
    }

    /// Asks a value for its text.
    pub fn text_of(&mut self, value: &Value, place: Place) {
        self.looks_into(value, place);
        self.looks_through(value, place);
        self.reads_whole(value, place);
        let arguments = Arguments::of(vec![Value::plain()]);
        if self.special(value, "__format__", &arguments, place).is_none()
            && self.special(value, "__str__", &Arguments::default(), place).is_none()
        {
            self.special(value, "__repr__", &Arguments::default(), place);
        }
        if self.is_container(value) {
            self.asks(value, place);
        }
    }
}
