//! Whether a plan still holds: no module that it removed is loaded again.
use super::Planner;
use crate::plan::model::{Command, Link};
use crate::profile::Profile;

/// The modules that a command loads though the plan had removed them.
pub fn loaded_again(command: &Command, profile: &Profile) -> Vec<String> {
    let again = command.removed.iter().filter(|name| profile.module(name).is_some());
    again.cloned().collect()
}

impl Planner<'_> {
    /// Of some modules those that none of the others brings along, each with a shortest chain to it.
    pub fn chains_to(&self, profile: &Profile, modules: &[String]) -> Vec<(String, Vec<Link>)> {
        let workload = self.workload(profile, 1.0);
        let first = |name: &String| -> bool {
            let module = profile
                .module(name)
                .and_then(|module| profile.modules.get(module.parent? as usize));
            module.is_none_or(|parent| !modules.contains(&parent.name))
        };
        let chain = |name: &String| {
            let explained = self.why(&workload, name, 1);
            explained
                .and_then(|found| found.chains.into_iter().next())
                .unwrap_or_default()
        };
        let firsts = modules.iter().filter(|name| first(name));
        firsts.map(|name| (name.clone(), chain(name))).collect()
    }
}
