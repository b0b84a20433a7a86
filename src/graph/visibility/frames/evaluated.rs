//! What `eval(text)` may name, where the text is one of a few: `if text in ("[]", "{}"): eval(text)`.
use crate::graph::visibility::parts::{Part, each_part, parts_of_statement};
use crate::semantics::code::{Code, Expr, ExprId, Literal, Name, Operator, Stmt};
use crate::syntax::Span;

/// The words in all texts that the call at a place may evaluate; none where it may evaluate others.
pub(in crate::graph::visibility) fn words_evaluated(code: &Code, span: Span) -> Option<Vec<String>> {
    let texts = code.bodies.iter().find_map(|body| {
        let mut tests = Vec::new();
        evaluated_in(code, &body.statements, span, &mut tests)
    })?;
    let words = texts?;
    let words = words
        .iter()
        .flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    Some(words.filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

/// The texts, once the call is found; none within where they are not known.
fn evaluated_in<'c>(
    code: &'c Code,
    statements: &'c [Stmt],
    span: Span,
    tests: &mut Vec<(ExprId, &'c [Stmt])>,
) -> Option<Option<Vec<String>>> {
    for statement in statements {
        let mut found = None;
        parts_of_statement(code, statement, &mut |part| {
            if let Part::Expression(at, _) = part
                && code.span(at) == span
                && let Expr::Call(_, arguments) = code.expression(at)
            {
                found = Some(arguments.first().map(|argument| argument.value));
            }
        });
        if let Some(argument) = found {
            return Some(argument.and_then(|argument| texts(code, argument, tests)));
        }
        for (index, block) in statement.blocks().into_iter().enumerate() {
            let test = match statement {
                Stmt::If { test, .. } if index == 0 => Some((*test, block)),
                _ => None,
            };
            tests.extend(test);
            let inner = evaluated_in(code, block, span, tests);
            if test.is_some() {
                tests.pop();
            }
            if inner.is_some() {
                return inner;
            }
        }
    }
    None
}

fn texts(code: &Code, argument: ExprId, tests: &[(ExprId, &[Stmt])]) -> Option<Vec<String>> {
    match code.expression(argument) {
        Expr::Literal(Literal::Text(text)) => Some(vec![code.name(*text).to_owned()]),
        Expr::Name(name) => {
            // What is assigned behind the test is something else.
            let holds = tests.iter().filter(|(_, block)| !is_bound(code, block, *name));
            holds.into_iter().find_map(|&(test, _)| among(code, test, *name))
        }
        _ => None,
    }
}

fn is_bound(code: &Code, block: &[Stmt], name: Name) -> bool {
    let mut found = false;
    each_part(code, block, &mut |part| {
        if let Part::Binding(target, _) = part {
            found |= *code.expression(target) == Expr::Name(name);
        }
    });
    found
}

/// The texts that a variable is one of where a test holds.
fn among(code: &Code, test: ExprId, name: Name) -> Option<Vec<String>> {
    match code.expression(test) {
        Expr::And(operands) => operands.iter().find_map(|&operand| among(code, operand, name)),
        Expr::Compare(left, rest) if *code.expression(*left) == Expr::Name(name) => match &rest[..] {
            [(Operator::In, container)] => match code.expression(*container) {
                Expr::Sequence(_, elements) => {
                    let texts = elements.iter().map(|&element| code.text(element).map(str::to_owned));
                    texts.collect()
                }
                _ => None,
            },
            [(Operator::Eq, text)] => Some(vec![code.text(*text)?.to_owned()]),
            _ => None,
        },
        _ => None,
    }
}
