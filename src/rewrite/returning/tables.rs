//! A module's `__getattr__` that a person wrote, with the table that it looks names up in, put back into the plain imports that it
//! stands for. What the function answers is found by going through it for each name; whatever it does besides ends that.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{Stmt, StmtFunctionDef};

use super::super::copies::{bound_name, mark_exported};
use super::super::edit::apply;
use super::super::import_text::{ImportLine, Imported, group};
use super::super::layout::{Source, range};
use super::super::lead;
use super::super::locate::{Located, aliases};
use super::super::removal;
use super::super::section::is_checking_test;
use super::super::suites::{assigned_name, is_import};
use super::answers::{Machine, Stop, Value};
use super::branches::{HOOKS, is_plain, line, of_module, only_parameter};
use super::naming::{Texts, binds, mentions};
use super::placing::placed;
use super::served::is_remark;
use super::{Found, One, atom, atoms, same, span, statement};
use crate::verdict::{Deferral, ImportStyle, Marks};

/// A name that no module has.
const NOBODYS: &str = "no name of anybody's";

/// A module whose names are imported at once.
pub struct Untabled {
    /// Its text.
    pub text: String,
    /// The names that were served.
    pub names: BTreeSet<String>,
    /// Names of the module that go: tables, and functions that were imported for the hook.
    pub gone: BTreeSet<String>,
}

/// The module without its `__getattr__`; `None` where it does anything but import names that are written out.
pub fn untabled(text: &str, module: &str, is_package: bool, style: &Arc<ImportStyle>) -> Option<Untabled> {
    let source = Source::parse(text).ok()?.styled(style);
    let body = source.body();
    let package = match is_package {
        true => module,
        false => module.rsplit_once('.').map_or("", |(package, _)| package),
    };
    let hooks = Hooks::of(body)?;
    let globals = globals(body, module, package);
    let mut served = served(hooks.getattr, &globals, module, package)?;
    let names: BTreeSet<String> = served.keys().cloned().collect();
    let Going { mut found, gone } = Going::with(&source, &hooks, &globals, &names)?;
    let stays = |stmt: &&Stmt| !found.besides.contains(&span(*stmt));
    if body
        .iter()
        .filter(stays)
        .any(|stmt| names.iter().any(|name| binds(stmt, name)))
    {
        return None;
    }
    // What nothing in the file names is there for others.
    let is_for_others = |name: &str| body.iter().filter(stays).all(|stmt| mentions(stmt, name) == 0);
    if style.marks == Marks::Keep {
        for (_, line) in served.iter_mut().filter(|(name, _)| is_for_others(name)) {
            mark_exported(line);
        }
    }
    found.all_unneeded(body);
    let gone_as = Deferral::default();
    let located = Located {
        statements: found.statements.iter().map(|one| statement(one, &gone_as)).collect(),
        places: Default::default(),
        attempts: Vec::new(),
        constants: Vec::new(),
    };
    let without = apply(text, removal::edits(&source, &located)).ok()?.text;
    let shorter = Source::parse(&without).ok()?.styled(style);
    let mut lines: Vec<ImportLine> = served.into_values().collect();
    lines.sort_by_key(|line| line.key(style));
    let lines = group(lines, style);
    let new = apply(&without, placed(&shorter, &lines, false)).ok()?.text;
    proven(&source, &new, &lines, &found)?;
    Some(Untabled { text: new, names, gone })
}

/// The functions that answer for names that a module does not have.
struct Hooks<'a> {
    getattr: &'a StmtFunctionDef,
    dir: Option<&'a StmtFunctionDef>,
}

impl<'a> Hooks<'a> {
    fn of(body: &'a [Stmt]) -> Option<Self> {
        Some(Hooks {
            getattr: only_definition(body, HOOKS[0])?,
            dir: match all_mentions(body, HOOKS[1]) {
                0 => None,
                _ => Some(only_definition(body, HOOKS[1])?),
            },
        })
    }

    fn all(&self) -> impl Iterator<Item = &'a StmtFunctionDef> {
        std::iter::once(self.getattr).chain(self.dir)
    }

    /// Whether one of them names something.
    fn name(&self, name: &str) -> bool {
        self.all()
            .any(|hook| hook.body.iter().any(|stmt| mentions(stmt, name) > 0))
    }
}

/// The imports that a hook stands for, by the names that it answers; `None` where it answers in any other way.
fn served(
    hook: &StmtFunctionDef,
    globals: &BTreeMap<String, Value>,
    module: &str,
    package: &str,
) -> Option<BTreeMap<String, ImportLine>> {
    let parameter = only_parameter(hook)?;
    let answer = |name: &str| {
        let mut machine = Machine {
            module,
            package,
            globals,
            locals: BTreeMap::from([(parameter.to_owned(), Value::Text(name.to_owned()))]),
        };
        machine.run(&hook.body).and_then(|found| found.ok_or(Stop::Unknown))
    };
    let refused = Stop::Raised("AttributeError".to_owned());
    // Whoever asks for any other name, is refused it, as a module refuses it.
    let others = [NOBODYS, "__path__", "__all__", "__wrapped__"];
    if others.into_iter().any(|name| answer(name).as_ref() != Err(&refused)) {
        return None;
    }
    let mut served: BTreeMap<String, ImportLine> = BTreeMap::new();
    for name in texts(hook, globals) {
        match answer(&name) {
            Ok(value) => drop(served.insert(name.clone(), import(&value, &name, module)?)),
            Err(stop) if stop == refused => {}
            Err(_) => return None,
        }
    }
    let is_special = served.keys().any(|name| name.starts_with("__"));
    (!served.is_empty() && !is_special).then_some(served)
}

/// What goes with the hooks of a module: blocks that tell type checkers of what they serve, and what they alone use.
struct Going<'a> {
    found: Found<'a>,
    /// The names of the module that go: tables, and functions that were imported for the hooks.
    gone: BTreeSet<String>,
}

impl<'a> Going<'a> {
    /// `None` where others use what the hooks do, or people have written something there.
    fn with(
        source: &'a Source<'_>,
        hooks: &Hooks<'a>,
        globals: &BTreeMap<String, Value>,
        served: &BTreeSet<String>,
    ) -> Option<Self> {
        let body = source.body();
        let is_hook = |stmt: &Stmt| hooks.all().any(|hook| span(hook) == span(stmt));
        let goes = |stmt: &&Stmt| is_hook(stmt) || is_told(stmt, served);
        let mut going: Vec<&Stmt> = body.iter().filter(goes).collect();
        let is_asked_besides = |going: &[&Stmt], stmt: &Stmt, name: &str| {
            let others = body.iter().filter(|other| span(*other) != span(stmt));
            let mut others = others.filter(|other| !going.iter().any(|one| span(*one) == span(*other)));
            others.any(|other| mentions(other, name) > 0)
        };
        let mut gone = BTreeSet::new();
        for stmt in body.iter().filter(|stmt| !is_import(stmt)) {
            let table = assigned_name(stmt).map(|(name, _)| name);
            let Some(name) = table.filter(|name| globals.contains_key(*name) && hooks.name(name)) else {
                continue;
            };
            if is_asked_besides(&going, stmt, name) {
                return None;
            }
            gone.insert(name.to_owned());
            going.push(stmt);
        }
        let mut found = Found::default();
        for stmt in body.iter().filter(|stmt| is_import(stmt)) {
            let is_free = |name: &str| {
                let is_loader = matches!(globals.get(name), Some(Value::Importlib | Value::ImportModule));
                is_loader && hooks.name(name) && !is_asked_besides(&going, stmt, name)
            };
            let aliases = aliases(stmt);
            let free: Vec<bool> = aliases.iter().map(|alias| is_free(bound_name(alias, stmt))).collect();
            for (alias, _) in aliases.iter().zip(&free).filter(|(_, free)| **free) {
                gone.insert(bound_name(alias, stmt).to_owned());
                found.besides.insert(span(alias));
            }
            if free.contains(&true) {
                found.statements.push(One {
                    stmt,
                    suite: body,
                    top: true,
                    gone: free,
                });
            }
        }
        for stmt in going {
            // What people have written there is not thrown away.
            let above = lead::about(source, stmt);
            if above.is_some() || source.comments_in(range(stmt)).any(|comment| !is_remark(comment)) {
                return None;
            }
            found.besides.insert(span(stmt));
            found.statements.push(One {
                stmt,
                suite: body,
                top: true,
                gone: vec![true],
            });
        }
        Some(Going { found, gone })
    }
}

/// Whether the new text is the old one without what goes, and with the imports.
fn proven(old: &Source<'_>, new: &str, lines: &[ImportLine], found: &Found<'_>) -> Option<()> {
    let written: String = lines.iter().map(|line| line.text("", "    ", "\n") + "\n").collect();
    let written = Source::parse(&written).ok()?;
    let mut wanted: BTreeSet<String> = written.body().iter().flat_map(atoms).collect();
    let new = Source::parse(new).ok()?;
    let mut rest = Vec::new();
    for stmt in new.body() {
        let is_new = is_import(stmt) && atoms(stmt).iter().all(|atom| wanted.contains(atom));
        match is_new {
            true => aliases(stmt).iter().for_each(|alias| {
                wanted.remove(&atom(stmt, alias));
            }),
            false => rest.push(stmt.clone()),
        }
    }
    let old = old.body().iter().cloned().collect();
    (wanted.is_empty() && same(old, rest.into_iter().collect(), found, true)).then_some(())
}

/// The one function of this name, where nothing else in the module knows of it.
fn only_definition<'a>(body: &'a [Stmt], name: &str) -> Option<&'a StmtFunctionDef> {
    let mut found = body.iter().filter_map(Stmt::as_function_def_stmt);
    let def = found.find(|def| def.name.as_str() == name)?;
    (is_plain(def) && all_mentions(body, name) == 1).then_some(def)
}

/// How often a module names or defines something, in whatever way.
fn all_mentions(body: &[Stmt], name: &str) -> usize {
    body.iter().map(|stmt| mentions(stmt, name)).sum()
}

/// What the names of a module stand for that are bound once: tables that are written out, and what loads modules.
fn globals(body: &[Stmt], module: &str, package: &str) -> BTreeMap<String, Value> {
    let none = BTreeMap::new();
    let mut machine = Machine {
        module,
        package,
        globals: &none,
        locals: BTreeMap::new(),
    };
    let mut globals = BTreeMap::new();
    for stmt in body {
        let own: Vec<&str> = match stmt {
            _ if is_import(stmt) => aliases(stmt).iter().map(|alias| bound_name(alias, stmt)).collect(),
            _ => assigned_name(stmt).map(|(name, _)| name).into_iter().collect(),
        };
        if is_import(stmt) {
            // Each by itself: others are none of the hook's.
            let _ = machine.run(std::slice::from_ref(stmt));
            for name in own {
                let known = machine.locals.remove(name);
                globals.extend(
                    known
                        .filter(|known| matches!(known, Value::Importlib | Value::ImportModule))
                        .map(|known| (name.to_owned(), known)),
                );
            }
        } else if let (Some((name, Some(value))), false) = (assigned_name(stmt), own == ["__all__"]) {
            let known = machine
                .value(value)
                .ok()
                .filter(|value| matches!(value, Value::Table(_) | Value::Items(_)));
            globals.extend(known.map(|known| (name.to_owned(), known)));
        }
    }
    let bound = |name: &str| body.iter().filter(|stmt| binds(stmt, name)).count();
    globals.retain(|name, _| bound(name) == 1);
    globals
}

/// Whether a block for type checkers holds imports of names that are served, and nothing else.
fn is_told(stmt: &Stmt, names: &BTreeSet<String>) -> bool {
    let Stmt::If(branch) = stmt else { return false };
    let is_served = |stmt: &Stmt| {
        let mut bound = aliases(stmt).iter().map(|alias| bound_name(alias, stmt));
        is_import(stmt) && bound.all(|name| names.contains(name))
    };
    is_checking_test(&branch.test) && branch.elif_else_clauses.is_empty() && branch.body.iter().all(is_served)
}

/// The names that a hook may be asked for: the strings in it, and the keys and items of the tables that it names.
fn texts(hook: &StmtFunctionDef, globals: &BTreeMap<String, Value>) -> BTreeSet<String> {
    let mut found = Texts::default();
    hook.body.iter().for_each(|stmt| found.visit_stmt(stmt));
    for (name, value) in globals {
        if !found.names.contains(name.as_str()) {
            continue;
        }
        match value {
            Value::Table(table) => found.texts.extend(table.iter().map(|(key, _)| key.clone())),
            Value::Items(items) => found.texts.extend(items.iter().filter_map(|item| match item {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })),
            _ => {}
        }
    }
    found.texts
}

/// The import that binds a name to what it is.
fn import(value: &Value, name: &str, own: &str) -> Option<ImportLine> {
    let asname = |other: &str| (other != name).then(|| name.to_owned());
    let from = |module: String, other: &str| of_module(module, other, asname(other));
    let what = match value {
        Value::Module(full, written) => match full.rsplit_once('.') {
            Some((package, last)) if package == own => from(".".to_owned(), last),
            Some((package, last)) if !written.starts_with('.') => from(package.to_owned(), last),
            Some(_) => return None,
            None => Imported::Plain {
                module: full.clone(),
                asname: asname(full),
            },
        },
        Value::Of(module, attribute) => {
            let module = match &**module {
                // A submodule, by `from . import it`.
                Value::Module(full, _) if full == own => ".".to_owned(),
                Value::Module(_, written) => written.clone(),
                Value::Of(package, last) => match &**package {
                    Value::Module(full, _) if full == own => format!(".{last}"),
                    Value::Module(_, written) if written.ends_with('.') => format!("{written}{last}"),
                    Value::Module(_, written) => format!("{written}.{last}"),
                    _ => return None,
                },
                _ => return None,
            };
            from(module, attribute)
        }
        _ => return None,
    };
    Some(line(what))
}
