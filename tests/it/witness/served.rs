//! What a generated `if TYPE_CHECKING:` block serves at run time: read form by form, and what has any other form is not taken for
//! generated, so that it is compared like the rest of the program.
use std::collections::BTreeSet;

use rustpython_parser::ast::{self, Expr, Stmt};

use super::normal::{Import, blind, bound_by, imports_of, suites};
use super::small::{is_written, second_argument, tested, text, written};

/// A whole `try` that a `__getattr__` runs, and the names for which it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// The statement.
    pub statement: Stmt<()>,
    /// All names that it binds.
    pub names: BTreeSet<String>,
}

/// What a module gets from its generated `__getattr__`.
#[derive(Debug, Default)]
pub struct Served {
    /// The imports as they would stand at the top of the module: under the name that is served.
    pub imports: Vec<Import>,
    /// The statements.
    pub attempts: Vec<Attempt>,
    /// All names, from both.
    pub names: BTreeSet<String>,
}

/// `if TYPE_CHECKING:` with nothing but imports and the statements that are served, and in its `else` at most a `__getattr__`
/// and a `__dir__` for the same names.
pub fn block(statement: &Stmt) -> Option<Served> {
    let Stmt::If(block) = statement else { return None };
    if let Expr::UnaryOp(negated) = &*block.test {
        return not_for_type_checkers(block, negated);
    }
    let is_flag = is_flag(&block.test);
    let (getattr, dir) = match block.orelse.as_slice() {
        [] => (None, None),
        [only] if is_def(only, "__dir__") => (None, Some(only)),
        [only] => (Some(only), None),
        [getattr, dir] => (Some(getattr), Some(dir)),
        _ => return None,
    };
    let served = getattr.map_or_else(|| Some(Served::default()), of_getattr)?;
    // Type checkers see each statement that is served, and no other.
    let others = block.body.iter().filter(|s| {
        imports_of(s).is_none()
            && !s.is_pass_stmt()
            && !served.names.iter().any(|name| offers(std::slice::from_ref(s), name))
    });
    let seen: Vec<Stmt<()>> = others.cloned().map(blind).collect();
    let is_seen = |attempt: &Attempt| seen.contains(&attempt.statement);
    let is_whole = seen.len() == served.attempts.len() && served.attempts.iter().all(is_seen);
    // A `__dir__` alone stands beside a `__getattr__` of the module's own, of which nothing is known here.
    let is_listed = dir.is_none_or(|dir| match getattr {
        Some(_) => lists(dir, &served),
        None => is_def(dir, "__dir__"),
    });
    (is_flag && is_whole && is_listed).then_some(served)
}

/// Whether statements have `name = _name`, which offers a name that is served: linters take away what is only imported.
pub fn offers(body: &[Stmt], name: &str) -> bool {
    body.iter()
        .any(|statement| is_written(statement, &format!("{name} = _{name}")))
}

/// `if not TYPE_CHECKING:` with a `__getattr__` and a `__dir__`: what type checkers see of it stands elsewhere.
fn not_for_type_checkers(block: &ast::StmtIf, negated: &ast::ExprUnaryOp) -> Option<Served> {
    let [getattr, dir] = block.body.as_slice() else {
        return None;
    };
    let served = of_getattr(getattr)?;
    let is_right = negated.op == ast::UnaryOp::Not && is_flag(&negated.operand) && block.orelse.is_empty();
    (is_right && served.imports.is_empty() && lists(dir, &served)).then_some(served)
}

/// `TYPE_CHECKING`, by itself or of a module.
pub fn is_flag(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

fn is_def(statement: &Stmt, name: &str) -> bool {
    matches!(statement, Stmt::FunctionDef(def) if def.name.as_str() == name)
}

/// `def __getattr__(name):`, one branch for each name, and `return globals().setdefault(name, value)`.
fn of_getattr(statement: &Stmt) -> Option<Served> {
    let Stmt::FunctionDef(def) = statement else { return None };
    let [parameter] = def.args.args.as_slice() else {
        return None;
    };
    let parameter = parameter.def.arg.as_str();
    let [Stmt::If(first), last] = def.body.as_slice() else {
        return None;
    };
    let Expr::Name(value) = second_argument(last)? else {
        return None;
    };
    let value = value.id.as_str();
    let mut shell = def.clone();
    shell.body = vec![last.clone()];
    // What a person wrote of its types says nothing of what it does.
    shell.returns = None;
    shell.args.args.iter_mut().for_each(|one| one.def.annotation = None);
    let frame = format!("def __getattr__({parameter}):\n    return globals().setdefault({parameter}, {value})");
    if !is_written(&Stmt::FunctionDef(shell), &frame) || value == parameter {
        return None;
    }
    let mut served = Served::default();
    let mut branch = first;
    // What is there comes first, for the functions of the module that ask.
    if let [Stmt::If(next)] = branch.orelse.as_slice()
        && is_for_what_is_there(branch, parameter)
        && matches!(branch.body.as_slice(), [only] if is_written(only, &format!("{value} = globals()[{parameter}]")))
    {
        branch = next;
    }
    loop {
        let names = tested(&branch.test, parameter)?;
        if !offers_all(&names, &branch.body) {
            served.add(&names, &branch.body, parameter, value)?;
        }
        match branch.orelse.as_slice() {
            [Stmt::If(next)] => branch = next,
            [refusal] if is_refusal(refusal) => break,
            _ => return None,
        }
    }
    let is_hidden = [parameter, value].into_iter().any(|name| served.names.contains(name));
    (!is_hidden).then_some(served)
}

/// `if name in globals():`, whatever follows.
fn is_for_what_is_there(branch: &ast::StmtIf, parameter: &str) -> bool {
    let Some(pass) = written("pass") else { return false };
    let mut shell = branch.clone();
    (shell.body, shell.orelse) = (vec![pass], Vec::new());
    is_written(&Stmt::If(shell), &format!("if {parameter} in globals():\n    pass"))
}

/// What a package without `__all__` says when it is asked for it: what `from package import *` would have taken.
fn offers_all(names: &[String], body: &[Stmt]) -> bool {
    let [only] = body else { return false };
    *names == ["__all__"] && is_written(only, "return [key for key in __dir__() if key[0] != '_']")
}

impl Served {
    /// One branch; `None` where it is of no known form, or a name has had one already.
    fn add(&mut self, names: &[String], body: &[Stmt], parameter: &str, value: &str) -> Option<()> {
        match (names, imported(names, body, value)) {
            (_, Some(imports)) => self.imports.extend(imports),
            (names, None) => self.attempts.push(attempted(names, body, parameter, value)?),
        }
        names.iter().all(|name| self.names.insert(name.clone())).then_some(())
    }
}

/// The imports that bind the name of a branch, as they would stand at the top of the module.
fn imported(names: &[String], body: &[Stmt], value: &str) -> Option<Vec<Import>> {
    let ([name], Some((last, before))) = (names, body.split_last()) else {
        return None;
    };
    if before.is_empty() {
        // `from module import thing as value`
        let [(origin, thing, bound)] = imports_of(last)?.try_into().ok()?;
        let is_value = bound.as_deref().unwrap_or(&thing) == value;
        let bound = (*name != thing).then(|| name.clone());
        return is_value.then(|| vec![(origin, thing, bound)]);
    }
    made(name, body, |made| format!("{value} = {made}"))
}

/// The imports of a branch that imports under the name itself, and ends with what `end` says of the value.
fn made(name: &str, body: &[Stmt], end: impl Fn(&str) -> String) -> Option<Vec<Import>> {
    let (last, before) = body.split_last()?;
    let imports: Vec<Import> = before.iter().map(imports_of).collect::<Option<Vec<_>>>()?.concat();
    if !imports.is_empty() && is_written(last, &end(name)) {
        return imports.iter().all(|import| bound_by(import) == name).then_some(imports);
    }
    // `import_module(".submodule", __name__)` is `from . import submodule`, which would ask the `__getattr__` again.
    let value = match last {
        Stmt::Assign(assignment) => &*assignment.value,
        last => second_argument(last)?,
    };
    let submodule = match value {
        Expr::Call(call) => text(call.args.first()?)?.strip_prefix('.')?.to_owned(),
        _ => return None,
    };
    let importlib = ("importlib".to_owned(), "import_module".to_owned(), None);
    let is_right = imports == [importlib]
        && is_written(last, &end(&format!("import_module('.{submodule}', __name__)")))
        && !submodule.contains('.');
    let bound = (name != submodule).then(|| name.to_owned());
    is_right.then(|| vec![(".".to_owned(), submodule, bound)])
}

/// Takes the branches from the beginning of a `__getattr__` of the module's own that serve imports, and says what these are.
pub fn branches(def: &mut ast::StmtFunctionDef) -> Vec<(Stmt<()>, String, Vec<Import>)> {
    let parameter = def.args.posonlyargs.iter().chain(&def.args.args).next();
    let Some(parameter) = parameter.map(|first| first.def.arg.to_string()) else {
        return Vec::new();
    };
    let is_docstring = |first: &Stmt| matches!(first, Stmt::Expr(only) if text(&only.value).is_some());
    let at = usize::from(def.body.first().is_some_and(is_docstring));
    let mut taken = Vec::new();
    while let Some((name, imports)) = def.body.get(at).and_then(|statement| branch(statement, &parameter)) {
        taken.push((blind(def.body.remove(at)), name, imports));
    }
    taken
}

/// `if name == "thing":`, its imports, and `return globals().setdefault(name, thing)`.
fn branch(statement: &Stmt, parameter: &str) -> Option<(String, Vec<Import>)> {
    let Stmt::If(test) = statement else { return None };
    let [name] = <[String; 1]>::try_from(tested(&test.test, parameter)?).ok()?;
    let end = |made: &str| format!("return globals().setdefault({parameter}, {made})");
    let imports = made(&name, &test.body, end)?;
    (test.orelse.is_empty() && name != parameter).then_some((name, imports))
}

/// A statement that is run for just the names that it binds, and keeps what somebody has put in the place of one.
fn attempted(names: &[String], body: &[Stmt], parameter: &str, value: &str) -> Option<Attempt> {
    let [global, before, statement @ Stmt::Try(_), restore, rest @ ..] = body else {
        return None;
    };
    let (found, missing) = match rest {
        [found] => (found, None),
        [missing, found] => (found, Some(missing)),
        _ => return None,
    };
    let is_right = is_written(global, &format!("global {}", names.join(", ")))
        && is_written(before, "before = dict(globals())")
        && is_written(
            restore,
            &format!(
                "for key in before.keys() & {{'{}'}}:\n    globals()[key] = before[key]",
                names.join("', '")
            ),
        )
        && missing.is_none_or(|missing| is_missing(missing, parameter))
        && is_written(found, &format!("{value} = globals()[{parameter}]"));
    let all: BTreeSet<String> = names.iter().cloned().collect();
    let mut bound = BTreeSet::new();
    names_bound(statement, &mut bound);
    (is_right && all == bound).then(|| Attempt {
        statement: blind(statement.clone()),
        names: all,
    })
}

/// `if name not in globals():` and the refusal.
fn is_missing(statement: &Stmt, parameter: &str) -> bool {
    let Stmt::If(test) = statement else { return false };
    let mut shell = test.clone();
    shell.body = Vec::new();
    let refuses = matches!(test.body.as_slice(), [only] if is_refusal(only));
    let Some(Stmt::If(mut wanted)) = written(&format!("if {parameter} not in globals():\n    pass")) else {
        return false;
    };
    wanted.body = Vec::new();
    refuses && blind(Stmt::If(shell)) == blind(Stmt::If(wanted))
}

/// `raise AttributeError(...)`
fn is_refusal(statement: &Stmt) -> bool {
    let Stmt::Raise(raise) = statement else { return false };
    let error = match raise.exc.as_deref() {
        Some(Expr::Call(call)) => &*call.func,
        _ => return false,
    };
    raise.cause.is_none() && matches!(error, Expr::Name(name) if name.id.as_str() == "AttributeError")
}

/// The names that a statement may bind, nested ones included. What a handler calls its exception is unbound behind it.
fn names_bound(statement: &Stmt, names: &mut BTreeSet<String>) {
    fn target(expr: &Expr, names: &mut BTreeSet<String>) {
        match expr {
            Expr::Name(name) => drop(names.insert(name.id.to_string())),
            Expr::Tuple(several) => several.elts.iter().for_each(|one| target(one, names)),
            Expr::List(several) => several.elts.iter().for_each(|one| target(one, names)),
            Expr::Starred(one) => target(&one.value, names),
            _ => {}
        }
    }
    if let Some(imports) = imports_of(statement) {
        names.extend(imports.iter().map(|import| bound_by(import).to_owned()));
    }
    match statement {
        Stmt::Assign(s) => s.targets.iter().for_each(|one| target(one, names)),
        Stmt::AnnAssign(s) if s.value.is_some() => target(&s.target, names),
        Stmt::AugAssign(s) => target(&s.target, names),
        Stmt::For(s) => target(&s.target, names),
        Stmt::With(s) => {
            let all = s.items.iter().filter_map(|item| item.optional_vars.as_deref());
            all.for_each(|one| target(one, names));
        }
        Stmt::FunctionDef(s) => drop(names.insert(s.name.to_string())),
        Stmt::AsyncFunctionDef(s) => drop(names.insert(s.name.to_string())),
        Stmt::ClassDef(s) => {
            names.insert(s.name.to_string());
            return;
        }
        _ => {}
    }
    for inner in suites(&mut statement.clone()) {
        inner.iter().for_each(|statement| names_bound(statement, names));
    }
}

/// A `__dir__` that lists every served name; those of a `try` may have to be asked for first, for it may not bind them all.
fn lists(dir: &Stmt, served: &Served) -> bool {
    let Stmt::FunctionDef(def) = dir else { return false };
    let Some((last, asks)) = def.body.split_last() else {
        return false;
    };
    let asked = |name: &&String| {
        asks.iter()
            .any(|ask| is_written(ask, &format!("__getattr__('{name}')")))
    };
    let called: BTreeSet<&String> = served.names.iter().filter(asked).collect();
    let is_settled = |name: &String| {
        let mut attempts = served.attempts.iter().filter(|attempt| attempt.names.contains(name));
        attempts.any(|attempt| attempt.names.iter().any(|name| called.contains(name)))
    };
    let listed = listed(last);
    let is_one = |name: &String| listed.contains(name) || is_settled(name);
    let quoted: String = listed.iter().map(|name| format!(", '{name}'")).collect();
    let calls: String = asks
        .iter()
        .filter_map(|ask| {
            called
                .iter()
                .find(|name| is_written(ask, &format!("__getattr__('{name}')")))
        })
        .map(|name| format!("    __getattr__('{name}')\n"))
        .collect();
    // The flag is listed only where the module had it.
    let is_dir = ["", " - {'TYPE_CHECKING'}"].into_iter().any(|hidden| {
        let whole = format!("def __dir__():\n{calls}    return sorted({{*globals(){quoted}}}{hidden})");
        is_written(dir, &whole)
    });
    served.names.iter().all(is_one) && listed.iter().all(|name| served.names.contains(name)) && is_dir
}

fn texts(set: &ast::ExprSet) -> Vec<String> {
    set.elts.iter().filter_map(text).map(str::to_owned).collect()
}

/// The texts in `return sorted({*globals(), "a", "b"})`.
fn listed(statement: &Stmt) -> Vec<String> {
    let call = match statement {
        Stmt::Return(back) => back.value.as_deref(),
        _ => None,
    };
    match call {
        Some(Expr::Call(call)) => match call.args.first() {
            Some(Expr::Set(set)) => texts(set),
            Some(Expr::BinOp(without)) => match &*without.left {
                Expr::Set(set) => texts(set),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
