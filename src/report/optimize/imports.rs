//! The time of a command's imports before and after.
//!
//! Both are sums of the modules' own times. A module that is loaded before and after counts the same on both sides, with the
//! least that it took in either profile: what differs is what is loaded, and not the mood of the machine.
use rustc_hash::FxHashMap;

use super::Startup;
use crate::measure::model::Sides;
use crate::profile::model::Profile;

/// What imports take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imports {
    /// Before, in milliseconds of CPU.
    pub before_ms: f64,
    /// After; `None` where nothing was edited.
    pub after_ms: Option<f64>,
    /// Modules, those of a bare interpreter not counted.
    pub modules: Sides<usize>,
}

impl Imports {
    /// The share of the import time that is gone, from 0 to 1.
    pub fn gone(&self) -> Option<f64> {
        let after = self.after_ms?;
        (self.before_ms > 0.0).then(|| 1.0 - after / self.before_ms)
    }
}

/// What the imports of a command take.
pub fn imports(startup: &Startup<'_>) -> Imports {
    let times = |profile: &Profile| -> FxHashMap<String, f64> {
        let times = profile
            .modules
            .iter()
            .map(|module| (module.name.clone(), module.self_ms));
        times.collect()
    };
    let before = times(startup.before);
    let after = startup.after.map(times);
    let least = |name: &String, ms: f64, other: Option<&FxHashMap<String, f64>>| {
        other
            .and_then(|other| other.get(name))
            .map_or(ms, |&other| ms.min(other))
    };
    let sum = |times: &FxHashMap<String, f64>, other: Option<&FxHashMap<String, f64>>| -> f64 {
        let mut all: Vec<f64> = times.iter().map(|(name, &ms)| least(name, ms, other)).collect();
        // The same sum in whatever order the table has.
        all.sort_by(f64::total_cmp);
        all.iter().sum()
    };
    Imports {
        before_ms: sum(&before, after.as_ref()),
        after_ms: after.as_ref().map(|after| sum(after, Some(&before))),
        modules: Sides {
            before: before.len(),
            after: after.as_ref().map_or(before.len(), FxHashMap::len),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::small;

    #[test]
    fn what_is_loaded_counts_and_not_how_long_it_took_this_time() {
        let before = small();
        let mut after = small();
        // Everything took twice as long, and one module is gone.
        after.modules.iter_mut().for_each(|module| module.self_ms *= 2.0);
        after.modules.retain(|module| module.name != "yaml");
        let found = imports(&Startup {
            line: "app",
            before: &before,
            after: Some(&after),
            measured: None,
        });
        assert_eq!((found.before_ms, found.after_ms), (60.0, Some(50.0)));
        assert_eq!(found.modules, Sides { before: 4, after: 3 });
        assert!((found.gone().expect("a share") - 1.0 / 6.0).abs() < 1e-9);
    }
}
