//! The project's imports as candidates for edits: which of them can be deferred, and which only together.
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::graph::EdgeKey;
use crate::profile::model::Event;
use crate::verdict::Strategy;

use super::model::{Place, Reason};

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
    /// How it can be deferred, or why it has to stay: all reasons, the one that is met first before the others.
    pub verdict: Result<Vec<Strategy>, Vec<Reason>>,
}

impl Import {
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

/// Imports that are deferred together: those of one statement, and statements that bind a name together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unit {
    /// Its deferrable imports, in the order of the text.
    pub imports: Vec<usize>,
    /// How many statements that are: its price.
    pub statements: u32,
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
    /// The statement of each import: numbers that rise as the imports do.
    statement_of: Vec<u32>,
}

impl Imports {
    /// Sorts imports into units.
    pub fn new(mut all: Vec<Import>) -> Self {
        all.sort_by(|left, right| (&left.module, left.at).cmp(&(&right.module, right.at)));
        let mut imports = Imports {
            unit_of: vec![None; all.len()],
            ..Imports::default()
        };
        let mut by_statement: FxHashMap<(String, u32), UnitId> = FxHashMap::default();
        let mut by_name: FxHashMap<(String, u32), UnitId> = FxHashMap::default();
        for (number, import) in all.iter().enumerate() {
            imports.by_key.insert(import.key, number);
            let line = (import.module.clone(), import.place.line);
            imports.by_line.entry(line).or_default().push(number);
            if import.verdict.is_err() {
                continue;
            }
            let statement = (import.module.clone(), import.at.0);
            let name = import.binding.map(|binding| (import.module.clone(), binding));
            let first = by_statement.get(&statement).copied();
            let second = name.as_ref().and_then(|name| by_name.get(name).copied());
            let unit = first.or(second).unwrap_or_else(|| {
                imports.units.push(Unit::default());
                imports.units.len() - 1
            });
            if let Some(other) = second.filter(|&other| other != unit) {
                let moved = std::mem::take(&mut imports.units[other].imports);
                moved.iter().for_each(|&number| imports.unit_of[number] = Some(unit));
                imports.units[unit].imports.extend(moved);
                by_statement
                    .values_mut()
                    .chain(by_name.values_mut())
                    .filter(|at| **at == other)
                    .for_each(|at| *at = unit);
            }
            imports.units[unit].imports.push(number);
            imports.unit_of[number] = Some(unit);
            by_statement.insert(statement, unit);
            if let Some(name) = name {
                by_name.insert(name, unit);
            }
        }
        imports.statement_of = vec![0; all.len()];
        for number in 1..all.len() {
            let same = all[number].module == all[number - 1].module && all[number].at.0 == all[number - 1].at.0;
            imports.statement_of[number] = imports.statement_of[number - 1] + u32::from(!same);
        }
        imports.all = all;
        for unit in &mut imports.units {
            unit.imports.sort_unstable();
            let statements = unit.imports.iter().map(|&number| imports.all[number].at.0);
            let statements: BTreeSet<u32> = statements.collect();
            unit.statements = statements.len() as u32;
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

    /// How many statements some imports stand in.
    pub fn statements(&self, chosen: &BTreeSet<usize>) -> u32 {
        let statements: BTreeSet<u32> = chosen.iter().map(|&number| self.statement_of[number]).collect();
        statements.len() as u32
    }

    /// What an import is deferred with; none where it has to stay.
    pub fn unit(&self, import: usize) -> Option<UnitId> {
        self.unit_of[import]
    }

    /// Takes back that some imports can be deferred, and with each all that binds the same name.
    pub fn keep(&mut self, refused: &[(EdgeKey, Reason)]) {
        let mut all = std::mem::take(&mut self.all);
        for (key, reason) in refused {
            let Some(number) = self.of_key(*key) else { continue };
            let (module, binding) = (all[number].module.clone(), all[number].binding);
            for (at, import) in all.iter_mut().enumerate() {
                let same_name = binding.is_some() && import.binding == binding && import.module == module;
                if (at == number || same_name) && import.verdict.is_ok() {
                    import.verdict = Err(vec![reason.clone()]);
                }
            }
        }
        *self = Imports::new(all);
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
            .map(|unit| (unit.imports.len(), unit.statements))
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
                statements: 2
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
