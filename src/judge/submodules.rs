//! Several `import a.x` share the name `a`: which of them a use of the name is about.
use super::usage::{Usage, UsageQuery};
use super::verdict::Kept;
use crate::semantics::facts::{BindingId, Import, MODULE};

impl UsageQuery<'_, '_> {
    /// How the name is used as far as one import goes by itself: what names the module of another one is not its business.
    pub fn usage_of_submodule(&self, import: &Import, binding: BindingId) -> Result<Usage, Kept> {
        let siblings = self.facts.imports.iter().filter(|other| {
            let is_sibling = other.scope == MODULE && other.binding == Some(binding);
            is_sibling && !other.context.type_checking && other.alias != import.alias
        });
        let siblings: Vec<&Import> = siblings.collect();
        self.usage_where(binding, false, |reference| {
            let is_named = |import: &Import| leads_to(&reference.attributes, import);
            is_named(import) || !siblings.iter().any(|sibling| is_named(sibling))
        })
    }
}

/// Whether attributes of the name that `import a.b.c` binds lead to the module that it loads.
fn leads_to(attributes: &[String], import: &Import) -> bool {
    let below: Vec<&str> = import.module.split('.').skip(1).collect();
    let start = attributes.iter().map(String::as_str).take(below.len());
    !below.is_empty() && start.eq(below.iter().copied())
}
