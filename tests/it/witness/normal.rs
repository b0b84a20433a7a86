//! The normal form of a file: its statements without what a fix may add, move or take away, and what it imports where.
//!
//! It knows nothing of how a fix is made; it lists what may differ, and everything else must be equal.
use std::collections::BTreeSet;
use std::convert::Infallible;

use rustpython_parser::ast::{self, Expr, Fold, Stmt};
use rustpython_parser::text_size::TextRange;
use rustpython_parser::{Parse, ParseError};

use super::quotes;
use super::served::{self, Attempt, Served};

/// One imported name: the module with its leading dots (empty for `import x`), the name, and the name it gets.
pub type Import = (String, String, Option<String>);

/// What two versions of a file are compared by.
#[derive(Debug, PartialEq)]
pub struct Normal {
    /// All statements but imports, `pass`, and what is generated, without their annotations.
    pub body: Vec<Stmt<()>>,
    /// What is imported at module level, under `if TYPE_CHECKING:` and by a generated `__getattr__` included.
    pub module: BTreeSet<Import>,
    /// The statements that a generated `__getattr__` runs; what they import is not in `module`.
    pub attempts: Vec<Attempt>,
    /// The branches that serve imports in a `__getattr__` of the module's own.
    pub branches: Vec<Stmt<()>>,
    /// The names that the module has at run time, if only when asked, because it imports them or runs such a statement.
    pub provided: BTreeSet<String>,
    /// What is imported within each function, in the order of the text, nested functions apart from their parents.
    pub functions: Vec<BTreeSet<Import>>,
    /// The annotations of the statements, which a fix may put in quotes.
    pub annotations: Vec<Expr<()>>,
}

/// Reads a file's text. `lazy` before an import is taken away first, which this parser is too old for.
pub fn parse(text: &str) -> Result<Vec<Stmt>, ParseError> {
    ast::Suite::parse(&without_lazy(text), "<text>")
}

/// The normal form of a file.
pub fn normal(suite: Vec<Stmt>) -> Normal {
    let mut found = Found::default();
    let body = found.suite(suite, None).into_iter().map(blind).collect();
    Normal {
        body,
        module: found.module,
        attempts: found.attempts,
        branches: found.branches,
        provided: found.provided,
        functions: found.functions,
        annotations: found.annotations,
    }
}

/// A statement without its places.
pub fn blind(statement: Stmt) -> Stmt<()> {
    match Blind.fold(statement) {
        Ok(statement) => statement,
        Err(never) => match never {},
    }
}

fn without_lazy(text: &str) -> String {
    let line = |line: &str| match line.trim_start().strip_prefix("lazy ") {
        Some(rest) if rest.starts_with("import ") || rest.starts_with("from ") => line.replacen("lazy ", "", 1),
        _ => line.to_string(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// What a text imports by `lazy` statements at the top of the module.
pub fn lazily(text: &str) -> BTreeSet<Import> {
    const MARK: &str = "lazy__";
    let line = |line: &str| match line.strip_prefix("lazy ") {
        Some(rest) => match rest.strip_prefix("from ") {
            Some(rest) => {
                let dots = rest.len() - rest.trim_start_matches('.').len();
                format!("from {}{MARK}{}", &rest[..dots], &rest[dots..])
            }
            None => rest.replacen("import ", &format!("import {MARK}"), 1),
        },
        None => line.to_string(),
    };
    let marked: String = text.split_inclusive('\n').map(line).collect();
    let imports = ast::Suite::parse(&marked, "<text>").map(|suite| normal(suite).module);
    let plain = |(origin, name, bound): Import| match (origin.contains(MARK), name.contains(MARK)) {
        (false, false) => None,
        _ => Some((origin.replacen(MARK, "", 1), name.replacen(MARK, "", 1), bound)),
    };
    imports.into_iter().flatten().filter_map(plain).collect()
}

/// Takes the places away from a tree, so that only its meaning is compared.
pub struct Blind;

impl Fold<TextRange> for Blind {
    type TargetU = ();
    type Error = Infallible;
    type UserContext = ();

    fn will_map_user(&mut self, _: &TextRange) {}

    fn map_user(&mut self, _: TextRange, _: ()) -> Result<(), Infallible> {
        Ok(())
    }
}

#[derive(Default)]
struct Found {
    module: BTreeSet<Import>,
    attempts: Vec<Attempt>,
    branches: Vec<Stmt<()>>,
    provided: BTreeSet<String>,
    functions: Vec<BTreeSet<Import>>,
    annotations: Vec<Expr<()>>,
}

impl Found {
    /// Filters one suite; `function` is the place in `functions` of the function that it belongs to.
    fn suite(&mut self, suite: Vec<Stmt>, function: Option<usize>) -> Vec<Stmt> {
        let mut kept = Vec::new();
        for statement in suite {
            if let Some(imports) = imports_of(&statement) {
                self.note(imports, function);
            } else if function.is_none()
                && let Some(served) = served::block(&statement)
            {
                self.whole(&statement, served);
            } else if !(statement.is_pass_stmt() || function.is_none() && is_generated_assignment(&statement)) {
                kept.push(self.nested(statement, function));
            }
        }
        kept
    }

    fn note(&mut self, imports: Vec<Import>, function: Option<usize>) {
        match function.and_then(|at| self.functions.get_mut(at)) {
            Some(set) => set.extend(imports),
            None => {
                self.provided
                    .extend(imports.iter().map(|import| bound_by(import).to_owned()));
                self.module.extend(imports);
            }
        }
    }

    /// What a generated block imports for type checkers counts as imported by the module, but only what it serves is there.
    fn whole(&mut self, statement: &Stmt, served: Served) {
        if let Stmt::If(block) = statement {
            let offered: Vec<&String> = served
                .names
                .iter()
                .filter(|name| served::offers(&block.body, name))
                .collect();
            let imports = block.body.iter().filter_map(imports_of).flatten();
            // `from a import b as _c` and `c = _c` import it as `c`.
            self.module.extend(imports.map(|(origin, name, bound)| {
                let as_offered = offered.iter().find(|one| bound.as_deref() == Some(&format!("_{one}")));
                let bound = as_offered.map_or(bound.clone(), |&one| Some(one.clone()).filter(|one| *one != name));
                (origin, name, bound)
            }));
        }
        self.module.extend(served.imports);
        self.attempts.extend(served.attempts);
        self.provided.extend(served.names);
    }

    fn function(&mut self, body: Vec<Stmt>) -> Vec<Stmt> {
        self.functions.push(BTreeSet::new());
        self.suite(body, Some(self.functions.len() - 1))
    }

    /// Filters the suites within a statement.
    fn nested(&mut self, statement: Stmt, function: Option<usize>) -> Stmt {
        let mut statement = statement;
        if let Stmt::FunctionDef(def) = &mut statement
            && def.name.as_str() == "__getattr__"
            && function.is_none()
        {
            for (branch, name, imports) in served::branches(def) {
                self.branches.push(branch);
                self.module.extend(imports);
                self.provided.insert(name);
            }
        }
        self.annotations.extend(quotes::take(&mut statement));
        if let Stmt::FunctionDef(ast::StmtFunctionDef { body, .. })
        | Stmt::AsyncFunctionDef(ast::StmtAsyncFunctionDef { body, .. }) = &mut statement
        {
            *body = self.function(std::mem::take(body));
        }
        for suite in suites(&mut statement) {
            *suite = self.suite(std::mem::take(suite), function);
        }
        statement
    }
}

/// The suites of a statement that is no function.
pub fn suites(statement: &mut Stmt) -> Vec<&mut Vec<Stmt>> {
    fn handlers(all: &mut [ast::ExceptHandler]) -> impl Iterator<Item = &mut Vec<Stmt>> {
        all.iter_mut()
            .map(|ast::ExceptHandler::ExceptHandler(handler)| &mut handler.body)
    }
    match statement {
        Stmt::ClassDef(s) => vec![&mut s.body],
        Stmt::For(s) => vec![&mut s.body, &mut s.orelse],
        Stmt::AsyncFor(s) => vec![&mut s.body, &mut s.orelse],
        Stmt::While(s) => vec![&mut s.body, &mut s.orelse],
        Stmt::If(s) => vec![&mut s.body, &mut s.orelse],
        Stmt::With(s) => vec![&mut s.body],
        Stmt::AsyncWith(s) => vec![&mut s.body],
        Stmt::Match(s) => s.cases.iter_mut().map(|case| &mut case.body).collect(),
        Stmt::Try(s) => [&mut s.body, &mut s.orelse, &mut s.finalbody]
            .into_iter()
            .chain(handlers(&mut s.handlers))
            .collect(),
        Stmt::TryStar(s) => [&mut s.body, &mut s.orelse, &mut s.finalbody]
            .into_iter()
            .chain(handlers(&mut s.handlers))
            .collect(),
        _ => Vec::new(),
    }
}

/// The names that an import binds; `import x as x` binds what `import x` does. Star and `__future__` imports are no imports here: they must stay where they are.
pub fn imports_of(statement: &Stmt) -> Option<Vec<Import>> {
    let alias = |origin: &str, alias: &ast::Alias| {
        (
            origin.to_string(),
            alias.name.to_string(),
            alias
                .asname
                .as_ref()
                .map(ToString::to_string)
                .filter(|bound| bound != alias.name.as_str()),
        )
    };
    match statement {
        Stmt::Import(import) => Some(import.names.iter().map(|name| alias("", name)).collect()),
        Stmt::ImportFrom(import) => {
            let dots = ".".repeat(import.level.map_or(0, |level| level.to_usize()));
            let origin = format!("{dots}{}", import.module.as_deref().unwrap_or(""));
            let stays = origin == "__future__" || import.names.iter().any(|name| name.name.as_str() == "*");
            (!stays).then(|| import.names.iter().map(|name| alias(&origin, name)).collect())
        }
        Stmt::Assign(assignment) => asked(assignment).map(|name| vec![(ASKED.to_owned(), name, None)]),
        _ => None,
    }
}

/// Where a name comes from that the module asks itself for.
pub const ASKED: &str = "__getattr__()";

/// The name in `name = __getattr__("name")`.
fn asked(assignment: &ast::StmtAssign) -> Option<String> {
    let ([ast::Expr::Name(target)], ast::Expr::Call(call)) = (assignment.targets.as_slice(), &*assignment.value) else {
        return None;
    };
    let [ast::Expr::Constant(text)] = call.args.as_slice() else {
        return None;
    };
    let is_own = call.keywords.is_empty()
        && matches!(&*call.func, ast::Expr::Name(called) if called.id.as_str() == "__getattr__")
        && matches!(&text.value, ast::Constant::Str(text) if text == target.id.as_str());
    is_own.then(|| target.id.to_string())
}

/// The name that an import binds.
pub fn bound_by((origin, name, bound): &Import) -> &str {
    let first = name.split('.').next().unwrap_or_default();
    bound.as_deref().unwrap_or(if origin.is_empty() { first } else { name })
}

/// `TYPE_CHECKING = False` and `__lazy_modules__ = [...]`.
fn is_generated_assignment(statement: &Stmt) -> bool {
    let Stmt::Assign(assignment) = statement else {
        return false;
    };
    let [ast::Expr::Name(target)] = assignment.targets.as_slice() else {
        return false;
    };
    match target.id.as_str() {
        "TYPE_CHECKING" => {
            matches!(&*assignment.value, ast::Expr::Constant(c) if c.value == ast::Constant::Bool(false))
        }
        "__lazy_modules__" => assignment.value.is_list_expr(),
        _ => false,
    }
}
