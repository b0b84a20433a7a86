//! The table of what people write at module level, in testdata: what has an effect is found, what has none is accepted.
use std::collections::BTreeSet;

use serde::Deserialize;

use super::{bare, module};
use crate::evaluate::Evaluation;
use crate::graph::{Kind, Program, Visibility};
use crate::project::standard;
use crate::rules::Rules;

#[derive(Deserialize)]
struct Table {
    head: String,
    core: String,
    harmful: Vec<Entry>,
    harmless: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    kind: Option<String>,
}

fn table() -> Table {
    toml::from_str(include_str!("../../../testdata/effects/table.toml")).expect("a table")
}

/// The kinds of the effects of an entry, with what happens.
fn effects(table: &Table, code: &str) -> Vec<(&'static str, String)> {
    let plugin = module("app.plugin", &format!("{}\n{code}\n", table.head), Kind::FirstParty);
    let core = module("app.core", &table.core, Kind::FirstParty);
    let imports = [&plugin, &core].map(|module| module.facts.clone().unwrap_or_default());
    let names: BTreeSet<String> = imports
        .iter()
        .flat_map(|facts| &facts.imports)
        .flat_map(|import| {
            let ends = import
                .module
                .match_indices('.')
                .map(|(at, _)| at)
                .chain([import.module.len()]);
            ends.map(|end| import.module[..end].to_owned()).collect::<Vec<_>>()
        })
        .filter(|name| standard::is_standard(name.split('.').next().unwrap_or_default()))
        .collect();
    let mut modules: Vec<_> = names.iter().map(|name| bare(name, Kind::Standard)).collect();
    modules.extend([module("app", "", Kind::FirstParty), core, plugin]);
    let program = Program::new(modules);
    let effects = Evaluation::new(
        &program,
        &Visibility::new(&program, Rules::builtin()),
        Rules::builtin(),
        (3, 12),
    );
    let id = program.find("app.plugin").expect("the plugin");
    let found = effects.that_count(&program, id);
    found.map(|effect| (effect.kind.code(), effect.what.clone())).collect()
}

#[test]
fn every_harmful_one_is_found() {
    let table = table();
    assert!(table.harmful.len() >= 70);
    let missed: Vec<String> = table
        .harmful
        .iter()
        .filter_map(|entry| {
            let found = effects(&table, &entry.code);
            let right = match &entry.kind {
                Some(kind) => found.iter().any(|(known, _)| known == kind),
                None => !found.is_empty(),
            };
            (!right).then(|| format!("{}: wanted {:?}, found {found:?}", entry.code, entry.kind))
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn the_harmless_ones_are_accepted() {
    let table = table();
    assert!(table.harmless.len() >= 40);
    let alarms: Vec<String> = table
        .harmless
        .iter()
        .filter_map(|entry| {
            let found = effects(&table, &entry.code);
            (!found.is_empty()).then(|| format!("{}: {found:?}", entry.code))
        })
        .collect();
    assert!(alarms.len() * 10 <= table.harmless.len(), "{}", alarms.join("\n"));
}
