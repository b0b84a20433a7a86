//! Modules added up by package.
use std::collections::BTreeMap;

use crate::profile::model::{Kind, Profile};

/// What the modules of one package take together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Package<'a> {
    /// The first part or parts of the modules' names.
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
        let name = package_of(&module.name, module.kind);
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

/// The first part of a module's name; the first two of your own code, which is few packages with much below them.
fn package_of(module: &str, kind: Kind) -> &str {
    let parts = if kind == Kind::FirstParty { 2 } else { 1 };
    let end = module
        .match_indices('.')
        .nth(parts - 1)
        .map_or(module.len(), |(at, _)| at);
    &module[..end]
}

/// What the modules of one owner take together, in milliseconds.
pub(super) fn of_kind(profile: &Profile, kind: Kind) -> f64 {
    let own = profile.modules.iter().filter(|module| module.kind == kind);
    // Not `sum`: that of nothing is -0.0.
    own.fold(0.0, |sum, module| sum + module.self_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_code_is_told_apart() {
        assert_eq!(package_of("a.b.c", Kind::FirstParty), "a.b");
        assert_eq!(package_of("a", Kind::FirstParty), "a");
        assert_eq!(package_of("a.b.c", Kind::ThirdParty), "a");
    }
}
