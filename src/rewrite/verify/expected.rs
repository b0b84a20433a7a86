//! What the plan makes of the old tree: what it adds, and what must stand where an import stood.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use super::Walk;
use super::atoms::{Atom, atom, own};
use super::served::{self, Constant, Maker, Served};
use crate::rewrite::getattr::existing;
use crate::rewrite::layout::Source;
use crate::rewrite::lazy::{absolute_module, listed_modules};
use crate::rewrite::locate::{aliases, removes};
use crate::rewrite::suites::suites;
use crate::rewrite::typing_name;
use crate::syntax::Span;
use crate::verdict::{Deferral, FilePlan, Way};

impl<'a> Walk<'a> {
    /// Everything that the plan allows.
    pub fn new(old: &Source<'_>, plan: &'a FilePlan) -> Self {
        let mut walk = Walk {
            plan,
            by_statement: BTreeMap::new(),
            targets: BTreeSet::new(),
            insertions: BTreeMap::new(),
            checkers: BTreeSet::new(),
            served: Served::new(),
            constants: BTreeMap::new(),
            needed: BTreeMap::new(),
            quotes: BTreeSet::new(),
            all_served: Served::new(),
            attempts: BTreeMap::new(),
            checked: false,
            their_getattr: None,
            has_dir: false,
            implied: BTreeSet::new(),
            listed: BTreeSet::new(),
            may_name: false,
            is_named: false,
            is_own_name: typing_name::is_bound(old),
            known_names: BTreeSet::new(),
        };
        for deferral in &plan.deferrals {
            walk.by_statement.entry(deferral.statement).or_default().push(deferral);
            walk.targets.insert(deferral.statement.start);
            walk.targets
                .extend(deferral.way.moved().insertions.iter().map(|place| place.at));
            walk.targets
                .extend(deferral.way.moved().quotes.iter().map(|span| span.start));
            walk.quotes.extend(&deferral.way.moved().quotes);
        }
        for constant in &plan.constants {
            walk.targets.insert(constant.statement.start);
            walk.targets.extend(&constant.functions);
            for &at in &constant.functions {
                walk.insertions.entry(at).or_default().insert(own(plan, &constant.name));
            }
        }
        for attempt in &plan.attempts {
            walk.targets.insert(attempt.statement.start);
            walk.targets.extend(attempt.functions.iter().map(|(at, _)| *at));
            for (at, names) in &attempt.functions {
                let trigger = attempt.sure().map(str::to_owned).filter(|_| names.is_empty());
                let atoms = names.iter().cloned().chain(trigger).map(|name| own(plan, &name));
                walk.insertions.entry(*at).or_default().extend(atoms);
            }
        }
        walk.expect(old.body());
        for (statement, atoms) in std::mem::take(&mut walk.needed) {
            if let Some(constant) = walk.constants.get_mut(&statement) {
                constant.imports.extend(atoms);
            }
        }
        for name in std::mem::take(&mut walk.implied) {
            let maker = Maker::Submodule(name.clone());
            walk.served.entry(name).or_insert(maker);
        }
        let constants = std::mem::take(&mut walk.constants);
        for constant in constants.values() {
            let maker = Maker::Constant(constant.statement.clone(), constant.imports.clone());
            walk.served.insert(constant.name.clone(), maker);
        }
        walk.constants = constants;
        walk.all_served = walk.served.clone();
        walk.their_getattr = existing(old.body(), "__getattr__").and_then(|theirs| {
            let parameter = theirs.parameters.iter_non_variadic_params().next()?;
            Some((theirs.name.start().to_u32(), parameter.parameter.name.to_string()))
        });
        walk.has_dir = existing(old.body(), "__dir__").is_some();
        if !walk.served.is_empty() {
            let theirs = walk.their_getattr.iter().map(|(at, _)| *at);
            walk.targets.extend(theirs.collect::<Vec<_>>());
        }
        walk.may_name = !walk.checkers.is_empty() || !walk.attempts.is_empty();
        walk
    }

    /// Reads off the old tree what the plan adds.
    fn expect(&mut self, suite: &[Stmt]) {
        for stmt in suite {
            let span = Span::from(stmt.range());
            if let Some(attempt) = self.plan.attempts.iter().find(|attempt| attempt.statement == span) {
                if attempt.told.is_none() {
                    self.attempts.insert(span, stmt.clone());
                }
                for (name, _) in &attempt.names {
                    let maker = Maker::Attempt(stmt.clone(), attempt.names.clone());
                    self.served.insert(name.clone(), maker);
                }
            }
            if let Some(constant) = self.constant(stmt) {
                self.constants.insert(Span::from(stmt.range()), constant);
            }
            for deferral in self
                .by_statement
                .get(&Span::from(stmt.range()))
                .cloned()
                .unwrap_or_default()
            {
                let Some(alias) = aliases(stmt)
                    .iter()
                    .find(|alias| Span::from(alias.range()) == deferral.alias)
                else {
                    continue;
                };
                let atom = atom(stmt, alias);
                for planned in self
                    .plan
                    .constants
                    .iter()
                    .filter(|one| one.imports.contains(&deferral.alias))
                {
                    self.needed.entry(planned.statement).or_default().insert(atom.clone());
                }
                for place in &deferral.way.moved().insertions {
                    self.insertions
                        .entry(place.at)
                        .or_default()
                        .insert(atom.inserted(place, self.plan));
                }
                if deferral.way == Way::LazyModules {
                    self.listed.extend(listed_modules(stmt, alias, self.plan));
                }
                if deferral.way.moved().getattr {
                    let maker = match self.own_submodule(&atom) {
                        Some(name) => Maker::Submodule(name),
                        None => Maker::Imports(BTreeSet::from([atom.clone()])),
                    };
                    served::add(&mut self.served, atom.bound(), maker);
                }
                self.implied.extend(deferral.way.moved().submodules.iter().cloned());
                if deferral.way.moved().for_checkers() {
                    self.checkers.insert(atom);
                }
            }
            if self.has_target(stmt) && !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
                suites(stmt).into_iter().for_each(|inner| self.expect(inner));
            }
        }
    }

    /// The submodule of this very package that the import binds: it has to be asked for in a way that does not ask the package.
    fn own_submodule(&self, atom: &Atom) -> Option<String> {
        let (package, name) = match &atom.module {
            Some(module) => (
                absolute_module(atom.level, Some(module), self.plan)?,
                atom.name.as_str(),
            ),
            None => {
                let (package, name) = atom.name.rsplit_once('.')?;
                (package.to_owned(), name)
            }
        };
        let is_bound = atom.module.is_some() || self.plan.is_package && atom.asname.is_some();
        (is_bound && package == self.plan.module).then(|| name.to_owned())
    }

    /// What must become of a statement that assigns a deferred constant.
    fn constant(&self, stmt: &Stmt) -> Option<Constant> {
        let span = Span::from(stmt.range());
        let planned = self.plan.constants.iter().find(|constant| constant.statement == span)?;
        Some(Constant {
            name: planned.name.clone(),
            statement: stmt.clone(),
            imports: planned.constants.iter().map(|name| own(self.plan, name)).collect(),
        })
    }

    /// Whether something may differ within the statement.
    pub fn has_target(&self, stmt: &Stmt) -> bool {
        let span = Span::from(stmt.range());
        self.targets.range(span.start..span.end).next().is_some()
    }

    /// What must stand in the new suite for an old statement.
    pub fn expected(&self, stmt: Stmt) -> Vec<Stmt> {
        let span = Span::from(stmt.range());
        if self.constants.contains_key(&span) || self.attempts.contains_key(&span) {
            return Vec::new();
        }
        let mut told = self.plan.attempts.iter().filter_map(|attempt| attempt.told);
        if let Stmt::If(branch) = &stmt
            && told.any(|told| told == span)
        {
            let mut branch = branch.clone();
            branch.elif_else_clauses.clear();
            return vec![Stmt::If(branch)];
        }
        let Some(deferrals) = self.by_statement.get(&Span::from(stmt.range())) else {
            return vec![stmt];
        };
        let of = |span: Span| deferrals.iter().find(|deferral| deferral.alias == span);
        let keep = |wanted: &dyn Fn(Option<&&&Deferral>) -> bool, lazy: bool| {
            let mut stmt = stmt.clone();
            match &mut stmt {
                Stmt::Import(import) => {
                    import
                        .names
                        .retain(|alias| wanted(of(Span::from(alias.range())).as_ref()));
                    import.is_lazy |= lazy;
                }
                Stmt::ImportFrom(from) => {
                    from.names
                        .retain(|alias| wanted(of(Span::from(alias.range())).as_ref()));
                    from.is_lazy |= lazy;
                }
                _ => {}
            }
            stmt
        };
        let eager = keep(
            &|deferral| deferral.is_none_or(|deferral| !removes(deferral) && deferral.way != Way::LazyKeyword),
            false,
        );
        let lazy = keep(
            &|deferral| deferral.is_some_and(|deferral| deferral.way == Way::LazyKeyword),
            true,
        );
        let mut expected = Vec::new();
        expected.extend((!aliases(&eager).is_empty()).then_some(eager));
        // A plain import is split into one `lazy` statement per module, unless it becomes lazy as a whole.
        match lazy {
            Stmt::Import(import) if !expected.is_empty() => {
                for alias in &import.names {
                    let mut single = import.clone();
                    single.names = vec![alias.clone()];
                    expected.push(Stmt::Import(single));
                }
            }
            lazy => expected.extend((!aliases(&lazy).is_empty()).then_some(lazy)),
        }
        expected
    }
}
