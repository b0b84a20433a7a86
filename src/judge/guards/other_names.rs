//! Other names that one file has for exceptions and context managers: `from contextlib import suppress as ignoring`,
//! `ERRORS = (ImportError, OSError)`.
use rustc_hash::FxHashMap;

use crate::evaluate::class_name;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Stmt};

/// Names lead to others so often.
const DEPTH: usize = 3;

/// What names of a file stand for, by the last names of that.
#[derive(Default)]
pub(super) struct OtherNames<'a> {
    of: FxHashMap<&'a str, Vec<&'a str>>,
}

impl<'a> OtherNames<'a> {
    pub fn new(facts: &'a ModuleFacts) -> Self {
        let mut of: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for import in &facts.imports {
            if let (Some(name), Some(other)) = (&import.name, &import.asname) {
                of.entry(other).or_default().push(name);
            }
        }
        let code = &facts.code;
        for statement in code.bodies.first().into_iter().flat_map(|body| &body.statements) {
            let Stmt::Assign { targets, value } = statement else {
                continue;
            };
            let [target] = targets.as_slice() else { continue };
            let Expr::Name(name) = code.expression(*target) else {
                continue;
            };
            let name = code.name(*name);
            let bound = facts.global(name).map(|id| facts.bindings[id as usize].kinds);
            let meant = parts(code, *value);
            if bound.is_some_and(|kinds| kinds.is_assigned_once()) && !meant.is_empty() {
                of.entry(name).or_default().extend(meant);
            }
        }
        OtherNames { of }
    }

    /// The last names of what an expression names, by whatever names the file has for them.
    pub fn named<'b>(&self, code: &'b Code, expression: ExprId) -> Vec<&'b str>
    where
        'a: 'b,
    {
        let Some(name) = class_name(code, expression) else {
            return Vec::new();
        };
        let is_of_file = match code.expression(expression) {
            Expr::Call(callee, _) => matches!(code.expression(*callee), Expr::Name(_)),
            Expr::Name(_) => true,
            _ => false,
        };
        let mut names = vec![name];
        for _ in 0..DEPTH {
            if is_of_file && names.iter().any(|name| self.of.contains_key(name)) {
                let meant = names.iter().flat_map(|name| match self.of.get(name) {
                    Some(others) => others.clone(),
                    None => vec![*name],
                });
                names = meant.collect();
            }
        }
        names
    }
}

/// The last names of what is named here by itself, or one by one in a tuple; none where anything else is among that.
fn parts(code: &Code, value: ExprId) -> Vec<&str> {
    let values = match code.expression(value) {
        Expr::Sequence(_, values) => values.to_vec(),
        _ => vec![value],
    };
    let named = values.iter().map(|&value| match code.expression(value) {
        Expr::Name(_) | Expr::Attribute(..) => class_name(code, value),
        _ => None,
    });
    named.collect::<Option<Vec<&str>>>().unwrap_or_default()
}
