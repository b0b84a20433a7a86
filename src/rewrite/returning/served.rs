//! A module's `__getattr__` in the form that dormant writes, put back into the plain imports that it stands for, so that they can
//! become `lazy` ones. Whatever is of another form stays: then nothing comes of it.
//!
//! The imports stand where the block was. Imports of the module from itself, by which its own functions ask for a served name, go
//! where the name then means the same. As everywhere, the result is held against the old tree.
use std::collections::BTreeSet;

use ruff_python_ast::comparable::ComparableStmt;
use ruff_python_ast::{Expr, Stmt, StmtFunctionDef, StmtIf};

use super::super::copies::bound_name;
use super::super::edit::{Edit, apply};
use super::super::import_text::{ImportLine, Imported, Member, group};
use super::super::layout::{Source, range};
use super::super::locate::{Located, aliases};
use super::super::removal;
use super::super::section::is_checking_test;
use super::super::suites::{is_import, offered};
use super::branches::{self, HOOKS};
use super::naming::mentions;
use super::own::own_imports;
use super::{Found, One, same, statement};
use crate::verdict::{Deferral, FilePlan, ImportStyle};

/// A module whose names are imported at once.
pub struct Plain {
    /// Its text.
    pub text: String,
    /// The names that were served.
    pub names: BTreeSet<String>,
}

/// The module without its `__getattr__`; `None` where it has none of that form. `module` is its name.
pub fn plain(text: &str, module: &str, is_package: bool, style: &ImportStyle) -> Option<Plain> {
    let source = Source::parse(text).ok()?;
    let body = source.body();
    let (at, block) = body
        .iter()
        .enumerate()
        .find_map(|(at, stmt)| Some((at, Block::of(stmt, &source)?)))?;
    let stmt = &body[at];
    let mut others = body.iter().enumerate().filter(|(other, _)| *other != at);
    // Something outside the block knows of its functions.
    if others.any(|(_, stmt)| HOOKS.iter().any(|hook| mentions(stmt, hook) > 0)) {
        return None;
    }
    let kept = without_provided(block.served, module);
    let served: BTreeSet<String> = kept.iter().map(|(name, _)| name.clone()).collect();
    let lines: Vec<ImportLine> = kept.into_iter().flat_map(|(_, lines)| lines).collect();
    let lines = group(lines, style)
        .into_iter()
        .map(|line| line.text("", &source.unit, source.newline));
    let mut new: String = lines.map(|line| line + source.newline).collect();
    if !block.for_checkers.is_empty() {
        new += &format!("if {}:{}", &text[range(block.test)], source.newline);
        for stmt in block.for_checkers {
            new += &format!("{}{}{}", source.unit, &text[range(stmt)], source.newline);
        }
    }
    let (start, mut end) = (
        source.logical_start(range(stmt).start),
        source.logical_next(range(stmt).end),
    );
    // Two blank lines stand behind a function, one behind imports.
    let two = source.newline.repeat(2);
    let next = body.get(at + 1);
    if text[end..].starts_with(&two)
        && next.is_some_and(|next| !next.is_function_def_stmt() && !next.is_class_def_stmt())
    {
        end += source.newline.len();
    }
    let without = apply(text, vec![Edit::replace(start, end, new.as_str())]).ok()?.text;
    proven_block(body, at, &new, &without)?;
    let text = without_own_imports(&without, module, is_package, &served)?;
    Some(Plain { text, names: served })
}

/// Without submodules that another of the imports names: Python 3.15 serves these to who asks the package.
fn without_provided(served: Vec<(String, Vec<ImportLine>)>, package: &str) -> Vec<(String, Vec<ImportLine>)> {
    let named: BTreeSet<String> = served
        .iter()
        .flat_map(|(_, lines)| lines)
        .filter_map(|line| match &line.what {
            Imported::Plain { module, .. } | Imported::From { module, .. } => module
                .strip_prefix('.')
                .or_else(|| module.strip_prefix(package)?.strip_prefix('.')),
            Imported::Asked { .. } => None,
        })
        .map(str::to_owned)
        .collect();
    let is_submodule = |name: &str, line: &ImportLine| {
        let below = Imported::From {
            module: ".".to_owned(),
            members: vec![Member {
                name: name.to_owned(),
                asname: None,
                ..Member::default()
            }],
        };
        line.what == below
    };
    let is_needed = |(name, lines): &(String, Vec<ImportLine>)| {
        !(named.contains(name) && lines.iter().all(|line| is_submodule(name, line)))
    };
    served.into_iter().filter(is_needed).collect()
}

/// Whether all of these names are bound by lazy imports of the module, and by nothing else at its top.
pub fn are_lazy(text: &str, names: &BTreeSet<String>) -> bool {
    let Ok(source) = Source::parse(text) else { return false };
    let mut lazy = BTreeSet::new();
    let mut eager = BTreeSet::new();
    for stmt in source.body() {
        let is_lazy = match stmt {
            Stmt::Import(import) => import.is_lazy,
            Stmt::ImportFrom(from) => from.is_lazy,
            _ => continue,
        };
        let bound = aliases(stmt).iter().map(|alias| bound_name(alias, stmt).to_owned());
        if is_lazy {
            lazy.extend(bound)
        } else {
            eager.extend(bound)
        }
    }
    names.is_subset(&lazy) && names.is_disjoint(&eager)
}

/// The block for type checkers with the functions for everybody else.
struct Block<'a> {
    test: &'a Expr,
    served: Vec<(String, Vec<ImportLine>)>,
    /// Imports that only type checkers see.
    for_checkers: Vec<&'a Stmt>,
}

impl<'a> Block<'a> {
    fn of(stmt: &'a Stmt, source: &Source<'_>) -> Option<Block<'a>> {
        let Stmt::If(StmtIf {
            test,
            body,
            elif_else_clauses,
            ..
        }) = stmt
        else {
            return None;
        };
        let [otherwise] = elif_else_clauses.as_slice() else {
            return None;
        };
        // `name = _name` gives an import to others.
        let (given, imports): (Vec<&Stmt>, Vec<&Stmt>) = body.iter().partition(|stmt| offered(stmt).is_some());
        let given: BTreeSet<&str> = given.into_iter().filter_map(offered).collect();
        if !is_checking_test(test) || otherwise.test.is_some() || !imports.iter().all(|stmt| is_import(stmt)) {
            return None;
        }
        let functions: Vec<&StmtFunctionDef> = otherwise
            .body
            .iter()
            .map(Stmt::as_function_def_stmt)
            .collect::<Option<_>>()?;
        let (served, listed) = match functions.as_slice() {
            [hook] => (branches::served(hook)?, None),
            [hook, list] => (branches::served(hook)?, Some(branches::listed(list)?)),
            _ => return None,
        };
        let names: BTreeSet<&str> = served.iter().map(|(name, _)| name.as_str()).collect();
        if listed.is_some_and(|listed| listed.into_iter().any(|name| !names.contains(name))) {
            return None;
        }
        // What people have written there is not thrown away.
        if source.comments_in(range(stmt)).any(|comment| !is_remark(comment)) {
            return None;
        }
        let tells = |name: &str| {
            let is_given = || name.strip_prefix('_').is_some_and(|name| given.contains(name));
            names.contains(name) || is_given()
        };
        let is_served = |stmt: &&Stmt| aliases(stmt).iter().any(|alias| tells(bound_name(alias, stmt)));
        let (told, for_checkers): (Vec<&Stmt>, Vec<&Stmt>) = imports.into_iter().partition(is_served);
        let is_all = |stmt: &&Stmt| aliases(stmt).iter().all(|alias| tells(bound_name(alias, stmt)));
        (given.is_subset(&names) && told.iter().all(is_all)).then_some(Block {
            test,
            served,
            for_checkers,
        })
    }
}

/// Whether a comment is for tools.
pub fn is_remark(comment: &str) -> bool {
    let text = comment.trim_start_matches('#').trim_start().to_ascii_lowercase();
    ["noqa", "type:", "pylint:", "pyright:", "ruff:"]
        .iter()
        .any(|tool| text.starts_with(tool))
}

/// Whether the new text is the old one with the imports in the place of the block.
fn proven_block(old: &[Stmt], at: usize, lines: &str, new: &str) -> Option<()> {
    let (lines, new) = (Source::parse(lines).ok()?, Source::parse(new).ok()?);
    let expected = old[..at].iter().chain(lines.body()).chain(&old[at + 1..]);
    let expected: Vec<ComparableStmt<'_>> = expected.map(ComparableStmt::from).collect();
    let found: Vec<ComparableStmt<'_>> = new.body().iter().map(ComparableStmt::from).collect();
    (expected == found).then_some(())
}

/// The text without imports of the served names from the module itself, and without a `TYPE_CHECKING` that nothing asks for.
fn without_own_imports(text: &str, module: &str, is_package: bool, served: &BTreeSet<String>) -> Option<String> {
    let source = Source::parse(text).ok()?;
    let plan = FilePlan {
        module: module.to_owned(),
        is_package,
        ..FilePlan::default()
    };
    let mut found = Found::default();
    for stmt in source.body() {
        own_imports(stmt, &mut Vec::new(), &plan, served, &mut found);
    }
    for one in &found.back {
        found.statements.push(One {
            gone: one.gone.clone(),
            ..*one
        });
    }
    found.all_unneeded(source.body());
    let gone = Deferral::default();
    let located = Located {
        statements: found.statements.iter().map(|one| statement(one, &gone)).collect(),
        places: Default::default(),
        attempts: Vec::new(),
        constants: Vec::new(),
    };
    let shorter = apply(text, removal::edits(&source, &located)).ok()?.text;
    let parsed = Source::parse(&shorter).ok()?;
    let suite = |source: &Source<'_>| source.body().iter().cloned().collect();
    same(suite(&source), suite(&parsed), &found, true).then_some(shorter)
}
