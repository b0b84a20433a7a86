//! Whether a generated `__getattr__` serves exactly the planned names by exactly the planned imports. Reads trees only.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::{CmpOp, Expr, Stmt};
use ruff_python_parser::parse_module;

use super::atoms::{Atom, atoms};

/// What `__getattr__` must serve: for every name the imports that bind it.
pub type Served = BTreeMap<String, BTreeSet<Atom>>;

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

/// Whether `suite` consists of the two functions, and these serve `served` and compute `constants`, and nothing else.
pub fn is_right(suite: &[Stmt], served: &Served, constants: &[&Constant]) -> bool {
    let [Stmt::FunctionDef(getattr), dir] = suite else {
        return false;
    };
    let [parameter] = getattr.parameters.args.as_slice() else {
        return false;
    };
    let parameter = parameter.parameter.name.as_str();
    let [Stmt::If(chain), rest] = getattr.body.as_slice() else {
        return false;
    };
    let mut found = Served::new();
    let mut branches = vec![(Some(chain.test.as_ref()), chain.body.as_slice())];
    branches.extend(
        chain
            .elif_else_clauses
            .iter()
            .map(|clause| (clause.test.as_ref(), clause.body.as_slice())),
    );
    let Some((None, [refusal])) = branches.pop() else {
        return false;
    };
    let mut computed: BTreeSet<&str> = BTreeSet::new();
    for (test, body) in branches {
        let Some(names) = test.and_then(|test| tested_names(test, parameter)) else {
            return false;
        };
        if let ([name], [imports @ .., statement]) = (names.as_slice(), body)
            && let Some(constant) = constants.iter().find(|constant| constant.name == *name)
        {
            let Some(imported) = imports.iter().map(atoms).collect::<Option<Vec<_>>>() else {
                return false;
            };
            let imported: BTreeSet<Atom> = imported.into_iter().flatten().collect();
            let same = ComparableStmt::from(statement) == ComparableStmt::from(&constant.statement);
            if !same || imported != constant.imports || !computed.insert(&constant.name) {
                return false;
            }
            continue;
        }
        let Some(imported) = imports_of(body) else {
            return false;
        };
        if imported.iter().any(|atom| !names.contains(&atom.bound())) {
            return false;
        }
        for name in names {
            let own: BTreeSet<Atom> = imported.iter().filter(|atom| atom.bound() == name).cloned().collect();
            if name == parameter || own.is_empty() || found.insert(name.to_owned(), own).is_some() {
                return false;
            }
        }
    }
    let all: BTreeSet<&str> = served
        .keys()
        .map(String::as_str)
        .chain(computed.iter().copied())
        .collect();
    let quoted: String = all.iter().map(|name| format!(", '{name}'")).collect();
    let frame = format!(
        "def __getattr__({parameter}):\n    0\n\
         raise AttributeError(f\"module {{__name__!r}} has no attribute {{{parameter}!r}}\")\n\
         (globals().setdefault({parameter}, locals()[{parameter}]))\n\
         def __dir__():\n    return sorted({{*globals(){quoted}}})\n"
    );
    let Ok(frame) = parse_module(&frame) else { return false };
    let [Stmt::FunctionDef(header), raise, Stmt::Expr(value), wanted_dir] = frame.suite().as_slice() else {
        return false;
    };
    let mut shell = getattr.clone();
    shell.body = header.body.clone();
    let returned =
        matches!(rest, Stmt::Return(back) if back.value.as_deref().is_some_and(|back| same_expr(back, &value.value)));
    found == *served
        && computed.len() == constants.len()
        && returned
        && ComparableStmt::from(&Stmt::FunctionDef(shell)) == ComparableStmt::from(&Stmt::FunctionDef(header.clone()))
        && ComparableStmt::from(refusal) == ComparableStmt::from(raise)
        && ComparableStmt::from(dir) == ComparableStmt::from(wanted_dir)
}

/// What a branch imports, be it by `from importlib import import_module` and `name = import_module(".name", __name__)`.
fn imports_of(body: &[Stmt]) -> Option<BTreeSet<Atom>> {
    if let [Stmt::ImportFrom(_), Stmt::Assign(assign)] = body
        && let ([Expr::Name(bound)], Expr::Call(call)) = (assign.targets.as_slice(), &*assign.value)
        && let Some(Expr::StringLiteral(relative)) = call.arguments.args.first()
    {
        let name = relative.value.to_str().to_owned();
        let bound = bound.id.to_string();
        let whole = format!("from importlib import import_module\n{bound} = import_module({name:?}, __name__)\n");
        let wanted = parse_module(&whole).ok()?;
        let same = wanted
            .suite()
            .iter()
            .map(ComparableStmt::from)
            .eq(body.iter().map(ComparableStmt::from));
        let atom = Atom {
            level: 0,
            module: None,
            name,
            asname: Some(bound),
        };
        return same.then(|| BTreeSet::from([atom]));
    }
    let imported = body.iter().map(atoms).collect::<Option<Vec<_>>>()?;
    Some(imported.into_iter().flatten().collect())
}

fn same_expr(one: &Expr, other: &Expr) -> bool {
    ruff_python_ast::comparable::ComparableExpr::from(one) == ruff_python_ast::comparable::ComparableExpr::from(other)
}

/// The names in `parameter == "a"` or `parameter in ("a", "b")`.
fn tested_names<'a>(test: &'a Expr, parameter: &str) -> Option<Vec<&'a str>> {
    let Expr::Compare(compare) = test else { return None };
    if !matches!(compare.left.as_ref(), Expr::Name(name) if name.id == parameter) {
        return None;
    }
    let text = |expr: &'a Expr| match expr {
        Expr::StringLiteral(string) => Some(string.value.to_str()),
        _ => None,
    };
    match (compare.ops.as_ref(), compare.comparators.as_ref()) {
        ([CmpOp::Eq], [one]) => Some(vec![text(one)?]),
        ([CmpOp::In], [Expr::Tuple(several)]) => several.elts.iter().map(text).collect(),
        _ => None,
    }
}
