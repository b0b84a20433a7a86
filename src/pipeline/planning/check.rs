//! Whether a plan still holds: no module that it removed is loaded again.
use super::Planner;
use crate::profile::Profile;
use crate::saving::model::{Command, Link, Place};

/// A module that the plan removed and the command loads again.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// The module.
    pub module: String,
    /// A shortest chain to it.
    pub chain: Vec<Link>,
    /// The import that executed it.
    pub place: Option<Place>,
}

/// The modules that a command loads though the plan had removed them, those that only another one of them loads left out.
pub fn regressions(planner: &Planner<'_>, command: &Command, profile: &Profile) -> Vec<Regression> {
    let workload = planner.workload(profile, 1.0);
    let loaded_by = |name: &str| -> Option<&str> {
        let parent = profile.module(name)?.parent?;
        Some(profile.modules.get(parent as usize)?.name.as_str())
    };
    let again = command.removed.iter().filter(|name| profile.module(name).is_some());
    again
        .filter(|name| loaded_by(name).is_none_or(|parent| !command.removed.iter().any(|other| other == parent)))
        .map(|name| {
            let explained = planner.why(&workload, name, 1);
            let chain = explained
                .and_then(|found| found.chains.into_iter().next())
                .unwrap_or_default();
            Regression {
                module: name.clone(),
                place: chain.last().and_then(|link| link.place.clone()),
                chain,
            }
        })
        .collect()
}
