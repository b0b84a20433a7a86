//! Keys that were just seen to be there: `if key in table: value = table[key]`, also behind `if key not in table: return`.
use super::machine::Machine;
use super::object::Place;
use crate::graph::visibility::{Part, each_operand, each_part, each_root};
use crate::semantics::code::{Code, Expr, ExprId, Operator, Stmt};

/// Methods that take something out of a table.
/// Not in `rules/`: these are the ones that dicts and lists have.
const TAKES: [&str; 4] = ["clear", "pop", "popitem", "remove"];

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
                known = !self.may_change(std::slice::from_ref(statement)) && (known || self.goes_on_with(statement));
                continue;
            }
            return match statement {
                Stmt::If { test, then, otherwise } => self
                    .is_known(then, known || self.tells(*test, true))
                    .or_else(|| self.is_known(otherwise, known || self.tells(*test, false))),
                _ => {
                    // What comes later in a loop comes earlier the next time.
                    let is_loop = matches!(statement, Stmt::For { .. } | Stmt::While { .. } | Stmt::With { .. });
                    let known = known && !(is_loop && self.may_change(std::slice::from_ref(statement)));
                    let mut blocks = statement.blocks().into_iter();
                    blocks.find_map(|block| self.is_known(block, known))
                }
            }
            .or_else(|| {
                let mut is_known = known;
                each_root(self.code, statement, &mut |root| is_known |= self.is_told(root));
                Some(is_known)
            });
        }
        None
    }

    /// Whether an expression looks the key up only where it has found that there: `table[key] if key in table else 0`.
    fn is_told(&self, root: ExprId) -> bool {
        if !self.is_below(root) {
            return false;
        }
        let told = match self.code.expression(root) {
            Expr::Conditional { test, then, otherwise } => {
                self.is_below(*then) && self.tells(*test, true) || self.is_below(*otherwise) && self.tells(*test, false)
            }
            Expr::And(parts) | Expr::Or(parts) => {
                let holds = matches!(self.code.expression(root), Expr::And(_));
                let mut before = parts.iter().take_while(|&&part| !self.is_below(part));
                before.any(|&part| self.tells(part, holds))
            }
            _ => false,
        };
        let mut is_told = told;
        each_operand(self.code, self.code.expression(root), &mut |part| {
            is_told |= self.is_told(part)
        });
        is_told
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
                    is_asked && self.code.is_same(*key, self.index) && self.code.is_same(*of, self.container)
                }
                _ => false,
            },
            Expr::Call(callee, handed) => match (self.code.expression(*callee), &handed[..]) {
                (Expr::Attribute(of, method), [key]) => {
                    let is_get = holds && self.code.name(*method) == "get";
                    is_get && self.code.is_same(*of, self.container) && self.code.is_same(key.value, self.index)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a statement goes on only where the key is there: `if key not in table: raise ...`
    fn goes_on_with(&self, statement: &Stmt) -> bool {
        match statement {
            Stmt::If { test, then, .. } => {
                let leaves = matches!(then.last(), Some(Stmt::Return(_) | Stmt::Raise { .. } | Stmt::Jump));
                leaves && self.tells(*test, false)
            }
            Stmt::Assert { test, .. } => self.tells(*test, true),
            _ => false,
        }
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

    /// Whether statements may take the key away, or give a name of the lookup another value.
    fn may_change(&self, block: &[Stmt]) -> bool {
        let code = self.code;
        let is_named = |target: ExprId| self.names(self.container, target) || self.names(self.index, target);
        let mut may = false;
        each_part(code, block, &mut |part| match part {
            Part::Binding(target, _) => each_part(code, &[Stmt::Expression(target)], &mut |part| {
                may |= matches!(part, Part::Expression(id, _) if is_named(id));
            }),
            Part::Expression(id, _) => {
                if let Expr::Call(callee, _) = code.expression(id)
                    && let Expr::Attribute(of, method) = code.expression(*callee)
                {
                    may |= TAKES.contains(&code.name(*method)) && code.is_same(*of, self.container);
                }
            }
        });
        may || deletes(block)
    }

    /// Whether the name that an expression begins with is the one that a target is.
    fn names(&self, expression: ExprId, target: ExprId) -> bool {
        match (self.code.expression(expression), self.code.expression(target)) {
            (Expr::Name(one), Expr::Name(other)) => one == other,
            (Expr::Attribute(of, _) | Expr::Subscript(of, _), Expr::Name(_)) => self.names(*of, target),
            _ => false,
        }
    }
}

fn deletes(block: &[Stmt]) -> bool {
    let is_it = |statement: &Stmt| {
        matches!(statement, Stmt::Delete(_) | Stmt::Augment { .. }) || statement.blocks().into_iter().any(deletes)
    };
    block.iter().any(is_it)
}
