//! Evaluating expressions.
mod conditions;
mod versions;

use super::machine::Machine;
use super::object::{Container, EnvId, Kind};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::semantics::code::{Clause, Comprehension, ComprehensionKind, Expr, ExprId, Literal, Operator, SequenceKind};

impl Machine<'_> {
    /// What an expression may be, after all that evaluating it does.
    pub fn eval(&mut self, env: EnvId, id: ExprId) -> Value {
        if !self.step() {
            return Value::unknown();
        }
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module) else {
            return Value::unknown();
        };
        match code.expression(id) {
            Expr::Name(name) => {
                let value = self.lookup(env, *name);
                self.missing(env, id, *name, &value);
                value
            }
            Expr::Literal(literal) => self.literal(module, literal),
            Expr::Format(parts) => self.format(env, parts),
            Expr::Formatted(value, specification) => {
                let place = self.place(env, id);
                let value = self.eval(env, *value);
                self.text_of(&value, place);
                for &part in specification {
                    self.eval(env, part);
                }
                Value::plain()
            }
            Expr::Attribute(object, name) => {
                let object = self.eval(env, *object);
                let name = self.symbol(module, *name);
                let place = self.place(env, id);
                self.attribute(&object, name, place)
            }
            Expr::Subscript(object, at) => {
                let object = self.eval(env, *object);
                let index = self.eval(env, *at);
                if let Some(part) = self.part_of_version(&object, code.expression(*at), code) {
                    return part;
                }
                let place = self.place(env, id);
                let item = self.item(&object, &index, place);
                if !matches!(code.expression(*at), Expr::Slice(_)) {
                    self.may_lack(&object, &index, place);
                }
                item
            }
            Expr::Slice(parts) => {
                for &part in parts {
                    self.eval(env, part);
                }
                Value::plain()
            }
            Expr::Call(callee, arguments) => {
                let place = self.place(env, id);
                let callee = self.eval(env, *callee);
                let arguments = self.arguments(env, arguments);
                self.call_in(env, &callee, &arguments, place)
            }
            Expr::Operator(operator, operands) => {
                let place = self.place(env, id);
                let operands: Vec<Value> = operands.iter().map(|&operand| self.eval(env, operand)).collect();
                self.may_divide(*operator, &operands, place);
                self.operator(*operator, &operands, place)
            }
            Expr::Compare(left, rest) => self.compared(env, id, *left, rest),
            Expr::And(operands) => self.chosen_operand(env, operands, false),
            Expr::Or(operands) => self.chosen_operand(env, operands, true),
            Expr::Not(operand) => {
                let operand = self.eval(env, *operand);
                self.boolean(&operand, self.place(env, id));
                Value::plain()
            }
            Expr::Conditional { test, then, otherwise } => self.conditional(env, *test, *then, *otherwise),
            Expr::Sequence(kind, elements) => self.sequence(env, id, *kind, elements),
            Expr::Dict(items) => self.dict_display(env, id, items),
            Expr::Comprehension(comprehension) => self.comprehension(env, id, comprehension),
            Expr::Lambda(body) => self.lambda(env, *body),
            Expr::Assign(target, value) => {
                let value = self.eval(env, *value);
                self.assign(env, *target, &value);
                value
            }
            Expr::Await(value) => {
                let place = self.place(env, id);
                let value = self.eval(env, *value);
                self.iterate(&value, place);
                self.returned_by(&value)
            }
            Expr::Yield(value) => {
                let value = value.map_or(Atom::None.into(), |value| self.eval(env, value));
                self.hands_out(env, |env| &mut env.yielded, &value);
                Value::unknown()
            }
            Expr::YieldFrom(value) => {
                let place = self.place(env, id);
                let value = self.eval(env, *value);
                let elements = self.iterate(&value, place);
                self.hands_out(env, |env| &mut env.yielded, &elements);
                Value::unknown()
            }
            Expr::Starred(value) => self.eval(env, *value),
        }
    }

    fn compared(&mut self, env: EnvId, id: ExprId, left: ExprId, rest: &[(Operator, ExprId)]) -> Value {
        let place = self.place(env, id);
        let module = self.envs[env as usize].module;
        let mut left = self.eval(env, left);
        let mut truth = None;
        for &(operator, right) in rest {
            let right = self.eval(env, right);
            self.compare(operator, &left, &right, place);
            truth = self.decided(module, operator, &left, &right);
            left = right;
        }
        match truth.filter(|_| rest.len() == 1) {
            Some(truth) => Atom::Bool(truth).into(),
            None => Value::plain(),
        }
    }

    fn conditional(&mut self, env: EnvId, test: ExprId, then: ExprId, otherwise: ExprId) -> Value {
        match self.truth(env, test) {
            Some(true) => self.eval(env, then),
            Some(false) => self.eval(env, otherwise),
            None => {
                let value = self.narrowed(env, test, true, |machine| machine.eval(env, then));
                let other = self.narrowed(env, test, false, |machine| machine.eval(env, otherwise));
                value.unwrap_or_default().with(&other.unwrap_or_default())
            }
        }
    }

    fn dict_display(&mut self, env: EnvId, id: ExprId, items: &[(Option<ExprId>, ExprId)]) -> Value {
        let module = self.envs[env as usize].module;
        let dict = self.make_at(Kind::Container(Container::Dict), module, id);
        for (key, value) in items {
            let place = self.place(env, *value);
            let value = self.eval(env, *value);
            match key {
                Some(key) => {
                    let key = self.eval(env, *key);
                    self.asks(&key, place);
                    self.enter_item(dict, &key, &value);
                }
                None => {
                    self.asks(&value, place);
                    for (key, value) in self.known_items(&value) {
                        self.put(dict, key, &value);
                    }
                    self.reads_all(&value, place);
                    let parts = self.parts(&value, place);
                    self.hold(dict, &parts);
                }
            }
        }
        Atom::Object(dict).into()
    }

    fn literal(&mut self, module: usize, literal: &Literal) -> Value {
        match literal {
            Literal::None => Atom::None.into(),
            Literal::Bool(value) => Atom::Bool(*value).into(),
            Literal::Int(value) => Atom::Int(*value).into(),
            Literal::Text(text) => Atom::Text(self.symbol(module, *text)).into(),
            Literal::Number | Literal::Bytes | Literal::Ellipsis => Value::plain(),
        }
    }

    /// An f-string: known as far as its parts are from the left; the others are asked for their text.
    fn format(&mut self, env: EnvId, parts: &[ExprId]) -> Value {
        let mut text = String::new();
        let mut is_whole = true;
        for &part in parts {
            let place = self.place(env, part);
            let value = self.eval(env, part);
            self.text_of(&value, place);
            match value.single() {
                _ if !is_whole => {}
                Some(Atom::Text(more)) => text.push_str(self.symbols.text(more)),
                Some(Atom::Int(more)) => text.push_str(&more.to_string()),
                Some(Atom::Beginning(more)) => {
                    text.push_str(self.symbols.text(more));
                    is_whole = false;
                }
                _ => is_whole = false,
            }
        }
        self.text_beginning(&text, is_whole)
    }

    /// A text that is known as a whole, or by its beginning.
    pub fn text_beginning(&mut self, text: &str, is_whole: bool) -> Value {
        match (is_whole, text) {
            (true, text) => Atom::Text(self.symbols.of(text)).into(),
            (false, "") => Value::plain(),
            (false, text) => Atom::Beginning(self.symbols.of(text)).into(),
        }
    }

    fn sequence(&mut self, env: EnvId, id: ExprId, kind: SequenceKind, elements: &[ExprId]) -> Value {
        let module = self.envs[env as usize].module;
        let container = match kind {
            SequenceKind::Tuple => Container::Tuple,
            SequenceKind::List | SequenceKind::Set => Container::List,
        };
        let made = self.make_at(Kind::Container(container), module, id);
        let mut exact = true;
        for (at, &element) in elements.iter().enumerate() {
            let place = self.place(env, element);
            let is_starred = self
                .code(module)
                .is_some_and(|code| matches!(code.expression(element), Expr::Starred(_)));
            let mut value = self.eval(env, element);
            if is_starred {
                value = self.iterate(&value, place);
                exact = false;
            }
            self.hold(made, &value);
            if kind == SequenceKind::Set {
                self.asks(&value, place);
            }
            if exact && kind != SequenceKind::Set && at < 64 {
                let key = self.index_key(at as i64);
                self.put(made, key, &value);
            }
        }
        if !exact {
            self.objects[made as usize].attributes.clear();
        }
        Atom::Object(made).into()
    }

    /// The key under which a sequence keeps an element whose place is known.
    pub fn index_key(&mut self, index: i64) -> Symbol {
        self.symbols.index(index)
    }

    fn comprehension(&mut self, env: EnvId, id: ExprId, comprehension: &Comprehension) -> Value {
        let kind = match comprehension.kind {
            ComprehensionKind::Dict => Container::Dict,
            ComprehensionKind::List | ComprehensionKind::Set => Container::List,
            ComprehensionKind::Generator => Container::Iterator,
        };
        let module = self.envs[env as usize].module;
        let made = self.make_at(Kind::Container(kind), module, id);
        self.clauses(env, comprehension, &comprehension.clauses, made);
        Atom::Object(made).into()
    }

    /// The clauses that are left, and the elements that they make.
    fn clauses(&mut self, env: EnvId, comprehension: &Comprehension, clauses: &[Clause], made: ObjectId) {
        let Some((clause, rest)) = clauses.split_first() else {
            let key = comprehension.key.map(|key| self.eval(env, key));
            let element = self.eval(env, comprehension.element);
            match key {
                Some(key) => self.enter_item(made, &key, &element),
                None => self.hold(made, &element),
            }
            return;
        };
        let place = self.place(env, clause.iterable);
        let iterable = self.eval(env, clause.iterable);
        // Its targets are names of its own: bound in the environment around for the time being.
        self.for_each(env, clause.target, &iterable, place, |machine| {
            machine.weak += 1;
            machine.chosen(env, comprehension, &clause.conditions, rest, made);
            machine.weak -= 1;
        });
    }

    /// The same of an element for which some conditions are still to be looked at.
    fn chosen(&mut self, env: EnvId, of: &Comprehension, conditions: &[ExprId], rest: &[Clause], made: ObjectId) {
        let Some((&condition, others)) = conditions.split_first() else {
            return self.clauses(env, of, rest, made);
        };
        match self.truth(env, condition) {
            Some(false) => {}
            Some(true) | None => {
                self.narrowed(env, condition, true, |machine| {
                    machine.chosen(env, of, others, rest, made);
                });
            }
        }
    }

    /// Whether a condition holds, where that is decided: by the platform, the version of Python, or by what is assigned.
    /// Evaluates it.
    pub fn truth(&mut self, env: EnvId, test: ExprId) -> Option<bool> {
        self.testing(|machine| machine.holds(env, test), |_, truth| truth.is_some())
    }

    fn holds(&mut self, env: EnvId, test: ExprId) -> Option<bool> {
        let module = self.envs[env as usize].module;
        let code = self.code(module)?;
        match code.expression(test) {
            Expr::Not(inner) => self.truth(env, *inner).map(|truth| !truth),
            Expr::And(operands) => self.all_or_any(env, operands, false),
            Expr::Or(operands) => self.all_or_any(env, operands, true),
            Expr::Compare(left, rest) => {
                let [(operator, right)] = &rest[..] else {
                    self.eval_compare(env, test);
                    return None;
                };
                let (first, second) = (*left, *right);
                let (left, right) = (self.eval(env, first), self.eval(env, second));
                let place = self.place(env, test);
                self.compare(*operator, &left, &right, place);
                let truth = self
                    .decided(module, *operator, &left, &right)
                    .or_else(|| self.length_decides(module, (first, &left), *operator, second));
                self.tested.iter_mut().for_each(|tested| {
                    tested.push((env, first, left.clone()));
                    tested.push((env, second, right.clone()));
                });
                truth
            }
            _ => {
                let place = self.place(env, test);
                let value = self.eval(env, test);
                self.boolean(&value, place);
                let truth = self.are_all(&value, Self::is_true);
                self.tested
                    .iter_mut()
                    .for_each(|tested| tested.push((env, test, value.clone())));
                truth
            }
        }
    }

    /// What a generator or coroutine returns at its end.
    pub fn returned_by(&mut self, value: &Value) -> Value {
        let mut found = Value::nothing();
        for atom in value.atoms() {
            match atom {
                Atom::Object(object) => match self.kind(object).clone() {
                    Kind::Generator { env, .. } => found = found.with(&self.envs[env as usize].returned.clone()),
                    _ => found = found.with(&Value::unknown()),
                },
                _ => found = found.with(&Value::unknown()),
            }
        }
        found
    }
}
