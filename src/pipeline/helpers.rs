//! Helpers that rewritten files import and that are missing, or not what dormant writes: findings, and what `fix` writes again.
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::load::File;
use super::outcome::Texts;
use super::shown;
use crate::graph::{Kind, ModuleId, Sighting};
use crate::judge::{HELPER, Inputs};
use crate::rewrite::helper::{Part, is_current, parts_of};
use crate::verdict::{Finding, Results, Why};

/// The helpers to be written, each with the parts that are needed of it.
pub(super) type Helpers = BTreeMap<PathBuf, BTreeSet<Part>>;

/// Adds what is wrong with helpers to the results: at the first import of each. A file of that name that dormant did not
/// write is its owner's.
pub(super) fn add(inputs: Inputs<'_>, results: &mut Results, files: &FxHashMap<ModuleId, File>) -> Helpers {
    let mut helpers = Helpers::new();
    let mut texts = Texts::default();
    for (path, (parts, first)) in needed(inputs, files) {
        let text = std::fs::read_to_string(&path).ok();
        let known = text.as_deref().map(parts_of);
        if known == Some(None) && text.as_deref().is_some_and(|text| !text.is_empty()) {
            continue;
        }
        let known = known.flatten().unwrap_or_default();
        if known.is_superset(&parts) && text.as_deref().is_some_and(is_current) {
            continue;
        }
        let Some((file, facts)) = files.get(&first.module).zip(inputs.program.facts(first.module)) else {
            continue;
        };
        let import = facts.imports.iter().find(|import| import.alias == first.span);
        results.findings.push(Finding {
            path: shown(&file.path),
            start: texts.position(file, first.span.start),
            end: texts.position(file, first.span.end),
            statement: import.map_or(first.span, |import| import.statement),
            alias: first.span,
            strategies: Vec::new(),
            import: import.map(|import| import.to_python()).unwrap_or_default(),
            why: Why::Helper {
                is_missing: text.is_none(),
            },
            how: "write the helper again".to_owned(),
        });
        helpers.insert(path, parts);
    }
    helpers
}

/// The helpers that files under the given paths import, with the parts that they take and the first place.
fn needed(inputs: Inputs<'_>, files: &FxHashMap<ModuleId, File>) -> BTreeMap<PathBuf, (BTreeSet<Part>, Sighting)> {
    let program = inputs.program;
    let mut found: BTreeMap<PathBuf, (BTreeSet<Part>, Sighting)> = BTreeMap::new();
    for (id, module) in program.modules.iter().enumerate() {
        let Some(facts) = module.facts.as_ref().filter(|_| module.kind == Kind::FirstParty) else {
            continue;
        };
        for import in &facts.imports {
            let name = import.name.as_deref().unwrap_or_default();
            let Some(part) = Part::of(name) else {
                continue;
            };
            let helper = program.absolute(id, import);
            let package = helper
                .as_deref()
                .and_then(|helper| helper.strip_suffix(HELPER)?.strip_suffix('.'));
            let package = package.and_then(|package| files.get(&program.find(package)?));
            let Some(package) = package.filter(|_| files.get(&id).is_some_and(|file| file.is_target)) else {
                continue;
            };
            let path = package.path.with_file_name(format!("{HELPER}.py"));
            let place = Sighting {
                module: id,
                span: import.alias,
            };
            let entry = found.entry(path).or_insert_with(|| (BTreeSet::new(), place));
            entry.0.insert(part);
        }
    }
    found
}
