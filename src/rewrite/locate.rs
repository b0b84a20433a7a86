//! Finding in the tree what a plan points at by offsets. It refuses a plan that does not fit the text, and edits nothing.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::{Alias, Stmt, StmtIf};
use ruff_text_size::Ranged;

use super::RewriteError;
use super::comment::Remarks;

use super::layout::{Source, range};
use super::lead::{Lead, lead};
use super::suites::{insertion_place, suite_place, suites};
use crate::syntax::Span;
use crate::verdict::{Deferral, DeferredAttempt, DeferredConstant, FilePlan, Insertion, Way};

/// An import statement of which the plan defers one name or more.
pub struct Statement<'a> {
    /// The statement.
    pub stmt: &'a Stmt,
    /// The suite that it stands in.
    pub suite: &'a [Stmt],
    /// Whether that is the module's own suite.
    pub top: bool,
    /// For each alias, what the plan does with it.
    pub deferrals: Vec<Option<&'a Deferral>>,
    /// The comments behind the statement: on its first line (behind the bracket) and on its last.
    pub remarks: Remarks,
    /// The comment above, where it goes away with the statement.
    pub lead: Option<Lead>,
}

/// Everything that a plan points at.
pub struct Located<'a> {
    /// The statements, in the order of the text.
    pub statements: Vec<Statement<'a>>,
    /// The suite for every place of an insertion.
    pub places: BTreeMap<u32, Home<'a>>,
    /// The `try` statements that `__getattr__` runs.
    pub attempts: Vec<(&'a Stmt, &'a DeferredAttempt)>,
    /// The constants that `__getattr__` computes: the statement, and what the plan says of it.
    pub constants: Vec<(&'a Stmt, &'a DeferredConstant)>,
}

/// A suite that gets imports.
pub struct Home<'a> {
    /// Its statements.
    pub body: &'a [Stmt],
    /// Whether it is the body of a function, which may begin with a docstring.
    pub is_function: bool,
    /// Where the statement ends behind which it begins, where it is not a whole suite.
    pub behind: Option<usize>,
}

impl<'a> Statement<'a> {
    /// The names that the statement imports.
    pub fn aliases(&self) -> &'a [Alias] {
        aliases(self.stmt)
    }

    /// Whether the alias goes away: deferred in any way but by `lazy` or `__lazy_modules__`.
    pub fn is_removed(&self, alias: usize) -> bool {
        self.deferrals.get(alias).copied().flatten().is_some_and(removes)
    }

    /// Whether the whole statement goes away.
    pub fn is_all_removed(&self) -> bool {
        (0..self.deferrals.len()).all(|alias| self.is_removed(alias))
    }

    /// Whether the alias becomes `lazy`.
    pub fn is_lazy(&self, alias: usize) -> bool {
        self.deferrals
            .get(alias)
            .copied()
            .flatten()
            .is_some_and(|deferral| deferral.way == Way::LazyKeyword)
    }

    /// Whether some alias stays in the statement as it was, so that `lazy` ones need a statement of their own.
    pub fn keeps_eager(&self) -> bool {
        (0..self.deferrals.len()).any(|alias| !self.is_removed(alias) && !self.is_lazy(alias))
    }

    /// Whether the alias leaves its statement.
    pub fn leaves(&self, alias: usize) -> bool {
        self.is_removed(alias) || (self.is_lazy(alias) && self.keeps_eager())
    }

    /// The deferred aliases, with what the plan does with them.
    pub fn deferred(&self) -> impl Iterator<Item = (&'a Alias, &'a Deferral)> {
        self.aliases()
            .iter()
            .zip(self.deferrals.iter().copied())
            .filter_map(|(alias, deferral)| Some((alias, deferral?)))
    }
}

/// Whether this way of deferring takes the name out of its statement.
pub fn removes(deferral: &Deferral) -> bool {
    !deferral.way.is_lazy()
}

/// The names that an import statement imports; none of any other statement.
pub fn aliases(stmt: &Stmt) -> &[Alias] {
    match stmt {
        Stmt::Import(import) => &import.names,
        Stmt::ImportFrom(from) => &from.names,
        _ => &[],
    }
}

impl<'a> Located<'a> {
    /// Finds every statement, alias and place of `plan` in `source`.
    ///
    /// # Errors
    /// `NotFound` with the span of what is not there; `Overlap` when one alias is deferred twice.
    pub fn find(source: &'a Source<'_>, plan: &'a FilePlan) -> Result<Self, RewriteError> {
        let mut wanted: BTreeMap<Span, Vec<&Deferral>> = BTreeMap::new();
        for deferral in &plan.deferrals {
            wanted.entry(deferral.statement).or_default().push(deferral);
        }
        let mut statements = Vec::new();
        collect_statements(source, source.body(), true, &mut wanted, &mut statements)?;
        if let Some((span, _)) = wanted.first_key_value() {
            return Err(RewriteError::NotFound(*span));
        }
        find_leads(source, &mut statements);
        let mut missing: BTreeSet<u32> = plan
            .deferrals
            .iter()
            .flat_map(|deferral| &deferral.way.moved().insertions)
            .map(|i: &Insertion| i.at)
            .chain(
                plan.constants
                    .iter()
                    .flat_map(|constant| constant.functions.iter().copied()),
            )
            .collect();
        let functions = plan.attempts.iter().flat_map(|attempt| &attempt.functions);
        missing.extend(functions.map(|(at, _)| *at));
        let at_top = |span: Span| {
            let mut own = source.body().iter();
            own.find(|stmt| Span::from(stmt.range()) == span)
                .ok_or(RewriteError::NotFound(span))
        };
        let attempts = plan.attempts.iter();
        let attempts = attempts.map(|attempt| {
            let Some(told) = attempt.told else {
                return Ok((at_top(attempt.statement)?, attempt));
            };
            let (_, own) = told_and_tried(at_top(told)?).ok_or(RewriteError::NotFound(told))?;
            Ok((own, attempt))
        });
        let attempts = attempts.collect::<Result<Vec<_>, RewriteError>>()?;
        let mut constants = Vec::new();
        for constant in &plan.constants {
            constants.push((at_top(constant.statement)?, constant));
        }
        let mut places = BTreeMap::new();
        collect_places(source.body(), &mut missing, &mut places);
        match missing.first() {
            Some(at) => Err(RewriteError::NotFound(Span::new(*at, *at))),
            None => Ok(Located {
                statements,
                places,
                attempts,
                constants,
            }),
        }
    }
}

/// The clause of an `if` and the one statement in it, where that is an `else`.
pub fn told_and_tried(stmt: &Stmt) -> Option<(&StmtIf, &Stmt)> {
    let branch = stmt.as_if_stmt()?;
    match branch.elif_else_clauses.as_slice() {
        [only] if only.test.is_none() => match only.body.as_slice() {
            [own] => Some((branch, own)),
            _ => None,
        },
        _ => None,
    }
}

/// Module level includes the suites of `if`, `try` and the like, but no function or class.
fn collect_statements<'a>(
    source: &'a Source<'_>,
    suite: &'a [Stmt],
    top: bool,
    wanted: &mut BTreeMap<Span, Vec<&'a Deferral>>,
    found: &mut Vec<Statement<'a>>,
) -> Result<(), RewriteError> {
    for (at, stmt) in suite.iter().enumerate() {
        let names = aliases(stmt);
        if !names.is_empty()
            && let Some(planned) = wanted.remove(&Span::from(stmt.range()))
        {
            let mut deferrals = vec![None; names.len()];
            if names.iter().any(|alias| alias.name.as_str() == "*") && planned.iter().any(|deferral| removes(deferral))
            {
                return Err(RewriteError::Changed(
                    "what a star import binds is not known".to_owned(),
                ));
            }
            for deferral in planned {
                let index = names
                    .iter()
                    .position(|alias| Span::from(alias.range()) == deferral.alias);
                let slot = index.and_then(|index| deferrals.get_mut(index));
                match slot {
                    Some(slot @ None) => *slot = Some(deferral),
                    Some(Some(_)) => return Err(RewriteError::Overlap(deferral.alias)),
                    None => return Err(RewriteError::NotFound(deferral.alias)),
                }
            }
            let remarks = remarks_of(source, stmt);
            let goes = |other: &Stmt| {
                let mut known = found.iter();
                known.any(|known| range(known.stmt) == range(other) && known.is_all_removed())
            };
            // What stays keeps what the line tells people.
            let is_alone = on_line_before(source, suite, at).all(goes);
            found.push(Statement {
                stmt,
                suite,
                top,
                deferrals,
                remarks: if is_alone { remarks } else { remarks.without_prose() },
                lead: None,
            });
        } else if !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
            for inner in suites(stmt) {
                collect_statements(source, inner, false, wanted, found)?;
            }
        }
    }
    Ok(())
}

/// The statements of a suite that stand on one line with that at a place, before it; the nearest first.
fn on_line_before<'a>(source: &Source<'_>, suite: &'a [Stmt], at: usize) -> impl Iterator<Item = &'a Stmt> {
    let line = |stmt: &Stmt| source.logical_start(range(stmt).start);
    let own = line(&suite[at]);
    suite[..at].iter().rev().take_while(move |stmt| line(stmt) == own)
}

/// Finds the comments above statements that go away, and has them travel with what the statements import.
fn find_leads(source: &Source<'_>, statements: &mut [Statement<'_>]) {
    let removed: Vec<_> = statements
        .iter()
        .filter(|statement| statement.is_all_removed())
        .map(|statement| range(statement.stmt))
        .collect();
    for statement in statements {
        let moves =
            |(_, deferral): (_, &Deferral)| for_checkers(deferral) || !deferral.way.moved().insertions.is_empty();
        if !statement.is_all_removed() || !statement.deferred().any(moves) {
            continue;
        }
        let is_removed = |stmt: &Stmt| removed.contains(&range(stmt));
        statement.lead = lead(source, statement.suite, statement.stmt, is_removed);
        if let Some(lead) = &statement.lead {
            statement.remarks.set_above(lead.lines.clone());
        }
    }
}

fn collect_places<'a>(suite: &'a [Stmt], missing: &mut BTreeSet<u32>, found: &mut BTreeMap<u32, Home<'a>>) {
    for stmt in suite {
        for (index, body) in suites(stmt).into_iter().enumerate() {
            let is_function = stmt.is_function_def_stmt();
            let named = insertion_place(stmt).filter(|_| index == 0);
            let mut places = named.into_iter().chain(suite_place(body).filter(|_| !is_function));
            if let Some(at) = places.find(|at| missing.remove(at)) {
                let behind = None;
                found.insert(
                    at,
                    Home {
                        body,
                        is_function,
                        behind,
                    },
                );
            }
            // Behind a statement that may leave the suite.
            for (at, next) in body.iter().enumerate().skip(1) {
                if missing.remove(&next.start().to_u32()) {
                    let home = Home {
                        body: &body[at..],
                        is_function: false,
                        behind: Some(range(&body[at - 1]).end),
                    };
                    found.insert(next.start().to_u32(), home);
                }
            }
        }
        for inner in suites(stmt) {
            collect_places(inner, missing, found);
        }
    }
}

/// Comments on the first and the last line of the statement, if no other statement shares its logical line.
pub fn remarks_of(source: &Source<'_>, stmt: &Stmt) -> Remarks {
    let span = range(stmt);
    let end = source.logical_end(span.end);
    let mut remarks = Remarks::default();
    let first_line = source.line_end(span.start);
    let alone = source.comments_in(span.end..end).next().is_some_and(|comment| {
        source.text[span.end..end]
            .trim_start_matches([' ', '\t', ';', '\x0c'])
            .starts_with(comment)
    });
    if first_line < span.end {
        source
            .comments_in(span.start..first_line)
            .for_each(|comment| remarks.merge(&Remarks::parse(comment)));
    }
    if alone {
        source
            .comments_in(span.end..end)
            .for_each(|comment| remarks.merge(&Remarks::parse(comment)));
    }
    remarks
}

/// Whether the import is also kept for type checkers.
pub fn for_checkers(deferral: &Deferral) -> bool {
    deferral.way.moved().for_checkers()
}
