//! What a module's `__lazy_modules__` concerns: whole modules, as they are named by imports.
use std::sync::Arc;

use super::program::{Module, absolute};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Import, LazyList, MODULE};

/// Whether Python asks the list for an import: at module level, outside `try`, and not for `*`.
pub fn may_be_listed(import: &Import) -> bool {
    import.scope == MODULE && !import.context.in_try && !import.context.type_checking && !import.is_star()
}

/// Makes the imports lazy that the list of their module names.
pub fn make_listed_lazy(modules: &mut [Module]) {
    for module in modules {
        let Some(facts) = module.facts.as_ref() else { continue };
        let LazyList::Literal { end, names } = &facts.lazy_list else {
            continue;
        };
        let is_named = |import: &Import| {
            let base = absolute(&module.name, module.is_package, import.level, &import.module);
            base.is_some_and(|base| names.contains(&base))
        };
        let named: Vec<usize> = (facts.imports.iter().enumerate())
            .filter(|(_, import)| import.alias.start >= *end && may_be_listed(import) && is_named(import))
            .map(|(at, _)| at)
            .collect();
        if let Some(facts) = module.facts.as_mut().filter(|_| !named.is_empty()) {
            let facts: &mut ModuleFacts = Arc::make_mut(facts);
            for at in named {
                facts.imports[at].is_lazy = true;
            }
        }
    }
}
