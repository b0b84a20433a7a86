//! Helpers that rewritten files import and that are missing, or not what dormant writes: findings, and what `fix` writes again. And
//! those that nothing imports any more, which it removes.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rustc_hash::FxHashMap;

use super::load::File;
use super::outcome::Texts;
use super::shown;
use crate::graph::{Kind, ModuleId, Sighting};
use crate::judge::{HELPER, Inputs};
use crate::rewrite::helper::{Part, is_current, is_generated, parts_of};
use crate::syntax::Span;
use crate::verdict::{Finding, Position, Results, Why};

/// The helpers to be written, each with the parts that are needed of it; those with none go.
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
                is_unneeded: false,
            },
            how: "write the helper again".to_owned(),
        });
        helpers.insert(path, parts);
    }
    for file in unneeded(inputs, files) {
        results.findings.push(Finding {
            path: shown(&file.path),
            start: Position { line: 1, column: 1 },
            end: Position { line: 1, column: 1 },
            statement: Span::default(),
            alias: Span::default(),
            strategies: Vec::new(),
            import: String::new(),
            why: Why::Helper {
                is_missing: false,
                is_unneeded: true,
            },
            how: "remove the helper".to_owned(),
        });
        helpers.insert(file.path.clone(), BTreeSet::new());
    }
    helpers
}

/// The helpers under the given paths that dormant wrote, and that nothing asks for any more: no import of the project leads there, and
/// no text of its package or of another file names them.
fn unneeded<'f>(inputs: Inputs<'_>, files: &'f FxHashMap<ModuleId, File>) -> Vec<&'f File> {
    let program = inputs.program;
    let name = format!("{HELPER}.py");
    let is_helper = |file: &&File| file.is_target && file.path.file_name().is_some_and(|own| *own == *name);
    let mut found: Vec<&File> = files.values().filter(is_helper).collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    let is_named = |file: &File| {
        let modules = (0..program.modules.len()).filter_map(|id| Some((id, program.facts(id)?)));
        let mut asking = modules.filter(|(id, _)| files.get(id).is_none_or(|other| other.path != file.path));
        asking.any(|(id, facts)| {
            let mut imports = facts.imports.iter();
            let is_it = |target: ModuleId| program.modules[target].name == file.module;
            facts.words.iter().any(|word| word.contains(HELPER))
                || imports.any(|import| program.targets(id, import).into_iter().any(is_it))
        })
    };
    found.retain(|file| {
        let text = std::fs::read_to_string(&file.path);
        text.is_ok_and(|text| is_generated(&text)) && !is_named(file) && !is_named_beside(&file.path)
    });
    found
}

/// Whether any Python file in the folder of a helper, or below, names it: one that is not looked at may.
fn is_named_beside(helper: &Path) -> bool {
    let Some(folder) = helper.parent() else { return false };
    let is_python = |path: &Path| path.extension().is_some_and(|end| end == "py" || end == "pyi");
    let mut entries = WalkBuilder::new(folder).standard_filters(false).build();
    // What cannot be read may say anything.
    entries.any(|entry| {
        let Ok(entry) = entry else { return true };
        let path = entry.path();
        let is_file = entry.file_type().is_none_or(|kind| !kind.is_dir());
        let names_it = || {
            let text = std::fs::read(path);
            text.map_or(true, |text| String::from_utf8_lossy(&text).contains(HELPER))
        };
        is_file && is_python(path) && path != helper && names_it()
    })
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_may_name_the_helper() {
        let folder = tempfile::tempdir().unwrap();
        let helper = folder.path().join("_dormant.py");
        let below = folder.path().join("deep");
        std::fs::create_dir(&below).unwrap();
        for (name, text) in [
            ("_dormant.py", "def deferred(): ..."),
            ("deep/own.py", "import os"),
            ("notes.txt", "_dormant"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        assert!(!is_named_beside(&helper));
        std::os::unix::fs::symlink("gone.py", below.join("link.py")).unwrap();
        assert!(is_named_beside(&helper));
    }
}
