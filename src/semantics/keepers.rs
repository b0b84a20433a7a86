//! Functions that are used as decorators and give back what they decorate, or a wrapper with its name and docstring: as far as
//! their text shows it.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::facts::{DefinitionId, Keeper, ModuleFacts, Path};
use super::paths;
use crate::syntax::Span;

/// What a function may be used as: both where the text leaves it open (`return option(name)`).
pub(super) fn keepers(function: &StmtFunctionDef, facts: &ModuleFacts) -> impl Iterator<Item = Keeper> {
    let name = Span::from(function.name.range());
    let definition = facts.definitions.iter().position(|known| known.name_span == name);
    let ways = [(false, direct(function)), (true, factory(function))];
    ways.into_iter().filter_map(move |(is_factory, through)| {
        let mut through = through?;
        for (path, _) in &mut through {
            path.binding = Some(facts.global(&path.root)?);
        }
        Some(Keeper {
            definition: definition? as DefinitionId,
            is_factory,
            through,
        })
    })
}

/// A decorator: what it puts on the function on the way.
fn direct(function: &StmtFunctionDef) -> Option<Vec<(Path, bool)>> {
    let parameters = &function.parameters;
    let name = parameters.iter().next()?.name().as_str();
    let is_parameter = |expr: &Expr| matches!(expr, Expr::Name(found) if found.id == name);
    if parameters.len() != 1 || parameters.vararg.is_some() || !matches!(function.body.last(), Some(Stmt::Return(_))) {
        return None;
    }
    let mut through = Vec::new();
    let mut put_on = |value: &Expr| -> Option<()> {
        let call = value.as_call_expr()?;
        let is_put_on = matches!(&*call.arguments.args, [only] if is_parameter(only));
        through.extend(Some(decorator(&call.func)?).filter(|_| is_put_on));
        is_put_on.then_some(())
    };
    let own = Own::of(&function.body);
    let is_told = |target: &&Expr| match target {
        Expr::Attribute(told) => {
            is_parameter(&told.value) && matches!(told.attr.as_str(), "__name__" | "__doc__" | "__dict__")
        }
        _ => false,
    };
    if own.assigns.iter().map(|(target, _)| target).any(is_told) {
        return None;
    }
    let handed = own.calls.iter().filter(|value| {
        let call = value.as_call_expr();
        call.is_some_and(|call| {
            call.arguments
                .iter_source_order()
                .any(|given| is_parameter(given.value()))
        })
    });
    for value in own.assigned(name).chain(handed.copied()) {
        put_on(value)?;
    }
    for value in &own.returns {
        let wrapper = |inner: &StmtFunctionDef| {
            matches!(value, Expr::Name(found) if found.id == inner.name.id) && wraps(inner, &is_parameter)
        };
        if !is_parameter(value) && !own.functions.iter().any(|inner| wrapper(inner)) {
            put_on(value)?;
        }
    }
    (!own.returns.is_empty()).then_some(through)
}

fn wraps(inner: &StmtFunctionDef, is_parameter: &dyn Fn(&Expr) -> bool) -> bool {
    let [only] = inner.decorator_list.as_slice() else {
        return false;
    };
    let Expr::Call(call) = &only.expression else {
        return false;
    };
    paths::path(&call.func).is_some_and(|path| path.last() == "wraps")
        && call.arguments.args.first().is_some_and(is_parameter)
        && call.arguments.keywords.is_empty()
}

/// A function that makes a decorator.
fn factory(function: &StmtFunctionDef) -> Option<Vec<(Path, bool)>> {
    let own = Own::of(&function.body);
    let [value] = own.returns.as_slice() else { return None };
    match value {
        Expr::Name(name) => {
            let mut named = own.functions.iter().filter(|inner| inner.name.id == name.id);
            let inner = named.next()?;
            inner.decorator_list.is_empty().then(|| direct(inner)).flatten()
        }
        Expr::Call(_) => Some(vec![decorator(value)?]),
        _ => None,
    }
}

/// What stands behind the `@`: its path, and whether it is called.
fn decorator(expr: &Expr) -> Option<(Path, bool)> {
    match expr {
        Expr::Call(call) => Some((paths::path(&call.func)?, true)),
        _ => Some((paths::path(expr)?, false)),
    }
}

/// What a function's own body returns, assigns, calls for nothing and defines, leaving out the functions in it.
#[derive(Default)]
struct Own<'a> {
    returns: Vec<&'a Expr>,
    assigns: Vec<(&'a Expr, &'a Expr)>,
    calls: Vec<&'a Expr>,
    functions: Vec<&'a StmtFunctionDef>,
}

impl<'a> Own<'a> {
    fn of(body: &'a [Stmt]) -> Self {
        let mut own = Own::default();
        own.visit_body(body);
        own
    }

    fn assigned(&self, name: &str) -> impl Iterator<Item = &'a Expr> {
        let named = self
            .assigns
            .iter()
            .filter(move |(target, _)| matches!(target, Expr::Name(found) if found.id == name));
        named.map(|(_, value)| *value).collect::<Vec<_>>().into_iter()
    }
}

impl<'a> Visitor<'a> for Own<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => self.functions.push(function),
            Stmt::ClassDef(_) => {}
            Stmt::Return(returned) => self.returns.extend(returned.value.as_deref()),
            Stmt::Assign(assign) => {
                let targets = assign.targets.iter();
                self.assigns.extend(targets.map(|target| (target, &*assign.value)));
            }
            Stmt::AugAssign(assign) => self.assigns.push((&assign.target, &assign.value)),
            Stmt::Expr(statement) => self.calls.push(&statement.value),
            _ => visitor::walk_stmt(self, stmt),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::semantics::analyse;

    /// Whether the first function keeps what it decorates, as a factory, and through what.
    fn keeper(text: &str) -> Option<(bool, Vec<String>)> {
        let facts = analyse(
            &format!("import click\nfrom functools import wraps\n{text}"),
            crate::rules::Rules::builtin(),
        )
        .unwrap();
        let found = facts.commands.keepers.first()?;
        let through = found.through.iter().map(|(path, _)| path.dotted());
        Some((found.is_factory, through.collect()))
    }

    #[test]
    fn decorators_that_keep_names() {
        let kept = |through: &[&str]| Some((false, through.iter().map(|name| (*name).to_owned()).collect()));
        assert_eq!(keeper("def d(f):\n    return f\n"), kept(&[]));
        assert_eq!(
            keeper("def d(f):\n    f = click.option('x')(f)\n    return click.argument('y')(f)\n"),
            kept(&["click.option", "click.argument"])
        );
        assert_eq!(
            keeper("def d(f):\n    @wraps(f)\n    def g(): ...\n    return g\n"),
            kept(&[])
        );
        assert_eq!(
            keeper("def d(f):\n    click.option('x')(f)\n    f.hint = 1\n    print('x')\n    return f\n"),
            kept(&["click.option"])
        );
        let made = "def d(n):\n    def e(f):\n        return click.option(n)(f)\n    return e\n";
        assert_eq!(keeper(made), Some((true, vec!["click.option".into()])));
    }

    #[test]
    fn decorators_that_may_not() {
        for text in [
            "def d(f):\n    def g(): ...\n    return g\n",
            "def d(f):\n    f = 3\n    return f\n",
            "def d(f):\n    if f:\n        return f\n",
            "def d(f, x):\n    return f\n",
            "def d(f):\n    f.__doc__ = 'x'\n    return f\n",
            "def d(f):\n    f.__doc__ += 'x'\n    return f\n",
            "def d(f):\n    setattr(f, '__doc__', 'x')\n    return f\n",
            "def d(f):\n    click.option('x')(f, 1)\n    return f\n",
            "def d(f):\n    @wraps(other)\n    def g(): ...\n    return g\n",
        ] {
            assert_eq!(keeper(text), None, "{text}");
        }
    }
}
