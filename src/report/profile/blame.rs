//! Which statement of first-party code brings foreign modules in: for each, the nearest one on the way up to the program.
use std::collections::{BTreeMap, BTreeSet};

use crate::profile::model::{Event, Kind, Profile};

/// A statement of first-party code, and what it was the first to bring in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Blame<'a> {
    pub event: &'a Event,
    /// Milliseconds of the foreign modules.
    pub milliseconds: f64,
    /// How many they are.
    pub modules: usize,
    /// How many other statements of first-party code import the same module, and would load it if this one did not.
    pub others: usize,
}

/// The statements, the dearest first.
pub(super) fn blame(profile: &Profile) -> Vec<Blame<'_>> {
    let own: BTreeSet<&str> = profile
        .modules
        .iter()
        .filter(|module| module.kind == Kind::FirstParty)
        .map(|module| module.name.as_str())
        .chain(["__main__"])
        .collect();
    let mut blamed: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
    // Parents come first, so that each module's blame is known before those that it imports ask for it.
    let mut of_module: Vec<Option<u32>> = Vec::with_capacity(profile.modules.len());
    for module in &profile.modules {
        let direct = module.event.filter(|&event| {
            let importer = profile.events.get(event as usize).map(|event| event.importer.as_str());
            importer.is_some_and(|importer| own.contains(importer))
        });
        let inherited = || {
            module
                .parent
                .and_then(|parent| of_module.get(parent as usize).copied().flatten())
        };
        let event = direct.or_else(inherited);
        of_module.push(event);
        if let Some(event) = event.filter(|_| module.kind != Kind::FirstParty) {
            let sum = blamed.entry(event).or_default();
            sum.0 += module.self_ms;
            sum.1 += 1;
        }
    }
    let mut statements: BTreeMap<&str, BTreeSet<(Option<&str>, u32)>> = BTreeMap::new();
    for event in profile
        .events
        .iter()
        .filter(|event| own.contains(event.importer.as_str()))
    {
        let place = (event.file.as_deref(), event.line);
        statements.entry(&event.target).or_default().insert(place);
    }
    let mut blames: Vec<Blame<'_>> = blamed
        .into_iter()
        .filter_map(|(index, (milliseconds, modules))| {
            let event = profile.events.get(index as usize)?;
            let same = statements.get(event.target.as_str()).map_or(0, BTreeSet::len);
            Some(Blame {
                event,
                milliseconds,
                modules,
                others: same.saturating_sub(1),
            })
        })
        .collect();
    blames.sort_by(|left, right| right.milliseconds.total_cmp(&left.milliseconds));
    blames
}

/// The import as it is written, shortened: `from a.b import c, …`.
pub(super) fn statement(event: &Event) -> String {
    use crate::profile::model::ImportKind;
    match (event.kind, event.names.as_slice()) {
        (ImportKind::ImportModule, _) => format!("import_module({:?})", event.target),
        (_, []) => format!("import {}", event.target),
        (_, [name]) => format!("from {} import {name}", event.target),
        (_, [name, ..]) => format!("from {} import {name}, …", event.target),
    }
}

/// `app/cli.py:12`, with the function where the statement stands in one.
pub(super) fn place(event: &Event) -> String {
    let file = event.file.as_deref().unwrap_or(&event.importer);
    match &event.function {
        Some(function) => format!("{file}:{} in {function}", event.line),
        None => format!("{file}:{}", event.line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::small;

    #[test]
    fn foreign_modules_are_charged_to_the_nearest_own_statement() {
        let profile = small();
        let rows: Vec<String> = blame(&profile)
            .iter()
            .map(|blame| {
                let (place, statement) = (place(blame.event), statement(blame.event));
                format!(
                    "{place} {statement}: {} ms, {} modules, {} others",
                    blame.milliseconds, blame.modules, blame.others
                )
            })
            .collect();
        insta::assert_snapshot!(rows.join("\n"), @r#"
        app/cli.py:3 import requests: 45 ms, 2 modules, 0 others
        app/cli.py:9 in main from yaml import safe_load: 10 ms, 1 modules, 0 others
        "#);
    }
}
