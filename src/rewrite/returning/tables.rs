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
use super::branches::HOOKS;
use super::branches::{line, of_module};
use super::naming::{Asked, Texts, binds};
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
    let hook = only_definition(body, HOOKS[0])?;
    let list = match mentions(body, HOOKS[1]) {
        0 => None,
        _ => Some(only_definition(body, HOOKS[1])?),
    };
    let globals = globals(body, module, package);
    let parameter = only_parameter(hook)?;
    let answer = |name: &str| {
        let mut machine = Machine {
            module,
            package,
            globals: &globals,
            locals: BTreeMap::from([(parameter.to_owned(), Value::Text(name.to_owned()))]),
        };
        match machine.run(&hook.body) {
            Ok(found) => found.ok_or(Stop::Unknown),
            Err(stop) => Err(stop),
        }
    };
    let fails = |name: &str| answer(name) == Err(Stop::Raised("AttributeError".to_owned()));
    // Whoever asks for any other name, is refused it, as a module refuses it.
    if ![NOBODYS, "__path__", "__all__", "__wrapped__"].into_iter().all(fails) {
        return None;
    }
    let mut served: BTreeMap<String, ImportLine> = BTreeMap::new();
    for name in texts(hook, &globals) {
        match answer(&name) {
            Ok(value) => drop(served.insert(name.clone(), import(&value, &name, module)?)),
            Err(Stop::Raised(class)) if class == "AttributeError" => {}
            Err(_) => return None,
        }
    }
    if served.is_empty() || served.keys().any(|name| name.starts_with("__")) {
        return None;
    }
    let names: BTreeSet<String> = served.keys().cloned().collect();
    let hooks = [Some(hook), list];
    let mut going: Vec<&Stmt> = body
        .iter()
        .filter(|stmt| hooks.iter().flatten().any(|hook| span(*hook) == span(*stmt)))
        .collect();
    going.extend(body.iter().filter(|stmt| is_told(stmt, &names)));
    // What the hook alone has used.
    let mut gone = BTreeSet::new();
    let is_going = |going: &[&Stmt], stmt: &Stmt| going.iter().any(|one| span(*one) == span(stmt));
    for stmt in body.iter().filter(|stmt| !is_import(stmt)) {
        let Some((name, _)) = assigned_name(stmt).filter(|(name, _)| globals.contains_key(*name)) else {
            continue;
        };
        let others = body
            .iter()
            .filter(|other| !is_going(&going, other) && span(*other) != span(stmt));
        if asked(hooks.iter().flatten().copied(), name)
            && others.map(|other| Asked::times(other, name)).sum::<usize>() == 0
        {
            gone.insert(name.to_owned());
            going.push(stmt);
        } else if asked(hooks.iter().flatten().copied(), name) {
            return None;
        }
    }
    let mut found = Found::default();
    for stmt in body.iter().filter(|stmt| is_import(stmt)) {
        let is_free = |name: &str| {
            let others = body.iter().filter(|other| !is_going(&going, other));
            matches!(globals.get(name), Some(Value::Importlib | Value::ImportModule))
                && asked(hooks.iter().flatten().copied(), name)
                && others.map(|other| Asked::times(other, name)).sum::<usize>() == 0
        };
        let names = aliases(stmt).iter().map(|alias| bound_name(alias, stmt));
        let free: Vec<bool> = names.clone().map(is_free).collect();
        if free.contains(&true) {
            gone.extend(
                names
                    .zip(&free)
                    .filter(|(_, free)| **free)
                    .map(|(name, _)| name.to_owned()),
            );
            let own = aliases(stmt).iter().zip(&free).filter(|(_, free)| **free);
            found.besides.extend(own.map(|(alias, _)| span(alias)));
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
        let above = lead::about(&source, stmt);
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
    if names.iter().any(|name| {
        body.iter()
            .any(|stmt| binds(stmt, name) && !found.besides.contains(&span(stmt)))
    }) {
        return None;
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
    // What nothing in the file names is there for others.
    let is_for_others = |name: &str| {
        let stays = |stmt: &&Stmt| !found.besides.contains(&span(*stmt));
        style.marks == Marks::Keep && body.iter().filter(stays).all(|stmt| Asked::times(stmt, name) == 0)
    };
    for (name, line) in &mut served {
        if is_for_others(name) {
            mark_exported(line);
        }
    }
    let mut lines: Vec<ImportLine> = served.into_values().collect();
    lines.sort_by_key(|line| line.key(style));
    let lines = group(lines, style);
    let new = apply(&without, placed(&shorter, &lines, false)).ok()?.text;
    proven(&source, &new, &lines, &found)?;
    Some(Untabled { text: new, names, gone })
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
    let is_plain = def.decorator_list.is_empty() && !def.is_async && def.type_params.is_none();
    (is_plain && mentions(body, name) == 1).then_some(def)
}

/// How often a module names or defines something, in whatever way.
fn mentions(body: &[Stmt], name: &str) -> usize {
    body.iter().map(|stmt| Asked::times(stmt, name)).sum()
}

fn only_parameter(def: &StmtFunctionDef) -> Option<&str> {
    let mut parameters = def.parameters.iter();
    let first = parameters.next()?;
    let is_alone = parameters.next().is_none() && !first.is_variadic() && first.default().is_none();
    is_alone.then(|| first.name().as_str())
}

/// Whether one of the hooks names something.
fn asked<'a>(mut hooks: impl Iterator<Item = &'a StmtFunctionDef>, name: &str) -> bool {
    hooks.any(|hook| hook.body.iter().any(|stmt| Asked::times(stmt, name) > 0))
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
    match value {
        Value::Module(full, written) => match full.rsplit_once('.') {
            Some((package, last)) if package == own => Some(line(of_module(".".to_owned(), last, asname(last)))),
            Some((package, last)) if !written.starts_with('.') => {
                Some(line(of_module(package.to_owned(), last, asname(last))))
            }
            None => Some(line(Imported::Plain {
                module: full.clone(),
                asname: asname(full),
            })),
            _ => None,
        },
        Value::Of(module, attribute) => match module.as_ref() {
            Value::Module(full, written) if full != own => {
                Some(line(of_module(written.clone(), attribute, asname(attribute))))
            }
            // A submodule, by `from . import it`.
            Value::Module(full, _) => {
                debug_assert_eq!(full, own);
                Some(line(of_module(".".to_owned(), attribute, asname(attribute))))
            }
            Value::Of(package, last) => match package.as_ref() {
                Value::Module(full, written) => {
                    let dot = if written.ends_with('.') { "" } else { "." };
                    let from = if full == own {
                        format!(".{last}")
                    } else {
                        format!("{written}{dot}{last}")
                    };
                    Some(line(of_module(from, attribute, asname(attribute))))
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
