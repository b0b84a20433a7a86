//! All expressions of a body of code, each with what it is a part of, and what its assignments bind.
use crate::semantics::code::{BodyId, Code, Comprehension, Expr, ExprId, Name, Stmt};
use crate::syntax::Span;

/// A part of a body.
#[derive(Clone, Copy)]
pub enum Part {
    /// An expression, and the one it is an operand of.
    Expression(ExprId, Option<ExprId>),
    /// A target, and the value that is assigned to it, or gone over.
    Binding(ExprId, ExprId),
}

/// Whether a target is a variable, or has it among others.
pub fn binds(code: &Code, target: ExprId, name: Name) -> bool {
    match code.expression(target) {
        Expr::Name(of) => *of == name,
        Expr::Sequence(_, parts) => parts.iter().any(|&part| binds(code, part, name)),
        Expr::Starred(inner) => binds(code, *inner, name),
        _ => false,
    }
}

/// Whether a part of some statements is at a place.
pub fn holds(code: &Code, statements: &[Stmt], at: Span) -> bool {
    let mut found = false;
    each_part(code, statements, &mut |part| {
        found |= matches!(part, Part::Expression(id, _) if code.span(id).contains(at));
    });
    found
}

/// What a binding binds, one by one where both are displays: `found, work = set(), [cls]`.
pub fn pairs(code: &Code, target: ExprId, value: ExprId) -> Vec<(ExprId, ExprId)> {
    match (code.expression(target), code.expression(value)) {
        (Expr::Sequence(_, targets), Expr::Sequence(_, values)) if targets.len() == values.len() => {
            targets.iter().copied().zip(values.iter().copied()).collect()
        }
        _ => vec![(target, value)],
    }
}

/// Calls `see` for every part of statements, bodies of functions and classes in them left out.
pub fn each_part(code: &Code, statements: &[Stmt], see: &mut dyn FnMut(Part)) {
    for statement in statements {
        parts_of_statement(code, statement, see);
        for block in statement.blocks() {
            each_part(code, block, see);
        }
    }
}

/// The same for what a statement holds besides its blocks.
pub fn parts_of_statement(code: &Code, statement: &Stmt, see: &mut dyn FnMut(Part)) {
    each_binding(statement, &mut |target, value| see(Part::Binding(target, value)));
    each_root(code, statement, &mut |root| below(code, root, None, see));
}

fn each_binding(statement: &Stmt, see: &mut dyn FnMut(ExprId, ExprId)) {
    match statement {
        Stmt::Assign { targets, value } => targets.iter().for_each(|&target| see(target, *value)),
        Stmt::For { target, iterable, .. } => see(*target, *iterable),
        Stmt::With { items, .. } => {
            let bound = items.iter().filter_map(|&(value, target)| Some((target?, value)));
            bound.for_each(|(target, value)| see(target, value));
        }
        _ => {}
    }
}

/// Calls `see` for every expression that a statement holds besides its blocks, and not for what these are made of.
pub fn each_root(code: &Code, statement: &Stmt, see: &mut dyn FnMut(ExprId)) {
    match statement {
        Stmt::Expression(value) | Stmt::Declare(value) | Stmt::Annotation(value) => see(*value),
        Stmt::Assign { targets, value } => targets.iter().chain([value]).copied().for_each(see),
        Stmt::Augment { target, value, .. } => [*target, *value].into_iter().for_each(see),
        Stmt::Delete(targets) => targets.iter().copied().for_each(see),
        Stmt::Define {
            body,
            decorators,
            annotations,
        } => {
            let annotations = annotations.iter().copied();
            let made = decorators.iter().copied().chain(defaults(code, *body));
            made.chain(annotations).for_each(see);
        }
        Stmt::Class {
            decorators, arguments, ..
        } => {
            let arguments = arguments.iter().map(|argument| argument.value);
            decorators.iter().copied().chain(arguments).for_each(see);
        }
        Stmt::Return(value) => value.iter().copied().for_each(see),
        Stmt::Raise { exception, cause, .. } => exception.iter().chain(cause).copied().for_each(see),
        Stmt::Assert { test, message } => std::iter::once(test).chain(message).copied().for_each(see),
        Stmt::If { test, .. } | Stmt::While { test, .. } => see(*test),
        Stmt::For { target, iterable, .. } => [*target, *iterable].into_iter().for_each(see),
        Stmt::Try { handlers, .. } => handlers.iter().filter_map(|handler| handler.kind).for_each(see),
        Stmt::With { items, .. } => {
            let all = items.iter().flat_map(|&(value, target)| [Some(value), target]);
            all.flatten().for_each(see);
        }
        Stmt::Match { subject, cases } => {
            let of_cases = cases
                .iter()
                .flat_map(|case| case.reads.iter().copied().chain(case.guard));
            std::iter::once(*subject).chain(of_cases).for_each(see);
        }
        Stmt::Import(_) | Stmt::TypeAlias(_) | Stmt::Jump | Stmt::Pass => {}
    }
}

fn below(code: &Code, at: ExprId, parent: Option<ExprId>, see: &mut dyn FnMut(Part)) {
    see(Part::Expression(at, parent));
    let expression = code.expression(at);
    if let Expr::Assign(target, value) = expression {
        see(Part::Binding(*target, *value));
    }
    if let Expr::Comprehension(comprehension) = expression {
        for clause in &comprehension.clauses {
            see(Part::Binding(clause.target, clause.iterable));
        }
    }
    each_operand(code, expression, &mut |operand| below(code, operand, Some(at), see));
}

/// Calls `see` for every expression that one is made of, and not for what these are made of; of a lambda, only for its defaults.
pub fn each_operand(code: &Code, expression: &Expr, see: &mut dyn FnMut(ExprId)) {
    match expression {
        Expr::Name(_) | Expr::Literal(_) => {}
        Expr::Lambda(body) => defaults(code, *body).for_each(see),
        Expr::Format(parts)
        | Expr::Slice(parts)
        | Expr::Operator(_, parts)
        | Expr::And(parts)
        | Expr::Or(parts)
        | Expr::Sequence(_, parts) => parts.iter().copied().for_each(see),
        Expr::Formatted(value, parts) => std::iter::once(value).chain(parts).copied().for_each(see),
        Expr::Attribute(value, _)
        | Expr::Not(value)
        | Expr::Await(value)
        | Expr::YieldFrom(value)
        | Expr::Starred(value) => see(*value),
        Expr::Subscript(value, index) | Expr::Assign(value, index) => [*value, *index].into_iter().for_each(see),
        Expr::Call(callee, arguments) => {
            see(*callee);
            arguments.iter().for_each(|argument| see(argument.value));
        }
        Expr::Compare(left, rest) => {
            see(*left);
            rest.iter().for_each(|&(_, right)| see(right));
        }
        Expr::Conditional { test, then, otherwise } => [*test, *then, *otherwise].into_iter().for_each(see),
        Expr::Dict(items) => {
            let all = items.iter().flat_map(|&(key, value)| [key, Some(value)]);
            all.flatten().for_each(see);
        }
        Expr::Comprehension(comprehension) => each_part_of(comprehension, see),
        Expr::Yield(value) => value.iter().copied().for_each(see),
    }
}

/// The defaults of a function's parameters, which the code around it evaluates.
pub(super) fn defaults(code: &Code, body: BodyId) -> impl Iterator<Item = ExprId> {
    let parameters = code.bodies[body as usize].parameters.iter();
    parameters.filter_map(|parameter| parameter.default)
}

fn each_part_of(comprehension: &Comprehension, see: &mut dyn FnMut(ExprId)) {
    comprehension.key.into_iter().for_each(&mut *see);
    see(comprehension.element);
    for clause in &comprehension.clauses {
        see(clause.target);
        see(clause.iterable);
        clause.conditions.iter().copied().for_each(&mut *see);
    }
}
