//! The imports that only type checkers see, under `if TYPE_CHECKING:`; reusing a block that is there. Works on the text from
//! which the imports have already been taken.
use std::collections::BTreeSet;

use ruff_python_ast::{Alias, Stmt, StmtIf};
use ruff_text_size::Ranged;

use super::among::{grouped, leading_imports, place};
use super::comment::Remarks;
use super::copies::{bound_name, copy_of, mark_exported, rename};
use super::edit::{Edit, apply};
use super::getattr::Getattr;
use super::import_text::{ImportLine, columns, group};
use super::insertion::{first_line, header_end};
use super::joining::join;
use super::layout::{Source, range, statement_lines};
use super::locate::{Located, Statement, for_checkers};
use super::moved::{Moved, Moving, arrange};
use super::removal::above_constant;
use super::suites::is_import;
use super::{RewriteError, section, typing_name};
use crate::verdict::{Deferral, FilePlan, Marks};

/// What moves under `if TYPE_CHECKING:`.
#[derive(Debug, Default)]
pub struct Block {
    /// Imports for annotations.
    plain: Vec<Moved>,
    /// Imports of names that `__getattr__` serves.
    served: Vec<Moved>,
}

impl Block {
    /// Collects what the plan keeps for type checkers.
    pub fn of(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Self {
        let moving = |served: bool| {
            let statements = located.statements.iter().filter_map(|statement| {
                let written = written(source, statement, served, plan);
                (!written.is_empty()).then(|| Moving {
                    verbatim: verbatim(source, statement),
                    written,
                })
            });
            arrange(statements.collect(), &source.style)
        };
        let mut block = Block {
            plain: moving(false),
            served: moving(true),
        };
        if !located.constants.is_empty() || !located.attempts.is_empty() {
            // Constants need what is imported for them, and no `else` may follow a block that was there before.
            block.served.append(&mut block.plain);
            block.served.sort_by_key(|one| one.key(&source.style));
        }
        let names = located.statements.iter().flat_map(|statement| {
            let offered = statement
                .deferred()
                .filter(|(_, deferral)| is_only_offered(source, deferral));
            offered.filter_map(|(alias, _)| {
                let name = bound_name(alias, statement.stmt);
                Some(format!("{name} = {}", hidden(source, statement.stmt, alias, plan)?))
            })
        });
        let names: BTreeSet<String> = names.collect();
        for (index, line) in names.into_iter().enumerate() {
            block.push_statement(std::iter::once(line), index == 0);
        }
        for (stmt, _) in located.attempts.iter().filter(|(_, attempt)| attempt.told.is_none()) {
            let line = source.logical_start(range(*stmt).start);
            let above = source.text[source.comments_above(line)..line]
                .lines()
                .map(str::to_owned);
            block.push_statement(above.chain(statement_lines(source, stmt)), true);
        }
        for (index, (stmt, _)) in located.constants.iter().enumerate() {
            let line = source.logical_start(range(*stmt).start);
            let above = above_constant(source, located, stmt).unwrap_or(line);
            let above = source.text[above..line].lines().map(str::to_owned);
            block.push_statement(above.chain(statement_lines(source, stmt)), index == 0);
        }
        block
    }

    /// A statement as it stands, perhaps behind a blank line.
    fn push_statement(&mut self, lines: impl Iterator<Item = String>, apart: bool) {
        let mut lines: Vec<String> = lines.collect();
        if apart && !self.served.is_empty() {
            lines.insert(0, String::new());
        }
        self.served.push(Moved::Verbatim(lines, None));
    }

    /// Whether nothing moves.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.served.is_empty()
    }
}

/// What keeps linters from minding `x as x`, where such comments are wanted.
const REDUNDANT: &str = "# noqa: PLC0414";

/// Whether a served name has to be marked as offered: the module's own functions import it, from the module or from where it
/// comes, so that linters see no other use of it here, and would take it away.
fn is_only_offered(source: &Source<'_>, deferral: &Deferral) -> bool {
    let moved = deferral.way.moved();
    moved.getattr && !moved.insertions.is_empty() && !moved.has_other_use && source.style.marks != Marks::Spare
}

/// The name under which a name is imported that is then given to others by an assignment: linters see a use of it, and type
/// checkers that it is offered. None where an import says that, too, or where the file says the other name.
fn hidden(source: &Source<'_>, stmt: &Stmt, alias: &Alias, plan: &FilePlan) -> Option<String> {
    let wanted = match source.style.marks {
        Marks::Assign => true,
        Marks::Complain => !plan.is_package || is_renamed(alias),
        // `x as y` marks nothing: linters that check nothing but what they do by themselves take it away.
        Marks::Keep => is_renamed(alias),
        Marks::Spare => false,
    };
    let name = bound_name(alias, stmt);
    // `import a.b` binds `a`.
    let is_package = stmt.is_import_stmt() && alias.asname.is_none() && alias.name.contains('.');
    let other = format!("_{name}");
    (wanted && !is_package && !name.starts_with('_') && !source.text.contains(&other)).then_some(other)
}

fn is_renamed(alias: &Alias) -> bool {
    alias.asname.as_ref().is_some_and(|name| name.id != alias.name.id)
}

/// The statement as it stands, if all of it moves, to one place, and it shares its lines with nothing.
fn verbatim(source: &Source<'_>, statement: &Statement<'_>) -> Option<Vec<String>> {
    let served = statement
        .deferred()
        .filter(|(_, deferral)| deferral.way.moved().getattr)
        .count();
    let all_move = statement.is_all_removed() && statement.deferred().all(|(_, deferral)| for_checkers(deferral));
    let span = range(statement.stmt);
    let (line, end) = (source.logical_start(span.start), source.logical_end(span.end));
    let indent = source.indent_of(span.start);
    let behind = source.text[span.end..end].trim_start_matches([' ', '\t']);
    let is_alone = source.text[line..span.start] == *indent && (behind.is_empty() || behind.starts_with('#'));
    let is_marked = statement
        .deferred()
        .any(|(_, deferral)| is_only_offered(source, deferral));
    if !all_move || is_marked || !is_alone || (served != 0 && served != statement.deferrals.len()) {
        return None;
    }
    let mut lines = source.text[span.start..end].split(source.newline);
    let first = lines.next()?.to_owned();
    let code = columns(source.text[span.clone()].lines().next()?) + source.unit.len() + statement.remarks.width();
    if code > source.style.line_length
        && !source.text[span].contains(['\n', '\r'])
        && statement.stmt.is_import_from_stmt()
    {
        return None;
    }
    let rest = lines.map(|line| line.strip_prefix(indent).unwrap_or(line).to_owned());
    let above = statement.remarks.above_text("", "\n");
    Some(
        above
            .lines()
            .map(str::to_owned)
            .chain(std::iter::once(first))
            .chain(rest)
            .collect(),
    )
}

fn written(source: &Source<'_>, statement: &Statement<'_>, served: bool, plan: &FilePlan) -> Vec<ImportLine> {
    let mut lines: Vec<ImportLine> = Vec::new();
    for (alias, deferral) in statement
        .deferred()
        .filter(|(_, deferral)| for_checkers(deferral) && deferral.way.moved().getattr == served)
    {
        let mut line = copy_of(source, statement, alias, true);
        let is_offered = is_only_offered(source, deferral);
        let hidden = hidden(source, statement.stmt, alias, plan).filter(|_| is_offered);
        if let Some(other) = &hidden {
            rename(&mut line, other);
        }
        let is_marked = is_offered && hidden.is_none() && mark_exported(&mut line);
        line.remarks = line.remarks.without_order();
        let is_minded = source.style.marks == Marks::Complain && !plan.is_package && plan.suppression.is_some();
        if is_marked && is_minded {
            line.remarks.merge(&Remarks::parse(REDUNDANT));
        }
        if !statement.is_all_removed() {
            line.remarks = line.remarks.without_prose();
        }
        lines.push(line);
    }
    group(lines, &source.style)
}

/// Adds the blocks to `text`. `anchor` is where a new block belongs, unless what it tests is bound behind that; line ends and indentation are those of `like`.
///
/// # Errors
/// `Changed` when `text` does not parse; `Overlap` as everywhere.
pub fn add(
    text: &str,
    anchor: usize,
    block: &Block,
    getattr: Option<&Getattr<'_>>,
    plan: &FilePlan,
    like: &Source<'_>,
) -> Result<String, RewriteError> {
    let source = parse_like(text, like)?;
    let existing = source.body().iter().find_map(|stmt| reusable(&source, stmt));
    let Some(existing) = existing.filter(|_| !block.plain.is_empty()) else {
        let mut all: Vec<Moved> = block.plain.iter().chain(&block.served).cloned().collect();
        all.sort_by_key(|one| one.key(&source.style));
        return new_block(&source, anchor, &all, getattr, plan);
    };
    let applied = apply(text, append(&source, existing, &block.plain))?;
    if block.served.is_empty() {
        return Ok(applied.text);
    }
    let anchor = applied.follow(anchor);
    new_block(&parse_like(&applied.text, like)?, anchor, &block.served, getattr, plan)
}

fn parse_like<'a>(text: &'a str, like: &Source<'_>) -> Result<Source<'a>, RewriteError> {
    let mut source =
        Source::parse(text).map_err(|error| RewriteError::Changed(format!("it would not parse: {error}")))?;
    source.newline = like.newline;
    source.unit = like.unit.clone();
    source.style = like.style.clone();
    Ok(source)
}

/// A block of the module that holds nothing for run time.
fn reusable<'a>(source: &Source<'_>, stmt: &'a Stmt) -> Option<&'a StmtIf> {
    let Stmt::If(branch) = stmt else { return None };
    let test = &source.text[range(branch.test.as_ref())];
    let is_test = section::is_checking_test(&branch.test)
        || source
            .body()
            .iter()
            .filter_map(typing_name::direct_name)
            .any(|name| name == test);
    (is_test && branch.elif_else_clauses.is_empty()).then_some(branch)
}

fn append(source: &Source<'_>, branch: &StmtIf, moved: &[Moved]) -> Vec<Edit> {
    let Some(first) = branch.body.first() else {
        return Vec::new();
    };
    let header = header_end(source, range(first).start);
    let newline = source.newline;
    let is_one_line = source.logical_start(range(first).start) < header;
    let indent = if is_one_line {
        source.indent_of(branch.start().to_usize()).to_owned() + &source.unit
    } else {
        source.indent_of(range(first).start).to_owned()
    };
    if is_one_line {
        let texts: Vec<String> = moved.iter().map(|one| one.text(source, &indent)).collect();
        let gap = if is_import(first) { "" } else { newline };
        let text = format!("{newline}{}{newline}{gap}{indent}", texts.join(newline));
        return vec![Edit::replace(header, range(first).start, text)];
    }
    let existing = leading_imports(source, &branch.body);
    let open: Vec<&Stmt> = branch.body[..existing.len()].iter().collect();
    let mut edits = Vec::new();
    let mut texts = Vec::new();
    for one in moved {
        let mut line: Vec<ImportLine> = one.line().cloned().into_iter().collect();
        let joined = join(source, &open, &mut line);
        if !joined.is_empty() && line.is_empty() {
            edits.extend(joined);
        } else if let Some(key) = one.key(&source.style) {
            texts.push((key, one.text(source, &indent)));
        }
    }
    edits.extend(place(
        source,
        first_line(source, header),
        &branch.body,
        &existing,
        texts,
    ));
    edits
}

fn new_block(
    source: &Source<'_>,
    anchor: usize,
    moved: &[Moved],
    getattr: Option<&Getattr<'_>>,
    plan: &FilePlan,
) -> Result<String, RewriteError> {
    // A second binding of a name that the module binds itself would be noise: the block waits for the first. Not so with
    // `__getattr__`, which modules that are imported in between may need.
    let later = match getattr {
        None => typing_name::bound_later(source, anchor),
        Some(_) => None,
    };
    let anchor = later
        .and_then(|index| section::anchor_behind(source, index))
        .unwrap_or(anchor);
    let anchor = match getattr {
        None => anchor,
        Some(_) => section::behind_names_of_module(source, anchor),
    };
    let name = typing_name::find(source, anchor, plan.typing_is_loaded);
    let is_new = !name.edits.is_empty();
    // What the module binds itself further down is not hidden.
    let is_hidden = (is_new || name.needs_constant) && !typing_name::is_bound(source);
    let new = is_hidden.then_some(name.expression.as_str());
    let functions = getattr
        .map(|getattr| getattr.lines(new, &source.unit, source.newline))
        .unwrap_or_default();
    let applied = apply(source.text, name.edits.clone())?;
    let named = parse_like(&applied.text, source)?;
    let named_at = named
        .body()
        .iter()
        .find(|stmt| typing_name::direct_name(stmt).is_some_and(|found| found == name.expression));
    let name_end = named_at.map_or(0, |stmt| named.logical_next(range(stmt).end));
    // A new import of the name may stand at the very anchor: the block goes behind it.
    let anchor = if is_new {
        applied.follow(anchor).max(name_end)
    } else {
        applied.follow(anchor)
    };
    let (unit, newline) = (&source.unit, source.newline);
    let mut lines = Vec::new();
    if name.needs_constant {
        lines.push(format!("{} = False", typing_name::NAME));
    }
    // Where type checkers are told already there is nothing to tell them.
    lines.push(match moved {
        [] => format!("if not {}:", name.expression),
        _ => format!("if {}:", name.expression),
    });
    let (imports, others): (Vec<&Moved>, Vec<&Moved>) = moved.iter().partition(|one| one.line().is_some());
    let texts = imports
        .iter()
        .filter_map(|one| Some((one.key(&source.style)?, one.text(source, unit))));
    lines.extend(grouped(texts.collect()));
    lines.extend(others.iter().map(|one| one.text(source, unit)));
    if !functions.is_empty() {
        lines.extend((!moved.is_empty()).then(|| "else:".to_owned()));
        lines.extend(functions.iter().cloned());
    }
    let text: String = lines.into_iter().map(|line| line + newline).collect();
    // Black wants two blank lines behind a function, whatever follows.
    let after = if functions.is_empty() { 1 } else { 2 };
    let edit = section::place(&named, anchor, &text, after);
    Ok(apply(&applied.text, vec![edit])?.text)
}
