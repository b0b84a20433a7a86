//! What the project imports that is slow to import: what the rules call heavy, and what was seen to be.
use std::collections::BTreeSet;

use crate::config::Settings;
use crate::pipeline::survey::Survey;
use crate::pipeline::{Request, known};
use crate::profile::DEFAULT_THRESHOLD_MS;
use crate::project::Source;
use crate::rules::{Rules, prefixes};
use crate::semantics;

/// The heavy packages that the files import that `check` looks at, sorted. `seen` are packages with the milliseconds that they took.
pub(super) fn heavy(settings: &Settings, seen: &[(String, f64)]) -> Vec<String> {
    let rules = known(settings).unwrap_or_else(|_| Rules::builtin().clone());
    let by_rules = rules.heavy_packages().map(|package| package.name.as_str());
    let slow = seen.iter().filter(|(_, ms)| *ms >= DEFAULT_THRESHOLD_MS);
    let packages: BTreeSet<&str> = by_rules.chain(slow.map(|(name, _)| name.as_str())).collect();
    let paths = [settings.root.clone()];
    let survey = Survey::new(&Request::of(settings, &paths));
    let mut found = BTreeSet::new();
    for file in survey.named.iter().filter(|file| file.is_target) {
        let facts = Source::read(&file.path)
            .ok()
            .and_then(|source| semantics::analyse(&source.text, &rules).ok());
        let imports = facts.iter().flat_map(|facts| &facts.imports);
        for import in imports.filter(|import| import.level == 0) {
            let named = prefixes(&import.module).filter_map(|name| packages.get(name));
            found.extend(named.map(|name| (*name).to_owned()));
        }
    }
    found.into_iter().collect()
}
