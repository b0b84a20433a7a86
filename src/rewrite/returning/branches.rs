//! Reads a `__getattr__` and a `__dir__` of the form that dormant writes: which imports stand for which names.
use ruff_python_ast::comparable::ComparableExpr;
use ruff_python_ast::{CmpOp, ElifElseClause, Expr, Operator, Stmt, StmtFunctionDef};
use ruff_python_parser::parse_expression;

use super::super::comment::Remarks;
use super::super::import_text::{ImportLine, Imported, Member};
use super::super::suites::assigned_name;
use super::CHECKING;

/// The functions by which a module serves names.
/// Not in `rules/`: Python's data model has no others.
pub const HOOKS: [&str; 2] = ["__getattr__", "__dir__"];

/// Each name with its imports, in the order of the function; `None` where it does anything else.
pub fn served(def: &StmtFunctionDef) -> Option<Vec<(String, Vec<ImportLine>)>> {
    let parameter = only_parameter(def).filter(|_| def.name.as_str() == HOOKS[0])?;
    let [Stmt::If(chain), Stmt::Return(end)] = def.body.as_slice() else {
        return None;
    };
    // `return globals().setdefault(name, value)`
    let (of, [Expr::Name(key), Expr::Name(value)]) = call(end.value.as_deref()?)? else {
        return None;
    };
    let Expr::Attribute(setdefault) = of else { return None };
    if setdefault.attr.as_str() != "setdefault" || !is_globals(&setdefault.value) || key.id != parameter {
        return None;
    }
    let (last, clauses) = chain.elif_else_clauses.split_last()?;
    if last.test.is_some() || !is_failure(&last.body) {
        return None;
    }
    let first = (chain.test.as_ref(), chain.body.as_slice());
    let branch = |clause: &'_ ElifElseClause| -> Option<(String, Vec<ImportLine>)> {
        named(clause.test.as_ref()?, &clause.body, parameter, value.id.as_str())
    };
    // What is there already, for functions of a module that is also run as a script.
    let is_known = is_of_what_is_there(first.0, parameter);
    let mut found = Vec::new();
    if !is_known {
        found.push(named(first.0, first.1, parameter, value.id.as_str())?);
    }
    for clause in clauses {
        if !is_list_of_names(clause, parameter) {
            found.push(branch(clause)?);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// `elif name == "__all__": return [key for key in __dir__() if key[0] != "_"]`: what a star import takes where nothing is listed. It
/// is the same as what it takes from the module itself.
fn is_list_of_names(clause: &ElifElseClause, parameter: &str) -> bool {
    let Some(Expr::Compare(test)) = &clause.test else {
        return false;
    };
    let is_parameter = matches!(test.left.as_ref(), Expr::Name(name) if name.id == parameter);
    let is_all = matches!(test.comparators.as_ref(), [Expr::StringLiteral(name)] if name.value.to_str() == "__all__");
    let [Stmt::Return(end)] = clause.body.as_slice() else {
        return false;
    };
    is_parameter && is_all && *test.ops == [CmpOp::Eq] && end.value.as_deref().is_some_and(is_all_public)
}

/// `[key for key in __dir__() if key[0] != "_"]`
fn is_all_public(list: &Expr) -> bool {
    let written = "[key for key in __dir__() if key[0] != \"_\"]";
    let Ok(wanted) = parse_expression(written) else {
        return false;
    };
    ComparableExpr::from(list) == ComparableExpr::from(&*wanted.syntax().body)
}

/// The names in `return sorted({*globals(), "name"})`; `None` where the function does anything else.
pub fn listed(def: &StmtFunctionDef) -> Option<Vec<&str>> {
    let [Stmt::Return(end)] = def.body.as_slice() else {
        return None;
    };
    if def.name.as_str() != HOOKS[1] || !is_plain(def) || !def.parameters.is_empty() {
        return None;
    }
    let (Expr::Name(sorted), [of]) = call(end.value.as_deref()?)? else {
        return None;
    };
    // `{*globals(), "name"} - {"TYPE_CHECKING"}`
    let set = match of {
        Expr::BinOp(without) if without.op == Operator::Sub && is_set_of_checking(&without.right) => &without.left,
        of => of,
    };
    let Expr::Set(set) = set else { return None };
    let (all, names) = set.elts.split_first()?;
    let is_all = matches!(all, Expr::Starred(starred) if is_globals(&starred.value));
    let names = names.iter().map(|name| match name {
        Expr::StringLiteral(text) => Some(text.value.to_str()),
        _ => None,
    });
    (sorted.id == "sorted" && is_all).then(|| names.collect())?
}

fn is_set_of_checking(expr: &Expr) -> bool {
    let Expr::Set(set) = expr else { return false };
    matches!(set.elts.as_slice(), [Expr::StringLiteral(name)] if name.value.to_str() == CHECKING)
}

/// Whether a function is one that a call runs as it stands: without decorators, and not asynchronous.
pub fn is_plain(def: &StmtFunctionDef) -> bool {
    def.decorator_list.is_empty() && !def.is_async && def.type_params.is_none()
}

/// The one parameter of such a function.
pub fn only_parameter(def: &StmtFunctionDef) -> Option<&str> {
    let mut parameters = def.parameters.iter();
    let first = parameters.next()?;
    let is_alone = parameters.next().is_none() && !first.is_variadic() && first.default().is_none();
    (is_alone && is_plain(def)).then(|| first.name().as_str())
}

/// A call without keywords: what is called, and with what.
fn call(expr: &Expr) -> Option<(&Expr, &[Expr])> {
    let Expr::Call(call) = expr else { return None };
    call.arguments
        .keywords
        .is_empty()
        .then(|| (call.func.as_ref(), call.arguments.args.as_ref()))
}

fn is_globals(expr: &Expr) -> bool {
    matches!(call(expr), Some((Expr::Name(name), [])) if name.id == "globals")
}

/// `raise AttributeError(...)`, with a text, or with a variable that the statement before gives one.
fn is_failure(body: &[Stmt]) -> bool {
    let (text, raise) = match body {
        [Stmt::Raise(raise)] => (None, raise),
        [says, Stmt::Raise(raise)] => (assigned_name(says), raise),
        _ => return false,
    };
    let is_text = |expr: &Expr| matches!(expr, Expr::FString(_) | Expr::StringLiteral(_));
    let error = raise.exc.as_deref().filter(|_| raise.cause.is_none()).and_then(call);
    let Some((Expr::Name(class), [argument])) = error else {
        return false;
    };
    let is_said = match (argument, text) {
        (argument, None) => body.len() == 1 && is_text(argument),
        (Expr::Name(name), Some((variable, Some(text)))) => name.id == variable && is_text(text),
        _ => false,
    };
    class.id == "AttributeError" && is_said
}

/// `name in globals()`
fn is_of_what_is_there(test: &Expr, parameter: &str) -> bool {
    let Expr::Compare(test) = test else { return false };
    let is_parameter = matches!(test.left.as_ref(), Expr::Name(name) if name.id == parameter);
    is_parameter && *test.ops == [CmpOp::In] && matches!(test.comparators.as_ref(), [one] if is_globals(one))
}

/// A branch that imports the name for which it tests.
fn named(test: &Expr, body: &[Stmt], parameter: &str, value: &str) -> Option<(String, Vec<ImportLine>)> {
    let Expr::Compare(test) = test else { return None };
    let is_parameter = matches!(test.left.as_ref(), Expr::Name(name) if name.id == parameter);
    let [Expr::StringLiteral(name)] = test.comparators.as_ref() else {
        return None;
    };
    if !is_parameter || *test.ops != [CmpOp::Eq] {
        return None;
    }
    let name = name.value.to_str();
    let (imports, taken) = match body {
        [imports @ .., last] if !imports.is_empty() => {
            let (target, taken) = assigned_name(last).filter(|(target, _)| *target == value)?;
            (imports, Some((target, taken?)))
        }
        imports => (imports, None),
    };
    let bound: Vec<(String, ImportLine)> = imports.iter().map(import).collect::<Option<_>>()?;
    match taken {
        // `from m import name as value`
        None => {
            let [(bound, line)] = bound.as_slice() else { return None };
            let line = renamed(line, name).filter(|_| bound == value)?;
            Some((name.to_owned(), vec![line]))
        }
        // `import name` and `value = name`
        Some((_, Expr::Name(taken))) if taken.id == name && bound.iter().all(|(bound, _)| bound == name) => {
            Some((name.to_owned(), bound.into_iter().map(|(_, line)| line).collect()))
        }
        Some((_, expr)) => Some((name.to_owned(), vec![submodule(expr, &bound, name)?])),
    }
}

/// An import of one name: what it binds.
fn import(stmt: &Stmt) -> Option<(String, ImportLine)> {
    let asname = |alias: &ruff_python_ast::Alias| alias.asname.as_ref().map(ToString::to_string);
    let (bound, what) = match stmt {
        Stmt::Import(import) => {
            let [alias] = import.names.as_slice() else { return None };
            let first = alias.name.split('.').next().unwrap_or_default().to_owned();
            let (module, asname) = (alias.name.to_string(), asname(alias));
            (asname.clone().unwrap_or(first), Imported::Plain { module, asname })
        }
        Stmt::ImportFrom(from) => {
            let [alias] = from.names.as_slice() else { return None };
            let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
            let bound = asname(alias).unwrap_or_else(|| alias.name.to_string());
            (bound, of_module(module, &alias.name, asname(alias)))
        }
        _ => return None,
    };
    Some((bound, line(what)))
}

pub fn line(what: Imported) -> ImportLine {
    ImportLine {
        what,
        remarks: Remarks::default(),
    }
}

pub fn of_module(module: String, name: &str, asname: Option<String>) -> Imported {
    Imported::From {
        module,
        members: vec![Member {
            name: name.to_owned(),
            asname,
            ..Member::default()
        }],
    }
}

/// The import so that it binds the name.
fn renamed(one: &ImportLine, name: &str) -> Option<ImportLine> {
    Some(line(match &one.what {
        Imported::Plain { module, .. } => Imported::Plain {
            module: module.clone(),
            asname: (module != name).then(|| name.to_owned()),
        },
        Imported::From { module, members } => {
            let member = members.first()?;
            of_module(
                module.clone(),
                &member.name,
                (member.name != name).then(|| name.to_owned()),
            )
        }
        Imported::Asked { .. } => return None,
    }))
}

/// `import_module(".name", __name__)` behind the import of that function.
fn submodule(expr: &Expr, bound: &[(String, ImportLine)], name: &str) -> Option<ImportLine> {
    let [(function, source)] = bound else { return None };
    let is_known = source.what == of_module("importlib".to_owned(), "import_module", None);
    let (Expr::Name(called), [Expr::StringLiteral(path), Expr::Name(package)]) = call(expr)? else {
        return None;
    };
    let below = path
        .value
        .to_str()
        .strip_prefix('.')
        .filter(|below| !below.contains('.'))?;
    let is_this = called.id == *function && package.id == "__name__" && is_known;
    is_this.then(|| {
        line(of_module(
            ".".to_owned(),
            below,
            (below != name).then(|| name.to_owned()),
        ))
    })
}
