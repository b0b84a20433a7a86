//! What a test says of the names in it: in a branch that is taken only if it holds (or does not), a name is not what it
//! would have to be otherwise.
mod texts;

use super::machine::Machine;
use super::object::EnvId;
use super::value::{Atom, Narrow, Narrowed, Symbol, Value};
use crate::semantics::code::{Argument, ArgumentKind, Expr, ExprId, Literal, Operator};

impl Machine<'_> {
    /// Leaves the names of a test with what they can be where it holds (or does not). None where one of them can be nothing
    /// then: the branch is never taken.
    pub fn narrow(&mut self, env: EnvId, test: ExprId, holds: bool) -> Option<Narrowed> {
        let mut narrowed = Narrowed::new();
        let is_taken = self.narrow_into(env, test, holds, &mut narrowed);
        if is_taken {
            return Some(narrowed);
        }
        self.widen(env, narrowed);
        None
    }

    /// Does something as in a branch that is taken if a test holds (or does not); none where that cannot be.
    pub fn narrowed<T>(
        &mut self,
        env: EnvId,
        test: ExprId,
        holds: bool,
        run: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let names = self.narrow(env, test, holds)?;
        self.weak += 1;
        let done = run(self);
        self.weak -= 1;
        self.widen(env, names);
        Some(done)
    }

    /// Gives names back what they were, and what they became.
    pub fn widen(&mut self, env: EnvId, narrowed: Narrowed) {
        for Narrow { name, before, left } in narrowed.into_iter().rev() {
            let slot = self.envs[env as usize].names.entry(name).or_default();
            match *slot == left {
                true => *slot = before,
                false => {
                    slot.join(&before);
                }
            }
        }
    }

    fn narrow_into(&mut self, env: EnvId, test: ExprId, holds: bool, narrowed: &mut Narrowed) -> bool {
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module) else { return true };
        match code.expression(test) {
            Expr::Not(inner) => self.narrow_into(env, *inner, !holds, narrowed),
            junction @ (Expr::And(operands) | Expr::Or(operands)) => match matches!(junction, Expr::And(_)) == holds {
                true => operands
                    .iter()
                    .all(|&operand| self.narrow_into(env, operand, holds, narrowed)),
                // Only what each of them leaves to the same name is known.
                false => self.narrow_by_any(env, operands, holds, narrowed),
            },
            Expr::Name(_) => self.keep(env, test, narrowed, |machine, atom| {
                machine.is_true(atom) != Some(!holds)
            }),
            Expr::Compare(left, rest) => match &rest[..] {
                [(operator @ (Operator::Is | Operator::IsNot), right)] if self.is_none_literal(env, *right) => {
                    let wants_none = (*operator == Operator::Is) == holds;
                    self.keep(env, *left, narrowed, |machine, atom| {
                        machine.is_none(atom).is_none_or(|is_none| is_none == wants_none)
                    })
                }
                _ => self.keep_texts(env, test, holds, narrowed),
            },
            Expr::Call(callee, arguments) => match (self.called_builtin(env, *callee), handed(arguments).as_slice()) {
                (Some("isinstance"), &[object, classes]) => {
                    let classes = self.eval(env, classes);
                    self.keep(env, object, narrowed, |machine, atom| {
                        machine.is_instance(atom, &classes) != Some(!holds)
                    })
                }
                (Some("issubclass"), &[object, classes]) => {
                    let classes = self.eval(env, classes);
                    self.keep(env, object, narrowed, |machine, atom| {
                        // What is not a class raises.
                        machine.is_class(atom) != Some(false) && machine.is_subclass(atom, &classes) != Some(!holds)
                    })
                }
                (Some("inspect.isclass"), &[object]) => self.keep(env, object, narrowed, |machine, atom| {
                    machine.is_class(atom) != Some(!holds)
                }),
                (Some("callable"), &[object]) => self.keep(env, object, narrowed, |machine, atom| {
                    machine.is_called(atom) != Some(!holds)
                }),
                (None, &[ends]) => match self.asks_where_made(env, *callee) {
                    Some(object) if holds => {
                        let ends = self.eval(env, ends);
                        self.keep(env, object, narrowed, |machine, atom| {
                            !machine.is_made_elsewhere(atom, &ends)
                        })
                    }
                    _ => self.keep_texts(env, test, holds, narrowed),
                },
                _ => true,
            },
            _ => true,
        }
    }

    /// Leaves names with what they can be where one of several tests holds (or does not).
    fn narrow_by_any(&mut self, env: EnvId, tests: &[ExprId], holds: bool, narrowed: &mut Narrowed) -> bool {
        let mut left: Option<Vec<(Symbol, Value)>> = None;
        for &test in tests {
            let Some(names) = self.narrow(env, test, holds) else {
                continue;
            };
            let now: Vec<_> = names
                .iter()
                .map(|narrow| {
                    (
                        narrow.name,
                        self.envs[env as usize]
                            .names
                            .get(&narrow.name)
                            .cloned()
                            .unwrap_or_default(),
                    )
                })
                .collect();
            self.widen(env, names);
            left = Some(match left {
                None => now,
                Some(left) => left
                    .into_iter()
                    .filter_map(|(name, value)| {
                        let (_, other) = now.iter().find(|(other, _)| *other == name)?;
                        Some((name, value.with(other)))
                    })
                    .collect(),
            });
        }
        let Some(left) = left else { return false };
        for (name, left) in left {
            let Some(before) = self.envs[env as usize].names.insert(name, left.clone()) else {
                continue;
            };
            narrowed.push(Narrow { name, before, left });
        }
        true
    }

    /// Leaves a name with some of what it may be; whether anything is left.
    fn keep(
        &mut self,
        env: EnvId,
        expression: ExprId,
        narrowed: &mut Narrowed,
        may_be: impl Fn(&Self, Atom) -> bool,
    ) -> bool {
        self.leave(env, expression, narrowed, |machine, atom| match may_be(machine, atom) {
            true => atom.into(),
            false => Value::nothing(),
        })
    }

    /// Leaves a name with what is left of each thing that it may be; whether anything is. Expressions other than names are
    /// not narrowed.
    fn leave(
        &mut self,
        env: EnvId,
        expression: ExprId,
        narrowed: &mut Narrowed,
        mut what_is_left: impl FnMut(&mut Self, Atom) -> Value,
    ) -> bool {
        let module = self.envs[env as usize].module;
        let Some(&Expr::Name(name)) = self.code(module).map(|code| code.expression(expression)) else {
            return true;
        };
        let symbol = self.symbol(module, name);
        let Some(before) = self.envs[env as usize].names.get(&symbol).cloned() else {
            return true;
        };
        let left = before
            .atoms()
            .fold(Value::nothing(), |left, atom| left.with(&what_is_left(self, atom)));
        if left == before {
            return true;
        }
        let is_left = !left.is_nothing();
        self.envs[env as usize].names.insert(symbol, left.clone());
        narrowed.push(Narrow {
            name: symbol,
            before,
            left,
        });
        is_left
    }

    /// `object` of `object.__module__.startswith` and `getattr(object, "__module__", "").startswith`: packages that give what
    /// they export their own name ask so.
    fn asks_where_made(&mut self, env: EnvId, callee: ExprId) -> Option<ExprId> {
        let code = self.code(self.envs[env as usize].module)?;
        let &Expr::Attribute(of, method) = code.expression(callee) else {
            return None;
        };
        if code.name(method) != "startswith" {
            return None;
        }
        match code.expression(of) {
            &Expr::Attribute(object, name) if code.name(name) == "__module__" => Some(object),
            Expr::Call(asked, arguments) => {
                let handed = handed(arguments);
                let (&object, rest) = handed.split_first()?;
                let text = |at: usize| Some(code.text(*rest.get(at)?));
                let is_it = text(0) == Some(Some("__module__")) && matches!(text(1), None | Some(Some("")));
                let asked = *asked;
                (is_it && self.called_builtin(env, asked) == Some("getattr")).then_some(object)
            }
            _ => None,
        }
    }

    fn is_none_literal(&self, env: EnvId, expression: ExprId) -> bool {
        let module = self.envs[env as usize].module;
        self.code(module)
            .is_some_and(|code| matches!(code.expression(expression), Expr::Literal(Literal::None)))
    }

    /// Which of the builtins that tell something of what they are handed is called.
    fn called_builtin(&mut self, env: EnvId, callee: ExprId) -> Option<&'static str> {
        let module = self.envs[env as usize].module;
        let code = self.code(module)?;
        let value = match *code.expression(callee) {
            Expr::Name(name) => self.lookup(env, name),
            Expr::Attribute(of, _) if matches!(code.expression(of), Expr::Name(_)) => self.eval(env, callee),
            _ => return None,
        };
        let Some(Atom::External(called)) = value.single() else {
            return None;
        };
        let called = self.symbols.text(called);
        ["isinstance", "issubclass", "callable", "inspect.isclass", "getattr"]
            .into_iter()
            .find(|&builtin| builtin == called)
    }
}

/// What a call hands over by place, where it hands over nothing else.
fn handed(arguments: &[Argument]) -> Vec<ExprId> {
    match arguments.iter().all(|argument| argument.kind == ArgumentKind::Plain) {
        true => arguments.iter().map(|argument| argument.value).collect(),
        false => Vec::new(),
    }
}
