//! New statements: which ones the plan wants, each once.
use std::collections::BTreeSet;

use ruff_python_ast::comparable::{ComparableAlias, ComparableStmt};
use ruff_python_ast::{Alias, Expr, Stmt, UnaryOp};

use super::atoms::{Atom, atom, atoms};
use super::{Place, Walk, served};
use crate::rewrite::lazy::{LiteralList, literal_list};
use crate::rewrite::section::is_checking_test;
use crate::rewrite::suites::offered;
use crate::rewrite::typing_name;

impl Walk<'_> {
    /// Whether a statement tests `TYPE_CHECKING`, and whether it has an `else`.
    pub fn checking_block(&self, stmt: &Stmt) -> Option<bool> {
        let Stmt::If(branch) = stmt else { return None };
        let is_named = matches!(branch.test.as_ref(), Expr::Name(name) if self.known_names.contains(name.id.as_str()));
        (is_named || is_checking_test(&branch.test)).then_some(!branch.elif_else_clauses.is_empty())
    }

    /// Whether the plan wants this new statement here; takes it off the list.
    pub fn takes(&mut self, stmt: &Stmt, place: Place, in_imports: bool) -> bool {
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
            self.is_named |= self.may_name;
            return std::mem::take(&mut self.may_name);
        }
        let Stmt::If(branch) = stmt else { return false };
        // Nothing is told to type checkers, who know already.
        if let Expr::UnaryOp(not) = branch.test.as_ref()
            && not.op == UnaryOp::Not
        {
            let is_told = self.checkers.is_empty() && self.constants.is_empty() && self.attempts.is_empty();
            let is_alone = branch.elif_else_clauses.is_empty();
            return is_told && is_alone && self.is_known(&not.operand) && self.are_functions(&branch.body);
        }
        let is_known = self.is_known(&branch.test);
        let is_constant = |stmt: &&Stmt| {
            let computed = self.constants.values().map(|constant| &constant.statement);
            computed
                .chain(self.attempts.values())
                .collect::<Vec<_>>()
                .into_iter()
                .any(|known| ComparableStmt::from(known) == ComparableStmt::from(*stmt))
        };
        let (constants, imports): (Vec<&Stmt>, Vec<&Stmt>) = branch.body.iter().partition(is_constant);
        if !constants.is_empty() && constants.len() != self.constants.len() + self.attempts.len() {
            return false;
        }
        self.checked |= !constants.is_empty();
        let (offers, imports): (Vec<&Stmt>, Vec<&Stmt>) = imports.into_iter().partition(|stmt| offered(stmt).is_some());
        let Some(found) = imports.into_iter().map(atoms).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let mut found: BTreeSet<Atom> = found.into_iter().flatten().collect();
        if !offers
            .into_iter()
            .filter_map(offered)
            .all(|name| gives(&mut found, name))
        {
            return false;
        }
        let is_wanted = take_all(&mut self.checkers, &found) || found.is_empty() && !constants.is_empty();
        if !is_known || !is_wanted {
            return false;
        }
        match branch.elif_else_clauses.as_slice() {
            [] => true,
            [only] => only.test.is_none() && self.are_functions(&only.body),
            _ => false,
        }
    }

    /// Whether an expression is known to say `TYPE_CHECKING`.
    fn is_known(&self, test: &Expr) -> bool {
        match test {
            Expr::Name(name) => self.known_names.contains(name.id.as_str()),
            Expr::Attribute(attribute) => match attribute.value.as_ref() {
                Expr::Name(module) => self.known_names.contains(&format!("{}.{}", module.id, attribute.attr)),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a suite is the functions that serve what is to be served.
    fn are_functions(&mut self, suite: &[Stmt]) -> bool {
        let has_getattr = self.their_getattr.is_some();
        let (getattr, dir) = match suite {
            [Stmt::FunctionDef(getattr), dir] if !has_getattr && !self.has_dir => (Some(getattr), Some(dir)),
            [Stmt::FunctionDef(getattr)] if !has_getattr => (Some(getattr), None),
            [dir] if !self.has_dir => (None, Some(dir)),
            _ => return false,
        };
        let offers_all = self.plan.offers_all && !has_getattr && !self.has_dir;
        let hidden = (offers_all && self.is_named && !self.is_own_name).then_some(typing_name::NAME);
        !self.all_served.is_empty()
            && getattr.is_none_or(|getattr| {
                served::is_getattr(
                    getattr,
                    &std::mem::take(&mut self.served),
                    self.plan.namespace(),
                    offers_all,
                    self.plan.asks_itself(),
                )
            })
            && dir.is_none_or(|dir| served::is_dir(dir, &self.all_served, self.plan.namespace(), hidden))
    }

    /// Whether a statement at the beginning of the module's own `__getattr__` serves a name that is still to be served.
    pub fn takes_branch(&mut self, stmt: &Stmt) -> bool {
        let (Stmt::If(branch), Some((_, parameter))) = (stmt, &self.their_getattr) else {
            return false;
        };
        let Some(name) = served::tested_name(&branch.test, parameter) else {
            return false;
        };
        let namespace = self.plan.namespace();
        let is_right = branch.elif_else_clauses.is_empty()
            && self.served.get(name).is_some_and(|maker| {
                served::makes(&branch.body, name, maker, |value| {
                    format!("return {namespace}.setdefault({parameter}, {value})")
                })
            });
        let name = name.to_owned();
        is_right && self.served.remove(&name).is_some()
    }

    /// `__lazy_modules__` with what the plan adds, which may have been there already.
    pub fn is_longer_list(&mut self, before: LiteralList, after: LiteralList) -> bool {
        let before: BTreeSet<String> = before.items.into_iter().map(|(_, item)| item).collect();
        let after: BTreeSet<String> = after.items.into_iter().map(|(_, item)| item).collect();
        let is_extended = after == before.union(&self.listed).cloned().collect();
        if is_extended {
            self.listed.clear();
        }
        is_extended || after == before
    }

    /// `from typing import` with `TYPE_CHECKING` added.
    pub fn has_name_added(&mut self, old: &Stmt, new: &Stmt) -> bool {
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
            self.is_named = true;
        }
        is_right
    }

    /// A from-import in a function, or for checkers alone, with planned names added; those that stood there keep their order.
    pub fn has_names_joined(&mut self, old: &Stmt, new: &Stmt, place: Place) -> bool {
        let (Stmt::ImportFrom(before), Stmt::ImportFrom(after), Place::Function(at)) = (old, new, place) else {
            return false;
        };
        let wanted = match at {
            Some(at) => self.insertions.get_mut(&at),
            None => Some(&mut self.checkers),
        };
        let (Some(known), Some(all), Some(wanted)) = (atoms(old), atoms(new), wanted) else {
            return false;
        };
        let added: BTreeSet<Atom> = all.difference(&known).cloned().collect();
        let is_old = |alias: &&Alias| !added.contains(&atom(new, alias));
        let kept = after.names.iter().filter(is_old).map(ComparableAlias::from);
        kept.eq(before.names.iter().map(ComparableAlias::from))
            && after.names.len() == before.names.len() + added.len()
            && take_all(wanted, &added)
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

/// Whether one of the imports hides just this name: then it counts as the import of the name itself.
fn gives(found: &mut BTreeSet<Atom>, name: &str) -> bool {
    let hidden = format!("_{name}");
    let Some(mut atom) = found.iter().find(|atom| atom.asname.as_ref() == Some(&hidden)).cloned() else {
        return false;
    };
    found.remove(&atom);
    atom.asname = (atom.name != name).then(|| name.to_owned());
    found.insert(atom)
}

fn take_all(wanted: &mut BTreeSet<Atom>, found: &BTreeSet<Atom>) -> bool {
    let all = !found.is_empty() && found.is_subset(wanted);
    if all {
        wanted.retain(|atom| !found.contains(atom));
    }
    all
}
