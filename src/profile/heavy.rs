//! What a profile calls heavy.
use super::model::{Kind, Profile};
use crate::rules::matches;

/// A module that costs at least this many milliseconds is heavy, where nothing else is said.
pub const DEFAULT_THRESHOLD_MS: f64 = 5.0;

/// The modules that cost `threshold_ms` or more, with what they import where they are not first-party. A first-party module
/// is heavy by its own time only: what it imports is heavy itself, and its importers are found through the import graph.
/// Sorted; what lies below a heavy module is heavy with it, and not named again.
pub fn heavy(profile: &Profile, threshold_ms: f64) -> Vec<String> {
    let costs = |module: &&super::model::Module| match module.kind {
        Kind::FirstParty => module.self_ms >= threshold_ms,
        Kind::ThirdParty | Kind::Standard => module.cumulative_ms >= threshold_ms,
    };
    let mut names: Vec<&str> = profile
        .modules
        .iter()
        .filter(costs)
        .map(|module| module.name.as_str())
        .collect();
    names.sort_unstable();
    let mut heavy: Vec<String> = Vec::new();
    for name in names {
        if !heavy.iter().any(|known| matches(known, name)) {
            heavy.push(name.to_owned());
        }
    }
    heavy
}

#[cfg(test)]
mod tests {
    use super::super::testing::small;
    use super::*;

    #[test]
    fn what_costs_much_is_heavy() {
        assert_eq!(heavy(&small(), 9.0), ["json", "requests", "yaml"]);
        assert_eq!(heavy(&small(), 40.0), ["requests"]);
        assert_eq!(heavy(&small(), 4.0), ["app.cli", "json", "requests", "yaml"]);
        let mut profile = small();
        profile.modules[2].name = "requests.adapters".to_owned();
        assert_eq!(heavy(&profile, 9.0), ["requests", "yaml"]);
    }
}
