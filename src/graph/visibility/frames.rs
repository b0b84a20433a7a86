//! Whose names somebody sees who looks into a frame: `sys._getframe(1).f_globals`.
//!
//! A frame that the code asks Python for is its own, or that of its callers. What is under a traceback or a debugger is somebody
//! else's, and what it shows is not behaviour of the program.
mod evaluated;

use super::parts::{Part, each_part};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Literal, Name, Stmt};
use crate::syntax::Span;
pub(super) use evaluated::words_evaluated;

/// Assignments and attributes are followed this far.
const DEEPEST: usize = 6;

/// Whose frame it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// Nobody's in particular: a traceback's, a debugger's.
    Nobody,
    /// That of the function that looks.
    Own,
    /// One that any caller of the function of this name hands over.
    Handed(Name),
    /// That of any caller of the function of this name.
    Caller(Name),
    /// That of some caller of it.
    Callers,
    /// That of any function.
    Anybody,
}

/// A look into a frame's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FrameRead {
    pub whose: Whose,
    /// The names that are looked up; none where it may be any.
    pub names: Option<Vec<String>>,
    /// The function that looks.
    pub function: Option<Name>,
}

/// The look into a frame at a place.
pub(super) fn read_at(code: &Code, span: Span) -> Option<FrameRead> {
    let mut found = None;
    for (id, body) in code.bodies.iter().enumerate() {
        each_part(code, &body.statements, &mut |part| {
            let Part::Expression(at, _) = part else { return };
            if let Expr::Attribute(frame, name) = code.expression(at)
                && code.span(at) == span
                && matches!(code.name(*name), "f_globals" | "f_locals")
            {
                let frames = Frames {
                    code,
                    body: id as BodyId,
                };
                // The locals of a function are not names of a module.
                let is_local = code.name(*name) == "f_locals" && frames.function().is_some();
                let (whose, names) = (frames.whose(*frame, 0), frames.names(at));
                let is_asked = names.as_ref().is_some_and(|names| !names.is_empty());
                found = Some(FrameRead {
                    whose: match whose {
                        Whose::Own if is_local => Whose::Nobody,
                        // Who asks for a name, asks for one that code of the program may have.
                        Whose::Nobody if is_asked && !is_local => Whose::Anybody,
                        whose => whose,
                    },
                    names,
                    function: frames.function(),
                });
            }
        });
    }
    found
}

struct Frames<'a> {
    code: &'a Code,
    body: BodyId,
}

impl Frames<'_> {
    fn body(&self) -> &Body {
        &self.code.bodies[self.body as usize]
    }

    /// The function that the code belongs to.
    fn function(&self) -> Option<Name> {
        let mut at = Some(self.body);
        while let Some(id) = at {
            let body = &self.code.bodies[id as usize];
            if body.kind == BodyKind::Function {
                return Some(body.name);
            }
            at = body.parent;
        }
        None
    }

    fn caller(&self) -> Whose {
        match self.function() {
            // Python itself calls these, for all sorts of code.
            Some(name) if self.code.name(name).starts_with("__") => Whose::Callers,
            Some(name) => Whose::Caller(name),
            None => Whose::Callers,
        }
    }

    fn called(&self, callee: ExprId) -> &str {
        match self.code.expression(callee) {
            Expr::Name(name) | Expr::Attribute(_, name) => self.code.name(*name),
            _ => "",
        }
    }

    fn whose(&self, frame: ExprId, depth: usize) -> Whose {
        if depth > DEEPEST {
            return Whose::Callers;
        }
        match self.code.expression(frame) {
            Expr::Call(callee, arguments) => match (self.called(*callee), &arguments[..]) {
                ("currentframe", _) | ("_getframe", []) => Whose::Own,
                ("_getframe", [argument]) => match self.code.expression(argument.value) {
                    Expr::Literal(Literal::Int(0)) => Whose::Own,
                    Expr::Literal(Literal::Int(1)) => self.caller(),
                    _ => Whose::Callers,
                },
                ("trace" | "getinnerframes" | "walk_tb", _) => Whose::Nobody,
                _ => Whose::Callers,
            },
            Expr::Attribute(inner, name) => match self.code.name(*name) {
                "tb_frame" => Whose::Nobody,
                "f_back" => match self.whose(*inner, depth + 1) {
                    Whose::Own => self.caller(),
                    Whose::Handed(_) | Whose::Caller(_) | Whose::Callers => Whose::Callers,
                    whose @ (Whose::Nobody | Whose::Anybody) => whose,
                },
                // `inspect.stack()[1].frame`
                "frame" => self.whose(*inner, depth + 1).max(self.of_attribute(*name, depth)),
                _ => self.of_attribute(*name, depth),
            },
            Expr::Name(name) => self.of_name(*name, depth),
            Expr::Subscript(inner, _) | Expr::Starred(inner) => self.whose(*inner, depth + 1),
            Expr::Assign(_, value) => self.whose(*value, depth + 1),
            Expr::Conditional { then, otherwise, .. } => {
                self.whose(*then, depth + 1).max(self.whose(*otherwise, depth + 1))
            }
            Expr::And(operands) | Expr::Or(operands) => {
                let all = operands.iter().map(|&operand| self.whose(operand, depth + 1));
                all.max().unwrap_or(Whose::Nobody)
            }
            Expr::Literal(_) => Whose::Nobody,
            _ => Whose::Callers,
        }
    }

    /// A local name: what is assigned to it. A parameter is what callers hand over.
    fn of_name(&self, name: Name, depth: usize) -> Whose {
        let body = self.body();
        if body.parameters.iter().any(|parameter| parameter.name == name) {
            return match self.caller() {
                Whose::Caller(function) => Whose::Handed(function),
                other => other,
            };
        }
        let mut whose = Whose::Nobody;
        let mut is_bound = false;
        each_part(self.code, &body.statements, &mut |part| {
            let (target, value) = match part {
                Part::Binding(target, value) => (target, value),
                Part::Expression(..) => return,
            };
            if self.mentions(target, name) {
                is_bound = true;
                whose = whose.max(self.whose(value, depth + 1));
            }
        });
        if is_bound { whose } else { Whose::Callers }
    }

    fn mentions(&self, target: ExprId, name: Name) -> bool {
        match self.code.expression(target) {
            Expr::Name(bound) => *bound == name,
            Expr::Sequence(_, parts) => parts.iter().any(|&part| self.mentions(part, name)),
            Expr::Starred(inner) => self.mentions(*inner, name),
            _ => false,
        }
    }

    /// An attribute of some object: what this file assigns to attributes of that name.
    fn of_attribute(&self, name: Name, depth: usize) -> Whose {
        let mut whose = Whose::Nobody;
        for (id, body) in self.code.bodies.iter().enumerate() {
            let there = Frames {
                code: self.code,
                body: id as BodyId,
            };
            each_part(self.code, &body.statements, &mut |part| {
                if let Part::Binding(target, value) = part
                    && matches!(self.code.expression(target), Expr::Attribute(_, bound) if *bound == name)
                {
                    whose = whose.max(there.whose(value, depth + 1));
                }
            });
        }
        whose
    }

    /// The names that are looked up in a namespace, be it by way of a variable.
    fn names(&self, namespace: ExprId) -> Option<Vec<String>> {
        let mut names = self.names_by(|used| used == namespace)?;
        let mut variables = Vec::new();
        each_part(self.code, &self.body().statements, &mut |part| {
            if let Part::Binding(target, value) = part
                && value == namespace
                && let Expr::Name(name) = self.code.expression(target)
            {
                variables.push(*name);
            }
        });
        for variable in variables {
            names.extend(self.names_by(|used| *self.code.expression(used) == Expr::Name(variable))?);
        }
        Some(names)
    }

    /// The same where something is used as it is: none where a use may read any name.
    fn names_by(&self, is_it: impl Fn(ExprId) -> bool) -> Option<Vec<String>> {
        let mut names = Vec::new();
        let mut is_known = true;
        let text = |key: ExprId| self.code.text(key).map(str::to_owned);
        each_part(self.code, &self.body().statements, &mut |part| match part {
            Part::Binding(_, value) if is_it(value) => {}
            Part::Binding(..) => {}
            Part::Expression(at, parent) if is_it(at) => {
                let by_key = match parent.map(|parent| self.code.expression(parent)) {
                    Some(Expr::Subscript(_, key)) => text(*key),
                    Some(Expr::Attribute(_, method)) if self.code.name(*method) == "get" => self.first_of_call(parent),
                    // Whether it is the same namespace.
                    Some(Expr::Compare(_, others)) if others.iter().all(|(how, _)| how.is_identity()) => return,
                    _ => None,
                };
                match by_key {
                    Some(name) => names.push(name),
                    None => is_known = self.is_assigned(at) && is_known,
                }
            }
            Part::Expression(..) => {}
        });
        is_known.then_some(names)
    }

    /// The text that is the first argument of the call of a method.
    fn first_of_call(&self, method: Option<ExprId>) -> Option<String> {
        let mut found = None;
        each_part(self.code, &self.body().statements, &mut |part| {
            if let Part::Expression(at, _) = part
                && let Expr::Call(callee, arguments) = self.code.expression(at)
                && Some(*callee) == method
                && let Some(Expr::Literal(Literal::Text(text))) =
                    arguments.first().map(|argument| self.code.expression(argument.value))
            {
                found = Some(self.code.name(*text).to_owned());
            }
        });
        found
    }

    /// Whether an expression is a target, or the whole value, of an assignment to a variable. What a loop goes through is not.
    fn is_assigned(&self, at: ExprId) -> bool {
        let mut found = false;
        each_part(self.code, &self.body().statements, &mut |part| {
            if let Part::Binding(target, value) = part {
                let is_name = matches!(self.code.expression(target), Expr::Name(_));
                found |= target == at || value == at && is_name;
            }
        });
        found && !gone_through(self.code, &self.body().statements, at)
    }
}

/// Whether a loop or a comprehension goes through what an expression is.
fn gone_through(code: &Code, block: &[Stmt], at: ExprId) -> bool {
    let by_loop = |statement: &Stmt| {
        let is_it = matches!(statement, Stmt::For { iterable, .. } if *iterable == at);
        is_it
            || statement
                .blocks()
                .into_iter()
                .any(|inner| gone_through(code, inner, at))
    };
    let by_comprehension = |expression: &Expr| match expression {
        Expr::Comprehension(comprehension) => comprehension.clauses.iter().any(|clause| clause.iterable == at),
        _ => false,
    };
    block.iter().any(by_loop) || code.expressions.iter().any(by_comprehension)
}
