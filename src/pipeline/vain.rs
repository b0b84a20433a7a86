//! Lazy imports that should be plain ones: findings. No edit follows: whether the name is read too early, or lazily for nothing,
//! is for its author to say.
use rustc_hash::FxHashMap;

use super::load::File;
use super::outcome::Texts;
use super::shown;
use crate::graph::ModuleId;
use crate::judge::{Inputs, Vain};
use crate::verdict::{Finding, Results, Why};

/// Adds them to the results.
pub(super) fn add(inputs: Inputs<'_>, found: Vec<Vain>, results: &mut Results, files: &FxHashMap<ModuleId, File>) {
    let mut texts = Texts::default();
    for vain in found {
        let (Some(file), Some(facts)) = (files.get(&vain.module), inputs.program.facts(vain.module)) else {
            continue;
        };
        if !file.is_target {
            continue;
        }
        let import = &facts.imports[vain.import as usize];
        let place = texts.place(files, vain.at);
        let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
        results.findings.push(Finding {
            path: shown(&file.path),
            start: texts.position(file, import.alias.start),
            end: texts.position(file, import.alias.end),
            statement: import.statement,
            alias: import.alias,
            strategies: Vec::new(),
            import: import.to_python(),
            why: Why::Vain {
                code: vain.code.code(),
                what: format!("{}{place}", vain.what),
            },
            how: "write it as a plain import".to_owned(),
        });
    }
}
