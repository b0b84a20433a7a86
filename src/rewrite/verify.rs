//! The proof of a rewrite: old and new tree are walked side by side, and everything that differs must be in the plan.
//!
//! It shares with the code that writes only the reading of trees, so that a mistake there shows here. A difference that is not
//! understood is an error, never a warning.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Stmt, Suite};
use ruff_text_size::Ranged;

use super::RewriteError;
use super::layout::{Source, range};
use super::lazy::{absolute_module, listed_modules, literal_list};
use super::locate::{aliases, removes};
use super::section::{is_checking_test, prologue};
use super::suites::{docstring, insertion_place, is_import, take_suites};
use super::typing_name;
use super::verify_atoms::{Atom, atom, atoms, is_kept_for_checkers};
use super::verify_getattr::{self, Served};
use crate::plan::{Deferral, FilePlan};
use crate::syntax::Span;

/// Holds `new` against `old` and the plan.
///
/// # Errors
/// `Changed`, with what differs and where.
pub fn verify(old: &Source<'_>, new: &str, plan: &FilePlan) -> Result<(), RewriteError> {
    let new = Source::parse(new).map_err(|error| RewriteError::Changed(format!("it would not parse: {error}")))?;
    let mut walk = Walk::new(old, plan);
    walk.suite(old.body().into(), new.body().into(), Place::Module, true)?;
    walk.finish()?;
    comments(old, &new, plan)
}

/// What a suite belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Module,
    /// A function or block that the plan may put imports into, by its offset.
    Function(Option<u32>),
    Other,
}

/// What the plan still allows to be added.
struct Walk<'a> {
    plan: &'a FilePlan,
    by_statement: BTreeMap<Span, Vec<&'a Deferral>>,
    /// Where something may differ: statements that hold none of these must be the same.
    targets: BTreeSet<u32>,
    insertions: BTreeMap<u32, BTreeSet<Atom>>,
    checkers: BTreeSet<Atom>,
    served: Served,
    listed: BTreeSet<String>,
    /// `TYPE_CHECKING` may be made available once.
    may_name: bool,
    /// The expressions that are known to say `TYPE_CHECKING` at this point of the module.
    known_names: BTreeSet<String>,
}

fn changed<T>(what: impl Into<String>) -> Result<T, RewriteError> {
    Err(RewriteError::Changed(what.into()))
}

impl<'a> Walk<'a> {
    fn new(old: &Source<'_>, plan: &'a FilePlan) -> Self {
        let mut walk = Walk {
            plan,
            by_statement: BTreeMap::new(),
            targets: BTreeSet::new(),
            insertions: BTreeMap::new(),
            checkers: BTreeSet::new(),
            served: Served::new(),
            listed: BTreeSet::new(),
            may_name: false,
            known_names: BTreeSet::new(),
        };
        for deferral in &plan.deferrals {
            walk.by_statement.entry(deferral.statement).or_default().push(deferral);
            walk.targets.insert(deferral.statement.start);
            walk.targets.extend(deferral.insertions.iter().map(|place| place.at));
        }
        walk.expect(old.body());
        for name in plan.deferrals.iter().flat_map(|deferral| &deferral.submodules) {
            walk.served
                .entry(name.clone())
                .or_insert_with(|| BTreeSet::from([submodule(plan, name, name)]));
        }
        walk.may_name = !walk.checkers.is_empty();
        walk
    }

    /// Reads off the old tree what the plan adds.
    fn expect(&mut self, suite: &[Stmt]) {
        for stmt in suite {
            for deferral in self
                .by_statement
                .get(&Span::from(stmt.range()))
                .cloned()
                .unwrap_or_default()
            {
                let Some(alias) = aliases(stmt)
                    .iter()
                    .find(|alias| Span::from(alias.range()) == deferral.alias)
                else {
                    continue;
                };
                let atom = atom(stmt, alias);
                for place in &deferral.insertions {
                    self.insertions
                        .entry(place.at)
                        .or_default()
                        .insert(atom.inserted(place, self.plan));
                }
                if deferral.lazy_modules {
                    self.listed.extend(listed_modules(stmt, alias, self.plan));
                }
                if deferral.getattr {
                    let from = atom
                        .module
                        .as_deref()
                        .and_then(|module| absolute_module(atom.level, Some(module), self.plan));
                    let is_itself = from.as_ref() == Some(&self.plan.module);
                    let own = if is_itself {
                        submodule(self.plan, &atom.name, atom.bound())
                    } else {
                        atom.clone()
                    };
                    self.served.entry(atom.bound().to_owned()).or_default().insert(own);
                }
                if is_kept_for_checkers(deferral) {
                    self.checkers.insert(atom);
                }
            }
            if self.has_target(stmt) && !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
                super::suites::suites(stmt)
                    .into_iter()
                    .for_each(|inner| self.expect(inner));
            }
        }
    }

    fn has_target(&self, stmt: &Stmt) -> bool {
        let span = Span::from(stmt.range());
        self.targets.range(span.start..span.end).next().is_some()
    }

    /// What must stand in the new suite for an old statement.
    fn expected(&self, stmt: Stmt) -> Vec<Stmt> {
        let Some(deferrals) = self.by_statement.get(&Span::from(stmt.range())) else {
            return vec![stmt];
        };
        let of = |span: Span| deferrals.iter().find(|deferral| deferral.alias == span);
        let keep = |wanted: &dyn Fn(Option<&&&Deferral>) -> bool, lazy: bool| {
            let mut stmt = stmt.clone();
            match &mut stmt {
                Stmt::Import(import) => {
                    import
                        .names
                        .retain(|alias| wanted(of(Span::from(alias.range())).as_ref()));
                    import.is_lazy |= lazy;
                }
                Stmt::ImportFrom(from) => {
                    from.names
                        .retain(|alias| wanted(of(Span::from(alias.range())).as_ref()));
                    from.is_lazy |= lazy;
                }
                _ => {}
            }
            stmt
        };
        let eager = keep(
            &|deferral| deferral.is_none_or(|deferral| !removes(deferral) && !deferral.lazy_keyword),
            false,
        );
        let lazy = keep(&|deferral| deferral.is_some_and(|deferral| deferral.lazy_keyword), true);
        let mut expected = Vec::new();
        expected.extend((!aliases(&eager).is_empty()).then_some(eager));
        // A plain import is split into one `lazy` statement per module, unless it becomes lazy as a whole.
        match lazy {
            Stmt::Import(import) if !expected.is_empty() => {
                for alias in &import.names {
                    let mut single = import.clone();
                    single.names = vec![alias.clone()];
                    expected.push(Stmt::Import(single));
                }
            }
            lazy => expected.extend((!aliases(&lazy).is_empty()).then_some(lazy)),
        }
        expected
    }

    /// Compares two suites; `documented` ones may begin with a docstring.
    fn suite(&mut self, old: Suite, new: Suite, place: Place, documented: bool) -> Result<(), RewriteError> {
        if documented && docstring(&old) != docstring(&new) {
            return changed("a docstring would appear, disappear or change");
        }
        let was_empty = old.is_empty();
        let first_prologue = if documented { prologue(&old) } else { 0 };
        let mut expected: Vec<Stmt> = old.into_iter().flat_map(|stmt| self.expected(stmt)).collect();
        let is_emptied = expected.is_empty() && !was_empty && place != Place::Module;
        if is_emptied {
            return match new.as_slice() {
                [Stmt::Pass(_)] => Ok(()),
                _ => changed("an emptied block would hold more than `pass`"),
            };
        }
        expected.reverse();
        let mut done = 0;
        let mut in_imports = true;
        for stmt in new {
            let before_prologue = done < first_prologue;
            let matches = match expected.last() {
                Some(wanted) => self.matches(wanted, &stmt),
                None => false,
            };
            if matches && let Some(wanted) = expected.pop() {
                done += 1;
                in_imports &= done <= first_prologue || is_import(&stmt);
                self.learn(&stmt, place);
                self.inside(wanted, stmt)?;
            } else if before_prologue || !self.takes(&stmt, place, in_imports) {
                return changed(format!("unplanned {}", describe(&stmt)));
            } else {
                self.learn(&stmt, place);
            }
        }
        match expected.last() {
            Some(missing) => changed(format!("lost {}", describe(missing))),
            None => Ok(()),
        }
    }

    /// Whether two statements agree in everything but the suites in which something may differ.
    fn matches(&mut self, old: &Stmt, new: &Stmt) -> bool {
        if self.may_differ_inside(old, new) {
            let (mut old, mut new) = (old.clone(), new.clone());
            let counts = (take_suites(&mut old).len(), take_suites(&mut new).len());
            return counts.0 == counts.1 && ComparableStmt::from(&old) == ComparableStmt::from(&new);
        }
        if ComparableStmt::from(old) == ComparableStmt::from(new) {
            return true;
        }
        self.is_extended(old, new)
    }

    fn may_differ_inside(&self, old: &Stmt, new: &Stmt) -> bool {
        let is_block = |stmt: &Stmt| self.checking_block(stmt).is_some_and(|has_else| !has_else);
        self.has_target(old) && !is_import(old) || (is_block(old) && is_block(new))
    }

    /// Whether a statement tests `TYPE_CHECKING`, and whether it has an `else`.
    fn checking_block(&self, stmt: &Stmt) -> Option<bool> {
        let Stmt::If(branch) = stmt else { return None };
        let is_named = matches!(branch.test.as_ref(), ruff_python_ast::Expr::Name(name) if self.known_names.contains(name.id.as_str()));
        (is_named || is_checking_test(&branch.test)).then_some(!branch.elif_else_clauses.is_empty())
    }

    /// `from typing import` with `TYPE_CHECKING` added, or a longer `__lazy_modules__`.
    fn is_extended(&mut self, old: &Stmt, new: &Stmt) -> bool {
        if let (Some(before), Some(after)) = (literal_list(old), literal_list(new)) {
            let before: BTreeSet<String> = before.items.into_iter().map(|(_, item)| item).collect();
            let after: BTreeSet<String> = after.items.into_iter().map(|(_, item)| item).collect();
            let is_right = after == before.union(&self.listed).cloned().collect();
            if is_right {
                self.listed.clear();
            }
            return is_right;
        }
        let (Stmt::ImportFrom(before), Stmt::ImportFrom(after)) = (old, new) else {
            return false;
        };
        let (Some(known), Some(mut extended)) = (atoms(old), atoms(new)) else {
            return false;
        };
        let is_right = before.module.as_deref() == Some("typing")
            && after.names.len() == before.names.len() + 1
            && extended.remove(&checking_import())
            && known == extended
            && self.may_name;
        if is_right {
            self.may_name = false;
        }
        is_right
    }

    /// Compares the suites of two statements whose heads agree.
    fn inside(&mut self, mut old: Stmt, mut new: Stmt) -> Result<(), RewriteError> {
        if !self.may_differ_inside(&old, &new) {
            return Ok(());
        }
        let at = insertion_place(&old).filter(|at| self.insertions.contains_key(at));
        let documented = matches!(old, Stmt::FunctionDef(_) | Stmt::ClassDef(_));
        let is_checking = self.checking_block(&old) == Some(false);
        for (index, (old, new)) in take_suites(&mut old).into_iter().zip(take_suites(&mut new)).enumerate() {
            let place = match at {
                _ if is_checking => Place::Function(None),
                Some(at) if index == 0 => Place::Function(Some(at)),
                _ => Place::Other,
            };
            self.suite(old, new, place, documented)?;
        }
        Ok(())
    }

    /// Whether the plan wants this new statement here; takes it off the list.
    fn takes(&mut self, stmt: &Stmt, place: Place, in_imports: bool) -> bool {
        match place {
            Place::Other => false,
            Place::Function(at) => {
                let wanted = match at {
                    Some(at) => self.insertions.get_mut(&at),
                    None => Some(&mut self.checkers),
                };
                in_imports && atoms(stmt).is_some_and(|found| wanted.is_some_and(|wanted| take_all(wanted, &found)))
            }
            Place::Module => self.takes_in_module(stmt),
        }
    }

    fn takes_in_module(&mut self, stmt: &Stmt) -> bool {
        if let Some(list) = literal_list(stmt) {
            let items: BTreeSet<String> = list.items.into_iter().map(|(_, item)| item).collect();
            return !items.is_empty() && items == std::mem::take(&mut self.listed);
        }
        let is_name = atoms(stmt).is_some_and(|found| found == BTreeSet::from([checking_import()]))
            || matches!(stmt, Stmt::Assign(assign) if assign.value.as_boolean_literal_expr().is_some_and(|value| !value.value)
                && typing_name::direct_name(stmt).is_some());
        if is_name {
            return std::mem::take(&mut self.may_name);
        }
        let Stmt::If(branch) = stmt else { return false };
        let is_known = match branch.test.as_ref() {
            ruff_python_ast::Expr::Name(name) => self.known_names.contains(name.id.as_str()),
            ruff_python_ast::Expr::Attribute(attribute) => match attribute.value.as_ref() {
                ruff_python_ast::Expr::Name(module) => {
                    self.known_names.contains(&format!("{}.{}", module.id, attribute.attr))
                }
                _ => false,
            },
            _ => false,
        };
        let Some(found) = branch.body.iter().map(atoms).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let found: BTreeSet<Atom> = found.into_iter().flatten().collect();
        if !is_known || !take_all(&mut self.checkers, &found) {
            return false;
        }
        match branch.elif_else_clauses.as_slice() {
            [] => true,
            [only] => {
                let served = std::mem::take(&mut self.served);
                only.test.is_none() && !served.is_empty() && verify_getattr::is_right(&only.body, &served)
            }
            _ => false,
        }
    }

    /// Remembers how `TYPE_CHECKING` can be said from here on.
    fn learn(&mut self, stmt: &Stmt, place: Place) {
        if place == Place::Module {
            self.known_names.extend(typing_name::direct_name(stmt));
            self.known_names.extend(typing_name::by_module(stmt));
        }
    }

    fn finish(&self) -> Result<(), RewriteError> {
        let missing = self.insertions.values().flatten().chain(&self.checkers).next();
        if let Some(atom) = missing {
            return changed(format!("the import of `{}` was not written everywhere", atom.name));
        }
        if let Some(name) = self.served.keys().next() {
            return changed(format!("`{name}` would not be served by `__getattr__`"));
        }
        match self.listed.first() {
            Some(module) => changed(format!("`{module}` would not be listed in `__lazy_modules__`")),
            None => Ok(()),
        }
    }
}

/// `from typing import TYPE_CHECKING`
fn checking_import() -> Atom {
    Atom {
        level: 0,
        module: Some("typing".to_owned()),
        name: typing_name::NAME.to_owned(),
        asname: None,
    }
}

/// `import package.name as bound`
fn submodule(plan: &FilePlan, name: &str, bound: &str) -> Atom {
    Atom {
        level: 0,
        module: None,
        name: format!("{}.{name}", plan.module),
        asname: Some(bound.to_owned()),
    }
}

fn take_all(wanted: &mut BTreeSet<Atom>, found: &BTreeSet<Atom>) -> bool {
    let all = !found.is_empty() && found.is_subset(wanted);
    if all {
        wanted.retain(|atom| !found.contains(atom));
    }
    all
}

fn describe(stmt: &Stmt) -> String {
    let kind = match stmt {
        Stmt::Import(_) | Stmt::ImportFrom(_) => "import of",
        Stmt::FunctionDef(_) => "function",
        Stmt::ClassDef(_) => "class",
        _ => return format!("statement at byte {}", stmt.start().to_u32()),
    };
    let name = match stmt {
        Stmt::FunctionDef(def) => def.name.to_string(),
        Stmt::ClassDef(class) => class.name.to_string(),
        _ => aliases(stmt)
            .iter()
            .map(|alias| alias.name.to_string())
            .collect::<Vec<_>>()
            .join(", "),
    };
    format!("{kind} `{name}` at byte {}", stmt.start().to_u32())
}

/// Every comment is still there, but for those that stood with a deferred import.
fn comments(old: &Source<'_>, new: &Source<'_>, plan: &FilePlan) -> Result<(), RewriteError> {
    let mut left: BTreeMap<&str, isize> = BTreeMap::new();
    for comment in new.comments_in(0..new.text.len()) {
        *left.entry(comment).or_default() += 1;
    }
    let moved: Vec<std::ops::Range<usize>> = plan
        .deferrals
        .iter()
        .map(|deferral| deferral.statement.range())
        .map(|span| span.start..old.logical_end(span.end.min(old.text.len())))
        .collect();
    let owned = |at: usize| moved.iter().any(|span| span.contains(&at));
    for token in old.tokens().iter().filter(|token| token.kind() == TokenKind::Comment) {
        let span = range(token);
        let comment = &old.text[span.clone()];
        if owned(span.start) {
            continue;
        }
        let count = left.entry(comment).or_default();
        *count -= 1;
        if *count < 0 {
            return changed(format!("the comment `{comment}` would be lost"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::rewrite;
    use super::super::testing::{Planner, rewritten};
    use super::*;

    const BEFORE: &str =
        "import d\nX = 1\n\n\ndef f():\n    \"\"\"Doc.\"\"\"\n    return d  # c\n\n\ndef g():\n    return d\n";

    /// What `verify` says when the import of `BEFORE` is deferred into `f`, and the text becomes `after`.
    fn said(after: &str) -> Result<(), RewriteError> {
        let planner = Planner::new(BEFORE).defer("import d").into(&["f"]);
        verify(&Source::parse(BEFORE).unwrap(), after, &planner.plan)
    }

    fn right() -> String {
        rewritten(BEFORE, |p| p.defer("import d").into(&["f"])).unwrap()
    }

    #[test]
    fn the_intended_change_passes() {
        assert_eq!(said(&right()), Ok(()));
    }

    #[test]
    fn every_other_change_is_refused() {
        let import = "    import d\n\n";
        for (from, to) in [
            ("X = 1", "X = 2"),
            ("X = 1", "X = 1\nimport d"),
            ("X = 1", "X = 1\nY = 1"),
            ("X = 1\n", ""),
            ("return d  # c", "return d"),
            ("\"\"\"Doc.\"\"\"", "\"\"\"Dog.\"\"\""),
            (
                "    \"\"\"Doc.\"\"\"\n    import d\n",
                "    import d\n    \"\"\"Doc.\"\"\"\n",
            ),
            (import, ""),
            (import, "    import e\n\n"),
            (import, "    import d as e\n\n"),
            (import, "    lazy import d\n\n"),
            (import, "    import d\n    import os\n\n"),
            ("def f()", "def f(x)"),
            ("def g():\n", "def g():\n    import d\n\n"),
            ("X = 1", "def h(): pass\nX = 1"),
            ("X = 1", "TYPE_CHECKING = False\nX = 1"),
            ("X = 1", "if X: X = 1"),
            ("return d", "return (d"),
        ] {
            let tampered = right().replacen(from, to, 1);
            assert_ne!(tampered, right(), "{from}");
            assert!(
                matches!(said(&tampered), Err(RewriteError::Changed(_))),
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn the_import_must_come_before_the_statements() {
        let late = right().replace(
            "    import d\n\n    return d  # c\n",
            "    X\n    import d\n    return d  # c\n",
        );
        assert!(said(&late).is_err());
    }

    #[test]
    fn a_string_that_would_become_a_docstring_is_refused() {
        let result = rewritten("import d\n\"text\"\n", |p| p.defer("import d"));
        assert!(matches!(result, Err(RewriteError::Changed(what)) if what.contains("docstring")));
    }

    #[test]
    fn tampered_blocks_are_refused() {
        let before = "from a import b\nimport c\nX = 1\n";
        let planner = Planner::new(before)
            .defer("from a")
            .getattr()
            .defer("import c")
            .type_checking();
        let right = rewrite(before, &planner.plan).unwrap();
        let source = Source::parse(before).unwrap();
        assert_eq!(verify(&source, &right, &planner.plan), Ok(()));
        for (from, to) in [
            ("    import c\n", ""),
            ("    import c\n", "    import c\n    import d\n"),
            ("    import c\n", "    import c\n    print()\n"),
            ("TYPE_CHECKING = False\n", ""),
            ("TYPE_CHECKING = False\n", "TYPE_CHECKING = True\n"),
            ("name == \"b\"", "name == \"x\""),
            ("name == \"b\"", "name != \"b\""),
            ("            from a import b", "            from a import x as b"),
            ("            from a import b", "            import b"),
            ("raise AttributeError", "raise KeyError"),
            ("setdefault(name, locals()", "setdefault(name, globals()"),
            ("{*globals(), \"b\"}", "{*globals()}"),
            ("def __getattr__(name)", "def __getattr__(name, x)"),
            ("    def __dir__", "    x = 1\n\n    def __dir__"),
        ] {
            let tampered = right.replacen(from, to, 1);
            assert_ne!(tampered, right, "{from}");
            assert!(
                matches!(verify(&source, &tampered, &planner.plan), Err(RewriteError::Changed(_))),
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn a_plan_that_does_not_fit_is_refused() {
        let planner = Planner::new(BEFORE).defer("import d").into(&["f"]);
        let plan = planner.plan.clone();
        assert!(matches!(rewrite("X = 1\n", &plan), Err(RewriteError::NotFound(_))));
        let mut moved = plan.clone();
        moved.deferrals[0].insertions[0].at += 1;
        assert!(matches!(rewrite(BEFORE, &moved), Err(RewriteError::NotFound(_))));
        let mut twice = plan.clone();
        twice.deferrals.push(plan.deferrals[0].clone());
        assert!(matches!(rewrite(BEFORE, &twice), Err(RewriteError::Overlap(_))));
        assert_eq!(rewrite("x = (", &FilePlan::default()), Ok("x = (".to_owned()));
        assert!(matches!(
            rewrite("x = (", &plan),
            Err(RewriteError::Parse { line: 1, .. })
        ));
    }
}
