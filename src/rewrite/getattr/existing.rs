//! The `__getattr__` that a module has already: where its first lines go.
use std::collections::BTreeSet;

use ruff_python_ast::{Stmt, StmtFunctionDef};

use crate::rewrite::RewriteError;
use crate::rewrite::edit::Edit;
use crate::rewrite::insertion::{first_line, header_end};
use crate::rewrite::layout::{Source, range};
use crate::rewrite::suites::docstring;

/// The function of this name at the top of the module, or in a branch there.
pub fn existing<'a>(body: &'a [Stmt], name: &str) -> Option<&'a StmtFunctionDef> {
    body.iter().find_map(|stmt| match stmt {
        Stmt::FunctionDef(def) if def.name.as_str() == name => Some(def),
        Stmt::If(branch) => {
            let others = branch.elif_else_clauses.iter().map(|clause| clause.body.as_slice());
            std::iter::once(branch.body.as_slice())
                .chain(others)
                .find_map(|body| existing(body, name))
        }
        _ => None,
    })
}

/// What the function calls the name that it is asked for.
///
/// # Errors
/// `Changed` where a served name would hide it, or there is no such parameter.
pub fn parameter(theirs: &StmtFunctionDef, served: &BTreeSet<&str>) -> Result<String, RewriteError> {
    let first = theirs.parameters.iter_non_variadic_params().next();
    match first.map(|first| first.parameter.name.as_str()) {
        Some(name) if !served.contains(name) => Ok(name.to_owned()),
        Some(name) => Err(RewriteError::Changed(format!(
            "`__getattr__` cannot serve `{name}`, which is its parameter"
        ))),
        None => Err(RewriteError::Changed("`__getattr__` has no parameter".to_owned())),
    }
}

/// The beginning of a function's body.
pub struct Place {
    /// What the lines of the body are indented by.
    pub indent: String,
    at: usize,
    /// The body stands on the line of the `def`, and its first statement begins here.
    same_line: Option<usize>,
}

/// Where lines can go first in the function: behind its docstring.
///
/// # Errors
/// `Changed` where the docstring shares its line with what follows.
pub fn place(source: &Source<'_>, theirs: &StmtFunctionDef) -> Result<Place, RewriteError> {
    let Some(first) = theirs.body.first() else {
        return Err(RewriteError::Changed("`__getattr__` has no body".to_owned()));
    };
    let first = range(first);
    let header = header_end(source, first.start);
    let has_docstring = docstring(&theirs.body).is_some();
    if source.logical_start(first.start) < header {
        if has_docstring {
            return Err(RewriteError::Changed("`__getattr__` has only a docstring".to_owned()));
        }
        return Ok(Place {
            indent: source.indent_of(range(theirs).start).to_owned() + &source.unit,
            at: header,
            same_line: Some(first.start),
        });
    }
    let at = match has_docstring {
        true => source.logical_next(first.end),
        false => first_line(source, header),
    };
    let shares = theirs.body.get(1).is_some_and(|next| range(next).start < at);
    if has_docstring && (shares || theirs.body.len() == 1) {
        return Err(RewriteError::Changed(
            "there is no line behind the docstring of `__getattr__`".to_owned(),
        ));
    }
    Ok(Place {
        indent: source.indent_of(first.start).to_owned(),
        at,
        same_line: None,
    })
}

impl Place {
    /// Puts lines there.
    pub fn edit(&self, source: &Source<'_>, lines: Vec<String>) -> Edit {
        let newline = source.newline;
        let text: String = lines.into_iter().map(|line| line + newline).collect();
        match self.same_line {
            Some(first) => Edit::replace(self.at, first, format!("{newline}{text}{}", self.indent)),
            None => Edit::insert(self.at, text),
        }
    }
}
