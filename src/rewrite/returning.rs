//! Imports that come back from functions and `TYPE_CHECKING` blocks to the top of the module, as `lazy` ones. This pass comes
//! first, with a proof of its own: without what comes back, and the names that then nothing needs, old and new tree are the same.
mod answers;
mod branches;
mod naming;
mod own;
mod placing;
pub mod served;
pub mod tables;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Alias, Expr, Stmt, Suite};
use ruff_text_size::Ranged;

use super::RewriteError;
use super::comment::Remarks;
use super::copies::copy_of;
use super::edit::apply;
use super::import_text::{ImportLine, group};
use super::layout::Source;
use super::lead::{self, Lead};
use super::locate::{Located, Statement, aliases, remarks_of};
use super::removal;
use super::replacing::moved;
use super::section::is_checking_test;
use super::suites::{assigned_name, is_import, suites, take_suites};
use crate::syntax::Span;
use crate::verdict::{Deferral, FilePlan};
use placing::placed;

/// The name that type checkers ask for.
const CHECKING: &str = "TYPE_CHECKING";

/// What comments say that are about an import.
/// Not in `rules/`: they are words of people.
const ABOUT_IMPORTS: [&str; 9] = [
    "import",
    "load",
    "lazi",
    "lazy",
    "circular",
    "cycle",
    "cyclic",
    "defer",
    "annotation",
];

/// The text with the imports back at the top, and the plan with all its places moved accordingly.
///
/// # Errors
/// `NotFound` for an import that is not there; `Changed` where anything else would differ.
pub fn bring_back(text: &str, plan: &FilePlan) -> Result<(String, FilePlan), RewriteError> {
    if plan.returns.is_empty() {
        return Ok((text.to_owned(), plan.clone()));
    }
    let source = Source::parse(text)?.styled(&plan.style);
    let wanted: BTreeSet<Span> = plan.returns.iter().copied().collect();
    let gone = Deferral::default();
    let mut found = Found::default();
    found.look(source.body(), true, &wanted);
    if let Some(span) = wanted.iter().find(|span| !found.aliases.contains(span)) {
        return Err(RewriteError::NotFound(*span));
    }
    found.empty_blocks(source.body(), &wanted);
    found.unneeded(source.body());
    let there: BTreeSet<String> = source.body().iter().flat_map(atoms).collect();
    let mut lines: BTreeMap<String, ImportLine> = BTreeMap::new();
    let is_gone = |stmt: &Stmt| is_import(stmt) && aliases(stmt).iter().all(|alias| wanted.contains(&span(alias)));
    for one in &found.back {
        let statement = commented(&source, one, &gone, &is_gone);
        for alias in aliases(one.stmt).iter().filter(|alias| wanted.contains(&span(*alias))) {
            let atom = atom(one.stmt, alias);
            // What the module imports already needs no second one.
            if there.contains(&atom) {
                continue;
            }
            let line = copy_of(&source, &statement, alias, true);
            match lines.entry(atom) {
                Entry::Vacant(entry) => drop(entry.insert(line)),
                Entry::Occupied(mut entry) => entry.get_mut().remarks.merge(&line.remarks),
            }
        }
    }
    let located = Located {
        statements: found
            .statements
            .iter()
            .map(|one| commented(&source, one, &gone, &is_gone))
            .collect(),
        places: Default::default(),
        attempts: Vec::new(),
        constants: Vec::new(),
    };
    let (back, mut lines): (BTreeSet<String>, Vec<ImportLine>) = lines.into_iter().unzip();
    lines.sort_by_key(|line| line.key(&plan.style));
    let lines = group(lines, &source.style);
    let without = apply(text, removal::edits(&source, &located))?;
    let shorter = Source::parse(&without.text)?.styled(&plan.style);
    let applied = apply(&without.text, placed(&shorter, &lines, true))?;
    prove(source.body(), &applied.text, &found, back)?;
    let mut plan = moved(&moved(plan, &without), &applied);
    plan.returns.clear();
    Ok((applied.text, plan))
}

fn statement<'a>(one: &One<'a>, gone: &'a Deferral) -> Statement<'a> {
    Statement {
        stmt: one.stmt,
        suite: one.suite,
        top: one.top,
        deferrals: one.gone.iter().map(|is_gone| is_gone.then_some(gone)).collect(),
        remarks: Remarks::default(),
        lead: None,
    }
}

/// The same with the comments that are about the import, which go with it.
fn commented<'a>(
    source: &Source<'_>,
    one: &One<'a>,
    gone: &'a Deferral,
    is_gone: &impl Fn(&Stmt) -> bool,
) -> Statement<'a> {
    let mut statement = statement(one, gone);
    if !is_import(one.stmt) {
        return statement;
    }
    let remarks = remarks_of(source, one.stmt).without_function();
    if one.gone.contains(&false) {
        statement.remarks = remarks.without_prose();
        return statement;
    }
    statement.remarks = remarks;
    let is_last = one
        .suite
        .iter()
        .all(|other| is_gone(other) || other.start() < one.stmt.start());
    let is_about = |lead: &Lead| one.top || is_last || lead.lines.iter().any(|line| speaks_of_import(line));
    statement.lead =
        lead::lead(source, one.suite, one.stmt, is_gone).filter(|lead| !lead.lines.is_empty() && is_about(lead));
    if let Some(lead) = &statement.lead {
        statement.remarks.set_above(lead.lines.clone());
    }
    statement
}

/// Whether a comment above an import in a function is about that, and not about the code below it.
fn speaks_of_import(comment: &str) -> bool {
    let comment = comment.to_ascii_lowercase();
    ABOUT_IMPORTS.iter().any(|word| comment.contains(word))
}

fn span(ranged: &impl Ranged) -> Span {
    Span::from(ranged.range())
}

/// An alias as an import of its own, in words.
fn atom(stmt: &Stmt, alias: &Alias) -> String {
    let from = match stmt {
        Stmt::ImportFrom(from) => format!(
            "from {}{} ",
            ".".repeat(from.level as usize),
            from.module.as_deref().unwrap_or_default()
        ),
        _ => String::new(),
    };
    let asname = alias.asname.as_ref().map_or("", |name| name.as_str());
    format!("{from}import {} as {asname}", alias.name)
}

/// All imports of a statement.
fn atoms(stmt: &Stmt) -> Vec<String> {
    aliases(stmt).iter().map(|alias| atom(stmt, alias)).collect()
}

/// A statement that goes, or loses some of its names.
struct One<'a> {
    stmt: &'a Stmt,
    suite: &'a [Stmt],
    top: bool,
    /// Which of its names go; one entry for a statement that is not an import.
    gone: Vec<bool>,
}

/// What goes from where it stands.
#[derive(Default)]
struct Found<'a> {
    /// The statements that hold what comes back.
    back: Vec<One<'a>>,
    /// What goes: these, or the blocks that they leave empty, and names that nothing needs any more.
    statements: Vec<One<'a>>,
    aliases: BTreeSet<Span>,
    /// Names that go besides what comes back, and statements that go as a whole.
    besides: BTreeSet<Span>,
}

impl<'a> Found<'a> {
    fn look(&mut self, suite: &'a [Stmt], top: bool, wanted: &BTreeSet<Span>) {
        for stmt in suite {
            let gone: Vec<bool> = aliases(stmt)
                .iter()
                .map(|alias| wanted.contains(&span(alias)))
                .collect();
            if gone.contains(&true) {
                self.aliases.extend(aliases(stmt).iter().map(span));
                self.back.push(One { stmt, suite, top, gone });
            }
            for inner in suites(stmt) {
                self.look(inner, false, wanted);
            }
        }
    }

    /// Blocks for type checkers that hold nothing else go as a whole.
    fn empty_blocks(&mut self, body: &'a [Stmt], wanted: &BTreeSet<Span>) {
        let goes = |stmt: &Stmt| is_import(stmt) && aliases(stmt).iter().all(|alias| wanted.contains(&span(alias)));
        let mut inside: BTreeSet<Span> = BTreeSet::new();
        for stmt in body {
            let Stmt::If(branch) = stmt else { continue };
            let is_emptied = branch.elif_else_clauses.is_empty() && branch.body.iter().all(goes);
            if is_checking_test(&branch.test) && is_emptied {
                inside.extend(branch.body.iter().map(span));
                self.besides.insert(span(stmt));
                self.statements.push(One {
                    stmt,
                    suite: body,
                    top: true,
                    gone: vec![true],
                });
            }
        }
        for one in &self.back {
            if !inside.contains(&span(one.stmt)) {
                self.statements.push(One {
                    gone: one.gone.clone(),
                    ..*one
                });
            }
        }
    }

    /// `TYPE_CHECKING` itself, once nothing asks for it.
    fn unneeded(&mut self, body: &'a [Stmt]) {
        if !self.besides.is_empty() {
            self.all_unneeded(body);
        }
    }

    fn all_unneeded(&mut self, body: &'a [Stmt]) {
        let mut asked = Asked::default();
        let stays = |stmt: &&Stmt| !self.besides.contains(&span(*stmt));
        for stmt in body.iter().filter(stays) {
            asked.visit_stmt(stmt);
        }
        if asked.0 {
            return;
        }
        for stmt in body {
            let is_constant = assigned_name(stmt).is_some_and(|(name, value)| {
                name == CHECKING && matches!(value, Some(Expr::BooleanLiteral(literal)) if !literal.value)
            });
            let is_typing = matches!(stmt, Stmt::ImportFrom(from)
                if matches!(from.module.as_deref(), Some("typing" | "typing_extensions")) && from.level == 0);
            let names = |alias: &Alias| is_typing && alias.name.as_str() == CHECKING && alias.asname.is_none();
            let gone: Vec<bool> = match is_constant {
                true => vec![true],
                false => aliases(stmt).iter().map(names).collect(),
            };
            if gone.contains(&true) {
                let own = aliases(stmt).iter().filter(|alias| names(alias)).map(span);
                self.besides.extend(own);
                self.besides.extend(is_constant.then(|| span(stmt)));
                self.statements.push(One {
                    stmt,
                    suite: body,
                    top: true,
                    gone,
                });
            }
        }
    }
}

/// Whether something asks for `TYPE_CHECKING`.
#[derive(Default)]
struct Asked(bool);

impl<'a> Visitor<'a> for Asked {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0 |= match expr {
            Expr::Name(name) => name.ctx.is_load() && name.id == CHECKING,
            Expr::StringLiteral(text) => text.value.to_str() == CHECKING,
            _ => false,
        };
        visitor::walk_expr(self, expr);
    }
}

/// Whether the new text is the old one but for what comes back, and goes.
fn prove(old: &[Stmt], new: &str, found: &Found<'_>, mut back: BTreeSet<String>) -> Result<(), RewriteError> {
    let changed = |what: String| Err(RewriteError::Changed(what));
    let parsed = match Source::parse(new) {
        Ok(parsed) => parsed,
        Err(error) => return changed(format!("it would not parse: {error}")),
    };
    let was_there = |stmt: &Stmt| {
        old.iter()
            .any(|one| ComparableStmt::from(one) == ComparableStmt::from(stmt))
    };
    let is_lazy = |stmt: &Stmt| match stmt {
        Stmt::Import(import) => import.is_lazy,
        Stmt::ImportFrom(from) => from.is_lazy,
        _ => false,
    };
    let mut rest = Suite::new();
    for stmt in parsed.body() {
        if !is_lazy(stmt) || was_there(stmt) {
            rest.push(stmt.clone());
            continue;
        }
        for alias in aliases(stmt) {
            if !back.remove(&atom(stmt, alias)) {
                return changed(format!("unplanned lazy import of `{}`", alias.name));
            }
        }
    }
    if let Some(missing) = back.first() {
        return changed(format!("lost {missing}"));
    }
    match same(old.iter().cloned().collect(), rest, found, true) {
        true => Ok(()),
        false => changed("more than imports would come back".to_owned()),
    }
}

/// Whether two suites are the same but for what goes.
fn same(old: Suite, new: Suite, found: &Found<'_>, top: bool) -> bool {
    let was_empty = old.is_empty();
    let expected: Suite = old.into_iter().filter_map(|stmt| without(stmt, found)).collect();
    if expected.is_empty() && !was_empty && !top {
        return matches!(new.as_slice(), [Stmt::Pass(_)]);
    }
    expected.len() == new.len()
        && expected.into_iter().zip(new).all(|(mut old, mut new)| {
            let (inner, others) = (take_suites(&mut old), take_suites(&mut new));
            ComparableStmt::from(&old) == ComparableStmt::from(&new)
                && inner.len() == others.len()
                && inner
                    .into_iter()
                    .zip(others)
                    .all(|(old, new)| same(old, new, found, false))
        })
}

/// What stays of a statement.
fn without(mut stmt: Stmt, found: &Found<'_>) -> Option<Stmt> {
    let mut goes: BTreeSet<Span> = found.besides.clone();
    for one in &found.back {
        let names = aliases(one.stmt).iter().zip(&one.gone);
        goes.extend(names.filter(|(_, gone)| **gone).map(|(alias, _)| span(alias)));
    }
    if goes.contains(&span(&stmt)) {
        return None;
    }
    match &mut stmt {
        Stmt::Import(import) => import.names.retain(|alias| !goes.contains(&span(alias))),
        Stmt::ImportFrom(from) => from.names.retain(|alias| !goes.contains(&span(alias))),
        _ => return Some(stmt),
    }
    (!aliases(&stmt).is_empty()).then_some(stmt)
}
