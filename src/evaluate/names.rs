//! Names of methods that say what they do to their object, whatever it is.
use crate::rules::{EffectKind, Group, Rules};

/// Whether a method of this name enters something into its object.
pub(super) fn registers(rules: &Rules, method: &str) -> bool {
    let says_so = ["register", "add_", "include"]
        .iter()
        .any(|start| method.starts_with(start));
    says_so || rules.knows(Group::EnteringMethod, method)
}

/// Whether a method of this name is one of texts, containers and the like, which run no code of anybody's.
pub fn is_method_of_values(rules: &Rules, method: &str) -> bool {
    rules.knows(Group::ReadingMethod, method) || rules.knows(Group::ChangingMethod, method)
}

/// What a function does whose name alone says that it changes what is not its own, whatever it belongs to.
pub(super) fn says_what_it_does(rules: &Rules, name: &str) -> Option<EffectKind> {
    match name.rsplit_once('.')?.1 {
        "register" => Some(EffectKind::Registration),
        name => rules.knows(Group::Patches, name).then_some(EffectKind::Patching),
    }
}
