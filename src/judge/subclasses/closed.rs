//! Functions that come by their classes only by their parameters, and by what they ask those.
use rustc_hash::FxHashSet;

use crate::evaluate::SUBCLASSES;
use crate::graph::visibility::{Part, each_part, pairs};
use crate::project::standard::is_builtin_name;
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, Code, Expr, ExprId, Stmt};

/// What classes tell of themselves.
/// Not in `rules/`: these are names that the language gives.
const TELLS: [&str; 5] = [SUBCLASSES, "__name__", "__qualname__", "__module__", "__doc__"];

/// What lists and sets do with what is put into them.
/// Not in `rules/`: these are the methods of containers.
const COLLECTS: [&str; 9] = [
    "add", "append", "copy", "extend", "pop", "popleft", "remove", "union", "update",
];

/// Whether a function comes by its classes only by its parameters and what it asks those: whatever else it names only looks, and
/// a class that it has is neither called nor gone through.
pub(super) fn is_closed(facts: &ModuleFacts, rules: &Rules, body: &Body) -> bool {
    let code = &facts.code;
    let names = Names::of(code, rules, body);
    let looks = only_looked_at(facts, rules, body);
    let mut is_closed = body.globals.is_empty() && body.nonlocals.is_empty() && is_plain(&body.statements);
    each_part(code, &body.statements, &mut |part| {
        is_closed &= match part {
            Part::Expression(at, _) if looks.contains(&at) => true,
            Part::Expression(at, _) => names.are_kept_to(facts, rules, at),
            // Who goes through a class has what its metaclass hands out, and a generator is sent anything.
            Part::Binding(target, value) => pairs(code, target, value).iter().all(|&(_, value)| {
                let is_sent = matches!(code.expression(value), Expr::Yield(_) | Expr::YieldFrom(_));
                !is_sent && (!is_name(code, value) || names.is_made(code, value))
            }),
        };
    });
    is_closed && !has_bodies_within(code, body)
}

/// Whether statements bind names only by assignments and loops.
fn is_plain(block: &[Stmt]) -> bool {
    let is_it = |statement: &Stmt| {
        matches!(
            statement,
            Stmt::Expression(_)
                | Stmt::Assign { .. }
                | Stmt::Augment { .. }
                | Stmt::Declare(_)
                | Stmt::Return(_)
                | Stmt::Raise { .. }
                | Stmt::Assert { .. }
                | Stmt::If { .. }
                | Stmt::For { .. }
                | Stmt::While { .. }
                | Stmt::Jump
                | Stmt::Pass
        ) && statement.blocks().into_iter().all(is_plain)
    };
    block.iter().all(is_it)
}

/// The names of a function.
struct Names<'c> {
    /// Its own.
    function: &'c str,
    /// Its own, and those that it binds.
    own: FxHashSet<&'c str>,
    /// What is only ever a list or a set that it makes.
    made: FxHashSet<&'c str>,
}

impl<'c> Names<'c> {
    fn of(code: &'c Code, rules: &Rules, body: &'c Body) -> Self {
        let function = code.name(body.name);
        let mut own: FxHashSet<&str> = body.locals.iter().map(|&name| code.name(name)).collect();
        own.insert(function);
        let (mut made, mut others) = (FxHashSet::default(), FxHashSet::default());
        others.extend(body.parameters.iter().map(|one| code.name(one.name)));
        each_part(code, &body.statements, &mut |part| {
            let Part::Binding(target, value) = part else { return };
            names_of(code, target, &mut own);
            for (target, value) in pairs(code, target, value) {
                match is_name(code, target) && makes_container(code, rules, value) {
                    true => names_of(code, target, &mut made),
                    false => names_of(code, target, &mut others),
                }
            }
        });
        made.retain(|name| !others.contains(name));
        Names { function, own, made }
    }

    fn is_made(&self, code: &Code, at: ExprId) -> bool {
        matches!(code.expression(at), Expr::Name(name) if self.made.contains(code.name(*name)))
    }

    /// Whether an expression, apart from its parts, comes by nothing but what the function has.
    fn are_kept_to(&self, facts: &ModuleFacts, rules: &Rules, at: ExprId) -> bool {
        let code = &facts.code;
        let may_be_class = |at: ExprId| is_name(code, at) && !self.is_made(code, at);
        match code.expression(at) {
            Expr::Name(name) => {
                let name = code.name(*name);
                self.own.contains(name) || facts.global(name).is_none() && only_looks(rules, name)
            }
            Expr::Attribute(of, name) => {
                TELLS.contains(&code.name(*name)) || COLLECTS.contains(&code.name(*name)) && !may_be_class(*of)
            }
            Expr::Call(callee, _) => match code.expression(*callee) {
                Expr::Name(name) => code.name(*name) == self.function || !self.own.contains(code.name(*name)),
                Expr::Attribute(..) => true,
                _ => false,
            },
            Expr::Starred(inner) => !may_be_class(*inner),
            // A metaclass may give an operator any meaning.
            Expr::Operator(_, operands) => !operands.iter().any(|&operand| may_be_class(operand)),
            Expr::Lambda(_) | Expr::Subscript(..) | Expr::Slice(_) | Expr::Await(_) => false,
            Expr::Literal(_)
            | Expr::Format(_)
            | Expr::Formatted(..)
            | Expr::Compare(..)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Conditional { .. }
            | Expr::Sequence(..)
            | Expr::Dict(_)
            | Expr::Comprehension(_)
            | Expr::Assign(..)
            | Expr::Yield(_)
            | Expr::YieldFrom(_) => true,
        }
    }
}

/// The names of what only looks at a class, where it is called by them: `inspect.isabstract`.
fn only_looked_at(facts: &ModuleFacts, rules: &Rules, body: &Body) -> FxHashSet<ExprId> {
    let code = &facts.code;
    let mut looks = FxHashSet::default();
    each_part(code, &body.statements, &mut |part| {
        let Part::Expression(at, _) = part else { return };
        if let Expr::Call(callee, _) = code.expression(at)
            && let Some((root, attributes)) = code.dotted(*callee)
            && facts.global(root).is_some()
            && rules.knows(Group::LooksAtClass, attributes.last().map_or(root, String::as_str))
        {
            looks.extend(below_of(code, *callee));
        }
    });
    looks
}

fn is_name(code: &Code, at: ExprId) -> bool {
    matches!(code.expression(at), Expr::Name(_))
}

/// Whether an expression makes a list or a set.
fn makes_container(code: &Code, rules: &Rules, value: ExprId) -> bool {
    match code.expression(value) {
        Expr::Sequence(..) | Expr::Comprehension(_) => true,
        Expr::Call(callee, _) => matches!(code.expression(*callee), Expr::Name(name)
            if rules.knows(Group::CopiesElements, code.name(*name))),
        _ => false,
    }
}

/// Whether a function of Python's tells something of what it is handed, or puts it together, and comes by nothing else.
fn only_looks(rules: &Rules, name: &str) -> bool {
    is_builtin_name(name)
        && (matches!(name, "len" | "next")
            || rules.knows(Group::LooksAtClass, name)
            || rules.knows(Group::CopiesElements, name))
}

/// A dotted name, and all that it is made of.
fn below_of(code: &Code, at: ExprId) -> Vec<ExprId> {
    let next = |&at: &ExprId| match code.expression(at) {
        Expr::Attribute(object, _) => Some(*object),
        _ => None,
    };
    std::iter::successors(Some(at), next).collect()
}

fn has_bodies_within(code: &Code, body: &Body) -> bool {
    let is_it = |id: BodyId| std::ptr::eq(&raw const code.bodies[id as usize], body);
    code.bodies.iter().any(|one| one.parent.is_some_and(is_it))
}

/// The names that a target binds.
fn names_of<'c>(code: &'c Code, target: ExprId, found: &mut FxHashSet<&'c str>) {
    match code.expression(target) {
        Expr::Name(name) => drop(found.insert(code.name(*name))),
        Expr::Sequence(_, parts) => parts.iter().for_each(|&part| names_of(code, part, found)),
        Expr::Starred(inner) => names_of(code, *inner, found),
        _ => {}
    }
}
