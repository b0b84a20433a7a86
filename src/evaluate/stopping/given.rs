//! What a piece of code was given from outside the program: names that hold some of it, and functions that hand it out. What is set
//! where that decided something tells of it, too. Names are told apart by where they stand, and no further.
use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::graph::visibility::{Part, each_operand, parts_of_statement};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Operator, Stmt};
use crate::syntax::Span;

/// Names that hold what was given.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Variables, parameters and functions.
    pub whole: FxHashSet<Name>,
    /// Attributes, by the first name of what has them and their own.
    pub parts: FxHashSet<(Name, Name)>,
    /// Mappings whose values were given, and whose keys were not.
    pub values: FxHashSet<Name>,
}

impl Names {
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.parts.is_empty() && self.values.is_empty()
    }

    fn len(&self) -> usize {
        self.whole.len() + self.parts.len() + self.values.len()
    }

    /// Adds those of another.
    pub fn join(&mut self, other: &Names) {
        self.whole.extend(&other.whole);
        self.parts.extend(&other.parts);
        self.values.extend(&other.values);
    }

    /// What a body sees of them that has names of its own.
    pub fn seen_in(&self, body: &Body) -> Names {
        let is_own = |name: &Name| body.locals.binary_search(name).is_ok();
        let (whole, values) = (self.whole.iter(), self.values.iter());
        Names {
            whole: whole.filter(|name| !is_own(name)).copied().collect(),
            parts: self.parts.iter().filter(|(root, _)| !is_own(root)).copied().collect(),
            values: values.filter(|name| !is_own(name)).copied().collect(),
        }
    }
}

/// What is told of a file.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Where it asks for something, sorted by the beginning.
    pub asked: Vec<Span>,
    /// Names that imports bind: what is done with a module tells nothing of it.
    pub imported: FxHashSet<Name>,
    /// Where it names anything, in the order of the text, once somebody asked.
    named: OnceCell<Vec<(u32, Name)>>,
}

impl Places {
    pub fn new(asked: Vec<Span>, imported: FxHashSet<Name>) -> Self {
        Places {
            asked,
            imported,
            named: OnceCell::new(),
        }
    }
}

/// What a piece of code was given.
pub(super) struct Given<'a> {
    pub code: &'a Code,
    pub of: &'a Places,
    pub names: Names,
}

impl<'a> Given<'a> {
    pub fn new(code: &'a Code, of: &'a Places, names: Names) -> Self {
        Given { code, of, names }
    }

    /// Whether nothing was given.
    pub fn is_nothing(&self) -> bool {
        self.of.asked.is_empty() && self.names.is_empty()
    }

    /// The bodies that run with one: its own, and those of the classes in it.
    pub fn with_classes(&self, body: BodyId) -> Vec<&'a Body> {
        let bodies = &self.code.bodies;
        let mut within = vec![body];
        for (id, of) in bodies.iter().enumerate().skip(body as usize + 1) {
            if of.kind == BodyKind::Class && of.parent.is_some_and(|parent| within.contains(&parent)) {
                within.push(id as BodyId);
            }
        }
        within.into_iter().filter_map(|id| bodies.get(id as usize)).collect()
    }

    /// Adds the names that a body sets to what is given, until there are no more; whether it hands any of it out.
    pub fn spread(&mut self, body: BodyId) -> bool {
        if self.is_nothing() {
            return false;
        }
        let bodies = self.with_classes(body);
        loop {
            let known = self.names.len();
            let mut hands_out = false;
            for body in &bodies {
                hands_out |= self.spread_in(&body.statements, false);
            }
            if self.names.len() == known {
                return hands_out;
            }
        }
    }

    /// The same for some statements, which run only if something given says so, or in any case.
    fn spread_in(&mut self, block: &[Stmt], is_decided: bool) -> bool {
        let code = self.code;
        let mut is_decided = is_decided;
        let mut hands_out = false;
        for statement in block {
            let mut bound = Vec::new();
            parts_of_statement(code, statement, &mut |part| match part {
                Part::Binding(target, value) => bound.push((target, value)),
                Part::Expression(..) => {}
            });
            for (target, value) in bound {
                self.give(target, value, is_decided);
            }
            match statement {
                Stmt::Augment { target, value, .. } => self.give(*target, *value, is_decided),
                Stmt::Expression(value) => self.enter(*value, is_decided),
                Stmt::Return(Some(value)) => hands_out |= is_decided || self.holds(*value),
                Stmt::Return(None) => hands_out |= is_decided,
                Stmt::Match { cases, .. } => {
                    let of_cases = cases.iter().zip(statement.blocks());
                    let given = of_cases.filter(|(_, block)| is_decided || self.decides_block(statement, block));
                    let names: Vec<Name> = given.flat_map(|(case, _)| case.binds.iter().copied()).collect();
                    self.names.whole.extend(names);
                }
                _ => {}
            }
            for inner in statement.blocks() {
                let is_decided = is_decided || self.decides_block(statement, inner);
                hands_out |= self.spread_in(inner, is_decided);
            }
            is_decided |= self.may_leave(statement);
        }
        hands_out
    }

    /// What is set to a value holds what that holds.
    fn give(&mut self, target: ExprId, value: ExprId, is_decided: bool) {
        match (self.code.expression(target), self.code.expression(value)) {
            (Expr::Sequence(_, targets), Expr::Sequence(_, values)) if targets.len() == values.len() => {
                for (&target, &value) in targets.iter().zip(values) {
                    self.give(target, value, is_decided);
                }
            }
            (Expr::Subscript(of, key), _) if !is_decided && !self.holds(*key) && self.holds(value) => {
                self.take(*of, true);
            }
            (_, Expr::Dict(items)) if !is_decided => {
                let mut items = items.iter();
                let has_keys = items.clone().any(|(key, _)| key.is_none_or(|key| self.holds(key)));
                if items.any(|&(_, value)| self.holds(value)) {
                    self.take(target, !has_keys);
                }
            }
            _ if is_decided || self.holds(value) => self.take(target, false),
            _ => {}
        }
    }

    /// Notes that something was given to a target, or only to what it holds.
    fn take(&mut self, target: ExprId, values_only: bool) {
        match self.code.expression(target) {
            Expr::Name(name) if values_only => drop(self.names.values.insert(*name)),
            Expr::Name(name) => drop(self.names.whole.insert(*name)),
            Expr::Sequence(_, targets) => targets.iter().for_each(|&target| self.take(target, values_only)),
            Expr::Starred(inner) | Expr::Subscript(inner, _) => self.take(*inner, values_only),
            Expr::Attribute(of, name) => {
                if let Some(root) = self.root(*of) {
                    self.names.parts.insert((root, *name));
                }
            }
            _ => {}
        }
    }

    /// `errors.append(given)`, `setattr(settings, name, given)`: what a call is about may hold what it is handed.
    fn enter(&mut self, call: ExprId, is_decided: bool) {
        let Expr::Call(callee, arguments) = self.code.expression(call) else {
            return;
        };
        if !is_decided && !arguments.iter().any(|argument| self.holds(argument.value)) {
            return;
        }
        let of = match self.code.expression(*callee) {
            Expr::Attribute(of, _) => Some(*of),
            Expr::Name(name) if self.code.name(*name) == "setattr" => arguments.first().map(|first| first.value),
            _ => None,
        };
        let Some(of) = of else { return };
        let root = self.root(of);
        if root.is_some_and(|root| !self.of.imported.contains(&root)) {
            self.take(of, false);
        }
    }

    /// The names that the body of a class, by where its name stands, sets to what is given.
    pub fn set_in_class(&self, name: Span) -> Vec<Name> {
        let mut classes = self.code.bodies.iter();
        let class = classes.find(|body| body.kind == BodyKind::Class && body.span == name);
        let set = class.into_iter().flat_map(|class| &class.locals);
        let is_given = |name: &&Name| self.names.whole.contains(*name) || self.names.values.contains(*name);
        set.filter(is_given).copied().collect()
    }

    /// The variable that an expression begins with.
    pub fn root(&self, of: ExprId) -> Option<Name> {
        match self.code.expression(of) {
            Expr::Name(name) => Some(*name),
            Expr::Attribute(of, _) | Expr::Subscript(of, _) => self.root(*of),
            _ => None,
        }
    }

    /// Whether an expression asks for it, or names something that holds it.
    pub fn holds(&self, at: ExprId) -> bool {
        let span = self.code.span(at);
        let first = self.of.asked.partition_point(|asked| asked.start < span.start);
        let mut asked = self.of.asked[first..].iter().take_while(|asked| asked.start < span.end);
        asked.any(|asked| asked.end <= span.end) || self.names_some(span) && self.holds_by_name(at)
    }

    /// Whether something that holds it is named anywhere in an expression.
    fn names_some(&self, span: Span) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let named = self.of.named.get_or_init(|| {
            let expressions = self.code.expressions.iter().zip(&self.code.spans);
            let named = expressions.filter_map(|(expression, span)| match expression {
                Expr::Name(name) => Some((span.start, *name)),
                _ => None,
            });
            let mut named: Vec<(u32, Name)> = named.collect();
            named.sort_unstable();
            named
        });
        let names = &self.names;
        let is_one = |name: &Name| {
            names.whole.contains(name)
                || names.values.contains(name)
                || names.parts.iter().any(|(root, _)| root == name)
        };
        let first = named.partition_point(|(start, _)| *start < span.start);
        let mut within = named[first..].iter().take_while(|(start, _)| *start < span.end);
        within.any(|(_, name)| is_one(name))
    }

    fn holds_by_name(&self, at: ExprId) -> bool {
        let names = &self.names;
        match self.code.expression(at) {
            Expr::Name(name) => names.whole.contains(name) || names.values.contains(name),
            Expr::Attribute(of, name) => {
                let root = self.root(*of);
                root.is_some_and(|root| names.parts.contains(&(root, *name))) || self.holds(*of)
            }
            // Whether a key is there, or the mapping, does not tell what stands under the keys.
            Expr::Compare(left, rest) => {
                let is_told = |&(operator, right): &(Operator, ExprId)| {
                    let asks_for_key = matches!(operator, Operator::In | Operator::NotIn);
                    !(asks_for_key && self.has_values_only(right)) && self.holds(right)
                };
                let asks_for_it = rest.iter().all(|(operator, _)| operator.is_identity());
                let is_left = !(asks_for_it && self.has_values_only(*left)) && self.holds(*left);
                is_left || rest.iter().any(is_told)
            }
            expression => {
                let mut holds = false;
                each_operand(self.code, expression, &mut |operand| holds |= self.holds(operand));
                holds
            }
        }
    }

    fn has_values_only(&self, at: ExprId) -> bool {
        let names = &self.names;
        matches!(self.code.expression(at), Expr::Name(name) if names.values.contains(name) && !names.whole.contains(name))
    }
}
