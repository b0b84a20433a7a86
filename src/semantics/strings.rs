//! Strings that a program puts together, as far as their parts are known. Looks at one expression at a time, and at what the
//! file's own names stand for.
use ruff_python_ast::{self as ast, Expr, ExprCall, Operator};
use rustc_hash::FxHashMap;

use super::facts::{Object, Piece};
use super::paths::{self, chain};

/// Of a string with more readings than this, nothing is known.
const MOST_READINGS: usize = 64;
/// Names that stand for strings with names in them are followed this far.
const DEEPEST: usize = 4;

/// A part of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// This text.
    Text(String),
    /// The value of a variable or constant of this name.
    Named(String),
    /// The value of an attribute of this name, whatever it is of.
    Member(String),
    /// The name of a module, by its `__name__`.
    NameOf(Object),
    /// Anything.
    Unknown,
}

/// What attributes of objects are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Members {
    /// What this file gives them. What other files do is asked for later (`graph/program/constants.rs`).
    Closed,
    /// Or anything: whoever makes an object, or a class below its own, says what it has there.
    Open,
}

/// What the names of a file stand for, if it is strings: all that each is given anywhere.
#[derive(Debug, Default)]
pub(super) struct Strings(FxHashMap<String, Vec<Vec<Part>>>);

impl Strings {
    /// Notes that `target` is given `value`. A collection counts as what is in it.
    pub fn assign(&mut self, target: &Expr, value: &Expr) {
        match (target, value) {
            (Expr::Tuple(targets), Expr::Tuple(values)) if targets.elts.len() == values.elts.len() => {
                for (target, value) in targets.elts.iter().zip(&values.elts) {
                    self.assign(target, value);
                }
            }
            (Expr::Tuple(targets), _) => targets.elts.iter().for_each(|target| self.assign(target, value)),
            _ => elements(value).into_iter().for_each(|value| self.note(target, value)),
        }
    }

    /// Notes that `target` is given what a loop takes out of `iter`, as far as it passes the tests.
    pub fn loop_over<'a>(&mut self, target: &Expr, iter: &Expr, tests: impl IntoIterator<Item = &'a Expr>) {
        if let Expr::Name(name) = target
            && let Some(passing) = tests.into_iter().find_map(|test| sifted(test, &name.id))
        {
            passing.into_iter().for_each(|value| self.note(target, value));
            return;
        }
        match iter {
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                elts.iter().for_each(|element| self.assign(target, element));
            }
            _ => self.assign(target, iter),
        }
    }

    /// Whether a name is given one text, and nothing else.
    pub fn is_one_text(&self, name: &str) -> bool {
        matches!(self.0.get(name).map(Vec::as_slice), Some([value]) if matches!(value.as_slice(), [Part::Text(_)]))
    }

    /// Notes a parameter, which may be anything.
    pub fn parameter(&mut self, name: &str) {
        self.add(name, vec![Part::Unknown]);
    }

    fn note(&mut self, target: &Expr, value: Vec<Part>) {
        if let Some((root, attributes)) = chain(target) {
            self.add(attributes.last().map_or(root.id.as_str(), String::as_str), value);
        }
    }

    pub(super) fn add(&mut self, name: &str, value: Vec<Part>) {
        let known = self.0.entry(name.to_owned()).or_default();
        if !known.contains(&value) {
            known.push(value);
        }
    }

    /// All that a string may be, as far as this file says.
    pub fn readings(&self, parts: &[Part], members: Members) -> Vec<Vec<Piece>> {
        self.read(parts, DEEPEST, members)
    }

    fn read(&self, parts: &[Part], depth: usize, members: Members) -> Vec<Vec<Piece>> {
        let mut readings: Vec<Vec<Piece>> = vec![Vec::new()];
        for part in parts {
            let values = match part {
                Part::Text(text) => vec![vec![Piece::Text(text.clone())]],
                Part::NameOf(object) => vec![vec![Piece::NameOf(object.clone())]],
                Part::Named(name) => self.values(name, depth, members),
                Part::Member(name) => {
                    let mut values = self.values(name, depth, members);
                    let unknown = vec![Piece::Unknown];
                    if members == Members::Open && !values.contains(&unknown) {
                        values.push(unknown);
                    }
                    values
                }
                Part::Unknown => vec![vec![Piece::Unknown]],
            };
            if readings.len() * values.len() > MOST_READINGS {
                return vec![vec![Piece::Unknown]];
            }
            readings = readings
                .iter()
                .flat_map(|reading| values.iter().map(move |value| joined(reading, value)))
                .collect();
        }
        readings
    }

    fn values(&self, name: &str, depth: usize, members: Members) -> Vec<Vec<Piece>> {
        let known = self.0.get(name).filter(|known| depth > 0 && !known.is_empty());
        known.map_or_else(
            || vec![vec![Piece::Unknown]],
            |known| {
                let mut values: Vec<Vec<Piece>> = Vec::new();
                for value in known.iter().flat_map(|value| self.read(value, depth - 1, members)) {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
                values
            },
        )
    }
}

/// The strings in a collection, or the one that an expression makes.
pub(super) fn elements(expr: &Expr) -> Vec<Vec<Part>> {
    match expr {
        Expr::Tuple(ast::ExprTuple { elts, .. })
        | Expr::List(ast::ExprList { elts, .. })
        | Expr::Set(ast::ExprSet { elts, .. }) => elts.iter().flat_map(elements).collect(),
        Expr::Dict(dict) => dict
            .items
            .iter()
            .flat_map(|item| item.key.as_ref().map_or_else(|| vec![vec![Part::Unknown]], elements))
            .collect(),
        Expr::Starred(starred) => elements(&starred.value),
        Expr::ListComp(ast::ExprListComp { elt, generators, .. })
        | Expr::SetComp(ast::ExprSetComp { elt, generators, .. })
        | Expr::Generator(ast::ExprGenerator { elt, generators, .. }) => match (&**elt, generators.as_slice()) {
            (Expr::Name(name), [only]) if matches!(&only.target, Expr::Name(target) if target.id == name.id) => {
                let passing = only.ifs.iter().find_map(|test| sifted(test, &name.id));
                passing.unwrap_or_else(|| elements(&only.iter))
            }
            _ => vec![vec![Part::Unknown]],
        },
        Expr::Call(call) if built(expr).is_none() => match (&*call.func, call.arguments.args.first()) {
            (Expr::Name(name), Some(first))
                if matches!(
                    name.id.as_str(),
                    "list" | "tuple" | "set" | "frozenset" | "sorted" | "reversed"
                ) =>
            {
                elements(first)
            }
            (Expr::Attribute(method), None) if matches!(method.attr.as_str(), "items" | "keys" | "copy") => {
                elements(&method.value)
            }
            _ => vec![vec![Part::Unknown]],
        },
        _ => vec![parts(expr)],
    }
}

/// What a variable is where a test holds: `x == "a"`, `x.startswith("a.")`, `x.partition(".")[0] in NAMES`; `None` where the
/// test asks for something else, too.
fn sifted(test: &Expr, variable: &str) -> Option<Vec<Vec<Part>>> {
    let is_variable = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == variable);
    let below = |value: Vec<Part>| value.into_iter().chain([Part::Unknown]).collect();
    match test {
        Expr::BoolOp(both) if both.op == ast::BoolOp::And => both.values.iter().find_map(|test| sifted(test, variable)),
        Expr::BoolOp(either) => {
            let found: Option<Vec<_>> = either.values.iter().map(|test| sifted(test, variable)).collect();
            Some(found?.into_iter().flatten().collect())
        }
        Expr::Compare(compare) => {
            let ([op], [right]) = (&*compare.ops, &*compare.comparators) else {
                return None;
            };
            if !matches!(op, ast::CmpOp::Eq | ast::CmpOp::In) {
                return None;
            }
            let values = elements(right);
            if is_variable(&compare.left) {
                return Some(values);
            }
            let part = compare.left.as_subscript_expr()?;
            let method = part.value.as_call_expr()?.func.as_attribute_expr()?;
            let is_split = matches!(method.attr.as_str(), "split" | "partition") && is_variable(&method.value);
            let with_all_below = |value: Vec<Part>| {
                let dot = Part::Text(".".to_owned());
                [value.clone(), value.into_iter().chain([dot, Part::Unknown]).collect()]
            };
            (is_split && is_first(&part.slice)).then(|| values.into_iter().flat_map(with_all_below).collect())
        }
        Expr::Call(call) => {
            let method = call.func.as_attribute_expr()?;
            let is_start = &method.attr == "startswith" && is_variable(&method.value);
            let prefixes = elements(call.arguments.args.first().filter(|_| is_start)?);
            Some(prefixes.into_iter().map(below).collect())
        }
        _ => None,
    }
}

/// Whether an index takes what comes first.
fn is_first(index: &Expr) -> bool {
    matches!(index, Expr::NumberLiteral(number) if matches!(&number.value, ast::Number::Int(at) if at.as_u8() == Some(0)))
}

/// Two strings one after the other.
fn joined(left: &[Piece], right: &[Piece]) -> Vec<Piece> {
    let mut pieces = left.to_vec();
    for piece in right {
        match (pieces.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(more),
            (Some(Piece::Unknown), Piece::Unknown) => {}
            _ => pieces.push(piece.clone()),
        }
    }
    pieces
}

/// The parts of the string that an expression makes; `Unknown` where it makes something else.
pub(super) fn parts(expr: &Expr) -> Vec<Part> {
    built(expr).unwrap_or_else(|| {
        vec![match chain(expr) {
            Some((root, attributes)) if attributes.is_empty() && root.id == "__name__" => {
                Part::NameOf(Object::ThisModule)
            }
            Some((root, attributes)) if attributes.is_empty() => Part::Named(root.id.to_string()),
            _ => attribute(expr),
        }]
    })
}

fn attribute(expr: &Expr) -> Part {
    match expr {
        _ if paths::is_sys_modules(expr) => Part::Unknown,
        Expr::Attribute(attribute) if &attribute.attr == "__name__" => Part::NameOf(paths::object(&attribute.value)),
        Expr::Attribute(attribute) => Part::Member(attribute.attr.to_string()),
        _ => Part::Unknown,
    }
}

/// The parts of a string that is written or put together here; `None` where something else stands.
pub(super) fn built(expr: &Expr) -> Option<Vec<Part>> {
    match expr {
        Expr::StringLiteral(string) => Some(vec![Part::Text(string.value.to_str().to_owned())]),
        Expr::FString(string) => Some(string.value.elements().flat_map(element).collect()),
        Expr::BinOp(sum) if sum.op == Operator::Add => {
            let both = [built(&sum.left), built(&sum.right)];
            both.iter().any(Option::is_some).then(|| {
                let [left, right] = both;
                let mut all = left.unwrap_or_else(|| parts(&sum.left));
                all.extend(right.unwrap_or_else(|| parts(&sum.right)));
                all
            })
        }
        Expr::BinOp(filled) if filled.op == Operator::Mod => percent(text(&filled.left)?, &filled.right),
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) if &method.attr == "format" => format(text(&method.value)?, call),
            Expr::Attribute(method) if &method.attr == "join" => join(text(&method.value)?, call),
            _ => None,
        },
        _ => None,
    }
}

fn text(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(string) => Some(string.value.to_str()),
        _ => None,
    }
}

fn element(element: &ast::InterpolatedStringElement) -> Vec<Part> {
    match element {
        ast::InterpolatedStringElement::Literal(text) => vec![Part::Text(text.value.to_string())],
        ast::InterpolatedStringElement::Interpolation(value)
            if value.conversion.is_none() && value.format_spec.is_none() =>
        {
            parts(&value.expression)
        }
        ast::InterpolatedStringElement::Interpolation(_) => vec![Part::Unknown],
    }
}

/// `"%s.%s" % (a, b)`.
fn percent(template: &str, values: &Expr) -> Option<Vec<Part>> {
    let mut given: std::collections::VecDeque<&Expr> = match values {
        Expr::Tuple(tuple) => tuple.elts.iter().collect(),
        single => [single].into(),
    };
    let mut found = Vec::new();
    let mut chunks = template.split('%');
    found.push(Part::Text(chunks.next()?.to_owned()));
    for chunk in chunks {
        match chunk.strip_prefix('s') {
            Some(rest) => {
                found.extend(given.pop_front().map_or_else(|| vec![Part::Unknown], parts));
                found.push(Part::Text(rest.to_owned()));
            }
            // Another directive: what it makes is not followed, nor what stands behind it.
            None => {
                found.push(Part::Unknown);
                break;
            }
        }
    }
    Some(found)
}

/// `"{}.{name}".format(a, name=b)`.
fn format(template: &str, call: &ExprCall) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    let mut next = 0;
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        found.push(Part::Text(before.to_owned()));
        let (field, behind) = behind.split_once('}')?;
        rest = behind;
        let value = match (field, field.parse::<usize>()) {
            ("", _) => {
                next += 1;
                call.arguments.args.get(next - 1)
            }
            (_, Ok(index)) => call.arguments.args.get(index),
            (name, Err(_)) => call.arguments.find_keyword(name).map(|keyword| &keyword.value),
        };
        found.extend(value.map_or_else(|| vec![Part::Unknown], parts));
    }
    found.push(Part::Text(rest.to_owned()));
    Some(found)
}

/// `".".join((a, b))`.
fn join(separator: &str, call: &ExprCall) -> Option<Vec<Part>> {
    let elements = match call.arguments.args.first()? {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        // What is left of something that was taken apart.
        Expr::Subscript(part) if part.slice.is_slice_expr() => return Some(vec![Part::Unknown]),
        // However many there are.
        _ => return Some(vec![Part::Unknown, Part::Text(separator.to_owned()), Part::Unknown]),
    };
    let mut found = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            found.push(Part::Text(separator.to_owned()));
        }
        found.extend(if element.is_starred_expr() {
            vec![Part::Unknown]
        } else {
            parts(element)
        });
    }
    Some(found)
}

/// Whether a string may be a dotted name: prose and addresses have other letters in them.
pub(super) fn may_name(parts: &[Part]) -> bool {
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':');
    let texts = || {
        parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    // `exec("from app.%s import *" % name)`
    if texts().any(|text| text.contains("import ")) {
        return true;
    }
    let names_a_module = parts.iter().any(|part| matches!(part, Part::NameOf(_)));
    texts().all(|text| text.chars().all(is_name)) && (names_a_module || texts().any(|text| text.contains(['.', ':'])))
}
