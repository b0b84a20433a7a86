//! A module's own `__lazy_modules__` stays true: what moves away leaves it, where no import that stays is named by the same entry.
//! Whether somebody reads the list is not judged here.
use std::collections::BTreeSet;
use std::ops::Range;

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::{Alias, Stmt};

use super::RewriteError;
use super::edit::{Edit, apply};
use super::layout::{Source, range};
use super::lazy::{LiteralList, listed_modules, literal_list};
use super::lead;
use super::list_item;
use super::locate::{aliases, removes};
use super::removal;
use super::replacing::moved;
use super::section::is_checking_test;
use super::suites::{docstring, suites};
use crate::syntax::Span;
use crate::verdict::FilePlan;

/// Takes the entries out, and the list if nothing is left in it.
///
/// # Errors
/// `Changed` where anything else would differ.
pub fn take_out(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    let source = Source::parse(text)?;
    let Some(shorter) = shorter(source.body(), plan) else {
        return Ok((text.to_owned(), plan.clone()));
    };
    let applied = apply(text, shorter.edits(&source))?;
    let result = Source::parse(&applied.text)?;
    if docstring(source.body()) != docstring(result.body()) {
        return Ok((text.to_owned(), plan.clone()));
    }
    if !shorter.is_all_that_differs(&source, &result) {
        return Err(RewriteError::Changed(
            "more than entries of `__lazy_modules__` would go".to_owned(),
        ));
    }
    Ok((applied.text.clone(), moved(plan, &applied)))
}

/// A list of which some entries, or all, are true no more.
struct Shorter<'a> {
    stmt: &'a Stmt,
    list: LiteralList,
    /// For each entry, whether it goes.
    gone: Vec<bool>,
}

impl Shorter<'_> {
    fn is_empty(&self) -> bool {
        self.gone.iter().all(|gone| *gone)
    }

    fn edits(&self, source: &Source<'_>) -> Vec<Edit> {
        if self.is_empty() {
            let lead = lead::about(source, self.stmt);
            return removal::statement(source, self.stmt, lead);
        }
        let spans: Vec<Range<usize>> = self.list.items.iter().map(|(span, _)| span.clone()).collect();
        // A tuple of one needs its comma.
        let left = self.gone.iter().filter(|gone| !**gone).count();
        let keeps_comma = left == 1 && source.text[self.list.span.clone()].starts_with('(');
        let close = self.list.span.end.saturating_sub(1);
        list_item::remove(source, &spans, &self.gone, close, keeps_comma)
    }

    /// The proof: every other statement is there as it was, the list holds what stays, and no comment is lost that is not about it.
    fn is_all_that_differs(&self, old: &Source<'_>, new: &Source<'_>) -> bool {
        let is_list = |stmt: &&Stmt| range(*stmt) == range(self.stmt);
        let at = old.body().iter().position(|stmt| is_list(&stmt));
        let mut rest: Vec<&Stmt> = new.body().iter().collect();
        let left = match at.filter(|&at| !self.is_empty() && at < rest.len()) {
            Some(at) => literal_list(rest.remove(at)),
            None => None,
        };
        let wanted = self.list.items.iter().zip(&self.gone).filter(|(_, gone)| !**gone);
        let wanted = wanted.map(|((_, name), _)| name.as_str());
        let has_them = match &left {
            Some(list) => list.items.iter().map(|(_, name)| name.as_str()).eq(wanted),
            None => self.is_empty(),
        };
        let others = old
            .body()
            .iter()
            .filter(|stmt| !is_list(stmt))
            .map(ComparableStmt::from);
        let span = range(self.stmt);
        let about = lead::about(old, self.stmt)
            .filter(|_| self.is_empty())
            .unwrap_or(span.start);
        let end = old.logical_end(span.end);
        let mut comments: Vec<&str> = new.comments_in(0..new.text.len()).collect();
        let mut found = |comment: &str| {
            let at = comments.iter().position(|other| *other == comment);
            at.map(|at| comments.remove(at)).is_some()
        };
        let mut kept = old.comments_in(0..about).chain(old.comments_in(end..old.text.len()));
        has_them && others.eq(rest.into_iter().map(ComparableStmt::from)) && kept.all(&mut found)
    }
}

/// The list of a module from which a plan takes entries.
fn shorter<'a>(body: &'a [Stmt], plan: &FilePlan) -> Option<Shorter<'a>> {
    if !plan.tends_list {
        return None;
    }
    let (stmt, list) = body.iter().find_map(|stmt| Some((stmt, literal_list(stmt)?)))?;
    let mut named = Named {
        plan,
        list_ends: range(stmt).end,
        moved: BTreeSet::new(),
        stays: BTreeSet::new(),
    };
    named.look(body, false);
    let is_gone = |name: &String| named.moved.contains(name) && !named.stays.contains(name);
    let gone: Vec<bool> = list.items.iter().map(|(_, name)| is_gone(name)).collect();
    gone.contains(&true).then_some(Shorter { stmt, list, gone })
}

/// The modules that the imports of a module name, as a list names them.
struct Named<'a> {
    plan: &'a FilePlan,
    list_ends: usize,
    /// By imports that the list makes lazy, and that go away.
    moved: BTreeSet<String>,
    /// By others.
    stays: BTreeSet<String>,
}

impl Named<'_> {
    /// Looks at what is executed with the module. A list concerns no import in a function.
    fn look(&mut self, suite: &[Stmt], in_try: bool) {
        for stmt in suite {
            for alias in aliases(stmt) {
                let Some(name) = listed_modules(stmt, alias, self.plan) else {
                    continue;
                };
                let is_lazy = !in_try && range(stmt).start >= self.list_ends && alias.name.as_str() != "*";
                match self.goes(alias) {
                    true if is_lazy => drop(self.moved.insert(name)),
                    true => {}
                    false => drop(self.stays.insert(name)),
                }
            }
            if matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
                continue;
            }
            let for_checkers = matches!(stmt, Stmt::If(branch) if is_checking_test(&branch.test));
            for inner in suites(stmt).into_iter().skip(usize::from(for_checkers)) {
                self.look(inner, in_try || stmt.is_try_stmt());
            }
        }
    }

    fn goes(&self, alias: &Alias) -> bool {
        let span = Span::from(alias.range);
        let mut deferrals = self.plan.deferrals.iter();
        deferrals.any(|deferral| deferral.alias == span && removes(deferral))
    }
}
