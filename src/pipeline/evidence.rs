//! What probes saw, from the files that the settings name, as far as the modules are still what they were.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::{error, shown};
use crate::config::Settings;
use crate::graph::Module;
use crate::project::{Found, Resolver};
use crate::rules::{Evidence, Probed};
use crate::verdict::Problem;

/// Where evidence lies that no setting names, below the root of the project.
const DEFAULT: &str = ".dormant/evidence.json";

/// The files of evidence.
fn files(settings: &Settings) -> Vec<PathBuf> {
    let default = || Vec::from_iter(Some(settings.root.join(DEFAULT)).filter(|path| path.is_file()));
    settings.evidence.clone().unwrap_or_else(default)
}

/// Whether there is any evidence.
pub(super) fn is_used(settings: &Settings) -> bool {
    !files(settings).is_empty()
}

/// The evidence about the modules of the program, and what is wrong with its files.
pub(super) fn load(settings: &Settings, resolver: &Resolver, modules: &[Module]) -> (Evidence, Vec<Problem>) {
    let paths = files(settings);
    let mut problems = Vec::new();
    let mut evidence = Evidence::new(BTreeMap::new());
    if paths.is_empty() {
        return (evidence, problems);
    }
    let at_hand: FxHashSet<&str> = modules.iter().map(|module| module.name.as_str()).collect();
    for path in &paths {
        let read = fs::read_to_string(path).map_err(|error| error.to_string());
        match read.and_then(|text| Evidence::parse(&text).map_err(|error| error.to_string())) {
            Ok(mut found) => {
                found.modules.retain(|name, _| at_hand.contains(name.as_str()));
                let known = found.modules.len();
                found.modules.retain(|name, probed| is_current(resolver, name, probed));
                problems.extend(stale(path, known - found.modules.len()));
                evidence.extend(found);
            }
            Err(message) => problems.push(error(path, None, &message)),
        }
    }
    (evidence, problems)
}

fn is_current(resolver: &Resolver, name: &str, probed: &Probed) -> bool {
    let Found::Source { path, .. } = resolver.find(name) else {
        return false;
    };
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    fs::read(path).is_ok_and(|bytes| hexadecimal(&Sha256::digest(bytes)) == probed.sha256)
}

fn stale(path: &Path, count: usize) -> Option<Problem> {
    (count > 0).then(|| Problem {
        path: shown(path),
        line: None,
        message: format!("{count} of its modules have changed since and are not counted: probe them again"),
        is_error: false,
    })
}
