//! The project's imports as candidates for edits: which of them can be deferred, and which only together.
use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::EdgeKey;
use crate::profile::model::Event;
use crate::verdict::Strategy;

use super::model::{Edit, Place, Reason};

/// Number of a unit in [`Imports::units`].
pub type UnitId = usize;

/// One imported name of the project's own code.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The import in the import graph.
    pub key: EdgeKey,
    /// The module it stands in.
    pub module: String,
    /// Where its statement starts.
    pub place: Place,
    /// The import alone, as Python: `from a import b`.
    pub text: String,
    /// The absolute name of the module that it names.
    pub target: String,
    /// The name that it takes from there, if any.
    pub name: Option<String>,
    /// Offset of its statement, and of itself, in the module's text.
    pub at: (u32, u32),
    /// Number of the name that it binds; imports of one module that bind one name go together.
    pub binding: Option<u32>,
    /// The group that it belongs to: imports of one group are safe only together.
    pub group: Option<u32>,
    /// How it can be deferred, or why it has to stay: all reasons, the one that is met first before the others.
    pub verdict: Result<Vec<Strategy>, Vec<Reason>>,
}

impl Import {
    fn joins(&self, by_statement: bool) -> Vec<Join> {
        let statement = by_statement.then(|| Join::Statement(self.module.clone(), self.at.0));
        let name = self.binding.map(|binding| Join::Name(self.module.clone(), binding));
        let group = self.group.map(Join::Group);
        statement.into_iter().chain(name).chain(group).collect()
    }

    /// Whether it is one of those that an edit defers.
    pub fn stands_in(&self, edit: &Edit) -> bool {
        self.module == edit.module && self.place == edit.place
    }

    /// The name that it binds in its module.
    pub fn bound(&self) -> &str {
        let own = || match &self.name {
            Some(name) => name,
            None => self.target.split('.').next().unwrap_or_default(),
        };
        self.text
            .rsplit_once(" as ")
            .map_or_else(own, |(_, alias)| alias.trim())
    }
}

/// What imports that go together have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Join {
    Statement(String, u32),
    Name(String, u32),
    Group(u32),
}

/// Imports that are deferred together: those of one statement, and statements that bind a name together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unit {
    /// Its deferrable imports, in the order of the text.
    pub imports: Vec<usize>,
    /// How many edits that are, statement by statement: its price.
    pub edits: u32,
}

/// All imports of the project's own modules.
#[derive(Debug, Default)]
pub struct Imports {
    /// The imports, in the order of modules and text.
    pub all: Vec<Import>,
    /// What is deferred together.
    pub units: Vec<Unit>,
    by_key: FxHashMap<EdgeKey, usize>,
    by_line: FxHashMap<(String, u32), Vec<usize>>,
    unit_of: Vec<Option<UnitId>>,
    /// What each import takes to be deferred, by number: an edit of its statement.
    edits_of: Vec<Vec<u32>>,
}

impl Imports {
    /// Sorts imports into units.
    pub fn new(mut all: Vec<Import>) -> Self {
        all.sort_by(|left, right| (&left.module, left.at).cmp(&(&right.module, right.at)));
        let mut statement = 0;
        let mut edits: Vec<Vec<u32>> = Vec::new();
        for number in 0..all.len() {
            let is_next = number > 0
                && (&all[number].module, all[number].at.0) != (&all[number - 1].module, all[number - 1].at.0);
            statement += u32::from(is_next);
            edits.push(vec![statement]);
        }
        Imports::arranged(all, edits, true)
    }

    /// The same imports, as if those for which `changes` gives something could be deferred: each of them takes these changes, by
    /// their numbers, instead of an edit of its statement. Those that take the same go together.
    pub fn supposing(&self, changes: &dyn Fn(usize) -> Option<Vec<u32>>) -> Self {
        let mut all = self.all.clone();
        let mut edits = self.edits_of.clone();
        let statements = edits.iter().flatten().max().map_or(0, |last| last + 1);
        let groups = all.iter().filter_map(|import| import.group).max();
        let groups = groups.map_or(0, |last| last + 1);
        let mut sets: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        for (number, import) in all.iter_mut().enumerate() {
            if let Some(changes) = changes(number) {
                let next = groups + sets.len() as u32;
                import.group = Some(*sets.entry(changes.clone()).or_insert(next));
                import.verdict = Ok(Vec::new());
                edits[number] = changes.into_iter().map(|change| statements + change).collect();
            }
        }
        Imports::arranged(all, edits, false)
    }

    fn arranged(all: Vec<Import>, edits_of: Vec<Vec<u32>>, by_statement: bool) -> Self {
        let mut imports = Imports {
            unit_of: vec![None; all.len()],
            edits_of,
            ..Imports::default()
        };
        let mut by_join: FxHashMap<Join, UnitId> = FxHashMap::default();
        for (number, import) in all.iter().enumerate() {
            imports.by_key.insert(import.key, number);
            let line = (import.module.clone(), import.place.line);
            imports.by_line.entry(line).or_default().push(number);
            if import.verdict.is_err() {
                continue;
            }
            let joins = import.joins(by_statement);
            let mut units: Vec<UnitId> = joins.iter().filter_map(|join| by_join.get(join).copied()).collect();
            if units.is_empty() {
                units.push(imports.units.len());
                imports.units.push(Unit::default());
            }
            let unit = units[0];
            for &other in units.iter().filter(|&&other| other != unit) {
                let moved = std::mem::take(&mut imports.units[other].imports);
                moved.iter().for_each(|&number| imports.unit_of[number] = Some(unit));
                imports.units[unit].imports.extend(moved);
                by_join
                    .values_mut()
                    .filter(|at| **at == other)
                    .for_each(|at| *at = unit);
            }
            imports.units[unit].imports.push(number);
            imports.unit_of[number] = Some(unit);
            by_join.extend(joins.into_iter().map(|join| (join, unit)));
        }
        imports.all = all;
        for unit in 0..imports.units.len() {
            imports.units[unit].imports.sort_unstable();
            imports.units[unit].edits = imports.edits(&imports.units[unit].imports);
        }
        imports
    }

    /// The import behind an edge of the import graph.
    pub fn of_key(&self, key: EdgeKey) -> Option<usize> {
        self.by_key.get(&key).copied()
    }

    /// The imports whose statements start at a line of a module.
    pub fn at_line(&self, module: &str, line: u32) -> &[usize] {
        let found = self.by_line.get(&(module.to_owned(), line));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// The imports that an event at module level is a run of; `module` is who ran it.
    pub fn behind(&self, module: &str, event: &Event) -> Vec<usize> {
        let here = self.at_line(module, event.line).iter().copied();
        here.filter(|&number| {
            let import = &self.all[number];
            let named = match &import.name {
                Some(name) => event.names.contains(name),
                None => event.names.is_empty(),
            };
            import.target == event.target && named
        })
        .collect()
    }

    /// How many edits some imports take: the statements that they stand in.
    pub fn edits<'n>(&self, chosen: impl IntoIterator<Item = &'n usize>) -> u32 {
        let edits = chosen.into_iter().flat_map(|&number| &self.edits_of[number]);
        edits.collect::<BTreeSet<_>>().len() as u32
    }

    /// What an import is deferred with; none where it has to stay.
    pub fn unit(&self, import: usize) -> Option<UnitId> {
        self.unit_of[import]
    }

    /// Takes back that some imports can be deferred, and with each all that binds the same name or is of its group.
    pub fn keep(&mut self, refused: &[(EdgeKey, Reason)]) {
        let mut all = std::mem::take(&mut self.all);
        for (key, reason) in refused {
            let Some(number) = self.of_key(*key) else { continue };
            let (module, binding, group) = (all[number].module.clone(), all[number].binding, all[number].group);
            for (at, import) in all.iter_mut().enumerate() {
                let same_name = binding.is_some() && import.binding == binding && import.module == module;
                let same_group = group.is_some() && import.group == group;
                if (at == number || same_name || same_group) && import.verdict.is_ok() {
                    import.verdict = Err(vec![reason.clone()]);
                }
            }
        }
        *self = Imports::new(all);
    }

    /// Some imports as the engine is told to defer them: the module, and where the import starts in its text.
    pub fn places<'n>(&self, chosen: impl IntoIterator<Item = &'n usize>) -> FxHashSet<(String, u32)> {
        let chosen = chosen.into_iter().map(|&number| &self.all[number]);
        chosen.map(|import| (import.module.clone(), import.at.1)).collect()
    }

    /// Adds reasons to those of imports that have to stay.
    pub fn add_reasons(&mut self, found: Vec<(usize, Reason)>) {
        for (number, reason) in found {
            if let Err(reasons) = &mut self.all[number].verdict
                && !reasons.iter().any(|known| known.has_cause_of(&reason))
            {
                reasons.push(reason);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::import;
    use super::*;

    #[test]
    fn a_statement_is_one_unit() {
        let imports = Imports::new(vec![
            import(0, "app", 1, "from big import a"),
            import(1, "app", 1, "from big import b"),
            import(2, "app", 2, "import other"),
        ]);
        let counts: Vec<(usize, u32)> = imports
            .units
            .iter()
            .map(|unit| (unit.imports.len(), unit.edits))
            .collect();
        assert_eq!(counts, [(2, 1), (1, 1)]);
    }

    #[test]
    fn what_binds_one_name_is_one_unit() {
        let mut first = import(0, "app", 1, "import a.b");
        let mut second = import(1, "app", 2, "import a.c");
        first.binding = Some(7);
        second.binding = Some(7);
        let mut imports = Imports::new(vec![first, second]);
        assert_eq!(
            imports.units[0],
            Unit {
                imports: vec![0, 1],
                edits: 2
            }
        );
        let reason = Reason::new("used-at-import", "");
        imports.keep(&[(1, reason.clone())]);
        assert!(imports.units.is_empty());
        assert_eq!(imports.all[0].verdict, Err(vec![reason]));
    }

    #[test]
    fn units_that_meet_become_one() {
        let mut all: Vec<Import> = (0..3)
            .map(|at| import(at, "app", 1 + at as u32, "import a.b"))
            .collect();
        all[0].binding = Some(1);
        all[1].binding = Some(2);
        // The third stands in the statement of the first, and shares the name of the second.
        all[2].at.0 = all[0].at.0;
        all[2].binding = Some(2);
        let imports = Imports::new(all);
        let sizes: Vec<usize> = imports
            .units
            .iter()
            .map(|unit| unit.imports.len())
            .filter(|&size| size > 0)
            .collect();
        assert_eq!(sizes, [3]);
    }
}
