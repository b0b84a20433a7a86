//! `try` statements of a module that import something and, where that fails, something else: so simple that they might as well
//! run later, as a whole. Whether one may is not decided here.
use std::collections::BTreeSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry};
use ruff_text_size::Ranged;

use super::conditions::{self, Test};
use super::facts::{Attempt, AttemptedName, ImportId, MODULE, ModuleFacts};
use super::paths;
use crate::syntax::Span;

/// The attempts at module level, in the order of the text.
pub(super) fn collect(body: &[Stmt], facts: &ModuleFacts) -> Vec<Attempt> {
    let mut found = Vec::new();
    for stmt in body {
        match stmt {
            Stmt::Try(attempt) => found.push(read(attempt, true, None, facts)),
            Stmt::If(branch) if conditions::test(&branch.test) == Test::TypeChecking => {
                let tries = branch.body.iter().filter_map(Stmt::as_try_stmt);
                found.extend(tries.map(|attempt| read(attempt, false, None, facts)));
                if let [only] = branch.elif_else_clauses.as_slice()
                    && let (None, [Stmt::Try(attempt)]) = (&only.test, only.body.as_slice())
                {
                    found.push(read(attempt, true, Some(branch.range().into()), facts));
                }
            }
            _ => {}
        }
    }
    found.retain(|attempt| !attempt.imports.is_empty());
    found
}

fn read(stmt: &StmtTry, runs: bool, told: Option<Span>, facts: &ModuleFacts) -> Attempt {
    let statement = Span::from(stmt.range());
    let within = |span: Span| statement.start <= span.start && span.end <= statement.end;
    let imports = facts.imports.iter().enumerate();
    let mut reader = Reader {
        facts,
        attempt: Attempt {
            statement,
            runs,
            told,
            imports: imports
                .filter(|(_, import)| import.scope == MODULE && within(import.statement))
                .map(|(id, _)| id as ImportId)
                .collect(),
            ..Attempt::default()
        },
    };
    let bound = reader.attempted(stmt);
    let mut names: Vec<&String> = bound.all.iter().collect();
    names.sort_unstable();
    names.dedup();
    reader.attempt.names = names
        .into_iter()
        .map(|name| AttemptedName {
            name: name.clone(),
            binding: facts.global(name).filter(|_| runs),
            times: bound.all.iter().filter(|other| *other == name).count() as u16,
            always: bound.always.contains(name),
        })
        .collect();
    reader.attempt
}

/// The names that some statements bind.
#[derive(Default)]
struct Bound {
    /// Each as often as it is bound.
    all: Vec<String>,
    /// Those that are bound whatever happens.
    always: BTreeSet<String>,
}

impl Bound {
    fn name(&mut self, name: &str) {
        self.all.push(name.to_owned());
        self.always.insert(name.to_owned());
    }

    /// Other statements follow.
    fn then(&mut self, other: Bound) {
        self.all.extend(other.all);
        self.always.extend(other.always);
    }

    /// Other statements are run in the place of these.
    fn or(&mut self, other: Bound) {
        self.all.extend(other.all);
        self.always.retain(|name| other.always.contains(name));
    }
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

    /// The names that a `try` binds.
    fn attempted(&mut self, stmt: &StmtTry) -> Bound {
        if stmt.is_star {
            self.more(stmt.range().into(), "which handles groups of exceptions");
        }
        if let Some(last) = stmt.finalbody.first() {
            self.more(last.range().into(), "which has a `finally`");
        }
        let mut bound = self.suite(&stmt.body);
        bound.then(self.suite(&stmt.orelse));
        for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
            if let Some(name) = &handler.name {
                let known = self.attempt.caught.iter_mut().find(|(known, _)| known == name.as_str());
                match known {
                    Some((_, times)) => *times += 1,
                    None => self.attempt.caught.push((name.to_string(), 1)),
                }
            }
            handler.type_.iter().for_each(|kind| self.visit_expr(kind));
            bound.or(self.suite(&handler.body));
        }
        bound
    }

    /// The names that a suite binds.
    fn suite(&mut self, suite: &[Stmt]) -> Bound {
        let mut bound = Bound::default();
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
                    own.for_each(|import| bound.name(import.bound_name()));
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
                Stmt::Try(attempt) => bound.then(self.attempted(attempt)),
                Stmt::If(branch) => {
                    self.visit_expr(&branch.test);
                    let mut ways = self.suite(&branch.body);
                    let mut is_complete = false;
                    for clause in &branch.elif_else_clauses {
                        clause.test.iter().for_each(|test| self.visit_expr(test));
                        is_complete |= clause.test.is_none();
                        ways.or(self.suite(&clause.body));
                    }
                    if !is_complete {
                        ways.or(Bound::default());
                    }
                    bound.then(ways);
                }
                _ => self.more(span, "which does more than import and assign"),
            }
        }
        bound
    }

    fn target(&mut self, target: &Expr, bound: &mut Bound) {
        match target {
            Expr::Name(name) => bound.name(&name.id),
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|one| self.target(one, bound)),
            Expr::Attribute(attribute) if self.is_imported(target) => self.visit_expr(&attribute.value),
            _ => self.more(target.range().into(), "which changes an object"),
        }
    }

    /// Whether it is an attribute of something that the statement imports.
    fn is_imported(&self, target: &Expr) -> bool {
        let root = paths::path(target).map(|path| path.root);
        let imports = self.attempt.imports.iter();
        let mut bound = imports.map(|&id| self.facts.imports[id as usize].bound_name());
        bound.any(|name| Some(name) == root.as_deref())
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
            | Expr::If(_)
            | Expr::ListComp(_)
            | Expr::SetComp(_)
            | Expr::DictComp(_)
            | Expr::FString(_)
            | Expr::Slice(_) => {}
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
        let facts = analyse(text, crate::rules::Rules::builtin()).unwrap();
        let attempts = facts.attempts.iter().map(|attempt| {
            let name = |one: &super::AttemptedName| format!("{}{}", one.name, if one.always { "!" } else { "" });
            let mut words: Vec<String> = attempt.names.iter().map(name).collect();
            words.extend(attempt.caught.iter().map(|(name, _)| format!("as {name}")));
            words.extend(attempt.told.iter().map(|_| "told".to_owned()));
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
    fn statements_within_and_beside_others() {
        for (text, wanted) in [
            ("try:\n    import a\nexcept ImportError as e:\n    a = e\n", "a! as e"),
            ("try:\n    import a\n    a.b.c = 1\nexcept E:\n    pass\n", "a"),
            (
                "try:\n    import a\nexcept E:\n    try:\n        import b\n    except E:\n        a = None\n    else:\n        a = b\n",
                "a! b",
            ),
            (
                "try:\n    import a\n    if a.b:\n        X = 1\n    else:\n        X = Y = 2\nexcept E:\n    X = [b for b in c]\n",
                "X! Y a",
            ),
            (
                "try:\n    import a\n    if a.b:\n        X = 1\nexcept E:\n    X = 2\n",
                "X a",
            ),
            (
                "if TYPE_CHECKING:\n    import a\nelse:\n    try:\n        import a\n    except E:\n        a = None\n",
                "a! told",
            ),
            (
                "if TYPE_CHECKING:\n    import a\nelse:\n    try:\n        import a\n    except E:\n        a = None\n    X = a\n",
                "",
            ),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_does_more() {
        for (text, wanted) in [
            (
                "try:\n    import a\n    a.b()\nexcept ImportError:\n    pass\n",
                "a which does more than import and assign",
            ),
            ("try:\n    import a\nfinally:\n    pass\n", "a! which has a `finally`"),
            (
                "try:\n    import a\n    b.c = 1\nexcept E:\n    pass\n",
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
