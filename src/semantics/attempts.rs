//! `try` statements of a module that import something and, where that fails, something else: so simple that they might as well
//! run later, as a whole. Whether one may is not decided here.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry};
use ruff_text_size::Ranged;
use serde::{Deserialize, Serialize};

use super::conditions::{self, Test};
use super::facts::{BindingId, ImportId, MODULE, ModuleFacts, Path};
use super::paths;
use crate::syntax::Span;

/// A module-level `try` with imports in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The whole statement.
    pub statement: Span,
    /// Whether it runs; not under `if TYPE_CHECKING:`, where a `__getattr__` may serve its names.
    pub runs: bool,
    /// The imports in it.
    pub imports: Vec<ImportId>,
    /// What it binds, sorted by name.
    pub names: Vec<AttemptedName>,
    /// What it calls.
    pub calls: Vec<Path>,
    /// What it does besides importing and assigning, if anything: where, and in words.
    pub more: Option<(Span, String)>,
}

/// A name that a `try` binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptedName {
    /// The name.
    pub name: String,
    /// What binds it; none where the statement does not run.
    pub binding: Option<BindingId>,
    /// How often the statement binds it.
    pub times: u16,
    /// Whether it is bound whether the imports fail or not.
    pub always: bool,
}

/// The attempts at module level, in the order of the text.
pub(super) fn collect(body: &[Stmt], facts: &ModuleFacts) -> Vec<Attempt> {
    let mut found = Vec::new();
    in_suite(body, true, facts, &mut found);
    found
}

fn in_suite(suite: &[Stmt], runs: bool, facts: &ModuleFacts, found: &mut Vec<Attempt>) {
    for stmt in suite {
        match stmt {
            Stmt::Try(attempt) => {
                let attempt = read(attempt, runs, facts);
                found.extend((!attempt.imports.is_empty()).then_some(attempt));
            }
            Stmt::If(branch) if runs && conditions::test(&branch.test) == Test::TypeChecking => {
                in_suite(&branch.body, false, facts, found);
            }
            _ => {}
        }
    }
}

fn read(stmt: &StmtTry, runs: bool, facts: &ModuleFacts) -> Attempt {
    let statement = Span::from(stmt.range());
    let within = |span: Span| statement.start <= span.start && span.end <= statement.end;
    let imports = facts.imports.iter().enumerate();
    let mut reader = Reader {
        facts,
        attempt: Attempt {
            statement,
            runs,
            imports: imports
                .filter(|(_, import)| import.scope == MODULE && within(import.statement))
                .map(|(id, _)| id as ImportId)
                .collect(),
            ..Attempt::default()
        },
    };
    if stmt.is_star {
        reader.more(stmt.range().into(), "which handles groups of exceptions");
    }
    if let Some(last) = stmt.finalbody.first() {
        reader.more(last.range().into(), "which has a `finally`");
    }
    let mut ways = vec![[reader.suite(&stmt.body), reader.suite(&stmt.orelse)].concat()];
    for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
        if handler.name.is_some() {
            reader.more(handler.range().into(), "which keeps the exception");
        }
        handler.type_.iter().for_each(|kind| reader.visit_expr(kind));
        ways.push(reader.suite(&handler.body));
    }
    let mut names: Vec<&String> = ways.iter().flatten().collect();
    names.sort_unstable();
    names.dedup();
    reader.attempt.names = names
        .into_iter()
        .map(|name| AttemptedName {
            name: name.clone(),
            binding: facts.global(name).filter(|_| runs),
            times: ways.iter().flatten().filter(|bound| *bound == name).count() as u16,
            always: ways.iter().all(|way| way.contains(name)),
        })
        .collect();
    reader.attempt
}

/// Reads the parts of one attempt.
struct Reader<'a> {
    facts: &'a ModuleFacts,
    attempt: Attempt,
}

impl Reader<'_> {
    fn more(&mut self, at: Span, what: &str) {
        self.attempt.more.get_or_insert_with(|| (at, what.to_owned()));
    }

    /// The names that a suite binds.
    fn suite(&mut self, suite: &[Stmt]) -> Vec<String> {
        let mut bound = Vec::new();
        for stmt in suite {
            let span = Span::from(stmt.range());
            match stmt {
                Stmt::Pass(_) => {}
                Stmt::Import(_) | Stmt::ImportFrom(_) => {
                    let facts = self.facts;
                    let mut own = facts
                        .imports
                        .iter()
                        .filter(|import| import.statement == span)
                        .peekable();
                    if own.peek().is_none() || own.clone().any(|import| import.is_star() || import.is_lazy) {
                        self.more(span, "which imports names that are not known");
                    }
                    bound.extend(own.map(|import| import.bound_name().to_owned()));
                }
                Stmt::Assign(assign) => {
                    for target in &assign.targets {
                        self.target(target, &mut bound);
                    }
                    self.visit_expr(&assign.value);
                }
                Stmt::AnnAssign(assign) if assign.value.is_some() => {
                    self.target(&assign.target, &mut bound);
                    assign.value.iter().for_each(|value| self.visit_expr(value));
                }
                _ => self.more(span, "which does more than import and assign"),
            }
        }
        bound
    }

    fn target(&mut self, target: &Expr, bound: &mut Vec<String>) {
        match target {
            Expr::Name(name) => bound.push(name.id.to_string()),
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|one| self.target(one, bound)),
            _ => self.more(target.range().into(), "which changes an object"),
        }
    }
}

impl Visitor<'_> for Reader<'_> {
    fn visit_expr(&mut self, expr: &Expr) {
        let span = Span::from(expr.range());
        match expr {
            Expr::Name(_)
            | Expr::Attribute(_)
            | Expr::Tuple(_)
            | Expr::List(_)
            | Expr::Set(_)
            | Expr::Dict(_)
            | Expr::Subscript(_)
            | Expr::Compare(_)
            | Expr::BoolOp(_)
            | Expr::UnaryOp(_)
            | Expr::BinOp(_)
            | Expr::If(_) => {}
            Expr::Call(call) => match paths::path(&call.func) {
                Some(mut path) => {
                    path.binding = self.facts.global(&path.root);
                    self.attempt.calls.push(path);
                }
                None => self.more(span, "which calls something without a name"),
            },
            literal if literal.is_literal_expr() => {}
            _ => self.more(span, "which computes something"),
        }
        visitor::walk_expr(self, expr);
    }
}

#[cfg(test)]
mod tests {
    use crate::semantics::analyse;

    /// Each attempt: its names (`!` where they are always bound), and what else it does.
    fn read(text: &str) -> String {
        let facts = analyse(text).unwrap();
        let attempts = facts.attempts.iter().map(|attempt| {
            let name = |one: &super::AttemptedName| format!("{}{}", one.name, if one.always { "!" } else { "" });
            let mut words: Vec<String> = attempt.names.iter().map(name).collect();
            words.extend(attempt.calls.iter().map(|call| format!("{}()", call.dotted())));
            words.extend(attempt.more.iter().map(|(_, what)| what.clone()));
            words.join(" ")
        });
        attempts.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn names_with_fallbacks_and_flags() {
        let flags =
            "try:\n    import a.b\n    X = int(a.v[0]) > 2\nexcept (ImportError, OSError):\n    X: bool = False\n";
        assert_eq!(read(flags), "X! a int()");
        let both = "try:\n    from a import b\nexcept ImportError:\n    b = c = None\nelse:\n    c = b.d\n";
        assert_eq!(read(both), "b! c!");
        assert_eq!(read("try:\n    X = 1\nexcept ImportError:\n    pass\n"), "");
    }

    #[test]
    fn what_does_more() {
        for (text, wanted) in [
            (
                "try:\n    import a\nexcept ImportError as e:\n    a = e\n",
                "a! which keeps the exception",
            ),
            (
                "try:\n    import a\n    a.b()\nexcept ImportError:\n    pass\n",
                "a which does more than import and assign",
            ),
            ("try:\n    import a\nfinally:\n    pass\n", "a! which has a `finally`"),
            (
                "try:\n    import a\n    a.b = 1\nexcept E:\n    pass\n",
                "a which changes an object",
            ),
            (
                "try:\n    import a\nexcept E:\n    a = lambda: 1\n",
                "a! which computes something",
            ),
            (
                "try:\n    from a import *\nexcept E:\n    pass\n",
                "* which imports names that are not known",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }
}
