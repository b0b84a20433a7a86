//! All expressions of a body of code, each with what it is a part of, and what its assignments bind.
use crate::semantics::code::{BodyId, Code, Comprehension, Expr, ExprId, Stmt};

/// A part of a body.
#[derive(Clone, Copy)]
pub enum Part {
    /// An expression, and the one it is an operand of.
    Expression(ExprId, Option<ExprId>),
    /// A target, and the value that is assigned to it, or gone over.
    Binding(ExprId, ExprId),
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
pub(super) fn parts_of_statement(code: &Code, statement: &Stmt, see: &mut dyn FnMut(Part)) {
    for (target, value) in bindings(statement) {
        see(Part::Binding(target, value));
    }
    for root in expressions(code, statement) {
        below(code, root, None, see);
    }
}

fn bindings(statement: &Stmt) -> Vec<(ExprId, ExprId)> {
    match statement {
        Stmt::Assign { targets, value } => targets.iter().map(|&target| (target, *value)).collect(),
        Stmt::For { target, iterable, .. } => vec![(*target, *iterable)],
        Stmt::With { items, .. } => {
            let bound = items.iter().filter_map(|&(value, target)| Some((target?, value)));
            bound.collect()
        }
        _ => Vec::new(),
    }
}

fn expressions(code: &Code, statement: &Stmt) -> Vec<ExprId> {
    match statement {
        Stmt::Expression(value) | Stmt::Declare(value) | Stmt::Annotation(value) => vec![*value],
        Stmt::Assign { targets, value } => targets.iter().copied().chain([*value]).collect(),
        Stmt::Augment { target, value, .. } => vec![*target, *value],
        Stmt::Delete(targets) => targets.clone(),
        Stmt::Define {
            body,
            decorators,
            annotations,
        } => {
            let annotations = annotations.iter().copied();
            let made = decorators.iter().copied().chain(defaults(code, *body));
            made.chain(annotations).collect()
        }
        Stmt::Class {
            decorators, arguments, ..
        } => {
            let arguments = arguments.iter().map(|argument| argument.value);
            decorators.iter().copied().chain(arguments).collect()
        }
        Stmt::Return(value) => value.iter().copied().collect(),
        Stmt::Raise { exception, cause, .. } => exception.iter().chain(cause).copied().collect(),
        Stmt::Assert { test, message } => std::iter::once(test).chain(message).copied().collect(),
        Stmt::If { test, .. } | Stmt::While { test, .. } => vec![*test],
        Stmt::For { target, iterable, .. } => vec![*target, *iterable],
        Stmt::Try { handlers, .. } => handlers.iter().filter_map(|handler| handler.kind).collect(),
        Stmt::With { items, .. } => items
            .iter()
            .flat_map(|&(value, target)| [Some(value), target])
            .flatten()
            .collect(),
        Stmt::Match { subject, cases } => {
            let of_cases = cases
                .iter()
                .flat_map(|case| case.reads.iter().copied().chain(case.guard));
            std::iter::once(*subject).chain(of_cases).collect()
        }
        Stmt::Import(_) | Stmt::TypeAlias(_) | Stmt::Jump | Stmt::Pass => Vec::new(),
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
    for operand in operands(code, expression) {
        below(code, operand, Some(at), see);
    }
}

fn operands(code: &Code, expression: &Expr) -> Vec<ExprId> {
    match expression {
        Expr::Name(_) | Expr::Literal(_) => Vec::new(),
        Expr::Lambda(body) => defaults(code, *body).collect(),
        Expr::Format(parts)
        | Expr::Slice(parts)
        | Expr::Operator(_, parts)
        | Expr::And(parts)
        | Expr::Or(parts)
        | Expr::Sequence(_, parts) => parts.clone(),
        Expr::Formatted(value, parts) => std::iter::once(*value).chain(parts.iter().copied()).collect(),
        Expr::Attribute(value, _)
        | Expr::Not(value)
        | Expr::Await(value)
        | Expr::YieldFrom(value)
        | Expr::Starred(value) => vec![*value],
        Expr::Subscript(value, index) | Expr::Assign(value, index) => vec![*value, *index],
        Expr::Call(callee, arguments) => {
            let arguments = arguments.iter().map(|argument| argument.value);
            std::iter::once(*callee).chain(arguments).collect()
        }
        Expr::Compare(left, rest) => std::iter::once(*left)
            .chain(rest.iter().map(|&(_, right)| right))
            .collect(),
        Expr::Conditional { test, then, otherwise } => vec![*test, *then, *otherwise],
        Expr::Dict(items) => items
            .iter()
            .flat_map(|&(key, value)| [key, Some(value)])
            .flatten()
            .collect(),
        Expr::Comprehension(comprehension) => parts_of(comprehension),
        Expr::Yield(value) => value.iter().copied().collect(),
    }
}

/// The defaults of a function's parameters, which the code around it evaluates.
pub(super) fn defaults(code: &Code, body: BodyId) -> impl Iterator<Item = ExprId> {
    let parameters = code.bodies[body as usize].parameters.iter();
    parameters.filter_map(|parameter| parameter.default)
}

fn parts_of(comprehension: &Comprehension) -> Vec<ExprId> {
    let clauses = comprehension.clauses.iter();
    let clauses = clauses.flat_map(|clause| {
        [clause.target, clause.iterable]
            .into_iter()
            .chain(clause.conditions.iter().copied())
    });
    comprehension
        .key
        .into_iter()
        .chain([comprehension.element])
        .chain(clauses)
        .collect()
}
