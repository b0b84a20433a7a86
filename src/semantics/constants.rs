//! Constants: names of a module that are assigned once from an expression over imported things, so simple that it might as
//! well be computed later. Whether it may be is not decided here.
use ruff_python_ast::{Expr, Operator, Stmt, StmtTry};
use ruff_text_size::Ranged;

use super::conditions::{self, Test};
use super::facts::{BindingId, Constant, ModuleFacts, Path};
use super::paths;

/// Finds the constants that read something imported, directly or through another constant.
pub(super) fn collect(body: &[Stmt], facts: &ModuleFacts) -> Vec<Constant> {
    let mut found = Found::default();
    in_suite(body, true, facts, &mut found);
    found.constants
}

/// What was found so far.
#[derive(Default)]
struct Found {
    constants: Vec<Constant>,
    /// Names assigned from strings, numbers and the like.
    literals: Vec<BindingId>,
    /// Constants that can change in place.
    displays: Vec<BindingId>,
}

fn in_suite(suite: &[Stmt], runs: bool, facts: &ModuleFacts, known: &mut Found) {
    for stmt in suite {
        if let Stmt::If(branch) = stmt
            && runs
            && conditions::test(&branch.test) == Test::TypeChecking
        {
            in_suite(&branch.body, false, facts, known);
            continue;
        }
        let Some(computed) = computed(stmt).filter(|computed| runs || computed.caught.is_empty()) else {
            continue;
        };
        let binding = facts.global(computed.name).filter(|_| runs);
        if runs && binding.is_none() {
            continue;
        }
        if let [value] = computed.values.as_slice()
            && value.is_literal_expr()
        {
            known.literals.extend(binding);
        }
        let mut found = Parts {
            facts,
            known,
            reads: Vec::new(),
            calls: Vec::new(),
            parts: Vec::new(),
            subscripts: Vec::new(),
            depth: 0,
        };
        if found.all(computed.values.iter().copied()).is_none()
            || !computed.caught.iter().all(|kind| found.path(kind).is_some())
        {
            continue;
        }
        let is_imported = |id: &BindingId| {
            let kinds = facts.bindings[*id as usize].kinds;
            kinds.imports + kinds.type_checking_imports > 0
                || known.constants.iter().any(|known| known.binding == Some(*id))
        };
        if !found.reads.iter().any(is_imported) {
            continue;
        }
        let Parts {
            mut reads,
            calls,
            parts,
            subscripts,
            ..
        } = found;
        reads.sort_unstable();
        reads.dedup();
        let changes = |value: &&Expr| matches!(value, Expr::List(_) | Expr::Set(_) | Expr::Dict(_));
        if computed.values.iter().any(changes) {
            known.displays.extend(binding);
        }
        known.constants.push(Constant {
            name: computed.name.to_owned(),
            binding,
            statement: stmt.range().into(),
            value: match computed.values.as_slice() {
                [value] => value.range().into(),
                _ => stmt.range().into(),
            },
            times: computed.values.len() as u16,
            reads,
            calls,
            parts,
            subscripts,
        });
    }
}

/// A statement that binds one name in any case, and does nothing else.
struct Computed<'a> {
    name: &'a str,
    /// What it may be.
    values: Vec<&'a Expr>,
    /// The exceptions on which that depends.
    caught: Vec<&'a Expr>,
}

fn computed(stmt: &Stmt) -> Option<Computed<'_>> {
    let (target, value) = match stmt {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [target] => (target, assign.value.as_ref()),
            _ => return None,
        },
        Stmt::AnnAssign(assign) => (assign.target.as_ref(), assign.value.as_deref()?),
        Stmt::Try(attempt) => return attempted(attempt),
        _ => return None,
    };
    Some(Computed {
        name: &target.as_name_expr()?.id,
        values: vec![value],
        caught: Vec::new(),
    })
}

/// `try: X = f()`, `except Missing: X = "unknown"`: each block assigns the same name.
fn attempted(attempt: &StmtTry) -> Option<Computed<'_>> {
    if attempt.is_star || !attempt.orelse.is_empty() || !attempt.finalbody.is_empty() {
        return None;
    }
    let [Stmt::Assign(_)] = attempt.body.as_slice() else {
        return None;
    };
    let mut whole = computed(&attempt.body[0])?;
    for handler in &attempt.handlers {
        let handler = handler.as_except_handler()?;
        let [Stmt::Assign(_)] = handler.body.as_slice() else {
            return None;
        };
        let other = computed(&handler.body[0]).filter(|other| other.name == whole.name && handler.name.is_none())?;
        whole.values.extend(other.values);
        match handler.type_.as_deref()? {
            Expr::Tuple(several) => whole.caught.extend(&several.elts),
            one => whole.caught.push(one),
        }
    }
    Some(whole)
}

struct Parts<'a> {
    facts: &'a ModuleFacts,
    known: &'a Found,
    reads: Vec<BindingId>,
    calls: Vec<Path>,
    parts: Vec<Path>,
    subscripts: Vec<Path>,
    /// Calls and brackets around what is looked at.
    depth: usize,
}

impl Parts<'_> {
    /// The parts of an expression; none where it does anything that is not known from its form.
    fn expression(&mut self, expr: &Expr) -> Option<()> {
        match expr {
            Expr::Name(_) | Expr::Attribute(_) => {
                let path = self.path(expr)?;
                if self.depth == 0 {
                    self.parts.push(path);
                }
                Some(())
            }
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => Some(()),
            Expr::Tuple(tuple) => self.all(&tuple.elts),
            Expr::List(list) => self.all(&list.elts),
            Expr::Set(set) => self.all(&set.elts),
            Expr::Dict(dict) => dict.items.iter().try_for_each(|item| {
                self.expression(item.key.as_ref()?)?;
                self.expression(&item.value)
            }),
            Expr::Call(call) => {
                let callee = self.path(&call.func)?;
                self.calls.push(callee);
                self.depth += 1;
                self.all(&call.arguments.args)?;
                let mut keywords = call.arguments.keywords.iter();
                keywords.try_for_each(|keyword| {
                    keyword.arg.as_ref()?;
                    self.expression(&keyword.value)
                })?;
                self.depth -= 1;
                Some(())
            }
            Expr::Subscript(subscript) => {
                let taken = self.path(&subscript.value)?;
                self.subscripts.push(taken);
                self.depth += 1;
                self.expression(&subscript.slice)?;
                self.depth -= 1;
                Some(())
            }
            Expr::BinOp(operation) if operation.op == Operator::BitOr => {
                self.expression(&operation.left)?;
                self.expression(&operation.right)
            }
            _ => None,
        }
    }

    fn all<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Option<()> {
        exprs.into_iter().try_for_each(|expr| self.expression(expr))
    }

    fn path(&mut self, expr: &Expr) -> Option<Path> {
        let mut path = paths::path(expr)?;
        path.binding = self.facts.global(&path.root);
        if let Some(id) = path.binding {
            let kinds = self.facts.bindings[id as usize].kinds;
            let is_constant = self.known.constants.iter().any(|known| known.binding == Some(id));
            let stays = kinds.assignments == 0
                || self.known.literals.contains(&id)
                || is_constant && !self.known.displays.contains(&id);
            if !stays {
                return None;
            }
            self.reads.push(id);
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use crate::semantics::analyse;

    fn read(text: &str) -> Vec<String> {
        let facts = analyse(text, crate::rules::Rules::builtin()).unwrap();
        let name = |&id: &u32| facts.bindings[id as usize].name.clone();
        let constants = facts.constants.iter().map(|constant| {
            let reads: Vec<String> = constant.reads.iter().map(name).collect();
            let calls: Vec<String> = constant
                .calls
                .iter()
                .chain(&constant.subscripts)
                .map(|path| path.dotted())
                .collect();
            format!("{} {} {}", constant.name, reads.join(","), calls.join(","))
        });
        constants.collect()
    }

    #[test]
    fn calls_aliases_types_and_displays_are_constants() {
        assert_eq!(read("from a import f\nX = f('b', key=1)\n"), ["X f f"]);
        assert_eq!(read("import a.b\nX: int = a.b.c\n"), ["X a "]);
        assert_eq!(
            read("from a import A, U\nX = U[A, None]\nY = A | None\n"),
            ["X A,U U", "Y A "]
        );
        assert_eq!(
            read("from a import A, B\nX = [A, B]\nY = {'a': [A]}\n"),
            ["X A,B ", "Y A "]
        );
        assert_eq!(
            read("from a import f\nN = 'n'\nX = f(N)\nY = (X, 1)\n"),
            ["X f,N f", "Y X "]
        );
    }

    #[test]
    fn a_try_that_only_assigns_is_one() {
        assert_eq!(
            read(
                "from a import E, f\ntry:\n    X = f('b')\nexcept E:\n    X = 'c'\nexcept (ValueError, OSError):\n    X = None\n"
            ),
            ["X E,f f"]
        );
        let tried = |body: &str, handler: &str| read(&format!("from a import E, f\ntry:\n    {body}\n{handler}\n"));
        for (body, handler) in [
            ("X = f()", "except E:\n    Y = 'c'"),
            ("X = f()", "except E:\n    pass"),
            ("X = f()", "except E as e:\n    X = e"),
            ("X = f()", "except E:\n    X = 'c'\n    print(X)"),
            ("X = f()", "except E:\n    X = 'c'\nelse:\n    g()"),
            ("X = f()", "finally:\n    g()"),
            ("X = f(); g()", "except E:\n    X = 'c'"),
            ("X = f()", "except:\n    X = 'c'"),
            ("X = f()", "except f():\n    X = 'c'"),
        ] {
            assert_eq!(tried(body, handler), Vec::<String>::new(), "{body} {handler}");
        }
    }

    #[test]
    fn what_reads_nothing_imported_or_does_more_is_none() {
        for text in [
            "X = 1\n",
            "def f(): ...\nX = f()\n",
            "from a import f\nX = f()()\n",
            "from a import f\nX = f() + 1\n",
            "from a import f\nX = [f(i) for i in (1, 2)]\n",
            "from a import f\nX = Y = f()\n",
            "from a import f\nX, Y = f()\n",
            "from a import f\nX = f(*rows)\n",
            "from a import f\nif f:\n    X = f()\n",
            "from a import f\nX = lambda: f\n",
            "from a import f\nROWS = [1]\nX = f(ROWS)\n",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
