//! Context managers of the project that swallow exceptions: classes whose `__exit__` may return something true, functions whose `yield`
//! stands in a `try`, and what is made of `suppress`.
use super::caught::{Caught, Known, Managers, caught_by, is_swallower, raises_again, suppressed_by};
use super::other_names::OtherNames;
use crate::evaluate::is_of_missing;
use crate::graph::Program;
use crate::graph::visibility::{Part, parts_of_statement};
use crate::rules::Rules;
use crate::semantics::code::{Body, BodyKind, Code, Expr, ExprId, Literal, Stmt};

/// Those of all files of the project.
pub(super) fn managers(rules: &Rules, program: &Program) -> Managers {
    let mut found = Managers::default();
    for facts in program.own_modules().filter_map(|id| program.facts(id)) {
        let names = OtherNames::new(facts);
        for body in &facts.code.bodies {
            of_body((rules, &names), &facts.code, body, &mut found);
        }
    }
    found
}

fn of_body((rules, names): (&Rules, &OtherNames<'_>), code: &Code, body: &Body, found: &mut Managers) {
    let parent = body.parent.map(|id| &code.bodies[id as usize]);
    let class = parent.filter(|parent| parent.kind == BodyKind::Class);
    let name = code.name(body.name);
    if let Some(class) = class.filter(|_| matches!(name, "__exit__" | "__aexit__")) {
        if returns_something(code, &body.statements) {
            let swallowed = classes_in(code, &body.statements);
            found
                .entry(code.name(class.name).to_owned())
                .or_default()
                .extend(swallowed);
        }
    } else if body.is_generator && body.kind == BodyKind::Function {
        let mut swallowed = Vec::new();
        around_yield((names, code), &body.statements, &mut Vec::new(), &mut swallowed);
        if !swallowed.is_empty() {
            found.entry(name.to_owned()).or_default().extend(swallowed);
        }
    }
    made((rules, names), code, &body.statements, found);
}

/// Classes below `suppress`, and variables that hold one.
fn made((rules, names): (&Rules, &OtherNames<'_>), code: &Code, block: &[Stmt], found: &mut Managers) {
    let managers = Managers::default();
    let known = Known {
        rules,
        managers: &managers,
        names,
    };
    for statement in block {
        match statement {
            Stmt::Class { body, arguments, .. } => {
                let mut bases = arguments.iter();
                let is_one = |base: ExprId| names.named(code, base).iter().any(|name| is_swallower(rules, name));
                if bases.any(|base| is_one(base.value)) {
                    let name = code.name(code.bodies[*body as usize].name);
                    found.entry(name.to_owned()).or_default().push(Caught::All);
                }
            }
            Stmt::Assign { targets, value } if matches!(code.expression(*value), Expr::Call(..)) => {
                let caught = suppressed_by(known, code, *value);
                for &target in targets.iter().filter(|_| !caught.is_empty()) {
                    if let Expr::Name(name) | Expr::Attribute(_, name) = code.expression(target) {
                        let held = found.entry(code.name(*name).to_owned()).or_default();
                        held.extend(caught.iter().cloned());
                    }
                }
            }
            _ => {}
        }
        for inner in statement.blocks() {
            made((rules, names), code, inner, found);
        }
    }
}

/// Whether a function may return something besides `None` and `False`.
fn returns_something(code: &Code, block: &[Stmt]) -> bool {
    block.iter().any(|statement| match statement {
        Stmt::Return(Some(value)) => !matches!(
            code.expression(*value),
            Expr::Literal(Literal::None | Literal::Bool(false))
        ),
        _ => statement
            .blocks()
            .into_iter()
            .any(|inner| returns_something(code, inner)),
    })
}

/// The classes that a function names, which it may be asked for; anything, too.
fn classes_in(code: &Code, block: &[Stmt]) -> Vec<Caught> {
    let mut found = vec![Caught::All];
    for statement in block {
        parts_of_statement(code, statement, &mut |part| {
            if let Part::Expression(id, _) = part
                && let Expr::Name(name) = code.expression(id)
                && is_of_missing(code.name(*name))
            {
                found.push(Caught::Class(code.name(*name).to_owned()));
            }
        });
        for inner in statement.blocks() {
            found.extend(classes_in(code, inner).into_iter().skip(1));
        }
    }
    found
}

/// What the handlers around a `yield` catch.
fn around_yield(
    (names, code): (&OtherNames<'_>, &Code),
    block: &[Stmt],
    around: &mut Vec<Caught>,
    found: &mut Vec<Caught>,
) {
    for statement in block {
        if !around.is_empty() {
            parts_of_statement(code, statement, &mut |part| {
                if let Part::Expression(id, _) = part
                    && matches!(code.expression(id), Expr::Yield(_))
                {
                    found.extend(around.iter().cloned());
                }
            });
        }
        if let Stmt::Try { body, handlers, .. } = statement {
            let outside = around.len();
            let swallowing = handlers.iter().filter(|handler| !raises_again(handler));
            around.extend(swallowing.flat_map(|handler| caught_by(names, code, handler)));
            around_yield((names, code), body, around, found);
            around.truncate(outside);
        } else {
            for inner in statement.blocks() {
                around_yield((names, code), inner, around, found);
            }
        }
    }
}
