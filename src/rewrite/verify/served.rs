//! Whether a generated `__getattr__` serves exactly the planned names by exactly the planned imports. Reads trees only.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::{ComparableExpr, ComparableStmt};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{CmpOp, ExceptHandler, Expr, Stmt, StmtFunctionDef};
use ruff_python_parser::parse_module;

use super::atoms::{Atom, atoms};

/// What `__getattr__` must serve, and how.
pub type Served = BTreeMap<String, Maker>;

/// What makes a name.
#[derive(Debug, Clone)]
pub enum Maker {
    /// The imports that bind it.
    Imports(BTreeSet<Atom>),
    /// The import of a submodule of the package, whatever that is called.
    Submodule(String),
    /// The statement that assigns it, behind imports.
    Constant(Stmt, BTreeSet<Atom>),
    /// The `try` that binds it and the others of these names; whether it does so in any case.
    Attempt(Stmt, Vec<(String, bool)>),
}

/// A constant that must be computed: by its own statement, behind these imports.
#[derive(Debug, Clone)]
pub struct Constant {
    /// Its name.
    pub name: String,
    /// The statement as it stood.
    pub statement: Stmt,
    /// What it needs.
    pub imports: BTreeSet<Atom>,
}

/// One more thing that makes a name: several imports may bind one together.
pub fn add(served: &mut Served, name: &str, maker: Maker) {
    match (served.get_mut(name), maker) {
        (Some(Maker::Imports(known)), Maker::Imports(more)) => known.extend(more),
        (Some(_), _) => {}
        (None, maker) => drop(served.insert(name.to_owned(), maker)),
    }
}

/// Whether the function serves `served`, with `offers_all` the list of public names for `__all__`, and nothing else.
/// Where it `is_asked` by the module's functions, what is there comes first. The names of the module are called `namespace`.
pub fn is_getattr(
    getattr: &StmtFunctionDef,
    served: &Served,
    namespace: &str,
    offers_all: bool,
    is_asked: bool,
) -> bool {
    let [parameter] = getattr.parameters.args.as_slice() else {
        return false;
    };
    let parameter = parameter.parameter.name.as_str();
    let [Stmt::If(chain), Stmt::Return(back)] = getattr.body.as_slice() else {
        return false;
    };
    // `globals().setdefault(parameter, value)`
    let value = back.value.as_deref().and_then(Expr::as_call_expr).and_then(|call| {
        let value = call.arguments.args.get(1)?.as_name_expr()?;
        Some(value.id.as_str())
    });
    let Some(value) = value.filter(|value| *value != parameter && !served.contains_key(*value)) else {
        return false;
    };
    let mut branches = vec![(Some(chain.test.as_ref()), chain.body.as_slice())];
    branches.extend(
        chain
            .elif_else_clauses
            .iter()
            .map(|clause| (clause.test.as_ref(), clause.body.as_slice())),
    );
    let Some((None, refusal)) = branches.pop() else {
        return false;
    };
    if offers_all {
        let Some((Some(test), [offer])) = branches.pop() else {
            return false;
        };
        let wanted = "return [key for key in __dir__() if key[0] != '_']";
        if tested_name(test, parameter) != Some("__all__") || !is_written(offer, wanted) {
            return false;
        }
    }
    if is_asked {
        let (test, body) = branches.remove(0);
        let is_right = matches!((test, body), (Some(test), [only])
            if is_expression(test, &format!("{parameter} in {namespace}"))
                && is_written(only, &format!("{value} = {namespace}[{parameter}]")));
        if !is_right {
            return false;
        }
    }
    let mut found = BTreeSet::new();
    for (test, body) in branches {
        if let Some(names) = test.and_then(|test| tested_names(test, parameter)) {
            let is_right = !names.contains(&parameter) && !names.contains(&value);
            if !is_right
                || !runs_attempt(body, &names, (served, namespace), parameter, value)
                || names.iter().any(|name| !found.insert(*name))
            {
                return false;
            }
            continue;
        }
        let Some(name) = test.and_then(|test| tested_name(test, parameter)) else {
            return false;
        };
        let is_right = runs_attempt(body, &[name], (served, namespace), parameter, value)
            || served.get(name).is_some_and(|maker| {
                binds(body, name, maker, value) || makes(body, name, maker, |made| format!("{value} = {made}"))
            });
        if !is_right || name == parameter || !found.insert(name) {
            return false;
        }
    }
    let frame = format!("def __getattr__({parameter}):\n    return {namespace}.setdefault({parameter}, {value})\n");
    let Ok(frame) = parse_module(&frame) else { return false };
    let [Stmt::FunctionDef(header)] = frame.suite().as_slice() else {
        return false;
    };
    let mut shell = getattr.clone();
    shell.body = vec![Stmt::Return(back.clone())].into();
    found.len() == served.len()
        && ComparableStmt::from(&Stmt::FunctionDef(shell)) == ComparableStmt::from(&Stmt::FunctionDef(header.clone()))
        && refuses(refusal, parameter, |name| {
            name != value && !served.contains_key(name) && !says(served, name)
        })
}

/// Whether the statements say that the module has no such name, the text perhaps in a variable that `is_free`.
fn refuses(body: &[Stmt], parameter: &str, is_free: impl Fn(&str) -> bool) -> bool {
    let text = format!("f\"module {{__name__!r}} has no attribute {{{parameter}!r}}\"");
    match body {
        [raise] => is_written(raise, &format!("raise AttributeError({text})")),
        [Stmt::Assign(says), raise] => {
            let [Expr::Name(name)] = says.targets.as_slice() else {
                return false;
            };
            let name = name.id.as_str();
            name != parameter
                && is_free(name)
                && is_written(&body[0], &format!("{name} = {text}"))
                && is_written(raise, &format!("raise AttributeError({name})"))
        }
        _ => false,
    }
}

/// Whether a statement that the function runs says a name.
fn says(served: &Served, name: &str) -> bool {
    served.values().any(|maker| {
        let mut said = Said::default();
        match maker {
            Maker::Constant(statement, _) | Maker::Attempt(statement, _) => said.visit_stmt(statement),
            Maker::Imports(_) | Maker::Submodule(_) => {}
        }
        said.0.contains(name)
    })
}

/// The names that a statement reads or binds.
#[derive(Default)]
struct Said(BTreeSet<String>);

impl Visitor<'_> for Said {
    fn visit_expr(&mut self, expr: &Expr) {
        if let Expr::Name(name) = expr {
            self.0.insert(name.id.to_string());
        }
        visitor::walk_expr(self, expr);
    }

    fn visit_except_handler(&mut self, handler: &ExceptHandler) {
        let ExceptHandler::ExceptHandler(own) = handler;
        self.0.extend(own.name.iter().map(|name| name.to_string()));
        visitor::walk_except_handler(self, handler);
    }
}

/// Whether the suite runs the `try` of just these names, and keeps what somebody has put in their places.
fn runs_attempt(
    body: &[Stmt],
    names: &[&str],
    (served, namespace): (&Served, &str),
    parameter: &str,
    value: &str,
) -> bool {
    let Some(Maker::Attempt(statement, wanted)) = names.first().and_then(|name| served.get(*name)) else {
        return false;
    };
    let all: Vec<&str> = wanted.iter().map(|(name, _)| name.as_str()).collect();
    // What it keeps the names in that were there before, and each of these.
    let (Some(Stmt::Assign(keeps)), Some(Stmt::For(restores))) = (body.get(1), body.get(3)) else {
        return false;
    };
    let kept = keeps
        .targets
        .first()
        .and_then(Expr::as_name_expr)
        .map(|name| name.id.as_str());
    let each = restores.target.as_name_expr().map(|name| name.id.as_str());
    let (Some(before), Some(key)) = (kept, each) else {
        return false;
    };
    // The function's own names hide none that the statement says.
    let own: BTreeSet<&str> = [parameter, value, before, key].into();
    let mut said = Said::default();
    said.visit_stmt(statement);
    if own.len() != 4 || own.iter().any(|name| all.contains(name) || said.0.contains(*name)) {
        return false;
    }
    let mut lines = vec![
        format!("global {}", all.join(", ")),
        format!("{before} = dict({namespace})"),
        format!(
            "for {key} in {before}.keys() & {{'{}'}}:\n    {namespace}[{key}] = {before}[{key}]",
            all.join("', '")
        ),
    ];
    lines.push(format!("{value} = {namespace}[{parameter}]"));
    let Some(own) = body.get(2) else { return false };
    let mut others: Vec<&Stmt> = body.iter().collect();
    others.remove(2);
    if wanted.iter().any(|(_, always)| !always) {
        let is_missing = others.len() == lines.len() + 1
            && matches!(others.remove(lines.len() - 1), Stmt::If(branch)
            if branch.elif_else_clauses.is_empty()
                && is_expression(&branch.test, &format!("{parameter} not in {namespace}"))
                && refuses(&branch.body, parameter, |name| {
                    name != value && name != before && name != key && !served.contains_key(name) && !says(served, name)
                }));
        if !is_missing {
            return false;
        }
    }
    names == all.as_slice()
        && ComparableStmt::from(own) == ComparableStmt::from(statement)
        && others.len() == lines.len()
        && others.iter().zip(&lines).all(|(stmt, line)| is_written(stmt, line))
}

/// Whether the statement is the `__dir__` that lists these names besides those that are there.
/// What may turn out not to be bound is there by then or not: something bound with it is asked for first. What is `hidden` is
/// there for the module's own use.
pub fn is_dir(dir: &Stmt, names: &BTreeMap<String, Maker>, namespace: &str, hidden: Option<&str>) -> bool {
    let mut asked = Vec::new();
    let mut unsure: BTreeSet<&str> = BTreeSet::new();
    for maker in names.values() {
        let Maker::Attempt(_, bound) = maker else { continue };
        let sure = bound.iter().find(|(_, always)| *always);
        if let Some((sure, _)) = sure.filter(|_| bound.iter().any(|(_, always)| !always))
            && !asked.contains(&sure)
        {
            asked.push(sure);
        }
        unsure.extend(
            bound
                .iter()
                .filter(|(_, always)| !always)
                .map(|(name, _)| name.as_str()),
        );
    }
    let asks = |order: &[&String]| -> String {
        let calls = order.iter().map(|name| format!("    __getattr__('{name}')\n"));
        calls.collect()
    };
    let listed = names.keys().filter(|name| !unsure.contains(name.as_str()));
    let quoted: String = listed.map(|name| format!(", '{name}'")).collect();
    let without = hidden.map(|name| format!(" - {{'{name}'}}")).unwrap_or_default();
    let Stmt::FunctionDef(function) = dir else { return false };
    // In whatever order they are asked for.
    let called = |stmt: &Stmt| {
        asked
            .iter()
            .copied()
            .find(|name| is_written(stmt, asks(&[name]).trim()))
    };
    let order: Vec<&String> = function.body.iter().map_while(called).collect();
    order.len() == asked.len()
        && asked.iter().all(|name| order.contains(name))
        && is_written(
            dir,
            &format!(
                "def __dir__():\n{}    return sorted({{*{namespace}{quoted}}}{without})\n",
                asks(&order)
            ),
        )
}

/// Whether the suite is the one import of a name, under the name `value`.
fn binds(body: &[Stmt], name: &str, maker: &Maker, value: &str) -> bool {
    let Maker::Imports(wanted) = maker else { return false };
    let (Some(wanted), 1, [import]) = (wanted.first(), wanted.len(), body) else {
        return false;
    };
    // `import a.b` binds `a`: under another name it would bind `a.b`.
    let is_package = wanted.module.is_none() && wanted.asname.is_none() && wanted.name.contains('.');
    let mut renamed = wanted.clone();
    renamed.asname = (wanted.name != value).then(|| value.to_owned());
    !is_package && wanted.bound() == name && atoms(import) == Some(BTreeSet::from([renamed]))
}

/// Whether the suite makes a name, and ends with what `last` says of the value.
pub fn makes(body: &[Stmt], name: &str, maker: &Maker, last: impl Fn(&str) -> String) -> bool {
    let imports_and_last = |body: &[Stmt], wanted: &BTreeSet<Atom>, value: &str| {
        let Some((end, imports)) = body.split_last() else {
            return false;
        };
        let found = imports.iter().map(atoms).collect::<Option<Vec<_>>>();
        let is_complete = found.is_some_and(|found| found.into_iter().flatten().collect::<BTreeSet<_>>() == *wanted);
        is_complete && is_written(end, &last(value))
    };
    match maker {
        Maker::Imports(wanted) => {
            imports_and_last(body, wanted, name) && wanted.iter().all(|atom| atom.bound() == name)
        }
        Maker::Submodule(submodule) => {
            let import_module = Atom {
                level: 0,
                module: Some("importlib".to_owned()),
                name: "import_module".to_owned(),
                asname: None,
            };
            let value = format!("import_module('.{submodule}', __name__)");
            imports_and_last(body, &BTreeSet::from([import_module]), &value)
        }
        Maker::Attempt(..) => false,
        Maker::Constant(statement, wanted) => {
            let [before @ .., own, end] = body else { return false };
            let imports: Vec<Stmt> = before.iter().chain([end]).cloned().collect();
            ComparableStmt::from(own) == ComparableStmt::from(statement) && imports_and_last(&imports, wanted, name)
        }
    }
}

/// Whether an expression reads like this.
fn is_expression(expr: &Expr, text: &str) -> bool {
    let Ok(parsed) = parse_module(text) else { return false };
    matches!(parsed.suite().as_slice(), [Stmt::Expr(wanted)] if ComparableExpr::from(&*wanted.value) == ComparableExpr::from(expr))
}

/// Whether a statement reads like this, layout aside.
fn is_written(stmt: &Stmt, text: &str) -> bool {
    // A `return` is not a statement by itself.
    let within: String = text.lines().map(|line| format!("    {line}\n")).collect();
    let Ok(parsed) = parse_module(&format!("def f():\n{within}")) else {
        return false;
    };
    let [Stmt::FunctionDef(shell)] = parsed.suite().as_slice() else {
        return false;
    };
    matches!(shell.body.as_slice(), [wanted] if ComparableStmt::from(wanted) == ComparableStmt::from(stmt))
}

/// The names in `parameter in ("a", "b")`.
fn tested_names<'a>(test: &'a Expr, parameter: &str) -> Option<Vec<&'a str>> {
    let Expr::Compare(compare) = test else { return None };
    if !matches!(compare.left.as_ref(), Expr::Name(name) if name.id == parameter) {
        return None;
    }
    let text = |expr: &'a Expr| Some(expr.as_string_literal_expr()?.value.to_str());
    match (compare.ops.as_ref(), compare.comparators.as_ref()) {
        ([CmpOp::In], [Expr::Tuple(several)]) => several.elts.iter().map(text).collect(),
        _ => None,
    }
}

/// The name in `parameter == "a"`.
pub fn tested_name<'a>(test: &'a Expr, parameter: &str) -> Option<&'a str> {
    let Expr::Compare(compare) = test else { return None };
    if !matches!(compare.left.as_ref(), Expr::Name(name) if name.id == parameter) {
        return None;
    }
    match (compare.ops.as_ref(), compare.comparators.as_ref()) {
        ([CmpOp::Eq], [Expr::StringLiteral(string)]) => Some(string.value.to_str()),
        _ => None,
    }
}
