//! Names of methods that say what they do to their object, whatever it is; and of attributes.
use crate::rules::{EffectKind, Group, Rules};
use crate::semantics::facts::{Operation, OperationKind};

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

/// Attributes of a function that say what calling it does.
/// Not in `rules/`: Python's data model has no others.
pub(super) const SAY_WHAT_IT_DOES: [&str; 3] = ["__code__", "__defaults__", "__kwdefaults__"];

/// The attribute that a statement sets on something which is not the object of the method around it.
pub(super) fn attribute_set_on_others(operation: &Operation) -> Option<&str> {
    let path = operation.path.as_ref()?;
    let is_of_self = path.root == "self" && path.attributes.len() == 1;
    (operation.kind == OperationKind::WriteAttribute && !is_of_self).then(|| path.last())
}
