//! Keys that were just seen to be there: `if key in table: value = table[key]`, also behind `if key not in table: return`.
use super::machine::Machine;
use super::object::Place;
use crate::graph::visibility::{Part, each_operand, each_part, each_root};
use crate::semantics::code::{ArgumentKind, Code, Expr, ExprId, Literal, Operator, Stmt};

/// A lookup: `container[index]`.
struct Lookup<'c> {
    code: &'c Code,
    at: ExprId,
    container: ExprId,
    index: ExprId,
}

impl Machine<'_> {
    /// Whether the code that is running has found out, before it looks up the key at `place`, that it is there.
    pub fn is_looked_for(&mut self, place: Place) -> bool {
        let Some(at) = self.expression_at(place.module, place.span) else {
            return false;
        };
        let running = self.running.last().filter(|(module, _)| *module == place.module);
        let body = running.map_or(0, |&(_, body)| body);
        let Some(code) = self.code(place.module) else {
            return false;
        };
        let &Expr::Subscript(container, index) = code.expression(at) else {
            return false;
        };
        let lookup = Lookup {
            code,
            at,
            container,
            index,
        };
        lookup.is_known(&code.bodies[body as usize].statements, false) == Some(true)
    }
}

impl Lookup<'_> {
    /// Whether the key is known to be there where the lookup stands in a block, which begins so; none where it stands elsewhere.
    fn is_known(&self, block: &[Stmt], mut known: bool) -> Option<bool> {
        for statement in block {
            if !self.is_within(std::slice::from_ref(statement)) {
                known = !self.may_change(statement) && (known || self.goes_on_with(statement));
                continue;
            }
            return Some(match statement {
                Stmt::If { test, then, otherwise } if !self.is_below(*test) => {
                    let stays = !self.does_more(*test);
                    let then = self.is_known(then, stays && (known || self.tells(*test, true)));
                    let otherwise = || self.is_known(otherwise, stays && (known || self.tells(*test, false)));
                    then.or_else(otherwise).unwrap_or(false)
                }
                Stmt::For { body, .. } | Stmt::While { body, .. } => {
                    // What comes later in a loop comes earlier the next time.
                    self.is_known(body, known && !self.may_change(statement))
                        .unwrap_or(false)
                }
                Stmt::Try { body, .. } => self.is_known(body, known).unwrap_or(false),
                Stmt::Expression(_) | Stmt::Assign { .. } | Stmt::Return(_) => {
                    let mut is_known = false;
                    each_root(self.code, statement, &mut |root| {
                        is_known |= self.is_below(root) && self.is_known_in(root, known);
                    });
                    is_known && !self.binds_names(statement)
                }
                _ => false,
            });
        }
        None
    }

    /// The same in an expression, whose parts are evaluated from left to right: `table[key] if key in table else 0`.
    fn is_known_in(&self, at: ExprId, known: bool) -> bool {
        if at == self.at {
            return known;
        }
        match self.code.expression(at) {
            Expr::Conditional { test, then, otherwise } if !self.is_below(*test) => {
                let (part, holds) = if self.is_below(*then) {
                    (*then, true)
                } else {
                    (*otherwise, false)
                };
                self.is_known_in(part, !self.does_more(*test) && (known || self.tells(*test, holds)))
            }
            Expr::And(parts) | Expr::Or(parts) => {
                let holds = matches!(self.code.expression(at), Expr::And(_));
                let mut known = known;
                for &part in parts {
                    if self.is_below(part) {
                        return self.is_known_in(part, known);
                    }
                    known = !self.does_more(part) && (known || self.tells(part, holds));
                }
                false
            }
            // In a function it is looked up some time.
            Expr::Lambda(_) => false,
            expression => {
                let (mut known, mut found) = (known, None);
                each_operand(self.code, expression, &mut |part| match found {
                    None if self.is_below(part) => found = Some(self.is_known_in(part, known)),
                    None => known &= !self.does_more(part),
                    Some(_) => {}
                });
                found.unwrap_or(false)
            }
        }
    }

    /// Whether the key is there where a test holds, or does not.
    fn tells(&self, test: ExprId, holds: bool) -> bool {
        match self.code.expression(test) {
            Expr::Not(inner) => self.tells(*inner, !holds),
            Expr::And(parts) if holds => parts.iter().any(|&part| self.tells(part, true)),
            Expr::Or(parts) if !holds => parts.iter().any(|&part| self.tells(part, false)),
            Expr::Compare(key, rest) => match &rest[..] {
                [(operator, of)] => {
                    let is_asked = match operator {
                        Operator::In => holds,
                        Operator::NotIn => !holds,
                        _ => false,
                    };
                    is_asked && self.is_it(*of, *key)
                }
                _ => false,
            },
            Expr::Call(..) => holds && self.asks(test),
            _ => false,
        }
    }

    /// Whether a call is `container.get(index)`.
    fn asks(&self, call: ExprId) -> bool {
        let Expr::Call(callee, handed) = self.code.expression(call) else {
            return false;
        };
        match (self.code.expression(*callee), &handed[..]) {
            (Expr::Attribute(of, method), [key]) => {
                self.code.name(*method) == "get" && key.kind == ArgumentKind::Plain && self.is_it(*of, key.value)
            }
            _ => false,
        }
    }

    /// Whether these are the container and the key that are looked up, as they are written.
    fn is_it(&self, container: ExprId, index: ExprId) -> bool {
        let same = |one: ExprId, other: ExprId| is_plain(self.code, one) && self.code.is_same(one, other);
        same(container, self.container) && same(index, self.index)
    }

    /// Whether a statement goes on only where the key is there: `if key not in table: raise ...`
    fn goes_on_with(&self, statement: &Stmt) -> bool {
        let Stmt::If { test, then, .. } = statement else {
            return false;
        };
        let leaves = matches!(then.last(), Some(Stmt::Return(_) | Stmt::Raise { .. } | Stmt::Jump));
        leaves && self.tells(*test, false)
    }

    fn is_within(&self, block: &[Stmt]) -> bool {
        let mut found = false;
        each_part(self.code, block, &mut |part| {
            found |= matches!(part, Part::Expression(id, _) if id == self.at);
        });
        found
    }

    fn is_below(&self, root: ExprId) -> bool {
        self.is_within(&[Stmt::Expression(root)])
    }

    /// Whether a statement may take the key away, or give a name of the lookup another value: whatever is called may.
    fn may_change(&self, statement: &Stmt) -> bool {
        let is_simple = match statement {
            Stmt::Assign { targets, .. } => targets.iter().all(|&target| is_name(self.code, target)),
            Stmt::Expression(_) | Stmt::Return(_) | Stmt::Raise { .. } | Stmt::Jump | Stmt::Pass | Stmt::Declare(_) => {
                true
            }
            Stmt::If { then, otherwise, .. } => !then.iter().chain(otherwise).any(|inner| self.may_change(inner)),
            Stmt::For {
                target,
                body,
                otherwise,
                ..
            } => is_name(self.code, *target) && !body.iter().chain(otherwise).any(|inner| self.may_change(inner)),
            _ => false,
        };
        let mut does_more = false;
        each_root(self.code, statement, &mut |root| does_more |= self.does_more(root));
        !is_simple || does_more || self.binds_names(statement)
    }

    /// Whether an expression calls something besides what it is part of and what only asks for the key, or binds a name.
    fn does_more(&self, root: ExprId) -> bool {
        let mut does = false;
        each_part(self.code, &[Stmt::Expression(root)], &mut |part| {
            let Part::Expression(id, _) = part else { return };
            does |= match self.code.expression(id) {
                Expr::Call(..) => !self.asks(id) && !self.is_below(id),
                Expr::Assign(..) | Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => true,
                _ => false,
            };
        });
        does
    }

    /// Whether a statement, or an expression in it, binds one of the names of the lookup.
    fn binds_names(&self, statement: &Stmt) -> bool {
        let mut binds = false;
        each_part(self.code, std::slice::from_ref(statement), &mut |part| {
            let Part::Binding(target, _) = part else { return };
            each_part(self.code, &[Stmt::Expression(target)], &mut |part| {
                binds |= matches!(part, Part::Expression(id, _)
                    if self.names(self.container, id) || self.names(self.index, id));
            });
        });
        binds
    }

    /// Whether the name that an expression begins with is the one that a target is.
    fn names(&self, expression: ExprId, target: ExprId) -> bool {
        match (self.code.expression(expression), self.code.expression(target)) {
            (Expr::Name(one), Expr::Name(other)) => one == other,
            (Expr::Attribute(of, _), Expr::Name(_)) => self.names(*of, target),
            _ => false,
        }
    }
}

fn is_name(code: &Code, at: ExprId) -> bool {
    matches!(code.expression(at), Expr::Name(_))
}

/// Whether an expression is the same thing each time: a dotted name, a text, a whole number.
fn is_plain(code: &Code, at: ExprId) -> bool {
    match code.expression(at) {
        Expr::Name(_) | Expr::Literal(Literal::Text(_) | Literal::Int(_)) => true,
        Expr::Attribute(of, _) => is_plain(code, *of),
        _ => false,
    }
}
