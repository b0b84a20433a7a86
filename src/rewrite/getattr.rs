//! A module's `__getattr__` (PEP 562): names that are imported when somebody first asks the module for them.
//!
//! The functions stand in the `else` of `if TYPE_CHECKING:`, for a checker that saw a `__getattr__` would accept any
//! attribute; where the module has a `__getattr__` of its own, its first lines become ours. `setdefault` never overwrites a name
//! that a test has replaced, and is atomic where threads race.
mod branch;
mod existing;
mod missing;

use std::collections::BTreeSet;

use ruff_python_ast::{Alias, Stmt, StmtFunctionDef};

use super::RewriteError;
use super::comment::Remarks;
use super::copies::{bound_name, copy_of, of_this_module};
use super::edit::Edit;
use super::import_text::{ImportLine, Imported, Member, columns, merge};
use super::layout::{Source, range, statement_lines};
use super::lazy::absolute_module;
use super::locate::{Located, Statement};
use crate::verdict::{DeferredConstant, FilePlan, USED_BY_HOOK};
use branch::{Body, Branch};
pub use existing::existing;
use missing::Missing;

/// The names served, and by which imports.
pub struct Getattr<'a> {
    branches: Vec<Branch>,
    /// What the parameter is called: no served name may hide it.
    parameter: String,
    /// What holds the value that was found: no served name, either.
    value: &'static str,
    /// What the names of the module are called.
    namespace: &'static str,
    /// The `__getattr__` that the module has.
    theirs: Option<&'a StmtFunctionDef>,
    /// Whether the module has a `__dir__`: what it says does not depend on what is loaded.
    has_dir: bool,
    /// Whether functions of the module call it, which want what is there first.
    is_asked: bool,
    /// The variable for the text of its failure, where linters want one.
    message: Option<&'static str>,
    /// Whether names with capitals are imported under their own.
    keeps_case: bool,
    /// What its strings stand in.
    quote: char,
    /// The longest line, in columns.
    width: usize,
    /// Whether it answers for `__all__`, too: who imports `*` looks for what is there, and not for what is served.
    offers_all: bool,
}

impl<'a> Getattr<'a> {
    /// What the plan wants served; `None` when nothing is.
    ///
    /// # Errors
    /// `Changed` when a name would hide one that the function itself needs.
    pub fn of(source: &'a Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Result<Option<Self>, RewriteError> {
        let mut branches = branches(source, located, plan);
        if branches.is_empty() {
            return Ok(None);
        }
        let served: BTreeSet<&str> = branches.iter().flat_map(Branch::names).collect();
        refuse_hidden(located, &served, plan)?;
        let is_free = |name: &&str| !served.contains(name) && !says(source, located, name);
        let free = |names: [&'static str; 3], last| names.into_iter().find(is_free).unwrap_or(last);
        let value = free(["value", "found", "asked_value"], "_value");
        let theirs = existing(source.body(), "__getattr__");
        if theirs.is_some() && !located.attempts.is_empty() {
            return Err(RewriteError::Changed(
                "a `try` has no place in a `__getattr__` that is there".to_owned(),
            ));
        }
        let parameter = match theirs {
            Some(theirs) => existing::parameter(theirs, &served)?,
            None => free(["name", "attribute", "asked_name"], "_name").to_owned(),
        };
        let kept = (
            free(["before", "earlier", "known_before"], "_before"),
            free(["key", "each", "known_key"], "_key"),
        );
        let message = free(["msg", "message", "missing"], "_message");
        branches.iter_mut().for_each(|branch| branch.keep_in(kept));
        let has_dir = existing(source.body(), "__dir__").is_some();
        Ok(Some(Getattr {
            branches,
            parameter,
            value,
            namespace: plan.namespace(),
            theirs,
            has_dir,
            is_asked: plan.asks_itself(),
            message: Some(message).filter(|_| source.style.names_messages),
            keeps_case: source.style.keeps_case,
            quote: source.quote(),
            width: source.style.line_length,
            offers_all: plan.offers_all && theirs.is_none() && !has_dir,
        }))
    }

    /// All served names, sorted.
    fn names(&self) -> BTreeSet<&str> {
        self.branches.iter().flat_map(Branch::names).collect()
    }

    /// What is written into the `__getattr__` that the module has.
    ///
    /// # Errors
    /// `Changed` where there is no place for it.
    pub fn composed(&self, source: &Source<'_>) -> Result<Option<Edit>, RewriteError> {
        let Some(theirs) = self.theirs else { return Ok(None) };
        let place = existing::place(source, theirs)?;
        let lines = self
            .branches
            .iter()
            .flat_map(|branch| branch.returning((&self.parameter, self.namespace), &place.indent, source));
        Ok(Some(place.edit(source, lines.collect())))
    }

    /// The lines of the functions that the module lacks as black would write them, one step indented, the first one blank; none
    /// where it has both. `new` is the name of the block's test where the module has it only for that.
    pub fn lines(&self, new: Option<&str>, unit: &str, newline: &str) -> Vec<String> {
        let quote = self.quote;
        let mut lines = Vec::new();
        if self.theirs.is_none() {
            lines.extend(self.getattr(unit, newline));
        }
        if !self.has_dir {
            lines.extend([String::new(), format!("{unit}def __dir__():")]);
            let two = unit.repeat(2);
            // Whether these are there is known when the statement that may bind them has run.
            let unsure: BTreeSet<&str> = self.branches.iter().flat_map(Branch::unsure).collect();
            for name in self.branches.iter().filter_map(Branch::settling) {
                lines.push(format!("{two}__getattr__({quote}{name}{quote})"));
            }
            let names = self.names().into_iter().filter(|name| !unsure.contains(name));
            let items: Vec<String> = std::iter::once(format!("*{}", self.namespace))
                .chain(names.map(|name| format!("{quote}{name}{quote}")))
                .collect();
            let tail = match new.filter(|_| self.offers_all) {
                Some(new) => format!(" - {{{quote}{new}{quote}}})"),
                None => ")".to_owned(),
            };
            lines.extend(bracketed(
                &format!("{two}return sorted("),
                &items,
                &tail,
                (&two, unit, self.width),
            ));
        }
        lines
    }

    fn getattr(&self, unit: &str, newline: &str) -> Vec<String> {
        let (parameter, namespace, quote) = (self.parameter.as_str(), self.namespace, self.quote);
        let two = unit.repeat(2);
        let missing = Missing {
            parameter,
            message: self.message,
            quote,
            unit,
            width: self.width,
        };
        let mut lines = vec![String::new(), format!("{unit}def __getattr__({parameter}):")];
        if self.is_asked {
            lines.push(format!("{two}if {parameter} in {namespace}:"));
            lines.push(format!("{two}{unit}{} = {namespace}[{parameter}]", self.value));
        }
        for (index, branch) in self.branches.iter().enumerate() {
            let keyword = if index == 0 && !self.is_asked { "if" } else { "elif" };
            lines.push(format!("{two}{keyword} {}:", branch.test(parameter, quote)));
            let names = (self.value, namespace);
            lines.extend(branch.finding(names, &missing, &unit.repeat(3), newline, self.keeps_case));
        }
        if self.offers_all {
            lines.push(format!("{two}elif {parameter} == {quote}__all__{quote}:"));
            // Every public name.
            let offer = format!("[key for key in __dir__() if key[0] != {quote}_{quote}]");
            lines.push(format!("{two}{unit}return {offer}"));
        }
        lines.push(format!("{two}else:"));
        lines.extend(missing.lines(&unit.repeat(3)));
        lines.push(format!(
            "{two}return {namespace}.setdefault({parameter}, {})",
            self.value
        ));
        lines
    }
}

/// One branch for each name, in the order of the text.
fn branches(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Vec<Branch> {
    let placement = plan.suppression.as_deref().map(Remarks::parse).unwrap_or_default();
    let mut branches: Vec<Branch> = Vec::new();
    let mut submodules = Vec::new();
    for statement in &located.statements {
        for (alias, deferral) in statement
            .deferred()
            .filter(|(_, deferral)| deferral.way.moved().getattr)
        {
            let name = bound_name(alias, statement.stmt);
            let mut remarks = statement.remarks.clone().without_prose().without_placement();
            remarks.merge(&placement);
            let body = match (own_submodule(statement.stmt, alias, plan), statement.stmt) {
                (Some(name), _) => Body::Submodule { name, remarks },
                (None, Stmt::ImportFrom(from)) => Body::Imports(vec![ImportLine {
                    what: Imported::From {
                        module: ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default(),
                        members: vec![Member {
                            name: alias.name.to_string(),
                            asname: (name != alias.name.as_str()).then(|| name.to_owned()),
                            ..Member::default()
                        }],
                    },
                    remarks,
                }]),
                (None, _) => Body::Imports(vec![ImportLine {
                    what: Imported::Plain {
                        module: alias.name.to_string(),
                        asname: alias.asname.as_ref().map(ToString::to_string),
                    },
                    remarks,
                }]),
            };
            submodules.extend(deferral.way.moved().submodules.iter().cloned());
            push(&mut branches, name, body);
        }
    }
    for &(stmt, attempt) in &located.attempts {
        branches.push(Branch {
            name: attempt.names.first().map(|(name, _)| name.clone()).unwrap_or_default(),
            body: Body::Attempt {
                names: attempt.names.clone(),
                statement: statement_lines(source, stmt),
                kept: ("before", "key"),
            },
        });
    }
    for &(stmt, constant) in &located.constants {
        branches.push(constant_branch(source, located, plan, stmt, constant));
    }
    submodules.sort();
    for name in submodules {
        if !branches.iter().any(|branch| branch.name == name) {
            let remarks = placement.clone();
            push(&mut branches, &name.clone(), Body::Submodule { name, remarks });
        }
    }
    branches
}

/// Several imports may bind one name, as `import a.b` and `import a.c` do.
fn push(branches: &mut Vec<Branch>, name: &str, body: Body) {
    let known = branches.iter_mut().find(|branch| branch.name == name);
    match (known.map(|branch| &mut branch.body), body) {
        (Some(Body::Imports(known)), Body::Imports(lines)) => {
            for line in lines {
                if known.iter().all(|one| one.what != line.what) {
                    known.push(line);
                }
            }
        }
        (Some(_), _) => {}
        (None, body) => branches.push(Branch {
            name: name.to_owned(),
            body,
        }),
    }
}

/// What computes a constant: the deferred imports that it needs, the other constants, and the statement as it stood.
fn constant_branch(
    source: &Source<'_>,
    located: &Located<'_>,
    plan: &FilePlan,
    stmt: &Stmt,
    constant: &DeferredConstant,
) -> Branch {
    let mut imports = Vec::new();
    for statement in &located.statements {
        for (alias, deferral) in statement.deferred() {
            if constant.imports.contains(&deferral.alias) {
                let mut line = copy_of(source, statement, alias, false);
                line.remarks = line.remarks.without_prose().without_placement();
                imports.push(line);
            }
        }
    }
    imports.extend(constant.constants.iter().map(|name| of_this_module(plan, name)));
    let mut imports = merge(imports, &source.style);
    let placement = plan.suppression.as_deref().map(Remarks::parse).unwrap_or_default();
    imports.iter_mut().for_each(|line| line.remarks.merge(&placement));
    Branch {
        name: constant.name.clone(),
        body: Body::Constant {
            imports,
            statement: statement_lines(source, stmt),
        },
    }
}

/// A call whose argument begins with a set, broken once or twice where it is too long.
fn bracketed(head: &str, items: &[String], tail: &str, (indent, unit, width): (&str, &str, usize)) -> Vec<String> {
    let set = format!("{{{}}}", items.join(", "));
    let line = format!("{head}{set}{tail}");
    if columns(&line) <= width {
        return vec![line];
    }
    let rest = tail.strip_suffix(')').unwrap_or(tail);
    let line = format!("{indent}{unit}{set}{rest}");
    if columns(&line) <= width {
        return vec![head.to_owned(), line, format!("{indent})")];
    }
    let mut lines = vec![head.to_owned(), format!("{indent}{unit}{{")];
    lines.extend(items.iter().map(|item| format!("{indent}{unit}{unit}{item},")));
    lines.push(format!("{indent}{unit}}}"));
    match rest.trim_start() {
        "" => {}
        rest => lines.push(format!("{indent}{unit}{rest}")),
    }
    lines.push(format!("{indent})"));
    lines
}

/// Whether one of the statements that the function runs has a word in it.
fn says(source: &Source<'_>, located: &Located<'_>, word: &str) -> bool {
    let is_letter = |letter: char| letter == '_' || letter.is_alphanumeric();
    let constants = located.constants.iter().map(|&(stmt, _)| stmt);
    let mut run = constants.chain(located.attempts.iter().map(|&(stmt, _)| stmt));
    run.any(|stmt| {
        source.text[range(stmt)]
            .split(|letter| !is_letter(letter))
            .any(|part| part == word)
    })
}

/// Some names cannot be served: those that the function itself uses, and a name that its package also has as a submodule
/// which the import loads, for loading it sets the attribute to the module before `setdefault` can set the right one.
fn refuse_hidden(located: &Located<'_>, served: &BTreeSet<&str>, plan: &FilePlan) -> Result<(), RewriteError> {
    let globals = (!plan.hides_globals).then_some("globals");
    let mut used = globals.into_iter().chain(USED_BY_HOOK);
    if let Some(name) = used.find(|name| served.contains(name)) {
        let what = format!("`__getattr__` cannot serve `{name}`, which it uses itself");
        return Err(RewriteError::Changed(what));
    }
    let loads = |statement: &Statement<'_>| match statement.stmt {
        Stmt::ImportFrom(from) => absolute_module(from.level, from.module.as_deref(), plan),
        _ => None,
    };
    for statement in &located.statements {
        let own = loads(statement).and_then(|module| {
            let below = module.strip_prefix(plan.module.as_str())?.strip_prefix('.')?;
            Some(below.split('.').next().unwrap_or_default().to_owned())
        });
        let is_hidden = |name: &str| own.as_deref() == Some(name) && plan.is_package;
        let hidden = statement
            .deferred()
            .find(|(alias, deferral)| deferral.way.moved().getattr && is_hidden(bound_name(alias, statement.stmt)));
        if let Some((alias, _)) = hidden {
            let name = bound_name(alias, statement.stmt);
            let what = format!("`__getattr__` cannot serve `{name}`, which is also the submodule that it comes from");
            return Err(RewriteError::Changed(what));
        }
    }
    Ok(())
}

/// The submodule of this very package that an import binds, by the last part of its name. Neither a from-import nor
/// `import package.name as name` can stand in its `__getattr__`: while the submodule is being loaded both ask the package for
/// it, and so `__getattr__` again, for ever.
fn own_submodule(stmt: &Stmt, alias: &Alias, plan: &FilePlan) -> Option<String> {
    match stmt {
        Stmt::ImportFrom(from) => {
            let base = absolute_module(from.level, from.module.as_deref(), plan)?;
            (base == plan.module).then(|| alias.name.to_string())
        }
        _ => {
            let (base, name) = alias.name.rsplit_once('.').filter(|_| alias.asname.is_some())?;
            (base == plan.module && plan.is_package).then(|| name.to_owned())
        }
    }
}
