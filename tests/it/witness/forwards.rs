//! Functions that a fix adds to call what was imported: `def run(args): from m import run; return run(args)`. They are taken
//! away again, their imports put where they were, and their names exchanged for what they call.
use std::convert::Infallible;

use rustpython_parser::ast::{self, Expr, Fold, Stmt};
use rustpython_parser::text_size::TextRange;

use super::normal::imports_of;

/// The statements of a rewritten file without what a fix added to the file that was `before` to call things.
pub fn undone(before: &[Stmt], after: Vec<Stmt>) -> Vec<Stmt> {
    let had: Vec<&str> = before.iter().filter_map(defined).collect();
    let mut names = Vec::new();
    let mut kept = Vec::new();
    for statement in after {
        let is_new = defined(&statement).is_some_and(|name| !had.contains(&name));
        match is_new.then(|| forward(&statement)).flatten() {
            Some((imports, name, target)) => {
                kept.extend(imports);
                names.push((name, target));
            }
            None => kept.push(statement),
        }
    }
    let mut rename = Rename(names);
    let rename = |statement| match rename.fold(statement) {
        Ok(statement) => statement,
        Err(never) => match never {},
    };
    kept.into_iter().map(rename).collect()
}

fn defined(statement: &Stmt) -> Option<&str> {
    match statement {
        Stmt::FunctionDef(def) => Some(def.name.as_str()),
        _ => None,
    }
}

/// What such a function imports, its name, and what it calls with all that it gets, and with nothing else.
fn forward(statement: &Stmt) -> Option<(Vec<Stmt>, String, Expr)> {
    let Stmt::FunctionDef(def) = statement else { return None };
    let (last, imports) = def.body.split_last()?;
    let is_plain = def.decorator_list.is_empty() && imports.iter().all(|one| imports_of(one).is_some());
    let Stmt::Return(ast::StmtReturn { value: Some(value), .. }) = last else {
        return None;
    };
    let Expr::Call(call) = &**value else { return None };
    let is_name = |expr: &Expr, name: &ast::Arg| matches!(expr, Expr::Name(found) if found.id == name.arg);
    let own = &def.args;
    let plain =
        own.args.iter().all(|one| one.default.is_none()) && own.posonlyargs.is_empty() && own.kwonlyargs.is_empty();
    let mut handed = call.args.iter();
    let mut is_same = own
        .args
        .iter()
        .all(|one| handed.next().is_some_and(|expr| is_name(expr, &one.def)));
    is_same &= match (&own.vararg, handed.next()) {
        (Some(all), Some(Expr::Starred(star))) => is_name(&star.value, all),
        (None, None) => true,
        _ => false,
    };
    is_same &= match (&own.kwarg, call.keywords.as_slice()) {
        (Some(all), [only]) => only.arg.is_none() && is_name(&only.value, all),
        (None, []) => true,
        _ => false,
    };
    let fits = is_plain && plain && is_same && handed.next().is_none() && !imports.is_empty();
    fits.then(|| (imports.to_vec(), def.name.to_string(), (*call.func).clone()))
}

struct Rename(Vec<(String, Expr)>);

impl Fold<TextRange> for Rename {
    type TargetU = TextRange;
    type Error = Infallible;
    type UserContext = ();

    fn will_map_user(&mut self, _: &TextRange) {}

    fn map_user(&mut self, range: TextRange, _: ()) -> Result<TextRange, Infallible> {
        Ok(range)
    }

    fn fold_expr(&mut self, expr: Expr) -> Result<Expr, Infallible> {
        let called = match &expr {
            Expr::Name(found) => self.0.iter().find(|(name, _)| *name == found.id.as_str()),
            _ => None,
        };
        match called {
            Some((_, target)) => Ok(target.clone()),
            None => ast::fold::fold_expr(self, expr),
        }
    }
}
