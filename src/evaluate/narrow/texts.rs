//! What a test says of a text: which one it is, or how it begins.
use super::handed;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::EnvId;
use crate::evaluate::value::{Atom, Narrowed, Value};
use crate::semantics::code::{Code, Expr, ExprId, Literal, Operator};

/// What of a text a test compares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it: `name == "a"`, `name in ("a", "b")`.
    Whole,
    /// How it begins: `name.startswith(("a", "b"))`.
    Beginning,
    /// What comes before a separator: `name.split(".")[0] == "a"`. A text that begins so need not be one.
    First,
}

/// A question about a text.
struct Asked<'a> {
    /// The text.
    of: ExprId,
    /// What of it is asked about.
    part: Part,
    /// The answer is yes for each of these.
    with: Vec<&'a str>,
    /// Whether the test is true where the answer is yes: `!=` and `not in` are true where it is no.
    is_yes: bool,
}

impl<'a> Asked<'a> {
    /// What a test asks, if all that it compares with are texts.
    fn new(code: &'a Code, test: ExprId) -> Option<Self> {
        match code.expression(test) {
            Expr::Call(callee, arguments) => match (code.expression(*callee), handed(arguments).as_slice()) {
                (&Expr::Attribute(of, method), &[with]) if code.name(method) == "startswith" => {
                    let one = code.text(with).map(|text| vec![text]);
                    let with = one.or_else(|| elements(code, with))?;
                    Some(Self {
                        of,
                        part: Part::Beginning,
                        with,
                        is_yes: true,
                    })
                }
                _ => None,
            },
            Expr::Compare(left, rest) => {
                let &[(operator, right)] = &rest[..] else { return None };
                let with = match operator {
                    Operator::Eq | Operator::NotEq => vec![code.text(right)?],
                    Operator::In | Operator::NotIn => elements(code, right)?,
                    _ => return None,
                };
                let (of, part) = match first_part(code, *left) {
                    Some(of) => (of, Part::First),
                    None => (*left, Part::Whole),
                };
                let is_yes = matches!(operator, Operator::Eq | Operator::In);
                Some(Self { of, part, with, is_yes })
            }
            _ => None,
        }
    }

    /// Whether the answer is yes for a text; none where it depends on what is not looked at.
    fn answer(&self, text: &str) -> Option<bool> {
        let begins = || self.with.iter().any(|with| text.starts_with(with));
        match self.part {
            Part::Whole => Some(self.with.contains(&text)),
            Part::Beginning => Some(begins()),
            Part::First => (!begins()).then_some(false),
        }
    }
}

/// The texts of a tuple, list or set display of nothing else.
fn elements(code: &Code, display: ExprId) -> Option<Vec<&str>> {
    match code.expression(display) {
        Expr::Sequence(_, elements) => elements.iter().map(|&element| code.text(element)).collect(),
        _ => None,
    }
}

/// `name` of `name.split(".")[0]` and `name.partition(".")[0]`. Without a separator, `split` leaves out what is in front.
fn first_part(code: &Code, expression: ExprId) -> Option<ExprId> {
    let &Expr::Subscript(parts, at) = code.expression(expression) else {
        return None;
    };
    let Expr::Call(callee, arguments) = code.expression(parts) else {
        return None;
    };
    let is_first = matches!(code.expression(at), Expr::Literal(Literal::Int(0)));
    let has_separator = arguments.first().is_some_and(|first| code.text(first.value).is_some());
    match code.expression(*callee) {
        &Expr::Attribute(of, method) if matches!(code.name(method), "split" | "partition") => {
            (has_separator && is_first).then_some(of)
        }
        _ => None,
    }
}

impl Machine<'_> {
    /// Leaves a name with the texts of which a test holds (or does not).
    pub(super) fn keep_texts(&mut self, env: EnvId, test: ExprId, holds: bool, narrowed: &mut Narrowed) -> bool {
        let module = self.envs[env as usize].module;
        let Some(asked) = self.code(module).and_then(|code| Asked::new(code, test)) else {
            return true;
        };
        let wants_yes = holds == asked.is_yes;
        self.leave(env, asked.of, narrowed, |machine, atom| {
            machine.text_where(atom, &asked, wants_yes)
        })
    }

    /// What of a text is left where the answer is yes (or no).
    fn text_where(&mut self, atom: Atom, asked: &Asked, wants_yes: bool) -> Value {
        let start = match atom {
            Atom::Text(text) => {
                let is_left = asked.answer(self.symbols.text(text)) != Some(!wants_yes);
                return if is_left { atom.into() } else { Value::nothing() };
            }
            // A number is equal to no text, and has no beginning.
            Atom::Plain if wants_yes => String::new(),
            Atom::Beginning(start) if wants_yes => self.symbols.text(start).to_owned(),
            _ => return atom.into(),
        };
        let mut left = Value::nothing();
        for with in &asked.with {
            if with.starts_with(&start) {
                let symbol = self.symbols.of(with);
                left.add(match asked.part {
                    Part::Whole => Atom::Text(symbol),
                    Part::Beginning | Part::First => Atom::Beginning(symbol),
                });
            } else if asked.part != Part::Whole && start.starts_with(with) {
                left.add(atom);
            }
        }
        left
    }
}
