//! Properties: methods that reading an attribute runs.
use crate::graph::{ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::facts::{Decorator, Path};

/// Whether one of some decorators makes a property, as Python has them or the rules know them.
pub(super) fn makes_property(program: &Program, rules: &Rules, module: ModuleId, decorators: &[Decorator]) -> bool {
    let mut paths = decorators.iter().filter_map(|one| one.path.as_ref());
    paths.any(|path| is_property(program, rules, module, path))
}

/// Whether what a dotted name leads to is known to make a property.
pub(super) fn is_property(program: &Program, rules: &Rules, module: ModuleId, path: &Path) -> bool {
    let names = program.known_names(module, path);
    names.iter().any(|name| rules.knows(Group::Property, name))
}
