//! What tests are run with: the strings that `pytest.mark.parametrize("name", [...])` gives to parameters.
use ruff_python_ast::{self as ast, Expr};

use super::literals::literal;
use super::paths;
use super::strings::{Part, Strings, elements};

impl Strings {
    /// Notes what the decorators of a function give to its parameters; the names of these.
    pub fn parametrize<'a>(&mut self, decorators: &'a [ast::Decorator]) -> Vec<&'a str> {
        let mut given = Vec::new();
        for call in decorators.iter().filter_map(|one| one.expression.as_call_expr()) {
            let is_it = paths::path(&call.func).is_some_and(|path| path.last() == "parametrize");
            let names = call.arguments.find_argument_value("argnames", 0).and_then(named);
            let rows = call.arguments.find_argument_value("argvalues", 1).and_then(display);
            let (true, Some(names), Some(rows)) = (is_it, names, rows) else {
                continue;
            };
            for row in rows {
                self.row(&names, row);
            }
            given.extend(names);
        }
        given
    }

    /// One row of the table: a value, or a tuple of as many as there are names; `pytest.param(...)` for either.
    fn row(&mut self, names: &[&str], row: &Expr) {
        let wrapped = row.as_call_expr().filter(|call| {
            let path = paths::path(&call.func);
            path.is_some_and(|path| path.last() == "param")
        });
        let values = match (wrapped, names) {
            (Some(call), _) => Some(&*call.arguments.args),
            (None, [_]) => Some(std::slice::from_ref(row)),
            (None, _) => display(row),
        };
        let values = values.filter(|values| values.len() == names.len() && !values.iter().any(Expr::is_starred_expr));
        for (place, name) in names.iter().enumerate() {
            match values {
                Some(values) => elements(&values[place])
                    .into_iter()
                    .for_each(|value| self.add(name, value)),
                None => self.add(name, vec![Part::Unknown]),
            }
        }
    }
}

/// The names of parameters: a string with commas, or a list or tuple of strings.
fn named(expr: &Expr) -> Option<Vec<&str>> {
    if let Some(names) = display(expr) {
        return names.iter().map(literal).collect();
    }
    let names = literal(expr)?.split(',').map(str::trim);
    Some(names.filter(|name| !name.is_empty()).collect())
}

/// The items of a list or tuple.
fn display(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::List(list) => Some(&list.elts),
        Expr::Tuple(tuple) => Some(&tuple.elts),
        _ => None,
    }
}
