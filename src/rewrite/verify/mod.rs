//! The proof of a rewrite: old and new tree are walked side by side, and everything that differs must be in the plan.
//!
//! It shares with the code that writes only the reading of trees, so that a mistake there shows here. A difference that is not
//! understood is an error, never a warning.
mod additions;
mod atoms;
pub mod comments;
mod expected;
mod quotes;
mod served;

use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::{Stmt, Suite};
use ruff_text_size::Ranged;

use crate::rewrite::RewriteError;
use crate::rewrite::layout::Source;
use crate::rewrite::lazy::literal_list;
use crate::rewrite::locate::aliases;
use crate::rewrite::section::prologue;
use crate::rewrite::suites::{docstring, insertion_place, is_import, suite_place, take_suites};
use crate::rewrite::typing_name;
use crate::syntax::Span;
use crate::verdict::{Deferral, FilePlan};
use atoms::Atom;
use served::{Constant, Served};

/// Holds `new` against `old` and the plan.
///
/// # Errors
/// `Changed`, with what differs and where.
pub fn verify(old: &Source<'_>, new: &str, plan: &FilePlan) -> Result<(), RewriteError> {
    let new = Source::parse(new).map_err(|error| RewriteError::Changed(format!("it would not parse: {error}")))?;
    let mut walk = Walk::new(old, plan);
    walk.suite(old.body().into(), new.body().into(), Place::Module, true)?;
    walk.finish()?;
    comments::check(old, &new, plan)
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
    /// Constants that go away as statements, and come back in `__getattr__` and for type checkers.
    constants: BTreeMap<Span, Constant>,
    /// `try` statements that do the same.
    attempts: BTreeMap<Span, Stmt>,
    /// What each of them needs imported, while the old tree is read.
    needed: BTreeMap<Span, BTreeSet<Atom>>,
    /// Annotations that are still to be put in quotes.
    quotes: BTreeSet<Span>,
    /// All names that are to be served, whether that was found already or not.
    all_served: Served,
    /// Where the module's own `__getattr__` has its name, and what it calls its parameter: it then serves them.
    their_getattr: Option<(u32, String)>,
    /// Whether the module has its own `__dir__`, which stays as it is.
    has_dir: bool,
    /// Whether constants and attempts were found where type checkers see them.
    checked: bool,
    /// Submodules that imports load besides.
    implied: BTreeSet<String>,
    listed: BTreeSet<String>,
    /// `TYPE_CHECKING` may be made available once.
    may_name: bool,
    /// It was.
    is_named: bool,
    /// The module binds it itself.
    is_own_name: bool,
    /// The expressions that are known to say `TYPE_CHECKING` at this point of the module.
    known_names: BTreeSet<String>,
}

/// The next statement that is expected, as a suite.
fn old_first(expected: &[Stmt]) -> Suite {
    expected.last().cloned().into_iter().collect()
}

fn changed<T>(what: impl Into<String>) -> Result<T, RewriteError> {
    Err(RewriteError::Changed(what.into()))
}

impl<'a> Walk<'a> {
    /// Compares two suites; `documented` ones may begin with a docstring.
    fn suite(&mut self, old: Suite, new: Suite, mut place: Place, documented: bool) -> Result<(), RewriteError> {
        if documented && docstring(&old) != docstring(&new) {
            return changed("a docstring would appear, disappear or change");
        }
        let was_empty = old.is_empty();
        let first_prologue = if documented { prologue(&old) } else { 0 };
        let behind_docstring = usize::from(docstring(&old).is_some());
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
            // What stands behind a way out of a function is a place of its own.
            if let Some(next) = expected.last().map(|next| next.start().to_u32())
                && done > 0
                && place != Place::Module
                && place != Place::Function(Some(next))
                && self.insertions.contains_key(&next)
            {
                (place, in_imports) = (Place::Function(Some(next)), true);
            }
            let before_prologue = done < first_prologue;
            let is_theirs =
                matches!((place, &self.their_getattr), (Place::Function(Some(at)), Some((own, _))) if at == *own);
            if is_theirs && done <= behind_docstring && self.takes_branch(&stmt) {
                continue;
            }
            // A string that the imports leave behind is kept from being the docstring.
            let parts = place == Place::Module && done == 0 && docstring(&old_first(&expected)).is_some();
            if parts && stmt.is_pass_stmt() && behind_docstring == 0 {
                continue;
            }
            let matches = match expected.last() {
                Some(wanted) => {
                    self.matches(wanted, &stmt) || (in_imports && self.has_names_joined(wanted, &stmt, place))
                }
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
            let Some(quoted) = self.without_planned_quotes(&old, &mut new) else {
                return false;
            };
            let is_same = counts.0 == counts.1 && ComparableStmt::from(&old) == ComparableStmt::from(&new);
            if is_same {
                self.quotes.retain(|span| !quoted.contains(span));
            }
            return is_same;
        }
        if let (Some(before), Some(after)) = (literal_list(old), literal_list(new)) {
            return self.is_longer_list(before, after);
        }
        ComparableStmt::from(old) == ComparableStmt::from(new) || self.has_name_added(old, new)
    }

    fn may_differ_inside(&self, old: &Stmt, new: &Stmt) -> bool {
        let is_block = |stmt: &Stmt| self.checking_block(stmt).is_some_and(|has_else| !has_else);
        self.has_target(old) && !is_import(old) || (is_block(old) && is_block(new))
    }

    /// Compares the suites of two statements whose heads agree.
    fn inside(&mut self, mut old: Stmt, mut new: Stmt) -> Result<(), RewriteError> {
        if !self.may_differ_inside(&old, &new) {
            return Ok(());
        }
        let is_getattr = matches!(&self.their_getattr, Some((at, _)) if insertion_place(&old) == Some(*at));
        let named = insertion_place(&old).filter(|at| is_getattr || self.insertions.contains_key(at));
        let documented = matches!(old, Stmt::FunctionDef(_) | Stmt::ClassDef(_));
        let is_checking = self.checking_block(&old) == Some(false);
        for (index, (old, new)) in take_suites(&mut old).into_iter().zip(take_suites(&mut new)).enumerate() {
            let named = named.filter(|_| index == 0);
            let at = named.or_else(|| suite_place(&old).filter(|at| !documented && self.insertions.contains_key(at)));
            let place = match at {
                _ if is_checking => Place::Function(None),
                Some(at) => Place::Function(Some(at)),
                None => Place::Other,
            };
            self.suite(old, new, place, documented)?;
        }
        Ok(())
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
        if let Some(stmt) = self.attempts.values().next().filter(|_| !self.checked) {
            return changed(format!("{} would be lost for type checkers", describe(stmt)));
        }
        if let Some(name) = self.served.keys().next() {
            return changed(format!("`{name}` would not be served by `__getattr__`"));
        }
        if let Some(span) = self.quotes.first() {
            return changed(format!("the annotation at byte {} would not be in quotes", span.start));
        }
        match self.listed.first() {
            Some(module) => changed(format!("`{module}` would not be listed in `__lazy_modules__`")),
            None => Ok(()),
        }
    }
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
