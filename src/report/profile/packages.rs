//! Modules added up by package.
use std::collections::BTreeMap;

use crate::profile::model::{Kind, Profile};

/// What the modules of one package take together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Package<'a> {
    /// The first part of the modules' names.
    pub name: &'a str,
    pub kind: Kind,
    /// Milliseconds of their own.
    pub self_ms: f64,
    pub bytes: u64,
    pub modules: usize,
}

/// The packages, the dearest first.
pub(super) fn packages(profile: &Profile) -> Vec<Package<'_>> {
    let mut packages: BTreeMap<(&str, Kind), Package<'_>> = BTreeMap::new();
    for module in &profile.modules {
        let name = module.name.split('.').next().unwrap_or_default();
        let package = packages.entry((name, module.kind)).or_insert(Package {
            name,
            kind: module.kind,
            self_ms: 0.0,
            bytes: 0,
            modules: 0,
        });
        package.self_ms += module.self_ms;
        package.bytes += module.self_bytes;
        package.modules += 1;
    }
    let mut packages: Vec<Package<'_>> = packages.into_values().collect();
    packages.sort_by(|left, right| right.self_ms.total_cmp(&left.self_ms));
    packages
}

/// What the modules of one owner take together, in milliseconds.
pub(super) fn of_kind(profile: &Profile, kind: Kind) -> f64 {
    let own = profile.modules.iter().filter(|module| module.kind == kind);
    own.map(|module| module.self_ms).sum()
}
